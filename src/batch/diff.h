/* --diff: each line that changes, as it was and as it becomes, with the words that differ marked.
 */
#ifndef VN_BATCH_DIFF_H
#define VN_BATCH_DIFF_H

#include "report/review.h"

/* Receives text in order; as vn_sink of pipeline.h. */
/* All zero but the sink is a valid one. */
struct vn_diff {
	vn_sink sink;
	void *self;
	bool colour;
	struct vn_buf text; /* of one unit */
};

void vn_diff_fini(struct vn_diff *diff);

/* What to give to vn_review_add(); DIFF must outlive the review. */
struct vn_review_part vn_diff_part(struct vn_diff *diff);

#endif
