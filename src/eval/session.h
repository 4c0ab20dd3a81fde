/* A scoring under way: from the operands of the command line to measures. */
#ifndef VN_EVAL_SESSION_H
#define VN_EVAL_SESSION_H

#include "eval/options.h"
#include "eval/pages.h"
#include "eval/report.h"

struct vn_session {
	const struct vn_eval_request *request;
	struct vn_tally tally;
	struct vn_kinds kinds;
	struct vn_confidence confidence;
	struct vn_reliability reliability;
	struct vn_page_list pages; /* names of the pages, in the order of the tally's */
	struct vn_interval intervals[VN_RATES];
	struct vn_buf truth, read, output;
	double seconds; /* spent in the command */
	struct vn_err err;
};

/* Makes SESSION, which must not move from then on, for REQUEST, which must outlive it. */
void vn_session_init(struct vn_session *session, const struct vn_eval_request *request);

/* Frees everything and zeroes the struct. Takes a zeroed one too. */
void vn_session_fini(struct vn_session *session);

/* Scores what the request names and makes REPORT from it, which then refers to SESSION. Messages
 * of failures are in session->err and name the file. */
VN_CHECKED enum vn_status vn_session_score(struct vn_session *session, struct vn_report *report);

#endif
