#!/usr/bin/env bats
# Messages and the terminal: nothing of a name or a text is obeyed, colours are asked for.

# shellcheck disable=SC2154 # stderr is set by run
load helper

# ESC [ 2 J, BEL, CR, C1's CSI, and a mark that turns the direction of writing.
EVIL=$'e\e[2J\a\rv\302\233i\342\200\256l'

# Fails where the last run told a control character but line ends and tabs, or turned the direction.
harmless() {
	printf '%s\n' "$output" "$stderr" >told.tmp
	LC_ALL=C run ! grep -nP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xa8-\xae]' told.tmp
}

@test "names are made harmless in every message" {
	printf 'h\303\263a\n' >"$EVIL"
	for options in "" -v --check --dry-run --diff "--check --diff" "-i -v" "--output-dir=out -v" \
		"--output-dir=out -v" "--report=log -v" "--undo=log" "--suggest-only -v"; do
		# shellcheck disable=SC2086 # several words are meant
		run --separate-stderr "$VNFIX" --only normalise --tone=new $options "$EVIL" "missing$EVIL"
		[ "$status" -ne 0 ]
		[[ "$stderr$output" == *'\x1b[2J'* ]]
		harmless
	done
}

@test "so are names of outputs, lists, reports, models and settings" {
	echo a >page
	mkdir "$EVIL"
	printf '%s\n' "missing$EVIL" "nul"$'\n' >list
	for option in "-o$EVIL" --output-dir="page/$EVIL" --report="$EVIL" --html="$EVIL" \
		--files-from=list --files-from="$EVIL/x" --undo="$EVIL" --apply="$EVIL" --config="$EVIL/x"; do
		run --separate-stderr "$VNFIX" --only normalise "$option" page
		[ "$status" -ne 0 ]
		[[ "$stderr" == *'\x1b[2J'* ]]
		harmless
	done
	run --separate-stderr "$VNFIX" --model="$EVIL" page
	[ "$status" -eq 6 ]
	[[ "$stderr" == *'\x1b[2J'* ]]
	harmless
	cp page "$EVIL/model"
	run --separate-stderr "$VNFIX" --version --model="$EVIL/model"
	[ "$status" -eq 0 ]
	[[ "$output" == *'\x1b[2J'* ]]
	harmless
}

@test "so are options and their values" {
	for option in "--$EVIL" "--tone=$EVIL" "--only=$EVIL" "--shard=$EVIL" "--backup=$EVIL/" "--jobs=$EVIL" \
		"--mark=$EVIL" "--force=$EVIL" $'-\e'; do
		run --separate-stderr "$VNFIX" "$option" </dev/null
		[ "$status" -eq 2 ]
		[[ "$stderr" == *'\x1b'* ]] || [ "$option" = "--force=$EVIL" ]
		harmless
	done
	run --separate-stderr "$VNFIX" --print-config --include="$EVIL"
	[ "$status" -eq 0 ]
	[[ "$output" == *'\x1b[2J'* ]]
	harmless
}

@test "vnfix-eval makes names harmless too" {
	run --separate-stderr "$VNFIX_EVAL" "$EVIL" other
	[ "$status" -eq 3 ]
	[[ "$stderr" == *'\x1b[2J'* ]]
	harmless
}

@test "--diff makes the text harmless, on a terminal too" {
	printf 'a\033[2J h\303\263a \302\233\r\n' >page
	run --separate-stderr "$VNFIX" --only normalise --tone=new --diff page
	[ "$status" -eq 0 ]
	[[ "$output" == *'\x1b[2J'* ]]
	harmless
	command -v script >/dev/null || skip "no script(1)"
	TERM=xterm script -qec "'$VNFIX' --only normalise --tone=new --diff page" /dev/null </dev/null >seen
	run ! grep -qF $'\e[2J' seen
	grep -qF '\x1b[2J' seen
}

# What a terminal shows of a run with these variables and options.
shown() {
	TERM=xterm script -qec "env $1 '$VNFIX' --no-config --only normalise --tone=new $2" /dev/null </dev/null
}

@test "colours are for terminals, and not with NO_COLOR or TERM=dumb" {
	command -v script >/dev/null || skip "no script(1)"
	printf 'h\303\263a\n' >page
	[[ "$(shown X=1 '--diff page')" == *$'\e['* ]]
	[[ "$(shown NO_COLOR= '--diff page')" == *$'\e['* ]]
	[[ "$(shown NO_COLOR=1 '--diff page')" != *$'\e['* ]]
	[[ "$(shown TERM=dumb '--diff page')" != *$'\e['* ]]
	[[ "$(shown X=1 '--diff page | cat')" != *$'\e['* ]]
}

@test "progress by itself is for terminals that can, and never with -q" {
	command -v script >/dev/null || skip "no script(1)"
	for kind in "X=1 --quiet" "TERM=dumb -v" "TERM= -v" "X=1 --progress=none"; do
		[[ "$(shown "${kind% *}" "${kind#* } <(sleep 1; echo a) >out")" != *$'\e['* ]]
	done
}

@test "-q leaves errors, -v adds a line for each file, the last one counts" {
	echo a >page
	run --separate-stderr "$VNFIX" --only normalise -q --output-dir out page missing
	[ "$status" -eq 3 ]
	[ "$stderr" = "vnfix: missing: No such file or directory" ]
	run --separate-stderr "$VNFIX" --only normalise -q -v page
	[[ "$stderr" == *"page: unchanged"* ]]
	run --separate-stderr "$VNFIX" --only normalise -v -q page
	[ -z "$stderr" ]
}

@test "--progress=json and plain are lines without controls" {
	echo a >page
	for how in json plain none; do
		run --separate-stderr "$VNFIX" --only normalise --progress="$how" page
		[ "$status" -eq 0 ]
		harmless
	done
}
