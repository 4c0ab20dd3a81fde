/* Letters that were swapped all through a text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "charset/glyphmap.h"
#include "with_model.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const struct vn_swap *find(const struct vn_swaps *swaps, int32_t seen, int32_t first)
{
	for (size_t i = 0; i < swaps->count; i++)
		if (swaps->list[i].seen == seen && swaps->list[i].meant[0] == first)
			return &swaps->list[i];
	return NULL;
}

static void swaps_are_those_of_the_charset(void **state)
{
	struct vn_swaps vni, tcvn3, western;
	const struct vn_swap *pair;

	(void)state;
	vn_swaps_init(&vni, vn_charset_find("vni"));
	vn_swaps_init(&tcvn3, vn_charset_find("tcvn3"));
	vn_swaps_init(&western, vn_charset_find("windows-1258"));
	assert_non_null(find(&vni, 0x1a1, 0xf4));     /* ơ, ô */
	assert_non_null(find(&vni, 0x1ee3, 0x1ed9));  /* ợ, ộ */
	assert_non_null(find(&tcvn3, 0x1ee5, 0xf4));  /* ụ, ô */
	assert_non_null(find(&western, 0x1b0, 0xfd)); /* ư, ý */
	assert_null(find(&western, 0xe1, 0xe1));
	pair = find(&vni, 0x1ed3, 'o'); /* ồ, oà */
	assert_non_null(pair);
	assert_int_equal(pair->meant[1], 0xe0);
	/* No syllable has aè. */
	assert_null(find(&vni, 0x1eb1, 'a'));
}

static void letters_are_counted(void **state)
{
	struct vn_swap_letters letters;
	struct vn_swap_count counts[VN_SWAPS_MAX];
	struct vn_swaps vni;
	const struct vn_swap *one, *pair;

	(void)state;
	vn_swaps_init(&vni, vn_charset_find("vni"));
	vn_swap_letters_count(&letters, VN_STR("cơ sở cô hồ toà đồ"));
	vn_swaps_count(&vni, &letters, counts);
	one = find(&vni, 0x1a1, 0xf4);
	pair = find(&vni, 0x1ed3, 'o');
	assert_non_null(one);
	assert_non_null(pair);
	assert_int_equal(counts[one - vni.list].seen, 1);
	assert_int_equal(counts[one - vni.list].spared, 1);
	assert_int_equal(counts[pair - vni.list].seen, 2);
	assert_int_equal(counts[pair - vni.list].spared, 1);
}

/* Texts, and what they become; NULL: they stay. */
static const struct {
	const char *text, *right, *charset;
} texts[] = {
	{"Uỷ ban nhân dân tỉnh ban hành kế hoạch\n"
	 "Trường trung học phổ thơng tổ chức lễ khai giảng\n"
	 "Cơng an phường tiếp nhận hồ sơ và trả kết quả cho cơng dân.\n"
	 "Phịng Tài nguyên và Mơi trường kiểm tra việc sử dụng đất\n",
	 "Uỷ ban nhân dân tỉnh ban hành kế hoạch\n"
	 "Trường trung học phổ thông tổ chức lễ khai giảng\n"
	 "Công an phường tiếp nhận hồ sơ và trả kết quả cho công dân.\n"
	 "Phòng Tài nguyên và Môi trường kiểm tra việc sử dụng đất\n",
	 "vni"},
	{"CỢNG AN phường tiếp nhận hờ sơ, cơng dân báo cáo; hợi nghị tởng kết\n",
	 "CỘNG AN phường tiếp nhận hồ sơ, công dân báo cáo; hội nghị tổng kết\n", "vni"},
	{"Cỏc đơn vị bỏo cỏo kết quả thực hiện\nHọc sinh, sinh viờn được hỗ trợ học phớ\n"
	 "Cụng an phường tiếp nhận hồ sơ và trả kết quả cho cụng dõn\n",
	 "Các đơn vị báo cáo kết quả thực hiện\nHọc sinh, sinh viên được hỗ trợ học phí\n"
	 "Công an phường tiếp nhận hồ sơ và trả kết quả cho công dân\n",
	 "tcvn3"},
	/* It has ô as well: an engine misread some. */
	{"Cơng an phường tiếp nhận hồ sơ cho công dân, môi trường, nông thôn mới\n", NULL, NULL},
	/* One place is not enough. */
	{"Số cơng\n", NULL, NULL},
	{"Ủy ban nhân dân tỉnh ban hành kế hoạch đổi mới sáng tạo và chuyển đổi số.\n", NULL, NULL},
	{"Cơ sở Sơn La, lớn ở phía đông: lời mời, tờ trình\n", NULL, NULL},
	{"Les élèves étaient très fâchés, à l'hôtel\n", NULL, NULL},
	{"", NULL, NULL},
};

static void a_text_is_taken_as_a_whole(void **state)
{
	struct vn_glyph_map map = {.model = model};
	struct vn_buf out = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct vn_str text = {texts[i].text, strlen(texts[i].text)};
		size_t at = 0;
		assert_int_equal(vn_glyph_map_find(&map, text, NULL), VN_OK);
		assert_int_equal(map.charset != NULL, texts[i].right != NULL);
		assert_int_equal(map.count > 0, texts[i].right != NULL);
		if (!texts[i].right)
			continue;
		assert_string_equal(map.charset->name, texts[i].charset);
		out.len = 0;
		for (size_t k = 0; k < map.count; k++) {
			const struct vn_glyph_change *c = &map.changes[k];
			assert_true(c->begin >= at);
			assert_int_equal(vn_buf_add(&out, text.ptr + at, c->begin - at, NULL),
					 VN_OK);
			assert_int_equal(
				vn_buf_add(&out, map.after.ptr + c->out_begin, c->out_len, NULL),
				VN_OK);
			at = c->end;
		}
		assert_int_equal(vn_buf_add(&out, text.ptr + at, text.len - at, NULL), VN_OK);
		assert_int_equal(vn_buf_add(&out, "", 1, NULL), VN_OK);
		assert_string_equal(out.ptr, texts[i].right);
	}
	vn_buf_fini(&out);
	vn_glyph_map_fini(&map);
}

/* A line longer than the list of its words is cut, and no word of it is lost. */
static void long_lines_are_cut(void **state)
{
	static const char piece[] = "cơng an phường, tiếp nhận hồ sơ. ";
	struct vn_glyph_map map = {.model = model};
	struct vn_buf text = {0};

	(void)state;
	for (int i = 0; i < 300; i++)
		assert_int_equal(vn_buf_add(&text, piece, sizeof piece - 1, NULL), VN_OK);
	assert_int_equal(vn_glyph_map_find(&map, vn_buf_str(&text), NULL), VN_OK);
	assert_int_equal(map.count, 300);
	for (size_t k = 0; k < map.count; k++)
		assert_int_equal(map.changes[k].begin, k * (sizeof piece - 1));
	vn_buf_fini(&text);
	vn_glyph_map_fini(&map);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(swaps_are_those_of_the_charset),
		cmocka_unit_test(letters_are_counted),
		cmocka_unit_test(a_text_is_taken_as_a_whole),
		cmocka_unit_test(long_lines_are_cut),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
