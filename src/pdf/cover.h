/* Pictures that lie over text: scanners' programs put the text of a page, visible, under its
 * picture. */
#ifndef VN_PDF_COVER_H
#define VN_PDF_COVER_H

#include "pdf/layout.h"

/* On the page, in its units. */
struct vn_pdf_area {
	double left, bottom, right, top;
};

/* The path that is being made, as far as it can clip. */
enum vn_pdf_path { VN_PDF_PATH_NONE, VN_PDF_PATH_BOX, VN_PDF_PATH_OTHER };

/* What of the graphics state tells how much a picture covers. */
struct vn_pdf_sight {
	struct vn_pdf_area clip;
	bool clipped; /* by CLIP */
	bool unknown; /* or by what is no box */
	bool thin;    /* what is painted can be seen through */
};

/* A picture, and which operator of the page painted it. */
struct vn_pdf_picture {
	struct vn_pdf_area area;
	size_t when;
};

/* Of one page. All zero is a valid empty one. */
struct vn_pdf_covers {
	struct vn_pdf_picture *pictures;
	size_t count, cap;
	size_t when;  /* operators so far */
	bool visible; /* text was shown that can be seen, as far as is known */
	bool known;   /* the page was read before: the pictures are those of all of it */
	enum vn_pdf_path path;
	struct vn_pdf_area box; /* that path is */
	bool clips;		/* it becomes the clip */
	size_t marks, optional; /* marked content that is open, and the outermost that may be hidden
				   among it */
};

void vn_pdf_covers_fini(struct vn_pdf_covers *covers);

/* A page begins. AGAIN: the same one, to be read with what is known of its pictures. */
void vn_pdf_covers_begin(struct vn_pdf_covers *covers, bool again);

/* The area that [X, X + WIDTH] x [Y, Y + HEIGHT] is on the page in CTM; false if that is turned by
 * anything but right angles. */
bool vn_pdf_area_of(const struct vn_pdf_matrix *ctm, double x, double y, double width,
		    double height, struct vn_pdf_area *out);

/* The path grows by a box, or by anything else if BOX is NULL; it is painted, and clips if W stood
 * before. */
void vn_pdf_path_add(struct vn_pdf_covers *covers, const struct vn_pdf_area *box);
void vn_pdf_path_end(struct vn_pdf_covers *covers, struct vn_pdf_sight *sight);

/* An opaque picture is painted on the unit square in CTM. */
VN_CHECKED enum vn_status vn_pdf_covers_add(struct vn_pdf_covers *covers,
					    const struct vn_pdf_sight *sight,
					    const struct vn_pdf_matrix *ctm, struct vn_err *err);

/* Whether a later picture lies over a line of text that begins at AT, goes on for ADVANCE units of
 * text and is HIGH. */
bool vn_pdf_is_covered(const struct vn_pdf_covers *covers, const struct vn_pdf_matrix *at,
		       double advance, double high);

/* Whether the page has to be read again: a picture may lie over visible text. */
bool vn_pdf_covers_any(const struct vn_pdf_covers *covers);

#endif
