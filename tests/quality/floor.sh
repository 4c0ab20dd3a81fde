#!/bin/sh
# usage: floor.sh VNFIX_EVAL VNFIX BUILD_DIR
# Runs VNFIX over the project's own pages (corpus/ocr) and fails when a measure is above its limit
# in floors.csv, or below one that is written >=. Skipped (77) when no model has been built.
set -eu

eval=$1
VNFIX=$(realpath "$2")
here=$(cd "$(dirname "$0")" && pwd)
run='"$VNFIX"'
for MODEL in "$(realpath "$3")/dict/vnfix.model" "$here/../../dict/vnfix.model" ''; do
	[ -e "$MODEL" ] && run='"$VNFIX" --model="$MODEL"' && break
done
export VNFIX MODEL
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

code=0
echo thu | sh -c "$run" >/dev/null 2>"$tmp/say" || code=$?
if [ $code -eq 6 ] && [ -z "$MODEL" ]; then
	echo "skipped: no model: $(cat "$tmp/say")"
	exit 77
fi
for engine in eng vie; do
	"$eval" --csv=corpus/$engine --glob="*_$engine" --run="$run" "$here/../../corpus/ocr"
done >"$tmp/rows"
"$here/rows_by_kind.sh" "$run" >>"$tmp/rows"
"$here/fields.sh" "$eval" >>"$tmp/rows"

awk -F, '
	FNR == 1 && NR == 1 { next }
	NR == FNR { limit[$1 "," $2] = $3; open++; next }
	($1 "," $2) in limit {
		open--
		aim = limit[$1 "," $2]
		least = sub(/^>=/, "", aim)
		good = least ? $3 + 0 >= aim + 0 : $3 + 0 <= aim + 0
		printf "%-12s %-18s %10s  at %s %s%s\n", $1, $2, $3, least ? "least" : "most", aim,
			good ? "" : "  <-- missed"
		if (!good) bad = 1
	}
	END { if (open) print open " limits without a value"; exit bad || open }
' "$here/floors.csv" "$tmp/rows"
