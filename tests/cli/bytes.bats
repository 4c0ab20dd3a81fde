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

@test "a binary file stays, where it is insisted on" {
	head -c 300000 "$VNFIX" >in # any program is binary
	"$VNFIX" -a --only protect in >out
	cmp in out
	"$VNFIX" -a --only normalise --stats in >out 2>stats
	grep -qx "bytes_in $(wc -c <in)" stats
	[ "$(awk '$1 == "invalid_bytes" { print $2 }' stats)" -gt 1000 ]
}

# Fails unless the tool refuses the file, whatever the output is, says WORD and writes nothing.
refused() { # FILE WORD
	cp "$1" before
	for how in "" "-o out" "--output-dir out" -i; do
		rm -rf out
		# shellcheck disable=SC2086 # several words are meant
		run --separate-stderr "$VNFIX" $how "$1"
		[ "$status" -eq 3 ]
		[ -z "$output" ]
		[[ "$stderr" == *"$1: is "*"$2"*" (--text takes it all the same)"* ]]
		[ -z "$(find . -path './out*' -type f)" ]
		cmp "$1" before
	done
	run --separate-stderr "$VNFIX" <"$1"
	[ "$status" -eq 3 ]
	[ -z "$output" ]
	"$VNFIX" -a --only normalise "$1" | cmp - "$1"
}

@test "what is no text is refused, whatever the output" {
	printf '%%PDF-1.7\n%%\342\343\317\323\n1 0 obj\n' >x.pdf
	printf '\320\317\021\340\241\261\032\341\0\0\0\0' >x.doc
	printf '\211PNG\r\n\032\n\0\0\0\rIHDR' >x.png
	printf 'Vé viéc\n' | gzip -n >x.gz
	printf 'Vé viéc\n' | iconv -f UTF-8 -t UTF-32 >x.u32
	refused x.doc 'an old Office file'
	refused x.png OCR
	refused x.gz 'a gzip file; unpack'
	refused x.u32 'UTF-32, not UTF-8; convert it: iconv -f UTF-32 '
	# In a folder it was not meant; among others in one output it is left out.
	mkdir t
	mv x.* t
	printf 'Ði\n' >t/a
	run --separate-stderr "$VNFIX" --only normalise -r t
	[ "$status" -eq 0 ]
	[ "$output" = Đi ]
	[[ "$stderr" == *"t/x.pdf: skipped: a PDF file; it needs an output of its own"* ]]
	run --separate-stderr "$VNFIX" --only normalise t/x.pdf t/a t/x.doc -o all
	[ "$status" -eq 3 ]
	holds all 'Đi\n'
}

# TCVN3, VNI and windows-1258.
eight_bits() {
	printf 'C\351ng ho\265 x\267 h\351i ch\361 ngh\334a vi\326t nam\n\256\351c l\313p - T\371 do - H\271nh ph\363c\n' >tcvn3
	printf 'Co\344ng ho\370a xa\365 ho\344i chu\373 ngh\363a vie\344t nam\n\321o\344c la\344p - T\366\357 do - Ha\357nh phu\371c\n' >vni
	printf 'C\364\362ng ho\314a xa\336 h\364\362i chu\322 nghi\336a vi\352\362t nam\n\320\364\362c l\342\362p - T\375\362 do\n' >cp1258
}

@test "8-bit Vietnamese becomes Unicode, also behind a long text and among other lines" {
	eight_bits
	for text in tcvn3 vni cp1258; do
		"$VNFIX" --only recode -q $text | head -n 1 | grep -q '^Cộng \(hòa\|hoà\) xã hội chủ nghĩa việt nam$'
		{ yes 'nhân dân' | head -c 1999998; cat $text; printf 'Ði\n'; } >mixed
		"$VNFIX" --only recode mixed 2>said | tail -n 3 | head -n 1 |
			grep -q '^Cộng \(hòa\|hoà\) xã hội chủ nghĩa việt nam$'
		grep -q "lines: [23]; made Unicode" said
		"$VNFIX" --only recode --from=none mixed | cmp - mixed
	done
}

@test "text in UTF-8 with stray bytes, and French in 8 bits, are no reason to refuse" {
	same 'nh\0303\0242n d\0303\0242n \0377\0200\0201\0202\0203\0204\n'
	same 'Les \0351l\0350ves \0351taient tr\0350s f\0342ch\0351s. \0307a va?\n'
	need_model
	printf 'Les \351l\350ves \351taient tr\350s f\342ch\351s dans une partie du\nCe qui a chang\351 \340 Nam Dinh\n' >fr
	"$VNFIX" fr | cmp - fr
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
