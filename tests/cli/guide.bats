#!/usr/bin/env bats
# The walk-throughs: their commands are run as they stand, one after the other, in a fresh folder, and
# what they show is what comes out.

load helper

SOURCES="$BATS_TEST_DIRNAME/../.."

# What a reader does with hands, by the name it has in the guide: <!-- by hand: NAME -->

# Rejects the first change on the page and accepts the others.
decide() {
	python3 - <<-'END'
		import json
		verdict = "no"
		with open("log.ndjson", encoding="utf-8") as log, open("vnfix-decisions.ndjson", "w", encoding="utf-8") as out:
		    for record in map(json.loads, log):
		        if record["type"] == "change":
		            record["verdict"], verdict = verdict, "yes"
		        if record["type"] in ("header", "begin", "change", "end"):
		            out.write(json.dumps(record, ensure_ascii=False) + "\n")
	END
}

# Ticks one row of the table of candidates.
tick() {
	grep -q $'^\t[0-9]*\t"vién"\t"viên"\t' candidates.tsv
	sed -i $'s/^\t\\([0-9]*\t"vién"\t\\)/x\t\\1/' candidates.tsv
	[ "$(grep -c '^x' candidates.tsv)" -eq 1 ]
}

# Makes a script of the guide $1: its commands, what is done by hand, and for each block of output a
# comparison with what the commands before it wrote. Ends with the number of blocks.
script_of() {
	awk '
		/^```sh$/ { block = "sh"; count++; print "exec >output.tmp 2>&1"; next }
		/^```text$/ { block = "text"; count++; print "shows <<\"END-OF-TEXT\""; next }
		/^```$/ && block == "sh" { print "exec >&3 2>&1"; block = ""; next }
		/^```$/ && block == "text" { print "END-OF-TEXT"; block = ""; next }
		/^```/ { print "broken # a block of no known kind"; next }
		/^<!-- by hand: [a-z]+ -->$/ { print $4; count++; next }
		block { print }
		END { print "echo blocks " count }
	' "$1"
}

# Runs the guide $1 in a shell of its own.
follow() {
	script_of "$1" >script
	mkdir bin work
	# A pipe that has seen enough is no failure.
	printf '#!/bin/sh\n"%s" "$@"\ncode=$?\n[ "$code" -eq 141 ] || exit "$code"\n' "$VNFIX" >bin/vnfix
	chmod +x bin/vnfix
	ln -s "$SOURCES" work/vnfix
	{
		declare -f decide tick
		cat <<-'END'
			shows() {
				while read -r line; do
					grep -qxF -- "$line" output.tmp && continue
					echo "not shown: $line"
					cat output.tmp
					exit 1
				done
			}
			broken() { cat output.tmp >&3; exit 1; }
			set -eEuo pipefail
			exec 3>&1
			: >output.tmp
			trap broken ERR
		END
		cat script
	} >whole
	(cd work && PATH="$BATS_TEST_TMPDIR/bin:$PATH" bash ../whole)
}

@test "doc/guide.md" {
	need_model
	run follow "$SOURCES/doc/guide.md"
	echo "$output"
	[ "$status" -eq 0 ]
	[ "${lines[-1]}" = "blocks 24" ]
}

@test "doc/huong-dan.md" {
	need_model
	run follow "$SOURCES/doc/huong-dan.md"
	echo "$output"
	[ "$status" -eq 0 ]
	[ "${lines[-1]}" = "blocks 25" ]
}

@test "the walk-through of README.md" {
	need_model
	sed -n '/^## A first folder/,/^## [^A]/p' "$SOURCES/README.md" >readme.md
	run follow readme.md
	echo "$output"
	[ "$status" -eq 0 ]
	[ "${lines[-1]}" = "blocks 1" ]
}

@test "both guides have the same commands" {
	for guide in guide huong-dan; do
		awk '/^```sh$/ { on = 1; next } /^```/ { on = 0 } on' "$SOURCES/doc/$guide.md" |
			grep -vE '^(export LANG=|unset LC_ALL)' | sed 's/echo ".*"/echo/' >"$guide"
	done
	diff guide huong-dan
}

@test "a guide that is wrong is noticed" {
	# The follower itself: a command that fails, output that does not come, hands nobody has.
	for guide in '```sh\nfalse\n```' '```sh\necho a\nfalse\necho b\n```' '```sh\necho a\n```\n```text\nb\n```' \
		'<!-- by hand: juggle -->' '```python\nx\n```' '```sh\nfalse | cat\n```'; do
		rm -rf bin work
		printf '%b\n' "$guide" >wrong.md
		run follow wrong.md
		[ "$status" -ne 0 ] || { echo "$guide"; return 1; }
	done
}
