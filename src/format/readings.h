/* Other readings of a white-space token, written down. */
#ifndef VN_FORMAT_READINGS_H
#define VN_FORMAT_READINGS_H

#include "change/readings.h"

/* What gets a backslash before it. */
struct vn_escapes {
	const char *set; /* characters, ASCII */
	bool brackets;	 /* U+27E6 and U+27E7 */
};

/* Adds TEXT to OUT, escaped. Blanks become spaces. */
VN_CHECKED enum vn_status vn_escape(struct vn_buf *out, struct vn_str text,
				    const struct vn_escapes *escapes, struct vn_err *err);

/* Adds ITEM, read as READING, to OUT, escaped likewise. */
VN_CHECKED enum vn_status vn_reading_add(struct vn_buf *out, const struct vn_reading_of *reading,
					 const struct vn_unit *unit, const struct vn_item *item,
					 const struct vn_escapes *escapes, struct vn_err *err);

#endif
