/*
 * Costs and probabilities, as integers, so that the output depends on no machine, compiler or
 * number of threads. Sums and logarithms come from tables that cost2c.py makes when vnfix is built.
 */
#ifndef VN_BASE_COST_H
#define VN_BASE_COST_H

#include <stdint.h>

/* Cost of a choice in 1/256 nat (256 * -ln p), lower is better. */
typedef int32_t vn_cost;
#define VN_COST_MAX INT32_MAX

/* -ln(e^-A + e^-B), to 1/128 nat. */
vn_cost vn_cost_add(vn_cost a, vn_cost b);

/* ln N, N above 0, to 1/128 nat. */
vn_cost vn_cost_log(uint64_t n);

#define VN_PROBABLE (UINT64_C(1) << 30) /* probability 1 */

/* e^-COST times VN_PROBABLE, at least 1. */
uint64_t vn_cost_probability(vn_cost cost);

/* A fine cost, for sums of many ways: VN_FINE of them in a cost, 1/4096 nat each. */
typedef int64_t vn_fine;
#define VN_FINE	      16
#define VN_FINE_NEVER (INT64_MAX / 4) /* of what cannot be */

/* -ln(e^-A + e^-B) of fine costs. */
vn_fine vn_fine_add(vn_fine a, vn_fine b);

/* A probability in 2^-40. */
typedef uint64_t vn_prob;
#define VN_PROB_ONE (UINT64_C(1) << 40)

/* Costs of probabilities are told apart up to this one; none but that of 0 is above it. */
#define VN_PROB_COSTS (27 * 256)

/* e^-COST, COST from 0 on. */
vn_prob vn_prob_of(vn_cost cost);

/* Cost of PROB, 0 to VN_PROB_COSTS; 0 for all that is above VN_PROB_ONE. */
vn_cost vn_prob_cost(vn_prob prob);

#endif
