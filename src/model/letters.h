/* Small codes for the letters that printed syllables are made of. */
#ifndef VN_MODEL_LETTERS_H
#define VN_MODEL_LETTERS_H

#include <stdint.h>

#define VN_LETTER_CODES 128 /* codes run from 1 below this; 0 is no letter */

/* The code of a lower-case letter: a-z and the Vietnamese letters with marks; 0 for all else. */
uint8_t vn_letter_code(int32_t c);

#endif
