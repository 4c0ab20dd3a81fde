/* Words that are nearly those of a list: how far engines may have misread them. */
#ifndef VN_FIELDS_NEAR_H
#define VN_FIELDS_NEAR_H

#include "fields/page.h"

#define VN_NEAR_LETTERS 40 /* of what is compared; more is far from all */

/* The letters and digits of PIECE, small, into OUT of VN_NEAR_LETTERS + 1; how many there are, one
 * more at most than fit. */
size_t vn_near_pack(const struct vn_page *page, struct vn_part piece, char *out);

/* The same of LETTERS of a list. */
size_t vn_near_pack_list(const char *letters, char *out);

/* How far apart A and B are, in halves of a letter: one that comes, goes or changes is two, one
 * that changes into a letter of its shape is one. More than MOST is told as MOST + 1. */
size_t vn_near_distance(const char *a, size_t na, const char *b, size_t nb, size_t most);

/* How far LEN letters may be from those of a list and still be them. */
size_t vn_near_most(size_t len);

#endif
