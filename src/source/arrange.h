/* The text of a piece in another order than that of the file. */
#ifndef VN_SOURCE_ARRANGE_H
#define VN_SOURCE_ARRANGE_H

#include "source/columns.h"
#include "source/piece.h"

/*
 * Puts COUNT PARTS of the text of PIECE in the order in which they stand here, an empty line
 * between them. They do not overlap, gaps stand between them, nothing is before the first but what
 * was there before the page, and nothing behind the last. One hold covers all of it.
 */
VN_CHECKED enum vn_status vn_arrange(struct vn_piece *piece, const struct vn_column_box *parts,
				     size_t count, struct vn_err *err);

#endif
