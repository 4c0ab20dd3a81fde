/* The sandbox of a run: which files it still needs once they are known. */
#ifndef VN_BATCH_CONFINE_H
#define VN_BATCH_CONFINE_H

#include "batch/inputs.h"

/* Confines this process to the inputs and outputs of PLAN, if it wants that. What is not there to
 * confine it with is told where PLAN is loud. */
void vn_confine_run(const struct vn_plan *plan, const struct vn_inputs *inputs,
		    const struct vn_says *says);

/* Likewise for a way back, whose files lie in the current folder and in what is named. */
void vn_confine_undo(const struct vn_plan *plan, const struct vn_says *says);

/* Likewise for what only reads the files NAMES, ended by NULL ("-" is none), and writes what is
 * open. */
void vn_confine_reading(char *const *names);

#endif
