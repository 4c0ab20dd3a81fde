/* A channel that learns from the document at hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "damage/adapt.h"
#include "decode/candidates.h"
#include "model/letters.h"
#include "small_model.h"
#include "text/chars.h"

#include <math.h>

/* Sorted by read segment, then cost, as in the file. The printed ô becomes 6 or o. */
static const struct vn_file_segment records[] = {
	{{0}, {'h'}, 1500},
	{{'.'}, {0}, 1700},
	{{'6'}, {0xf4}, 177},
	{{'6'}, {0x1ed1}, 400},
	{{'B'}, {'B'}, 5},
	{{'b'}, {'b'}, 5},
	{{'i'}, {'t'}, 900},
	{{'n'}, {'n'}, 10},
	{{'o'}, {'o'}, 20},
	{{'o'}, {0xf4}, 177},
	{{'o'}, {0x1ed1}, 500},
	{{'t'}, {'t'}, 8},
	{{'u', 'o'}, {0x1b0, 0x1a1}, 300},
};
#define COUNT (sizeof records / sizeof *records)

struct fixture {
	struct vn_channel base;
	struct vn_adapt *adapt;
};

static int setup(void **state)
{
	static struct fixture f;
	enum vn_status status = vn_channel_init(&f.base, "eng\0\0\0\0", records, COUNT, NULL);
	*state = &f;
	return status || vn_adapt_open(&f.adapt, &f.base, NULL);
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	vn_adapt_close(f->adapt);
	vn_channel_fini(&f->base);
	return 0;
}

/* Notes a word of UTF-8; WEIGHT and what it returns are those of vn_adapt_note(). */
static bool note(struct vn_adapt *adapt, const char *read, const char *printed, uint32_t weight)
{
	int32_t r[64], p[64];
	int m = vn_utf8_decode((struct vn_str){read, strlen(read)}, r, 64);
	int n = vn_utf8_decode((struct vn_str){printed, strlen(printed)}, p, 64);
	assert_true(m > 0 && n > 0);
	return vn_adapt_note(adapt, r, m, p, n, weight);
}

/* The cost of printed letter P read as R. */
static int32_t cost(const struct vn_channel *channel, int32_t r, int32_t p)
{
	struct vn_origins found = vn_channel_origins(channel, &r, r != 0);
	for (uint32_t i = 0; i < found.count; i++)
		if (found.list[i].code[0] == vn_letter_code(vn_lower(p)) &&
		    found.list[i].upper == (vn_lower(p) != p) && !found.list[i].code[1])
			return found.list[i].cost;
	return VN_COST_MAX;
}

static void without_counts_the_base(void **state)
{
	struct fixture *f = *state;
	struct vn_channel channel;

	assert_int_equal(vn_adapt_channel(f->adapt, 20, &channel, NULL), VN_OK);
	assert_int_equal(channel.origin_count, f->base.origin_count);
	for (uint32_t i = 0; i < channel.origin_count; i++)
		assert_int_equal(channel.origins[i].cost, f->base.origins[i].cost);
	assert_int_equal(vn_channel_literal(&channel, 'n'), 10);
	vn_channel_fini(&channel);
}

/* The formula of adapt.h, in floating point. */
static double expected(double n_segment, double n_printed, double base, double mass, double k)
{
	double p0 = exp(-base / 256) / mass;
	return -256 * log(mass * (n_segment + k * p0) / (n_printed + k));
}

static void counts_move_the_costs(void **state)
{
	struct fixture *f = *state;
	struct vn_channel channel;
	double mass = 2 * exp(-177.0 / 256);

	assert_true(note(f->adapt, "bo", "bô", VN_ADAPT_WHOLE));
	assert_true(note(f->adapt, "bon", "bôn", VN_ADAPT_WHOLE));
	assert_true(note(f->adapt, "not", "nôt", VN_ADAPT_WHOLE / 2));
	assert_true(note(f->adapt, "n6t", "nôt", VN_ADAPT_WHOLE / 2));
	assert_int_equal(vn_adapt_channel(f->adapt, 5, &channel, NULL), VN_OK);
	assert_true(fabs(cost(&channel, 'o', 0xf4) - expected(2.5, 3, 177, mass, 5)) < 2);
	assert_true(fabs(cost(&channel, '6', 0xf4) - expected(0.5, 3, 177, mass, 5)) < 2);
	assert_int_equal(cost(&channel, '6', 0x1ed1), 400); /* nothing was noted of ố */
	assert_int_equal(cost(&f->base, 'o', 0xf4), 177);
	vn_channel_fini(&channel);
}

/* What a printed letter becomes in all, before and after. */
static void the_mass_of_a_letter_stays(void **state)
{
	struct fixture *f = *state;
	struct vn_channel channel;
	double before = 0, after = 0;

	note(f->adapt, "bi", "bt", VN_ADAPT_WHOLE);
	note(f->adapt, "nit", "ntt", VN_ADAPT_WHOLE);
	assert_int_equal(vn_adapt_channel(f->adapt, 3, &channel, NULL), VN_OK);
	assert_true(cost(&channel, 'i', 't') < 900);
	assert_true(cost(&channel, 't', 't') > 8);
	before = exp(-900.0 / 256) + exp(-8.0 / 256);
	after = exp(-cost(&channel, 'i', 't') / 256.0) + exp(-cost(&channel, 't', 't') / 256.0);
	assert_true(fabs(before - after) < 0.01);
	vn_channel_fini(&channel);
}

/* After the change the origins of a read letter are in order again: the search relies on it. */
static void origins_stay_sorted(void **state)
{
	struct fixture *f = *state;
	const int32_t six = '6', o = 'o';
	struct vn_channel channel;
	struct vn_origins found;

	note(f->adapt, "b6", "bố", VN_ADAPT_WHOLE);
	note(f->adapt, "t6", "tố", VN_ADAPT_WHOLE);
	note(f->adapt, "bo", "bô", VN_ADAPT_WHOLE);
	note(f->adapt, "to", "tô", VN_ADAPT_WHOLE);
	assert_int_equal(vn_adapt_channel(f->adapt, 1, &channel, NULL), VN_OK);
	found = vn_channel_origins(&channel, &six, 1);
	assert_int_equal(found.count, 2);
	assert_int_equal(found.list[0].code[0], vn_letter_code(0x1ed1));
	assert_true(found.list[0].cost < found.list[1].cost);
	found = vn_channel_origins(&channel, &o, 1);
	for (uint32_t i = 1; i < found.count; i++)
		assert_true(found.list[i - 1].cost <= found.list[i].cost);
	vn_channel_fini(&channel);
}

/* One misread name, a hundred times over, counts as a few. */
static void equal_pairs_count_a_few_times(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < 100; i++)
		assert_int_equal(note(f->adapt, "t6n", "tôn", VN_ADAPT_WHOLE), i < 4);
	assert_true(note(f->adapt, "b6n", "bôn", VN_ADAPT_WHOLE));
}

static void segments_of_two_and_of_none(void **state)
{
	struct fixture *f = *state;
	const int32_t uo[2] = {'u', 'o'};
	struct vn_channel channel;

	assert_true(note(f->adapt, "buo.", "bươ", VN_ADAPT_WHOLE)); /* two letters, and a speck */
	assert_true(note(f->adapt, "n", "nh", VN_ADAPT_WHOLE));	    /* a letter lost */
	assert_true(note(f->adapt, "bx", "bx", VN_ADAPT_WHOLE));    /* a letter no page showed */
	assert_int_equal(vn_adapt_channel(f->adapt, 1, &channel, NULL), VN_OK);
	assert_int_equal(vn_channel_origins(&channel, uo, 2).count, 1);
	assert_int_equal(cost(&channel, 'b', 'b'), 5); /* the only thing it ever becomes */
	vn_channel_fini(&channel);
}

static void pairs_that_say_nothing(void **state)
{
	struct fixture *f = *state;

	assert_false(note(f->adapt, "bo", "bô", 0));
	assert_false(note(f->adapt, "bo", "b1", VN_ADAPT_WHOLE));
	assert_false(note(f->adapt, "bo", "tn", VN_ADAPT_WHOLE)); /* no way from one to the other */
	assert_false(note(f->adapt, "Bo", "bo", VN_ADAPT_WHOLE)); /* nor to another case */
	assert_false(note(f->adapt, "bbbbbbbbbbbbbbbbb", "bbbbbbbbbbbbbbbbb", VN_ADAPT_WHOLE));
	assert_false(note(f->adapt, "b", "bbbbbbbbbbbbbbbbbbbbbbbbb", VN_ADAPT_WHOLE));
	assert_true(note(f->adapt, "Bo", "Bo", VN_ADAPT_WHOLE));
}

static void another_document_begins_anew(void **state)
{
	struct fixture *f = *state;
	struct vn_channel channel;

	for (int i = 0; i < 4; i++)
		note(f->adapt, "bo", "bô", VN_ADAPT_WHOLE);
	vn_adapt_reset(f->adapt);
	assert_int_equal(vn_adapt_channel(f->adapt, 1, &channel, NULL), VN_OK);
	assert_int_equal(cost(&channel, 'o', 0xf4), 177);
	vn_channel_fini(&channel);
	assert_true(note(f->adapt, "bo", "bô", VN_ADAPT_WHOLE));
}

static void an_empty_channel(void **state)
{
	struct vn_channel base, channel;
	struct vn_adapt *adapt = NULL;

	(void)state;
	assert_int_equal(vn_channel_init(&base, "vie\0\0\0\0", NULL, 0, NULL), VN_OK);
	assert_int_equal(vn_adapt_open(&adapt, &base, NULL), VN_OK);
	note(adapt, "bo", "bo", VN_ADAPT_WHOLE); /* letters stand for themselves */
	assert_int_equal(vn_adapt_channel(adapt, 20, &channel, NULL), VN_OK);
	assert_int_equal(channel.origin_count, 0);
	vn_channel_fini(&channel);
	vn_adapt_close(adapt);
	vn_adapt_close(NULL);
	vn_channel_fini(&base);
}

static vn_cost cost_of_word(struct vn_candidate_cache *cache, const char *read, const char *word,
			    const struct vn_model *model)
{
	uint32_t id = vn_model_find(model, (struct vn_str){word, strlen(word)});
	struct vn_candidates found;
	int32_t c[VN_READ_LETTERS];
	int count = vn_utf8_decode((struct vn_str){read, strlen(read)}, c, VN_READ_LETTERS);

	assert_int_equal(vn_candidates_get(cache, vn_model_channel(model, "eng"),
					   VN_CANDIDATES_AS_USUAL, c, count, &found, NULL),
			 VN_OK);
	for (uint32_t i = 0; i < found.count; i++)
		if (found.list[i].word == id)
			return found.list[i].cost;
	return VN_COST_MAX;
}

/* The candidate search with another channel in the place of the model's, and back. */
static void the_search_takes_the_new_channel(void **state)
{
	struct vn_model *model = small_model_open();
	struct vn_candidate_cache *cache = NULL;
	struct vn_adapt *adapt = NULL;
	struct vn_channel channel;
	vn_cost before;

	(void)state;
	assert_non_null(model);
	assert_int_equal(vn_candidate_cache_open(&cache, model, NULL), VN_OK);
	assert_int_equal(vn_adapt_open(&adapt, vn_model_channel(model, "eng"), NULL), VN_OK);
	before = cost_of_word(cache, "s6", "số", model);
	assert_true(before < VN_COST_MAX);
	note(adapt, "s6", "số", VN_ADAPT_WHOLE);
	note(adapt, "b6", "bố", VN_ADAPT_WHOLE);
	assert_int_equal(vn_adapt_channel(adapt, 1, &channel, NULL), VN_OK);
	vn_candidate_cache_channel(cache, vn_model_channel(model, "eng"), &channel);
	assert_true(cost_of_word(cache, "s6", "số", model) < before);
	vn_candidate_cache_channel(cache, vn_model_channel(model, "eng"), NULL);
	assert_int_equal(cost_of_word(cache, "s6", "số", model), before);
	vn_channel_fini(&channel);
	vn_adapt_close(adapt);
	vn_candidate_cache_close(cache);
	vn_model_close(model);
}

/* The small model knows that behind s, ố is rather read as 6, and behind h less so. */
static void the_search_looks_at_neighbours(void **state)
{
	struct vn_model *model = small_model_open();
	struct vn_candidate_cache *cache = NULL;
	struct vn_channel bare;
	vn_cost behind_s, behind_h;

	(void)state;
	assert_non_null(model);
	assert_int_equal(vn_candidate_cache_open(&cache, model, NULL), VN_OK);
	behind_s = cost_of_word(cache, "s6", "số", model);
	behind_h = cost_of_word(cache, "th6ng", "thống", model);
	assert_int_equal(vn_channel_copy(&bare, vn_model_channel(model, "eng"), NULL), VN_OK);
	bare.context_size = 0;
	vn_candidate_cache_channel(cache, vn_model_channel(model, "eng"), &bare);
	assert_int_equal(behind_s, cost_of_word(cache, "s6", "số", model) - 100);
	assert_int_equal(behind_h, cost_of_word(cache, "th6ng", "thống", model) + 70);
	vn_candidate_cache_close(cache);
	vn_channel_fini(&bare);
	vn_model_close(model);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(without_counts_the_base, setup, teardown),
		cmocka_unit_test_setup_teardown(counts_move_the_costs, setup, teardown),
		cmocka_unit_test_setup_teardown(the_mass_of_a_letter_stays, setup, teardown),
		cmocka_unit_test_setup_teardown(origins_stay_sorted, setup, teardown),
		cmocka_unit_test_setup_teardown(equal_pairs_count_a_few_times, setup, teardown),
		cmocka_unit_test_setup_teardown(segments_of_two_and_of_none, setup, teardown),
		cmocka_unit_test_setup_teardown(pairs_that_say_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(another_document_begins_anew, setup, teardown),
		cmocka_unit_test(an_empty_channel),
		cmocka_unit_test(the_search_takes_the_new_channel),
		cmocka_unit_test(the_search_looks_at_neighbours),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
