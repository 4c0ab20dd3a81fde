#include "batch/outcome.h"

#include "term/lang.h"

static const struct {
	enum vn_outcome outcome;
	enum vn_exit code;
	const char *text;
} reasons[VN_REASON_COUNT] = {
	[VN_REASON_NONE] = {VN_OUTCOME_UNCHANGED, VN_EXIT_DONE, ""},
	[VN_REASON_BINARY] = {VN_OUTCOME_SKIPPED, VN_EXIT_DONE, N_("binary")},
	[VN_REASON_SPECIAL] = {VN_OUTCOME_SKIPPED, VN_EXIT_DONE, N_("no regular file")},
	[VN_REASON_LINK] = {VN_OUTCOME_SKIPPED, VN_EXIT_DONE, N_("symbolic link")},
	[VN_REASON_OWN] = {VN_OUTCOME_SKIPPED, VN_EXIT_DONE, N_("written by vnfix itself")},
	[VN_REASON_TWICE] = {VN_OUTCOME_SKIPPED, VN_EXIT_DONE, N_("named twice")},
	[VN_REASON_TAKEN] = {VN_OUTCOME_SKIPPED, VN_EXIT_DONE, N_("output exists")},
	[VN_REASON_BEFORE] = {VN_OUTCOME_SKIPPED, VN_EXIT_DONE, N_("done before")},
	[VN_REASON_UNREADABLE] = {VN_OUTCOME_FAILED, VN_EXIT_INPUT, N_("not readable")},
	[VN_REASON_NO_TEXT] = {VN_OUTCOME_FAILED, VN_EXIT_INPUT, N_("no text")},
	[VN_REASON_CLASH] = {VN_OUTCOME_FAILED, VN_EXIT_OUTPUT, N_("output is an input too")},
	[VN_REASON_SAME] = {VN_OUTCOME_FAILED, VN_EXIT_OUTPUT, N_("same output as another")},
	[VN_REASON_EXISTS] = {VN_OUTCOME_FAILED, VN_EXIT_OUTPUT, N_("output exists")},
	[VN_REASON_OUTPUT] = {VN_OUTCOME_FAILED, VN_EXIT_OUTPUT, N_("not written")},
	[VN_REASON_TIMEOUT] = {VN_OUTCOME_FAILED, VN_EXIT_LIMIT, N_("took too long")},
	[VN_REASON_MEMORY] = {VN_OUTCOME_FAILED, VN_EXIT_LIMIT, N_("out of memory")},
	[VN_REASON_LIMIT] = {VN_OUTCOME_FAILED, VN_EXIT_LIMIT, N_("hit a limit")},
	[VN_REASON_FAULT] = {VN_OUTCOME_FAILED, VN_EXIT_INTERNAL, N_("fault of vnfix")},
};

static const enum vn_reason of_status[] = {
	[VN_OK] = VN_REASON_NONE,	    [VN_EUSAGE] = VN_REASON_FAULT,
	[VN_EINPUT] = VN_REASON_UNREADABLE, [VN_EOUTPUT] = VN_REASON_OUTPUT,
	[VN_ELIMIT] = VN_REASON_LIMIT,	    [VN_EMODEL] = VN_REASON_FAULT,
	[VN_ENOMEM] = VN_REASON_MEMORY,
};

enum vn_outcome vn_reason_outcome(enum vn_reason reason)
{
	return reasons[reason].outcome;
}

enum vn_exit vn_reason_code(enum vn_reason reason)
{
	return reasons[reason].code;
}

const char *vn_reason_text(enum vn_reason reason)
{
	return *reasons[reason].text ? _(reasons[reason].text) : "";
}

bool vn_reason_tell(enum vn_reason reason)
{
	return reason != VN_REASON_OWN && reason != VN_REASON_TAKEN && reason != VN_REASON_BEFORE;
}

enum vn_reason vn_reason_of(enum vn_status status)
{
	size_t i = (size_t)status;
	return i < sizeof of_status / sizeof *of_status ? of_status[i] : VN_REASON_FAULT;
}

void vn_summary_add(struct vn_summary *summary, enum vn_outcome outcome, enum vn_reason reason,
		    bool copied)
{
	summary->outcomes[outcome]++;
	summary->reasons[reason]++;
	summary->copied += copied;
}
