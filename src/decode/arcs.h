/* Arcs of a lattice on its way: the readings of one span. Private to lattice.c. */
#ifndef VN_DECODE_ARCS_H
#define VN_DECODE_ARCS_H

#include "decode/chunk.h"
#include "decode/lattice.h"

#define VN_TORN_PIECES	6 /* of a torn word */
#define VN_TORN_LETTERS 9

/* The last chunks of a line, as far as they may be pieces of one word. */
struct vn_torn {
	struct {
		size_t begin; /* byte of the text */
		int first;    /* of its letters in c */
	} piece[VN_TORN_PIECES];
	int32_t c[VN_TORN_LETTERS];
	int count, letters;
};

/* A lattice on its way. */
struct vn_builder {
	struct vn_lattice *lattice;
	const struct vn_lattice_input *in;
	const struct vn_weights *weights;
	const struct vn_damage_model *with; /* what the chunk at hand is read with */
	const struct vn_damage *damage;	    /* its row */
	struct vn_memory *memory;	    /* the input's; NULL: text that is read once */
	uint8_t damage_index;
	size_t stretch;		     /* where it was found */
	struct vn_chunk chunk, last; /* the one at hand and the one before it on the line */
	bool have_last;		     /* one blank, no line end between the two, and one damage */
	bool last_poor;		     /* nothing good was found for the last chunk */
	bool passed;		     /* of the last chunk the place alone is known */
	uint32_t expected;	     /* word of a list item's letter; 0: no such chunk */
	bool marked;		     /* stripped: a syllable explains the last span */
	uint32_t only;		     /* the one word to be looked at; 0: all */
	bool native;		     /* syllables alone: words in one run are not foreign */
	struct vn_torn torn;
	int split_runs; /* runs of letters looked at as several words */
	struct vn_err *err;
};

/* An arc that keeps the text in bytes [FROM, TO); WORD 0: transparent to the n-gram model. */
VN_CHECKED enum vn_status vn_arc_keep(struct vn_builder *b, size_t from, size_t to, uint32_t word,
				      vn_cost cost);

/* Channel cost of COUNT code points printed as they were read. */
vn_cost vn_arc_literal(const struct vn_builder *b, const int32_t *c, int count);

/* Whether code points [i, j) of the chunk may be anything but what was read: words may, and signs
 * that stand alone. Digits without a letter are a number. An engine that takes no letter for a
 * digit means one in a word too. */
bool vn_arc_may_change(const struct vn_builder *b, int i, int j);

/* The choices of bytes [FROM, TO), which were read as the COUNT code points C, from their
 * candidates; FEE is added to each. *BEST becomes the least channel cost. */
VN_CHECKED enum vn_status vn_arc_choices(struct vn_builder *b, size_t from, size_t to,
					 const int32_t *c, int count, vn_cost fee, vn_cost *best);

/* Readings of code points [i, j) of the chunk as one word; with KEEP also as it stands. */
VN_CHECKED enum vn_status vn_arc_word(struct vn_builder *b, int i, int j, bool keep, vn_cost *best);

/* Several words in the run of letters [i, j), where one word explains it badly: arcs between all
 * places in it, each as long as a syllable may be. */
VN_CHECKED enum vn_status vn_arc_pieces(struct vn_builder *b, int i, int j);

#endif
