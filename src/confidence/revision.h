/*
 * The changes of a unit as its reader sees them: edits of words and of capitals that touch, or that
 * stand in one white-space token, are one change, for they stand or fall together.
 */
#ifndef VN_CONFIDENCE_REVISION_H
#define VN_CONFIDENCE_REVISION_H

#include "text/unit.h"

/* One change. Spans are bytes of the current text. */
struct vn_revision {
	size_t begin, end;
	size_t item, item_count;     /* the white-space tokens it touches */
	size_t first, count;	     /* its edits of words: indexes of unit->edits */
	size_t recase, recase_count; /* and those of capitals */
};

/* Where edits of words, of signs and of capitals begin among the edits, and where the last end:
 * the three stages come right behind one another. */
struct vn_revision_ranges {
	size_t words, signs, recase, end;
};

/* Walks the edits of words through the stages behind them. */
struct vn_revision_walk {
	size_t signs, recase;
};

/* A walk over the changes of a unit; edits that are made meanwhile are none of them. */
struct vn_revisions {
	const struct vn_unit *unit;
	struct vn_revision_ranges ranges;
	struct vn_revision_walk here, begins, ends;
	size_t word, capital, item;
	struct vn_revision last; /* that others may still join, if any edit is in it */
};

/* Begins at the first change of a unit whose last edits are those of words, of signs and of
 * capitals, in this order, and whose items are those of its current text. */
void vn_revisions_begin(struct vn_revisions *changes, const struct vn_unit *unit);

/* OUT becomes the next one, in order, without overlap; false: there is none. */
bool vn_revisions_next(struct vn_revisions *changes, struct vn_revision *out);

/* Writes to OUT (emptied first) what stood in place of CHANGE before it. */
VN_CHECKED enum vn_status vn_revision_before(const struct vn_unit *unit,
					     const struct vn_revision *change, struct vn_buf *out,
					     struct vn_err *err);

#endif
