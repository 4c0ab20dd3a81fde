#!/usr/bin/env bats
# PDF: the invisible text that OCR laid over pages is repaired, and all bytes of the file stay.

# shellcheck disable=SC2154 # stderr is set by run
load helper

MAKE="$BATS_TEST_DIRNAME/../tools/make_pdf.py"

# Layers of Unicode letters, and those of Latin fonts.
WIDE="tesseract tj crlf xrefstream streams raw form formofpage formofpagesubset subset subsetstream
	inherited indirect pages both loop under underclip underturned underform"
LATIN="latin latintj latinquote latindouble standard underlatin"

table() {
	printf 'Hanh\tHạnh\nCONG\tCỘNG\nDoc lap\tĐộclập\nLuật\tLu ật\n' >table.tsv
}

# Runs the tool with the table as all it does.
by_table() {
	"$VNFIX" --only user,replace --rules table.tsv "$@"
}

# Skips the rest of a check where a tool is not installed.
with() {
	command -v "$1" >/dev/null || return 0
	"$@"
}

# Fails unless NEW begins with all of OLD, and goes on.
grew() {
	[ "$(stat -c %s "$2")" -gt "$(stat -c %s "$1")" ]
	head -c "$(stat -c %s "$1")" "$2" | cmp - "$1"
}

# Fails unless the text of FILE, blanks and lines aside, is TEXT to another reader.
says() {
	command -v pdftotext >/dev/null || return 0
	[ "$(pdftotext "$1" - | tr -d '\n\f ')" = "$2" ]
}

# What another reader finds in FILE.
says_now() {
	command -v pdftotext >/dev/null || return 0
	pdftotext "$1" - | tr -d '\n\f '
}

@test "layers of all kinds of producers: words are put in, the old file is the begin of the new one" {
	table
	for kind in $WIDE; do
		"$MAKE" "$kind" "$kind.pdf"
		by_table "$kind.pdf" -o "new-$kind.pdf"
		grew "$kind.pdf" "new-$kind.pdf"
		with qpdf --check "new-$kind.pdf" >/dev/null
		[ "$kind" = both ] ||
			says "new-$kind.pdf" 'CỘNGHOÀXÃHỘICHỦNGHĨAVIỆTNAMĐộclập-Tựdo-HạnhphúcCăncứLuậttổchứcHộiđồngnhândân'
	done
	for kind in $LATIN; do
		"$MAKE" "$kind" "$kind.pdf"
		by_table "$kind.pdf" -o "new-$kind.pdf"
		grew "$kind.pdf" "new-$kind.pdf"
		with qpdf --check "new-$kind.pdf" >/dev/null
		says "new-$kind.pdf" 'CỘNGHOAXAHOICHUNGHIAVIETNAMĐộclập-Tudo-Hạnhphuc'
	done
}

@test "words keep their place and width" {
	command -v pdftotext >/dev/null || skip "no pdftotext"
	printf 'Hanh\tHạnhh\nCONG\tCỘNGG\n' >table.tsv
	for kind in tesseract subset latin latintj latindouble; do
		"$MAKE" "$kind" a.pdf
		by_table a.pdf -o b.pdf --existing overwrite
		for file in a b; do
			pdftotext -bbox $file.pdf - |
				sed -nE 's/.*xMin="([0-9.]*)" .*xMax="([0-9.]*)".*/\1 \2/p' >$file.boxes
		done
		[ "$(wc -l <a.boxes)" -gt 8 ]
		paste -d ' ' a.boxes b.boxes | awk '{
			for (i = 1; i <= 2; i++)
				if (($i - $(i + 2)) ^ 2 > 0.01) {
					print
					exit 1
				}
		}'
	done
}

@test "one word that became two, and two that became one" {
	for kind in tesseract xrefstream latin; do
		"$MAKE" "$kind" a.pdf
		printf 'HOÀ XÃ\tHOÀXÃ\nHOA XA\tHOAXA\nphúc\tph úc\nphuc\tph uc\n' >table.tsv
		by_table a.pdf -o b.pdf --existing overwrite
		grew a.pdf b.pdf
		with qpdf --check b.pdf >/dev/null
		says b.pdf "$(says_now a.pdf)"
		by_table b.pdf -o c.pdf --existing overwrite
		cmp b.pdf c.pdf
	done
}

@test "pictures are as they were" {
	command -v pdfimages >/dev/null || skip "no pdfimages"
	table
	for kind in tesseract subsetstream formofpage latin; do
		"$MAKE" "$kind" a.pdf
		by_table a.pdf -o b.pdf --existing overwrite
		pdfimages -all a.pdf a
		pdfimages -all b.pdf b
		cmp a-000.png b-000.png
		[ ! -e b-001.png ]
		rm ./?-000.png
	done
}

@test "-i with a report, and undo cuts off what was put behind" {
	table
	for kind in $WIDE $LATIN; do
		"$MAKE" "$kind" "$kind.pdf"
	done
	mkdir old
	cp ./*.pdf old
	by_table -q -i --report log ./*.pdf
	for file in old/*; do
		grew "$file" "${file#old/}"
	done
	[ "$(grep -c '"format":"pdf"' log)" -eq "$(find old -type f | wc -l)" ]
	"$VNFIX" -q --undo log
	for file in old/*; do
		cmp "$file" "${file#old/}"
	done
}

@test "a second run finds what the first one wrote, and nothing to do" {
	table
	for kind in subset latin; do
		"$MAKE" "$kind" a.pdf
		by_table a.pdf -o b.pdf --existing overwrite
		by_table b.pdf -o c.pdf --existing overwrite
		cmp b.pdf c.pdf
	done
	printf 'CỘNG\tCÔNGG\n' >table.tsv
	by_table b.pdf -o d.pdf
	grew b.pdf d.pdf
	with qpdf --check d.pdf >/dev/null
}

@test "folders of many kinds of files, --diff, --dry-run, --format=mark" {
	table
	mkdir t
	"$MAKE" tesseract t/a.pdf
	"$MAKE" visible t/v.pdf
	printf 'Hanh phúc\n' >t/b.txt
	run --separate-stderr by_table -r t --output-dir out
	[ "$status" -eq 0 ]
	[[ "$stderr" == *"v.pdf: skipped: a PDF file without an invisible text layer; pdftotext"* ]]
	grew t/a.pdf out/a.pdf || grew t/a.pdf out/t/a.pdf
	run by_table --diff t/a.pdf
	[[ "$output" == *'[-CONG-] HOÀ'* ]]
	run by_table --dry-run t/a.pdf
	[[ "$output" == *'changes 3'* ]]
	run by_table -f pdf --suggest-only t/a.pdf -o same.pdf
	cmp t/a.pdf same.pdf
	run --separate-stderr by_table t/a.pdf t/b.txt -o all
	[ "$status" -eq 3 ]
	[[ "$stderr" == *"t/a.pdf: is a PDF file; it needs an output of its own"* ]]
	[ "$(cat all)" = 'Hạnh phúc' ]
	run --separate-stderr by_table -f pdf t/b.txt -o x.pdf
	[ "$status" -eq 3 ]
	[[ "$stderr" == *"t/b.txt: is no PDF"* ]]
	by_table t/a.pdf --html page.html -o shown.pdf
	grep -q 'CỘNG' page.html
}

# Fails unless the file of KIND is refused with exit code CODE and a message with TEXT.
refused() {
	"$MAKE" "$1" "$1.pdf"
	run --separate-stderr patiently "$VNFIX" --only normalise "$1.pdf" -o out.pdf
	[ "$status" -eq "$2" ]
	[[ "$stderr" == *"$3"* ]]
	# As text its streams would be changed.
	[[ "$stderr" != *--text* ]]
	[ ! -e out.pdf ]
}

@test "words in a standard font whose widths nobody tells stand on one line" {
	"$MAKE" helvetica a.pdf
	"$VNFIX" --only normalise --dry-run --html page.html a.pdf >/dev/null
	grep -q '"rows":1,' page.html
	grep -q '"quan ly, till fiji"' page.html
}

@test "what is signed, and forms, are changed if that is asked, and come back as they were" {
	table
	for kind in signed form-fields xfa; do
		"$MAKE" "$kind" a.pdf
		cp a.pdf old.pdf
		by_table -q --signed -i --report log a.pdf
		grew old.pdf a.pdf
		says a.pdf 'CỘNGHOÀXÃHỘICHỦNGHĨAVIỆTNAMĐộclập-Tựdo-HạnhphúcCăncứLuậttổchứcHộiđồngnhândân'
		# The form is where it was, and what the signature is of as well.
		with qpdf --check a.pdf >/dev/null
		"$VNFIX" -q --undo log
		cmp a.pdf old.pdf
		by_table --signed --suggest-only --html page.html --force a.pdf >/dev/null
		rm log page.html
	done
	if command -v qpdf >/dev/null; then
		qpdf --encrypt '' owner 256 -- old.pdf e.pdf
		run --separate-stderr by_table --signed e.pdf -o out.pdf
		[ "$status" -eq 3 ]
		[[ "$stderr" == *"an encrypted PDF file"* ]]
	fi
}

@test "what is left alone, and why" {
	# A picture over a part of the page, or through which the text is seen.
	for kind in undersmall undersmallclip underround underthin underlayer undermask; do
		refused $kind 3 'a PDF file without an invisible text layer; pdftotext'
	done
	refused visible 3 'a PDF file without an invisible text layer; pdftotext'
	refused picture 3 'a PDF file without text; OCR'
	refused signed 3 'a signed PDF file; a change would break the signature'
	refused form-fields 3 'a PDF file with a form'
	refused xfa 3 'a PDF file with a form'
	if command -v qpdf >/dev/null; then
		"$MAKE" tesseract a.pdf
		for password in '' secret; do
			qpdf --encrypt "$password" owner 256 -- a.pdf e.pdf
			run --separate-stderr "$VNFIX" --only normalise e.pdf -o out.pdf
			[ "$status" -eq 3 ]
			[[ "$stderr" == *"an encrypted PDF file; qpdf --decrypt"* ]]
		done
	fi
}

@test "broken files: a word on it, in bounded time and memory, and nothing is written" {
	need_plain_build
	ulimit -v 2000000
	for kind in pageloop truncated badlength badflate prevloop nested; do
		refused "$kind" 3 'is a damaged PDF'
	done
	refused deep 5 'too much within each other'
	refused bomb 5 'more than 64 MiB'
	for kind in objectbomb objectbombescaped tablebomb; do
		refused "$kind" 5 'objects unpack to more than 64 MiB'
	done
	refused objectbombtwice 5 'objects are packed in an unusual way'
	"$MAKE" xrefstream a.pdf
	size=$(stat -c %s a.pdf)
	for part in 2 5 7; do
		head -c $((size * part / 8)) a.pdf >b.pdf
		run --separate-stderr patiently "$VNFIX" --only normalise b.pdf -o out.pdf
		[ "$status" -eq 3 ]
		[ ! -e out.pdf ]
	done
}

@test "real layers of Tesseract and OCRmyPDF" {
	need_model
	need_plain_build
	command -v tesseract >/dev/null || skip "no tesseract"
	command -v pango-view >/dev/null || skip "no pango-view, to make a page"
	tesseract --list-langs | grep -qx vie || skip "no Vietnamese for tesseract"
	printf 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n' >page.txt
	pango-view -q --font='Sans 12' --dpi=150 --margin=60 -o page.png page.txt
	tesseract page.png lat -l eng pdf 2>/dev/null
	"$VNFIX" lat.pdf -o new.pdf
	grew lat.pdf new.pdf
	with qpdf --check new.pdf >/dev/null
	if command -v pdftotext >/dev/null; then
		pdftotext new.pdf - | grep -q 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'
	fi
	command -v ocrmypdf >/dev/null || return 0
	for renderer in sandwich hocr; do
		ocrmypdf -q -l eng --image-dpi 150 --pdf-renderer $renderer page.png o.pdf 2>/dev/null || return 0
		"$VNFIX" o.pdf -o "o-$renderer.pdf"
		grew o.pdf "o-$renderer.pdf"
		with qpdf --check "o-$renderer.pdf" >/dev/null
	done
}

# Makes a list of decisions of the report LOG: those of ARGUMENTS in turn, yes, no or a text.
decisions() { # LOG DECISION...
	python3 - "$@" >list <<-'END'
		import json, sys
		number = 1
		for line in open(sys.argv[1]):
		    record = json.loads(line)
		    if record.get("type") == "change":
		        number += 1
		        said = sys.argv[number]
		        record["verdict"] = said if said in ("yes", "no") else "instead"
		        if record["verdict"] == "instead":
		            record["instead"] = said
		    print(json.dumps(record))
	END
}

@test "--apply: decisions about a PDF, once, and undone" {
	table
	for kind in tesseract latin xrefstream; do
		"$MAKE" $kind a.pdf
		cp a.pdf old
		rm -f log again list
		by_table -q -i --report log a.pdf
		cp a.pdf changed
		decisions log no 'Độc lạp' Hành
		"$VNFIX" -q --apply list --report again
		grew changed a.pdf
		with qpdf --check a.pdf >/dev/null
		! command -v pdftotext >/dev/null ||
			[[ "$(pdftotext a.pdf - | tr -s '\n ' ' ')" == CONG\ *"Độc lạp "*" Hành "* ]]
		cp a.pdf applied
		"$VNFIX" -q --apply list
		cmp a.pdf applied
		"$VNFIX" -q --undo again
		cmp a.pdf changed
		"$VNFIX" -q --undo log
		cmp a.pdf old
	done
}

@test "--apply: what was only suggested" {
	table
	"$MAKE" tesseract a.pdf
	cp a.pdf old
	by_table -q --dry-run --report log a.pdf
	decisions log yes no yes
	"$VNFIX" -q --apply list
	grew old a.pdf
	says a.pdf 'CỘNGHOÀXÃHỘICHỦNGHĨAVIỆTNAMĐộclập-Tựdo-HanhphúcCăncứLuậttổchứcHộiđồngnhândân'
	printf 'x' | dd of=a.pdf bs=1 seek=12 conv=notrunc 2>/dev/null
	run --separate-stderr "$VNFIX" --apply list
	[ "$status" -eq 3 ]
	[[ "$stderr" == *"was changed since it was reviewed; left as it is"* ]]
}

# tool FOLDER: the tool as a build has it, by itself.
tool() {
	mkdir -p "$1/src/cli"
	cp "$VNFIX" "$1/src/cli/vnfix"
	VNFIX=$PWD/$1/src/cli/vnfix
}

@test "the module for PDF: found beside the tool, missed only by a PDF, of its own version" {
	[ -f "$VNFIX_BUILD/src/pdf.so" ] || skip "a build with libqpdf linked"
	table
	"$MAKE" tesseract a.pdf
	echo 'Hanh' >a.txt
	tool t
	cp "$VNFIX_BUILD/src/pdf.so" t/src
	by_table a.pdf -o new.pdf
	grew a.pdf new.pdf
	by_table --no-sandbox <a.pdf | cmp - new.pdf
	echo 'no object file' >t/src/pdf.so
	run --separate-stderr by_table a.pdf -o other.pdf
	[ "$status" -eq 3 ]
	[[ "$stderr" == *"a.pdf: is a PDF, and the module for it cannot be opened: "*pdf.so* ]]
	[ ! -e other.pdf ]
	[ "$(by_table a.txt)" = Hạnh ]
	# Another one of as many bytes.
	local version
	version=$("$VNFIX" --version | sed -n '1s/vnfix //p')
	sed "s/$version/${version//[0-9]/9}/" "$VNFIX_BUILD/src/pdf.so" >t/src/pdf.so
	run --separate-stderr by_table a.pdf -o other.pdf
	[ "$status" -eq 3 ]
	[[ "$stderr" == *"the module for it is of vnfix ${version//[0-9]/9}, not $version"* ]]
}
