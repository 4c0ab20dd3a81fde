/* A text as white-space tokens that know what the n-gram model sees in them, and what a sign behind
 * one of them would cost. Private to the stage signs. */
#ifndef VN_SIGNS_WORDS_H
#define VN_SIGNS_WORDS_H

#include "model/open.h"
#include "text/unit.h"

/* A white-space token: signs, then letters and digits, then signs. */
struct vn_gap_word {
	/* Bytes of the unit, which is far from 4 GiB; begin == core_end: it has signs only. */
	uint32_t begin, core, core_end, end;
	uint32_t ids;	   /* the first of its words for the n-gram model, in vn_gaps.ids */
	uint32_t id_count; /* without what the signs behind it say */
	uint32_t token;	   /* the first word of its letters that the search looked at */
	uint32_t token_count;
	int32_t first;	/* its first letter or digit; 0: none */
	uint16_t tail;	/* what the signs behind it say: BOUND, COMMA or 0 */
	uint8_t breaks; /* line ends before it, at most 2 */
	uint8_t shape;	/* of its letters: enum vn_case */
	bool damaged;	/* its engine makes signs of specks */
	bool known;	/* it is one word of the language */
	bool number;	/* it is a number or a code */
};

struct vn_gaps {
	const struct vn_model *model;
	const struct vn_unit *unit;
	struct vn_gap_word *words;
	size_t count, cap;
	uint16_t *ids; /* of the n-gram model, of all words */
	size_t id_count, id_cap;
};

/* Whether an engine that makes signs of specks read any word of UNIT: else there is nothing to
 * judge. */
bool vn_gaps_damaged(const struct vn_unit *unit);

/* Reads all of UNIT's text. GAPS is zeroed or was filled before; what it holds then is kept until
 * vn_gaps_fini(). */
VN_CHECKED enum vn_status vn_gaps_read(struct vn_gaps *gaps, const struct vn_model *model,
				       const struct vn_unit *unit, struct vn_err *err);
void vn_gaps_fini(struct vn_gaps *gaps);

/* Forgets the text; only a little room is kept. */
void vn_gaps_drop(struct vn_gaps *gaps);

/* What it costs, in 1/256 nat, that behind word K the sign that says SAYS (BOUND, COMMA or 0) is
 * followed by the words that are there, in the case they have. Only the difference of two such
 * costs means anything. K is not the last word. */
vn_cost vn_gaps_cost(const struct vn_gaps *gaps, size_t k, uint32_t says);

#endif
