/*
 * The way back, and the way an archivist decides: documents rewritten from a report or from a list
 * of decisions. A document is rewritten only when its bytes have the digest that the report
 * tells, each change only where the recorded bytes stand, and an undone document must have
 * the digest of the old input: else nothing is written. And it is only written where the names in
 * the report may lead (files/roots.h): who made the report need not be trusted.
 */
#ifndef VN_REPORT_UNDO_H
#define VN_REPORT_UNDO_H

#include "files/roots.h"
#include "files/save.h"
#include "report/ndjson.h"
#include "report/reader.h"

/* Where rewritten documents go. */
struct vn_undo_how {
	const struct vn_roots *roots; /* what is written in place lies there; NULL: none named */
	bool to_folder; /* into FOLDER, under the names they have in the report; else in place */
	int folder;	/* open */
	bool dry;	/* all checks, no file is written */
	struct vn_report *report; /* where decisions that are carried out are recorded; or NULL */
	const struct vn_save_watch *watch; /* NULL: nobody */
	struct vn_sweep *sweep;		   /* likewise */
};

enum vn_undo_result {
	VN_UNDO_DONE,	 /* written */
	VN_UNDO_ALREADY, /* the input is as it was */
	VN_UNDO_NOTHING, /* that run wrote no changes; nothing is decided, or it is done already */
	VN_UNDO_UNFINISHED, /* the document was refused, or not done to its end: nothing was
			       written then */
};

/* Restores the input of ENTRY, which READER's index has, from its output. *RESULT is set with VN_OK
 * only. VN_EINPUT: the output is missing or was changed since; VN_EOUTPUT: the input's name holds
 * something else, or cannot be written. Nothing is changed then. */
VN_CHECKED enum vn_status vn_undo(struct vn_reader *reader, const struct vn_entry *entry,
				  const struct vn_undo_how *how, enum vn_undo_result *result,
				  struct vn_err *err);

/* The name of the file that vn_apply() rewrites: the output of the run, or the input where that has
 * none. */
const char *vn_apply_target(const struct vn_entry *entry);

/* The name below the folder of struct vn_undo_how under which NAME is written there. */
const char *vn_undo_inside(const char *name);

/*
 * Carries out the decisions of ENTRY of a list. In the output of the run the changes that were
 * rejected are taken back. Where the run changed nothing, those that were accepted are made: in its
 * output, or in the input if it has no output of another name. Texts that were given instead are
 * put in either; what is undecided stays as it stands. An input that has an output of another name
 * is never touched. VN_EINPUT: the file is neither as it was reviewed nor as the decisions would
 * leave it, or not all of them can be read.
 */
VN_CHECKED enum vn_status vn_apply(struct vn_reader *reader, const struct vn_entry *entry,
				   const struct vn_undo_how *how, enum vn_undo_result *result,
				   struct vn_err *err);

#endif
