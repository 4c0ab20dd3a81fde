#include "decode/candidates.h"

#include "decode/ways.h"
#include "model/letters.h"
#include "text/chars.h"

#include <stdlib.h>

#define WIDTH	    (15 * 256) /* costs further than this above the best at a place are dropped */
#define STATES_MAX  160	       /* states expanded at a place */
#define STEP	    64	       /* of the histogram that finds them */
#define STATES_ROOM 4096       /* states gathered at a place before the weakest go */
#define TABLE_SIZE  8192
#define GATHER_MAX  192	      /* words looked at when the best are chosen */
#define SAME_FEE    (9 * 256) /* a letter that stands for itself where no page showed it */
#define CACHE_BYTES (16 * 1024 * 1024)
#define LETTER_WORK 40 /* of a search, for the watch */

/* How the letters so far were printed. FIRST: one capital, so title or upper are both open. */
enum mode { MODE_LOWER, MODE_TITLE, MODE_UPPER, MODE_FIRST, MODE_NONE };

/* A place in the trie and how it was reached. */
struct state {
	uint32_t node;
	uint8_t mode; /* enum mode */
	vn_cost cost;
};

/* The states at one place of the read token, at most one per node and mode. */
struct front {
	struct state *state;
	uint32_t count;
	vn_cost best;
};

struct key {
	uint64_t hash;
	uint32_t length;     /* code points; 0 = empty slot */
	const int32_t *read; /* the arena's */
	uint8_t channel;
	struct vn_candidates found;
};

struct vn_candidate_cache {
	const struct vn_model *model;
	struct vn_watch *watch; /* NULL: nobody's */
	const struct vn_channel
		*channel[VN_MODEL_CHANNELS]; /* the model's or others in their place */
	struct vn_arena arena;
	size_t arena_bytes;
	struct key *keys;
	size_t key_count, key_size;
	struct front front[VN_READ_LETTERS + 1];
	struct vn_ways_store ways;
	struct step *steps; /* of one state over one segment */
	size_t step_cap;
	uint16_t *table;	    /* index + 1 of a state by node and mode, for one front */
	uint16_t slot[STATES_ROOM]; /* slots of the table in use */
};

enum vn_status vn_candidate_cache_open(struct vn_candidate_cache **out,
				       const struct vn_model *model, struct vn_err *err)
{
	struct vn_candidate_cache *cache = calloc(1, sizeof *cache);
	bool good;

	if (!cache)
		return vn_err_nomem(err);
	cache->model = model;
	for (uint32_t k = 0; k < model->channel_count; k++)
		cache->channel[k] = &model->channel[k];
	cache->key_size = 1 << 12;
	cache->keys = calloc(cache->key_size, sizeof *cache->keys);
	cache->table = calloc(TABLE_SIZE, sizeof *cache->table);
	good = cache->keys && cache->table;
	for (int i = 0; i <= VN_READ_LETTERS; i++) {
		cache->front[i].state = malloc(STATES_ROOM * sizeof(struct state));
		good = good && cache->front[i].state;
	}
	if (!good) {
		vn_candidate_cache_close(cache);
		return vn_err_nomem(err);
	}
	*out = cache;
	return VN_OK;
}

void vn_candidate_cache_close(struct vn_candidate_cache *cache)
{
	if (!cache)
		return;
	for (int i = 0; i <= VN_READ_LETTERS; i++)
		free(cache->front[i].state);
	free(cache->keys);
	free(cache->table);
	free(cache->steps);
	vn_ways_fini(&cache->ways);
	vn_arena_fini(&cache->arena);
	free(cache);
}

static void forget(struct vn_candidate_cache *cache)
{
	memset(cache->keys, 0, cache->key_size * sizeof *cache->keys);
	cache->key_count = 0;
	cache->arena_bytes = 0;
	vn_arena_reset(&cache->arena);
}

void vn_candidate_cache_trim(struct vn_candidate_cache *cache)
{
	if (cache->arena_bytes >= CACHE_BYTES)
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
	vn_ways_reset(&cache->ways);
	forget(cache);
}

void vn_candidate_cache_watch(struct vn_candidate_cache *cache, struct vn_watch *watch)
{
	cache->watch = watch;
}

/* Adds a state to a front; tidy() drops the copies. */
static void push(struct front *front, uint32_t node, enum mode mode, vn_cost cost)
{
	if (cost > front->best + WIDTH || front->count == STATES_ROOM)
		return;
	if (cost < front->best)
		front->best = cost;
	front->state[front->count++] = (struct state){node, (uint8_t)mode, cost};
}

/* The cost up to which about STATES_MAX states are to be kept. */
static vn_cost cutoff(const struct front *front)
{
	uint32_t in[WIDTH / STEP + 1] = {0}, sum = 0;

	for (uint32_t i = 0; i < front->count; i++)
		in[(front->state[i].cost - front->best) / STEP]++;
	for (uint32_t k = 0; k <= WIDTH / STEP; k++) {
		sum += in[k];
		if (sum >= STATES_MAX)
			return front->best + (vn_cost)(k * STEP + STEP - 1);
	}
	return front->best + WIDTH;
}

/* Keeps the best state of each node and mode, and the best STATES_MAX of all; the best one first,
 * so that what it leads to bounds the others. */
static void tidy(struct vn_candidate_cache *cache, struct front *front)
{
	uint32_t kept = 0, best = 0;
	vn_cost most;

	for (uint32_t i = 0; i < front->count; i++) {
		struct state s = front->state[i];
		uint32_t at = (s.node * 4 + s.mode) * UINT32_C(2654435761) >> 19;
		if (s.cost > front->best + WIDTH)
			continue;
		while (cache->table[at] && (front->state[cache->table[at] - 1].node != s.node ||
					    front->state[cache->table[at] - 1].mode != s.mode))
			at = (at + 1) & (TABLE_SIZE - 1);
		if (cache->table[at]) {
			struct state *twin = &front->state[cache->table[at] - 1];
			if (s.cost < twin->cost)
				twin->cost = s.cost;
			continue;
		}
		cache->slot[kept] = (uint16_t)at;
		front->state[kept++] = s;
		cache->table[at] = (uint16_t)kept;
	}
	for (uint32_t i = 0; i < kept; i++)
		cache->table[cache->slot[i]] = 0;
	front->count = kept;
	most = kept > STATES_MAX ? cutoff(front) : front->best + WIDTH;
	kept = 0;
	for (uint32_t i = 0; i < front->count; i++)
		if (front->state[i].cost <= most)
			front->state[kept++] = front->state[i];
	front->count = kept;
	for (uint32_t i = 1; i < kept; i++)
		if (front->state[i].cost < front->state[best].cost)
			best = i;
	if (best) {
		struct state s = front->state[0];
		front->state[0] = front->state[best];
		front->state[best] = s;
	}
}

/* The mode after one more letter, or -1 when its case does not fit. */
static int next_mode(int mode, bool upper)
{
	switch (mode) {
	case MODE_NONE:
		return upper ? MODE_FIRST : MODE_LOWER;
	case MODE_FIRST:
		return upper ? MODE_UPPER : MODE_TITLE;
	case MODE_UPPER:
		return upper ? MODE_UPPER : -1;
	default:
		return upper ? -1 : mode;
	}
}

/* Where a way on leads from a state. */
struct step {
	uint32_t order; /* of the way */
	uint32_t node;
	enum mode mode;
	vn_cost cost;
};

/* Notes that WAY leads from S to NODE and MODE, which its first letter has brought it to, if its
 * second letter fits; keeps the steps in order. Returns their number. */
static uint32_t note(const struct vn_candidate_cache *cache, uint32_t count, const struct state *s,
		     const struct vn_way *way, uint32_t node, int mode)
{
	uint32_t at = count;

	if (way->second) {
		mode = next_mode(mode, way->upper >> 1 & 1);
		node = mode < 0 ? 0 : vn_trie_child(&cache->model->trie, node, way->second);
		if (!node)
			return count;
	}
	for (; at > 0 && cache->steps[at - 1].order > way->order; at--)
		cache->steps[at] = cache->steps[at - 1];
	cache->steps[at] = (struct step){way->order, node, (enum mode)mode, s->cost + way->cost};
	return count + 1;
}

/* The steps from S over those of WAYS that cost at most ROOM and whose first letter, CAPITAL or
 * not, is in word WORD of the codes. */
static uint32_t follow(const struct vn_candidate_cache *cache, uint32_t count,
		       const struct state *s, const struct vn_ways *ways, vn_cost room, int capital,
		       int word)
{
	const struct vn_trie_node *node = &cache->model->trie.nodes[s->node];
	uint64_t has = node->has[word], bits = has & (*vn_ways_within(ways, room))[capital][word];
	int mode = next_mode(s->mode, capital);

	for (; bits; bits &= bits - 1) {
		int bit = vn_bit_first(bits);
		const uint32_t *from = vn_ways_of(ways, capital, word, bit);
		uint32_t child = node->first[word] + vn_bit_count(has & ((UINT64_C(1) << bit) - 1));
		for (uint32_t i = from[0]; i < from[1]; i++)
			if (ways->way[i].cost <= room)
				count = note(cache, count, s, &ways->way[i], child, mode);
	}
	return count;
}

/* Follows all WAYS on from state S into the front behind them, in the order of the channel. */
static void expand(const struct vn_candidate_cache *cache, const struct state *s,
		   const struct vn_ways *ways, struct front *to)
{
	vn_cost room = to->best + WIDTH - s->cost;
	uint32_t count = 0;

	if (ways->least > room)
		return;
	for (uint32_t i = 0; i < ways->silent; i++)
		if (ways->way[i].cost <= room)
			count = note(cache, count, s, &ways->way[i], s->node, s->mode);
	for (int capital = 0; capital < 2; capital++)
		if (next_mode(s->mode, capital) >= 0)
			for (int word = 0; word < 2; word++)
				count = follow(cache, count, s, ways, room, capital, word);
	for (uint32_t i = 0; i < count; i++)
		push(to, cache->steps[i].node, cache->steps[i].mode, cache->steps[i].cost);
}

/* Finds the ways on over 0 to 3 letters from READ[at], COUNT being all of the token. */
static enum vn_status find_ways(struct vn_candidate_cache *cache, uint8_t channel,
				const int32_t *read, int at, int count,
				const struct vn_ways *ways[4], struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (int len = 0; !status && len <= 3 && at + len <= count; len++) {
		status = vn_ways_get(&cache->ways, channel, cache->channel[channel], read, at, len,
				     &ways[len], err);
		if (!status)
			status = vn_room(&cache->steps, ways[len]->count, &cache->step_cap,
					 sizeof *cache->steps, err);
	}
	return status;
}

/* The letter itself where the channel never saw it: unknown letters may stand for themselves. */
static void expand_same(const struct vn_candidate_cache *cache, const struct state *s, int32_t c,
			struct front *to)
{
	int32_t small = vn_lower(c);
	uint8_t code = vn_letter_code(small);
	int mode = next_mode(s->mode, c != small);
	uint32_t node = code && mode >= 0 ? vn_trie_child(&cache->model->trie, s->node, code) : 0;

	if (node)
		push(to, node, (enum mode)mode, s->cost + SAME_FEE);
}

/* One state's ways on over the next read characters; FRONT is the one it stands in. */
static void expand_all(const struct vn_candidate_cache *cache, const struct vn_ways *ways[4],
		       const struct state *s, const int32_t *read, int left, struct front *front)
{
	for (int len = 1; len <= 3 && len <= left; len++)
		expand(cache, s, ways[len], front + len);
	if (left)
		expand_same(cache, s, read[0], front + 1);
}

static enum vn_status search(struct vn_candidate_cache *cache, uint8_t channel, const int32_t *read,
			     int count, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (int j = 0; j <= count; j++) {
		cache->front[j].count = 0;
		cache->front[j].best = VN_COST_MAX - WIDTH;
	}
	vn_ways_trim(&cache->ways);
	push(&cache->front[0], VN_TRIE_ROOT, MODE_NONE, 0);
	for (int j = 0; !status && j <= count; j++) {
		struct front *front = &cache->front[j];
		const struct vn_ways *ways[4];
		uint32_t before;
		status = find_ways(cache, channel, read, j, count, ways, err);
		if (status)
			break;
		tidy(cache, front);
		/* Letters that left no trace: one at a place is enough. */
		before = front->count;
		for (uint32_t i = 0; i < before; i++)
			expand(cache, &front->state[i], ways[0], front);
		tidy(cache, front);
		for (uint32_t i = 0; i < front->count; i++)
			expand_all(cache, ways, &front->state[i], read + j, count - j, front);
	}
	return status;
}

/* A candidate's rank: channel cost and a share of how rare the word is. */
static vn_cost rank_of(const struct vn_candidate_cache *cache, const struct vn_candidate *c)
{
	return c->cost + vn_score_alone(&cache->model->scorer, c->word) / 2;
}

/* Puts one way of printing a word into the list, which holds each word once. */
static void offer(struct vn_candidate *list, uint32_t *count, uint32_t room, uint32_t word,
		  enum mode mode, vn_cost cost)
{
	uint32_t at = 0;

	while (at < *count && list[at].word != word)
		at++;
	if (at == *count) {
		if (*count == room)
			return;
		list[(*count)++] =
			(struct vn_candidate){word, cost, {VN_COST_MAX, VN_COST_MAX, VN_COST_MAX}};
	}
	if (cost < list[at].cost)
		list[at].cost = cost;
	if (mode == MODE_FIRST) {
		/* One capital letter is a title and all capitals at once. */
		offer(list, count, room, word, MODE_TITLE, cost);
		mode = MODE_UPPER;
	}
	if (cost < list[at].by_case[mode])
		list[at].by_case[mode] = cost;
}

/* Sorts the last front's words by rank and keeps the best. */
static enum vn_status gather(struct vn_candidate_cache *cache, const struct front *front,
			     struct vn_candidates *out, struct vn_err *err)
{
	struct vn_candidate list[GATHER_MAX];
	uint32_t count = 0, kept;

	for (uint32_t i = 0; i < front->count; i++) {
		uint32_t word = cache->model->trie.nodes[front->state[i].node].word;
		if (word)
			offer(list, &count, GATHER_MAX, word, (enum mode)front->state[i].mode,
			      front->state[i].cost);
	}
	for (uint32_t i = 1; i < count; i++) {
		struct vn_candidate c = list[i];
		uint32_t at = i;
		for (; at > 0 && rank_of(cache, &list[at - 1]) > rank_of(cache, &c); at--)
			list[at] = list[at - 1];
		list[at] = c;
	}
	kept = count < VN_CANDIDATES_MAX ? count : VN_CANDIDATES_MAX;
	out->list = vn_arena_alloc(&cache->arena, (kept + 1) * sizeof *list);
	if (!out->list)
		return vn_err_nomem(err);
	cache->arena_bytes += (kept + 1) * sizeof *list;
	memcpy(out->list, list, kept * sizeof *list);
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
	size_t size = cache->key_size * 2;
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
	enum vn_status status = gather(cache, &cache->front[count], &key->found, err);
	struct vn_str copy;

	if (status)
		return status;
	copy = vn_arena_copy(&cache->arena, (const char *)read, (size_t)count * sizeof *read);
	if (!copy.ptr)
		return vn_err_nomem(err);
	cache->arena_bytes += copy.len;
	cache->key_count++;
	key->length = (uint32_t)count;
	key->read = (const int32_t *)(const void *)copy.ptr;
	key->channel = channel;
	return VN_OK;
}

enum vn_status vn_candidates_get(struct vn_candidate_cache *cache, const struct vn_channel *base,
				 const int32_t *read, int count, struct vn_candidates *out,
				 struct vn_err *err)
{
	uint8_t channel = number_of(cache, base);
	struct key *key;
	enum vn_status status = find(cache, channel, read, count, &key, err);

	if (!status)
		status = vn_watch_work(cache->watch,
				       key->length ? 1 : (uint64_t)count * LETTER_WORK, err);
	if (!status && !key->length) {
		status = search(cache, channel, read, count, err);
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
		status = search(cache, channel, read, most, err);
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
		if (candidate->by_case[m] == VN_COST_MAX)
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
