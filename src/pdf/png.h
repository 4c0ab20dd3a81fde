/* PNG files of pixels that are at hand. */
#ifndef VN_PDF_PNG_H
#define VN_PDF_PNG_H

#include "base/buf.h"

#include <stdint.h>

/* What the pixels are: rows from the top, each padded to whole bytes. */
struct vn_png {
	int32_t width, height;
	unsigned bits;	   /* of a sample: 1, 2, 4, 8 */
	unsigned channels; /* samples of a pixel: 1 or, of 8 bits, 3: red, green, blue */
	unsigned char palette[768];
	size_t palette_len; /* bytes, three a colour; 0: one sample is grey, 0 black */
};

/* Appends a file whose rows DATA has, deflated and with the filters of PNG before them. VN_ENOMEM.
 */
VN_CHECKED enum vn_status vn_png_wrap(const struct vn_png *png, struct vn_str data,
				      struct vn_buf *out, struct vn_err *err);

/* Appends a file of ROWS as they are; nothing if they are too few. VN_ENOMEM. */
VN_CHECKED enum vn_status vn_png_pack(const struct vn_png *png, struct vn_str rows,
				      struct vn_buf *out, struct vn_err *err);

#endif
