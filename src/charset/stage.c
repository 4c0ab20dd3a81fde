/* The stage that makes Unicode of what was written before it, and of Unicode that was taken for
 * something else. */
#include "charset/capitals.h"
#include "charset/detect.h"
#include "charset/glyphmap.h"
#include "stage.h"
#include "text/chars.h"

#include <stdlib.h>

struct recoder {
	struct vn_codings codings;
	struct vn_detector detector;
	struct vn_glyph_map glyphs;
	bool joined;	/* words of a line that change are one edit */
	uint8_t *typed; /* per line of the unit */
	size_t typed_cap;
};

static enum vn_status recode_open(void **data, const struct vn_model *model, struct vn_err *err)
{
	struct recoder *own = calloc(1, sizeof *own);

	if (!own)
		return vn_err_nomem(err);
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

/* Records that bytes [begin, end) of the unit become AFTER: the words that differ and what is
 * between them, as one. */
static enum vn_status record(struct vn_unit *unit, size_t begin, size_t end, struct vn_str after,
			     const struct vn_coding *coding, bool guessed, struct vn_err *err)
{
	const char *text = unit->text.ptr;
	size_t edits = unit->edit_count, same = 0, word = 0, from = begin, len = after.len;
	enum vn_status status;

	while (from + same < end && same < len && text[from + same] == after.ptr[same])
		if (vn_blank_byte(text[from + same++]))
			word = same;
	if (from + same < end || same < len)
		from += word;
	after.ptr += from - begin;
	after.len = len - (from - begin);
	for (same = word = 0; from + same < end && same < after.len &&
			      text[end - 1 - same] == after.ptr[after.len - 1 - same];)
		if (vn_blank_byte(text[end - 1 - same++]))
			word = same;
	after.len -= word;
	status = vn_unit_replace(unit, from, end - word, after, vn_coding_name(coding), err);
	if (guessed && unit->edit_count > edits)
		unit->edits[unit->edit_count - 1].confidence = VN_CAPITALS_BY_NEIGHBOURS;
	return status;
}

/* Records what CODING makes of a line, which DECODED holds: word by word or, if JOINED, as few
 * changes as can be. */
static enum vn_status convert(const struct vn_decoded *decoded, const struct vn_coding *coding,
			      struct vn_unit *unit, const struct vn_line_coding *line, bool joined,
			      struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t i = 0, next; !status && i < decoded->count; i = next) {
		const struct vn_fragment *f = &decoded->fragments[i], *last = f;
		for (next = i + 1; joined && next < decoded->count &&
				   decoded->fragments[next].guessed == f->guessed;
		     next++)
			last = &decoded->fragments[next];
		struct vn_str after = {decoded->text.ptr + f->out_begin,
				       last->out_end - f->out_begin};
		status = record(unit, line->begin + f->begin, line->begin + last->end, after,
				coding, f->guessed, err);
	}
	return status;
}

/* Whether TEXT, which a line in CODING becomes, may hold capitals for vn_capitals() to decide. */
static bool has_capitals(const struct vn_document *doc, const struct vn_coding *coding,
			 struct vn_str text)
{
	return coding->charset && coding->charset->small_only &&
	       !(doc->options->to.charset && doc->options->to.charset->small_only) &&
	       vn_capitals_may_be(text);
}

/* Counts LINE as one that is sure, or is not. */
static void count(struct vn_document *doc, const struct vn_coding *coding, bool sure)
{
	doc->stats.recoded_lines += sure;
	doc->stats.unsure_lines += !sure;
	doc->stats.coded_lines[vn_coding_slot(coding)]++;
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
	count(doc, coding, line->sure);
	if (line->sure && has_capitals(doc, coding, vn_buf_str(&decoded->text)))
		vn_capitals(coding, decoded);
	return line->sure ? convert(decoded, coding, unit, line, own->joined, err)
			  : vn_unit_protect(unit, line->begin, line->end, VN_PROTECT_FOREIGN, err);
}

/* The same for a line that was decoded already. *DONE: it is. */
static enum vn_status treat_swift(struct recoder *own, struct vn_document *doc,
				  struct vn_unit *unit, const struct vn_line_coding *line,
				  bool *done, struct vn_err *err)
{
	const struct vn_coding *coding = &own->codings.list[line->coding];
	struct vn_str after = {own->detector.text.ptr + line->out_begin,
			       line->out_end - line->out_begin};
	size_t edits = unit->edit_count;
	enum vn_status status;

	*done = own->joined && line->swift && !(doc->options->keep_bytes && !coding->view) &&
		!has_capitals(doc, coding, after);
	if (!*done)
		return VN_OK;
	status = record(unit, line->begin, line->end, after, coding, false, err);
	if (unit->edit_count > edits)
		count(doc, coding, true);
	return status;
}

static enum vn_status treat_lines(struct recoder *own, struct vn_document *doc,
				  struct vn_unit *unit, struct vn_err *err)
{
	struct vn_detector *d = &own->detector;
	enum vn_status status = VN_OK;

	/* Where the source has mark-up between words each of them is replaced by itself. */
	own->joined = doc->sole && unit->gap_count == 0 && unit->joint_count == 0;
	for (size_t i = 0; !status && i < d->count; i++) {
		bool done = d->lines[i].coding == 0;
		if (!done)
			status = treat_swift(own, doc, unit, &d->lines[i], &done, err);
		if (!status && !done)
			status = treat(own, doc, unit, &d->lines[i], err);
	}
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
	own->detector.named = from && strcmp(from, "auto") != 0;
	if (own->codings.count == 0)
		vn_codings_init(&own->codings, own->detector.named ? from : NULL);
	status = vn_detect(&own->detector, vn_buf_str(&unit->text), &doc->coding, err);
	if (!status && own->detector.any)
		status = treat_lines(own, doc, unit, err);
	if (!status && !own->detector.any && !own->detector.named && own->glyphs.model)
		status = unswap(own, doc, unit, err);
	if (!status && own->detector.any && !doc->options->assume && !doc->sole)
		status = note_typed(own, doc, unit, err);
	if (!doc->sole) /* no other stage has need of its memory */
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
