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

static inline const uint32_t *bucket_of(const struct vn_lm *lm, uint64_t hash)
{
	return lm->buckets + vn_hash_bucket(hash, lm->header->bucket_count) * VN_BUCKET_SLOTS;
}

/* The slot that has the fingerprint PRINT as far as its bucket tells. */
static inline uint32_t find_here(const struct vn_lm *lm, const uint32_t *bucket, uint32_t print)
{
	const uint32_t *pair = bucket + 2 * (size_t)vn_hash_class(print);
	uint32_t hit = match(bucket, print);

	if (hit || !bucket[VN_BUCKET_SLOTS - 1])
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
	uint32_t slot = find_here(lm, bucket_of(lm, hash), vn_hash_print(hash));
	return slot == ELSEWHERE ? find_elsewhere(lm, hash) : slot;
}

uint32_t vn_lm_slot(const struct vn_lm *lm, uint64_t hash)
{
	return find(lm, hash);
}

void vn_lm_prefetch(const struct vn_lm *lm, uint64_t hash)
{
	__builtin_prefetch(bucket_of(lm, hash));
}

struct vn_score_state vn_lm_start(const struct vn_lm *lm)
{
	return (struct vn_score_state){
		.word = {VN_WORD_BOUND}, .length = 1, .own = {lm->unigrams[VN_WORD_BOUND].backoff}};
}

/* The state after WORD, where nothing before it matters. */
static struct vn_score_state state_alone(const struct vn_lm *lm, uint32_t word)
{
	int32_t backoff = lm->unigrams[word].backoff;

	/* A boundary cuts the history: what stands before it says nothing more. */
	if (word == VN_WORD_BOUND)
		return vn_lm_start(lm);
	return (struct vn_score_state){
		.word = {(uint16_t)word}, .length = backoff != 0, .matched = 1, .own = {backoff}};
}

/* The hash of WORD behind the last word of STATE; of no use where that holds none. */
static inline uint64_t pair_hash(const struct vn_score_state *state, uint32_t word)
{
	return vn_hash_step(vn_hash_step(VN_HASH_SEED, word), state->word[0]);
}

/* The cost of WORD behind the last word of STATE, which is not empty; SLOT is that of the pair, 0
 * if it is not known. *OUT, which is not STATE, becomes the state after it. */
static vn_cost score_behind(const struct vn_lm *lm, const struct vn_score_state *state,
			    uint32_t word, uint32_t slot, struct vn_score_state *out)
{
	uint64_t hash = pair_hash(state, word);
	uint32_t length = state->length, k = 0;
	vn_cost cost = lm->unigrams[word].cost;

	out->word[0] = (uint16_t)word;
	out->own[0] = lm->unigrams[word].backoff;
	out->length = out->own[0] != 0;
	while (slot) {
		uint32_t code = slot >> VN_PROB_BITS & ((1 << VN_BACKOFF_BITS) - 1);
		cost = lm->header->cost[k][slot & ((1 << VN_PROB_BITS) - 1)];
		if (k + 1 < VN_SCORE_WORDS) {
			out->word[k + 1] = state->word[k];
			out->own[k + 1] = lm->header->backoff[k][code];
			if (code)
				out->length = (uint16_t)(k + 2);
		}
		if (++k == length || k + 1 == lm->order)
			break;
		hash = vn_hash_step(hash, state->word[k]);
		slot = find(lm, hash);
	}
	out->matched = (uint16_t)(k + 1);
	for (uint32_t i = out->length; i-- > 1;)
		out->own[i - 1] += out->own[i];
	if (k < length)
		cost += state->own[k];
	if (lm->pair_size && cost > VN_LM_PAIR_COST &&
	    lm->pairs[vn_lm_pair_slot(lm, state->word[0], word)])
		cost = VN_LM_PAIR_COST;
	if (word == VN_WORD_BOUND)
		*out = vn_lm_start(lm);
	return cost;
}

/* Asks for the memory that tells of each word of QUERIES whether it was seen behind STATE, which is
 * not empty. */
static void fetch(const struct vn_lm *lm, const struct vn_score_state *state,
		  struct vn_score_query *queries, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		uint64_t hash = pair_hash(state, queries[i].word);
		queries[i].place = bucket_of(lm, hash);
		queries[i].key = vn_hash_print(hash);
		__builtin_prefetch(queries[i].place);
	}
}

/* Finds the pairs of words and the last one of STATE. Answers where there is none, as there mostly
 * is none; else the key becomes the slot, and what is looked for next is fetched. Returns how many
 * are left. */
static uint32_t find_pairs(const struct vn_lm *lm, const struct vn_score_state *state,
			   struct vn_score_query *queries, uint32_t count)
{
	uint32_t left = 0;

	for (uint32_t i = 0; i < count; i++) {
		struct vn_score_query *q = &queries[i];
		uint32_t slot = find_here(lm, q->place, q->key);
		if (slot == ELSEWHERE)
			slot = find_elsewhere(lm, pair_hash(state, q->word));
		q->seen = slot || lm->pair_size;
		if (!q->seen) {
			q->cost = lm->unigrams[q->word].cost + state->own[0];
			continue;
		}
		left++;
		q->key = slot;
		if (slot && state->length > 1)
			vn_lm_prefetch(lm, vn_hash_step(pair_hash(state, q->word), state->word[1]));
	}
	return left;
}

void vn_lm_all(const struct vn_lm *lm, const struct vn_score_state *state,
	       struct vn_score_query *queries, uint32_t count)
{
	uint32_t left;

	for (uint32_t i = 0; !state->length && i < count; i++) {
		queries[i].cost = lm->unigrams[queries[i].word].cost;
		queries[i].seen = false;
	}
	if (!state->length)
		return;
	fetch(lm, state, queries, count);
	left = find_pairs(lm, state, queries, count);
	for (struct vn_score_query *q = queries; left; q++)
		if (q->seen) {
			q->cost = score_behind(lm, state, q->word, q->key, &q->after);
			left--;
		}
}

vn_cost vn_lm_score(const struct vn_lm *lm, const struct vn_score_state *state, uint32_t word,
		    struct vn_score_state *out)
{
	struct vn_score_query query = {.word = word};

	vn_lm_all(lm, state, &query, 1);
	*out = query.seen ? query.after : state_alone(lm, word);
	return query.cost;
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

static void all(const void *self, const struct vn_score_state *state,
		struct vn_score_query *queries, uint32_t count)
{
	vn_lm_all(self, state, queries, count);
}

static struct vn_score_state after(const void *self, uint32_t word)
{
	return state_alone(self, word);
}

static vn_cost alone(const void *self, uint32_t word)
{
	const struct vn_lm *lm = self;
	return lm->unigrams[word].cost;
}

struct vn_scorer vn_lm_scorer(const struct vn_lm *lm)
{
	return (struct vn_scorer){lm, start, score, all, after, alone};
}
