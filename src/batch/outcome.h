/* What became of the inputs of a run: reasons and counts. */
#ifndef VN_BATCH_OUTCOME_H
#define VN_BATCH_OUTCOME_H

#include "term/exit.h"
#include "stage.h"

#include <stdbool.h>

enum vn_outcome {
	VN_OUTCOME_CHANGED,
	VN_OUTCOME_UNCHANGED,
	VN_OUTCOME_SKIPPED,
	VN_OUTCOME_FAILED,
};
#define VN_OUTCOME_COUNT 4

/* Why an input was skipped or failed. */
enum vn_reason {
	VN_REASON_NONE,
	/* skipped */
	VN_REASON_BINARY,
	VN_REASON_SPECIAL,
	VN_REASON_LINK,
	VN_REASON_OWN,
	VN_REASON_TWICE,
	VN_REASON_TAKEN,
	VN_REASON_BEFORE,
	/* failed */
	VN_REASON_UNREADABLE,
	VN_REASON_NO_TEXT,
	VN_REASON_CLASH,
	VN_REASON_SAME,
	VN_REASON_EXISTS,
	VN_REASON_OUTPUT,
	VN_REASON_TIMEOUT,
	VN_REASON_MEMORY,
	VN_REASON_LIMIT,
	VN_REASON_FAULT,
};
#define VN_REASON_COUNT 18

/* What a reason means: its outcome, its exit code, and a few words for the user. */
enum vn_outcome vn_reason_outcome(enum vn_reason reason);
enum vn_exit vn_reason_code(enum vn_reason reason);
const char *vn_reason_text(enum vn_reason reason);

/* Whether a file that was skipped for REASON is worth a message: not where that is what was asked
 * for. */
bool vn_reason_tell(enum vn_reason reason);

/* The reason for a status of the core; VN_REASON_NONE for VN_OK. */
enum vn_reason vn_reason_of(enum vn_status status);

/* Sums over a run. All zero is a valid empty one. */
struct vn_summary {
	uint64_t outcomes[VN_OUTCOME_COUNT];
	uint64_t reasons[VN_REASON_COUNT];
	uint64_t copied; /* of the skipped and failed: copied to their outputs unchanged */
};

void vn_summary_add(struct vn_summary *summary, enum vn_outcome outcome, enum vn_reason reason,
		    bool copied);

#endif
