/* What else a white-space token may be. */
#ifndef VN_FORMAT_READINGS_H
#define VN_FORMAT_READINGS_H

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

/* Adds TEXT to OUT, with a backslash before each character of SET (ASCII) and, if BRACKETS, before
 * U+27E6 and U+27E7. Blanks become spaces. */
VN_CHECKED enum vn_status vn_escape(struct vn_buf *out, struct vn_str text, const char *set,
				    bool brackets, struct vn_err *err);

/* Adds the K-th reading of ITEM to OUT, escaped likewise. */
VN_CHECKED enum vn_status vn_reading_add(struct vn_buf *out, const struct vn_readings *readings,
					 size_t k, const struct vn_unit *unit,
					 const struct vn_item *item, const char *set, bool brackets,
					 struct vn_err *err);

#endif
