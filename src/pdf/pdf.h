/*
 * The text layer of a PDF: what OCR laid over the picture of a page, invisible (text rendering mode
 * 3), or under it. It is read as plain text, a line for each line of a page and a form feed between
 * pages, and written back as an incremental update: all bytes of the document stay, and what is new
 * comes behind them, so that cutting it off undoes it. Words keep their places and widths. Visible
 * text, pictures and everything else are not touched.
 */
#ifndef VN_PDF_PDF_H
#define VN_PDF_PDF_H

#include "source/picture.h"
#include "source/probe.h"

/* What is kept in memory at most: the document, what its streams unpack to, and its text. */
#define VN_PDF_BYTES  (1024u * 1024 * 1024)
#define VN_PDF_STREAM (64u * 1024 * 1024)
#define VN_PDF_UNPACK (512u * 1024 * 1024)
#define VN_PDF_TEXT   (64u * 1024 * 1024)

struct vn_pdf;

/* Whether a document that begins with HEAD is a PDF. */
static inline bool vn_pdf_begins(struct vn_str head)
{
	return head.len >= 5 && memcmp(head.ptr, "%PDF-", 5) == 0;
}

/*
 * Reads the PDF in BYTES, which outlive *OUT. *REFUSED tells, with VN_OK, of one that is left
 * alone: without such a layer, encrypted, or, unless SEALED, signed or a form; *OUT is NULL then.
 * VN_EINPUT for one that is damaged; VN_ELIMIT.
 */
VN_CHECKED enum vn_status vn_pdf_open(struct vn_pdf **out, struct vn_str bytes, bool sealed,
				      const struct vn_no_text **refused, struct vn_err *err);

/* Takes NULL. */
void vn_pdf_close(struct vn_pdf *pdf);

/* Its text; valid until the close. */
struct vn_str vn_pdf_text(const struct vn_pdf *pdf);

/*
 * Appends to OUT what has to stand behind the document so that its text is TEXT: nothing where it
 * is the same. Blanks count for nothing but where they part words. May be called once. The result
 * is read again before it is given: VN_EUSAGE if it does not say TEXT. VN_EINPUT if TEXT has more
 * or fewer lines, or words that the document cannot be given.
 */
VN_CHECKED enum vn_status vn_pdf_write(struct vn_pdf *pdf, struct vn_str text, struct vn_buf *out,
				       struct vn_err *err);

/* Its pictures, for who asks (source/picture.h); PDF, which it asks, outlives them. The bytes of
 * the text are those it was read with, whatever was written since. */
struct vn_pictures vn_pdf_pictures(struct vn_pdf *pdf);

#endif
