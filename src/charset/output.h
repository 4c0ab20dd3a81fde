/* The charset that a finished text is written in. */
#ifndef VN_CHARSET_OUTPUT_H
#define VN_CHARSET_OUTPUT_H

#include "charset/charset.h"

/* How code points become bytes. All zero is UTF-8, and nobody asked for it. */
struct vn_output {
	const char *name; /* as --to has it; static; NULL: nobody asked */
	const struct vn_charset *charset;
	enum { VN_OUTPUT_BYTES, VN_OUTPUT_LITTLE, VN_OUTPUT_BIG } wide; /* units of 16 bits */
	bool mark; /* begins with a byte order mark */
};

/* What --to takes: false if there is no charset NAME, *OUT is untouched then. */
bool vn_output_find(const char *name, struct vn_output *out);

/* The name of the K-th charset; NULL behind the last. */
const char *vn_output_name(size_t k);

/* Appends TEXT to OUT. Bytes that are no UTF-8 stay as they are where units are bytes. Stops at the
 * first character that there are no bytes for: *DONE is the bytes of TEXT before it, or all.
 * VN_ENOMEM. */
VN_CHECKED enum vn_status vn_output_encode(const struct vn_output *output, struct vn_str text,
					   struct vn_buf *out, size_t *done, struct vn_err *err);

/* Appends the units of C. VN_ENOMEM. */
VN_CHECKED enum vn_status vn_output_unit(const struct vn_output *output, int32_t c,
					 struct vn_buf *out, struct vn_err *err);

#endif
