/* How words of a value are spelt, by the lists of what offices, places and posts are called. */
#ifndef VN_FIELDS_SPELLING_H
#define VN_FIELDS_SPELLING_H

#include "fields/value.h"

#define VN_PLACE_BYTES 64 /* the letters of a place's name, at most, and an end */

/* How the words from I on are spelt, *WORDS of them. NULL: nobody knows. */
const struct vn_spelling *vn_spelling_of(const struct vn_value *v, size_t i, size_t *words);

/* What doubtful words from I on nearly are; the rest as of vn_spelling_of(). */
const struct vn_spelling *vn_spelling_near(const struct vn_value *v, size_t i, size_t *words);

/* The office, or the place of two words, whose name word I is, without the blanks; NULL: none, or
 * several. */
const struct vn_spelling *vn_spelling_glued(const struct vn_value *v, size_t i, size_t *words);

/* Whether the value, a place of issue, was read in doubt, and has the letters of several places of
 * the list, which differ in marks alone, but is none of them. */
bool vn_spelling_is_lost(const struct vn_value *v);

/* Whether the words from I on, which are KNOWN, are meant otherwise, by their capitals: the list
 * has "Cổng thông tin" and "Chi bộ", the document "Cổng Thông tin" and "các chi bộ". */
bool vn_spelling_is_own(const struct vn_value *v, size_t i, const struct vn_spelling *known);

/* How sure WORDS words from I on are, which are KNOWN. The layout asks for the words of offices and
 * posts; a place or a family is one of many, and its letters may have been misread: the list makes
 * it four times as likely as it was. The place of issue is as sure as it is elsewhere. */
vn_confidence vn_spelling_sure(const struct vn_value *v, size_t i, size_t words,
			       const struct vn_spelling *known);

#endif
