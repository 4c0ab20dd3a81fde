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

struct vn_revisions {
	struct vn_revision *list; /* in order, no overlap */
	size_t count, cap;
};

/* Fills OUT (emptied first) from a unit whose last edits are those of words, of signs and of
 * capitals, in this order, and whose items are those of its current text. vn_revisions_fini() frees
 * it, after a failure too. */
VN_CHECKED enum vn_status vn_revisions_find(struct vn_revisions *out, const struct vn_unit *unit,
					    struct vn_err *err);
void vn_revisions_fini(struct vn_revisions *changes);

/* Writes to OUT (emptied first) what stood in place of CHANGE before it. */
VN_CHECKED enum vn_status vn_revision_before(const struct vn_unit *unit,
					     const struct vn_revision *change, struct vn_buf *out,
					     struct vn_err *err);

#endif
