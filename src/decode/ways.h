/*
 * Ways on: what the next letters of a read token may come from, by the first printed letter, so
 * that a place in the trie is only asked for children that it has and that are cheap enough.
 */
#ifndef VN_DECODE_WAYS_H
#define VN_DECODE_WAYS_H

#include "base/bits.h"
#include "model/open.h"

/* An origin of a read segment behind a certain letter. */
struct vn_way {
	vn_cost cost;	/* not below 0: no step is a gain */
	uint8_t second; /* code of its second letter; 0: none */
	uint8_t upper;	/* as in struct vn_origin */
};

#define VN_WAYS_LEVELS 8
#define VN_WAYS_STEP   512 /* of cost, from level to level */

/* Letters: bit code & 63 of word code >> 6; the capitals in the second row. */
typedef uint64_t vn_ways_letters[2][2];

/* All origins of one read segment behind a certain letter. */
struct vn_ways {
	/* The first letters of those that cost less than so many steps; of all on the last level.
	 */
	vn_ways_letters first[VN_WAYS_LEVELS];
	uint8_t before[2][2];	  /* different first letters before those of each word */
	vn_cost least;		  /* cost of the cheapest; VN_COST_MAX when there are none */
	uint32_t count;		  /* of all */
	uint32_t silent;	  /* of those, the first ones: no letter at all */
	const uint32_t *from;	  /* where those of the k-th first letter begin; and the end */
	const struct vn_way *way; /* by first letter, then by cost */
};

/* Keeps what was asked for. All zero is an empty one. */
struct vn_ways_store {
	struct vn_arena arena;
	size_t bytes; /* of the arena */
	struct vn_ways_slot *slots;
	size_t count, size;
};

void vn_ways_fini(struct vn_ways_store *store);

/* Forgets all: a channel has changed. */
void vn_ways_reset(struct vn_ways_store *store);

/* Bounds the memory: forgets all once it is more than 4 MiB. */
void vn_ways_trim(struct vn_ways_store *store);

/* COUNT (0 to 3) letters of what was read, from READ on; READ[-1] stands before them unless they
 * are the FIRST. */
struct vn_segment {
	const int32_t *read;
	int count;
	bool first;
};

/* *OUT becomes the ways on over SEGMENT. It stays valid until the store forgets. NUMBER tells
 * channels apart that share the store. */
VN_CHECKED enum vn_status vn_ways_get(struct vn_ways_store *store, uint8_t number,
				      const struct vn_channel *channel, struct vn_segment segment,
				      const struct vn_ways **out, struct vn_err *err);

/* A superset of the first letters of the ways that cost at most ROOM, which is not below 0. */
static inline const vn_ways_letters *vn_ways_within(const struct vn_ways *ways, vn_cost room)
{
	uint32_t level = (uint32_t)room / VN_WAYS_STEP;
	return &ways->first[level < VN_WAYS_LEVELS ? level : VN_WAYS_LEVELS - 1];
}

/* Where in WAYS->way those begin whose first letter, CAPITAL or not, is in word WORD of the codes;
 * LESS are the bits below its bit. There must be some. They end where the next number says. */
static inline const uint32_t *vn_ways_of(const struct vn_ways *ways, int capital, int word,
					 uint64_t less)
{
	less &= ways->first[VN_WAYS_LEVELS - 1][capital][word];
	return ways->from + ways->before[capital][word] + vn_bit_count(less);
}

#endif
