#!/usr/bin/env bats
# Completions: made from the table of options, so they hold all of them and the shells take them.

load helper

# The long options, one a line, as the help has them.
options() {
	"$VNFIX" --help | grep -oE '^ +(-., )?--[a-z0-9-]+' | grep -oE -- '--[a-z0-9-]+'
}

made() {
	echo "$VNFIX_BUILD/src/cli/$1"
}

@test "every option is in the completions of each shell" {
	[ "$(options | wc -l)" -gt 40 ]
	options | while read -r option; do
		grep -qE -- "[ |]$option(=|\)| )" "$(made vnfix.bash)" || { echo "bash: $option"; exit 1; }
		grep -qE -- "$option(=-?)?(\[|\}')" "$(made _vnfix)" || { echo "zsh: $option"; exit 1; }
		grep -qE -- " -l ${option#--} .*-d '" "$(made vnfix.fish)" || { echo "fish: $option"; exit 1; }
	done
}

@test "bash takes them" {
	bash -n "$(made vnfix.bash)"
}

@test "zsh takes them" {
	command -v zsh >/dev/null || skip "no zsh"
	zsh -n "$(made _vnfix)"
}

@test "fish takes them" {
	command -v fish >/dev/null || skip "no fish"
	fish -n "$(made vnfix.fish)"
}

# What bash would offer for these words, the last one being completed, sorted.
offers() {
	bash -c '
		. "$1"
		shift
		compopt() { :; } # is for a shell that reads keys
		COMP_WORDS=("$@")
		COMP_CWORD=$(($# - 1))
		_vnfix
		printf "%s\n" "${COMPREPLY[@]}"' - "$(made vnfix.bash)" "$@" | sort | tr '\n' ' '
}

@test "bash offers options, values and files" {
	[ "$(offers vnfix --out)" = "--output-dir= --output= " ]
	[ "$(offers vnfix --tone = "")" = "keep new old " ]
	[ "$(offers vnfix --tone =)" = "keep new old " ]
	[ "$(offers vnfix --tone o)" = "old " ]
	[ "$(offers vnfix --skip = pro)" = "protect " ]
	mkdir folder
	touch "a b" file
	[ "$(offers vnfix f)" = "fields file folder " ]
	[ "$(offers vnfix -o a)" = "a b " ]
	[ "$(offers vnfix --output-dir = f)" = "folder " ]
	[ "$(offers vnfix --jobs = "")" = " " ]
}

@test "they are what the table of options gives; other shells are not known" {
	for pair in bash:vnfix.bash zsh:_vnfix fish:vnfix.fish; do
		"$VNFIX_COMPLETIONS" "${pair%%:*}" >made
		cmp made "$(made "${pair#*:}")"
	done
	for bad in "" ksh "bash zsh"; do
		# shellcheck disable=SC2086 # several words
		run "$VNFIX_COMPLETIONS" $bad
		[ "$status" -eq 1 ]
		[ -z "$output" ]
	done
	run bash -c '"$0" fish >/dev/full' "$VNFIX_COMPLETIONS"
	[ "$status" -eq 1 ]
}

@test "values, files and folders are told to zsh and fish as well" {
	grep -q "'\*--tone=\[.*\]:.*:(keep old new)'" "$(made _vnfix)"
	grep -q "{-o+,--output=}'\[.*:FILE:_files'" "$(made _vnfix)"
	grep -q "'\*--output-dir=\[.*:DIR:_files -/'" "$(made _vnfix)"
	grep -q "{-i-,--in-place=-}'\[.*::SUFFIX: '" "$(made _vnfix)"
	grep -q -- "-l tone -x -a 'keep old new' -d" "$(made vnfix.fish)"
	grep -q -- "-s o -l output -r -F -d" "$(made vnfix.fish)"
	grep -q -- "-l output-dir -x -a '(__fish_complete_directories)' -d" "$(made vnfix.fish)"
	grep -q -- "-s j -l jobs -x -d" "$(made vnfix.fish)"
	grep -q -- "-s r -l recursive -d" "$(made vnfix.fish)"
}

@test "vnfix fields has options of its own" {
	"$VNFIX" fields --help | grep -oE -- '--[a-z-]+' | sort -u | while read -r option; do
		[ "$option" != --help ] || continue
		offers vnfix fields "$option" | grep -qE -- "$option=? " || { echo "bash: $option"; exit 1; }
		grep -q -- "'$option" "$(made _vnfix)" || { echo "zsh: $option"; exit 1; }
		grep -q -- "fields'.* -l ${option#--}" "$(made vnfix.fish)" || { echo "fish: $option"; exit 1; }
	done
	[ "$(offers vnfix fields --format = '')" = "csv ead ead-doc ndjson tsv " ]
	[ "$(offers vnfix fields --assume = '')" = "auto bare clean eng vie " ]
	offers vnfix fi | grep -q 'fields '
	[ -z "$(offers vnfix fields --undo | tr -d ' ')" ]
}
