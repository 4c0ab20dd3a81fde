#!/usr/bin/env bats
# The sandbox, from the outside: it is on by default, and nothing is missed in it. What it refuses is
# tried here from within the tool (tests/tools/escape.c), and call by call in tests/unit/test_sandbox.c.

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

@test "large records leave memory for a file that was made before" {
	need_model
	for _ in $(seq 4000); do echo 'chuyén d6i sé qudc gia'; done >page
	run -0 "$VNFIX" -q --report log --html page.html -o new page
	[ -s log ]
	run -0 "$VNFIX" -q --undo log --output-dir old
	cmp page old/page
}

# escape COMMAND...: runs it with something inside that tries everything; log says what came of it.
escape() {
	rm -f log
	LD_PRELOAD=$ESCAPE ESCAPE_LOG=$PWD/log ESCAPE_NAMED=$PWD/page "$@"
}

@test "whoever took the tool over could open, write, start and send nothing" {
	need_sandbox
	[ -n "$ESCAPE" ] || skip "sanitized build"
	printf 'ESCAPE\n' >page
	cp page before
	echo secret >not-named
	mkdir in
	cp page in
	# What is made of it goes to standard output, to a file, to a folder, or it is another command.
	for run in "--only normalise page" "--only normalise -j 2 -o out/new page" \
		"--only normalise --output-dir tree page" "--only normalise --report out/log --stats page" \
		"--only normalise --html out/page.html page" "--only normalise --to tcvn3 page" \
		"--only normalise --suggest-only --report out/log page" "--only normalise --check --diff page" \
		"--only normalise --detect page" "fields --as-is page"; do
		mkdir -p out
		# shellcheck disable=SC2086 # several words are meant
		escape "$VNFIX" $run >said
		cat log
		[ "$(grep -c ^refused log)" -ge 19 ]
		[ "$(grep ^done log | grep -v 'open of an input')" = "" ]
		[ ! -e new-file ] && [ ! -e a-folder ] && [ ! -L a-link ] && [ -e not-named ]
		cmp page before
		rm -rf out tree
	done
	# Otherwise it could: the tries are none that fail anyway.
	escape "$VNFIX" --no-sandbox --only normalise page >said
	grep -qx 'done socket ' log
	printf 'plain\n' >page
	LD_PRELOAD=$ESCAPE ESCAPE_LOG=$PWD/log2 "$VNFIX" --only normalise page
	[ ! -s log2 ]
}

# as_outside ARGUMENT...: the tool says, writes and returns the same inside as outside.
as_outside() {
	local inside=0 outside=0
	rm -rf made
	"$VNFIX" "$@" >said 2>complained || inside=$?
	rm -rf made-inside
	[ ! -e made ] || mv made made-inside
	"$VNFIX" "$@" --no-sandbox >said-outside 2>complained-outside || outside=$?
	echo "$* : $inside $outside"
	[ $inside -eq $outside ]
	cmp said said-outside
	cmp complained complained-outside
	[ ! -e made-inside ] || diff -r made-inside made
}

@test "every format of documents is read inside" {
	need_sandbox
	local seeds=$BATS_TEST_DIRNAME/../fuzz/corpus count=0
	for file in "$seeds"/source/* "$seeds"/package/* "$seeds"/pdf/* "$seeds"/charset/*; do
		as_outside --only recode,normalise --tone=new "$file"
		as_outside fields --as-is "$file"
		count=$((count + 1))
	done
	[ $count -ge 20 ]
	printf '{"a":"ho\303\240"}\n' | "$VNFIX" -q --only normalise --tone=old -f ndjson --field a --line >out
	holds out '{"a":"h\303\262a"}\n'
}

@test "every feature works inside" {
	need_sandbox
	need_model
	printf 'chuyén d6i sé qudc gia\nD6ng Hoa va Ban Mai\n' >page
	printf 'Bản Mai\n' >names
	printf 'D6ng Hoa\tĐông Hòa\n' >table
	printf '[A-Z]+[0-9]+\n' >keep
	mkdir in
	cp page in/a
	cp page in/b
	as_outside --stats -v page
	as_outside --diff page
	as_outside --check page
	as_outside --mark page
	as_outside --detect page
	as_outside --format=tokens page
	as_outside --candidates=3 --format=tokens page
	as_outside --dict names --rules table --protect keep page
	as_outside --to tcvn3 page
	as_outside --no-provenance --suggest-only --report made page
	as_outside --no-provenance --report made --dry-run -r in
	as_outside --no-provenance --html made --dry-run page
	as_outside -j 3 --output-dir made -r in
	as_outside --output-dir made --shard 1/2 -r in
	as_outside --line page
	as_outside --list-stages
	as_outside fields -f ead page
	LANGUAGE=vi LC_ALL=C.UTF-8 as_outside --stats page nowhere
}
