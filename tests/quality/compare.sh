#!/bin/sh
# usage: compare.sh VNFIX_EVAL
# Scores the same texts with vnfix-eval and with the reference scorer of the development data
# (score.py in the folder VNFIX_SHARED, by default ../shared beside the project) and fails when
# any measure differs in any digit. Skipped (77) where the data or python3 are absent.
set -eu

eval=$1
here=$(cd "$(dirname "$0")" && pwd)
shared=${VNFIX_SHARED:-$here/../../../shared}
reference=$shared/tools/score.py
if [ ! -f "$reference" ] || ! command -v python3 >/dev/null; then
	echo "skipped: no reference scorer ($reference) or no python3"
	exit 77
fi
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
failed=0

# Takes out what depends on the clock and sorts, so that the files can be compared.
measures() {
	python3 -c '
import json, sys
for name, value in sorted(json.load(sys.stdin).items()):
    if name not in ("seconds", "tokens_per_s"):
        print(name, value)'
}

# same NAME: compares $tmp/reference and $tmp/ours, the JSON of both.
same() {
	measures <"$tmp/reference" >"$tmp/want"
	measures <"$tmp/ours" >"$tmp/got"
	[ -s "$tmp/want" ] || { echo "the reference says nothing of $1"; failed=1; }
	diff -u "$tmp/want" "$tmp/got" || { echo "differs: $1"; failed=1; }
}

# pages COMMAND FOLDER GLOB [OPTION...]
pages() {
	command=$1 folder=$2 glob=$3
	shift 3
	python3 "$reference" run "$command" "$shared/$folder" --glob "$glob" --json "$@" \
		>"$tmp/reference"
	"$eval" --json --run="$command" --glob="$glob" "$@" "$shared/$folder" >"$tmp/ours"
	same "$folder $glob $* through $command"
}

# text bare|harm COMMAND FILE
text() {
	head -n 300 "$shared/$3" >"$tmp/text"
	python3 "$reference" "$1" "$2" "$tmp/text" --json >"$tmp/reference"
	"$eval" --json "--$1=$tmp/text" --run="$2" >"$tmp/ours"
	same "$1 $3 through $2"
}

# Damage of every kind: letters, numbers, merges and splits, tone style, bytes that are no UTF-8.
letters="sed 's/a/e/g; s/ th/th/g; s/[3-5]//g'"
tokens="sed 's/g /g  x /; s/1/l/g; s/oà/òa/g; s/uý/úy/g; s/n c/nc/'"
bytes="sed 's/e/\\xff/3; s/x/\\xe1\\xba/; s/n/n\\xcc\\x81/'"

pages cat ocr/dev 'p00*'
for command in cat "$letters" "$tokens" "$bytes"; do
	pages "$command" ocr/seeds '*'
	pages "$command" ocr/scans/dev '*_vie'
	pages "$command" ocr/scans/dev '*_eng' --loose
	pages "$command" ocr/scans/dev '*_vie' --strict
done
for command in cat "$letters" "$tokens"; do
	text bare "$command" corpus/dev/admin.txt
	text harm "$command" corpus/dev/wiki.txt
done
exit $failed
