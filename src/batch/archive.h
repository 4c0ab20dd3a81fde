/* A document that is an archive (DOCX, ODT, EPUB), on its way through a worker's pipeline: read as
 * a whole, its text repaired, and packed again. */
#ifndef VN_BATCH_ARCHIVE_H
#define VN_BATCH_ARCHIVE_H

#include "batch/document.h"

/* All zero is a valid empty one. What the audit is told of lives in it. */
struct vn_archive {
	struct vn_buf bytes; /* of the document */
	struct vn_package package;
	struct vn_buf text; /* its text, repaired */
	struct vn_buf out;  /* the archive anew */
	struct vn_zip_splices splices;
	struct vn_audit_packed packed;
};

void vn_archive_fini(struct vn_archive *archive);

/* Whether a document that begins with HEAD is to be read as one, if it is one. */
bool vn_archive_wanted(const struct vn_transit *document, struct vn_str head);

/* Opens the archive in ARCHIVE->bytes and sends its text through the pipeline of WORKER, and what
 * becomes of it to its sink. *KNOWN is false for an archive of something else, with which nothing
 * was done. */
VN_CHECKED enum vn_status vn_archive_run(struct vn_archive *archive, struct vn_worker *worker,
					 bool *known, struct vn_err *err);

#endif
