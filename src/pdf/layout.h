/* Where strings stand on a page, and what stands between them as text. */
#ifndef VN_PDF_LAYOUT_H
#define VN_PDF_LAYOUT_H

#include "pdf/layer.h"

/* [a b 0; c d 0; e f 1], as in PDF. */
struct vn_pdf_matrix {
	double a, b, c, d, e, f;
};

/* M, then N. */
struct vn_pdf_matrix vn_pdf_then(const struct vn_pdf_matrix *m, const struct vn_pdf_matrix *n);

/* The end of the last string. All zero is a valid one before the first. */
struct vn_pdf_pen {
	bool begun;
	double x, y;
};

/* How far CODE, of BYTES bytes, goes in the state of SHOW, before scaling. */
double vn_pdf_code_advance(const struct vn_pdf_show *show, const struct vn_pdf_font *font,
			   uint32_t code, size_t bytes);

/* Adds RUN, which holds the bytes STRING, in the state of SHOW; AT is what a unit of text is on the
 * page. *ADVANCE is how far it goes, before scaling. */
VN_CHECKED enum vn_status vn_pdf_lay(struct vn_pdf_layer *layer, struct vn_pdf_pen *pen,
				     const struct vn_pdf_show *show, struct vn_pdf_run run,
				     struct vn_str string, const struct vn_pdf_matrix *at,
				     double *advance, struct vn_err *err);

/* Ends the line that is open. */
VN_CHECKED enum vn_status vn_pdf_end_line(struct vn_pdf_layer *layer, struct vn_err *err);

#endif
