/* Fonts of a PDF, as far as they say what text is: codes to letters and back, and how wide. */
#ifndef VN_PDF_FONT_H
#define VN_PDF_FONT_H

#include "base/buf.h"

#include <qpdf/qpdf-c.h>
#include <stdint.h>

struct vn_pdf_font {
	int id;			/* of its object; 0: it stands within another one */
	bool readable;		/* its codes can be told apart, and some have letters */
	bool wide;		/* codes have two bytes */
	uint32_t *letters[256]; /* by the high byte, then the low: code point, or PLACE + where in
				   more; 0: unknown */
	uint32_t *codes[256];	/* by code point, below 65536: code + 1; 0: there is none */
	float *widths[256];	/* in 1/1000 of the size; below 0: the usual */
	double width;		/* the usual */
	struct vn_buf more;	/* UTF-8 of codes that stand for several letters, ended by NUL */
	size_t unpacked;	/* bytes of its ToUnicode CMap */
};
#define VN_PDF_PLACE 0x80000000u

/* Reads the font object FONT of PDF. What cannot be read is no failure: it is not readable. Fini in
 * any case. */
VN_CHECKED enum vn_status vn_pdf_font_open(struct vn_pdf_font *out, qpdf_data pdf, qpdf_oh font,
					   struct vn_err *err);
void vn_pdf_font_fini(struct vn_pdf_font *font);

/* The text of CODE in UTF-8, ended by NUL; SPACE holds it. U+FFFD where it is not known. */
const char *vn_pdf_font_text(const struct vn_pdf_font *font, uint32_t code, char space[5]);

/* The code of the letter C, if the font has one that reads back so. */
bool vn_pdf_font_code(const struct vn_pdf_font *font, uint32_t c, uint32_t *code);

double vn_pdf_font_width(const struct vn_pdf_font *font, uint32_t code);

/* Lets CODE stand for the code points of TEXT, UTF-8. */
VN_CHECKED enum vn_status vn_pdf_font_set(struct vn_pdf_font *font, uint32_t code,
					  struct vn_str text, struct vn_err *err);

/* Reads a ToUnicode CMap. */
VN_CHECKED enum vn_status vn_pdf_cmap(struct vn_pdf_font *font, struct vn_str cmap,
				      struct vn_err *err);

/* The code point of CODE in WinAnsiEncoding or MacRomanEncoding; 0: none. */
uint32_t vn_pdf_win(unsigned char code);
uint32_t vn_pdf_mac(unsigned char code);

/* The code point that the glyph NAME, without slash, stands for; 0: not known. */
uint32_t vn_pdf_glyph(const char *name);

#endif
