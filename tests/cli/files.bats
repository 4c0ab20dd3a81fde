#!/usr/bin/env bats
# Inputs and outputs: nothing is lost, every failure has its exit code.

# shellcheck disable=SC2154 # stderr is set by run
load helper

@test "standard input by default and for -" {
	run --separate-stderr "$VNFIX" --only normalise <<<"xin"
	[ "$status" -eq 0 ]
	[ "$output" = "xin" ]
	echo a >a
	run --separate-stderr "$VNFIX" --only normalise a - a <<<"b"
	[ "$output" = $'a\nb\na' ]
}

@test "several files are joined in their order, byte for byte" {
	printf 'one' >a
	printf '\357\273\277two\r\n' >b
	: >c
	printf 'three\n\n' >d
	"$VNFIX" --only normalise d a b c >out
	cat d a b c | cmp - out
}

@test "a missing file: exit 3, the others are done" {
	echo a >a
	echo b >b
	modest a absent b
	[ "$status" -eq 3 ]
	[ "$output" = $'a\nb' ]
	[ "$stderr" = "vnfix: absent: No such file or directory" ]
}

@test "a directory: exit 3" {
	mkdir folder
	echo a >a
	modest folder a
	[ "$status" -eq 3 ]
	[ "$output" = "a" ]
	[ "$stderr" = "vnfix: folder: is a folder; -r goes into folders" ]
}

@test "a loop of links, a path through a file: exit 3" {
	ln -s loop loop
	echo a >a
	modest loop a/b a
	[ "$status" -eq 3 ]
	[ "$output" = "a" ]
	[ "$(wc -l <<<"$stderr")" -eq 2 ]
	# The message says what is wrong, whatever the path was given for.
	for args in a/b "a -o a/b" "a --output-dir a/b" "a --output-dir a" "a --report a/b" \
		"-n --html a/b a" "--undo a/b" "--dict a/b a" "--files-from a/b"; do
		run --separate-stderr "$VNFIX" --only normalise,user $args
		[[ "$stderr" == *"a/b: A part of the path is a file, not a folder"* ]] ||
			[[ "$stderr" == *"a: A part of the path is a file, not a folder"* ]]
	done
}

@test "a file without permission: exit 3" {
	[ "$(id -u)" -ne 0 ] || skip "root may read everything"
	echo a >a
	chmod 000 a
	modest a
	[ "$status" -eq 3 ]
	[[ "$stderr" == "vnfix: a: Permission denied" ]]
}

@test "a read that fails midway: exit 3" {
	[ -e /proc/self/mem ] || skip "no /proc"
	echo a >a
	modest /proc/self/mem a
	[ "$status" -eq 3 ]
	[ "$output" = "a" ]
	[[ "$stderr" == "vnfix: /proc/self/mem: "* ]]
}

@test "closed standard streams: exit 3 or 4, never into a document" {
	echo a >a
	run --separate-stderr sh -c "'$VNFIX' --only normalise <&-"
	[ "$status" -eq 3 ]
	run --separate-stderr sh -c "'$VNFIX' --only normalise a >&-"
	[ "$status" -eq 4 ]
	run sh -c "'$VNFIX' --only normalise a absent -o new 2>&-"
	[ "$status" -eq 3 ]
	holds new 'a\n'
}

@test "a full disk: exit 4, for every output" {
	[ -e /dev/full ] || skip "no /dev/full"
	run --separate-stderr sh -c "echo a | '$VNFIX' --only normalise >/dev/full"
	[ "$status" -eq 4 ]
	[ "$stderr" = "vnfix: standard output: No space left on device" ]
	run --separate-stderr sh -c "echo a | '$VNFIX' --only normalise -o /dev/full"
	[ "$status" -eq 4 ]
	[ "$stderr" = "vnfix: /dev/full: No space left on device" ]
}

@test "a limit on file sizes: exit 4, and the file stays as it was" {
	need_plain_build
	echo old >out
	head -c 100000 /dev/zero | tr '\0' a >in
	run --separate-stderr bash -c "ulimit -f 8; '$VNFIX' --only normalise in -o out --force"
	[ "$status" -eq 4 ]
	[ "$stderr" = "vnfix: out: File too large" ]
	holds out 'old\n'
	[ "$(find . -name '.vnfix-*')" = "" ]
}

@test "a reader that goes away: quiet, by the signal" {
	run --separate-stderr bash -c "yes | '$VNFIX' --only normalise | head -n 1; echo \${PIPESTATUS[1]}"
	[ "$output" = $'y\n141' ]
	[ -z "$stderr" ]
	run --separate-stderr bash -c "trap '' PIPE; yes 2>/dev/null | '$VNFIX' --only normalise | head -n 1; echo \${PIPESTATUS[1]}"
	[ "$output" = $'y\n141' ]
	[ -z "$stderr" ]
}

@test "-o writes a new file, with the mode of the umask" {
	umask 027
	run --separate-stderr "$VNFIX" --only normalise -o out <<<"text"
	[ "$status" -eq 0 ]
	[ -z "$output$stderr" ]
	holds out 'text\n'
	[ "$(stat -c %a out)" = 640 ]
	[ "$(find . -name '.vnfix-*')" = "" ]
}

@test "-o refuses a file that exists: exit 4; --force replaces it and keeps its mode" {
	echo old >out
	chmod 604 out
	run --separate-stderr "$VNFIX" --only normalise -o out <<<"new"
	[ "$status" -eq 4 ]
	[[ "$stderr" == "vnfix: out: exists already; --force replaces it" ]]
	holds out 'old\n'
	run --separate-stderr "$VNFIX" --only normalise -o out --force <<<"new"
	[ "$status" -eq 0 ]
	holds out 'new\n'
	[ "$(stat -c %a out)" = 604 ]
}

@test "-o refuses to be an input, under any name" {
	echo text >in
	ln in hard
	ln -s in soft
	for name in in ./in hard soft; do
		run --separate-stderr "$VNFIX" --only normalise in -o "$name" --force
		[ "$status" -eq 4 ]
		[[ "$stderr" == "vnfix: in: is the output too; nothing done" ]]
		run --separate-stderr "$VNFIX" --only normalise -o "$name" --force <in
		[ "$status" -eq 4 ]
	done
	run --separate-stderr sh -c "'$VNFIX' --only normalise in >>in"
	[ "$status" -eq 4 ]
	holds in 'text\n'
}

@test "-o into a folder that may not be written: exit 4, and the file stays" {
	[ "$(id -u)" -ne 0 ] || skip "root may write everywhere; see the fault tests"
	mkdir locked
	echo old >locked/out
	chmod 500 locked
	run --separate-stderr "$VNFIX" --only normalise -o locked/out --force <<<"new"
	[ "$status" -eq 4 ]
	[ "$stderr" = "vnfix: locked/out: Permission denied" ]
	run --separate-stderr "$VNFIX" --only normalise -o locked/new <<<"new"
	[ "$status" -eq 4 ]
	chmod 700 locked
	holds locked/out 'old\n'
	[ "$(ls -A locked)" = out ]
}

@test "-o does not replace a file that may not be written" {
	[ "$(id -u)" -ne 0 ] || skip "root may write everywhere"
	echo old >out
	chmod 444 out
	run --separate-stderr "$VNFIX" --only normalise -o out --force <<<"new"
	[ "$status" -eq 4 ]
	holds out 'old\n'
}

@test "a file that another program has open for writing is left as it is" {
	printf '\303\220i\n' >a
	exec 7>>a
	modest -i a
	exec 7>&-
	[ "$status" -eq 4 ] || skip "no leases here"
	[ "$stderr" = "vnfix: a: is open for writing in another program; left as it is
vnfix: 1 file: 0 changed, 0 unchanged, 0 skipped, 1 failed (1 not written)" ]
	holds a '\303\220i\n'
	modest -i a
	[ "$status" -eq 0 ]
	holds a 'Đi\n'
}

@test "-o through a link replaces what it points to" {
	mkdir far
	echo old >far/out
	ln -s far/out link
	run --separate-stderr "$VNFIX" --only normalise -o link --force <<<"new"
	[ "$status" -eq 0 ]
	[ -L link ]
	holds far/out 'new\n'
}

@test "-o in a missing folder, to a folder, twice" {
	run --separate-stderr "$VNFIX" --only normalise -o no/out <<<"a"
	[ "$status" -eq 4 ]
	[ "$stderr" = "vnfix: no/out: No such file or directory" ]
	mkdir folder
	run --separate-stderr "$VNFIX" --only normalise -o folder --force <<<"a"
	[ "$status" -eq 4 ]
	[ "$stderr" = "vnfix: folder: Is a directory" ]
	run --separate-stderr "$VNFIX" --only normalise -o a -o b <<<"a"
	[ "$status" -eq 2 ]
	[ ! -e a ] && [ ! -e b ]
}

@test "-o is not made when no input could be read" {
	echo old >out
	modest absent -o out --force
	[ "$status" -eq 3 ]
	holds out 'old\n'
	modest absent -o new
	[ "$status" -eq 3 ]
	[ ! -e new ]
	[[ "$stderr" == *"new: not written: not all of its text could be made" ]]
}

# What must not wait for anything.
soon() {
	run --separate-stderr patiently "$VNFIX" --no-config --only normalise "$@" </dev/null
}

@test "no named pipe, socket or device is waited for as an input" {
	mkfifo fifo
	python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket")'
	ln -s fifo link
	for name in fifo link socket /dev/zero; do
		what="Is a named pipe (vnfix < PIPE reads one)"
		[ "$name" != socket ] || what="Is a socket"
		[ "$name" != /dev/zero ] || what="Is a device"
		echo "$name" >list
		for args in "$name" "-i $name" "$name --output-dir o" "--files-from list" \
			"--files-from $name" "-i --files-from list" "--undo $name" "--apply $name" \
			"-i --resume $name a"; do
			echo a >a
			soon $args
			[ "$status" -eq 3 ]
			[[ "$stderr" == *"$name: $what"* ]]
		done
		for option in --dict --rules --model; do
			soon --only user,restore "$option=$name" a
			[ "$status" -eq 6 ]
			[[ "$stderr" == *"$name: $what"* ]]
		done
		run --separate-stderr patiently "$VNFIX" --config="$name" a
		[ "$status" -eq 2 ]
		[[ "$stderr" == *"$name: $what"* ]]
	done
	# Nobody who waits for a reader is set free by a look.
	(echo text >fifo; touch written) 3>&- &
	soon fifo
	[ "$status" -eq 3 ]
	sleep 0.2
	[ ! -e written ]
	[ "$(cat fifo)" = text ]
}

@test "no terminal but the own one is waited for, at either end" {
	[ -c /dev/ptmx ] || skip "no terminals here"
	head -c 100000 /dev/zero | tr '\0' a >a
	for args in /dev/ptmx "-i /dev/ptmx" "--files-from /dev/ptmx"; do
		soon $args
		[ "$status" -eq 3 ]
		[[ "$stderr" == *"/dev/ptmx: Is a device"* ]]
	done
	for args in "-o /dev/ptmx" "--force -n --html=/dev/ptmx" "--report=/dev/ptmx"; do
		soon --force a $args
		[ "$status" -eq 4 ]
		[[ "$stderr" == *"/dev/ptmx: Is a device"* ]]
	done
}

@test "what the caller has opened is read to its end" {
	mkfifo fifo
	echo one >page
	for way in "/dev/stdin" "/dev/fd/0" "/proc/self/fd/0" "- --dict /dev/null"; do
		run --separate-stderr bash -c "(sleep 0.2; echo late) | '$VNFIX' --only normalise $way"
		[ "$status" -eq 0 ]
		[ "$output" = late ]
	done
	run bash -c "'$VNFIX' --only normalise page <(sleep 0.2; echo two) <(echo three)"
	[ "$output" = $'one\ntwo\nthree' ]
	run bash -c "'$VNFIX' --only normalise --files-from <(sleep 0.2; echo page)"
	[ "$output" = one ]
	run bash -c "'$VNFIX' --only user,replace --rules <(printf 'one\tmany\n') page"
	[ "$output" = many ]
	ln -s /dev/stdin link
	run bash -c "echo linked | '$VNFIX' --only normalise link"
	[ "$output" = linked ]
	(sleep 0.2; echo named) >fifo 3>&- &
	run patiently "$VNFIX" --only normalise /dev/stdin <fifo
	[ "$output" = named ]
	run patiently "$VNFIX" --only normalise /dev/null page
	[ "$status" -eq 0 ]
	[ "$output" = one ]
}

@test "no named pipe or socket at the place of an output is waited for" {
	mkfifo fifo
	python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket")'
	echo a >page
	for out in --output "--force --output" "--dry-run --force --html" --report; do
		set -- $out
		last=${!#}
		soon page "${@:1:$#-1}" "$last=fifo"
		[ "$status" -eq 4 ]
		[[ "$stderr" == *"fifo: Is a named pipe that nobody reads"* ]]
		soon page "${@:1:$#-1}" "$last=socket"
		[ "$status" -eq 4 ]
		[[ "$stderr" == *"socket: Is a socket"* ]]
	done
	# A reader that is there, or comes at the same time, gets it all.
	cat fifo >got 3>&- &
	soon page -o fifo
	wait
	[ "$status" -eq 0 ]
	holds got 'a\n'
	run bash -c "'$VNFIX' --only normalise page -o /dev/stdout | cat"
	[ "$output" = a ]
	soon page -o /dev/null
	[ "$status" -eq 0 ]
}

@test "a signal leaves the old file and nothing else" {
	echo old >out
	mkfifo pipe
	exec 8<>pipe
	"$VNFIX" --only normalise /dev/fd/8 -o out --force 3>&- &
	pid=$!
	echo more >&8
	# The unfinished file has a name, or none where the file system can do without.
	begun() { compgen -G '.vnfix-*' || find /proc/$pid/fd -lname "$PWD/*(deleted)" | grep -q .; } >/dev/null
	eventually begun
	kill -TERM "$pid"
	code=0
	wait "$pid" || code=$?
	exec 8>&-
	[ "$code" -eq 143 ]
	holds out 'old\n'
	[ "$(find . -name '.vnfix-*')" = "" ]
}

@test "file names cannot command the terminal" {
	modest $'a\033[31m\002\177\302\233\342\200\256\377b'
	[ "$status" -eq 3 ]
	[ "$stderr" = 'vnfix: a\x1b[31m\x02\x7f\x9b\u{202e}\xffb: No such file or directory' ]
	run --separate-stderr "$VNFIX" $'--no\033se'
	[ "$status" -eq 2 ]
	[[ "$stderr" != *$'\033'* ]]
	run --separate-stderr "$VNFIX" --only $'a\nb'
	[[ "$stderr" == *'a\x0ab'* ]]
}

@test "what waits lies in TMPDIR" {
	need_plain_build # a sanitizer that looks for leaks fails under strace
	command -v strace >/dev/null || skip "no strace"
	mkdir mine
	echo "một" >a
	for folder in "$PWD/mine" /tmp; do
		TMPDIR=$folder strace -f -o calls -e trace=openat,open "$VNFIX" -q --only=normalise --report=log --force a -o b
		grep -F O_TMPFILE calls | grep -qF "\"$folder\""
	done
	TMPDIR=mine strace -f -o calls -e trace=openat,open "$VNFIX" -q --only=normalise --report=log --force a -o b
	grep -F O_TMPFILE calls | grep -qF '"/tmp"' # no folder of wherever it is called
}
