/* The bytes of a document on their way in: what it is made of, and its text in units. */
#ifndef VN_SOURCE_INTAKE_H
#define VN_SOURCE_INTAKE_H

#include "source/wide.h"

/* Bytes of running text in a unit: a document is worked on in pieces of about this size, cut after
 * the last line end, else the last blank, else between two characters, so that the pieces depend on
 * the text alone and not on how it was fed. */
#ifndef VN_UNIT_BYTES /* a test makes them small */
#define VN_UNIT_BYTES (1024 * 1024)
#endif

/* Is given each unit, in order. A status other than VN_OK stops the document and is passed on. */
typedef enum vn_status (*vn_take)(void *self, const struct vn_reading *reading, struct vn_err *err);

/* All zero, with TAKE set, is a valid one before vn_intake_begin(). */
struct vn_intake {
	vn_take take;
	void *take_self;
	bool by_line;			/* a unit ends at every line end as well */
	const struct vn_source *source; /* of the document; NULL: not known yet */
	struct vn_source_how how;	/* set before vn_intake_begin() */
	void *reader;			/* what its open() made; NULL for plain text */
	struct vn_buf head;		/* of the document, while its source is not known */
	struct vn_wide_input wide;	/* of a document in UTF-16 that is read in UTF-8 */
	struct vn_piece piece;		/* read but not yet a unit; plain text has bytes alone */
};

void vn_intake_fini(struct vn_intake *intake);

/* Forgets the document and begins the next one, which is made of SOURCE; NULL: to be found out.
 * Keeps the buffers. */
void vn_intake_begin(struct vn_intake *intake, const struct vn_source *source, bool by_line);

/* The next LEN bytes of the document. After a failure only begin or fini may follow. */
VN_CHECKED enum vn_status vn_intake_feed(struct vn_intake *intake, const char *bytes, size_t len,
					 struct vn_err *err);

/* Ends the document: what is left is a unit. */
VN_CHECKED enum vn_status vn_intake_finish(struct vn_intake *intake, struct vn_err *err);

#endif
