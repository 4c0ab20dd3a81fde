/*
 * The way back, and the way an archivist decides: documents rewritten from a report or from a list
 * of decisions. A document is rewritten only when its bytes have the digest that the report
 * tells, each change only where the recorded bytes stand, and an undone document must have
 * the digest of the old input: else nothing is written.
 */
#ifndef VN_REPORT_UNDO_H
#define VN_REPORT_UNDO_H

#include "files/save.h"
#include "report/ndjson.h"
#include "report/reader.h"

/* Where rewritten documents go. */
struct vn_undo_how {
	bool to_folder; /* into FOLDER, under the names they have in the report; else in place */
	int folder;	/* open */
	bool dry;	/* all checks, no file is written */
	struct vn_report *report; /* where decisions that are carried out are recorded; or NULL */
	const struct vn_save_watch *watch; /* NULL: nobody */
};

enum vn_undo_result {
	VN_UNDO_DONE,	    /* written */
	VN_UNDO_ALREADY,    /* the input is as it was */
	VN_UNDO_NOTHING,    /* that run wrote no changes, or decides nothing */
	VN_UNDO_UNFINISHED, /* the document was not done to its end: nothing was written then */
};

/* Restores the input of ENTRY, which READER's index has, from its output. *RESULT is set with VN_OK
 * only. VN_EINPUT: the output is missing or was changed since; VN_EOUTPUT: the input's name holds
 * something else, or cannot be written. Nothing is changed then. */
VN_CHECKED enum vn_status vn_undo(struct vn_reader *reader, const struct vn_entry *entry,
				  const struct vn_undo_how *how, enum vn_undo_result *result,
				  struct vn_err *err);

/*
 * Carries out the decisions of ENTRY of a list. Where the output of the run still stands, the
 * changes that were rejected are taken back in it; else, where the input still is as it was, the
 * changes that were accepted are made in it. Texts that were given instead are put in either. What
 * is undecided stays as it stands. Else VN_EINPUT.
 */
VN_CHECKED enum vn_status vn_apply(struct vn_reader *reader, const struct vn_entry *entry,
				   const struct vn_undo_how *how, enum vn_undo_result *result,
				   struct vn_err *err);

#endif
