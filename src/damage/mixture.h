/*
 * A text of lines, each of one kind: which kinds they are. A hidden Markov model: what a line looks
 * like (its costs in each kind) is evidence for it, a kind tends to last from line to line, and all
 * lines share what is likely in this document, which is learnt as lines go by. So neither a heading
 * nor a number decides for the rest, and a line alone is decided as well as it can be.
 *
 * What is kept from unit to unit has a fixed size. Integers throughout: the same on every machine.
 */
#ifndef VN_DAMAGE_MIXTURE_H
#define VN_DAMAGE_MIXTURE_H

#include "damage/kind.h"
#include "text/unit.h"

#define VN_LINE_COST 51200 /* the most that a line costs more in one kind than in another */

/* What one line says. */
struct vn_line {
	uint16_t cost[VN_DAMAGE_COUNT]; /* of its letters; 0 in the likeliest kind */
	uint16_t words;			/* that say something, up to VN_LINE_WORDS */
	uint8_t kind;			/* enum vn_damage_kind: what it was taken for */
};
#define VN_LINE_WORDS 8 /* a line of more counts no more for the document */

/* The belief about a document; all zero before it begins. */
struct vn_mixture {
	bool begun;
	uint32_t seen[VN_DAMAGE_COUNT]; /* lines taken for each kind, 1/256 */
	vn_cost now[VN_DAMAGE_COUNT];	/* of the kind of the last line, given all before it */
};

/*
 * Sets the kind of COUNT lines, which follow those MIXTURE has seen, and adds them to it. Among
 * kinds that ALLOWED[kind] says no to none is taken. FORWARD needs room for COUNT *
 * VN_DAMAGE_COUNT costs. With one line this is a step forward; with more, each line is decided by
 * those behind it too.
 */
void vn_mixture_take(struct vn_mixture *mixture, const bool *allowed, struct vn_line *lines,
		     size_t count, vn_cost *forward);

#endif
