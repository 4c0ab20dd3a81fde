#include "decode/ways.h"

#include "model/hash.h"

#include <stdlib.h>

#define STORE_BYTES (4 * 1024 * 1024)
#define SLOTS_LEAST 1024

struct vn_ways_slot {
	uint64_t read;	 /* code points of the segment, 21 bits each */
	uint64_t before; /* the letter before it, and the number of the channel above that */
	const struct vn_ways *ways; /* NULL: empty */
};

void vn_ways_fini(struct vn_ways_store *store)
{
	vn_arena_fini(&store->arena);
	free(store->slots);
	*store = (struct vn_ways_store){0};
}

void vn_ways_reset(struct vn_ways_store *store)
{
	vn_arena_reset(&store->arena);
	if (store->size)
		memset(store->slots, 0, store->size * sizeof *store->slots);
	store->count = store->bytes = 0;
}

void vn_ways_trim(struct vn_ways_store *store)
{
	if (store->bytes >= STORE_BYTES)
		vn_ways_reset(store);
}

static struct vn_ways_slot *slot_of(struct vn_ways_slot *slots, size_t size, uint64_t read,
				    uint64_t before)
{
	uint64_t hash = (read ^ before * VN_HASH_SEED) * UINT64_C(0xff51afd7ed558ccd);
	size_t at = (size_t)(hash >> 40) & (size - 1);

	while (slots[at].ways && (slots[at].read != read || slots[at].before != before))
		at = (at + 1) & (size - 1);
	return &slots[at];
}

static enum vn_status grow(struct vn_ways_store *store, struct vn_err *err)
{
	size_t size = store->size ? store->size * 2 : SLOTS_LEAST;
	struct vn_ways_slot *slots = calloc(size, sizeof *slots);

	if (!slots)
		return vn_err_nomem(err);
	for (size_t i = 0; i < store->size; i++)
		if (store->slots[i].ways)
			*slot_of(slots, size, store->slots[i].read, store->slots[i].before) =
				store->slots[i];
	free(store->slots);
	store->slots = slots;
	store->size = size;
	return VN_OK;
}

static void *take(struct vn_ways_store *store, size_t bytes)
{
	store->bytes += bytes;
	return vn_arena_alloc(&store->arena, bytes);
}

#define KEYS (2 * VN_LETTER_CODES) /* first letters, then the same as capitals */

static uint32_t key_of(const struct vn_origin *o)
{
	return o->code[0] ? o->code[0] + (o->upper & 1 ? VN_LETTER_CODES : 0u) : 0;
}

/* Enters a first letter whose cheapest way costs LEAST. */
static void enter(struct vn_ways *ways, uint32_t key, vn_cost least)
{
	int capital = key >= VN_LETTER_CODES, code = (int)(key % VN_LETTER_CODES);

	for (int l = VN_WAYS_LEVELS - 1;
	     l >= 0 && (l == VN_WAYS_LEVELS - 1 || least < (l + 1) * VN_WAYS_STEP); l--)
		ways->first[l][capital][code >> 6] |= UINT64_C(1) << (code & 63);
	for (int w = 2 * capital + (code >> 6) + 1; w < 4; w++)
		ways->before[w >> 1][w & 1]++;
}

/* Puts WAY among the COUNT ways at LIST, by cost; they are nearly in order as they come. */
static void insert(struct vn_way *list, uint32_t count, struct vn_way way)
{
	for (; count > 0 && list[count - 1].cost > way.cost; count--)
		list[count] = list[count - 1];
	list[count] = way;
}

/* Sorts ORIGINS of SEGMENT behind BEFORE by their first letters, then by cost. */
static void sort(struct vn_ways *ways, struct vn_way *way, uint32_t *from,
		 const struct vn_channel *channel, struct vn_segment segment, int32_t before,
		 struct vn_origins origins)
{
	uint32_t first[KEYS + 1] = {0}, in[KEYS] = {0};
	vn_cost least[KEYS];

	for (uint32_t i = 0; i < origins.count; i++)
		first[key_of(&origins.list[i]) + 1]++;
	ways->silent = first[1];
	for (int k = 0; k < KEYS; k++) {
		least[k] = VN_COST_MAX;
		first[k + 1] += first[k];
	}
	for (uint32_t i = 0; i < origins.count; i++) {
		const struct vn_origin *o = &origins.list[i];
		vn_cost cost = o->cost + vn_channel_difference(channel, segment.read, segment.count,
							       o, before);
		uint32_t key = key_of(o);
		cost = cost > 0 ? cost : 0;
		least[key] = cost < least[key] ? cost : least[key];
		insert(way + first[key], in[key]++, (struct vn_way){cost, o->code[1], o->upper});
	}
	for (uint32_t k = 0; k < KEYS; k++) {
		if (least[k] < ways->least)
			ways->least = least[k];
		if (k == 0 || !in[k])
			continue;
		enter(ways, k, least[k]);
		*from++ = first[k];
	}
	*from = origins.count;
}

static const struct vn_ways *make(struct vn_ways_store *store, const struct vn_channel *channel,
				  struct vn_segment segment, int32_t before)
{
	static const struct vn_ways none = {.least = VN_COST_MAX};
	struct vn_origins origins = vn_channel_origins(channel, segment.read, segment.count);
	struct vn_ways *ways;
	struct vn_way *way;
	uint32_t *from;

	if (!origins.count)
		return &none;
	ways = take(store, sizeof *ways);
	way = take(store, origins.count * sizeof *way);
	from = take(store, ((origins.count < KEYS ? origins.count : KEYS) + 1) * sizeof *from);
	if (!ways || !way || !from)
		return NULL;
	*ways = (struct vn_ways){
		.least = VN_COST_MAX, .count = origins.count, .from = from, .way = way};
	sort(ways, way, from, channel, segment, before, origins);
	return ways;
}

enum vn_status vn_ways_get(struct vn_ways_store *store, uint8_t number,
			   const struct vn_channel *channel, struct vn_segment segment,
			   const struct vn_ways **out, struct vn_err *err)
{
	int32_t before = !channel->context_size ? 0
			 : !segment.first	? vn_channel_before(segment.read[-1])
						: ' ';
	uint64_t letters = 0, key = (uint64_t)(uint32_t)before | (uint64_t)number << 32;
	struct vn_ways_slot *slot;
	enum vn_status status = VN_OK;

	for (int i = 0; i < segment.count; i++)
		letters |= (uint64_t)(uint32_t)segment.read[i] << (21 * i);
	if (store->count * 2 >= store->size)
		status = grow(store, err);
	if (status)
		return status;
	slot = slot_of(store->slots, store->size, letters, key);
	if (!slot->ways) {
		const struct vn_ways *ways = make(store, channel, segment, before);
		if (!ways)
			return vn_err_nomem(err);
		*slot = (struct vn_ways_slot){letters, key, ways};
		store->count++;
	}
	*out = slot->ways;
	return VN_OK;
}
