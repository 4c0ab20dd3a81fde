# SPDX-License-Identifier: CC0-1.0
"""What the papers from 61 on are made of, for write-papers.py: other offices, posts, persons and words."""

SUBJECTS = {
    "quyet-dinh": [
        "Về việc thành lập Tổ công tác rà soát văn bản quy phạm pháp luật",
        "Về việc cho phép viên chức đi học thạc sĩ",
        "Giao chỉ tiêu huy động vốn và cho vay người trồng cà phê niên vụ 2026 - 2027"],
    "cong-van": [
        "xin ý kiến về vị trí đặt trạm quan trắc nước mặt",
        "báo cáo tình hình nợ đọng bảo hiểm của doanh nghiệp",
        "nhắc việc bàn giao nhà công vụ trước mùa bão"],
    "thong-bao": [
        "Về thời gian đóng, mở cửa khu di tích trong dịp lễ",
        "Ý kiến của đồng chí Trưởng ban tại buổi làm việc với các tổ dân vận",
        "Về việc thay đổi mẫu dấu và chữ ký"],
    "bao-cao": [
        "Về việc chuyển đổi số ở các đơn vị trực thuộc sáu tháng đầu năm",
        "Kết quả khắc phục thiên tai và ổn định đời sống dân cư",
        "Việc thực hiện kết luận kiểm tra năm trước"],
    "to-trinh": [
        "Về việc cấp bổ sung máy phát điện dự phòng",
        "Về việc đặt tên đường, phố và công trình công cộng",
        "Xin chủ trương mời chuyên gia nước ngoài"],
    "ke-hoach": [
        "Đưa sách về vùng cao năm học mới",
        "Thanh lý tài sản hư hỏng tại các trạm bơm",
        "Phòng, chống dịch tả lợn châu Phi trong vụ đông"],
    "nghi-quyet": [
        "Về mức hỗ trợ người hoạt động không chuyên trách ở thôn",
        "Về lãnh đạo công tác dân vận trong tình hình mới",
        "Về điều chỉnh quy hoạch khu dân cư ven sông"],
    "chi-thi": [
        "Về chấn chỉnh giờ giấc làm việc và trực điện thoại",
        "Về thu gom vỏ bao bì thuốc bảo vệ thực vật",
        "Về bảo vệ đê điều trước mùa mưa bão"],
    "giay-moi": [
        "Dự lễ khánh thành cầu dân sinh",
        "Họp giao ban tháng 10 và xét thi đua",
        "Dự tập huấn phần mềm kế toán"],
    "huong-dan": [
        "Về sinh hoạt chi bộ theo chuyên đề",
        "Kê khai và công khai tài sản, thu nhập",
        "Bảo quản tài liệu giấy trong kho"],
    "bien-ban": [
        "Kiểm kê kho vật tư y tế",
        "Làm việc với hộ dân có đất bị thu hồi",
        "Hội nghị cán bộ, người lao động"],
    "giay-uy-quyen": [
        "Ký và nhận hồ sơ vay vốn tại ngân hàng",
        "Quản lý con dấu trong thời gian nghỉ phép",
        "Dự phiên hòa giải và đối chất"],
}

OFFICES = [
    ("", ["ỦY BAN NHÂN DÂN", "PHƯỜNG SA PA"], "UBND", "Sa Pa", "xa", "ỦY BAN NHÂN DÂN"),
    ("", ["ỦY BAN NHÂN DÂN", "TỈNH PHÚ THỌ"], "UBND", "Phú Thọ", "xa", "ỦY BAN NHÂN DÂN"),
    ("UBND TỈNH LÀO CAI", ["SỞ KHOA HỌC VÀ CÔNG NGHỆ"], "SKHCN", "Lào Cai", "so", ""),
    ("UBND TỈNH AN GIANG", ["SỞ VĂN HÓA, THỂ THAO", "VÀ DU LỊCH"], "SVHTTDL", "An Giang", "so", ""),
    ("BỘ CÔNG THƯƠNG", ["CỤC ĐIỀU TIẾT ĐIỆN LỰC"], "ĐTĐL", "Hà Nội", "cuc", ""),
    ("BỘ XÂY DỰNG", ["CỤC HÀNG HẢI VÀ", "ĐƯỜNG THỦY VIỆT NAM"], "CHHĐT", "Hải Phòng", "cuc", ""),
    ("UBND XÃ TÂN KỲ", ["TRƯỜNG TIỂU HỌC KỲ SƠN"], "THKS", "Tân Kỳ", "truong", ""),
    ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", ["TRƯỜNG THPT NGUYỄN DU"], "THPT", "Hà Tĩnh", "truong", ""),
    ("ĐẢNG BỘ THÀNH PHỐ HUẾ", ["ĐẢNG ỦY PHƯỜNG THUẬN AN"], "ĐU", "Thuận An", "dang", "BAN CHẤP HÀNH"),
    ("", ["THÀNH ỦY CẦN THƠ"], "TU", "Cần Thơ", "dang", "BAN THƯỜNG VỤ"),
    ("TÒA ÁN NHÂN DÂN TỐI CAO", ["TÒA ÁN NHÂN DÂN", "TỈNH QUẢNG NGÃI"], "TAQN", "Quảng Ngãi", "toa", ""),
    ("BỘ TÀI CHÍNH", ["KHO BẠC NHÀ NƯỚC", "KHU VỰC XII"], "KBXII", "Nha Trang", "so", ""),
    ("UBND TỈNH ĐIỆN BIÊN", ["THANH TRA TỈNH"], "TTr", "Điện Biên", "ttra", ""),
    ("BỘ Y TẾ", ["VIỆN PASTEUR NHA TRANG"], "VPNT", "Khánh Hòa", "vien", ""),
]

POSTS = {
    "toa": [["CHÁNH ÁN"], ["KT. CHÁNH ÁN", "PHÓ CHÁNH ÁN"]],
    "ttra": [["CHÁNH THANH TRA"], ["KT. CHÁNH THANH TRA", "PHÓ CHÁNH THANH TRA"]],
}

HEADS = {"toa": "CHÁNH ÁN", "ttra": "CHÁNH"}

NAMES = """Nguyễn Khắc Hiếu|Trần Mỹ Linh|Lê Hoàng Phúc|Phạm Thị Ngọc Diệp|Hoàng Trọng Nghĩa|Vũ Thị Thanh Tâm
Đặng Quang Huy|Bùi Xuân Lộc|Đỗ Thị Kim Oanh|Hà Văn Sự|Ngô Đức Mạnh|Dương Quốc Bảo|Giàng A Páo|Võ Thị Ánh Tuyết
Huỳnh Văn Nghĩa|Phan Đình Tùng|Trịnh Thị Hồng Vân|Cù Huy Thông|Đào Duy Khương|Tô Thị Bích Liên""".replace(
    "\n", "|").split("|")

BASES = [
    "Căn cứ Luật Ban hành văn bản quy phạm pháp luật ngày 19 tháng 02 năm 2025;",
    "Căn cứ Luật Đất đai ngày 18 tháng 01 năm 2024;",
    "Căn cứ Luật Quản lý, sử dụng tài sản công ngày 21 tháng 6 năm 2017;",
    "Căn cứ Luật Cán bộ, công chức ngày 24 tháng 6 năm 2025;",
    "Căn cứ Nghị định số 118/2025/NĐ-CP ngày 09 tháng 6 năm 2025 của Chính phủ về thủ tục hành chính theo cơ chế một cửa;",
    "Căn cứ Nghị quyết số 27/NQ-HĐND ngày 10 tháng 12 năm 2025 về dự toán ngân sách;",
]

RECIPIENTS = [
    "Bộ Nội vụ (để b/c)", "Thường trực HĐND tỉnh", "Sở Tư pháp", "Sở Y tế", "Các cơ quan chuyên môn thuộc UBND xã",
    "Tòa án nhân dân khu vực 3", "Bảo hiểm xã hội tỉnh", "Chủ tịch, các Phó Chủ tịch UBND tỉnh",
    "Hội Liên hiệp Phụ nữ tỉnh", "Trang thông tin điện tử", "Ban Chỉ huy Quân sự xã", "Các chi bộ trực thuộc",
    "Thủ trưởng các đơn vị", "Phòng Kinh tế", "Báo và Phát thanh, Truyền hình tỉnh", "Đảng ủy các xã, phường"]

LAST = ["Lưu: VT", "Lưu: VT, NC", "Lưu: VT, TCKT (03b)", "Lưu: VT, QLCN", "Lưu: VPĐU"]

TO = ["Giám đốc các sở, ban, ngành", "Sở Xây dựng", "Ban Thường vụ Tỉnh ủy", "Hiệu trưởng các trường trực thuộc"]
