/* The table of damages, and which of them a text has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "damage/damage.h"
#include "damage/guess.h"
#include "damage/misspelt.h"
#include "small_model.h"
#include "text/chars.h"

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
		enum vn_damage_kind before, kind;
	} cases[] = {
		{CLEAN, VN_DAMAGE_COUNT, VN_DAMAGE_VIE},
		{BARE, VN_DAMAGE_COUNT, VN_DAMAGE_BARE},
		{ENG, VN_DAMAGE_COUNT, VN_DAMAGE_ENG},
		{FOREIGN, VN_DAMAGE_COUNT, VN_DAMAGE_CLEAN},
		/* Clear evidence overturns the belief so far. */
		{CLEAN, VN_DAMAGE_ENG, VN_DAMAGE_VIE},
		{ENG, VN_DAMAGE_VIE, VN_DAMAGE_ENG},
		{BARE, VN_DAMAGE_CLEAN, VN_DAMAGE_BARE},
		/* Nothing to go by. */
		{"", VN_DAMAGE_COUNT, VN_DAMAGE_CLEAN},
		{"12.345 67/89\n\n - ;\n", VN_DAMAGE_COUNT, VN_DAMAGE_CLEAN},
		{"\xff\xfe\x80 \xc3 \xe1\xbb", VN_DAMAGE_COUNT, VN_DAMAGE_CLEAN},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct vn_str text = {cases[i].text, strlen(cases[i].text)};
		assert_int_equal(vn_damage_guess(text, cases[i].before), cases[i].kind);
	}
}

/* A page number or a short last page says too little. */
static void little_text_keeps_the_belief(void **state)
{
	static const char *const little[] = {"", "12", "Trang 3", "Noi nhan:", "đổi mới"};
	static const enum vn_damage_kind beliefs[] = {VN_DAMAGE_ENG, VN_DAMAGE_VIE, VN_DAMAGE_BARE,
						      VN_DAMAGE_CLEAN};
	(void)state;
	for (size_t i = 0; i < sizeof little / sizeof *little; i++)
		for (size_t k = 0; k < sizeof beliefs / sizeof *beliefs; k++) {
			struct vn_str text = {little[i], strlen(little[i])};
			assert_int_equal(vn_damage_guess(text, beliefs[k]), beliefs[k]);
		}
}

static void capitals_and_line_ends_do_not_matter(void **state)
{
	(void)state;
	assert_int_equal(
		vn_damage_guess(VN_STR("UỶ BAN NHÂN DÂN\r\nTỈNH ĐỒNG NAI\r\n"), VN_DAMAGE_COUNT),
		VN_DAMAGE_VIE);
	assert_int_equal(
		vn_damage_guess(VN_STR("UY BAN NHAN DAN\r\nTINH DONG NAI\r\n"), VN_DAMAGE_COUNT),
		VN_DAMAGE_BARE);
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
	assert_int_equal(vn_damage_guess((struct vn_str){text, len}, VN_DAMAGE_COUNT),
			 VN_DAMAGE_ENG);
	for (size_t i = 0; i < len; i++)
		text[i] = (char)(i * 2654435761u >> 13);
	vn_damage_guess((struct vn_str){text, len}, VN_DAMAGE_COUNT);
	memset(text, 'a', len);
	assert_int_equal(vn_damage_guess((struct vn_str){text, len}, VN_DAMAGE_COUNT),
			 VN_DAMAGE_CLEAN);
	free(text);
}

/* Every row is whole: it stands in its place, and has what its decoder needs. */
static void rows_are_whole(void **state)
{
	static const char *const names[] = {
#define NAME(kind, name) name,
		VN_DAMAGE_KINDS(NAME)
#undef NAME
	};
	(void)state;
	for (int d = 0; d < VN_DAMAGE_COUNT; d++) {
		const struct vn_damage *row = &vn_damages[d];
		int steps = 0;
		assert_int_equal(row->kind, d);
		assert_string_equal(row->name, names[d]);
		assert_ptr_equal(vn_damage_find(names[d]), row);
		for (; row->channel; row = &vn_damages[row->instead])
			assert_true(steps++ < VN_DAMAGE_COUNT);
		for (row = &vn_damages[d]; row && row->channel; row = row->seldom) {
			assert_in_range(row->beam.kept, 1, row->beam.room);
			assert_in_range(row->beam.room, 1, VN_BEAM_ROOM);
			assert_in_range(row->beam.width, 1, VN_BEAM_WIDTH);
			assert_in_range(row->shortest, 1, 9);
			assert_int_not_equal(row->lm, VN_WEIGHT_COUNT);
			assert_false(row->gated && row->twice);
			assert_false(row->learns && !row->twice);
		}
	}
	assert_null(vn_damage_find("auto"));
	assert_null(vn_damage_find(""));
}

/* The numbers are the model's, as they are now. */
static void rows_have_the_numbers_of_the_model(void **state)
{
	struct vn_model *model = small_model_open();
	struct vn_damage_model eng, bare;

	(void)state;
	assert_non_null(model);
	model->weights.lm = 77;
	model->weights.bare_foreign = 78;
	assert_true(vn_damage_in(&eng, &vn_damages[VN_DAMAGE_ENG], model));
	assert_true(vn_damage_in(&bare, &vn_damages[VN_DAMAGE_BARE], model));
	assert_int_equal(eng.lm, 77);
	assert_int_equal(eng.foreign, 0);
	assert_int_equal(eng.spell, model->weights.spell_fee_eng);
	assert_int_equal(bare.foreign, 78);
	assert_ptr_equal(bare.channel, vn_model_channel(model, "bare"));
	vn_model_close(model);
}

/* Stripped text is read as an English engine's where the model has no better; all else stays. */
static void a_missing_channel_has_a_substitute(void **state)
{
	static const struct {
		const char *lacking;
		enum vn_damage_kind kind, read_as;
	} cases[] = {{"bare", VN_DAMAGE_BARE, VN_DAMAGE_ENG},
		     {"eng", VN_DAMAGE_ENG, VN_DAMAGE_CLEAN},
		     {"vie", VN_DAMAGE_VIE, VN_DAMAGE_CLEAN},
		     {"vie", VN_DAMAGE_BARE, VN_DAMAGE_BARE}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct vn_damage *row = &vn_damages[cases[i].kind];
		struct vn_model *model = small_model_lacking(cases[i].lacking);
		struct vn_damage_model with;
		assert_non_null(model);
		assert_int_equal(vn_damage_in(&with, row, model), row->kind == cases[i].read_as);
		assert_ptr_equal(with.damage, &vn_damages[cases[i].read_as]);
		assert_true((with.channel != NULL) == (with.damage->channel != NULL));
		vn_model_close(model);
	}
}

static void what_nobody_writes(void **state)
{
	static const struct {
		const char *word;
		enum vn_sense sense;
	} cases[] = {
		{"nguời", VN_SENSE_BROKEN},
		{"trươc", VN_SENSE_BROKEN},
		{"tbăm", VN_SENSE_BROKEN},
		{"ngiiồn", VN_SENSE_BROKEN},
		{"đ0ạn", VN_SENSE_BROKEN},
		{"1ớp", VN_SENSE_BROKEN},
		{"Nguời", VN_SENSE_ODD},
		{"Mlô", VN_SENSE_ODD},
		{"tbam", VN_SENSE_ODD},
		{"thuoc", VN_SENSE_ODD},
		{"test", VN_SENSE_ODD},
		{"tre0", VN_SENSE_ODD},
		/* Syllables, whether they are words or not. */
		{"người", VN_SENSE_WORD},
		{"ngoẵng", VN_SENSE_WORD},
		{"doi", VN_SENSE_WORD},
		{"hòa", VN_SENSE_WORD},
		{"hoà", VN_SENSE_WORD},
		/* Initials, names of things, what chats have, more than a syllable, capitals. */
		{"hđqt", VN_SENSE_WORD},
		{"đt", VN_SENSE_WORD},
		{"x1", VN_SENSE_WORD},
		{"10đ", VN_SENSE_WORD},
		{"a0", VN_SENSE_WORD},
		{"zậy", VN_SENSE_WORD},
		{"m2", VN_SENSE_WORD},
		{"xăngđanxanh", VN_SENSE_WORD},
		{"NGUỜI", VN_SENSE_WORD},
		{"nguờ-i", VN_SENSE_WORD},
		{"", VN_SENSE_WORD},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int32_t c[16];
		int count = vn_utf8_decode((struct vn_str){cases[i].word, strlen(cases[i].word)}, c,
					   16);
		if (vn_sense_of(c, count) != cases[i].sense)
			fail_msg("%s: %d", cases[i].word, (int)vn_sense_of(c, count));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_show_their_damage),
		cmocka_unit_test(little_text_keeps_the_belief),
		cmocka_unit_test(capitals_and_line_ends_do_not_matter),
		cmocka_unit_test(long_texts),
		cmocka_unit_test(rows_are_whole),
		cmocka_unit_test(rows_have_the_numbers_of_the_model),
		cmocka_unit_test(a_missing_channel_has_a_substitute),
		cmocka_unit_test(what_nobody_writes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
