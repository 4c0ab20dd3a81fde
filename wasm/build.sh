#!/bin/sh
# usage: build.sh WORK BUILD_DIR MODEL
# Builds the engine for WebAssembly: WORK/npm is the package, WORK/vnfix.html the page, both with MODEL in them.
# BUILD_DIR is a build of this project by meson, which knows what the engine is made of.
set -eu
[ $# -eq 3 ] || { echo "usage: $0 WORK BUILD_DIR MODEL" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
build=$(cd "$2" && pwd)
model=$(realpath "$3")
"$here/libs.sh" "$1"
work=$(cd "$1" && pwd)
# Debian's emscripten finds Debian's node modules, whichever node is installed.
export NODE_PATH="/usr/share/nodejs${NODE_PATH:+:$NODE_PATH}"

ask() {
	python3 -c 'import json, sys
exec(sys.argv[1])' "$1"
}
sources=$(meson introspect --targets "$build" | ask '
for target in json.load(sys.stdin):
    if (target["name"], target["type"]) in {("vnfix_engine", "static library"), ("vnfix", "shared library")}:
        for part in target["target_sources"]:
            for name in part.get("sources", []) + part.get("generated_sources", []):
                if name.endswith(".c"):
                    print(name)')
version=$(meson introspect --projectinfo "$build" | ask 'print(json.load(sys.stdin)["version"])')

mkdir -p "$work/engine" "$work/npm"
cd "$root"
# What is compiled stands while no header has changed, nor the flags below.
stamp=$work/engine/.stamp
[ -e "$stamp" ] || touch -d 1970-01-02 "$stamp"
[ -z "$(find src include "$build/src" "$here/build.sh" \( -name '*.h' -o -name build.sh \) -newer "$stamp" -print -quit)" ] ||
	rm -f "$work"/engine/*.o
touch "$stamp"
# shellcheck disable=SC2016 # for the inner shell
printf '%s\n' "$sources" "$here/nofiles.c" "$here/glue.c" | xargs -P "$(nproc)" -I{} sh -c '
	object=$1/engine/$(echo "$2" | tr / _).o
	[ "$object" -nt "$2" ] || emcc -O2 -std=c11 -D_GNU_SOURCE -ffp-contract=off -fvisibility=hidden \
		-DU_STATIC_IMPLEMENTATION -DPCRE2_STATIC -DUTF8PROC_STATIC -DMODELDIR=\"/\" \
		-DVNFIX_VERSION=\""$3"\" -I"$1/include" -Isrc -Iinclude -I"$4/src" -c "$2" -o "$object"' \
	- "$work" {} "$version" "$build"
functions=_malloc,_free,_vnfix_js_edit,_vnfix_js_word,_vnfix_js_text
for name in model_memory model_info open set run result_free close version; do
	functions=$functions,_vnfix_$name
done
emcc -O2 -s STANDALONE_WASM --no-entry -s ALLOW_MEMORY_GROWTH=1 -s MAXIMUM_MEMORY=2GB \
	-s EXPORTED_FUNCTIONS="$functions" "$work"/engine/*.o -L"$work/lib" \
	-licuuc -lpcre2-8 -lutf8proc -lnettle -lexpat -lz -o "$work/npm/vnfix.wasm"

cp "$model" "$work/npm/vnfix.model"
cp "$here/vnfix.mjs" "$here/vnfix.d.ts" "$here/README.md" "$root/LICENSE" "$work/npm/"
sed "s/@VERSION@/$version/" "$here/package.json.in" >"$work/npm/package.json"
"$here/page.py" "$work/npm" "$work/vnfix.html"
ls -l "$work/npm" "$work/vnfix.html"
