#!/usr/bin/env bats
# Settings from files: where they are looked for, how they are read, what they may say.

# shellcheck disable=SC2154 # stderr is set by run
load helper

# The home of a user with a config of these lines.
config() {
	export XDG_CONFIG_HOME="$PWD/home"
	mkdir -p home/vnfix
	printf '%s\n' "$@" >home/vnfix/config
}

print() {
	run --separate-stderr "$VNFIX" --print-config "$@"
}

# Fails unless the config of these lines is refused with the last argument, at line 1.
refused() {
	local words="${*: -1}"
	config "${@:1:$#-1}"
	run --separate-stderr "$VNFIX" --only normalise </dev/null
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[[ "$stderr" == "vnfix: $PWD/home/vnfix/config:1: "*"$words"* ]] || {
		echo "$stderr"
		return 1
	}
}

@test "a config does what options do" {
	config "tone = new"
	[ "$("$VNFIX" --only normalise <<<"hòa")" = "hoà" ]
	[ "$("$VNFIX" --only normalise --no-config <<<"hòa")" = "hòa" ]
}

@test "the command line beats a config, the user's beats the system's, the first of those the others" {
	config "tone = new" "jobs = 2" "exclude = mine"
	mkdir -p one/vnfix two/vnfix
	printf 'tone = old\nshard = 1/2\n' >two/vnfix/config
	printf 'tone = old\njobs = 3\ntimeout = 4\nexclude = theirs\n' >one/vnfix/config
	printf 'timeout = 5\nassume = bare\n' >two/vnfix/config
	export XDG_CONFIG_DIRS="$PWD/one:$PWD/two"
	print --jobs=1 --include='*.txt' -i
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	diff - <(echo "$output") <<-END
		# $PWD/two/vnfix/config:2
		assume = bare
		# $PWD/one/vnfix/config:3
		timeout = 4
		# $PWD/home/vnfix/config:1
		tone = new
		# $PWD/home/vnfix/config:3
		exclude = mine
		# command line
		jobs = 1
		# command line
		include = *.txt
		# command line
		# in-place
	END
}

@test "what is printed is a config that says the same" {
	config "# comment" "" "  tone=new  " $'exclude =\ta = b # c\r' "stats" "include=a" "include=b" "backup"
	print
	[ "$status" -eq 0 ]
	grep -qxF 'exclude = a = b # c' <<<"$output"
	echo "$output" >again
	[ "$("$VNFIX" --config=again --print-config | grep -v '^#')" = "$(grep -v '^#' <<<"$output")" ]
	[ "$(grep -c '^include' again)" -eq 2 ]
}

@test "a flag is yes by itself, and no takes back what the system says" {
	mkdir -p one/vnfix
	printf 'stats\nrecursive = yes\n' >one/vnfix/config
	export XDG_CONFIG_DIRS="$PWD/one"
	config "stats = no"
	print
	[ "$(grep -v '^#' <<<"$output")" = "recursive = yes" ]
}

@test "errors name file and line, exit 2" {
	refused "frobnicate = 1" "frobnicate: no such option"
	refused "tone = flat" "no value 'flat'; there are: keep, old, new"
	refused "tone" "needs a value"
	refused "stats = maybe" "takes yes or no"
	refused "skip = sing" "no stage 'sing'"
	refused "model = here/vnfix.model" "needs a whole path"
	refused $'ton\e[2Je = new' 'ton\x1b[2Je'
	printf '# fine\ntone = new\ntone = fl\0at\n' >home/vnfix/config
	run --separate-stderr "$VNFIX" --only normalise </dev/null
	[ "$status" -eq 2 ]
	[[ "$stderr" == *"/config:3: holds NUL"* ]]
}

@test "what belongs to one run is refused in a config" {
	for name in line output in-place output-dir force format mark files-from files0-from null shard resume dry-run \
		check diff suggest-only report html undo apply list-stages help version config no-config print-config; do
		refused "$name = yes" "$name: belongs on the command line"
	done
}

@test "a broken config does not hide the help, nor what --no-config asks for" {
	config "nonsense"
	"$VNFIX" --help >/dev/null
	"$VNFIX" --no-config --version >/dev/null
	[ "$("$VNFIX" --no-config --only normalise <<<a)" = a ]
}

@test "nothing is read from the current folder" {
	mkdir -p vnfix .config/vnfix
	echo nonsense | tee vnfix/config .config/vnfix/config config .vnfix .vnfixrc >/dev/null
	unset HOME
	for variables in "XDG_CONFIG_HOME=. XDG_CONFIG_DIRS=." "XDG_CONFIG_HOME= XDG_CONFIG_DIRS=:.:" HOME=.; do
		# shellcheck disable=SC2086 # several words are meant
		run --separate-stderr env -u XDG_CONFIG_HOME $variables "$VNFIX" --print-config
		[ "$status" -eq 0 ]
		[ -z "$output" ]
	done
}

@test "without XDG_CONFIG_HOME it is ~/.config" {
	mkdir -p .config/vnfix
	echo "tone = new" >.config/vnfix/config
	run --separate-stderr env -u XDG_CONFIG_HOME HOME="$PWD" "$VNFIX" --print-config
	[ "$output" = "# $PWD/.config/vnfix/config:1"$'\n'"tone = new" ]
}

@test "--config names another file, which has to be there" {
	config "tone = new"
	echo "jobs = 2" >mine
	print --config=mine
	[ "$output" = "# mine:1"$'\n'"jobs = 2" ]
	for file in missing . /dev/zero; do
		print --config="$file"
		[ "$status" -eq 2 ]
		[[ "$stderr" == "vnfix: $file: "* ]]
	done
}

@test "settings for some runs do not disturb the others" {
	config "backup = .old" "on-error = copy" "min-confidence = 0.9"
	[ "$("$VNFIX" --only normalise <<<a)" = a ]
	printf 'h\303\263a\n' >page
	"$VNFIX" --only normalise --tone=new -i page
	[ "$(cat page)" = "hoá" ]
	[ "$(cat page.old)" = "hóa" ]
	# Given by hand they are mistakes.
	for option in --backup=.old --on-error=copy --min-confidence=0.9; do
		run --separate-stderr "$VNFIX" --only normalise "$option" <<<a
		[ "$status" -eq 2 ]
	done
}

@test "a config may be long, and ends without a line end" {
	config "# comment"
	yes '# more' | head -n 100000 >>home/vnfix/config || true
	printf 'jobs = 7' >>home/vnfix/config
	print
	[ "$output" = "# $PWD/home/vnfix/config:100002"$'\n'"jobs = 7" ]
}
