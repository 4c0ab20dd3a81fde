#!/usr/bin/env bats
# How sure the words are: --format, --mark, --min-confidence.

# shellcheck disable=SC2154 # stderr is set by run
load helper

damaged() {
	cat <<'END'
CONG HOA XA HOI CHU NGHIA VIET NAM
Doc lap - Tu do - Hanh phuc

Can cu Luat To chirc chinh quyén dia phuong ngay 19 thang 6 nam 2015;
Uy ban nhan dan tinh ban hanh ké hoach chuyén d6i s6, xqzt va (chua) ro.
END
}

@test "--format=tokens holds the text, token by token" {
	need_model
	damaged >in
	"$VNFIX" in >out
	"$VNFIX" --format=tokens in >tokens
	# Lines and tokens are those of the text.
	awk -F '\t' '$0 == "" { print line; line = ""; next } { line = line (line == "" ? "" : " ") $1 }' tokens >again
	cmp out again
	awk -F '\t' '$0 != "" && (NF != 4 || $2 !~ /^[01]\.[0-9][0-9][0-9][0-9]$/ || $2 > 1) { print; bad = 1 } END { exit bad }' tokens
	# What was read is all there too.
	awk -F '\t' '$0 == "" { print line; line = ""; next } { line = line (line == "" ? "" : " ") $3 }' tokens >read
	cmp in read
	# A word that no list knows is less sure than one that is common.
	awk -F '\t' '$1 == "xqzt" { odd = $2 } $1 == "nhân" { good = $2 } END { exit !(odd + 0.1 < good) }' tokens
}

@test "--format=text is the default, a wrong format is refused" {
	need_model
	damaged >in
	cmp <("$VNFIX" in) <("$VNFIX" --format=text in)
	run --separate-stderr "$VNFIX" --format=poem in
	[ "$status" -eq 2 ]
	[[ "$stderr" == *poem* ]]
}

@test "--mark marks, and taking the marks away gives the text" {
	need_model
	damaged >in
	"$VNFIX" in >out
	"$VNFIX" --mark=0.9 in >marked
	grep -q '⟦xqzt?' marked
	sed -E 's/⟦([^?⟧]*)\?[^⟧]*⟧/\1/g' marked | cmp - out
	# What is flagged is marked whatever its confidence.
	"$VNFIX" --mark=0 --min-confidence=0 in | cmp - <("$VNFIX" --min-confidence=0 in)
	cmp <("$VNFIX" --mark in) <("$VNFIX" --format=mark in)
	cmp <("$VNFIX" --mark in) <("$VNFIX" --mark=0.8 in)
	[ "$("$VNFIX" --mark=1 in | grep -o '⟦' | wc -l)" -ge "$(grep -o '⟦' marked | wc -l)" ]
}

@test "brackets of the text do not pass for marks" {
	need_model
	printf 'ngay ⟦xq19⟧ thang 6\nxq|z?t\\\n' >in
	"$VNFIX" --mark=1 in >marked
	grep -qF 'xq\|z\?t\\?' marked
	grep -qF '\⟦xq19\⟧' marked
	printf 'ngày ⟦19⟧ tháng 6\n' | "$VNFIX" --mark=0.0001 >marked
	grep -qF '⟦⟦19⟧' marked
}

@test "--min-confidence leaves and flags what is not sure" {
	need_model
	damaged >in
	"$VNFIX" --min-confidence=1 --stats in >none 2>stats
	"$VNFIX" --skip=repair,restore,recase,trust in >plain
	cmp none plain
	[ "$(awk '$1 == "flagged" { print $2 }' stats)" -gt 20 ]
	"$VNFIX" --min-confidence=0.95 --format=tokens in >tokens
	# What differs from what was read is sure enough.
	awk -F '\t' '$0 != "" && $1 != $3 && $2 < 0.9499 { print; bad = 1 } END { exit bad }' tokens
	"$VNFIX" --min-confidence=1 --mark=0 in | grep -qF '⟦chirc?chức'
}

# Words with other letters than were read though they are less sure than $1, in the tokens of the options
# behind. A sign at one has a rule of its own.
below() {
	least=$1
	shift
	"$VNFIX" --format=tokens "$@" |
		awk -F '\t' -v least="$least" '{ was = $3; is = $1; gsub(/[[:punct:]]/, "", was); gsub(/[[:punct:]]/, "", is) }
			$0 != "" && is != was && $2 < least'
}

@test "what is least sure is left without being asked, with --min-confidence=0 nothing is" {
	need_model
	cat "$BATS_TEST_DIRNAME"/../../corpus/ocr/*_eng.ocr.txt >in
	[ -z "$(below 0.08 in)" ]
	[ -n "$(below 0.08 --min-confidence=0 in)" ]
	cmp <("$VNFIX" in) <("$VNFIX" --min-confidence=0.08 in)
	"$VNFIX" --stats in 2>&1 >/dev/null | awk '$1 == "flagged" && $2 > 0 { found = 1 } END { exit !found }'
	"$VNFIX" --stats --min-confidence=0 in 2>&1 >/dev/null | grep -qx 'flagged 0'
}

@test "doubtful means the same on the page, in the counts and in the marks" {
	need_model
	{ damaged; cat "$BATS_TEST_DIRNAME"/../../corpus/ocr/01-quyet-dinh_eng.ocr.txt; printf -- '- 12%% + 3 = 15 ; 2025 (7) -> *\n'; } >in
	"$VNFIX" --mark in >marked
	marks=$(grep -o '⟦' marked | wc -l)
	[ "$marks" -gt 0 ]
	run "$VNFIX" --dry-run --html page.html in
	[[ "$output" == *", doubtful $marks" ]]
	"$VNFIX" --stats in 2>&1 >/dev/null | grep -qx "doubtful $marks"
	grep -q "\"doubtful\":$marks[,}]" page.html
	# A change is as doubtful as its word, of which it may be a part.
	python3 - <<-'END'
		import json, re
		page = open("page.html", encoding="utf-8").read()
		(changes,) = re.findall('class="changes">(.*?)</script>', page, re.S)
		changes = [change for change in json.loads(changes) if change[6] is not None]
		doubtful = [change for change in changes if change[9]]
		assert doubtful and all(change[10] < 8000 for change in doubtful), doubtful
	END
	# No mark on a number or a sign that may be nothing else.
	run grep -P '(*UTF)⟦[^?\p{L}]*\?⟧' marked
	[ "$status" -eq 1 ]
}

@test "rules are as sure as they were measured to be" {
	need_model
	printf 'S6: 57-NQ/TW\nCQNG HOA XÃ HQI CHU NGHĨA VIÊT NAM\n57-NQ/HDND\n' >in
	"$VNFIX" --only=repair in >ruled
	[ "$(cmp -l in ruled | wc -l)" -gt 5 ]
	"$VNFIX" --only=repair,trust --min-confidence=0.98 in >sure
	cmp sure ruled
	"$VNFIX" --only=repair,trust --min-confidence=0.99 in >sure
	cmp sure in
}

@test "the default asks for no stage" {
	need_model
	for stage in trust restore,trust; do
		"$VNFIX" --skip=$stage <<<'57-NQ/HDND' >out
		grep -qx '57-NQ/HĐND' out
	done
	"$VNFIX" --only=normalise <<<x >out
	grep -qx x out
}

@test "probabilities are numbers from 0 to 1" {
	for bad in x 1.01 -0.1 nan "" 0,5 1e9; do
		for option in --mark --min-confidence; do
			run --separate-stderr "$VNFIX" "$option=$bad" --skip=normalise </dev/null
			[ "$status" -eq 2 ]
			[ -n "$stderr" ]
		done
	done
}

@test "other formats than text are not reported or compared" {
	for option in --diff --check --dry-run --suggest-only --report=r --undo=r; do
		run --separate-stderr "$VNFIX" --mark "$option" </dev/null
		[ "$status" -eq 2 ]
		[[ "$stderr" == *--format* ]]
	done
	[ ! -e r ]
}

@test "confidences need the stage that finds them" {
	for option in --mark --format=tokens --min-confidence=0.5; do
		run --separate-stderr "$VNFIX" --only normalise "$option" </dev/null
		[ "$status" -eq 2 ]
		[[ "$stderr" == *trust* ]]
	done
}
