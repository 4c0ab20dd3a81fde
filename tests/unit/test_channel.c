/* A channel as the search asks it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "model/channel.h"
#include "model/letters.h"
#include "small_model.h"

/* Sorted by read segment, then cost, as in the file. */
static const struct vn_file_segment records[] = {
	{{0}, {'h'}, 1500},	/* a letter lost */
	{{'$'}, {'$'}, 90},	/* a sign that stayed */
	{{'$'}, {'s'}, 400},	/* a sign that was a letter */
	{{'6'}, {0x1ed5}, 300}, /* ổ read as 6 */
	{{'6'}, {0x1ed1}, 350}, /* ố read as 6 */
	{{'6'}, {'6'}, 700},	/* a digit that stayed: no letter */
	{{'A'}, {0x1ea4}, 200}, /* capital Ấ */
	{{'a'}, {'a'}, 5},
	{{'n', 'g'}, {'n', 'g'}, 800},
	{{'n', 'n'}, {'m'}, 900},
	{{'t', 'r', 'a'}, {'T', 'r'}, 2000},
	{{'x'}, {'1', 'a'}, 100},   /* not letters only */
	{{'~'}, {0x1ebd}, 9 * 256}, /* too seldom to count as a piece of a letter */
	{{0x20ac, ' '}, {0x111}, 500},
};
#define COUNT (sizeof records / sizeof *records)

static int setup(void **state)
{
	static struct vn_channel channel;
	*state = &channel;
	return vn_channel_init(&channel, "eng\0\0\0\0", records, COUNT, NULL);
}

static int teardown(void **state)
{
	vn_channel_fini(*state);
	return 0;
}

static void origins_come_cheapest_first(void **state)
{
	const int32_t six = '6';
	struct vn_origins found = vn_channel_origins(*state, &six, 1);

	assert_int_equal(found.count, 2);
	assert_int_equal(found.list[0].code[0], vn_letter_code(0x1ed5));
	assert_int_equal(found.list[0].code[1], 0);
	assert_int_equal(found.list[0].cost, 300);
	assert_int_equal(found.list[1].code[0], vn_letter_code(0x1ed1));
	assert_int_equal(found.list[1].cost, 350);
}

static void segments_of_all_lengths(void **state)
{
	static const struct {
		int32_t read[3];
		int count;
		uint32_t found;
	} cases[] = {
		{{0}, 0, 1},	       {{'a'}, 1, 1},		{{'n', 'g'}, 2, 1},
		{{'n', 'n'}, 2, 1},    {{'t', 'r', 'a'}, 3, 1}, {{'t', 'r'}, 2, 0},
		{{'g', 'n'}, 2, 0},    {{'b'}, 1, 0},		{{'x'}, 1, 0},
		{{0x20ac, ' '}, 2, 1},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(vn_channel_origins(*state, cases[i].read, cases[i].count).count,
				 cases[i].found);
}

static void capitals_are_bits(void **state)
{
	const int32_t a = 'A', tra[3] = {'t', 'r', 'a'}, ng[2] = {'n', 'g'};

	assert_int_equal(vn_channel_origins(*state, &a, 1).list[0].upper, 1);
	assert_int_equal(vn_channel_origins(*state, &a, 1).list[0].code[0], vn_letter_code(0x1ea5));
	assert_int_equal(vn_channel_origins(*state, tra, 3).list[0].upper, 1);
	assert_int_equal(vn_channel_origins(*state, ng, 2).list[0].upper, 0);
	assert_int_equal(vn_channel_origins(*state, ng, 2).list[0].code[1], vn_letter_code('g'));
}

static void literal_costs(void **state)
{
	assert_int_equal(vn_channel_literal(*state, '6'), 700);
	assert_int_equal(vn_channel_literal(*state, '$'), 90);
	assert_int_equal(vn_channel_literal(*state, 'a'), 5);
	assert_int_equal(vn_channel_literal(*state, 'A'), VN_COST_MAX);
	assert_int_equal(vn_channel_literal(*state, 'n'), VN_COST_MAX);
	assert_int_equal(vn_channel_literal(*state, 0x10ffff), VN_COST_MAX);
}

/* Only signs that came from letters, and not too seldom. */
static void signs(void **state)
{
	assert_true(vn_channel_sign(*state, '$'));
	assert_true(vn_channel_sign(*state, 0x20ac));
	assert_false(vn_channel_sign(*state, ' '));
	assert_false(vn_channel_sign(*state, '6'));
	assert_false(vn_channel_sign(*state, 'a'));
	assert_false(vn_channel_sign(*state, '~'));
	assert_false(vn_channel_sign(*state, '%'));
}

static void an_empty_channel_knows_nothing(void **state)
{
	const int32_t a = 'a';
	struct vn_channel channel;

	(void)state;
	assert_int_equal(vn_channel_init(&channel, "vie\0\0\0\0", NULL, 0, NULL), VN_OK);
	assert_int_equal(vn_channel_origins(&channel, &a, 1).count, 0);
	assert_int_equal(vn_channel_origins(&channel, &a, 0).count, 0);
	assert_int_equal(vn_channel_literal(&channel, 'a'), VN_COST_MAX);
	assert_false(vn_channel_sign(&channel, '$'));
	vn_channel_fini(&channel);
	vn_channel_fini(&channel);
}

/* Every record of a large channel is found again: nothing is lost in the hash table. */
static void nothing_is_lost(void **state)
{
	struct vn_buf bytes = {0};
	struct vn_channel channel;
	const struct vn_file_segment *s;
	size_t count;

	(void)state;
	assert_true(small_channel(&bytes, "vie"));
	s = (const void *)bytes.ptr;
	count = bytes.len / sizeof *s;
	assert_int_equal(vn_channel_init(&channel, "vie\0\0\0\0", s, (uint32_t)count, NULL), VN_OK);
	for (size_t i = 0; i < count; i++) {
		const int32_t read = (int32_t)s[i].read[0];
		struct vn_origins found = vn_channel_origins(&channel, &read, 1);
		uint32_t k = 0;
		if (s[i].printed[0] == s[i].read[0])
			assert_int_equal(vn_channel_literal(&channel, read), s[i].cost);
		if (s[i].printed[0] < 'A')
			continue;
		while (k < found.count && found.list[k].cost != s[i].cost)
			k++;
		assert_true(k < found.count);
	}
	vn_channel_fini(&channel);
	vn_buf_fini(&bytes);
}

static const struct vn_file_context contexts[] = {
	{{'6'}, {0x1ed5}, 't', -200},		   /* t6 is rather tổ */
	{{VN_CONTEXT_OTHER}, {0x1ed5}, 't', 120},  /* and ổ not aught else there */
	{{VN_CONTEXT_OTHER}, {'T', 'r'}, ' ', 33}, /* two letters, a capital */
	{{0}, {'h'}, 'g', -90},			   /* a letter lost */
	{{'x'}, {'1'}, 'a', 10},		   /* no letter: of no use */
};

static vn_cost difference(const struct vn_channel *channel, const int32_t *read, int count,
			  uint32_t k, int32_t before)
{
	struct vn_origins found = vn_channel_origins(channel, read, count);
	assert_true(k < found.count);
	return vn_channel_difference(channel, read, count, &found.list[k], before);
}

static void neighbours_change_costs(void **state)
{
	const int32_t six = '6', tra[3] = {'t', 'r', 'a'};
	struct vn_channel channel, copy;

	assert_int_equal(difference(*state, &six, 1, 0, 't'), 0);
	assert_int_equal(vn_channel_copy(&channel, *state, NULL), VN_OK);
	assert_int_equal(vn_channel_contexts(&channel, contexts, 5, NULL), VN_OK);
	assert_int_equal(vn_channel_copy(&copy, &channel, NULL), VN_OK);
	vn_channel_fini(&channel);
	assert_int_equal(difference(&copy, &six, 1, 0, 't'), -200);
	assert_int_equal(difference(&copy, &six, 1, 0, 'b'), 0);
	assert_int_equal(difference(&copy, &six, 1, 1, 't'), 0); /* of ố nothing is said */
	assert_int_equal(difference(&copy, tra, 3, 0, ' '), 33);
	assert_int_equal(difference(&copy, tra, 0, 0, 'g'), -90);
	assert_int_equal(difference(&copy, tra, 0, 0, 't'), 0);
	vn_channel_fini(&copy);
}

static void what_counts_as_a_neighbour(void **state)
{
	static const int32_t same[] = {'a', 'z', '0', '$', 0xa2, 0x20ac, 0xe9, ' ', 0x2019};
	static const int32_t blank[] = {',', '.', '(', '/', '"', 0x201c, 0x2014, '-', '\t'};

	(void)state;
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		assert_int_equal(vn_channel_before(same[i]), same[i]);
	for (size_t i = 0; i < sizeof blank / sizeof *blank; i++)
		assert_int_equal(vn_channel_before(blank[i]), ' ');
	assert_int_equal(vn_channel_before('A'), 'a');
	assert_int_equal(vn_channel_before(0xc9), 0xe9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(origins_come_cheapest_first),
		cmocka_unit_test(segments_of_all_lengths),
		cmocka_unit_test(capitals_are_bits),
		cmocka_unit_test(literal_costs),
		cmocka_unit_test(signs),
		cmocka_unit_test(an_empty_channel_knows_nothing),
		cmocka_unit_test(nothing_is_lost),
		cmocka_unit_test(neighbours_change_costs),
		cmocka_unit_test(what_counts_as_a_neighbour),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
