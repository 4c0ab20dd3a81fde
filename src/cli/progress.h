/* How far a run is: on standard error, while it works. */
#ifndef VN_CLI_PROGRESS_H
#define VN_CLI_PROGRESS_H

#include "cli/options.h"

#include <pthread.h>

enum vn_progress_form { VN_FORM_NONE, VN_FORM_LIVE, VN_FORM_LINES, VN_FORM_JSON };

/* Shared by all threads. */
struct vn_progress {
	pthread_mutex_t lock;
	enum vn_progress_form form;
	uint64_t files, bytes;	     /* in all; bytes 0: not known */
	uint64_t files_done, failed; /* files that are finished */
	uint64_t bytes_done;	     /* read so far */
	uint64_t start, last;	     /* milliseconds of the monotonic clock; last time shown */
	bool shown;		     /* a live line stands on the terminal */
};

/* Begins: FILES inputs of BYTES. What is shown depends on CLI and on the terminal; a live line is
 * only for a run whose text goes elsewhere. */
void vn_progress_init(struct vn_progress *progress, const struct vn_cli *cli, uint64_t files,
		      uint64_t bytes);

/* Counts bytes read and files finished, and shows that when it is time. */
void vn_progress_add(struct vn_progress *progress, uint64_t bytes, bool file, bool failed);

/* Writes LEN bytes of messages, whole lines, without mixing them with a live line. */
void vn_progress_say(struct vn_progress *progress, const char *bytes, size_t len);

/* Ends: a live line is taken away; a last object in JSON. Then messages go by vn_say() again. */
void vn_progress_fini(struct vn_progress *progress);

#endif
