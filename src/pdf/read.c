/* Content streams carried out as far as text goes. */
#include "pdf/reader.h"
#include "pdf/stream.h"

#include <math.h>
#include <stdlib.h>

#define OPERANDS (1u << 20) /* of one operator */
#define HANDLES	 4096	    /* look-ups before qpdf forgets what it handed out */

static const struct vn_pdf_matrix unit = {1, 0, 0, 1, 0, 0};

static void move(struct vn_pdf_reader *r, double x, double y)
{
	const struct vn_pdf_matrix by = {1, 0, 0, 1, x, y};

	r->text = r->line = vn_pdf_then(&by, &r->line);
}

/* One string of SHOW. Visible text is only measured. */
static enum vn_status show_string(struct vn_pdf_reader *r, const struct vn_pdf_show *show,
				  const struct vn_pdf_token *token, struct vn_err *err)
{
	const struct vn_pdf_matrix at = vn_pdf_then(&r->text, &r->now.ctm);
	struct vn_pdf_run run = {.begin = token->begin, .end = token->end};
	double advance = 0;
	enum vn_status status;

	r->space.len = 0;
	status = vn_pdf_string(vn_pdf_bytes_of(r, token), &r->space, err);
	if (!status)
		status = vn_pdf_lay(r->layer, &r->pen, show, run, vn_buf_str(&r->space), &at,
				    &advance, err);
	r->text.e += advance * show->scale * r->text.a;
	r->text.f += advance * show->scale * r->text.b;
	return status;
}

/* Whether a picture lies over the strings from operand AT on, in the state of SHOW. */
static enum vn_status is_covered(struct vn_pdf_reader *r, const struct vn_pdf_show *show, size_t at,
				 bool *covered, struct vn_err *err)
{
	const struct vn_pdf_matrix place = vn_pdf_then(&r->text, &r->now.ctm);
	const struct vn_pdf_font *font = &r->layer->fonts[show->font];
	size_t step = font->wide ? 2 : 1;
	double advance = 0;
	enum vn_status status = VN_OK;

	for (; !status && at < r->operand_count; at++) {
		const struct vn_pdf_token *token = &r->operands[at];
		const unsigned char *byte;
		if (token->kind == VN_PDF_NUMBER)
			advance -= token->number / 1000 * show->size;
		if (token->kind != VN_PDF_STRING)
			continue;
		r->space.len = 0;
		status = vn_pdf_string(vn_pdf_bytes_of(r, token), &r->space, err);
		byte = (const unsigned char *)vn_buf_str(&r->space).ptr;
		for (size_t i = 0; i + step <= r->space.len; i += step)
			advance += vn_pdf_code_advance(
				show, font,
				step == 2 ? (uint32_t)byte[i] << 8 | byte[i + 1] : byte[i], step);
	}
	*covered = vn_pdf_is_covered(&r->covers, &place, advance * show->scale, fabs(show->size));
	return status;
}

/* The strings of Tj, TJ, ' or ", NAME, which is the last operand or the array that ends there. */
static enum vn_status show(struct vn_pdf_reader *r, const struct vn_pdf_token *name,
			   struct vn_err *err)
{
	struct vn_pdf_layer *layer = r->layer;
	const struct vn_pdf_state *now = &r->now;
	size_t end = r->operand_count, at = end - 1;
	bool foreign = now->font_owner != vn_pdf_frame_of(r)->owner, readable;
	struct vn_pdf_show one = {.part = vn_pdf_frame_of(r)->part,
				  .end = name->end,
				  .name = name->begin,
				  .run = layer->run_count,
				  .font = now->font,
				  .font_name = foreign ? (struct vn_str){0} : now->font_name,
				  .font_size = now->font_size,
				  .size = now->size,
				  .spacing = now->spacing,
				  .word_spacing = now->word_spacing,
				  .scale = now->scale};
	enum vn_status status = VN_OK;

	if (!end)
		return VN_OK;
	while (at > 0 && r->operands[end - 1].kind == VN_PDF_SHUT &&
	       r->operands[at].kind != VN_PDF_OPEN)
		at--;
	readable = now->font != SIZE_MAX && layer->fonts[now->font].readable;
	if (now->mode != 3) {
		bool covered = false;
		if (now->mode <= 2 && readable && r->covers.known)
			status = is_covered(r, &one, at, &covered, err);
		if (status || !covered) {
			layer->visible = true;
			r->covers.visible = true;
			return status;
		}
	}
	if (!readable)
		return VN_OK;
	/* Those of " before the string are of it too. */
	one.begin =
		r->operands[vn_pdf_bytes_of(r, name).ptr[0] == '"' && at > 1 ? at - 2 : at].begin;
	for (; !status && at < end; at++)
		if (r->operands[at].kind == VN_PDF_STRING)
			status = show_string(r, &one, &r->operands[at], err);
		else if (r->operands[at].kind == VN_PDF_NUMBER) {
			double by = -r->operands[at].number / 1000 * now->size * now->scale;
			r->text.e += by * r->text.a;
			r->text.f += by * r->text.b;
		}
	one.count = layer->run_count - one.run;
	if (!status && one.count)
		status = vn_grow(&layer->shows, layer->show_count, &layer->show_cap, sizeof one,
				 err);
	if (!status && one.count)
		layer->shows[layer->show_count++] = one;
	return status;
}

enum op {
	NONE,
	BT,
	CLIP,
	CM,
	DO,
	GS,
	IMAGE,
	MARK,
	MARK_END,
	PAINT,
	PATH,
	QUOTE,
	DOUBLE,
	RECT,
	RESTORE,
	SAVE,
	SHOW,
	TC,
	TD,
	TD2,
	TF,
	TL,
	TM,
	TR,
	TSTAR,
	TW,
	TZ
};

static enum op op_of(struct vn_str word)
{
	static const struct {
		char name[4];
		enum op op;
	} ops[] = {{"Tj", SHOW},  {"TJ", SHOW},	  {"Td", TD},	    {"Tz", TZ},	   {"Tf", TF},
		   {"re", RECT},  {"m", PATH},	  {"l", PATH},	    {"c", PATH},   {"f", PAINT},
		   {"BT", BT},	  {"cm", CM},	  {"Do", DO},	    {"gs", GS},	   {"ID", IMAGE},
		   {"'", QUOTE},  {"\"", DOUBLE}, {"Q", RESTORE},   {"q", SAVE},   {"TD", TD2},
		   {"TL", TL},	  {"Tc", TC},	  {"Tm", TM},	    {"Tr", TR},	   {"T*", TSTAR},
		   {"Tw", TW},	  {"v", PATH},	  {"y", PATH},	    {"h", PATH},   {"W", CLIP},
		   {"W*", CLIP},  {"n", PAINT},	  {"F", PAINT},	    {"f*", PAINT}, {"S", PAINT},
		   {"s", PAINT},  {"B", PAINT},	  {"B*", PAINT},    {"b", PAINT},  {"b*", PAINT},
		   {"BMC", MARK}, {"BDC", MARK},  {"EMC", MARK_END}};

	for (size_t i = 0; word.len <= 3 && i < sizeof ops / sizeof *ops; i++)
		if (*word.ptr == *ops[i].name && strlen(ops[i].name) == word.len &&
		    memcmp(word.ptr, ops[i].name, word.len) == 0)
			return ops[i].op;
	return NONE;
}

/* The six numbers before the operator. */
static struct vn_pdf_matrix matrix_of(const struct vn_pdf_reader *r)
{
	return (struct vn_pdf_matrix){vn_pdf_operand(r, 5), vn_pdf_operand(r, 4),
				      vn_pdf_operand(r, 3), vn_pdf_operand(r, 2),
				      vn_pdf_operand(r, 1), vn_pdf_operand(r, 0)};
}

/* What only sets numbers. */
static void set(struct vn_pdf_reader *r, enum op op)
{
	struct vn_pdf_matrix m;

	switch (op) {
	case BT:
		r->text = r->line = unit;
		break;
	case CM:
		m = matrix_of(r);
		r->now.ctm = vn_pdf_then(&m, &r->now.ctm);
		break;
	case RESTORE:
		if (r->state_count > vn_pdf_frame_of(r)->states)
			r->now = r->states[--r->state_count];
		break;
	case TC:
		r->now.spacing = vn_pdf_operand(r, 0);
		break;
	case TD2:
		r->now.leading = -vn_pdf_operand(r, 0);
		move(r, vn_pdf_operand(r, 1), vn_pdf_operand(r, 0));
		break;
	case TD:
		move(r, vn_pdf_operand(r, 1), vn_pdf_operand(r, 0));
		break;
	case TL:
		r->now.leading = vn_pdf_operand(r, 0);
		break;
	case TM:
		r->text = r->line = matrix_of(r);
		break;
	case TR:
		r->now.mode = (int)vn_pdf_operand(r, 0);
		break;
	case TSTAR:
		move(r, 0, -r->now.leading);
		break;
	case TW:
		r->now.word_spacing = vn_pdf_operand(r, 0);
		break;
	case TZ:
		r->now.scale = vn_pdf_operand(r, 0) / 100;
		break;
	default:
		break;
	}
}

/* What bounds pictures, and content that may be hidden. */
static void bound(struct vn_pdf_reader *r, enum op op)
{
	struct vn_pdf_covers *covers = &r->covers;
	struct vn_pdf_area box;
	bool straight;

	switch (op) {
	case RECT:
		straight = vn_pdf_area_of(&r->now.ctm, vn_pdf_operand(r, 3), vn_pdf_operand(r, 2),
					  vn_pdf_operand(r, 1), vn_pdf_operand(r, 0), &box);
		vn_pdf_path_add(covers, straight ? &box : NULL);
		break;
	case PATH:
		vn_pdf_path_add(covers, NULL);
		break;
	case CLIP:
		covers->clips = true;
		break;
	case PAINT:
		vn_pdf_path_end(covers, &r->now.sight);
		break;
	case MARK:
		covers->marks++;
		if (!covers->optional && r->operand_count > 1 &&
		    vn_str_eq(vn_pdf_bytes_of(r, &r->operands[r->operand_count - 2]),
			      VN_STR("/OC")))
			covers->optional = covers->marks;
		break;
	case MARK_END:
		if (covers->optional == covers->marks)
			covers->optional = 0;
		covers->marks -= covers->marks > 0;
		break;
	default:
		break;
	}
}

static enum vn_status carry_out(struct vn_pdf_reader *r, const struct vn_pdf_token *word,
				struct vn_err *err)
{
	enum op op = op_of(vn_pdf_bytes_of(r, word));

	r->covers.when++;
	switch (op) {
	case RECT:
	case PATH:
	case CLIP:
	case PAINT:
	case MARK:
	case MARK_END:
		bound(r, op);
		return VN_OK;
	case SAVE:
		return vn_pdf_save(r, err);
	case TF:
		return vn_pdf_set_font(r, err);
	case GS:
		return vn_pdf_set_state(r, err);
	case DO:
		return vn_pdf_paint(r, err);
	case DOUBLE:
		r->now.word_spacing = vn_pdf_operand(r, 2);
		r->now.spacing = vn_pdf_operand(r, 1);
		/* fall through */
	case QUOTE:
		set(r, TSTAR);
		/* fall through */
	case SHOW:
		return show(r, word, err);
	default:
		set(r, op);
		return VN_OK;
	}
}

/* The next operator of the frame, with its operands. */
static enum vn_status step(struct vn_pdf_reader *r, struct vn_err *err)
{
	size_t depth = r->frame_count - 1;
	struct vn_pdf_lex lex = {vn_pdf_data_of(r), r->frames[depth].at};
	struct vn_pdf_token token = vn_pdf_next(&lex);
	enum vn_status status = VN_OK;

	r->frames[depth].at = lex.at;
	if (token.kind == VN_PDF_END) {
		r->operand_count = 0;
		vn_pdf_leave(r);
		return VN_OK;
	}
	if (token.kind != VN_PDF_WORD) {
		if (r->operand_count == OPERANDS)
			return vn_err_set(err, VN_ELIMIT, "an operator with too many operands");
		status = vn_grow(&r->operands, r->operand_count, &r->operand_cap,
				 sizeof *r->operands, err);
		if (!status)
			r->operands[r->operand_count++] = token;
		return status;
	}
	if (op_of(vn_pdf_bytes_of(r, &token)) == IMAGE) {
		vn_pdf_skip_image(&lex);
		r->frames[depth].at = lex.at;
	} else {
		status = carry_out(r, &token, err);
	}
	r->operand_count = 0;
	if (r->lookups > HANDLES) {
		qpdf_oh_release_all(r->pdf);
		r->lookups = 0;
	}
	return status;
}

static enum vn_status run(struct vn_pdf_reader *r, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	while (!status && r->frame_count)
		status = step(r, err);
	return status ? status : vn_pdf_error(r->pdf, err);
}

/* Content stream I of page number PAGE; *MORE is false behind the last. */
static qpdf_oh content(qpdf_data pdf, size_t page, int i, bool *more)
{
	qpdf_oh contents = qpdf_oh_get_key(pdf, qpdf_get_page_n(pdf, page), "/Contents");

	if (!qpdf_oh_is_array(pdf, contents)) {
		*more = i == 0;
		return contents;
	}
	*more = i < qpdf_oh_get_array_n_items(pdf, contents);
	return *more ? qpdf_oh_get_array_item(pdf, contents, i) : 0;
}

/* A page begins. */
static enum vn_status add_leaf(struct vn_pdf_layer *layer, struct vn_err *err)
{
	const struct vn_pdf_leaf leaf = {.text = layer->text.len, .image = layer->image_count};
	enum vn_status status =
		vn_grow(&layer->leaves, layer->leaf_count, &layer->leaf_cap, sizeof leaf, err);

	if (!status)
		layer->leaves[layer->leaf_count++] = leaf;
	return status;
}

/* Reads all content streams of PAGE. */
static enum vn_status read_contents(struct vn_pdf_reader *r, size_t page, struct vn_err *err)
{
	qpdf_oh oh = qpdf_get_page_n(r->pdf, page);
	const struct vn_pdf_owner owner = {qpdf_oh_get_object_id(r->pdf, oh),
					   qpdf_oh_get_generation(r->pdf, oh), false};
	size_t number = 0;
	bool more = true;
	enum vn_status status = vn_pdf_add_owner(r, owner, &number, err);

	if (!status)
		status = add_leaf(r->layer, err);
	r->now = (struct vn_pdf_state){.ctm = unit, .font = SIZE_MAX, .scale = 1};
	r->text = r->line = unit;
	r->state_count = 0;
	r->pen.begun = false;
	for (int i = 0; !status && more; i++) {
		oh = content(r->pdf, page, i, &more);
		if (!more || !qpdf_oh_is_stream(r->pdf, oh))
			continue;
		status = vn_pdf_enter_page(r, oh, number, err);
		if (!status)
			status = run(r, err);
	}
	return status;
}

/* Forgets what was read since LAYER was as OLD says; the fonts are known all the same. */
static void forget(struct vn_pdf_layer *layer, const struct vn_pdf_layer *old)
{
	while (layer->part_count > old->part_count)
		vn_pdf_drop_part(layer);
	layer->owner_count = old->owner_count;
	layer->use_count = old->use_count;
	layer->show_count = old->show_count;
	layer->run_count = old->run_count;
	layer->cell_count = old->cell_count;
	layer->ended = old->ended;
	layer->text.len = old->text.len;
	layer->image_count = old->image_count;
	layer->leaf_count = old->leaf_count;
	layer->visible = old->visible;
}

/* A page whose pictures come after visible text is read twice: what lies under them is no visible
 * text. */
static enum vn_status read_page(struct vn_pdf_reader *r, size_t page, struct vn_err *err)
{
	const struct vn_pdf_layer old = *r->layer;
	enum vn_status status;

	vn_pdf_covers_begin(&r->covers, false);
	status = read_contents(r, page, err);
	if (status || !vn_pdf_covers_any(&r->covers))
		return status;
	forget(r->layer, &old);
	vn_pdf_covers_begin(&r->covers, true);
	return read_contents(r, page, err);
}

enum vn_status vn_pdf_read(struct vn_pdf_layer *layer, qpdf_data pdf, struct vn_err *err)
{
	struct vn_pdf_reader r = {.layer = layer, .pdf = pdf};
	int pages = qpdf_get_num_pages(pdf);
	enum vn_status status = vn_pdf_error(pdf, err);

	for (int i = 0; !status && i < pages; i++) {
		status = read_page(&r, (size_t)i, err);
		if (!status)
			status = vn_pdf_error(pdf, err);
		if (!status)
			status = vn_pdf_end_line(layer, err);
		if (!status && i + 1 < pages)
			status = vn_buf_add(&layer->text, "\f", 1, err);
		qpdf_oh_release_all(pdf);
	}
	free(r.states);
	free(r.frames);
	free(r.operands);
	vn_pdf_covers_fini(&r.covers);
	vn_buf_fini(&r.space);
	vn_buf_fini(&r.name);
	return status;
}
