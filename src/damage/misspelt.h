/* What stripped text does not have: words that an engine misread. */
#ifndef VN_DAMAGE_MISSPELT_H
#define VN_DAMAGE_MISSPELT_H

#include <stdbool.h>
#include <stdint.h>

/* Whether the word C of COUNT code points, composed, is no syllable that lost its marks: between
 * the signs around it is a mark, a digit, or letters that no syllable is made of. Words without a
 * vowel are the initials of others, and long ones are of other languages. */
bool vn_is_misspelt(const int32_t *c, int count);

#endif
