/* Whether a document is text at all, from its first bytes. */
#ifndef VN_SOURCE_PROBE_H
#define VN_SOURCE_PROBE_H

#include "base/buf.h"

/* What is no text that vnfix reads. Both are fixed English texts for a message. */
struct vn_no_text {
	const char *name;   /* "a PDF file" */
	const char *advice; /* "pdftotext makes text of it" */
};

/* Bytes of which nothing better is known. */
extern const struct vn_no_text vn_no_text_binary;
/* UTF-16 where it is not to be looked for. */
extern const struct vn_no_text vn_no_text_wide;

/*
 * Looks at START, the first bytes of a document: 64 KiB are plenty, a few are enough for what has a
 * mark. NULL: it is text, in UTF-8, UTF-16 or in a charset of 8 bits: what it is then is seen by
 * its lines (charset/detect.h), and bytes of which nothing comes stay as they are.
 */
const struct vn_no_text *vn_probe(struct vn_str start);

/* Order of the bytes of UTF-16. */
enum vn_wide { VN_WIDE_NO, VN_WIDE_LITTLE, VN_WIDE_BIG, VN_WIDE_MORE };

/* Whether a document that begins with START is text in UTF-16: by its byte order mark, or by its
 * letters and blanks alone. VN_WIDE_MORE: too few bytes, and not ENDED. */
enum vn_wide vn_probe_wide(struct vn_str start, bool ended);

/* What a text is judged by. */
struct vn_letters_seen {
	size_t invalid;	 /* bytes that are no UTF-8 */
	size_t in_words; /* of them those beside a letter a-z, A-Z */
	size_t ascii;	 /* such letters */
	size_t wide;	 /* code points beyond ASCII */
};
struct vn_letters_seen vn_probe_letters(struct vn_str text);

/* Whether the letters of TEXT are mostly those of an 8-bit charset with many letters beyond ASCII,
 * as Vietnamese has. */
bool vn_probe_eight_bits(struct vn_str text);

#endif
