/* Words that become one, and one that becomes several: the elements and boxes of formats that tell
 * where on the page each word stands. */
#ifndef VN_SOURCE_GROUP_H
#define VN_SOURCE_GROUP_H

#include "source/columns.h"
#include "source/source.h"

/* Bytes [from, to) of an element are to be others. */
struct vn_patch {
	size_t from, to;
	char text[128];
	size_t len;
};
#define VN_PATCHES 8

/* How a format writes the element of a word. */
struct vn_group_how {
	/* The box of the word in ELEMENT; false if it has none. */
	bool (*box)(struct vn_str element, struct vn_box *box);
	/* What of ELEMENT is to be other bytes for the box, NULL: it stays; and, if COPY is not 0,
	 * so that it can stand beside itself as copy number COPY. Returns how many, at most
	 * VN_PATCHES.
	 */
	size_t (*patch)(struct vn_str element, const struct vn_box *box, size_t copy,
			struct vn_patch *patches);
	/* What stands between a word and a new one behind it. */
	const char *apart;
	/* Appends it, where it depends on WORD; NULL: it is APART. */
	enum vn_status (*between)(const struct vn_reading *reading, const struct vn_element *word,
				  struct vn_buf *out, struct vn_err *err);
};

/* The bytes of WORD. */
struct vn_str vn_group_element(const struct vn_reading *reading, const struct vn_element *word);

/* Appends to OUT the elements of other words than those COUNT of READING, which stand one behind
 * the other, in place of these: TEXT, parted by blanks. The source of READING has a group. */
VN_CHECKED enum vn_status vn_group(const struct vn_reading *reading, const struct vn_element *words,
				   size_t count, struct vn_str text, struct vn_buf *out,
				   struct vn_err *err);

/* A number at the begin of TEXT; *LEN is its length, 0: there is none, or it is of no page. */
double vn_group_number(struct vn_str text, size_t *len);

/* Makes PATCH the number at bytes [from, from + len) of an element anew: a whole one where that is
 * one. */
void vn_group_put(struct vn_patch *patch, struct vn_str element, size_t from, size_t len,
		  double value);

/* For patch() of elements whose box is in attributes: that of the number NAME of ELEMENT, which
 * goes to *OLD and becomes NEW. Either may be NULL. Returns how many there are, 0 or 1. */
size_t vn_group_attr(struct vn_str element, const char *name, double *old, struct vn_patch *patch,
		     double new);

/* The same for taking out the attribute NAME, or what the element holds if there is any NAME. */
size_t vn_group_unname(struct vn_str element, const char *name, struct vn_patch *patch);
size_t vn_group_cut(struct vn_str element, const char *name, struct vn_patch *patch);

#endif
