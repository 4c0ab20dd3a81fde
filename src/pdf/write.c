#include "pdf/write.h"

#include "pdf/edit.h"
#include "pdf/glyphless.h"
#include "pdf/lex.h"
#include "pdf/stream.h"
#include "text/chars.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define STAND_IN "/VnfixStandsForAFont" /* until its number is known */

/* Edits [first, end): those of a content stream are among them. */
struct reach {
	size_t first, end;
	bool wants; /* the font that is added */
};

struct writer {
	const struct vn_pdf_layer *layer;
	qpdf_data pdf;
	struct vn_pdf_update *update;
	struct vn_pdf_edits edits;
	struct reach *reaches; /* by part */
	int old;	       /* objects of the document have lower numbers */
	char font[32];	       /* name of the font that was added; empty: none was */
	struct vn_buf out;     /* the content stream */
	bool listed;	       /* an array is open there */
	struct vn_buf bytes, codes;
	int font_id;
	bool *dirty;		      /* owners whose resources have the font */
	struct vn_pdf_object *others; /* objects that hold those */
	size_t other_count, other_cap;
};

static enum vn_status put(struct writer *w, const char *text, struct vn_err *err)
{
	return vn_buf_add(&w->out, text, strlen(text), err);
}

static enum vn_status put_str(struct writer *w, struct vn_str text, struct vn_err *err)
{
	return vn_buf_add(&w->out, text.ptr, text.len, err);
}

/* Opens or ends an array of TJ, if it is not so already. */
static enum vn_status list(struct writer *w, bool open, struct vn_err *err)
{
	if (w->listed == open)
		return VN_OK;
	w->listed = open;
	return put(w, open ? "[" : "] TJ ", err);
}

static enum vn_status put_hex(struct writer *w, struct vn_str bytes, struct vn_err *err)
{
	static const char digits[] = "0123456789abcdef";
	enum vn_status status = put(w, "<", err);

	for (size_t i = 0; !status && i < bytes.len; i++) {
		unsigned char c = (unsigned char)bytes.ptr[i];
		const char two[2] = {digits[c >> 4], digits[c & 15]};
		status = vn_buf_add(&w->out, two, 2, err);
	}
	return status ? status : put(w, ">", err);
}

/* Moves on by ADVANCE. */
static enum vn_status put_gap(struct writer *w, const struct vn_pdf_show *show, double advance,
			      struct vn_err *err)
{
	double gap = show->size != 0 ? -advance * 1000 / show->size : 0;
	enum vn_status status;

	if (fabs(gap) < 0.001)
		return VN_OK;
	status = list(w, true, err);
	if (!status)
		status = put(w, " ", err);
	if (!status)
		status = vn_pdf_number(&w->out, gap, err);
	return status ? status : put(w, " ", err);
}

/* TEXT as codes of the font of SHOW, in w->codes; *OTHER is true where they have to be those of the
 * font without pictures. *ADVANCE is how far they go. */
static enum vn_status encode(struct writer *w, const struct vn_pdf_show *show, struct vn_str text,
			     bool other, bool *lacks, double *advance, struct vn_err *err)
{
	const struct vn_pdf_font *font = &w->layer->fonts[show->font];
	enum vn_status status = VN_OK;

	*lacks = false;
	*advance = 0;
	w->codes.len = 0;
	for (size_t at = 0; !status && at < text.len;) {
		int32_t c = vn_utf8_next(text, &at);
		uint32_t code = (uint32_t)c;
		bool wide = other || font->wide, known;
		known = other ? c >= 0 && c <= 0xffff
			      : c >= 0 && vn_pdf_font_code(font, (uint32_t)c, &code);
		char bytes[2] = {(char)(code >> 8), (char)code};
		if (!known) {
			*lacks = true;
			return VN_OK;
		}
		*advance += (other ? VN_PDF_GLYPH_WIDTH : vn_pdf_font_width(font, code)) / 1000 *
				    show->size +
			    show->spacing;
		if (!wide && code == ' ')
			*advance += show->word_spacing;
		status = vn_buf_add(&w->codes, wide ? bytes : bytes + 1, wide ? 2 : 1, err);
	}
	return status;
}

/* A name that no font of the document has here. */
static enum vn_status name_font(struct writer *w, struct vn_err *err)
{
	for (int n = 0; n < 1000; n++) {
		bool taken = false;
		int id, generation;
		w->font[0] = 0;
		snprintf(w->font, sizeof w->font, n ? "/VnfixGlyphless%d" : "/VnfixGlyphless", n);
		for (size_t i = 0; !taken && i < w->layer->owner_count; i++) {
			qpdf_oh all = vn_pdf_resources(w->pdf, &w->layer->owners[i], &id,
						       &generation),
				fonts;
			if (!all || !qpdf_oh_is_dictionary(w->pdf, all))
				continue;
			fonts = qpdf_oh_get_key(w->pdf, all, "/Font");
			taken = qpdf_oh_is_dictionary(w->pdf, fonts) &&
				qpdf_oh_has_key(w->pdf, fonts, w->font);
			if (i % 1024 == 1023)
				qpdf_oh_release_all(w->pdf);
		}
		qpdf_oh_release_all(w->pdf);
		if (!taken)
			return VN_OK;
	}
	return vn_err_set(err, VN_EINPUT, "a PDF in which all names of fonts are taken");
}

/* Makes sure that the font has a name, and notes that the content stream of SHOW wants it. */
static enum vn_status want_font(struct writer *w, const struct vn_pdf_show *show,
				struct vn_err *err)
{
	enum vn_status status = w->font[0] ? VN_OK : name_font(w, err);

	if (!status && (!show->font_name.ptr || !show->font_size.ptr))
		status = vn_err_set(err, VN_EINPUT,
				    "a word of a PDF whose font has no name where it stands");
	if (!status)
		w->reaches[show->part].wants = true;
	return status;
}

/* Takes the font NAME in the size of SHOW. */
static enum vn_status put_font(struct writer *w, struct vn_str name, const struct vn_pdf_show *show,
			       struct vn_err *err)
{
	enum vn_status status = put_str(w, name, err);

	if (!status)
		status = put(w, " ", err);
	if (!status)
		status = put_str(w, show->font_size, err);
	return status ? status : put(w, " Tf ", err);
}

/* The new text of EDIT. */
static enum vn_status put_text(struct writer *w, const struct vn_pdf_show *show,
			       const struct vn_pdf_edit *edit, struct vn_err *err)
{
	double advance, scale = show->scale;
	bool other = false, lacks = false;
	enum vn_status status = encode(w, show, edit->text, false, &lacks, &advance, err);

	if (!status && lacks) {
		other = true;
		status = encode(w, show, edit->text, true, &lacks, &advance, err);
		if (!status && lacks)
			status = vn_err_set(err, VN_EINPUT,
					    "a letter beyond U+FFFF cannot be put into a PDF");
		if (!status)
			status = want_font(w, show, err);
	}
	if (advance / edit->width > 0.001 && advance / edit->width < 1000)
		scale *= edit->width / advance;
	if (!status)
		status = list(w, false, err);
	if (!status && other)
		status = put_font(w, (struct vn_str){w->font, strlen(w->font)}, show, err);
	if (!status)
		status = vn_pdf_number(&w->out, scale * 100, err);
	if (!status)
		status = put(w, " Tz [", err);
	if (!status)
		status = put_hex(w, vn_buf_str(&w->codes), err);
	if (!status)
		status = put(w, "] TJ ", err);
	if (!status && other)
		status = put_font(w, show->font_name, show, err);
	if (!status)
		status = vn_pdf_number(&w->out, show->scale * 100, err);
	if (!status)
		status = put(w, " Tz ", err);
	/* Where the scale could not be set the rest is a gap. */
	if (scale == show->scale && show->scale != 0)
		return status ? status : put_gap(w, show, edit->advance - advance, err);
	return status ? status : put_gap(w, show, edit->advance - edit->width, err);
}

/* The string TOKEN, which is RUN, with the edits from *NEXT on that are of it. */
static enum vn_status put_run(struct writer *w, const struct vn_pdf_show *show, size_t run,
			      struct vn_str token, size_t *next, struct vn_err *err)
{
	const struct vn_pdf_run *one = &w->layer->runs[run];
	const struct vn_pdf_cell *cells = w->layer->cells;
	size_t from = 0;
	enum vn_status status;

	if (*next == w->edits.count || w->edits.items[*next].run != run) {
		status = list(w, true, err);
		return status ? status : put_str(w, token, err);
	}
	w->bytes.len = 0;
	status = vn_pdf_string(token, &w->bytes, err);
	for (;; ++*next) {
		const struct vn_pdf_edit *edit = &w->edits.items[*next];
		bool last = *next == w->edits.count || edit->run != run;
		size_t to = last ? w->bytes.len : cells[edit->begin].at;
		if (!status && to > from)
			status = list(w, true, err);
		if (!status && to > from)
			status = put_hex(w, (struct vn_str){w->bytes.ptr + from, to - from}, err);
		if (status || last)
			return status;
		if (edit->text.len)
			status = put_text(w, show, edit, err);
		else
			status = put_gap(w, show, edit->advance, err);
		from = edit->end < one->cell + one->count ? cells[edit->end].at : w->bytes.len;
	}
}

/* SHOW with the edits from *NEXT on. */
static enum vn_status put_show(struct writer *w, const struct vn_pdf_show *show, struct vn_str data,
			       size_t *next, struct vn_err *err)
{
	struct vn_pdf_lex lex = {{data.ptr, show->name}, show->begin};
	struct vn_pdf_token token = vn_pdf_next(&lex);
	size_t run = show->run;
	enum vn_status status = VN_OK;

	w->listed = false;
	if (data.ptr[show->name] == '"') {
		status = put_str(w, vn_pdf_bytes(data, &token), err);
		if (!status)
			status = put(w, " Tw ", err);
		token = vn_pdf_next(&lex);
		if (!status)
			status = put_str(w, vn_pdf_bytes(data, &token), err);
		if (!status)
			status = put(w, " Tc ", err);
		token = vn_pdf_next(&lex);
	}
	if (!status && (data.ptr[show->name] == '"' || data.ptr[show->name] == '\''))
		status = put(w, "T* ", err);
	for (; !status && token.kind != VN_PDF_END; token = vn_pdf_next(&lex)) {
		if (token.kind == VN_PDF_STRING) {
			status = put_run(w, show, run++, vn_pdf_bytes(data, &token), next, err);
		} else if (token.kind == VN_PDF_NUMBER) {
			status = list(w, true, err);
			if (!status)
				status = put(w, " ", err);
			if (!status)
				status = put_str(w, vn_pdf_bytes(data, &token), err);
			if (!status)
				status = put(w, " ", err);
		}
	}
	return status ? status : list(w, false, err);
}

/* Appends TEXT, as qpdf wrote it, with the font in place of what stands in for it: qpdf knows no
 * reference to an object that it has not. */
static enum vn_status put_qpdf(const struct writer *w, struct vn_buf *out, const char *text,
			       struct vn_err *err)
{
	const char *at = w->font_id ? strstr(text, STAND_IN) : NULL;
	enum vn_status status = vn_buf_add(out, text, at ? (size_t)(at - text) : strlen(text), err);

	if (!at || status)
		return status;
	status = vn_pdf_print(out, err, "%d 0 R", w->font_id);
	at += sizeof STAND_IN - 1;
	return status ? status : vn_buf_add(out, at, strlen(at), err);
}

/* The entries of the dictionary of a stream, but those of its packing. */
static enum vn_status entries(struct writer *w, qpdf_oh dict, struct vn_buf *out,
			      struct vn_err *err)
{
	static const char *const packing[] = {"/Length",  "/Filter",	   "/DecodeParms", "/F",
					      "/FFilter", "/FDecodeParms", "/DL"};
	enum vn_status status = VN_OK;

	qpdf_oh_begin_dict_key_iter(w->pdf, dict);
	while (!status && qpdf_oh_dict_more_keys(w->pdf)) {
		const char *key = qpdf_oh_dict_next_key(w->pdf), *text;
		bool drop = false;
		qpdf_oh name;
		for (size_t i = 0; i < sizeof packing / sizeof *packing; i++)
			drop |= strcmp(key, packing[i]) == 0;
		if (drop)
			continue;
		name = qpdf_oh_new_name(w->pdf, key);
		text = qpdf_oh_unparse(w->pdf, name);
		status = vn_buf_add(out, text, strlen(text), err);
		if (!status)
			status = vn_buf_add(out, " ", 1, err);
		text = qpdf_oh_unparse(w->pdf, qpdf_oh_get_key(w->pdf, dict, key));
		if (!status)
			status = put_qpdf(w, out, text, err);
		if (!status)
			status = vn_buf_add(out, " ", 1, err);
	}
	return status;
}

/* The show that holds the run of EDIT: behind those before SHOW. */
static size_t show_of(const struct vn_pdf_layer *layer, size_t run)
{
	size_t low = 0, high = layer->show_count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (layer->shows[mid].run + layer->shows[mid].count > run)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

static enum vn_status find_reaches(struct writer *w, struct vn_err *err)
{
	const struct vn_pdf_layer *layer = w->layer;

	w->reaches = calloc(layer->part_count + 1, sizeof *w->reaches);
	if (!w->reaches)
		return vn_err_nomem(err);
	for (size_t i = 0; i < w->edits.count; i++) {
		size_t show = show_of(layer, w->edits.items[i].run);
		struct reach *reach = &w->reaches[layer->shows[show].part];
		if (!reach->end)
			reach->first = i;
		reach->end = i + 1;
	}
	return VN_OK;
}

/* The content of PART with its edits, in w->out. They are those of its shows alone: of forms that
 * are painted in between there may be others. */
static enum vn_status put_part(struct writer *w, size_t part, bool *changed, struct vn_err *err)
{
	const struct vn_pdf_layer *layer = w->layer;
	struct vn_str data = vn_buf_str(&layer->parts[part].data);
	enum vn_status status = VN_OK;
	size_t from = 0;

	*changed = false;
	w->out.len = 0;
	for (size_t next = w->reaches[part].first; !status && next < w->reaches[part].end;) {
		const struct vn_pdf_show *show =
			&layer->shows[show_of(layer, w->edits.items[next].run)];
		if (show->part != part) {
			next++;
			continue;
		}
		*changed = true;
		status = put_str(w, (struct vn_str){data.ptr + from, show->begin - from}, err);
		if (!status)
			status = put_show(w, show, data, &next, err);
		from = show->end;
	}
	return status ? status : put_str(w, (struct vn_str){data.ptr + from, data.len - from}, err);
}

/* The object ID holds resources that have changed: it is to be written. */
static enum vn_status note_other(struct writer *w, int id, int generation, struct vn_err *err)
{
	enum vn_status status;

	if (id <= 0 || id >= w->old)
		return vn_err_set(err, VN_EINPUT, "a PDF whose pages have no number of their own");
	status = vn_grow(&w->others, w->other_count, &w->other_cap, sizeof *w->others, err);
	if (!status)
		w->others[w->other_count++] = (struct vn_pdf_object){id, generation, 0};
	return status;
}

/* Lets the resources of OWNER have FONT, an object of qpdf. */
static enum vn_status add_font(struct writer *w, const struct vn_pdf_owner *owner, qpdf_oh font,
			       struct vn_err *err)
{
	int id, generation;
	qpdf_oh all = vn_pdf_resources(w->pdf, owner, &id, &generation), fonts;

	if (!all || !qpdf_oh_is_dictionary(w->pdf, all))
		return vn_err_set(err, VN_EINPUT, "a PDF with a page without resources");
	fonts = qpdf_oh_get_key(w->pdf, all, "/Font");
	if (!qpdf_oh_is_dictionary(w->pdf, fonts)) {
		fonts = qpdf_oh_new_dictionary(w->pdf);
		qpdf_oh_replace_key(w->pdf, all, "/Font", fonts);
		fonts = qpdf_oh_get_key(w->pdf, all, "/Font");
	}
	if (qpdf_oh_is_indirect(w->pdf, fonts)) {
		id = qpdf_oh_get_object_id(w->pdf, fonts);
		generation = qpdf_oh_get_generation(w->pdf, fonts);
	}
	qpdf_oh_replace_key(w->pdf, fonts, w->font, font);
	return note_other(w, id, generation, err);
}

static int by_id(const void *a, const void *b)
{
	int x = ((const struct vn_pdf_object *)a)->id, y = ((const struct vn_pdf_object *)b)->id;
	return x < y ? -1 : x > y;
}

/* Puts the objects that were noted in order, each once: pages may share theirs, or have each its
 * own. */
static void sort_others(struct writer *w)
{
	size_t kept = 0;

	if (w->other_count)
		qsort(w->others, w->other_count, sizeof *w->others, by_id);
	for (size_t i = 0; i < w->other_count; i++)
		if (!kept || w->others[kept - 1].id != w->others[i].id)
			w->others[kept++] = w->others[i];
	w->other_count = kept;
}

/* The font, and the resources that have it. */
static enum vn_status add_fonts(struct writer *w, struct vn_err *err)
{
	enum vn_status status = vn_pdf_glyphless(w->update, &w->font_id, err);

	for (size_t i = 0; i < w->layer->use_count; i++)
		if (w->reaches[w->layer->uses[i].part].wants)
			w->dirty[w->layer->uses[i].owner] = true;
	for (size_t i = 0; !status && i < w->layer->owner_count; i++)
		if (w->dirty[i])
			status = add_font(w, &w->layer->owners[i],
					  qpdf_oh_new_name(w->pdf, STAND_IN), err);
	sort_others(w);
	return status;
}

/* Writes PART, whose content is in w->out. */
static enum vn_status write_part(struct writer *w, const struct vn_pdf_part *part,
				 struct vn_err *err)
{
	qpdf_oh stream = qpdf_get_object_by_id(w->pdf, part->id, part->generation);
	qpdf_oh dict = qpdf_oh_get_dict(w->pdf, stream);
	const struct vn_pdf_object sought = {.id = part->id};
	struct vn_pdf_object *other = NULL;
	struct vn_buf text = {0};
	/* Of several errors qpdf knows the last: that memory is out is asked before what follows.
	 */
	enum vn_status status = vn_pdf_error(w->pdf, err);

	if (!status)
		status = entries(w, dict, &text, err);
	if (!status)
		status = vn_pdf_update_stream(w->update, part->id, part->generation,
					      vn_buf_str(&text), vn_buf_str(&w->out), err);
	if (w->other_count)
		other = bsearch(&sought, w->others, w->other_count, sizeof sought, by_id);
	if (other)
		other->offset = 1;
	vn_buf_fini(&text);
	return status;
}

static enum vn_status write_others(struct writer *w, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	struct vn_buf text = {0};

	for (size_t i = 0; !status && i < w->other_count; i++) {
		const struct vn_pdf_object *o = &w->others[i];
		qpdf_oh oh = qpdf_get_object_by_id(w->pdf, o->id, o->generation);
		if (o->offset)
			continue;
		if (!qpdf_oh_is_dictionary(w->pdf, oh)) {
			status = vn_err_set(err, VN_EINPUT,
					    "a PDF with a form in the resources of another");
			break;
		}
		text.len = 0;
		status = put_qpdf(w, &text, qpdf_oh_unparse_resolved(w->pdf, oh), err);
		if (!status)
			status = vn_pdf_update_add(w->update, o->id, o->generation,
						   vn_buf_str(&text), err);
	}
	vn_buf_fini(&text);
	return status;
}

/* Goes through the content streams that change: to learn what they need, then to WRITE them. */
static enum vn_status parts(struct writer *w, bool write, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	bool changed = false;

	for (size_t i = 0; !status && i < w->layer->part_count; i++) {
		if (!w->layer->parts[i].data.len)
			continue;
		status = put_part(w, i, &changed, err);
		if (!status && changed && write)
			status = write_part(w, &w->layer->parts[i], err);
	}
	return status;
}

enum vn_status vn_pdf_write_words(const struct vn_pdf_layer *layer, qpdf_data pdf,
				  const struct vn_pdf_revisions *list, struct vn_str now,
				  struct vn_pdf_update *update, struct vn_err *err)
{
	struct writer w = {.layer = layer, .pdf = pdf, .update = update, .old = update->next};
	enum vn_status status = vn_pdf_edits_list(&w.edits, layer, list, now, err);

	if (!status)
		status = find_reaches(&w, err);
	w.dirty = calloc(layer->owner_count + 1, sizeof *w.dirty);
	if (!w.dirty)
		status = vn_err_nomem(err);
	if (!status)
		status = parts(&w, false, err);
	if (!status && w.font[0])
		status = add_fonts(&w, err);
	if (!status)
		status = parts(&w, true, err);
	if (!status)
		status = write_others(&w, err);
	vn_pdf_edits_fini(&w.edits);
	vn_buf_fini(&w.out);
	vn_buf_fini(&w.bytes);
	vn_buf_fini(&w.codes);
	free(w.reaches);
	free(w.dirty);
	free(w.others);
	return status;
}
