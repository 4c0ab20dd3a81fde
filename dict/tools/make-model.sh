#!/bin/sh
# Makes dict/vnfix.model.xz from training texts and OCR pages with their truth:
#
#	make-model.sh MKMODEL CORPUS PAGES OUT
#
# MKMODEL is the built vnfix-mkmodel; CORPUS holds {admin,legal,news,web,wiki}.txt.xz, a paragraph a
# line; PAGES holds train/<id>_<language>.{truth,ocr}.txt, seeds/<id>.{truth,ocr}.txt and
# real_vie/train/lines.{truth,ocr}.txt; OUT is the model to write (compressed beside it as OUT.xz).
# MORE in the environment is a folder of more pages, those of make-pages.py: the model that is in the
# repository has them.
# Equal input gives equal bytes. About 8 minutes and 4 GiB of memory.
# NGRAMS sets the size (default 14680000: just under 64 MiB).
set -eu
cd "$(dirname "$0")/../.."
mkmodel=$1 corpus=$2 pages=$3 out=$4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for domain in admin legal news web wiki; do
	xz -dc "$corpus/$domain.txt.xz" >"$work/$domain.txt"
done
# Names of places as short lines, each twice: n-grams seen once do not enter the model.
awk -F '\t' '!/^#/ && $1 != "level" {
	for (i = 0; i < 2; i++) print $3 " " $2 ($4 != "-" && $4 != "" ? ", tỉnh " $4 : "")
}' dict/lexicon/places.tsv >"$work/places.txt"

"$mkmodel" lm -n "${NGRAMS:-14680000}" -a 40 -o "$work/lm.part" \
	"$work/admin.txt" "$work/legal.txt" "$work/news.txt" "$work/web.txt" "$work/wiki.txt" \
	"$work/places.txt"
"$mkmodel" channel -c eng -o "$work/eng.part" \
	"$pages/train=*_eng" "$pages/train=*_fra" "$pages/train=*_Latin" \
	${MORE:+"$MORE=*_eng"} "$pages/seeds=${SEEDS:-*}:4"
# The lines of real letters are many and their truth is of another edition (the tilde): pages weigh
# more, and five rounds do. What neighbours tell (-n: not that) does not help here.
"$mkmodel" channel -c vie -r 5 -n -o "$work/vie.part" \
	"$pages/train=*_vie:4" "$pages/train=*_vie-eng:4" "$pages/train=*_Vietnamese:4" \
	${MORE:+"$MORE=*_vie:4"} "~$pages/real_vie/train=lines"
"$mkmodel" channel -c bare -o "$work/bare.part"
# What kinds of text look like, and how each that no page shows is damaged: by rule (make-damage.py). KINDS
# holds other.txt and words.txt (prose and word lists of other languages) and data.txt (code, mark-up, data).
parts=
if [ -n "${KINDS:-}" ]; then
	damage=dict/tools/make-damage.py
	for domain in admin legal news web wiki; do
		shuf --random-source="$work/$domain.txt" -n 12000 "$work/$domain.txt"
	done >"$work/clean.txt"
	awk 'length($0) < 600 && NR % 9 == 0' "$work/clean.txt" >"$work/some.txt"
	for kind in bare half drop hole torn cross; do
		python3 "$damage" "$kind" <"$work/clean.txt" >"$work/kind.$kind.txt"
	done
	for kind in half drop hole cross; do
		python3 "$damage" "$kind" <"$work/some.txt" >"$work/some.$kind.txt"
		"$mkmodel" channel -c "$kind" -r 4 -n -o "$work/$kind.part" \
			"$work/some.txt,$work/some.$kind.txt"
		parts="$parts $work/$kind.part"
	done
	cat "$pages"/train/*_eng.ocr.txt "$pages"/train/*_fra.ocr.txt "$pages"/train/*_Latin.ocr.txt \
		"$pages"/seeds/*.ocr.txt >"$work/kind.eng.txt"
	cat "$pages"/train/*_vie*.ocr.txt "$pages"/train/*_Viet*.ocr.txt >"$work/kind.vie.txt"
	cut -f 1 dict/lexicon/foreign.tsv >"$work/foreign.txt"
	"$mkmodel" kinds -n 42000 -o "$work/kinds.part" eng="$work/kind.eng.txt:3" \
		vie="$work/clean.txt" vie="$work/kind.vie.txt:4" \
		vie="$pages/real_vie/train/lines.ocr.txt" bare="$work/kind.bare.txt" \
		half="$work/kind.half.txt" drop="$work/kind.drop.txt" hole="$work/kind.hole.txt" \
		torn="$work/kind.torn.txt" cross="$work/kind.cross.txt" other="$KINDS/other.txt" \
		other="$KINDS/words.txt" other="$work/foreign.txt:3" data="$KINDS/data.txt"
	parts="$parts $work/kinds.part"
fi
info=${INFO:-syllable 5-grams of 109 M tokens; word vectors; channels eng (also fra, Latin), vie, bare}
# The weights, those of the confidence too, are the defaults of src/model/weights.h: doc/model.md.
"$mkmodel" join -i "$info" -o "$out" \
	"$work/lm.part" "$work/eng.part" "$work/vie.part" "$work/bare.part" $parts
xz -9e -T1 -k -f "$out"
