/* The stage that makes Unicode of what was written before it, and of Unicode that was taken for
 * something else. */
#include "charset/capitals.h"
#include "charset/detect.h"
#include "charset/glyphmap.h"
#include "stage.h"

#include <stdlib.h>

struct recoder {
	struct vn_codings codings;
	struct vn_detector detector;
	struct vn_glyph_map glyphs;
	uint8_t *typed; /* per line of the unit */
	size_t typed_cap;
};

static enum vn_status recode_open(void **data, const struct vn_model *model, struct vn_err *err)
{
	struct recoder *own = calloc(1, sizeof *own);

	if (!own)
		return vn_err_nomem(err);
	vn_codings_init(&own->codings);
	own->detector.codings = &own->codings;
	own->glyphs.model = model;
	*data = own;
	return VN_OK;
}

static void recode_close(void *data)
{
	struct recoder *own = data;

	if (!own)
		return;
	vn_detector_fini(&own->detector);
	vn_glyph_map_fini(&own->glyphs);
	free(own->typed);
	free(own);
}

/* Records what CODING makes of a line, which D->decoded holds. */
static enum vn_status convert(const struct vn_decoded *decoded, const struct vn_coding *coding,
			      struct vn_unit *unit, const struct vn_line_coding *line,
			      struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < decoded->count; i++) {
		const struct vn_fragment *f = &decoded->fragments[i];
		struct vn_str after = {decoded->text.ptr + f->out_begin, f->out_end - f->out_begin};
		size_t edits = unit->edit_count;
		status = vn_unit_replace(unit, line->begin + f->begin, line->begin + f->end, after,
					 vn_coding_name(coding), err);
		if (f->guessed && unit->edit_count > edits)
			unit->edits[unit->edit_count - 1].confidence = VN_CAPITALS_BY_NEIGHBOURS;
	}
	return status;
}

/* Converts LINE if it is surely in its coding; else it stays as it is, byte for byte. */
static enum vn_status treat(struct recoder *own, struct vn_document *doc, struct vn_unit *unit,
			    struct vn_line_coding *line, struct vn_err *err)
{
	const struct vn_coding *coding = &own->codings.list[line->coding];
	struct vn_str text = {unit->text.ptr + line->begin, line->end - line->begin};
	struct vn_decoded *decoded = &own->detector.decoded;
	enum vn_status status = vn_coding_decode(coding, text, decoded, err);

	if (!coding->view && doc->options->keep_bytes)
		line->sure = false;
	/* The same in either. */
	if (!status && vn_str_eq(text, vn_buf_str(&decoded->text)))
		line->coding = 0;
	if (status || !line->coding)
		return status;
	/* All of a line, or nothing: half of it would keep others from mending it. */
	for (size_t i = 0; line->sure && i < decoded->count; i++)
		line->sure = !vn_fragment_torn(coding, text, &decoded->fragments[i]);
	doc->stats.recoded_lines += line->sure;
	doc->stats.unsure_lines += !line->sure;
	doc->stats.coded_lines[vn_coding_slot(coding)]++;
	if (line->sure && !(doc->options->to.charset && doc->options->to.charset->small_only))
		vn_capitals(coding, decoded);
	return line->sure ? convert(decoded, coding, unit, line, err)
			  : vn_unit_protect(unit, line->begin, line->end, VN_PROTECT_FOREIGN, err);
}

static enum vn_status treat_lines(struct recoder *own, struct vn_document *doc,
				  struct vn_unit *unit, struct vn_err *err)
{
	struct vn_detector *d = &own->detector;
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < d->count; i++)
		if (d->lines[i].coding)
			status = treat(own, doc, unit, &d->lines[i], err);
	return status;
}

/* Tells which lines were typed: what became UTF-8 on its way may well be what an engine read. */
static enum vn_status note_typed(struct recoder *own, struct vn_document *doc,
				 const struct vn_unit *unit, struct vn_err *err)
{
	struct vn_str text = vn_buf_str(&unit->text);
	const struct vn_detector *d = &own->detector;
	enum vn_status status = VN_OK;
	size_t count = 0, next = 0;

	for (size_t at = 0; !status && at < text.len; count++) {
		const char *stop = memchr(text.ptr + at, '\n', text.len - at);
		status = vn_grow(&own->typed, count, &own->typed_cap, 1, err);
		if (status)
			return status;
		own->typed[count] = 0;
		if (next < d->count && d->lines[next].begin == at) {
			const struct vn_line_coding *line = &d->lines[next++];
			own->typed[count] = line->sure && line->coding &&
					    own->codings.list[line->coding].charset;
		}
		at = stop ? (size_t)(stop - text.ptr) + 1 : text.len;
	}
	doc->typed = own->typed;
	doc->typed_count = count;
	return status;
}

/* Puts back letters that a font swapped all through the unit. */
static enum vn_status unswap(struct recoder *own, struct vn_document *doc, struct vn_unit *unit,
			     struct vn_err *err)
{
	struct vn_glyph_map *map = &own->glyphs;
	enum vn_status status = vn_glyph_map_find(map, vn_buf_str(&unit->text), err);

	for (size_t i = 0; !status && i < map->count; i++) {
		const struct vn_glyph_change *c = &map->changes[i];
		status = vn_unit_replace(unit, c->begin, c->end,
					 (struct vn_str){map->after.ptr + c->out_begin, c->out_len},
					 "glyph-map", err);
	}
	doc->stats.remapped_words += map->count;
	return status;
}

static enum vn_status recode_run(void *data, struct vn_document *doc, struct vn_unit *unit,
				 struct vn_err *err)
{
	const char *from = doc->options->from;
	struct recoder *own = data;
	enum vn_status status;

	doc->typed = NULL;
	if (from && strcmp(from, "none") == 0)
		return VN_OK;
	own->detector.from = from && strcmp(from, "auto") != 0 ? from : NULL;
	status = vn_detect(&own->detector, vn_buf_str(&unit->text), &doc->coding, err);
	if (!status && own->detector.any)
		status = treat_lines(own, doc, unit, err);
	if (!status && !own->detector.any && !own->detector.from && own->glyphs.model)
		status = unswap(own, doc, unit, err);
	if (!status && own->detector.any && !doc->options->assume)
		status = note_typed(own, doc, unit, err);
	vn_detector_drop(&own->detector);
	return status;
}

const struct vn_stage vn_stage_recode = {
	.name = "recode",
	.summary = "Unicode from TCVN3, VNI, VISCII, VPS, VIQR, windows-1258; undo wrong decoding",
	.open = recode_open,
	.run = recode_run,
	.close = recode_close,
};
