#!/bin/sh
# usage: scorer.sh VNFIX_EVAL
# The command line of the scorer: every way to name the same page gives the same report, and
# every way to go wrong its exit code.
set -u

eval=$(realpath "$1") || exit 1
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
failed=0
cd "$tmp" || exit 1
mkdir truth read out all
printf 'một hai\nba 4\n' >truth/p.truth.txt
printf 'mot hai\nba 4\n' >read/p.ocr.txt
printf 'một hai\nbà 5\n' >out/p.out.txt
cp truth/p.truth.txt read/p.ocr.txt all
cp out/p.out.txt all/p.mended
cp truth/p.truth.txt all/q.truth.txt

cat >want <<'END'
pages              1
words              4
chars              11
cer_before         9.091
cer_after          18.182
wer_before         25.0
wer_after          50.0
wer_cut_by         -100.0
median_page_cut    -100.0
pages_made_worse   1
harmed_per_10000   6666.67
numbers_changed    1
END
mend='sed "s/mot/một/; s/ba/bà/; s/4/5/"'

# report NAME ARGUMENT...: the report without the time is the one above.
report() {
	name=$1
	shift
	"$eval" "$@" >got 2>&1 || { echo "$name: exit code $?"; failed=1; }
	grep -v '^seconds ' got | diff -u want - || { echo "differs: $name"; failed=1; }
}

# code WANTED ARGUMENT...: the exit code, with a word to the user.
code() {
	wanted=$1
	shift
	"$eval" "$@" >got 2>err
	got=$?
	[ $got -eq "$wanted" ] || { echo "exit code $got, not $wanted: $*"; cat err; failed=1; }
	[ -s err ] || { echo "silent: $*"; failed=1; }
}

report files truth/p.truth.txt read/p.ocr.txt out/p.out.txt
report 'files and a command' truth/p.truth.txt read/p.ocr.txt --run="$mend"
report 'three folders' truth read out
report 'two folders and a command' truth read --run="$mend"
report 'one folder' all --glob=p --output-dir=all --suffix=.mended
report 'one folder and a command' all --glob='[!q]' -r "$mend"

grep -v -e after -e cut -e worse -e harmed -e numbers want >before
"$eval" truth read >got && diff -u before got || { echo 'differs: before only'; failed=1; }
sed 's/^\([^ ]*\) */set,\1,/' want >rows
"$eval" --csv=set truth read --run="$mend" >got && diff -u rows got ||
	{ echo 'differs: rows'; failed=1; }
cat >json <<'END'
{"tokens": 4, "changed": 2, "changed_per_10000": 5000.0, "errors": [["ba", "b\"\\\\", 1]]}
END
"$eval" --json --top=1 --harm=truth/p.truth.txt --run='sed "s/ba/b\"\\\\\\\\/; s/4/5/"' |
	sed 's/"seconds.*"errors/"errors/' | diff -u json - || { echo 'differs: JSON'; failed=1; }

code 2
code 2 truth read out more
code 2 truth read out --run=cat
code 2 --no-such-option
code 2 --top=x truth read
code 2 --bare=truth/p.truth.txt
code 2 --json --csv=a truth read
code 3 truth/p.truth.txt missing
code 3 truth/p.truth.txt
code 3 all
code 3 truth read --glob=z
code 3 truth read --run='head -n 1'
code 3 truth read --run='cat; exit 7'
code 3 --harm=missing --run=cat
printf '\377' >latin1
code 3 --bare=latin1 --run=cat
[ -c /dev/full ] && { "$eval" truth read out 2>err >/dev/full; [ $? -eq 4 ] ||
	{ echo 'a full disk goes unnoticed'; failed=1; }; }
exit $failed
