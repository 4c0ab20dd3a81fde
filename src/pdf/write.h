/* Changed words on their way into content streams. */
#ifndef VN_PDF_WRITE_H
#define VN_PDF_WRITE_H

#include "pdf/layer.h"
#include "pdf/revise.h"
#include "pdf/update.h"

/* Adds to UPDATE what makes the words of NOW, which LIST tells of, those of LAYER: content streams
 * and, where its fonts lack letters, a font. VN_EINPUT for words that cannot be written. */
VN_CHECKED enum vn_status vn_pdf_write_words(const struct vn_pdf_layer *layer, qpdf_data pdf,
					     const struct vn_pdf_revisions *list, struct vn_str now,
					     struct vn_pdf_update *update, struct vn_err *err);

#endif
