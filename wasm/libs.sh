#!/bin/sh
# usage: libs.sh WORK
# Builds the libraries of the engine for WebAssembly, from Debian's sources: WORK/lib, WORK/include. What is
# there is not built again. Needs emscripten, dpkg-dev, make, gcc, and Debian as the source of packages; some ten
# minutes on one core, most of them for ICU.
set -eu
[ $# -eq 1 ] || { echo "usage: $0 WORK" >&2; exit 2; }
mkdir -p "$1/lib" "$1/include/unicode" "$1/include/nettle" "$1/obj" "$1/src"
work=$(cd "$1" && pwd)
# Debian's emscripten finds Debian's node modules, whichever node is installed.
export NODE_PATH="/usr/share/nodejs${NODE_PATH:+:$NODE_PATH}"

# The sources, by the machine's own list of servers; nothing of the machine's apt is changed.
fetch() {
	[ -e "$work/src/.done" ] && return
	apt=$work/apt
	mkdir -p "$apt/lists/partial" "$apt/archives/partial" "$apt/list.d"
	for list in /etc/apt/sources.list.d/*.sources; do
		[ -e "$list" ] && sed 's/^Types:.*/Types: deb-src/' "$list" >"$apt/list.d/$(basename "$list")"
	done
	if [ -e /etc/apt/sources.list ]; then
		sed -n 's/^deb /deb-src /p' /etc/apt/sources.list >"$apt/list.d/one.list"
	fi
	with="-o Dir::Etc::sourcelist=- -o Dir::Etc::sourceparts=$apt/list.d -o Dir::State::lists=$apt/lists
		-o Dir::Cache=$apt"
	# shellcheck disable=SC2086 # several words are meant
	apt-get -q $with update
	# A mirror may hold the sources of the release alone, and not those of its updates.
	release=$(. /etc/os-release && echo "$VERSION_CODENAME")
	for name in icu pcre2 utf8proc nettle expat zlib; do
		# shellcheck disable=SC2086
		(cd "$work/src" && { apt-get -q $with source "$name" || apt-get -q $with source "$name/$release"; })
	done
	touch "$work/src/.done"
}

# source NAME: its folder.
source_of() {
	find "$work/src" -maxdepth 1 -type d -name "$1-*" | head -n 1
}

# compile ARCHIVE OPTIONS FILE...: each by itself, as many at once as there are cores.
compile() {
	archive=$work/lib/$1 options=$2 stem=${1%.a}
	shift 2
	[ -e "$archive" ] && return
	# shellcheck disable=SC2016 # for the inner shell
	printf '%s\n' "$@" | xargs -P "$(nproc)" -I{} sh -c '
		object=$3/obj/$1_$(basename "$4").o
		[ -e "$object" ] || emcc -Os -c $2 "$4" -o "$object"' - "$stem" "$options" "$work" {}
	emar rcs "$archive" "$work/obj/${stem}"_*.o
}

# configured NAME LIBRARY TARGET [OPTION...]: one that has to be configured, its library by make.
configured() {
	name=$1 library=$2 target=$3
	shift 3
	[ -e "$work/lib/$(basename "$library")" ] && return
	mkdir -p "$work/obj/$name"
	(cd "$work/obj/$name" &&
		emconfigure "$(source_of "$name")/configure" --host=wasm32-unknown-emscripten --disable-shared \
			CC_FOR_BUILD=gcc "$@" >log 2>&1 && emmake make -j"$(nproc)" "$target" >>log 2>&1) ||
		{ tail -n 20 "$work/obj/$name/log" >&2; exit 1; }
	cp "$work/obj/$name/$library" "$work/lib/"
}

fetch
cd "$(source_of zlib)"
# shellcheck disable=SC2046 # names without blanks
compile libz.a -DHAVE_UNISTD_H $(for f in adler32 crc32 inflate inffast inftrees zutil deflate trees; do echo $f.c; done)
cp zlib.h zconf.h "$work/include"

cd "$(source_of expat)/expat"
: >lib/expat_config.h
compile libexpat.a "-DXML_POOR_ENTROPY -DSTDC_HEADERS -DXML_NS -DXML_DTD -DXML_GE=1 -DXML_CONTEXT_BYTES=1024
	-DBYTEORDER=1234 -Ilib" lib/xmlparse.c lib/xmlrole.c lib/xmltok.c
cp lib/expat.h lib/expat_external.h "$work/include"

cd "$(source_of utf8proc)"
compile libutf8proc.a -DUTF8PROC_STATIC utf8proc.c
cp utf8proc.h "$work/include"

configured nettle libnettle.a libnettle.a --disable-assembler --disable-openssl --disable-public-key \
	--disable-documentation
cp "$(source_of nettle)"/*.h "$work/obj/nettle"/*.h "$work/include/nettle"
configured pcre2 .libs/libpcre2-8.a libpcre2-8.la --enable-unicode --disable-jit
cp "$work/obj/pcre2/src/pcre2.h" "$work/include"

# Of ICU what the engine asks (properties, NFC) is compiled in: it needs no data.
cd "$(source_of icu)/source"
compile libicuuc.a "-std=c++11 -DU_COMMON_IMPLEMENTATION -DU_STATIC_IMPLEMENTATION -DU_CHARSET_IS_UTF8=1 -Icommon
	-w" common/*.cpp stubdata/stubdata.cpp
cp common/unicode/*.h "$work/include/unicode"
