/*
 * The walk: all words that may have been printed where some letters were read, found in the trie of
 * words and the read letters at once. What can follow the first letters of a token does not depend
 * on those behind them, so a walk over a token answers for every token that it begins with.
 */
#ifndef VN_DECODE_WALK_H
#define VN_DECODE_WALK_H

#include "decode/ways.h"
#include "lang/vi/letters.h"

#define VN_WALK_LETTERS 16 /* of the longest token */

/* How the letters so far were printed; the first three as enum vn_case. FIRST: one capital, so
 * title or upper are both open. */
enum vn_mode { VN_MODE_LOWER, VN_MODE_TITLE, VN_MODE_UPPER, VN_MODE_FIRST, VN_MODE_NONE };

/* A node of the trie, the mode in which it was reached, and the least cost of that. */
struct vn_walk_state {
	uint32_t at; /* 8 * node + mode */
	vn_cost cost;
};

/* The states behind some read letters: at most one a node and mode. */
struct vn_front {
	struct vn_walk_state *states; /* cheapest first, but for less than VN_WALK_STEP */
	uint32_t count, cap;
	vn_cost best;
};

/* How far a walk goes. */
enum vn_walk_reach {
	VN_WALK_NEAR,	/* to little that costs much more than the best: 11 nats, about 80 states */
	VN_WALK_SHOWN,	/* 15 nats, about 160 states */
	VN_WALK_UNSEEN, /* as far, and a letter may have been read for any other, or for none,
			   though no page showed that */
	VN_WALK_FAR,	/* the same, about 600 states */
};

#define VN_WALK_STEP   64   /* of cost, to which states are told apart when they are sorted */
#define VN_WALK_STATES 4096 /* of a front that is being made */
#define VN_WALK_SLOTS  8192

/* How many letters of a token are looked up among those of others. */
#define VN_WALK_KEPT 6

struct vn_walk {
	const struct vn_trie *trie;
	struct vn_ways_store *ways; /* the caller's: of the channels of the walk at hand */
	const struct vn_front *front[VN_WALK_LETTERS + 1]; /* by letters read */
	struct vn_front own[VN_WALK_LETTERS + 1];	   /* those of no beginning that is kept */
	struct vn_beginning *kept;			   /* beginnings of tokens; by hash */
	/* What the fronts are of: the first KNOWN of them stand. */
	int32_t read[VN_WALK_LETTERS];
	int known;
	uint8_t channel;
	enum vn_walk_reach reach;
	uint64_t kin[VN_L_COUNT][2]; /* by plain letter: the codes of all letters made from it */
	/* The front that is being made. */
	struct vn_walk_state *states, *sorted; /* room for VN_WALK_STATES */
	uint32_t count, check;		       /* the bound is looked at when there are so many */
	vn_cost best, most;		       /* costs above MOST will not stay */
	uint16_t *table;		       /* number + 1 of a state, by hash */
	uint16_t *slots;		       /* by state: its slot in the table */
};

/* Makes a walk over TRIE, which must outlive it. On failure nothing is left to be freed. */
VN_CHECKED enum vn_status vn_walk_init(struct vn_walk *walk, const struct vn_trie *trie,
				       struct vn_err *err);
/* Takes a zeroed one too. */
void vn_walk_fini(struct vn_walk *walk);

/* Forgets the fronts of channels FIRST, ..., FIRST + COUNT - 1, and gives back their room: they
 * have changed. */
void vn_walk_forget(struct vn_walk *walk, uint8_t first, uint8_t count);

/*
 * Fills the fronts 0 to COUNT (up to VN_WALK_LETTERS) of READ, code points that CHANNEL has read;
 * NUMBER, 0 to 255, tells channels apart, and WAYS keeps the ways on through it: a store may serve
 * several channels, but a channel has one store. States that cost more than the best of a front by
 * more than REACH says are left out, and so are those behind about the last of as many as it
 * allows.
 */
VN_CHECKED enum vn_status vn_walk_run(struct vn_walk *walk, struct vn_ways_store *ways,
				      uint8_t number, const struct vn_channel *channel,
				      enum vn_walk_reach reach, const int32_t *read, int count,
				      struct vn_err *err);

#endif
