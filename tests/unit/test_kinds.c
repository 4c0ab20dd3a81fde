/* Kinds of errors, the links between words that they rest on, whole texts, intervals, and how
 * hostile text is shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "eval/rates.h"
#include "eval/show.h"

#include <stdio.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static struct vn_str str(const char *text)
{
	return (struct vn_str){text, strlen(text)};
}

struct token_case {
	const char *truth, *got;
	enum vn_kind kind;
};

static const struct token_case token_cases[] = {
	{"hòa", "hoa", VN_KIND_TONE},
	{"Thể,", "Thế,", VN_KIND_TONE},
	{"ma",
	 "m\xcc\x81"
	 "a",
	 VN_KIND_TONE}, /* a mark on a letter that has none in Unicode */
	{"dân", "dan", VN_KIND_VOWEL_MARK},
	{"cơ", "cô", VN_KIND_VOWEL_MARK},
	{"được", "dược", VN_KIND_STROKE},
	{"Đ", "D", VN_KIND_STROKE},
	{"được", "duoc", VN_KIND_MARKS},
	{"viện", "vien", VN_KIND_MARKS},
	{"thường", "thứơng", VN_KIND_TONE},
	{"viện", "viên", VN_KIND_TONE},
	{"Viện", "viên", VN_KIND_TONE}, /* the marks weigh more than the capital */
	{"đổi", "d6i", VN_KIND_LETTER},
	{"có", "¢6", VN_KIND_LETTER},
	{"nghệ", "nghg", VN_KIND_LETTER},
	{"UBTVQH15", "UBTVQHI15", VN_KIND_LETTER},
	{"ñ", "n", VN_KIND_LETTER}, /* not Vietnamese */
	{"Bộ", "BỘ", VN_KIND_CASE},
	{"Straße", "straße", VN_KIND_CASE},
	{"nghệ,", "nghệ", VN_KIND_PUNCTUATION},
	{"57-NQ/TW", "57-NQ.TW", VN_KIND_PUNCTUATION},
	{"-", ".", VN_KIND_PUNCTUATION},
	{"12/5", "12/6", VN_KIND_NUMBER},
	{"1.000", "1000", VN_KIND_PUNCTUATION},
	{"25", "2S", VN_KIND_NUMBER},
	{"57-NQ/TW", "S7-NQ/TW", VN_KIND_NUMBER},
	{"số", "số1", VN_KIND_NUMBER},
	{"12", "١٢", VN_KIND_PUNCTUATION}, /* the same digits in another script */
};

static void decode(struct vn_codes *codes, const char *text)
{
	assert_int_equal(vn_codes_decode(codes, str(text), NULL), VN_OK);
}

static void test_tokens(void **test)
{
	struct vn_codes truth = {0}, got = {0};

	(void)test;
	for (size_t i = 0; i < COUNT(token_cases); i++) {
		const struct token_case *c = &token_cases[i];
		enum vn_kind kind;
		decode(&truth, c->truth);
		decode(&got, c->got);
		kind = vn_kind_of_token(vn_codes_seq(&truth), vn_codes_seq(&got));
		if (kind != c->kind)
			fail_msg("%s -> %s: %s, not %s", c->truth, c->got, vn_kind_name(kind),
				 vn_kind_name(c->kind));
	}
	vn_codes_fini(&truth);
	vn_codes_fini(&got);
}

/* A line, and its errors as "kind: truth > got" in the order of first sight. */
struct line_case {
	const char *truth, *got, *errors;
};

static const struct line_case line_cases[] = {
	{"a b c", "a b c", ""},
	{"Trạm y tế", "Tramy tế", "merge: Trạm y > Tramy; "},
	{"TRƯỞNG BAN", "TRUONGBAN", "merge: TRƯỞNG BAN > TRUONGBAN; "},
	{"phường Một", "ph ường Một", "split: phường > ph ường; "},
	{"thành phố Hà Nội", "thànhphốHà Nội", "merge: thành phố Hà > thànhphốHà; "},
	{"nghệ,", "nghệ ,", "split: nghệ, > nghệ ,; "},
	{"a b c", "a c", "missing: b > ; "},
	{"a c", "a b c", "extra:  > b; "},
	{"a - c", "a c", "punctuation: - > ; "},
	{"a c", "a ~ c", "punctuation:  > ~; "},
	{"số 12 ra", "số ra", "number: 12 > ; "},
	{"ngày 12 ra", "ngàyl2 ra", "number: ngày 12 > ngàyl2; "},
	{"một hai", "mot hay", "several_marks: một > mot; letter: hai > hay; "},
	/* nothing in common: no merge, a word is lost */
	{"xin chào bạn", "qqqqqqq bạn", "missing: xin > ; letter: chào > qqqqqqq; "},
	{"", "x y", "extra:  > x; extra:  > y; "},
};

static void describe(const struct vn_tally *tally, struct vn_show *show)
{
	const struct vn_kinds *kinds = tally->kinds;
	for (size_t i = 0; i < kinds->pairs.count; i++) {
		const struct vn_confusion *c = &kinds->confusions[i];
		struct vn_codes text = {0};
		vn_show_format(show, "%s: ", vn_kind_name(c->kind));
		assert_int_equal(vn_confusion_text(&tally->tokens, c->truth, &text, NULL), VN_OK);
		vn_show_plain(show, vn_codes_seq(&text));
		text.len = 0;
		assert_int_equal(vn_confusion_text(&tally->tokens, c->got, &text, NULL), VN_OK);
		vn_show_format(show, " > ");
		vn_show_plain(show, vn_codes_seq(&text));
		vn_show_format(show, "; ");
		vn_codes_fini(&text);
	}
	vn_show_format(show, "%c", '\0');
}

static void test_lines(void **test)
{
	(void)test;
	for (size_t i = 0; i < COUNT(line_cases); i++) {
		const struct line_case *c = &line_cases[i];
		struct vn_kinds kinds = {0};
		struct vn_show show = {0};
		struct vn_tally tally;
		vn_tally_init(&tally, 0);
		tally.kinds = &kinds;
		assert_int_equal(
			vn_tally_page(&tally, str(c->truth), str(c->got), str(c->got), NULL),
			VN_OK);
		describe(&tally, &show);
		assert_string_equal(show.text.ptr, c->errors);
		vn_show_fini(&show);
		vn_kinds_fini(&kinds);
		vn_tally_fini(&tally);
	}
}

/* Both sides are counted, and sorted by kind and by what is left. */
static void test_counts(void **test)
{
	struct vn_kinds kinds = {0};
	struct vn_tally tally;

	(void)test;
	vn_tally_init(&tally, 0);
	tally.kinds = &kinds;
	assert_int_equal(vn_tally_page(&tally, str("hòa hòa và bộ bộ 12"),
				       str("hoa hoa va bồ bồ 13"), str("hòa hoa và bồ bồ 12"),
				       NULL),
			 VN_OK);
	assert_int_equal(kinds.count[VN_KIND_TONE][VN_BEFORE], 5);
	assert_int_equal(kinds.count[VN_KIND_TONE][VN_AFTER], 3);
	assert_int_equal(kinds.count[VN_KIND_NUMBER][VN_BEFORE], 1);
	assert_int_equal(kinds.count[VN_KIND_NUMBER][VN_AFTER], 0);
	assert_int_equal(vn_kinds_sort(&kinds), 4);
	assert_int_equal(kinds.confusions[0].count[VN_AFTER], 2); /* bộ > bồ */
	assert_int_equal(kinds.confusions[1].count[VN_AFTER], 1); /* hòa > hoa */
	assert_int_equal(kinds.confusions[1].count[VN_BEFORE], 2);
	assert_int_equal(kinds.confusions[2].count[VN_AFTER], 0); /* và > va */
	assert_int_equal(kinds.confusions[3].kind, VN_KIND_NUMBER);
	vn_kinds_fini(&kinds);
	vn_tally_fini(&tally);
}

/* Runs too long to be searched are paired in order, all of their tokens. */
static void test_long_run(void **test)
{
	enum { LEN = 1500 };
	struct vn_linker linker = {0};
	struct vn_vocab tokens = {0};
	const struct vn_link *links;
	int32_t a[LEN], b[LEN], symbol = 'a', number;
	size_t count;

	(void)test;
	assert_int_equal(vn_vocab_intern(&tokens, (struct vn_seq){&symbol, 1}, &number, NULL),
			 VN_OK);
	for (int i = 0; i < LEN; i++)
		a[i] = b[i] = number;
	assert_int_equal(vn_link_tokens(&linker, &tokens, (struct vn_seq){a, LEN},
					(struct vn_seq){b, LEN - 5}, &links, &count, NULL),
			 VN_OK);
	assert_int_equal(count, LEN);
	assert_int_equal(links[0].truth.len + links[0].got.len, 2);
	assert_int_equal(links[LEN - 1].truth.len, 1);
	assert_int_equal(links[LEN - 1].got.len, 0);
	vn_linker_fini(&linker);
	vn_vocab_fini(&tokens);
}

static struct vn_counts whole(const char *truth, const char *read, enum vn_alignment alignment)
{
	struct vn_tally tally;
	struct vn_counts counts;

	vn_tally_init(&tally, 0);
	tally.alignment = alignment;
	assert_int_equal(vn_tally_page(&tally, str(truth), str(read), str(read), NULL), VN_OK);
	counts = vn_tally_total(&tally);
	vn_tally_fini(&tally);
	return counts;
}

/* Other line breaks are no errors in whole texts, what is not legible is left out, and lines that
 * match are compared as lines unless it is asked otherwise. */
static void test_whole_texts(void **test)
{
	struct vn_counts got = whole("a b\nc d\n", "a\nb c\n\nd", VN_ALIGN_AUTO);

	(void)test;
	assert_int_equal(got.whole, 1);
	assert_int_equal(got.words, 4);
	assert_int_equal(got.chars, 7);
	assert_int_equal(got.word_errors_before, 0);
	assert_int_equal(got.char_errors_before, 0);
	got = whole("a b\n⟦?⟧ x\nc d", "a b\nx d", VN_ALIGN_AUTO);
	assert_int_equal(got.words, 4);
	assert_int_equal(got.word_errors_before, 1); /* x for c */
	got = whole("a b\nc", "a\nb c", VN_ALIGN_AUTO);
	assert_int_equal(got.whole, 0);
	assert_int_equal(got.word_errors_before, 2);
	got = whole("a b\nc", "a\nb c", VN_ALIGN_TEXT);
	assert_int_equal(got.whole, 1);
	assert_int_equal(got.word_errors_before, 0);
}

/* A text beyond VN_EXACT_MAX is cut: the errors are found all the same. */
static void test_long_text(void **test)
{
	enum { WORDS = 60000, STEP = 20 };
	struct vn_buf truth = {0}, read = {0};
	struct vn_counts got;

	(void)test;
	for (int i = 0; i < WORDS; i++) {
		char word[16];
		int len = snprintf(word, sizeof word, "w%d ", i);
		assert_int_equal(vn_buf_add(&truth, word, (size_t)len, NULL), VN_OK);
		if (i % STEP == 0)
			word[0] = 'v';
		assert_int_equal(vn_buf_add(&read, word, (size_t)len, NULL), VN_OK);
		if (i % 100 == 0)
			assert_int_equal(vn_buf_add(&read, "\n", 1, NULL), VN_OK);
	}
	assert_int_equal(vn_buf_add(&truth, "", 1, NULL), VN_OK);
	assert_int_equal(vn_buf_add(&read, "", 1, NULL), VN_OK);
	got = whole(truth.ptr, read.ptr, VN_ALIGN_AUTO);
	assert_true(got.chars > 3 * VN_EXACT_MAX);
	assert_int_equal(got.words, WORDS);
	assert_int_equal(got.word_errors_before, WORDS / STEP);
	assert_int_equal(got.char_errors_before, WORDS / STEP);
	vn_buf_fini(&truth);
	vn_buf_fini(&read);
}

static void test_bootstrap(void **test)
{
	struct vn_counts pages[200] = {0};
	struct vn_interval first[VN_RATES], again[VN_RATES];

	(void)test;
	/* equal pages: no doubt */
	for (size_t i = 0; i < COUNT(pages); i++)
		pages[i] = (struct vn_counts){.words = 100, .word_errors_before = 10, .right = 90};
	assert_int_equal(vn_bootstrap(pages, COUNT(pages), first, NULL), VN_OK);
	assert_float_equal(first[VN_RATE_WER_BEFORE].low, 10, 1e-9);
	assert_float_equal(first[VN_RATE_WER_BEFORE].high, 10, 1e-9);
	/* every other page all wrong: binomial, 50 +- 1.96 * sqrt(0.25 / 200) = 50 +- 6.93 */
	for (size_t i = 0; i < COUNT(pages); i++)
		pages[i].word_errors_before = i % 2 ? 100 : 0;
	assert_int_equal(vn_bootstrap(pages, COUNT(pages), first, NULL), VN_OK);
	assert_float_equal(first[VN_RATE_WER_BEFORE].low, 43.07, 1);
	assert_float_equal(first[VN_RATE_WER_BEFORE].high, 56.93, 1);
	assert_float_equal(first[VN_RATE_WER_CUT].low, 100, 1e-9);
	assert_int_equal(vn_bootstrap(pages, COUNT(pages), again, NULL), VN_OK);
	assert_memory_equal(first, again, sizeof first);
	/* a page, and none at all */
	assert_int_equal(vn_bootstrap(&pages[1], 1, first, NULL), VN_OK);
	assert_float_equal(first[VN_RATE_WER_BEFORE].low, 100, 1e-9);
	assert_float_equal(first[VN_RATE_WER_BEFORE].high, 100, 1e-9);
	assert_int_equal(vn_bootstrap(pages, 0, first, NULL), VN_OK);
	assert_float_equal(first[VN_RATE_WER_BEFORE].high, 0, 1e-9);
}

struct show_case {
	const char *in;
	vn_shower shower;
	const char *out;
};

static const struct show_case show_cases[] = {
	{"ề x", vn_show_plain, "ề x"},
	{"\x1b[31m\x07\n\x7f", vn_show_plain,
	 "\xef\xbf\xbd[31m\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
	{"\xc2\x85\xe2\x80\xa8\xe2\x80\xae", vn_show_plain,
	 "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"}, /* next line, line separator, override */
	{"<b a='x' c=\"y\">&amp;", vn_show_html,
	 "&lt;b a=&#39;x&#39; c=&quot;y&quot;&gt;&amp;amp;"},
	{"\x1b", vn_show_html, "\xef\xbf\xbd"},
	{"a\"\\\n\x01ề", vn_show_json, "\"a\\\"\\\\\\u000a\\u0001ề\""},
	{"\xff", vn_show_html, "\xef\xbf\xbd"},
};

static void test_show(void **test)
{
	(void)test;
	for (size_t i = 0; i < COUNT(show_cases); i++) {
		struct vn_show show = {0};
		vn_show_bytes(&show, str(show_cases[i].in), show_cases[i].shower);
		vn_show_format(&show, "%c", '\0');
		assert_int_equal(show.status, VN_OK);
		assert_string_equal(show.text.ptr, show_cases[i].out);
		vn_show_fini(&show);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tokens),	    cmocka_unit_test(test_lines),
		cmocka_unit_test(test_counts),	    cmocka_unit_test(test_long_run),
		cmocka_unit_test(test_whole_texts), cmocka_unit_test(test_long_text),
		cmocka_unit_test(test_bootstrap),   cmocka_unit_test(test_show),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
