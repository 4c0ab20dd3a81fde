/* Pictures of pages that a document holds itself, and where its words stand on them. */
#ifndef VN_SOURCE_PICTURE_H
#define VN_SOURCE_PICTURE_H

#include "base/buf.h"

#include <stdint.h>

/* A rectangle on picture number PICTURE, from 0, in its pixels; RUNS is where the words in it go:
 * 0 to the right, 1 down, 2 to the left, 3 up. */
struct vn_picture_place {
	size_t picture;
	int32_t left, top, right, bottom;
	int runs;
};

/* Who is asked for them. */
struct vn_pictures {
	void *self;
	/* Where bytes [BEGIN, END) of the text stand, as far as they share a line. False where
	 * there is no picture, or it is not known where. */
	bool (*place)(void *self, size_t begin, size_t end, struct vn_picture_place *out);
	/* Appends picture NUMBER as a file that browsers show: JPEG or PNG. Appends nothing where
	 * it cannot be made one, or would have more than MOST bytes. VN_ENOMEM. */
	enum vn_status (*file)(void *self, size_t number, size_t most, struct vn_buf *out,
			       struct vn_err *err);
};

#endif
