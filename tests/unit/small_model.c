#include "load/load.h"
#include "small_model.h"

#include "mkmodel/align.h"
#include "mkmodel/vectors.h"
#include "text/chars.h"
#include "lang/vi/letters.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <utf8proc.h>

static const char text[] =
	"Ủy ban nhân dân tỉnh ban hành kế hoạch đổi mới sáng tạo và chuyển đổi số.\n"
	"Ủy ban nhân dân huyện báo cáo kết quả thực hiện kế hoạch năm 2024.\n"
	"Ủy ban nhân dân xã tổ chức hội nghị tổng kết công tác cải cách hành chính.\n"
	"Sở Tài chính phối hợp với các sở, ban, ngành thẩm định dự toán kinh phí.\n"
	"Sở Nội vụ hướng dẫn các cơ quan, đơn vị thực hiện quyết định này.\n"
	"Sở Giáo dục và Đào tạo tổ chức kỳ thi tuyển sinh vào lớp mười.\n"
	"Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;\n"
	"Căn cứ Nghị định số 30/2020/NĐ-CP của Chính phủ về công tác văn thư;\n"
	"Theo đề nghị của Giám đốc Sở Nội vụ tại tờ trình ngày 12 tháng 3.\n"
	"Quyết định này có hiệu lực thi hành kể từ ngày ký.\n"
	"Chánh Văn phòng, Giám đốc các sở và thủ trưởng các đơn vị có liên quan thi hành quyết "
	"định này.\n"
	"Chương trình chuyển đổi số quốc gia được triển khai đồng bộ từ tỉnh đến cơ sở.\n"
	"Đẩy mạnh đổi mới sáng tạo và chuyển đổi số trong cơ quan nhà nước.\n"
	"Nhiệm vụ và giải pháp: hoàn thiện thể chế, phát triển hạ tầng số.\n"
	"Kinh phí thực hiện do ngân sách nhà nước bảo đảm theo phân cấp.\n"
	"Các đơn vị báo cáo kết quả thực hiện trước ngày 15 tháng 12.\n"
	"Hội đồng nhân dân tỉnh thông qua nghị quyết về phát triển kinh tế, xã hội.\n"
	"Hội đồng nhân dân huyện giám sát việc thực hiện nghị quyết.\n"
	"Cộng hòa xã hội chủ nghĩa Việt Nam độc lập, tự do, hạnh phúc.\n"
	"Cuộc họp kết thúc vào hồi mười một giờ cùng ngày.\n"
	"Biên bản được lập thành hai bản có giá trị như nhau.\n"
	"Hai bên thống nhất ký kết hợp đồng với các điều khoản sau đây.\n"
	"Bên thuê có trách nhiệm thanh toán tiền thuê nhà đúng hạn.\n"
	"Bên cho thuê bàn giao nhà và tài sản theo biên bản.\n"
	"Tôi làm đơn này đề nghị xác nhận nơi cư trú tại phường.\n"
	"Phường Kinh Môn nằm ở phía đông của tỉnh.\n"
	"Công an phường tiếp nhận hồ sơ và trả kết quả cho công dân.\n"
	"Trạm y tế xã tiêm phòng cho trẻ em dưới sáu tuổi.\n"
	"Trường trung học phổ thông tổ chức lễ khai giảng năm học mới.\n"
	"Học sinh, sinh viên được hỗ trợ học phí theo quy định.\n"
	"Phòng Tài nguyên và Môi trường kiểm tra việc sử dụng đất.\n"
	"Người dân trong vùng bị ngập được di dời đến nơi an toàn.\n"
	"Mưa lớn kéo dài gây ngập úng tại nhiều xã của huyện.\n"
	"Bí thư Tỉnh ủy chủ trì hội nghị và phát biểu chỉ đạo.\n"
	"Đồng chí chủ tịch yêu cầu các ngành khẩn trương khắc phục hậu quả.\n"
	"Thời gian: tám giờ sáng; địa điểm: hội trường lớn.\n"
	"Giấy mời họp được gửi kèm theo tài liệu.\n"
	"Số lượng, chất lượng nguồn nhân lực được nâng lên rõ rệt.\n"
	"Tỷ lệ hộ nghèo giảm so với cùng kỳ năm trước.\n"
	"Thu ngân sách trên địa bàn đạt dự toán được giao.\n"
	"Xây dựng nông thôn mới gắn với đô thị hóa.\n"
	"Bảo vệ môi trường là trách nhiệm của toàn xã hội.\n"
	"Văn phòng email website internet cho cán bộ, công chức.\n"
	"Nơi nhận: như trên; lưu văn thư.\n";

struct vn_str small_model_text(void)
{
	return (struct vn_str){text, sizeof text - 1};
}

bool small_file(char path[SMALL_MODEL_PATH], const void *bytes, size_t len)
{
	const char *folder = getenv("TMPDIR");
	int fd, length = snprintf(path, SMALL_MODEL_PATH, "%s/vnfix-test-XXXXXX",
				  folder ? folder : "/tmp");
	bool good;

	if (length < 0 || length >= SMALL_MODEL_PATH)
		return false;
	fd = mkstemp(path);
	if (fd < 0)
		return false;
	good = write(fd, bytes, len) == (ssize_t)len;
	if (close(fd) != 0 || !good) {
		unlink(path);
		return false;
	}
	return true;
}

bool small_stream(struct vn_stream *out, struct vn_str of, int times)
{
	char path[SMALL_MODEL_PATH];
	struct vn_text_source sources[8];
	bool good;

	if (times > 8 || !small_file(path, of.ptr, of.len))
		return false;
	for (int i = 0; i < times; i++)
		sources[i] = (struct vn_text_source){path, 1};
	good = vn_stream_read(out, sources, (size_t)times, 1, 1, NULL) == VN_OK;
	unlink(path);
	return good;
}

/* The letter without marks. */
static int32_t base_of(int32_t c)
{
	utf8proc_int32_t parts[8];
	if (c == 0x111 || c == 0x110)
		return c == 0x111 ? 'd' : 'D';
	return utf8proc_decompose_char(c, parts, 8, UTF8PROC_DECOMPOSE, NULL) > 0 ? parts[0] : c;
}

static bool add(struct vn_buf *out, int32_t read, int32_t printed, double p)
{
	struct vn_file_segment record = {.read = {(uint32_t)read},
					 .printed = {(uint32_t)printed},
					 .cost = (int32_t)lround(-256 * log(p))};
	return vn_buf_add(out, &record, sizeof record, NULL) == VN_OK;
}

static bool add_eng(struct vn_buf *out, int32_t c)
{
	int32_t base = base_of(c), small = vn_lower(base);

	if (c == 'c' && !add(out, '(', c, 0.01))
		return false;
	if (base == c)
		return add(out, c, c, 0.99);
	if (small == 'o' && !add(out, '6', c, 0.2))
		return false;
	if (small == 'e' && !add(out, 0xe9, c, 0.3))
		return false;
	return add(out, base, c, 0.5);
}

static bool add_vie(struct vn_buf *out, int32_t c)
{
	for (int32_t other = 'A'; other < 0x1f00; other++)
		if (other != c && vn_grapheme_of(other) && base_of(other) == base_of(c) &&
		    !add(out, other, c, 0.004))
			return false;
	return add(out, c, c, 0.95);
}

static int in_file_order(const void *a, const void *b)
{
	const struct vn_file_segment *x = a, *y = b;
	for (int i = 0; i < 3; i++)
		if (x->read[i] != y->read[i])
			return x->read[i] < y->read[i] ? -1 : 1;
	if (x->cost != y->cost)
		return x->cost < y->cost ? -1 : 1;
	for (int i = 0; i < 2; i++)
		if (x->printed[i] != y->printed[i])
			return x->printed[i] < y->printed[i] ? -1 : 1;
	return 0;
}

bool small_channel(struct vn_buf *out, const char *name)
{
	static const char literal[] = "0123456789.,;:-/()!?'\"";
	bool eng = strcmp(name, "eng") == 0, hole = strcmp(name, "hole") == 0;

	if (strcmp(name, "bare") == 0)
		return vn_align_bare(out, NULL) == VN_OK;
	for (const char *at = literal; *at; at++)
		if (!add(out, *at, *at, 0.9))
			return false;
	for (int32_t c = 'A'; c < 0x1f00; c++)
		if (vn_grapheme_of(c) || (c < 128 && vn_is_letter(c)))
			if (!(eng ? add_eng(out, c) : add_vie(out, c)) ||
			    (hole && base_of(c) != c && !add(out, '?', c, 0.5)))
				return false;
	qsort(out->ptr, out->len / sizeof(struct vn_file_segment), sizeof(struct vn_file_segment),
	      in_file_order);
	return true;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The channels that the kinds of damage ask for, each once. Returns how many. */
static size_t list_channels(const char *names[VN_DAMAGE_COUNT])
{
	size_t count = 0, kept = 0;

	for (size_t i = 0; i < VN_DAMAGE_COUNT; i++)
		if (vn_damages[i].channel)
			names[count++] = vn_damages[i].channel;
	qsort(names, count, sizeof *names, by_name);
	for (size_t i = 0; i < count; i++)
		if (!kept || strcmp(names[kept - 1], names[i]) != 0)
			names[kept++] = names[i];
	return kept;
}

static bool add_channels(struct vn_buf *section)
{
	const char *names[VN_DAMAGE_COUNT];
	size_t count = list_channels(names);
	struct vn_buf records = {0};
	bool good = true;

	for (size_t i = 0; good && i < count; i++) {
		struct vn_file_channel header = {.name = ""};
		records.len = 0;
		memcpy(header.name, names[i], strlen(names[i]));
		good = small_channel(&records, names[i]);
		header.segment_count = (uint32_t)(records.len / sizeof(struct vn_file_segment));
		good = good && vn_buf_add(section, &header, sizeof header, NULL) == VN_OK &&
		       vn_buf_add(section, records.ptr, records.len, NULL) == VN_OK;
	}
	vn_buf_fini(&records);
	return good;
}

/* What a neighbour tells: behind s, ố is read as 6 more often, behind h as all things less. */
static bool add_contexts(struct vn_buf *section)
{
	static const struct vn_file_channel header = {.name = "eng", .segment_count = 3};
	static const struct vn_file_context records[] = {
		{{'6'}, {0x1ed1}, 's', -100},
		{{VN_CONTEXT_OTHER}, {0x1ed1}, 'h', 70},
		{{VN_CONTEXT_OTHER}, {0x1ed1}, 's', 50},
	};
	return vn_buf_add(section, &header, sizeof header, NULL) == VN_OK &&
	       vn_buf_add(section, records, sizeof records, NULL) == VN_OK;
}

bool small_sections(struct vn_sections *out)
{
	static const uint32_t min_raw[VN_LM_ORDER] = {0, 1, 2, 2, 2};
	struct vn_stream stream = {0};
	struct vn_ngrams ngrams = {0};
	struct vn_buf *info = vn_sections_get(out, VN_SECTION_INFO);
	bool good = vn_buf_add(info, "small", 5, NULL) == VN_OK &&
		    small_stream(&stream, small_model_text(), 3) &&
		    vn_ngrams_count(&ngrams, &stream, VN_LM_ORDER, min_raw, NULL) == VN_OK &&
		    vn_ngrams_prune(&ngrams, 100000, NULL) == VN_OK &&
		    vn_sections_add_words(out, &stream, NULL) == VN_OK &&
		    vn_sections_add_ngrams(out, &ngrams, NULL) == VN_OK &&
		    vn_vectors_learn(vn_sections_get(out, VN_SECTION_VECT), &stream, 4, NULL) ==
			    VN_OK &&
		    add_contexts(vn_sections_get(out, VN_SECTION_CTXT)) &&
		    add_channels(vn_sections_get(out, VN_SECTION_CHAN));
	vn_ngrams_fini(&ngrams);
	vn_stream_fini(&stream);
	return good;
}

/* Takes the channel called NAME out of the section. */
static void drop_channel(struct vn_buf *section, const char *name)
{
	size_t at = 0;

	while (at < section->len) {
		struct vn_file_channel header;
		size_t size;
		memcpy(&header, section->ptr + at, sizeof header);
		size = sizeof header + header.segment_count * sizeof(struct vn_file_segment);
		if (strncmp(header.name, name, VN_CHANNEL_NAME) != 0) {
			at += size;
			continue;
		}
		memmove(section->ptr + at, section->ptr + at + size, section->len - at - size);
		section->len -= size;
	}
}

/* Writes the model without the channel LACKING; NULL: with all. */
static bool write_model(char path[SMALL_MODEL_PATH], const char *lacking)
{
	struct vn_sections sections = {0};
	bool good = small_sections(&sections) && small_file(path, "", 0);

	for (size_t i = 0; good && lacking && i < sections.count; i++)
		if (sections.id[i] == VN_SECTION_CHAN)
			drop_channel(&sections.bytes[i], lacking);
	if (good && vn_sections_write(&sections, path, NULL) != VN_OK) {
		unlink(path);
		good = false;
	}
	vn_sections_fini(&sections);
	return good;
}

bool small_model_write(char path[SMALL_MODEL_PATH])
{
	return write_model(path, NULL);
}

const struct vn_damage *small_damage(unsigned choice)
{
	unsigned kind = choice % (VN_DAMAGE_COUNT + 1);
	return kind ? &vn_damages[kind - 1] : NULL;
}

struct vn_model *small_model_lacking(const char *channel)
{
	char path[SMALL_MODEL_PATH];
	struct vn_model *model = NULL;

	if (!write_model(path, channel))
		return NULL;
	if (vn_model_open(&model, path, NULL) != VN_OK)
		model = NULL;
	unlink(path);
	return model;
}

struct vn_model *small_model_open(void)
{
	return small_model_lacking(NULL);
}
