/* How sure a word has to be because of what stands beside it: a word said twice, a title before it,
 * lines with their marks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "confidence/around.h"
#include "confidence/name.h"
#include "confidence/pair.h"
#include "damage/damage.h"
#include "decode/evidence.h"

#define ITEMS 24
#define NAME  0 /* a word whose capital costs nothing, by id in the model */
#define SMALL 1 /* one that is written small behind capitals, too */

static const struct vn_file_case cases[] = {
	[NAME] = {{[VN_CASE_TITLE] = {[VN_CASE_LOWER] = 40}}},
	[SMALL] = {{[VN_CASE_TITLE] = {[VN_CASE_TITLE] = 40}}},
};
static const struct vn_model model = {.cases = cases};

/* A text of few items, each of one token, that read as KIND; of those that the string CHANGED has a
 * + for the letters are new. All are as sure as SURE, in hundredths, and the word WORD. */
struct page {
	struct vn_unit unit;
	struct vn_evidence evidence[ITEMS];
};

static void begin(struct page *page, const char *text, const char *changed,
		  enum vn_damage_kind kind, int sure, uint16_t word)
{
	size_t len = strlen(text), at = 0;

	*page = (struct page){0};
	vn_unit_init(&page->unit);
	assert_int_equal(vn_unit_begin(&page->unit, text, len, NULL), VN_OK);
	vn_unit_stage(&page->unit, "any", VN_LAYER_WORDS);
	for (uint32_t i = 0; at < len; i++) {
		size_t end = at + strcspn(text + at, " \n");
		struct vn_token token = {.begin = (uint32_t)at,
					 .end = (uint32_t)end,
					 .changed = changed[i] == '+',
					 .evidence = &page->evidence[i]};
		struct vn_item item = {.begin = (uint32_t)at,
				       .end = (uint32_t)end,
				       .token = i,
				       .token_count = 1,
				       .confidence = (vn_confidence)(VN_SURE / 100 * sure)};
		assert_true(i < ITEMS);
		page->evidence[i] = (struct vn_evidence){.word = word, .damage = kind & 0xff};
		assert_int_equal(vn_unit_token(&page->unit, &token, NULL), VN_OK);
		assert_int_equal(vn_unit_item(&page->unit, &item, NULL), VN_OK);
		at = end + strspn(text + end, " \n");
	}
}

/* What is asked of item 1 of a text, which is as sure. */
struct demand {
	const char *text, *changed;
	enum vn_damage_kind kind;
	int sure, needs;
};

static void check(const struct demand *table, size_t count,
		  vn_confidence (*needs)(const struct vn_unit *unit, size_t item))
{
	for (size_t i = 0; i < count; i++) {
		struct page page;
		begin(&page, table[i].text, table[i].changed, table[i].kind, table[i].sure, NAME);
		if (needs(&page.unit, 1) != table[i].needs)
			fail_msg("%s (%zu)", table[i].text, i);
		vn_unit_fini(&page.unit);
	}
}

static void words_said_twice_stand_or_fall_together(void **state)
{
	enum { ALL = VN_SURE, PART = VN_SURE / 10 * 9 };
	static const struct demand table[] = {
		{"mẹ bồn bôn", "-++", VN_DAMAGE_BARE, 70, ALL},
		{"mẹ bồn bôn", "-++", VN_DAMAGE_BARE, 95, PART},
		{"mẹ bồn, Bôn!", "-++", VN_DAMAGE_BARE, 70, ALL},
		{"bôn bồn mẹ", "++-", VN_DAMAGE_BARE, 70, ALL},
		/* No pair, or one that did not come to differ. */
		{"mẹ bồn bôn", "--+", VN_DAMAGE_BARE, 70, 0},
		{"mẹ bồn\nbôn", "-++", VN_DAMAGE_BARE, 70, 0},
		{"mẹ bồn bồn", "-++", VN_DAMAGE_BARE, 70, 0},
		{"mẹ bồn bông", "-++", VN_DAMAGE_BARE, 70, 0},
		{"mẹ bồn bôn", "-+-", VN_DAMAGE_BARE, 70, 0},
		/* A line that tells more of them. */
		{"mẹ bồn bôn của tôi", "-++--", VN_DAMAGE_BARE, 70, 0},
		/* Where letters are misread a pair may be equal, and its line of any length. */
		{"mẹ bồn bồn của tôi", "-++--", VN_DAMAGE_HALF, 70, ALL},
		/* What engines read mostly right, or with digits, is another matter. */
		{"mẹ bồn bôn", "-++", VN_DAMAGE_VIE, 70, 0},
		{"mẹ bồn bôn", "-++", VN_DAMAGE_ENG, 70, 0},
	};

	(void)state;
	check(table, sizeof table / sizeof *table, vn_pair_needs);
}

/* The same of what stands behind a title. */
static void titles_make_no_word_a_name(void **state)
{
	enum { ALL = VN_SURE, PART = VN_SURE / 10 * 8 };
	static const struct {
		const char *text, *changed;
		enum vn_damage_kind kind;
		uint16_t word;
		int needs;
	} table[] = {
		{"ThS. Thủy", "-+", VN_DAMAGE_BARE, NAME, PART},
		{"PGS.TS. Thủy", "-+", VN_DAMAGE_BARE, NAME, PART},
		{"TS. Khỏi", "-+", VN_DAMAGE_BARE, SMALL, ALL},
		/* One letter may be that of a choice. */
		{"B. Khỏi", "-+", VN_DAMAGE_BARE, SMALL, PART},
		/* No title, no name, or one of which more stands there. */
		{"ThS Thủy", "-+", VN_DAMAGE_BARE, NAME, 0},
		{"nay. Thủy", "-+", VN_DAMAGE_BARE, NAME, 0},
		{"Khoang. Thủy", "-+", VN_DAMAGE_BARE, NAME, 0},
		{"TS.\nThủy", "-+", VN_DAMAGE_BARE, NAME, 0},
		/* A stop or comma ends the name. */
		{"TS. Khoảng. Thủy", "-+-", VN_DAMAGE_BARE, NAME, PART},
		{"TS. Khoảng, Thủy", "-+-", VN_DAMAGE_BARE, NAME, PART},
		{"TS. Kho.ảng", "-+", VN_DAMAGE_BARE, NAME, 0},
		{"TS. thủy", "-+", VN_DAMAGE_BARE, NAME, 0},
		{"TS. Thủy Tiên", "-+-", VN_DAMAGE_BARE, NAME, 0},
		{"TS. Thủy", "--", VN_DAMAGE_BARE, NAME, 0},
		{"TS. Thủy", "-+", VN_DAMAGE_VIE, NAME, 0},
		{"TS. Thủy ở lại đây", "-+---", VN_DAMAGE_BARE, NAME, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct page page;
		begin(&page, table[i].text, table[i].changed, table[i].kind, 50, table[i].word);
		if (vn_name_needs(&model, &page.unit, 1) != table[i].needs)
			fail_msg("%s (%zu)", table[i].text, i);
		vn_unit_fini(&page.unit);
	}
}

/* The same of what stands beside a word of a name that was read with its marks. */
static void words_of_one_name_stand_without_a_sign_between(void **state)
{
	enum { PART = VN_SURE / 10 * 7 };
	static const struct {
		const char *text, *changed;
		int needs;
	} table[] = {
		{"Phước Khoảng", "-+", PART},	    {"ông Khoảng Phước", "-+-", PART},
		{"ông Khoảng Phước.", "-+-", PART}, {"Phước. Khoảng", "-+", 0},
		{"Phước, Khoảng", "-+", 0},	    {"ông Khoảng. Phước", "-+-", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct page page;
		begin(&page, table[i].text, table[i].changed, VN_DAMAGE_BARE, 50, NAME);
		if (vn_name_needs(&model, &page.unit, 1) != table[i].needs)
			fail_msg("%s (%zu)", table[i].text, i);
		vn_unit_fini(&page.unit);
	}
}

/* The same of a short line among others, and of a label. */
static void short_lines_among_right_ones_have_to_be_surer(void **state)
{
	enum { PART = VN_SURE / 10 * 9 };
	static const struct demand table[] = {
		{"Giường\nThẩu 4", "-+-", VN_DAMAGE_BARE, 80, PART},
		{"Giường\nThẩu 4", "-+-", VN_DAMAGE_HALF, 80, PART},
		{"bốn\nThẩu 4\nGiường", "-+--", VN_DAMAGE_ENG, 80, PART},
		{"Giường\nThẩu 4", "-+-", VN_DAMAGE_ENG, 80, PART},
		/* Sure enough already, read by what saw marks, not changed, in a long line. */
		{"Giường\nThẩu 4", "-+-", VN_DAMAGE_BARE, 90, 0},
		{"Giường\nThẩu 4", "-+-", VN_DAMAGE_VIE, 80, 0},
		{"Giường\nThẩu 4", "---", VN_DAMAGE_BARE, 80, 0},
		{"Giường\nThẩu 4 to cho hai", "-+----", VN_DAMAGE_BARE, 80, 0},
		/* Nothing around has marks, or none that English engines have not. */
		{"Kho\nThẩu 4", "-+-", VN_DAMAGE_BARE, 80, 0},
		{"Bàn\nThẩu 4", "-+-", VN_DAMAGE_ENG, 80, 0},
		/* What is around came by its marks here. */
		{"Giường\nThẩu 4", "++-", VN_DAMAGE_BARE, 80, 0},
		/* A label, where what is around tells nothing; its own line counts. */
		{"kho Thẩu: 4", "-+-", VN_DAMAGE_BARE, 80, PART},
		{"giường Thẩu: 4", "-+-", VN_DAMAGE_BARE, 80, PART},
		{"kho Thẩu: to", "-+-", VN_DAMAGE_BARE, 80, 0},
		{"kho Thẩu:\n4", "-+-", VN_DAMAGE_BARE, 80, 0},
	};

	(void)state;
	check(table, sizeof table / sizeof *table, vn_around_needs);
}

/* One word that surely lost its marks outweighs few that kept them, whatever a label says. */
static void one_sure_loss_outweighs_few_marks(void **state)
{
	static const struct {
		const char *text;
		int needs;
	} table[] = {
		{"bốn\nThẩu: 4\nở ở ở ở ở ở ở ở ở ở ở ở ở ở ở ở", 0},
		{"bốn\nThẩu: 4\nở ở ở ở ở ở ở ở ở ở ở ở ở ở ở ở ở", VN_SURE / 10 * 9},
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct page page;
		begin(&page, table[i].text, "++-----------------------", VN_DAMAGE_BARE, 80, NAME);
		page.unit.items[0].confidence = VN_SURE / 100 * 97;
		if (vn_around_needs(&page.unit, 1) != table[i].needs)
			fail_msg("%s (%zu)", table[i].text, i);
		vn_unit_fini(&page.unit);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(short_lines_among_right_ones_have_to_be_surer),
		cmocka_unit_test(one_sure_loss_outweighs_few_marks),
		cmocka_unit_test(words_said_twice_stand_or_fall_together),
		cmocka_unit_test(titles_make_no_word_a_name),
		cmocka_unit_test(words_of_one_name_stand_without_a_sign_between),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
