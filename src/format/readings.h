/* Other readings of a white-space token, written down. */
#ifndef VN_FORMAT_READINGS_H
#define VN_FORMAT_READINGS_H

#include "change/readings.h"

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
