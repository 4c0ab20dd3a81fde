/* Lines of a text. */
#ifndef VN_TEXT_LINE_H
#define VN_TEXT_LINE_H

#include "base/buf.h"

/* Whether the line of TEXT that byte AT (up to its end) stands in has four words or fewer, so that
 * next to nothing tells what one of them was. It looks no farther than the fifth on either side. */
bool vn_line_is_short(struct vn_str text, size_t at);

#endif
