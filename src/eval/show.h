/* Reports in the making. Text from documents and file names is written so that it cannot act. */
#ifndef VN_EVAL_SHOW_H
#define VN_EVAL_SHOW_H

#include "eval/canon.h"

/* What was written, and whether all of it: after a failure (VN_ENOMEM) nothing more is written.
 * All zero is a valid empty one. */
struct vn_show {
	struct vn_buf text;
	enum vn_status status;
	struct vn_err *err; /* the caller's; filled at the failure; may be NULL */
};

/* Frees the text and zeroes the struct. Takes a zeroed one too. */
void vn_show_fini(struct vn_show *show);

/* Text made by printf. Numbers do not depend on the locale of the user: none is set. */
void vn_show_format(struct vn_show *show, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* SEQ as UTF-8. Control characters, and those that change the direction of text or end a line,
 * become U+FFFD. */
void vn_show_plain(struct vn_show *show, struct vn_seq seq);

/* The same, with & < > " and ' as HTML references: for text and for quoted attributes. */
void vn_show_html(struct vn_show *show, struct vn_seq seq);

/* SEQ as a JSON string (RFC 8259, section 7), unchanged but for escapes. */
void vn_show_json(struct vn_show *show, struct vn_seq seq);

/* One of these three. */
typedef void (*vn_shower)(struct vn_show *show, struct vn_seq seq);

/* S, any bytes, as SHOWER does. */
void vn_show_bytes(struct vn_show *show, struct vn_str s, vn_shower shower);

#endif
