# SPDX-License-Identifier: CC0-1.0
"""What the papers from 97 on are made of, for write-papers.py: offices of any commune, persons and subjects are
put together by chance, so that nobody has seen the words of those that are held out; lines that real papers have."""
import os

HERE = os.path.dirname(os.path.abspath(__file__))

# Superior, own lines, part of the symbol, posts, the body that TM. names.  {p}: the province, {c}: the commune.
OFFICES = [
    ("", ["ỦY BAN NHÂN DÂN", "XÃ {c}"], "UBND", "xa", "ỦY BAN NHÂN DÂN"),
    ("", ["HỘI ĐỒNG NHÂN DÂN", "PHƯỜNG {c}"], "HĐND", "hdnd", "HỘI ĐỒNG NHÂN DÂN"),
    ("ỦY BAN NHÂN DÂN TỈNH {p}", ["SỞ CÔNG THƯƠNG"], "SCT", "so", ""),
    ("UBND XÃ {c}", ["PHÒNG VĂN HÓA - XÃ HỘI"], "VHXH", "phong", ""),
    ("UBND TỈNH {p}", ["BAN QUẢN LÝ CÁC", "KHU CÔNG NGHIỆP"], "BQLKCN", "ban", ""),
    ("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", ["CHI CỤC THỦY LỢI", "TỈNH {p}"], "CCTL", "chicuc", ""),
    ("UBND XÃ {c}", ["TRƯỜNG MẦM NON {c}"], "MN", "truong", ""),
    ("", ["ỦY BAN NHÂN DÂN", "ĐẶC KHU {c}"], "UBND", "xa", "ỦY BAN NHÂN DÂN"),
    ("ĐẢNG BỘ TỈNH {p}", ["ĐẢNG ỦY XÃ {c}"], "ĐU", "dang", "BAN THƯỜNG VỤ"),
    ("", ["TỈNH ỦY {p}"], "TU", "dang", "BAN THƯỜNG VỤ"),
    ("NGÂN HÀNG NHÀ NƯỚC VIỆT NAM", ["NGÂN HÀNG NHÀ NƯỚC", "CHI NHÁNH {p}"], "NHNN", "so", ""),
    ("SỞ Y TẾ TỈNH {p}", ["TRUNG TÂM Y TẾ", "KHU VỰC {c}"], "TTYT", "so", ""),
    ("MẶT TRẬN TỔ QUỐC VIỆT NAM", ["ỦY BAN MTTQ VIỆT NAM", "XÃ {c}"], "MTTQ", "xa", "BAN THƯỜNG TRỰC"),
    ("BẢO HIỂM XÃ HỘI VIỆT NAM", ["BẢO HIỂM XÃ HỘI", "TỈNH {p}"], "BHXH", "so", ""),
    ("BỘ QUỐC PHÒNG", ["BỘ CHỈ HUY QUÂN SỰ", "TỈNH {p}"], "BCHQS", "qs", ""),
    ("UBND TỈNH {p}", ["VĂN PHÒNG ĐĂNG KÝ", "ĐẤT ĐAI"], "VPĐKĐĐ", "so", ""),
]

POSTS = {
    "phong": [["TRƯỞNG PHÒNG"], ["KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"]],
    "ban": [["TRƯỞNG BAN"], ["KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"]],
    "chicuc": [["CHI CỤC TRƯỞNG"], ["KT. CHI CỤC TRƯỞNG", "PHÓ CHI CỤC TRƯỞNG"]],
    "qs": [["CHỈ HUY TRƯỞNG"], ["KT. CHỈ HUY TRƯỞNG", "PHÓ CHỈ HUY TRƯỞNG"]],
}

HEADS = {"phong": "TRƯỞNG", "ban": "TRƯỞNG", "chicuc": "CHI CỤC TRƯỞNG", "qs": "CHỈ HUY TRƯỞNG"}

FAMILIES = """Nguyễn|Trần|Lê|Phạm|Hoàng|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Phan|Trương|Đoàn|Hà|Chu|Mai|Lâm|Kiều|Tạ
Tống|Nghiêm|Lưu|Thái|Văn|Doãn|Khúc|Ma|Vàng|Sùng|Hà|Bế|Hoàng|Đàm|Lường|Quàng|Cầm""".replace("\n", "|").split("|")
MIDDLES = "Văn|Thị|Đức|Hữu|Minh|Quốc|Thị Thanh|Xuân|Ngọc|Đình|Thị Minh|Công|Bá|Thị Hồng|Trọng|Việt".split("|")
GIVEN = """An|Bình|Chiến|Cúc|Dũng|Duyên|Điệp|Giang|Hạnh|Hiền|Hùng|Hưng|Khải|Khôi|Kiên|Lan|Liễu|Long|Lợi|Mẫn|Nam|Nga
Ngân|Nhung|Oanh|Phong|Phượng|Quân|Quế|Quyết|Sáng|Sơn|Tâm|Thảo|Thắng|Thơm|Thủy|Tiến|Toản|Trang|Trí|Tú|Tuyết|Uyên|Vân
Vinh|Vượng|Xuyến|Yến""".replace("\n", "|").split("|")

# A subject: what is done, to what, where or when.
DONE = {
    "quyet-dinh": ["Về việc phê duyệt", "Về việc ban hành", "Về việc giao", "Điều chỉnh, bổ sung"],
    "cong-van": ["rà soát", "góp ý", "báo cáo việc", "phối hợp thực hiện"],
    "thong-bao": ["Về việc niêm yết", "Kết luận kiểm tra", "Về việc công khai", "Lịch thực hiện"],
    "bao-cao": ["Kết quả thực hiện", "Sơ kết", "Tình hình", "Về việc giải trình"],
    "to-trinh": ["Về việc đề nghị thẩm định", "Đề nghị phê duyệt", "Về việc xin điều chỉnh", "Đề nghị hỗ trợ"],
    "ke-hoach": ["Triển khai", "Tổ chức", "Kiểm tra", "Thực hiện"],
    "nghi-quyet": ["Về", "Thông qua", "Về việc điều chỉnh", "Quy định"],
    "chi-thi": ["Về tăng cường", "Về nâng cao hiệu quả", "Về siết chặt", "Về chấn chỉnh"],
    "giay-moi": ["Họp bàn", "Dự buổi công bố", "Tham gia ý kiến về", "Dự hội nghị triển khai"],
    "huong-dan": ["Thực hiện", "Về việc lập", "Quản lý", "Trình tự xây dựng"],
    "bien-ban": ["Họp thông qua", "Kiểm tra", "Thống nhất", "Nghiệm thu"],
    "giay-uy-quyen": ["Ký kết", "Thực hiện", "Quản lý", "Phụ trách"],
}
THINGS = """quy hoạch sử dụng đất|đề án vị trí việc làm|hồ sơ thầu xây lắp|chương trình giảm nghèo|bảng giá nước sạch
dự toán sửa chữa trạm bơm|phương án tuyển sinh lớp đầu cấp|danh mục tài liệu mật|chỉ số cải cách hành chính|giá dịch vụ thu gom rác
nội quy khai thác cảng cá|danh sách hộ chính sách|quỹ học bổng khuyến học|phương án chữa cháy rừng|thu phí bến bãi
mạng lưới chợ nông thôn|hệ thống chiếu sáng công cộng|biên chế sự nghiệp giáo dục|việc dạy thêm, học thêm|đo đạc, lập bản đồ địa chính
giống vật nuôi được hỗ trợ|việc cấp mã số vùng trồng|trợ cấp xã hội hằng tháng|công tác hòa giải ở cơ sở|định mức vật tư y tế
đấu giá quyền thuê sạp|trang thiết bị nhà trẻ|lộ trình số hóa sổ hộ tịch|khung giờ xe tải vào phố|chế độ trực lãnh đạo""".replace(
    "\n", "|").split("|")
WHERE = ["", "trên địa bàn {level} {place}", "năm 2026", "giai đoạn 2026 - 2030", "quý II năm 2026", "tại {level} {place}",
         "theo Thông tư số 28/2024/TT-BTC", "đợt 1, năm học 2026 - 2027"]

BASES = [
    "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;",
    "Căn cứ Luật Giáo dục ngày 14 tháng 6 năm 2019; Luật sửa đổi, bổ sung một số điều của Luật Giáo dục ngày 10 tháng 12 năm 2025;",
    "Căn cứ Nghị định số 45/2023/NĐ-CP ngày 02/7/2023 của Chính phủ;",
    "Căn cứ Luật Thủy lợi số 08/2017/QH14 ngày 19 tháng 6 năm 2017;",
    "Căn cứ Quyết định số 1127/QĐ-TTg ngày 24 tháng 8 năm 2023 của Thủ tướng Chính phủ;",
    "Căn cứ Luật Phòng, chống thiên tai ngày 19 tháng 6 năm 2013;",
    "Căn cứ Thông tư liên tịch số 07/2016/TTLT-BTC-BNV ngày 15/01/2016 hướng dẫn chế độ chi;",
    "Căn cứ Công văn số 3308/BXD-QLN ngày 03 tháng 10 năm 2025 của Bộ Xây dựng về việc rà soát nhà ở công vụ;",
    "Căn cứ Nghị quyết số 19/2025/NQ-HĐND ngày 29 tháng 7 năm 2025 của Hội đồng nhân dân tỉnh;",
    "Căn cứ biên bản họp ngày 12 tháng 9 năm 2025 giữa các bên;",
]

RECIPIENTS = [
    "UBND tỉnh {p} (b/c)", "Thường trực Đảng ủy, HĐND xã", "Sở Nông nghiệp và Môi trường", "Chi nhánh NHCSXH khu vực",
    "Phòng Kinh tế - Hạ tầng và Đô thị", "Công an xã {c}", "Đội Quản lý thị trường số 4", "Ban Quản lý chợ",
    "Hội Cựu chiến binh và Đoàn TNCS Hồ Chí Minh xã", "Thuế cơ sở 7 tỉnh {p}", "VNPT {p}", "Trạm Khuyến nông",
    "Các trường mầm non, tiểu học và THCS trên địa bàn", "Bí thư, Phó Bí thư Đảng ủy (để chỉ đạo)",
    "Chánh Văn phòng, các Phó Chánh Văn phòng", "Công ty Cổ phần Cấp nước {p}", "Bưu điện {p}", "Đồn Biên phòng {c}",
    "Đài Truyền thanh xã (phát tin)", "Các ông, bà có tên tại Điều 1"]
LAST = ["Lưu: VT, TCHC", "Lưu: VT, QLĐT", "Lưu: VT, KT (Hà)", "Lưu: VT, TN (05b)", "Lưu: VP, TH, Hg (03b)", "Lưu: HS, VT",
        "Lưu: VT, P.KHTC", "Lưu: VT, NNMT", "Lưu: VT, GDMN", "Lưu: VT, VHXH"]
TO = ["Chủ tịch Ủy ban nhân dân tỉnh", "Phòng Kinh tế các xã, phường", "Công ty TNHH Xây dựng An Bình", "Các hộ kinh doanh",
      "Ban Thường vụ Đảng ủy", "Sở Nội vụ"]


def places(half):
    """Communes, and the provinces beside them, of half a list: names since 2025 as they are."""
    found = []
    with open(os.path.join(HERE, "..", "..", "dict", "lexicon", "places.tsv"), encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if cells[0] == "commune" and cells[-1] != "before" and len(cells[1].split()) < 4:
                found.append((cells[1], cells[3]))
    return found[half::2]


def office(draw, half):
    """An office as write-papers.py has them, its place of issue in small letters."""
    commune, province = draw.choice(places(half))
    superior, own, part, posts, body = draw.choice(OFFICES[half::2])
    names = {"c": commune.upper(), "p": province.upper()}
    text = superior + " ".join(own)
    place = commune if "{c}" in text else province
    return (superior.format(**names), [line.format(**names) for line in own], part, place, posts, body), commune, province


def person(draw, half):
    return " ".join((draw.choice(FAMILIES[half::2]), draw.choice(MIDDLES), draw.choice(GIVEN[half::2])))


def subject(draw, half, kind, place):
    words = (draw.choice(DONE[kind]), draw.choice(THINGS[half::2]),
             draw.choice(WHERE).format(level=draw.choice(["xã", "phường"]), place=place))
    return " ".join(word for word in words if word)
