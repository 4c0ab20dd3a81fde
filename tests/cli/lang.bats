#!/usr/bin/env bats
# Messages in Vietnamese and English, and that nothing else follows the locale.

# shellcheck disable=SC2154 # stderr is set by run
load helper

setup() {
	[ -x "$VNFIX" ] || return 1
	cd "$BATS_TEST_TMPDIR" || return 1
	unset LC_ALL LC_MESSAGES LANG LANGUAGE
}

vi() {
	LANG=vi_VN.UTF-8 "$VNFIX" "$@"
}

@test "every message has its translation" {
	command -v msgcmp >/dev/null || skip "no gettext"
	"$BATS_TEST_DIRNAME/../../po/update.sh" --check
}

@test "the language follows LC_ALL, LC_MESSAGES, LANG and LANGUAGE, with no locale installed" {
	local vietnamese="Cách dùng: vnfix" english="Usage: vnfix"
	while read -r words expected; do
		# shellcheck disable=SC2086 # several words are meant
		run env ${words//,/ } "$VNFIX" --help
		[[ "${lines[0]}" == "${!expected}"* ]] || { echo "$words: ${lines[0]}"; return 1; }
	done <<-END
		LANG=vi_VN.UTF-8 vietnamese
		LANG=vi_VN vietnamese
		LANG=vi vietnamese
		LC_MESSAGES=vi_VN.UTF-8 vietnamese
		LC_ALL=vi_VN.UTF-8 vietnamese
		LC_ALL=C.UTF-8,LANGUAGE=vi vietnamese
		LANG=de_DE.UTF-8,LANGUAGE=de:vi vietnamese
		LANG=en_US.UTF-8,LC_MESSAGES=vi_VN.UTF-8 vietnamese
		LANG=vi_VN.UTF-8,LC_ALL=C english
		LANG=vi_VN.UTF-8,LC_ALL=POSIX english
		LANG=vi_VN.UTF-8,LC_MESSAGES=en_US.UTF-8 english
		LC_ALL=C,LANGUAGE=vi english
		LANGUAGE=vi english
		LANG=C.UTF-8 english
		LANG=../../x english
		NOTHING=1 english
	END
}

@test "the Vietnamese help has every option, in 80 columns, and no line of the English one" {
	vi --help >vi
	"$VNFIX" --help >en
	LC_ALL=C.UTF-8 run ! grep -E '.{81}' vi
	diff <(grep -oE '^ +(-., )?--[a-z0-9-]+[^ ]*' vi) <(grep -oE '^ +(-., )?--[a-z0-9-]+[^ ]*' en)
	# What both have is no text: an option alone on its line.
	run grep -xFf vi en
	[ -z "$(sed -E '/^ +(-., )?--[a-z0-9-]+[^ ]*$/d; /^$/d' <<<"$output")" ]
}

@test "vnfix-eval and vnfix-mkmodel speak Vietnamese too" {
	LANG=vi_VN.UTF-8 "$VNFIX_EVAL" --help >vi
	"$VNFIX_EVAL" --help >en
	LC_ALL=C.UTF-8 run ! grep -E '.{81}' vi
	diff <(grep -oE '^ +(-., )?--[a-z0-9-]+[^ ]*' vi) <(grep -oE '^ +(-., )?--[a-z0-9-]+[^ ]*' en)
	run grep -xFf vi en
	[ -z "$(sed '/^$/d' <<<"$output")" ]
	run env LANG=vi_VN.UTF-8 "$VNFIX_EVAL" missing other
	[ "$status" -eq 3 ]
	[ "$output" = "vnfix-eval: missing: Không có tệp hay thư mục này" ]
	run env LANG=vi_VN.UTF-8 "$VNFIX_MKMODEL" join -o model missing
	[ "$status" -eq 3 ]
	[ "$output" = "vnfix-mkmodel: missing: Không có tệp hay thư mục này" ]
}

@test "causes and subjects are told in Vietnamese too" {
	printf 'x' >there
	run --separate-stderr vi --only normalise missing
	[ "$status" -eq 3 ]
	[ "$stderr" = "vnfix: missing: Không có tệp hay thư mục này" ]
	run --separate-stderr vi --only normalise -o there there
	[ "$status" -eq 4 ]
	[ "$stderr" = "vnfix: there: cũng là đầu ra; không làm gì cả" ]
	run --separate-stderr vi --dict=missing there
	[[ "$stderr" == "vnfix: missing: Không có tệp hay thư mục này" ]]
	run --separate-stderr vi --nonsense
	[ "$status" -eq 2 ]
	[[ "$stderr" == *"không có tùy chọn '--nonsense'"* ]]
	run --separate-stderr vi --only normalise --output-dir out there missing
	[[ "${stderr_lines[-1]}" == "vnfix: 2 tệp: 0 đã đổi, 1 không đổi, 0 bỏ qua, lỗi 1 (1 không đọc được)" ]]
}

@test "text, reports, counts and what scripts read are the same in every language" {
	printf 'h\303\263a \303\220i\n\377 12.5\n' >page
	for locale in C vi_VN.UTF-8; do
		mkdir "$locale"
		(
			cd "$locale" || exit 1
			cp ../page .
			LC_ALL=$locale "$VNFIX" --only normalise --tone=new --no-provenance --report=log --stats \
				page missing >out 2>err || echo "$?" >code
			LC_ALL=$locale "$VNFIX" --only normalise --tone=new --diff page >diff
			LC_ALL=$locale "$VNFIX" --only normalise --tone=new --dry-run page >dry
			LC_ALL=$locale "$VNFIX" --print-config --tone=new >config
			LC_ALL=$locale "$VNFIX" --only normalise --progress=json page >/dev/null 2>json
			sed -i 's/[0-9.]*}$//' json
			grep -E '^[a-z_]+ [0-9]+$' err >counts
		)
	done
	for file in out log diff dry counts code json; do
		cmp "C/$file" "vi_VN.UTF-8/$file"
	done
	grep -q 'Không có tệp' vi_VN.UTF-8/err
	run ! grep -q 'Không' C/err
	[ "$(grep -v '^#' C/config)" = "$(grep -v '^#' vi_VN.UTF-8/config)" ]
}
