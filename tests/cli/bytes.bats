#!/usr/bin/env bats
# Bytes that are nobody's business go through untouched, in any amount.

# shellcheck disable=SC2154 # stderr is set by run
load helper

# What goes in must come out.
same() {
	printf '%b' "$1" >in
	"$VNFIX" --only normalise in >out
	cmp in out
	"$VNFIX" --only normalise,protect,repair in >out
	cmp in out
}

@test "empty input gives empty output" {
	run --separate-stderr "$VNFIX" --only normalise </dev/null
	[ "$status" -eq 0 ]
	[ -z "$output$stderr" ]
}

@test "no final newline is added" {
	same 'abc'
	same '\n'
}

@test "line ends, blanks and form feeds stay" {
	same 'a\r\nb\rc\n\r\n\r\r\n\n'
	same '  a  \t b \f\n\f c\v d\t\n \n'
}

@test "a byte order mark stays" {
	same '\0357\0273\0277abc\n'
}

@test "NUL stays" {
	same '\0000a\0000\0000\nb\0000'
}

@test "invalid UTF-8 stays" {
	same '\0377\0376 a\0303 \0341\0273\n \0355\0240\0200 \0365\0200\0200\0200 \0300\0200'
}

@test "a binary file stays" {
	head -c 300000 "$VNFIX" >in # any program is binary
	"$VNFIX" --only protect in >out
	cmp in out
	"$VNFIX" --only normalise --stats in >out 2>stats
	grep -qx "bytes_in $(wc -c <in)" stats
	[ "$(awk '$1 == "invalid_bytes" { print $2 }' stats)" -gt 1000 ]
}

@test "a line of 8 MB" {
	head -c 8388608 /dev/zero | tr '\0' a >in
	patiently "$VNFIX" --only normalise in >out
	cmp in out
	yes 'nhân dân' | head -c 8388608 | tr '\n' ' ' >in
	patiently "$VNFIX" --only normalise in >out
	cmp in out
}

@test "memory does not grow with the input" {
	need_plain_build
	# 96 MiB of address space (the libraries take 50) for 64 MB of one line.
	head -c 64000000 /dev/zero | tr '\0' a |
		(ulimit -v 98304; patiently "$VNFIX" --only normalise --stats 2>stats) | wc -c >count
	[ "$(cat count)" -eq 64000000 ]
	grep -qx 'lines 1' stats
}

@test "the locale changes nothing" {
	printf '\303\220i To\314\201an \377\n' >in
	for locale in C C.UTF-8 POSIX vi_VN.UTF-8 nonsense; do
		LC_ALL=$locale "$VNFIX" --only normalise in >"out.$locale"
		cmp out.C "out.$locale"
	done
}

@test "the size of the reads changes nothing" {
	yes $'\303\220i\302\240To\314\201an 57-NQ/TW' | head -n 20000 >in
	"$VNFIX" --only normalise in >whole
	dd if=in bs=777 status=none | "$VNFIX" --only normalise >parts
	cmp whole parts
}
