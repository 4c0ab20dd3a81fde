/* Capitals that a font shows and bytes do not tell. */
#ifndef VN_CHARSET_CAPITALS_H
#define VN_CHARSET_CAPITALS_H

#include "charset/coding.h"

/* How sure a capital is that only the words on both sides speak for, in 1/10,000: of 100 in
 * documents of ministries 95 are right. */
#define VN_CAPITALS_BY_NEIGHBOURS 9700

/* Whether there may be any in TEXT, a line: it has a syllable of capitals. */
bool vn_capitals_may_be(struct vn_str text);

/*
 * Makes capitals of the small letters with marks in DECODED, a line in CODING, that stand in words
 * of capitals (CáC), or in a word that shows neither (Và) among such words. Nothing where the
 * charset has bytes for them. Capitals have as many bytes of UTF-8. By fragment, whether a word of
 * it was decided by its neighbours alone: the flag GUESSED.
 */
void vn_capitals(const struct vn_coding *coding, struct vn_decoded *decoded);

#endif
