#!/bin/sh
# usage: measure.sh BUILD_DIR [RESULTS]
# Measures the vnfix of BUILD_DIR on every set and writes the quality table (by default results.csv
# beside this script): one row a set and measure, always in the same order, so that a diff shows
# what a change has moved. The last column is the aim of targets.csv, if there is one.
#
# The sets beside corpus/ocr are development data that are not part of the project. They are
# looked for in VNFIX_SHARED, by default ../shared beside the project; where they are absent their
# rows are kept as they were.
set -eu

[ $# -ge 1 ] || { echo "usage: $0 BUILD_DIR [RESULTS]" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd) # some sets are run in folders of their own
eval=$build/src/eval/vnfix-eval
VNFIX=$build/src/cli/vnfix
run='"$VNFIX"'
for MODEL in "$build/dict/vnfix.model" "$here/../../dict/vnfix.model"; do
	[ -e "$MODEL" ] && run='"$VNFIX" --model="$MODEL"' && break
done
export VNFIX MODEL
results=${2:-$here/results.csv}
corpus=$here/../../corpus/ocr
shared=${VNFIX_SHARED:-$here/../../../shared}
[ -f "$shared/tools/score.py" ] || echo "no $shared: its rows stay as they are" >&2
rows=$(mktemp "$results.XXXXXX")
judged=$(mktemp -d)
trap 'rm -rf "$rows" "$rows.new" "$judged"' EXIT

# measure SET FILE [ARGUMENT...]: FILE is what has to exist.
measure() {
	set=$1 file=$2
	shift 2
	if [ -e "$file" ]; then
		echo "$set" >&2
		"$eval" --csv="$set" --run="$run" "$@"
	elif [ -e "$results" ]; then
		grep "^$set," "$results" | cut -d, -f1-3 || true
	fi >>"$rows"
}

# pages SET FOLDER GLOB [OPTION...]
pages() {
	set=$1 folder=$2 glob=$3
	shift 3
	measure "$set" "$folder" --glob="$glob" "$@" "$folder"
}

pages corpus/eng "$corpus" '*_eng'
pages corpus/vie "$corpus" '*_vie'
pages seeds "$shared/ocr/seeds" '*'
pages scans/eng "$shared/ocr/scans/dev" '*_eng'
pages scans/eng400 "$shared/ocr/scans/dev" '*_eng400'
pages scans/vie "$shared/ocr/scans/dev" '*_vie'
pages dev/eng "$shared/ocr/dev" '*_eng'
pages dev/vie "$shared/ocr/dev" '*_vie*'
pages real_vie "$shared/ocr/real_vie/dev" '*' --loose
for domain in admin legal news wiki web; do
	text=$shared/corpus/dev/$domain.txt
	measure bare/$domain "$text" --bare="$text"
done
for domain in admin legal news wiki web; do
	text=$shared/corpus/dev/$domain.txt
	measure harm/$domain "$text" --harm="$text"
done

# The same against texts without the typos of their own (typos.tsv): here harm is harm.
if [ -e "$shared/corpus/dev" ]; then
	"$here/typos.py" "$here/typos.tsv" "$shared" "$judged"
fi
for domain in admin legal news wiki web; do
	text=$judged/corpus/dev/$domain.txt
	measure judged/harm/$domain "$text" --align=lines "$text" "$shared/corpus/dev/$domain.txt"
	measure judged/bare/$domain "$text" --bare="$text"
done
pages judged/dev/vie "$judged/ocr/dev" '*_vie*'
pages judged/real_vie "$judged/ocr/real_vie/dev" '*' --loose

# single SET FILE WHAT COUNT ARGUMENT...: lines alone, each a document (single.py); FILE is what has to exist.
single() {
	set=$1 file=$2 what=$3 count=$4
	shift 4
	if [ -e "$file" ]; then
		echo "$set" >&2
		"$here/single.py" "$what" "$set" "$run" "$count" "$@"
	elif [ -e "$results" ]; then
		grep "^$set[,/]" "$results" | cut -d, -f1-3 || true
	fi >>"$rows"
}

for domain in admin legal news wiki; do
	text=$judged/corpus/dev/$domain.txt
	single single/$domain "$text" text 100 "$text"
done
single single/seeds "$shared/ocr/seeds" pages 500 "$shared/ocr/seeds" '*'
single single/scans/eng "$shared/ocr/scans/dev" pages 500 "$shared/ocr/scans/dev" '*_eng'
single single/scans/vie "$shared/ocr/scans/dev" pages 500 "$shared/ocr/scans/dev" '*_vie'
single single/dev/eng "$shared/ocr/dev" pages 500 "$shared/ocr/dev" '*_eng'
single single/dev/vie "$shared/ocr/dev" pages 500 "$shared/ocr/dev" '*_vie*'

# confidence SET FOLDER: all pages of the folder together.
confidence() {
	measure "$1" "$2" --confidence --run="$run --format=tokens" "$2"
}

confidence sure/corpus "$corpus"
confidence sure/dev "$shared/ocr/dev"

# Charsets, in texts that are not part of the project.
if [ -e "$shared/corpus/dev" ]; then
	echo charsets >&2
	"$here/charsets.py" charsets/dev "$run" -n 300 "$shared"/corpus/dev/*.txt
else
	grep '^charsets/dev' "$results" | cut -d, -f1-3 || true
fi >>"$rows"
# Text of all kinds, none of it from elsewhere.
echo "by kind" >&2
"$here/rows_by_kind.sh" "$run" >>"$rows"
echo "fields" >&2
"$here/fields.sh" "$eval" >>"$rows"
# The same pages line by line.
pages line/corpus/eng "$corpus" '*_eng' --run="$run --line"

awk -F, '
	NR == FNR { target[$1 "," $2] = $3; next }
	FNR == 1 { print "set,measure,value,target" }
	{ print $0 "," target[$1 "," $2] }
' "$here/targets.csv" "$rows" >"$rows.new"
chmod 644 "$rows.new"
mv "$rows.new" "$results"
awk -F, '
	$4 ~ /^<=/ { good = $3 + 0 <= substr($4, 3) + 0 }
	$4 ~ /^>=/ { good = $3 + 0 >= substr($4, 3) + 0 }
	$4 ~ /^[<>]=/ { printf "%-12s %-18s %10s  %-7s %s\n", $1, $2, $3, $4, good ? "" : "missed" }
' "$results"
