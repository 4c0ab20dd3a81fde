#!/usr/bin/env bash
# What large runs take, by the clock: ten thousand small files with one thread and with two, and a text of a
# gigabyte. Run by `meson test --benchmark`, where LARGE says how much of that, in per cent: 100 is all,
# a quarter of an hour and more; 5 shows whether anything is wrong. Without LARGE it is skipped.
#
#   LARGE=100 tests/perf/large.sh build/src/cli/vnfix [files] [text]
#
# Fails where two threads give other bytes than one, or where memory grows with the text. Seconds depend on
# the machine and on what else it does; "cores" tells how much of two was to be had.
set -eu

vnfix=$(realpath "$1")
shift
root=$(cd "$(dirname "$0")/../.." && pwd)
[ -n "${LARGE:-}" ] || { echo "skipped: LARGE is not set"; exit 77; }
if "$vnfix" --version | grep -q '^model none'; then
	echo "skipped: no trained model"
	exit 77
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export LC_ALL=C
cd "$folder"
code=0

FILES=10000
TEXT_MB=1000
# A unit is at most 1 MiB, so a text of many holds no more than one of a few.
MORE_KB=16384

# Runs vnfix; MEASURED becomes "seconds user+system kB".
measure() {
	MEASURED=$(python3 - "$vnfix" --no-config -q "$@" <<'EOF'
import resource, subprocess, sys, time
start = time.monotonic()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
seconds = time.monotonic() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{seconds:.2f} {used.ru_utime + used.ru_stime:.2f} {used.ru_maxrss}")
sys.exit(done.returncode)
EOF
	)
}

# A line of the table: what was run, how much of it there was, what was measured.
row() {
	awk -v what="$1" -v amount="$2" -v unit="$3" '{
		printf "%-10s %9d %-5s %9.2f s %9.2f s of processor %5.2f cores %9.1f /s %6.0f MiB\n",
			what, amount, unit, $1, $2, $2 / $1, amount / $1, $3 / 1024 }' <<<"$MEASURED"
}

files() {
	count=$((FILES * LARGE / 100))
	mkdir in
	# Two lines a file, of pages and of right text by turns.
	cat "$root"/corpus/ocr/*.ocr.txt "$root"/corpus/texts/*.txt | grep . >lines
	awk -v count="$count" '{ line[n++] = $0 }
		END { for (i = 0; i < count; i++) {
			file = sprintf("in/%05d.txt", i)
			print line[(2 * i) % n] "\n" line[(2 * i + 1) % n] >file
			close(file) } }' lines
	for jobs in 1 2; do
		measure -j$jobs -r --output-dir "out$jobs" in
		row "files -j$jobs" "$count" files
	done
	diff -r out1 out2 >/dev/null || { echo "files: -j2 gives other bytes than -j1" >&2; code=1; }
	rm -rf in out1 out2
}

# KB of right text, again and again.
text_of() {
	python3 -c '
import glob, sys
once = b"".join(open(name, "rb").read() for name in sorted(glob.glob(sys.argv[1] + "/corpus/texts/*.txt")))
left = 1000 * int(sys.argv[2])
while left:
    left -= sys.stdout.buffer.write(once[:left])' "$root" "$1"
}

text() {
	small=3000 large=$((TEXT_MB * 10 * LARGE))
	text_of $small >few
	measure few
	row text $small kB
	held=${MEASURED##* }
	text_of $large >many
	measure many
	row text $large kB
	if [ $((${MEASURED##* } - held)) -gt $MORE_KB ]; then
		echo "text: memory grows with the text" >&2
		code=1
	fi
	rm -f few many
}

[ $# -gt 0 ] || set -- files text
for what in "$@"; do
	$what
done
exit $code
