/* A document with all that became of it, in memory of the caller's. */
#include "change/changes.h"
#include "change/items.h"
#include "change/readings.h"
#include "damage/damage.h"
#include "lib/library.h"

struct vnfix_result {
	struct vnfix_growing text;
	struct vnfix_pieces pieces; /* what edits and words point at */
	struct vnfix_edit *edits;
	size_t edit_count, edit_cap;
	struct vnfix_word *words;
	size_t word_count, word_cap;
	struct vnfix_passage *passages;
	size_t passage_count, passage_cap;
	struct vnfix_summary summary;
};

/* A result on its way. */
struct gathering {
	struct vnfix_result *result;
	struct vn_changes changes;   /* of the unit at hand */
	struct vn_position position; /* where it begins, then where it ends */
};

static bool copy(struct vnfix_result *r, struct vnfix_bytes *to, struct vn_str text)
{
	*to = vnfix_pieces_copy(&r->pieces, text);
	return to->ptr != NULL;
}

static bool copy_causes(struct vnfix_result *r, struct vnfix_edit *edit,
			const struct vn_change *change)
{
	struct vnfix_cause *causes =
		vnfix_pieces_take(&r->pieces, change->cause_count * sizeof *causes);

	edit->causes = causes;
	for (size_t i = 0; causes && i < change->cause_count; i++) {
		const char *rule = change->causes[i].rule;
		/* Stages are static, rules may be the unit's. */
		causes[i].stage = change->causes[i].stage;
		causes[i].rule =
			vnfix_pieces_copy(&r->pieces, (struct vn_str){rule, strlen(rule)}).ptr;
		if (!causes[i].rule)
			return false;
		edit->cause_count++;
	}
	return causes != NULL;
}

static bool copy_alternatives(struct vnfix_result *r, struct vnfix_edit *edit,
			      const struct vn_change *change)
{
	struct vnfix_alternative *list =
		vnfix_pieces_take(&r->pieces, change->alternative_count * sizeof *list);

	edit->alternatives = list;
	for (size_t i = 0; list && i < change->alternative_count; i++) {
		list[i].confidence = change->alternatives[i].confidence;
		if (!copy(r, &list[i].text, change->alternatives[i].text))
			return false;
		edit->alternative_count++;
	}
	return list != NULL;
}

static enum vn_status add_edit(struct vnfix_result *r, const struct vn_change *change,
			       struct vn_err *err)
{
	struct vnfix_edit edit = {.begin = change->begin,
				  .end = change->end,
				  .out_begin = change->out_begin,
				  .out_end = change->out_end,
				  .line = change->line,
				  .column = change->column,
				  .kind = vn_kind_names[change->kind],
				  .confidence = change->confidence};
	enum vn_status status =
		vnfix_grow(&r->text.by, &r->edits, r->edit_count, &r->edit_cap, sizeof edit, err);

	if (status)
		return status;
	if (!copy(r, &edit.before, change->before) || !copy(r, &edit.after, change->after) ||
	    !copy_causes(r, &edit, change) || !copy_alternatives(r, &edit, change))
		return vn_err_nomem(err);
	r->edits[r->edit_count++] = edit;
	return VN_OK;
}

/* What came with other changes. */
static enum vn_status add_beside(struct vnfix_result *r, const struct vn_splice *beside,
				 struct vn_err *err)
{
	struct vn_change change = {.begin = beside->begin,
				   .end = beside->end,
				   .out_begin = beside->out_begin,
				   .out_end = beside->out_end,
				   .before = beside->before,
				   .after = beside->after,
				   .confidence = VN_SURE};
	enum vn_status status = add_edit(r, &change, err);

	if (!status)
		r->edits[r->edit_count - 1].kind = "beside";
	return status;
}

/* All that differs, in order of position. */
static enum vn_status add_edits(struct vnfix_result *r, const struct vn_changes *changes,
				struct vn_err *err)
{
	enum vn_status status = VN_OK;
	size_t k = 0;

	for (size_t i = 0; !status && i <= changes->count; i++) {
		const struct vn_change *change = i < changes->count ? &changes->items[i] : NULL;
		while (!status && k < changes->beside_count &&
		       (!change || changes->beside[k].begin < change->begin))
			status = add_beside(r, &changes->beside[k++], err);
		if (!status && change && !change->doubt)
			status = add_edit(r, change, err);
	}
	return status;
}

/* PLACE's text with the word of one token replaced, as READING says. */
static bool read_otherwise(struct vnfix_result *r, struct vnfix_bytes *to,
			   const struct vn_reading_of *reading, const struct vn_item_span *span)
{
	const struct vn_token *token = reading->token;
	const struct vn_item *item = span->item;
	struct vn_str word = reading->alternative->text, text = span->text;
	/* A token may reach beyond its item. */
	size_t before = token->begin > item->begin ? token->begin - item->begin : 0;
	size_t behind = token->end < item->end ? item->end - token->end : 0;
	char *bytes = vnfix_pieces_take(&r->pieces, before + word.len + behind + 1);

	if (!bytes)
		return false;
	memcpy(bytes, text.ptr, before);
	memcpy(bytes + before, word.ptr, word.len);
	memcpy(bytes + before + word.len, text.ptr + text.len - behind, behind);
	*to = (struct vnfix_bytes){bytes, before + word.len + behind};
	return true;
}

static bool copy_readings(struct vnfix_result *r, struct vnfix_word *word,
			  const struct vn_unit *unit, const struct vn_item_span *span)
{
	struct vn_readings readings;
	struct vnfix_alternative *list;

	vn_readings_find(&readings, unit, span->item);
	list = vnfix_pieces_take(&r->pieces, readings.count * sizeof *list);
	word->alternatives = list;
	for (size_t i = 0; list && i < readings.count; i++) {
		list[i].confidence = readings.list[i].alternative->confidence;
		if (!read_otherwise(r, &list[i].text, &readings.list[i], span))
			return false;
		word->alternative_count++;
	}
	return list != NULL;
}

static enum vn_status add_word(struct vnfix_result *r, const struct vn_unit *unit,
			       const struct vn_item_span *span, struct vn_err *err)
{
	struct vnfix_word word = {.begin = span->begin,
				  .end = span->end,
				  .out_begin = span->out_begin,
				  .out_end = span->out_end,
				  .confidence = span->item->confidence,
				  .flagged = span->item->flagged};
	enum vn_status status =
		vnfix_grow(&r->text.by, &r->words, r->word_count, &r->word_cap, sizeof word, err);

	if (status)
		return status;
	if (!copy(r, &word.read, span->read) || !copy(r, &word.text, span->text) ||
	    !copy_readings(r, &word, unit, span))
		return vn_err_nomem(err);
	r->words[r->word_count++] = word;
	return VN_OK;
}

/* Passage TEXT of UNIT, from byte BEGIN on, as RENDERING has it: in two rounds, the first of which
 * (bytes NULL) only measures. */
static size_t render(char *bytes, const struct vn_unit *unit, struct vn_str text, size_t begin,
		     const struct vn_rendering *rendering)
{
	size_t at = 0, len = 0;

	for (size_t i = 0; i < rendering->count; i++) {
		const struct vn_respelling *new = &rendering->respellings[i];
		size_t from = unit->tokens[new->first].begin;
		size_t to = unit->tokens[new->first + new->count - 1].end;
		/* An edit over the end of a passage may have taken a token along. */
		from = from < begin + at ? at : from - begin;
		to = to < begin + from ? from : to - begin;
		from = from < text.len ? from : text.len;
		to = to < text.len ? to : text.len;
		if (bytes) {
			memcpy(bytes + len, text.ptr + at, from - at);
			memcpy(bytes + len + from - at, new->text.ptr, new->text.len);
		}
		len += from - at + new->text.len;
		at = to;
	}
	if (bytes)
		memcpy(bytes + len, text.ptr + at, text.len - at);
	return len + text.len - at;
}

/* The readings of a passage at PLACE; later stages may have made two the same. */
static bool copy_passage(struct vnfix_result *r, struct vnfix_passage *to,
			 const struct vn_unit *unit, const struct vn_passage *passage,
			 struct vn_str text)
{
	struct vnfix_reading *list = vnfix_pieces_take(&r->pieces, passage->count * sizeof *list);

	to->readings = list;
	for (size_t i = 0; list && i < passage->count; i++) {
		const struct vn_rendering *from = &passage->renderings[i];
		size_t len = render(NULL, unit, text, passage->begin, from), k = 0;
		char *bytes = vnfix_pieces_take(&r->pieces, len + 1);
		if (!bytes)
			return false;
		render(bytes, unit, text, passage->begin, from);
		while (k < to->reading_count &&
		       (list[k].text.len != len || memcmp(list[k].text.ptr, bytes, len) != 0))
			k++;
		if (k == to->reading_count)
			list[to->reading_count++] =
				(struct vnfix_reading){{bytes, len}, (uint32_t)from->cost};
	}
	return list != NULL;
}

static enum vn_status add_passages(struct vnfix_result *r, const struct vn_finished *finished,
				   struct vn_err *err)
{
	const struct vn_unit *unit = finished->unit;
	enum vn_status status = VN_OK;
	struct vn_items walk;

	vn_items_begin(&walk, unit, &finished->reading, finished->splices);
	for (size_t i = 0; !status && i < unit->passage_count; i++) {
		const struct vn_passage *passage = &unit->passages[i];
		struct vnfix_passage new = {0};
		struct vn_item_span span;
		vn_items_span(&walk, passage->begin, passage->end, &span);
		new.begin = span.begin;
		new.end = span.end;
		new.out_begin = span.out_begin;
		new.out_end = span.out_end;
		status = vnfix_grow(&r->text.by, &r->passages, r->passage_count, &r->passage_cap,
				    sizeof new, err);
		if (!status && (!copy(r, &new.text, span.text) ||
				!copy_passage(r, &new, unit, passage, span.text)))
			status = vn_err_nomem(err);
		if (!status)
			r->passages[r->passage_count++] = new;
	}
	return status;
}

/* A vn_observer: takes down what became of a unit. */
static enum vn_status take_down(void *self, const struct vn_finished *finished, struct vn_err *err)
{
	struct gathering *g = self;
	struct vn_item_span span;
	struct vn_items items;
	enum vn_status status;

	vn_items_begin(&items, finished->unit, &finished->reading, finished->splices);
	status = vn_changes_list(&g->changes, finished, 0, &g->position, err);
	if (!status)
		status = add_edits(g->result, &g->changes, err);
	while (!status && vn_items_next(&items, &span))
		status = add_word(g->result, finished->unit, &span, err);
	return status ? status : add_passages(g->result, finished, err);
}

static void sum_up(struct vnfix_summary *to, const struct vn_pipeline *pipeline)
{
	const struct vn_stats *stats = vn_pipeline_stats(pipeline);
	const struct vn_damage *damage = vn_pipeline_document(pipeline)->damage;

	*to = (struct vnfix_summary){
		stats->bytes_in,	   stats->bytes_out, stats->lines,
		stats->invalid_bytes,	   stats->flagged,   vn_pipeline_source(pipeline)->name,
		damage ? damage->name : ""};
}

enum vnfix_status vnfix_run(struct vnfix *fix, const char *in, size_t len,
			    struct vnfix_result **out, struct vnfix_error *error)
{
	struct vnfix_result *result = vnfix_take(&fix->by, sizeof *result);
	struct gathering g = {.result = result, .position = {0, 0, 1, 1}};
	struct vn_err err;
	enum vn_status status = result ? vnfix_begin(fix, &err) : vn_err_nomem(&err);

	if (result)
		result->text.by = result->pieces.by = fix->by;
	if (!status) {
		vn_pipeline_observe(fix->pipeline, take_down, &g);
		status = vnfix_through(fix, in, len, vnfix_append, &result->text, &err);
		vn_pipeline_observe(fix->pipeline, NULL, NULL);
	}
	if (!status)
		status = vnfix_append(&result->text, "", 0, &err);
	vn_changes_fini(&g.changes);
	if (status) {
		vnfix_result_free(result);
		return vnfix_report(status, &err, error);
	}
	sum_up(&result->summary, fix->pipeline);
	*out = result;
	return VNFIX_OK;
}

void vnfix_result_free(struct vnfix_result *result)
{
	struct vnfix_allocator by;

	if (!result)
		return;
	by = result->text.by;
	vnfix_free(result->text.ptr);
	vnfix_pieces_fini(&result->pieces);
	vnfix_give(&by, result->edits);
	vnfix_give(&by, result->words);
	vnfix_give(&by, result->passages);
	vnfix_give(&by, result);
}

struct vnfix_bytes vnfix_result_text(const struct vnfix_result *result)
{
	return (struct vnfix_bytes){result->text.ptr, result->text.len};
}

size_t vnfix_result_edits(const struct vnfix_result *result)
{
	return result->edit_count;
}

size_t vnfix_result_words(const struct vnfix_result *result)
{
	return result->word_count;
}

size_t vnfix_result_passages(const struct vnfix_result *result)
{
	return result->passage_count;
}

const struct vnfix_summary *vnfix_result_summary(const struct vnfix_result *result)
{
	return &result->summary;
}

const struct vnfix_edit *vnfix_result_edit(const struct vnfix_result *result, size_t i)
{
	return i < result->edit_count ? &result->edits[i] : NULL;
}

const struct vnfix_word *vnfix_result_word(const struct vnfix_result *result, size_t i)
{
	return i < result->word_count ? &result->words[i] : NULL;
}

const struct vnfix_passage *vnfix_result_passage(const struct vnfix_result *result, size_t i)
{
	return i < result->passage_count ? &result->passages[i] : NULL;
}
