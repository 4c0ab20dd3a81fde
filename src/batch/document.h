/* One document on its way from its file through a worker's pipeline. */
#ifndef VN_BATCH_DOCUMENT_H
#define VN_BATCH_DOCUMENT_H

#include "batch/job.h"

/* Opens the input of JOB and notes what it is. VN_EINPUT. Close with vn_input_close(). */
VN_CHECKED enum vn_status vn_input_open(struct vn_job *job, int *fd, struct vn_err *err);
void vn_input_close(const struct vn_job *job, int fd);

/* Fills the worker's buffer as far as the input goes; *FILLED is 0 at its end. A pipe is waited for
 * until the deadline: VN_ELIMIT, with job->reason VN_REASON_TIMEOUT. */
VN_CHECKED enum vn_status vn_input_fill(struct vn_job *job, struct vn_worker *worker, int fd,
					size_t *filled, struct vn_err *err);

/* Whether the time of worker->job, SELF being the worker, is up; notes that as the job's reason. */
bool vn_document_late(void *self);

/* The sink of a worker's reporter: where the text of worker->job goes. */
enum vn_status vn_document_sink(void *self, const char *bytes, size_t len, struct vn_err *err);

/*
 * All of FD through the pipeline. *READING tells of the input, the result of all else; a binary
 * file ends both with VN_OK and job->reason set. What was read before a read error is still
 * written, but not what was read before the deadline and not worked on by then. What is to be
 * told, also of a failure, is in job->told.
 */
VN_CHECKED enum vn_status vn_document_run(struct vn_job *job, struct vn_worker *worker, int fd,
					  enum vn_status *reading, struct vn_err *read_err,
					  struct vn_err *err);

#endif
