/* The stage that reads the text anew: damage, lattice, search, edits. */
#include "damage/guess.h"
#include "restore/pass.h"
#include "user/lines.h"
#include "user/user.h"

#include <stdlib.h>

#define USUAL_DAMAGE 0.03	  /* share of wrong words that the vie channel was learned from */
#define SAMPLE_WORDS 6000	  /* of a unit, to see how damaged it is */
#define LARGE	     (256 * 1024) /* bytes of a unit behind which freed memory is returned */
#define SELDOM	     400	  /* words, of which less than one is damaged where few are */

static void restore_close(void *data)
{
	struct vn_restorer *r = data;
	if (!r)
		return;
	vn_candidate_cache_close(r->cache);
	vn_candidate_cache_close(r->own);
	vn_search_close(r->search);
	for (int i = 0; i < 2; i++)
		vn_lattice_fini(&r->lattices[i]);
	vn_memory_fini(&r->memory);
	for (int i = 0; i < VN_MODEL_CHANNELS; i++) {
		vn_adapt_close(r->adapt[i]);
		vn_channel_fini(&r->adapted[i]);
	}
	free(r->stretches);
	free(r);
}

static enum vn_status restore_open(void **data, const struct vn_model *model, struct vn_err *err)
{
	struct vn_restorer *r = calloc(1, sizeof *r);
	enum vn_status status;

	if (!r)
		return vn_err_nomem(err);
	r->model = model;
	status = vn_candidate_cache_open(&r->cache, model, err);
	if (!status)
		status = vn_search_open(&r->search, &model->scorer, err);
	if (status)
		restore_close(r);
	else
		*data = r;
	return status;
}

/* A way to read a unit. */
struct reading {
	vn_window window; /* is done with each window */
	bool posteriors;  /* and asks how sure the path is */
	bool second;	  /* by what an earlier reading has left */
	bool passes;	  /* over windows of which nothing is noted, where that can be done */
};

static const struct reading sample = {vn_window_count, false, false, false},
			    first = {vn_window_note, true, false, true},
			    second = {vn_window_settle, true, true, false},
			    only = {vn_window_settle, true, false, false};

static bool is_gated(const struct vn_damage_model *with)
{
	return with->damage->gated;
}

static bool is_read(const struct vn_damage_model *with)
{
	return with->channel != NULL;
}

static bool is_read_twice(const struct vn_damage_model *with)
{
	return with->damage->twice;
}

/* Whether IS is true of one of the damages at hand. */
static bool any(const struct vn_pass *p, bool (*is)(const struct vn_damage_model *with))
{
	for (uint32_t i = 0; i < p->with_count; i++)
		if (is(&p->with[i]))
			return true;
	return false;
}

/* Whether one of the channels at hand learns. */
static bool learns(const struct vn_pass *p)
{
	for (uint32_t i = 0; i < p->with_count; i++)
		if (p->adapt[i])
			return true;
	return false;
}

/*
 * A unit on its way through a reading. Each window is built, then dealt with: searched, and what
 * the reading does. To build the next one only takes what building this one has left, so that an
 * aide can deal with this one meanwhile. The gate alone asks for the words that the search leaves;
 * it is told what is usual, and where that was wrong the window is built again.
 */
struct walk {
	struct vn_pass *p;
	const struct reading *reading;
	struct vn_lattice_input input;
	bool gate;
	/* Of the building. */
	size_t at; /* where the next window begins */
	bool start, start_before;
	int32_t clause; /* of the last window, where that is no longer at hand */
	struct vn_lattice *next;
	/* Of the dealing. */
	struct vn_score_state state; /* before the window at hand, then behind it */
	struct vn_watch unwatched;
	struct vn_err err;
	enum vn_status status;
};

/* Deals with the window at hand; SELF is the walk. */
static void deal(void *self)
{
	struct walk *w = self;
	struct vn_pass *p = w->p;
	const struct vn_score_state before = w->state;
	const struct vn_search_mode mode = {
		.temperature = w->reading->posteriors ? p->r->model->weights.temperature : 0,
		.watch = p->watch,
		.broad = w->input.adapted != NULL};
	struct vn_path path;

	w->status = vn_search_run(p->r->search, p->lattice, mode, &w->state, &path, p->err);
	if (!w->status)
		w->status = w->reading->window(p, &before, &path);
}

/* Builds the next window, which STATE stands before. */
static enum vn_status build(struct walk *w, const struct vn_score_state *state, struct vn_err *err)
{
	struct vn_restorer *r = w->p->r;

	w->next->clause = w->p->lattice ? w->p->lattice->clause : w->clause;
	w->start = w->start_before;
	if (w->gate) {
		r->gate.state = *state;
		vn_gate_mark(&r->gate, r->model, w->p->unit, w->at);
		w->input.gate = &r->gate;
	}
	return vn_lattice_build(w->next, &w->input, w->at, &w->start, err);
}

/* Makes room for the next window: for its candidates, and among the words of the first reading. No
 * window is at hand that has candidates. */
static enum vn_status prepare(struct walk *w, bool trim, struct vn_err *err)
{
	struct vn_restorer *r = w->p->r;

	if (trim)
		vn_candidate_cache_trim(r->cache);
	if (trim && r->own)
		vn_candidate_cache_trim(r->own);
	w->start_before = w->start;
	return w->reading->second ? vn_memory_move(&r->memory, w->at, err) : VN_OK;
}

/* Deals with the window at hand while the next one is built. */
static enum vn_status deal_and_build(struct walk *w)
{
	struct vn_pass *p = w->p;
	const struct vn_aide *aide = p->doc->aide;
	const struct vn_score_state usual = vn_score_start(&p->r->model->scorer);
	struct vn_err *err = p->err, built_err = {0};
	enum vn_status built;

	p->err = &w->err;
	p->watch = &w->unwatched;
	aide->begin(aide->self, deal, w);
	built = prepare(w, false, &built_err);
	if (!built)
		built = build(w, &usual, &built_err);
	aide->wait(aide->self);
	p->err = err;
	p->watch = &p->doc->watch;
	if (w->status || built) {
		if (err)
			*err = w->status ? w->err : built_err;
		return w->status ? w->status : built;
	}
	return w->gate && !vn_score_state_eq(&usual, &w->state) ? build(w, &w->state, err) : VN_OK;
}

/* Whether an aide may deal with the window at hand: it keeps its candidates, and there is a next
 * one. */
static bool may_overlap(const struct walk *w)
{
	const struct vn_restorer *r = w->p->r;

	return w->p->doc->aide && w->p->lattice && w->at < w->p->unit->text.len &&
	       w->p->most_words == UINT64_MAX && !vn_candidate_cache_full(r->cache) &&
	       !(r->own && vn_candidate_cache_full(r->own));
}

/* Passes over the next window, if there is one and nothing of it matters; the one at hand is dealt
 * with. */
static bool pass(struct walk *w)
{
	struct vn_pass *p = w->p;

	if (w->at >= p->unit->text.len || !vn_lattice_pass(&w->input, &w->at, &w->start))
		return false;
	if (p->lattice) {
		deal(w);
		w->clause = p->lattice->clause;
		p->lattice = NULL;
	}
	w->state = vn_score_start(&p->r->model->scorer);
	return true;
}

/* Reads the whole unit, window by window. */
static enum vn_status read_unit(struct vn_pass *p, const struct reading *reading)
{
	struct vn_restorer *r = p->r;
	struct walk w = {.p = p,
			 .reading = reading,
			 .input = {.model = r->model,
				   .cache = r->cache,
				   .adapted = reading->second && learns(p) ? r->own : NULL,
				   .unit = p->unit,
				   .damages = p->with,
				   .damage_count = p->with_count,
				   .stretches = r->stretch_count ? r->stretches : NULL,
				   .stretch_count = r->stretch_count,
				   .memory = reading->second ? &r->memory : NULL},
			 .gate = any(p, is_gated),
			 .start = true,
			 .next = r->lattices,
			 .state = vn_score_start(&r->model->scorer)};
	enum vn_status status = VN_OK;

	p->start = true;
	p->words = p->sure = 0;
	p->lattice = NULL;
	while (!status && (p->lattice || w.at < p->unit->text.len)) {
		if (reading->passes && pass(&w)) {
			status = w.status;
			continue;
		}
		if (may_overlap(&w)) {
			status = deal_and_build(&w);
		} else {
			if (p->lattice)
				deal(&w);
			status = w.status;
			if (status || w.at >= p->unit->text.len || p->words >= p->most_words)
				break;
			status = prepare(&w, true, p->err);
			if (!status)
				status = build(&w, &w.state, p->err);
		}
		p->lattice = w.next;
		w.at += w.next->length;
		w.next = r->lattices + (w.next == r->lattices);
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

/* What the channel of damage I learns from now on. */
static enum vn_status begin_adapting(struct vn_pass *p, uint32_t i)
{
	const struct vn_damage_model *with = &p->with[i];
	struct vn_adapt **adapt = &p->r->adapt[with->channel - p->r->model->channel];
	enum vn_status status = VN_OK;

	if (!*adapt)
		status = vn_adapt_open(adapt, with->channel, p->err);
	if (!status && !p->r->own) {
		status = vn_candidate_cache_beside(&p->r->own, p->r->cache, p->err);
		if (!status)
			vn_candidate_cache_watch(p->r->own, &p->doc->watch);
	}
	if (status)
		return status;
	vn_adapt_reset(*adapt);
	p->adapt[i] = *adapt;
	return VN_OK;
}

/* What it has learnt is what the second reading reads by. */
static enum vn_status end_adapting(struct vn_pass *p, uint32_t i)
{
	struct vn_restorer *r = p->r;
	const struct vn_channel *base = p->with[i].channel;
	struct vn_channel *adapted = &r->adapted[base - r->model->channel];
	enum vn_status status;

	vn_channel_fini(adapted);
	status = vn_adapt_channel(p->adapt[i], (uint32_t)r->model->weights.adapt, adapted, p->err);
	if (!status)
		vn_candidate_cache_channel(r->own, base, adapted);
	return status;
}

/* Reads the unit for its memory and for its channels. */
static enum vn_status first_reading(struct vn_pass *p)
{
	enum vn_status status = VN_OK;

	vn_memory_reset(&p->r->memory);
	for (uint32_t i = 0; !status && i < p->with_count; i++)
		if (p->with[i].damage->learns && p->r->model->weights.adapt)
			status = begin_adapting(p, i);
	if (!status)
		status = read_unit(p, &first);
	for (uint32_t i = 0; !status && i < p->with_count; i++)
		if (p->adapt[i])
			status = end_adapting(p, i);
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

	if (!unit->layers[VN_LAYER_REPLACED].count) {
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

/* Reads a sample of the text of damage I to see how much of it is damaged. */
static enum vn_status take_sample(struct vn_pass *p, uint32_t i)
{
	const struct vn_damage *often = p->with[i].damage;
	struct vn_damage_model all[VN_DAMAGE_COUNT];
	enum vn_status status;

	memcpy(all, p->with, sizeof all);
	for (uint32_t k = 0; k < p->with_count; k++)
		vn_damage_in(&p->with[k], k == i ? often->seldom : &vn_damages[VN_DAMAGE_CLEAN],
			     p->r->model);
	p->sampled = i;
	p->most_words = SAMPLE_WORDS;
	status = read_unit(p, &sample);
	all[i] = p->with[i];
	memcpy(p->with, all, sizeof all);
	if (p->sure * SELDOM >= p->words)
		vn_damage_in(&p->with[i], often, p->r->model);
	p->with[i].reluctance = reluctance_of(p->words, p->sure);
	return status;
}

/* The row that lines of KIND are read with: its number among those at hand, where it is added. */
static uint8_t row_of(struct vn_pass *p, const struct vn_damage *kind)
{
	struct vn_damage_model with;
	uint8_t i = 0;
	bool own = vn_damage_in(&with, kind, p->r->model);

	while (i < p->with_count && p->with[i].damage != with.damage)
		i++;
	if (i == p->with_count) {
		p->with[p->with_count++] = with;
		p->doc->stats.without_channel += !own;
	}
	return i;
}

/* The stretches of the unit, by what its lines are; *MOST becomes the row of most bytes. */
static enum vn_status find_stretches(struct vn_pass *p, uint32_t *most)
{
	struct vn_str text = vn_buf_str(&p->unit->text);
	struct vn_restorer *r = p->r;
	size_t bytes[VN_DAMAGE_COUNT] = {0}, at = 0;
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && at < text.len; i++) {
		const char *end = memchr(text.ptr + at, '\n', text.len - at);
		size_t next = end ? (size_t)(end - text.ptr) + 1 : text.len;
		enum vn_damage_kind kind = i < p->doc->kind_count
						   ? (enum vn_damage_kind)p->doc->kinds[i]
						   : VN_DAMAGE_CLEAN;
		uint8_t row = row_of(p, &vn_damages[kind]);
		bytes[row] += next - at;
		at = next;
		if (r->stretch_count && r->stretches[r->stretch_count - 1].damage == row) {
			r->stretches[r->stretch_count - 1].end = at;
			continue;
		}
		status = vn_grow(&r->stretches, r->stretch_count, &r->stretch_cap,
				 sizeof *r->stretches, p->err);
		if (!status)
			r->stretches[r->stretch_count++] = (struct vn_stretch){at, row};
	}
	for (uint32_t i = *most = 0; i < p->with_count; i++)
		*most = bytes[i] > bytes[*most] ? i : *most;
	return status;
}

/* Lines of TEXT, an unfinished last one too. */
static uint64_t count_lines(struct vn_str text)
{
	uint64_t lines = text.len && text.ptr[text.len - 1] != '\n';
	const char *end = text.ptr + text.len;

	for (const char *at = text.ptr; (at = memchr(at, '\n', (size_t)(end - at))); at++)
		lines++;
	return lines;
}

/* Tells the document what it is, by damage MOST, and its lines. */
static void tell_kinds(struct vn_pass *p, uint32_t most)
{
	struct vn_document *doc = p->doc;

	doc->damage = &vn_damages[p->with[most].damage->kind];
	doc->stats.damage_units[doc->damage->kind]++;
	/* Where nobody looked at the lines they are all of one kind. */
	if (!doc->kinds)
		doc->stats.kind_lines[doc->damage->kind] += count_lines(vn_buf_str(&p->unit->text));
	for (size_t i = 0; i < doc->kind_count && doc->kinds; i++) {
		struct vn_damage_model with;
		uint32_t k = 0;
		vn_damage_in(&with, &vn_damages[doc->kinds[i]], p->r->model);
		while (k + 1 < p->with_count && p->with[k].damage != with.damage &&
		       (!with.damage->seldom || p->with[k].damage != with.damage->seldom))
			k++;
		doc->stats.kind_lines[p->with[k].damage->kind]++;
	}
}

/* Finds out what the unit is to be read with. */
static enum vn_status choose(struct vn_pass *p)
{
	const struct vn_damage *damage = p->doc->options->assume;
	enum vn_status status = VN_OK;
	uint32_t most = 0;

	p->r->stretch_count = 0;
	if (damage || !p->doc->kinds) {
		if (!damage)
			status = find_damage(p->doc, p->unit, &damage, p->err);
		if (!status)
			row_of(p, damage);
	} else {
		status = find_stretches(p, &most);
	}
	if (!p->with_count)
		row_of(p, &vn_damages[VN_DAMAGE_CLEAN]);
	if (!status && p->with[most].damage->own_words && p->doc->options->user)
		status = vn_user_keep(p->doc->options->user, p->unit, p->err);
	for (uint32_t i = 0; !status && i < p->with_count; i++)
		if (p->with[i].damage->seldom && !p->doc->options->assume)
			status = take_sample(p, i);
	if (!status)
		tell_kinds(p, most);
	return status;
}

static enum vn_status restore_run(void *data, struct vn_document *doc, struct vn_unit *unit,
				  struct vn_err *err)
{
	struct vn_pass p = {.r = data, .doc = doc, .unit = unit, .watch = &doc->watch, .err = err};
	enum vn_status status;

	vn_candidate_cache_watch(p.r->cache, &doc->watch);
	if (p.r->own)
		vn_candidate_cache_watch(p.r->own, &doc->watch);
	status = choose(&p);
	if (status || !any(&p, is_read))
		return status;
	p.most_words = UINT64_MAX;
	if (any(&p, is_read_twice) && !doc->options->by_line) {
		status = first_reading(&p);
		if (!status)
			status = read_unit(&p, &second);
		vn_memory_reset(&p.r->memory);
	} else {
		status = read_unit(&p, &only);
	}
	for (uint32_t i = 0; i < p.with_count; i++)
		if (p.adapt[i])
			vn_candidate_cache_channel(p.r->own, p.with[i].channel, NULL);
	/* Fronts and lists lie among what stays; the stages behind take other sizes. */
	if (learns(&p) && unit->text.len >= LARGE)
		vn_return_freed();
	doc->stats.tokens += p.words;
	return status;
}

const struct vn_stage vn_stage_restore = {
	.name = "restore",
	.alias = "lattice",
	.summary = "words from what was read: channel, lexicon, n-gram model, beam search",
	.needs_model = 1,
	.layer = VN_LAYER_WORDS,
	.open = restore_open,
	.run = restore_run,
	.close = restore_close,
};
