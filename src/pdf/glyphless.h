/* A font without pictures of letters: for words that a font of the document has no letters for. */
#ifndef VN_PDF_GLYPHLESS_H
#define VN_PDF_GLYPHLESS_H

#include "pdf/update.h"

/* Of each letter, in 1/1000 of the size. */
#define VN_PDF_GLYPH_WIDTH 500

/* Writes the font, whose codes are UTF-16, and says in *ID which object it is. */
VN_CHECKED enum vn_status vn_pdf_glyphless(struct vn_pdf_update *update, int *id,
					   struct vn_err *err);

#endif
