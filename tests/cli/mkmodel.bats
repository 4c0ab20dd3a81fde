#!/usr/bin/env bats
# vnfix-mkmodel from the outside: parts are learned, joined, looked at, and repair a text.

# shellcheck disable=SC2154 # stderr is set by run
load helper

# A text to count words in, and a page with what an engine read: o with marks as 6, marks lost.
setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	for _ in 1 2 3 4; do
		echo "Ủy ban nhân dân tỉnh đổi mới và chuyển đổi số."
		echo "Ủy ban nhân dân huyện đổi mới, chuyển đổi số ngày nay."
	done >text
	mkdir pages
	cat text text text >pages/1.truth
	sed 's/ổ/6/g; s/ố/6/g; s/đ/d/g; s/â/a/g; s/Ủ/U/g; s/ỉ/i/g; s/ớ/é/g; s/à/a/g; s/ể/e/g; s/ệ/e/g' \
		pages/1.truth >pages/1.ocr
}

# The parts of a model, and the model itself, at "model".
make_model() {
	"$VNFIX_MKMODEL" lm -s 1 -f 1 -o lm.part text 2>lm.told
	"$VNFIX_MKMODEL" channel -c eng -r 3 -o eng.part pages/1.truth,pages/1.ocr
	"$VNFIX_MKMODEL" channel -c vie -r 3 -n -o vie.part pages/1.truth,pages/1.truth:2
	"$VNFIX_MKMODEL" channel -c bare -o bare.part
	"$VNFIX_MKMODEL" join -i "made by a test" -o model lm.part eng.part vie.part bare.part
}

@test "parts are learned and joined to a model that verifies and repairs" {
	make_model
	run -0 "$VNFIX_MKMODEL" verify model
	run -0 "$VNFIX" --model model --assume=eng <<<"Uy ban nhan dan tinh d6i méi"
	[ "$output" = "Ủy ban nhân dân tỉnh đổi mới" ]
	run -0 "$VNFIX" --model model --assume=bare <<<"uy ban nhan dan huyen"
	[ "$output" = "ủy ban nhân dân huyện" ]
	run -0 "$VNFIX" --model model --version
	[[ "$output" == *"made by a test"* ]]
}

@test "lm tells what it counted and keeps no more than asked for" {
	"$VNFIX_MKMODEL" lm -s 1 -f 1 -k 3 -o whole text 2>told
	grep -qE '^tokens: [0-9]+, words: [0-9]+$' told
	grep -qE '^n-grams counted: 1: [0-9]+ 2: [0-9]+ 3: [0-9]+$' told
	[ "$(grep -c '4: ' told)" -eq 0 ]
	"$VNFIX_MKMODEL" lm -s 1 -f 1 -k 3 -n 25 -o some text 2>told
	kept=0
	for number in $(sed -n 's/^n-grams kept: //p' told | tr ' ' '\n' | grep -v :); do
		kept=$((kept + number))
	done
	[ "$kept" -gt 0 ]
	[ "$(stat -c %s some)" -lt "$(stat -c %s whole)" ]
	# What is seen too seldom is no word: syllables by -s, others by -f.
	printf 'gươm xyz\n' >rare
	words() {
		"$VNFIX_MKMODEL" lm "$@" -o p text rare 2>told
		sed -n 's/.*words: //p' told
	}
	few=$(words -s 2 -f 2)
	[ "$(words -s 1 -f 2)" -eq $((few + 1)) ]
	[ "$(words -s 2 -f 1)" -eq $((few + 1)) ]
}

@test "show prints what a letter becomes, likeliest first, and the weights" {
	make_model
	"$VNFIX_MKMODEL" show eng.part eng ổ >shown
	[ "$(head -n 1 shown | cut -f 1,2)" = $'ổ\t6' ]
	# Costs rise, and what they stand for falls.
	cut -f 3 shown | sort -nc
	cut -f 4 shown | sort -c -rg
	run -0 "$VNFIX_MKMODEL" show model bare đ
	[[ "${lines[0]}" == $'đ\td\t'* ]]
	[ "${#lines[@]}" -eq 2 ] # bare text may hold the letter itself
	run -0 "$VNFIX_MKMODEL" show model eng ổ Z ""
	[ "${lines[0]%%$'\t'*}" = "ổ" ]
	run -0 "$VNFIX_MKMODEL" show model weights
	[[ "$output" == lm$'\t'* || "$output" == *$'\n'lm$'\t'* ]]
	# Name, value, default, least, most: the value lies between.
	awk -F '\t' 'NF != 5 || $2 < $4 || $2 > $5 { exit 1 }' <<<"$output"
}

@test "show refuses what is not there" {
	make_model
	for bad in "eng.part" "eng.part eng"; do
		# shellcheck disable=SC2086 # several words
		run --separate-stderr "$VNFIX_MKMODEL" show $bad
		[ "$status" -eq 2 ]
		[[ "$stderr" == *"show: need MODEL CHANNEL PRINTED..."* ]]
	done
	run --separate-stderr "$VNFIX_MKMODEL" show eng.part fra o
	[ "$status" -eq 2 ]
	[[ "$stderr" == *"show: no channel 'fra'"* ]]
	run --separate-stderr "$VNFIX_MKMODEL" show lm.part eng o
	[ "$status" -eq 2 ]
	run --separate-stderr "$VNFIX_MKMODEL" show eng.part eng abc
	[ "$status" -eq 2 ]
	[[ "$stderr" == *"'abc' is not 0 to 2 letters"* ]]
	run --separate-stderr "$VNFIX_MKMODEL" show text weights
	[ "$status" -ne 0 ]
	for what in "eng ổ" weights; do
		# shellcheck disable=SC2086 # several words
		run --separate-stderr bash -c '"$0" show model "$@" >/dev/full' "$VNFIX_MKMODEL" $what
		[ "$status" -eq 3 ]
		[[ "$stderr" == *"show: cannot write"* ]]
	done
}

@test "channel: pages of a folder, neighbours or none, what is missing is named" {
	"$VNFIX_MKMODEL" channel -c eng -r 2 -o pair pages/1.truth,pages/1.ocr
	mv pages/1.truth pages/1.truth.txt
	mv pages/1.ocr pages/1.ocr.txt
	"$VNFIX_MKMODEL" channel -c eng -r 2 -o folder 'pages=*'
	cmp pair folder
	"$VNFIX_MKMODEL" channel -c eng -r 2 -n -o plain 'pages=*'
	[ "$(stat -c %s plain)" -le "$(stat -c %s folder)" ]
	"$VNFIX_MKMODEL" channel -c eng -r 2 -n -o heavy 'pages=*:3'
	[ "$(stat -c %s plain)" -eq "$(stat -c %s heavy)" ]
	for bad in "-c eng pages=*" "-o p pages=*" ""; do
		# shellcheck disable=SC2086 # several words
		run --separate-stderr "$VNFIX_MKMODEL" channel $bad
		[ "$status" -eq 2 ]
		[[ "$stderr" == *"channel: need -c NAME and -o PART"* ]]
	done
	run --separate-stderr "$VNFIX_MKMODEL" channel -c eng -o p pages
	[ "$status" -eq 2 ]
	[[ "$stderr" == *"pages is not DIR=GLOB"* ]]
	run --separate-stderr "$VNFIX_MKMODEL" lm text
	[ "$status" -eq 2 ]
	[[ "$stderr" == *"lm: need -o PART and texts"* ]]
	run --separate-stderr "$VNFIX_MKMODEL" lm -o p
	[ "$status" -eq 2 ]
}
