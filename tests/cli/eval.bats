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
