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
	[[ "${lines[0]}" =~ ^vnfix\ [0-9]+\.[0-9]+\.[0-9]+(-rc[0-9]+)?$ ]]
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
	[ "$(awk '{ printf "%s ", $1 }' <<<"$output")" = "recode user kinds normalise protect repair replace restore signs recase trust " ]
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
		[[ "$stderr" == *"'sing'"*"recode, user, kinds, normalise, protect, repair, replace, restore, signs, recase, trust"* ]]
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
	run --separate-stderr "$VNFIX" --skip normalise,protect --skip repair,restore,recase,trust in
	[ "$output" = "Ði" ]
	# Both have another name.
	run --separate-stderr "$VNFIX" --skip normalize,lattice --skip protect,repair,recase,trust in
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

# Fails unless the tool refuses its arguments, but for the first one, with that text.
refused() {
	local text=$1
	shift
	run --separate-stderr "$VNFIX" --no-config "$@" </dev/null
	[ "$status" -eq 2 ] || return 1
	[ -z "$output" ] || return 1
	grep -qF -- "$text" <<<"$stderr" || { echo "$stderr"; return 1; }
}

@test "a wrong value: what the option takes is said" {
	refused "--assume: no value 'x'; there are: auto, eng, vie, bare, clean" --assume=x
	refused "--tone: no value ''; there are: keep, old, new" --tone=
	refused "--existing: no value 'x'; there are: fail, skip, overwrite" --existing=x
	refused "--on-error: no value 'x'; there are: skip, copy, abort" --on-error=x
	refused "--progress: no value 'x'; there are: auto, plain, json, none" --progress x
	refused "--format: no value 'x'; there are: text, mark, tokens" --format x
	refused "--only: no stage 'x'; there are: recode, user, kinds" --only x
	for option in --jobs --timeout; do
		for bad in x "" -1 1.5 99999999; do
			refused "$option: takes a whole number from 0 to 1000000, not '$bad'" "$option=$bad"
		done
	done
	refused "--shard: takes K/N, with K from 1 to N, not '3/2'" --shard=3/2
	refused "--min-confidence: takes a probability from 0 to 1, such as 0.98, not '98'" --min-confidence=98
	refused "--mark: takes a probability from 0 to 1, such as 0.98, not '2'" --mark=2
	refused "--backup: takes a suffix without a slash, not 'a/b'" --backup=a/b -i x
}

@test "no option with fixed values or a number takes another one in silence" {
	"$VNFIX" --help | grep -oE -- '--[a-z-]+=(HOW|NAME|KIND|STYLE|N|K/N|SECONDS|P|STAGE)\b' | while IFS='=' read -r option _; do
		run --separate-stderr "$VNFIX" --no-config "$option=%" </dev/null
		[ "$status" -eq 2 ]
		grep -qE "^vnfix: $option: (no value '%'; there are: .+|takes .+, not '%'|no stage '%'; there are: .+)$" <<<"$stderr" ||
			{ echo "$option: $stderr"; exit 1; }
	done
}

@test "a misspelled option: the one that was meant is named" {
	refused "unknown option '--ouput=x'; did you mean --output?" --ouput=x
	refused "unknown option '--min-confidense'; did you mean --min-confidence?" --min-confidense
	refused "unknown option '--recursiv-'; did you mean --recursive?" --recursiv-
	refused "unknown option '-R'; did you mean -r?" -R
	refused "option '--no' may be any of --no-provenance, --no-config" --no
	refused "unknown option '--x'" --x
	run --separate-stderr "$VNFIX" --qqqqqqqq
	[[ "$stderr" != *"did you mean"* ]]
	long=--$(printf 'x%.0s' {1..5000})
	refused "unknown option" "$long"
}

@test "an argument that stands apart from -i, --mark and the like is refused with a hint" {
	echo a >a
	refused "there is no file '.bak'; an argument stands right behind its option: -i.bak" -i .bak a
	for word in bak old orig; do
		refused "there is no file '$word'; an argument stands right behind its option: -i.$word" -i $word a
	done
	refused "there is no file '~'; an argument stands right behind its option: -i~" -i '~' a
	refused "option: -i.bak" -n -qi .bak a
	refused "option: --in-place=.bak" --in-place .bak a
	refused "option: --backup=.bak" -i --backup .bak a
	refused "option: --mark=0.9" --mark 0.9 a
	refused "option: --candidates=t.tsv" --candidates t.tsv a
	[ "$(cat a)" = a ]
	[ "$(ls -A | grep -v '^separate-stderr')" = a ]
	# A file of that name is one, and other words are names.
	echo b >.bak
	modest -i .bak a
	[ "$status" -eq 0 ]
	modest -i gone.txt
	[ "$status" -eq 3 ]
	[ "$stderr" = "vnfix: gone.txt: No such file or directory
vnfix: 1 file: 0 changed, 0 unchanged, 0 skipped, 1 failed (1 not readable)" ]
}

@test "-r alone is the current folder, but not where only a config says so" {
	mkdir -p scans/deep
	cd scans
	echo one >1
	echo two >deep/2
	modest -r
	[ "$status" -eq 0 ]
	[ "$output" = $'one\ntwo' ]
	modest -rn <<<"three"
	[ "${lines[0]}" = "./1: changes 0, codes and numbers touched 0, doubtful 0" ]
	modest -r --output-dir ../out
	[ "$status" -eq 0 ]
	holds ../out/deep/2 'two\n'
	modest -r - <<<"three"
	[ "$output" = three ]
	echo "recursive = yes" >../config
	run "$VNFIX" --config "$PWD/../config" --only normalise <<<"three"
	[ "$output" = three ]
}
