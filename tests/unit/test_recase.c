/* Capitals: the stage sees settled words and may change nothing but their case. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "damage/kind.h"
#include "decode/evidence.h"
#include "decode/posterior.h"
#include "model/words.h"
#include "stage.h"
#include "text/chars.h"
#include "with_model.h"

#include <stdlib.h>

/* What the lattice would know of a word of the text. */
struct word {
	const char *text; /* as it stands, single blanks between the words */
	bool open;
	bool only; /* the letters fit this pattern alone */
	bool start;
	enum vn_damage_kind damage; /* 0: an engine without Vietnamese */
	const char *before;	    /* what stands before it; NULL: nothing or a blank */
};

static void lower_of(const char *text, char *out, size_t *len)
{
	struct vn_str s = {text, strlen(text)};
	size_t at = 0;
	*len = 0;
	while (at < s.len)
		*len += vn_utf8_put(out + *len, vn_lower(vn_utf8_next(s, &at)));
}

static void add_word(struct vn_unit *unit, const struct word *w, size_t begin)
{
	struct vn_token token = {.begin = begin, .end = begin + strlen(w->text), .open = w->open};
	struct vn_evidence *e = vn_arena_alloc(&unit->arena, sizeof *e);
	char lower[64];
	int32_t c[16];
	size_t len;

	lower_of(w->text, lower, &len);
	assert_non_null(e);
	token.evidence = e;
	e->start = w->start;
	e->damage = w->damage;
	e->word = vn_model_find(model, (struct vn_str){lower, len});
	e->shape = (uint8_t)vn_case_of(
		c, vn_utf8_decode((struct vn_str){w->text, strlen(w->text)}, c, 16));
	for (int i = 0; i < 3; i++)
		e->by_case[i] = w->only && i != e->shape ? VN_CANDIDATE_NEVER : 256;
	assert_int_equal(vn_unit_token(unit, &token, NULL), VN_OK);
}

/* Runs the stage over COUNT words; the new text, NUL-terminated, to OUT. */
static size_t run(const struct word *words, size_t count, char out[256])
{
	struct vn_options options = {0};
	struct vn_document doc = {.options = &options, .model = model};
	struct vn_unit unit;
	struct vn_buf text = {0}, back = {0};
	size_t at = 0, edits;

	for (size_t i = 0; i < count; i++) {
		const char *before = words[i].before ? words[i].before : i ? " " : "";
		assert_int_equal(vn_buf_add(&text, before, strlen(before), NULL), VN_OK);
		assert_int_equal(vn_buf_add(&text, words[i].text, strlen(words[i].text), NULL),
				 VN_OK);
	}
	vn_unit_init(&unit);
	assert_int_equal(vn_unit_begin(&unit, text.ptr, text.len, NULL), VN_OK);
	for (size_t i = 0; i < count; i++) {
		at += words[i].before ? strlen(words[i].before) : i > 0;
		add_word(&unit, &words[i], at);
		at += strlen(words[i].text);
	}
	vn_unit_stage(&unit, vn_stage_recase.name, vn_stage_recase.layer);
	assert_int_equal(vn_stage_recase.run(NULL, &doc, &unit, NULL), VN_OK);
	for (size_t i = 0; i < unit.token_count; i++)
		assert_in_range(unit.tokens[i].evidence->case_sure, 0, VN_PROB_COSTS);
	assert_int_equal(vn_unit_commit(&unit, NULL), VN_OK);
	assert_true(unit.text.len < 256);
	memcpy(out, vn_buf_str(&unit.text).ptr, unit.text.len);
	out[unit.text.len] = 0;
	for (size_t i = 0; i < unit.edit_count; i++)
		assert_string_equal(unit.edits[i].stage, "recase");
	assert_int_equal(vn_unit_undo(&unit, &back, NULL), VN_OK);
	assert_true(vn_str_eq(vn_buf_str(&back), vn_buf_str(&text)));
	edits = unit.edit_count;
	vn_unit_fini(&unit);
	vn_buf_fini(&text);
	vn_buf_fini(&back);
	return edits;
}

static void a_sentence_begins_with_a_capital(void **state)
{
	static const struct word words[] = {
		{"sở", true, false, true}, {"Tài", false, true}, {"chính", false, true}};
	char out[256];

	(void)state;
	assert_int_equal(run(words, 3, out), 1);
	assert_string_equal(out, "Sở Tài chính");
}

/* One word of shapeless letters in a heading. */
static void capitals_among_capitals(void **state)
{
	static const struct word words[] = {{"ỦY", true, true, true},
					    {"BAN", true, true},
					    {"nhân", true, false},
					    {"DÂN", true, true},
					    {"TỈNH", true, true}};
	char out[256];

	(void)state;
	run(words, 5, out);
	assert_string_equal(out, "ỦY BAN NHÂN DÂN TỈNH");
}

/* A letter alone is a word of a line of capitals as well. */
static void one_letter_among_capitals(void **state)
{
	static const struct word words[] = {
		{"XÃ", true, true, true}, {"MÙ", true, true}, {"Ủ", true, false}};
	char out[256];

	(void)state;
	assert_int_equal(run(words, 3, out), 0);
	assert_string_equal(out, "XÃ MÙ Ủ");
}

static void small_letters_among_small_ones(void **state)
{
	static const struct word words[] = {{"Các", true, true, true}, {"cơ", true, true},
					    {"quan", true, true},      {"Và", true, false},
					    {"đơn", true, true},       {"vị", true, true}};
	char out[256];

	(void)state;
	assert_int_equal(run(words, 6, out), 1);
	assert_string_equal(out, "Các cơ quan và đơn vị");
}

/* A word that is not open stays, whatever its neighbours say. */
static void closed_words_stay(void **state)
{
	static const struct word words[] = {{"cÁC", false, false, true},
					    {"CƠ", false, false},
					    {"quan", false, false},
					    {"Và", false, false},
					    {"ĐƠN", false, false}};
	char out[256];

	(void)state;
	assert_int_equal(run(words, 5, out), 0);
	assert_string_equal(out, "cÁC CƠ quan Và ĐƠN");
}

/* A syllable of a Vietnamese engine has one pattern; units, names and what others read stay. */
static void syllables_are_not_mixed(void **state)
{
	static const struct word mixed[] = {
		{"cỦa", false, false, false, VN_DAMAGE_VIE},
		{"cơ", false, false, false, VN_DAMAGE_VIE},
		{"quAn", false, false, false, VN_DAMAGE_VIE},
		{"VớI", false, false, false, VN_DAMAGE_VIE},
		{"đƠn", false, false, false, VN_DAMAGE_ENG},
	};
	char out[256];

	(void)state;
	assert_int_equal(run(mixed, 5, out), 2);
	assert_string_equal(out, "của cơ quAn Với đƠn");
}

/* Two capitals among small letters are one, or none where the first looks like its small letter. */
static void pairs_of_capitals_among_small_letters(void **state)
{
	static const struct word words[] = {
		{"của", false, false, false, VN_DAMAGE_VIE},
		{"BỘ", false, false, false, VN_DAMAGE_VIE},
		{"và", false, false, false, VN_DAMAGE_VIE},
		{"cơ", false, false, false, VN_DAMAGE_VIE},
		{"SỞ", false, false, false, VN_DAMAGE_VIE},
	};
	static const struct word heading[] = {
		{"CƠ", false, false, false, VN_DAMAGE_VIE},
		{"SỞ", false, false, false, VN_DAMAGE_VIE},
		{"của", false, false, false, VN_DAMAGE_VIE},
		{"UB", false, false, false, VN_DAMAGE_VIE},
	};
	static const struct word other[] = {{"của", false}, {"BỘ", false}, {"và", false}};
	char out[256];

	(void)state;
	assert_int_equal(run(words, 5, out), 2);
	assert_string_equal(out, "của Bộ và cơ sở");
	assert_int_equal(run(heading, 4, out), 0);
	assert_string_equal(out, "CƠ SỞ của UB");
	assert_int_equal(run(other, 3, out), 0);
	assert_string_equal(out, "của BỘ và");
}

/* An open word whose letters fit one pattern alone stays, too. */
static void letters_decide_where_they_can(void **state)
{
	static const struct word words[] = {
		{"và", true, true, true}, {"Của", true, true}, {"CÁC", true, true}};
	char out[256];

	(void)state;
	assert_int_equal(run(words, 3, out), 0);
	assert_string_equal(out, "và Của CÁC");
}

/* An o that looks like an O puts no word that begins a line into capitals; the words behind it do.
 */
static void the_first_word_of_a_line_goes_with_the_next(void **state)
{
	static const struct word items[] = {
		{"SỞ", true, false, false, VN_DAMAGE_ENG, "- "},
		{"Tài", false},
		{"chính", false},
		{"SỞ", true, false, false, VN_DAMAGE_ENG, "\n- "},
		{"GTX", false, false, false, VN_DAMAGE_ENG, " "},
		{"SỞ", true, false, false, VN_DAMAGE_ENG, "\n"},
		{"TÀI", false},
		{"CHÍNH", false},
	};
	char out[256];

	(void)state;
	assert_int_equal(run(items, 8, out), 2);
	assert_string_equal(out, "- Sở Tài chính\n- Sở GTX\nSỞ TÀI CHÍNH");
}

static void a_subject_below_its_type_begins_with_a_capital(void **state)
{
	static const struct word below[] = {
		{"TỜ", false, false, true},
		{"TRÌNH", false},
		{"về", true, false, false, VN_DAMAGE_ENG, "\n\n"},
		{"quy", false},
		{"hoạch", false},
		{"về", true, false, false, VN_DAMAGE_ENG, "\n"},
		{"đất", false},
	};
	char out[256];

	(void)state;
	assert_int_equal(run(below, 7, out), 1);
	assert_string_equal(out, "TỜ TRÌNH\n\nVề quy hoạch\nvề đất");
}

static void no_words_no_edits(void **state)
{
	char out[256];
	(void)state;
	assert_int_equal(run(NULL, 0, out), 0);
	assert_string_equal(out, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sentence_begins_with_a_capital),
		cmocka_unit_test(capitals_among_capitals),
		cmocka_unit_test(one_letter_among_capitals),
		cmocka_unit_test(small_letters_among_small_ones),
		cmocka_unit_test(closed_words_stay),
		cmocka_unit_test(syllables_are_not_mixed),
		cmocka_unit_test(pairs_of_capitals_among_small_letters),
		cmocka_unit_test(letters_decide_where_they_can),
		cmocka_unit_test(the_first_word_of_a_line_goes_with_the_next),
		cmocka_unit_test(a_subject_below_its_type_begins_with_a_capital),
		cmocka_unit_test(no_words_no_edits),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
