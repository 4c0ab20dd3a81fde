/* A document that is a PDF, on its way through a worker's pipeline: read as a whole, its text layer
 * repaired, and what changes it written behind it. */
#ifndef VN_BATCH_PDF_H
#define VN_BATCH_PDF_H

#include "batch/document.h"
#include "pdf/module.h"

/* All zero is a valid empty one. What the audit is told of lives in it. */
struct vn_pdf_input {
	struct vn_buf bytes; /* of the document */
	const struct vn_pdf_module *module;
	struct vn_pdf *pdf;   /* the module's; NULL: not opened yet */
	struct vn_buf text;   /* repaired */
	struct vn_buf update; /* what stands behind the document then */
	struct vn_audit_whole whole;
	struct vn_pictures pictures;
};

void vn_pdf_input_fini(struct vn_pdf_input *input);

/* Whether a document that begins with HEAD is to be read as one. */
bool vn_pdf_input_wanted(const struct vn_transit *document, struct vn_str head);

/*
 * Reads worker->document into INPUT, sends its text through the pipeline, and what becomes of it to
 * the document's sink. A PDF that is left alone ends with VN_OK and a reason, as what is no text
 * does.
 */
VN_CHECKED enum vn_status vn_pdf_input_run(struct vn_pdf_input *input, struct vn_worker *worker,
					   struct vn_err *err);

#endif
