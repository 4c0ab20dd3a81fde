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

/* The slot of an n-gram, or 0. */
static uint32_t find(const struct vn_lm *lm, uint64_t hash)
{
	uint64_t count = lm->header->bucket_count, b = vn_hash_bucket(hash, count);
	uint32_t print = vn_hash_print(hash);
	const uint32_t *slot = lm->buckets + b * VN_BUCKET_SLOTS;
	const uint32_t *pair = slot + 2 * (size_t)vn_hash_class(print);
	uint32_t hit = match(slot, print);

	if (hit || !slot[VN_BUCKET_SLOTS - 1])
		return hit;
	if (lm->header->layout == VN_LAYOUT_NEXT)
		return find_next(lm, b, print);
	/* One of this class has gone to its other bucket if the pair is in falling order. */
	if (pair[0] < pair[1])
		return 0;
	return match(lm->buckets + vn_hash_other(hash, count) * VN_BUCKET_SLOTS, print);
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

vn_cost vn_lm_score(const struct vn_lm *lm, const struct vn_score_state *state, uint32_t word,
		    struct vn_score_state *out)
{
	struct vn_score_state next = {.word = {(uint16_t)word}};
	const struct vn_file_unigram *unigram = &lm->unigrams[word];
	vn_cost cost = unigram->cost;
	uint64_t hash = vn_hash_step(VN_HASH_SEED, word);
	uint32_t k, length = state->length;

	next.own[0] = unigram->backoff;
	next.length = unigram->backoff != 0;
	for (k = 0; k < length && k + 1 < lm->order; k++) {
		uint32_t slot, code;
		hash = vn_hash_step(hash, state->word[k]);
		slot = find(lm, hash);
		if (!slot)
			break;
		cost = lm->header->cost[k][slot & ((1 << VN_PROB_BITS) - 1)];
		code = slot >> VN_PROB_BITS & ((1 << VN_BACKOFF_BITS) - 1);
		if (k + 1 < VN_LM_ORDER - 1) {
			next.word[k + 1] = state->word[k];
			next.own[k + 1] = lm->header->backoff[k][code];
			if (code)
				next.length = (uint16_t)(k + 2);
		}
	}
	for (next.matched = (uint16_t)(k + 1); k < length; k++)
		cost += state->own[k];
	if (lm->pair_size && length && cost > VN_LM_PAIR_COST &&
	    lm->pairs[vn_lm_pair_slot(lm, state->word[0], word)])
		cost = VN_LM_PAIR_COST;
	/* A boundary cuts the history: what stands before it says nothing more. */
	if (word == VN_WORD_BOUND)
		next = vn_lm_start(lm);
	*out = next;
	return cost;
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

static void prefetch(const void *self, const struct vn_score_state *state, uint32_t word)
{
	const struct vn_lm *lm = self;
	uint64_t hash = vn_hash_step(VN_HASH_SEED, word);
	for (int k = 0; k < 2 && k < state->length; k++) {
		hash = vn_hash_step(hash, state->word[k]);
		vn_lm_prefetch(lm, hash);
	}
}

static vn_cost alone(const void *self, uint32_t word)
{
	const struct vn_lm *lm = self;
	return lm->unigrams[word].cost;
}

struct vn_scorer vn_lm_scorer(const struct vn_lm *lm)
{
	return (struct vn_scorer){lm, start, score, prefetch, alone};
}
