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
	[[ "$stderr" == *"b.hocr: is no well-formed XML; --recover reads on, -f text takes it as plain text: line 1, column "* ]]
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
	modest -f xlsx a
	[ "$status" -eq 2 ]
	[[ "$stderr" == *xlsx* ]]
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

# Formats of words with places, made of a page of hOCR, and Tesseract's own.
AS_FORMAT="$BATS_TEST_DIRNAME/../tools/as_format.py"
FORMATS='alto2 alto3 alto4 altox page2013 page2019 page2024 page-lines page-regions bbox bbox-layout'

@test "ALTO, PAGE, TSV, bbox: words of the plain text, every other byte as before, undo exact" {
	need_model
	mkdir old
	for name in 01-quyet-dinh-1_vie 03-cong-van-1_eng 03-cong-van-1_vie; do
		cp "$PAGES/$name.xml" "$PAGES/$name.tsv" old
		for form in $FORMATS; do
			"$AS_FORMAT" "$form" "$PAGES/$name.hocr" >"old/$name.$form.xml"
			"$AS_FORMAT" text "$PAGES/$name.hocr" | "$VNFIX" >"$name.$form.plain"
		done
		"$AS_FORMAT" lines "$PAGES/$name.hocr" | "$VNFIX" >"$name.bbox.plain"
		"$VNFIX" "$PAGES/$name.txt" >"$name.plain"
	done
	cp old/* .
	"$VNFIX" -q -i --report log ./*.xml ./*.tsv
	"$VERIFY_REPORT" --originals old log
	for file in *.xml *.tsv; do
		"$VERIFY" "old/$file" "$file" "${file%.*}.plain"
	done
	"$VNFIX" -q --undo log
	for file in old/*; do
		cmp "$file" "${file#old/}"
	done
}

@test "each format is found out by its content" {
	for form in alto2:alto altox:alto page2019:page bbox:bbox bbox-layout:bbox; do
		"$AS_FORMAT" "${form%:*}" "$PAGES/01-quyet-dinh-1_vie.hocr" >a
		"$VNFIX" -q --only normalise --report "$form" a >/dev/null
		grep -q "\"format\":\"${form#*:}\"" "$form"
	done
	"$VNFIX" -q --only normalise --report tsv "$PAGES/01-quyet-dinh-1_vie.tsv" >/dev/null
	grep -q '"format":"tesseract-tsv"' tsv
}

# Replaces BEFORE by AFTER, as --rules do, in the file A.
replaced() { # BEFORE AFTER
	printf '%b\t%b\n' "$1" "$2" >rules.tsv
	"$VNFIX" --only user,replace --rules rules.tsv a
}

@test "hOCR: two words become one and one becomes two, with their boxes" {
	local word="<span class='ocrx_word' id='w%d' title='bbox %d 10 %d 20; x_wconf 9'>%s</span>"
	{
		printf "<html><body><div class='ocr_page'><span class='ocr_line'>"
		# shellcheck disable=SC2059
		printf "$word $word $word" 1 0 30 Ng 2 40 60 hi 3 70 130 abcde
		printf '</span></div></body></html>'
	} >a
	replaced 'Ng hi' 'Nghi' >b
	grep -q "<span class='ocrx_word' id='w1' title='bbox 0 10 60 20; x_wconf 9'>Nghi</span> <span class='ocrx_word' id='w3'" b
	replaced 'abcde' 'ab cde' >b
	grep -q "id='w3' title='bbox 70 10 90 20; x_wconf 9'>ab</span> <span class='ocrx_word' title='bbox 100 10 130 20; x_wconf 9'>cde</span></span>" b
	replaced 'abcde' 'vwxyz' >b
	grep -q "title='bbox 70 10 130 20; x_wconf 9'>vwxyz</span></span>" b
}

@test "ALTO: two words become one and one becomes two, with boxes, SP and ID" {
	cat >a <<-'END'
		<a:alto xmlns:a="http://www.loc.gov/standards/alto/ns-v3#"><a:Layout><a:Page><a:TextLine>
		<a:String ID="s1" CONTENT="Ng" HPOS="0" VPOS="9" WIDTH="20" HEIGHT="9"/><a:SP WIDTH="5"/>
		<a:String ID="s2" CONTENT="hi" HPOS="25" VPOS="8" WIDTH="10" HEIGHT="9"/>
		</a:TextLine></a:Page></a:Layout></a:alto>
	END
	replaced 'Ng hi' 'Nghi' >b
	[ "$(grep -c String b)" -eq 1 ]
	grep -q '<a:String ID="s1" CONTENT="Nghi" HPOS="0" VPOS="8" WIDTH="35" HEIGHT="10"/>$' b
	replaced 'hi' 'h i' >b
	grep -qF 'CONTENT="h" HPOS="25" VPOS="8" WIDTH="3" HEIGHT="9"/><a:SP/><a:String CONTENT="i" HPOS="32"' b
}

@test "PAGE: two words become one, all levels with them" {
	cat >a <<-'END'
		<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"><Page><TextRegion id="r"><TextLine id="l">
		<Word id="w1"><Coords points="0,0 10,0 10,9 0,9"/><Glyph id="g1"><TextEquiv><Unicode>N</Unicode></TextEquiv></Glyph><Glyph id="g2"><TextEquiv><Unicode>g</Unicode></TextEquiv></Glyph><TextEquiv><Unicode>Ng</Unicode></TextEquiv></Word>
		<Word id="w2"><Coords points="12,1 20,1 20,9 12,9"/><TextEquiv><Unicode>hi</Unicode></TextEquiv></Word>
		<TextEquiv><Unicode>Ng hi</Unicode></TextEquiv></TextLine>
		<TextEquiv><Unicode>Ng
		hi</Unicode></TextEquiv></TextRegion></Page></PcGts>
	END
	replaced 'Ng hi' 'Nghi' >b
	grep -qF '<Word id="w1"><Coords points="0,0 20,0 20,9 0,9"/><TextEquiv><Unicode>Nghi</Unicode></TextEquiv></Word>' b
	[ "$(grep -c '<Word' b)" -eq 1 ]
	[ "$(grep -c '<Unicode>Nghi</Unicode>' b)" -eq 3 ]
	replaced 'hi' 'h i' >b
	grep -qF '<Word id="w2"><Coords points="12,1 14,1 14,9 12,9"/>' b
	grep -qF '<Word id="w2.2"><Coords points="17,1 20,1 20,9 17,9"/>' b
	grep -qF '<Unicode>Ng h i</Unicode>' b
}

@test "TSV: two words become one row" {
	printf 'level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\r\n' >a
	printf '5\t1\t1\t1\t1\t%d\t%d\t0\t10\t9\t90\t%s\r\n' 1 0 Ng 2 12 hi >>a
	replaced 'Ng hi' 'Nghi' >b
	[ "$(tail -n +2 b)" = "$(printf '5\t1\t1\t1\t1\t1\t0\t0\t22\t9\t90\tNghi\r')" ]
}

@test "ALTO: a word that goes on in the next line changes with the whole of it" {
	cat >a <<-'END'
		<alto><TextLine><String CONTENT="qu&#xE0;" /><SP/><String SUBS_TYPE="HypPart1" SUBS_CONTENT="thoia" CONTENT="tho-"/><HYP CONTENT="-"/></TextLine>
		<TextLine><String CONTENT="ia" SUBS_CONTENT="thoia" SUBS_TYPE="HypPart2"/></TextLine></alto>
	END
	replaced 'thoia' 'xyzuv' >b
	grep -qF 'SUBS_CONTENT="xyzuv" CONTENT="xyz-"/><HYP CONTENT="-"/>' b
	grep -qF '<String CONTENT="uv" SUBS_CONTENT="xyzuv"' b
	# Halves that are not those of the whole are words of their own.
	sed -i 's/CONTENT="ia"/CONTENT="oa"/' a
	replaced 'oa' 'ob' >b
	grep -qF '<String CONTENT="ob" SUBS_CONTENT="thoia"' b
}

@test "PAGE: the lowest index is the text, and what was read stays as the next one" {
	cat >a <<-'END'
		<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"><Page><TextRegion><TextLine>
		<TextEquiv index="2" conf="0.1"><Unicode>zu</Unicode></TextEquiv><TextEquiv conf="0.5" index="1"><Unicode>mo tu</Unicode></TextEquiv>
		</TextLine></TextRegion></Page></PcGts>
	END
	replaced 'tu' 'xy' >b
	[ "$(sed -n 2p b)" = '<TextEquiv index="3" conf="0.1"><Unicode>zu</Unicode></TextEquiv><TextEquiv index="1"><Unicode>mo xy</Unicode></TextEquiv><TextEquiv conf="0.5" index="2"><Unicode>mo tu</Unicode></TextEquiv>' ]
	# A schema without indexes has one reading.
	sed 's/2019-07/2013-07/' -i a
	replaced 'tu' 'xy' >b
	[ "$(sed -n 2p b | grep -o 'mo ..')" = 'mo xy' ]
}

@test "PAGE: levels that say something else are left alone" {
	cat >a <<-'END'
		<PcGts><Page><TextRegion><TextLine><Word><TextEquiv><Unicode>abc</Unicode></TextEquiv></Word>
		<TextEquiv><Unicode>abd</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>
	END
	replaced 'abc' 'xyz' >b
	grep -q '<Unicode>xyz</Unicode>' b
	[ "$(sed 's/xyz/abc/' b)" = "$(cat a)" ]
}

@test "XML in latin-1 and in CDATA, with a prefix or without a namespace" {
	printf '<?xml version="1.0" encoding="ISO-8859-1"?><alto><String CONTENT="t\xf4\x69 &#x1A1;"/></alto>' >a
	replaced 't\xc3\xb4i' 'h\xe1\xbb\x8d c\xc3\xb3' >b
	holds b '<?xml version="1.0" encoding="ISO-8859-1"?><alto><String CONTENT="h&#x1ECD; c\xf3 &#x1A1;"/></alto>'
	printf '<pc:PcGts><pc:Page><pc:TextRegion><pc:TextEquiv><pc:Unicode><![CDATA[a<b]]> c</pc:Unicode></pc:TextEquiv></pc:TextRegion></pc:Page></pc:PcGts>' >a
	replaced 'a<b' 'a<&c' >b
	grep -qF '<![CDATA[a<&c]]> c' b
}

@test "XML in UTF-16 stays that, and is what it would be in UTF-8; undo is exact" {
	decl='1s/^/<?xml version="1.0" encoding="UTF-16"?>/'
	for form in hocr alto4 altox page2019 bbox; do
		if [ "$form" = hocr ]; then
			cat "$PAGES/03-cong-van-1_eng.hocr"
		else
			"$AS_FORMAT" "$form" "$PAGES/03-cong-van-1_eng.hocr"
		fi | sed 's/<?xml[^>]*?>//' | sed "$decl" | perl -CSD -MUnicode::Normalize -pe '$_ = NFD($_)' >narrow
		"$VNFIX" -q --only normalise narrow >right
		! cmp -s narrow right
		for name in utf-16le utf-16be; do
			{ printf '\xef\xbb\xbf'; cat narrow; } | iconv -f utf-8 -t $name >a
			cp a b
			"$VNFIX" -q --only normalise --report log.$name.$form -i b
			iconv -f $name -t utf-8 b | tail -c +4 | cmp - right
			"$VNFIX" -q --undo log.$name.$form
			cmp a b
			iconv -f utf-8 -t $name narrow | "$VNFIX" -q --only normalise | iconv -f $name -t utf-8 | cmp - right
		done
	done
	grep -q '"line":[0-9]*[1-9][0-9]' log.utf-16le.hocr
	"$VNFIX" -q --only normalise -f bbox a >c
	iconv -f utf-16be -t utf-8 c | tail -c +4 | cmp - right
	# Half a character is no character; XML that is none of a format is left alone.
	printf '\xff\xfe<\0a\0l\0t\0o\0>\0x' >half
	modest -f alto half
	[ "$status" -eq 3 ]
	[[ "$stderr" == *"half a character at byte 14"* ]]
	printf '<?xml version="1.0" encoding="UTF-16"?><x>y</x>' | iconv -f utf-8 -t utf-16 >other
	modest other
	[ "$status" -eq 3 ]
	[[ "$stderr" == *"is XML in UTF-16 of no known format"* ]]
}

@test "hOCR: words that become one lose what tells of other readings of their letters" {
	local others="<span class='ocrx_cinfo' id='lstm_choices_%d'><span class='ocrx_cinfo' id='choice_%d' title='x_confs 1'>o</span></span>"
	{
		printf "<html><body><div class='ocr_page'><span class='ocr_line'>"
		# shellcheck disable=SC2059
		printf "<span class='ocrx_word' title='bbox %d 10 %d 20'>%s$others</span> " 1 30 Ng 1 1 40 60 hi 2 2
		printf '</span></div></body></html>'
	} >a
	replaced 'Ng hi' 'Nghi' >b
	grep -q "bbox 1 10 60 20'>Nghi</span>" b
	! grep -q lstm_choices_2 b
}

@test "UTF-16: two words become one and one becomes two, with their boxes" {
	local word="<span class='ocrx_word' id='w%d' title='bbox %d 10 %d 20'>%s</span> "
	{
		printf "<html><body><div class='ocr_page'><span class='ocr_line'>"
		# shellcheck disable=SC2059
		printf "$word" 1 0 30 Ng 2 40 60 hi 3 70 130 abcde
		printf '</span></div></body></html>'
	} >a
	replaced 'Ng hi' 'Nghi' >one
	replaced 'abcde' 'ab cde' >two
	grep -q "bbox 0 10 60 20'>Nghi<" one
	grep -q '>ab<.*>cde<' two
	iconv -f utf-8 -t utf-16 a >wide
	mv wide a
	replaced 'Ng hi' 'Nghi' | iconv -f utf-16 -t utf-8 | cmp - one
	replaced 'abcde' 'ab cde' | iconv -f utf-16 -t utf-8 | cmp - two
}

@test "PAGE: regions that the file has in another order are shown and reviewed as they are read" {
	region='<TextRegion id="%s"><Coords points="0,%s 90,%s"/><TextLine><TextEquiv><Unicode>%b</Unicode></TextEquiv></TextLine></TextRegion>'
	# shellcheck disable=SC2059 # the region is a format
	printf "<PcGts><Metadata></Metadata><Page>$region$region</Page></PcGts>" b 50 60 'hai mo\xcc\xa3\xcc\x82t' a 10 20 'na\xcc\x86m no\xcc\x82m' >a
	modest -i --report log --html page.html a
	python3 - <<-'END'
	import json, re
	islands = re.findall(r'application/json" class="(\w+)">(.*?)</script>', open("page.html").read(), re.S)
	parts = {name: json.loads(text) for name, text in islands}
	changes, rows = parts["changes"], parts["text"]
	said = ["".join(changes[p][6] if isinstance(p, int) else p for p in row[1:]) for row in rows]
	assert [line for line in said if line] == ["năm nôm", "hai một"], said
	assert [c[1] for c in changes] == sorted(c[1] for c in changes)
	END
	grep -q 'hai một' a
	"$VNFIX" -q --undo log
	grep -q 'na\?'$'\xcc\x86''m' a
	modest --diff a
	[[ "${lines[2]}" == "+ <PcGts>"*"</PcGts>" ]]
}

@test "what else producers write: other namespaces, no paragraphs, a line in a word, strong letters, tables, CR LF" {
	printf '<html><div class="ocr_page"><span class="ocr_line"><span class="ocrx_word">ho\xcc\x82m <strong>no\xcc\x82</strong>m</span></span></div></html>' >a
	[ "$("$VNFIX" --only normalise --no-provenance a)" = "$(printf '<html><div class="ocr_page"><span class="ocr_line"><span class="ocrx_word">h\xc3\xb4m <strong>n\xc3\xb4</strong>m</span></span></div></html>')" ]
	for root in '<alto>' '<alto xmlns="http://schema.ccs-gmbh.com/ALTO">' \
		'<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#" xmlns:s="x" s:schemaLocation="x http://www.loc.gov/alto/v3/alto.xsd">'; do
		printf '%s\r\n<String CONTENT="o\xcc\x82"/>\r\n</alto>\r\n' "$root" >a
		printf '%s\r\n<String CONTENT="\xc3\xb4"/>\r\n</alto>\r\n' "$root" >want
		"$VNFIX" --only normalise --no-provenance a | cmp - want
	done
	cell='<TextRegion><TextLine><TextEquiv><Unicode>%b</Unicode></TextEquiv></TextLine></TextRegion>'
	# shellcheck disable=SC2059 # the cells are formats
	printf "<PcGts><Page><TableRegion>$cell$cell</TableRegion></Page></PcGts>" 'o\xcc\x82' 'a' >a
	# shellcheck disable=SC2059
	printf "<PcGts><Page><TableRegion>$cell$cell</TableRegion></Page></PcGts>" '\xc3\xb4' 'a' >want
	"$VNFIX" --only normalise --no-provenance a | cmp - want
}

@test "the work is noted once in the file, or not" {
	"$AS_FORMAT" alto4 "$PAGES/01-quyet-dinh-1_vie.hocr" | sed 's/ CONTENT="/ CONTENT="o\&#x302;/' >a
	"$VNFIX" --only normalise a >b
	[ "$(grep -o 'Processing ID="vnfix-1"' b | wc -l)" -eq 1 ]
	"$VNFIX" --only normalise b | cmp b
	"$VNFIX" --only normalise --no-provenance a >c
	! grep -q vnfix c
	sed 's/<Processing ID="vnfix.*<\/Processing><\/Desc/<\/Desc/' b | cmp c
}

@test "output is valid where the input was" {
	command -v xmllint >/dev/null || skip "no xmllint"
	[ -d "${VNFIX_SCHEMAS-}" ] || skip "VNFIX_SCHEMAS names no folder with the schemas"
	need_model
	for form in alto2:alto-2-0 alto3:alto-3-1 altox:alto-3-1 alto4:alto-4-4 page2013:page-2013-07-15 \
		page2019:page-2019-07-15 page2024:page-2024-07-15; do
		"$AS_FORMAT" "${form%:*}" "$PAGES/03-cong-van-1_eng.hocr" >a.xml
		"$VNFIX" a.xml >b.xml
		for file in a.xml b.xml; do
			xmllint --nonet --noout --schema "$VNFIX_SCHEMAS/${form#*:}.xsd" "$file"
		done
	done
}

@test "bombs, entities from elsewhere, torn and deep XML are refused, and nothing is written" {
	{
		printf '<!DOCTYPE alto [<!ENTITY a "aaaaaaaaaa">'
		for k in {1..9}; do
			printf '<!ENTITY a%d "&a%s;&a%s;&a%s;&a%s;&a%s;&a%s;&a%s;&a%s;">' "$k" \
				"${k/1/}" "${k/1/}" "${k/1/}" "${k/1/}" "${k/1/}" "${k/1/}" "${k/1/}" "${k/1/}"
		done | sed 's/&a2;/\&a1;/g' | sed 's/&a\([3-9]\);/\&a\1;/g'
		printf ']><alto><String CONTENT="&a9;"/></alto>'
	} >bomb.xml
	printf '<!DOCTYPE alto [<!ENTITY x SYSTEM "/etc/passwd">]><alto><String CONTENT="&x;"/></alto>' >outside.xml
	printf '<alto><String CONTENT="a"/>' >torn.xml
	{ printf '<alto>'; printf '<x>%.0s' {1..10001}; } >deep.xml
	printf '<alto><String CONTENT="\x1b"/></alto>' >sign.xml
	for name in bomb outside torn deep sign; do
		cp $name.xml $name.old
		modest -i $name.xml
		[ "$status" -ne 0 ]
		cmp $name.xml $name.old
	done
	modest torn.xml
	[[ "$stderr" == *"line 1, column 28"* ]]
	# An entity from elsewhere is never read, nor one of the document.
	printf '<!DOCTYPE PcGts [<!ENTITY x SYSTEM "/etc/passwd">]><PcGts><Page><TextRegion><TextEquiv><Unicode>a&x;o\xcc\x82</Unicode></TextEquiv></TextRegion></Page></PcGts>' >a
	"$VNFIX" -q --only normalise --report log a >b
	grep -q '"before":"o' log
	! grep -q root log
}

@test "--recover reads on, and tells where" {
	printf '<alto><String CONTENT="to\xcc\x82i"><br></alto>' >a
	modest a
	[ "$status" -eq 3 ]
	modest --recover a
	[ "$status" -eq 0 ]
	[ "$output" = "$(printf '<alto><String CONTENT="t\xc3\xb4i"><br></alto>')" ]
	[[ "$stderr" == *"line 1, column 36"* ]]
}

@test "PAGE: a decision is carried out on all levels" {
	"$AS_FORMAT" page2019 "$PAGES/01-quyet-dinh-1_vie.hocr" | sed 's/ngày/ngo\xcc\x82y/g' >a.xml
	cp a.xml old.xml
	modest -i --report log a.xml
	cp a.xml new.xml
	sed 's/"type":"change"/"verdict":"no","type":"change"/' log | grep -v '"type":"saved"' |
		python3 -c 'import json,sys
for line in sys.stdin:
    r = json.loads(line)
    if r["type"] == "end":
        r["decided"] = r["changes"]
    print(json.dumps(r))' >list
	"$VNFIX" --apply list
	cmp a.xml old.xml
	cp new.xml a.xml
	sed 's/"verdict": "no"/"verdict": "instead", "instead": "x\&y"/' list >instead
	"$VNFIX" --apply instead
	! grep -q 'ngôy' a.xml
	count=$(grep -o 'x&amp;y' a.xml | wc -l)
	[ "$count" -eq "$(grep -o 'ngôy' new.xml | wc -l)" ]
}

@test "HTML: what becomes two words is dealt out by its letters, whatever their marks" {
	printf '%s\thàng chữ\n' hangchiii hangchu HANGchili >table.tsv
	printf 'chiiihang\tchữ hàng\n' >>table.tsv
	printf '<html><p>%s' '<b>hang</b>chiii' '<b>hang</b>chu' '<b>HANG</b>chili' 'chiii<b>hang</b>' >a
	printf '<html><p>%s' '<b>hàng</b> chữ' '<b>hàng</b> chữ' '<b>hàng</b> chữ' 'chữ <b>hàng</b>' >right
	"$VNFIX" --only user,replace --rules table.tsv a | cmp - right
}

@test "HTML: text between tags, alt and title; no scripts, code, attributes" {
	cat >a <<-'END'
		<!DOCTYPE html>
		<html><head><title>bo&#x302; m</title><meta charset=utf-8><style>p { content: "boô" }</style>
		<script>if (a < b) "boô";</script></head><body class="boô"><p title='boô x'>1 &lt; 2 boô<br>
		<b>bo</b>ô <img src=boô alt="boô &quot;"> <code>boô</code> &nbsp;boô <!-- boô --><p>boô
	END
	sed -i 's/ô/o\xcc\x82/g' a
	"$VNFIX" --only normalise a >b
	sed 's/bo&#x302;/bô/; s/class="boô"/class="booô"/' a >/dev/null
	python3 - <<-'END'
		old, new = open("a", encoding="utf-8").read(), open("b", encoding="utf-8").read()
		bad, good = "boo\u0302", "boô"
		kept = ['content: "' + bad, '"' + bad + '";', 'class="' + bad, "src=" + bad, "<code>" + bad, "<!-- " + bad]
		assert all(k in new for k in kept), new
		assert new.count(bad) == len(kept), new
		assert "<title>bô m" in new and "<b>bo</b>ô" in new, new
		assert old.count("\n") == new.count("\n")
	END
	[ "$("$VNFIX" --only normalise --report log a >/dev/null && grep -o '"format":"html"' log)" ]
	# Nothing of HTML is refused, nor is it taken for another charset's.
	printf '<html><p <b>x</i></p' >c
	"$VNFIX" --only normalise c | cmp c
	printf '<html><meta charset=iso-8859-1><p>o\xcc\x82' >d
	"$VNFIX" -q --only normalise --report log2 d >/dev/null
	! grep -q '"format"' log2
}

@test "NDJSON: one member of each record, decoded and escaped again" {
	cat >a <<-'END'
		{"id": 1, "text": "bo\u0302 \"a\"\nbo\u0302", "other": "bo\u0302", "deep": {"text": "bo\u0302"}}
		{"text":"boX \\ \ud83d\ude00","id":"boX"}
		{"text": 5}
		no record
	END
	sed -i 's/boX/boo\xcc\x82/g' a
	"$VNFIX" --only normalise a >b
	[ "$(sed -n 1p b)" = '{"id": 1, "text": "b\u00f4 \"a\"\nb\u00f4", "other": "bo\u0302", "deep": {"text": "bo\u0302"}}' ]
	[ "$(sed -n 2p b)" = "$(printf '{"text":"bo\xc3\xb4 \\\\ \\ud83d\\ude00","id":"boo\xcc\x82"}')" ]
	[ "$(sed -n '3,$p' b)" = "$(sed -n '3,$p' a)" ]
	"$VNFIX" --only normalise -f ndjson --field id a >c
	[ "$(sed -n 2p c)" = "$(printf '{"text":"boo\xcc\x82 \\\\ \\ud83d\\ude00","id":"bo\xc3\xb4"}')" ]
}

@test "CSV: one column or all, header and quotation marks untouched" {
	printf 'id;"noX";x\r\n1;"a ""noX""\r\nnoX; b";noX\r\n2;noX\r\n' | sed 's/X/o\xcc\x82/g' >a
	"$VNFIX" --only normalise -f csv --field x a >b
	[ "$(cat b)" = "$(sed 's/;noo\xcc\x82\r/;no\xc3\xb4\r/; 4s/no\xc3\xb4/noo\xcc\x82/' a)" ]
	"$VNFIX" --only normalise -f csv --field 2 a >b
	[ "$(cat b)" = "$(printf 'id;"noX";x\r\n1;"a ""noY""\r\nnoY; b";noX\r\n2;noY\r\n' | sed 's/X/o\xcc\x82/g; s/Y/\xc3\xb4/g')" ]
	"$VNFIX" --only normalise -f csv a >b
	[ "$(tail -n +2 b)" = "$(sed '1d; s/o\xcc\x82/\xc3\xb4/g' a)" ]
	modest -f csv --field none a
	[ "$status" -eq 3 ]
	[[ "$stderr" == *none* ]]
	[ -z "$output" ]
}

# Repairs FILE in place: it is NEW then, is found to be of FORMAT, and the old one again after undo.
in_place() { # FILE NEW FORMAT
	mkdir old
	cp "$1" old
	"$VNFIX" -q --only normalise -i --report log "$1"
	diff "$1" "$2"
	grep -q "\"format\":\"$3\"" log
	"$VERIFY_REPORT" --originals old log
	"$VNFIX" -q --undo log
	cmp "$1" "old/$1"
}

@test "Markdown: its text; code, targets, tags and front matter stay" {
	cat >a.md <<-'END'
		---
		title: noX
		---
		# NoX {#noX}

		**no**X `noX` [noX](noX "noX") ![noX](noX)<b class="noX">noX</b>\
		noX &amp; noX

		| noX | `noX` noX |
		|-----|-----------|

		```
		noX
		```

		    noX

		- noX

		    noX

		[noX]: noX
	END
	sed 's/X/o\xcc\x82/g' a.md >b
	mv b a.md
	python3 - <<-'END'
		text = open("a.md", encoding="utf-8").read()
		bad, good = "noo\u0302", "noô"
		lines = text.split("\n")
		for n, parts in {4: ["# N%s "], 6: ["[n%s]", ">n%s<"], 7: ["n%s &", "; n%s"],
		                 9: ["| n%s |", "` n%s |"], 18: ["- n%s"], 20: ["    n%s"]}.items():
		    for part in parts:
		        assert part % bad[1:] in lines[n - 1], (n, part)
		        lines[n - 1] = lines[n - 1].replace(part % bad[1:], part % good[1:])
		lines[5] = lines[5].replace("**o\u0302", "**ô")
		open("want", "w", encoding="utf-8").write("\n".join(lines))
	END
	in_place a.md want markdown
	# By its name alone where its begin does not tell.
	printf '1. noo\xcc\x82 `noo\xcc\x82`\n' >c
	"$VNFIX" --only normalise -f markdown c >d
	[ "$(cat d)" = "$(printf '1. no\xc3\xb4 `noo\xcc\x82`')" ]
}

@test "RTF: text, notes, results of fields; letters are written as \\uN" {
	cat >a.rtf <<-'END'
		{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Times;}{\f1\fcharset163 Arial;}}
		{\info{\title noo\u770?}}{\*\generator noo\u770?;}
		\pard\b no\b0 o\u770?\par {\uc2 noo\u770 --}\line noo\u770?
		{\field{\*\fldinst noo\u770?}{\fldrslt noo\u770?}}{\footnote noo\u770?}\f1 nga\'d2\par
		{\pict\wmetafile8 6e6f6f}\v noo\u770?\v0 {\uc0 noo\u770 }\'93x\'94}
	END
	sed -E '3s/o\\u770\?/\\u244?/g; 3s/o\\u770 --/\\u244??/; 4s/(fldrslt|footnote) noo\\u770\?/\1 no\\u244?/g
		4s/a\\.d2/\\u7843?/; 5s/\{\\uc0 noo\\u770 \}/{\\uc0 no\\u244 }/' a.rtf >want
	in_place a.rtf want rtf
	head -c 200 a.rtf >torn.rtf
	modest torn.rtf
	[ "$status" -eq 3 ]
	[[ "$stderr" == *"torn.rtf: is no RTF: it ends in the middle"* ]]
	[ -z "$output" ]
}

@test "RTF: what was typed in TCVN3 is told by its bytes" {
	need_model
	printf '{\\rtf1\\ansi{\\fonttbl{\\f0 .VnTime;}}c\\'"'"'e9ng h\\'"'"'dfa x\\'"'"'b7 h\\'"'"'e9i ch\\'"'"'f1 ngh\\'"'"'dca vi\\'"'"'d6t nam\\par}' >a
	[ "$("$VNFIX" -q a)" = '{\rtf1\ansi{\fonttbl{\f0 .VnTime;}}c\u7897?ng h\u242?a x\u227? h\u7897?i ch\u7911? ngh\u297?a vi\u7879?t nam\par}' ]
}

@test "records are passed on one by one with --line" {
	mkfifo pipe
	"$VNFIX" --only normalise --tone=old -f ndjson --field t --line <pipe >out 3>&- &
	exec 7>pipe
	printf '{"k":"a","t":"ho\303\240"}\n' >&7
	eventually grep -q . out
	printf 'no object\n' >&7
	eventually grep -q no out
	printf '{"t":"ho\\u00e0\\nx","k":"ho\303\240"}\n' >&7
	eventually grep -q x out
	exec 7>&-
	wait
	holds out '{"k":"a","t":"h\303\262a"}\nno object\n{"t":"h\\u00f2a\\nx","k":"ho\303\240"}\n'
}

@test "files of other producers: no byte changes outside of what is reported, what was valid stays so, undo is exact" {
	shared="$BATS_TEST_DIRNAME/../../../shared/formats"
	[ -d "$shared" ] || skip "no shared files here"
	# Words of the languages they are in become others, longer and shorter ones.
	for word in the of and und der die das in et de la le lorem ipsum dolor sit amet von to is; do
		printf '%s\t%s\n' "$word" "${word:0:1}ộ" "${word^}" "${word^}ộộộ"
	done >table.tsv
	mkdir old
	for kind in alto hocr page; do
		cp "$shared/$kind"/* old
	done
	chmod u+w old/*
	cp old/* .
	"$VNFIX" -q --recover --only user,replace --rules table.tsv -i --report log ./*.xml ./*.h*
	"$VERIFY_REPORT" --originals old log
	changed=0
	for file in old/*; do
		cmp -s "$file" "${file#old/}" || changed=$((changed + 1))
		command -v xmllint >/dev/null || continue
		! xmllint --noout "$file" 2>/dev/null || xmllint --noout "${file#old/}"
	done
	[ "$changed" -gt 10 ]
	"$VNFIX" -q --undo log
	for file in old/*; do
		cmp "$file" "${file#old/}"
	done
}
