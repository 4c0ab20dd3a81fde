#!/usr/bin/env bats
# What becomes of words, by the model that is shipped: kinds of damage that no unit test with a small
# model shows.

load helper

# becomes INPUT OUTPUT [OPTION...]
becomes() {
	local text=$1 right=$2
	need_model
	shift 2
	run -0 "$VNFIX" -q "$@" <<<"$text"
	[ "$output" = "$right" ] || { printf 'got:    %s\nwanted: %s\n' "$output" "$right"; return 1; }
}

@test "a sign and one digit is a word in the text of an engine without Vietnamese" {
	becomes 'Uy ban c6 tham quyén ¢6 trach nhiém tra 16i' 'Ủy ban có thẩm quyền có trách nhiệm trả lời' --assume=eng
	becomes 'ban hanh kém theo Quyét dinh $6 12/QD-UBND' 'ban hành kèm theo Quyết định số 12/QĐ-UBND' --assume=eng
	becomes 'tang ty 1€ h6 c6 nudc sach' 'tăng tỷ lệ hộ có nước sạch' --assume=eng
}

@test "elsewhere it is a number" {
	becomes 'giá vé là $6 một người' 'giá vé là $6 một người'
	becomes 'gia £5 va $60' 'giá £5 và $60' --assume=eng
	becomes 'gia £5 va $5 triéu, $2 ty' 'giá £5 và $5 triệu, $2 tỷ' --assume=eng
}

@test "an ampersand between capitals stays" {
	becomes 'Sé KH&CN; Bé TN&MT; AT&T' 'Sở KH&CN; Bộ TN&MT; AT&T' --assume=eng
}

@test "digits stand beside words and in them" {
	becomes 'ky ngay12thang3nam2024 tai x4 F1, thon 3, kinh phi la 500triéu déng' \
		'ký ngày 12 tháng 3 năm 2024 tại xã F1, thôn 3, kinh phí là 500 triệu đồng' --assume=eng
	becomes 'von dau tu 16ty déng cho 10km dudng, 35ha dat' \
		'vốn đầu tư 16 tỷ đồng cho 10km đường, 35ha đất' --assume=eng
	becomes 'cac 16p hoc va co quan don vi d01 mdi' 'các lớp học và cơ quan đơn vị đổi mới' --assume=eng
	becomes 'Chương H. QUY ĐỊNH CHUNG' 'Chương II. QUY ĐỊNH CHUNG'
}

@test "a line of capitals stays one" {
	becomes 'BAO CAO KET QUA HOAT DONG NAM 2025' 'BÁO CÁO KẾT QUẢ HOẠT ĐỘNG NĂM 2025' --assume=eng
}

@test "a stroke between capitals is an I" {
	becomes 'NGH! QUYẾT CỦA HUYỆN ỦY' 'NGHỊ QUYẾT CỦA HUYỆN ỦY' --assume=vie
	becomes 'KHU DI T|CH LỊCH SỬ' 'KHU DI TÍCH LỊCH SỬ' --assume=vie
	becomes 'QUYẾT Đ]NH THÀNH LẬP' 'QUYẾT ĐỊNH THÀNH LẬP' --assume=vie
	becomes 'NGƯỜ| CHỈ ĐƯỜNG VÀ G|ẤY PHÉP' 'NGƯỜI CHỈ ĐƯỜNG VÀ GIẤY PHÉP'
	becomes 'TRƯỜNG TlỂU HỌC NGUYỄN TRÃl' 'TRƯỜNG TIỂU HỌC NGUYỄN TRÃI'
	becomes 'HÀNG A|B|C [TCVN]' 'HÀNG A|B|C [TCVN]' --assume=vie
	becomes 'ÔI CHAO!' 'ÔI CHAO!' --assume=vie
	becomes 'CHAO MUNG NAM HOC MOI!' 'CHÀO MỪNG NĂM HỌC MỚI!'
}

@test "a given name in capitals that may be many is flagged, not guessed" {
	becomes 'TRAN VAN LUONG' 'TRẦN VĂN LUONG'
	becomes 'LE THI THUY' 'LÊ THỊ THUY'
	becomes 'BUI VAN DOI!' 'BÙI VĂN DOI!'
	becomes 'PHAM VAN THUAN' 'PHẠM VĂN THUẬN'
	becomes 'TRAN VAN LUONG' 'TRẦN VĂN LƯƠNG' --min-confidence=0
	run --separate-stderr "$VNFIX" --format=tokens <<<'TRAN VAN LUONG'
	[[ "${lines[2]}" == LUONG$'\t'*LƯỢNG:* ]]
}

@test "acronyms and letters that name something stay among small letters" {
	becomes 'Gia ve 90.000, VAT 8% tinh rieng' 'Giá vé 90.000, VAT 8% tính riêng'
	becomes 'Lop A, nhom O va nhom U thi dau' 'Lớp A, nhóm O và nhóm U thi đấu'
	becomes 'GIA VAT LIEU XAY DUNG' 'GIÁ VẬT LIỆU XÂY DỰNG'
}

@test "statements of programs are data" {
	for line in "select ma, ten, gia from sach where loai = 'truyen'" 'if (con_hang > 0) ban(hang);' \
		'def gia_ban(von, lai): return von + lai' 'goi += them;'; do
		becomes "$line" "$line"
	done
	becomes 'gia tri min(a, b) la bao nhieu' 'giá trị min(a, b) là bao nhiêu'
	becomes 'goi ham tinhDiem(toan, x) roi in ket qua' 'gọi hàm tinhDiem(toan, x) rồi in kết quả'
}

@test "a line shows that its words are torn, or that signs stand for letters" {
	becomes 'T ổng s ố h ộ ngh èo trong x ã là 25' 'Tổng số hộ nghèo trong xã là 25'
	becomes 'D?ng ch? th?i gian n?p h? s?' 'Dừng chờ thời gian nộp hồ sơ'
	becomes 'Ph-ng v-n thí sinh' 'Phỏng vấn thí sinh'
	becomes 'Nhà máy đ- c-ng nhân ngh- bù' 'Nhà máy để công nhân nghỉ bù'
	becomes 'Trung tâm k ỹ thuật' 'Trung tâm kỹ thuật'
	becomes 'Bạn ở lớp B ở đâu? Ai?' 'Bạn ở lớp B ở đâu? Ai?'
}

@test "what differs in digits is told as a number" {
	need_model
	cp -r "$BATS_TEST_DIRNAME/../../corpus/ocr" pages
	"$VNFIX" -q --no-provenance -r pages --include='*.ocr.txt' --output-dir out --report report
	python3 - pages out report <<-'END'
		import collections, json, pathlib, re, sys

		corpus, out, report = map(pathlib.Path, sys.argv[1:])
		runs = lambda text: collections.Counter(re.findall(r'[0-9]{2,}', text))
		told = collections.Counter()
		for line in report.open(encoding='utf-8'):
		    change = json.loads(line)
		    if change.get('kind') == 'number':
		        told += runs(change['before']) - runs(change['after'])
		lost, pages = collections.Counter(), 0
		for page in corpus.glob('*.ocr.txt'):
		    before = page.read_text(encoding='utf-8')
		    after = next(out.rglob(page.name)).read_text(encoding='utf-8')
		    assert not runs(after) - runs(before), (page, runs(after) - runs(before))
		    lost += runs(before) - runs(after)
		    pages += 1
		assert pages > 16 and not lost - told, (pages, lost - told)
	END
}

@test "addresses stand inside tokens, and no address loses its @" {
	becomes 'Moi chi tiét lién hé Email:van.thu@tinh.gov.vn hoac mail: thu@x.vn' \
		'Mọi chi tiết liên hệ Email:van.thu@tinh.gov.vn hoặc mail: thu@x.vn' --assume=eng
	becomes 'xem tai bit.ly/ban-do-moi va localhost:8080/kho' 'xem tại bit.ly/ban-do-moi và localhost:8080/kho'
	becomes 'Lién hé Zalo @ten dé dugc hé trg' 'Liên hệ Zalo @ten để được hỗ trợ' --assume=eng
	becomes '1,https://tinh.gov.vn/van-ban,quyét' '1,https://tinh.gov.vn/van-ban,quyết' --assume=eng
	becomes 'luu tai /home/lan/ho_so/ cia huyén' 'lưu tại /home/lan/ho_so/ của huyện' --assume=eng
	becomes 'Noi nh@n: cac s@, ban, nganh' 'Nơi nhận: các sở, ban, ngành' --assume=eng
}

@test "mark-up, formulas and names of programs are islands" {
	becomes 'Xem [tin tuc](https://x.vn/noi-dung) cia huyén' \
		'Xem [tin tức](https://x.vn/noi-dung) của huyện' --assume=eng
	becomes '<p class="tieu-de">Quyét dinh cia huyén&nbsp;' '<p class="tieu-de">Quyết định của huyện&nbsp;' \
		--assume=eng --min-confidence=0
	becomes '{"id":1,"ho_ten":"Nguyén Van"}' '{"id":1,"ho_ten":"Nguyễn Văn"}' --assume=eng
	becomes 'Ham $f$ xac dinh trén $[0, \infty)$ va s>0 nén F(s)=n!/s^{n+1}' \
		'Hàm $f$ xác định trên $[0, \infty)$ và s>0 nên F(s)=n!/s^{n+1}' --assume=eng
	becomes 'ham doc_tep(ten) cia thu vién cl100k_base' \
		'hàm doc_tep(ten) của thư viện cl100k_base' --assume=eng
}

@test "the number line of a decree" {
	for read in 'S6:' '\$6:' 'Sô:' 'sẽ:' 'SG:' 'S06:'; do
		becomes "${read#\\} 4021/QĐ-BTC" 'Số: 4021/QĐ-BTC'
	done
	becomes 'S6:57-NQ/TW' 'Số:57-NQ/TW' --assume=eng
	becomes 'S6: hai' 'Số: hai' --assume=eng
}

@test "a name that was read in other letters goes with those beside the same neighbour" {
	becomes 'Vé viéc cong nhan hd thoat nghéo trén dia ban xa Tan Luong
Theo dé nghi cia Truéng phong Kinh té xa Tan Luong,
Diéu 1. Cong nhan 12 hd thoat nghéo cia x4 Tan LuGng.' \
		'Về việc công nhận hộ thoát nghèo trên địa bàn xã Tân Lương
Theo đề nghị của Trưởng phòng Kinh tế xã Tân Lương,
Điều 1. Công nhận 12 hộ thoát nghèo của xã Tân Lương.'
}

@test "item letters and the stop of an abbreviation stay" {
	becomes $'a. Thua dat so 1\nd. Thoi han su dung\ne. Dia chi cua chu ho' \
		$'a. Thửa đất số 1\nd. Thời hạn sử dụng\ne. Địa chỉ của chủ hộ' --assume=bare
	becomes 'phudng Nhi My, TX. Cai Lay, tinh Tién Giang' \
		'phường Nhị Mỹ, TX. Cai Lậy, tỉnh Tiền Giang' --assume=eng
}

@test "a stop that small letters follow is a comma or a speck, where specks are" {
	becomes 'các cơ quan. tổ chức. cá nhân có liên quan' 'các cơ quan, tổ chức, cá nhân có liên quan' --assume=vie
	becomes 'quyền tự do cư trú của công. dân' 'quyền tự do cư trú của công dân' --assume=vie
	becomes 'thi hành Luật. Các đơn vị' 'thi hành Luật. Các đơn vị' --assume=vie
	becomes 'TP. hồ chí minh' 'TP. hồ chí minh' --assume=vie
	becomes 'các cơ quan. tổ chức. cá nhân có liên quan' 'các cơ quan. tổ chức. cá nhân có liên quan' --assume=bare
}

@test "the number of an item is followed by a stop" {
	becomes '2, Đơn vị sự nghiệp công lập' '2. Đơn vị sự nghiệp công lập' --assume=vie
	becomes 'Điều 5, Trách nhiệm thi hành' 'Điều 5. Trách nhiệm thi hành' --assume=vie
	becomes 'quy định tại khoản 1, Điều 5 Luật này' 'quy định tại khoản 1, Điều 5 Luật này' --assume=vie
	becomes $'theo khoản\n1, Điều 5 của Luật này' $'theo khoản\n1, Điều 5 của Luật này' --assume=vie
	becomes '2025, Báo cáo số 12' '2025, Báo cáo số 12' --assume=vie
}

@test "an apostrophe that nothing closes goes" {
	becomes "cấp cho 'Quân khu và các đơn vị" 'cấp cho Quân khu và các đơn vị' --assume=vie
	becomes "gọi là 'đường lưỡi bò' trên biển" "gọi là 'đường lưỡi bò' trên biển" --assume=vie
}

@test "a speck at an edge of a line goes, a stop behind a number stays" {
	becomes 'trường hợp không có nơi .' 'trường hợp không có nơi' --assume=vie
	becomes '_-- b) Người đang chấp hành' 'b) Người đang chấp hành' --assume=vie
	becomes 'theo Thông tư 36/2025/TT-BXD .' 'theo Thông tư 36/2025/TT-BXD .' --assume=vie
}

@test "consonants that were torn off come back to their words, letters that name something stay" {
	becomes 'QUYET DI NH ban hanh quy che' 'QUYẾT ĐỊNH ban hành quy chế' --assume=eng
	becomes 'THU C HANH tiet kiem tr ong th oi gian toi' 'THỰC HÀNH tiết kiệm trong thời gian tới' --assume=eng
	becomes 'cac diem a, b va c khoan 2' 'các điểm a, b và c khoản 2' --assume=eng
}

@test "no sign of its own stands behind the end of a sentence" {
	becomes $'Uy ban nhan dan tinh. :\nSo Xay dung tinh; ,' $'Ủy ban nhân dân tỉnh.\nSở Xây dựng tỉnh;' --assume=eng
	becomes 'Ho ten : Nguyen Van An' 'Họ tên : Nguyễn Văn An' --assume=eng
}
