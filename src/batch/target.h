/* The output file of one job: its own input, or a file below --output-dir. */
#ifndef VN_BATCH_TARGET_H
#define VN_BATCH_TARGET_H

#include "batch/job.h"

/* Text of a job that is kept in memory: a file that small is not opened for writing before it is
 * known to change. */
#define VN_HEAD_BYTES (256 * 1024)

/* Sets the job's output to the name by which the report knows it. False: out of memory. */
bool vn_target_name(struct vn_job *job);

/* Why nothing should be written, as far as can be told before: VN_REASON_NONE if all is well. */
enum vn_reason vn_target_taken(const struct vn_job *job);

/* A message for such a reason. */
const char *vn_target_text(enum vn_reason reason);

/* Adds LEN bytes to the text, which is counted in the job's digest OUT. */
VN_CHECKED enum vn_status vn_target_write(struct vn_job *job, const char *bytes, size_t len,
					  struct vn_err *err);

/* Whether the text, which is whole, must be written at all. */
bool vn_target_needed(const struct vn_job *job);

/* Makes sure that the output is open and has all of the text. On failure the job's save has an
 * error, unless memory is out. */
VN_CHECKED enum vn_status vn_target_open(struct vn_job *job, struct vn_err *err);

/* Drops the text and the output; the job may start again. */
void vn_target_abort(struct vn_job *job);

#endif
