/* The items of a list, which print ends alike: what a colon there is a semicolon of. Private to the
 * stage signs. */
#ifndef VN_SIGNS_ITEMS_H
#define VN_SIGNS_ITEMS_H

#include "signs/words.h"

enum vn_label {
	VN_LABEL_NONE,
	VN_LABEL_LETTER, /* a) */
	VN_LABEL_DASH,
	VN_LABEL_OTHER
};

/* The item that the words so far belong to. All zero: none. */
struct vn_items {
	enum vn_label label;
	int32_t letter;	    /* of VN_LABEL_LETTER */
	bool wrapped;	    /* it goes over several lines */
	uint32_t receivers; /* lines that may still be of the list of those who get the document */
};

/* Takes word K of GAPS, the one behind the last taken. */
void vn_items_take(struct vn_items *items, const struct vn_gaps *gaps, size_t k);

/* Whether word K, the last taken, ends an item and the next line begins the next one: so that a
 * colon cannot open anything. With dashes that is so among the receivers alone, since elsewhere a
 * list may stand within the other. Letters may be of a form, whose items all end in colons, unless
 * this one goes over several lines or a semicolon ends a line nearby. */
bool vn_items_end(const struct vn_items *items, const struct vn_gaps *gaps, size_t k);

#endif
