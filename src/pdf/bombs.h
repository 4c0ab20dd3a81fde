/* What qpdf unpacks by itself, without a bound: looked at before it is let loose on a document. */
#ifndef VN_PDF_BOMBS_H
#define VN_PDF_BOMBS_H

#include "base/buf.h"

/* VN_ELIMIT if an object stream or a cross-reference stream of DOCUMENT would unpack to more than
 * VN_PDF_STREAM bytes, or all of them to more than VN_PDF_UNPACK. Time is linear in its length. */
VN_CHECKED enum vn_status vn_pdf_bombs(struct vn_str document, struct vn_err *err);

#endif
