/* Confidences against figures worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "eval/confidence.h"

#include <stdio.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define NEAR	 1e-9

static struct vn_str str(const char *text)
{
	return (struct vn_str){text, strlen(text)};
}

static void add(struct vn_buf *buf, const char *text)
{
	assert_int_equal(vn_buf_add(buf, text, strlen(text), NULL), VN_OK);
}

/* A line of truth, and a list in which WRONG of COUNT tokens of that confidence are wrong. */
static void add_tokens(struct vn_buf *truth, struct vn_buf *list, int count, int wrong,
		       const char *sure)
{
	for (int i = 0; i < count; i++) {
		add(truth, "a ");
		add(list, i < wrong ? "x\t" : "a\t");
		add(list, sure);
		add(list, "\n");
	}
}

static void judge(const struct vn_buf *truth, const struct vn_buf *list, struct vn_reliability *out)
{
	struct vn_confidence confidence;
	vn_confidence_init(&confidence, 0);
	assert_int_equal(vn_confidence_page(&confidence, vn_buf_str(truth), vn_buf_str(truth),
					    vn_buf_str(list), NULL),
			 VN_OK);
	vn_confidence_judge(&confidence, out);
	vn_confidence_fini(&confidence);
}

/* 100 tokens said to be right half of the time, and are; 200 that are sure, and right. */
static void test_perfect(void **test)
{
	struct vn_buf truth = {0}, list = {0};
	struct vn_reliability got;

	(void)test;
	add_tokens(&truth, &list, 50, 25, "0.5");
	add_tokens(&truth, &list, 200, 0, "1");
	add_tokens(&truth, &list, 50, 25, ".50");
	judge(&truth, &list, &got);
	assert_int_equal(got.tokens, 300);
	assert_int_equal(got.errors, 50);
	assert_float_equal(got.right, 250.0 / 300, NEAR);
	assert_float_equal(got.said, 250.0 / 300, NEAR);
	assert_float_equal(got.calibration_error, 0, NEAR);
	assert_float_equal(got.least_sure, 0.15, NEAR); /* 15 tokens of the 100: 7.5 of 50 */
	assert_float_equal(got.auroc, (50 * 25 + 200 * 50) / 12500.0, NEAR);
	/* mean of 0 for the 200, then k / 2 of 200 + k wrong for k = 1 to 100 */
	assert_float_equal(got.risk, 0.03178902260731366, NEAR);
	assert_int_equal(got.bins[4].tokens, 20);
	assert_float_equal(got.bins[4].said, 0.5, NEAR);
	assert_float_equal(got.bins[4].right, 0.5, NEAR);
	assert_float_equal(got.bins[5].low, 1, NEAR);
	vn_buf_fini(&truth);
	vn_buf_fini(&list);
}

/* A share is never more than the whole, however it is rounded. */
static void test_all_wrong(void **test)
{
	(void)test;
	for (int count = 1; count < 100; count++) {
		struct vn_buf truth = {0}, list = {0};
		struct vn_reliability got;
		add_tokens(&truth, &list, count, count, "1");
		judge(&truth, &list, &got);
		assert_true(got.calibration_error == 1);
		assert_true(got.least_sure >= 0 && got.least_sure <= 1);
		vn_buf_fini(&truth);
		vn_buf_fini(&list);
	}
}

/* Sure where wrong, unsure where right; 75 tokens, so that no bin holds both. */
static void test_opposite(void **test)
{
	struct vn_buf truth = {0}, list = {0};
	struct vn_reliability got;

	(void)test;
	add_tokens(&truth, &list, 30, 30, "1.000");
	add_tokens(&truth, &list, 45, 0, "0.000");
	judge(&truth, &list, &got);
	assert_float_equal(got.calibration_error, 1, NEAR);
	assert_float_equal(got.auroc, 0, NEAR);
	assert_float_equal(got.least_sure, 0, NEAR);
	assert_float_equal(got.right, 0.6, NEAR);
	vn_buf_fini(&truth);
	vn_buf_fini(&list);
}

/* The errors are the least sure tokens, 1 in 20: all of them are inside. */
static void test_errors_last(void **test)
{
	struct vn_buf truth = {0}, list = {0};
	struct vn_reliability got;

	(void)test;
	add_tokens(&truth, &list, 5, 5, "0.2");
	add_tokens(&truth, &list, 95, 0, "0.7");
	judge(&truth, &list, &got);
	assert_float_equal(got.least_sure, 1, NEAR);
	assert_float_equal(got.auroc, 1, NEAR);
	/* bins of 6 or 7: the first holds 5 of 0.2 and one of 0.7, which is right 1 time */
	assert_float_equal(got.bins[0].said, (5 * 0.2 + 0.7) / 6, NEAR);
	assert_float_equal(got.bins[0].right, 1.0 / 6, NEAR);
	assert_float_equal(got.calibration_error, (0.7 + 94 * 0.3) / 100, NEAR);
	vn_buf_fini(&truth);
	vn_buf_fini(&list);
}

/* Four tokens, two of one confidence: one bin each, equals half right. */
static void test_ties(void **test)
{
	static const char *const lists[] = {
		"a\t0.9\nx\t0.8\tq\tr s\nc\t0.8\ny\t0.1\n",
		"a\t0.9\nb\t0.8\nx\t0.8\ny\t0.1\n",
	};
	(void)test;
	for (size_t i = 0; i < COUNT(lists); i++) {
		struct vn_buf truth = {0}, list = {0};
		struct vn_reliability got;
		add(&truth, "a b c d");
		add(&list, lists[i]);
		judge(&truth, &list, &got);
		assert_float_equal(got.auroc, 3.5 / 4, NEAR);
		assert_float_equal(got.risk, (0 + 0.5 / 2 + 1.0 / 3 + 2.0 / 4) / 4, NEAR);
		assert_float_equal(got.calibration_error, (0.1 + 0.3 + 0.3 + 0.1) / 4, NEAR);
		assert_float_equal(got.least_sure, 0.2 / 2, NEAR); /* a fifth of the last token */
		vn_buf_fini(&truth);
		vn_buf_fini(&list);
	}
}

struct page_case {
	const char *what, *truth, *read, *list;
	unsigned flags;
	size_t tokens, errors, missing;
};

static const struct page_case page_cases[] = {
	{"nothing", "", "", "", 0, 0, 0, 0},
	{"only letters count", "ngày 12 - a", "x", "ngày\t1\n13\t1\n-\t1\na\t1\n", 0, 2, 0, 0},
	{"lines", "a\n\nb c\n", "a\n\nb\n", "a\t1\n\n\nb\t1\nx\t1\n\n", 0, 3, 1, 0},
	{"an empty last line", "a\n", "a\n", "a\t1\n\n", 0, 1, 0, 0},
	{"missing and extra", "a b c\nd", "x\nx", "a\t1\nc\t1\n\nd\t1\ne\t1", 0, 4, 1, 1},
	{"not read", "a b\nc", "\nc", "x\t0.5\n\nc\t1\n", 0, 1, 0, 0},
	{"nothing legible", "⟦?⟧ a\nc", "x\nc", "x\t0.5\n\nc\t1\n", 0, 1, 0, 0},
	{"same as scored", "“hòa”", "x", "\"hoà\"\t1\n", 0, 1, 0, 0},
	{"strict", "“hòa”", "x", "\"hoà\"\t1\n", VN_CANON_STRICT, 1, 1, 0},
	{"loose", "“Hòa” -", "x", "hoà.\t1\n-\t1\n", VN_CANON_LOOSE, 1, 0, 0},
	/* a no-break space parts tokens for the scorer: both get the confidence */
	{"blanks in a token", "a b", "x", "a\xc2\xa0q\t0.5\n", 0, 2, 1, 0},
	{"an empty token", "a", "x", "\t0.5\tx\na\t1\n", 0, 1, 0, 0},
	{"bytes", "a\xef\xbf\xbd", "x", "a\xff\t0.5\n", 0, 1, 0, 0},
};

static void test_pages(void **test)
{
	(void)test;
	for (size_t i = 0; i < COUNT(page_cases); i++) {
		const struct page_case *c = &page_cases[i];
		struct vn_confidence got;
		struct vn_reliability judged;
		struct vn_err err = {0};
		vn_confidence_init(&got, c->flags);
		if (vn_confidence_page(&got, str(c->truth), str(c->read), str(c->list), &err))
			fail_msg("%s: %s", c->what, err.text);
		vn_confidence_judge(&got, &judged);
		if (judged.tokens != c->tokens || judged.errors != c->errors ||
		    got.missing != c->missing)
			fail_msg("%s: %zu tokens, %zu errors, %zu missing", c->what, judged.tokens,
				 judged.errors, got.missing);
		vn_confidence_fini(&got);
	}
}

/* What is no list of tokens is refused, and so is one of another text. */
static void test_refused(void **test)
{
	static const char *const lists[] = {
		"a\n",	      "a\t\n",
		"a\tx\n",     "a\t1.01\n",
		"a\t-0.1\n",  "a\tnan\n",
		"a\t0.5.5\n", "a\t0x1\n",
		"a\t1e-1\n",  "a\t0,5\n",
		"a\t.\n",     "a\t1\n\n\n",
		"a\t 1\n",    "a\t0.00000000000000000000000000000000000000001\n",
	};
	(void)test;
	for (size_t i = 0; i < COUNT(lists); i++) {
		struct vn_confidence got;
		vn_confidence_init(&got, 0);
		if (vn_confidence_page(&got, str("a"), str("a"), str(lists[i]), NULL) != VN_EINPUT)
			fail_msg("taken: %s", lists[i]);
		vn_confidence_fini(&got);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_perfect),	  cmocka_unit_test(test_opposite),
		cmocka_unit_test(test_all_wrong), cmocka_unit_test(test_errors_last),
		cmocka_unit_test(test_ties),	  cmocka_unit_test(test_pages),
		cmocka_unit_test(test_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
