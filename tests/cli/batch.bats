#!/usr/bin/env bats
# Many files: walks, lists, outputs of their own, threads, shards, failures among successes.

# shellcheck disable=SC2154 # stderr is set by run
load helper

# A small tree: changed.txt and below/changed.txt change under --only normalise, same.txt does not.
tree() {
	mkdir -p "$1/below/deep"
	printf 'same\n' >"$1/same.txt"
	printf '\303\220i\n' >"$1/changed.txt"
	printf '\303\220i xa\r\n' >"$1/below/changed.txt"
	printf 'end' >"$1/below/deep/last"
}

# All files below a folder with their content, in one text.
listing() {
	(cd "$1" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 -r md5sum)
}

@test "-r goes into folders, in the byte order of the paths" {
	mkdir -p t/a t/a-b
	echo 1 >t/a-b/x
	echo 2 >t/a/x
	echo 3 >t/B
	echo 4 >t/a.txt
	modest -r t
	[ "$status" -eq 0 ]
	[ "$output" = $'3\n1\n4\n2' ]
	[ -z "$stderr" ]
	modest -r t/a t/a-b/
	[ "$output" = $'2\n1' ]
	(cd t && run "$VNFIX" --only normalise -r . && [ "$output" = $'3\n1\n4\n2' ])
}

@test "a folder without -r fails, the others are done" {
	mkdir t
	echo a >a
	modest --output-dir out t a
	[ "$status" -eq 3 ]
	[[ "$stderr" == *"vnfix: t: is a folder; -r goes into folders"* ]]
	holds out/a 'a\n'
}

@test "links that are found are skipped, those that are named are followed" {
	tree t
	ln -s below t/link
	ln -s .. t/below/up
	ln -s ../same.txt t/below/one
	modest -r t --output-dir out
	[ "$status" -eq 0 ]
	[ ! -e out/t/link ] && [ ! -e out/t/below/up ] && [ ! -e out/t/below/one ]
	[[ "$stderr" == *"3 skipped (3 symbolic link)"* ]]
	printf 'Ði\n' >outside
	ln -s "$PWD/outside" t/out
	modest -r t -i
	[ "$status" -eq 0 ]
	[[ "$stderr" == *"4 skipped (4 symbolic link)"* ]]
	holds outside '\303\220i\n'
	modest -i t/out
	holds outside 'Đi\n'
	tree t
	modest -r t/link
	[ "$status" -eq 0 ]
	[ "$output" = $'Đi xa\r\nend' ]
}

@test "what is no file is skipped in a folder, and read where its descriptor is named" {
	mkdir t
	mkfifo t/pipe
	echo a >t/a
	patiently "$VNFIX" --only normalise -r t >out 2>err
	holds out 'a\n'
	grep -q 't/pipe: skipped: no regular file' err
	(cd / && echo b | patiently "$VNFIX" --only normalise /dev/stdin --output-dir "$OLDPWD/o")
	holds o/dev/stdin 'b\n'
	run --separate-stderr patiently "$VNFIX" --only normalise -i /dev/null
	[ "$status" -eq 3 ]
}

@test "a folder that cannot be read fails, the others are done" {
	[ "$(id -u)" -ne 0 ] || skip "root may read everything"
	tree t
	chmod 000 t/below
	modest -r t
	chmod 755 t/below
	[ "$status" -eq 3 ]
	[ "$output" = $'Đi\nsame' ]
	[[ "$stderr" == *"vnfix: t/below: Permission denied"* ]]
}

@test "lists: lines, NUL, standard input, no newline at the end" {
	echo 1 >a
	echo 2 >'b c'
	echo 3 >$'d\ne'
	printf 'b c\n\na' >list
	modest --files-from list a
	[ "$status" -eq 0 ]
	[ "$output" = $'1\n2\n1' ]
	printf 'd\ne\0a\0' >list0
	modest --files0-from list0
	[ "$output" = $'3\n1' ]
	modest -0 --files-from - <list0
	[ "$output" = $'3\n1' ]
	modest --files-from list0
	[ "$status" -eq 3 ]
	[[ "$stderr" == *"--null"* ]]
	modest --files-from absent a
	[ "$status" -eq 3 ]
	[ "$output" = 1 ]
	[ "$stderr" = "vnfix: absent: No such file or directory" ]
	# A name in a list is a name, a - too.
	printf -- '-\n' >list
	echo dash >./-
	modest --files-from list </dev/null
	[ "$output" = dash ]
}

@test "--include and --exclude choose in folders and lists, not among arguments" {
	tree t
	echo n >t/note.bak
	modest -r t --include '*.txt' --exclude 'below*' t/note.bak
	[ "$status" -eq 0 ]
	[ "$output" = $'Đi\nsame\nn' ]
	modest -r t --exclude '*.txt' --exclude '*.bak'
	[ "$output" = end ]
	find t -type f | LC_ALL=C sort >list
	modest --files-from list --include '*/deep/*' --include 's*'
	[ "$output" = $'endsame' ]
}

@test "files with NUL are skipped with a word, -a takes them" {
	mkdir t
	printf 'a\0\303\220' >t/bin
	echo a >t/a
	modest -r t --output-dir out
	[ "$status" -eq 0 ]
	[ ! -e out/t/bin ]
	[[ "$stderr" == *"t/bin: skipped: binary"* ]]
	modest -r t
	[ "$output" = a ]
	[[ "$stderr" == *"t/bin: skipped: binary"* ]]
	modest -r t --output-dir out2 -a
	holds out2/t/bin 'a\0\304\220'
	# NUL far behind the start too.
	head -c 3000000 /dev/zero | tr '\0' a >big
	printf '\303\220\0' >>big
	cp big copy
	modest -i big
	[ "$status" -eq 3 ]
	[[ "$stderr" == *"big: is binary data; "* ]]
	cmp big copy
	mv big t
	modest -r t -i
	[ "$status" -eq 0 ]
	[[ "$stderr" == *"t/big: skipped: binary (--text takes it all the same)"* ]]
	cmp t/big copy
	[ "$(find . -name '.vnfix-*')" = "" ]
}

@test "--output-dir mirrors the tree, with the modes of the inputs" {
	tree t
	chmod 640 t/same.txt
	umask 022
	modest -r t ./t/../t/same.txt --output-dir new/out
	[ "$status" -eq 4 ]
	[ ! -e new ]
	modest -r ./t --output-dir out
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	[ "$stderr" = "vnfix: 4 files: 2 changed, 2 unchanged, 0 skipped, 0 failed" ]
	holds out/t/changed.txt 'Đi\n'
	holds out/t/below/changed.txt 'Đi xa\r\n'
	holds out/t/below/deep/last 'end'
	[ "$(stat -c %a out/t/same.txt)" = 640 ]
	[ "$(find out -type f | wc -l)" -eq 4 ]
}

@test "paths that lead out of the tree stay below --output-dir" {
	tree t
	mkdir -p w
	cd w
	modest -r ../t "$BATS_TEST_TMPDIR/t/same.txt" --output-dir out
	[ "$status" -eq 0 ]
	holds out/t/changed.txt 'Đi\n'
	holds "out$BATS_TEST_TMPDIR/t/same.txt" 'same\n'
}

@test "no link below --output-dir is followed, and nothing but files is written" {
	tree t
	mkdir -p real outside
	echo far >outside/f
	ln -s real out
	mkdir -p real/t
	ln -s ../../outside/f real/t/changed.txt
	ln -s ../../outside/new real/t/same.txt
	ln -s ../../outside real/t/below
	for how in fail overwrite skip; do
		modest -r t --output-dir out --existing=$how
		[ "$status" -eq 4 ]
		[[ "$stderr" == *"vnfix: t/below/changed.txt: out/t/below/changed.txt: a symbolic link is in the way"* ]]
		# A name that is taken is taken, by whatever.
		[ $how = skip ] || [[ "$stderr" == *"t/changed.txt: a symbolic link is in the way"* ]]
		[ $how = skip ] || [[ "$stderr" == *"t/same.txt: a symbolic link is in the way"* ]]
		holds outside/f 'far\n'
		[ "$(ls -A outside)" = f ]
		[ -L real/t/changed.txt ] && [ -L real/t/same.txt ] && [ -L real/t/below ]
	done
	# Also where it leads nowhere else, and with a copy of what could not be repaired.
	rm real/t/below real/t/changed.txt real/t/same.txt
	mkdir real/t/other
	ln -s other real/t/below
	printf 'a\0' >t/same.txt
	ln -s ../../outside/new real/t/same.txt
	mkfifo real/t/changed.txt
	modest -r t --output-dir out --existing=overwrite --on-error=copy
	[ "$status" -eq 4 ]
	[[ "$stderr" == *"t/changed.txt: is a named pipe"* ]]
	[ -z "$(ls -A real/t/other)" ]
	[ "$(ls -A outside)" = f ]
	[ -p real/t/changed.txt ] && [ -L real/t/same.txt ]
	# A finished output is looked for likewise.
	rm -r real/t
	modest t/below/changed.txt --output-dir out --report log
	[ "$status" -eq 0 ]
	mv real/t/below outside/below
	ln -s ../../outside/below real/t/below
	modest t/below/changed.txt --output-dir out --resume log
	[ "$status" -eq 4 ]
}

@test "the output folder is no input" {
	tree t
	cd t
	modest -r . --output-dir out
	[ "$status" -eq 0 ]
	listing out >"$BATS_TEST_TMPDIR/first"
	modest -r . --output-dir out --existing overwrite
	[ "$status" -eq 0 ]
	listing out | diff - "$BATS_TEST_TMPDIR/first"
	# Nor is a single output.
	modest -r . -o all
	[ "$status" -eq 0 ]
	cp all "$BATS_TEST_TMPDIR/all"
	modest -r . -o all --force
	[ "$status" -eq 4 ] || cmp all "$BATS_TEST_TMPDIR/all"
	"$VNFIX" --only normalise -r . --exclude out >new
	! grep -q 'is the output too' new
}

@test "--existing: fail, skip, overwrite" {
	tree t
	mkdir -p out/t
	echo old >out/t/same.txt
	modest -r t --output-dir out
	[ "$status" -eq 4 ]
	[[ "$stderr" == *"t/same.txt: its output exists already"* ]]
	holds out/t/same.txt 'old\n'
	holds out/t/changed.txt 'Đi\n'
	modest -r t --output-dir out --existing=skip
	[ "$status" -eq 0 ]
	[ "$stderr" = "vnfix: 4 files: 0 changed, 0 unchanged, 4 skipped (4 output exists), 0 failed" ]
	holds out/t/same.txt 'old\n'
	modest -r t --output-dir out --existing=overwrite
	[ "$status" -eq 0 ]
	holds out/t/same.txt 'same\n'
	modest t/same.txt -o out/t/changed.txt --existing=skip
	[ "$status" -eq 0 ]
	holds out/t/changed.txt 'Đi\n'
}

@test "an output that is an input, or that of another input, is refused" {
	tree t
	listing t >before
	cd t
	modest -r . --output-dir . --force
	[ "$status" -eq 4 ]
	[[ "$stderr" == *"4 failed (4 output is an input too)"* ]]
	cd ..
	mkdir -p out/t
	ln t/changed.txt out/t/same.txt
	modest -r t --output-dir out --force
	[ "$status" -eq 4 ]
	[[ "$stderr" == *"t/same.txt: its output is an input too"* ]]
	listing t | diff - before
	mkdir -p u/t
	echo other >u/t/same.txt
	modest t/same.txt t/same.txt u/../t/same.txt --output-dir o2
	[ "$status" -eq 4 ]
	(cd u && run "$VNFIX" --only normalise t/same.txt ../t/same.txt --output-dir o && [ "$status" -eq 4 ])
	holds u/o/t/same.txt 'other\n'
}

@test "-i changes files in place, and only those that change" {
	tree t
	touch -d '2001-01-01' t/same.txt t/changed.txt
	chmod 604 t/changed.txt
	inode=$(stat -c %i t/same.txt)
	modest -r t -i
	[ "$status" -eq 0 ]
	[ "$stderr" = "vnfix: 4 files: 2 changed, 2 unchanged, 0 skipped, 0 failed" ]
	holds t/changed.txt 'Đi\n'
	holds t/below/changed.txt 'Đi xa\r\n'
	[ "$(stat -c %a t/changed.txt)" = 604 ]
	[ "$(stat -c %i t/same.txt)" = "$inode" ]
	[ "$(stat -c %y t/same.txt | cut -c1-10)" = 2001-01-01 ]
	[ "$(find t -type f | wc -l)" -eq 4 ]
	modest -r t -i
	[[ "$stderr" == *"0 changed, 4 unchanged"* ]]
}

@test "-i follows links, and takes a file with two names once" {
	tree t
	ln -s t/changed.txt link
	modest -i link t/changed.txt
	[ "$status" -eq 0 ]
	[ -L link ]
	holds t/changed.txt 'Đi\n'
	[[ "$stderr" == *"1 changed, 0 unchanged, 1 skipped (1 named twice)"* ]]
	ln t/below/changed.txt hard
	modest -i t/below/changed.txt
	[ "$status" -eq 0 ]
	[[ "$stderr" == *"hard links"* ]]
	holds t/below/changed.txt 'Đi xa\r\n'
	holds hard '\303\220i xa\r\n'
}

@test "-iSUFFIX and --backup keep the old files, the oldest for ever" {
	tree t
	modest -r t -i.old
	[ "$status" -eq 0 ]
	holds t/changed.txt.old '\303\220i\n'
	[ ! -e t/same.txt.old ]
	printf '\303\220i nua\n' >t/changed.txt
	modest -r t -i --backup=.old
	holds t/changed.txt.old '\303\220i\n'
	holds t/changed.txt.~1~ '\303\220i nua\n'
	printf '\303\220i\n' >t/changed.txt
	modest -r t -i --backup --exclude '*.old'
	holds t/changed.txt~ '\303\220i\n'
	modest -r t -i --exclude '*.old'
	holds t/changed.txt~ '\303\220i\n'
	holds t/changed.txt.~1~ '\303\220i nua\n'
	for wrong in -i.a/b -ir --in-place= --backup=/x; do
		modest -r t $wrong
		[ "$status" -eq 2 ]
		[ -n "$stderr" ]
	done
}

@test "what does not go together: exit 2, nothing done" {
	echo a >a
	for args in '-i -o b a' '-i --output-dir o a' '-o b --output-dir o a' '--backup a' '-i' \
		'--output-dir o' '--on-error=copy a' '--shard 4/3 a' '--shard 0/3 a' '--shard 1 a' \
		'-j x a' '-j -1 a' '--timeout 1s a' '--existing=no a'; do
		# shellcheck disable=SC2086 # several words are meant
		modest $args </dev/null
		[ "$status" -eq 2 ]
		[ -n "$stderr" ]
	done
	[ ! -e b ] && [ ! -e o ]
}

@test "the same bytes and messages for any number of threads, and for shards" {
	mkdir t
	for i in $(seq -w 1 60); do
		printf 'Ði %s\n' "$i" >t/$i.txt
		[ $((10#$i % 7)) -ne 0 ] || printf 'x\0y' >t/$i.bin
		[ $((10#$i % 9)) -ne 0 ] || echo "<ocr_page" >t/$i.gone
	done
	head -c 3000000 /dev/zero | tr '\0' a >t/00-big
	for j in 1 8; do
		run --separate-stderr "$VNFIX" --only normalise -v -r t -j $j
		[ "$status" -eq 3 ]
		printf '%s' "$output" | md5sum >out-$j
		printf '%s' "$stderr" >err-$j
		run --separate-stderr "$VNFIX" --only normalise -v -r t -j $j --output-dir o$j
		[ "$status" -eq 3 ]
		printf '%s' "$stderr" >dir-$j
	done
	cmp out-1 out-8
	cmp err-1 err-8
	cmp dir-1 dir-8
	diff -r o1 o8
	for k in 1 2 3; do
		"$VNFIX" --only normalise -q -r t --shard $k/3 >part-$k || [ $? -eq 3 ]
		"$VNFIX" --only normalise -q -r t --shard $k/3 --output-dir o3 || [ $? -eq 3 ]
	done
	"$VNFIX" --only normalise -q -r t >all || [ $? -eq 3 ]
	cat part-1 part-2 part-3 | cmp - all
	diff -r o1 o3
}

@test "the same for the whole engine" {
	need_model
	mkdir t
	for i in $(seq -w 1 12); do
		printf 'Vé viéc phé duyét danh sach h6 tham gia mé hinh %s\n' "$i" >t/$i
		printf 'uy ban nhan dan xa %s da xem xet\n' "$i" >t/b$i
	done
	"$VNFIX" -q -r t -j 1 --output-dir o1
	"$VNFIX" -q -r t -j 8 --output-dir o8
	diff -r o1 o8
	"$VNFIX" -r t -j 8 | cmp - <("$VNFIX" -r t -j 1)
	# One document, of several windows, which two threads share.
	for i in $(seq 20); do cat t/*; done >one
	for how in text tokens; do
		cmp <("$VNFIX" -q -j 1 --format=$how one) <("$VNFIX" -q -j 2 --format=$how one)
	done
}

@test "one bad file does not stop the others" {
	tree t
	mkdir -p out/t/below/changed.txt
	echo "<ocr_page" >t/loop
	modest -r t absent --output-dir out
	[ "$status" -eq 4 ]
	holds out/t/changed.txt 'Đi\n'
	holds out/t/below/deep/last end
	[ "$(grep -c . <<<"$stderr")" -eq 4 ]
	[[ "$stderr" == *"3 failed (2 not readable, 1 not written)"* ]]
}

@test "--on-error=copy copies what is not repaired" {
	tree t
	printf 'a\0\303\220' >t/bin
	modest -r t absent --output-dir out --on-error=copy
	[ "$status" -eq 3 ]
	cmp t/bin out/t/bin
	holds out/t/changed.txt 'Đi\n'
	[[ "$stderr" == *"copied unchanged: 1" ]]
}

@test "--on-error=abort stops at the first failure in the order of the inputs" {
	mkdir t
	for i in $(seq -w 1 40); do printf 'Ði\n' >t/$i; done
	rm t/11 t/29
	echo "<ocr_page" >t/11
	echo "<ocr_page" >t/29
	for j in 1 8; do
		run --separate-stderr "$VNFIX" --only normalise -r t --output-dir o$j -j $j --on-error=abort
		[ "$status" -eq 3 ]
		[ "$(find o$j -type f | wc -l)" -eq 10 ]
		[[ "$stderr" == *"t/11: is no well-formed XML"* ]]
		[[ "$stderr" != *"t/29"* ]]
		[[ "$stderr" == *"40 files: 10 changed, 0 unchanged, 0 skipped, 1 failed (1 not readable), 29 not reached" ]]
	done
}

@test "--timeout gives a file up, the others are done" {
	mkfifo pipe
	exec 8<>pipe
	tree t
	modest --timeout 5 /dev/fd/8 -r t --output-dir out
	exec 8>&-
	[ "$status" -eq 5 ]
	[[ "$stderr" == *"/dev/fd/8: took more than 5 s; given up"* ]]
	[ ! -e out/dev/fd/8 ]
	holds out/t/changed.txt 'Đi\n'
	run --separate-stderr "$VNFIX" --only normalise --timeout 3600 t/same.txt
	[ "$status" -eq 0 ]
	[ "$output" = same ]
}

# 4 MB of words of random letters: some ten times what --timeout leaves them.
endless() {
	awk 'BEGIN {
		srand(1)
		for (i = 0; i < 450000; i++) {
			for (k = 0; k < 8; k++)
				printf "%c", 97 + int(rand() * 26)
			printf i % 12 == 11 ? "\n" : " "
		}
	}'
}

@test "--timeout ends a file in the middle of a piece of text" {
	need_model
	mkdir in
	endless >in/endless.txt
	printf 'Can cu Luat\n' >in/short.txt
	cp -r in before
	run --separate-stderr "$VNFIX" --assume=eng --timeout 1 -i in/endless.txt
	[ "$status" -eq 5 ]
	[[ "$stderr" == *"in/endless.txt: took more than 1 s; given up"* ]]
	diff -r before in

	run --separate-stderr "$VNFIX" --assume=eng --timeout 4 -r in --output-dir out
	[ "$status" -eq 5 ]
	[ ! -e out/in/endless.txt ]
	[ -s out/in/short.txt ]

	run --separate-stderr "$VNFIX" --assume=eng --timeout 4 -r in --output-dir copies \
		--on-error=copy --report log
	[ "$status" -eq 5 ]
	cmp in/endless.txt copies/in/endless.txt
	grep -q '"file":"in/endless.txt","status":"failed","error":"took more than 4 s; given up"' log

	run --separate-stderr "$VNFIX" --assume=eng --timeout 1 in/endless.txt
	[ "$status" -eq 5 ]
	[ -z "$output" ]
}

# Starts a run over w in place, in the background, and returns when some of its files have temporary
# names; $pid is it.
begin_in_place() {
	mkdir -p w
	for i in $(seq 400); do printf 'h\303\262a b\303\254nh\n' >"w/$i"; done
	"$VNFIX" -q --only normalise --tone new -j1 -r -i w 3>&- &
	pid=$!
	named() { compgen -G 'w/.vnfix-*' || ! kill -0 "$pid"; } >/dev/null 2>&1
	until named; do :; done
}

leftovers() {
	find w -name '.vnfix-*' | wc -l
}

# Those that are the files they were made for. The old file of an exchange that was cut short is not.
fitting() {
	find w -name '.vnfix-*' -printf '%f %i\n' |
		awk '{ printf "%s %016x\n", substr($1, 16), $2 }' | awk '$1 == $2' | wc -l
}

@test "what a killed run has left goes with the next one" {
	begin_in_place
	kill -KILL "$pid" || true
	wait "$pid" || true
	count=$(leftovers)
	[ "$(fitting)" -gt 0 ] || skip "was not caught in time"
	echo mine >w/.vnfix-0123456789abcdef01234567
	# A run that writes nothing there removes nothing there.
	"$VNFIX" -q --only normalise --tone new --dry-run -r w >/dev/null
	[ "$(leftovers)" -eq $((count + 1)) ]
	run --separate-stderr "$VNFIX" --only normalise --tone new -r -i w
	[ "$status" -eq 0 ]
	[ "$(fitting)" -eq 0 ]
	[[ "$stderr" == *"removed $((count + 1 - $(leftovers))) unfinished file"* ]]
	[ "$(cat w/.vnfix-0123456789abcdef01234567)" = mine ]
	[ "$(cat w/[0-9]* | sort -u)" = "hoà bình" ]
	# They are no files of the folder.
	[[ "$stderr" != *skipped\ \(* ]]
	run --separate-stderr "$VNFIX" --only normalise --tone old -r -i w
	[[ "$stderr" != *removed* ]]
}

# Whether every thread of process PID stands still: a stop is sent, and comes later.
stopped() {
	! sed 's/.*) //' "/proc/$1/task/"*/stat | grep -qv '^[Tt]'
}

@test "a run leaves alone what another one has begun" {
	begin_in_place
	kill -STOP "$pid" || skip "was not caught in time"
	eventually stopped "$pid"
	count=$(leftovers)
	printf 'h\303\262a\n' >w/other
	run --separate-stderr "$VNFIX" --only normalise --tone new -i w/other
	[ "$status" -eq 0 ]
	[[ "$stderr" != *removed* ]]
	[ "$(leftovers)" -eq "$count" ]
	kill -CONT "$pid"
	wait "$pid"
	[ "$(leftovers)" -eq 0 ]
	[ "$(cat w/[0-9]* | sort -u)" = "hoà bình" ]
}

@test "a folder that cannot be written to: exit 4, the files stay" {
	[ "$(id -u)" -ne 0 ] || skip "root may write everywhere"
	tree t
	chmod 555 t
	modest -r t -i
	chmod 755 t
	[ "$status" -eq 4 ]
	holds t/changed.txt '\303\220i\n'
	holds t/below/changed.txt 'Đi xa\r\n'
}

@test "a limit on file sizes: that file fails, the others are done" {
	need_plain_build
	tree t
	(head -c 1000000 /dev/zero | tr '\0' a; printf '\303\220') >t/big
	cp t/big copy
	run --separate-stderr bash -c "ulimit -f 512; '$VNFIX' --only normalise -r t -i"
	[ "$status" -eq 4 ]
	[[ "$stderr" == *"vnfix: t/big: File too large"* ]]
	cmp t/big copy
	holds t/changed.txt 'Đi\n'
	[ "$(find . -name '.vnfix-*')" = "" ]
}

@test "names of any bytes, told in a way that no terminal obeys" {
	mkdir t
	name=$'e\nv\033[31m\377il\342\200\256'
	printf '\303\220\n' >"t/$name"
	printf '\303\220\n' >t/-dash
	modest -r t --output-dir out -v
	[ "$status" -eq 0 ]
	[[ "$stderr" == *'t/e\x0av\x1b[31m\xffil\u{202e}: '* ]]
	[[ "$stderr" != *$'\033'* ]]
	[ -f "out/t/$name" ]
	[ -f out/t/-dash ]
}

@test "-q tells errors only, -v each file" {
	tree t
	printf 'a\0' >t/bin
	modest -q -r t absent --output-dir o1
	[ "$stderr" = "vnfix: absent: No such file or directory" ]
	# A build for sanitizers has no sandbox, and -v would say so.
	modest -v --no-sandbox -r t --output-dir o2
	[ "$(head -n 4 <<<"$stderr")" = "vnfix: t/below/changed.txt: changed, edits: 1
vnfix: t/below/deep/last: unchanged
vnfix: t/bin: skipped: binary (--text takes it all the same)
vnfix: t/changed.txt: changed, edits: 1" ]
}

@test "--progress: nothing to a pipe unless asked for; JSON that is JSON" {
	tree t
	modest -r t --output-dir o1
	[ "$(wc -l <<<"$stderr")" -eq 1 ]
	modest -q -r t --output-dir o2 --progress=json
	[ "$status" -eq 0 ]
	python3 -c 'import json, sys
last = [json.loads(line) for line in sys.stdin][-1]
assert last["files_done"] == last["files"] == 4 and last["failed"] == 0, last
assert last["bytes_done"] == last["bytes"] == 20, last' <<<"$stderr"
	modest -q -r t --output-dir o3 --progress=none
	[ -z "$stderr" ]
}

@test "--progress on a terminal: a line that goes again" {
	tree t
	TERM=xterm python3 -c 'import os, pty, sys
os.environ["TERM"] = "xterm"
sys.exit(pty.spawn(sys.argv[1:]) >> 8)' sh -c "(sleep 1.5; echo late) | '$VNFIX' --only normalise -j 1 \
		--output-dir out t/same.txt absent /dev/stdin t/changed.txt" >seen </dev/null || [ $? -eq 3 ]
	grep -q ' of 4 files, .* %, .* MB/s, 1 failed' seen
	grep -q '4 files: ' seen
}

@test "ten thousand tiny files" {
	mkdir t
	(cd t && for d in $(seq 0 99); do mkdir $d; done
		for i in $(seq 0 9999); do printf 'Ði %s\n' $i >$((i % 100))/$i; done)
	run --separate-stderr patiently "$VNFIX" --only normalise -r t -i
	[ "$status" -eq 0 ]
	[ "$stderr" = "vnfix: 10000 files: 10000 changed, 0 unchanged, 0 skipped, 0 failed" ]
	[ "$(cat t/*/* | grep -c '^Đi [0-9]*$')" -eq 10000 ]
	[ "$(find t -type f | wc -l)" -eq 10000 ]
}

@test "a signal leaves every file old or new, and nothing else" {
	mkdir t
	for i in $(seq -w 1 300); do printf 'Ði\n' >t/$i; done
	"$VNFIX" --only normalise -r t -i -q 3>&- &
	pid=$!
	sleep 0.02
	kill -TERM "$pid" 2>/dev/null || true
	wait "$pid" || true
	[ "$(find t -type f | wc -l)" -eq 300 ]
	[ "$(cat t/* | grep -cx -e 'Đi' -e 'Ði')" -eq 300 ]
}

@test "--resume goes on where a run was broken off" {
	tree t
	cp -r t u
	run --separate-stderr "$VNFIX" --only normalise -r t --exclude below -i --resume log
	[ "$status" -eq 0 ]
	modest -r t -i --resume log
	[ "$status" -eq 0 ]
	[[ "$stderr" == *"4 files: 1 changed, 1 unchanged, 2 skipped (2 done before), 0 failed"* ]]
	modest -r t -i --resume log
	[[ "$stderr" == *"4 skipped (4 done before)"* ]]
	# What was touched meanwhile is done again.
	printf '\303\220a\n' >>t/same.txt
	modest -r t -i --resume log
	[[ "$stderr" == *"1 changed, 0 unchanged, 3 skipped (3 done before)"* ]]
	holds t/same.txt 'same\nĐa\n'
	# To another tree: an output that is gone is made again.
	modest -r u --output-dir out --resume log2
	[ "$status" -eq 0 ]
	rm out/u/changed.txt
	modest -r u --output-dir out --resume log2
	[ "$status" -eq 0 ]
	[[ "$stderr" == *"1 changed, 0 unchanged, 3 skipped (3 done before)"* ]]
	# An output that somebody else has changed is neither done nor replaced.
	echo other >out/u/same.txt
	modest -r u --output-dir out --resume log2
	[ "$status" -eq 4 ]
	holds out/u/same.txt 'other\n'
	echo no log >log3
	modest -r u --output-dir out --resume log3
	[ "$status" -ne 0 ]
	holds log3 'no log\n'
	modest u/same.txt --resume log2
	[ "$status" -eq 2 ]
}

@test "the report of a run is none of its inputs" {
	tree t
	: >t/log
	ls t/*.txt t/log >list
	for how in '-r t' '--files-from list'; do
		# shellcheck disable=SC2086 # several words are meant
		modest $how -i --report t/log
		[ "$status" -eq 0 ]
		[[ "$stderr" == *"1 skipped (1 written by vnfix itself)"* ]]
	done
}

@test "a batch in place is undone, bit for bit, by its report" {
	tree t
	cp -r t before
	run --separate-stderr "$VNFIX" --only normalise -r t -i -j 4 --report log
	[ "$status" -eq 0 ]
	run ! diff -rq t before
	run --separate-stderr "$VNFIX" --undo log
	[ "$status" -eq 0 ]
	diff -r t before
}

@test "--check, --diff and --dry-run write nothing, with -i or a tree" {
	tree t
	cp -r t before
	for how in -i '--output-dir out'; do
		# shellcheck disable=SC2086 # several words are meant
		modest -r t $how --check -j 3
		[ "$status" -eq 1 ]
		[ "$output" = $'t/below/changed.txt\nt/changed.txt' ]
		# shellcheck disable=SC2086
		modest -r t $how --diff
		[ "$status" -eq 0 ]
		[[ "$output" == *"+ {+Đi+}"* ]]
		# shellcheck disable=SC2086
		modest -r t $how --dry-run
		[ "$(wc -l <<<"$output")" -eq 4 ]
	done
	diff -r t before
	[ -z "$(find out -type f 2>/dev/null)" ]
	modest -r t -i --suggest-only --report log
	[ "$status" -eq 0 ]
	diff -r t before
	grep -q '"type":"change"' log
	modest -i --mark t/changed.txt
	[ "$status" -eq 2 ]
}
