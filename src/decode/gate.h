/* The gate: words of right text that their neighbours bear out need no search. */
#ifndef VN_DECODE_GATE_H
#define VN_DECODE_GATE_H

#include "decode/chunk.h"

#define VN_GATE_CHUNKS 300  /* a little more than most lattices hold */
#define VN_GATE_BYTES  17   /* longer chunks are not remembered */
#define VN_GATE_WORDS  4096 /* chunks that are */

struct vn_plain {
	uint32_t word;	    /* id of a plain chunk's word; 0: not plain */
	uint8_t begin, end; /* its letters in the chunk, code points */
	uint8_t bytes;	    /* of a plain chunk without signs; 0: it has some */
	uint8_t shape;	    /* enum vn_case of that */
};

/* A chunk as it stands in the text, and what it is whatever stands around it. */
struct vn_gate_word {
	char text[VN_GATE_BYTES];
	uint8_t len;	       /* 0: none yet */
	uint8_t lead, tail;    /* what the signs before and behind its words say */
	uint32_t id;	       /* of its words; 0: it has none */
	struct vn_plain plain; /* what it is if its neighbours bear it out */
};

/* Which of the next chunks are plain: one known word with signs around it, seen in the training
 * text with two neighbours on its left, and so is the word behind it. All zero is one to begin
 * with; it serves one model. */
struct vn_gate {
	struct vn_plain chunk[VN_GATE_CHUNKS];
	int count;
	struct vn_score_state state;		  /* of the text as it stands */
	struct vn_gate_word words[VN_GATE_WORDS]; /* by hash */
};

/* Marks the next VN_GATE_CHUNKS chunks of the unit's text from byte AT; gate->state is what stands
 * before it. */
void vn_gate_mark(struct vn_gate *gate, const struct vn_model *model, const struct vn_unit *unit,
		  size_t at);

#endif
