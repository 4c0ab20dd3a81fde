#include "decode/candidates.h"

#include "base/cost.h"
#include "damage/damage.h"
#include "decode/walk.h"

#include <stdlib.h>

#define GATHER_MAX    1024 /* words looked at when the best are chosen */
#define TABLE_SIZE    4096 /* that finds them by word */
#define ENTRIES_LEAST 512
#define CACHE_BYTES   (10 * 1024 * 1024)
#define RANK_WIDTH    (12 * 256) /* what ranks this much behind the best is left out */
#define LETTER_WORK   40	 /* of a search, for the watch */
#define FAR_WORK      120	 /* of one that looks far */

/* Beside the number of a channel, in an entry. */
#define NEAR 0x80
#define FAR  0x40

_Static_assert(VN_MODEL_CHANNELS <= FAR, "a channel's number leaves room for NEAR and FAR");

_Static_assert(VN_READ_LETTERS <= VN_WALK_LETTERS, "a token fits into a walk");

/* What is known of some read letters, and behind READ the candidates. */
struct entry {
	uint64_t hash;
	vn_cost sum;
	uint8_t count;	 /* candidates */
	uint8_t channel; /* its number, NEAR, FAR */
	uint8_t length;	 /* code points */
	int32_t read[];
};

_Static_assert(_Alignof(struct vn_candidate) <= _Alignof(int32_t),
	       "candidates stand behind letters");
_Static_assert(VN_CANDIDATES_MAX <= UINT8_MAX, "an entry counts its candidates in a byte");

struct vn_candidate_cache {
	const struct vn_model *model;
	struct vn_watch *watch; /* NULL: nobody's */
	const struct vn_channel
		*channel[VN_MODEL_CHANNELS]; /* the model's or others in their place */
	enum vn_walk_reach reach[VN_MODEL_CHANNELS];
	struct vn_arena arena;
	size_t arena_bytes;
	struct entry **entries; /* the arena's, by hash; NULL: none */
	size_t entry_count, entry_size;
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
	free(cache->entries);
	vn_walk_fini(&cache->own_walk);
	vn_ways_fini(&cache->ways);
	vn_arena_fini(&cache->arena);
	free(cache);
}

/* Forgets the entries; the room for their addresses stays, as the next text has as many. */
static void forget(struct vn_candidate_cache *cache)
{
	if (cache->entry_count)
		memset(cache->entries, 0, cache->entry_size * sizeof *cache->entries);
	cache->entry_count = 0;
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
	vn_drop_large(&cache->entries, &cache->entry_size, sizeof *cache->entries);
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

/* The best of the words of a front, MOST at most, by rank, into BEST; of equal ones the more
 * frequent word. LIST is room. Returns their number. */
static uint32_t gather(const struct vn_candidate_cache *cache, const struct vn_front *front,
		       uint32_t most, struct found list[GATHER_MAX],
		       const struct found *best[VN_CANDIDATES_MAX])
{
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
	return kept;
}

/* The candidates of ENTRY. */
static struct vn_candidates found_in(struct entry *entry)
{
	return (struct vn_candidates){(struct vn_candidate *)(entry->read + entry->length),
				      entry->count, entry->sum};
}

static struct entry **slot_of(struct entry **entries, size_t size, uint64_t hash, uint8_t channel,
			      const int32_t *read, uint32_t count)
{
	size_t at = (size_t)hash & (size - 1);
	while (entries[at] && (entries[at]->hash != hash || entries[at]->length != count ||
			       entries[at]->channel != channel ||
			       memcmp(entries[at]->read, read, count * sizeof *read) != 0))
		at = (at + 1) & (size - 1);
	return &entries[at];
}

static enum vn_status grow(struct vn_candidate_cache *cache, struct vn_err *err)
{
	size_t size = cache->entry_size ? cache->entry_size * 2 : ENTRIES_LEAST;
	struct entry **entries = calloc(size, sizeof *entries);
	if (!entries)
		return vn_err_nomem(err);
	for (size_t i = 0; i < cache->entry_size; i++) {
		struct entry *e = cache->entries[i];
		if (e)
			*slot_of(entries, size, e->hash, e->channel, e->read, e->length) = e;
	}
	free(cache->entries);
	cache->entries = entries;
	cache->entry_size = size;
	return VN_OK;
}

/* A number for COUNT letters of READ in CHANNEL. */
static uint64_t hash_of(uint8_t channel, const int32_t *read, int count)
{
	uint64_t hash = VN_HASH_SEED ^ channel;

	for (int i = 0; i < count; i++)
		hash = vn_hash_step(hash, (uint32_t)read[i]);
	return hash;
}

/* The slot of COUNT letters of READ; there is room for one more entry. */
static enum vn_status find(struct vn_candidate_cache *cache, uint8_t channel, const int32_t *read,
			   int count, struct entry ***out, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	if (cache->entry_count * 2 >= cache->entry_size)
		status = grow(cache, err);
	if (!status)
		*out = slot_of(cache->entries, cache->entry_size, hash_of(channel, read, count),
			       channel, read, (uint32_t)count);
	return status;
}

/* Fills the slot of COUNT letters of READ with what the last search, over no fewer letters of READ,
 * has found for them. */
static enum vn_status enter(struct vn_candidate_cache *cache, struct entry **slot, uint8_t channel,
			    const int32_t *read, int count, struct vn_err *err)
{
	struct found list[GATHER_MAX];
	const struct found *best[VN_CANDIDATES_MAX];
	uint32_t most = channel & FAR ? VN_CANDIDATES_MAX : VN_CANDIDATES_USUAL;
	uint32_t kept = gather(cache, cache->walk->front[count], most, list, best);
	size_t size =
		sizeof **slot + (size_t)count * sizeof *read + kept * sizeof(struct vn_candidate);
	struct entry *entry = vn_arena_alloc(&cache->arena, size);
	struct vn_candidate *to;

	if (!entry)
		return vn_err_nomem(err);
	entry->hash = hash_of(channel, read, count);
	entry->sum = VN_COST_MAX;
	entry->count = (uint8_t)kept;
	entry->channel = channel;
	entry->length = (uint8_t)count;
	memcpy(entry->read, read, (size_t)count * sizeof *read);
	to = found_in(entry).list;
	for (uint32_t i = 0; i < kept; i++) {
		to[i] = best[i]->candidate;
		entry->sum = vn_cost_add(entry->sum, best[i]->rank);
	}
	cache->arena_bytes += size;
	cache->entry_count++;
	*slot = entry;
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
	struct entry **slot;
	enum vn_status status = find(cache, channel, read, count, &slot, err);

	if (!status)
		status = vn_watch_work(cache->watch, *slot ? 1 : (uint64_t)count * work, err);
	if (!status && !*slot) {
		status = walk(cache, channel, read, count, err);
		if (!status)
			status = enter(cache, slot, channel, read, count, err);
	}
	if (!status)
		*out = found_in(*slot);
	return status;
}

enum vn_status vn_candidates_ahead(struct vn_candidate_cache *cache, const struct vn_channel *base,
				   const int32_t *read, int least, int most, struct vn_err *err)
{
	uint8_t channel = number_of(cache, base);
	struct entry **slot;
	enum vn_status status = find(cache, channel, read, most, &slot, err);

	while (!status && *slot && --most >= least)
		status = find(cache, channel, read, most, &slot, err);
	if (status || most < least)
		return status;
	status = vn_watch_work(cache->watch, (uint64_t)most * LETTER_WORK, err);
	if (!status)
		status = walk(cache, channel, read, most, err);
	for (int count = least; !status && count <= most; count++) {
		status = find(cache, channel, read, count, &slot, err);
		if (!status && !*slot)
			status = enter(cache, slot, channel, read, count, err);
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
