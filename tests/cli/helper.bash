# Loaded by every .bats file. VNFIX is the tool under test, set by meson.
bats_require_minimum_version 1.5.0

setup() {
	[ -x "$VNFIX" ] || { echo "VNFIX must name the tool under test" >&2; return 1; }
	cd "$BATS_TEST_TMPDIR" || return 1
}

# shellcheck disable=SC2034 # set by run, read by the tests
stderr=

# Runs the tool with the stages that need no model; $status, $output and $stderr are set.
modest() {
	run --separate-stderr "$VNFIX" --only normalise "$@"
}

# Seconds after which something hangs. No machine is so slow or busy that a sound run takes as long.
PATIENCE=1800

# Runs a command; one that hangs is ended, which fails the test (exit code 124).
patiently() {
	timeout "$PATIENCE" "$@"
}

# Waits until a command succeeds.
eventually() {
	local end=$((SECONDS + PATIENCE))
	until "$@"; do
		[ "$SECONDS" -lt "$end" ] || return 1
		sleep 0.05
	done
}

# Skips the test, with a word, when there is no trained model.
need_model() {
	if "$VNFIX" --version | grep -q '^model none'; then
		skip "no trained model"
	fi
}

# Skips what a sanitizer makes meaningless: limits of memory, foreign programs.
need_plain_build() {
	[ -z "$VNFIX_SANITIZED" ] || skip "sanitized build"
}

# Fails unless the file holds exactly these bytes, given as for printf %b.
holds() {
	printf '%b' "$2" >expected.tmp
	cmp "$1" expected.tmp
}
