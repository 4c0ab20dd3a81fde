#!/usr/bin/env bats
# What becomes of words, by the model that is shipped: kinds of damage that no unit test with a small
# model shows.

load helper

# becomes INPUT OUTPUT [OPTION...]
becomes() {
	local text=$1 right=$2
	need_model
	shift 2
	run -0 "$VNFIX" -q "$@" <<<"$text"
	[ "$output" = "$right" ] || { printf 'got:    %s\nwanted: %s\n' "$output" "$right"; return 1; }
}

@test "a sign and one digit is a word in the text of an engine without Vietnamese" {
	becomes 'Uy ban c6 tham quyén ¢6 trach nhiém tra 16i' 'Ủy ban có thẩm quyền có trách nhiệm trả lời' --assume=eng
	becomes 'ban hanh kém theo Quyét dinh $6 12/QD-UBND' 'ban hành kèm theo Quyết định số 12/QĐ-UBND' --assume=eng
	becomes 'tang ty 1€ h6 c6 nudc sach' 'tăng tỷ lệ hộ có nước sạch' --assume=eng
}

@test "elsewhere it is a number" {
	becomes 'giá vé là $6 một người' 'giá vé là $6 một người'
	becomes 'gia £5 va $60' 'giá £5 và $60' --assume=eng
}

@test "an ampersand between capitals stays" {
	becomes 'Sé KH&CN; Bé TN&MT; AT&T' 'Sở KH&CN; Bộ TN&MT; AT&T' --assume=eng
}
