#include "model/letters.h"

/* Order: a-z, then the marked letters by code point. */
uint8_t vn_letter_code(int32_t c)
{
	static const uint16_t marked[] = {0xe0,	 0xe1,	0xe2,  0xe3,  0xe8,  0xe9, 0xea, 0xec,
					  0xed,	 0xf2,	0xf3,  0xf4,  0xf5,  0xf9, 0xfa, 0xfd,
					  0x103, 0x111, 0x129, 0x169, 0x1a1, 0x1b0};
	if (c >= 'a' && c <= 'z')
		return (uint8_t)(c - 'a' + 1);
	/* Latin Extended Additional U+1EA1 to U+1EF9: small letters are odd. */
	if (c >= 0x1ea1 && c <= 0x1ef9 && (c & 1))
		return (uint8_t)(49 + ((c - 0x1ea1) >> 1));
	for (unsigned i = 0; c >= 0xe0 && c <= 0x1b0 && i < sizeof marked / sizeof *marked; i++)
		if (marked[i] == c)
			return (uint8_t)(27 + i);
	return 0;
}
