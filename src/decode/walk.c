#include "decode/walk.h"

#include "model/hash.h"
#include "model/letters.h"
#include "text/chars.h"

#include <stdlib.h>
#include <utf8proc.h>

/* By reach: costs further than this above the best of a front are dropped; the states of a front
 * that stay, or a few more that cost as much. */
static const vn_cost width_of[] = {11 * 256, 15 * 256, 15 * 256, 15 * 256};
static const uint32_t most_of[] = {80, 160, 160, 600};

#define WIDTH_MAX (15 * 256)
#define LEVELS	  (WIDTH_MAX / VN_WALK_STEP + 1)
#define ROOM	  8	    /* states: fronts have room for multiples of so many */
#define CHECK	  256	    /* states from which it is worth looking for a lower bound */
#define SAME_FEE  (9 * 256) /* a letter that stands for itself where no page showed it */
/* A letter that was read for the same one with other marks, for any other one, and for none, where
 * no page showed it. */
#define MARKS_FEE  2176
#define LETTER_FEE 2560
#define NONE_FEE   2560
#define UNSEEN_ROOM                                                                                \
	(5 * 256) /* from states further above the best of a front there is none of it */

/* The front behind the first letters of a token, which many tokens begin with. */
struct vn_beginning {
	int32_t read[VN_WALK_KEPT]; /* 0 where it is shorter */
	uint8_t channel, reach;
	bool made;
	struct vn_front front;
};

/* Slots for beginnings of so many letters: each length has its own, so that those of one token
 * never take each other's place. */
static const uint16_t slots_of[VN_WALK_KEPT + 1] = {1, 256, 2048, 2048, 1024, 512, 256};
#define SLOTS (1 + 256 + 2048 + 2048 + 1024 + 512 + 256)

/* The mode after one more letter, by its case; -1 when that does not fit. */
static const int8_t after[][2] = {
	[VN_MODE_LOWER] = {VN_MODE_LOWER, -1},
	[VN_MODE_TITLE] = {VN_MODE_TITLE, -1},
	[VN_MODE_UPPER] = {-1, VN_MODE_UPPER},
	[VN_MODE_FIRST] = {VN_MODE_TITLE, VN_MODE_UPPER},
	[VN_MODE_NONE] = {VN_MODE_LOWER, VN_MODE_FIRST},
};

/* Fills the sets of letters that are made from one. */
static void note_kin(struct vn_walk *w)
{
	for (int letter = VN_L_A; letter < VN_L_COUNT; letter++)
		for (int tone = VN_NGANG; tone <= VN_NANG; tone++) {
			vn_grapheme g =
				vn_grapheme_with_tone((vn_grapheme)letter, (enum vn_tone_mark)tone);
			uint8_t code = vn_letter_code(vn_grapheme_char(g));
			if (code)
				w->kin[vn_letter_plain((enum vn_letter)letter)][code >> 6] |=
					UINT64_C(1) << (code & 63);
		}
}

enum vn_status vn_walk_init(struct vn_walk *w, const struct vn_trie *trie, struct vn_err *err)
{
	*w = (struct vn_walk){
		.trie = trie,
		.states = malloc(VN_WALK_STATES * sizeof *w->states),
		.sorted = malloc(VN_WALK_STATES * sizeof *w->sorted),
		.table = calloc(VN_WALK_SLOTS, sizeof *w->table),
		.slots = malloc(VN_WALK_STATES * sizeof *w->slots),
		.kept = calloc(SLOTS, sizeof *w->kept),
	};
	note_kin(w);
	if (w->states && w->sorted && w->table && w->slots && w->kept)
		return VN_OK;
	vn_walk_fini(w);
	return vn_err_nomem(err);
}

void vn_walk_fini(struct vn_walk *w)
{
	for (int i = 0; i <= VN_WALK_LETTERS; i++)
		free(w->own[i].states);
	for (size_t i = 0; w->kept && i < SLOTS; i++)
		free(w->kept[i].front.states);
	free(w->kept);
	free(w->states);
	free(w->sorted);
	free(w->table);
	free(w->slots);
	*w = (struct vn_walk){0};
}

static void drop(struct vn_front *front)
{
	free(front->states);
	*front = (struct vn_front){0};
}

void vn_walk_forget(struct vn_walk *w, uint8_t first, uint8_t count)
{
	if (w->channel >= first && w->channel - first < count)
		w->known = 0;
	for (size_t i = 0; i < SLOTS; i++) {
		struct vn_beginning *b = &w->kept[i];
		if (b->channel < first || b->channel - first >= count)
			continue;
		b->made = false;
		drop(&b->front);
	}
}

/* How far above the best a state is, in steps. */
static uint32_t level(const struct vn_walk *w, const struct vn_walk_state *state)
{
	return (uint32_t)(state->cost - w->best) / VN_WALK_STEP;
}

/* Counts the states that may stay by their level, and lowers the bound to the level that has the
 * last of the cheapest that the reach allows. */
static void count_levels(struct vn_walk *w, uint32_t in[LEVELS])
{
	uint32_t sum = 0, stay = most_of[w->reach];

	memset(in, 0, LEVELS * sizeof *in);
	for (uint32_t i = 0; i < w->count; i++)
		if (w->states[i].cost <= w->most) {
			in[level(w, &w->states[i])]++;
			sum++;
		}
	if (sum <= stay)
		return;
	sum = 0;
	for (int k = 0; k < LEVELS; k++) {
		sum += in[k];
		if (sum >= stay) {
			vn_cost most = w->best + (k + 1) * VN_WALK_STEP - 1;
			w->most = most < w->most ? most : w->most;
			return;
		}
	}
}

/* Sorts the states that stay into OUT. Returns their number. */
static uint32_t sort(struct vn_walk *w, struct vn_walk_state *out)
{
	uint32_t in[LEVELS], place[LEVELS], sum = 0;

	count_levels(w, in);
	for (int k = 0; k < LEVELS; k++) {
		place[k] = sum;
		sum += in[k];
	}
	sum = 0;
	for (uint32_t i = 0; i < w->count; i++)
		if (w->states[i].cost <= w->most) {
			out[place[level(w, &w->states[i])]++] = w->states[i];
			sum++;
		}
	return sum;
}

/* Lowers the bound to what it will be at most when the front is done: a better best state to come
 * shifts the levels by less than a step. */
static void tighten(struct vn_walk *w)
{
	uint32_t in[LEVELS];
	vn_cost before = w->most;

	count_levels(w, in);
	if (w->most < before)
		w->most = w->most + VN_WALK_STEP - 1 < before ? w->most + VN_WALK_STEP - 1 : before;
	w->check = w->count * 2;
}

static void push(struct vn_walk *w, uint32_t node, int mode, vn_cost cost)
{
	uint32_t at = node * 8 + (uint32_t)mode, slot = at * UINT32_C(2654435761) >> 19;

	if (cost > w->most)
		return;
	while (w->table[slot] && w->states[w->table[slot] - 1].at != at)
		slot = (slot + 1) & (VN_WALK_SLOTS - 1);
	if (!w->table[slot]) {
		if (w->count == VN_WALK_STATES)
			return;
		w->slots[w->count] = (uint16_t)slot;
		w->states[w->count++] = (struct vn_walk_state){at, cost};
		w->table[slot] = (uint16_t)w->count;
	} else if (cost < w->states[w->table[slot] - 1].cost) {
		w->states[w->table[slot] - 1].cost = cost;
	}
	if (cost < w->best) {
		w->best = cost;
		if (cost + width_of[w->reach] < w->most)
			w->most = cost + width_of[w->reach];
	}
	if (w->count == w->check)
		tighten(w);
}

/* Follows WAY from S; CHILD and MODE are where its first letter leads. */
static void follow(struct vn_walk *w, const struct vn_walk_state *s, const struct vn_way *way,
		   uint32_t child, int mode)
{
	if (way->second) {
		mode = after[mode][way->upper >> 1 & 1];
		child = mode < 0 ? 0 : vn_trie_child(w->trie, child, way->second);
		if (!child)
			return;
	}
	push(w, child, mode, s->cost + way->cost);
}

/* Follows those of WAYS from S that cost at most ROOM and whose first letter, CAPITAL or not, is
 * one of BITS of word WORD of the codes, children of S all. */
VN_COUNTS_BITS static void follow_letters(struct vn_walk *w, const struct vn_walk_state *s,
					  const struct vn_ways *ways, vn_cost room, int capital,
					  int word, uint64_t bits)
{
	const struct vn_trie_node *node = &w->trie->nodes[s->at / 8];
	int mode = after[s->at % 8][capital];

	for (; bits; bits &= bits - 1) {
		uint64_t less = (bits & -bits) - 1;
		const uint32_t *from = vn_ways_of(ways, capital, word, less);
		uint32_t child = node->first[word] + vn_bit_count(node->has[word] & less);
		for (uint32_t i = from[0]; i < from[1] && ways->way[i].cost <= room; i++)
			follow(w, s, &ways->way[i], child, mode);
	}
}

/* Follows those of WAYS from S that cost at most ROOM. */
static void leave(struct vn_walk *w, const struct vn_walk_state *s, const struct vn_ways *ways,
		  vn_cost room)
{
	const struct vn_trie_node *node = &w->trie->nodes[s->at / 8];
	const vn_ways_letters *within = vn_ways_within(ways, room);
	const int8_t *mode = after[s->at % 8];

	for (uint32_t k = 0; k < ways->silent && ways->way[k].cost <= room; k++)
		push(w, s->at / 8, s->at % 8, s->cost + ways->way[k].cost);
	for (int capital = 0; capital < 2; capital++) {
		uint64_t low, high;
		if (mode[capital] < 0)
			continue;
		low = node->has[0] & (*within)[capital][0];
		high = node->has[1] & (*within)[capital][1];
		if (low)
			follow_letters(w, s, ways, room, capital, 0, low);
		if (high)
			follow_letters(w, s, ways, room, capital, 1, high);
	}
}

/* Follows WAYS from the COUNT states of LIST. */
static void pull(struct vn_walk *w, const struct vn_walk_state *list, uint32_t count,
		 const struct vn_ways *ways)
{
	for (uint32_t i = 0; i < count; i++) {
		vn_cost room = w->most - list[i].cost;
		if (room + VN_WALK_STEP <= ways->least)
			break; /* and so it is for all behind it */
		if (room >= ways->least)
			leave(w, &list[i], ways, room);
	}
}

/* The letter itself where the channel never saw it: unknown letters may stand for themselves. */
static void pull_same(struct vn_walk *w, const struct vn_front *from, int32_t c)
{
	int32_t small = vn_lower(c);
	uint8_t code = vn_letter_code(small);

	for (uint32_t i = 0; code && i < from->count; i++) {
		const struct vn_walk_state *s = &from->states[i];
		int mode = after[s->at % 8][c != small];
		uint32_t node;
		if (s->cost + SAME_FEE >= w->most + VN_WALK_STEP)
			break; /* and so it is for all behind it */
		node = mode >= 0 && s->cost + SAME_FEE <= w->most
			       ? vn_trie_child(w->trie, s->at / 8, code)
			       : 0;
		if (node)
			push(w, node, mode, s->cost + SAME_FEE);
	}
}

/* Follows those of LETTERS, a set of codes, that are children of S, each for FEE. */
VN_COUNTS_BITS static void pull_set(struct vn_walk *w, const struct vn_walk_state *s,
				    const uint64_t letters[2], int mode, vn_cost fee)
{
	const struct vn_trie_node *node = &w->trie->nodes[s->at / 8];

	for (int half = 0; half < 2; half++)
		for (uint64_t bits = node->has[half] & letters[half]; bits; bits &= bits - 1) {
			uint64_t less = (bits & -bits) - 1;
			push(w, node->first[half] + vn_bit_count(node->has[half] & less), mode,
			     s->cost + fee);
		}
}

/* The plain letter of C, Vietnamese or not (o for ö). */
static enum vn_letter plain_of(int32_t c)
{
	int32_t parts[8];
	vn_grapheme g = vn_grapheme_of(c);

	if (!g &&
	    utf8proc_decompose_char(c, parts, 8, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE, NULL) > 0)
		g = vn_grapheme_of(parts[0]);
	return vn_letter_plain(vn_grapheme_letter(g));
}

/* What no page showed: another letter in the place of C, or none. */
static void pull_unseen(struct vn_walk *w, const struct vn_front *from, int32_t c)
{
	int32_t small = vn_lower(c);
	const uint64_t *kin = w->kin[plain_of(small)];
	const uint64_t others[2] = {~kin[0], ~kin[1]};

	for (uint32_t i = 0; i < from->count && vn_is_letter(c); i++) {
		const struct vn_walk_state *s = &from->states[i];
		int mode = after[s->at % 8][c != small];
		if (s->cost >= from->best + UNSEEN_ROOM + VN_WALK_STEP)
			break; /* and so it is for all behind it */
		if (s->cost > from->best + UNSEEN_ROOM)
			continue;
		push(w, s->at / 8, s->at % 8, s->cost + NONE_FEE);
		if (mode >= 0 && s->cost + MARKS_FEE <= w->most)
			pull_set(w, s, kin, mode, MARKS_FEE);
		if (mode >= 0 && s->cost + LETTER_FEE <= w->most)
			pull_set(w, s, others, mode, LETTER_FEE);
	}
}

/* Room for COUNT states and few more or less: fronts are many. What was in it is lost. */
static enum vn_status make_room(struct vn_front *front, uint32_t count, struct vn_err *err)
{
	uint32_t cap = (count + ROOM - 1) / ROOM * ROOM;

	if (cap == front->cap)
		return VN_OK;
	drop(front);
	if (cap)
		front->states = malloc(cap * sizeof *front->states);
	if (cap && !front->states)
		return vn_err_nomem(err);
	front->cap = cap;
	return VN_OK;
}

/* Keeps what the front being made has come to as FRONT. */
static enum vn_status finish(struct vn_walk *w, struct vn_front *front, struct vn_err *err)
{
	uint32_t count = sort(w, w->sorted);
	enum vn_status status = make_room(front, count, err);

	for (uint32_t i = 0; i < w->count; i++)
		w->table[w->slots[i]] = 0;
	if (status)
		return status;
	if (count)
		memcpy(front->states, w->sorted, count * sizeof *front->states);
	front->count = count;
	front->best = w->best;
	return VN_OK;
}

/* Where the front of the first AT letters is kept, up to VN_WALK_KEPT; its key is set. */
static struct vn_beginning *beginning_of(struct vn_walk *w, int at)
{
	int32_t read[VN_WALK_KEPT] = {0};
	uint64_t hash = VN_HASH_SEED + w->channel + ((uint64_t)w->reach << 8);
	struct vn_beginning *b = w->kept;

	for (int i = 0; i < at; i++) {
		read[i] = w->read[i];
		hash = vn_hash_step(hash, (uint32_t)read[i]);
		b += slots_of[i];
	}
	/* The product before its last shift: its low bits tell letters apart that differ in theirs,
	 * as those of a language mostly do. */
	b += (hash ^ hash >> 32) % slots_of[at];
	if (b->channel != w->channel || b->reach != w->reach ||
	    memcmp(b->read, read, sizeof read) != 0) {
		b->channel = w->channel;
		b->reach = (uint8_t)w->reach;
		b->made = false;
		memcpy(b->read, read, sizeof read);
	}
	return b;
}

/* Makes front AT: from those before it, over the letters in between, then by letters that left no
 * trace, of which one at a place is enough. */
static enum vn_status make_front(struct vn_walk *w, const struct vn_channel *channel, int at,
				 struct vn_front *front, struct vn_err *err)
{
	const struct vn_ways *ways;
	enum vn_status status = VN_OK;

	w->count = 0;
	w->check = CHECK;
	w->best = VN_COST_MAX;
	w->most = VN_COST_MAX - WIDTH_MAX; /* leaves room for sums */
	if (!at)
		push(w, VN_TRIE_ROOT, VN_MODE_NONE, 0);
	for (int len = 1; !status && len <= 3 && len <= at; len++) {
		const struct vn_front *from = w->front[at - len];
		status = vn_ways_get(w->ways, w->channel, channel,
				     (struct vn_segment){w->read + at - len, len, at == len}, &ways,
				     err);
		if (!status)
			pull(w, from->states, from->count, ways);
	}
	if (!status && at)
		pull_same(w, w->front[at - 1], w->read[at - 1]);
	if (!status && at && w->reach >= VN_WALK_UNSEEN)
		pull_unseen(w, w->front[at - 1], w->read[at - 1]);
	if (!status)
		status = vn_ways_get(w->ways, w->channel, channel,
				     (struct vn_segment){w->read + at, 0, !at}, &ways, err);
	if (!status)
		pull(w, w->sorted, sort(w, w->sorted), ways);
	return status ? status : finish(w, front, err);
}

/* Finds or makes front AT, of letters before which all fronts stand. */
static enum vn_status get_front(struct vn_walk *w, const struct vn_channel *channel, int at,
				struct vn_err *err)
{
	struct vn_beginning *b = at <= VN_WALK_KEPT ? beginning_of(w, at) : NULL;
	struct vn_front *front = b ? &b->front : &w->own[at];
	enum vn_status status = VN_OK;

	if (!b || !b->made)
		status = make_front(w, channel, at, front, err);
	if (b)
		b->made = !status;
	w->front[at] = front;
	return status;
}

enum vn_status vn_walk_run(struct vn_walk *w, struct vn_ways_store *ways, uint8_t number,
			   const struct vn_channel *channel, enum vn_walk_reach reach,
			   const int32_t *read, int count, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	bool again = number == w->channel && reach == w->reach;
	int same = 0;

	if (again)
		while (same < count && same + 1 < w->known && read[same] == w->read[same])
			same++;
	w->known = w->known && again ? same + 1 : 0;
	w->channel = number;
	w->reach = reach;
	w->ways = ways;
	memcpy(w->read + same, read + same, (size_t)(count - same) * sizeof *read);
	vn_ways_trim(ways);
	while (!status && w->known <= count) {
		status = get_front(w, channel, w->known, err);
		w->known += !status;
	}
	return status;
}
