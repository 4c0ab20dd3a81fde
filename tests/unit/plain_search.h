/* The candidate search as it is defined: every origin of the next letters is tried from every
 * state. A yardstick for decode/candidates.c, which asks only for what can lead anywhere and has to
 * find the same words, costs and order. */
#ifndef PLAIN_SEARCH_H
#define PLAIN_SEARCH_H

#include "decode/candidates.h"
#include "lang/vi/letters.h"
#include "model/letters.h"
#include "text/chars.h"

#define PLAIN_WIDTH	(15 * 256)
#define PLAIN_STATES	160
#define PLAIN_NEAR	(11 * 256) /* the same of a search that looks near by only */
#define PLAIN_FEW	80
#define PLAIN_FAR	600 /* and of one that looks far */
#define PLAIN_RANKS	(12 * 256)
#define PLAIN_STEP	64
#define PLAIN_ROOM	65536 /* never so many */
#define PLAIN_GATHER	1024
#define PLAIN_SAME	(9 * 256)
#define PLAIN_UNSEEN	(5 * 256)
#define PLAIN_MARKS	2176
#define PLAIN_LETTER	2560
#define PLAIN_NO_LETTER 2560

enum { PLAIN_LOWER, PLAIN_TITLE, PLAIN_UPPER, PLAIN_FIRST, PLAIN_NONE };

struct plain_state {
	uint32_t node;
	int mode;
	vn_cost cost;
};

struct plain_front {
	struct plain_state state[PLAIN_ROOM];
	uint32_t count, states;
	vn_cost best, width;
};

struct plain {
	const struct vn_model *model;
	const struct vn_channel *channel;
	struct plain_front front[VN_READ_LETTERS + 1];
	struct vn_candidate list[PLAIN_GATHER]; /* the result */
	uint32_t count;
};

static void plain_push(struct plain_front *front, uint32_t node, int mode, vn_cost cost)
{
	if (cost > front->best + front->width || front->count == PLAIN_ROOM)
		return;
	if (cost < front->best)
		front->best = cost;
	front->state[front->count++] = (struct plain_state){node, mode, cost};
}

/* The best state of each node and mode, the best of all in steps, the best one first.
 */
static void plain_tidy(struct plain_front *front)
{
	struct plain_state *s = front->state, first;
	uint32_t kept = 0, within = 0, best = 0;
	vn_cost most = front->best + front->width;

	for (uint32_t i = 0, k; i < front->count; i++) {
		if (s[i].cost > front->best + front->width)
			continue;
		for (k = 0; k < kept; k++)
			if (s[k].node == s[i].node && s[k].mode == s[i].mode)
				break;
		if (k == kept)
			s[kept++] = s[i];
		else if (s[i].cost < s[k].cost)
			s[k].cost = s[i].cost;
	}
	for (vn_cost step = 0; kept > front->states && within < front->states; step += PLAIN_STEP) {
		most = front->best + step + PLAIN_STEP - 1;
		within = 0;
		for (uint32_t i = 0; i < kept; i++)
			within += s[i].cost <= most;
	}
	front->count = 0;
	for (uint32_t i = 0; i < kept; i++)
		if (s[i].cost <= most)
			s[front->count++] = s[i];
	for (uint32_t i = 1; i < front->count; i++)
		if (s[i].cost < s[best].cost)
			best = i;
	first = s[0];
	s[0] = s[best];
	s[best] = first;
}

static int plain_mode(int mode, bool upper)
{
	if (mode == PLAIN_NONE)
		return upper ? PLAIN_FIRST : PLAIN_LOWER;
	if (mode == PLAIN_FIRST)
		return upper ? PLAIN_UPPER : PLAIN_TITLE;
	return upper == (mode == PLAIN_UPPER) ? mode : -1;
}

static void plain_step(const struct plain *p, const struct plain_state *s,
		       const struct vn_origin *o, vn_cost cost, struct plain_front *to)
{
	uint32_t node = s->node;
	int mode = s->mode;

	for (int k = 0; k < 2 && o->code[k]; k++) {
		mode = plain_mode(mode, o->upper >> k & 1);
		node = mode < 0 ? 0 : vn_trie_child(&p->model->trie, node, o->code[k]);
		if (!node)
			return;
	}
	plain_push(to, node, mode, s->cost + cost);
}

/* All origins of the LEN letters at AT, from S. */
static void plain_expand(struct plain *p, const struct plain_state *s, const int32_t *read, int at,
			 int len)
{
	struct vn_origins origins = vn_channel_origins(p->channel, read + at, len);
	int32_t before = at ? vn_channel_before(read[at - 1]) : ' ';

	for (uint32_t i = 0; i < origins.count; i++) {
		const struct vn_origin *o = &origins.list[i];
		vn_cost cost =
			o->cost + vn_channel_difference(p->channel, read + at, len, o, before);
		plain_step(p, s, o, cost > 0 ? cost : 0, &p->front[at + len]);
	}
}

/* The letter that CODE is without marks, as code. */
static uint8_t plain_bare(uint8_t code)
{
	for (int32_t c = 'a'; c < 0x1efa; c++)
		if (vn_letter_code(c) == code)
			return vn_letter_code(
				vn_lower(vn_grapheme_char((vn_grapheme)vn_letter_plain(
					vn_grapheme_letter(vn_grapheme_of(c))))));
	return 0;
}

/* Letter C read for another, or for none, without a page that showed it; LEAST is the cost of the
 * best state beside S. */
static void plain_unseen(struct plain *p, const struct plain_state *s, vn_cost least, int32_t c,
			 struct plain_front *to)
{
	static uint8_t bare[VN_LETTER_CODES];
	int32_t small = vn_lower(c);
	uint8_t own = vn_letter_code(small);

	if (!vn_is_letter(c) || s->cost > least + PLAIN_UNSEEN)
		return;
	for (int k = VN_LETTER_CODES - 1; !bare[1] && k > 0; k--)
		bare[k] = plain_bare((uint8_t)k);
	plain_push(to, s->node, s->mode, s->cost + PLAIN_NO_LETTER);
	for (int k = 1; k < VN_LETTER_CODES; k++) {
		struct vn_origin o = {.code = {(uint8_t)k}, .upper = small != c};
		bool kin = own && bare[own] && bare[own] == bare[k];
		plain_step(p, s, &o, kin ? PLAIN_MARKS : PLAIN_LETTER, to);
	}
}

static void plain_offer(struct plain *p, uint32_t word, int mode, vn_cost cost)
{
	uint32_t at = 0;

	while (at < p->count && p->list[at].word != word)
		at++;
	if (at == p->count && p->count == PLAIN_GATHER)
		return;
	if (at == p->count)
		p->list[p->count++] = (struct vn_candidate){
			(uint16_t)word,
			(uint16_t)cost,
			{VN_CANDIDATE_NEVER, VN_CANDIDATE_NEVER, VN_CANDIDATE_NEVER}};
	if (cost < p->list[at].cost)
		p->list[at].cost = cost;
	for (int m = 0; m < 3; m++)
		if ((m == mode || (mode == PLAIN_FIRST && m != PLAIN_LOWER)) &&
		    cost < p->list[at].by_case[m])
			p->list[at].by_case[m] = (uint16_t)cost;
}

static vn_cost plain_rank(const struct plain *p, const struct vn_candidate *candidate)
{
	return candidate->cost + p->model->lm.unigrams[candidate->word].cost;
}

static bool plain_before(const struct plain *p, const struct vn_candidate *x,
			 const struct vn_candidate *y)
{
	vn_cost a = plain_rank(p, x), b = plain_rank(p, y);
	return a != b ? a < b : x->word < y->word;
}

/* The words at the end, MOST at most, cheapest first; of equal ones the more frequent word. */
static void plain_gather(struct plain *p, const struct plain_front *front, uint32_t most)
{
	p->count = 0;
	for (uint32_t i = 0; i < front->count; i++) {
		const struct plain_state *s = &front->state[i];
		if (p->model->trie.nodes[s->node].word)
			plain_offer(p, p->model->trie.nodes[s->node].word, s->mode, s->cost);
	}
	for (uint32_t i = 1; i < p->count; i++)
		for (uint32_t k = i; k > 0 && plain_before(p, &p->list[k], &p->list[k - 1]); k--) {
			struct vn_candidate c = p->list[k];
			p->list[k] = p->list[k - 1];
			p->list[k - 1] = c;
		}
	if (p->count > most)
		p->count = most;
	while (p->count > 1 &&
	       plain_rank(p, &p->list[p->count - 1]) > plain_rank(p, &p->list[0]) + PLAIN_RANKS)
		p->count--;
}

/* P->list and P->count become the candidates of READ in P's model and channel; REACH says
 * which. */
static void plain_search(struct plain *p, enum vn_candidate_reach reach, const int32_t *read,
			 int count)
{
	static const uint32_t states[] = {PLAIN_FEW, PLAIN_STATES, PLAIN_FAR};

	for (int j = 0; j <= count; j++) {
		p->front[j].count = 0;
		p->front[j].best = VN_COST_MAX - PLAIN_WIDTH;
		p->front[j].width = reach == VN_CANDIDATES_NEAR ? PLAIN_NEAR : PLAIN_WIDTH;
		p->front[j].states = states[reach];
	}
	plain_push(&p->front[0], VN_TRIE_ROOT, PLAIN_NONE, 0);
	for (int j = 0; j <= count; j++) {
		struct plain_front *front = &p->front[j];
		uint32_t before;
		plain_tidy(front);
		before = front->count;
		for (uint32_t i = 0; i < before; i++) {
			struct plain_state s = front->state[i];
			plain_expand(p, &s, read, j, 0);
		}
		plain_tidy(front);
		for (uint32_t i = 0; i < front->count && j < count; i++) {
			struct plain_state s = front->state[i];
			int32_t small = vn_lower(read[j]);
			struct vn_origin same = {.code = {vn_letter_code(small)},
						 .upper = small != read[j]};
			for (int len = 1; len <= 3 && j + len <= count; len++)
				plain_expand(p, &s, read, j, len);
			if (same.code[0])
				plain_step(p, &s, &same, PLAIN_SAME, &p->front[j + 1]);
			if (reach != VN_CANDIDATES_NEAR)
				plain_unseen(p, &s, front->best, read[j], &p->front[j + 1]);
		}
	}
	plain_gather(p, &p->front[count],
		     reach == VN_CANDIDATES_FAR ? VN_CANDIDATES_MAX : VN_CANDIDATES_USUAL);
}

#endif
