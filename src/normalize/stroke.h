/* Strokes among capitals: what engines take the letter I for, and text from elsewhere has in its
 * place. */
#ifndef VN_NORMALIZE_STROKE_H
#define VN_NORMALIZE_STROKE_H

#include "base/buf.h"

/* Whether a byte may be such a stroke: a bar, an exclamation mark, a bracket, a small L. */
static inline bool vn_like_stroke(char byte)
{
	return byte == '|' || byte == '!' || byte == ']' || byte == 'l';
}

/*
 * Whether the byte of TEXT at AT, of which vn_like_stroke() holds, is a capital I: the letters
 * around it are capitals, and with an I they are a syllable. A sign behind what may be a word by
 * itself is one if it ends no line, and not an exclamation mark, the partner of a bracket or a
 * column of a table.
 */
bool vn_is_stroke(struct vn_str text, size_t at);

#endif
