/* The counts of --stats. */
#ifndef VN_BATCH_STATS_H
#define VN_BATCH_STATS_H

#include "term/exit.h"
#include "stage.h"

/* Sums over all documents of a run. */
struct vn_totals {
	uint64_t files; /* documents done to their end */
	struct vn_stats sum;
};

/* Adds one document; WHOLE if it was done to its end. */
void vn_totals_add(struct vn_totals *totals, const struct vn_stats *stats, bool whole);

/* Writes the sums to standard error, one "name value" a line. VN_EXIT_OUTPUT: they could not all be
 * written, of which nothing is said, for it would go the same way. */
enum vn_exit vn_totals_print(const struct vn_totals *totals);

#endif
