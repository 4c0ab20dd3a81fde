/* Words of the layout, as data: one line more is all that another type, office or title takes. */
#include "fields/page.h"

#include <stddef.h>

const char *const vn_field_names[VN_FIELD_COUNT] = {"type",  "number",	 "symbol", "issued",
						    "place", "superior", "issuer", "subject",
						    "basis", "title",	 "signer", "recipient"};

/* Longer names before those they begin with. Decree 30/2020, annex III; laws; the Party. */
const struct vn_type_name vn_type_names[] = {{"nghi quyet", "Nghị quyết", "NQ"},
					     {"quyet dinh", "Quyết định", "QĐ"},
					     {"chi thi", "Chỉ thị", "CT"},
					     {"quy che", "Quy chế", "QC"},
					     {"quy dinh", "Quy định", NULL},
					     {"thong cao", "Thông cáo", "TC"},
					     {"thong bao", "Thông báo", "TB"},
					     {"thong tu", "Thông tư", "TT"},
					     {"huong dan", "Hướng dẫn", "HD"},
					     {"chuong trinh", "Chương trình", "CTr"},
					     {"ke hoach", "Kế hoạch", "KH"},
					     {"phuong an", "Phương án", "PA"},
					     {"de an", "Đề án", "ĐA"},
					     {"du an", "Dự án", "DA"},
					     {"bao cao", "Báo cáo", "BC"},
					     {"bien ban", "Biên bản", "BB"},
					     {"to trinh", "Tờ trình", "TTr"},
					     {"hop dong", "Hợp đồng", "HĐ"},
					     {"cong dien", "Công điện", "CĐ"},
					     {"ban ghi nho", "Bản ghi nhớ", "BGN"},
					     {"ban thoa thuan", "Bản thỏa thuận", "BTT"},
					     {"giay uy quyen", "Giấy ủy quyền", "GUQ"},
					     {"giay moi", "Giấy mời", "GM"},
					     {"giay gioi thieu", "Giấy giới thiệu", "GGT"},
					     {"giay nghi phep", "Giấy nghỉ phép", "GNP"},
					     {"giay chung nhan", "Giấy chứng nhận", "GCN"},
					     {"phieu gui", "Phiếu gửi", "PG"},
					     {"phieu chuyen", "Phiếu chuyển", "PC"},
					     {"phieu bao", "Phiếu báo", "PB"},
					     {"nghi dinh", "Nghị định", "NĐ"},
					     {"phap lenh", "Pháp lệnh", NULL},
					     {"ket luan", "Kết luận", "KL"},
					     {NULL, NULL, NULL}};

/* What the name of an office begins with; other lines of the head go on with the one before. */
const char *const vn_office_heads[] = {
	"uy ban ",   "ubnd",	   "hoi dong",	"hdnd",		"so ",		 "bo ",
	"tong cuc",  "cuc ",	   "chi cuc",	"phong ",	"ban ",		 "van phong",
	"trung tam", "thanh tra ", "cong ty",	"tong cong ty", "truong ",	 "tram ",
	"benh vien", "vien ",	   "toa an",	"cong an",	"tinh uy",	 "thanh uy",
	"huyen uy",  "quan uy",	   "thi uy",	"dang uy",	"dang bo",	 "chi bo",
	"chinh phu", "quoc hoi",   "thu tuong", "hoi nong dan", "hoi lien hiep", "doan thanh nien",
	"mat tran",  "lien doan",  "kho bac",	"bao hiem",	"hat kiem lam",	 "hop tac xa",
	"lien minh", NULL};

/* Posts of those who sign. */
const char *const vn_titles[] = {"chu tich",
				 "pho chu tich",
				 "giam doc",
				 "pho giam doc",
				 "tong giam doc",
				 "pho tong giam doc",
				 "bo truong",
				 "thu truong",
				 "thu tuong",
				 "pho thu tuong",
				 "truong phong",
				 "pho truong phong",
				 "chanh van phong",
				 "pho chanh van phong",
				 "hieu truong",
				 "pho hieu truong",
				 "bi thu",
				 "pho bi thu",
				 "pho bi thu thuong truc",
				 "cuc truong",
				 "pho cuc truong",
				 "tong cuc truong",
				 "chi cuc truong",
				 "pho chi cuc truong",
				 "vien truong",
				 "chanh an",
				 "truong ban",
				 "pho truong ban",
				 "vu truong",
				 "chanh thanh tra",
				 "pho chanh thanh tra",
				 "tram truong",
				 "truong tram",
				 "pho tram truong",
				 "chi huy truong",
				 "chu nhiem",
				 NULL};

/* Degrees and ranks before a name, of which it is no part. */
const char *const vn_degrees[] = {"pgs. ",    "gs. ", "ts. ", "ths. ", "bs. ", "bscki. ",
				  "bsckii. ", "cn. ", "ks. ", "ds. ",  "ls. ", NULL};

/* What the body of a document begins with, behind its subject. */
const char *const vn_openings[] = {
	"can cu ", "kinh gui", "thuc hien ", "theo ",	"nham ",      "hom nay", "ngay ",
	"de ",	   "trong ",   "chung toi",  "cac ben", "chung nhan", "xet ",	 "sau khi ",
	"dien:",   "phan ",    "chuong ",    "dieu ",	NULL};
