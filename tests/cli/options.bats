#!/usr/bin/env bats
# What the tool says about itself, and how it takes its options.

# shellcheck disable=SC2154 # stderr is set by run
load helper

@test "--help goes to standard output, as agreed" {
	run --separate-stderr "$VNFIX" --help
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	diff -u "$BATS_TEST_DIRNAME/golden/help.txt" <(printf '%s\n' "$output")
}

@test "--help fits 80 columns" {
	"$VNFIX" --help >help
	LC_ALL=C.UTF-8 run ! grep -E '.{81}' help
}

@test "every option is in the manual page" {
	"$VNFIX" --help | grep -oE -- '--[a-z-]+' | sort -u | while read -r option; do
		sed -e 's/Fl \\-/--/g' -e 's/\\-/-/g' "$BATS_TEST_DIRNAME/../../doc/vnfix.1" | grep -qF -- "$option" ||
			{ echo "$option is missing"; exit 1; }
	done
}

@test "--version names all parts" {
	run --separate-stderr "$VNFIX" --version
	[ "$status" -eq 0 ]
	[[ "${lines[0]}" =~ ^vnfix\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
	for part in ICU Unicode PCRE2 utf8proc model; do
		grep -qE "^$part " <<<"$output"
	done
}

@test "-h and -V are the short forms" {
	[ "$("$VNFIX" -h)" = "$("$VNFIX" --help)" ]
	[ "$("$VNFIX" -V)" = "$("$VNFIX" --version)" ]
}

@test "--list-stages lists them in order" {
	run --separate-stderr "$VNFIX" --list-stages
	[ "$status" -eq 0 ]
	[ "$(awk '{ printf "%s ", $1 }' <<<"$output")" = "user normalise protect repair replace lattice recase trust " ]
	awk 'NF < 2 { exit 1 }' <<<"$output"
}

@test "an unknown option is named, exit 2" {
	for option in --nonsense -z -hz --output; do
		run --separate-stderr "$VNFIX" "$option" </dev/null
		[ "$status" -eq 2 ]
		[ -z "$output" ]
		[[ "$stderr" == *"vnfix --help"* ]]
	done
	run --separate-stderr "$VNFIX" --nonsense
	[[ "$stderr" == *"'--nonsense'"* ]]
	run --separate-stderr "$VNFIX" --force=yes
	[ "$status" -eq 2 ]
	[[ "$stderr" == *"takes no argument"* ]]
}

@test "an unknown stage is answered with the known ones" {
	for option in --only --skip; do
		run --separate-stderr "$VNFIX" "$option" normalise,sing </dev/null
		[ "$status" -eq 2 ]
		[[ "$stderr" == *"'sing'"*"user, normalise, protect, repair, replace, lattice, recase, trust"* ]]
	done
}

@test "an unknown value is refused" {
	for option in --assume=greek --tone=flat --assume= --only=; do
		run --separate-stderr "$VNFIX" "$option" </dev/null
		[ "$status" -eq 2 ]
		[ -n "$stderr" ]
	done
}

@test "known values are taken" {
	for option in --assume={auto,eng,vie,bare,clean} --tone={keep,old,new}; do
		run --separate-stderr "$VNFIX" --only normalise "$option" <<<"Tr"
		[ "$status" -eq 0 ]
		[ "$output" = "Tr" ]
	done
}

@test "options may follow files, -- ends them" {
	echo one >./-a
	echo two >b
	run --separate-stderr "$VNFIX" b --only normalise -- -a
	[ "$status" -eq 0 ]
	[ "$output" = $'two\none' ]
}

@test "--skip and --only choose the stages" {
	# Eth for D with stroke: normalise alone mends it.
	printf '\303\220i\n' >in
	run --separate-stderr "$VNFIX" --only normalise in
	[ "$output" = "Đi" ]
	run --separate-stderr "$VNFIX" --only normalize in
	[ "$output" = "Đi" ]
	run --separate-stderr "$VNFIX" --only protect in
	[ "$output" = "Ði" ]
	run --separate-stderr "$VNFIX" --only protect --only normalise in
	[ "$output" = "Đi" ]
	run --separate-stderr "$VNFIX" --only protect,normalise --skip normalise in
	[ "$output" = "Ði" ]
	run --separate-stderr "$VNFIX" --skip normalise,protect --skip repair,lattice,recase,trust in
	[ "$output" = "Ði" ]
}

@test "--stats goes to standard error as 'name value' lines" {
	printf 'm\303\264t\n\377\nhai' >a
	printf 'ba\n' >b
	modest --stats a b
	[ "$status" -eq 0 ]
	[ -z "$(sed -E '/^[a-z_]+ [0-9]+$/d' <<<"$stderr")" ]
	grep -qx 'files 2' <<<"$stderr"
	grep -qx 'bytes_in 13' <<<"$stderr"
	grep -qx 'bytes_out 13' <<<"$stderr"
	grep -qx 'lines 4' <<<"$stderr"
	grep -qx 'invalid_bytes 1' <<<"$stderr"
	grep -qx 'edits 0' <<<"$stderr"
}

@test "no file and a terminal: short help, exit 2" {
	command -v script >/dev/null || skip "no script(1)"
	run script -qec "$VNFIX" /dev/null </dev/null
	[ "$status" -eq 2 ]
	[[ "$output" == *"Usage: vnfix"* ]]
}

@test "help and version on a full disk: exit 4" {
	[ -e /dev/full ] || skip "no /dev/full"
	for option in --help --version --list-stages; do
		run --separate-stderr sh -c "'$VNFIX' $option >/dev/full"
		[ "$status" -eq 4 ]
		[ -n "$stderr" ]
	done
}
