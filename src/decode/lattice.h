/*
 * The lattice of a piece of text: nodes are byte positions, arcs are readings of the bytes between
 * two of them. Every path from the first node to the last is one way to read the text.
 */
#ifndef VN_DECODE_LATTICE_H
#define VN_DECODE_LATTICE_H

#include "damage/damage.h"
#include "decode/candidates.h"
#include "decode/gate.h"
#include "decode/memory.h"

/* A word an arc may stand for. */
struct vn_choice {
	uint32_t word;			      /* id for the n-gram model */
	vn_cost cost;			      /* channel and case */
	const struct vn_candidate *candidate; /* NULL: the text stays as read */
};

/* One reading of a span. Arcs without choices say nothing to the n-gram model. */
struct vn_arc {
	uint32_t from, to;	   /* byte positions relative to the lattice's begin */
	struct vn_choice *choices; /* cheapest first; the arena's */
	uint32_t choice_count;	   /* VN_CANDIDATES_MAX at most */
	vn_cost cost;		   /* added to each choice, or of the arc itself */
	bool identity;		   /* the arc's span read as it stands (keep, punctuation) */
	uint8_t damage;		   /* index into the lattice's damages: what it is read as */
	enum vn_case left;	   /* case pattern of what stands to the left, as read */
};

struct vn_lattice {
	const struct vn_damage_model *damages; /* the input's */
	uint32_t damage_count;
	struct vn_arena arena; /* of the choices */
	struct vn_arc *arcs;   /* sorted by from */
	size_t arc_count, arc_cap;
	size_t begin;	 /* byte of the text where the lattice begins */
	uint32_t length; /* bytes it covers */
	int32_t clause;	 /* letter of the last list item, c in "c)"; 0 before the first. Zero it
			  * before a text; kept from lattice to lattice */
};

/* A piece of text of one kind of damage, up to byte END; it begins where the one before it ends. */
struct vn_stretch {
	size_t end;
	uint8_t damage; /* index into the damages */
};

/* What the builder is given. */
struct vn_lattice_input {
	const struct vn_model *model;
	struct vn_candidate_cache *cache;
	struct vn_candidate_cache
		*adapted;	    /* reads by the document's own channel; NULL: none yet */
	const struct vn_unit *unit; /* text and protected spans */
	const struct vn_damage_model *damages; /* without a channel: text that is left alone */
	uint32_t damage_count;		       /* 1 to 256 */
	const struct vn_stretch
		*stretches; /* in order, over all of the text; NULL: all of it has
			       the first damage. A chunk has that of its first byte */
	size_t stretch_count;
	const struct vn_gate *gate; /* plain chunks of a gated damage get no other reading; NULL:
				       all are read anew */
	struct vn_memory *memory;   /* of the first reading; NULL: this is the first */
};

/* Builds the lattice of about MAX_CHUNKS chunks of text from byte BEGIN, up to a sentence end where
 * there is one. *START tells whether BEGIN follows a boundary; it is set for the next call. */
VN_CHECKED enum vn_status vn_lattice_build(struct vn_lattice *lattice,
					   const struct vn_lattice_input *input, size_t begin,
					   bool *start, struct vn_err *err);

/* Passes over what vn_lattice_build() would cover from byte *AT on, where whatever is found there
 * says nothing to what stands behind it: all of it is gated or left alone, and all paths through it
 * end at a boundary, or with the text. *AT becomes its end and *START what the builder would make
 * it. False, and nothing happens, where that cannot be said. */
bool vn_lattice_pass(const struct vn_lattice_input *input, size_t *at, bool *start);
void vn_lattice_fini(struct vn_lattice *lattice);

#endif
