/* Words that a reader of files tore apart: their letters stand in several chunks. */
#ifndef VN_DECODE_TORN_H
#define VN_DECODE_TORN_H

#include "decode/arcs.h"

/* Adds the chunk at hand to what stands torn before it, and arcs for the words that end in it. Only
 * letters are put together, and only where one blank parts them. */
VN_CHECKED enum vn_status vn_torn_add(struct vn_builder *b);

#endif
