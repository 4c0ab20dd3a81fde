/* How measures are shown. */
#ifndef VN_EVAL_REPORT_H
#define VN_EVAL_REPORT_H

#include "eval/score.h"

#include <stdio.h>

/* A report: measures, and the TOP most frequent errors of TALLY. */
struct vn_report {
	struct vn_tally *tally; /* errors get sorted */
	struct vn_measure measures[VN_MEASURES_MAX];
	size_t count;
	size_t timed_from; /* measures from here on depend on the machine */
	size_t top;
	const struct vn_reliability *reliability; /* NULL: not asked for */
};

/* Aligned lines "name value", then lines "count  truth -> output", or the bins of the reliability
 * as a table. */
VN_CHECKED enum vn_status vn_report_text(struct vn_report *report, FILE *out, struct vn_err *err);

/* One JSON object on a line: the measures as members, and with top > 0 "errors", an array of
 * [truth, output, count] where "" stands for no token; with a reliability "bins", an array of
 * [tokens, least confidence, greatest, mean, share of right tokens]. */
VN_CHECKED enum vn_status vn_report_json(struct vn_report *report, FILE *out, struct vn_err *err);

/* Lines "SET,measure,value", without what depends on the machine and without errors. */
void vn_report_csv(const struct vn_report *report, const char *set, FILE *out);

#endif
