#!/usr/bin/env bats
# The manual pages say what the tools do: all of it, in the order of the help.

# shellcheck disable=SC2154 # stderr is set by run
load helper

DOC="$BATS_TEST_DIRNAME/../../doc"

# The page $1 with options as they are typed: --name.
typed() {
	sed -e 's/Fl \\-/--/g' -e 's/\\-/-/g' -e 's/\\&//g' "$DOC/$1"
}

# The options of a help on standard input, in their order.
options() {
	grep -oE '^ {,6}(-., )?--[a-z0-9-]+' | grep -oE -- '--[a-z0-9-]+'
}

@test "vnfix(1) has the options in the groups and the order of the help" {
	"$VNFIX" --help >help
	grep -E '^[A-Z].*:$|^  (-., |    )--' help | sed -n '/^Exit/q; p' |
		sed -E 's/^ +(-., )?(--[a-z0-9-]+).*/\2/; s/:$//' >of_help
	typed vnfix.1 | sed -n '/^.Sh OPTIONS/,/^.Sh [^O]/p' | grep -E '^\.(Ss|It .*--)' |
		sed -E 's/^\.Ss //' | grep -oE -- '^[A-Z].*|--[a-z0-9-]+' >of_man
	diff of_help of_man
}

# What --$1 takes, but for the words in $2.
choices() {
	"$VNFIX" "--$1=?" 2>&1 </dev/null | sed 's/.*there are: //; s/, /\n/g' | grep -vxE "$2"
}

@test "vnfix(1) has every kind of damage, charset and format, and the header has what it takes of them" {
	choices assume auto >kinds
	choices from 'auto|none' >charsets
	"$VNFIX" --list-formats | grep -oE '^[a-z0-9-]+' >formats
	[ "$(wc -l <kinds)" -ge 11 ] && [ "$(wc -l <charsets)" -ge 8 ] && [ "$(wc -l <formats)" -ge 14 ]
	typed vnfix.1 >page
	for kind in $(cat kinds); do
		grep -qx ".It Cm $kind" page || { echo "no kind $kind"; return 1; }
	done
	for name in $(cat kinds charsets formats); do
		grep -qE "^\.(It )?Cm (.* )?$name( |\$)" page || { echo "man page: $name"; return 1; }
	done
	for name in $(cat kinds charsets); do
		sed -n '/^ \*\tfrom/,/^ \*\ttone/p' "$DOC/../include/vnfix.h" | grep -qw -- "$name" ||
			{ echo "header: $name"; return 1; }
	done
}

@test "vnfix(1) has every exit code, and README.md too" {
	"$VNFIX" --help | sed -n '/^Exit/,$p' | grep -oE '^ +[0-9]+' | while read -r code; do
		grep -qx ".It $code" "$DOC/vnfix.1"
		grep -q "^| $code |" "$DOC/../README.md"
	done
}

@test "vnfix(1) has every variable of the environment that the tool reads" {
	grep -rhoE 'getenv\("[A-Z_]+"\)|\{"LC_ALL".*\}' "$DOC/../src/cli" | grep -oE '[A-Z][A-Z_]+' | sort -u |
		while read -r name; do
			[ "$name" = HOME ] || sed -n '/^.Sh ENVIRONMENT/,/^.Sh F/p' "$DOC/vnfix.1" | grep -qw -- "$name" ||
				{ echo "$name"; exit 1; }
		done
}

@test "vnfix(3) has the functions and errors of the header, and its settings are options of vnfix(1)" {
	header="$DOC/../include/vnfix.h" settings="$DOC/../src/lib/settings.c"
	grep -oE '^VNFIX_API .*|^\s+VNFIX_E[A-Z]+' "$header" | grep -oE '\bvnfix_[a-z_]+\(|VNFIX_E[A-Z]+' |
		tr -d '(' | sort -u >names
	[ "$(wc -l <names)" -gt 25 ]
	while read -r name; do
		grep -qw -- "$name" "$DOC/vnfix.3" || { echo "$name"; return 1; }
	done <names
	sed -n '/^} settings/,/^};/p; /^static const struct setting {/,/^};/p' "$settings" |
		grep -oE '\{"[a-z-]+"' | grep -oE '[a-z-]+' | sort -u >settings
	[ "$(wc -l <settings)" -ge 10 ]
	"$VNFIX" --help >help
	while read -r name; do
		grep -qE "^\.It Cm .*\b$name\b" "$DOC/vnfix.3" || { echo "man page: $name"; return 1; }
		# Of the library alone.
		[ "$name" = nbest ] || grep -q -- "--$name" help || { echo "no option: $name"; return 1; }
		grep -qE "^ \*.*\b$name\b" "$header" || { echo "header: $name"; return 1; }
	done <settings
}

@test "vnfix-eval(1) has its options" {
	"$VNFIX_EVAL" --help | options >options
	[ "$(wc -l <options)" -gt 10 ]
	while read -r option; do
		typed vnfix-eval.1 | grep -qE -- "$option( |\$)" || { echo "$option"; return 1; }
	done <options
}

@test "vnfix-mkmodel(1) has its commands and their letters" {
	run --separate-stderr "$VNFIX_MKMODEL"
	[ "$status" -eq 2 ]
	grep -oE 'vnfix-mkmodel [a-z]+.*' <<<"$stderr" | while read -r _ command rest; do
		grep -qE "^\.(It )?Cm $command\$" "$DOC/vnfix-mkmodel.1" || { echo "$command"; exit 1; }
		sed -n "/^.It Cm $command\$/,/^.It Cm /p" "$DOC/vnfix-mkmodel.1" >section
		grep -oE -- '-[a-z]\b' <<<"$rest" | while read -r letter; do
			[ "$letter" = -o ] || grep -qE "^\.It Fl ${letter#-}( |\$)" section ||
				{ echo "$command $letter"; exit 1; }
		done
	done
}

@test "vnfix-report(5) and doc/report-format.md have every member of a report" {
	need_model
	printf 'Vé viéc phé duyét danh sach h6 so 12 \377\n' >page
	"$VNFIX" --mark page >/dev/null
	"$VNFIX" -i --report log page
	python3 - log <<-'END' | sort -u >members
		import json, sys
		def names(value):
		    if isinstance(value, dict):
		        for name, inner in value.items():
		            yield name
		            yield from names(inner) if name not in ("settings", "lines", "charsets") else ()
		    elif isinstance(value, list):
		        for inner in value:
		            yield from names(inner)
		for line in open(sys.argv[1], encoding="utf-8"):
		    print("\n".join(name.removesuffix("_base64") for name in names(json.loads(line))))
	END
	[ "$(wc -l <members)" -gt 15 ]
	while read -r name; do
		grep -qw -- "$name" "$DOC/vnfix-report.5" || { echo "man page: $name"; return 1; }
		grep -qw -- "$name" "$DOC/report-format.md" || { echo "report-format.md: $name"; return 1; }
	done <members
}

@test "pages that are referred to are there, and installed" {
	grep -hoE '^\.Xr vnfix[a-z-]* [0-9]' "$DOC"/*.[1-8] | sort -u | while read -r _ name section; do
		[ -f "$DOC/$name.$section" ] || { echo "$name.$section"; exit 1; }
		grep -q "'$name.$section'" "$DOC/meson.build"
	done
}

@test "mandoc finds nothing to warn of" {
	command -v mandoc >/dev/null || skip "no mandoc"
	run mandoc -Tlint -Wwarning "$DOC"/*.[1-8]
	echo "$output"
	[ "$status" -eq 0 ]
}

# Lines "CODE MEANING" of a table of exit codes: lower case at the start, no full stop.
@test "help, vnfix(1) and README.md tell the same of every exit code" {
	"$VNFIX" --help | sed -n '/^Exit/,$p' | sed -nE 's/^ +([0-9]+)  /\1 /p' >of_help
	sed -nE 's/^\| ([0-9]+) \| (.*) \|$/\1 \2/p' "$DOC/../README.md" | tr -d '`' >of_readme
	diff of_help of_readme
	typed vnfix.1 | sed -n '/^.Sh EXIT STATUS/,/^.El/p' |
		awk '/^\.It /{ if (line) print line; line = $2; next } /^\.(Sh|Bl|El)/{ next }
			{ sub(/^\./, ""); line = line " " $0 } END { print line }' |
		sed -E 's/ :/:/; s/\.$//; s/^([0-9]+ .)/\L\1/' >of_man
	diff of_help of_man
}
