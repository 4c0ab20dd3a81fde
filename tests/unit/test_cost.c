/* Costs and probabilities against the mathematics library. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/cost.h"

#include <math.h>

static double sum_of(double a, double b)
{
	return -log(exp(-a) + exp(-b));
}

static void costs_add(void **state)
{
	(void)state;
	for (vn_cost a = 0; a < 4000; a += 37)
		for (vn_cost b = 0; b < 4000; b += 41) {
			double sum = 256 * sum_of(a / 256.0, b / 256.0);
			assert_true(fabs(vn_cost_add(a, b) - sum) <= 3);
			assert_int_equal(vn_cost_add(a, b), vn_cost_add(b, a));
		}
	assert_int_equal(vn_cost_add(5, VN_COST_MAX), 5);
}

static void fine_costs_add(void **state)
{
	(void)state;
	for (vn_fine a = 0; a < 60000; a += 397)
		for (vn_fine b = 0; b < 60000; b += 401) {
			double sum = 4096 * sum_of((double)a / 4096, (double)b / 4096);
			assert_true(fabs((double)vn_fine_add(a, b) - sum) <= VN_FINE);
			assert_int_equal(vn_fine_add(a, b), vn_fine_add(b, a));
		}
	assert_int_equal(vn_fine_add(5, VN_FINE_NEVER), 5);
}

static void costs_are_logarithms(void **state)
{
	(void)state;
	for (uint64_t n = 1; n < UINT64_C(1) << 40; n = n * 3 / 2 + 1)
		assert_true(fabs(vn_cost_log(n) - 256 * log((double)n)) <= 3);
}

static void probabilities_and_costs_are_inverse(void **state)
{
	(void)state;
	for (vn_cost cost = 0; cost < 20 * 256; cost += 7) {
		double p = exp(cost / -256.0);
		assert_true(fabs((double)vn_prob_of(cost) / (double)VN_PROB_ONE - p) < 1e-6);
		assert_true(fabs((double)vn_cost_probability(cost) / (double)VN_PROBABLE - p) <
			    1e-6);
		assert_in_range(vn_prob_cost(vn_prob_of(cost)), cost > 0 ? cost - 1 : 0, cost);
	}
	assert_int_equal(vn_prob_of(0), VN_PROB_ONE);
	assert_int_equal(vn_prob_of(VN_COST_MAX), 0);
	assert_int_equal(vn_prob_cost(0), VN_PROB_COSTS);
	assert_int_equal(vn_prob_cost(VN_PROB_ONE + 1000), 0);
	assert_int_equal(vn_cost_probability(-1), VN_PROBABLE);
	assert_int_equal(vn_cost_probability(VN_COST_MAX), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(costs_add),
		cmocka_unit_test(fine_costs_add),
		cmocka_unit_test(costs_are_logarithms),
		cmocka_unit_test(probabilities_and_costs_are_inverse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
