#include "report/changes.h"

#include "text/chars.h"

#include <stdlib.h>

void vn_changes_fini(struct vn_changes *changes)
{
	free(changes->items);
	vn_composed_fini(&changes->composed);
	vn_arena_fini(&changes->arena);
	*changes = (struct vn_changes){0};
}

/* The walk over a unit: nets, tokens and text side by side. */
struct walk {
	struct vn_changes *changes;
	const struct vn_unit *unit;
	struct vn_str input, output;
	vn_confidence doubt;
	struct vn_place start;	  /* of the unit */
	struct vn_place *place;	  /* up to which lines and columns are counted */
	size_t token, word;	  /* the next ones to look at */
	size_t in_done, out_done; /* behind the last change */
};

/* Moves the place to byte AT of the unit's input, counting lines and columns. */
static void count_to(struct walk *w, size_t at)
{
	size_t from = (size_t)(w->place->in - w->start.in);

	for (size_t i = from; i < at; i++) {
		unsigned char c = (unsigned char)w->input.ptr[i];
		if (c == '\n') {
			w->place->line++;
			w->place->column = 1;
		} else {
			w->place->column += (c & 0xc0) != 0x80;
		}
	}
	w->place->in = w->start.in + at;
}

static struct vn_str part(struct vn_str text, size_t begin, size_t end)
{
	return (struct vn_str){text.ptr + begin, end - begin};
}

/* Notes what EDIT was made by, and how sure it was. */
static void add_cause(struct vn_change *change, const struct vn_edit *edit)
{
	if (edit->confidence < change->confidence)
		change->confidence = edit->confidence;
	for (size_t i = 0; i < change->cause_count; i++)
		if (strcmp(change->causes[i].stage, edit->stage) == 0 &&
		    strcmp(change->causes[i].rule, edit->rule) == 0)
			return;
	if (change->cause_count < VN_CAUSES_MAX)
		change->causes[change->cause_count++] = (struct vn_cause){edit->stage, edit->rule};
}

/* A change with the alternative K of TOKEN in place of that token. */
static enum vn_status add_alternative(struct walk *w, struct vn_change *change,
				      const struct vn_token *token, size_t k, struct vn_err *err)
{
	const struct vn_alternative *other = &token->alternatives[k];
	struct vn_alternative *to = &change->alternatives[change->alternative_count];
	size_t before = token->begin - (size_t)(change->out_begin - w->start.out);
	size_t behind = change->after.len - before - (token->end - token->begin);
	char *text = vn_arena_alloc(&w->changes->arena, before + other->text.len + behind + 1);

	if (!text)
		return vn_err_nomem(err);
	memcpy(text, change->after.ptr, before);
	memcpy(text + before, other->text.ptr, other->text.len);
	memcpy(text + before + other->text.len, change->after.ptr + change->after.len - behind,
	       behind);
	to->text = (struct vn_str){text, before + other->text.len + behind};
	to->confidence = other->confidence;
	change->alternative_count += !vn_str_eq(to->text, change->after);
	return VN_OK;
}

static int by_confidence(const void *a, const void *b)
{
	const struct vn_alternative *x = a, *y = b;
	return (y->confidence > x->confidence) - (y->confidence < x->confidence);
}

/* The alternatives of the tokens [first, end), if the change holds them whole. */
static enum vn_status add_alternatives(struct walk *w, struct vn_change *change, size_t first,
				       size_t end, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	size_t room = 0;

	for (size_t i = first; i < end; i++)
		room += w->unit->tokens[i].alternative_count;
	if (room == 0)
		return VN_OK;
	change->alternatives =
		vn_arena_alloc(&w->changes->arena, room * sizeof *change->alternatives);
	if (!change->alternatives)
		return vn_err_nomem(err);
	for (size_t i = first; !status && i < end; i++) {
		const struct vn_token *token = &w->unit->tokens[i];
		bool whole = w->start.out + token->begin >= change->out_begin &&
			     w->start.out + token->end <= change->out_end;
		for (size_t k = 0; !status && whole && k < token->alternative_count; k++)
			status = add_alternative(w, change, token, k, err);
	}
	qsort(change->alternatives, change->alternative_count, sizeof *change->alternatives,
	      by_confidence);
	return status;
}

/* Adds the span, with the edits of NET, which is NULL for a doubt, and the tokens [first, end). */
static enum vn_status add(struct walk *w, const struct vn_net *span, const struct vn_net *net,
			  size_t first, size_t end, struct vn_err *err)
{
	const struct vn_unit *unit = w->unit;
	struct vn_change change = {.confidence = VN_SURE, .doubt = !net};
	enum vn_status status = vn_grow(&w->changes->items, w->changes->count, &w->changes->cap,
					sizeof *w->changes->items, err);

	if (status)
		return status;
	count_to(w, span->begin);
	change.begin = w->start.in + span->begin;
	change.end = w->start.in + span->end;
	change.out_begin = w->start.out + span->out_begin;
	change.out_end = w->start.out + span->out_end;
	change.line = w->place->line;
	change.column = w->place->column;
	change.before = part(w->input, span->begin, span->end);
	change.after = part(w->output, span->out_begin, span->out_end);
	change.kind = vn_kind_of(change.before, change.after);
	if ((!net || change.kind != VN_KIND_FORM) &&
	    vn_kind_in_number(w->output, span->out_begin, span->out_end))
		change.kind = VN_KIND_NUMBER;
	change.name = vn_kind_is_name(w->output, span->out_begin, span->out_end);
	for (size_t i = net ? net->first : VN_NO_EDIT; i != VN_NO_EDIT;
	     i = w->changes->composed.next[i])
		add_cause(&change, &unit->edits[i]);
	for (size_t i = first; i < end; i++)
		if (unit->tokens[i].confidence && unit->tokens[i].confidence < change.confidence)
			change.confidence = unit->tokens[i].confidence;
	status = add_alternatives(w, &change, first, end, err);
	if (!status)
		w->changes->items[w->changes->count++] = change;
	return status;
}

/* What a doubt is about: a white-space token or, where nobody has weighed those, a word. */
struct word {
	size_t begin, end;    /* in the output */
	size_t first, behind; /* its tokens */
	vn_confidence confidence;
	bool weighed, flagged;
};

/* The next one; false behind the last. */
static bool next_word(const struct walk *w, struct word *word)
{
	const struct vn_unit *unit = w->unit;

	if (unit->item_count && w->word < unit->item_count) {
		const struct vn_item *item = &unit->items[w->word];
		*word = (struct word){item->begin,	item->end,
				      item->token,	item->token + item->token_count,
				      item->confidence, item->token_count > 0,
				      item->flagged};
		return true;
	}
	if (!unit->item_count && w->word < unit->token_count) {
		const struct vn_token *token = &unit->tokens[w->word];
		*word = (struct word){token->begin,  token->end,	w->word,
				      w->word + 1,   token->confidence, token->confidence > 0,
				      token->flagged};
		return true;
	}
	return false;
}

static enum vn_status add_doubt(struct walk *w, const struct word *word, const struct vn_net *span,
				struct vn_err *err)
{
	enum vn_status status = add(w, span, NULL, word->first, word->behind, err);
	if (!status)
		w->changes->items[w->changes->count - 1].confidence = word->confidence;
	return status;
}

/* The doubts that end before byte STOP of the output. No change lies there, so input and output run
 * in step. */
static enum vn_status doubts_until(struct walk *w, size_t stop, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	struct word word;

	while (!status && next_word(w, &word) && word.end <= stop) {
		size_t at = w->in_done + (word.begin - w->out_done);
		struct vn_net span = {at,	  at + (word.end - word.begin),
				      word.begin, word.end,
				      VN_NO_EDIT, VN_NO_EDIT};
		w->word++;
		if (word.begin >= w->out_done && word.begin < word.end &&
		    (word.flagged || (word.weighed && word.confidence < w->doubt)))
			status = add_doubt(w, &word, &span, err);
	}
	return status;
}

/* Whether the text between the last change and [begin, out_begin) is the same in both. */
static enum vn_status check_gap(const struct walk *w, size_t begin, size_t out_begin,
				struct vn_err *err)
{
	if (begin >= w->in_done && out_begin >= w->out_done &&
	    vn_str_eq(part(w->input, w->in_done, begin), part(w->output, w->out_done, out_begin)))
		return VN_OK;
	return vn_err_set(err, VN_EUSAGE, "text changed without a record before byte %llu",
			  (unsigned long long)(w->start.in + begin));
}

/* One net change with what comes before it. */
static enum vn_status add_net(struct walk *w, const struct vn_net *net, struct vn_err *err)
{
	struct vn_str before = part(w->input, net->begin, net->end);
	struct vn_str after = part(w->output, net->out_begin, net->out_end);
	enum vn_status status = check_gap(w, net->begin, net->out_begin, err);
	size_t first;

	/* What one stage changed and another changed back is no change. */
	if (status || vn_str_eq(before, after))
		return status;
	status = doubts_until(w, net->out_begin, err);
	while (w->token < w->unit->token_count && w->unit->tokens[w->token].end <= net->out_begin)
		w->token++;
	first = w->token;
	while (w->token < w->unit->token_count && w->unit->tokens[w->token].begin < net->out_end)
		w->token++;
	if (!status)
		status = add(w, net, net, first, w->token, err);
	w->in_done = net->end;
	w->out_done = net->out_end;
	return status;
}

enum vn_status vn_changes_list(struct vn_changes *changes, const struct vn_unit *unit,
			       struct vn_str input, vn_confidence doubt, struct vn_place *place,
			       struct vn_err *err)
{
	struct walk w = {.changes = changes,
			 .unit = unit,
			 .input = input,
			 .output = vn_buf_str(&unit->text),
			 .doubt = doubt,
			 .start = *place,
			 .place = place};
	enum vn_status status;

	changes->count = 0;
	vn_arena_reset(&changes->arena);
	status = vn_compose(&changes->composed, unit, err);
	if (!status)
		vn_compose_widen(&changes->composed, unit);
	for (size_t i = 0; !status && i < changes->composed.count; i++)
		status = add_net(&w, &changes->composed.nets[i], err);
	if (!status)
		status = check_gap(&w, input.len, w.output.len, err);
	if (!status)
		status = doubts_until(&w, w.output.len, err);
	if (status)
		return status;
	count_to(&w, input.len);
	place->out += w.output.len;
	return VN_OK;
}
