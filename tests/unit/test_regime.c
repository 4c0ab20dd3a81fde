/* Which kind of damage a text has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "damage/regime.h"

#include <stdlib.h>

#define CLEAN                                                                                                                  \
	"Ủy ban nhân dân tỉnh ban hành kế hoạch đổi mới sáng tạo và chuyển đổi số. Các cơ quan, " \
	"đơn vị báo cáo kết quả thực hiện trước ngày 15 tháng 12 năm 2024 theo quy định.\n"
#define BARE                                                                                       \
	"Uy ban nhan dan tinh ban hanh ke hoach doi moi sang tao va chuyen doi so. Cac co quan, "  \
	"don vi bao cao ket qua thuc hien truoc ngay 15 thang 12 nam 2024 theo quy dinh.\n"
#define ENG                                                                                           \
	"Uy ban nhan dan tinh ban hanh ké hoach d6i méi sang tao va chuyén d6i sé. Cac co quan, " \
	"don vi bao céo két qua thuc hién trudc ngay 15 thang 12 nam 2024 theo quy dinh.\n"
#define FOREIGN                                                                                    \
	"The quick brown fox jumps over lazy dogs while seventeen engineers quietly rewrite "      \
	"another kernel scheduler because yesterday's benchmark results looked suspicious.\n"

static void texts_show_their_damage(void **state)
{
	static const struct {
		const char *text;
		enum vn_regime before, regime;
	} cases[] = {
		{CLEAN, VN_REGIME_AUTO, VN_REGIME_VIE},
		{BARE, VN_REGIME_AUTO, VN_REGIME_BARE},
		{ENG, VN_REGIME_AUTO, VN_REGIME_ENG},
		{FOREIGN, VN_REGIME_AUTO, VN_REGIME_CLEAN},
		/* Clear evidence overturns the belief so far. */
		{CLEAN, VN_REGIME_ENG, VN_REGIME_VIE},
		{ENG, VN_REGIME_VIE, VN_REGIME_ENG},
		{BARE, VN_REGIME_CLEAN, VN_REGIME_BARE},
		/* Nothing to go by. */
		{"", VN_REGIME_AUTO, VN_REGIME_CLEAN},
		{"12.345 67/89\n\n - ;\n", VN_REGIME_AUTO, VN_REGIME_CLEAN},
		{"\xff\xfe\x80 \xc3 \xe1\xbb", VN_REGIME_AUTO, VN_REGIME_CLEAN},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct vn_str text = {cases[i].text, strlen(cases[i].text)};
		assert_int_equal(vn_regime_of(text, cases[i].before), cases[i].regime);
	}
}

/* A page number or a short last page says too little. */
static void little_text_keeps_the_belief(void **state)
{
	static const char *const little[] = {"", "12", "Trang 3", "Noi nhan:", "đổi mới"};
	static const enum vn_regime beliefs[] = {VN_REGIME_ENG, VN_REGIME_VIE, VN_REGIME_BARE,
						 VN_REGIME_CLEAN};
	(void)state;
	for (size_t i = 0; i < sizeof little / sizeof *little; i++)
		for (size_t k = 0; k < sizeof beliefs / sizeof *beliefs; k++) {
			struct vn_str text = {little[i], strlen(little[i])};
			assert_int_equal(vn_regime_of(text, beliefs[k]), beliefs[k]);
		}
}

static void capitals_and_line_ends_do_not_matter(void **state)
{
	(void)state;
	assert_int_equal(
		vn_regime_of(VN_STR("UỶ BAN NHÂN DÂN\r\nTỈNH ĐỒNG NAI\r\n"), VN_REGIME_AUTO),
		VN_REGIME_VIE);
	assert_int_equal(
		vn_regime_of(VN_STR("UY BAN NHAN DAN\r\nTINH DONG NAI\r\n"), VN_REGIME_AUTO),
		VN_REGIME_BARE);
}

/* A long text is judged like its pieces, and binary data do no harm. */
static void long_texts(void **state)
{
	size_t len = 1 << 20;
	char *text = malloc(len);

	(void)state;
	assert_non_null(text);
	for (size_t i = 0; i < len; i++)
		text[i] = ENG[i % (sizeof ENG - 1)];
	assert_int_equal(vn_regime_of((struct vn_str){text, len}, VN_REGIME_AUTO), VN_REGIME_ENG);
	for (size_t i = 0; i < len; i++)
		text[i] = (char)(i * 2654435761u >> 13);
	vn_regime_of((struct vn_str){text, len}, VN_REGIME_AUTO);
	memset(text, 'a', len);
	assert_int_equal(vn_regime_of((struct vn_str){text, len}, VN_REGIME_AUTO), VN_REGIME_CLEAN);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_show_their_damage),
		cmocka_unit_test(little_text_keeps_the_belief),
		cmocka_unit_test(capitals_and_line_ends_do_not_matter),
		cmocka_unit_test(long_texts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
