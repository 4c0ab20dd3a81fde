#include "decode/memory.h"

#include "base/cost.h"
#include "lang/vi/letters.h"
#include "model/hash.h"
#include "text/chars.h"

#include <stdlib.h>

/* Words on either side that count, and what they count for (the sum is 16). */
static const struct {
	size_t reach;
	uint32_t weight;
} rings[VN_MEMORY_RINGS] = {{200, 6}, {600, 10}};

_Static_assert(VN_MEMORY_SURE <= VN_VECTOR_WHOLE, "a sum of vectors has room for sure words");
_Static_assert(VN_READ_LETTERS *VN_UTF8_MAX <= UINT8_MAX, "a token has its length in a byte");

/* What a key of the table is made of, beside the word. */
enum evidence { READ = 1, WITH_LEFT, WITH_RIGHT };

#define GIVE_BACK 4096 /* tokens; fewer are not worth it */

#define ANY_WORD 0 /* in the place of a word: the votes of a context for all words */
#define KEYS	 6 /* that a token counts for: in each kind of context, for its word and for any */

void vn_memory_fini(struct vn_memory *m)
{
	free(m->tokens);
	free(m->slots);
	*m = (struct vn_memory){0};
}

void vn_memory_reset(struct vn_memory *m)
{
	m->count = m->cursor = m->slot_count = 0;
	m->around.at = SIZE_MAX;
	memset(m->ring, 0, sizeof m->ring);
	vn_drop_large(&m->tokens, &m->cap, sizeof *m->tokens);
	vn_drop_large(&m->slots, &m->slot_size, sizeof *m->slots);
	if (m->slots)
		memset(m->slots, 0, m->slot_size * sizeof *m->slots);
}

uint64_t vn_memory_read(const int32_t *c, int count)
{
	uint64_t hash = VN_HASH_SEED;
	for (int i = 0; i < count; i++)
		hash = vn_hash_step(hash, (uint32_t)c[i]);
	return hash ? hash : 1;
}
uint64_t vn_memory_plain(const int32_t *c, int count)
{
	uint64_t hash = VN_HASH_SEED;
	for (int i = 0; i < count; i++)
		hash = vn_hash_step(hash, (uint32_t)vn_letter_without_marks(c[i]));
	return hash ? hash : 1;
}

/* What READ, in some KIND of context, is known by; NEIGHBOUR: what was read beside it, or 0. */
static uint64_t context_of(enum evidence kind, uint64_t read, uint64_t neighbour)
{
	return vn_hash_step(read + 31 * neighbour, (uint32_t)kind);
}

/* The key of CONTEXT where it was taken for WORD. */
static uint64_t key_of(uint64_t context, uint32_t word)
{
	uint64_t key = vn_hash_step(context, word);
	return key ? key : 1;
}

static struct vn_memory_slot *slot_of(struct vn_memory_slot *slots, size_t size, uint64_t key)
{
	size_t at = (size_t)key & (size - 1);
	while (slots[at].key && slots[at].key != key)
		at = (at + 1) & (size - 1);
	return &slots[at];
}

/* Makes room; keys that nobody votes for any more are dropped. */
static enum vn_status grow(struct vn_memory *m, struct vn_err *err)
{
	size_t size = m->slot_size ? m->slot_size : 1 << 11, kept = 0;
	struct vn_memory_slot *slots;

	for (size_t i = 0; i < m->slot_size; i++)
		kept += m->slots[i].votes > 0;
	while (kept * 3 >= size)
		size *= 2;
	slots = calloc(size, sizeof *slots);
	if (!slots)
		return vn_err_nomem(err);
	for (size_t i = 0; i < m->slot_size; i++)
		if (m->slots[i].votes)
			*slot_of(slots, size, m->slots[i].key) = m->slots[i];
	free(m->slots);
	m->slots = slots;
	m->slot_size = size;
	m->slot_count = kept;
	return VN_OK;
}

/* Adds BY to the votes of KEY; there is room for it. */
static void count_one(struct vn_memory *m, uint64_t key, uint32_t by)
{
	struct vn_memory_slot *slot = slot_of(m->slots, m->slot_size, key);

	if (!slot->key) {
		slot->key = key;
		m->slot_count++;
	}
	slot->votes += by;
}

/* What was read to the left and to the right of token T; 0 at the ends. */
static uint64_t left_of(const struct vn_memory *m, const struct vn_memory_token *t)
{
	return t > m->tokens ? t[-1].beside : 0;
}

static uint64_t right_of(const struct vn_memory *m, const struct vn_memory_token *t)
{
	return t + 1 < m->tokens + m->count ? t[1].beside : 0;
}

/* Adds BY times a token's weight to the votes; a BY below 0 (modulo 2^32) takes it out again. */
static enum vn_status count(struct vn_memory *m, const struct vn_memory_token *t, uint32_t by,
			    struct vn_err *err)
{
	const uint64_t contexts[KEYS / 2] = {context_of(READ, t->read, 0),
					     context_of(WITH_LEFT, t->beside, left_of(m, t)),
					     context_of(WITH_RIGHT, t->beside, right_of(m, t))};

	by *= t->weight;
	if (!by)
		return VN_OK;
	if ((m->slot_count + KEYS) * 2 > m->slot_size) {
		enum vn_status status = grow(m, err);
		if (status)
			return status;
	}
	for (int i = 0; i < KEYS / 2; i++) {
		count_one(m, key_of(contexts[i], t->word), by);
		count_one(m, key_of(contexts[i], ANY_WORD), by);
	}
	return VN_OK;
}

enum vn_status vn_memory_note(struct vn_memory *m, const struct vn_memory_token *token,
			      struct vn_err *err)
{
	enum vn_status status = vn_grow(&m->tokens, m->count, &m->cap, sizeof *token, err);

	if (status)
		return status;
	m->tokens[m->count++] = *token;
	m->around.at = SIZE_MAX;
	return VN_OK;
}

/* Gives back the tokens that no ring will count, nor the neighbours of one, where they are half of
 * all that are held: so each is moved once on the average. */
static void give_back(struct vn_memory *m)
{
	size_t past = m->cursor, held;
	struct vn_memory_token *tokens;

	for (int k = 0; k < VN_MEMORY_RINGS; k++)
		past = m->ring[k].low < past ? m->ring[k].low : past;
	past -= past > 0; /* the left neighbour of the first that is counted */
	if (past < GIVE_BACK || past < m->count - past)
		return;
	held = m->count - past;
	memmove(m->tokens, m->tokens + past, held * sizeof *m->tokens);
	tokens = realloc(m->tokens, held * sizeof *m->tokens);
	if (tokens) {
		m->tokens = tokens;
		m->cap = held;
	}
	m->count = held;
	m->cursor -= past;
	m->around.at = SIZE_MAX;
	for (int k = 0; k < VN_MEMORY_RINGS; k++) {
		m->ring[k].low -= past;
		m->ring[k].high -= past;
	}
}

enum vn_status vn_memory_move(struct vn_memory *m, size_t at, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	while (m->cursor < m->count && m->tokens[m->cursor].begin < at)
		m->cursor++;
	for (int k = 0; k < VN_MEMORY_RINGS; k++) {
		struct vn_memory_ring *ring = &m->ring[k];
		uint32_t weight = rings[k].weight;
		while (!status && ring->high < m->count && ring->high < m->cursor + rings[k].reach)
			status = count(m, &m->tokens[ring->high++], weight, err);
		while (!status && ring->low + rings[k].reach < m->cursor)
			status = count(m, &m->tokens[ring->low++], -weight, err);
	}
	give_back(m);
	return status;
}

const struct vn_memory_token *vn_memory_at(struct vn_memory *m, size_t at)
{
	while (m->cursor < m->count && m->tokens[m->cursor].begin < at)
		m->cursor++;
	while (m->cursor > 0 && m->tokens[m->cursor - 1].begin >= at)
		m->cursor--;
	return m->cursor < m->count && m->tokens[m->cursor].begin == at ? &m->tokens[m->cursor]
									: NULL;
}

/* How often CONTEXT was taken for WORD, in 1/256. */
static uint32_t votes_of(const struct vn_memory *m, uint64_t context, uint32_t word)
{
	return m->slot_size ? slot_of(m->slots, m->slot_size, key_of(context, word))->votes : 0;
}

/* VOTES without those that OWN, which both rings hold, gave itself. */
static uint32_t others(uint32_t votes, const struct vn_memory_token *own, uint32_t word)
{
	uint32_t mine = own && own->word == word ? 16 * own->weight : 0;
	return votes > mine ? votes - mine : 0;
}

/* Adds to VOTES, by number in FOUND, how often each word was meant in CONTEXT, without the votes of
 * OWN. Most contexts have votes for one word or none, so few words have to be asked for. */
static void ask(const struct vn_memory *m, uint64_t context, const struct vn_candidates *found,
		const struct vn_memory_token *own, uint32_t *votes)
{
	uint32_t left = votes_of(m, context, ANY_WORD);
	uint32_t mine = own && left ? votes_of(m, context, own->word) : 0;

	left -= mine;
	for (uint32_t i = 0; (left || mine) && i < found->count; i++) {
		uint32_t word = found->list[i].word;
		if (own && word == own->word) {
			votes[i] += others(mine, own, word);
			mine = 0;
		} else if (left) {
			uint32_t one = votes_of(m, context, word);
			votes[i] += one;
			left -= one;
		}
	}
}

/* A count of votes: what it says of every word. */
struct poll {
	uint32_t all;	/* votes, in 1/256 */
	vn_cost prior;	/* of the votes that there were before */
	vn_cost sum;	/* of those and ALL */
	int32_t weight; /* in 1/256 */
};

/* PRIOR in 1/16, above 0. */
static struct poll poll_of(uint32_t all, int32_t prior, int32_t weight)
{
	uint64_t before = 16 * (uint64_t)prior;

	if (!all)
		return (struct poll){0};
	return (struct poll){all, -vn_cost_log(before), -vn_cost_log(all + before), weight};
}

/*
 * By how much VOTES of a poll speak for a word: ln((VOTES + PRIOR p) / (ALL + PRIOR)) - ln p, with
 * p its share if the document were not known and EXPECTED the cost -ln p: a Dirichlet prior (MacKay
 * and Peto 1995). VOTES in 1/256.
 */
static vn_cost bonus_of(const struct poll *poll, uint32_t votes, vn_cost expected)
{
	vn_cost told = poll->prior;

	if (votes)
		told = vn_cost_add(told, -vn_cost_log(votes) - expected);
	return (vn_cost)((int64_t)poll->weight * (poll->sum - told) / 256);
}

void vn_memory_votes(const struct vn_memory *m, const struct vn_model *model,
		     const struct vn_candidates *found, const struct vn_memory_token *own,
		     uint64_t read, vn_cost *bonus)
{
	const struct vn_weights *w = &model->weights;
	uint32_t votes[VN_CANDIDATES_MAX], near[VN_CANDIDATES_MAX];
	uint32_t all = 0, all_near = 0;
	const struct vn_memory_token *self = own && own->read == read ? own : NULL;
	struct poll same, neighbours;

	memset(votes, 0, found->count * sizeof *votes);
	memset(near, 0, found->count * sizeof *near);
	ask(m, context_of(READ, read, 0), found, self, votes);
	if (self) {
		/* Those that share both neighbours count twice. */
		ask(m, context_of(WITH_LEFT, self->beside, left_of(m, self)), found, self, near);
		ask(m, context_of(WITH_RIGHT, self->beside, right_of(m, self)), found, self, near);
	}
	for (uint32_t i = 0; i < found->count; i++) {
		all += votes[i];
		all_near += near[i];
		bonus[i] = 0;
	}
	if (!all && !all_near)
		return;
	same = poll_of(all, w->vote_prior, w->vote);
	neighbours = poll_of(all_near, w->neighbour_prior, w->neighbour);
	for (uint32_t i = 0; i < found->count; i++) {
		const struct vn_candidate *cand = &found->list[i];
		vn_cost expected =
			cand->cost + vn_score_alone(&model->scorer, cand->word) - found->sum;
		bonus[i] = bonus_of(&same, votes[i], expected) +
			   bonus_of(&neighbours, near[i], expected);
	}
}

/* Adds what stands at index I, if anything, BY times: 1 or -1. */
static void add_around(struct vn_memory *m, const struct vn_vectors *v, size_t i, int by)
{
	if (i < m->count)
		vn_vectors_add(v, m->tokens[i].word, by * (int32_t)m->tokens[i].weight,
			       &m->around.sum);
}

/* Moves what stands around one token on to the cursor. Indexes below 0 wrap and are above all. */
static void move_around(struct vn_memory *m, const struct vn_vectors *v)
{
	struct vn_memory_around *a = &m->around;
	size_t reach = v->reach, gap = v->gap, to = m->cursor;

	if (a->at == SIZE_MAX || (a->at < to ? to - a->at : a->at - to) > reach) {
		*a = (struct vn_memory_around){.at = to};
		for (size_t k = gap + 1; k <= reach; k++) {
			add_around(m, v, to - k, 1);
			add_around(m, v, to + k, 1);
		}
		return;
	}
	for (; a->at < to; a->at++) {
		add_around(m, v, a->at - reach, -1);
		add_around(m, v, a->at - gap, 1);
		add_around(m, v, a->at + 1 + gap, -1);
		add_around(m, v, a->at + 1 + reach, 1);
	}
	for (; a->at > to; a->at--) {
		add_around(m, v, a->at + reach, -1);
		add_around(m, v, a->at + gap, 1);
		add_around(m, v, a->at - 1 - gap, -1);
		add_around(m, v, a->at - 1 - reach, 1);
	}
}

void vn_memory_around(struct vn_memory *m, const struct vn_model *model,
		      const struct vn_candidates *found, vn_cost *bonus)
{
	int32_t weight = model->weights.around;
	vn_cost says[VN_CANDIDATES_MAX], sum = VN_COST_MAX;
	struct vn_vector_whole around;

	if (!model->vectors.count || !weight || !m->count)
		return;
	move_around(m, &model->vectors);
	around = vn_vectors_whole(&m->around.sum);
	for (uint32_t i = 0; i < found->count; i++) {
		const struct vn_candidate *cand = &found->list[i];
		vn_cost expected =
			cand->cost + vn_score_alone(&model->scorer, cand->word) - found->sum;
		says[i] = vn_vectors_say(&model->vectors, &around, cand->word);
		sum = vn_cost_add(sum, expected - says[i]);
	}
	for (uint32_t i = 0; i < found->count; i++)
		bonus[i] += weight * (says[i] + sum) / 256;
}
