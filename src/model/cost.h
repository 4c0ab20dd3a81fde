/* Arithmetic with costs (1/256 nat). Integers only: the same on every machine. */
#ifndef VN_MODEL_COST_H
#define VN_MODEL_COST_H

#include "text/unit.h"

/* -ln(e^-A + e^-B), to 1/128 nat. */
vn_cost vn_cost_add(vn_cost a, vn_cost b);

/* ln N, N above 0, to 1/128 nat. */
vn_cost vn_cost_log(uint64_t n);

#define VN_PROBABLE (UINT64_C(1) << 30) /* probability 1 */

/* e^-COST times VN_PROBABLE, at least 1. */
uint64_t vn_cost_probability(vn_cost cost);

#endif
