#!/usr/bin/env bats
# What is no word of a text, or a name that nothing in the text tells, stands as it is.

load helper

@test "formulas, names, abbreviations, accounts and settings stand, each alone" {
	need_model
	while IFS=$'\t' read -r text right; do
		[ -n "$text" ] || continue
		[ "${text#\#}" = "$text" ] || continue
		got=$(printf '%b\n' "$text" | "$VNFIX" -q)
		[ "$got" = "$(printf '%b' "${right:-$text}")" ] || printf '%s\n' "$text gives $got" >>wrong
	done <"$BATS_TEST_DIRNAME/golden/stands.tsv"
	[ ! -e wrong ] || { cat wrong; false; }
}
