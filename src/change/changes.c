#include "change/changes.h"

#include "change/readings.h"
#include "source/wide.h"

#include <stdlib.h>

void vn_changes_fini(struct vn_changes *changes)
{
	free(changes->items);
	free(changes->beside);
	vn_arena_fini(&changes->arena);
	*changes = (struct vn_changes){0};
}

/* The walk over a unit: nets, tokens and text side by side. */
struct walk {
	struct vn_changes *changes;
	const struct vn_unit *unit;
	const struct vn_reading *reading;
	const struct vn_splices *splices;
	struct vn_str text; /* the finished one */
	vn_confidence doubt;
	struct vn_position *position; /* up to which lines and columns are counted */
	size_t token, word;	      /* the next ones to look at */
	size_t in_done, out_done;     /* behind the last change, in the running texts */
};

/* Moves the position to byte AT of the source, counting lines and columns. */
static void count_to(struct walk *w, uint64_t at)
{
	const struct vn_reading *reading = w->reading;

	for (; w->position->in < at; w->position->in += reading->narrow ? 2 : 1) {
		const char *byte = reading->bytes.ptr + (w->position->in - reading->offset);
		unsigned c =
			reading->narrow ? vn_wide_unit(byte, reading->big) : (unsigned char)*byte;
		if (c == '\n') {
			w->position->line++;
			w->position->column = 1;
		} else {
			/* The rest of a character is no column. */
			w->position->column +=
				reading->narrow ? (c & 0xfc00) != 0xdc00 : (c & 0xc0) != 0x80;
		}
	}
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
	struct vn_str whole = change->text;
	size_t before = token->begin - (size_t)(whole.ptr - w->text.ptr);
	size_t behind = whole.len - before - (token->end - token->begin);
	char *text = vn_arena_alloc(&w->changes->arena, before + other->text.len + behind + 1);

	if (!text)
		return vn_err_nomem(err);
	memcpy(text, whole.ptr, before);
	memcpy(text + before, other->text.ptr, other->text.len);
	memcpy(text + before + other->text.len, whole.ptr + whole.len - behind, behind);
	to->text = (struct vn_str){text, before + other->text.len + behind};
	to->confidence = other->confidence;
	change->alternative_count += !vn_str_eq(to->text, whole);
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
	size_t begin = (size_t)(change->text.ptr - w->text.ptr), room = 0;

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
		bool whole = token->begin >= begin && token->end <= begin + change->text.len;
		for (size_t k = 0; !status && whole && k < token->alternative_count; k++)
			status = add_alternative(w, change, token, k, err);
	}
	qsort(change->alternatives, change->alternative_count, sizeof *change->alternatives,
	      by_confidence);
	return status;
}

/* What the running texts tell of a change, which has its spans and bytes. */
static void describe(struct walk *w, struct vn_change *change, const struct vn_net *net)
{
	change->read = part(w->reading->text, net->begin, net->end);
	change->text = part(w->text, net->out_begin, net->out_end);
	change->at = net->begin;
	change->kind = vn_kind_of(change->read, change->text);
	if ((change->doubt || change->kind != VN_KIND_FORM) &&
	    vn_kind_in_number(w->text, net->out_begin, net->out_end))
		change->kind = VN_KIND_NUMBER;
	change->name = vn_kind_is_name(w->text, net->out_begin, net->out_end);
}

/* Adds CHANGE, over NET, with the tokens [first, end). */
static enum vn_status add(struct walk *w, struct vn_change *change, const struct vn_net *net,
			  size_t first, size_t end, struct vn_err *err)
{
	const struct vn_unit *unit = w->unit;
	enum vn_status status = vn_grow(&w->changes->items, w->changes->count, &w->changes->cap,
					sizeof *w->changes->items, err);

	if (status)
		return status;
	describe(w, change, net);
	for (size_t i = net->first; i != VN_NO_EDIT; i = w->splices->composed.next[i])
		add_cause(change, &unit->edits[i]);
	for (size_t i = first; i < end; i++)
		if (unit->tokens[i].confidence && unit->tokens[i].confidence < change->confidence)
			change->confidence = unit->tokens[i].confidence;
	status = add_alternatives(w, change, first, end, err);
	if (!status)
		w->changes->items[w->changes->count++] = *change;
	return status;
}

/* What a doubt is about: a white-space token or, where nobody has weighed those, a word. */
struct word {
	size_t begin, end;    /* in the output */
	size_t first, behind; /* its tokens */
	vn_confidence confidence;
	bool doubtful;
};

/* Word K; false behind the last. */
static bool word_at(const struct walk *w, size_t k, struct word *word)
{
	const struct vn_unit *unit = w->unit;

	if (unit->item_count && k < unit->item_count) {
		const struct vn_item *item = &unit->items[k];
		*word = (struct word){item->begin,	item->end,
				      item->token,	item->token + item->token_count,
				      item->confidence, vn_item_doubtful(unit, item, w->doubt)};
		return true;
	}
	if (!unit->item_count && k < unit->token_count) {
		const struct vn_token *token = &unit->tokens[k];
		bool unsure = token->confidence > 0 && token->confidence < w->doubt;
		*word = (struct word){token->begin, token->end,	       k,
				      k + 1,	    token->confidence, token->flagged || unsure};
		return true;
	}
	return false;
}

static enum vn_status add_doubt(struct walk *w, const struct word *word, struct vn_err *err)
{
	size_t at = w->in_done + (word->begin - w->out_done);
	struct vn_net net = {
		at, at + (word->end - word->begin), word->begin, word->end, VN_NO_EDIT, VN_NO_EDIT};
	struct vn_change change = {.confidence = VN_SURE, .doubt = true, .doubtful = true};
	enum vn_status status;

	vn_reading_span(w->reading, net.begin, net.end, &change.begin, &change.end);
	change.out_begin = vn_splices_out(w->splices, change.begin);
	change.out_end = change.out_begin + (change.end - change.begin);
	change.before = change.after =
		part(w->reading->bytes, (size_t)(change.begin - w->reading->offset),
		     (size_t)(change.end - w->reading->offset));
	status = add(w, &change, &net, word->first, word->behind, err);
	if (!status)
		w->changes->items[w->changes->count - 1].confidence = word->confidence;
	return status;
}

/* The doubts that end before byte STOP of the text. No change lies there, so text read and text
 * written run in step. */
static enum vn_status doubts_until(struct walk *w, size_t stop, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	struct word word;

	while (!status && word_at(w, w->word, &word) && word.end <= stop) {
		w->word++;
		w->changes->doubtful += word.doubtful;
		if (word.doubtful && word.begin >= w->out_done && word.begin < word.end)
			status = add_doubt(w, &word, err);
	}
	return status;
}

/* CHANGE over bytes [BEGIN, END) is as doubtful as the words that have some of them; all words
 * before are behind us. */
static void doubt_change(const struct walk *w, struct vn_change *change, size_t begin, size_t end)
{
	struct word word;

	for (size_t k = w->word; word_at(w, k, &word) && word.begin < end; k++) {
		if (!word.doubtful || word.end <= begin)
			continue;
		change->doubtful = true;
		if (word.confidence < change->confidence)
			change->confidence = word.confidence;
	}
}

/* One change with the doubts before it. */
static enum vn_status add_splice(struct walk *w, const struct vn_splice *splice, struct vn_err *err)
{
	const struct vn_net *net = &splice->net;
	struct vn_change change = {.begin = splice->begin,
				   .end = splice->end,
				   .out_begin = splice->out_begin,
				   .out_end = splice->out_end,
				   .before = splice->before,
				   .after = splice->after,
				   .inner = splice->inner,
				   .style = splice->style,
				   .confidence = VN_SURE};
	enum vn_status status = doubts_until(w, net->out_begin, err);
	size_t first;

	while (w->token < w->unit->token_count && w->unit->tokens[w->token].end <= net->out_begin)
		w->token++;
	first = w->token;
	while (w->token < w->unit->token_count && w->unit->tokens[w->token].begin < net->out_end)
		w->token++;
	if (!status)
		doubt_change(w, &change, net->out_begin, net->out_end);
	if (!status)
		status = add(w, &change, net, first, w->token, err);
	w->in_done = net->end;
	w->out_done = net->out_end;
	return status;
}

static int by_position(const void *a, const void *b)
{
	const struct vn_change *x = a, *y = b;
	return (x->begin > y->begin) - (x->begin < y->begin);
}

/* Puts the changes into the order of the source, which may not be that of the text, and finds their
 * lines and columns. */
static void locate(struct walk *w)
{
	struct vn_changes *changes = w->changes;
	bool sorted = true;

	for (size_t i = 1; sorted && i < changes->count; i++)
		sorted = changes->items[i - 1].begin <= changes->items[i].begin;
	if (!sorted)
		qsort(changes->items, changes->count, sizeof *changes->items, by_position);
	for (size_t i = 0; i < changes->count; i++) {
		count_to(w, changes->items[i].begin);
		changes->items[i].line = w->position->line;
		changes->items[i].column = w->position->column;
	}
	count_to(w, w->reading->offset + w->reading->bytes.len);
}

/* Copies what was done beside the changes, in the order of the source. */
static enum vn_status copy_beside(struct vn_changes *changes, const struct vn_splices *splices,
				  struct vn_err *err)
{
	enum vn_status status = VN_OK;

	changes->beside_count = 0;
	for (size_t i = 0; !status && splices->beside_count && i < splices->order_count; i++) {
		const struct vn_splice *splice = splices->order[i];
		if (splice < splices->beside || splice >= splices->beside + splices->beside_count)
			continue;
		status = vn_grow(&changes->beside, changes->beside_count, &changes->beside_cap,
				 sizeof *splice, err);
		if (!status)
			changes->beside[changes->beside_count++] = *splice;
	}
	return status;
}

enum vn_status vn_changes_list(struct vn_changes *changes, const struct vn_finished *finished,
			       vn_confidence doubt, struct vn_position *position,
			       struct vn_err *err)
{
	const struct vn_splices *splices = finished->splices;
	struct walk w = {.changes = changes,
			 .unit = finished->unit,
			 .reading = &finished->reading,
			 .splices = splices,
			 .text = vn_buf_str(&finished->unit->text),
			 .doubt = doubt,
			 .position = position};
	enum vn_status status = VN_OK;

	changes->count = 0;
	changes->doubtful = 0;
	vn_arena_reset(&changes->arena);
	for (size_t i = 0; !status && i < splices->count; i++)
		status = add_splice(&w, &splices->items[i], err);
	if (!status)
		status = doubts_until(&w, w.text.len, err);
	if (!status)
		status = copy_beside(changes, splices, err);
	if (status)
		return status;
	locate(&w);
	position->out = vn_splices_out(splices, position->in);
	return VN_OK;
}
