/* The n-gram model read from a file: costs, back-off, states. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "mkmodel/table.h"
#include "model/hash.h"
#include "ngram_cost.h"
#include "small_model.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

struct fixture {
	struct vn_stream stream;
	struct vn_ngrams ngrams; /* what went into the model */
	struct vn_model *model;
};

static int setup(void **state)
{
	static const uint32_t min_raw[VN_LM_ORDER] = {0, 1, 2, 2, 2};
	static struct fixture f;
	*state = &f;
	f.model = small_model_open();
	return !f.model || !small_stream(&f.stream, small_model_text(), 3) ||
	       vn_ngrams_count(&f.ngrams, &f.stream, VN_LM_ORDER, min_raw, NULL) ||
	       vn_ngrams_prune(&f.ngrams, 100000, NULL);
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	vn_model_close(f->model);
	vn_ngrams_fini(&f->ngrams);
	vn_stream_fini(&f->stream);
	return 0;
}

static int32_t nearest(const int32_t *codes, int count, float value)
{
	int32_t best = codes[0];
	for (int i = 1; i < count; i++)
		if (fabs(codes[i] - 256 * (double)value) < fabs(best - 256 * (double)value))
			best = codes[i];
	return best;
}

static int32_t stored_backoff(const struct fixture *f, const uint16_t *words, int len)
{
	const struct vn_ngram *gram = ngram_find(&f->ngrams, words, len);
	if (!gram || !gram->children)
		return 0;
	return len == 1 ? f->model->lm.unigrams[words[0]].backoff
			: nearest(f->model->lm.header->backoff[len - 2] + 1,
				  (1 << VN_BACKOFF_BITS) - 1, gram->backoff);
}

/* What the file should say of WORDS[0] after the LEN - 1 words to its left: the definition, with
 * each number replaced by the nearest one of the file's tables. */
static vn_cost stored_cost(const struct fixture *f, const uint16_t *words, int len)
{
	vn_cost cost = 0;
	for (; len > 1; len--) {
		const struct vn_ngram *gram = ngram_find(&f->ngrams, words, len);
		if (gram)
			return cost + nearest(f->model->lm.header->cost[len - 2], 1 << VN_PROB_BITS,
					      gram->cost);
		cost += stored_backoff(f, words + 1, len - 1);
	}
	return cost + f->model->lm.unigrams[words[0]].cost;
}

/* The file holds the vocabulary and the n-grams that went in. */
static void counts_are_those_of_the_ngrams(void **state)
{
	const struct fixture *f = *state;
	const struct vn_lm *lm = &f->model->lm;

	assert_int_equal(lm->word_count, f->stream.word_count);
	assert_int_equal(lm->order, VN_LM_ORDER);
	for (int k = 0; k < VN_LM_ORDER; k++)
		assert_int_equal(lm->header->ngram_count[k], f->ngrams.count[k]);
	for (uint32_t w = VN_WORD_FIRST; w < lm->word_count; w++) {
		assert_true(vn_str_eq(vn_model_word(f->model, w), f->stream.words[w]));
		assert_int_equal(vn_model_find(f->model, f->stream.words[w]), w);
		assert_true(fabs(lm->unigrams[w].cost - 256 * (double)f->ngrams.gram[0][w].cost) <=
			    0.5001);
		assert_int_equal(lm->unigrams[w].backoff != 0, f->ngrams.gram[0][w].children != 0);
	}
	assert_int_equal(vn_model_find(f->model, VN_STR("khôngcó")), VN_WORD_UNKNOWN);
}

/* The tables follow the values closely: no value lies further from its code than the codes lie
 * apart around it. */
static void codes_ascend(void **state)
{
	const struct fixture *f = *state;
	const struct vn_file_ngrams *h = f->model->lm.header;

	for (int k = 0; k < VN_LM_ORDER - 1; k++) {
		for (int c = 1; c < 1 << VN_PROB_BITS; c++)
			assert_true(h->cost[k][c - 1] <= h->cost[k][c]);
		for (int c = 2; c < 1 << VN_BACKOFF_BITS; c++)
			assert_true(h->backoff[k][c - 1] <= h->backoff[k][c]);
		assert_int_equal(h->backoff[k][0], 0);
	}
}

/* Walks the training text and, at every place, asks for the word that follows and for others. A
 * fingerprint of 20 bits takes one n-gram for another once in 65,536 lookups of a full bucket. */
static void costs_are_those_of_the_ngrams(void **state)
{
	const struct fixture *f = *state;
	const struct vn_lm *lm = &f->model->lm;
	struct vn_score_state at = vn_lm_start(lm), after;
	uint16_t words[VN_LM_ORDER] = {0, VN_WORD_BOUND};
	int len = 2, asked = 0, wrong = 0;

	for (size_t i = 1; i < f->stream.length / 3; i++) {
		for (uint32_t n = 0; n < 12; n++) {
			uint32_t other = 1 + (uint32_t)(i * 31 + n * 7919) % (lm->word_count - 1);
			words[0] = n ? (uint16_t)other : f->stream.ids[i];
			wrong += vn_lm_score(lm, &at, words[0], &after) !=
				 stored_cost(f, words, len);
			asked++;
		}
		vn_lm_score(lm, &at, f->stream.ids[i], &at);
		words[0] = f->stream.ids[i];
		memmove(words + 1, words, (VN_LM_ORDER - 1) * sizeof *words);
		len = words[1] == VN_WORD_BOUND ? 2 : len < VN_LM_ORDER ? len + 1 : len;
	}
	assert_true(asked > 4000);
	assert_true(wrong <= asked / 1000);
}

/* What quantising does to the words after a context: the sums scatter about one. (Before it they
 * are one: test_ngrams.c. A text this small has few values for a code to stand for.) */
static void probabilities_sum_to_about_one(void **state)
{
	const struct fixture *f = *state;
	const struct vn_lm *lm = &f->model->lm;
	struct vn_score_state at = vn_lm_start(lm), after;
	double mean = 0;
	size_t places = f->stream.length / 3;

	for (size_t i = 1; i < places; i++) {
		double sum = 0;
		for (uint32_t w = VN_WORD_BOUND; w < lm->word_count; w++)
			sum += exp(vn_lm_score(lm, &at, w, &after) / -256.0);
		assert_true(sum > 0.5 && sum < 2);
		mean += sum / (double)places;
		vn_lm_score(lm, &at, f->stream.ids[i], &at);
	}
	assert_true(fabs(mean - 1) < 0.03);
}

static void a_boundary_forgets_what_was_before(void **state)
{
	const struct fixture *f = *state;
	const struct vn_lm *lm = &f->model->lm;
	struct vn_score_state start = vn_lm_start(lm), at = start;

	assert_int_equal(start.length, 1);
	assert_int_equal(start.word[0], VN_WORD_BOUND);
	vn_lm_score(lm, &at, vn_model_find(f->model, VN_STR("ủy")), &at);
	assert_false(vn_score_state_eq(&start, &at));
	vn_lm_score(lm, &at, VN_WORD_BOUND, &at);
	assert_true(vn_score_state_eq(&start, &at));
	assert_memory_equal(start.own, at.own, sizeof *start.own);
}

/* Two histories whose states are equal have equal futures. */
static void equal_states_have_equal_futures(void **state)
{
	const struct fixture *f = *state;
	const struct vn_lm *lm = &f->model->lm;
	int pairs = 0;

	for (size_t i = 5; i < f->stream.length / 3; i += 3) {
		struct vn_score_state a = vn_lm_start(lm), b, after_a, after_b;
		uint32_t last = f->stream.ids[i];
		vn_lm_score(lm, &a, f->stream.ids[i - 2], &b);
		vn_lm_score(lm, &b, last, &b);
		vn_lm_score(lm, &a, f->stream.ids[i - 4], &a);
		vn_lm_score(lm, &a, last, &a);
		assert_true(a.length < VN_LM_ORDER && b.length < VN_LM_ORDER);
		if (!vn_score_state_eq(&a, &b))
			continue;
		pairs++;
		for (uint32_t w = VN_WORD_BOUND; w < lm->word_count; w += 5) {
			assert_int_equal(vn_lm_score(lm, &a, w, &after_a),
					 vn_lm_score(lm, &b, w, &after_b));
			assert_true(vn_score_state_eq(&after_a, &after_b));
		}
	}
	assert_true(pairs > 10);
}

/* The state may be written over by the one that follows, and is otherwise left alone. */
static void scoring_in_place(void **state)
{
	const struct fixture *f = *state;
	const struct vn_lm *lm = &f->model->lm;
	struct vn_score_state at = vn_lm_start(lm), before = at, after;
	uint32_t word = vn_model_find(f->model, VN_STR("căn"));
	vn_cost cost = vn_lm_score(lm, &at, word, &after);

	assert_memory_equal(&at, &before, sizeof at);
	assert_int_equal(vn_lm_score(lm, &at, word, &at), cost);
	assert_true(vn_score_state_eq(&at, &after));
}

static void known_text_costs_less(void **state)
{
	static const char *const good[] = {"ủy", "ban", "nhân", "dân", "tỉnh"};
	static const char *const odd[] = {"dân", "ủy", "tỉnh", "ban", "nhân"};
	const struct fixture *f = *state;
	struct vn_score_state a = vn_lm_start(&f->model->lm), b = a;
	vn_cost right = 0, wrong = 0;

	for (int i = 0; i < 5; i++) {
		struct vn_str x = {good[i], strlen(good[i])}, y = {odd[i], strlen(odd[i])};
		right += vn_lm_score(&f->model->lm, &a, vn_model_find(f->model, x), &a);
		wrong += vn_lm_score(&f->model->lm, &b, vn_model_find(f->model, y), &b);
	}
	assert_true(right + 5 * 256 < wrong);
}

/* The example of doc/model-format.md. */
static void hashes_are_those_of_the_document(void **state)
{
	uint64_t hash = vn_hash_step(VN_HASH_SEED, 7);

	(void)state;
	assert_true(hash == UINT64_C(0x307da4ddb60496b7));
	hash = vn_hash_step(hash, 6);
	assert_true(hash == UINT64_C(0x87c481c4ae1ef679));
	assert_int_equal(vn_hash_print(hash), 0xc4ae1);
	assert_int_equal(vn_hash_bucket(hash, 1000), 677);
	hash = vn_hash_step(hash, 1);
	assert_true(hash == UINT64_C(0x4548faf50e2404ed));
	assert_int_equal(vn_hash_print(hash), 0xf50e2);
	assert_int_equal(vn_hash_bucket(hash, 1000), 487);
	assert_int_equal(vn_hash_bucket(UINT64_MAX, 1), 0);
	assert_int_equal(vn_hash_other(hash, 1000), 452);
}

#define PAIRS	20000
#define IDS	500 /* words of these pairs */
#define BUCKETS (PAIRS * 100 / (94 * VN_BUCKET_SLOTS) + 1)

/* A model of PAIRS 2-grams alone: those of words I / IDS and I % IDS, costs I % 128. */
struct pairs {
	struct vn_file_unigram unigrams[IDS];
	struct vn_file_ngrams header;
	struct vn_table_entry entries[PAIRS];
	struct vn_lm lm;
};

static uint64_t hash_of(uint32_t i)
{
	return vn_hash_step(vn_hash_step(VN_HASH_SEED, i % IDS), i / IDS);
}

static void pairs_init(struct pairs *p, const uint32_t *slots)
{
	p->header = (struct vn_file_ngrams){.order = 2, .bucket_count = BUCKETS};
	p->lm = (struct vn_lm){p->unigrams, IDS, 2, &p->header, slots, NULL, 0};
	for (int i = 0; i < IDS; i++)
		p->unigrams[i] = (struct vn_file_unigram){1000, 1};
	for (int i = 0; i < 128; i++)
		p->header.cost[0][i] = i;
	for (uint32_t i = 0; i < PAIRS; i++)
		p->entries[i] = (struct vn_table_entry){hash_of(i), i % 128};
}

/* How many of the 2-grams from BEGIN to END the model takes for one with costs I % 128. */
static int found(const struct pairs *p, uint32_t begin, uint32_t end)
{
	int count = 0;

	for (uint32_t i = begin; i < end; i++) {
		struct vn_score_state at = {.word = {(uint16_t)(i / IDS)}, .length = 1}, after;
		count += vn_lm_score(&p->lm, &at, i % IDS, &after) == (vn_cost)(i % 128);
	}
	return count;
}

/* Nearly all slots are taken, and everything is found; next to nothing that is not there. */
static void every_ngram_has_a_place(void **state)
{
	uint32_t *slots = aligned_alloc(64, BUCKETS * 64);
	struct pairs *p = malloc(sizeof *p);
	size_t kept = 0, filled = 0;

	(void)state;
	assert_non_null(slots);
	assert_non_null(p);
	memset(slots, 0, BUCKETS * 64);
	pairs_init(p, slots);
	p->header.layout = VN_LAYOUT_OTHER;
	assert_int_equal(vn_table_fill(slots, BUCKETS, p->entries, PAIRS, &kept, NULL), VN_OK);
	for (size_t i = 0; i < BUCKETS * VN_BUCKET_SLOTS; i++)
		filled += slots[i] != 0;
	assert_int_equal(kept, filled);
	assert_true(kept >= PAIRS - 5);
	assert_true(found(p, 0, PAIRS) >= (int)kept - 2);
	assert_true(found(p, PAIRS, 10 * PAIRS) < 20);
	free(slots);
	free(p);
}

/* In a file of version 1 an n-gram lies in its bucket or the next that had room. */
static void the_older_layout_is_read(void **state)
{
	uint32_t *slots = aligned_alloc(64, BUCKETS * 64);
	struct pairs *p = malloc(sizeof *p);

	(void)state;
	assert_non_null(slots);
	assert_non_null(p);
	memset(slots, 0, BUCKETS * 64);
	pairs_init(p, slots);
	p->header.layout = VN_LAYOUT_NEXT;
	for (int i = 0; i < PAIRS; i++) {
		uint64_t at = vn_hash_bucket(p->entries[i].hash, BUCKETS) * VN_BUCKET_SLOTS;
		while (slots[at])
			at = (at + 1) % (BUCKETS * VN_BUCKET_SLOTS);
		slots[at] = vn_hash_print(p->entries[i].hash) << 12 | p->entries[i].codes;
	}
	assert_true(found(p, 0, PAIRS) >= PAIRS - 20);
	assert_true(found(p, PAIRS, 10 * PAIRS) < 60);
	free(slots);
	free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_are_those_of_the_ngrams),
		cmocka_unit_test(codes_ascend),
		cmocka_unit_test(costs_are_those_of_the_ngrams),
		cmocka_unit_test(probabilities_sum_to_about_one),
		cmocka_unit_test(a_boundary_forgets_what_was_before),
		cmocka_unit_test(equal_states_have_equal_futures),
		cmocka_unit_test(scoring_in_place),
		cmocka_unit_test(known_text_costs_less),
		cmocka_unit_test(hashes_are_those_of_the_document),
		cmocka_unit_test(every_ngram_has_a_place),
		cmocka_unit_test(the_older_layout_is_read),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
