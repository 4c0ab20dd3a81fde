/* One input of a batch: its document, its target, and what becomes of them. */
#ifndef VN_BATCH_JOB_H
#define VN_BATCH_JOB_H

#include "batch/document.h"
#include "batch/target.h"
#include "report/spool.h"

/* An input on its way. */
struct vn_job {
	struct vn_batch *batch;
	const struct vn_input *input;
	struct vn_ticket ticket;
	struct vn_transit document;
	struct vn_target target; /* of an input with an output of its own */
	struct vn_spool held; /* text for the shared output that is to come whole or not at all */

	/* How it went. */
	enum vn_outcome outcome;
	enum vn_reason reason;
	bool copied;
	bool stopped; /* by the shared output, which tells its failure itself */
};

/* A job without a ticket yet, which the caller puts into it. NULL: out of memory. To be freed, or
 * run and settled. */
struct vn_job *vn_job_new(struct vn_batch *batch);

/* Takes JOB, which has its ticket, through WORKER, up to the moment before anything of it shows but
 * what it has put on that ticket. */
void vn_job_run(struct vn_job *job, struct vn_worker *worker);

/* Tells the reports of JOB, which was run, and gives its output the name. It is freed when it is
 * finished, which may be later, by another thread, as part of a group of outputs. Where the reports
 * are wanted: in the order of the inputs, one at a time. */
void vn_job_settle(struct vn_job *job);

/* Is told by the group that the output of a job, TAG, is in its place or could not be put there. */
void vn_job_saved(void *self, void *tag, const struct vn_save *end);

#endif
