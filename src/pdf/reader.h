/* The state of reading content streams: shared by those who carry operators out. */
#ifndef VN_PDF_READER_H
#define VN_PDF_READER_H

#include "pdf/cover.h"
#include "pdf/lex.h"

#define VN_PDF_NAMES 32 /* names of fonts that are remembered */

struct vn_pdf_state {
	struct vn_pdf_matrix ctm;
	size_t font;			    /* SIZE_MAX: none */
	struct vn_str font_name, font_size; /* as they were written */
	size_t font_owner;
	double size, spacing, word_spacing, scale, leading;
	int mode;
	struct vn_pdf_sight sight;
};

/* A content stream that is being read. */
struct vn_pdf_frame {
	size_t part, owner;
	size_t at;		   /* of its data */
	size_t states;		   /* that were kept before it */
	struct vn_pdf_state outer; /* of the one around it */
	struct vn_pdf_matrix text, line;
	bool page; /* a stream of a page: its state goes on in the next one */
};

/* A font by its name in the resources of OWNER. */
struct vn_pdf_known {
	struct vn_str name;
	size_t owner, font;
};

struct vn_pdf_reader {
	struct vn_pdf_layer *layer;
	struct vn_pdf_known known[VN_PDF_NAMES];
	size_t known_count, lookups;
	qpdf_data pdf;
	struct vn_pdf_state now;
	struct vn_pdf_matrix text, line; /* of text: where the next letter stands, and its line */
	struct vn_pdf_state *states;
	size_t state_count, state_cap;
	struct vn_pdf_frame *frames;
	size_t frame_count, frame_cap;
	struct vn_pdf_token *operands;
	size_t operand_count, operand_cap;
	struct vn_pdf_pen pen;
	struct vn_pdf_covers covers;
	struct vn_buf space, name;
};

static inline const struct vn_pdf_frame *vn_pdf_frame_of(const struct vn_pdf_reader *r)
{
	return &r->frames[r->frame_count - 1];
}

/* The content stream that is being read, and a token of it. */
static inline struct vn_str vn_pdf_data_of(const struct vn_pdf_reader *r)
{
	return vn_buf_str(&r->layer->parts[vn_pdf_frame_of(r)->part].data);
}

static inline struct vn_str vn_pdf_bytes_of(const struct vn_pdf_reader *r,
					    const struct vn_pdf_token *token)
{
	return vn_pdf_bytes(vn_pdf_data_of(r), token);
}

/* Operand number I from the end; 0 is the last. */
static inline double vn_pdf_operand(const struct vn_pdf_reader *r, size_t i)
{
	return i < r->operand_count ? r->operands[r->operand_count - 1 - i].number : 0;
}

/* The resource called by the name TOKEN, of CLASS; 0 if there is none. */
VN_CHECKED enum vn_status vn_pdf_resource(struct vn_pdf_reader *r, const char *class,
					  const struct vn_pdf_token *token, qpdf_oh *out,
					  struct vn_err *err);

/* Tf and gs, with the operands that were read. */
VN_CHECKED enum vn_status vn_pdf_set_font(struct vn_pdf_reader *r, struct vn_err *err);
VN_CHECKED enum vn_status vn_pdf_set_state(struct vn_pdf_reader *r, struct vn_err *err);

/* q */
VN_CHECKED enum vn_status vn_pdf_save(struct vn_pdf_reader *r, struct vn_err *err);

/* Do: a form is a content stream of its own. It is read where it is painted first. */
VN_CHECKED enum vn_status vn_pdf_paint(struct vn_pdf_reader *r, struct vn_err *err);

/* Begins to read STREAM, of a page whose resources are those of OWNER, unless it was read before.
 */
VN_CHECKED enum vn_status vn_pdf_enter_page(struct vn_pdf_reader *r, qpdf_oh stream, size_t owner,
					    struct vn_err *err);

/* Notes OWNER and says in *OUT which number it has. */
VN_CHECKED enum vn_status vn_pdf_add_owner(struct vn_pdf_reader *r, struct vn_pdf_owner owner,
					   size_t *out, struct vn_err *err);

/* BYTES more of LAYER are in memory. VN_ELIMIT if that is too much. */
VN_CHECKED enum vn_status vn_pdf_unpacked(struct vn_pdf_layer *layer, size_t bytes,
					  struct vn_err *err);

/* Forgets the part of LAYER that was read last. */
void vn_pdf_drop_part(struct vn_pdf_layer *layer);

/* Ends the content stream that is being read. */
void vn_pdf_leave(struct vn_pdf_reader *r);

#endif
