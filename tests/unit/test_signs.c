/* Signs between words: what goes, what changes and what stays, and that all of it can be undone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "decode/evidence.h"
#include "signs/words.h"
#include "stage.h"
#include "text/chars.h"
#include "with_model.h"

/* The words of the text as the search would leave them, read as DAMAGE. */
static void add_tokens(struct vn_unit *unit, enum vn_damage_kind damage)
{
	struct vn_str text = vn_buf_str(&unit->text);

	for (size_t at = 0, begin = 0, letters = 0; at <= text.len;) {
		size_t here = at;
		int32_t c = at < text.len ? vn_utf8_next(text, &at) : ' ';
		if (vn_is_letter(c)) {
			begin = letters++ ? begin : here;
			continue;
		}
		if (letters) {
			struct vn_token token = {.begin = begin, .end = here};
			token.evidence = vn_arena_alloc(&unit->arena, sizeof *token.evidence);
			assert_non_null(token.evidence);
			*token.evidence = (struct vn_evidence){.damage = damage, .start = true};
			assert_int_equal(vn_unit_token(unit, &token, NULL), VN_OK);
		}
		letters = 0;
		if (here == text.len)
			break;
	}
}

/* TEXT, of which the first KEEP (NULL: nothing) is protected as KIND, becomes WANTED. */
static void check_protected(const char *text, const char *wanted, enum vn_damage_kind damage,
			    const char *keep, enum vn_protect kind)
{
	struct vn_options options = {0};
	struct vn_document doc = {.options = &options, .model = model};
	struct vn_unit unit;
	struct vn_buf back = {0};
	void *data = NULL;

	vn_unit_init(&unit);
	assert_int_equal(vn_unit_begin(&unit, text, strlen(text), NULL), VN_OK);
	add_tokens(&unit, damage);
	if (keep) {
		size_t at = (size_t)(strstr(text, keep) - text);
		assert_int_equal(vn_unit_protect(&unit, at, at + strlen(keep), kind, NULL), VN_OK);
	}
	vn_unit_stage(&unit, vn_stage_signs.name, vn_stage_signs.layer);
	assert_int_equal(vn_stage_signs.open(&data, model, NULL), VN_OK);
	assert_int_equal(vn_stage_signs.run(data, &doc, &unit, NULL), VN_OK);
	vn_stage_signs.close(data);
	assert_int_equal(vn_unit_commit(&unit, NULL), VN_OK);
	assert_int_equal(vn_buf_add(&unit.text, "", 1, NULL), VN_OK);
	assert_string_equal(unit.text.ptr, wanted);
	unit.text.len--;
	assert_int_equal(vn_unit_undo(&unit, &back, NULL), VN_OK);
	assert_true(vn_str_eq(vn_buf_str(&back), (struct vn_str){text, strlen(text)}));
	vn_buf_fini(&back);
	vn_unit_fini(&unit);
}

static void check(const char *text, const char *wanted)
{
	check_protected(text, wanted, VN_DAMAGE_VIE, NULL, VN_PROTECT_USER);
	check_protected(text, wanted, VN_DAMAGE_ENG, NULL, VN_PROTECT_USER);
	/* What no speck fell on stays. */
	check_protected(text, text, VN_DAMAGE_BARE, NULL, VN_PROTECT_USER);
	check_protected(text, text, VN_DAMAGE_CLEAN, NULL, VN_PROTECT_USER);
}

static void a_stop_before_small_letters(void **state)
{
	(void)state;
	check("hướng dẫn các cơ quan. đơn vị thực hiện", "hướng dẫn các cơ quan, đơn vị thực hiện");
	check("báo cáo kết. quả thực hiện kế hoạch", "báo cáo kết quả thực hiện kế hoạch");
	check("báo cáo kết.\nquả thực hiện kế hoạch", "báo cáo kết\nquả thực hiện kế hoạch");
	check("báo cáo kết quả.\nb) thực hiện", "báo cáo kết quả.\nb) thực hiện");
	check("báo cáo kết.. quả", "báo cáo kết.. quả");
	check("báo cáo kết.\n\nquả", "báo cáo kết.\n\nquả");
	check("công ty vtp. quả", "công ty vtp. quả");
	check("thực hiện kế hoạch. Hội đồng nhân dân", "thực hiện kế hoạch. Hội đồng nhân dân");
}

static void stops_of_short_lines_in_a_row(void **state)
{
	(void)state;
	check("báo cáo kết.\nquả thực hiện.\nthực hiện kế hoạch.",
	      "báo cáo kết.\nquả thực hiện.\nthực hiện kế hoạch.");
	/* Two in a row may be a speck and the end of a sentence. */
	check("báo cáo kết.\nquả thực hiện.", "báo cáo kết\nquả thực hiện.");
	check("báo cáo kết.\nquả thực hiện.\n\nthực hiện kế hoạch.",
	      "báo cáo kết\nquả thực hiện.\n\nthực hiện kế hoạch.");
}

static void the_number_of_an_item(void **state)
{
	(void)state;
	check("3, Sở Nội vụ tỉnh", "3. Sở Nội vụ tỉnh");
	check("a\n1.12, Sở Nội vụ tỉnh", "a\n1.12. Sở Nội vụ tỉnh");
	check("Luật 5, Sở Nội vụ tỉnh", "Luật 5. Sở Nội vụ tỉnh");
	check("theo luật 5, Hội đồng nhân dân", "theo luật 5, Hội đồng nhân dân");
	check("2025, Hội đồng nhân dân tỉnh", "2025, Hội đồng nhân dân tỉnh");
	check("3, kế hoạch", "3, kế hoạch");
}

static void apostrophes_that_nothing_closes(void **state)
{
	(void)state;
	check("'Hội đồng nhân dân", "Hội đồng nhân dân");
	check("của \xe2\x80\x98Hội đồng", "của Hội đồng");
	check("'Hội đồng' nhân dân", "'Hội đồng' nhân dân");
	check("'Hội đồng nhân dân'.", "'Hội đồng nhân dân'.");
	check("\xe2\x80\x98Hội đồng nhân dân\xe2\x80\x99,",
	      "\xe2\x80\x98Hội đồng nhân dân\xe2\x80\x99,");
	check("Hội đồng' nhân dân", "Hội đồng nhân dân");
	check("Hội đồng\xe2\x80\x99, nhân dân", "Hội đồng, nhân dân");
	check("'Hội' đồng' nhân", "'Hội' đồng' nhân");
	check("vtp' 30' đồng", "vtp' 30' đồng");
	check("hè '24", "hè '24");
	check("O'Hội", "O'Hội");
}

static void one_of_two_signs(void **state)
{
	(void)state;
	check("hội đồng:; nhân dân", "hội đồng; nhân dân");
	check("hội đồng;. nhân dân", "hội đồng; nhân dân");
	check("hội đồng,;\nnhân dân", "hội đồng;\nnhân dân");
	check("hội đồng,, nhân dân", "hội đồng, nhân dân");
	check("v.v.; nhân dân", "v.v.; nhân dân");
	check("hội đồng., nhân dân", "hội đồng., nhân dân");
	check("30;; nhân dân", "30;; nhân dân");
	check("b;; nhân dân", "b;; nhân dân");
}

static void double_quotes_that_nothing_closes(void **state)
{
	(void)state;
	check("kết quả.\n\"Hội đồng nhân dân", "kết quả.\nHội đồng nhân dân");
	check("kết quả.\n\xe2\x80\x9cHội đồng nhân dân", "kết quả.\nHội đồng nhân dân");
	check("kết quả.\n\"Hội đồng\" nhân dân", "kết quả.\n\"Hội đồng\" nhân dân");
	check("kết quả.\n\"Hội đồng\nnhân dân\xe2\x80\x9d.",
	      "kết quả.\n\"Hội đồng\nnhân dân\xe2\x80\x9d.");
	/* What a law puts into another one. */
	check("như sau:\n\"Luật 5. Hội đồng", "như sau:\n\"Luật 5. Hội đồng");
	check("như sau:\n\"2. Hội đồng", "như sau:\n\"2. Hội đồng");
	check("như sau:\n\"c) Hội đồng", "như sau:\n\"c) Hội đồng");
	check("kết quả \"Hội đồng nhân dân", "kết quả \"Hội đồng nhân dân");
}

static void two_words_that_a_speck_holds_together(void **state)
{
	(void)state;
	check("hội_đồng nhân dân", "hội đồng nhân dân");
	check("Hội*đồng nhân\xe2\x80\x99"
	      "dân,",
	      "Hội đồng nhân dân,");
	check("báo cáo kết.quả", "báo cáo kết quả");
	check("Hội.Đồng nhân-dân", "Hội.Đồng nhân-dân");
	check("hội_xyzq hội__đồng", "hội_xyzq hội__đồng");
	check("báo_cáo_kết", "báo_cáo_kết");
}

static void the_ends_of_items(void **state)
{
	(void)state;
	check("a) báo cáo:\nb) kế hoạch;\nc) kết quả.", "a) báo cáo;\nb) kế hoạch;\nc) kết quả.");
	check("a) báo cáo;\nb) kế hoạch:\nc) kết quả.", "a) báo cáo;\nb) kế hoạch;\nc) kết quả.");
	check("d) báo cáo\nkết quả:\nđ) kế hoạch.", "d) báo cáo\nkết quả;\nđ) kế hoạch.");
	check("b) báo cáo:\na) kế hoạch;\nc) kết quả.", "b) báo cáo:\na) kế hoạch;\nc) kết quả.");
	check("a) báo cáo:\n- kế hoạch;\n", "a) báo cáo:\n- kế hoạch;\n");
	check("a) báo cáo\n\nkết quả:\nb) kế hoạch;\nc) kết quả",
	      "a) báo cáo\n\nkết quả:\nb) kế hoạch;\nc) kết quả");
	check("Nơi nhận:\n- Hội đồng:\n- Sở Nội vụ;", "Nơi nhận:\n- Hội đồng;\n- Sở Nội vụ;");
	check("Hội đồng:\n- Hội đồng:\n- Sở Nội vụ;\n", "Hội đồng:\n- Hội đồng:\n- Sở Nội vụ;\n");
	/* A form, and numbers in letters within an item. */
	check("a) báo cáo:\nb) kế hoạch:\nc) kết quả:", "a) báo cáo:\nb) kế hoạch:\nc) kết quả:");
	check("a) báo cáo:\ni) kế hoạch;\nii) kết quả;\nb) hội đồng.",
	      "a) báo cáo:\ni) kế hoạch;\nii) kết quả;\nb) hội đồng.");
}

static void what_is_protected_stays(void **state)
{
	static const char text[] = "báo cáo kết. quả thực hiện";

	(void)state;
	check_protected(text, text, VN_DAMAGE_VIE, "kết.", VN_PROTECT_USER);
	check_protected(text, text, VN_DAMAGE_VIE, "kết.", VN_PROTECT_FOREIGN);
	check_protected(text, text, VN_DAMAGE_VIE, "kết.", VN_PROTECT_ADDRESS);
	check_protected("3, Sở Nội vụ", "3. Sở Nội vụ", VN_DAMAGE_VIE, "3", VN_PROTECT_NUMBER);
}

/* A text of nothing, of blanks, of bytes that are no text. */
static void any_bytes_will_do(void **state)
{
	(void)state;
	check("", "");
	check(" \n", " \n");
	check("\xff. '\xff a. \xff", "\xff. '\xff a. \xff");
	check("kết.", "kết.");
	check("'", "'");
}

static void words_as_the_ngram_model_sees_them(void **state)
{
	static const char text[] = " Hội đồng, 12 tháng\n\n(KH-1) \xff.";
	struct vn_gaps gaps = {0};
	struct vn_unit unit;

	(void)state;
	vn_unit_init(&unit);
	assert_int_equal(vn_unit_begin(&unit, text, sizeof text - 1, NULL), VN_OK);
	for (int twice = 0; twice < 2; twice++) {
		assert_int_equal(vn_gaps_read(&gaps, model, &unit, NULL), VN_OK);
		assert_int_equal(gaps.count, 6);
		assert_true(gaps.words[0].known && gaps.words[0].shape == VN_CASE_TITLE);
		assert_int_equal(gaps.words[0].breaks, 2);
		assert_int_equal(gaps.words[1].tail, VN_WORD_COMMA);
		assert_int_equal(gaps.words[1].id_count, 1);
		assert_int_equal(gaps.words[1].breaks, 0);
		assert_true(gaps.words[2].number && !gaps.words[2].known);
		assert_int_equal(gaps.ids[gaps.words[2].ids], VN_WORD_NUMBER);
		assert_int_equal(gaps.words[4].breaks, 2);
		assert_int_equal(gaps.words[4].core_end + 1, gaps.words[4].end);
		assert_int_equal(gaps.words[5].first, 0);
	}
	vn_gaps_fini(&gaps);
	vn_unit_fini(&unit);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stop_before_small_letters),
		cmocka_unit_test(stops_of_short_lines_in_a_row),
		cmocka_unit_test(the_number_of_an_item),
		cmocka_unit_test(apostrophes_that_nothing_closes),
		cmocka_unit_test(one_of_two_signs),
		cmocka_unit_test(double_quotes_that_nothing_closes),
		cmocka_unit_test(two_words_that_a_speck_holds_together),
		cmocka_unit_test(the_ends_of_items),
		cmocka_unit_test(what_is_protected_stays),
		cmocka_unit_test(any_bytes_will_do),
		cmocka_unit_test(words_as_the_ngram_model_sees_them),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
