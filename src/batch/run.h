/* Carries out a plan: the way into this folder. */
#ifndef VN_BATCH_RUN_H
#define VN_BATCH_RUN_H

#include "batch/outcome.h"
#include "batch/plan.h"
#include "batch/says.h"
#include "batch/stats.h"

/* How it went. */
struct vn_batch_result {
	enum vn_exit code; /* the worst of all; VN_EXIT_CHANGES: plan's check found changes */
	bool begun;	   /* the inputs were looked for; what follows is 0 if not */
	uint64_t files;	   /* inputs */
	struct vn_summary summary;
	struct vn_totals totals;
	uint64_t changed; /* documents that were changed, or would be, as far as reported */
	uint64_t swept;	  /* leftovers of killed runs that were removed */
};

/*
 * Carries out PLAN and tells SAYS of it. The calling thread works too; when this returns, the
 * others have ended and nothing is open. Several batches may run at once, but for what the standard
 * streams, the current folder and the limit of open files (which is raised) have in common. An
 * output that is a pipe nobody reads is VN_EXIT_OUTPUT where SIGPIPE is ignored. VN_ENOMEM: it
 * could not begin; whatever else goes wrong is told, and in RESULT.
 */
VN_CHECKED enum vn_status vn_batch_run(const struct vn_plan *plan, const struct vn_says *says,
				       struct vn_batch_result *result, struct vn_err *err);

#endif
