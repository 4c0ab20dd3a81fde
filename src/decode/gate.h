/* The gate: words of right text that their neighbours bear out need no search. */
#ifndef VN_DECODE_GATE_H
#define VN_DECODE_GATE_H

#include "decode/chunk.h"

#define VN_GATE_CHUNKS 300 /* a little more than most lattices hold */

/* Which of the next chunks are plain: one known word with signs around it, seen in the training
 * text with two neighbours on its left, and so is the word behind it. */
struct vn_gate {
	struct vn_plain {
		uint32_t word;	    /* id of a plain chunk's word; 0: not plain */
		uint8_t begin, end; /* its letters in the chunk, code points */
		uint8_t bytes;	    /* of a plain chunk without signs; 0: it has some */
		uint8_t shape;	    /* enum vn_case of that */
	} chunk[VN_GATE_CHUNKS];
	int count;
	struct vn_score_state state; /* of the text as it stands */
};

/* Marks the next VN_GATE_CHUNKS chunks of the unit's text from byte AT; gate->state is what stands
 * before it. */
void vn_gate_mark(struct vn_gate *gate, const struct vn_model *model, const struct vn_unit *unit,
		  size_t at);

#endif
