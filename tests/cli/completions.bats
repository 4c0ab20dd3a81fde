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
	[ "$(offers vnfix f)" = "file folder " ]
	[ "$(offers vnfix -o a)" = "a b " ]
	[ "$(offers vnfix --output-dir = f)" = "folder " ]
	[ "$(offers vnfix --jobs = "")" = " " ]
}
