/* A value that is being settled (settle.c): its words, how sure they are, and what becomes of it.
 */
#ifndef VN_FIELDS_VALUE_H
#define VN_FIELDS_VALUE_H

#include "fields/page.h"

/* A word of a value: characters of its page. */
struct vn_value_word {
	struct vn_part piece;
	vn_confidence sure;
};

/* A value on its way. */
struct vn_value {
	struct vn_page page; /* of the value alone */
	struct vn_value_word *words;
	size_t count;
	enum vn_field_kind kind;
	const struct vn_spelling *place; /* of issue; NULL: not known */
	vn_confidence place_sure;
	struct vn_buf out;
	vn_confidence sure;  /* of what is in OUT, each word by itself */
	vn_confidence least; /* of the least sure word in it */
};

/* How sure it is that both are right, each by itself. */
vn_confidence vn_value_both(vn_confidence a, vn_confidence b);

/* Counts what was added to the value as SURE. */
void vn_value_count(struct vn_value *v, vn_confidence sure);

/* The value from word I to word LAST. */
struct vn_part vn_value_span(const struct vn_value *v, size_t i, size_t last);

/* Words from I on that LETTERS are; 0: they are not. */
size_t vn_value_words(const struct vn_value *v, size_t i, const char *letters);

/* Whether one of WORDS words from I on may have been misread. */
bool vn_value_misread(const struct vn_value *v, size_t i, size_t words);

/* Adds PIECE as it was read. */
VN_CHECKED enum vn_status vn_value_add(struct vn_value *v, struct vn_part piece,
				       struct vn_err *err);

#endif
