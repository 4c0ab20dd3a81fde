#!/bin/sh
# live.sh TARGET SECONDS [BUILD]: fuzzes one target, on one core. BUILD (build-fuzz) was made with
#
#     CC=clang meson setup build-fuzz -Dfuzz=true -Db_lundef=false -Dbuildtype=debugoptimized \
#         -Db_sanitize=address,undefined -Dc_args=-fno-sanitize-recover=all
#
# What is found new is kept in BUILD/corpus/TARGET, what crashes in BUILD/crash-*; a seed of it
# belongs into tests/fuzz/corpus/TARGET, where every test run tries it.
set -eu
target=$1 seconds=$2
here=$(cd "$(dirname "$0")" && pwd)
cd "${3:-$here/../../build-fuzz}"

# As long as inputs have to be, no longer: what counts is how many are tried in a second.
case $target in
text | chunks | charset) most=128 ;;
user | eval | fields) most=256 ;;
options | model | package) most=512 ;;
report | undo | source) most=1024 ;;
pdf) most=4096 ;;
*) echo "live.sh: no target '$target'" >&2; exit 2 ;;
esac

ninja -v "tests/fuzz/fuzz_${target}_live" >/dev/null
mkdir -p "corpus/$target"
# libqpdf keeps some memory for the next document, which would be looked for as lost every time.
leaks=1
[ "$target" != pdf ] || leaks=0
# Weighing inputs by how rare they are costs half of the time; messages of the tool are not wanted.
exec "tests/fuzz/fuzz_${target}_live" -entropic=0 -detect_leaks=$leaks -max_len=$most -max_total_time="$seconds" \
	-close_fd_mask=3 -print_final_stats=1 "corpus/$target" "$here/corpus/$target"
