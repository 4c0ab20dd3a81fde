#include "base/cost.h"

#include <stddef.h>

#include "base/cost_table.h" /* gain, fine_gain, exp_whole, exp_part */

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define STEPS	     32 /* of gain in a nat */

vn_cost vn_cost_add(vn_cost a, vn_cost b)
{
	vn_cost low = a < b ? a : b;
	uint32_t apart = (uint32_t)(a < b ? b : a) - (uint32_t)low;
	uint32_t k = (apart + 256 / STEPS / 2) / (256 / STEPS);

	return k < COUNT(gain) ? low - gain[k] : low;
}

vn_cost vn_cost_log(uint64_t n)
{
	int whole = 63 - __builtin_clzll(n);
	uint64_t x = whole > 31 ? n >> (whole - 31) : n << (31 - whole); /* 1 to 2, 31 bits */
	uint32_t log2 = (uint32_t)whole << 8;

	/* Squaring a number between 1 and 2 brings up the next bit of its logarithm. */
	for (uint32_t bit = 128; bit; bit >>= 1) {
		x = x * x >> 31;
		if (x >> 32) {
			x >>= 1;
			log2 |= bit;
		}
	}
	return (vn_cost)((uint64_t)log2 * 45426 >> 16); /* ln 2 = 45426 / 65536 */
}

vn_fine vn_fine_add(vn_fine a, vn_fine b)
{
	vn_fine low = a < b ? a : b, apart = (a < b ? b - a : a - b) / VN_FINE;

	return apart < (vn_fine)COUNT(fine_gain) ? low - fine_gain[apart] : low;
}

vn_prob vn_prob_of(vn_cost cost)
{
	if (cost >= VN_PROB_COSTS)
		return 0;
	return exp_whole[cost / 256] * (exp_part[cost % 256] >> 8) >> 23;
}

vn_cost vn_prob_cost(vn_prob prob)
{
	vn_cost low = prob ? 0 : VN_PROB_COSTS, high = VN_PROB_COSTS;

	while (low < high) {
		vn_cost mid = low + (high - low) / 2;
		if (vn_prob_of(mid) <= prob)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

uint64_t vn_cost_probability(vn_cost cost)
{
	uint64_t p = vn_prob_of(cost > 0 ? cost : 0) / (VN_PROB_ONE / VN_PROBABLE);

	return p ? p : 1;
}
