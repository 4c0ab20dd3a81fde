/* --diff: each line that changes, as it was and as it becomes, with the words that differ marked.
 */
#ifndef VN_BATCH_DIFF_H
#define VN_BATCH_DIFF_H

#include "report/audit.h"

struct vn_diff_spot;

/* All zero but the sink, which receives text in order, is a valid one. */
struct vn_diff {
	vn_sink sink;
	void *self;
	bool colour;
	/* Of one unit. */
	struct vn_buf text; /* what is told */
	struct vn_str old, new;
	struct vn_buf after; /* the running text of an archive, corrected */
	struct vn_diff_spot *spots;
	size_t spot_cap;
};

void vn_diff_fini(struct vn_diff *diff);

/* What to give to vn_audit_add(); DIFF must outlive the audit. */
struct vn_audit_part vn_diff_part(struct vn_diff *diff);

#endif
