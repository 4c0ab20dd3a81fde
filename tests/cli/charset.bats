#!/usr/bin/env bats
# Text from before Unicode, and Unicode that was taken for something else.

# shellcheck disable=SC2154 # stderr is set by run
load helper

@test "mojibake and letters of old fonts become Unicode, and it is said once" {
	printf 'Cá»™ng hÃ²a xÃ£ há»™i\n' >a
	printf 'Ñoäc laäp – Töï do – Haïnh phuùc\nCaên cöù Luaät Toå chöùc HÑND\n' >b
	run --separate-stderr "$VNFIX" --only recode a b
	[ "$status" -eq 0 ]
	[ "$output" = $'Cộng hòa xã hội\nĐộc lập – Tự do – Hạnh phúc\nCăn cứ Luật Tổ chức HĐND' ]
	[ "$stderr" = "vnfix: a: was in UTF-8 that was taken for another charset, lines: 1; made Unicode
vnfix: b: was in VNI, lines: 2; made Unicode" ]
	run --separate-stderr "$VNFIX" -q --only recode a b
	[ -z "$stderr" ]
}

@test "line by line as well, and lines of two charsets in one file" {
	printf 'Ñoäc laäp – Töï do – Haïnh phuùc\nC¨n cø LuËt Tæ chøc ChÝnh phñ\nCăn cứ Luật\n' >in
	"$VNFIX" -q --only recode in >out
	holds out 'Độc lập – Tự do – Hạnh phúc\nCăn cứ Luật Tổ chức Chính phủ\nCăn cứ Luật\n'
	"$VNFIX" -q --line --only recode in | cmp - out
}

@test "a text in TCVN3 whose soft hyphens are gone gets its letter back, a word that was typed without does not" {
	cat >good <<-'END'
	người dân trong xã được hướng dẫn trồng vườn cây ăn quả theo phương pháp mới
	nhà trường thường xuyên trao đổi với phụ huynh về kết quả học tập của học sinh
	những hộ ở xa đường lớn được xe của hợp tác xã đưa đón vào các buổi sáng
	END
	"$VNFIX" -q --only recode --from=none --to=tcvn3 good >in
	tr -d '\255' <in >lost
	! cmp -s in lost
	"$VNFIX" -q lost | cmp - good
	sed '1s/được/đợc/' good >typo
	"$VNFIX" -q --only recode --from=none --to=tcvn3 typo >in
	"$VNFIX" -q in | cmp - typo
}

@test "capitals that a font showed are told by what stands beside them" {
	printf 'QuyÕt ®Þnh\nC\270C PH\307N M\322M Vµ HÖ THèNG\nB\351 Vµ TØnh\n' | sed 's/\xb8/¸/;s/\xc7/Ç/;s/\xd2/Ò/;s/\xe9/é/' >in
	"$VNFIX" -q --only recode --from=tcvn3 --report log in >out
	holds out 'Quyết định\nCÁC PHẦN MỀM VÀ HỆ THỐNG\nBộ Và Tỉnh\n'
	grep -q '"after":"VÀ HỆ".*"confidence":0.97' log
	"$VNFIX" -q --only recode --from=tcvn3 --to=tcvn3 in >out
	iconv -f UTF-8 -t CP1252 in | cmp - out
}

@test "--from: what somebody knows; none; no such charset" {
	printf 'hµnh\n' >in
	"$VNFIX" -q --only recode --from=tcvn3 in >out
	holds out 'hành\n'
	"$VNFIX" --only recode --from=none in | cmp - in
	run --separate-stderr "$VNFIX" --from=tcvn in
	[ "$status" -eq 2 ]
	[[ "$stderr" == *tcvn3* ]]
}

@test "other languages, code and Unicode stay" {
	# capitals that lost marks look like small letters of TCVN3 between capitals: BÙ Y TỔ
	echo "BÔ Y TÊ, KINH TÊ" >capitals
	"$VNFIX" -q --only=recode capitals | cmp - capitals
	printf 'Les élèves étaient très fâchés. Où est-il?\nif (a^b) { x = ~y; }\nHà Nam, là quê nhà\n' >in
	run --separate-stderr "$VNFIX" --only recode in
	[ -z "$stderr" ]
	"$VNFIX" --only recode in | cmp - in
}

@test "undo gives 8-bit bytes back; in place they are left unless asked for" {
	printf 'C\351ng ho\265 x\267 h\351i ch\361 ngh\334a Vi\326t Nam\n\247\351c l\313p - T\371 do\n' >in
	cp in old
	"$VNFIX" -q --only recode --report log in -o out
	holds out 'Cộng hoà xã hội chủ nghĩa Việt Nam\nĐộc lập - Tự do\n'
	run --separate-stderr "$VNFIX" --only recode -i in
	cmp in old
	[[ "$stderr" == *"may be in TCVN3, lines: 2; left as it is (--from=tcvn3 converts it)"* ]]
	"$VNFIX" -q --only recode --from=auto --report log2 -i in
	cmp in out
	"$VNFIX" --undo log2
	cmp in old
}

@test "a whole text through all stages: nothing else is changed in what was typed" {
	need_model
	printf 'C¨n cø LuËt Tæ chøc ChÝnh phñ ngµy 25 th¸ng 12 n¨m 2001;\nTheo ®Ò nghÞ cña Bé tr\302\255ëng Bé Tµi chÝnh,\n' >in
	"$VNFIX" -q in >out
	holds out 'Căn cứ Luật Tổ chức Chính phủ ngày 25 tháng 12 năm 2001;\nTheo đề nghị của Bộ trưởng Bộ Tài chính,\n'
	"$VNFIX" --stats in 2>&1 >out | grep -qx 'lines_tcvn3 2'
}

@test "letters that were swapped all through are put back as a whole, or stay" {
	need_model
	printf 'Phịng Cơng nghệ thơng tin cĩ 12 người.\nThơng báo về mơ hình thí điểm\n' >in
	run --separate-stderr "$VNFIX" in
	[ "$output" = $'Phòng Công nghệ thông tin có 12 người.\nThông báo về mô hình thí điểm' ]
	[ "$stderr" = "vnfix: in: letters were swapped all through, words: 6; put back" ]
	cp in old
	"$VNFIX" -q -i --report log in
	! cmp -s in old
	grep -q '"rule":"glyph-map"' log
	"$VNFIX" --undo log
	cmp in old
	"$VNFIX" --only=recode old | cmp - old
	"$VNFIX" --from=none --stats old 2>&1 >/dev/null | grep -qx 'words_remapped 0'
}

LINES='Cộng hoà xã hội chủ nghĩa Việt Nam\nđộc lập - tự do\n'
CHARSETS="tcvn3 tcvn5712 vni viscii vps viqr windows-1258"

@test "--to: written in a charset and read again; undo is exact" {
	printf "$LINES" >in
	for name in $CHARSETS; do
		"$VNFIX" -q --only recode --to=$name in -o $name
		! cmp -s $name in
		"$VNFIX" -q --only recode --from=$name $name | cmp - in
		# In place, from this one to the next one, and back.
		cp $name file
		"$VNFIX" -q --only recode --from=$name --to=$name -i file
		cmp file $name
		"$VNFIX" -q --only recode --from=$name --to=utf-16 --report log.$name -i file
		iconv -f UTF-16 -t UTF-8 file | cmp - in
		"$VNFIX" --undo log.$name
		cmp file $name
	done
	[ "$(iconv -f VISCII -t UTF-8 viscii)" = "$(cat in)" ]
	"$VNFIX" -q --only recode --to=viscii --output-dir out in
	cmp out/in viscii
}

@test "conversion alone records lines, changes of words with the rest; large texts are written too" {
	printf 'S\350 12: H\265 N\351i\tUBND\n' >in
	"$VNFIX" -q --only=recode --from=tcvn3 --report log in >out
	holds out 'Số 12: Hà Nội\tUBND\n'
	grep -q '"after":"Số 12: Hà Nội"' log
	# A word that its neighbours decide is a change of its own, for how sure it is.
	printf 'BA NH\265 V\265 \247\312T HOANG\n' >in
	"$VNFIX" -q --only=recode --from=tcvn3 --report log2 in >out
	holds out 'BA NHÀ VÀ ĐẤT HOANG\n'
	[ "$(grep -c '"type":"change"' log2)" -eq 3 ]
	for i in $(seq 6000); do printf 'Dòng %s: nghị định của Chính phủ về tiền sử dụng đất, tiền thuê đất\n' $i; done >long
	"$VNFIX" -q --only=recode --to=viscii <long >out
	iconv -f VISCII -t UTF-8 out | cmp - long
	cp out file
	"$VNFIX" -q --only=recode --from=viscii --to=utf-8 -i --report log3 file
	cmp file long
	"$VNFIX" --undo log3
	cmp file out
}

@test "--to: a letter that the charset lacks is named before anything is written" {
	printf 'năm\nVIỆT NAM\n' >in
	run -3 --separate-stderr "$VNFIX" --only recode --to=tcvn3 in
	[ -z "$output" ]
	[[ "$stderr" == "vnfix: in: line 2: tcvn3 has no 'Ệ' (U+1EC6)" ]]
	printf '\344\270\255\n' >>in
	run -3 --separate-stderr "$VNFIX" --only recode --to=viscii in -o out
	[ ! -e out ]
	[[ "$stderr" == *"line 3: viscii has no"*"(U+4E2D)"* ]]
	run -2 "$VNFIX" --to=tcvn in
	run -2 "$VNFIX" --to=vni --mark in
	printf '<html><body><span class="ocrx_word">a</span></body></html>\n' >in.hocr
	run -3 --separate-stderr "$VNFIX" --only recode --to=vni in.hocr
	[[ "$stderr" == *"only plain text"* ]]
}

@test "UTF-16 becomes UTF-8; in place it stays UTF-16; undo is exact" {
	printf "Nghi Ðịnh $LINES" >in
	sed 's/Ð/Đ/' in >right
	for name in utf-16 utf-16le utf-16be; do
		"$VNFIX" -q --only recode --to=$name in -o $name
		"$VNFIX" -q --only recode,normalise $name | cmp - right
		cp $name file
		"$VNFIX" -q --only recode,normalise --report log.$name -i file
		iconv -f ${name^^} -t UTF-8 file | cmp - right
		"$VNFIX" --undo log.$name
		cmp file $name
		"$VNFIX" -q --only recode,normalise --to=utf-8 --report log2.$name -i file
		cmp file right
		"$VNFIX" --undo log2.$name
		cmp file $name
	done
	"$VNFIX" -q --only recode,normalise --stats utf-16 2>&1 >out | grep -qx 'lines 2'
	# Half a character is told of; binary data with NUL is none.
	printf '\377\376a\0b' >odd
	run -3 --separate-stderr "$VNFIX" --only recode odd
	[[ "$stderr" == *"no whole UTF-16: half a character at byte 4"* ]]
	printf '\377\376a\0\0\330b\0' >lone
	run -3 --separate-stderr "$VNFIX" --only recode lone
	[[ "$stderr" == *"half a character at byte 4"* ]]
	run -3 --separate-stderr "$VNFIX" --only recode --input-format=text utf-16le
	[[ "$stderr" == *"iconv -f UTF-16"* ]]
	: >empty
	"$VNFIX" -q --only recode --to=utf-16 empty | cmp - empty
}

@test "UTF-16 that holds an older charset: a tree in place, line by line, told of; undo is exact" {
	printf 'C¨n cø LuËt Tæ chøc ChÝnh phñ ngµy 25\nNghị định số 12\n' >in
	printf 'Căn cứ Luật Tổ chức Chính phủ ngày 25\nNghị định số 12\n' >right
	mkdir tree
	for name in UTF-16 UTF-16LE UTF-16BE; do
		iconv -f UTF-8 -t $name in >tree/$name
		"$VNFIX" -q --only=recode --line --input-format=utf-16 <tree/$name | cmp - right
		[ "$("$VNFIX" --detect tree/$name)" = "tree/$name: tcvn3 1/2, unicode 1/2" ]
	done
	run --separate-stderr "$VNFIX" --line <tree/UTF-16
	[[ "$stderr" == *"is text in UTF-16"* ]]
	cp -r tree old
	"$VNFIX" -q --only=recode -i --report log -r tree
	for name in UTF-16 UTF-16LE UTF-16BE; do
		iconv -f $name -t UTF-8 tree/$name | cmp - right
	done
	"$VNFIX" -q --undo log
	diff -r tree old
}

@test "hOCR: words are converted where they stand" {
	printf '<html><body><div class="ocr_page"><span class="ocr_line"><span class="ocrx_word">C¨n</span> <span class="ocrx_word">cø</span> <span class="ocrx_word">LuËt</span></span></div></body></html>\n' >in.hocr
	"$VNFIX" -q --only recode in.hocr >out
	[ "$(sed 's/<[^>]*>//g' out)" = 'Căn cứ Luật' ]
}

@test "--detect tells charsets and shares, writes no text" {
	printf 'Ñoäc laäp – Töï do – Haïnh phuùc\nCăn cứ Luật\nC¨n cø LuËt Tæ chøc ChÝnh phñ\nvµ NghÞ ®Þnh\n' >a
	printf 'Hà Nam\n' >b
	run -0 "$VNFIX" --detect a b
	[ "$output" = $'a: tcvn3 2/4, unicode 1/4, vni 1/4\nb: unicode 1/1' ]
	run -0 "$VNFIX" --detect=json a
	[ "$output" = '{"input":"a","lines":4,"charsets":{"tcvn3":2,"unicode":1,"vni":1},"unsure":0}' ]
	run -2 "$VNFIX" --detect=xml a
}

@test "--from=viqr leaves lines of Unicode, whatever stands behind their vowels" {
	printf 'Anh ấy ở Manila. Ai?\nO^ng ta o+? Hue^'"'"'.\n' >in
	"$VNFIX" -q --only=recode --from=viqr <in >out
	holds out 'Anh ấy ở Manila. Ai?\nÔng ta ở Huế.\n'
}
