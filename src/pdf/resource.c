/* What names in content streams stand for. */
#include "pdf/reader.h"
#include "pdf/stream.h"

#include <stdlib.h>

#define ABOVE 64   /* nodes of the tree of pages above one */
#define FONTS 4096 /* of one document */

qpdf_oh vn_pdf_resources(qpdf_data pdf, const struct vn_pdf_owner *owner, int *id, int *generation)
{
	qpdf_oh holder = qpdf_get_object_by_id(pdf, owner->id, owner->generation), found = 0;

	*id = owner->id;
	*generation = owner->generation;
	if (owner->form)
		holder = qpdf_oh_get_dict(pdf, holder);
	/* Those of a page may be told above it. */
	for (int i = 0; i < ABOVE && qpdf_oh_is_dictionary(pdf, holder); i++) {
		found = qpdf_oh_get_key(pdf, holder, "/Resources");
		if (qpdf_oh_is_dictionary(pdf, found) || owner->form)
			break;
		holder = qpdf_oh_get_key(pdf, holder, "/Parent");
		*id = qpdf_oh_get_object_id(pdf, holder);
		*generation = qpdf_oh_get_generation(pdf, holder);
	}
	if (found && qpdf_oh_is_indirect(pdf, found)) {
		*id = qpdf_oh_get_object_id(pdf, found);
		*generation = qpdf_oh_get_generation(pdf, found);
	}
	return found;
}

/* The resource called by the name TOKEN, of CLASS; 0 if there is none. */
enum vn_status vn_pdf_resource(struct vn_pdf_reader *r, const char *class,
			       const struct vn_pdf_token *token, qpdf_oh *out, struct vn_err *err)
{
	int id, generation;
	qpdf_oh all = vn_pdf_resources(r->pdf, &r->layer->owners[vn_pdf_frame_of(r)->owner], &id,
				       &generation);
	enum vn_status status;

	*out = 0;
	r->lookups++;
	r->name.len = 0;
	status = vn_pdf_name(vn_pdf_bytes_of(r, token), &r->name, err);
	if (!status)
		status = vn_buf_add(&r->name, "", 1, err);
	if (status || !all || !qpdf_oh_is_dictionary(r->pdf, all))
		return status;
	all = qpdf_oh_get_key(r->pdf, all, class);
	if (qpdf_oh_is_dictionary(r->pdf, all) && qpdf_oh_has_key(r->pdf, all, r->name.ptr))
		*out = qpdf_oh_get_key(r->pdf, all, r->name.ptr);
	/* What memory lacked for is not what is not there. */
	return vn_pdf_error(r->pdf, err);
}

static enum vn_status find_font(struct vn_pdf_reader *r, qpdf_oh oh, size_t *out,
				struct vn_err *err)
{
	struct vn_pdf_layer *layer = r->layer;
	int id = qpdf_oh_get_object_id(r->pdf, oh);
	struct vn_pdf_font *font;
	enum vn_status status;

	for (size_t i = 0; id && i < layer->font_count; i++)
		if (layer->fonts[i].id == id) {
			*out = i;
			return VN_OK;
		}
	if (layer->font_count == FONTS)
		return vn_err_set(err, VN_ELIMIT, "a PDF with more than %d fonts", FONTS);
	status = vn_grow(&layer->fonts, layer->font_count, &layer->font_cap, sizeof *layer->fonts,
			 err);
	if (status)
		return status;
	*out = layer->font_count++;
	font = &layer->fonts[*out];
	status = vn_pdf_font_open(font, r->pdf, oh, err);
	return status ? status : vn_pdf_unpacked(layer, font->unpacked + font->more.len, err);
}

/* Keeps the bytes of TOKEN in *OUT, which may have them. */
static enum vn_status keep(struct vn_pdf_reader *r, const struct vn_pdf_token *token,
			   struct vn_str *out, struct vn_err *err)
{
	struct vn_str raw = vn_pdf_bytes_of(r, token);

	if (out->ptr && vn_str_eq(*out, raw))
		return VN_OK;
	*out = vn_arena_copy(&r->layer->arena, raw.ptr, raw.len);
	return out->ptr ? VN_OK : vn_err_nomem(err);
}

/* The font that TOKEN names, SIZE_MAX if there is none, and the name. */
static enum vn_status font_called(struct vn_pdf_reader *r, const struct vn_pdf_token *token,
				  struct vn_pdf_known *out, struct vn_err *err)
{
	struct vn_pdf_known *slot = &r->known[r->known_count++ % VN_PDF_NAMES];
	struct vn_pdf_known found = {.owner = vn_pdf_frame_of(r)->owner, .font = SIZE_MAX};
	struct vn_str name = vn_pdf_bytes_of(r, token);
	qpdf_oh font = 0;
	enum vn_status status;

	for (size_t i = 0; i < VN_PDF_NAMES; i++)
		if (r->known[i].name.ptr && r->known[i].owner == found.owner &&
		    vn_str_eq(r->known[i].name, name)) {
			*out = r->known[i];
			r->known_count--;
			return VN_OK;
		}
	status = vn_pdf_resource(r, "/Font", token, &font, err);
	if (!status && font)
		status = find_font(r, font, &found.font, err);
	if (!status)
		status = keep(r, token, &found.name, err);
	if (!status)
		*out = *slot = found;
	return status;
}

/* Tf */
enum vn_status vn_pdf_set_font(struct vn_pdf_reader *r, struct vn_err *err)
{
	const struct vn_pdf_token *name;
	struct vn_pdf_known found;
	enum vn_status status;

	if (r->operand_count < 2)
		return VN_OK;
	name = &r->operands[r->operand_count - 2];
	if (name->kind != VN_PDF_NAME)
		return VN_OK;
	status = font_called(r, name, &found, err);
	if (status)
		return status;
	r->now.size = vn_pdf_operand(r, 0);
	r->now.font = found.font;
	r->now.font_name = found.name;
	r->now.font_owner = found.owner;
	return keep(r, name + 1, &r->now.font_size, err);
}

/* Whether what is painted can be seen through from now on, as far as STATE says. */
static void see(struct vn_pdf_reader *r, qpdf_oh state)
{
	qpdf_oh alpha = qpdf_oh_get_key(r->pdf, state, "/ca");
	qpdf_oh blend = qpdf_oh_get_key(r->pdf, state, "/BM");
	qpdf_oh mask = qpdf_oh_get_key(r->pdf, state, "/SMask");
	bool thin =
		qpdf_oh_is_number(r->pdf, alpha) && qpdf_oh_get_numeric_value(r->pdf, alpha) < 1;

	thin |= !qpdf_oh_is_null(r->pdf, blend) &&
		!qpdf_oh_is_name_and_equals(r->pdf, blend, "/Normal") &&
		!qpdf_oh_is_name_and_equals(r->pdf, blend, "/Compatible");
	thin |= !qpdf_oh_is_null(r->pdf, mask) &&
		!qpdf_oh_is_name_and_equals(r->pdf, mask, "/None");
	/* What an outer state says is not taken back by one that says less. */
	r->now.sight.thin |= thin;
}

/* gs: may set a font too, which then has no name here. */
enum vn_status vn_pdf_set_state(struct vn_pdf_reader *r, struct vn_err *err)
{
	qpdf_oh state = 0, font;
	enum vn_status status = VN_OK;

	if (r->operand_count && r->operands[r->operand_count - 1].kind == VN_PDF_NAME)
		status = vn_pdf_resource(r, "/ExtGState", &r->operands[r->operand_count - 1],
					 &state, err);
	if (status || !state || !qpdf_oh_is_dictionary(r->pdf, state))
		return status;
	see(r, state);
	font = qpdf_oh_get_key(r->pdf, state, "/Font");
	if (!qpdf_oh_is_array(r->pdf, font) || qpdf_oh_get_array_n_items(r->pdf, font) != 2)
		return VN_OK;
	r->now.size = qpdf_oh_get_numeric_value(r->pdf, qpdf_oh_get_array_item(r->pdf, font, 1));
	r->now.font_name = r->now.font_size = (struct vn_str){0};
	return find_font(r, qpdf_oh_get_array_item(r->pdf, font, 0), &r->now.font, err);
}
