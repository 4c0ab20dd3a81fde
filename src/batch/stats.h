/* The counts of --stats. */
#ifndef VN_BATCH_STATS_H
#define VN_BATCH_STATS_H

#include "stage.h"

/* Sums over all documents of a run. */
struct vn_totals {
	uint64_t files; /* documents done to their end */
	struct vn_stats sum;
};

/* Adds one document; WHOLE if it was done to its end. */
void vn_totals_add(struct vn_totals *totals, const struct vn_stats *stats, bool whole);

/* Makes *TEXT, of *LEN bytes, of the sums, one "name value" a line; to be freed. False: out of
 * memory. */
VN_CHECKED bool vn_totals_text(const struct vn_totals *totals, char **text, size_t *len);

#endif
