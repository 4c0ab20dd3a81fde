#!/usr/bin/env bats
# Documents with mark-up: their words are repaired where they stand, and nothing else.

# shellcheck disable=SC2154 # stderr is set by run
load helper

PAGES="$BATS_TEST_DIRNAME/../../corpus/hocr"
VERIFY="$BATS_TEST_DIRNAME/../tools/verify_words.py"

# A page of one line with the WORDS that are given.
page() {
	printf '<html><body><div class="ocr_page"><span class="ocr_line">'
	printf '<span class="ocrx_word">%b</span> ' "$@"
	printf '</span></div></body></html>\n'
}

@test "hOCR: the words of the page's plain text, every other byte as before" {
	need_model
	for name in 01-quyet-dinh-1_eng 01-quyet-dinh-1_vie 03-cong-van-1_eng 03-cong-van-1_vie; do
		"$VNFIX" "$PAGES/$name.hocr" >"$name.hocr"
		"$VNFIX" "$PAGES/$name.txt" >"$name.txt"
		changed=$("$VERIFY" "$PAGES/$name.hocr" "$name.hocr" "$name.txt")
		[ "$changed" -gt 0 ]
	done
}

@test "hOCR: a report's changes are bytes of the file, and undo is exact" {
	need_model
	cp "$PAGES"/*.hocr .
	mkdir old
	cp ./*.hocr old
	"$VNFIX" -q -i --report log ./*.hocr
	"$VERIFY_REPORT" --originals old log
	! cmp -s old/01-quyet-dinh-1_eng.hocr 01-quyet-dinh-1_eng.hocr
	"$VNFIX" -q --undo log
	for file in old/*; do
		cmp "$file" "${file#old/}"
	done
}

@test "hOCR: one changed word is one changed line of --diff" {
	page 'o\xcc\x82' 'b&amp;o\xcc\x82' >a.hocr
	modest --diff a.hocr
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = a.hocr:1 ]
	[ "${#lines[@]}" -eq 3 ]
	[ "$(sed 's/{+//g; s/+}//g; s/^+ //' <<<"${lines[2]}")" = "$(page 'ô' 'b&amp;ô')" ]
}

@test "hOCR: the same whatever the pieces and the number of threads" {
	need_model
	"$VNFIX" "$PAGES/03-cong-van-1_eng.hocr" >whole
	# shellcheck disable=SC2002 # a pipe is wanted
	cat "$PAGES/03-cong-van-1_eng.hocr" | dd obs=7 2>/dev/null | "$VNFIX" | cmp - whole
	cp "$PAGES"/*.hocr .
	"$VNFIX" -q -j 1 --output-dir one ./*.hocr
	"$VNFIX" -q -j 4 --output-dir four ./*.hocr
	diff -r one four
}

@test "hOCR: twice through changes nothing more than plain text does" {
	page 'o\xcc\x82' >a.hocr
	modest a.hocr
	printf '%s\n' "$output" >b.hocr
	modest b.hocr
	[ "$output" = "$(cat b.hocr)" ]
}

@test "hOCR: --format=tokens lists the words" {
	need_model
	"$VNFIX" --format=tokens "$PAGES/01-quyet-dinh-1_eng.hocr" | cut -f1 | grep -v '^$' >words
	"$VNFIX" "$PAGES/01-quyet-dinh-1_eng.txt" | tr -s ' \n\f' '\n' | grep -v '^$' | diff words -
}

@test "hOCR that is no well-formed XML is refused, and nothing is written" {
	page 'o\xcc\x82' >a.hocr
	sed 's|</div>||' a.hocr >b.hocr
	cp b.hocr c.hocr
	modest -i b.hocr
	[ "$status" -eq 3 ]
	[[ "$stderr" == *"b.hocr: is no well-formed XML; -f text takes it as plain text: line 1, column "* ]]
	cmp b.hocr c.hocr
	run --separate-stderr "$VNFIX" --only normalise b.hocr
	[ "$status" -eq 3 ]
	[ -z "$output" ]
}

@test "--input-format says what a document is" {
	page 'o\xcc\x82' >a
	modest -f hocr a
	[ "$output" = "$(page 'ô')" ]
	printf 'class="ocrx_word" o\xcc\x82\n' >b
	modest -f hocr b
	[ "$status" -eq 3 ]
	modest -f text a
	[ "$output" = "$(page 'ô')" ] # a letter is a letter, whatever stands around it
	modest -f docx a
	[ "$status" -eq 2 ]
	[[ "$stderr" == *docx* ]]
}

@test "--list-formats lists them" {
	run --separate-stderr "$VNFIX" --list-formats
	[ "$status" -eq 0 ]
	[[ "$output" == "text "* ]]
	[[ "$output" == *$'\nhocr '* ]]
}

@test "hOCR: --candidates shows words in their line, not the mark-up" {
	page 'm&lt;o\xcc\x82t' 'm&lt;o\xcc\x82t' >a.hocr
	modest --candidates a.hocr
	[[ "$output" == *$'"m<[o\xcc\x82t] m<o\xcc\x82t"'* ]]
}

# Makes a list of decisions of the report LOG: the text INSTEAD for each change.
decide() { # LOG INSTEAD
	python3 - "$@" >list <<-'END'
	import json, sys
	for line in open(sys.argv[1]):
	    record = json.loads(line)
	    if record["type"] == "change":
	        record.update(verdict="instead", instead=sys.argv[2])
	    if record["type"] == "end":
	        record["decided"] = record["changes"]
	    if record["type"] != "saved":
	        print(json.dumps(record))
	END
}

@test "hOCR: a text given instead is written as the document writes it" {
	page 'b&amp;o\xcc\x82' >a.hocr
	modest -i --report log a.hocr
	grep -q '"format":"hocr"' log
	decide log '<x&y>'
	"$VNFIX" --apply list
	[ "$(cat a.hocr)" = "$(page 'b&amp;&lt;x&amp;y&gt;')" ]
}

@test "hOCR: no text is put instead of one that mark-up stands in" {
	page 'o<b>\xcc\x82</b>' >a.hocr
	modest -i --report log a.hocr
	cp a.hocr done.hocr
	grep -q '"inner":true' log
	grep -q '"read":' log
	decide log x
	run --separate-stderr "$VNFIX" --apply list
	[ "$status" -eq 3 ]
	[[ "$stderr" == *mark-up* ]]
	cmp a.hocr done.hocr
	page 'o<b>\xcc\x82</b>' >b.hocr
	"$VNFIX" --undo log
	cmp a.hocr b.hocr
}
