#!/usr/bin/env bash
# What vnfix costs, in instructions: they are the same on every run, so a change shows where a clock
# would not tell it from noise. Run by `meson test --benchmark`; valgrind has to be installed.
# All texts come from corpus/. Fails where hostile text costs more than it may (HOSTILE_MOST).
#
#   tests/perf/count.sh build/src/cli/vnfix [NAME...]
#
# BESIDE=1: also what uconv and hunspell take for the same texts, where they are installed, in all.
# HEAP=1: also how many pieces of memory were asked for, and the most bytes held at once (without the
# model, which is mapped). doc/performance.md has the figures and what they mean.
set -eu

vnfix=$(realpath "$1")
shift
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export LC_ALL=C

# A byte of hostile text may cost as much as four of what an engine without Vietnamese read.
HOSTILE_MOST=4

command -v valgrind >/dev/null || { echo "skipped: valgrind is not installed"; exit 77; }
if "$vnfix" --version | grep -q '^model none'; then
	echo "skipped: no trained model"
	exit 77
fi

# Up to so many bytes, to the end of a line.
lines() {
	awk -v most="$1" '{ n += length($0) + 1 } n <= most'
}

# Words as they stand in the text "eng", one a line, in one of the shapes that cost most.
hostile() {
	tr -s ' ' '\n' <"$folder/eng" | grep -x '[A-Za-z]*' | awk -v shape="$1" '
	function letters(n,   s) {
		s = ""
		while (n-- > 0) {
			seed = (seed * 1103515245 + 12345) % 2147483648
			s = s sprintf("%c", 97 + int(seed / 65536) % 26)
		}
		return s
	}
	BEGIN { seed = 1 }
	shape == "long" { print $0 "\n" letters(40) }
	shape == "random" { print letters(5 + NR % 5) }
	shape == "glued" { glued = glued $0; if (NR % 7 == 0) { print glued; glued = "" } }
	shape == "case" {
		s = ""
		for (i = 1; i <= length($0); i++)
			s = s (i % 2 ? tolower(substr($0, i, 1)) : toupper(substr($0, i, 1)))
		print s
	}' | paste -s -d '           \n' | lines 4000
}

cd "$folder"
cat "$root"/corpus/ocr/*_eng.ocr.txt | lines 20000 >eng
cat "$root"/corpus/ocr/*_vie.ocr.txt | lines 40000 >vie
cat "$root"/corpus/texts/*.txt | lines 40000 >clean
# Without marks: decomposed, and the combining marks U+0300 to U+036F taken out.
"$vnfix" --only=normalise clean | python3 -c '
import sys, unicodedata
text = unicodedata.normalize("NFD", sys.stdin.buffer.read().decode())
text = "".join(c for c in text if not unicodedata.combining(c))
sys.stdout.buffer.write(text.translate({0x111: "d", 0x110: "D"}).encode())' >stripped
"$vnfix" --only=normalise clean >nfc
python3 -c '
import sys, unicodedata
sys.stdout.buffer.write(unicodedata.normalize("NFD", sys.stdin.buffer.read().decode()).encode())' \
	<nfc >nfd
for shape in long random glued case; do
	hostile "$shape" >"hostile-$shape"
done
: >start
# Paragraphs of all kinds by turns; one reading instead of two; few words a line; many documents.
paste -d '\n' eng clean stripped vie | lines 40000 >mixed
cp eng line
tr -s ' ' '\n' <vie | paste -s -d '  \n' >short
mkdir files.d
split -l 6 -a 3 vie files.d/
cat files.d/* >files
python3 - >hocr.hocr <<'EOF'
import html, sys
print('<!DOCTYPE html><html><head><meta name="ocr-system" content="x"/></head><body>')
print('<div class="ocr_page" title="bbox 0 0 2000 3000">')
for line in open("eng", encoding="utf-8", errors="replace"):
    words = "".join(
        f'<span class="ocrx_word" title="bbox 1 1 2 2; x_wconf 90">{html.escape(w)}</span> '
        for w in line.split())
    print(f'<span class="ocr_line" title="bbox 1 1 2 2">{words}</span>')
print("</div></body></html>")
EOF
cp eng hocr
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$root/tests/tools" python3 - >pdf.pdf <<'EOF'
import sys
from make_pdf import by_word, pages, stream, with_table
lines = [line for line in open("eng", encoding="utf-8", errors="replace").read().split("\n") if line.strip()]
parts = [by_word(lines[at:at + 15]) for at in range(0, len(lines), 15)]
objects = pages(parts[:1])
kids = [3]
for part in parts[1:]:
    kids.append(len(objects) + 1)
    objects += ["<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 600 400 ] /Contents %d 0 R /Resources << /Font "
                "<< /F 10 0 R >> /XObject << /Im 9 0 R >> >> >>" % (len(objects) + 2), stream(part)]
objects[1] = "<< /Type /Pages /Kids [ %s ] /Count %d >>" % (" ".join(f"{k} 0 R" for k in kids), len(kids))
sys.stdout.buffer.write(with_table(objects))
EOF
cp eng pdf

valgrind_of() {
	tool=$1
	shift
	valgrind --tool="$tool" "$@" 2>&1 >/dev/null
}

count() {
	valgrind_of cachegrind --cache-sim=no --cachegrind-out-file=/dev/null "$@" |
		awk '/I +refs/ { gsub(",", ""); print $NF }'
}

instructions() {
	count "$vnfix" --no-config -q -j1 "$@"
}

# A line on another program and vnfix: "beside NAME TEXT OTHER OWN", all of each run.
beside() {
	name=$1 text=$2
	shift 2
	# shellcheck disable=SC2046
	printf 'beside %-9s %-6s %13d %13d\n' "$name" "$text" "$(count "$@" "$text")" \
		"$(instructions $(arguments "$text"))"
}

# Pieces of memory asked for, bytes held at once.
heap() {
	valgrind_of dhat --dhat-out-file=/dev/null "$vnfix" --no-config -q -j1 "$@" |
		awk '{ gsub(",", "") } / Total: / { pieces = $(NF - 1) } / At t-gmax: / { print pieces, $4 }'
}

# What vnfix is given for the text of that name.
arguments() {
	case $1 in
	eng | hostile-*) echo "--assume=eng $1" ;;
	vie | short) echo "--assume=vie $1" ;;
	stripped) echo "--assume=bare $1" ;;
	line) echo "--assume=eng --line $1" ;;
	nfc | nfd) echo "--only=normalise $1" ;;
	hocr) echo "--assume=eng hocr.hocr" ;;
	pdf) echo "--assume=eng -o out.pdf pdf.pdf" ;;
	files) echo "--assume=vie -r --output-dir out files.d" ;;
	*) echo "$1" ;;
	esac
}

start=$(instructions start)
printf '%-16s %8s %12s %12s%s\n' text words instr/word instr/byte "${HEAP:+     pieces      held}"
printf '%-16s %8d %12d %12s\n' start 0 "$start" -
code=0
[ $# -gt 0 ] || set -- eng vie clean stripped mixed line short files hocr pdf nfc nfd \
	hostile-long hostile-random hostile-glued hostile-case
for text in "$@"; do
	rm -rf out out.pdf
	# The arguments hold no blanks of their own.
	# shellcheck disable=SC2046
	cost=$(($(instructions $(arguments "$text")) - start))
	case $text in
	nfc | nfd) cost=$((cost + start - $(instructions --only=normalise start))) ;; # no model
	esac
	bytes=$(wc -c <"$text")
	words=$(wc -w <"$text")
	printf '%-16s %8d %12d %12d' "$text" "$words" $((cost / words)) $((cost / bytes))
	if [ -n "${HEAP:-}" ]; then
		rm -rf out out.pdf
		# shellcheck disable=SC2046
		printf ' %10d %9d' $(heap $(arguments "$text"))
	fi
	echo
	[ "$text" = eng ] && real=$((cost / bytes))
	case $text in
	hostile-*)
		if [ -n "${real:-}" ] && [ $((cost / bytes)) -gt $((HOSTILE_MOST * real)) ]; then
			echo "$text: more than $HOSTILE_MOST times as much a byte as eng" >&2
			code=1
		fi
		;;
	esac
done
if [ -n "${BESIDE:-}" ]; then
	if command -v uconv >/dev/null; then
		beside uconv nfc uconv -f utf-8 -t utf-8 -x any-nfc
		beside uconv nfd uconv -f utf-8 -t utf-8 -x any-nfc
	fi
	if command -v hunspell >/dev/null && hunspell -d vi_VN -l </dev/null >/dev/null 2>&1; then
		beside hunspell start hunspell -d vi_VN -l
		beside hunspell clean hunspell -d vi_VN -l
	fi
fi
exit $code
