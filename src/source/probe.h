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

/*
 * Looks at START, the first bytes of a document: 64 KiB are plenty, a few are enough for what has a
 * mark. NULL: it is UTF-8, or so near to it that its bytes can be left alone. That holds for
 * any text in UTF-8 with stray bytes or a few NUL, and for texts in 8 bits with few letters beyond
 * ASCII (French, German), in which no word is touched.
 */
const struct vn_no_text *vn_probe(struct vn_str start);

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
