/* One input of a batch. */
#ifndef VN_BATCH_JOB_H
#define VN_BATCH_JOB_H

#include "batch/batch.h"
#include "pipeline.h"
#include "source/probe.h"

#include <nettle/sha2.h>

#define VN_READ_BYTES (128 * 1024)

/* What a thread has for itself. */
struct vn_worker {
	struct vn_batch *batch;
	struct vn_pipeline *pipeline;
	struct vn_reporter
		reporter;   /* hangs in the pipeline; gives its text to vn_document_sink() */
	struct vn_job *job; /* the one that is read */
	char bytes[VN_READ_BYTES];
};

/* An input on its way. */
struct vn_job {
	struct vn_batch *batch;
	const struct vn_input *input;
	struct vn_ticket ticket;
	struct stat st;	   /* of the input, when it was opened */
	uint64_t deadline; /* milliseconds of the monotonic clock; 0: none */

	/* Of a file with an output of its own. */
	struct vn_buf head;  /* its text, until the output is opened */
	struct vn_save save; /* the output, once there is more text than fits in the head */
	struct sha256_ctx in, out;
	uint8_t sha_out[VN_SHA256]; /* of the text, once it is whole */
	char *output;		    /* name of the output, as it is reported */

	/* How it went. */
	enum vn_outcome outcome;
	enum vn_reason reason;
	const struct vn_no_text *no_text; /* what it is instead; NULL: text, as far as is known */
	bool copied;
	bool begun;   /* it was opened */
	bool whole;   /* read and worked on to the end */
	bool changes; /* there are, or would be */
	bool stopped; /* by the shared output, which tells its failure itself */
	struct vn_stats stats;
	struct vn_told told; /* what the reports are to tell */
};

/* Takes JOB, which has its batch, input and ticket and was allocated, through WORKER, up to the
 * moment before anything of it shows but what it has put on its ticket. */
void vn_job_run(struct vn_job *job, struct vn_worker *worker);

/* Tells the reports of JOB, which was run, and gives its output the name. It is freed when it is
 * finished, which may be later, by another thread, as part of a group of outputs. Where the reports
 * are wanted: in the order of the inputs, one at a time. */
void vn_job_settle(struct vn_job *job);

/* Is told by the group that the output of a job, TAG, is in its place or could not be put there. */
void vn_job_saved(void *self, void *tag, const struct vn_save *end);

#endif
