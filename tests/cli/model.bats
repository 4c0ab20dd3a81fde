#!/usr/bin/env bats
# How the model is found, and what happens without it.

# shellcheck disable=SC2154 # stderr is set by run
load helper

# A copy of the tool that has no model beside it.
lonely() {
	mkdir -p lonely/bin
	cp "$VNFIX" lonely/bin/vnfix
	lonely=$PWD/lonely/bin/vnfix
}

@test "a missing model: exit 6, and no output file" {
	run --separate-stderr "$VNFIX" --model absent -o out <<<"a"
	[ "$status" -eq 6 ]
	[ -z "$output" ]
	[ "$stderr" = "vnfix: absent: No such file or directory" ]
	[ ! -e out ]
}

@test "a damaged model: exit 6" {
	: >empty
	head -c 5000 /dev/zero >zeros
	head -c 5000 "$VNFIX" >program
	mkdir folder
	mkfifo pipe
	for model in empty zeros program folder pipe; do
		run --separate-stderr patiently "$VNFIX" --model "$model" <<<"a"
		[ "$status" -eq 6 ]
		[[ "$stderr" == "vnfix: $model: "?* ]]
		[ -z "$output" ]
	done
}

@test "a model cut short: exit 6" {
	need_model
	model=$(find_model)
	for bytes in 8 100 4096 100000; do
		head -c "$bytes" "$model" >short
		run --separate-stderr "$VNFIX" --model short <<<"a"
		[ "$status" -eq 6 ]
		[[ "$stderr" == "vnfix: short: "?* ]]
	done
}

# The model of the build or of the installation.
find_model() {
	local folder
	folder=$(dirname "$VNFIX")
	for model in "$folder/../../dict/vnfix.model" "$folder/../share/vnfix/vnfix.model"; do
		[ ! -e "$model" ] || { echo "$model"; return; }
	done
}

@test "no model anywhere: exit 6, and what to do" {
	lonely
	[ ! -e /usr/share/vnfix/vnfix.model ] && [ ! -e /usr/local/share/vnfix/vnfix.model ] ||
		skip "one is installed"
	run --separate-stderr env -i "$lonely" <<<"a"
	[ "$status" -eq 6 ]
	[[ "$stderr" == *"no model found"*"--model"* ]]
}

@test "the current folder is never searched" {
	lonely
	[ ! -e /usr/share/vnfix/vnfix.model ] && [ ! -e /usr/local/share/vnfix/vnfix.model ] ||
		skip "one is installed"
	echo trap >vnfix.model
	mkdir -p vnfix dict
	cp vnfix.model vnfix/
	cp vnfix.model dict/
	run --separate-stderr env -i XDG_DATA_HOME=. XDG_DATA_DIRS=.:: HOME= "$lonely" <<<"a"
	[ "$status" -eq 6 ]
	[[ "$stderr" == *"no model found"* ]]
}

@test "the XDG folders are searched, and the program's own before" {
	lonely
	mkdir -p data/vnfix more/vnfix home/.local/share/vnfix lonely/share/vnfix
	for folder in more data home/.local/share; do
		echo wrong >"$folder/vnfix/vnfix.model"
	done
	here=$PWD
	[ ! -e /usr/share/vnfix/vnfix.model ] && [ ! -e /usr/local/share/vnfix/vnfix.model ] ||
		skip "one is installed"
	run --separate-stderr env -i XDG_DATA_DIRS="/absent:$here/more" "$lonely" <<<"a"
	[[ "$stderr" == "vnfix: $here/more/vnfix/vnfix.model: "* ]]
	run --separate-stderr env -i HOME="$here/home" XDG_DATA_DIRS="$here/more" "$lonely" <<<"a"
	[[ "$stderr" == "vnfix: $here/home/.local/share/vnfix/vnfix.model: "* ]]
	run --separate-stderr env -i HOME="$here/home" XDG_DATA_HOME="$here/data" "$lonely" <<<"a"
	[[ "$stderr" == "vnfix: $here/data/vnfix/vnfix.model: "* ]]
	echo wrong >lonely/share/vnfix/vnfix.model
	run --separate-stderr env -i XDG_DATA_HOME="$here/data" "$lonely" <<<"a"
	[[ "$stderr" == *"/lonely/bin/../share/vnfix/vnfix.model: "* ]]
	[ "$status" -eq 6 ]
}

@test "the model is not touched when no stage needs it" {
	run --separate-stderr "$VNFIX" --model absent --skip restore,recase,trust <<<"a"
	[ "$status" -eq 0 ]
	[ "$output" = "a" ]
}

@test "--version tells about a model it cannot open, and goes on" {
	run --separate-stderr "$VNFIX" --version --model absent
	[ "$status" -eq 0 ]
	[[ "$output" == *"model none: absent: No such file or directory"* ]]
}

@test "odd input through all stages: nothing is lost" {
	need_model
	printf '\000\377\r\n\f  57-NQ/TW\t12.345\r\n\303' >in
	run --separate-stderr "$VNFIX" in
	[ "$status" -eq 0 ]
	"$VNFIX" in >out
	cmp in out
	"$VNFIX" </dev/null >out
	[ ! -s out ]
}

@test "a decree is repaired" {
	need_model
	echo 'd6i méi sang tao va chuyén d6i sé qudc gia' >in
	run --separate-stderr "$VNFIX" --assume=eng in
	[ "$status" -eq 0 ]
	[ "$output" = "đổi mới sáng tạo và chuyển đổi số quốc gia" ]
}

@test "clean text stays as it is" {
	need_model
	run --separate-stderr "$VNFIX" "$BATS_TEST_DIRNAME/../../corpus/texts/01-quyet-dinh.txt"
	[ "$status" -eq 0 ]
	diff <("$VNFIX" --assume=clean "$BATS_TEST_DIRNAME/../../corpus/texts/01-quyet-dinh.txt") \
		"$BATS_TEST_DIRNAME/../../corpus/texts/01-quyet-dinh.txt"
}

@test "a line of 8 MB through all stages" {
	need_model
	need_plain_build
	head -c 8388608 /dev/zero | tr '\0' a >in
	patiently "$VNFIX" in >out
	[ "$(wc -l <out)" -eq 0 ]
	[ -s out ]
}

@test "numbers glued to damaged words stay" {
	need_model
	text='ngay01 thang02 nam2024, Khoan2 cia Nghi dinh vé dudng 1A va khu 12B, bén xe s6 3'
	run -0 "$VNFIX" --assume=eng <<<"$text"
	[[ $output == *01* && $output == *02* && $output == *2024* ]]
	[[ $output == *'1A'* && $output == *'12B'* && $output == *'oản2'* ]]
	[[ $output == *'số 3' ]]
}

@test "--line: a line goes out before the next one comes in" {
	need_model
	mkfifo in
	"$VNFIX" --line <in >out &
	exec 7>in
	echo "d6i méi sang tao" >&7
	has_a_line() { [ "$(wc -l <out)" -eq 1 ]; }
	eventually has_a_line
	[ "$(cat out)" = "đổi mới sáng tạo" ]
	echo "chuyén d6i sé qudc gia" >&7
	exec 7>&-
	wait
	[ "$(tail -n 1 out)" = "chuyển đổi số quốc gia" ]
}

@test "letters of a list go d) and then đ)" {
	need_model
	printf '%s\n' 'a) Mot hai ba bon nam' 'b) Quyet dinh buoc thoi viec' \
		'c) Kinh phi cua nha nuoc' 'd) Ho so de nghi' 'd) Van ban cua co quan' 'e) Ban sao' >in
	run "$VNFIX" in
	[ "${lines[3]}" = "d) Hồ sơ đề nghị" ]
	[ "${lines[4]}" = "đ) Văn bản của cơ quan" ]
}

@test "a model cut off while in use: a message, exit 6" {
	need_model
	need_plain_build
	cp "$(find_model)" model
	chmod u+w model
	mkfifo pipe
	"$VNFIX" --model model --line <pipe >out 2>said &
	pid=$!
	exec 9>pipe
	echo "Uy ban nhan dan tinh" >&9
	eventually test -s out
	truncate -s 4096 model
	echo "Hoi dong nhan dan huyen" >&9
	exec 9>&-
	status=0
	wait "$pid" || status=$?
	[ "$status" -eq 6 ]
	[ "$(cat said)" = "vnfix: the model can no longer be read: it was cut off while in use, or its disk failed" ]
}

@test "a model that is written anew under its name stays what it was for those who use it" {
	need_model
	cp "$(find_model)" model
	chmod u+w model
	exec 8<model
	"$VNFIX_MKMODEL" join -i other -o model model
	cmp /dev/fd/8 "$(find_model)"
	run ! cmp -s /dev/fd/8 model
}

@test "a model without a channel: another one, or none, and a message" {
	need_model
	LC_ALL=C sed 's/bare\x00\x00\x00\x00/barx\x00\x00\x00\x00/; s/eng\x00\x00\x00\x00\x00/enx\x00\x00\x00\x00\x00/' \
		"$(find_model)" >model
	run --separate-stderr "$VNFIX" --model model --assume=eng <<<"Uy ban nhan dan tinh"
	[ "$status" -eq 0 ]
	[ "$output" = "Uy ban nhan dan tinh" ]
	[[ "$stderr" == "vnfix: standard input: the model has no channel for this kind of damage: "* ]]
	run --separate-stderr "$VNFIX" -q --model model --assume=eng <<<"Uy ban nhan dan tinh"
	[ -z "$stderr" ]
	run --separate-stderr "$VNFIX" --model model --assume=vie <<<"Uỷ ban nhân dân tỉnh"
	[ -z "$stderr" ]
}

@test "no memory for the model: exit 5" {
	need_model
	need_plain_build
	# shellcheck disable=SC2030 # of the subshell alone
	run --separate-stderr bash -c 'ulimit -v 60000; echo a | "$VNFIX" --model "$1"' - "$(find_model)"
	[ "$status" -eq 5 ]
	[[ "$stderr" == *": out of memory" ]]
}

@test "--stats that cannot be written: exit 4" {
	[ -w /dev/full ] || skip "no /dev/full"
	status=0
	"$VNFIX" --only normalise --stats <<<"a" >out 2>/dev/full || status=$?
	[ "$status" -eq 4 ]
	[ "$(cat out)" = a ]
}
