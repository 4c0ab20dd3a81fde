/* The stage that reads the text anew: damage, lattice, search, edits. */
#include "damage/guess.h"
#include "restore/pass.h"
#include "user/lines.h"
#include "user/user.h"

#include <stdlib.h>

#define USUAL_DAMAGE 0.03 /* share of wrong words that the vie channel was learned from */
#define SAMPLE_WORDS 6000 /* of a unit, to see how damaged it is */
#define SELDOM	     400  /* words, of which less than one is damaged where few are */

static void restore_close(void *data)
{
	struct vn_restorer *r = data;
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
	struct vn_restorer *r = calloc(1, sizeof *r);
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

/* A way to read a unit. */
struct reading {
	vn_window window; /* is done with each window */
	bool posteriors;  /* and asks how sure the path is */
	bool second;	  /* by what an earlier reading has left */
};

static const struct reading sample = {vn_window_count, false, false},
			    first = {vn_window_note, true, false},
			    second = {vn_window_settle, true, true},
			    only = {vn_window_settle, true, false};

/* Reads the whole unit, window by window. */
static enum vn_status read_unit(struct vn_pass *p, const struct reading *reading)
{
	struct vn_restorer *r = p->r;
	struct vn_lattice_input input = {.model = r->model,
					 .cache = r->cache,
					 .adapted = reading->second && p->adapt ? r->own : NULL,
					 .unit = p->unit,
					 .damages = &p->with,
					 .damage_count = 1,
					 .memory = reading->second ? &r->memory : NULL};
	struct vn_search_mode mode = {
		.temperature = reading->posteriors ? r->model->weights.temperature : 0,
		.watch = &p->doc->watch};
	struct vn_score_state state = vn_score_start(&r->model->scorer), before;
	enum vn_status status = VN_OK;
	bool start = true;

	p->start = true;
	p->words = p->sure = 0;
	r->lattice.clause = 0;
	for (size_t at = 0; !status && at < p->unit->text.len && p->words < p->most_words;
	     at += r->lattice.length) {
		struct vn_path path;
		vn_candidate_cache_trim(r->cache);
		vn_candidate_cache_trim(r->own);
		before = state;
		if (p->with.damage->gated) {
			r->gate.state = state;
			vn_gate_mark(&r->gate, r->model, p->unit, at);
			input.gate = &r->gate;
		}
		if (reading->second)
			status = vn_memory_move(&r->memory, at, p->err);
		if (!status)
			status = vn_lattice_build(&r->lattice, &input, at, &start, p->err);
		if (!status)
			status = vn_search_run(r->search, &r->lattice, mode, &state, &path, p->err);
		if (!status)
			status = reading->window(p, &before, &path);
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
static enum vn_status first_reading(struct vn_pass *p)
{
	struct vn_restorer *r = p->r;
	struct vn_adapt **adapt = &r->adapt[p->with.channel - r->model->channel];
	uint32_t prior = (uint32_t)r->model->weights.adapt;
	enum vn_status status = VN_OK;

	vn_memory_reset(&r->memory);
	if (p->with.damage->learns && prior) {
		if (!*adapt)
			status = vn_adapt_open(adapt, p->with.channel, p->err);
		if (status)
			return status;
		vn_adapt_reset(*adapt);
		p->adapt = *adapt;
	}
	status = read_unit(p, &first);
	if (status || !p->adapt)
		return status;
	vn_channel_fini(&r->adapted);
	status = vn_adapt_channel(p->adapt, prior, &r->adapted, p->err);
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

/* Reads a sample to see how much of the text is damaged. */
static enum vn_status take_sample(struct vn_pass *p)
{
	const struct vn_damage *often = p->with.damage;
	enum vn_status status;

	vn_damage_in(&p->with, often->seldom, p->r->model);
	p->most_words = SAMPLE_WORDS;
	status = read_unit(p, &sample);
	if (p->sure * SELDOM >= p->words)
		vn_damage_in(&p->with, often, p->r->model);
	p->with.reluctance = reluctance_of(p->words, p->sure);
	return status;
}

/* Finds out what the unit is to be read with. */
static enum vn_status choose(struct vn_pass *p)
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
	struct vn_pass p = {.r = data, .doc = doc, .unit = unit, .err = err};
	enum vn_status status;

	vn_candidate_cache_watch(p.r->cache, &doc->watch);
	vn_candidate_cache_watch(p.r->own, &doc->watch);
	status = choose(&p);
	if (status || !p.with.channel)
		return status;
	p.most_words = UINT64_MAX;
	if (p.with.damage->twice && !doc->options->by_line) {
		status = first_reading(&p);
		if (!status)
			status = read_unit(&p, &second);
	} else {
		status = read_unit(&p, &only);
	}
	vn_candidate_cache_channel(p.r->own, p.with.channel, NULL);
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
