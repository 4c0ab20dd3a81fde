#!/usr/bin/env bats
# What is installed works from where it is installed, and by itself.

# shellcheck disable=SC2154 # stderr is set by run
load helper

# Installs once for the file, into a folder of its own.
setup_file() {
	export ROOT="$BATS_FILE_TMPDIR/root"
	meson install -C "$VNFIX_BUILD" --no-rebuild --quiet --destdir "$ROOT"
	PREFIX="$ROOT$(meson introspect "$VNFIX_BUILD" --buildoptions |
		python3 -c 'import json, sys
print(next(o["value"] for o in json.load(sys.stdin) if o["name"] == "prefix"))')"
	export PREFIX
}

@test "tool, library, header, manual page and pkg-config file are there" {
	[ -x "$PREFIX/bin/vnfix" ]
	[ -f "$PREFIX/include/vnfix.h" ]
	[ -f "$PREFIX/share/man/man1/vnfix.1" ]
	[ -f "$PREFIX/share/man/man1/vnfix-eval.1" ]
	[ -f "$PREFIX/share/man/man3/vnfix.3" ]
	[ -f "$PREFIX/share/bash-completion/completions/vnfix.bash" ]
	[ -f "$PREFIX/share/zsh/site-functions/_vnfix" ]
	[ -f "$PREFIX/share/fish/vendor_completions.d/vnfix.fish" ]
	[ -n "$(find "$PREFIX" -name 'libvnfix.so.0')" ]
	[ -n "$(find "$PREFIX" -name 'vnfix.pc')" ]
}

@test "the installed tool speaks Vietnamese" {
	run env -i LANG=vi_VN.UTF-8 "$PREFIX/bin/vnfix" --help
	[[ "${lines[0]}" == "Cách dùng"* ]]
}

@test "the installed tool finds the installed module for PDF" {
	[ -f "$VNFIX_BUILD/src/pdf.so" ] || skip "a build with libqpdf linked"
	[ -n "$(find "$PREFIX" -path '*/vnfix/pdf.so')" ]
	"$BATS_TEST_DIRNAME/../tools/make_pdf.py" tesseract a.pdf
	printf 'Hanh\tHạnh\n' >table
	run -0 --separate-stderr env -i "$PREFIX/bin/vnfix" --only user,replace --rules table a.pdf -o new.pdf
	run ! cmp -s a.pdf new.pdf
}

@test "the installed tool finds the installed model" {
	need_model
	[ -f "$PREFIX/share/vnfix/vnfix.model" ]
	run --separate-stderr env -i "$PREFIX/bin/vnfix" --version
	[ "$status" -eq 0 ]
	[[ "$output" == *$'\nmodel '* ]]
	[[ "$output" != *"model none"* ]]
}

@test "a program builds with pkg-config against the installed library, and runs" {
	command -v pkg-config >/dev/null || skip "no pkg-config"
	pc=$(dirname "$(find "$PREFIX" -name vnfix.pc)")
	lib=$(dirname "$(find "$PREFIX" -name libvnfix.so)")
	export PKG_CONFIG_PATH="$pc" PKG_CONFIG_SYSROOT_DIR="$ROOT"
	# shellcheck disable=SC2046 # several words are meant
	cc -std=c99 -Wall -Wextra -pedantic -Werror "$BATS_TEST_DIRNAME/library_user.c" \
		$(pkg-config --cflags --libs vnfix) -pthread -o user
	LD_LIBRARY_PATH="$lib" ./user
	[ ! -f "$PREFIX/share/vnfix/vnfix.model" ] ||
		LD_LIBRARY_PATH="$lib" ./user "$PREFIX/share/vnfix/vnfix.model"
}

@test "the example of the manual builds as it says, and tells what became of what" {
	command -v pkg-config >/dev/null || skip "no pkg-config"
	need_model
	pc=$(dirname "$(find "$PREFIX" -name vnfix.pc)")
	lib=$(dirname "$(find "$PREFIX" -name libvnfix.so)")
	export PKG_CONFIG_PATH="$pc" PKG_CONFIG_SYSROOT_DIR="$ROOT"
	# shellcheck disable=SC2046 # several words are meant
	cc -std=c99 -Wall -Wextra -pedantic -Werror "$BATS_TEST_DIRNAME/../../doc/examples/changes.c" \
		$(pkg-config --cflags --libs vnfix) -o changes
	printf 'Cong hoa xa hoi chu nghia Viet Nam\n' >page
	export LD_LIBRARY_PATH="$lib"
	run --separate-stderr ./changes "$PREFIX/share/vnfix/vnfix.model" assume=bare <page
	[ "$status" -eq 0 ]
	[ "${lines[-1]}" = "Cộng hòa xã hội chủ nghĩa Việt Nam" ]
	[[ "${lines[0]}" == "1:1: Cong -> Cộng (marks, "*" %)" ]]
	run --separate-stderr ./changes "$PREFIX/share/vnfix/vnfix.model" assume=french <page
	[ "$status" -eq 2 ]
	[[ "$stderr" == "changes: assume: no such value: 'french'; there are: auto, eng"* ]]
}

@test "the header serves C++ too" {
	command -v c++ >/dev/null || skip "no C++ compiler"
	echo '#include <vnfix.h>' >user.cc
	c++ -Wall -Wextra -pedantic -Werror -I "$PREFIX/include" -fsyntax-only user.cc
}

@test "only vnfix_* is exported" {
	names=$(nm -D --defined-only "$(find "$PREFIX" -name libvnfix.so)" | awk '$2 != "A" { print $3 }')
	[ -n "$names" ]
	[ -z "$(sed '/^vnfix_/d' <<<"$names")" ]
}
