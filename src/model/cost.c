#include "model/cost.h"

#define STEPS 32 /* of the table in a nat */

/* 256 ln(1 + exp(-k / STEPS)), rounded. */
static const uint8_t gain[8 * STEPS] = {
	177, 173, 170, 166, 162, 158, 155, 151, 147, 144, 141, 137, 134, 131, 128, 124, 121, 118,
	115, 113, 110, 107, 104, 102, 99,  96,	94,  92,  89,  87,  85,	 82,  80,  78,	76,  74,
	72,  70,  68,  66,  64,	 63,  61,  59,	58,  56,  55,  53,  52,	 50,  49,  47,	46,  45,
	43,  42,  41,  40,  39,	 38,  37,  35,	34,  33,  32,  32,  31,	 30,  29,  28,	27,  26,
	26,  25,  24,  23,  23,	 22,  21,  21,	20,  20,  19,  18,  18,	 17,  17,  16,	16,  15,
	15,  14,  14,  14,  13,	 13,  12,  12,	12,  11,  11,  11,  10,	 10,  10,  9,	9,   9,
	9,   8,	  8,   8,   8,	 7,   7,   7,	7,   7,	  6,   6,   6,	 6,   6,   5,	5,   5,
	5,   5,	  5,   5,   4,	 4,   4,   4,	4,   4,	  4,   4,   3,	 3,   3,   3,	3,   3,
	3,   3,	  3,   3,   2,	 2,   2,   2,	2,   2,	  2,   2,   2,	 2,   2,   2,	2,   2,
	2,   2,	  2,   1,   1,	 1,   1,   1,	1,   1,	  1,   1,   1,	 1,   1,   1,	1,   1,
	1,   1,	  1,   1,   1,	 1,   1,   1,	1,   1,	  1,   1,   1,	 1,   1,   1,	1,   1,
	1,   1,	  0,   0,   0,	 0,   0,   0,	0,   0,	  0,   0,   0,	 0,   0,   0,	0,   0,
	0,   0,	  0,   0,   0,	 0,   0,   0,	0,   0,	  0,   0,   0,	 0,   0,   0,	0,   0,
	0,   0,	  0,   0,   0,	 0,   0,   0,	0,   0,	  0,   0,   0,	 0,   0,   0,	0,   0,
	0,   0,	  0,   0,
};

vn_cost vn_cost_add(vn_cost a, vn_cost b)
{
	vn_cost low = a < b ? a : b;
	uint32_t apart = (uint32_t)(a < b ? b : a) - (uint32_t)low;
	uint32_t k = (apart + 256 / STEPS / 2) / (256 / STEPS);

	return k < 8 * STEPS ? low - gain[k] : low;
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

/* exp(-2^b / 256) times 2^32, b = 0 to 12. */
static const uint64_t halvings[13] = {
	4278222805, 4261543595, 4228380000, 4162825044, 4034748382, 3790295335, 3344923893,
	2605029347, 1580030169, 581260615,  78665070,	1440801,    483,
};

uint64_t vn_cost_probability(vn_cost cost)
{
	uint64_t p = VN_PROBABLE;
	if (cost < 0)
		return VN_PROBABLE;
	if (cost >= 1 << 13)
		return 1;
	for (int b = 0; b < 13; b++)
		if (cost >> b & 1)
			p = p * halvings[b] >> 32;
	return p ? p : 1;
}
