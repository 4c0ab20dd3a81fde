#!/usr/bin/env bats
# What the archivist knows better: --dict, --protect, --rules, --candidates.

# shellcheck disable=SC2154 # stderr is set by run
load helper

@test "--protect leaves alone what matches" {
	printf 'm\303\264\314\200t \303\220i \303\220i\n' >in
	run -0 "$VNFIX" --only user,normalise --protect '^m\S+ ' --protect 'i$' in
	[ "$output" = "$(printf 'm\303\264\314\200t Đi Ði')" ]
}

@test "--protect: decomposed text is what it would be composed" {
	need_model
	# "huyện Đak" with the marks as characters of their own: the text is composed, no more.
	printf 'huye\xcc\xa3\xcc\x82n Đak Lak\n' >in
	run -0 "$VNFIX" --assume=vie --protect 'huyện Đak' in
	[[ "$output" == "huyện Đak "* ]]
}

@test "--protect: a bad expression is refused, exit 2; one that takes too long, exit 5" {
	run --separate-stderr "$VNFIX" --protect 'a(' <<<"a"
	[ "$status" -eq 2 ]
	[[ "$stderr" == "vnfix: --protect: bad pattern at byte 2: "* ]]
	run --separate-stderr "$VNFIX" --only user --protect '^(?:(?:a+)+)+$' \
		<<<"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"
	[ "$status" -eq 5 ]
	[[ "$stderr" == *"pattern '^(?:(?:a+)+)+\$' takes too long" ]]
}

@test "--rules replaces whole words, where the context is" {
	printf 'Tramy\tTrà My\nsO\tsố\tvăn bản\r\n# note\n\nTramy cu\tTrà My cũ\n' >table
	printf 'Tramy, Tramys xTramy\nsO 5\nvăn bản sO 5\n(Tramy cu)\n' >in
	"$VNFIX" --only user,replace --rules table in >out
	holds out 'Trà My, Tramys xTramy\nsO 5\nvăn bản số 5\n(Trà My cũ)\n'
}

@test "--rules: of a number nothing but the whole is replaced" {
	printf '1\tI\n05\t06\n2024\t2025\nO\t0\n' >table
	printf '1. 1.2 1/2 11 (1) 1-2\nngày 05 tháng 05/2024\nNĐ-2024 n2024 2024,5 "2024".\nO O1\n' >in
	"$VNFIX" --only user,replace --rules table in >out
	holds out 'I. 1.2 1/2 11 (I) 1-2\nngày 06 tháng 05/2024\nNĐ-2024 n2024 2024,5 "2025".\n0 O1\n'
}

@test "--rules: what is replaced stays, and can be undone" {
	need_model
	printf 'Xyzt\tHoà Binh\n' >table
	printf 'Ủy ban nhân dân tỉnh Xyzt quyết định:\n' >in
	"$VNFIX" --tone=old --rules table --report log in -o out
	holds out 'Ủy ban nhân dân tỉnh Hoà Binh quyết định:\n'
	grep -q '"rule":"table:1"' log
	cp in was
	rm in
	"$VNFIX" --undo log
	cmp in was
}

@test "the report tells what the user has said" {
	printf 'a\tb\n' >table
	echo word >list
	"$VNFIX" --only user --rules table --dict list --protect 'x"' --protect y --report log <<<"a"
	grep -qF '"dict":"list","protect":"x\"\ny","rules":"table"}' log
}

@test "--rules: decomposed text is found too" {
	printf 'huyện Ea\thuyện Ea Kar\n' >table
	printf 'huye\xcc\xa3\xcc\x82n Ea\n' >in
	run -0 "$VNFIX" --only user,replace --rules table in
	[ "$output" = "huyện Ea Kar" ]
}

@test "--rules: a ticked table" {
	printf 'ok\tcount\tbefore\tafter\n' >table
	printf 'x\t5\t"a"\t"à"\n\t4\tb\tc\n X \t3\t"d ""e"""\tf\nno\t2\tg\th\n' >>table
	printf 'a b d "e" g\n' >in
	run -0 "$VNFIX" --only user,replace --rules table in
	[ "$output" = "à b f g" ]
}

@test "--rules: errors name the line, exit 6" {
	printf 'a\tb\n\na\n' >one
	printf 'a\tb\t(\n' >bad
	printf '\tb\n' >empty
	printf 'a\0\tb\n' >nul
	printf 'a\xff\tb\n' >utf8
	head -c 10485760 /dev/zero | tr '\0' a >long
	mkdir folder
	for table in one:3 bad:1 empty:1 nul:1 utf8:1 long:1; do
		run --separate-stderr "$VNFIX" --only user,replace --rules "${table%:*}" <<<"a"
		[ "$status" -eq 6 ]
		[[ "$stderr" == "vnfix: $table: "?* ]]
		[ -z "$output" ]
	done
	for table in absent folder; do
		run --separate-stderr "$VNFIX" --only user,replace --rules "$table" <<<"a"
		[ "$status" -eq 6 ]
		[[ "$stderr" == "vnfix: $table: "?* ]]
	done
	: >nothing
	run -0 "$VNFIX" --only user,replace --rules nothing <<<"a"
	[ "$output" = a ]
}

@test "--dict: what stands in the list is right" {
	need_model
	printf 'Đăk Lăk\nthuỷ\n' >list
	printf 'Sở Y tế tỉnh Đăk Lăk và tỉnh ĐĂK LĂK báo cáo về đường thuỷ.\n' >in
	"$VNFIX" --tone=old --assume=vie --dict list in >out
	cmp in out
}

@test "--dict: the words of the list are found" {
	need_model
	printf '3\nKơ Nghông\nWơl/S\n*sai\n# note\n' >list
	printf 'huyen Ko Nghong va xa Wol\n' >in
	run -0 "$VNFIX" --assume=bare in
	[ "$output" != "huyện Kơ Nghông và xã Wơl" ]
	run -0 "$VNFIX" --assume=bare --dict list in
	[ "$output" = "huyện Kơ Nghông và xã Wơl" ]
	printf 'huyén Ko Nghéng\n' >in
	run -0 "$VNFIX" --assume=eng --dict list in
	[ "$output" = "huyện Kơ Nghông" ]
}

@test "--dict: hostile lists" {
	need_model
	: >empty
	seq 100000 | sed 's/[0-9]/&a/g; y/0123456789/bcdghklmno/' >many
	printf 'a\xff\n' >utf8
	printf 'a\0b\n' >nul
	head -c 10485760 /dev/zero | tr '\0' a >long
	for list in empty many; do
		run -0 "$VNFIX" --dict "$list" <<<"ubnd"
	done
	for list in utf8 nul long; do
		run --separate-stderr "$VNFIX" --dict "$list" <<<"a"
		[ "$status" -eq 6 ]
		[[ "$stderr" == "vnfix: $list:1: "?* ]]
	done
	run --separate-stderr "$VNFIX" --dict /dev/zero <<<"a"
	[ "$status" -eq 6 ]
}

# Two pages with Eth for D with stroke, which normalise mends.
eth_pages() {
	mkdir -p pages
	printf '\303\220i "\303\220\303\220" mot\n' >pages/a
	printf '\303\220i \303\220i =\303\220\n' >pages/b
}

@test "--candidates: the repeated changes of a folder, the most frequent first" {
	eth_pages
	run -0 "$VNFIX" --only normalise -r pages --candidates
	[ "${lines[0]}" = $'ok\tcount\tbefore\tafter\tconfidence\texample\tfiles\tnames' ]
	[ "${lines[1]}" = $'\t3\t"Ði"\t"Đi"\t1.000\t"[Ði] ""ÐÐ"" mot"\t2\t"pages/a pages/b"' ]
	[ "${#lines[@]}" -eq 2 ]
	holds pages/b '\303\220i \303\220i =\303\220\n'
}

@test "--candidates: the same for any number of threads, and to a file" {
	need_model
	mkdir many
	for k in $(seq 1 30); do
		echo "d6i méi sang tao va chuyén d6i sé qudc gia $k, phuong Kinh Mon" >"many/$k"
	done
	"$VNFIX" --assume=eng -r many -j1 --candidates >one
	"$VNFIX" --assume=eng -r many -j4 --candidates=four
	"$VNFIX" --assume=eng -r many -j4 -o five --candidates
	cmp one four
	cmp one five
	grep -q $'^\t60\t"d6i"\t"đổi"\t' one
	run --separate-stderr "$VNFIX" -r many --candidates=four
	[ "$status" -eq 4 ]
	"$VNFIX" --assume=eng -r many --candidates=four --force
}

@test "--candidates: a ticked table corrects one error everywhere" {
	need_model
	mkdir pages
	echo 'phuong Tramy va Tramy' >pages/a
	echo 'xa Tramy, Tramys' >pages/b
	"$VNFIX" --assume=eng -r pages --candidates=table
	grep -v '"Tramy"' table >none || true
	{ cat none; printf 'x\t3\t"Tramy"\t"Trà My"\t0.500\t""\t2\t""\n'; } >ticked
	run -0 "$VNFIX" --assume=eng -r pages --rules ticked
	[ "$(grep -o 'Trà My' <<<"$output" | wc -l)" -eq 3 ]
}

@test "--candidates: what it does not go with, exit 2" {
	for option in --diff --check --dry-run --suggest-only --undo=x --apply=x; do
		run --separate-stderr "$VNFIX" --candidates "$option" </dev/null
		[ "$status" -eq 2 ]
		[ -n "$stderr" ]
	done
	run --separate-stderr "$VNFIX" --candidates=a -o b </dev/null
	[ "$status" -eq 2 ]
}

@test "--candidates: a page that cannot be read does not stop the table; a full disk does" {
	eth_pages
	run --separate-stderr "$VNFIX" --only normalise pages/a pages/b absent --candidates=table
	[ "$status" -eq 3 ]
	grep -q '"Đi"' table
	run --separate-stderr "$VNFIX" --only normalise -r pages --candidates=/dev/full --force
	[ "$status" -eq 4 ]
}

# Fails unless vnfix-mkmodel refuses its arguments, but for the first one, with that line.
mkmodel_refuses() {
	local text=$1
	shift
	run --separate-stderr "$VNFIX_MKMODEL" "$@"
	[ "${stderr%%$'\n'*}" = "vnfix-mkmodel: $text" ] || { echo "$stderr"; return 1; }
	[ "$status" -ge 2 ]
}

@test "vnfix-mkmodel names what is wrong: commands, options, numbers, files" {
	echo "một hai" >text
	mkmodel_refuses "unknown command 'verfy'; did you mean verify?" verfy
	mkmodel_refuses "unknown command 'x'" x
	for command in lm channel adapt tune join prune; do
		mkmodel_refuses "$command: unknown option '-z'" "$command" -z
		mkmodel_refuses "$command: option '-o' needs an argument" "$command" -o
	done
	mkmodel_refuses "lm: -k takes a whole number from 2 to 5, not '6'" lm -k 6 -o p text
	mkmodel_refuses "lm: -k takes a whole number from 2 to 5, not 'x'" lm -k x -o p text
	for letter in n s f; do
		for bad in x 0 -1 1.5 "" 99999999999999999999; do
			mkmodel_refuses "lm: -$letter takes a whole number from 1 to 4294967295, not '$bad'" lm "-$letter" "$bad" -o p text
		done
	done
	for command in channel adapt; do
		mkmodel_refuses "$command: -r takes a whole number from 1 to 1000, not 'x'" "$command" -r x
	done
	mkmodel_refuses "tune: -r takes a whole number from 0 to 100, not '101'" tune -r 101
	mkmodel_refuses "adapt: -k takes a number above 0, 10000 at most, not 'x'" adapt -k x
	mkmodel_refuses "prune: -s takes a whole number from 1 to 4096, not '0'" prune -s 0
	mkmodel_refuses "prune: need -s MIB, -o NEW and a MODEL" prune -s 9 text
	mkmodel_refuses "absent: No such file or directory" prune -s 9 -o p absent
	mkmodel_refuses "text: a weight (behind the last colon) takes a whole number from 1 to 255, not '0'" lm -o p text:0
	mkmodel_refuses "a,b: a weight (behind the last colon) takes a whole number from 1 to 1000, not 'x'" channel -c eng -o p a,b:x
	mkmodel_refuses "absent: No such file or directory" verify absent
	mkmodel_refuses "absent: No such file or directory" tune -o p absent text
	mkmodel_refuses "text: not a vnfix model" verify text
	mkmodel_refuses "absent: No such file or directory" join -o p absent
	mkmodel_refuses "absent: No such file or directory" channel -c eng -o p absent,text
	[ ! -e p ]
	"$VNFIX_MKMODEL" --help | grep -q "vnfix-mkmodel verify MODEL"
}
