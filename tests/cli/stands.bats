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

@test "what NFC would put another character in the place of goes into NFC where that is asked for" {
	LC_ALL=C.UTF-8 printf '\uFA19\u09DF\n' | "$VNFIX" -q --only=normalise >out
	LC_ALL=C.UTF-8 printf '\u795E\u09AF\u09BC\n' | cmp - out
}
