#!/usr/bin/env bats
# The scorer from the outside. tests/quality/scorer.sh has the ways to name pages.

# shellcheck disable=SC2154 # stderr is set by run
load helper

# Runs the scorer; $status, $output and $stderr are set.
score() {
	run --separate-stderr "$VNFIX_EVAL" "$@"
}

# Two folders of a page each, and a list of tokens with confidence for both.
confident() {
	mkdir one two
	printf 'a b c\nd 5\n' >one/p.truth.txt
	printf 'a b c\nd' >two/q.truth.txt
	printf 'a b x\ny 5\n' >one/p.ocr.txt
	printf 'a b c\nd' >two/q.ocr.txt
	listing='sed "s/\$/\n/; s/ /\n/g" | sed "s/[a-d]/&\t0.75\ta\tb/; s/[xy5]/&\t0.25/"'
}

@test "--help fits 80 columns, and every option is in the manual page" {
	score --help
	[ "$status" -eq 0 ]
	awk 'length > 80 { print; bad = 1 } END { exit bad }' <<<"$output"
	grep -oE '^ +(-[a-z], )?--[a-z-]+(, --[a-z-]+)?' <<<"$output" | grep -oE -- '--[a-z-]+' >options
	[ "$(wc -l <options)" -ge 10 ]
	while read -r option; do
		sed -e 's/Fl \\-/--/g' -e 's/\\-/-/g' "$BATS_TEST_DIRNAME/../../doc/vnfix-eval.1" |
			grep -qE -- "$option( |\$)" || { echo "$option is missing"; exit 1; }
	done <options
}

@test "--confidence pools the pages of all folders" {
	confident
	score --confidence --run="$listing" one two
	[ "$status" -eq 0 ]
	grep -qx 'letter_tokens      8' <<<"$output"
	grep -qx 'errors             2' <<<"$output"
	grep -qx 'accuracy           75.0' <<<"$output"
	grep -qx 'mean_confidence    62.5' <<<"$output"
	grep -qx 'auroc              1.0' <<<"$output"
	[ "$(grep -cE '^ +[01] ' <<<"$output")" -eq 15 ]
}

@test "--confidence: JSON is JSON, rows are rows" {
	confident
	"$VNFIX_EVAL" --json --confidence --run="$listing" one two |
		python3 -c 'import json, sys
r = json.load(sys.stdin)
assert r["letter_tokens"] == 8 and r["ece"] == 0.25, r
assert len(r["bins"]) == 15 and sum(b[0] for b in r["bins"]) == 8, r'
	score --csv=set --confidence --run="$listing" one two
	[ "${lines[5]}" = set,ece,0.25 ]
	[[ "$output" != *seconds* ]]
}

@test "--confidence takes three files too" {
	printf 'a b' >truth
	printf 'a\t1\nb\t1\n' >list
	score --confidence truth truth list
	[ "$status" -eq 0 ]
	grep -qx 'letter_tokens      2' <<<"$output"
}

@test "--confidence refuses what is no list of tokens, exit 3" {
	confident
	score --confidence --run=cat one
	[ "$status" -eq 3 ]
	score --confidence --run='printf "a\tb\n\n\n"' one
	[ "$status" -eq 3 ]
	[[ "$stderr" == *"one/p.ocr.txt: "*"no confidence"* ]]
	score --confidence --run='printf "a\t1\n"' one
	[ "$status" -eq 3 ]
	[[ "$stderr" == *"line counts differ"* ]]
	for wrong in '--harm=one/p.ocr.txt' '--top=3 one' '--output-dir=two one' ''; do
		# shellcheck disable=SC2086 # several words are meant
		score --confidence --run=cat $wrong
		[ "$status" -eq 2 ]
	done
}

# Folders whose files have the same names, one of them in a subfolder, with what an engine made of
# them, line breaks and all.
papers() {
	mkdir -p truth/b read/b out/b
	printf 'Ủy ban nhân dân\nphường Một số 12\n' >truth/a.txt
	printf 'Uy ban nhan dân phường\nMột số 13\n\n' >read/a.txt
	printf 'Ủy ban nhân dân phường\nMột số 13\n\n' >out/a.txt
	printf 'Trạm y tế\n' >truth/b/c.txt
	printf 'Tramy tế\n' >read/b/c.txt
	printf 'Trạm y té\n' >out/b/c.txt
	echo hidden >truth/.x
}

@test "folders are matched by name, whatever the line breaks" {
	papers
	score truth read out
	[ "$status" -eq 0 ]
	grep -qx 'pages              2' <<<"$output"
	grep -qx 'pages_as_whole     1' <<<"$output"
	grep -qx 'words              11' <<<"$output"
	grep -qx 'wer_before         45.455' <<<"$output"
	grep -qx 'wer_after          18.182' <<<"$output"
	score --glob='b/*' truth read out
	grep -qx 'words              3' <<<"$output"
	score --align=lines truth read out
	[ "$status" -eq 3 ]
	[[ "$stderr" == *"read/a.txt: line counts differ"* ]]
	rm out/b/c.txt
	score truth read out
	[ "$status" -eq 3 ]
	[[ "$stderr" == *out/b/c.txt* ]]
}

@test "links to folders are not followed, a link to nothing is an error" {
	papers
	ln -s .. truth/b/loop
	score truth read
	[ "$status" -eq 0 ]
	grep -qx 'pages              2' <<<"$output"
	ln -s nowhere truth/b/lost
	score truth read
	[ "$status" -eq 3 ]
	[[ "$stderr" == *truth/b/lost* ]]
}

@test "a command has to keep the lines, whatever those of the truth" {
	papers
	score --run=cat truth read
	[ "$status" -eq 0 ]
	score --run='head -n 1' truth read
	[ "$status" -eq 3 ]
	[[ "$stderr" == *"line counts differ: read 4, output 2"* ]]
	score --align=text --run='head -n 1' truth read
	[ "$status" -eq 0 ]
	score --align=word truth read
	[ "$status" -eq 2 ]
}

@test "--kinds counts before and after, and lists pairs" {
	papers
	score --kinds --top=1 truth read out
	[ "$status" -eq 0 ]
	grep -qx 'diacritic                 2        1' <<<"$output"
	grep -qx '  tone                    1        0' <<<"$output"
	grep -qx '  vowel_mark              1        1' <<<"$output"
	grep -qx 'number                    1        1' <<<"$output"
	grep -qx '                          1        1  12 -> 13' <<<"$output"
	grep -qx 'merge                     1        0' <<<"$output"
	score --kinds truth read
	grep -qx 'merge                     1' <<<"$output"
	score --csv=s --kinds truth read out
	grep -qx 's,merge_before,1' <<<"$output"
	grep -qx 's,vowel_mark_after,1' <<<"$output"
}

@test "--intervals: the same in every run, and in JSON" {
	papers
	score --intervals truth read out
	[ "$status" -eq 0 ]
	grep -qx 'wer_before         45.455 (37.5 to 66.667)' <<<"$output"
	once=$output
	score --intervals truth read out
	[ "$output" = "$once" ]
	"$VNFIX_EVAL" --json --kinds --intervals --top=2 truth read out | python3 -c 'import json, sys
r = json.load(sys.stdin)
assert r["intervals"]["wer_before"] == [37.5, 66.667], r
assert r["kinds"]["number"] == {"before": 1, "after": 1, "pairs": [["12", "13", 1, 1]]}, r
assert r["kinds"]["diacritic"] == {"before": 2, "after": 1}, r
assert r["errors"] == [["12", "13", 1], ["tế", "té", 1]], r'
	score --csv=s --intervals truth read out
	grep -qx 's,wer_before_low,37.5' <<<"$output"
}

# A page that a browser can only show: known tags, all closed, no attribute that loads or runs, a
# policy that admits the style by its digest alone.
harmless_page() {
	python3 - "$1" <<'END'
import base64, hashlib, html.parser, re, sys
text = open(sys.argv[1], encoding="utf-8").read()
allowed = set("html head meta title style body h1 h2 p table thead tbody tr th td span bdi".split())
class Check(html.parser.HTMLParser):
    open = []
    def handle_starttag(self, tag, attributes):
        assert tag in allowed, tag
        assert not any(name.startswith("on") or name in ("src", "href", "style")
                       for name, value in attributes), attributes
        if tag != "meta":
            self.open.append(tag)
    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag
check = Check()
check.feed(text)
assert not check.open
assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", text)
style = re.search("<style>(.*)</style>", text, re.S).group(1)
digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
policy = re.search('Content-Security-Policy" content="([^"]*)"', text).group(1)
assert policy.startswith("default-src 'none'; style-src 'sha256-" + digest + "'"), policy
END
}

@test "--html: one page, whole, hostile text escaped, nothing replaced unasked" {
	mkdir truth read
	printf '<script>alert(1)</script> & một\n' >"truth/<img src=x onerror=y>"
	printf '"><b>x \033[31m \342\200\256một hai\n' >"read/<img src=x onerror=y>"
	score --html=page.html truth read
	[ "$status" -eq 0 ]
	harmless_page page.html
	grep -qF '&lt;script&gt;alert(1)&lt;/script&gt;' page.html
	grep -qF '&lt;img src=x onerror=y&gt;' page.html
	cp page.html old.html
	score --html=page.html read truth
	[ "$status" -eq 4 ]
	[[ "$stderr" == *page.html* ]]
	cmp page.html old.html
	score --html=page.html --force read truth
	[ "$status" -eq 0 ]
	run ! cmp -s page.html old.html
	for wrong in '--confidence --run=cat truth' '--harm=old.html --run=cat'; do
		# shellcheck disable=SC2086 # several words are meant
		score --html=new.html $wrong
		[ "$status" -eq 2 ]
	done
}

@test "--html has every part, before alone too" {
	papers
	score --html=page.html truth read out
	harmless_page page.html
	for part in Summary 'Errors by kind' 'Worst pages' 'Most frequent errors' b/c.txt; do
		grep -qF "$part" page.html
	done
	grep -qF '45.455 % <span class="i">(37.5 to 66.667)</span>' page.html
	grep -qF '<bdi>12</bdi> → <bdi>13</bdi> <span class="i">1</span>' page.html
	score --html=before.html truth read
	harmless_page before.html
	run ! grep -q after before.html
}

@test "terminal escapes of a text do not reach the terminal" {
	printf 'một\n' >truth
	printf '\033]0;x\007\n' >read
	for kinds in '' --kinds; do
		score $kinds --top=3 truth read
		[ "$status" -eq 0 ]
		[[ "$output" != *$'\033'* ]]
	done
}

@test "any bytes at all can be compared" {
	head -c 20000 "$VNFIX_EVAL" >truth
	tail -c 20000 "$VNFIX_EVAL" >read
	score --kinds --intervals --top=9 --html=page.html truth read
	[ "$status" -eq 0 ]
	harmless_page page.html
}

@test "a wrong value or option is named, with what there is" {
	run --separate-stderr "$VNFIX_EVAL" --align=x a b
	[ "$status" -eq 2 ]
	[ "${stderr%%$'\n'*}" = "vnfix-eval: --align: takes lines, text or auto, not 'x'" ]
	for bad in x "" -1 1.5; do
		run --separate-stderr "$VNFIX_EVAL" "--top=$bad" a b
		[ "$status" -eq 2 ]
		[ "${stderr%%$'\n'*}" = "vnfix-eval: --top: takes a whole number, not '$bad'" ]
	done
	run --separate-stderr "$VNFIX_EVAL" --kind a b
	[ "$status" -eq 3 ] # short for --kinds; a and b are not there
	run --separate-stderr "$VNFIX_EVAL" --knids a b
	[ "$status" -eq 2 ]
	[ "$stderr" = $'vnfix-eval: unknown option \'--knids\'; did you mean --kinds?\nvnfix-eval: try \'vnfix-eval --help\'' ]
	run --separate-stderr "$VNFIX_EVAL" --top
	[ "$status" -eq 2 ]
	[[ "$stderr" == "vnfix-eval: option '--top' needs an argument"* ]]
}
