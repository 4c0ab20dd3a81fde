#!/usr/bin/python3
# SPDX-License-Identifier: CC0-1.0
"""Write the papers whose fields are known: texts/NN-kind.txt, and fields.tsv.

usage: write-papers.py

The words are ours; which office, person, date and recipients a paper has is drawn by its number,
so that the same papers come out each time.  Papers NNt may be tuned on, papers NNh are held out:
they share no office, person, subject, basis or recipient.  ../make-pages.py prints and reads them:

    ../make-pages.py --texts texts --out ocr
"""
import os
import random

import drawn_papers
import more_papers

HERE = os.path.dirname(os.path.abspath(__file__))

# The code of a type in symbols, its name, what its papers are about, and what they say.
KINDS = {
    "quyet-dinh": ("QĐ", "Quyết định", [
        "Về việc kiện toàn Ban Chỉ huy phòng, chống thiên tai và tìm kiếm cứu nạn năm 2026",
        "Về việc phê duyệt quyết toán dự án hoàn thành công trình Nâng cấp đường liên thôn",
        "Về việc ban hành Quy chế tiếp công dân và xử lý đơn",
        "Về việc bổ nhiệm lại viên chức quản lý",
        "Về việc công nhận sáng kiến cấp cơ sở đợt 2 năm 2025"], [
        "QUYẾT ĐỊNH:",
        "Điều 1. Thống nhất nội dung nêu trên theo hồ sơ đã được thẩm định, kèm theo Quyết định này.",
        "Điều 2. Kinh phí thực hiện lấy từ dự toán đã giao đầu năm; việc chi tiêu và quyết toán theo quy định hiện hành.",
        "Điều 3. Quyết định này có hiệu lực kể từ ngày ký. Thủ trưởng các đơn vị liên quan chịu trách nhiệm thi hành./."]),
    "cong-van": ("", "Công văn", [
        "đôn đốc giải ngân vốn đầu tư công 6 tháng cuối năm",
        "cung cấp số liệu phục vụ thanh tra chuyên ngành",
        "tăng cường phòng, chống bệnh sốt xuất huyết trong mùa mưa",
        "góp ý dự thảo Quy chế phối hợp quản lý cụm công nghiệp",
        "trả lời kiến nghị của cử tri sau Kỳ họp thứ hai"], [
        "Thực hiện ý kiến chỉ đạo của cấp trên tại cuộc họp giao ban tháng vừa qua, cơ quan chúng tôi đề nghị quý đơn vị phối hợp một số nội dung sau:",
        "1. Rà soát, tổng hợp số liệu phát sinh đến hết tháng trước; nêu rõ phần việc chậm, nguyên nhân và người chịu trách nhiệm.",
        "2. Cử một đầu mối liên hệ, gửi họ tên và số điện thoại trước 16 giờ 30 phút ngày thứ Sáu tuần này.",
        "Rất mong nhận được sự phối hợp của quý đơn vị./."]),
    "thong-bao": ("TB", "Thông báo", [
        "Về việc tạm ngừng cung cấp nước sạch để sửa chữa đường ống",
        "Kết luận của lãnh đạo tại cuộc họp về tiến độ lập quy hoạch chung",
        "Lịch tiếp công dân định kỳ quý IV năm 2025",
        "Về việc tuyển dụng viên chức năm 2026",
        "Kết quả thẩm tra hồ sơ đề nghị hỗ trợ nhà ở"], [
        "Để cơ quan, tổ chức và Nhân dân được biết, nay thông báo như sau:",
        "1. Thời gian: từ 08 giờ 00 đến 17 giờ 00 các ngày làm việc trong tuần thứ hai của tháng tới.",
        "2. Địa điểm: trụ sở cơ quan. Người có nhu cầu mang theo giấy tờ tùy thân và bản sao hồ sơ.",
        "Mọi vướng mắc xin liên hệ bộ phận một cửa để được hướng dẫn./."]),
    "bao-cao": ("BC", "Báo cáo", [
        "Kết quả thực hiện nhiệm vụ quý III và phương hướng quý IV năm 2025",
        "Tình hình tiếp nhận, giải quyết thủ tục hành chính tháng 9 năm 2025",
        "Tổng kết phong trào thi đua yêu nước giai đoạn 2021 - 2025",
        "Công tác bảo vệ bí mật nhà nước năm 2025",
        "Kết quả kiểm tra an toàn thực phẩm dịp Tết Trung thu"], [
        "I. KẾT QUẢ ĐẠT ĐƯỢC",
        "1. Công tác chỉ đạo được triển khai sớm, có phân công cụ thể; 92% số việc hoàn thành đúng hạn, tăng 4 điểm so với cùng kỳ.",
        "2. Hạn chế: việc cập nhật số liệu ở một số nơi còn chậm, chất lượng chưa đồng đều.",
        "II. NHIỆM VỤ THỜI GIAN TỚI",
        "Tiếp tục rà soát, tháo gỡ khó khăn; kiểm tra việc thực hiện ở cơ sở ít nhất mỗi quý một lần./."]),
    "to-trinh": ("TTr", "Tờ trình", [
        "Về việc đề nghị phê duyệt chủ trương đầu tư trạm cấp nước tập trung",
        "Về việc xin bổ sung kinh phí sửa chữa mái nhà làm việc",
        "Về việc ban hành Nghị quyết quy định mức thu học phí năm học 2025 - 2026",
        "Đề nghị tặng Bằng khen cho tập thể, cá nhân có thành tích xuất sắc",
        "Về việc thành lập thôn mới trên cơ sở sáp nhập"], [
        "1. Sự cần thiết: công trình hiện có xuống cấp, không đáp ứng nhu cầu của hơn 1.200 hộ dân trong mùa khô.",
        "2. Nội dung trình: chấp thuận chủ trương; giao đơn vị chuyên môn lập hồ sơ, dự toán theo quy định.",
        "3. Kinh phí dự kiến 3.450.000.000 đồng, từ nguồn ngân sách và huy động hợp pháp khác.",
        "Kính trình cấp có thẩm quyền xem xét, quyết định./."]),
    "ke-hoach": ("KH", "Kế hoạch", [
        "Tổ chức Hội thi tuyên truyền viên pháp luật giỏi năm 2026",
        "Trồng cây phân tán giai đoạn 2026 - 2030",
        "Kiểm tra việc chấp hành kỷ luật, kỷ cương hành chính năm 2026",
        "Triển khai tiêm chủng mở rộng cho trẻ em dưới 5 tuổi",
        "Diễn tập chữa cháy và cứu nạn, cứu hộ tại khu dân cư"], [
        "I. MỤC ĐÍCH, YÊU CẦU",
        "Nâng cao nhận thức và trách nhiệm của cán bộ, hội viên; tổ chức thiết thực, tiết kiệm, an toàn.",
        "II. NỘI DUNG VÀ TIẾN ĐỘ",
        "1. Giai đoạn chuẩn bị: hoàn thành trước ngày 15 tháng 3; giai đoạn thực hiện: từ tháng 4 đến tháng 10.",
        "2. Mỗi đơn vị cử ít nhất 02 người tham gia và gửi báo cáo sau 05 ngày kể từ khi kết thúc./."]),
    "nghi-quyet": ("NQ", "Nghị quyết", [
        "Về dự toán thu, chi ngân sách năm 2026",
        "Về nhiệm vụ phát triển kinh tế - xã hội năm 2026",
        "Về chương trình giám sát năm 2026",
        "Về việc thông qua danh mục công trình, dự án phải thu hồi đất",
        "Về phân bổ kế hoạch vốn đầu tư công trung hạn"], [
        "QUYẾT NGHỊ:",
        "Điều 1. Tán thành nội dung do cơ quan trình; số liệu chi tiết nêu tại các phụ lục kèm theo.",
        "Điều 2. Thường trực và các Ban giám sát việc thực hiện Nghị quyết, báo cáo tại kỳ họp cuối năm.",
        "Nghị quyết này có hiệu lực từ ngày thông qua./."]),
    "chi-thi": ("CT", "Chỉ thị", [
        "Về tăng cường quản lý đất đai, trật tự xây dựng",
        "Về công tác tuyển chọn và gọi công dân nhập ngũ năm 2026",
        "Về đẩy mạnh phân loại rác tại nguồn, giảm rác thải nhựa",
        "Về bảo đảm an toàn cho học sinh khi tham gia giao thông",
        "Về phòng cháy, chữa cháy rừng mùa khô 2025 - 2026"], [
        "Thời gian qua, công tác này đã có chuyển biến, song vẫn còn nơi buông lỏng, để phát sinh vi phạm. Để khắc phục, yêu cầu:",
        "1. Người đứng đầu các đơn vị trực tiếp chỉ đạo, kiểm tra; không khoán trắng cho cấp dưới.",
        "2. Xử lý nghiêm, kịp thời hành vi vi phạm ngay từ khi mới phát sinh.",
        "Yêu cầu các cơ quan, đơn vị nghiêm túc thực hiện Chỉ thị này./."]),
    "giay-moi": ("GM", "Giấy mời", [
        "Dự Hội nghị tổng kết công tác năm 2025",
        "Họp thống nhất phương án giải phóng mặt bằng tuyến đường ven biển",
        "Tham dự Lễ phát động Tuần lễ sách",
        "Dự hội thảo khoa học về bảo tồn giống lúa địa phương",
        "Họp Hội đồng sáng kiến lần thứ nhất"], [
        "Cơ quan chúng tôi trân trọng kính mời quý đại biểu đến dự, cụ thể:",
        "1. Thời gian: 08 giờ 00 phút, thứ Năm tuần tới. Địa điểm: Hội trường tầng 2.",
        "2. Thành phần: lãnh đạo và chuyên viên phụ trách của các đơn vị trong Nơi nhận.",
        "Đề nghị đại biểu đến dự đúng thành phần, mang theo tài liệu đã gửi./."]),
    "huong-dan": ("HD", "Hướng dẫn", [
        "Đánh giá, xếp loại chất lượng tổ chức, cá nhân cuối năm 2025",
        "Lập hồ sơ đề nghị công nhận gia đình văn hóa",
        "Quy trình cấp lại giấy phép hành nghề bị mất, hỏng",
        "Thực hiện chế độ trực và báo cáo trong kỳ nghỉ lễ",
        "Tổ chức Ngày hội Đại đoàn kết toàn dân tộc ở khu dân cư"], [
        "1. Đối tượng áp dụng: các tổ chức trực thuộc và cá nhân có liên quan.",
        "2. Cách làm: từng người tự nhận xét theo mẫu, tập thể góp ý, người đứng đầu kết luận và công khai.",
        "3. Hồ sơ gửi về trước ngày 10 tháng 12 để tổng hợp, xét duyệt.",
        "Trong quá trình thực hiện nếu có vướng mắc, đề nghị phản ánh để được giải đáp./."]),
    "bien-ban": ("BB", "Biên bản", [
        "Họp xét nâng bậc lương trước thời hạn năm 2025",
        "Kiểm tra hiện trạng công trình thủy lợi sau mưa lũ",
        "Nghiệm thu phần mềm quản lý văn bản",
        "Họp bình xét hộ nghèo, hộ cận nghèo năm 2026",
        "Bàn giao hồ sơ, tài liệu vào lưu trữ"], [
        "Hôm nay, vào lúc 14 giờ 00 phút, tại phòng họp cơ quan, các thành phần gồm có:",
        "1. Chủ tọa và thư ký theo danh sách đính kèm; vắng mặt: 01 người, có lý do.",
        "2. Nội dung: sau khi thảo luận, 100% thành viên có mặt thống nhất với đề xuất.",
        "Biên bản lập xong lúc 16 giờ 20 phút cùng ngày, đã đọc lại cho mọi người cùng nghe và nhất trí./."]),
    "giay-uy-quyen": ("GUQ", "Giấy ủy quyền", [
        "Ký hợp đồng mua sắm trang thiết bị văn phòng",
        "Tham gia tố tụng tại Tòa án",
        "Giải quyết thủ tục với cơ quan thuế năm 2026",
        "Nhận bàn giao mặt bằng thi công",
        "Chủ tài khoản trong thời gian đi công tác"], [
        "Người được ủy quyền thực hiện công việc nêu trên trong phạm vi chức năng, nhiệm vụ của đơn vị và không được ủy quyền lại.",
        "Thời hạn ủy quyền: kể từ ngày ký đến khi công việc hoàn thành nhưng không quá 90 ngày.",
        "Hai bên cam kết thực hiện đúng nội dung ủy quyền và chịu trách nhiệm trước pháp luật./."]),
}

# Offices: superior (or none), own lines, part of the symbol, place, posts, the body that TM. names.
OFFICES = [
    ("", ["ỦY BAN NHÂN DÂN", "XÃ CÁT HẢI"], "UBND", "Cát Hải", "xa", "ỦY BAN NHÂN DÂN"),
    ("", ["ỦY BAN NHÂN DÂN", "TỈNH LÂM ĐỒNG"], "UBND", "Lâm Đồng", "xa", "ỦY BAN NHÂN DÂN"),
    ("UBND TỈNH NGHỆ AN", ["SỞ XÂY DỰNG"], "SXD", "Nghệ An", "so", ""),
    ("ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP", ["SỞ GIÁO DỤC VÀ ĐÀO TẠO"], "SGDĐT", "Đồng Tháp", "so", ""),
    ("UBND PHƯỜNG ĐÔNG HÒA", ["TRƯỜNG THCS LÊ HỒNG PHONG"], "THCS", "Đông Hòa", "truong", ""),
    ("", ["HỘI ĐỒNG NHÂN DÂN", "XÃ MỸ LỘC"], "HĐND", "Mỹ Lộc", "hdnd", "HỘI ĐỒNG NHÂN DÂN"),
    ("BỘ TÀI CHÍNH", ["CỤC THUẾ"], "CT", "Hà Nội", "cuc", ""),
    ("", ["BỘ NỘI VỤ"], "BNV", "Hà Nội", "bo", ""),
    ("SỞ Y TẾ HƯNG YÊN", ["BỆNH VIỆN ĐA KHOA PHỐ NỐI"], "BVPN", "Hưng Yên", "so", ""),
    ("UBND TỈNH CÀ MAU", ["SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG"], "SNNMT", "Cà Mau", "so", ""),
    ("ĐẢNG BỘ TỈNH SƠN LA", ["ĐẢNG ỦY XÃ MƯỜNG BÚ"], "ĐU", "Mường Bú", "dang", "BAN THƯỜNG VỤ"),
    ("", ["TỈNH ỦY QUẢNG TRỊ"], "TU", "Quảng Trị", "dang", "BAN THƯỜNG VỤ"),
    ("ỦY BAN NHÂN DÂN", ["BAN QUẢN LÝ DỰ ÁN", "KHU KINH TẾ"], "BQLDA", "Vân Đồn", "so", ""),
    ("TỔNG CÔNG TY ĐIỆN LỰC MIỀN TRUNG", ["CÔNG TY ĐIỆN LỰC KHÁNH HÒA"], "KHPC", "Khánh Hòa", "so", ""),
    ("HỘI NÔNG DÂN VIỆT NAM", ["BAN CHẤP HÀNH HỘI NÔNG DÂN", "TỈNH BẮC NINH"], "HNDT", "Bắc Ninh", "xa",
     "BAN THƯỜNG VỤ"),
    ("CÔNG AN TỈNH GIA LAI", ["CÔNG AN XÃ IA PHÍ"], "CAX", "Ia Phí", "ca", ""),
    ("UBND TỈNH THANH HÓA", ["TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG"], "TTPVHCC", "Thanh Hóa", "so", ""),
    ("VIỆN KIỂM SÁT NHÂN DÂN TỐI CAO", ["VIỆN KIỂM SÁT NHÂN DÂN", "TỈNH TÂY NINH"], "VKS", "Tây Ninh", "vks", ""),
    ("BỘ KHOA HỌC VÀ CÔNG NGHỆ", ["VIỆN NĂNG LƯỢNG NGUYÊN TỬ", "VIỆT NAM"], "VNLNT", "Hà Nội", "vien", ""),
    ("UBND THÀNH PHỐ ĐÀ NẴNG", ["VĂN PHÒNG"], "VP", "Đà Nẵng", "vp", ""),
]

# Who signs: lines above the name; the last is the post.
POSTS = {
    "xa": [["TM. {body}", "CHỦ TỊCH"], ["TM. {body}", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
           ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], ["CHỦ TỊCH"],
           ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"]],
    "hdnd": [["CHỦ TỊCH"], ["TM. THƯỜNG TRỰC HĐND", "PHÓ CHỦ TỊCH"], ["TM. {body}", "CHỦ TỊCH"]],
    "so": [["GIÁM ĐỐC"], ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"],
           ["TL. GIÁM ĐỐC", "TRƯỞNG PHÒNG TỔ CHỨC - HÀNH CHÍNH"], ["Q. GIÁM ĐỐC"],
           ["TUQ. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"]],
    "truong": [["HIỆU TRƯỞNG"], ["KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG"]],
    "cuc": [["CỤC TRƯỞNG"], ["KT. CỤC TRƯỞNG", "PHÓ CỤC TRƯỞNG"]],
    "bo": [["KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"], ["BỘ TRƯỞNG"], ["TL. BỘ TRƯỞNG", "VỤ TRƯỞNG VỤ TỔ CHỨC CÁN BỘ"]],
    "dang": [["T/M {body}", "BÍ THƯ"], ["T/M {body}", "PHÓ BÍ THƯ THƯỜNG TRỰC"], ["T/M {body}", "PHÓ BÍ THƯ"]],
    "ca": [["TRƯỞNG CÔNG AN XÃ"], ["KT. TRƯỞNG CÔNG AN XÃ", "PHÓ TRƯỞNG CÔNG AN XÃ"]],
    "vks": [["VIỆN TRƯỞNG"], ["KT. VIỆN TRƯỞNG", "PHÓ VIỆN TRƯỞNG"]],
    "vien": [["VIỆN TRƯỞNG"], ["KT. VIỆN TRƯỞNG", "PHÓ VIỆN TRƯỞNG"]],
    "vp": [["CHÁNH VĂN PHÒNG"], ["KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"]],
}

NAMES = """Nguyễn Văn Hải|Trần Thị Thu Hà|Lê Quang Dũng|Phạm Minh Tuấn|Hoàng Thị Lan Anh|Vũ Đình Thắng
Đặng Ngọc Sơn|Bùi Thị Hương|Đỗ Mạnh Cường|Hồ Sỹ Lâm|Ngô Xuân Trường|Dương Thị Bích Ngọc|Lý Văn Páo
Võ Thành Nhân|Huỳnh Tấn Phát|Phan Thị Kim Chi|Trương Công Định|Cao Bá Lộc|Đinh Hữu Phước|Tạ Quốc Khánh
Lò Thị Inh|Mai Xuân Bách|Lương Thế Vinh|Nông Văn Quyền|Quách Thị Mơ|Triệu Đức Thịnh|Siu Y Khoát
Kpă H'Loan|Thạch Thị Sô Thia|Châu Ngọc Ẩn|Nguyễn Hữu Đạt|Trần Quốc Toàn|Lê Thị Mỹ Dung|Phạm Đức Long""".replace(
    "\n", "|").split("|")
DEGREES = ["TS. ", "ThS. ", "BS. ", "PGS.TS. "]
RANKS = ["Thượng tá ", "Thiếu tá ", "Đại úy "]

BASES = [
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
    "Căn cứ Luật Ngân sách nhà nước ngày 25 tháng 6 năm 2025;",
    "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;",
    "Căn cứ Luật Viên chức ngày 15 tháng 11 năm 2010;",
    "Căn cứ Luật Đầu tư công ngày 29 tháng 11 năm 2024;",
    "Căn cứ Quyết định số 412/QĐ-UBND ngày 09 tháng 7 năm 2025 quy định chức năng, nhiệm vụ, quyền hạn và cơ cấu tổ chức của cơ quan;",
    "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;",
    "Căn cứ Thông tư số 05/2025/TT-BNV ngày 14 tháng 5 năm 2025 của Bộ trưởng Bộ Nội vụ;",
]
PARTY_BASES = ["Căn cứ Điều lệ Đảng Cộng sản Việt Nam;", "Căn cứ Quy chế làm việc của Ban Chấp hành Đảng bộ nhiệm kỳ 2025 - 2030;"]

RECIPIENTS = [
    "UBND tỉnh (để b/c)", "Thường trực Đảng ủy (để b/c)", "Sở Nội vụ", "Sở Tài chính", "Các phòng, ban trực thuộc",
    "Ủy ban MTTQ Việt Nam và các đoàn thể", "Kho bạc Nhà nước khu vực VI", "Lãnh đạo cơ quan",
    "Công an tỉnh (để p/h)", "Cổng thông tin điện tử", "Trưởng các thôn, tổ dân phố", "Ban Tuyên giáo và Dân vận",
    "Các đơn vị sự nghiệp", "Văn phòng UBND tỉnh", "Đài Phát thanh và Truyền hình (đưa tin)",
    "Cục Văn thư và Lưu trữ nhà nước", "UBND các xã, phường, đặc khu trên địa bàn tỉnh", "Thanh tra tỉnh"]
# Who decides, above the bases.
HEADS = {"xa": "CHỦ TỊCH", "hdnd": "CHỦ TỊCH", "so": "GIÁM ĐỐC", "truong": "HIỆU TRƯỞNG", "cuc": "CỤC TRƯỞNG",
         "bo": "BỘ TRƯỞNG", "ca": "TRƯỞNG", "vks": "VIỆN TRƯỞNG", "vien": "VIỆN TRƯỞNG", "vp": "CHÁNH"}
FIRST = {"cong-van": "Như trên", "quyet-dinh": "Như Điều 3", "giay-moi": "Như thành phần mời"}
LAST = ["Lưu: VT", "Lưu: VT, TH", "Lưu: VT, KTNS (02b)", "Lưu: VT, VX", "Lưu: VP"]
TO = ["Các phòng, ban, đơn vị trực thuộc", "Ủy ban nhân dân các xã, phường", "Sở Tài chính", "Các cơ quan liên quan"]


def paper(number, kind, office, subject, half):
    """The blocks of a paper and its fields; half 0 and 1 draw from lists without a common member."""
    draw = random.Random(number)
    code, name, _, says = KINDS[kind]
    superior, own, part, place, posts, body = office
    party = posts == "dang"
    fields = [("superior", superior)] if superior else []
    fields += [("issuer", " ".join(own))]
    serial = "%02d" % draw.choice([draw.randint(1, 9), draw.randint(10, 99), draw.randint(100, 2999)])
    unit = draw.choice(["VP", "TCHC", "KHTC", "NV"])
    if party:
        symbol = "%s/%s" % (code or "CV", part)
    elif kind == "cong-van":
        symbol = "%s-%s" % (part, unit)
    else:
        symbol = "%s-%s" % (code, part)
    mark = "-" if party else "/"
    if number % 17 == 5:  # the number is written by hand, later
        head = "Số:      /%s" % symbol
    else:
        head = ("Số %s%s%s" if party else "Số: %s%s%s") % (serial, mark, symbol)
        fields.append(("number", serial))
    fields.append(("symbol", symbol))
    day, month, year = draw.randint(1, 28), draw.randint(1, 12), draw.choice([2025, 2026])
    fields += [("place", place), ("issued", "%d-%02d-%02d" % (year, month, day)), ("type", name)]
    left = ([superior] if superior else []) + own + (["*"] if party else []) + [head]
    if kind == "cong-van":
        left.append("V/v " + subject)
    month_text = "%02d" % month if month < 3 else str(month)
    date = "%s, ngày %02d tháng %s năm %d" % (place, day, month_text, year)
    right = ["ĐẢNG CỘNG SẢN VIỆT NAM", date] if party else [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", date]
    fields.append(("subject", subject))
    blocks = [left, right]
    if kind != "cong-van":
        blocks.append([name.upper(), subject])
    if kind in ("cong-van", "to-trinh"):
        blocks.append(["Kính gửi: " + draw.choice(TO) + "."])
    bases = []
    if kind in ("quyet-dinh", "nghi-quyet"):
        bases = PARTY_BASES[:draw.randint(1, 2)] if party else draw.sample(BASES[half::2], draw.randint(2, 3))
    elif kind in ("ke-hoach", "to-trinh", "giay-uy-quyen") and not party:
        bases = draw.sample(BASES[half::2], draw.randint(0, 2))
    fields += [("basis", base[:-1]) for base in bases]
    if bases and kind in ("quyet-dinh", "nghi-quyet"):
        bases.append("Theo đề nghị của Chánh Văn phòng." if kind == "quyet-dinh" else
                     "Xét Tờ trình của cơ quan chuyên môn; ý kiến thảo luận tại kỳ họp.")
    if bases and kind == "quyet-dinh" and not party:
        blocks.append(["%s %s" % (HEADS[posts], " ".join(own))])
    if bases:
        blocks.append(bases)
    blocks.append(says)
    items = [FIRST[kind]] if kind in FIRST else []
    items += draw.sample(RECIPIENTS[half::2], draw.randint(1, 4)) + [draw.choice(LAST)]
    fields += [("recipient", item) for item in items]
    blocks.append(["Nơi nhận:"] + ["- %s%s" % (item, ";" if item != items[-1] else ".") for item in items])
    post = [line.format(body=body or own[0]) for line in draw.choice(POSTS[posts])]
    person = draw.choice(NAMES[half::2])
    before = draw.choice(DEGREES) if posts in ("vien", "so") and draw.random() < 0.3 else ""
    before = draw.choice(RANKS) if posts == "ca" else before
    fields += [("title", post[-1][3:] if post[-1].startswith("Q. ") else post[-1]), ("signer", person)]
    blocks.append(post + [before + person])
    return blocks, fields


def more():
    """Takes what the papers from 61 on are made of for what the first are made of."""
    lists = globals()
    for name in ("OFFICES", "NAMES", "BASES", "RECIPIENTS", "LAST", "TO"):
        lists[name] = getattr(more_papers, name)
    POSTS.update(more_papers.POSTS)
    HEADS.update(more_papers.HEADS)
    for kind, (code, name, _, says) in KINDS.items():
        KINDS[kind] = (code, name, more_papers.SUBJECTS[kind], says)


def real(number, kind, blocks, fields):
    """Lines that real papers have and the first 96 do not: several addressees, a year in the symbol, (Đã ký)."""
    if kind in ("cong-van", "to-trinh") and number % 2:
        at = next(i for i, block in enumerate(blocks) if block[0].startswith("Kính gửi: "))
        blocks[at] = ["Kính gửi:"] + ["- %s%s" % (who, end) for who, end in zip(drawn_papers.TO[number % 3::3], ";.")]
    symbol = dict(fields)["symbol"]
    if kind in ("quyet-dinh", "nghi-quyet") and "/" not in symbol and number % 3 == 0:
        blocks[0] = [line.replace("/" + symbol, "/2026/" + symbol) for line in blocks[0]]
        fields[fields.index(("symbol", symbol))] = ("symbol", "2026/" + symbol)
    if number % 5 == 0:
        blocks[-1].insert(-1, "(Đã ký)")


def drawn(number, rows, texts):
    """Writes the papers whose offices, persons and subjects are drawn, from NUMBER + 1 on."""
    lists = globals()
    for name in ("BASES", "LAST", "TO"):
        lists[name] = getattr(drawn_papers, name)
    POSTS.update(drawn_papers.POSTS)
    HEADS.update(drawn_papers.HEADS)
    for round_ in range(4):
        for k, kind in enumerate(KINDS):
            number += 1
            half = (round_ + k) % 2
            draw = random.Random(number)
            office, commune, province = drawn_papers.office(draw, half)
            lists["RECIPIENTS"] = [line.format(c=commune, p=province) for line in drawn_papers.RECIPIENTS]
            lists["NAMES"] = [drawn_papers.person(draw, half)] * 2
            subject = drawn_papers.subject(draw, half, kind, commune)
            blocks, fields = paper(number, kind, office, subject, half)
            real(number, kind, blocks, fields)
            save(texts, "%d%s-%s" % (number, "th"[half], kind), blocks, fields, rows)


def save(texts, name, blocks, fields, rows):
    with open(os.path.join(texts, name + ".txt"), "w", encoding="utf-8", newline="\n") as out:
        out.write("\n\n".join("\n".join(block) for block in blocks) + "\n")
    rows += ["%s\t%s\t%s\n" % (name, field, value) for field, value in fields]


def write(texts, rounds, number, rows):
    """Writes ROUNDS papers of each kind, from NUMBER + 1 on; returns the last number."""
    for round_ in range(rounds):
        for k, (kind, (_, _, subjects, _)) in enumerate(KINDS.items()):
            number += 1
            half = (round_ + k) % 2
            offices = OFFICES[half::2]
            office = offices[(number * 3 // 2 + round_) % len(offices)]
            name = "%02d%s-%s" % (number, "th"[half], kind)
            blocks, fields = paper(number, kind, office, subjects[round_], half)
            save(texts, name, blocks, fields, rows)
    return number


def main():
    texts = os.path.join(HERE, "texts")
    os.makedirs(texts, exist_ok=True)
    rows = []
    number = write(texts, 5, 0, rows)
    more()
    write(texts, 3, number, rows)
    drawn(100, rows, texts)
    with open(os.path.join(HERE, "fields.tsv"), "w", encoding="utf-8", newline="\n") as out:
        out.write("document\tfield\tvalue\n")
        out.writelines(rows)


if __name__ == "__main__":
    main()
