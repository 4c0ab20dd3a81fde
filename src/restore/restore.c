/* The stage that reads the text anew: damage, lattice, search, edits. */
#include "damage/adapt.h"
#include "damage/damage.h"
#include "damage/guess.h"
#include "damage/noise.h"
#include "decode/search.h"
#include "model/words.h"
#include "stage.h"
#include "text/chars.h"
#include "text/syllable.h"
#include "user/lines.h"
#include "user/user.h"

#include <stdlib.h>

#define SURE	     (4 * 256)	/* a change by this margin counts as damage found */
#define NO_WAY	     (40 * 256) /* cost of keeping a span that has no such arc */
#define USUAL_DAMAGE 0.03	/* share of wrong words that the vie channel was learned from */
#define SETTLED	     2048	/* a reading with rivals below one in so many needs no other */
#define SAMPLE_WORDS 6000	/* of a unit, to see how damaged it is */
#define SELDOM	     400	/* words, of which less than one is damaged where few are */
#define LIKELY	     100	/* readings of one share in so many are worth telling */
#define STEP_WORK    2		/* of a step of the path, for the watch */

struct restore {
	const struct vn_model *model;
	struct vn_candidate_cache *cache, *own; /* by the model's channel, by the document's */
	struct vn_search *search;
	struct vn_lattice lattice;
	struct vn_gate gate;
	struct vn_memory memory;
	struct vn_adapt *adapt[VN_MODEL_CHANNELS]; /* by channel, made when first needed */
	struct vn_channel adapted;		   /* of the document at hand */
};

static void restore_close(void *data)
{
	struct restore *r = data;
	if (!r)
		return;
	vn_candidate_cache_close(r->cache);
	vn_candidate_cache_close(r->own);
	vn_search_close(r->search);
	vn_lattice_fini(&r->lattice);
	vn_memory_fini(&r->memory);
	for (int i = 0; i < VN_MODEL_CHANNELS; i++)
		vn_adapt_close(r->adapt[i]);
	vn_channel_fini(&r->adapted);
	free(r);
}

static enum vn_status restore_open(void **data, const struct vn_model *model, struct vn_err *err)
{
	struct restore *r = calloc(1, sizeof *r);
	enum vn_status status;

	if (!r)
		return vn_err_nomem(err);
	r->model = model;
	status = vn_candidate_cache_open(&r->cache, model, err);
	if (!status)
		status = vn_candidate_cache_open(&r->own, model, err);
	if (!status)
		status = vn_search_open(&r->search, &model->scorer, err);
	if (status)
		restore_close(r);
	else
		*data = r;
	return status;
}

/* One pass over a unit. */
struct pass {
	struct restore *r;
	struct vn_document *doc;
	struct vn_unit *unit;
	struct vn_damage_model with; /* what it is read with */
	bool note;		     /* what was settled goes into the memory */
	bool learn;		     /* the channel learns from it */
	bool recall;		     /* the memory is asked */
	bool write;		     /* record edits and tokens; else only count */
	uint64_t words, sure;	     /* words read, changes by a sure margin */
	uint64_t most_words;	     /* the pass ends after so many */
	bool start;		     /* after a boundary */
	size_t taken;		     /* end of the last speck that was taken out */
	struct vn_err *err;
};

/* WORD in the case pattern SHAPE and the document's tone placement. Returns its bytes. */
static size_t spell(const struct pass *p, uint32_t word, enum vn_case shape, char *out)
{
	struct vn_str text = vn_model_word(p->r->model, word);
	char styled[VN_SYLLABLE_BYTES];
	size_t at = 0, len = 0;
	bool first = true;

	if (p->doc->options->tone == VN_TONE_NEW ||
	    (p->doc->options->tone == VN_TONE_KEEP && p->doc->tone_new > p->doc->tone_old)) {
		size_t n = vn_syllable_retone(text, VN_TONE_NEW, styled);
		if (n)
			text = (struct vn_str){styled, n};
	}
	while (at < text.len) {
		int32_t c = vn_utf8_next(text, &at);
		if (shape == VN_CASE_UPPER || (shape == VN_CASE_TITLE && first))
			c = vn_upper(c);
		first = false;
		len += vn_utf8_put(out + len, c);
	}
	return len;
}

/* CANDIDATE as it is written in the place of STEP; *SHAPE becomes its case pattern. Returns its
 * bytes. */
static size_t write_word(const struct pass *p, const struct vn_step *step,
			 const struct vn_candidate *candidate, enum vn_case *shape, char *out)
{
	vn_cost habit;

	*shape = vn_candidate_case(p->r->model, candidate, step->arc->left,
				   p->r->model->weights.case_spell, &habit);
	return spell(p, candidate->word, *shape, out);
}

static vn_confidence confidence_of(vn_share share)
{
	return share < VN_SHARE_ONE ? (vn_confidence)(share * VN_SURE / VN_SHARE_ONE) : VN_SURE;
}

/* The word as it was read: id, cost of keeping it, case pattern. */
struct as_read {
	uint32_t word;
	vn_cost cost;
	enum vn_case shape;
};

static struct as_read as_read(const struct pass *p, const struct vn_step *step, struct vn_str text)
{
	const struct vn_arc *arc = step->arc;
	const struct vn_arc *end = p->r->lattice.arcs + p->r->lattice.arc_count;
	struct as_read read = {.word = VN_WORD_UNKNOWN};
	int32_t c[VN_READ_LETTERS];
	int count = vn_utf8_decode(text, c, VN_READ_LETTERS);

	read.shape = count > 0 ? vn_case_of(c, count) : VN_CASE_LOWER;
	/* The same span has an arc that keeps it, unless it reaches over signs. */
	while (arc > p->r->lattice.arcs && arc[-1].from == arc->from)
		arc--;
	for (; arc < end && arc->from == step->arc->from; arc++)
		if (arc->to == step->arc->to && arc->identity && arc->choice_count) {
			read.word = arc->choices[0].word;
			read.cost = arc->cost;
			return read;
		}
	read.cost = NO_WAY;
	return read;
}

/* Other readings of a step's span, as they would be written, and how likely each is. */
static enum vn_status alternatives(const struct pass *p, const struct vn_step *step,
				   const struct vn_doubt *doubt, struct vn_str read,
				   struct vn_token *token)
{
	struct vn_alternative *list;
	size_t count = 0;

	while (count < doubt->count && doubt->other[count].share >= VN_SHARE_ONE / LIKELY)
		count++;
	if (!count)
		return VN_OK;
	list = vn_arena_alloc(&p->unit->arena, count * sizeof *list);
	if (!list)
		return vn_err_nomem(p->err);
	for (size_t i = 0; i < count; i++) {
		const struct vn_candidate *candidate = doubt->other[i].choice->candidate;
		struct vn_str text = read;
		char out[2 * VN_WORD_BYTES];
		enum vn_case shape;
		if (candidate)
			text = (struct vn_str){out, write_word(p, step, candidate, &shape, out)};
		list[i].text = vn_arena_copy(&p->unit->arena, text.ptr, text.len);
		list[i].confidence = confidence_of(doubt->other[i].share);
		if (!list[i].text.ptr)
			return vn_err_nomem(p->err);
	}
	token->alternatives = list;
	token->alternative_count = (uint8_t)count;
	return VN_OK;
}

/* Writes TOKEN's word over the step's span. */
static enum vn_status change(struct pass *p, const struct vn_path *path, size_t k,
			     struct vn_token *token, vn_cost margin)
{
	const struct vn_step *step = &path->steps[k];
	size_t edits = p->unit->edit_count, len;
	char out[2 * VN_WORD_BYTES];
	enum vn_case shape;
	enum vn_status status;

	token->open = token->changed = true;
	len = write_word(p, step, step->choice->candidate, &shape, out);
	token->shape = (uint8_t)shape;
	/* Two words that were one: the blank between them is new. */
	if (k + 1 < path->count && path->steps[k + 1].choice &&
	    path->steps[k + 1].choice->candidate && path->steps[k + 1].arc->from == step->arc->to)
		out[len++] = ' ';
	status = vn_unit_replace(p->unit, token->begin, token->end, (struct vn_str){out, len},
				 "lattice", margin, p->err);
	if (!status && p->unit->edit_count > edits)
		p->unit->edits[edits].confidence = token->confidence;
	return status ? status : vn_unit_token(p->unit, token, p->err);
}

/* The share of WORD among the readings that lost. */
static vn_share share_of(const struct vn_doubt *doubt, uint32_t word)
{
	for (size_t i = 0; i < doubt->count; i++)
		if (doubt->other[i].choice->word == word)
			return doubt->other[i].share;
	return 0;
}

/* What else is known of a step, for its confidence. */
static void weigh(const struct pass *p, const struct vn_step *step, const struct vn_doubt *doubt,
		  struct vn_token *token)
{
	token->confidence = confidence_of(doubt->own);
	token->sure = vn_search_sure(p->r->search, doubt);
	token->channel = step->choice->candidate ? step->choice->candidate->cost : step->arc->cost;
	token->context = step->context;
	token->matched = (uint8_t)step->matched;
}

/* Writes down what the path chose for one step. */
static enum vn_status settle(struct pass *p, const struct vn_score_state *before,
			     const struct vn_path *path, size_t k)
{
	const struct vn_step *step = &path->steps[k];
	size_t begin = p->r->lattice.begin + step->arc->from;
	size_t end = p->r->lattice.begin + step->arc->to;
	struct vn_str text = {p->unit->text.ptr + begin, end - begin};
	struct as_read read = as_read(p, step, text);
	struct vn_token token = {.begin = begin,
				 .end = end,
				 .word = step->choice->word,
				 .shape = (uint8_t)read.shape,
				 .start = p->start,
				 .open = p->with.damage->capitals};
	struct vn_doubt doubt;
	vn_cost margin = 0;
	enum vn_status status;

	memcpy(token.by_case, step->choice->candidate->by_case, sizeof token.by_case);
	p->words++;
	if (read.word != token.word) {
		margin = vn_search_margin(p->r->search, before, path, k, read.word, read.cost);
		p->sure += margin >= SURE;
	}
	if (!p->write)
		return VN_OK;
	vn_search_doubt(p->r->search, &p->r->lattice, step, &doubt);
	weigh(p, step, &doubt, &token);
	status = alternatives(p, step, &doubt, text, &token);
	if (status)
		return status;
	if (read.word != token.word && (!p->with.change || margin >= p->with.change))
		return change(p, path, k, &token, margin);
	if (read.word != token.word) {
		token.confidence = confidence_of(share_of(&doubt, read.word));
		token.word = read.word;
		token.open = false;
	}
	return vn_unit_token(p->unit, &token, p->err);
}

/* A step that keeps its text: words of it still count as neighbours for the case. */
static enum vn_status keep(struct pass *p, const struct vn_step *step)
{
	size_t begin = p->r->lattice.begin + step->arc->from;
	size_t end = p->r->lattice.begin + step->arc->to;
	struct vn_token token = {.begin = begin, .end = end, .start = p->start};
	struct vn_str text = {p->unit->text.ptr + begin, end - begin};
	struct vn_doubt doubt;
	enum vn_status status;
	int32_t c[VN_READ_LETTERS];
	int count;

	if (!step->choice && p->write && p->with.damage->specks &&
	    vn_noise(vn_buf_str(&p->unit->text), p->taken, &begin, &end)) {
		p->taken = end;
		return vn_unit_replace(p->unit, begin, end, VN_STR(""), "noise", 0, p->err);
	}
	if (!step->choice || step->choice->word < VN_WORD_UNKNOWN)
		return VN_OK;
	p->words++;
	if (!p->write)
		return VN_OK;
	count = vn_utf8_decode(text, c, VN_READ_LETTERS);
	token.word = step->choice->word;
	token.shape = (uint8_t)(count > 0 ? vn_case_of(c, count) : VN_CASE_LOWER);
	vn_search_doubt(p->r->search, &p->r->lattice, step, &doubt);
	weigh(p, step, &doubt, &token);
	status = alternatives(p, step, &doubt, text, &token);
	return status ? status : vn_unit_token(p->unit, &token, p->err);
}

static enum vn_status settle_all(struct pass *p, const struct vn_score_state *before,
				 const struct vn_path *path)
{
	enum vn_status status = VN_OK;
	for (size_t k = 0; !status && k < path->count; k++) {
		const struct vn_step *step = &path->steps[k];
		status = vn_watch_work(&p->doc->watch, STEP_WORK, p->err);
		if (!status && step->choice && step->choice->candidate)
			status = settle(p, before, path, k);
		else if (!status)
			status = keep(p, step);
		if (step->choice)
			p->start = step->choice->word == VN_WORD_BOUND;
	}
	return status;
}

/* What the channel at hand learns. */
static struct vn_adapt **adapt_of(const struct pass *p)
{
	return &p->r->adapt[p->with.channel - p->r->model->channel];
}

/* Tells the channel what a word was read as. */
static void teach(struct pass *p, const struct vn_step *step, const int32_t *read, int count,
		  vn_share share)
{
	char out[2 * VN_WORD_BYTES];
	int32_t printed[VN_ADAPT_PRINTED];
	enum vn_case shape;
	size_t len = write_word(p, step, step->choice->candidate, &shape, out);
	int letters = vn_utf8_decode((struct vn_str){out, len}, printed, VN_ADAPT_PRINTED);

	if (letters > 0)
		vn_adapt_note(*adapt_of(p), read, count, printed, letters,
			      (uint32_t)(share * VN_ADAPT_WHOLE / VN_SHARE_ONE));
}

/* Notes one word of a path for the next reading. */
static enum vn_status note(struct pass *p, const struct vn_step *step)
{
	struct vn_memory_token token = {.begin = p->r->lattice.begin + step->arc->from,
					.end = p->r->lattice.begin + step->arc->to,
					.word = step->choice->word};
	int32_t c[VN_READ_LETTERS];
	int count = vn_utf8_decode(
		(struct vn_str){p->unit->text.ptr + token.begin, token.end - token.begin}, c,
		VN_READ_LETTERS);
	struct vn_doubt doubt;

	if (count <= 0)
		return VN_OK;
	vn_search_doubt(p->r->search, &p->r->lattice, step, &doubt);
	token.read = vn_memory_read(c, count);
	token.weight = (uint32_t)(doubt.own * VN_MEMORY_SURE / VN_SHARE_ONE);
	if (p->learn && step->choice->candidate)
		teach(p, step, c, count, doubt.own);
	token.settled = doubt.rivals < VN_SHARE_ONE / SETTLED;
	return vn_memory_note(&p->r->memory, &token, p->err);
}

static enum vn_status note_all(struct pass *p, const struct vn_path *path)
{
	enum vn_status status = VN_OK;
	for (size_t k = 0; !status && k < path->count; k++)
		if (path->steps[k].choice && path->steps[k].choice->word >= VN_WORD_FIRST)
			status = note(p, &path->steps[k]);
	return status;
}

/* Reads the whole unit, lattice by lattice. */
static enum vn_status run_pass(struct pass *p)
{
	struct vn_lattice_input input = {.model = p->r->model,
					 .cache = p->r->cache,
					 .adapted = p->recall && p->learn ? p->r->own : NULL,
					 .unit = p->unit,
					 .damages = &p->with,
					 .damage_count = 1,
					 .memory = p->recall ? &p->r->memory : NULL};
	struct vn_search_mode mode = {
		.temperature = p->write || p->note ? p->r->model->weights.temperature : 0,
		.watch = &p->doc->watch};
	struct vn_score_state state = vn_score_start(&p->r->model->scorer), before;
	enum vn_status status = VN_OK;
	bool start = true;
	size_t at = 0;

	p->start = true;
	p->r->lattice.clause = 0;
	while (!status && at < p->unit->text.len && p->words < p->most_words) {
		struct vn_path path;
		vn_candidate_cache_trim(p->r->cache);
		vn_candidate_cache_trim(p->r->own);
		before = state;
		if (p->with.damage->gated) {
			p->r->gate.state = state;
			vn_gate_mark(&p->r->gate, p->r->model, p->unit, at);
			input.gate = &p->r->gate;
		}
		if (p->recall)
			status = vn_memory_move(&p->r->memory, at, p->err);
		if (!status)
			status = vn_lattice_build(&p->r->lattice, &input, at, &start, p->err);
		if (!status)
			status = vn_search_run(p->r->search, &p->r->lattice, mode, &state, &path,
					       p->err);
		if (!status && p->note)
			status = note_all(p, &path);
		if (!status)
			status = settle_all(p, &before, &path);
		at += p->r->lattice.length;
	}
	return status;
}

/* How much less damage than usual a Vietnamese text has, as a fee on every change. */
static vn_cost reluctance_of(uint64_t words, uint64_t sure)
{
	double damage = ((double)sure + 0.3) / ((double)words + 30), fee = 0;
	/* 256 ln(usual / damage), an eighth of a doubling at a time: the same on every machine. */
	while (damage < USUAL_DAMAGE && fee < 8 * 256) {
		damage *= 1.0905077326652577; /* 2^(1/8) */
		fee += 22.18;		      /* 256 ln 2 / 8 */
	}
	return (vn_cost)fee;
}

/* Reads the unit for its memory and for its channel. */
static enum vn_status first_reading(struct pass *p)
{
	struct restore *r = p->r;
	struct vn_adapt **adapt = adapt_of(p);
	uint32_t prior = (uint32_t)r->model->weights.adapt;
	enum vn_status status = VN_OK;

	vn_memory_reset(&r->memory);
	p->learn = p->with.damage->learns && prior;
	if (p->learn && !*adapt)
		status = vn_adapt_open(adapt, p->with.channel, p->err);
	if (!status && p->learn)
		vn_adapt_reset(*adapt);
	p->note = true;
	if (!status)
		status = run_pass(p);
	p->note = false;
	if (status || !p->learn)
		return status;
	vn_channel_fini(&r->adapted);
	status = vn_adapt_channel(*adapt, prior, &r->adapted, p->err);
	if (!status)
		vn_candidate_cache_channel(r->own, p->with.channel, &r->adapted);
	return status;
}

/* The damage of a unit. What the user replaced is right by now and says nothing of it, so the text
 * as it was read is looked at then. */
static enum vn_status find_damage(const struct vn_document *doc, const struct vn_unit *unit,
				  const struct vn_damage **out, struct vn_err *err)
{
	enum vn_damage_kind before = doc->damage ? doc->damage->kind : VN_DAMAGE_COUNT;
	struct vn_buf read = {0}, composed = {0};
	enum vn_status status = VN_OK;

	/* They are the last ones so far, if there are any. */
	if (!unit->edit_count || unit->edits[unit->edit_count - 1].stage != vn_stage_replace.name) {
		*out = &vn_damages[vn_damage_guess(vn_buf_str(&unit->text), before)];
		return VN_OK;
	}
	status = vn_unit_undo(unit, &read, err);
	if (!status)
		status = vn_user_form(&composed, vn_buf_str(&read), true, err);
	if (!status)
		*out = &vn_damages[vn_damage_guess(vn_buf_str(&composed), before)];
	vn_buf_fini(&read);
	vn_buf_fini(&composed);
	return status;
}

/* Reads a sample to see how much of the text is damaged. */
static enum vn_status take_sample(struct pass *p)
{
	const struct vn_damage *often = p->with.damage;
	enum vn_status status;

	vn_damage_in(&p->with, often->seldom, p->r->model);
	p->most_words = SAMPLE_WORDS;
	status = run_pass(p);
	if (p->sure * SELDOM >= p->words)
		vn_damage_in(&p->with, often, p->r->model);
	p->with.reluctance = reluctance_of(p->words, p->sure);
	return status;
}

/* Finds out what the unit is to be read with. */
static enum vn_status choose(struct pass *p)
{
	const struct vn_damage *damage = p->doc->options->assume;
	enum vn_status status = VN_OK;
	bool own;

	if (!damage)
		status = find_damage(p->doc, p->unit, &damage, p->err);
	if (status)
		return status;
	own = vn_damage_in(&p->with, damage, p->r->model);
	p->doc->damage = damage;
	p->doc->stats.without_channel += !own;
	if (p->with.damage->own_words && p->doc->options->user)
		status = vn_user_keep(p->doc->options->user, p->unit, p->err);
	if (!status && p->with.damage->seldom && !p->doc->options->assume) {
		status = take_sample(p);
		p->doc->damage = &vn_damages[p->with.damage->kind];
	}
	p->doc->stats.damage_units[p->doc->damage->kind]++;
	return status;
}

static enum vn_status restore_run(void *data, struct vn_document *doc, struct vn_unit *unit,
				  struct vn_err *err)
{
	struct pass p = {.r = data, .doc = doc, .unit = unit, .err = err};
	enum vn_status status;

	vn_candidate_cache_watch(p.r->cache, &doc->watch);
	vn_candidate_cache_watch(p.r->own, &doc->watch);
	status = choose(&p);
	if (status || !p.with.channel)
		return status;
	p.most_words = UINT64_MAX;
	if (p.with.damage->twice && !doc->options->by_line) {
		status = first_reading(&p);
		p.recall = true;
	}
	p.write = true;
	p.words = p.sure = 0;
	if (!status)
		status = run_pass(&p);
	vn_candidate_cache_channel(p.r->own, p.with.channel, NULL);
	doc->stats.tokens += p.words;
	return status;
}

const struct vn_stage vn_stage_restore = {
	.name = "lattice",
	.summary = "words from what was read: channel, lexicon, n-gram model, beam search",
	.needs_model = 1,
	.open = restore_open,
	.run = restore_run,
	.close = restore_close,
};
