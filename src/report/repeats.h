/*
 * The changes that come again and again in the documents of a run, as a table to tick in a
 * spreadsheet and to give to --rules: one error is corrected everywhere. The format:
 * vnfix-rules(5).
 */
#ifndef VN_REPORT_REPEATS_H
#define VN_REPORT_REPEATS_H

#include "report/audit.h"
#include "report/spool.h"

#define VN_REPEATS_LEAST 2	/* times that a change must occur to be told */
#define VN_REPEATS_MOST	 200000 /* different changes that are counted; more are left out */
#define VN_REPEATS_BYTES 200	/* of the longest text before or after that is told */

/* The table in the making. One thread at a time. */
struct vn_repeats;

/* Makes an empty one; free with vn_repeats_close(), which takes NULL. */
VN_CHECKED enum vn_status vn_repeats_open(struct vn_repeats **out, struct vn_err *err);
void vn_repeats_close(struct vn_repeats *repeats);

/* Gives the table to SINK: the most frequent changes first. *LEFT_OUT becomes how many changes were
 * not counted because there were too many different ones. Nothing can be counted after that. */
VN_CHECKED enum vn_status vn_repeats_write(struct vn_repeats *repeats, vn_sink sink, void *self,
					   uint64_t *left_out, struct vn_err *err);

/* Counts a document, NAME: PIECE is what a part collected of it. Documents must come in the order
 * of the run for a table that is the same each time. */
VN_CHECKED enum vn_status vn_repeats_take(struct vn_repeats *repeats, struct vn_str piece,
					  const char *name, struct vn_err *err);

/* One worker's. All zero is a valid one. */
struct vn_repeats_part {
	struct vn_repeats_counts *counts; /* of the document at hand */
	struct vn_spool
		piece; /* them, as bytes, from its end to the next begin; empty if it failed */
};

/* The part of an audit that counts the changes of a document. */
struct vn_audit_part vn_repeats_part(struct vn_repeats_part *part);
void vn_repeats_part_fini(struct vn_repeats_part *part);

#endif
