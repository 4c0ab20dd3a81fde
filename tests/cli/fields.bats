#!/usr/bin/env bats
# vnfix fields: what the layout of a document says of it, and that doubt leaves a field out.

# shellcheck disable=SC2154 # stderr is set by run
load helper

CORPUS="$BATS_TEST_DIRNAME/../../corpus"

# A decision whose two columns stand in one line, as engines read them.
decision() {
	cat <<'END'
UBND TỈNH AN LÂM CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ Y TẾ Độc lập - Tự do - Hạnh phúc
Số: 45/QĐ-SYT An Lâm, ngày 29 tháng 02 năm 2024
QUYẾT ĐỊNH
Về việc cử cán bộ trực
dịp lễ năm 2024
GIÁM ĐỐC SỞ Y TẾ
Căn cứ Luật Khám bệnh, chữa bệnh ngày 09 tháng 01
năm 2023;
Theo đề nghị của Chánh Văn phòng Sở.
QUYẾT ĐỊNH:
Điều 1. Cử các ông, bà có tên sau trực.
Nơi nhận: KT. GIÁM ĐỐC
- Như Điều 1; PHÓ GIÁM ĐỐC
- Lưu: VT.
TS. Hà Văn Mẫu
END
}

# The values of field $1 in out.
values() {
	awk -F '\t' -v field="$1" '$2 == field { print $3 }' out
}

fields() {
	"$VNFIX" fields --as-is -f tsv "$@" >out
}

@test "each field of a decision, from two columns in one line" {
	decision | fields
	[ "$(values type)" = "Quyết định" ]
	[ "$(values number)" = 45 ]
	[ "$(values symbol)" = QĐ-SYT ]
	[ "$(values issued)" = 2024-02-29 ]
	[ "$(values place)" = "An Lâm" ]
	[ "$(values superior)" = "UBND TỈNH AN LÂM" ]
	[ "$(values issuer)" = "SỞ Y TẾ" ]
	[ "$(values subject)" = "Về việc cử cán bộ trực dịp lễ năm 2024" ]
	[ "$(values basis)" = "Căn cứ Luật Khám bệnh, chữa bệnh ngày 09 tháng 01 năm 2023" ]
	[ "$(values title)" = "PHÓ GIÁM ĐỐC" ]
	[ "$(values signer)" = "Hà Văn Mẫu" ]
	[ "$(values recipient)" = "Như Điều 1
Lưu: VT" ]
}

@test "a letter has no name of its type, a paper of the Party another head" {
	{ decision | head -2; printf 'Số: 7/SYT-VP\nV/v mua thuốc\nKính gửi: Sở Tài chính\nSở đề nghị.\n'; } | fields
	[ "$(values type)" = "Công văn" ]
	[ "$(values subject)" = "mua thuốc" ]
	printf 'ĐẢNG BỘ TỈNH AN LÂM ĐẢNG CỘNG SẢN VIỆT NAM\nHUYỆN ỦY SƠN HẠ\nSố 15-QĐ/HU Sơn Hạ, ngày 3 tháng 4 năm 2025\nQUYẾT ĐỊNH\nvề công tác cán bộ\nCăn cứ Điều lệ Đảng;\n' | fields
	[ "$(values number)/$(values symbol)" = 15/QĐ/HU ]
	[ "$(values superior)" = "ĐẢNG BỘ TỈNH AN LÂM" ]
	[ "$(values issuer)" = "HUYỆN ỦY SƠN HẠ" ]
}

@test "what is in doubt is left out" {
	decision | sed 's/ngày 29 tháng 02 năm 2024/ngày 31 tháng 02 năm 2024/' | fields
	[ "$(values issued)/$(values place)" = "/An Lâm" ]
	[ "$(values number)" = 45 ]
	decision | sed 's/Số: 45/Số: /' | fields
	[ -z "$(values number)" ]
	[ "$(values symbol)" = QĐ-SYT ]
	# Two who sign, or a post without a name where no list of recipients stands beside it.
	{ decision; printf 'CHỦ TỊCH\nTrần Thị Thử\n'; } | fields
	[ -z "$(values signer)$(values title)" ]
	decision | sed '$d' | fields
	[ -z "$(values signer)" ]
	[ "$(values title)" = "PHÓ GIÁM ĐỐC" ]
	decision | sed '/^Nơi nhận/,$d; s/^Điều 1.*/PHÓ GIÁM ĐỐC/' | fields
	[ -z "$(values signer)$(values title)" ]
	# A number in the text is none of the document, and a letter of somebody is no document.
	printf 'Số: 12/QĐ-UBND là số của quyết định nói trên, đã ban hành.\n' | fields
	[ -z "$(values symbol)$(values issuer)$(values type)" ]
	printf 'Bạn thân mến, tôi vẫn khỏe.\n' | fields
	[ "$(wc -l <out)" = 1 ]
	printf '\377\376\0Số: \377/\n' | fields
	[ "$(wc -l <out)" = 1 ]
}

@test "the foot: specks behind an item, a post that was misread, a column read apart" {
	{
		decision | sed '/^Nơi nhận/,$d'
		cat <<'FOOT'
Nơi nhận: KT. GIAM BOC
- Như Điều 3: _ PHÓ GIAM BỐC
- Sở Nội vụ
- Ủy ban nhân dân các xã, phường trên
địa bàn; ~ x
- Lưu: VT, TCHC (02b). j7 Hs
“Hà Văn Mẫu ©
FOOT
	} | fields
	[ "$(values recipient)" = "Như Điều 3
Sở Nội vụ
Ủy ban nhân dân các xã, phường trên địa bàn
Lưu: VT, TCHC (02b)" ]
	[ "$(values title)/$(values signer)" = "PHÓ GIÁM ĐỐC/Hà Văn Mẫu" ]
	# The right column first; a post in two lines; for whom is signed is no post.
	{
		decision | sed '/^Nơi nhận/,$d'
		printf 'TL. CHỦ TỊCH\nTRƯỞNG PHÒNG KINH TẾ,\nHẠ TẦNG VÀ ĐÔ THỊ\nTrung tá Lê Thị Ghi\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n'
	} | fields
	[ "$(values title)/$(values signer)" = "TRƯỞNG PHÒNG KINH TẾ, HẠ TẦNG VÀ ĐÔ THỊ/Lê Thị Ghi" ]
	[ "$(values recipient)" = "Như trên
Lưu: VT" ]
	# "Nơi nhận" was not read: what is to be filed tells where it stood.
	decision | sed 's/^Nơi nhận:/Nci nnàn/' | fields
	[ "$(values recipient)" = "Như Điều 1
Lưu: VT" ]
}

@test "the head: years, digits read as letters, a line that was lost, a type in mixed letters" {
	decision | sed 's/^dịp lễ năm 2024/giai đoạn\n2024 - 2026/' | fields
	[ "$(values subject)" = "Về việc cử cán bộ trực giai đoạn 2024 - 2026" ]
	decision | sed 's/^Về việc cử cán bộ trực/Trồng cây, làm đường/' | fields
	[ "$(values subject)" = "Trồng cây, làm đường dịp lễ năm 2024" ]
	decision | sed 's/ngày 29 tháng 02/ngày O9 tháng l2/' | fields
	[ "$(values issued)" = 2024-12-09 ]
	decision | sed 's/^QUYẾT ĐỊNH$/QUYếT ĐỊNH/' | fields
	[ "$(values type)" = "Quyết định" ]
	decision | sed 's/^SỞ Y TẾ Độc/sờ v tể Độc/' | fields
	[ -z "$(values issuer)$(values superior)" ]
	decision | sed 's/^Số: 45/Số: 4I/' | fields
	[ -z "$(values number)" ]
	[ "$(values symbol)" = QĐ-SYT ]
	# A place that was misread is what the office says, or it is not known.
	decision | sed 's/SYT An Lâm/SYT xn Lâm/' | fields
	[ "$(values place)" = "An Lâm" ]
	decision | sed 's/SYT An Lâm/SYT xn Giang/' | fields
	[ -z "$(values place)" ]
	[ "$(values issued)" = 2024-02-29 ]
}

@test "the head: a number beside the place, a comma that was lost, a five, a second line that was lost" {
	decision | sed 's,45/QĐ-SYT,45/TTr-SYT,; s/^QUYẾT ĐỊNH$/TỜ TRÌNH/' | fields
	[ "$(values place)/$(values symbol)" = "An Lâm/TTr-SYT" ]
	decision | sed 's/An Lâm, ngày 29/xu Chãm ngày.29/' | fields
	[ "$(values issued)/$(values place)" = 2024-02-29/ ]
	decision | sed 's/, ngày 29 tháng 02/, ngày 2Š tháng Š/' | fields
	[ "$(values issued)" = 2024-05-25 ]
	decision | sed 's/An Lâm, ngày 29 tháng 02 năm 2024//; s,^QUYẾT ĐỊNH$,Gia đình tôi có tên trong Quyết định số\n12/QĐ-UBND ngày 3 tháng 4 năm 2024.,' | fields
	[ -z "$(values issued)" ]
	# A date within a sentence of the body is none of the document.
	decision | sed 's/An Lâm, ngày 29 tháng 02 năm 2024//; s/^QUYẾT ĐỊNH$/Tại cuộc họp ngày 3 tháng 4 năm 2024 về việc/' | fields
	[ -z "$(values issued)" ]
	# What goes on below the lower office was lost: the higher one stands.
	decision | sed 's/^SỞ Y TẾ Độc/TRUNG TÂM KIỂM Độc/; s/^Số: 45/sọat bẹnh\n&/' | fields
	[ "$(values superior)/$(values issuer)" = "UBND TỈNH AN LÂM/" ]
	# Who decides, below the subject, with a capital that was read as a small letter.
	decision | sed 's/^GIÁM ĐỐC SỞ/GIáM ĐỐC SỞ/' | fields
	[ "$(values subject)" = "Về việc cử cán bộ trực dịp lễ năm 2024" ]
	decision | sed 's/^dịp lễ năm 2024/từ năm 2024\n- 2026/' | fields
	[ "$(values subject)" = "Về việc cử cán bộ trực từ năm 2024 - 2026" ]
	decision | sed 's/^năm 2023;/năm 2023:/' | fields
	[ "$(values basis)" = "Căn cứ Luật Khám bệnh, chữa bệnh ngày 09 tháng 01 năm 2023" ]
	decision | sed 's/^năm 2023;/năm 2023, Sở báo cáo như sau:/; s/^Theo đề nghị.*/I. VIỆC CHUNG/' | fields
	[ -z "$(values basis)" ]
	decision | sed 's/^năm 2023;/năm 2023; :/' | fields
	[ "$(values basis)" = "Căn cứ Luật Khám bệnh, chữa bệnh ngày 09 tháng 01 năm 2023" ]
}

@test "the symbol: a Đ that was read as D or B, where type and office say so" {
	decision | sed 's,QĐ-SYT,QD-SDL,; s/^SỞ Y TẾ Độc/SỞ ĐỊA LÝ Độc/' | fields
	[ "$(values symbol)" = QĐ-SĐL ]
	decision | sed 's,QĐ-SYT,QB-SDL,; s/^SỞ Y TẾ Độc/SỞ DU LỊCH Độc/' | fields
	[ "$(values symbol)" = QĐ-SDL ]
	grep -q 'QĐ-SDL.*	field$' out
	decision | sed 's,QĐ-SYT,2024/QD-SYT,; s/^SỞ Y TẾ Độc/sờ v tể Độc/' | fields
	[ "$(values symbol)" = 2024/QĐ-SYT ]
	# Nothing says what these were.
	decision | sed 's,QĐ-SYT,QX-DVT,' | fields
	[ "$(values symbol)" = QX-DVT ]
}

@test "the foot: a name without its post, and what is to be filed without its dash" {
	{
		decision | sed '/^Nơi nhận/,$d'
		printf 'Nơi nhận: ~ ơ/ Ị\n- Như trên; ; /\n- UBND các xã trên địa bàn I\nhuyện;\n- Chi cục Thủy sản: ;\nLưu: VT, TH. x :\n_ Hà Văn Mẫu\n'
	} | fields
	[ "$(values title)/$(values signer)" = "/Hà Văn Mẫu" ]
	[ "$(values recipient)" = "Như trên
UBND các xã trên địa bàn huyện
Chi cục Thủy sản
Lưu: VT, TH" ]
	# No family is called so.
	decision | sed 's/KT. GIÁM ĐỐC//; s/PHÓ GIÁM ĐỐC//; s/^TS. Hà Văn Mẫu/Sân Vận Động/' | fields
	[ -z "$(values signer)" ]
	# A post of which only the common part was read is none.
	decision | sed 's/KT. GIÁM ĐỐC//; s/PHÓ GIÁM ĐỐC/nu TRƯỞNG/' | fields
	[ -z "$(values title)" ]
	# Capitals that look like small letters.
	decision | sed 's/PHÓ GIÁM ĐỐC/PhÓ GIÁM ĐỐc/' | fields
	[ "$(values title)" = "PHÓ GIÁM ĐỐC" ]
}

@test "words that are spelt in one way are spelt so; what is not sure is left out" {
	need_model
	decision | sed 's/SỞ Y TẾ/SO Y TE/; s/AN LÂM/SON LA/; s/An Lâm/Son La/; s/PHÓ GIÁM ĐỐC/PHO GIAM DOC/' >in
	"$VNFIX" fields -f tsv in >out
	[ "$(values issuer)/$(values superior)/$(values place)" = "SỞ Y TẾ/UBND TỈNH SƠN LA/Sơn La" ]
	[ "$(values title)" = "PHÓ GIÁM ĐỐC" ]
	"$VNFIX" fields -f tsv --min-confidence=0.9999 in | awk -F '\t' 'NR > 1 && $4 < 0.9999 { exit 1 }'
	[ "$("$VNFIX" fields -f tsv --min-confidence=0 in | wc -l)" -ge "$(wc -l <out)" ]
	run --separate-stderr "$VNFIX" fields --min-confidence=2 in
	[ "$status" -eq 2 ]
	# What a copy is for, misread.
	decision | sed 's/^- Lưu/- Sở Nội vụ (4 b\/e);\n&/' >in2
	"$VNFIX" fields -f tsv in2 >out
	values recipient | grep -qxF "Sở Nội vụ (để b/c)"
	grep -q '(để b/c).*	list$' out
	# Phrases that lists know, misread by a letter; abbreviations, and the number of copies.
	decision | sed 's/^- Lưu: VT./- Cdc cc quan chuyen m6n;\n- Luu: VT.TH (02h)./' >in3
	"$VNFIX" fields --assume=eng -f tsv in3 >out
	values recipient | grep -qxF "Các cơ quan chuyên môn"
	values recipient | grep -qxF "Lưu: VT, TH (02b)"
	decision | sed 's/^- Lưu: VT./- Luu: VT, BDBP (02b)./' >in4
	"$VNFIX" fields --assume=eng -f tsv in4 >out
	values recipient | grep -qxF "Lưu: VT, BĐBP (02b)"
	# Text that nobody repaired stands as it is.
	fields in
	[ "$(values issuer)" = "SO Y TE" ]
}

@test "what has the letters of a level is a word of its own where it was read as one" {
	need_model
	local office
	for office in 'TRUNG TÂM QUẢN LÝ BẢO TRÌ ĐƯỜNG BỘ' 'CÔNG TY TNHH PHƯƠNG ĐÔNG' 'ĐẢNG ỦY CÁC CƠ QUAN'; do
		decision | sed "s/^UBND TỈNH AN LÂM/$office/; s/^SỞ Y TẾ //" >in
		"$VNFIX" fields -f tsv in >out
		[ "$(values issuer)" = "$office" ]
	done
	decision | sed 's/^UBND TỈNH AN LÂM/UBND TINH SON LA/' >in
	"$VNFIX" fields -f tsv in >out
	[ "$(values superior)" = "UBND TỈNH SƠN LA" ]
	# Long lines take no longer a word than short ones.
	{ printf 'UBND '; yes 'A XA' | head -2000 | tr '\n' ' '; decision; } >in
	timeout 60 "$VNFIX" fields --as-is in >out
}

@test "a list for an archive is well-formed, with all that was found" {
	decision | sed 's/bộ trực/bộ <trực> \& "\x02"/' >in
	"$VNFIX" fields --as-is -f ead in in >out.xml
	python3 - <<'END'
import xml.etree.ElementTree as tree
ns = {"e": "urn:isbn:1-931666-22-9"}
items = tree.parse("out.xml").findall(".//e:c[@level='item']", ns)
assert len(items) == 2
assert '<trực> & "' in items[0].find("e:did/e:unittitle", ns).text
assert items[0].find("e:did/e:unitdate", ns).get("normal") == "2024-02-29"
assert [i.text for i in items[1].findall("e:did/e:unitid", ns)] == ["in", "45", "QĐ-SYT"]
# What of EAD 2002 may stand in what, of those elements that are used, and in which order in the header.
within = {
    "ead": "eadheader archdesc", "eadheader": "eadid filedesc", "filedesc": "titlestmt", "titlestmt": "titleproper",
    "archdesc": "did dsc", "dsc": "c", "c": "did controlaccess", "controlaccess": "genreform geogname",
    "did": "unitid unittitle unitdate origination note", "origination": "corpname persname", "note": "p",
}
attributes = {
    "archdesc": "level", "c": "level", "dsc": "type", "unitid": "type", "unitdate": "type normal", "origination": "label",
    "note": "label",
}
root = tree.parse("out.xml").getroot()
for node in root.iter():
    name = node.tag.split("}")[1]
    assert set(node.keys()) <= set(attributes.get(name, "").split()), (name, node.keys())
    for child in node:
        assert child.tag.split("}")[1] in within.get(name, "").split(), (name, child.tag)
    if name == "c":
        assert node[0].tag.endswith("}did")
assert [n.tag.split("}")[1] for n in root] == ["eadheader", "archdesc"]
END
}

@test "one document for a package of Circular 05/2025/TT-BNV: all elements, empty where the page is silent" {
	decision >in
	"$VNFIX" fields --as-is -f ead-doc in >out.xml
	cat >expected <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<simpledc>
<docId/>
<docCode/>
<maintenance/>
<typeName>02</typeName>
<codeNumber>45</codeNumber>
<codeNotation>QĐ-SYT</codeNotation>
<issuedDate>29/02/2024</issuedDate>
<organName>SỞ Y TẾ</organName>
<subject>Về việc cử cán bộ trực dịp lễ năm 2024</subject>
<language/>
<numberOfPage/>
<inforSign/>
<keyword/>
<mode/>
<confidenceLevel/>
<autograph/>
<format/>
<riskRecovery/>
<riskRecoveryStatus/>
<process/>
<description/>
</simpledc>
END
	diff expected out.xml
	# A type that the Circular does not list is "other"; one that is not known is not.
	decision | sed 's/^QUYẾT ĐỊNH$/KẾT LUẬN/; s/QĐ-SYT/KL-SYT/' >in
	"$VNFIX" fields --as-is -f ead-doc in | grep -x '<typeName>32</typeName>'
	decision | sed 's/^QUYẾT ĐỊNH$/QVYET/; s/QĐ-SYT/XX-SYT/' >in
	"$VNFIX" fields --as-is -f ead-doc in | grep -x '<typeName/>'
	# Longer than the element may be.
	decision | sed 's/QĐ-SYT/QĐ-SYTABCDEFGHIJKLMNOPQRSTUVWXYZABCD/' >in
	"$VNFIX" fields --as-is -f ead-doc in | grep -x '<codeNotation/>'
	if command -v xmllint >/dev/null; then
		decision | sed 's/bộ trực/bộ <trực> \& "\x02"/' >in
		"$VNFIX" fields --as-is -f ead-doc in | xmllint --noout -
		"$VNFIX" fields --as-is -f ead in in | xmllint --noout -
	fi
	run "$VNFIX" fields --as-is -f ead-doc in in
	[ "$status" = 2 ]
	[[ "$output" = *"one document at a time"* ]]
}

@test "it is confined, unless told otherwise" {
	[ "$("$VNFIX" --version --verbose | grep -c '^sandbox.*Landlock [1-9]')" = 1 ] || skip "no Landlock"
	command -v strace >/dev/null || skip "no strace"
	need_plain_build # a sanitizer that looks for leaks fails under strace
	decision >in
	strace -o log -e trace=landlock_restrict_self "$VNFIX" fields --as-is in >out
	grep -q landlock_restrict_self log
	strace -o log -e trace=landlock_restrict_self "$VNFIX" fields --no-sandbox --as-is in >again
	[ "$(grep -c landlock_restrict_self log)" = 0 ]
	cmp out again
}

@test "the forms: NDJSON with places, CSV by document, TSV by field" {
	decision >in
	"$VNFIX" fields --as-is in >out
	python3 - <<'END'
import csv, json, subprocess, os
text = open("in", "rb").read()
[line] = open("out", encoding="utf-8")
page = json.loads(line)
assert page["file"] == "in"
for f in page["fields"]:
    assert 0 <= f["confidence"] <= 1
    assert f["evidence"] == ("layout" if f["field"] in ("type", "issued") else "read"), f
    read = text[f["begin"]:f["end"]].decode()
    if f["field"] in ("number", "symbol", "place", "signer", "issuer"):
        assert read.split() == f["value"].split(), f
out = subprocess.run([os.environ["VNFIX"], "fields", "--as-is", "-f", "csv", "in", "in"], stdout=subprocess.PIPE, check=True).stdout
rows = list(csv.DictReader(out.decode().splitlines(True), strict=True))
assert len(rows) == 2 and rows[0]["number"] == "45" and rows[0]["recipient"] == "Như Điều 1\nLưu: VT", rows
END
}

@test "places are those of the document that was read, too" {
	need_model
	printf 'UBND TINH AN LAM CONG HOA XA HOI CHU NGHIA VIET NAM\nS6: 45/QD-UBND An Lam, ngdy 18 thang 3 nam 2026\nQUYET DINH\nVé viéc phé duyét\nCan cir Luat;\n' >in
	"$VNFIX" fields -f tsv in >out
	[ "$(values number)" = 45 ]
	[ "$(values issued)" = 2026-03-18 ]
	awk -F '\t' '$2 == "issued" { print $7, $8 }' out | {
		read -r begin end
		[ "$(tail -c "+$((begin + 1))" in | head -c "$((end - begin))")" = "ngdy 18 thang 3 nam 2026" ]
	}
}

@test "on the documents of corpus/, as they were printed: not below the floor" {
	fields "$CORPUS"/ocr/*_vie.truth.txt
	"$VNFIX_EVAL" --fields="$CORPUS/fields.tsv" out >score
	cat score
	awk '$1 == "all" { exit !($5 >= 0.97 && $7 >= 0.94) }' score
	awk '$1 ~ /^(number|issued|place|issuer|superior|type)$/ && $5 < 1 { exit 1 }' score
}

@test "on the papers of corpus/fields, printed in blocks and in rows: those held out, too" {
	for papers in "$CORPUS"/fields/texts/*h-*.txt "$CORPUS"/fields/ocr/*h-*.printed.txt; do
		[ -e "$papers" ]
	done
	fields "$CORPUS"/fields/texts/*.txt "$CORPUS"/fields/ocr/*.printed.txt
	"$VNFIX_EVAL" --fields="$CORPUS/fields/fields.tsv" out >score
	cat score
	awk '$1 == "all" { seen = 1; if ($5 < 0.995 || $7 < 0.995) exit 1 } END { exit !seen }' score
}

@test "vnfix-eval --fields counts what is right, wrong and missing" {
	printf 'document\tfield\tvalue\n1\tplace\tHòa  Bình\n1\tbasis\ta\n1\tbasis\tb\n2\tplace\tHuế\n' >truth
	printf 'file\tfield\tvalue\tconfidence\nx/1_eng.txt\tplace\tHoà Bình\t1\nx/1_eng.txt\tbasis\tb\t1\nx/1_eng.txt\tbasis\tb\t1\n10.txt\tplace\tx\t1\n' >found
	"$VNFIX_EVAL" --fields=truth found >score
	cat score
	grep -qE '^place +1 +1 +1 ' score
	grep -qE '^basis +2 +2 +1 +0.5000 +0.5000 +0.5000' score
	printf 'document\tfield\n1\tplace\n' >bad
	run "$VNFIX_EVAL" --fields=truth bad
	[ "$status" -eq 3 ]
	run "$VNFIX_EVAL" --fields=truth --json found
	[ "$status" -eq 2 ]
}

@test "wrong use, files that are not there, and a full disk" {
	run --separate-stderr "$VNFIX" fields --format=xml
	[ "$status" -eq 2 ]
	[ "$stderr" = "vnfix: --format: no value 'xml'; there are: ndjson, csv, tsv, ead, ead-doc" ]
	run --separate-stderr "$VNFIX" fields --format='csv tsv'
	[ "$status" -eq 2 ]
	run --separate-stderr "$VNFIX" fields --assume=french
	[ "$status" -eq 2 ]
	[ "$stderr" = "vnfix: --assume: no value 'french'; there are: auto, eng, vie, bare, clean" ]
	# What is no option is told as by vnfix itself, and a name that is nearly one.
	for wrong in -x --colour; do
		run --separate-stderr "$VNFIX" "$wrong"
		usual=$stderr
		run --separate-stderr "$VNFIX" fields "$wrong"
		[ "$status" -eq 2 ]
		[ "$stderr" = "$usual" ]
		[[ "$usual" == *"unknown option '$wrong'"*"--help"* ]]
	done
	run --separate-stderr "$VNFIX" fields --asume=eng
	[[ "$stderr" == *"did you mean --assume?"* ]]
	decision >in
	run --separate-stderr "$VNFIX" fields --as-is -f tsv nowhere in
	[ "$status" -eq 3 ]
	[[ "$output" == *"QĐ-SYT"* ]]
	run "$VNFIX" fields --help
	[ "$status" -eq 0 ]
	"$VNFIX" fields --as-is in >/dev/full && return 1
	[ $? -eq 4 ] || true
	cp in fields
	run "$VNFIX" --only normalise ./fields
	[ "$status" -eq 0 ]
}

# A foot of our own behind the body of the decision.
foot() {
	decision | sed '/^Nơi nhận/,$d; s/trực\.$/trực.\/./'
	cat
}

@test "the foot: what is to be filed, as engines read it" {
	need_model
	filed() {
		printf 'Nơi nhận: GIÁM ĐỐC\n- Như trên;\n%s\nLê Thị Ghi\n' "$1" | foot |
			"$VNFIX" fields -f tsv >out
		values recipient | sed 1d
	}
	[ "$(filed '- Lưu: VTL TCHC.')" = "Lưu: VT, TCHC" ]
	[ "$(filed '- Lưu: Vĩ, TCHC (Mẫu 02b). 7')" = "Lưu: VT, TCHC (Mẫu 02b)" ]
	[ "$(filed '- Lưu; VT, TCHC. Í')" = "Lưu: VT, TCHC" ]
	[ "$(filed '-LưuVT 7 lở')" = "Lưu: VT" ]
	[ "$(filed '- Lưu: VPBU.')" = "Lưu: VPĐU" ]
	# A stop that may be a comma: brackets say that it is, specks that it is not, and else nobody knows.
	[ "$(filed '- Lưu: VT. TCHC (03b).')" = "Lưu: VT, TCHC (03b)" ]
	[ "$(filed '- Lưu: VT. /MY')" = "Lưu: VT" ]
	[ -z "$(filed '- Lưu: VT. SS')" ]
	# Archives receive papers, too.
	[ "$(filed '- Lưu trữ lịch sử tỉnh;')" = "Lưu trữ lịch sử tỉnh" ]
}

@test "the foot: a deputy's post of which one word was read, a post in two lines, an item behind them" {
	printf 'Nơi nhận: KT. CỤC TRƯỞNG\n- Như trên; ệ, ĐO nu TRƯỞNG\n- Lưu: VT.\nLê Thị Ghi\n' | foot | fields
	[ "$(values title)/$(values signer)" = "PHÓ CỤC TRƯỞNG/Lê Thị Ghi" ]
	printf 'Nơi nhận: TM. CHI CỤC\n- Như trên; ệ, ĐO nu TRƯỞNG\n- Lưu: VT.\nLê Thị Ghi\n' | foot | fields
	[ -z "$(values title)" ]
	printf 'Nơi nhận: TL. GIÁM ĐỐC\n- Sở Nội vụ (để b/c); CHÁNH\nVĂN PHÒNG - Các phòng thuộc Sở;\n- Các đơn vị;\nLê Thị Ghi - Lưu: VT.\n' | foot | fields
	[ "$(values title)/$(values signer)" = "CHÁNH VĂN PHÒNG/Lê Thị Ghi" ]
	[ "$(values recipient)" = "Sở Nội vụ (để b/c)
Các phòng thuộc Sở
Các đơn vị
Lưu: VT" ]
	# Words of an item that stand elsewhere.
	printf 'Nơi nhận: GIÁM ĐỐC\n- Như trên; GIÁM ĐỐC (để\n- Sở Tài chính tỉnh An\nb/c);\n- Lưu: VT.\nLê Thị Ghi\n' | foot | fields
	[ "$(values recipient)" = "Như trên
Lưu: VT" ]
	# Neither "Nơi nhận" nor what is to be filed was read: the end of the text tells where they stood.
	printf 'Nci PN, VI KT. GIÁM ĐỐC\n- Như trên; PHÓ GIÁM ĐỐC\n- Sở Nội vụ;\nLii WA\nLê Thị Ghi\n' | foot | fields
	[ "$(values recipient)" = "Như trên
Sở Nội vụ" ]
	[ "$(values title)/$(values signer)" = "PHÓ GIÁM ĐỐC/Lê Thị Ghi" ]
}

@test "a basis: specks, numbers that blanks tear or that run together" {
	basis() {
		decision | sed "s,^Căn cứ.*,$1," | fields
		values basis
	}
	[ "$(basis 'Căn cứ.Luật Dược ngày 06 tháng 4')" = "Căn cứ Luật Dược ngày 06 tháng 4 năm 2023" ]
	[ "$(basis 'Căn cứ Nghị định số I 54/2017/NĐ-CP')" = "Căn cứ Nghị định số 154/2017/NĐ-CP năm 2023" ]
	[ "$(basis 'Căn cứ Nghị định số 54⁄/2017/NĐ-CP')" = "Căn cứ Nghị định số 54/2017/NĐ-CP năm 2023" ]
	[ -z "$(basis 'Căn cứ Nghị định số 15472017/NĐ-CP')" ]
}

@test "the head: names that stand as one word, a place that lost a capital" {
	decision | sed 's/^UBND TỈNH AN LÂM/UBND TỈNH QUẢNGNGÃI/' | fields
	[ "$(values superior)" = "UBND TỈNH QUẢNG NGÃI" ]
	decision | sed 's/^UBND TỈNH AN LÂM/HỘI LIÊN HIỆP PHỤ NỮ VIETNAM/' | fields
	[ "$(values superior)" = "HỘI LIÊN HIỆP PHỤ NỮ VIỆT NAM" ]
	decision | sed 's/SYT An Lâm/SYT An lâm/' | fields
	[ "$(values place)" = "An Lâm" ]
	decision | sed 's/SYT An Lâm/SYT An mẫu/' | fields
	[ -z "$(values place)" ]
	# Two that differ by a mark, as sure as each other: one of them is wrong.
	decision | sed 's/SYT An Lâm/SYT An Lẫm/' | fields --min-confidence=0.6
	[ -z "$(values place)$(values superior)" ]
	[ "$(values issuer)" = "SỞ Y TẾ" ]
}

@test "the head: a digit read as a sign, a capital read as a small letter, a branch of a bank" {
	decision | sed 's/^Số: 45/Số: §2/' | fields
	[ "$(values number)/$(values symbol)/$(values issuer)" = "/QĐ-SYT/SỞ Y TẾ" ]
	decision | sed 's,^Số: 45/QĐ-SYT,Sớ: 4QĐ-SYT,' | fields
	[ -z "$(values number)$(values symbol)" ]
	decision | sed 's/^SỞ Y TẾ Độc/SỞ Y Tế AN LÂM Độc/' | fields
	[ "$(values superior)" = "UBND TỈNH AN LÂM" ]
	decision | sed 's/^UBND TỈNH AN LÂM/QUỸ HỖ TRỢ NGƯ DÂN/; s/^SỞ Y TẾ Độc/QUỸ HỖ TRỢ NGƯ DÂN\nCHI NHÁNH AN LÂM Độc/' | fields
	[ "$(values superior)/$(values issuer)" = "QUỸ HỖ TRỢ NGƯ DÂN/QUỸ HỖ TRỢ NGƯ DÂN CHI NHÁNH AN LÂM" ]
}

@test "the subject: a number of a document opens its second line, a last line that was lost" {
	decision | sed 's,^dịp lễ năm 2024,dịp lễ của Thông tư số\n17/2019/TT-BYT,' | fields
	[ "$(values subject)" = "Về việc cử cán bộ trực dịp lễ của Thông tư số 17/2019/TT-BYT" ]
	decision | sed 's,^dịp lễ năm 2024,dịp lễ theo yêu cầu của,' | fields
	[ -z "$(values subject)" ]
	need_model
	decision | sed 's/^Về việc cử/CỬ/' | "$VNFIX" fields -f tsv >out
	[ "$(values subject)" = "Cử cán bộ trực dịp lễ năm 2024" ]
}

@test "the bases: their first words misread, số read as digits" {
	decision | sed 's/^năm 2023;/&\nCăm cứ Nghị định số 12\/2021\/NĐ-CP;/' | "$VNFIX" fields -f tsv >out
	[ "$(values basis | tail -1)" = "Căn cứ Nghị định số 12/2021/NĐ-CP" ]
	decision | sed 's/^năm 2023;/&\nCó nhiều Nghị định cần sửa;/' | fields
	[ "$(values basis | wc -l)" = 1 ]
	need_model
	decision | sed 's/^năm 2023;/&\nCan cu Thong tu 56 14\/2021\/TT-BYT;/' | "$VNFIX" fields -f tsv --min-confidence=0 >out
	[ "$(values basis | tail -1)" = "Căn cứ Thông tư số 14/2021/TT-BYT" ]
}

@test "the foot: a name among strokes, a deputy whose line was lost, who typed" {
	decision | sed 's/^TS. Hà Văn Mẫu/~~ Hà Văn Mẫu/' | fields
	[ "$(values title)/$(values signer)" = "PHÓ GIÁM ĐỐC/Hà Văn Mẫu" ]
	decision | sed 's/^TS. Hà Văn Mẫu/fo Hà Văn Mẫu zt/' | fields
	[ "$(values signer)" = "Hà Văn Mẫu" ]
	decision | sed 's/ PHÓ GIÁM ĐỐC$//' | fields
	[ "$(values title)/$(values signer)" = "PHÓ GIÁM ĐỐC/Hà Văn Mẫu" ]
	decision | sed 's/^- Lưu: VT./- Lưu: VT, NVY, Thu (04b). oeS xvut ei oos/' | fields
	[ "$(values recipient | tail -1)/$(values signer)" = "Lưu: VT, NVY, Thu (04b)/Hà Văn Mẫu" ]
	decision | sed 's/^- Lưu: VT./- Hội Chăn nuôi và (Đã ký)\nChế biến mật ong;\n- Lưu: VT. (Đã ký)/' | fields
	[ "$(values recipient | tail -2)" = "Hội Chăn nuôi và Chế biến mật ong
Lưu: VT" ]
	decision | sed 's/^- Lưu: VT./- Lưu: VT, P.NVY./' | fields
	[ "$(values recipient | tail -1)" = "Lưu: VT, P.NVY" ]
}

@test "the foot: a family of few, beside one of many that has the same letters" {
	need_model
	decision | sed 's/^TS. Hà Văn Mẫu/Ma Văn Thuận/; s/trực/trưc/' | "$VNFIX" fields -f tsv --min-confidence=0 >out
	[ "$(values signer)" = "Ma Văn Thuận" ]
	decision | sed 's/ KT. GIÁM ĐỐC/ TL. GIÁM ĐỐC/; s/ PHÓ GIÁM ĐỐC/ TRƯỞNG PHÒNG TỔ CHỨC HÀNH CHÍNH/; s/trực/trưc/' | "$VNFIX" fields -f tsv >out
	[ "$(values title)" = "TRƯỞNG PHÒNG TỔ CHỨC - HÀNH CHÍNH" ]
}

@test "the recipients: capitals as they are, a stroke within, the right column behind a colon" {
	need_model
	decision | sed 's/^- Lưu: VT./- Các trường mầm non;\n- Đội Quản lý đê điều số 2;\n&/' | "$VNFIX" fields -f tsv >out
	[ "$(values recipient | sed -n 2,3p)" = "Các trường mầm non
Đội Quản lý đê điều số 2" ]
	decision | sed 's/^- Như Điều 1; PHÓ/- Trạm Thú y: PHÓ/' | fields
	[ "$(values recipient | head -1)/$(values title)" = "Trạm Thú y/PHÓ GIÁM ĐỐC" ]
	decision | sed 's/^- Lưu: VT./- Hội Chăn nuôi và Chế biến sfrma\nmật ong;\n&/' | fields
	[ "$(values recipient | wc -l)" = 2 ]
}

@test "the head: the last word of a commune's name is no district" {
	need_model
	decision | sed 's/UBND TỈNH AN LÂM/UBND XÃ BÌNH QUAN/; s/trực/trưc/' | "$VNFIX" fields -f tsv >out
	[ "$(values superior)" = "UBND XÃ BÌNH QUAN" ]
	decision | sed 's/UBND TỈNH AN LÂM/THANH TRA QUÂN/; s/trực/trưc/' | "$VNFIX" fields -f tsv >out
	[ "$(values superior)" = "THANH TRA QUẬN" ]
}

@test "a file name that is no UTF-8 is told all the same, and tables stay UTF-8" {
	printf '%s\n' 'ỦY BAN NHÂN DÂN' 'XÃ TÂN HÒA' 'Số: 12/QĐ-UBND' '' 'QUYẾT ĐỊNH' >$'ng\xfa, b.txt'
	for format in csv tsv ndjson ead; do
		"$VNFIX" fields -f $format ./ng* >table
		grep -q 'UBND' table
		iconv -f utf-8 -t utf-8 table >/dev/null
	done
	"$VNFIX" fields -f csv ./ng* | grep -q '^"\./ng\\xfa, b\.txt",'
	"$VNFIX" fields -f tsv ./ng* | sed 1d | grep -q '^\./ng\\xfa, b\.txt	'
	"$VNFIX" fields -f ead ./ng* | grep -q '>\./ng\\xfa, b\.txt<'
	name=$("$VNFIX" fields ./ng* | sed -n 's/^{"file_base64":"\([^"]*\)",.*/\1/p')
	[ "$(echo "$name" | base64 -d)" = $'./ng\xfa, b.txt' ]
}
