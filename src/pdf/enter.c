/* Content streams and graphics states within each other. */
#include "pdf/pdf.h"
#include "pdf/reader.h"
#include "pdf/stream.h"

#include <math.h>
#include <stdlib.h>

#define DEEP   64	  /* forms within each other */
#define STATES 4096	  /* graphics states that are kept: q */
#define USES   (1u << 20) /* of content streams */

void vn_pdf_layer_fini(struct vn_pdf_layer *layer)
{
	for (size_t i = 0; i < layer->part_count; i++)
		vn_buf_fini(&layer->parts[i].data);
	for (size_t i = 0; i < layer->font_count; i++)
		vn_pdf_font_fini(&layer->fonts[i]);
	free(layer->owners);
	free(layer->parts);
	free(layer->uses);
	free(layer->fonts);
	free(layer->shows);
	free(layer->runs);
	free(layer->cells);
	free(layer->images);
	free(layer->leaves);
	vn_buf_fini(&layer->text);
	vn_arena_fini(&layer->arena);
	*layer = (struct vn_pdf_layer){0};
}

static enum vn_status too_deep(struct vn_err *err)
{
	return vn_err_set(err, VN_ELIMIT, "a PDF with too much within each other");
}

enum vn_status vn_pdf_save(struct vn_pdf_reader *r, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	if (r->state_count == STATES)
		return too_deep(err);
	status = vn_grow(&r->states, r->state_count, &r->state_cap, sizeof *r->states, err);
	if (!status)
		r->states[r->state_count++] = r->now;
	return status;
}

/* Where the number of the part that is object ID stands, counted from 1, or is to: 0 there. A page
 * can paint as many forms as it likes, so they are a tree, in which the bits of an ID lead. */
static size_t *number_of(struct vn_pdf_layer *layer, int id)
{
	size_t *number = &layer->part_tree;

	for (unsigned bits = (unsigned)id; *number && layer->parts[*number - 1].id != id;
	     bits >>= 1)
		number = &layer->parts[*number - 1].below[bits & 1];
	return number;
}

/* The part that the object ID is, which was read before; PART_COUNT if it was not. */
static size_t find_part(struct vn_pdf_layer *layer, int id)
{
	size_t number = *number_of(layer, id);
	return number ? number - 1 : layer->part_count;
}

void vn_pdf_drop_part(struct vn_pdf_layer *layer)
{
	struct vn_pdf_part *last = &layer->parts[layer->part_count - 1];

	*number_of(layer, last->id) = 0;
	vn_buf_fini(&last->data);
	layer->part_count--;
}

static enum vn_status use(struct vn_pdf_layer *layer, size_t part, size_t owner, struct vn_err *err)
{
	const struct vn_pdf_use *last =
		layer->use_count ? &layer->uses[layer->use_count - 1] : NULL;
	enum vn_status status;

	if (last && last->part == part && last->owner == owner)
		return VN_OK;
	if (layer->use_count == USES)
		return vn_err_set(err, VN_ELIMIT, "a PDF with too many forms");
	status = vn_grow(&layer->uses, layer->use_count, &layer->use_cap, sizeof *layer->uses, err);
	if (!status)
		layer->uses[layer->use_count++] = (struct vn_pdf_use){part, owner};
	return status;
}

enum vn_status vn_pdf_unpacked(struct vn_pdf_layer *layer, size_t bytes, struct vn_err *err)
{
	layer->unpacked += bytes;
	return layer->unpacked > VN_PDF_UNPACK
		       ? vn_err_set(err, VN_ELIMIT, "a PDF that unpacks to more than %u MiB",
				    VN_PDF_UNPACK >> 20)
		       : VN_OK;
}

/* Begins to read STREAM with the resources of OWNER; PAGE: it is no form. */
static enum vn_status enter(struct vn_pdf_reader *r, qpdf_oh stream, size_t owner, bool page,
			    struct vn_err *err)
{
	struct vn_pdf_layer *layer = r->layer;
	struct vn_pdf_part part = {.id = qpdf_oh_get_object_id(r->pdf, stream),
				   .generation = qpdf_oh_get_generation(r->pdf, stream)};
	const struct vn_pdf_frame frame = {.part = layer->part_count,
					   .owner = owner,
					   .states = r->state_count,
					   .outer = r->now,
					   .text = r->text,
					   .line = r->line,
					   .page = page};
	enum vn_status status = use(layer, frame.part, owner, err);

	if (!status && r->frame_count == DEEP)
		status = too_deep(err);
	if (!status)
		status = vn_grow(&layer->parts, layer->part_count, &layer->part_cap, sizeof part,
				 err);
	if (!status)
		status = vn_grow(&r->frames, r->frame_count, &r->frame_cap, sizeof frame, err);
	if (!status)
		status = vn_pdf_stream(r->pdf, stream, VN_PDF_STREAM, &part.data, err);
	if (!status)
		status = vn_pdf_unpacked(layer, part.data.len, err);
	if (status) {
		vn_buf_fini(&part.data);
		return status;
	}
	*number_of(layer, part.id) = layer->part_count + 1;
	layer->parts[layer->part_count++] = part;
	r->frames[r->frame_count++] = frame;
	return VN_OK;
}

enum vn_status vn_pdf_add_owner(struct vn_pdf_reader *r, struct vn_pdf_owner owner, size_t *out,
				struct vn_err *err)
{
	struct vn_pdf_layer *layer = r->layer;
	enum vn_status status =
		vn_grow(&layer->owners, layer->owner_count, &layer->owner_cap, sizeof owner, err);

	if (!status)
		layer->owners[ *out = layer->owner_count++] = owner;
	return status;
}

enum vn_status vn_pdf_enter_page(struct vn_pdf_reader *r, qpdf_oh stream, size_t owner,
				 struct vn_err *err)
{
	size_t part = find_part(r->layer, qpdf_oh_get_object_id(r->pdf, stream));

	return part < r->layer->part_count ? use(r->layer, part, owner, err)
					   : enter(r, stream, owner, true, err);
}

/* The /Matrix of the form DICT. */
static struct vn_pdf_matrix matrix_in(qpdf_data pdf, qpdf_oh dict)
{
	struct vn_pdf_matrix matrix = {1, 0, 0, 1, 0, 0};
	double *to[6] = {&matrix.a, &matrix.b, &matrix.c, &matrix.d, &matrix.e, &matrix.f};
	qpdf_oh list = qpdf_oh_get_key(pdf, dict, "/Matrix");

	if (qpdf_oh_is_array(pdf, list) && qpdf_oh_get_array_n_items(pdf, list) == 6)
		for (int i = 0; i < 6; i++)
			*to[i] = qpdf_oh_get_numeric_value(pdf,
							   qpdf_oh_get_array_item(pdf, list, i));
	return matrix;
}

static bool is_image(qpdf_data pdf, qpdf_oh dict)
{
	return qpdf_oh_is_name_and_equals(pdf, qpdf_oh_get_key(pdf, dict, "/Subtype"), "/Image");
}

/* The number of pixels under KEY in DICT; 0: none that can be. */
static int32_t size_in(qpdf_data pdf, qpdf_oh dict, const char *key)
{
	qpdf_oh value = qpdf_oh_get_key(pdf, dict, key);
	long long size = qpdf_oh_is_integer(pdf, value) ? qpdf_oh_get_int_value(pdf, value) : 0;

	return size > 0 && size <= 65535 ? (int32_t)size : 0;
}

/* Whether DICT is of a picture that nothing can be seen through. */
static bool is_opaque(qpdf_data pdf, qpdf_oh dict)
{
	static const char *const thin[] = {"/SMask", "/Mask", "/ImageMask", "/SMaskInData", "/OC"};

	if (!is_image(pdf, dict))
		return false;
	for (size_t i = 0; i < sizeof thin / sizeof *thin; i++) {
		qpdf_oh value = qpdf_oh_get_key(pdf, dict, thin[i]);
		bool none = qpdf_oh_is_null(pdf, value) ||
			    (qpdf_oh_is_bool(pdf, value) && !qpdf_oh_get_bool_value(pdf, value)) ||
			    (qpdf_oh_is_integer(pdf, value) &&
			     qpdf_oh_get_int_value_as_int(pdf, value) == 0);
		if (!none)
			return false;
	}
	return true;
}

/* A picture, OBJECT, is painted on the unit square. */
static enum vn_status add_image(struct vn_pdf_reader *r, qpdf_oh object, qpdf_oh dict,
				struct vn_err *err)
{
	struct vn_pdf_layer *layer = r->layer;
	struct vn_pdf_leaf *leaf = &layer->leaves[layer->leaf_count - 1];
	const struct vn_pdf_matrix *m = &r->now.ctm;
	struct vn_pdf_image image = {
		.id = qpdf_oh_get_object_id(r->pdf, object),
		.generation = qpdf_oh_get_generation(r->pdf, object),
		.at = {m->a, m->b, m->c, m->d, m->e, m->f},
		.width = size_in(r->pdf, dict, "/Width"),
		.height = size_in(r->pdf, dict, "/Height"),
	};
	enum vn_status status;

	if (leaf->many || !image.width || !image.height ||
	    !(fabs(m->a * m->d - m->b * m->c) > 1e-9))
		return VN_OK;
	if (leaf->count == VN_PDF_IMAGES) {
		leaf->many = true;
		layer->image_count -= leaf->count;
		leaf->count = 0;
		return VN_OK;
	}
	status = vn_grow(&layer->images, layer->image_count, &layer->image_cap, sizeof image, err);
	if (status)
		return status;
	layer->images[layer->image_count++] = image;
	leaf->count++;
	return VN_OK;
}

/* Do: a form is a content stream of its own. It is read where it is painted first. */
enum vn_status vn_pdf_paint(struct vn_pdf_reader *r, struct vn_err *err)
{
	size_t owner = vn_pdf_frame_of(r)->owner, part;
	struct vn_pdf_matrix matrix;
	qpdf_oh form = 0, dict;
	bool own;
	enum vn_status status = VN_OK;

	if (r->operand_count && r->operands[r->operand_count - 1].kind == VN_PDF_NAME)
		status = vn_pdf_resource(r, "/XObject", &r->operands[r->operand_count - 1], &form,
					 err);
	if (status || !form || !qpdf_oh_is_stream(r->pdf, form))
		return status;
	dict = qpdf_oh_get_dict(r->pdf, form);
	/* Of several errors qpdf knows the last: that memory is out is asked before what follows.
	 */
	status = vn_pdf_error(r->pdf, err);
	if (!status && is_image(r->pdf, dict))
		status = add_image(r, form, dict, err);
	if (status)
		return status;
	if (is_opaque(r->pdf, dict))
		return vn_pdf_covers_add(&r->covers, &r->now.sight, &r->now.ctm, err);
	if (!qpdf_oh_is_name_and_equals(r->pdf, qpdf_oh_get_key(r->pdf, dict, "/Subtype"), "/Form"))
		return VN_OK;
	own = qpdf_oh_is_dictionary(r->pdf, qpdf_oh_get_key(r->pdf, dict, "/Resources"));
	part = find_part(r->layer, qpdf_oh_get_object_id(r->pdf, form));
	if (part < r->layer->part_count)
		return own ? VN_OK : use(r->layer, part, owner, err);
	if (own)
		status = vn_pdf_add_owner(
			r,
			(struct vn_pdf_owner){qpdf_oh_get_object_id(r->pdf, form),
					      qpdf_oh_get_generation(r->pdf, form), true},
			&owner, err);
	matrix = matrix_in(r->pdf, dict);
	if (!status)
		status = enter(r, form, owner, false, err);
	if (!status)
		r->now.ctm = vn_pdf_then(&matrix, &r->now.ctm);
	return status;
}

/* Whether the part that ends shows invisible text; else its data is of no use any more. */
void vn_pdf_leave(struct vn_pdf_reader *r)
{
	struct vn_pdf_layer *layer = r->layer;
	const struct vn_pdf_frame frame = *vn_pdf_frame_of(r);
	bool used = false;

	for (size_t i = layer->show_count; !used && i > 0; i--) {
		if (layer->shows[i - 1].part < frame.part)
			break;
		used = layer->shows[i - 1].part == frame.part;
	}
	if (!used)
		vn_buf_fini(&layer->parts[frame.part].data);
	r->frame_count--;
	if (frame.page)
		return;
	r->state_count = frame.states;
	r->now = frame.outer;
	r->text = frame.text;
	r->line = frame.line;
}
