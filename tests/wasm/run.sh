#!/bin/sh
# The package for JavaScript and its page, which wasm/build.sh has made: run.sh WORK BUILD_DIR. Node runs the
# package on corpus/ beside the command line; the page is opened from the disk in Chromium, if there is one.
set -eu
[ $# -eq 2 ] || { echo "usage: $0 WORK BUILD_DIR" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(cd "$1" && pwd)
vnfix=$(realpath "$2/src/cli/vnfix")

node "$here/test.mjs" "$work/npm" "$vnfix" "$work/npm/vnfix.model" "$root"/corpus/ocr/*.ocr.txt \
	"$root/doc/huong-dan.md"

# Packed and installed as others would.
if command -v npm >/dev/null; then
	there=$(mktemp -d)
	trap 'rm -rf "$there"' EXIT
	(cd "$there" && npm pack --silent "$work/npm" >name && npm install --silent --no-audit --no-fund --offline \
		"./$(cat name)" && node --input-type=module -e '
			import { load } from "vnfix";
			if ((await load()).fix("uy ban nhan dan tinh", { assume: "bare" }) !== "ủy ban nhân dân tỉnh")
				process.exit(1)')
	echo "npm: packed and installed"
fi

for chromium in chromium chromium-browser google-chrome; do
	command -v $chromium >/dev/null || continue
	before='Vé viéc phé duyét danh sach h6 tham gia mé hinh tai canh ca phé <b>'
	after=$(printf %s "$before" | "$vnfix" -q --text --model="$work/npm/vnfix.model" | sed 's/</\&lt;/g; s/>/\&gt;/g')
	hash=$(python3 -c 'import sys, urllib.parse; print(urllib.parse.quote(sys.argv[1]))' "$before")
	page=$($chromium --headless --no-sandbox --disable-gpu --virtual-time-budget=60000 --dump-dom \
		"file://$work/vnfix.html#$hash" 2>/dev/null)
	shown=$(printf %s "$page" | tr '\n' ' ' | sed 's/.*<div id="out"[^>]*>//; s/<\/div>.*//')
	[ "$(printf %s "$shown" | sed 's/<\/*mark[^>]*>//g')" = "$after" ] || { echo "page: $shown" >&2; exit 1; }
	printf %s "$shown" | grep -q '<mark title="Vé' || { echo "page: nothing is shaded" >&2; exit 1; }
	echo "page: repaired in $chromium, changes shaded"
	exit 0
done
echo "page: not opened, there is no Chromium"
