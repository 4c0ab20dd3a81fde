/* What a line looks like: its costs in each kind of text, by its characters. */
#ifndef VN_DAMAGE_LOOK_H
#define VN_DAMAGE_LOOK_H

#include "damage/mixture.h"
#include "model/open.h"

#define VN_LOOK_BYTES 22   /* longer words are not remembered */
#define VN_LOOK_WORDS 4096 /* words that are */

/* A word as it stands in the text, and what it costs in each kind. */
struct vn_look_word {
	char text[VN_LOOK_BYTES];
	uint8_t len;   /* 0: none yet */
	uint16_t says; /* what it says beside its costs; 0: nothing */
	uint16_t cost[VN_KINDS_MAX];
	/* Of the kinds of damage without a channel: the least cost, the kind that has it (-1: there
	 * is no such kind), and the least cost in the others. */
	vn_cost alone, next;
	int alone_kind;
};

/* The kinds that a model knows by their characters. */
struct vn_looks {
	const struct vn_model *model;
	const struct vn_charkinds *kinds; /* the model's */
	int of[VN_DAMAGE_COUNT];	  /* the number of each; -1: no line is taken for it */
	bool allowed[VN_DAMAGE_COUNT];
	struct vn_look_word *words; /* VN_LOOK_WORDS of them by hash, the caller's; or NULL */
};

/* Finds them; no words yet. False when MODEL has none: lines cannot be told apart. */
bool vn_looks_init(struct vn_looks *looks, const struct vn_model *model);

/* Looks at the LINE, in any normal form. Words without two letters say nothing. */
void vn_look_at(const struct vn_looks *looks, struct vn_str line, struct vn_line *out);

#endif
