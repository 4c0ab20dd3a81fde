/*
 * Documents that come in several files of XML (DOCX, ODT, EPUB), as one stream: for each file NUL,
 * the name of the format, NUL, the name of the file, NUL, and the file. What makes the stream of an
 * archive, and an archive of the stream, is package/package.h.
 */
#ifndef VN_SOURCE_FLAT_H
#define VN_SOURCE_FLAT_H

#include "source/xml.h"

/* For vn_source.open: walks over one file. */
VN_CHECKED enum vn_status vn_html_open(void **self, const struct vn_source_how *how,
				       struct vn_err *err);
VN_CHECKED enum vn_status vn_docx_open(void **self, const struct vn_source_how *how,
				       struct vn_err *err);
VN_CHECKED enum vn_status vn_odt_open(void **self, const struct vn_source_how *how,
				      struct vn_err *err);
VN_CHECKED enum vn_status vn_ncx_open(void **self, const struct vn_source_how *how,
				      struct vn_err *err);

/* Styles beside those of chars.h: an element of DOCX stands for the text. */
#define VN_DOCX_SOFT	16 /* w:softHyphen: U+00AD */
#define VN_DOCX_NOBREAK 32 /* w:noBreakHyphen: a hyphen */

/* Appends TEXT as it is written in place of such an element. */
VN_CHECKED enum vn_status vn_docx_encode(uint8_t style, struct vn_str text, struct vn_buf *out,
					 struct vn_err *err);

#endif
