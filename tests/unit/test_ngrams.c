/* Counting, smoothing, pruning. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "ngram_cost.h"
#include "small_model.h"

#include <math.h>
#include <unistd.h>

static const uint32_t all[VN_LM_ORDER] = {0, 1, 2, 2, 2};

/* The n-grams of the small text. */
static struct vn_ngrams small_ngrams(int order)
{
	struct vn_stream stream;
	struct vn_ngrams out;
	assert_true(small_stream(&stream, small_model_text(), 3));
	assert_int_equal(vn_ngrams_count(&out, &stream, order, all, NULL), VN_OK);
	vn_stream_fini(&stream);
	return out;
}

static size_t total_of(const struct vn_ngrams *m)
{
	size_t total = 0;
	for (int k = 2; k <= m->order; k++)
		total += m->count[k - 1];
	return total;
}

/*
 * "a. a. a b a. a b." worked out by hand. Bigrams: .a 4, a. 3, ab 2, b. 1, ba 1, so n1..n4 are 2 1
 * 1 1, Y = 2/(2+2) and the discounts 1/2, 1/2, 1. Distinct left neighbours: a 2, b 1, . 2, so
 * n1 = 1, n2 = 2, Y = 1/5, discounts 1/5 and 2; 21/25 of order 1 is shared by the 7 words.
 */
static void kneser_ney_by_hand(void **state)
{
	enum { A = VN_WORD_FIRST, B, WORDS };
	static uint16_t ids[] = {1, A, 1, A, 1, A, B, A, 1, A, B, 1};
	static uint8_t weights[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
	const struct vn_stream stream = {
		.ids = ids, .weights = weights, .length = 12, .word_count = WORDS};
	static const struct {
		uint16_t words[2]; /* last word first; the second 0: order 1 */
		double p;
	} cases[] = {
		{{A}, 0.12},	{{B}, 0.28},	 {{1}, 0.12},	  {{VN_WORD_UNKNOWN}, 0.12},
		{{A, 1}, 0.78}, {{1, A}, 0.436}, {{B, A}, 0.384}, {{1, B}, 0.31},
		{{A, B}, 0.31}, {{A, A}, 0.036}, {{B, B}, 0.14},  {{B, 1}, 0.07},
	};
	struct vn_ngrams m;

	(void)state;
	assert_int_equal(vn_ngrams_count(&m, &stream, 2, all, NULL), VN_OK);
	assert_int_equal(m.count[0], WORDS);
	assert_int_equal(m.count[1], 5);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		double p = exp(-ngram_cost(&m, cases[i].words, cases[i].words[1] ? 2 : 1));
		assert_true(fabs(p - cases[i].p) < 1e-6);
	}
	assert_int_equal(m.gram[0][B].children, 2);
	assert_true(fabs(exp(-(double)m.gram[0][A].backoff) - 0.3) < 1e-6);
	vn_ngrams_fini(&m);
	vn_ngrams_fini(&m);
}

/* Order 2 counts by weight, the rest of the model by neighbours; RAW stays unweighted. */
static void weights_count_in_the_highest_order(void **state)
{
	enum { A = VN_WORD_FIRST, WORDS };
	static uint16_t ids[] = {1, A, 1, A, 1};
	static uint8_t weights[] = {1, 1, 1, 5, 5};
	const struct vn_stream stream = {
		.ids = ids, .weights = weights, .length = 5, .word_count = WORDS};
	const uint16_t a[2] = {A, 1};
	struct vn_ngrams m;

	(void)state;
	assert_int_equal(vn_ngrams_count(&m, &stream, 2, all, NULL), VN_OK);
	assert_int_equal(ngram_find(&m, a, 2)->raw, 2);
	assert_int_equal(ngram_find(&m, a, 2)->count, 6);
	assert_int_equal(ngram_find(&m, a, 1)->count, 1);
	vn_ngrams_fini(&m);
}

/* Sum of p(w | context) over all words; CONTEXT[0] is the nearest of LEN words. */
static double sum_after(const struct vn_ngrams *m, const uint16_t *context, int len)
{
	uint16_t words[VN_LM_ORDER + 1] = {0};
	double sum = 0;
	memcpy(words + 1, context, (size_t)len * sizeof *words);
	for (size_t w = VN_WORD_BOUND; w < m->count[0]; w++) {
		words[0] = (uint16_t)w;
		sum += exp(-ngram_cost(m, words, len + 1));
	}
	return sum;
}

static void check_sums(const struct vn_ngrams *m)
{
	uint16_t context[VN_LM_ORDER] = {0};

	assert_true(fabs(sum_after(m, context, 0) - 1) < 1e-3);
	for (size_t w = VN_WORD_BOUND; w < m->count[0]; w++) {
		context[0] = (uint16_t)w;
		assert_true(fabs(sum_after(m, context, 1) - 1) < 1e-3);
	}
	for (int k = 2; k < m->order; k++)
		for (size_t i = 0; i < m->count[k - 1]; i++) {
			for (int j = 0; j < k; j++)
				context[j] = (uint16_t)(m->gram[k - 1][i].key >> (48 - 16 * j));
			assert_true(fabs(sum_after(m, context, k) - 1) < 1e-3);
		}
}

/* Context and suffix are kept and are what they should be; children are counted right. */
static void check_closure(const struct vn_ngrams *m)
{
	for (int k = 2; k <= m->order; k++) {
		size_t children = 0;
		for (size_t i = 0; i < m->count[k - 1]; i++) {
			const struct vn_ngram *gram = &m->gram[k - 1][i];
			uint16_t words[VN_LM_ORDER];
			for (int j = 0; j < k; j++)
				words[j] = j == 4 ? gram->word4
						  : (uint16_t)(gram->key >> (48 - 16 * j));
			assert_true(gram->suffix < m->count[k - 2]);
			assert_true(gram->context < m->count[k - 2]);
			assert_ptr_equal(ngram_find(m, words, k - 1),
					 &m->gram[k - 2][gram->suffix]);
			assert_ptr_equal(ngram_find(m, words + 1, k - 1),
					 &m->gram[k - 2][gram->context]);
			assert_ptr_equal(ngram_find(m, words, k), gram);
		}
		for (size_t i = 0; i < m->count[k - 2]; i++)
			children += m->gram[k - 2][i].children;
		assert_int_equal(children, m->count[k - 1]);
	}
}

static void probabilities_sum_to_one(void **state)
{
	(void)state;
	for (int order = 2; order <= VN_LM_ORDER; order++) {
		struct vn_ngrams m = small_ngrams(order);
		assert_int_equal(m.order, order);
		assert_true(m.count[order - 1] > 20);
		check_closure(&m);
		check_sums(&m);
		vn_ngrams_fini(&m);
	}
}

static void pruning_keeps_the_model_whole(void **state)
{
	(void)state;
	for (size_t share = 2; share <= 64; share *= 4) {
		struct vn_ngrams m = small_ngrams(VN_LM_ORDER);
		size_t limit = total_of(&m) / share;
		assert_int_equal(vn_ngrams_prune(&m, limit, NULL), VN_OK);
		assert_true(total_of(&m) <= limit);
		check_closure(&m);
		check_sums(&m);
		vn_ngrams_fini(&m);
	}
}

static void a_limit_above_the_total_prunes_nothing(void **state)
{
	struct vn_ngrams m = small_ngrams(3);
	size_t total = total_of(&m);

	(void)state;
	assert_int_equal(vn_ngrams_prune(&m, total, NULL), VN_OK);
	assert_int_equal(total_of(&m), total);
	vn_ngrams_fini(&m);
}

/* Rare n-grams of the higher orders are not held; they still count for those that are. */
static void rare_ngrams_are_left_out(void **state)
{
	struct vn_ngrams m = small_ngrams(VN_LM_ORDER);

	(void)state;
	for (int k = 3; k <= VN_LM_ORDER; k++)
		for (size_t i = 0; i < m.count[k - 1]; i++)
			assert_true(m.gram[k - 1][i].raw >= 2);
	vn_ngrams_fini(&m);
}

static void an_empty_text_gives_a_model(void **state)
{
	struct vn_stream stream;
	struct vn_ngrams m;

	(void)state;
	assert_true(small_stream(&stream, VN_STR(""), 1));
	assert_int_equal(stream.word_count, VN_WORD_FIRST);
	assert_int_equal(vn_ngrams_count(&m, &stream, VN_LM_ORDER, all, NULL), VN_OK);
	assert_int_equal(total_of(&m), 0);
	check_sums(&m);
	vn_ngrams_fini(&m);
	vn_stream_fini(&stream);
}

/* Folding of case and tone placement, order of ids, boundaries. */
static void the_stream_is_what_was_read(void **state)
{
	struct vn_stream s;
	static const uint16_t ids[] = {1, 6, 7, 2, 6, 3, 1, 6, 8, 1};

	(void)state;
	assert_true(small_stream(&s, VN_STR("Hòa bình, hoà 12.\n\n HÒA  Đa!\n"), 1));
	assert_int_equal(s.word_count, 9);
	assert_memory_equal(s.words[6].ptr, "hòa", s.words[6].len);
	assert_memory_equal(s.words[7].ptr, "bình", s.words[7].len);
	assert_memory_equal(s.words[8].ptr, "đa", s.words[8].len);
	assert_int_equal(s.flags[6], VN_WORD_SYLLABLE);
	assert_int_equal(s.length, sizeof ids / sizeof *ids);
	assert_memory_equal(s.ids, ids, sizeof ids);
	assert_int_equal(s.cases[6].seen[VN_CASE_START][VN_CASE_TITLE], 1);
	assert_int_equal(s.cases[6].seen[VN_CASE_START][VN_CASE_UPPER], 1);
	assert_int_equal(s.cases[6].seen[VN_CASE_LOWER][VN_CASE_LOWER], 1);
	assert_int_equal(s.cases[8].seen[VN_CASE_UPPER][VN_CASE_TITLE], 1);
	vn_stream_fini(&s);
	vn_stream_fini(&s);
}

static void a_text_that_is_missing_is_an_error(void **state)
{
	const struct vn_text_source source = {"/dev/null/text", 1};
	struct vn_stream stream;
	struct vn_err err;

	(void)state;
	assert_int_equal(vn_stream_read(&stream, &source, 1, 1, 1, &err), VN_EINPUT);
	assert_non_null(strstr(err.text, "/dev/null/text"));
}

static void the_same_text_gives_the_same_bytes(void **state)
{
	struct vn_sections one = {0}, two = {0};

	(void)state;
	assert_true(small_sections(&one));
	assert_true(small_sections(&two));
	assert_int_equal(one.count, two.count);
	for (size_t i = 0; i < one.count; i++) {
		assert_int_equal(one.id[i], two.id[i]);
		assert_int_equal(one.bytes[i].len, two.bytes[i].len);
		assert_memory_equal(one.bytes[i].ptr, two.bytes[i].ptr, one.bytes[i].len);
	}
	vn_sections_fini(&one);
	vn_sections_fini(&two);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kneser_ney_by_hand),
		cmocka_unit_test(weights_count_in_the_highest_order),
		cmocka_unit_test(probabilities_sum_to_one),
		cmocka_unit_test(pruning_keeps_the_model_whole),
		cmocka_unit_test(a_limit_above_the_total_prunes_nothing),
		cmocka_unit_test(rare_ngrams_are_left_out),
		cmocka_unit_test(an_empty_text_gives_a_model),
		cmocka_unit_test(the_stream_is_what_was_read),
		cmocka_unit_test(a_text_that_is_missing_is_an_error),
		cmocka_unit_test(the_same_text_gives_the_same_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
