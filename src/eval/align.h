/*
 * Edit distance and alignment of two sequences of symbols (code points or token numbers).
 *
 * Bit-parallel (Myers 1999, blocks as in Hyyrö 2003) inside a band around the diagonal that
 * doubles until it holds the answer (Ukkonen 1985): O(n * distance / 64) for n symbols.
 */
#ifndef VN_EVAL_ALIGN_H
#define VN_EVAL_ALIGN_H

#include "base/err.h"

/* A view of LEN symbols, any values of int32_t but VN_GAP. PTR points to something even where there
 * are none, because offsets are added to it. */
struct vn_seq {
	const int32_t *ptr;
	size_t len;
};

#define VN_GAP (-1) /* stands where the other side has no partner */

/* One step of an alignment: a symbol of each side, or one and VN_GAP. */
struct vn_pair {
	int32_t a, b;
};

/* Scratch memory, kept between calls. All zero is a valid one. */
struct vn_aligner {
	void *pattern;	    /* places of the symbols of the first sequence */
	size_t pattern_cap; /* bytes */
	void *columns;	    /* bit vectors of the current column */
	size_t columns_cap; /* bytes */
	void *trace;	    /* bit vectors of all columns */
	size_t trace_cap;   /* bytes */
	void *halves;	    /* a middle column and reversed sequences, for long ones */
	size_t halves_cap;  /* bytes */
	size_t trace_max;   /* most bytes of trace; 0: 64 MiB */
	struct vn_pair *pairs;
	size_t pairs_cap; /* bytes */
};

/* Frees the scratch memory and zeroes the struct. Takes a zeroed one too. */
void vn_aligner_fini(struct vn_aligner *work);

/* Fewest insertions, deletions and substitutions that turn A into B. Fails with VN_ENOMEM, and
 * with VN_ELIMIT for sequences of 2^31 symbols or more; *DISTANCE is then untouched. */
VN_CHECKED enum vn_status vn_distance(struct vn_aligner *work, struct vn_seq a, struct vn_seq b,
				      size_t *distance, struct vn_err *err);

/*
 * A cheapest alignment of A and B, in order: *COUNT pairs at *PAIRS, which belong to WORK until
 * its next use. Pairs whose sides differ number vn_distance(A, B). Among the cheapest alignments
 * it is the one that, walked from the end, prefers a pair to a symbol of A alone, and this to a
 * symbol of B alone. Sequences whose trace (n * distance / 2 bytes at most) would exceed
 * work->trace_max are first cut in two where a cheapest path crosses (Hirschberg 1975): still a
 * cheapest alignment, but which one is then open. Memory is O(n) beside the trace.
 */
VN_CHECKED enum vn_status vn_align(struct vn_aligner *work, struct vn_seq a, struct vn_seq b,
				   const struct vn_pair **pairs, size_t *count, struct vn_err *err);

#endif
