/* An incremental update: objects that stand behind a document and take the place of its own. */
#ifndef VN_PDF_UPDATE_H
#define VN_PDF_UPDATE_H

#include "base/buf.h"

#include <qpdf/qpdf-c.h>
#include <stdint.h>

struct vn_pdf_object {
	int id, generation;
	uint64_t offset; /* in the document with its update */
};

/* All zero but the document is a valid empty one. */
struct vn_pdf_update {
	struct vn_str document;
	int next; /* the number of the next new object */
	struct vn_pdf_object *objects;
	size_t count, cap;
	struct vn_buf bytes; /* what will stand behind the document */
};

/* Begins an update of DOCUMENT, which PDF was read from. */
void vn_pdf_update_init(struct vn_pdf_update *update, struct vn_str document, qpdf_data pdf);
void vn_pdf_update_fini(struct vn_pdf_update *update);

/* Writes an object that is BODY, and the same for a stream: the entries of its dictionary but those
 * that say how it is packed, and its data. */
VN_CHECKED enum vn_status vn_pdf_update_add(struct vn_pdf_update *update, int id, int generation,
					    struct vn_str body, struct vn_err *err);
VN_CHECKED enum vn_status vn_pdf_update_stream(struct vn_pdf_update *update, int id, int generation,
					       struct vn_str entries, struct vn_str data,
					       struct vn_err *err);

/* Writes where the objects stand, in the way the document does. */
VN_CHECKED enum vn_status vn_pdf_update_finish(struct vn_pdf_update *update, qpdf_data pdf,
					       struct vn_err *err);

/* Appends formatted ASCII. */
VN_CHECKED enum vn_status vn_pdf_print(struct vn_buf *out, struct vn_err *err, const char *format,
				       ...) __attribute__((format(printf, 3, 4)));

#endif
