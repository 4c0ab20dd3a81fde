/* A text layer as it was read: strings, where they stand, and the letters in them. */
#ifndef VN_PDF_LAYER_H
#define VN_PDF_LAYER_H

#include "base/arena.h"
#include "pdf/font.h"
#include "source/picture.h"

/* Whose resources names in a content stream are of: a page, or a form. */
struct vn_pdf_owner {
	int id, generation;
	bool form;
};

/* A content stream, unpacked; empty where it shows no invisible text. */
struct vn_pdf_part {
	int id, generation;
	struct vn_buf data;
	size_t below[2]; /* parts in the tree, counted from 1; 0: none */
};

/* PART is read with the resources of OWNER. */
struct vn_pdf_use {
	size_t part, owner;
};

/* A code in a string. */
struct vn_pdf_cell {
	size_t text;	/* where it begins in the text of the layer */
	uint32_t at;	/* byte of the string */
	uint16_t bytes; /* in the string */
	uint16_t len;	/* of its text */
	double advance; /* in units of text, before horizontal scaling */
};

/* A string that is shown. */
struct vn_pdf_run {
	size_t begin, end;  /* its token in the content stream */
	size_t cell, count; /* its cells */
	double x, y;	    /* where it begins on the page */
	double dx, dy;	    /* what a unit of text is there, scaling included */
	double up_x, up_y;  /* what the size of its letters is there, upwards */
};

/* A picture that is painted. */
struct vn_pdf_image {
	int id, generation;
	double at[6]; /* the matrix that puts the unit square, which it fills, on the page */
	int32_t width, height; /* pixels, more than 0 */
};
#define VN_PDF_IMAGES 256 /* of a page; of one that has more none is known */

/* Where in a layer a page begins. */
struct vn_pdf_leaf {
	size_t text;	     /* byte of the text */
	size_t image, count; /* pictures of the page, in the order of painting */
	bool many;	     /* too many */
};

/* An operator that shows strings, and the state of the text. */
struct vn_pdf_show {
	size_t part;
	size_t begin, end; /* in the content stream, operands included */
	size_t name;	   /* where the operator itself begins */
	size_t run, count; /* its strings */
	size_t font;
	struct vn_str font_name, font_size;	   /* as they were written; name NULL: elsewhere */
	double size, spacing, word_spacing, scale; /* scale: 1 is 100 % */
};

/* All zero is a valid empty one. */
struct vn_pdf_layer {
	struct vn_pdf_owner *owners;
	size_t owner_count, owner_cap;
	struct vn_pdf_part *parts;
	size_t part_count, part_cap;
	size_t part_tree; /* the part at its root, counted from 1; 0: there is none */
	struct vn_pdf_use *uses;
	size_t use_count, use_cap;
	struct vn_pdf_font *fonts;
	size_t font_count, font_cap;
	struct vn_pdf_show *shows;
	size_t show_count, show_cap;
	struct vn_pdf_run *runs;
	size_t run_count, run_cap;
	struct vn_pdf_cell *cells;
	size_t cell_count, cell_cap;
	struct vn_pdf_image *images;
	size_t image_count, image_cap;
	struct vn_pdf_leaf *leaves;
	size_t leaf_count, leaf_cap;
	struct vn_buf text;
	size_t ended;	 /* cells up to here are of lines that have ended */
	size_t unpacked; /* bytes of all content streams, of what fonts say of codes, and more
			  * letters than one that codes stand for */
	bool visible;	 /* there is visible text */
	struct vn_arena arena;
};

void vn_pdf_layer_fini(struct vn_pdf_layer *layer);

/* Reads the layer of PDF, all pages of it. */
VN_CHECKED enum vn_status vn_pdf_read(struct vn_pdf_layer *layer, qpdf_data pdf,
				      struct vn_err *err);

/* The first cell that reaches behind byte AT of the text, and the run that holds CELL. */
size_t vn_pdf_cell_behind(const struct vn_pdf_layer *layer, size_t at);
size_t vn_pdf_run_of(const struct vn_pdf_layer *layer, size_t cell);

/* Where bytes [BEGIN, END) of the text stand, as source/picture.h says: on the uppermost picture
 * under the first of them. */
bool vn_pdf_place(const struct vn_pdf_layer *layer, size_t begin, size_t end,
		  struct vn_picture_place *out);

/* Appends picture IMAGE as a file, as source/picture.h says. *WORK, 0 before the first picture, is
 * what those of a document cost: beyond a GiB that is unpacked no more are. */
VN_CHECKED enum vn_status vn_pdf_picture(qpdf_data pdf, const struct vn_pdf_image *image,
					 size_t most, size_t *work, struct vn_buf *out,
					 struct vn_err *err);

/* The dictionary of resources of OWNER and the object that holds it: no dictionary if there is
 * none. */
qpdf_oh vn_pdf_resources(qpdf_data pdf, const struct vn_pdf_owner *owner, int *id, int *generation);

#endif
