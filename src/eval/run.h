/* A command as a filter: bytes in, bytes out. */
#ifndef VN_EVAL_RUN_H
#define VN_EVAL_RUN_H

#include "base/buf.h"

/*
 * Runs COMMAND with sh -c, gives it INPUT on its standard input and replaces OUTPUT by what it
 * writes to its standard output; its standard error is ours. A command may write before it has read
 * everything, and need not read everything. *SECONDS grows by the time from start to end. SIGPIPE
 * must be ignored by the caller. VN_EINPUT when the command cannot be started, fails, or dies.
 */
VN_CHECKED enum vn_status vn_run_filter(const char *command, struct vn_str input,
					struct vn_buf *output, double *seconds, struct vn_err *err);

#endif
