/* The work itself: every input through the pipeline, by several threads, in one order. */
#ifndef VN_BATCH_BATCH_H
#define VN_BATCH_BATCH_H

#include "batch/inputs.h"
#include "batch/order.h"
#include "batch/reports.h"
#include "batch/resume.h"
#include "batch/run.h"
#include "files/save.h"

/* What the threads share. */
struct vn_batch {
	/* Read only while they work. */
	const struct vn_plan *plan;
	const struct vn_says *says;
	struct vn_inputs inputs;
	struct vn_resume resume;
	int root;      /* the folder of the outputs; -1: none */
	bool in_order; /* one document is settled after the other */

	/* Safe by themselves. */
	struct vn_store store, *keep; /* KEEP: for what waits, STORE or NULL */
	struct vn_reports reports;
	struct vn_order order;
	struct vn_save_group group;
	struct vn_sweep sweep;

	/* Only for the one whose turn it is. */
	struct vn_save out; /* of a run that has one output */

	/* Behind the lock. */
	pthread_mutex_t lock;
	struct vn_batch_result *result; /* so far */
	bool torn;			/* a document was read but could not be finished */
};

/* Works on all inputs. BATCH has its read-only members, and OUT open where there is one output; the
 * rest is made and ended here but for the result, torn and OUT, which tell how it went.
 * Fails (VN_ENOMEM, VN_EMODEL) only if it cannot begin. */
VN_CHECKED enum vn_status vn_batch_work(struct vn_batch *batch, struct vn_err *err);

#endif
