/* Word lists, tables and the model with more words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "load/load.h"
#include "model/extend.h"
#include "small_model.h"
#include "user/user.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* A user with the list LIST and the table TABLE. */
static struct vn_user *user_of(const char *list, const char *table)
{
	char a[SMALL_MODEL_PATH], b[SMALL_MODEL_PATH];
	const char *lists[] = {a}, *tables[] = {b};
	struct vn_user_config config = {lists, 1, tables, 1, NULL, 0, vn_load_text};
	struct vn_user *user = NULL;

	assert_true(small_file(a, list, strlen(list)));
	assert_true(small_file(b, table, strlen(table)));
	assert_int_equal(vn_user_open(&user, &config, NULL), VN_OK);
	unlink(a);
	unlink(b);
	return user;
}

/* The words of TEXT that the list keeps, in brackets. */
static void kept(const struct vn_user *user, const char *text, char *out)
{
	struct vn_unit unit;
	size_t at = 0;

	vn_unit_init(&unit);
	assert_int_equal(vn_unit_begin(&unit, text, strlen(text), NULL), VN_OK);
	assert_int_equal(vn_user_keep(user, &unit, NULL), VN_OK);
	*out = 0;
	for (size_t i = 0; i < unit.span_count; i++) {
		const struct vn_span *s = &unit.spans[i];
		assert_int_equal(s->kind, VN_PROTECT_USER);
		out += sprintf(out, "%.*s[%.*s]", (int)(s->begin - at), text + at,
			       (int)(s->end - s->begin), text + s->begin);
		at = s->end;
	}
	strcpy(out, text + at);
	vn_unit_fini(&unit);
}

static void entries_are_kept_as_written(void **state)
{
	static const struct {
		const char *text, *kept;
	} table[] = {
		{"thuỷ, Thuỷ: THUỶ", "[thuỷ], [Thuỷ]: [THUỶ]"},
		{"thủy (thuỷ)", "[thủy] ([thuỷ])"},
		{"Đắk Lắk", "[Đắk] [Lắk]"},
		{"ĐẮK LẮK.", "[ĐẮK] [LẮK]."},
		{"đắk lắk", "đắk lắk"},
		{"Đắk\n  Lắk", "[Đắk]\n  [Lắk]"},
		{"Đắk\n\nLắk", "Đắk\n\nLắk"},
		{"Đắk, Lắk Đắk  Lắk/Đắk Lắk", "Đắk, Lắk [Đắk]  [Lắk]/[Đắk] [Lắk]"},
		{"Đắk Lắk Mới Đắk Lắk", "[Đắk] [Lắk] [Mới] [Đắk] [Lắk]"},
		{"Kơ-nía Kơ nía kơ-nía xKơ-nía", "[Kơ-nía] Kơ nía kơ-nía xKơ-nía"},
		{"sai Q1 Q12", "sai [Q1] Q12"},
		{"", ""},
		{" ", " "},
	};
	struct vn_user *user = user_of("thuỷ\nĐắk Lắk/A\nĐắk Lắk Mới\nKơ-nía\n*sai\nQ1\n", "");
	char out[256];

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		kept(user, table[i].text, out);
		assert_string_equal(out, table[i].kept);
	}
	vn_user_close(user);
}

static bool knows(const struct vn_user *user, struct vn_str word)
{
	bool yes = true;
	assert_int_equal(vn_user_knows(user, word, &yes, NULL), VN_OK);
	return yes;
}

static void parts_are_known(void **state)
{
	struct vn_user *user = user_of("Đắk Lắk\n", "");

	(void)state;
	assert_true(knows(user, VN_STR("lắk")));
	assert_true(knows(user, VN_STR("\xc4\x90\x61\xcc\x86\xcc\x81k")));
	assert_false(knows(user, VN_STR("Đắk Lắk")));
	assert_false(knows(user, VN_STR("\xff")));
	assert_false(knows(user, VN_STR("")));
	vn_user_close(user);
	user = user_of("", "");
	assert_false(knows(user, VN_STR("lắk")));
	vn_user_close(user);
}

/* TEXT with what the table asks for. */
static void replaced(const struct vn_user *user, const char *text, char *out)
{
	struct vn_unit unit;

	vn_unit_init(&unit);
	unit.stage = "user";
	assert_int_equal(vn_unit_begin(&unit, text, strlen(text), NULL), VN_OK);
	assert_int_equal(vn_user_want(user, &unit, NULL), VN_OK);
	assert_int_equal(unit.edit_count, 0);
	assert_int_equal(vn_user_replace(user, &unit, NULL), VN_OK);
	assert_int_equal(vn_unit_commit(&unit, NULL), VN_OK);
	sprintf(out, "%.*s", (int)unit.text.len, unit.text.ptr);
	for (size_t i = 0; i < unit.edit_count; i++)
		assert_non_null(
			vn_unit_protected(&unit, unit.edits[i].out_begin, unit.edits[i].out_end));
	vn_unit_fini(&unit);
}

static void the_longest_that_fits_is_replaced(void **state)
{
	static const char rules[] = "an\tAN\nan t\tA2\nan t\tA3\nan tâm\tA4\txa\nmo\tMO\tlow\n"
				    "mo\tM2\tbig\n-\t–\n“\t\"\n16p\tlập\n";
	static const struct {
		const char *text, *out;
	} table[] = {
		{"an tâm", "AN tâm"},
		{"an tâm xa", "A4 xa"},
		{"an t", "A2"},
		{"ban an, lan", "ban AN, lan"},
		{"an\xcc\x81 an", "an\xcc\x81 AN"},
		{"mo low\nmo\nbig mo\nmo low big", "MO low\nmo\nbig M2\nMO low big"},
		{"a-b - c", "a–b – c"},
		{"“a", "\"a"},
		{"16p 16pa 216p /16p 16p/", "lập 16pa 216p /16p lập/"},
	};
	struct vn_user *user = user_of("", rules);
	char out[256];

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		replaced(user, table[i].text, out);
		assert_string_equal(out, table[i].out);
	}
	vn_user_close(user);
}

/* A user's words have ids behind the model's, and what was known stays. */
static void a_model_takes_more_words(void **state)
{
	static const struct vn_extra_word words[] = {
		{{"krông", 6}, true}, {{"pắc", 5}, true}, {{"ban", 3}, false}, {{"ŏ", 2}, false}};
	static const struct vn_extra_pair pairs[] = {{0, 1}, {2, 3}};
	struct vn_extra extra = {words, 4, pairs, 2};
	struct vn_model *base = small_model_open(), *wider = NULL;
	struct vn_score_state state_a, state_b;
	uint32_t krong, pac, n;

	(void)state;
	assert_non_null(base);
	n = base->lm.word_count;
	assert_int_equal(vn_model_extend(&wider, base, &extra, NULL), VN_OK);
	krong = vn_model_find(wider, VN_STR("krông"));
	pac = vn_model_find(wider, VN_STR("pắc"));
	assert_int_equal(krong, n);
	assert_int_equal(pac, n + 1);
	assert_int_equal(wider->lm.word_count, n + 2);
	assert_int_equal(vn_model_find(base, VN_STR("krông")), VN_WORD_UNKNOWN);
	for (uint32_t id = VN_WORD_FIRST; id < n; id++)
		assert_int_equal(vn_model_find(wider, vn_model_word(base, id)), id);
	state_a = state_b = vn_lm_start(&wider->lm);
	assert_true(
		vn_lm_score(&wider->lm, &state_a, krong, &state_a) >
		vn_lm_score(&wider->lm, &state_b, vn_model_find(wider, VN_STR("ban")), &state_b));
	assert_int_equal(vn_lm_score(&wider->lm, &state_a, pac, &state_a), VN_LM_PAIR_COST);
	assert_true(vn_lm_score(&wider->lm, &state_b, pac, &state_b) > VN_LM_PAIR_COST);
	vn_model_close(wider);
	/* The base is whole. */
	assert_int_equal(vn_model_find(base, VN_STR("krông")), VN_WORD_UNKNOWN);
	vn_model_close(base);
}

static void pieces_are_lines_or_parts_of_them(void **state)
{
	char text[3 * VN_PATTERN_SUBJECT];
	struct vn_str all = {text, sizeof text};
	size_t next, len;

	(void)state;
	memset(text, 'a', sizeof text);
	memcpy(text, "ab\r\n\n", 5);
	assert_int_equal(vn_pattern_piece(all, 0, &next), 2);
	assert_int_equal(next, 4);
	assert_int_equal(vn_pattern_piece(all, 4, &next), 0);
	assert_int_equal(next, 5);
	len = vn_pattern_piece(all, 5, &next);
	assert_int_equal(len, VN_PATTERN_SUBJECT);
	assert_int_equal(next, 5 + len);
	text[1000] = ' ';
	len = vn_pattern_piece(all, 5, &next);
	assert_int_equal(next, 1001);
	assert_int_equal(len, 996);
	/* No code point is cut. */
	memcpy(text + 1001 + VN_PATTERN_SUBJECT - 1, "ế", 3);
	vn_pattern_piece(all, 1001, &next);
	assert_int_equal(next, 1001 + VN_PATTERN_SUBJECT - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_are_kept_as_written),
		cmocka_unit_test(parts_are_known),
		cmocka_unit_test(the_longest_that_fits_is_replaced),
		cmocka_unit_test(a_model_takes_more_words),
		cmocka_unit_test(pieces_are_lines_or_parts_of_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
