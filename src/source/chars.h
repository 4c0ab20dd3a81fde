/* Characters as XML and HTML write them: references, CDATA, and documents that have no UTF-8. */
#ifndef VN_SOURCE_CHARS_H
#define VN_SOURCE_CHARS_H

#include "base/buf.h"

/* Styles in which text is written, together. */
#define VN_CHARS_CDATA	1
#define VN_CHARS_QUOTED 2 /* the value of an attribute */
#define VN_CHARS_LATIN1 4
#define VN_CHARS_ASCII	8
#define VN_CHARS_NARROW (VN_CHARS_LATIN1 | VN_CHARS_ASCII)
#define VN_CHARS_WIDE	16 /* UTF-16 */
#define VN_CHARS_BIG	32 /* with the high byte first */

#define VN_CHARS_MAX	   8  /* bytes of what a reference stands for */
#define VN_CHARS_REFERENCE 40 /* bytes of a reference at most */

/* The style of text in a document whose declaration calls its encoding NAME, and in *AS what Expat
 * calls it; NULL: it is not known here. */
uint8_t vn_chars_style(struct vn_str name, const char **as);

/* Writes what the reference NAME, without & and ;, stands for to UTF8 and returns its length; 0: it
 * is not known, or stands for no character. */
size_t vn_chars_decode(struct vn_str name, char utf8[VN_CHARS_MAX]);

/* Appends TEXT as it is written in STYLE. */
VN_CHECKED enum vn_status vn_chars_encode(uint8_t style, struct vn_str text, struct vn_buf *out,
					  struct vn_err *err);

#endif
