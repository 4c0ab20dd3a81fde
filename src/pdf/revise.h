/* What of the words of a text become others: the difference between two texts of as many lines. */
#ifndef VN_PDF_REVISE_H
#define VN_PDF_REVISE_H

#include "base/buf.h"

/* Bytes [begin, end), whole words of a line of the old text, become [to, to_end) of the new one,
 * which are none or whole words of its line. */
struct vn_pdf_revision {
	size_t begin, end, to, to_end;
};

/* In order. All zero is a valid empty list. */
struct vn_pdf_revisions {
	struct vn_pdf_revision *items;
	size_t count, cap;
};

void vn_pdf_revisions_fini(struct vn_pdf_revisions *list);

/* Lists what makes NOW of OLD. Words that became one, or several, stand in one revision. VN_EINPUT
 * where lines were joined or divided, or words came into an empty line. */
VN_CHECKED enum vn_status vn_pdf_revise(struct vn_pdf_revisions *list, struct vn_str old,
					struct vn_str now, struct vn_err *err);

#endif
