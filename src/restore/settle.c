/* What comes of the path through a window: edits and tokens, or counts of what would be changed. */
#include "damage/misspelt.h"
#include "damage/noise.h"
#include "decode/evidence.h"
#include "model/words.h"
#include "restore/pass.h"
#include "text/chars.h"
#include "text/line.h"
#include "lang/vi/syllable.h"

#define SURE   (5 * 256)   /* a change by this margin counts as damage found */
#define NEVER  VN_COST_MAX /* no margin is as wide */
#define NO_WAY (40 * 256)  /* cost of keeping a span that has no such arc */
#define LIKELY 100	   /* readings of one in so many are worth telling */

/* WORD in the case pattern SHAPE and the document's tone placement. Returns its bytes. */
static size_t spell(const struct vn_pass *p, uint32_t word, enum vn_case shape, char *out)
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

size_t vn_pass_spell(const struct vn_pass *p, const struct vn_step *step,
		     const struct vn_candidate *candidate, enum vn_case *shape, char *out)
{
	vn_cost habit;

	*shape = vn_candidate_case(p->r->model, candidate, step->arc->left,
				   p->r->model->weights.case_spell, &habit);
	return spell(p, candidate->word, *shape, out);
}

static vn_confidence confidence_of(vn_prob prob)
{
	return prob < VN_PROB_ONE ? (vn_confidence)(prob * VN_SURE / VN_PROB_ONE) : VN_SURE;
}

/* The case pattern of a text as it stands. */
static enum vn_case shape_of(struct vn_str text)
{
	int32_t c[VN_READ_LETTERS];
	int count = vn_utf8_decode(text, c, VN_READ_LETTERS);
	return count > 0 ? vn_case_of(c, count) : VN_CASE_LOWER;
}

/* The word as it was read, and the cost of keeping it. */
struct as_read {
	uint32_t word;
	vn_cost cost;
};

static struct as_read as_read(const struct vn_pass *p, const struct vn_step *step)
{
	const struct vn_arc *arc = step->arc;
	const struct vn_arc *end = p->lattice->arcs + p->lattice->arc_count;

	/* The same span has an arc that keeps it, unless it reaches over signs. */
	while (arc > p->lattice->arcs && arc[-1].from == arc->from)
		arc--;
	for (; arc < end && arc->from == step->arc->from; arc++)
		if (arc->to == step->arc->to && arc->identity && arc->choice_count)
			return (struct as_read){arc->choices[0].word, arc->cost};
	return (struct as_read){VN_WORD_UNKNOWN, NO_WAY};
}

bool vn_pass_reads_anew(const struct vn_pass *p, const struct vn_step *step)
{
	return step->choice && step->choice->candidate &&
	       as_read(p, step).word != step->choice->word;
}

/* The bytes of STEP's span. */
static struct vn_str text_of(const struct vn_pass *p, const struct vn_step *step)
{
	return (struct vn_str){p->unit->text.ptr + p->lattice->begin + step->arc->from,
			       step->arc->to - step->arc->from};
}

struct vn_str vn_pass_text(const struct vn_pass *p, const struct vn_step *step, char *out)
{
	enum vn_case shape;

	if (!vn_pass_reads_anew(p, step))
		return text_of(p, step);
	return (struct vn_str){out, vn_pass_spell(p, step, step->choice->candidate, &shape, out)};
}

/* Other readings of a step's span, as they would be written, and how likely each is. */
static enum vn_status alternatives(const struct vn_pass *p, const struct vn_step *step,
				   const struct vn_step_posterior *posterior, struct vn_str read,
				   struct vn_token *token)
{
	struct vn_alternative *list;
	size_t count = 0;

	while (count < posterior->count && posterior->others[count].prob >= VN_PROB_ONE / LIKELY)
		count++;
	if (!count)
		return VN_OK;
	list = vn_arena_alloc(&p->unit->arena, count * sizeof *list);
	if (!list)
		return vn_err_nomem(p->err);
	for (size_t i = 0; i < count; i++) {
		const struct vn_candidate *candidate = posterior->others[i].choice->candidate;
		struct vn_str text = read;
		char out[2 * VN_WORD_BYTES];
		enum vn_case shape;
		if (candidate)
			text = (struct vn_str){out, vn_pass_spell(p, step, candidate, &shape, out)};
		list[i].text = vn_arena_copy(&p->unit->arena, text.ptr, text.len);
		list[i].confidence = confidence_of(posterior->others[i].prob);
		if (!list[i].text.ptr)
			return vn_err_nomem(p->err);
	}
	token->alternatives = list;
	token->alternative_count = (uint8_t)count;
	return VN_OK;
}

/* Writes TOKEN's word over the step's span. */
static enum vn_status change(struct vn_pass *p, const struct vn_path *path, size_t k,
			     struct vn_token *token)
{
	const struct vn_step *step = &path->steps[k];
	size_t edits = p->unit->edit_count, len;
	char out[2 * VN_WORD_BYTES];
	enum vn_case shape;
	enum vn_status status;

	token->open = token->changed = true;
	len = vn_pass_spell(p, step, step->choice->candidate, &shape, out);
	token->evidence->shape = 3 & shape;
	/* Two words that were one: the blank between them is new. */
	if (k + 1 < path->count && path->steps[k + 1].choice &&
	    path->steps[k + 1].choice->candidate && path->steps[k + 1].arc->from == step->arc->to)
		out[len++] = ' ';
	status = vn_unit_replace(p->unit, token->begin, token->end, (struct vn_str){out, len},
				 "lattice", p->err);
	for (; !status && edits < p->unit->edit_count; edits++)
		p->unit->edits[edits].confidence = token->confidence;
	return status ? status : vn_unit_token(p->unit, token, p->err);
}

/* The posterior of WORD among the readings that lost. */
static vn_prob posterior_of(const struct vn_step_posterior *posterior, uint32_t word)
{
	for (size_t i = 0; i < posterior->count; i++)
		if (posterior->others[i].choice->word == word)
			return posterior->others[i].prob;
	return 0;
}

/* A token of STEP's span with what is known of it, as if it were read as CHOICE; *DOUBT is filled.
 * The token is not among the unit's yet. */
static enum vn_status weigh(const struct vn_pass *p, const struct vn_step *step, struct vn_str text,
			    struct vn_step_posterior *posterior, struct vn_token *token)
{
	const struct vn_candidate *candidate = step->choice->candidate;
	struct vn_evidence *e = vn_arena_alloc(&p->unit->arena, sizeof *e);

	if (!e)
		return vn_err_nomem(p->err);
	vn_search_posterior(p->r->search, p->lattice, step, posterior);
	token->begin = (uint32_t)(p->lattice->begin + step->arc->from);
	token->end = (uint32_t)(p->lattice->begin + step->arc->to);
	token->confidence = confidence_of(posterior->own);
	token->evidence = e;
	e->word = (uint16_t)step->choice->word;
	e->damage = (uint8_t)p->lattice->damages[step->arc->damage].damage->kind;
	e->sure = vn_prob_cost(posterior->rivals);
	e->channel = candidate ? candidate->cost : step->arc->cost;
	e->context = step->context;
	e->matched = step->matched < UINT8_MAX ? (uint8_t)step->matched : UINT8_MAX;
	e->shape = 3 & shape_of(text);
	e->start = p->start;
	if (candidate)
		memcpy(e->by_case, candidate->by_case, sizeof e->by_case);
	return alternatives(p, step, posterior, text, token);
}

/* Whether TOKEN, of a line with few words, is likelier as it stands than as its path has it, all
 * ways counted: one path may be the cheapest while most of what the search followed reads what is
 * there. */
static bool rather_stands(const struct vn_pass *p, const struct vn_token *token, struct vn_str text,
			  vn_prob own)
{
	vn_confidence stands = 0;

	for (uint8_t i = 0; i < token->alternative_count; i++)
		if (vn_str_eq(token->alternatives[i].text, text))
			stands += token->alternatives[i].confidence;
	return stands > confidence_of(own) &&
	       vn_line_is_short(vn_buf_str(&p->unit->text), token->begin);
}

/* Whether COUNT letters C are a number in Roman figures. */
static bool is_roman(const int32_t *c, int count)
{
	for (int i = 0; i < count; i++)
		if (c[i] <= 0 || c[i] > 127 || !strchr("IVXLC", (char)c[i]))
			return false;
	return count > 0;
}

/* By how much the word of STEP must win over WORD, which is what was read, to take its place. Of
 * clean text a word becomes another only where much speaks for it, and no letter by itself and
 * nothing but a syllable does; less is asked where a syllable comes of what nobody writes. */
static vn_cost change_fee(const struct vn_pass *p, const struct vn_step *step, uint32_t word)
{
	const struct vn_damage_model *with = &p->lattice->damages[step->arc->damage];
	bool syllable = p->r->model->word_flags[step->choice->word] & VN_WORD_SYLLABLE;
	struct vn_str text = text_of(p, step);
	int32_t c[VN_READ_LETTERS];
	int count = vn_utf8_decode(text, c, VN_READ_LETTERS);
	enum vn_sense sense = count > 0 ? vn_sense_of(c, count) : VN_SENSE_WORD;
	vn_cost least = p->r->model->weights.change_vie;

	if (with->change <= least)
		return with->change;
	if (!syllable || count == 1 || is_roman(c, count))
		return NEVER;
	if (sense == VN_SENSE_BROKEN)
		return least;
	if (sense == VN_SENSE_ODD && word == VN_WORD_UNKNOWN)
		return 2 * least;
	/* A name that stands once has no other witness than its letters. */
	if (step->arc->left != VN_CASE_START && count > 0 && vn_case_of(c, count) == VN_CASE_TITLE)
		return 2 * with->change;
	return with->change + with->change / 2;
}

/* Writes down what the path chose for one step. */
static enum vn_status settle(struct vn_pass *p, const struct vn_score_state *before,
			     const struct vn_path *path, size_t k)
{
	const struct vn_step *step = &path->steps[k];
	const struct vn_damage_model *with = &p->lattice->damages[step->arc->damage];
	struct vn_str text = text_of(p, step);
	struct as_read read = as_read(p, step);
	struct vn_token token = {.open = with->damage->capitals};
	struct vn_step_posterior posterior;
	enum vn_status status = weigh(p, step, text, &posterior, &token);

	p->words++;
	if (status)
		return status;
	if (read.word != step->choice->word) {
		if (!rather_stands(p, &token, text, posterior.own) &&
		    (!with->change ||
		     vn_search_margin(p->r->search, before, path, k, read.word, read.cost) >=
			     change_fee(p, step, read.word)))
			return change(p, path, k, &token);
		token.confidence = confidence_of(posterior_of(&posterior, read.word));
		token.evidence->word = (uint16_t)read.word;
		token.open = false;
	}
	return vn_unit_token(p->unit, &token, p->err);
}

/* Whether STEP keeps a word, which its neighbours may look at. */
static bool keeps_word(const struct vn_step *step)
{
	return step->choice && step->choice->word >= VN_WORD_UNKNOWN;
}

bool vn_pass_is_token(const struct vn_step *step)
{
	return keeps_word(step) || (step->choice && step->choice->candidate);
}

/* Takes away signs [BEGIN, END) that specks made, or puts back the dash they were; *DONE: so it
 * was. */
static enum vn_status clean_up(struct vn_pass *p, const struct vn_damage *damage, size_t begin,
			       size_t end, bool *done)
{
	struct vn_str text = vn_buf_str(&p->unit->text);

	*done = true;
	if (damage->dashes && vn_noise_dash(text, begin, end) &&
	    !vn_unit_protected(p->unit, begin, end))
		return vn_unit_replace(p->unit, begin, end, VN_STR("-"), "dash", p->err);
	*done = vn_noise(text, p->taken, &begin, &end) && !vn_unit_protected(p->unit, begin, end);
	if (!*done)
		return VN_OK;
	p->taken = end;
	return vn_unit_replace(p->unit, begin, end, VN_STR(""), "noise", p->err);
}

/* A step that keeps its text: words of it still count as neighbours for the case. */
static enum vn_status keep(struct vn_pass *p, const struct vn_step *step)
{
	size_t begin = p->lattice->begin + step->arc->from;
	size_t end = p->lattice->begin + step->arc->to;
	struct vn_token token = {0};
	struct vn_step_posterior posterior;
	enum vn_status status;
	const struct vn_damage *damage = p->lattice->damages[step->arc->damage].damage;
	bool done;

	if (!step->choice && damage->specks) {
		status = clean_up(p, damage, begin, end, &done);
		if (status || done)
			return status;
	}
	if (!keeps_word(step))
		return VN_OK;
	p->words++;
	status = weigh(p, step, text_of(p, step), &posterior, &token);
	return status ? status : vn_unit_token(p->unit, &token, p->err);
}

enum vn_status vn_window_settle(struct vn_pass *p, const struct vn_score_state *before,
				const struct vn_path *path)
{
	enum vn_status status = VN_OK;
	size_t first = p->unit->token_count;

	for (size_t k = 0; !status && k < path->count; k++) {
		const struct vn_step *step = &path->steps[k];
		status = vn_watch_work(p->watch, VN_STEP_WORK, p->err);
		if (!status && step->choice && step->choice->candidate)
			status = settle(p, before, path, k);
		else if (!status)
			status = keep(p, step);
		if (step->choice)
			p->start = step->choice->word == VN_WORD_BOUND;
	}
	if (!status && p->doc->options->nbest)
		status = vn_pass_nbest(p, path, first);
	return status;
}

enum vn_status vn_window_count(struct vn_pass *p, const struct vn_score_state *before,
			       const struct vn_path *path)
{
	enum vn_status status = VN_OK;

	for (size_t k = 0; !status && k < path->count; k++) {
		const struct vn_step *step = &path->steps[k];
		status = vn_watch_work(p->watch, VN_STEP_WORK, p->err);
		if (step->arc->damage != p->sampled)
			continue;
		if (step->choice && step->choice->candidate) {
			struct as_read read = as_read(p, step);
			p->words++;
			p->sure += read.word != step->choice->word &&
				   vn_search_margin(p->r->search, before, path, k, read.word,
						    read.cost) >= SURE;
		} else {
			p->words += keeps_word(step);
		}
	}
	return status;
}
