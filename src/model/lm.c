#include "model/lm.h"

_Static_assert(VN_SCORE_WORDS == VN_LM_ORDER - 1, "a state holds the longest history");

/* Four slots at once: GCC and Clang make vector compares of it on every machine that has them. */
typedef uint32_t quad __attribute__((vector_size(16), aligned(16)));
typedef uint64_t halves __attribute__((vector_size(16), aligned(16)));

/* The slot in a bucket that has the fingerprint, or 0; at most one has. */
static uint32_t match(const uint32_t *slot, uint32_t print)
{
	const quad *q = (const void *)slot;
	quad want = {print, print, print, print}, hit = {0, 0, 0, 0};
	uint64_t either;

	for (int i = 0; i < VN_BUCKET_SLOTS / 4; i++)
		hit |= q[i] & (quad)(q[i] >> (VN_PROB_BITS + VN_BACKOFF_BITS) == want);
	either = ((halves)hit)[0] | ((halves)hit)[1];
	return (uint32_t)(either | either >> 32);
}

/* From bucket B on, whose slots do not hold PRINT: one with an empty slot ends the search. */
static uint32_t find_next(const struct vn_lm *lm, uint64_t b, uint32_t print)
{
	uint64_t count = lm->header->bucket_count;

	for (uint64_t tries = 1; tries < count; tries++) {
		const uint32_t *slot;
		uint32_t hit;
		b = b + 1 == count ? 0 : b + 1;
		slot = lm->buckets + b * VN_BUCKET_SLOTS;
		hit = match(slot, print);
		if (hit || !slot[VN_BUCKET_SLOTS - 1])
			return hit;
	}
	return 0;
}

#define ELSEWHERE                                                                                  \
	1 /* for a slot: not in its bucket, but it may be in another; no fingerprint is 0 */

/* The slot of an n-gram as far as its bucket tells. */
static inline uint32_t find_here(const struct vn_lm *lm, uint64_t hash)
{
	uint64_t b = vn_hash_bucket(hash, lm->header->bucket_count);
	uint32_t print = vn_hash_print(hash);
	const uint32_t *slot = lm->buckets + b * VN_BUCKET_SLOTS;
	const uint32_t *pair = slot + 2 * (size_t)vn_hash_class(print);
	uint32_t hit = match(slot, print);

	if (hit || !slot[VN_BUCKET_SLOTS - 1])
		return hit;
	/* One of this class has gone to its other bucket if the pair is in falling order. */
	return lm->header->layout != VN_LAYOUT_NEXT && pair[0] < pair[1] ? 0 : ELSEWHERE;
}

/* The slot of an n-gram that is not in its bucket, or 0. */
static uint32_t find_elsewhere(const struct vn_lm *lm, uint64_t hash)
{
	uint64_t count = lm->header->bucket_count;
	uint32_t print = vn_hash_print(hash);

	if (lm->header->layout == VN_LAYOUT_NEXT)
		return find_next(lm, vn_hash_bucket(hash, count), print);
	return match(lm->buckets + vn_hash_other(hash, count) * VN_BUCKET_SLOTS, print);
}

/* The slot of an n-gram, or 0. */
static uint32_t find(const struct vn_lm *lm, uint64_t hash)
{
	uint32_t slot = find_here(lm, hash);
	return slot == ELSEWHERE ? find_elsewhere(lm, hash) : slot;
}

uint32_t vn_lm_slot(const struct vn_lm *lm, uint64_t hash)
{
	return find(lm, hash);
}

void vn_lm_prefetch(const struct vn_lm *lm, uint64_t hash)
{
	__builtin_prefetch(lm->buckets +
			   vn_hash_bucket(hash, lm->header->bucket_count) * VN_BUCKET_SLOTS);
}

struct vn_score_state vn_lm_start(const struct vn_lm *lm)
{
	return (struct vn_score_state){
		.word = {VN_WORD_BOUND}, .length = 1, .own = {lm->unigrams[VN_WORD_BOUND].backoff}};
}

/* *OUT becomes the state after WORD, where nothing before it matters. */
static void state_alone(const struct vn_lm *lm, uint32_t word, struct vn_score_state *out)
{
	int32_t backoff = lm->unigrams[word].backoff;

	out->word[0] = (uint16_t)word;
	out->length = backoff != 0;
	out->matched = 1;
	out->own[0] = backoff;
	/* A boundary cuts the history: what stands before it says nothing more. */
	if (word == VN_WORD_BOUND)
		*out = vn_lm_start(lm);
}

/* The cost of WORD, which may be known to stand behind the last word of STATE: that pair has HASH,
 * and SLOT as far as its bucket tells. Never inlined, so that the usual answer saves no registers.
 */
static __attribute__((noinline)) vn_cost score_seen(const struct vn_lm *lm,
						    const struct vn_score_state *state,
						    uint32_t word, uint64_t hash, uint32_t slot,
						    struct vn_score_state *out)
{
	struct vn_score_state next = {.matched = 0};
	uint32_t length = state->length, k = 0;
	vn_cost cost = lm->unigrams[word].cost;

	state_alone(lm, word, &next);
	if (slot == ELSEWHERE)
		slot = find_elsewhere(lm, hash);
	while (slot) {
		uint32_t code = slot >> VN_PROB_BITS & ((1 << VN_BACKOFF_BITS) - 1);
		cost = lm->header->cost[k][slot & ((1 << VN_PROB_BITS) - 1)];
		if (k + 1 < VN_SCORE_WORDS) {
			next.word[k + 1] = state->word[k];
			next.own[k + 1] = lm->header->backoff[k][code];
			if (code)
				next.length = (uint16_t)(k + 2);
		}
		if (++k == length || k + 1 == lm->order)
			break;
		hash = vn_hash_step(hash, state->word[k]);
		slot = find(lm, hash);
	}
	next.matched = (uint16_t)(k + 1);
	for (uint32_t i = next.length; i-- > 1;)
		next.own[i - 1] += next.own[i];
	if (k < length)
		cost += state->own[k];
	if (lm->pair_size && cost > VN_LM_PAIR_COST &&
	    lm->pairs[vn_lm_pair_slot(lm, state->word[0], word)])
		cost = VN_LM_PAIR_COST;
	*out = word == VN_WORD_BOUND ? vn_lm_start(lm) : next;
	return cost;
}

/* The hash of WORD behind the last word of STATE; of no use where that holds none. */
static uint64_t pair_hash(const struct vn_score_state *state, uint32_t word)
{
	return vn_hash_step(vn_hash_step(VN_HASH_SEED, word), state->word[0]);
}

uint64_t vn_lm_ask(const struct vn_lm *lm, const struct vn_score_state *state, uint32_t word)
{
	uint64_t hash = pair_hash(state, word);

	if (state->length)
		vn_lm_prefetch(lm, hash);
	if (state->length > 1)
		vn_lm_prefetch(lm, vn_hash_step(hash, state->word[1]));
	return hash;
}

vn_cost vn_lm_answer(const struct vn_lm *lm, const struct vn_score_state *state, uint32_t word,
		     uint64_t asked, struct vn_score_state *out)
{
	vn_cost cost = lm->unigrams[word].cost;

	if (state->length) {
		uint32_t slot = find_here(lm, asked);
		if (slot || lm->pair_size)
			return score_seen(lm, state, word, asked, slot, out);
		/* Most words that a search asks for were never seen behind the last one. */
		cost += state->own[0];
	}
	state_alone(lm, word, out);
	return cost;
}

vn_cost vn_lm_score(const struct vn_lm *lm, const struct vn_score_state *state, uint32_t word,
		    struct vn_score_state *out)
{
	return vn_lm_answer(lm, state, word, pair_hash(state, word), out);
}

static struct vn_score_state start(const void *self)
{
	return vn_lm_start(self);
}

static vn_cost score(const void *self, const struct vn_score_state *state, uint32_t word,
		     struct vn_score_state *out)
{
	return vn_lm_score(self, state, word, out);
}

static uint64_t ask(const void *self, const struct vn_score_state *state, uint32_t word)
{
	return vn_lm_ask(self, state, word);
}

static vn_cost answer(const void *self, const struct vn_score_state *state, uint32_t word,
		      uint64_t asked, struct vn_score_state *out)
{
	return vn_lm_answer(self, state, word, asked, out);
}

static vn_cost alone(const void *self, uint32_t word)
{
	const struct vn_lm *lm = self;
	return lm->unigrams[word].cost;
}

struct vn_scorer vn_lm_scorer(const struct vn_lm *lm)
{
	return (struct vn_scorer){lm, start, score, ask, answer, alone};
}
