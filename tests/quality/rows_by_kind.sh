#!/bin/sh
# usage: rows_by_kind.sh COMMAND
# How COMMAND, a vnfix by its whole name for a shell, takes text of all kinds, as rows of a quality table. All
# of it is the project's own: short texts, the pages of corpus/ocr with lines of other matter that were written
# for this (other.txt), lines of its pages and pieces of its texts alone, and its sources as files that are no
# Vietnamese.
set -eu

run=$1
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
foreign="$root/src/decode/*.c $root/src/files/*.c $root/src/html/page.* $root/tests/fault/*.py $root/doc/vnfix-eval.1
	$root/doc/vnfix.3"

"$here/kinds.py" lines "$here/lines.tsv" "$run"
# shellcheck disable=SC2086 # patterns
set -- $foreign
"$here/kinds.py" foreign "$run" "$@"
for engine in eng vie; do
	"$here/kinds.py" mixed "$root/corpus/ocr" "*_$engine" "$run" "$here/other.txt"
done
for engine in eng vie; do
	"$here/single.py" pages single/corpus/$engine "$run" 200 "$root/corpus/ocr" "*_$engine"
done
"$here/single.py" text single/texts "$run" 60 "$root"/corpus/texts/*.txt
"$here/charsets.py" charsets "$run" -n 40 "$root"/corpus/texts/*.txt
