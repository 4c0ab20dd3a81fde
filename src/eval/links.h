/*
 * Which tokens of the truth became which tokens of the text, where these are not the same: one
 * for one, two or three that were merged into one, one that was split into two or three, tokens
 * that are missing or too many.
 */
#ifndef VN_EVAL_LINKS_H
#define VN_EVAL_LINKS_H

#include "eval/vocab.h"

#define VN_LINK_MAX 3 /* most tokens of a side; the other side then has one */

/* Truth tokens and what stands in their place: 1 and 1, 1 and 0, 0 and 1, 1 and 2 to 3, or the
 * reverse. Views of token numbers. */
struct vn_link {
	struct vn_seq truth, got;
};

/* Scratch memory, kept between calls. All zero is a valid one. */
struct vn_linker {
	struct vn_aligner aligner; /* of characters */
	int32_t *joined;	   /* characters of the tokens of both sides, one after the other */
	size_t joined_cap;
	struct vn_link_cell *cells;
	size_t cell_cap;
	struct vn_link *links;
	size_t link_cap;
};

/* Frees the scratch memory and zeroes the struct. Takes a zeroed one too. */
void vn_linker_fini(struct vn_linker *linker);

/*
 * Links TRUTH and GOT, sequences of numbers in TOKENS that have no partner in each other: *COUNT
 * links at *LINKS in their order, which belong to LINKER until its next use and hold every token
 * once. The sum of character errors is least, counting double, where a merge or split costs one
 * more and needs half of its letters in place. Memory is O(truth.len * got.len), time that of the
 * characters; where this is more than 2^20 the tokens are paired in their order. Fails with
 * VN_ENOMEM and VN_ELIMIT.
 */
VN_CHECKED enum vn_status vn_link_tokens(struct vn_linker *linker, const struct vn_vocab *tokens,
					 struct vn_seq truth, struct vn_seq got,
					 const struct vn_link **links, size_t *count,
					 struct vn_err *err);

#endif
