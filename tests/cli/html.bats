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

@test "browser: the same everywhere; decisions outlive the page; Escape leaves the search" {
	printf 'x\303\220\nm\303\220\nx\303\220\nm\303\220\nn\303\220\n' >a
	modest --suggest-only --html page.html a
	browse key=n key=k key=a key=y "eval=document.getElementById('sum').textContent" page=page.html \
		"eval=document.getElementById('sum').textContent" key=j key=j key=j key=y \
		"eval=document.getElementById('find').focus()" key=Escape "eval=document.activeElement.id" \
		key=s saved=vnfix-decisions.ndjson
	[[ "${lines[0]}" == *"3 decided" ]]
	[[ "${lines[1]}" == *"3 decided" ]]
	[ "${lines[3]}" = list ]
	[ "$(grep -o '"verdict":"[a-z]*"' vnfix-decisions.ndjson | tr -d '\n')" = \
		'"verdict":"no""verdict":"yes""verdict":"no""verdict":"yes"' ]
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
		"eval=document.getElementById('sum').textContent.includes('50000')"
	[ "$output" = $'True\nTrue\nTrue' ]
	seq 300 | sed 's/$/ \o303\o220i/' >a
	modest --html page.html --dry-run --force a
	browse pdf=page.pdf
	[ "$(head -c 4 page.pdf)" = "%PDF" ]
}
