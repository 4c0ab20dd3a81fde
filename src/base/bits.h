/* Bits of words, without a call where the processor has no instruction for it. */
#ifndef VN_BASE_BITS_H
#define VN_BASE_BITS_H

#include <stdint.h>

/* How many bits of WORD are set. */
static inline uint32_t vn_bit_count(uint64_t word)
{
	word -= word >> 1 & UINT64_C(0x5555555555555555);
	word = (word & UINT64_C(0x3333333333333333)) + (word >> 2 & UINT64_C(0x3333333333333333));
	word = (word + (word >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
	return (uint32_t)(word * UINT64_C(0x0101010101010101) >> 56);
}

/* The number of the lowest bit that is set; WORD has one. */
static inline int vn_bit_first(uint64_t word)
{
	return __builtin_ctzll(word);
}

#endif
