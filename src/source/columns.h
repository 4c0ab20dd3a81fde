/* Regions of a page in the order in which they are read, by where they stand: columns one after the
 * other, the cells of a table row by row. */
#ifndef VN_SOURCE_COLUMNS_H
#define VN_SOURCE_COLUMNS_H

#include "base/buf.h"

struct vn_box {
	double left, top, right, bottom;
};

/* A region, and which text it holds. */
struct vn_column_box {
	struct vn_box box;
	bool boxed;	     /* the box is known */
	size_t lines;	     /* of text in it, if known */
	size_t row, col;     /* of a cell, from 1; 0: not known */
	size_t table;	     /* that it is a cell of; 0: none */
	size_t rank;	     /* in an order that is known; equal where it says nothing */
	size_t number;	     /* in the file */
	uint64_t begin, end; /* of the text: places (piece.h), then bytes of what is there */
};

/* Puts COUNT boxes in order of rank and, within the same rank, of place if PLACES. Where they do
 * not stand apart they stay in the order of the file. */
VN_CHECKED enum vn_status vn_columns_sort(struct vn_column_box *boxes, size_t count, bool places,
					  struct vn_err *err);

#endif
