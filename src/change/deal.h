/* A changed text as the source writes it, dealt out among the places the old one stood at. */
#ifndef VN_CHANGE_DEAL_H
#define VN_CHANGE_DEAL_H

#include "source/reading.h"

/* The part [begin, end) of TEXT. */
static inline struct vn_str vn_part(struct vn_str text, size_t begin, size_t end)
{
	return (struct vn_str){text.ptr + begin, end - begin};
}

/*
 * Appends to OUT what stands in place of bytes [begin, end) of the running text of READING when
 * they become AFTER: from the first of RUNS that has any of them to the last. The letters are dealt
 * out among the runs as they were; mark-up between them stays, and so do words where there are as
 * many as before.
 */
VN_CHECKED enum vn_status vn_deal(const struct vn_reading *reading, const struct vn_run *runs,
				  size_t begin, size_t end, struct vn_str after, struct vn_buf *out,
				  struct vn_err *err);

/* The words [*first, *end) of READING that bytes [from, to) of its text lie in, if they have to be
 * written anew to hold AFTER in their place: it has not as many words. False if not. */
bool vn_deal_regroups(const struct vn_reading *reading, size_t from, size_t to, struct vn_str after,
		      size_t *first, size_t *end);

#endif
