#!/bin/sh
# Holds builds of vnfix by several compilers against each other: text, tokens with their confidence,
# and reports must be the same, byte for byte, whatever the compiler rounds, reorders or vectorises.
# Three builds take minutes, so it is no part of `meson test`.
#
# usage: tests/quality/builds.sh WORK [TEXT or FOLDER...]      by default the pages of corpus/ocr
#
# WORK is a folder for the builds, which are kept for the next time. Another build is one more line
# below: name, compiler, flags.
set -eu
[ $# -ge 1 ] || { sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 2; }
top=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$1"
work=$(cd "$1" && pwd)
shift
[ $# -gt 0 ] || set -- "$top/corpus/ocr"

builds() {
	cat <<-END
		gcc-O0 gcc -O0
		gcc-O3-v3 gcc -O3 -march=x86-64-v3
		clang clang -O2
	END
}

# make NAME COMPILER FLAGS: the tool, and the model beside it.
make() {
	[ -e "$work/$1/build.ninja" ] ||
		CC=$2 meson setup --buildtype=plain "-Dc_args=$3" "$work/$1" "$top" >"$work/$1.log"
	ninja -C "$work/$1" src/cli/vnfix dict/vnfix.model >>"$work/$1.log"
}

# run NAME INPUT...: all that vnfix can say of the inputs, into WORK/NAME.out. What is a path of this
# build in a report is cut out.
run() {
	name=$1
	out=$work/$name.out
	shift
	rm -rf "$out"
	mkdir "$out"
	vnfix="$work/$name/src/cli/vnfix --no-config --no-provenance -q -r"
	$vnfix "$@" --output-dir "$out/text"
	$vnfix "$@" --format=tokens >"$out/tokens"
	$vnfix "$@" --format=tokens --min-confidence=0.9 >"$out/unsure"
	$vnfix "$@" --line >"$out/lines"
	$vnfix "$@" --report="$out/report" >/dev/null
}

first=
failed=0
while read -r name compiler flags <&3; do
	command -v "$compiler" >/dev/null || { echo "$name: no $compiler here, left out"; continue; }
	make "$name" "$compiler" "$flags"
	run "$name" "$@"
	[ -n "$first" ] || { first=$name; continue; }
	if diff -rq "$work/$first.out" "$work/$name.out"; then
		echo "$name: as $first"
	else
		failed=1
	fi
done 3<<END
$(builds)
END
find "$work/$first.out" -type f | wc -l | sed "s/\$/ files compared/"
exit $failed
