#!/bin/sh
# Brings the po files of all languages in po/LINGUAS up to date with the sources, and begins those that
# are new; --check only tells what they lack.
#
# usage: po/update.sh [--check]
set -eu
cd "$(dirname "$0")/.."
LC_ALL=C.UTF-8
export LC_ALL

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# The files hold UTF-8, but the texts may be all ASCII.
extract() {
	xgettext --package-name=vnfix --from-code=UTF-8 --no-location -o - "$@" | sed 's/=CHARSET/=UTF-8/'
}

# What the tool says.
extract -k_ -kN_ -kngettext:1,2 -kvn_say:2 -kvn_sayf:2 -kvn_say_at:4 -kvn_tell:3 -kvn_tellf:3 -kvn_tell_hint:3 -kvn_tell_at:5 -ksay:2 -ksayf:2 -kfail:3 \
	-kcomplain:3 -kmisused:2 -kTEXT src/cli/*.c src/batch/*.c src/source/*.c src/pdf/*.c src/charset/*.c src/term/*.c src/sandbox/*.c src/eval/*.c src/mkmodel/main.c >"$dir/tool.pot"
# What the library says is English, and translated as a whole by the tool: so only fixed texts.
extract -kvn_err_set:3 -kfault:4 src/cli/*.c src/batch/*.c src/term/*.c src/pipeline.c src/base/*.c src/files/*.c src/package/*.c src/pdf/*.c src/report/*.c src/html/*.c |
	msggrep -v -K -e '%' -o "$dir/library.pot"
# Likewise the stages, and what can be wrong with an output.
{
	printf 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
	sed -n 's/.*\.summary = \("[^"]*"\),$/msgid \1\nmsgstr ""\n/p' src/*/*.c
	sed -n 's/.*return \("[^"]* [^"]*"\);$/msgid \1\nmsgstr ""\n/p' src/files/save.c src/files/io.c
} | msguniq -o "$dir/table.pot"
msgcat --use-first -o "$dir/all.pot" "$dir/tool.pot" "$dir/library.pot" "$dir/table.pot"

for language in $(cat po/LINGUAS); do
	po=po/$language.po
	if [ "${1-}" = --check ]; then
		msgcmp "$po" "$dir/all.pot"
		msgfmt --check -o /dev/null "$po"
		continue
	fi
	[ -f "$po" ] || msginit --no-translator -l "$language" -i "$dir/all.pot" -o "$po"
	msgmerge --quiet --update --backup=none --no-fuzzy-matching "$po" "$dir/all.pot"
	msgattrib --no-obsolete -o "$po" "$po"
	# What changes with every run only makes conflicts.
	sed -i -e '/^"POT-Creation-Date:/d' -e '/^"Report-Msgid-Bugs-To:/d' "$po"
done
