/* What stripped text does not have: words that an engine misread. */
#ifndef VN_DAMAGE_MISSPELT_H
#define VN_DAMAGE_MISSPELT_H

#include <stdbool.h>
#include <stdint.h>

/* Whether the word C of COUNT code points, composed, is no syllable that lost its marks: between
 * the signs around it is a mark, a digit, or letters that no syllable is made of. Words without a
 * vowel are the initials of others, and long ones are of other languages. */
bool vn_is_misspelt(const int32_t *c, int count);

/* How far a word of Vietnamese text is from what anybody writes. */
enum vn_sense {
	VN_SENSE_WORD,	/* may be meant: a syllable, an abbreviation, what is too long for one */
	VN_SENSE_ODD,	/* no syllable, but it may be a name or of another language */
	VN_SENSE_BROKEN /* small letters with marks, which are no syllable */
};

/* The sense of the word C of COUNT code points, composed, without signs around it. A digit that
 * looks like a letter may stand among its letters. */
enum vn_sense vn_sense_of(const int32_t *c, int count);

#endif
