/* The last words about a run. */
#ifndef VN_CLI_SUMMARY_H
#define VN_CLI_SUMMARY_H

#include "batch/outcome.h"

/* Tells the counts on standard error, with the reasons of what was skipped or failed; of FILES in
 * all, the others were not reached. */
void vn_summary_tell(const struct vn_summary *summary, uint64_t files);

/* Tells how many leftovers of killed runs were REMOVED, if there were any. */
void vn_summary_swept(uint64_t removed);

#endif
