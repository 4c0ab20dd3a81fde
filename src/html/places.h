/* Where words stand on the pictures of their pages: what hOCR, ALTO and PAGE say in the elements
 * around them. The page of --html shows the picture beside the word. */
#ifndef VN_HTML_PLACES_H
#define VN_HTML_PLACES_H

#include "base/buf.h"

#include <jansson.h>

/* Of deeper elements none is kept. */
#define VN_PLACES_DEPTH 64

/* A rectangle in the units of the document: pixels, or whatever it measures in. */
struct vn_place {
	bool known;
	int32_t left, top, right, bottom;
};

/* A walk over the tags of a document. All zero is a valid one before its begin. */
struct vn_places {
	struct vn_buf window; /* the bytes at hand, from FROM of the document on */
	uint64_t from;
	size_t at;   /* behind the last tag in the window */
	bool lost;   /* a tag too large to be kept: nothing is known any more */
	size_t deep; /* elements that are open */
	struct vn_place open[VN_PLACES_DEPTH], own; /* of these, and of one without an end tag */
	struct vn_buf file;			    /* the picture that ALTO names for its pages */
	json_t *pages; /* [name of the picture or null, width in units or 0] of each page */
};

void vn_places_fini(struct vn_places *places);

/* Begins a document. VN_ENOMEM. */
VN_CHECKED enum vn_status vn_places_begin(struct vn_places *places, struct vn_err *err);

/* Takes the next bytes of the document. */
VN_CHECKED enum vn_status vn_places_add(struct vn_places *places, struct vn_str bytes,
					struct vn_err *err);

/* Where byte AT of the document stands, which has been added and does not lie before the ones that
 * were asked about: BOX and the number of its page. Not known where no page with a picture, or no
 * element with a rectangle, is around it. */
VN_CHECKED enum vn_status vn_places_find(struct vn_places *places, uint64_t at,
					 struct vn_place *box, size_t *page, struct vn_err *err);

#endif
