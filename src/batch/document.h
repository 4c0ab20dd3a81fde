/* One document on its way from its file through a worker's pipeline. */
#ifndef VN_BATCH_DOCUMENT_H
#define VN_BATCH_DOCUMENT_H

#include "batch/batch.h"
#include "pipeline.h"
#include "source/probe.h"

#include <nettle/sha2.h>

#define VN_READ_BYTES (128 * 1024)

/* A document in transit. Where its text goes, and what reports are told of it, is set by the
 * caller. */
struct vn_transit {
	const struct vn_batch *batch;
	const struct vn_input *input;
	vn_sink sink; /* gets what the run puts out for it */
	void *self;
	struct vn_audit_document audited;

	/* The input. */
	int fd;			/* while it is open */
	struct stat st;		/* when it was opened */
	size_t filled;		/* bytes in the buffer of the worker */
	enum vn_status reading; /* how it goes, whatever becomes of the text */
	struct vn_err read_err; /* why it fails */
	uint64_t deadline;	/* milliseconds of the monotonic clock; 0: none */

	/* How it went. */
	enum vn_reason reason;		  /* why it is given up, where no status tells */
	const struct vn_no_text *no_text; /* what it is instead; NULL: text, as far as is known */
	bool forced;			  /* and --text would take it as it stands */
	bool begun;			  /* it was opened */
	bool whole;			  /* read and worked on to the end */
	bool changes;			  /* there are, or would be; where reports ask */
	struct vn_stats stats;
	struct vn_err fault; /* what was read on behind; VN_OK: nothing */
	struct vn_told told; /* what the reports are to tell */

	/* Digests of what was read and of what was put out, once it is whole; only where each
	 * input has an output of its own. */
	uint8_t sha_in[VN_SHA256], sha_out[VN_SHA256];
	struct sha256_ctx in, out; /* running, unless the audit has its own */
};

/* What a thread has for itself. */
struct vn_worker {
	struct vn_batch *batch;
	struct vn_pipeline *pipeline;
	struct vn_aide_thread *aide; /* of its own; NULL: none */
	struct vn_reporter
		reporter; /* hangs in the pipeline; gives its text to vn_document_sink() */
	struct vn_transit *document; /* the one that is read */
	char bytes[VN_READ_BYTES];
};

/* Opens the input and notes what it is. Returns document->reading, VN_EINPUT on failure. Close with
 * vn_input_close(). */
enum vn_status vn_input_open(struct vn_transit *document);
void vn_input_close(const struct vn_transit *document);

/* Fills the worker's buffer as far as the input goes; document->filled is 0 at its end. A pipe is
 * waited for until the deadline: VN_ELIMIT, with the reason VN_REASON_TIMEOUT. Returns
 * document->reading. */
enum vn_status vn_input_fill(struct vn_transit *document, struct vn_worker *worker);

/*
 * Reads the input of worker->document, of which the worker's buffer holds the first bytes, into
 * BYTES to its end, or to where reading fails. More than MOST are VN_ELIMIT: the input "is WHAT of
 * more than ... MiB".
 */
VN_CHECKED enum vn_status vn_input_whole(struct vn_worker *worker, const char *what, size_t most,
					 struct vn_buf *bytes, struct vn_err *err);

/* Sends TEXT, all there is of a document, through the pipeline of WORKER. What comes out is added
 * to OUT; NULL: goes to its sink, in the format of the run. */
VN_CHECKED enum vn_status vn_document_pass(struct vn_worker *worker, struct vn_str text,
					   struct vn_buf *out, struct vn_err *err);

/* Whether the time of worker->document, SELF being the worker, is up; notes that as its reason. */
bool vn_document_late(void *self);

/* The sink of a worker's reporter: hands the text to the sink of worker->document. */
enum vn_status vn_document_sink(void *self, const char *bytes, size_t len, struct vn_err *err);

/*
 * All of the input through the pipeline. DOCUMENT->reading tells of the input, the result of all
 * else; what is no text ends both with VN_OK and a reason. What was read before a read error is
 * still written, but not what was read before the deadline and not worked on by then. What is to be
 * told, also of a failure, is in DOCUMENT->told.
 */
VN_CHECKED enum vn_status vn_document_run(struct vn_transit *document, struct vn_worker *worker,
					  struct vn_err *err);

#endif
