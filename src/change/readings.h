/* What else a white-space token may be. */
#ifndef VN_CHANGE_READINGS_H
#define VN_CHANGE_READINGS_H

#include "text/unit.h"

/* Other readings of an item: its text with one word replaced. */
struct vn_readings {
	struct vn_reading_of {
		const struct vn_token *token; /* whose word is another one */
		const struct vn_alternative *alternative;
	} list[VN_ALTERNATIVES_MAX]; /* likeliest first */
	size_t count;
};

/* Finds the likeliest readings of ITEM. */
void vn_readings_find(struct vn_readings *out, const struct vn_unit *unit,
		      const struct vn_item *item);

#endif
