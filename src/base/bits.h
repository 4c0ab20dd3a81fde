/* Bits of words, without a call where the processor has no instruction for it. */
#ifndef VN_BASE_BITS_H
#define VN_BASE_BITS_H

#include <stdint.h>

/* Before a function that counts bits much: it is compiled once more for processors that have an
 * instruction for it, and which of the two is called is found out as the program is loaded. Not
 * under sanitizers, which are not ready then. */
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__) &&       \
	!defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define VN_COUNTS_BITS __attribute__((target_clones("popcnt", "default")))
#else
#define VN_COUNTS_BITS
#endif

/* How many bits of WORD are set; compilers know it by this form. */
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
