#!/bin/sh
# coverage.sh [SUITE...]: how much of the source the tests go through (unit, cli and fuzz by default),
# by folder, and which files stay below 80 in 100 lines. Needs gcovr; builds in build-coverage. A line
# that was gone through has not been tested by that: mutate/mutate.py asks whether tests would notice.
set -eu
cd "$(dirname "$0")/.."
build=build-coverage

# Counters that threads share are lost, and go below zero, unless they are atomic.
[ -d $build ] || meson setup $build -Db_coverage=true -Dbuildtype=debug \
	-Dc_args=-fprofile-update=atomic >/dev/null
ninja -C $build >/dev/null
find $build -name '*.gcda' -delete
[ $# -gt 0 ] || set -- unit cli fuzz
for suite; do
	meson test -C $build --num-processes 2 --suite "$suite" || echo "coverage.sh: $suite failed" >&2
done
gcovr -r . --filter src/ --gcov-ignore-parse-errors --json-summary $build/coverage.json $build
python3 - $build/coverage.json <<'END'
import collections, json, sys

files = json.load(open(sys.argv[1]))["files"]
names = ["line_covered", "line_total", "branch_covered", "branch_total"]
sums = collections.defaultdict(lambda: [0] * 4)
for file in files:
    for name in [file["filename"].rsplit("/", 1)[0], "all"]:
        sums[name] = [a + file[b] for a, b in zip(sums[name], names)]

def share(part, whole):
    return f"{100 * part / whole:6.1f}" if whole else "      "

print(f"{'':28} lines branches")
for name in sorted(sums):
    lines, line_total, branches, branch_total = sums[name]
    print(f"{name:28}{share(lines, line_total)}  {share(branches, branch_total)}")
for file in files:
    if file["line_covered"] < 0.8 * file["line_total"]:
        print("below 80:", file["filename"], share(file["line_covered"], file["line_total"]))
END
