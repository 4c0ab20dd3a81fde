/*
 * XML in UTF-16. A source reads it in UTF-8, and what it found is then told in bytes of the
 * document: runs, marks and units are as if it had read UTF-16.
 */
#ifndef VN_SOURCE_WIDE_H
#define VN_SOURCE_WIDE_H

#include "source/probe.h"
#include "source/reading.h"

/* All zero is a valid one, of a document in UTF-8. */
struct vn_wide_input {
	enum vn_wide order; /* of bytes; VN_WIDE_NO: it is not wide */
	char rest[4];	    /* a character that is not whole yet */
	size_t rest_len;
	uint64_t seen;	      /* bytes before it */
	struct vn_buf narrow; /* the bytes that came last, in UTF-8 */
	uint64_t base;	      /* byte of the document where the next unit begins */
	/* That unit. */
	struct vn_buf bytes;
	struct vn_buf places; /* of every PLACE bytes in UTF-8: where they stand in BYTES */
	struct vn_text_map map;
	struct vn_marks marks;
};

void vn_wide_fini(struct vn_wide_input *wide);

/* Forgets the document; keeps the buffers. */
void vn_wide_begin(struct vn_wide_input *wide);

/* Whether XML that begins with HEAD, four bytes or all there are, is in UTF-16. */
enum vn_wide vn_wide_probe(struct vn_str head);

/* Decodes the next BYTES to WIDE->narrow, which has none before; LAST: no more come. VN_EINPUT for
 * half a character. */
VN_CHECKED enum vn_status vn_wide_decode(struct vn_wide_input *wide, struct vn_str bytes, bool last,
					 struct vn_err *err);

/* Makes *READING, of UTF-8, which becomes its own `narrow` and outlives it, one of the document. */
VN_CHECKED enum vn_status vn_wide_reading(struct vn_wide_input *wide, struct vn_reading *reading,
					  const struct vn_reading *narrow, struct vn_err *err);

/* Appends TEXT in UTF-16. */
VN_CHECKED enum vn_status vn_wide_encode(bool big, struct vn_str text, struct vn_buf *out,
					 struct vn_err *err);

/* The character at BYTES, of which LEN are there: its bytes; 0: more must come; -1: half of one. */
int vn_wide_next(bool big, const char *bytes, size_t len, int32_t *c);

/* Tells of half a character at byte AT: VN_EINPUT. */
enum vn_status vn_wide_broken(uint64_t at, struct vn_err *err);

/* The 16 bits at BYTES. */
static inline uint16_t vn_wide_unit(const char *bytes, bool big)
{
	unsigned char a = (unsigned char)bytes[0], b = (unsigned char)bytes[1];
	return (uint16_t)(big ? a << 8 | b : b << 8 | a);
}

#endif
