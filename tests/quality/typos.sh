#!/bin/sh
# typos.py puts right what its table says, and refuses a text that is not the one that was judged.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"

# expect FILE TEXT
expect() {
	printf '%s\n' "$2" | cmp - "$1"
}

row() {
	printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$@" >>table
}

digest() {
	sed -n "$2p" "$1" | tr -d '\n' | sha256sum | cut -c1-8
}

mkdir -p data/text data/pages
printf '%s\n' 'chim hott, “hott” hay' 'chợ họpsớm tan sớ m' >data/text/a.txt
printf '%s\n' 'bến đo ngang' 'rác' >data/pages/1.truth.txt
echo 'ben do' >data/pages/1.ocr.txt
printf '# word\n\n' >table
row text/a.txt 1 "$(digest data/text/a.txt 1)" 3 hott hót
row text/a.txt 2 "$(digest data/text/a.txt 2)" 2 họpsớm 'họp sớm'
row text/a.txt 2 "$(digest data/text/a.txt 2)" 4 'sớ m' sớm
row pages/1.truth.txt 1 "$(digest data/pages/1.truth.txt 1)" 2 đo đò
row pages/1.truth.txt 2 "$(digest data/pages/1.truth.txt 2)" 0 '*' '*'
"$here/typos.py" table data out
expect out/text/a.txt 'chim hott, “hót” hay
chợ họp sớm tan sớm'
expect out/pages/1.truth.txt 'bến đò ngang
⟦?⟧'
expect out/pages/1.ocr.txt 'ben do'

sed -i s/ngang/dọc/ data/pages/1.truth.txt
if "$here/typos.py" table data again 2>say; then exit 1; fi
grep -qx 'pages/1.truth.txt:1: not the line that was judged' say
row text/a.txt 1 "$(digest data/text/a.txt 1)" 1 hott hót
if "$here/typos.py" table data again 2>say; then exit 1; fi
grep -qx 'text/a.txt:1: hott is not its word 1' say

# The table of the project has no word twice, and nothing that is right already.
grep -v '^#' "$here/typos.tsv" | awk -F '\t' '
	NF != 6 || length($3) != 8 || seen[$1, $2, $4]++ || ($5 == $6 && $5 != "*") { print "bad row: " $0; bad = 1 }
	END { exit bad }'
