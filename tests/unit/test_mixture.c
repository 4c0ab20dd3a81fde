/* Which kinds lines are of, from made-up costs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "damage/damage.h"
#include "damage/mixture.h"

#define NAT   256
#define LINES 12

static const bool all[VN_DAMAGE_COUNT] = {[VN_DAMAGE_ENG] = true,
					  [VN_DAMAGE_VIE] = true,
					  [VN_DAMAGE_BARE] = true,
					  [VN_DAMAGE_OTHER] = true};

/* A line that looks like KIND by so many nats. */
static struct vn_line like(enum vn_damage_kind kind, int nats)
{
	struct vn_line line = {.words = VN_LINE_WORDS};

	for (int k = 0; k < VN_DAMAGE_COUNT; k++)
		line.cost[k] = (uint16_t)(k == (int)kind ? 0 : nats * NAT);
	return line;
}

static void a_foreign_line_stands_between_read_ones(void **state)
{
	struct vn_mixture mixture = {0};
	struct vn_line lines[LINES];
	vn_cost forward[LINES * VN_DAMAGE_COUNT];

	(void)state;
	for (int i = 0; i < LINES; i++)
		lines[i] = like(i % 4 == 3 ? VN_DAMAGE_OTHER : VN_DAMAGE_ENG, 20);
	vn_mixture_take(&mixture, all, lines, LINES, forward);
	for (int i = 0; i < LINES; i++)
		assert_int_equal(lines[i].kind, i % 4 == 3 ? VN_DAMAGE_OTHER : VN_DAMAGE_ENG);
}

static void a_doubtful_line_goes_with_its_neighbours(void **state)
{
	struct vn_mixture mixture = {0};
	struct vn_line lines[LINES];
	vn_cost forward[LINES * VN_DAMAGE_COUNT];

	(void)state;
	for (int i = 0; i < LINES; i++)
		lines[i] = like(VN_DAMAGE_ENG, 20);
	lines[0] = like(VN_DAMAGE_BARE, 2);
	lines[5] = like(VN_DAMAGE_OTHER, 3);
	vn_mixture_take(&mixture, all, lines, LINES, forward);
	for (int i = 0; i < LINES; i++)
		assert_int_equal(lines[i].kind, VN_DAMAGE_ENG);
}

static void an_unmarked_heading_is_read_as_its_page(void **state)
{
	struct vn_mixture mixture = {0};
	struct vn_line lines[LINES];
	vn_cost forward[LINES * VN_DAMAGE_COUNT];

	(void)state;
	for (int i = 0; i < LINES; i++)
		lines[i] = like(i < 2 ? VN_DAMAGE_BARE : VN_DAMAGE_ENG, 40);
	vn_mixture_take(&mixture, all, lines, LINES, forward);
	assert_int_equal(lines[0].kind, VN_DAMAGE_ENG);
	mixture = (struct vn_mixture){0};
	for (int i = 0; i < LINES; i++)
		lines[i] = like(i < 2 ? VN_DAMAGE_BARE : VN_DAMAGE_VIE, 40);
	vn_mixture_take(&mixture, all, lines, LINES, forward);
	assert_int_equal(lines[0].kind, VN_DAMAGE_BARE);
}

static void by_line_a_heading_decides_nothing_for_the_rest(void **state)
{
	struct vn_mixture mixture = {0};
	struct vn_line heading = like(VN_DAMAGE_BARE, 4), line = like(VN_DAMAGE_ENG, 12);
	vn_cost forward[VN_DAMAGE_COUNT];

	(void)state;
	vn_mixture_take(&mixture, all, &heading, 1, forward);
	assert_int_equal(heading.kind, VN_DAMAGE_BARE);
	vn_mixture_take(&mixture, all, &line, 1, forward);
	assert_int_equal(line.kind, VN_DAMAGE_ENG);
}

static void what_is_not_allowed_is_not_taken(void **state)
{
	struct vn_mixture mixture = {0};
	struct vn_line line = like(VN_DAMAGE_DATA, 30);
	vn_cost forward[VN_DAMAGE_COUNT];

	(void)state;
	vn_mixture_take(&mixture, all, &line, 1, forward);
	assert_int_not_equal(line.kind, VN_DAMAGE_DATA);
	vn_mixture_take(&mixture, all, &line, 0, forward);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_foreign_line_stands_between_read_ones),
		cmocka_unit_test(a_doubtful_line_goes_with_its_neighbours),
		cmocka_unit_test(an_unmarked_heading_is_read_as_its_page),
		cmocka_unit_test(by_line_a_heading_decides_nothing_for_the_rest),
		cmocka_unit_test(what_is_not_allowed_is_not_taken),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
