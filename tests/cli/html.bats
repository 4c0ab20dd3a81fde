#!/usr/bin/env bats
# --html: a page that is whole, safe against what stands in the documents, and works in a browser.

# shellcheck disable=SC2154 # stderr is set by run
load helper

# Text that wants to be more than text, and changes (eth) in its midst.
hostile() {
	printf '\303\220</script><script>alert(1)</script>\n<!-- \303\220 <script <img src=x onerror=alert(2)>\n'
	printf '"\303\220'"'"'&amp;\342\200\256 \342\200\250 \000 \377\303\220\376 \033[31m\r\n]]>\303\220{{DATA}}'
}

# Runs steps in a browser; skips the test where there is none.
browse() {
	run --separate-stderr python3 "$BATS_TEST_DIRNAME/browser.py" page.html . "$@"
	[ "$status" -ne 77 ] || skip "no Chromium"
	[ "$status" -eq 0 ] || { echo "$output $stderr"; return 1; }
}

@test "the page runs its own script and style, and nothing else" {
	hostile >a
	modest --html page.html --dry-run a
	[ "$status" -eq 0 ]
	python3 - <<-'END'
		import base64, hashlib, re
		page = open("page.html", encoding="utf-8").read()
		policy = re.search('Content-Security-Policy" content="([^"]*)"', page).group(1)
		parts = dict(part.split(" ", 1) for part in policy.split("; "))
		assert parts["default-src"] == "'none'"
		assert parts["img-src"] == "file: blob:", "no picture from a network"
		for name, tag in ("script-src", "script"), ("style-src", "style"):
		    (text,) = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.S)
		    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
		    assert parts[name] == f"'sha256-{digest}'", name
		assert not re.search(r"(src|href|action|style)\s*=\s*[\"']", page)
		assert "http:" not in page and "https:" not in page
	END
}

@test "whatever the text is, the page has the same elements" {
	echo plain >a
	modest --html plain.html --dry-run a
	hostile >a
	mv a $'<img src=x>\377"'
	modest --html page.html --dry-run $'<img src=x>\377"'
	[ "$status" -eq 0 ]
	python3 - <<-'END'
		import html.parser, json
		class Tags(html.parser.HTMLParser):
		    def __init__(self, name):
		        super().__init__()
		        self.tags, self.data, self.island = [], [], False
		        self.feed(open(name, encoding="utf-8").read())
		    def handle_starttag(self, tag, attributes):
		        self.tags.append((tag, attributes))
		        self.island = ("type", "application/json") in attributes
		    def handle_data(self, data):
		        if self.island:
		            self.data.append(json.loads(data))
		            self.island = False
		plain, page = Tags("plain.html"), Tags("page.html")
		assert plain.tags == page.tags
		run, document, changes, beside, text = page.data
		assert document["file"][1], "the name as base64"
		assert len(changes) == 5 and len(text) == 4
	END
	[ "$(tr -d '\n' <page.html | grep -c $'[\001-\010\013-\037]')" -eq 0 ]
}

@test "a page is not written over a file, unless told" {
	echo a >a
	echo mine >page.html
	modest --html page.html --dry-run a
	[ "$status" -eq 4 ]
	holds page.html 'mine\n'
	modest --html page.html --dry-run --force a
	[ "$status" -eq 0 ]
	grep -q '</html>' page.html
	modest --html a --dry-run --force a
	[ "$status" -eq 4 ]
	holds a 'a\n'
}

@test "a full disk: exit 4" {
	[ -e /dev/full ] || skip "no /dev/full"
	echo a >a
	modest --html /dev/full --dry-run a
	[ "$status" -eq 4 ]
	[ -n "$stderr" ]
}

@test "equal runs give equal pages" {
	hostile >a
	modest --html one.html --no-provenance a
	modest --html two.html --no-provenance a
	cmp one.html two.html
}

@test "the page is the same for any number of threads" {
	for i in 1 2 3 4 5 6 7 8 9; do
		{ seq "$((i * 37))"; hostile; } >"$i"
	done
	modest --html one.html --no-provenance --dry-run -j1 --text [1-9]
	modest --html four.html --no-provenance --dry-run -j4 --text [1-9]
	[ "$(grep -c 'class="document"' four.html)" -eq 9 ]
	cmp one.html four.html
}

@test "browser: hostile text stays text" {
	hostile >a
	modest --html page.html --dry-run a
	browse "eval=document.querySelectorAll('img, script:not([class])').length" key=j key=y key=n \
		"eval=document.getElementById('text').innerText.includes('alert(2)')"
	[ "${lines[0]}" = 1 ]
	[ "${lines[1]}" = True ]
}

@test "browser: decisions are saved, and carried out on the input" {
	printf '\303\220i\n\377\nx\303\220\nm\303\220\nn\303\220\n' >a
	modest --suggest-only --html page.html a
	# The first is right, the second wrong, the third something else; the last stays open.
	browse key=y key=n key=e "eval=document.getElementById('instead').value = 'mới'" key=Enter \
		key=s saved=vnfix-decisions.ndjson
	run --separate-stderr "$VNFIX" --apply vnfix-decisions.ndjson
	[ "$status" -eq 0 ]
	[[ "$stderr" == *"settled 1"* ]]
	holds a '\304\220i\n\377\nx\303\220\nm\341\273\233i\nn\303\220\n'
	run --separate-stderr "$VNFIX" --apply vnfix-decisions.ndjson
	[ "$status" -eq 0 ]
	[[ "$stderr" == *"nothing to do 1"* ]]
	holds a '\304\220i\n\377\nx\303\220\nm\341\273\233i\nn\303\220\n'
}

@test "browser: the same everywhere, over files; decisions outlive the page" {
	printf 'x\303\220\nm\303\220\nx\303\220\n' >a
	printf 'm\303\220\nn\303\220\n' >b
	modest --suggest-only --html page.html a b >out
	browse key=n key=k key=a key=y "eval=document.getElementById('sum').textContent" page=page.html \
		"eval=document.getElementById('sum').textContent" key=j key=j key=j key=y \
		key=s saved=vnfix-decisions.ndjson
	[[ "${lines[0]}" == *"3"*"decided" ]]
	[[ "${lines[1]}" == *"3"*"decided" ]]
	[ "$(grep -o '"verdict":"[a-z]*"' vnfix-decisions.ndjson | tr -d '\n')" = \
		'"verdict":"no""verdict":"yes""verdict":"no""verdict":"yes"' ]
}

# What the list shows of the entry that is looked at, and what the page says.
now="document.querySelector('.item.now').innerText.replace(/\\s+/g, ' ')"
note="document.getElementById('note').textContent"

@test "browser: on to what is undecided, round to the first, until all is decided" {
	printf 'a\303\220\nb\303\220\nc\303\220\n' >a
	modest --dry-run --html page.html a
	browse key=j key=j key=y "eval=$now" key=j key=y "eval=$now" key=n "eval=$note" "eval=$now" key=u \
		key=k key=k key=n "eval=$now"
	[[ "${lines[0]}" == *"a:1 aÐ → aĐ" ]]
	[[ "${lines[1]}" == *"a:1 aÐ → aĐ" ]]
	[ "${lines[2]}" = "Everything in this list is decided." ]
	[[ "${lines[3]}" == *"a:1 aÐ → aĐ" ]]
	[[ "${lines[4]}" == *"a:1 aÐ → aĐ" ]]
}

@test "browser: the search is entered by /, left by Enter with what was found, by Escape without" {
	printf 'a\303\220\nb\303\220\nc\303\220\n' >a
	modest --dry-run --html page.html a
	focus="document.activeElement.id"
	typed="Object.assign(document.activeElement, {value: 'cđ'}).dispatchEvent(new Event('input'))"
	browse key=/ "eval=$focus" "eval=$typed" key=Enter "eval=$focus" "eval=$now" \
		key=/ key=Escape "eval=$focus" "eval=document.querySelectorAll('.item').length" \
		"key=?" "eval=document.getElementById('help').open" key=y key=Escape \
		"eval=document.getElementById('help').open" \
		"eval=document.getElementById('sum').textContent.includes('decided')"
	[ "${lines[0]}" = find ]
	[ "${lines[2]}" = list ]
	[[ "${lines[3]}" == *"a:3 cÐ → cĐ" ]]
	[ "${lines[4]}" = list ]
	[ "${lines[5]}" = 3 ]
	[ "${lines[6]}" = True ]
	# No key decides behind the help.
	[ "${lines[7]}" = False ]
	[ "${lines[8]}" = False ]
}

@test "browser: my words are collected, outlive the page, and are a list for --dict" {
	printf '(a\303\220i).\nx\303\220\n' >a
	modest --dry-run --html page.html a
	browse key=w key=w key=e "eval=document.getElementById('instead').value = '«Ea M’Đroh»,'" key=Enter \
		key=k "eval=$now" key=w page=page.html "eval=document.getElementById('mine').textContent" \
		"eval=document.getElementById('mine-save').click()" saved=vnfix-words.txt
	[ "${lines[2]}" = "My words 2" ]
	holds vnfix-words.txt 'aĐi\nEa M’Đroh\n'
	modest --dict vnfix-words.txt a
	[ "$status" -eq 0 ]
}

@test "browser: numbers and dates as the language writes them" {
	need_plain_build
	seq 1234 | sed 's/$/ \o303\o220i/' >a
	modest --html page.html --dry-run a
	sum="document.getElementById('sum').textContent.replace(/\\s/g, ' ')"
	browse "eval=$sum" "eval=document.documentElement.lang" "eval=document.getElementById('lang').click()" \
		"eval=$sum" "eval=document.documentElement.lang" "eval=document.getElementById('when').textContent" \
		"eval=document.getElementById('tabs').textContent" key=j "eval=$now"
	[ "${lines[0]}" = "1 file · 1,234 changes · 0 doubtful words" ]
	[ "${lines[1]}" = en ]
	[ "${lines[3]}" = "1 tệp · 1.234 chỗ sửa · 0 từ đáng ngờ" ]
	[ "${lines[4]}" = vi ]
	[[ "${lines[5]}" =~ ^[0-9]{2}:[0-9]{2}\ [0-9]{2}/[0-9]{2}/20[0-9]{2}$ ]]
	[[ "${lines[6]}" == *"Tất cả 1.234" ]]
	[[ "${lines[7]}" == "100% · "* ]]
}

@test "browser: the order is that of doubt, whether a word was changed or left" {
	need_model
	cat "$BATS_TEST_DIRNAME"/../../corpus/ocr/01-quyet-dinh_eng.ocr.txt >a
	"$VNFIX" --dry-run --html page.html a
	browse "eval=[...document.querySelectorAll('.where')].map((node) => parseFloat(node.textContent)).join(' ')" \
		"eval=document.querySelector('.c.old') !== null"
	tr ' ' '\n' <<<"${lines[0]}" >order
	[ "$(wc -l <order)" -gt 10 ]
	sort -n -c order
	# Both kinds are among them.
	[ "${lines[1]}" = True ]
}

# A picture of $2 by $3 pixels, in the file $1.
picture() {
	python3 - "$@" <<-'END'
		import struct, sys, zlib
		name, width, height = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
		def chunk(kind, data):
		    body = kind + data
		    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))
		with open(name, "wb") as file:
		    file.write(b"\x89PNG\r\n\x1a\n" +
		        chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)) +
		        chunk(b"IDAT", zlib.compress((b"\0" + b"\x80" * width) * height)) + chunk(b"IEND", b""))
	END
}

# A page of hOCR that names the picture $1, with one change (eth).
hocr() {
	printf '%s' "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><body>" \
		"<div class='ocr_page' title='image \"$1\"; bbox 0 0 400 200'>" \
		"<span class='ocr_line' title='bbox 10 10 390 40'>" \
		"<span class='ocrx_word' title='bbox 100 20 180 40; x_wconf 9'>m$(printf '\303\220')i</span>" \
		"</span></div></body></html>"
}

# Notes what is drawn around the word, and what is asked for.
watch="CanvasRenderingContext2D.prototype.strokeRect = (...box) => { window.drawn = box.join(' '); }"
drawn="new Promise((done) => setTimeout(() => done(window.drawn), 300))"

@test "browser: the picture of the page is shown at the word, from a folder beside" {
	mkdir -p scans/pages out
	hocr "pages/p 1#.png" >scans/a.hocr
	picture "scans/pages/p 1#.png" 200 100
	modest --html page.html --dry-run scans/a.hocr
	browse "eval=$watch" \
		"eval=document.querySelector('.item').click()" "eval=$drawn" \
		"eval=document.querySelector('#detail canvas').getAttribute('aria-label')"
	# The picture is half as large as the page was when it was read.
	[ "${lines[2]}" = "50 10 40 10" ]
	[ "${lines[3]}" = "as printed" ]
	# From elsewhere, by the folder of the run.
	modest --html out/page.html --dry-run scans/a.hocr
	mv out/page.html page.html
	browse "eval=$watch" "eval=document.querySelector('.item').click()" "eval=$drawn"
	[ "${lines[2]}" = "50 10 40 10" ]
	# What was read somewhere else lies beside now.
	hocr "/nowhere/at all/q.png" >a.hocr
	picture q.png 400 200
	modest --html page.html --force --dry-run --no-provenance a.hocr
	browse "eval=$watch" "eval=document.querySelector('.item').click()" "eval=$drawn"
	[ "${lines[2]}" = "100 20 80 20" ]
}

@test "browser: no picture is fetched from a network, whatever name it has" {
	for name in "https://127.0.0.1:9/x.png" "//127.0.0.1:9/x.png" "javascript:alert(1)" \
		"data:image/png,x" "\\\\127.0.0.1\\x.png" "x.png&quot; onerror=&quot;alert(1)"; do
		hocr "$name" >a.hocr
		modest --html page.html --force --dry-run a.hocr
		run --separate-stderr python3 "$BATS_TEST_DIRNAME/browser.py" page.html . \
			"eval=new Promise((done) => setTimeout(() => done(performance.getEntriesByType('resource').map((one) => one.name).filter((name) => !name.startsWith('file:///')).length), 300))" \
			"eval=document.getElementById('detail').innerText.includes('cannot be shown')"
		[ "$status" -ne 77 ] || skip "no Chromium"
		[ "${lines[0]}" = 0 ]
		[ "${lines[1]}" = True ]
		# All that is missing is a file.
		[[ "$output" != *"Content Security Policy"* ]]
	done
}

# A page of a PDF whose picture is of the kind $1.
held() {
	python3 "$BATS_TEST_DIRNAME/../tools/make_pdf.py" "shown-$1" a.pdf
	printf 'CONG\tC\341\273\230NG\n' >table.tsv
	"$VNFIX" --only user,replace --rules table.tsv --no-provenance --dry-run --force --html page.html a.pdf >/dev/null
}

@test "pictures that a PDF holds are on the page as what they were, dot for dot" {
	for kind in grey predictor plain inverse stencil colour palette fax faxinverse jpeg jpegdeflated; do
		held "$kind"
		python3 - "$BATS_TEST_DIRNAME/../tools" <<-'END' || { echo "$kind"; return 1; }
			import base64, json, re, struct, sys, zlib
			sys.path.insert(0, sys.argv[1])
			import make_pdf
			page = open("page.html", encoding="utf-8").read()
			(text,) = re.findall('class="picture p0">(.*?)</script>', page)
			data = base64.b64decode(text)
			(changes,) = re.findall('class="changes">(.*?)</script>', page, re.S)
			assert json.loads(changes)[0][13] == [0, 50, 41, 82, 53, 0]
			if data == make_pdf.JPEG:
			    sys.exit()
			assert data[:8] == b"\x89PNG\r\n\x1a\n"
			at, chunks = 8, {}
			while at < len(data):
			    size, kind = struct.unpack(">I4s", data[at:at + 8])
			    body, check = data[at + 8:at + 8 + size], data[at + 8 + size:at + 12 + size]
			    assert struct.unpack(">I", check)[0] == zlib.crc32(kind + body)
			    chunks[kind] = body
			    at += 12 + size
			width, height, bits, colour = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
			assert (width, height) == (600, 400) and data[-8:-4] == b"IEND"
			channels = 3 if colour == 2 else 1
			rows, length = zlib.decompress(chunks[b"IDAT"]), (width * bits * channels + 7) // 8
			assert len(rows) == height * (length + 1)
			for y in range(height):
			    assert rows[y * (length + 1)] == 0, "no filter"
			    row = int.from_bytes(rows[y * (length + 1) + 1:(y + 1) * (length + 1)], "big")
			    for x in range(0, width, 7):
			        samples = [row >> (length * 8 - bits * (x * channels + i + 1)) & (1 << bits) - 1
			            for i in range(channels)]
			        if colour == 3:
			            samples = chunks[b"PLTE"][samples[0] * 3:samples[0] * 3 + 3]
			        assert (samples[0] > 0) == make_pdf.is_white(x, y), (x, y, samples)
		END
	done
}

@test "a picture that cannot be shown is missing, and all else is there" {
	for kind in jbig masked group3 short torn; do
		held "$kind"
		! grep -q 'class="picture' page.html
		grep -q '"replace: table:1"\],\[\],\[0,50,41,82,53,0\]' page.html
	done
	# No picture is under the word.
	held beside
	! grep -q 'class="picture' page.html
	grep -q '"replace: table:1"\],\[\],null' page.html
}

@test "browser: the picture that a PDF holds is shown at the word, turned as the words run" {
	held fax
	browse "eval=$watch" "eval=document.querySelector('.item').click()" "eval=$drawn"
	[ "${lines[2]}" = "50 41 32 12" ]
	# At another size of the window it is drawn anew; what is typed stays.
	browse "eval=$watch" "eval=document.getElementById('instead').value = 'x'" size=420x800 "eval=$drawn" \
		"eval=document.getElementById('instead').value"
	[ "${lines[2]}" = "50 41 32 12" ]
	[ "${lines[3]}" = x ]
	held jbig
	browse "eval=document.querySelector('.item').click()" "eval=new Promise((done) => setTimeout(done, 300))" \
		"eval=document.getElementById('detail').innerText.includes('is not here')"
	[ "${lines[2]}" = True ]
	# Words run down on this one: what is drawn is turned back.
	held turned
	sed -i "s/class=\"picture p0\">[^<]*/class=\"picture p0\">$(picture q.png 600 400; base64 -w0 q.png | sed 's,/,\\/,g')/" page.html
	browse "eval=$watch" \
		"eval=CanvasRenderingContext2D.prototype.rotate = (by) => { window.turned = by.toFixed(2); }" \
		"eval=document.querySelector('.item').click()" "eval=$drawn" "eval=window.turned"
	[ "${lines[3]}" = "521 33 18 22" ]
	[ "${lines[4]}" = "-1.57" ]
}

@test "the text on the page is that which was read, in its order" {
	{ hostile; printf 'x\303\220\n\nm\303\220 m\303\220'; } | tr -d '\000\r\376\377' >a
	python3 - >b.xml <<-'END'
		def region(number, words):
		    return f'<TextRegion id="r{number}"><TextLine id="l{number}">' + "".join(
		        f'<Word id="w{number}{k}"><Coords points="0,0 9,9"/><TextEquiv><Unicode>{word}</Unicode></TextEquiv></Word>'
		        for k, word in enumerate(words.split())) + "</TextLine></TextRegion>"
		print('<?xml version="1.0"?><PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">'
		    '<Page imageFilename="p.png" imageWidth="9" imageHeight="9"><ReadingOrder><OrderedGroup id="g">'
		    '<RegionRefIndexed index="0" regionRef="r2"/><RegionRefIndexed index="1" regionRef="r1"/>'
		    '</OrderedGroup></ReadingOrder>' + region(1, "c\u00d0 d e\u00d0") + region(2, "a\u00d0 b") +
		    "</Page></PcGts>")
	END
	modest --html page.html --dry-run a b.xml
	[ "$status" -eq 0 ]
	python3 - <<-'END'
		import json, re
		page = open("page.html", encoding="utf-8").read()
		islands = {name: [json.loads(data) for data in re.findall(f'class="{name}">(.*?)</script>', page, re.S)]
		    for name in ("changes", "text")}
		def lines(document):
		    changes = islands["changes"][document]
		    return ["".join(piece if isinstance(piece, str) else changes[piece][5] for piece in row[1:])
		        for row in islands["text"][document]]
		assert "\n".join(lines(0)) == open("a", encoding="utf-8").read(), lines(0)
		assert [line for line in lines(1) if line] == ["a\u00d0 b", "c\u00d0 d e\u00d0"], lines(1)
	END
}

@test "browser: nothing reaches over the side of the page, on screens wide and narrow" {
	hostile >a
	printf 'x\303\220%0300d\n' 1 >>a
	modest --html page.html --dry-run a
	over="[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight].map((over) => over > 0)"
	browse key=j size=1280x800 "eval=$over" size=900x700 "eval=$over" size=420x800 "eval=$over" \
		scheme=dark "eval=getComputedStyle(document.body).backgroundColor"
	for i in 0 1 2; do
		[ "${lines[$i]}" = "[False, False]" ]
	done
	[ "${lines[3]}" = "rgb(24, 24, 27)" ]
}

@test "all that is to be read or seen stands out from what it stands on" {
	python3 "$BATS_TEST_DIRNAME/../tools/contrast.py" "$BATS_TEST_DIRNAME/../../src/html/page.css"
	# Paler, or a colour without a name: it does not pass.
	sed 's/--pale: #52525b/--pale: #949499/' "$BATS_TEST_DIRNAME/../../src/html/page.css" >pale.css
	run python3 "$BATS_TEST_DIRNAME/../tools/contrast.py" pale.css
	[ "$status" -eq 1 ]
	[[ "$output" == *"scheme 1: --pale on --paper: 3."* ]]
	{ cat "$BATS_TEST_DIRNAME/../../src/html/page.css"; echo 'h1 { color: #ccc }'; } >loose.css
	run python3 "$BATS_TEST_DIRNAME/../tools/contrast.py" loose.css
	[ "$status" -eq 1 ]
}

@test "browser: a page and its list say which folder they belong to" {
	printf 'a\303\220i\nx\303\220\n' >a
	modest -q -i --html page.html a
	grep -q "\"folder\":\"$PWD\"" page.html
	browse "eval=document.getElementById('folder').textContent" key=y key=n key=s \
		saved=vnfix-decisions.ndjson
	[ "${lines[0]}" = "$PWD" ]
	grep -q "\"folder\":\"$PWD\"" vnfix-decisions.ndjson
	mkdir other
	cp a other
	cd other
	run --separate-stderr "$VNFIX" --apply ../vnfix-decisions.ndjson
	[ "$status" -eq 0 ]
	[[ "$stderr" == *"belongs to the folder $BATS_TEST_TMPDIR;"* ]]
}

@test "an output that holds several documents is named on the page, its inputs are not touched" {
	printf 'a\303\220i\n' >a
	printf 'b\303\220i\n' >b
	modest a b -o both --html page.html
	[ "$(grep -o '"output":"both"' page.html | wc -l)" -eq 2 ]
	browse key=y key=n key=s saved=vnfix-decisions.ndjson
	cp both once
	run --separate-stderr "$VNFIX" --apply vnfix-decisions.ndjson
	[ "$status" -eq 3 ]
	cmp both once
	holds a 'a\303\220i\n'
	holds b 'b\303\220i\n'
}

@test "browser: decisions are carried out on the output" {
	printf 'a\303\220i\nx\303\220\nm\303\220\n' >a
	modest a -o out --html page.html
	browse key=y key=n key=s saved=vnfix-decisions.ndjson
	"$VNFIX" --apply vnfix-decisions.ndjson
	holds out 'a\304\220i\nx\303\220\nm\304\220\n'
	holds a 'a\303\220i\nx\303\220\nm\303\220\n'
}

@test "browser: decisions that were carried out can be undone, back to the input" {
	printf 'a\303\220i\nx\303\220\nm\303\220\n' >a
	cp a first
	modest -q -i --report log --html page.html a
	browse key=y key=n key=e "eval=document.getElementById('instead').value = 'm\u1edbi'" \
		key=Enter key=s saved=vnfix-decisions.ndjson
	"$VNFIX" --apply vnfix-decisions.ndjson --report log
	holds a 'a\304\220i\nx\303\220\nm\341\273\233i\n'
	run --separate-stderr "$VNFIX" --undo log
	[ "$status" -eq 0 ]
	[[ "$stderr" == *"restored 1"* ]]
	cmp a first
}

@test "browser: fifty thousand changes, and paper" {
	need_plain_build
	seq 50000 | sed 's/$/ \o303\o220i/' >a
	modest --html page.html --dry-run a
	browse "eval=document.querySelectorAll('.item').length < 200" key=j key=j \
		"eval=document.querySelectorAll('.row').length < 2000" \
		"eval=document.getElementById('sum').textContent.includes('50,000')"
	[ "$output" = $'True\nTrue\nTrue' ]
	seq 300 | sed 's/$/ \o303\o220i/' >a
	modest --html page.html --dry-run --force a
	browse pdf=page.pdf
	[ "$(head -c 4 page.pdf)" = "%PDF" ]
}
