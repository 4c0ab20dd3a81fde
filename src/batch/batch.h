/* The work itself: every input through the pipeline, by several threads, in one order. */
#ifndef VN_BATCH_BATCH_H
#define VN_BATCH_BATCH_H

#include "batch/inputs.h"
#include "batch/order.h"
#include "cli/progress.h"
#include "batch/reports.h"
#include "batch/resume.h"
#include "batch/stats.h"
#include "files/save.h"

struct vn_model;

/* What the threads share. */
struct vn_batch {
	/* Read only while they work. */
	const struct vn_cli *cli;
	struct vn_options options;    /* cli's, with the words of the user */
	const struct vn_model *model; /* NULL: none is needed */
	struct vn_inputs inputs;
	struct vn_resume resume;
	int root;      /* the folder of --output-dir; -1: none */
	bool in_order; /* one document is settled after the other */

	/* Safe by themselves. */
	struct vn_reports reports;
	struct vn_order order;
	struct vn_progress progress;
	struct vn_save_group group;
	struct vn_sweep sweep;

	/* Only for the one whose turn it is. */
	struct vn_save out; /* of a run that has one output */

	/* Behind the lock. */
	pthread_mutex_t lock;
	struct vn_summary summary;
	struct vn_totals totals;
	uint64_t changed;  /* documents that were changed, or would be, as far as reported */
	enum vn_exit code; /* the worst so far */
	bool torn;	   /* a document was read but could not be finished */
};

/* Works on all inputs. BATCH has its read-only members, and OUT open where there is one output; the
 * rest is made and ended here but for summary, totals, code, torn and OUT, which tell how it went.
 * Fails (VN_ENOMEM, VN_EMODEL) only if it cannot begin. */
VN_CHECKED enum vn_status vn_batch_run(struct vn_batch *batch, struct vn_err *err);

#endif
