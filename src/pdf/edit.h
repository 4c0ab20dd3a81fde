/* What becomes of the letters of strings: revisions of the text, dealt out to the strings. */
#ifndef VN_PDF_EDIT_H
#define VN_PDF_EDIT_H

#include "pdf/layer.h"
#include "pdf/revise.h"

/* Cells [begin, end) of a run become TEXT, as wide as they were; the next letter stands where it
 * stood. */
struct vn_pdf_edit {
	size_t run;
	size_t begin, end;
	struct vn_str text; /* empty: a gap */
	double advance;	    /* of the cells */
	double width;	    /* that the text is to have */
};

/* In order. All zero is a valid empty list. */
struct vn_pdf_edits {
	struct vn_pdf_edit *items;
	size_t count, cap;
	struct vn_arena arena;
};

void vn_pdf_edits_fini(struct vn_pdf_edits *edits);

VN_CHECKED enum vn_status vn_pdf_edits_list(struct vn_pdf_edits *edits,
					    const struct vn_pdf_layer *layer,
					    const struct vn_pdf_revisions *list, struct vn_str now,
					    struct vn_err *err);

#endif
