/* Tables in the order of the strings that their rows begin with. */
#ifndef VN_BASE_ROWS_H
#define VN_BASE_ROWS_H

#include "base/buf.h"

/* The row that begins with the string TEXT; NULL: there is none. TABLE has COUNT rows of SIZE
 * bytes, whose first member is a const char *, in the order of the bytes of these strings. */
const void *vn_row_find(const void *table, size_t count, size_t size, struct vn_str text);

#endif
