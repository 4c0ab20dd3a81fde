/* What a run tells on standard error while it works: messages, and how far it is. */
#ifndef VN_CLI_PROGRESS_H
#define VN_CLI_PROGRESS_H

#include "batch/says.h"
#include "cli/options.h"

#include <pthread.h>

enum vn_progress_form { VN_FORM_NONE, VN_FORM_LIVE, VN_FORM_LINES, VN_FORM_JSON };

/* Shared by all threads. */
struct vn_progress {
	pthread_mutex_t lock;
	enum vn_progress_form chosen, form; /* form: NONE before the begin and after the end */
	uint64_t files, bytes;		    /* in all; bytes 0: not known */
	uint64_t files_done, failed;	    /* files that are finished */
	uint64_t bytes_done;		    /* read so far */
	uint64_t start, last; /* milliseconds of the monotonic clock; last time shown */
	bool shown;	      /* a live line stands on the terminal */
};

/* What is shown depends on CLI and on the terminal; a live line is only for a run whose text goes
 * elsewhere. */
void vn_progress_init(struct vn_progress *progress, const struct vn_cli *cli);

/* To be told by a batch: messages on standard error, without mixing them with a live line, and in
 * between, from its begin to its end, how far it is; a last object in JSON. */
struct vn_says vn_progress_says(struct vn_progress *progress);

void vn_progress_fini(struct vn_progress *progress);

#endif
