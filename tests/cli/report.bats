#!/usr/bin/env bats
# Seeing before trusting: --dry-run, --check, --diff, --suggest-only; --report and --undo.

# shellcheck disable=SC2154 # stderr is set by run
load helper

# Eth for D with stroke, and a decomposed letter: normalise alone mends them.
bad='\303\220i o\314\202 5\r\n\377\000x\n'
good='\304\220i \303\264 5\r\n\377\000x\n'

bad_file() {
	printf '%b' "$bad" >"$1"
}

# The members of one record of the report, in its order: record TYPE [N].
record() {
	grep "^{\"type\":\"$1\"" log | sed -n "${2:-1}p"
}

@test "--dry-run writes nothing and counts" {
	mkdir pages
	cd pages
	bad_file a
	echo good >b
	modest --dry-run a b
	[ "$status" -eq 0 ]
	[ "$output" = $'a: changes 2, numbers 0, doubts 0\nb: changes 0, numbers 0, doubts 0' ]
	[ "$(find . -type f | sort)" = $'./a\n./b' ]
	holds a "$bad"
}

@test "--check names what would change, exit 1" {
	bad_file a
	echo good >b
	modest --check a b
	[ "$status" -eq 1 ]
	[ "$output" = a ]
	modest --check b
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	holds a "$bad"
}

@test "--check: a failure is worse than a change" {
	bad_file a
	modest --check a missing
	[ "$status" -eq 3 ]
}

@test "--diff shows the words, both ways" {
	printf 'one\n\303\220i xa\ntwo\n' >a
	modest --diff a
	[ "$status" -eq 0 ]
	[ "$output" = $'a:2\n- [-Ði-] xa\n+ {+Đi+} xa' ]
}

@test "--diff: nothing of the text reaches the terminal as a command" {
	printf '\303\220 \033]0;title\007 \342\200\256 \377\tx\r\n' >$'name\033[31m'
	modest --diff $'name\033[31m'
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = 'name\x1b[31m:1' ]
	[ "${lines[2]}" = $'+ {+Đ+} \\x1b]0;title\\x07 \\u{202e} \\xff\tx' ]
}

@test "--diff colours on a terminal, unless NO_COLOR" {
	command -v script >/dev/null || skip "no script(1)"
	need_plain_build
	printf '\303\220i\n' >a
	TERM=xterm run script -qec "'$VNFIX' --only normalise --diff a" /dev/null </dev/null
	[[ "$output" == *$'\033[7m'* ]]
	NO_COLOR=1 TERM=xterm run script -qec "'$VNFIX' --only normalise --diff a" /dev/null </dev/null
	[[ "$output" != *$'\033'* ]]
	TERM=dumb run script -qec "'$VNFIX' --only normalise --diff a" /dev/null </dev/null
	[[ "$output" != *$'\033'* ]]
}

@test "--diff shows neither lines without change nor unchanged files" {
	seq 5000 >a
	modest --diff a
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

@test "--suggest-only writes the text as it was and reports" {
	bad_file a
	modest --suggest-only --report log a -o out
	[ "$status" -eq 0 ]
	cmp a out
	[[ "$(record header)" == *'"mode":"suggest"'* ]]
	[[ "$(record change)" != *'"out"'* ]]
	[[ "$(record end)" == *'"changes":2'* ]]
}

@test "a report is the same for the same run" {
	bad_file a
	modest --report log --no-provenance a -o out
	[ "$status" -eq 0 ]
	holds out "$good"
	# Which stages there are is no matter of this test.
	sed -i -E '1s/"settings":\{[^}]*\}/"settings":{}/' log
	diff -u - log <<-'END'
	{"type":"header","schema":"vnfix-report/1","mode":"change","settings":{}}
	{"type":"begin","file":"a","output":"out"}
	{"type":"change","file":"a","line":1,"column":1,"in":[0,3],"out":[0,3],"before":"Ði","after":"Đi","kind":"letters","confidence":1.0,"causes":[{"stage":"normalise","rule":"look-alike"}]}
	{"type":"change","file":"a","line":1,"column":4,"in":[4,7],"out":[4,6],"before":"ô","after":"ô","kind":"form","confidence":1.0,"causes":[{"stage":"normalise","rule":"nfc"}]}
	{"type":"end","file":"a","status":"done","changes":2,"doubts":0,"in":{"bytes":15,"sha256":"dfd6bb044cebedbcf0cd375015dabd08e42360dd2c5e8fac6ace592b47ca211b"},"out":{"bytes":14,"sha256":"198e3f25a09adc7d7ce27e4f88cc2c4727b591c055c4561d380ecf08566eec24"}}
	END
}

# Runs the tool in a folder of its own over 200 files and a first one that comes slowly; keeps in
# ../NAME all that it told.
equal_run() { # NAME OPTION...
	local name=$1
	shift
	mkdir -p "$name.in/t" && cd "$name.in" || return 1
	for i in $(seq -w 1 200); do printf 'Ði %s Vé viéc\n' "$i" >t/$i; done
	for i in 017 064 065 150; do ln -sf nowhere t/$i.gone; done
	"$VNFIX" -v "$@" /dev/fd/9 -r t >../$name.out 2>../$name.err \
		9< <(sleep 1; printf 'Ði trước\n') || [ $? -eq 3 ]
	for told in log page table; do
		[ ! -f $told ] || mv $told ../$name.$told
	done
	cd .. || return 1
}

same_told() { # NAME NAME
	for told in out err log page table; do
		[ ! -f $1.$told ] || cmp $1.$told $2.$told
	done
}

@test "equal runs give equal reports, for any number of threads and any delay" {
	files() { equal_run "$1" --only normalise --no-provenance --report log --html=page --stats \
		--output-dir o -j "$2"; }
	for j in 1 2 8; do files f$j $j; done
	same_told f1 f2
	same_told f1 f8
	[ "$(grep -c '"type":"begin"' f1.log)" -eq 201 ]
	[ "$(grep -c '"type":"saved"' f1.log)" -eq 201 ]
	[ "$(grep '"type":"begin"' f1.log | sed 1d)" = "$(grep '"type":"begin"' f1.log | sed 1d | LC_ALL=C sort)" ]
	look() { equal_run "$1" --only normalise --no-provenance --report log --html=page --dry-run \
		-j "$2"; }
	for j in 1 8; do look l$j $j; done
	same_told l1 l8
	table() { equal_run "$1" --only normalise --candidates -j "$2"; }
	for j in 1 8; do table c$j $j; done
	same_told c1 c8
	grep -q '\b201\b' c1.out
	stop() { equal_run "$1" --only normalise --no-provenance --report log --html=page --stats \
		--on-error=abort --output-dir o -j "$2"; }
	for j in 1 8; do stop s$j $j; done
	same_told s1 s8
	[ "$(grep -c '"type":"begin"' s1.log)" -eq 18 ]
}

@test "a killed run leaves out the end of the report, and no file without its records" {
	for i in $(seq -w 1 400); do printf 'Ði %s\n' "$i" >"$i"; done
	"$VNFIX" --only normalise --no-provenance --report log --output-dir all -j 4 -q [0-9]*
	for pause in 0.02 0.05 0.1; do
		rm -rf o part
		"$VNFIX" --only normalise --no-provenance --report part --output-dir o -j 8 -q [0-9]* 3>&- &
		pid=$!
		sleep $pause
		kill -KILL "$pid" 2>/dev/null || true
		wait "$pid" || true
		[ -f part ] || continue
		sed 's/"output":"o/"output":"all/' part | cmp -n "$(sed 's/"output":"o/"output":"all/' part | wc -c)" - log
		[ ! -d o ] || for file in $(ls o); do
			grep -q "\"type\":\"end\",\"file\":\"$file\"" part
		done
	done
}

@test "version, model and time, from SOURCE_DATE_EPOCH where it is set" {
	bad_file a
	SOURCE_DATE_EPOCH=86400 modest --report log a
	[ "$status" -eq 0 ]
	[[ "$(record header)" == *'"vnfix":"'*'"time":"1970-01-02T00:00:00Z"'* ]]
	modest --report log a
	[[ "$(record header 2)" =~ \"time\":\"20[0-9]{2}-[01][0-9]-[0-3][0-9]T ]]
}

@test "the header tells the settings" {
	bad_file a
	"$VNFIX" --report log --only normalise --tone old --assume vie a >out
	[[ "$(record header)" == *'"settings":{"assume":"vie","tone":"old","min_confidence":"0.0000","skip":"user,protect,'* ]]
}

@test "names and texts that are no UTF-8 go as base64" {
	printf '\303\220i\n' >$'\377'
	modest --report log $'\377'
	[ "$status" -eq 0 ]
	[[ "$(record begin)" == *'"file_base64":"/w=="'* ]]
}

@test "a report is not written over a file that is none" {
	bad_file a
	echo "a letter" >log
	modest --report log a
	[ "$status" -eq 4 ]
	[[ "$stderr" == *"no report"* ]]
	holds log 'a letter\n'
}

@test "a report on a full disk: exit 4, and no output without it" {
	[ -e /dev/full ] || skip "no /dev/full"
	bad_file a
	modest --report /dev/full a -o out
	[ "$status" -eq 4 ]
	[ -n "$stderr" ]
	[ ! -e out ]
}

@test "two runs go on with one report" {
	bad_file a
	modest --report log a -o out1
	modest --report log a -o out2
	[ "$status" -eq 0 ]
	[ "$(grep -c '"type":"header"' log)" -eq 2 ]
	[ "$(grep -c '"type":"end"' log)" -eq 2 ]
}

@test "--undo restores an input that is gone, bit for bit" {
	bad_file a
	echo plain >b
	modest --report log a b -o all
	rm a b
	run --separate-stderr "$VNFIX" --undo log
	[ "$status" -eq 0 ]
	[[ "$stderr" == *"restored 2"* ]]
	holds a "$bad"
	holds b 'plain\n'
}

@test "--undo takes the named files only" {
	bad_file a
	bad_file b
	modest --report log a b -o all
	rm a b
	run --separate-stderr "$VNFIX" --undo log b
	[ "$status" -eq 0 ]
	[ ! -e a ]
	holds b "$bad"
	run --separate-stderr "$VNFIX" --undo log c
	[ "$status" -eq 3 ]
	[[ "$stderr" == *"c: is not in the report"* ]]
}

@test "--undo leaves alone what was changed since" {
	bad_file a
	modest --report log a -o out
	rm a
	echo more >>out
	printf 'X' | dd of=out bs=1 conv=notrunc 2>/dev/null
	run --separate-stderr "$VNFIX" --undo log
	[ "$status" -eq 3 ]
	[[ "$stderr" == *"changed since"* ]]
	[ ! -e a ]
	echo mine >a
	run --separate-stderr "$VNFIX" --undo log
	[ "$status" -eq 4 ]
	holds a 'mine\n'
}

@test "--undo --dry-run only looks" {
	bad_file a
	modest --report log a -o out
	rm a
	run --separate-stderr "$VNFIX" --undo log --dry-run
	[ "$status" -eq 0 ]
	[[ "$stderr" == *"would be restored 1"* ]]
	[ ! -e a ]
}

@test "--undo takes a batch back, in place or below a folder" {
	mkdir -p t/u
	bad_file t/a
	bad_file t/u/b
	echo plain >t/c
	cp -r t old
	"$VNFIX" --only normalise -q --text -r -i t --report log
	holds t/u/b "$good"
	"$VERIFY_REPORT" --originals . log 2>/dev/null && return 1 # those are not the originals
	sed -E 's|"file":"t/|"file":"old/|' log >moved
	"$VERIFY_REPORT" moved
	run --separate-stderr "$VNFIX" --undo log --output-dir back
	[ "$status" -eq 0 ]
	diff -r old back/t
	holds t/u/b "$good"
	"$VNFIX" --undo log
	diff -r old t
	# What was never finished, or is there already, is no matter.
	"$VNFIX" --undo log
	run --separate-stderr "$VNFIX" --undo log --output-dir back
	[ "$status" -ne 0 ]
	diff -r old t
}

@test "--undo goes back through several runs" {
	bad_file a
	"$VNFIX" --only normalise -q --text -i a --report log
	printf 'th\303\272y ho\303\240\n' >>a
	cp a between
	"$VNFIX" --only normalise --tone old -q --text -i a --report log
	run ! cmp -s a between
	run --separate-stderr "$VNFIX" --undo log
	# Back before the second run; the first wrote something else than what stood there.
	[ "$status" -eq 3 ]
	cmp a between
}

@test "--undo of something else: exit 3" {
	echo text >log
	run --separate-stderr "$VNFIX" --undo log
	[ "$status" -eq 3 ]
	run --separate-stderr "$VNFIX" --undo missing
	[ "$status" -eq 3 ]
	[ -n "$stderr" ]
}

@test "options that exclude each other" {
	for options in "--undo a --apply b" "--undo a --report b" "--diff -o x" "--check --suggest-only"; do
		# shellcheck disable=SC2086 # several words are meant
		run --separate-stderr "$VNFIX" $options </dev/null
		[ "$status" -eq 2 ]
		[ -n "$stderr" ]
	done
}

# All pages of a folder, given as an absolute path: every byte is accounted for, and with the inputs
# gone they come back the same.
prove() {
	mapfile -t files < <(find "$1" -name '*.txt' | sort)
	[ "${#files[@]}" -gt 10 ]
	"$VNFIX" --report log "${files[@]}" -o all
	"$VERIFY_REPORT" log
	sed 's|"file":"/|"file":"copy/|' log >moved
	for file in "${files[@]}"; do echo "copy${file%/*}"; done | sort -u | xargs -d '\n' mkdir -p
	"$VNFIX" --undo moved
	diff -r "$1" "copy$1" | grep -v '^Only in' >differ || true
	[ ! -s differ ]
	[ "$(find copy -type f | wc -l)" -eq "${#files[@]}" ]
}

@test "no byte of our own papers changes outside of what is reported" {
	need_model
	prove "$(cd "$BATS_TEST_DIRNAME/../.." && pwd)/corpus/ocr"
}

@test "nor of the shared pages" {
	need_model
	need_plain_build
	pages="$BATS_TEST_DIRNAME/../../../shared/ocr"
	[ -d "$pages" ] || skip "no shared pages here"
	prove "$(cd "$pages" && pwd)"
}
