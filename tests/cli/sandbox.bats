#!/usr/bin/env bats
# The sandbox, from the outside: it is on by default, and nothing is missed in it. What it refuses is
# tried in tests/unit/test_sandbox.c.

# shellcheck disable=SC2154 # stderr is set by run
load helper

need_sandbox() {
	"$VNFIX" --version --verbose | grep -q '^sandbox Landlock.* seccomp$' ||
		skip "no Landlock or no seccomp here, or a build without"
}

# state LINE [OPTION...]: the line of /proc/PID/status of a run that waits for its second line.
state() {
	local what=$1
	shift
	mkfifo pipe
	"$VNFIX" --only normalise --line "$@" <pipe >out 3>&- &
	local pid=$!
	exec 7>pipe
	echo 'one' >&7
	eventually grep -q one out
	awk -v name="$what:" '$1 == name { print $2 }' "/proc/$pid/status"
	exec 7>&-
	wait $pid
	rm pipe
}

@test "a run is confined, unless told not to be" {
	need_sandbox
	[ "$(state Seccomp)" -eq 2 ]
	[ "$(state NoNewPrivs)" -eq 1 ]
	[ "$(state Seccomp --no-sandbox)" -eq 0 ]
	[ "$(state NoNewPrivs --no-sandbox)" -eq 0 ]
}

@test "-v says nothing of a sandbox that is whole" {
	need_sandbox
	echo a >page
	run --separate-stderr "$VNFIX" --only normalise -v page -o new
	[ "$status" -eq 0 ]
	[[ "$stderr" != *confined* ]]
}

@test "inputs, outputs and records may lie anywhere" {
	mkdir -p far/in far/out far/log near/deep other
	printf 'ho\303\240\n' >far/in/a
	cp far/in/a other/b
	ln -s ../far/in/a near/link
	printf '%s\n' "$PWD/far/in/a" other/b near/link >list
	modest --tone=old -o far/out/all far/in/a near/link - <other/b
	[ "$status" -eq 0 ]
	[ "$(sort -u far/out/all)" = 'hòa' ]
	modest --tone=old --output-dir far/out/tree --report far/log/report --html far/log/page.html \
		-r far/in other
	[ "$status" -eq 0 ]
	[ -s far/log/page.html ]
	[ "$(cat far/out/tree/far/in/a far/out/tree/other/b | sort -u)" = 'hòa' ]
	modest --tone=old -i.old --files-from list
	[ "$status" -eq 0 ]
	[ "$(cat far/in/a other/b | sort -u)" = 'hòa' ]
	[ -f far/in/a.old ] && [ -f other/b.old ] && [ -L near/link ]
}

@test "and so may what is undone" {
	mkdir -p far/in here
	printf 'ho\303\240\n' >far/in/a
	cp far/in/a before
	modest --tone=old -i --report log far/in/a
	[ "$status" -eq 0 ]
	mv log here/log
	run ! cmp -s before far/in/a
	run "$VNFIX" --undo here/log "$PWD/far/in/a"
	[ "$status" -eq 0 ]
	cmp before far/in/a
	modest --tone=old -i --report log far/in/a
	run "$VNFIX" --undo log --output-dir here/old
	[ "$status" -eq 0 ]
	cmp before here/old/far/in/a
}

@test "outputs may be devices and pipes" {
	printf 'ho\303\240\n' >page
	modest -o /dev/null --force page
	[ "$status" -eq 0 ]
	mkfifo pipe
	cat pipe >out 3>&- &
	modest -o pipe --force page
	[ "$status" -eq 0 ]
	wait
	cmp page out
	"$VNFIX" --only normalise -o /dev/stdout --force page | cmp - page
	"$VNFIX" --only normalise -o /dev/fd/1 --force /dev/fd/0 <page | cmp - page
}

@test "large records leave memory for /tmp" {
	need_model
	for _ in $(seq 4000); do echo 'chuyén d6i sé qudc gia'; done >page
	run -0 "$VNFIX" -q --report log -o new page
	[ -s log ]
	run -0 "$VNFIX" -q --undo log --output-dir old
	cmp page old/page
}
