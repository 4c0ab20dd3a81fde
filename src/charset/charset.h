/*
 * Charsets from before Unicode: bytes to code points and back. The tables are those of
 * dict/charsets; a charset is a file there.
 */
#ifndef VN_CHARSET_CHARSET_H
#define VN_CHARSET_CHARSET_H

#include "base/buf.h"

#define VN_CHARSET_SEQUENCE 3 /* bytes of the longest sequence */

/* What a charset is for. */
enum {
	VN_CHARSET_TEXT = 1, /* Vietnamese was written in it */
	VN_CHARSET_VIEW = 2, /* bytes of another charset are taken for it */
};

struct vn_charset_sequence {
	uint8_t bytes[VN_CHARSET_SEQUENCE];
	uint8_t len;
	bool read; /* for reading alone */
	uint16_t c;
};

/* Where a walk through the bytes of a sequence has come to. */
struct vn_charset_cell {
	uint16_t c;  /* the code point of the bytes so far; 0: none */
	uint8_t row; /* that the next byte is looked up in; 0: no sequence goes on */
};

/* What a byte means, in UTF-8. */
struct vn_charset_utf8 {
	char bytes[3];
	uint8_t len; /* 0: nothing */
};

#define VN_CHARSET_SLOT_BITS 11

struct vn_charset {
	const char *name, *title;
	unsigned roles;
	uint8_t escape; /* parts what would be one sequence; 0: nothing can */
	/* Capitals with marks have no bytes of their own: another font tells them apart. */
	bool small_only;
	uint16_t alone[256]; /* code point of each byte by itself; 0: none, but for NUL */
	const struct vn_charset_utf8 *utf8;	     /* the same */
	const struct vn_charset_sequence *sequences; /* of several bytes, in order of these */
	size_t sequence_count;
	/* The same as a table: cells[row * columns + column]. */
	uint8_t row[256];    /* of the byte that begins a sequence; 0: it begins none */
	uint8_t column[256]; /* of a byte behind it; 0: it stands in none */
	size_t columns;
	const struct vn_charset_cell *cells;
	const struct vn_charset_sequence *codes; /* how to write: in order of code point */
	/* Where they are, from 1 on, by the top VN_CHARSET_SLOT_BITS bits of the product of code
	 * point and multiplier: no two of them fall together. */
	uint32_t multiplier;
	const uint16_t *slots;
};

/* Generated. */
extern const struct vn_charset vn_charsets[];
extern const size_t vn_charset_count;

/* The charset called NAME; NULL: there is none. */
const struct vn_charset *vn_charset_find(const char *name);

/* The code point that begins at BYTES[*at], the longest sequence counts; moves *at past it. -1 for
 * a byte that the charset does not have, which moves one byte. *at must be below the length. */
static inline int32_t vn_charset_next(const struct vn_charset *charset, struct vn_str bytes,
				      size_t *at)
{
	uint8_t first = (uint8_t)bytes.ptr[*at];
	int32_t c = charset->alone[first] || !first ? charset->alone[first] : -1;
	uint8_t row = charset->row[first];

	++*at;
	for (size_t k = *at; row && k < bytes.len; k++) {
		size_t column = charset->column[(uint8_t)bytes.ptr[k]];
		const struct vn_charset_cell *cell =
			&charset->cells[row * charset->columns + column];
		if (cell->c) {
			c = cell->c;
			*at = k + 1;
		}
		row = cell->row;
	}
	return c;
}

/* The one byte that stands for C, spellings for reading alone too; -1: none. */
int vn_charset_byte(const struct vn_charset *charset, int32_t c);

/* Appends TEXT, which is UTF-8, in the bytes of CHARSET. Stops at the first character that these
 * cannot tell: *DONE is the bytes of TEXT before it, or all. VN_ENOMEM. */
VN_CHECKED enum vn_status vn_charset_encode(const struct vn_charset *charset, struct vn_str text,
					    struct vn_buf *out, size_t *done, struct vn_err *err);

#endif
