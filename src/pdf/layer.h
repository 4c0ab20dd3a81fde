/* A text layer as it was read: strings, where they stand, and the letters in them. */
#ifndef VN_PDF_LAYER_H
#define VN_PDF_LAYER_H

#include "base/arena.h"
#include "pdf/font.h"

/* Whose resources names in a content stream are of: a page, or a form. */
struct vn_pdf_owner {
	int id, generation;
	bool form;
};

/* A content stream, unpacked; empty where it shows no invisible text. */
struct vn_pdf_part {
	int id, generation;
	struct vn_buf data;
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
	struct vn_buf text;
	size_t unpacked; /* bytes of all content streams */
	bool visible;	 /* there is visible text */
	struct vn_arena arena;
};

void vn_pdf_layer_fini(struct vn_pdf_layer *layer);

/* Reads the layer of PDF, all pages of it. */
VN_CHECKED enum vn_status vn_pdf_read(struct vn_pdf_layer *layer, qpdf_data pdf,
				      struct vn_err *err);

/* The dictionary of resources of OWNER and the object that holds it: no dictionary if there is
 * none. */
qpdf_oh vn_pdf_resources(qpdf_data pdf, const struct vn_pdf_owner *owner, int *id, int *generation);

#endif
