#include "cli/summary.h"

#include "term/lang.h"
#include "term/say.h"

#include <inttypes.h>

/* Adds "NAME (3 this, 4 that)" for all reasons of OUTCOME to LINE, which has room. */
static void details(FILE *line, const struct vn_summary *summary, enum vn_outcome outcome)
{
	const char *before = " (";

	for (int i = VN_REASON_NONE + 1; i < VN_REASON_COUNT; i++) {
		if (vn_reason_outcome((enum vn_reason)i) != outcome || summary->reasons[i] == 0)
			continue;
		fprintf(line, "%s%" PRIu64 " %s", before, summary->reasons[i],
			vn_reason_text((enum vn_reason)i));
		before = ", ";
	}
	if (summary->outcomes[outcome])
		fputc(')', line);
}

void vn_summary_tell(const struct vn_summary *summary, uint64_t files)
{
	char text[1024] = ""; /* all numbers and words need less */
	FILE *line = fmemopen(text, sizeof text, "w");
	uint64_t reached = 0;

	if (!line)
		return;
	for (int i = 0; i < VN_OUTCOME_COUNT; i++)
		reached += summary->outcomes[i];
	fprintf(line,
		ngettext("%" PRIu64 " file: %" PRIu64 " changed, %" PRIu64 " unchanged, %" PRIu64
			 " skipped",
			 "%" PRIu64 " files: %" PRIu64 " changed, %" PRIu64 " unchanged, %" PRIu64
			 " skipped",
			 files),
		files, summary->outcomes[VN_OUTCOME_CHANGED],
		summary->outcomes[VN_OUTCOME_UNCHANGED], summary->outcomes[VN_OUTCOME_SKIPPED]);
	details(line, summary, VN_OUTCOME_SKIPPED);
	fprintf(line, _(", %" PRIu64 " failed"), summary->outcomes[VN_OUTCOME_FAILED]);
	details(line, summary, VN_OUTCOME_FAILED);
	if (files > reached)
		fprintf(line, _(", %" PRIu64 " not reached"), files - reached);
	if (summary->copied)
		fprintf(line, _("; copied unchanged: %" PRIu64), summary->copied);
	if (fclose(line) == 0)
		vn_say(NULL, text);
}

void vn_summary_swept(uint64_t removed)
{
	if (removed)
		vn_sayf(NULL,
			ngettext("removed %" PRIu64 " unfinished file that a killed run had left",
				 "removed %" PRIu64 " unfinished files that a killed run had left",
				 removed),
			removed);
}
