#!/usr/bin/env bats
# Documents that are ZIP archives: their text is repaired in place, and all else stays.

# shellcheck disable=SC2154 # stderr is set by run
load helper

PACKAGES="$BATS_TEST_DIRNAME/../tools/packages.py"
PAGES="$BATS_TEST_DIRNAME/../../corpus/hocr"

# One of each, as a.docx and so on, and a copy of each in old.
three() {
	mkdir -p old
	for form in docx odt epub; do
		"$PACKAGES" make "$form" "a.$form" "$@"
		cp "a.$form" old
	done
}

@test "DOCX, ODT, EPUB: the words of the page's plain text, every other byte as before, undo exact" {
	need_model
	three "$PAGES/01-quyet-dinh-1_vie.hocr"
	"$BATS_TEST_DIRNAME/../tools/as_format.py" text "$PAGES/01-quyet-dinh-1_vie.hocr" | "$VNFIX" | tr -s ' \n' '\n' >plain
	"$VNFIX" -q -i --report log a.docx a.odt a.epub
	"$VERIFY_REPORT" --originals old log
	for form in docx odt epub; do
		! cmp -s "old/a.$form" "a.$form"
		"$PACKAGES" same "old/a.$form" "a.$form"
		"$PACKAGES" text "a.$form" | diff - plain
	done
	"$VNFIX" -q --undo log
	for form in docx odt epub; do
		cmp "old/a.$form" "a.$form"
	done
}

@test "archives: every output and mode" {
	three
	for form in docx odt epub; do
		modest --diff "a.$form"
		[ "${lines[0]}" = "a.$form:2" ]
		[ "${lines[1]}" = "$(printf -- '- Nghị quyêt [-so\xcc\x82-] 12/2024')" ]
		[ "${lines[2]}" = '+ Nghị quyêt {+sô+} 12/2024' ]
		modest --dry-run "a.$form"
		[ "$output" = "a.$form: changes 2, codes and numbers touched 0, doubtful 0" ]
		modest --check "a.$form"
		[ "$status" -eq 1 ]
		"$VNFIX" -q --only normalise <"a.$form" >"b.$form"
		"$PACKAGES" same "a.$form" "b.$form"
		[ "$("$PACKAGES" text "b.$form" | tr '\n' ' ')" = 'Nghị quyêt sô 12/2024 của A&B Điều 1. ' ]
		"$VNFIX" -q --only normalise --suggest-only -o "c.$form" --report log "a.$form"
		cmp "a.$form" "c.$form"
		modest -f "$form" --html page.html --existing overwrite --dry-run "a.$form"
		grep -q text_in page.html
		cmp "a.$form" "old/a.$form"
	done
}

@test "archives: --format=tokens lists the words, --candidates counts the changes" {
	need_model
	three "$PAGES/03-cong-van-1_eng.hocr"
	for form in docx odt epub; do
		"$VNFIX" --format=tokens "a.$form" | cut -f1 | grep -v '^$' >words
		"$VNFIX" <"a.$form" >"b.$form"
		"$PACKAGES" text "b.$form" | diff words -
		"$VNFIX" --candidates "a.$form" | grep -q "$(printf '\t')letters\|$(printf '\t')"
	done
}

@test "archives: decisions are carried out, told as done, and undone" {
	three
	for form in docx odt epub; do
		rm -f log list log2
		modest -i --report log "a.$form"
		cp "a.$form" done
		python3 - <<-'END' >list
			import json
			seen = 0
			for line in open("log"):
			    record = json.loads(line)
			    if record["type"] == "change":
			        record.update(verdict=["no", "instead"][seen], instead="<x>")
			        seen += 1
			    if record["type"] == "end":
			        record["decided"] = record["changes"]
			    if record["type"] not in ("saved", "packed"):
			        print(json.dumps(record))
		END
		"$VNFIX" -q --apply list --report log2
		[ "$("$PACKAGES" text "a.$form" | tr '\n' ' ')" = "$(printf 'Nghị quyêt so\xcc\x82 12/2024 <x> A&B Điều 1. ')" ]
		"$PACKAGES" same "old/a.$form" "a.$form"
		run --separate-stderr "$VNFIX" --apply list
		[ "$status" -eq 0 ]
		[[ "$stderr" == *"nothing to do 1"* ]]
		mkdir -p before
		cp done "before/a.$form"
		"$VERIFY_REPORT" --originals before log2
		"$VNFIX" -q --undo log2
		cmp "a.$form" done
		"$VNFIX" -q --undo log
		cmp "a.$form" "old/a.$form"
	done
}

@test "archives: decisions about a run that changed nothing" {
	three
	modest --dry-run --report log a.docx
	sed 's/"type":"change"/"verdict":"yes",&/; s/"type":"end"/"decided":2,&/' log >list
	"$VNFIX" -q --apply list
	[ "$("$PACKAGES" text a.docx | tr '\n' ' ')" = 'Nghị quyêt sô 12/2024 của A&B Điều 1. ' ]
}

# A DOCX whose body holds what is given.
body() {
	python3 - "$@" <<-'END'
		import sys, zipfile
		with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as z:
		    z.writestr("[Content_Types].xml", "<Types/>")
		    z.writestr("word/document.xml", '<w:document xmlns:w="w"><w:body>%s</w:body></w:document>' % sys.argv[2])
	END
}

@test "DOCX: text in TCVN3 becomes Unicode, where Word wrote one of its bytes as an element, too" {
	body a.docx "<w:p><w:r><w:t>C$(printf '\xc3\xa9')ng ho$(printf '\xc2\xb5') x$(printf '\xc2\xb7') h$(printf '\xc3\xa9')i ch$(printf '\xc3\xb1') ngh$(printf '\xc3\x9c')a vi$(printf '\xc3\x96')t nam</w:t></w:r></w:p><w:p><w:r><w:t>n</w:t><w:softHyphen/><w:t>$(printf '\xc3\xad')c $(printf '\xc2\xae\xc3\xa9')c l$(printf '\xc3\x8b')p T$(printf '\xc3\xb9') do</w:t></w:r></w:p>"
	"$VNFIX" -q --only recode a.docx >b.docx
	[ "$("$PACKAGES" text b.docx | tr '\n' ' ')" = 'Cộng hoà xã hội chủ nghĩa việt nam nước độc lập Tự do ' ]
}

@test "archives in folders: those of text are repaired, others left out, with other formats beside" {
	three
	mkdir in
	mv a.* in
	printf 'Ði\n' >in/a.txt
	printf '<p>so\xcc\x82</p>\n' >in/a.html
	printf '%%!PS x' >in/a.dat
	(cd old && python3 -m zipfile -c ../in/other.zip a.docx)
	head -c 300 old/a.docx >in/torn.zip
	run --separate-stderr "$VNFIX" --only normalise -r --output-dir out --report log in
	[ "$status" -eq 0 ]
	for form in docx odt epub; do
		"$PACKAGES" same "old/a.$form" "out/in/a.$form"
		! cmp -s "old/a.$form" "out/in/a.$form"
	done
	holds out/in/a.txt 'Đi\n'
	holds out/in/a.html '<p>sô</p>\n'
	[ ! -e out/in/other.zip ]
	[ ! -e out/in/torn.zip ]
	"$VNFIX" -q --only normalise -i -j 3 --report log2 in/a.docx in/a.odt in/a.epub in/a.txt
	"$VNFIX" -q --undo log2
	for form in docx odt epub; do
		cmp "old/a.$form" "in/a.$form"
	done
}

@test "archives: the same from a pipe, and whatever the number of threads" {
	three
	# shellcheck disable=SC2002 # a pipe is wanted
	cat a.docx | dd obs=7 2>/dev/null | "$VNFIX" -q --only normalise >b.docx
	"$VNFIX" -q --only normalise -j 1 --output-dir one a.docx a.odt a.epub
	"$VNFIX" -q --only normalise -j 4 --output-dir four a.docx a.odt a.epub
	diff -r one four
	cmp b.docx one/a.docx
}

# An archive that is refused with a message, and of which nothing is written.
refused() { # FILE MESSAGE
	cp "$1" before
	run --separate-stderr "$VNFIX" --only normalise -f docx -i "$1"
	[ "$status" -eq 3 ]
	[[ "$stderr" == *"$1: "*"$2"* ]] || { echo "$stderr"; false; }
	cmp "$1" before
	run --separate-stderr "$VNFIX" --only normalise -f docx "$1"
	[ "$status" -eq 3 ]
	[ -z "$output" ]
}

@test "bad archives are refused, and nothing is written" {
	three
	head -c 700 a.docx >torn.docx
	refused torn.docx 'is no sound ZIP archive: its end is missing'
	body broken.docx '<w:p>'
	refused broken.docx 'word/document.xml: is no well-formed XML'
	python3 - <<-'END'
		import zipfile
		def make(name, members, flags=0):
		    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as z:
		        z.writestr("[Content_Types].xml", "<Types/>")
		        for member, data in members:
		            z.writestr(member, data)
		d = "word/document.xml"
		make("signed.docx", [(d, "<d/>"), ("_xmlsignatures/sig1.xml", "x")])
		origin = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
		make("sealed.docx", [(d, "<d/>"), ("package/services/digital-signature/origin.psdsor", ""),
		    ("_rels/.rels", '<Relationships><Relationship Id="s" Type="%s" Target="/package/services/digital-signature/origin.psdsor"/></Relationships>' % origin)])
		make("bomb.docx", [(d, "<d>" + "0" * (200 << 20))])
		make("utf16.docx", [(d, "<d/>".encode("utf-16"))])
		make("paths.docx", [(d, '<w:d xmlns:w="w"><w:t>a</w:t></w:d>'), ("../../evil.xml", "x"), ("/tmp/evil.xml", "x")])
		make("entities.docx", [(d, '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">' + "".join(
		    '<!ENTITY %s "%s">' % (chr(98 + k), "&%s;" % chr(97 + k) * 20) for k in range(12)) + ']><d>&m;</d>')])
		data = bytearray(open("a.docx", "rb").read())
		for k, name in ((8, "locked.docx"), (24, "longer.docx")):
		    bad = bytearray(data)
		    for at in range(len(bad) - 4):
		        if bad[at:at + 4] == b"PK\1\2" and bad[at + 46:].startswith(b"word/document.xml"):
		            bad[at + k] ^= 1
		            if k == 8:
		                bad[int.from_bytes(bad[at + 42:at + 46], "little") + 6] ^= 1
		    open(name, "wb").write(bad)
	END
	refused signed.docx 'is signed'
	refused sealed.docx 'is signed'
	"$VNFIX" -q --only normalise --signed -f docx signed.docx -o all-the-same.docx
	refused utf16.docx 'holds NUL: word/document.xml'
	refused locked.docx 'is encrypted'
	refused longer.docx 'cannot be unpacked'
	if [ -z "$VNFIX_SANITIZED" ]; then
		(
			ulimit -v 400000
			run --separate-stderr "$VNFIX" --only normalise -i bomb.docx
			[ "$status" -eq 5 ]
			[[ "$stderr" == *"holds more text than"* ]]
		)
	fi
	patiently "$VNFIX" -q --only normalise entities.docx >out.docx || true
	"$VNFIX" -q --only normalise paths.docx | cmp - paths.docx
	[ ! -e ../../evil.xml ]
}

@test "archives do not go where the text of others goes" {
	three
	modest a.docx a.odt
	[ "$status" -eq 3 ]
	[ -z "$output" ]
	[[ "$stderr" == *"a.docx: is an archive: it needs an output of its own"* ]]
}

@test "archives: their text is written in no other charset" {
	three
	modest --to tcvn3 -i a.docx
	[ "$status" -eq 3 ]
	[[ "$stderr" == *"a.docx: is an archive, whose text stays in UTF-8"* ]]
	cmp a.docx old/a.docx
}

@test "archives: --resume knows what was done" {
	three
	"$VNFIX" -q --only normalise -i --report log a.docx a.odt
	run --separate-stderr "$VNFIX" --only normalise -i --report log --resume log a.docx a.odt a.epub
	[[ "$stderr" == *"1 changed, 0 unchanged, 2 skipped (2 done before)"* ]]
	"$VNFIX" -q --undo log
	cmp a.docx old/a.docx
	cmp a.epub old/a.epub
}
