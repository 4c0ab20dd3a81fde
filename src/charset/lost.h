/* Bytes of UTF-8 that got lost on their way: those that windows-1252 has no sign for, a blank that
 * does not break, and the soft hyphen. */
#ifndef VN_CHARSET_LOST_H
#define VN_CHARSET_LOST_H

#include "base/buf.h"

#define VN_LOST_BYTES 64 /* of the longest text that is looked at */

/* Completes BYTES, a fragment of UTF-8 that lacks up to two bytes, so that it becomes syllables
 * which are clearly more usual than any others. Its length to *LEN, OUT gets the text; false where
 * nothing does. A blank may stand in the place of a byte. */
bool vn_lost_complete(struct vn_str bytes, char out[VN_LOST_BYTES], size_t *len);

#endif
