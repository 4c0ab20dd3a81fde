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

/* What is doubtful unless the user names another probability. */
#define VN_DOUBT 8000

/*
 * Whether ITEM is doubtful: left as it was read because no reading was sure enough, or less likely
 * than BELOW to stand as it was printed. A number or a sign is so only where it may be something
 * else: nothing is to be decided about the others. All that is called doubtful is what this says.
 */
bool vn_item_doubtful(const struct vn_unit *unit, const struct vn_item *item, vn_confidence below);

/* How many items of UNIT are. */
uint64_t vn_items_doubtful(const struct vn_unit *unit, vn_confidence below);

#endif
