/* The output file of one input: the input itself, or a file below the folder of the outputs. */
#ifndef VN_BATCH_TARGET_H
#define VN_BATCH_TARGET_H

#include "base/buf.h"
#include "batch/inputs.h"
#include "files/save.h"

struct vn_batch;

/* Text that is kept in memory: a file that small is not opened for writing before it is known to
 * change. */
#define VN_HEAD_BYTES (256 * 1024)

/* Not open unless there is more text than fits in the head, or vn_target_open() was called. */
struct vn_target {
	struct vn_batch *batch;
	const struct vn_input *input;
	const struct stat *st; /* of the input, when it was opened */
	char *name;	       /* as it is reported; NULL: not asked for yet */
	struct vn_buf head;    /* the text, until the output is opened */
	struct vn_save save;
};

/* A target of INPUT, which ST tells of once there is something to write. */
void vn_target_init(struct vn_target *target, struct vn_batch *batch, const struct vn_input *input,
		    const struct stat *st);

/* Frees all but an open output, which somebody has taken over. Takes a zeroed one too. */
void vn_target_fini(struct vn_target *target);

/* Sets the name by which the report knows it. False: out of memory. */
bool vn_target_name(struct vn_target *target);

/* Why nothing should be written, as far as can be told before: VN_REASON_NONE if all is well. */
enum vn_reason vn_target_taken(const struct vn_target *target);

/* A message for such a reason. */
const char *vn_target_text(enum vn_reason reason);

/* Adds LEN bytes to the text. */
VN_CHECKED enum vn_status vn_target_write(struct vn_target *target, const char *bytes, size_t len,
					  struct vn_err *err);

/* Makes sure that the output is open and has all of the text. On failure TARGET->save has an
 * error, unless memory is out. */
VN_CHECKED enum vn_status vn_target_open(struct vn_target *target, struct vn_err *err);

/* Drops the text and the output; it may be written to again. */
void vn_target_abort(struct vn_target *target);

#endif
