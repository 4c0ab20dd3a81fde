#include "text/unit.h"
#include "text/chars.h"

#include <stdlib.h>

void vn_unit_init(struct vn_unit *unit)
{
	*unit = (struct vn_unit){0};
}

void vn_unit_fini(struct vn_unit *unit)
{
	vn_arena_fini(&unit->arena);
	vn_buf_fini(&unit->text);
	vn_buf_fini(&unit->scratch);
	free(unit->edits);
	free(unit->spans);
	free(unit->gaps);
	free(unit->joints);
	free(unit->ratings);
	free(unit->tokens);
	free(unit->passages);
	free(unit->items);
	*unit = (struct vn_unit){0};
}

static enum vn_status too_large(size_t len, struct vn_err *err)
{
	return len <= VN_UNIT_MAX
		       ? VN_OK
		       : vn_err_set(err, VN_ELIMIT, "a piece of text has more than %u bytes",
				    (unsigned)VN_UNIT_MAX);
}

/* Appends the last part to a text, which then has bytes to point at, even where it is empty. */
static enum vn_status fill(struct vn_buf *text, const char *bytes, size_t len, struct vn_err *err)
{
	enum vn_status status = too_large(text->len, err);

	if (!status)
		status = too_large(len, err);
	if (!status)
		status = vn_buf_reserve(text, len + !len, err);
	if (!status)
		status = vn_buf_add(text, bytes, len, err);
	return status ? status : too_large(text->len, err);
}

enum vn_status vn_unit_begin(struct vn_unit *unit, const char *bytes, size_t len,
			     struct vn_err *err)
{
	vn_arena_reset(&unit->arena);
	unit->text.len = 0;
	unit->edit_count = unit->stage_first = unit->span_count = unit->token_count = 0;
	unit->item_count = unit->passage_count = unit->gap_count = unit->joint_count = 0;
	unit->rating_count = 0;
	memset(unit->layers, 0, sizeof unit->layers);
	vn_unit_stage(unit, "", VN_LAYER_OTHER);
	return fill(&unit->text, bytes, len, err);
}

static enum vn_status add_span(struct vn_span **spans, size_t *count, size_t *cap,
			       struct vn_span span, struct vn_err *err)
{
	enum vn_status status = vn_grow(spans, *count, cap, sizeof span, err);
	if (!status)
		(*spans)[(*count)++] = span;
	return status;
}

enum vn_status vn_unit_gaps(struct vn_unit *unit, const struct vn_text_map *map, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < map->count && map->runs[i].begin < unit->text.len; i++) {
		struct vn_span span = {map->runs[i].begin, map->runs[i].end, 0};
		if (map->runs[i].kind == VN_RUN_GAP)
			status = add_span(&unit->gaps, &unit->gap_count, &unit->gap_cap, span, err);
		if (map->runs[i].kind == VN_RUN_JOINT)
			status = add_span(&unit->joints, &unit->joint_count, &unit->joint_cap, span,
					  err);
	}
	return status;
}

enum vn_status vn_unit_rate(struct vn_unit *unit, size_t begin, size_t end, uint8_t sure,
			    struct vn_err *err)
{
	const struct vn_span span = {.begin = begin, .end = end, .sure = sure};

	return add_span(&unit->ratings, &unit->rating_count, &unit->rating_cap, span, err);
}

void vn_unit_stage(struct vn_unit *unit, const char *stage, enum vn_layer layer)
{
	unit->stage = stage;
	unit->layer = layer;
}

/* Records a replacement that touches no gap. */
static enum vn_status add_edit(struct vn_unit *unit, size_t begin, size_t end, struct vn_str after,
			       const char *rule, struct vn_err *err)
{
	struct vn_edit edit = {.stage = unit->stage,
			       .rule = rule,
			       .begin = (uint32_t)begin,
			       .end = (uint32_t)end,
			       .out_end = (uint32_t)after.len,
			       .confidence = VN_SURE};
	enum vn_status status;
	char *bytes;

	if (vn_str_eq(after, (struct vn_str){unit->text.ptr + begin, end - begin}))
		return VN_OK;
	status = too_large(after.len, err);
	if (!status)
		status = vn_grow(&unit->edits, unit->edit_count, &unit->edit_cap, sizeof edit, err);
	if (status)
		return status;
	bytes = vn_arena_bytes(&unit->arena, end - begin + after.len);
	if (!bytes)
		return vn_err_nomem(err);
	memcpy(bytes, unit->text.ptr + begin, end - begin);
	if (after.len)
		memcpy(bytes + (end - begin), after.ptr, after.len);
	edit.bytes = bytes;
	unit->edits[unit->edit_count++] = edit;
	return VN_OK;
}

/* The next word of TEXT from *AT on, its bytes [*begin, *at). */
static bool next_word(struct vn_str text, size_t *at, size_t *begin)
{
	while (*at < text.len && vn_blank_byte(text.ptr[*at]))
		++*at;
	*begin = *at;
	while (*at < text.len && !vn_blank_byte(text.ptr[*at]))
		++*at;
	return *at > *begin;
}

static size_t count_words(struct vn_str text)
{
	size_t count = 0, at = 0, begin;
	while (next_word(text, &at, &begin))
		count++;
	return count;
}

/* Index of the first of COUNT spans that ends after AT. */
static size_t span_after(const struct vn_span *spans, size_t count, size_t at)
{
	size_t low = 0, high = count;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (spans[mid].end > at)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

static bool has_span(const struct vn_span *spans, size_t count, size_t begin, size_t end)
{
	size_t at = span_after(spans, count, begin);
	return at < count && spans[at].begin < end;
}

/* Replaces word by word, so that the blanks between stay. Nothing at all takes the words alone. */
static enum vn_status add_by_word(struct vn_unit *unit, size_t begin, size_t end,
				  struct vn_str after, const char *rule, struct vn_err *err)
{
	struct vn_str before = {unit->text.ptr + begin, end - begin};
	size_t old = 0, new = 0, from, word, count = count_words(after);
	enum vn_status status = VN_OK;

	if (count > 0 && count != count_words(before))
		return vn_unit_has_gap(unit, begin, end)
			       ? VN_OK
			       : add_edit(unit, begin, end, after, rule, err);
	while (!status && next_word(before, &old, &from)) {
		next_word(after, &new, &word);
		status = add_edit(unit, begin + from, begin + old,
				  (struct vn_str){after.ptr + word, new - word}, rule, err);
	}
	return status;
}

enum vn_status vn_unit_replace(struct vn_unit *unit, size_t begin, size_t end, struct vn_str after,
			       const char *rule, struct vn_err *err)
{
	const struct vn_edit *last =
		unit->edit_count > unit->stage_first ? &unit->edits[unit->edit_count - 1] : NULL;

	if (begin > end || end > unit->text.len || (last && begin < last->end))
		return vn_err_set(err, VN_EUSAGE, "stage %s: replacement out of order",
				  unit->stage);
	if (vn_unit_has_gap(unit, begin, end) ||
	    has_span(unit->joints, unit->joint_count, begin, end))
		return add_by_word(unit, begin, end, after, rule, err);
	return add_edit(unit, begin, end, after, rule, err);
}

/* Where byte AT of the old text stands in the new one. *NEXT walks the edits of the stage. An
 * edit that holds AT maps it to its own begin or, for the end of a span, to its own end. */
static size_t moved(const struct vn_unit *unit, size_t at, bool is_end, size_t *next)
{
	const struct vn_edit *edits = unit->edits;
	while (*next < unit->edit_count && edits[*next].end <= at)
		++*next;
	if (*next < unit->edit_count && edits[*next].begin < at)
		return is_end ? edits[*next].out_end : edits[*next].out_begin;
	if (*next == unit->stage_first)
		return at;
	return edits[*next - 1].out_end + (at - edits[*next - 1].end);
}

/* Moves spans along with the edits of the stage. Spans that one edit joined become one, of the
 * earlier kind; spans that went with their text are dropped. */
static void move_spans(const struct vn_unit *unit, struct vn_span *spans, size_t *count)
{
	size_t kept = 0;

	for (size_t i = 0, b = unit->stage_first, e = b; i < *count; i++) {
		struct vn_span span = spans[i];
		span.begin = moved(unit, span.begin, false, &b);
		span.end = moved(unit, span.end, true, &e);
		if (kept > 0 && span.begin < spans[kept - 1].end) {
			if (span.end > spans[kept - 1].end)
				spans[kept - 1].end = span.end;
		} else if (span.begin < span.end) {
			spans[kept++] = span;
		}
	}
	*count = kept;
}

/* Moves the tokens along into TEXT; none is dropped. A blank that an edit put between two words
 * belongs to neither. */
static void move_tokens(struct vn_unit *unit, const char *text)
{
	for (size_t i = 0, b = unit->stage_first, e = b; i < unit->token_count; i++) {
		struct vn_token *token = &unit->tokens[i];
		token->begin = (uint32_t)moved(unit, token->begin, false, &b);
		token->end = (uint32_t)moved(unit, token->end, true, &e);
		while (token->end > token->begin && text[token->end - 1] == ' ')
			token->end--;
	}
}

static void move_passages(struct vn_unit *unit)
{
	for (size_t i = 0, b = unit->stage_first, e = b; i < unit->passage_count; i++) {
		unit->passages[i].begin = moved(unit, unit->passages[i].begin, false, &b);
		unit->passages[i].end = moved(unit, unit->passages[i].end, true, &e);
	}
}

enum vn_status vn_unit_commit(struct vn_unit *unit, struct vn_err *err)
{
	struct vn_buf swap, *out = &unit->scratch;
	size_t from = 0, first = unit->stage_first;
	enum vn_status status;

	if (unit->edit_count == first)
		return VN_OK;
	out->len = 0;
	for (size_t i = first; i < unit->edit_count; i++) {
		struct vn_edit *edit = &unit->edits[i];
		struct vn_str after = vn_edit_after(edit);
		status = vn_buf_add(out, unit->text.ptr + from, edit->begin - from, err);
		edit->out_begin = (uint32_t)out->len;
		if (!status)
			status = vn_buf_add(out, after.ptr, after.len, err);
		if (status)
			return status;
		edit->out_end = (uint32_t)out->len;
		from = edit->end;
	}
	status = fill(out, unit->text.ptr + from, unit->text.len - from, err);
	if (status)
		return status;
	move_spans(unit, unit->spans, &unit->span_count);
	move_spans(unit, unit->gaps, &unit->gap_count);
	move_spans(unit, unit->joints, &unit->joint_count);
	move_spans(unit, unit->ratings, &unit->rating_count);
	move_tokens(unit, out->ptr);
	move_passages(unit);
	swap = unit->text;
	unit->text = *out;
	*out = swap;
	unit->layers[unit->layer] = (struct vn_edits){first, unit->edit_count - first};
	unit->stage_first = unit->edit_count;
	return VN_OK;
}

enum vn_status vn_unit_passage(struct vn_unit *unit, const struct vn_passage *passage,
			       struct vn_err *err)
{
	enum vn_status status = vn_grow(&unit->passages, unit->passage_count, &unit->passage_cap,
					sizeof *passage, err);
	if (!status)
		unit->passages[unit->passage_count++] = *passage;
	return status;
}

enum vn_status vn_unit_item(struct vn_unit *unit, const struct vn_item *word, struct vn_err *err)
{
	enum vn_status status =
		vn_grow(&unit->items, unit->item_count, &unit->item_cap, sizeof *word, err);
	if (!status)
		unit->items[unit->item_count++] = *word;
	return status;
}

enum vn_status vn_unit_protect(struct vn_unit *unit, size_t begin, size_t end, enum vn_protect kind,
			       struct vn_err *err)
{
	size_t at, stop;
	enum vn_status status;

	if (begin >= end)
		return VN_OK;
	if (end > unit->text.len)
		return vn_err_set(err, VN_EUSAGE, "stage %s: span beyond the text", unit->stage);
	status = vn_grow(&unit->spans, unit->span_count, &unit->span_cap, sizeof *unit->spans, err);
	if (status)
		return status;
	at = stop = span_after(unit->spans, unit->span_count, begin);
	while (stop < unit->span_count && unit->spans[stop].begin < end)
		stop++;
	if (stop == at) {
		memmove(&unit->spans[at + 1], &unit->spans[at],
			(unit->span_count - at) * sizeof *unit->spans);
		unit->spans[at] = (struct vn_span){begin, end, kind};
		unit->span_count++;
		return VN_OK;
	}
	if (begin < unit->spans[at].begin)
		unit->spans[at].begin = begin;
	if (unit->spans[stop - 1].end > end)
		end = unit->spans[stop - 1].end;
	unit->spans[at].end = end;
	memmove(&unit->spans[at + 1], &unit->spans[stop],
		(unit->span_count - stop) * sizeof *unit->spans);
	unit->span_count -= stop - at - 1;
	return VN_OK;
}

enum vn_status vn_unit_token(struct vn_unit *unit, const struct vn_token *token, struct vn_err *err)
{
	enum vn_status status =
		vn_grow(&unit->tokens, unit->token_count, &unit->token_cap, sizeof *token, err);
	if (!status)
		unit->tokens[unit->token_count++] = *token;
	return status;
}

bool vn_unit_item_goes_on(const struct vn_unit *unit, size_t item)
{
	size_t at = unit->items[item].end, begin = unit->items[item + 1].begin;

	while (at < begin && unit->text.ptr[at] != '\n') /* mostly one blank */
		at++;
	return at == begin;
}

const struct vn_span *vn_unit_protected(const struct vn_unit *unit, size_t begin, size_t end)
{
	size_t at = span_after(unit->spans, unit->span_count, begin);
	return at < unit->span_count && unit->spans[at].begin < end ? &unit->spans[at] : NULL;
}

size_t vn_span_first(const struct vn_unit *unit, size_t begin)
{
	return span_after(unit->spans, unit->span_count, begin);
}

bool vn_unit_has_gap(const struct vn_unit *unit, size_t begin, size_t end)
{
	return has_span(unit->gaps, unit->gap_count, begin, end);
}

enum vn_status vn_unit_undo(const struct vn_unit *unit, struct vn_buf *out, struct vn_err *err)
{
	struct vn_buf text = {0}, older = {0}, swap;
	enum vn_status status = fill(&text, unit->text.ptr, unit->text.len, err);
	size_t last = unit->edit_count;

	while (!status && last > 0) {
		size_t first = last, from = 0;
		while (first > 0 && unit->edits[first - 1].stage == unit->edits[last - 1].stage)
			first--;
		older.len = 0;
		for (size_t i = first; !status && i < last; i++) {
			const struct vn_edit *edit = &unit->edits[i];
			struct vn_str before = vn_edit_before(edit);
			status = vn_buf_add(&older, text.ptr + from, edit->out_begin - from, err);
			if (!status)
				status = vn_buf_add(&older, before.ptr, before.len, err);
			from = edit->out_end;
		}
		if (!status)
			status = fill(&older, text.ptr + from, text.len - from, err);
		swap = text;
		text = older;
		older = swap;
		last = first;
	}
	if (!status)
		status = vn_buf_add(out, text.ptr, text.len, err);
	vn_buf_fini(&text);
	vn_buf_fini(&older);
	return status;
}
