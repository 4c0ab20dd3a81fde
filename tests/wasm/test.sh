#!/bin/sh
# Builds the package for JavaScript and its page from BUILD_DIR, and tests both: test.sh BUILD_DIR. The libraries
# must have been built before (wasm/libs.sh BUILD_DIR/wasm: ten minutes, and Debian's sources).
set -eu
[ $# -eq 1 ] || { echo "usage: $0 BUILD_DIR" >&2; exit 2; }
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$1" && pwd)
work=$build/wasm
for tool in emcc node meson; do
	command -v $tool >/dev/null || { echo "skipped: no $tool"; exit 77; }
done
[ -e "$work/lib/libicuuc.a" ] || { echo "skipped: no libraries, see wasm/libs.sh $work"; exit 77; }
[ -e "$build/dict/vnfix.model" ] || { echo "skipped: no model"; exit 77; }
# The smallest model there is; made here if the build was not asked for one.
small=$(find "$build/dict" -name 'vnfix-*.model' | sort -V | head -n 1)
if [ -z "$small" ]; then
	small=$work/vnfix-9.model
	[ -n "$(find "$work" -name vnfix-9.model -newer "$build/dict/vnfix.model")" ] ||
		"$build/src/mkmodel/vnfix-mkmodel" prune -s 9 -o "$small" "$build/dict/vnfix.model"
fi
"$root/wasm/build.sh" "$work" "$build" "$small" >"$work/log" 2>&1 || { tail -n 40 "$work/log"; exit 1; }
"$root/tests/wasm/run.sh" "$work" "$build"
