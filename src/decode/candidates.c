#include "decode/candidates.h"

#include "base/cost.h"
#include "damage/damage.h"
#include "decode/walk.h"

#include <stdlib.h>

#define GATHER_MAX  1024 /* words looked at when the best are chosen */
#define TABLE_SIZE  4096 /* that finds them by word */
#define KEYS_LEAST  512
#define CACHE_BYTES (10 * 1024 * 1024)
#define RANK_WIDTH  (12 * 256) /* what ranks this much behind the best is left out */
#define LETTER_WORK 40	       /* of a search, for the watch */
#define FAR_WORK    120	       /* of one that looks far */

/* Beside the number of a channel, in a key. */
#define NEAR 0x80
#define FAR  0x40

_Static_assert(VN_MODEL_CHANNELS <= FAR, "a channel's number leaves room for NEAR and FAR");

_Static_assert(VN_READ_LETTERS <= VN_WALK_LETTERS, "a token fits into a walk");

struct key {
	uint64_t hash;
	uint32_t length;     /* code points; 0 = empty slot */
	const int32_t *read; /* the arena's */
	uint8_t channel;     /* its number, NEAR, FAR */
	struct vn_candidates found;
};

struct vn_candidate_cache {
	const struct vn_model *model;
	struct vn_watch *watch; /* NULL: nobody's */
	const struct vn_channel
		*channel[VN_MODEL_CHANNELS]; /* the model's or others in their place */
	enum vn_walk_reach reach[VN_MODEL_CHANNELS];
	struct vn_arena arena;
	size_t arena_bytes;
	struct key *keys;
	size_t key_count, key_size;
	struct vn_ways_store ways;
	struct vn_walk *walk; /* OWN_WALK, or another cache's */
	uint8_t first;	      /* the number of its first channel to the walk */
	struct vn_walk own_walk;
};

/* Notes which channels read letters in ways that no page showed. */
static void note_reach(struct vn_candidate_cache *cache)
{
	for (uint32_t k = 0; k < cache->model->channel_count; k++) {
		cache->reach[k] = VN_WALK_SHOWN;
		for (int d = 0; d < VN_DAMAGE_COUNT; d++)
			if (vn_damages[d].unseen &&
			    strcmp(cache->model->channel[k].name, vn_damages[d].channel) == 0)
				cache->reach[k] = VN_WALK_UNSEEN;
	}
}

/* A cache without a walk. */
static enum vn_status make(struct vn_candidate_cache **out, const struct vn_model *model,
			   struct vn_err *err)
{
	struct vn_candidate_cache *cache = calloc(1, sizeof *cache);

	if (!cache)
		return vn_err_nomem(err);
	cache->model = model;
	for (uint32_t k = 0; k < model->channel_count; k++)
		cache->channel[k] = &model->channel[k];
	note_reach(cache);
	*out = cache;
	return VN_OK;
}

enum vn_status vn_candidate_cache_open(struct vn_candidate_cache **out,
				       const struct vn_model *model, struct vn_err *err)
{
	struct vn_candidate_cache *cache;
	enum vn_status status = make(&cache, model, err);

	if (status)
		return status;
	status = vn_walk_init(&cache->own_walk, &model->trie, err);
	if (status) {
		vn_candidate_cache_close(cache);
		return status;
	}
	cache->walk = &cache->own_walk;
	*out = cache;
	return VN_OK;
}

enum vn_status vn_candidate_cache_beside(struct vn_candidate_cache **out,
					 struct vn_candidate_cache *beside, struct vn_err *err)
{
	struct vn_candidate_cache *cache;
	enum vn_status status = make(&cache, beside->model, err);

	if (status)
		return status;
	cache->walk = beside->walk;
	cache->first = (uint8_t)(beside->first + VN_MODEL_CHANNELS);
	*out = cache;
	return VN_OK;
}

void vn_candidate_cache_close(struct vn_candidate_cache *cache)
{
	if (!cache)
		return;
	free(cache->keys);
	vn_walk_fini(&cache->own_walk);
	vn_ways_fini(&cache->ways);
	vn_arena_fini(&cache->arena);
	free(cache);
}

/* Forgets the lists; the room for keys stays, as the next text has as many. */
static void forget(struct vn_candidate_cache *cache)
{
	if (cache->key_count)
		memset(cache->keys, 0, cache->key_size * sizeof *cache->keys);
	cache->key_count = 0;
	cache->arena_bytes = 0;
	vn_arena_reset(&cache->arena);
}

bool vn_candidate_cache_full(const struct vn_candidate_cache *cache)
{
	return cache->arena_bytes >= CACHE_BYTES;
}

void vn_candidate_cache_trim(struct vn_candidate_cache *cache)
{
	if (vn_candidate_cache_full(cache))
		forget(cache);
}

/* The number of BASE among the channels of the model. */
static uint8_t number_of(const struct vn_candidate_cache *cache, const struct vn_channel *base)
{
	return (uint8_t)(base - cache->model->channel);
}

void vn_candidate_cache_channel(struct vn_candidate_cache *cache, const struct vn_channel *base,
				const struct vn_channel *channel)
{
	cache->channel[number_of(cache, base)] = channel ? channel : base;
	vn_walk_forget(cache->walk, cache->first, VN_MODEL_CHANNELS);
	vn_ways_reset(&cache->ways);
	forget(cache);
	vn_drop_large(&cache->keys, &cache->key_size, sizeof *cache->keys);
}

void vn_candidate_cache_watch(struct vn_candidate_cache *cache, struct vn_watch *watch)
{
	cache->watch = watch;
}

/* A word on its way into a list. */
struct found {
	vn_cost rank; /* channel cost and how rare the word is */
	struct vn_candidate candidate;
};

/* Notes that CANDIDATE may have been printed at COST in MODE. */
static void note(struct vn_candidate *candidate, enum vn_mode mode, vn_cost cost)
{
	if (cost < candidate->cost)
		candidate->cost = (uint16_t)cost;
	/* One capital letter is a title and all capitals at once. */
	for (int m = 0; m < 3; m++)
		if (((int)mode == m || (mode == VN_MODE_FIRST && m != VN_MODE_LOWER)) &&
		    cost < candidate->by_case[m])
			candidate->by_case[m] = (uint16_t)cost;
}

/* The words of a front, each once, into LIST. Returns their number. */
static uint32_t words_of(const struct vn_candidate_cache *cache, const struct vn_front *front,
			 struct found list[GATHER_MAX])
{
	uint16_t table[TABLE_SIZE] = {0}; /* number + 1 of a word in the list, by hash */
	uint32_t count = 0;

	for (uint32_t i = 0; i < front->count; i++) {
		const struct vn_walk_state *s = &front->states[i];
		uint32_t word = cache->model->trie.nodes[s->at / 8].word;
		uint32_t slot = word * UINT32_C(2654435761) >> 20;
		if (!word || s->cost >= VN_CANDIDATE_NEVER)
			continue;
		while (table[slot] && list[table[slot] - 1].candidate.word != word)
			slot = (slot + 1) % TABLE_SIZE;
		if (!table[slot] && count < GATHER_MAX) {
			list[count++].candidate = (struct vn_candidate){
				(uint16_t)word,
				VN_CANDIDATE_NEVER,
				{VN_CANDIDATE_NEVER, VN_CANDIDATE_NEVER, VN_CANDIDATE_NEVER}};
			table[slot] = (uint16_t)count;
		}
		if (table[slot])
			note(&list[table[slot] - 1].candidate, s->at % 8, s->cost);
	}
	return count;
}

static bool better(const struct found *x, const struct found *y)
{
	if (x->rank != y->rank)
		return x->rank < y->rank;
	return x->candidate.word < y->candidate.word;
}

/* Keeps the best of the words of a front, MOST at most, by rank; of equal ones the more frequent
 * word. */
static enum vn_status gather(struct vn_candidate_cache *cache, const struct vn_front *front,
			     uint32_t most, struct vn_candidates *out, struct vn_err *err)
{
	struct found list[GATHER_MAX];
	const struct found *best[VN_CANDIDATES_MAX];
	uint32_t count = words_of(cache, front, list), kept = 0;

	for (uint32_t i = 0; i < count; i++) {
		struct found *f = &list[i];
		uint32_t at = kept;
		f->rank = f->candidate.cost +
			  vn_score_alone(&cache->model->scorer, f->candidate.word);
		if (kept < most)
			kept++;
		else if (!better(f, best[--at]))
			continue;
		for (; at > 0 && better(f, best[at - 1]); at--)
			best[at] = best[at - 1];
		best[at] = f;
	}
	while (kept > 1 && best[kept - 1]->rank > best[0]->rank + RANK_WIDTH)
		kept--;
	out->list = vn_arena_alloc(&cache->arena, (kept + 1) * sizeof *out->list);
	if (!out->list)
		return vn_err_nomem(err);
	cache->arena_bytes += (kept + 1) * sizeof *out->list;
	out->sum = VN_COST_MAX;
	for (uint32_t i = 0; i < kept; i++) {
		out->list[i] = best[i]->candidate;
		out->sum = vn_cost_add(out->sum,
				       out->list[i].cost + vn_score_alone(&cache->model->scorer,
									  out->list[i].word));
	}
	out->count = kept;
	return VN_OK;
}

static struct key *slot_of(struct key *keys, size_t size, uint64_t hash, uint8_t channel,
			   const int32_t *read, uint32_t count)
{
	size_t at = (size_t)hash & (size - 1);
	while (keys[at].length &&
	       (keys[at].hash != hash || keys[at].length != count || keys[at].channel != channel ||
		memcmp(keys[at].read, read, count * sizeof *read) != 0))
		at = (at + 1) & (size - 1);
	return &keys[at];
}

static enum vn_status grow(struct vn_candidate_cache *cache, struct vn_err *err)
{
	size_t size = cache->key_size ? cache->key_size * 2 : KEYS_LEAST;
	struct key *keys = calloc(size, sizeof *keys);
	if (!keys)
		return vn_err_nomem(err);
	for (size_t i = 0; i < cache->key_size; i++) {
		const struct key *k = &cache->keys[i];
		if (k->length)
			*slot_of(keys, size, k->hash, k->channel, k->read, k->length) = *k;
	}
	free(cache->keys);
	cache->keys = keys;
	cache->key_size = size;
	return VN_OK;
}

/* The slot of COUNT letters of READ; there is room for one more key. */
static enum vn_status find(struct vn_candidate_cache *cache, uint8_t channel, const int32_t *read,
			   int count, struct key **out, struct vn_err *err)
{
	uint64_t hash = VN_HASH_SEED ^ channel;
	enum vn_status status = VN_OK;

	for (int i = 0; i < count; i++)
		hash = vn_hash_step(hash, (uint32_t)read[i]);
	if (cache->key_count * 2 >= cache->key_size)
		status = grow(cache, err);
	if (status)
		return status;
	*out = slot_of(cache->keys, cache->key_size, hash, channel, read, (uint32_t)count);
	(*out)->hash = hash;
	return VN_OK;
}

/* Fills the slot of COUNT letters of READ with what the last search, over no fewer letters of READ,
 * has found for them. */
static enum vn_status enter(struct vn_candidate_cache *cache, struct key *key, uint8_t channel,
			    const int32_t *read, int count, struct vn_err *err)
{
	uint32_t most = channel & FAR ? VN_CANDIDATES_MAX : VN_CANDIDATES_USUAL;
	enum vn_status status = gather(cache, cache->walk->front[count], most, &key->found, err);
	size_t size = (size_t)count * sizeof *read;
	int32_t *copy;

	if (status)
		return status;
	copy = vn_arena_alloc(&cache->arena, size);
	if (!copy)
		return vn_err_nomem(err);
	memcpy(copy, read, size);
	cache->arena_bytes += size;
	cache->key_count++;
	key->length = (uint32_t)count;
	key->read = copy;
	key->channel = channel;
	return VN_OK;
}

/* Walks over COUNT letters of READ through CHANNEL, a number with NEAR, FAR or neither. */
static enum vn_status walk(struct vn_candidate_cache *cache, uint8_t channel, const int32_t *read,
			   int count, struct vn_err *err)
{
	uint8_t number = channel & (FAR - 1);
	enum vn_walk_reach reach = cache->reach[number];

	if (channel & NEAR)
		reach = VN_WALK_NEAR;
	else if (channel & FAR && reach == VN_WALK_UNSEEN)
		reach = VN_WALK_FAR;
	return vn_walk_run(cache->walk, &cache->ways, (uint8_t)(cache->first + number),
			   cache->channel[number], reach, read, count, err);
}

enum vn_status vn_candidates_get(struct vn_candidate_cache *cache, const struct vn_channel *base,
				 enum vn_candidate_reach reach, const int32_t *read, int count,
				 struct vn_candidates *out, struct vn_err *err)
{
	static const uint8_t key_of[] = {NEAR, 0, FAR};
	uint8_t channel = number_of(cache, base) | key_of[reach];
	uint64_t work = reach == VN_CANDIDATES_FAR ? FAR_WORK : LETTER_WORK;
	struct key *key;
	enum vn_status status = find(cache, channel, read, count, &key, err);

	if (!status)
		status = vn_watch_work(cache->watch, key->length ? 1 : (uint64_t)count * work, err);
	if (!status && !key->length) {
		status = walk(cache, channel, read, count, err);
		if (!status)
			status = enter(cache, key, channel, read, count, err);
	}
	if (!status)
		*out = key->found;
	return status;
}

enum vn_status vn_candidates_ahead(struct vn_candidate_cache *cache, const struct vn_channel *base,
				   const int32_t *read, int least, int most, struct vn_err *err)
{
	uint8_t channel = number_of(cache, base);
	struct key *key;
	enum vn_status status = find(cache, channel, read, most, &key, err);

	while (!status && key->length && --most >= least)
		status = find(cache, channel, read, most, &key, err);
	if (status || most < least)
		return status;
	status = vn_watch_work(cache->watch, (uint64_t)most * LETTER_WORK, err);
	if (!status)
		status = walk(cache, channel, read, most, err);
	for (int count = least; !status && count <= most; count++) {
		status = find(cache, channel, read, count, &key, err);
		if (!status && !key->length)
			status = enter(cache, key, channel, read, count, err);
	}
	return status;
}

enum vn_case vn_candidate_case(const struct vn_model *model, const struct vn_candidate *candidate,
			       enum vn_case left, int weight, vn_cost *cost)
{
	const struct vn_file_case *habit = &model->cases[candidate->word];
	enum vn_case row = left == VN_CASE_UNSAID ? VN_CASE_LOWER : left;
	enum vn_case best = VN_CASE_LOWER;

	*cost = VN_COST_MAX;
	for (int m = 0; m < 3; m++) {
		vn_cost sum, usual;
		if (candidate->by_case[m] == VN_CANDIDATE_NEVER)
			continue;
		usual = habit->cost[row][m];
		if (left == VN_CASE_UNSAID && habit->cost[VN_CASE_START][m] < usual)
			usual = habit->cost[VN_CASE_START][m];
		sum = candidate->by_case[m] + weight * usual;
		if (sum < *cost) {
			*cost = sum;
			best = (enum vn_case)m;
		}
	}
	return best;
}
