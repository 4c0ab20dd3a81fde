#include "confidence/trust.h"

#include "base/cost.h"
#include "confidence/around.h"
#include "confidence/demand.h"
#include "confidence/name.h"
#include "confidence/pair.h"
#include "confidence/revision.h"
#include "damage/damage.h"
#include "decode/evidence.h"
#include "model/open.h"
#include "lang/vi/syllable.h"
#include "text/chars.h"
#include "text/line.h"

#include <stdlib.h>

#define ONE  256 /* evidence is in 1/256 */
#define NAT  256
#define NEAR 12 /* words on each side that tell how clean the place is */
#define CAP  (8 * NAT)
#define QUAD 4 /* pieces of evidence that are passed over at once */

/* What the words of a unit look like from far: sums over them, so that any stretch is a difference.
 */
struct view {
	const struct vn_document *doc;
	struct vn_watch *watch; /* NULL: nobody's */
	const struct vn_unit *unit;
	size_t span;	    /* of the unit: the first that does not end before the word */
	size_t rating;	    /* the same of its ratings */
	uint32_t *doubtful; /* words before the k-th that are doubtful; item_count + 1 */
	uint32_t full_stops,
		full_stops_low; /* full stops between words, and those before a small letter */
};

static vn_cost least(vn_cost a, vn_cost b)
{
	return a < b ? a : b;
}

static vn_cost most(vn_cost a, vn_cost b)
{
	return a > b ? a : b;
}

static bool is_unknown(const struct vn_token *token)
{
	return token->evidence->word == VN_WORD_UNKNOWN;
}

static bool is_foreign(const struct view *v, const struct vn_token *token)
{
	return token->evidence->word >= VN_WORD_FIRST &&
	       v->doc->model->word_flags[token->evidence->word] == VN_WORD_FOREIGN;
}

/* Doubtful at a glance. */
static bool is_doubtful(const struct view *v, const struct vn_item *word)
{
	for (uint32_t i = 0; i < word->token_count; i++) {
		const struct vn_token *token = &v->unit->tokens[word->token + i];
		if (is_unknown(token) || token->evidence->sure < 2 * NAT)
			return true;
	}
	return false;
}

/* First letter or digit of TEXT, 0 if there is none. */
static int32_t first_core(struct vn_str text)
{
	for (size_t at = 0; at < text.len;) {
		int32_t c = vn_utf8_next(text, &at);
		if (c >= 0 && (vn_is_letter(c) || vn_is_digit(c)))
			return c;
	}
	return 0;
}

static const struct vn_item *neighbour(const struct view *v, size_t k, int step)
{
	if (step < 0 ? k == 0 : k + 1 == v->unit->item_count)
		return NULL;
	if (!vn_unit_item_goes_on(v->unit, step < 0 ? k - 1 : k))
		return NULL;
	return &v->unit->items[k] + step;
}

/* Evidence from one token of the word. */
static void look_at_token(const struct view *v, const struct vn_token *token, int32_t *e)
{
	struct vn_str text = {v->unit->text.ptr + token->begin, token->end - token->begin};
	const struct vn_evidence *known = token->evidence;
	vn_cost letters = 0, channel;

	for (size_t at = 0; known->channel && at < text.len; letters++)
		vn_utf8_next(text, &at);
	channel = known->channel / most(letters, 1);
	e[VN_TRUST_word_1] = least(e[VN_TRUST_word_1], known->sure);
	e[VN_TRUST_case_1] = least(e[VN_TRUST_case_1], known->case_sure);
	e[VN_TRUST_context] = most(e[VN_TRUST_context], least(known->context, 12 * NAT));
	e[VN_TRUST_order] = least(e[VN_TRUST_order], known->matched * ONE);
	e[VN_TRUST_case_odd] = most(e[VN_TRUST_case_odd], least(known->case_odd, 8 * NAT));
	if (token->changed)
		e[VN_TRUST_changed] = ONE;
	if (is_foreign(v, token))
		e[VN_TRUST_foreign] = ONE;
	if (is_unknown(token))
		e[known->shape == VN_CASE_UPPER ? VN_TRUST_unknown_caps : VN_TRUST_unknown] = ONE;
	else
		e[VN_TRUST_channel] = most(e[VN_TRUST_channel], least(channel, 4 * NAT));
}

/* Evidence from the signs of the word and what stands behind it. */
static void look_at_signs(const struct view *v, size_t k, int32_t *e)
{
	struct vn_str text = vn_unit_item_text(v->unit, k);
	bool core = false, letter = false, last_core = false;
	int32_t last = 0, follows;

	for (size_t at = 0; at < text.len;) {
		int32_t c = vn_utf8_next(text, &at);
		bool is_letter = c >= 0 && vn_is_letter(c);
		bool is_core = is_letter || vn_is_digit(c);
		if (!core && !is_core)
			e[VN_TRUST_sign_front] = ONE;
		if (is_core && core && last && !last_core)
			e[VN_TRUST_sign_inner] = ONE;
		core |= is_core;
		letter |= is_letter;
		last_core = is_core;
		if (vn_is_digit(c))
			e[VN_TRUST_digits] = ONE;
		last = c;
	}
	if (!letter) {
		e[core ? VN_TRUST_number_alone : VN_TRUST_sign_alone] = ONE;
		e[VN_TRUST_digits] = 0;
		return;
	}
	if (last == ':' || last == ';')
		e[VN_TRUST_colon] = ONE;
	if (last != '.' && last != ',')
		return;
	follows = neighbour(v, k, 1) ? first_core(vn_unit_item_text(v->unit, k + 1)) : 0;
	if (last == '.') {
		e[VN_TRUST_full_stop] = ONE;
		e[VN_TRUST_full_stop_low] = follows && vn_upper(follows) != follows ? ONE : 0;
	} else {
		e[VN_TRUST_comma] = ONE;
		e[VN_TRUST_comma_upper] = follows && vn_lower(follows) != follows ? ONE : 0;
	}
	e[VN_TRUST_full_stop_page] =
		(int32_t)((uint64_t)v->full_stops_low * 16 * ONE / (v->full_stops + 20));
}

/* Evidence from where the word stands. */
static void look_around(const struct view *v, size_t k, int32_t *e)
{
	const struct vn_unit *unit = v->unit;
	const struct vn_item *left = neighbour(v, k, -1), *right = neighbour(v, k, 1);
	size_t low = k > NEAR ? k - NEAR : 0,
	       high = k + NEAR + 1 < unit->item_count ? k + NEAR + 1 : unit->item_count;
	uint32_t own = v->doubtful[k + 1] - v->doubtful[k];

	e[VN_TRUST_first] = left ? 0 : ONE;
	e[VN_TRUST_last] = right ? 0 : ONE;
	e[VN_TRUST_near] = (int32_t)((v->doubtful[high] - v->doubtful[low] - own) * ONE / 4);
	e[VN_TRUST_page] = (int32_t)((uint64_t)(v->doubtful[unit->item_count] - own) * 16 * ONE /
				     (unit->item_count + 20));
	if (right && right->token_count) {
		const struct vn_evidence *next = unit->tokens[right->token].evidence;
		e[VN_TRUST_context_next] = least(next->context, 12 * NAT);
		e[VN_TRUST_order_next] = next->matched * ONE;
	} else {
		e[VN_TRUST_order_next] = 3 * ONE;
	}
}

#define USUAL 85 /* what an engine says of words that are right as often as others */
#define LEAST 66 /* below which, and above which, it says nothing more */
#define MOST  96

/* How sure the engine was of WORD, of its least sure part, in tenths of a percent point from the
 * usual. It is worth something where the engine knew Vietnamese: of English ones nothing. */
static int32_t engine_says(struct view *v, const struct vn_item *word)
{
	const struct vn_unit *unit = v->unit;
	int32_t least = INT32_MAX;

	while (v->rating < unit->rating_count && unit->ratings[v->rating].end <= word->begin)
		v->rating++;
	for (size_t i = v->rating; i < unit->rating_count && unit->ratings[i].begin < word->end;
	     i++)
		if (unit->ratings[i].sure < least)
			least = unit->ratings[i].sure;
	if (least == INT32_MAX)
		return 0;
	least = least < LEAST ? LEAST : least > MOST ? MOST : least;
	return (least - USUAL) * ONE / 10;
}

/* All evidence of the K-th word. */
static void gather(struct view *v, size_t k, int32_t *e)
{
	const struct vn_item *word = &v->unit->items[k];
	const struct vn_span *span;

	v->span = vn_span_from(v->unit, v->span, word->begin);
	span = vn_span_meets(v->unit, v->span, word->end) ? &v->unit->spans[v->span] : NULL;
	memset(e, 0, VN_TRUST_COUNT * sizeof *e);
	e[VN_TRUST_bias] = ONE;
	if (word->token_count)
		e[vn_damages[v->unit->tokens[word->token].evidence->damage].evidence] = ONE;
	else if (v->doc->damage)
		e[v->doc->damage->evidence] = ONE;
	e[VN_TRUST_word_1] = e[VN_TRUST_case_1] = CAP;
	e[VN_TRUST_order] = VN_LM_ORDER * ONE;
	for (uint32_t i = 0; i < word->token_count; i++)
		look_at_token(v, &v->unit->tokens[word->token + i], e);
	e[VN_TRUST_word_3] = least(e[VN_TRUST_word_1], 3 * NAT);
	e[VN_TRUST_word_8] = least(e[VN_TRUST_word_1], CAP);
	e[VN_TRUST_word_1] = least(e[VN_TRUST_word_1], NAT);
	e[VN_TRUST_case_4] = least(e[VN_TRUST_case_1], 4 * NAT);
	e[VN_TRUST_case_1] = least(e[VN_TRUST_case_1], NAT);
	if (span && span->kind != VN_PROTECT_SIGNED)
		e[span->kind == VN_PROTECT_NUMBER ? VN_TRUST_number
		  : span->kind == VN_PROTECT_RULE ? VN_TRUST_rule
						  : VN_TRUST_code] = ONE;
	else if (!word->token_count)
		e[VN_TRUST_unseen] = ONE;
	look_at_signs(v, k, e);
	look_around(v, k, e);
	if (e[VN_TRUST_vie])
		e[VN_TRUST_engine] = engine_says(v, word);
}

/* The probability of log odds Z (1/256 nat). */
static vn_confidence sigmoid(int64_t z)
{
	vn_prob less;
	uint64_t sure;

	if (z >= VN_PROB_COSTS || z <= -VN_PROB_COSTS)
		return z > 0 ? VN_SURE : 0;
	less = vn_prob_of((vn_cost)(z < 0 ? -z : z));
	sure = (VN_PROB_ONE * VN_SURE + VN_PROB_ONE / 2) / (VN_PROB_ONE + less);
	return (vn_confidence)(z < 0 ? VN_SURE - sure : sure);
}

/* The tokens of ITEM, which begin at *TOKEN or behind; a token may reach into the next item. */
static void find_tokens(const struct vn_unit *unit, struct vn_item *item, size_t *token)
{
	while (*token < unit->token_count && unit->tokens[*token].end <= item->begin)
		++*token;
	item->token = (uint32_t)*token;
	item->confidence = VN_SURE;
	for (size_t i = *token; i < unit->token_count && unit->tokens[i].begin < item->end; i++) {
		const struct vn_token *t = &unit->tokens[i];
		item->token_count++;
		item->flagged |= t->flagged;
		if (t->flagged && t->confidence < item->confidence)
			item->confidence = t->confidence;
	}
}

/* The white-space tokens of the unit, with their tokens. */
static enum vn_status part(struct vn_unit *unit, struct vn_err *err)
{
	struct vn_str text = vn_buf_str(&unit->text);
	enum vn_status status = VN_OK;
	size_t token = 0;

	unit->item_count = 0;
	for (size_t at = 0, blank; !status;) {
		struct vn_item item;
		while (at < text.len && (blank = vn_blank_at(text, at)) > 0)
			at += blank;
		if (at == text.len)
			break;
		item = (struct vn_item){.begin = (uint32_t)at};
		while (at < text.len && !vn_blank_at(text, at))
			at++;
		item.end = (uint32_t)at;
		find_tokens(unit, &item, &token);
		status = vn_unit_item(unit, &item, err);
	}
	return status;
}

/* Looks at the unit from far, afresh. */
static enum vn_status survey(struct view *v, struct vn_err *err)
{
	const struct vn_unit *unit = v->unit;

	v->span = 0;
	v->full_stops = v->full_stops_low = 0;
	v->doubtful = malloc((unit->item_count + 1) * sizeof *v->doubtful);
	if (!v->doubtful)
		return vn_err_nomem(err);
	v->doubtful[0] = 0;
	for (size_t k = 0; k < unit->item_count; k++) {
		const struct vn_item *next = neighbour(v, k, 1);
		int32_t c;
		v->doubtful[k + 1] = v->doubtful[k] + is_doubtful(v, &unit->items[k]);
		if (!next || unit->text.ptr[unit->items[k].end - 1] != '.')
			continue;
		c = first_core(vn_unit_item_text(v->unit, (size_t)(next - v->unit->items)));
		v->full_stops++;
		v->full_stops_low += c && vn_upper(c) != c;
	}
	return VN_OK;
}

enum vn_status vn_trust_show(const struct vn_document *doc, const struct vn_unit *unit,
			     vn_trust_witness witness, void *self, struct vn_err *err)
{
	struct view v = {.doc = doc, .unit = unit};
	enum vn_status status = survey(&v, err);

	for (size_t k = 0; !status && k < unit->item_count; k++) {
		int32_t evidence[VN_TRUST_COUNT];
		gather(&v, k, evidence);
		status = witness(self, unit, &unit->items[k], evidence, err);
	}
	free(v.doubtful);
	return status;
}

/* The log odds of EVIDENCE, most of which is 0: four at a time. */
static int64_t weigh(const int32_t *weight, const int32_t *evidence)
{
	int64_t z = 0;

	for (int i = 0; i < VN_TRUST_COUNT; i += QUAD) {
		if (!(evidence[i] | evidence[i + 1] | evidence[i + 2] | evidence[i + 3]))
			continue;
		for (int k = i; k < i + QUAD && k < VN_TRUST_COUNT; k++)
			z += (int64_t)weight[k] * evidence[k];
	}
	return z;
}

/* Fills the confidence of all items. Those with a flagged token have that token's. */
static enum vn_status judge(struct view *v, struct vn_item *items, struct vn_err *err)
{
	const int32_t *weight = v->doc->model->weights.trust;
	int32_t evidence[(VN_TRUST_COUNT + QUAD - 1) / QUAD * QUAD] = {0};
	enum vn_status status = survey(v, err);

	for (size_t k = 0; !status && k < v->unit->item_count; k++) {
		int64_t z;
		status = vn_watch_work(v->watch, 1, err);
		if (status || items[k].flagged)
			continue;
		gather(v, k, evidence);
		z = weigh(weight, evidence);
		items[k].confidence = sigmoid(z / ONE - vn_name_doubt(v->unit, k));
		for (uint32_t i = 0; i < items[k].token_count; i++)
			v->unit->tokens[items[k].token + i].confidence =
				items[k].confidence ? items[k].confidence : 1;
	}
	free(v->doubtful);
	return status;
}

/* The least confidence of the items that CHANGE touches. */
static vn_confidence least_sure(const struct vn_unit *unit, const struct vn_revision *change)
{
	vn_confidence sure = VN_SURE;
	for (size_t k = 0; k < change->item_count; k++)
		if (unit->items[change->item + k].confidence < sure)
			sure = unit->items[change->item + k].confidence;
	return sure;
}

/* Makes AFTER the likeliest reading of a token that goes back to BEFORE, a text that is as likely
 * as the list of the other readings says. */
static enum vn_status flag(struct vn_unit *unit, struct vn_token *token, struct vn_str before,
			   struct vn_str after, vn_confidence confidence, struct vn_err *err)
{
	struct vn_alternative *list =
		vn_arena_alloc(&unit->arena, VN_ALTERNATIVES_MAX * sizeof *list);
	uint8_t count = 1;

	if (!list)
		return vn_err_nomem(err);
	list[0] = (struct vn_alternative){vn_arena_copy(&unit->arena, after.ptr, after.len),
					  confidence};
	if (!list[0].text.ptr)
		return vn_err_nomem(err);
	token->confidence = 0;
	for (uint8_t i = 0; i < token->alternative_count; i++) {
		const struct vn_alternative *other = &token->alternatives[i];
		if (vn_str_eq(other->text, before))
			token->confidence =
				(vn_confidence)least(other->confidence, VN_SURE - confidence);
		else if (count < VN_ALTERNATIVES_MAX)
			list[count++] = *other;
	}
	token->alternatives = list;
	token->alternative_count = count;
	token->flagged = true;
	return VN_OK;
}

/* Takes CHANGE back: its tokens stand as read. */
static enum vn_status retract(struct vn_unit *unit, const struct vn_revision *change,
			      vn_confidence confidence, struct vn_buf *before, struct vn_err *err)
{
	struct vn_str after = {unit->text.ptr + change->begin, change->end - change->begin};
	enum vn_status status = vn_revision_before(unit, change, before, err);

	for (size_t k = 0; !status && k < change->item_count; k++) {
		const struct vn_item *item = &unit->items[change->item + k];
		for (uint32_t i = 0; !status && i < item->token_count; i++) {
			struct vn_token *token = &unit->tokens[item->token + i];
			if (token->begin < change->end && token->end > change->begin)
				status = flag(unit, token, vn_buf_str(before), after, confidence,
					      err);
		}
	}
	if (!status)
		status = vn_unit_replace(unit, change->begin, change->end, vn_buf_str(before),
					 "unsure", err);
	return status;
}

/* How sure CHANGE has to be for the sake of a name in it, of a word said twice, or of
 * what stands around it. */
static vn_confidence words_need(const struct vn_model *model, const struct vn_unit *unit,
				const struct vn_revision *change)
{
	vn_confidence most = 0;

	for (size_t k = 0; k < change->item_count; k++) {
		vn_confidence name = vn_name_needs(model, unit, change->item + k),
			      pair = vn_pair_needs(unit, change->item + k),
			      place = vn_around_needs(unit, change->item + k);
		most = name > most ? name : most;
		most = pair > most ? pair : most;
		most = place > most ? place : most;
	}
	return most;
}

/* *OUT: whether CHANGE is sure enough to stand, for which some shapes and a given name in capitals
 * need more than others: their letters fit many words. BEFORE is room. */
static enum vn_status stands(const struct vn_model *model, const struct vn_unit *unit,
			     const struct vn_revision *change, vn_confidence confidence,
			     vn_confidence enough, struct vn_buf *before, bool *out,
			     struct vn_err *err)
{
	struct vn_str after = {unit->text.ptr + change->begin, change->end - change->begin};
	enum vn_status status;

	*out = confidence >= enough;
	if (*out && enough && confidence < words_need(model, unit, change))
		*out = false;
	if (!*out || !enough || confidence >= VN_DEMAND_MOST)
		return VN_OK;
	status = vn_revision_before(unit, change, before, err);
	/* A stop behind it says that it is short for something. */
	if (!status && change->end < unit->text.len && unit->text.ptr[change->end] == '.') {
		status = vn_buf_add(before, ".", 1, err);
		after.len++;
	}
	if (!status)
		*out = confidence >=
		       vn_demand(vn_buf_str(before), after,
				 vn_line_is_short(vn_buf_str(&unit->text), change->begin));
	return status;
}

/* Tells each edit how sure its outcome is, and takes back those that are less than ENOUGH. *BACK
 * counts these. */
static enum vn_status judge_edits(const struct vn_model *model, struct vn_unit *unit,
				  vn_confidence enough, size_t *back, struct vn_err *err)
{
	struct vn_revisions changes;
	struct vn_revision change;
	struct vn_buf before = {0};
	enum vn_status status = VN_OK;

	vn_revisions_begin(&changes, unit);
	while (!status && vn_revisions_next(&changes, &change)) {
		vn_confidence confidence = least_sure(unit, &change);
		bool stays;
		for (size_t k = 0; k < change.count; k++)
			unit->edits[change.first + k].confidence = confidence;
		for (size_t k = 0; k < change.recase_count; k++)
			unit->edits[change.recase + k].confidence = confidence;
		status = stands(model, unit, &change, confidence, enough, &before, &stays, err);
		if (status || stays)
			continue;
		++*back;
		status = retract(unit, &change, confidence, &before, err);
	}
	vn_buf_fini(&before);
	return status;
}

static enum vn_status trust_run(void *data, struct vn_document *doc, struct vn_unit *unit,
				struct vn_err *err)
{
	struct view v = {.doc = doc, .watch = &doc->watch, .unit = unit};
	size_t back = 0;
	enum vn_status status = part(unit, err);

	(void)data;
	if (!status)
		status = judge(&v, unit->items, err);
	if (!status)
		status = judge_edits(doc->model, unit, doc->options->min_confidence, &back, err);
	if (status || !back)
		return status;
	/* The text is another one now: its tokens are looked at anew. */
	status = vn_unit_commit(unit, err);
	if (!status)
		status = part(unit, err);
	if (!status)
		status = judge(&v, unit->items, err);
	for (size_t k = 0; !status && k < unit->item_count; k++)
		doc->stats.flagged += unit->items[k].flagged;
	return status;
}

const struct vn_stage vn_stage_trust = {
	.name = "trust",
	.summary = "how sure each word is; takes back what is not sure enough",
	.needs_model = 1,
	.run = trust_run,
};
