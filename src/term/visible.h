/* Text of others that is safe for any terminal. */
#ifndef VN_TERM_VISIBLE_H
#define VN_TERM_VISIBLE_H

#include "base/buf.h"

/* Appends TEXT with everything a terminal might obey made visible: control characters (C0, DEL,
 * C1), bidi controls and line separators as \xNN or \u{NNNN}, bytes that are no UTF-8 as \xNN. */
VN_CHECKED enum vn_status vn_visible(struct vn_buf *out, struct vn_str text);

#endif
