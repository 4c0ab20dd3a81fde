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
	[ "$output" = $'a: changes 2, codes and numbers touched 0, doubtful 0\nb: changes 0, codes and numbers touched 0, doubtful 0' ]
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
	{"type":"header","schema":"vnfix-report/2","mode":"change","settings":{}}
	{"type":"begin","file":"a","output":"out"}
	{"type":"change","file":"a","line":1,"column":1,"in":[0,3],"out":[0,3],"before":"Ði","after":"Đi","kind":"letters","confidence":1.0,"causes":[{"stage":"normalise","rule":"look-alike"}]}
	{"type":"change","file":"a","line":1,"column":4,"in":[4,7],"out":[4,6],"before":"ô","after":"ô","kind":"form","confidence":1.0,"causes":[{"stage":"normalise","rule":"nfc"}]}
	{"type":"end","file":"a","status":"done","changes":2,"doubts":0,"in":{"bytes":15,"sha256":"dfd6bb044cebedbcf0cd375015dabd08e42360dd2c5e8fac6ace592b47ca211b"},"out":{"bytes":14,"sha256":"198e3f25a09adc7d7ce27e4f88cc2c4727b591c055c4561d380ecf08566eec24"}}
	END
}

@test "a change tells all that took part in it" {
	need_model
	# A mark of its own in a word that the search then reads anew: two stages, one change.
	printf 'Vé vie\xcc\x81c phé duyét danh sach\n' >a
	[ "$("$VNFIX" --assume=eng --report log a)" = "Về việc phê duyệt danh sách" ]
	grep -q '"causes":\[{"stage":"normalise","rule":"nfc"},{"stage":"restore",' log
}

# Runs the tool in a folder of its own over 200 files and a first one that comes slowly; keeps in
# ../NAME all that it told.
equal_run() { # NAME OPTION...
	local name=$1
	shift
	mkdir -p "$name.in/t" && cd "$name.in" || return 1
	for i in $(seq -w 1 200); do printf 'Ði %s Vé viéc\n' "$i" >t/$i; done
	for i in 017 064 065 150; do echo "<ocr_page" >t/$i.gone; done
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
	[ "$(grep -c '"type":"begin"' f1.log)" -eq 205 ]
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
	[ "$(grep -c '"type":"begin"' s1.log)" -eq 19 ]
}

@test "a file that several runs tell of is counted once" {
	for name in a b c; do printf 'Ði\n' >$name; done
	modest -i --report log a b c
	# As where a run is killed between the records and the renames, and goes on later.
	grep -v '"type":"saved"' log >twice
	cat log >>twice
	run --separate-stderr "$VNFIX" --undo twice
	[ "$status" -eq 0 ]
	[[ "$stderr" == *"restored 3, failed 0" ]]
	# Two runs, each of which rewrote it.
	for name in a b c; do printf 'Ði hòa\n' >$name; done
	rm log
	modest -i --report log a b c
	modest -i --report log --tone=new a b
	grep -q 'hoà' a b
	run --separate-stderr "$VNFIX" --undo log
	[ "$status" -eq 0 ]
	[[ "$stderr" == *"restored 3, failed 0" ]]
	[ "$(cat a b c)" = "$(printf 'Ði hòa\nÐi hòa\nÐi hòa')" ]
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
	[[ "$(record header)" == *'"settings":{"from":"auto","to":"auto","assume":"vie","tone":"old","min_confidence":"0.0000","skip":"recode,user,kinds,protect,'* ]]
}

@test "the end tells how many lines were taken for what" {
	need_model
	for page in "$BATS_TEST_DIRNAME"/../../corpus/ocr/*_eng.ocr.txt; do break; done
	cat "$page" >a
	for i in 1 2 3; do
		echo "for (i = 0; i < count; i++) { sum += list[i].value; }"
		echo "The committee of the house has asked for the report on the state of the roads."
	done >>a
	"$VNFIX" --report log --stats a >out 2>stats
	record end | python3 -c '
import json, sys
lines = json.load(sys.stdin)["lines"]
stats = dict(l.split() for l in open("stats"))
assert sum(lines.values()) == int(stats["lines"]), lines
assert lines == {k[6:]: int(n) for k, n in stats.items() if k[:6] == "lines_" and k[6:] in lines}, lines
assert lines["eng"] > 5 and lines.get("other", 0) + lines.get("data", 0) > 3, lines
'
	rm log
	"$VNFIX" --report log --assume=vie a >out
	[[ "$(record end)" == *"\"lines\":{\"vie\":$(wc -l <a)}"* ]]
	rm log
	"$VNFIX" --report log --only=normalise a >out
	[[ "$(record end)" != *'"lines"'* ]]
	# Lines that were typed in another charset.
	printf 'Céng hßa x• héi chñ nghÜa ViÖt Nam\nñy ban nh©n d©n tØnh vµ Héi ®ång nh©n d©n\n' >b
	rm log
	"$VNFIX" --report log b >out
	[[ "$(record end)" == *'"charsets":{"'*'":2}'* ]]
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
	# What was not finished, or is there already, is no matter.
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

# A list of decisions for document $1, whose output is $2: the report log, its changes judged by the
# words that follow, one each, as the page of --html hands it out.
judge() {
	python3 - "$@" <<-'END'
		import json, sys
		name, verdicts, out = sys.argv[1], sys.argv[2:], []
		for record in map(json.loads, open("log", encoding="utf-8")):
		    if record["type"] == "header":
		        out = [record]
		    elif record.get("file") == name and record["type"] in ("begin", "change", "end"):
		        if record["type"] == "change":
		            record["verdict"] = verdicts.pop(0)
		        out.append(record)
		with open("list", "w", encoding="utf-8") as list:
		    list.writelines(json.dumps(record) + "\n" for record in out)
	END
}

@test "a list from somebody else: nothing is written outside of the current folder" {
	mkdir -p home/work
	cd home/work
	echo '# a file that everybody has' >../known
	sha=$(sha256sum <../known | cut -d' ' -f1)
	for name in ../known "$PWD/../known" x/../../known link far/known; do
		ln -sf ../known link
		ln -sfn .. far
		printf '%s\n' '{"type":"header","schema":"vnfix-report/1","mode":"change"}' \
			"{\"type\":\"begin\",\"file\":\"$name\",\"output\":\"$name\"}" \
			"{\"type\":\"change\",\"file\":\"$name\",\"in\":[0,1],\"out\":[0,1],\"before\":\"#\",\"after\":\"#\",\"verdict\":\"instead\",\"instead\":\"evil\"}" \
			"{\"type\":\"end\",\"file\":\"$name\",\"status\":\"done\",\"in\":{\"bytes\":28,\"sha256\":\"$sha\"},\"out\":{\"bytes\":28,\"sha256\":\"$sha\"}}" >list
		run --separate-stderr "$VNFIX" --apply list
		[ "$status" -eq 4 ]
		[[ "$stderr" == *"is named on the command line"* ]]
		run --separate-stderr "$VNFIX" --apply list --dry-run
		[ "$status" -eq 4 ]
		holds ../known '# a file that everybody has\n'
	done
	run --separate-stderr "$VNFIX" --apply list ..
	[ "$status" -eq 0 ]
	holds ../known 'evil a file that everybody has\n'
}

@test "--undo makes no file outside of the current folder, unless it is named" {
	mkdir -p home/work
	bad_file a
	modest --report log a -o out
	cd home/work
	for name in ../new "$BATS_TEST_TMPDIR/home/new"; do
		sed -e "s|\"file\":\"a\"|\"file\":\"$name\"|" -e 's|"output":"out"|"output":"../../out"|' ../../log >log
		run --separate-stderr "$VNFIX" --undo log
		[ "$status" -eq 4 ]
		[[ "$stderr" == *"new: leads out of the current folder"* ]]
		[ ! -e ../new ]
		for named in .. ../new "$BATS_TEST_TMPDIR/home"; do
			rm -f ../new
			run --separate-stderr "$VNFIX" --undo log "$named"
			[ "$status" -eq 0 ]
			holds ../new "$bad"
		done
		rm ../new
		# Below a folder nothing else is touched.
		run --separate-stderr "$VNFIX" --undo log --output-dir "back${#name}"
		[ "$status" -eq 0 ]
		[ "$(find "back${#name}" -name new | wc -l)" -eq 1 ]
		[ ! -e ../new ]
	done
}

@test "--undo of a folder that is named, as it is spelled or otherwise" {
	mkdir -p data/scans work
	bad_file data/scans/a
	bad_file data/scans/b
	cp -r data/scans old
	cd work
	"$VNFIX" --only normalise -q --text -r -i ../data/scans --report log
	run --separate-stderr "$VNFIX" --undo log
	[ "$status" -eq 4 ]
	run --separate-stderr "$VNFIX" --undo log ../data/scans/a
	[ "$status" -eq 0 ]
	cmp ../data/scans/a ../old/a
	run --separate-stderr "$VNFIX" --undo log "$BATS_TEST_TMPDIR//data/./scans/"
	[ "$status" -eq 0 ]
	diff -r ../data/scans ../old
}

@test "the folder of a report is told, and told where it is another" {
	mkdir one two
	cd one
	bad_file a
	modest -i --text --report ../log a
	[[ "$(head -n 1 ../log)" == *"\"folder\":\"$PWD\""* ]]
	cp a ../two
	cd ../two
	run --separate-stderr "$VNFIX" --undo ../log
	[ "$status" -eq 0 ]
	[[ "$stderr" == *"belongs to the folder $BATS_TEST_TMPDIR/one; its names are taken from here"* ]]
	cd ../one
	run --separate-stderr "$VNFIX" --undo ../log
	[[ "$stderr" != *"belongs"* ]]
	modest --no-provenance --report anonymous a
	[[ "$(cat anonymous)" != *folder* ]]
}

@test "--apply changes the clean copy, never the scans, however often it is given" {
	mkdir scans
	bad_file scans/a
	cp -r scans old
	"$VNFIX" --only normalise -q --text -r scans --output-dir clean --report log
	judge scans/a no yes
	run --separate-stderr "$VNFIX" --apply list --dry-run
	[ "$status" -eq 0 ]
	[[ "$stderr" == *"clean/scans/a: would be settled"* ]]
	holds clean/scans/a "$good"
	run --separate-stderr "$VNFIX" --apply list -v
	[ "$status" -eq 0 ]
	[[ "$stderr" == *"clean/scans/a: settled"* ]]
	holds clean/scans/a '\303\220i \303\264 5\r\n\377\000x\n'
	cp -r clean once
	for times in 2 3; do
		run --separate-stderr "$VNFIX" --apply list
		[ "$status" -eq 0 ]
		[[ "$stderr" == *"settled 0, nothing to do 1, failed 0"* ]]
	done
	diff -r clean once
	diff -r scans old
	# Somebody has edited it, or taken it away.
	echo more >>clean/scans/a
	run --separate-stderr "$VNFIX" --apply list
	[ "$status" -eq 3 ]
	[[ "$stderr" == *"clean/scans/a: was changed since it was reviewed"* ]]
	rm -r clean
	run --separate-stderr "$VNFIX" --apply list
	[ "$status" -eq 3 ]
	[ ! -e clean ]
	diff -r scans old
}

@test "--apply and --undo with absolute names: the folder is named" {
	mkdir scans work
	bad_file scans/a
	cp -r scans old
	cd work
	"$VNFIX" --only normalise -q --text -r "$BATS_TEST_TMPDIR/scans" -i --report log
	judge "$BATS_TEST_TMPDIR/scans/a" no no
	run --separate-stderr "$VNFIX" --apply list
	[ "$status" -eq 4 ]
	run --separate-stderr "$VNFIX" --apply list ../scans --report log
	[ "$status" -eq 0 ]
	cmp ../scans/a ../old/a
	run --separate-stderr "$VNFIX" --undo log ../scans
	[ "$status" -eq 0 ]
	diff -r ../scans ../old
}

@test "--apply: text that went to standard output is not put into the scan" {
	bad_file a
	"$VNFIX" --only normalise --text --report log a >clean
	judge a yes yes
	run --separate-stderr "$VNFIX" --apply list
	[ "$status" -eq 3 ]
	[[ "$stderr" == *"its corrected text went to no file"* ]]
	holds a "$bad"
}

@test "--apply --dry-run writes to no report" {
	bad_file a
	"$VNFIX" --only normalise -q --text -i a --report log
	judge a no no
	cp log before
	run --separate-stderr "$VNFIX" --apply list --dry-run --report log
	[ "$status" -eq 0 ]
	cmp log before
}

# Three files in place; what is not damaged comes back. damaged SED: how the report is changed.
damaged() {
	rm -rf u
	mkdir u
	for name in 1 2 3; do bad_file "u/$name"; done
	rm -f log
	"$VNFIX" --only normalise -q --text -r -i -j1 u --report log
	sed -i -E "$1" log
	run --separate-stderr "$VNFIX" --undo log
	echo "$stderr"
	[ "$status" -eq 3 ]
}

@test "--undo tells what of a report cannot be read, with its line, and restores the rest" {
	damaged '/"begin","file":"u\/2"/s/^./#/'
	[[ "$stderr" == *"log:6: this line cannot be read"* ]]
	[[ "$stderr" == *"log:7: u/2: is told of here, but does not begin"* ]]
	[[ "$stderr" == *"restored 2, failed 1"* ]]
	holds u/1 "$bad"
	holds u/2 "$good"
	holds u/3 "$bad"
	damaged '/"begin","file":"u\/2"/s/begin/bogin/'
	[[ "$stderr" == *"u/2: is told of here"*"restored 2, failed 1"* ]]
	damaged '/"begin","file":"u\/2"/s/"file"/"fine"/'
	[[ "$stderr" == *"log:6: this line cannot be read"* ]]
	damaged '/"end","file":"u\/2"/s/.$//'
	[[ "$stderr" == *"log:9: u/2: this line cannot be read"*"log:6: u/2: begins here, but has no end"* ]]
	[[ "$stderr" == *"restored 2, refused or unfinished 1, failed 0"* ]]
	damaged '/"end","file":"u\/2"/s/"done"/"dine"/'
	[[ "$stderr" == *"log:9: u/2: this line cannot be read"* ]]
	damaged '/"change","file":"u\/2"/s/"before"/"betore"/'
	[[ "$stderr" == *"u/2: this line cannot be read"*"restored 2, failed 1"* ]]
	damaged '/"saved","file":"u\/2"/s/.$//'
	[[ "$stderr" == *": this line cannot be read"*"restored 3, failed 0"* ]]
}

@test "--undo: a damaged header is told, and what digests prove is restored" {
	for change in '1s/^/x/' '1s/change/chunge/' '1s/"mode"/"node"/' '1s/vnfix-report/vnfix-xeport/' '1d'; do
		damaged "$change"
		[[ "$stderr" == *"log:1: "*"restored 3, failed 0"* ]]
		holds u/2 "$bad"
	done
	damaged '1s|vnfix-report/2|vnfix-report/3|'
	[[ "$stderr" == *"line 1: schema 'vnfix-report/3' is not vnfix-report/2"* ]]
	holds u/2 "$good"
}

@test "--undo of a report that was cut off" {
	damaged '8,$d'
	[[ "$stderr" == *"log:6: u/2: begins here, but has no end"* ]]
	[[ "$stderr" == *"restored 1, refused or unfinished 1, failed 0"* ]]
	damaged '8s/.{20}$//;9,$d'
	[[ "$stderr" == *"log:8: u/2: this line cannot be read"* ]]
}

@test "--undo passes over what a later version tells, and blank lines" {
	mkdir u
	bad_file u/1
	"$VNFIX" --only normalise -q --text -r -i u --report log
	sed -i '2i\\n{"type":"weather","sky":"blue"}' log
	run --separate-stderr "$VNFIX" --undo log
	[ "$status" -eq 0 ]
	holds u/1 "$bad"
}

@test "of many faults the first are listed and the others counted" {
	seq 100 >lines
	bad_file a
	"$VNFIX" --only normalise -q --text -i a --report log
	cat lines >>log
	run --separate-stderr "$VNFIX" --undo log
	[ "$status" -eq 3 ]
	[ "$(grep -c 'cannot be read' <<<"$stderr")" -eq 20 ]
	[[ "$stderr" == *"more faults, not listed: 80"* ]]
	holds a "$bad"
}

@test "--apply carries out no part of what is damaged" {
	bad_file a
	"$VNFIX" --only normalise -q --text -i a --report log
	judge a no no
	cp list whole
	for change in '3s/"no"/"nn"/' '3s/"change"/"charge"/' '3d' '4s/.$//' '5d' '3s/"file": "a"/"file": "b"/' '2s/^./ /'; do
		sed -E "$change" whole >list
		run --separate-stderr "$VNFIX" --apply list
		echo "$change $stderr"
		[ "$status" -eq 3 ]
		holds a "$good"
	done
}

@test "--resume: a log that is damaged is told, half a line of a killed run is not" {
	mkdir u
	for name in 1 2 3; do bad_file "u/$name"; done
	resume=("$VNFIX" --only normalise --text -r -j1 u --output-dir clean --existing=overwrite --resume log)
	"${resume[@]}"
	sed -i '/"begin","file":"u\/2"/s/^./#/' log
	run --separate-stderr "${resume[@]}"
	[ "$status" -eq 0 ]
	[[ "$stderr" == *"log:6: this line cannot be read"* ]]
	rm -r clean log
	"${resume[@]}"
	truncate -s -20 log
	run --separate-stderr "${resume[@]}"
	[ "$status" -eq 0 ]
	[[ "$stderr" != *"cannot be read"* ]]
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

@test "a report of the first schema is still undone" {
	bad_file a
	modest -i a --report log
	sed -i 's|vnfix-report/2|vnfix-report/1|' log
	"$VNFIX" --undo log
	holds a "$bad"
}

@test "--undo and --apply say what they want when they get another file" {
	echo "Uy ban" >page.txt
	: >empty
	head -c 20000 "$VNFIX" >program
	for file in page.txt empty program; do
		run --separate-stderr "$VNFIX" --undo "$file"
		[ "$status" -eq 3 ]
		[ "$stderr" = "vnfix: $file: is no report; --undo takes the file that --report wrote" ]
		run --separate-stderr "$VNFIX" --apply "$file"
		[ "$status" -eq 3 ]
		[ "$stderr" = "vnfix: $file: is no list of decisions; --apply takes the file that a page of --html saved" ]
	done
	printf 'Ði\n' >a
	modest -i --report log a
	run --separate-stderr "$VNFIX" --apply log
	[ "$status" -eq 3 ]
	[ "$stderr" = "vnfix: log: is a report, which decides nothing; --apply takes the file that a page of --html saved" ]
}
