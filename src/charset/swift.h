/* What a coding makes of a whole line, in one go: for text whose charset is named, where there is
 * nothing to judge. */
#ifndef VN_CHARSET_SWIFT_H
#define VN_CHARSET_SWIFT_H

#include "charset/coding.h"

/* Appends to OUT what LINE is in CODING, which is not the text as it stands, and sets *PLAIN. Where
 * something is left to judge OUT is as it was, and *PLAIN false: a byte or character that CODING
 * does not have, signs of ASCII that may mean themselves, bytes that may have been read once
 * more. SPARE holds nothing that is asked for again. VN_ENOMEM. */
VN_CHECKED enum vn_status vn_swift_decode(const struct vn_coding *coding, struct vn_str line,
					  struct vn_buf *spare, struct vn_buf *out, bool *plain,
					  struct vn_err *err);

#endif
