/*
 * How honest a confidence is: whether tokens that are said to be right with probability p are
 * right that often, and whether the errors are where the confidence is low.
 *
 * Input is text as a list of tokens, as vnfix --format=tokens writes it: a line of fields between
 * tabs for each run without blanks, an empty line for each line end of the text. The first field
 * is the token, the second its confidence, 0 to 1 in decimal digits; further ones are not read.
 * Tokens are aligned with the truth line by line, canonical and numbered as in eval/score.h, and
 * those with a letter are judged: right where their partner in the truth is the same token.
 */
#ifndef VN_EVAL_CONFIDENCE_H
#define VN_EVAL_CONFIDENCE_H

#include "eval/canon.h"
#include "eval/vocab.h"

/* A token of the output. */
struct vn_sure {
	double confidence; /* 0 to 1 */
	double right;	   /* 1 or 0; after vn_confidence_judge() the share among its equals */
};

/* The judged tokens of all pages. Make it with vn_confidence_init(). */
struct vn_confidence {
	unsigned flags; /* enum vn_canon_flags */
	struct vn_sure *items;
	size_t count, cap;
	size_t missing; /* truth tokens with a letter that have no partner: no confidence tells */
	struct vn_vocab tokens;
	struct vn_aligner aligner;
	struct vn_codes truth, read, text; /* scratch: a line */
	struct vn_codes want, got;	   /* scratch: its tokens */
	struct vn_buf sure;		   /* scratch: a double for each of got */
};

#define VN_RELIABILITY_BINS 15

/* Tokens next to each other in the order of confidence. */
struct vn_reliability_bin {
	size_t tokens;
	double low, high; /* least and greatest confidence */
	double said;	  /* mean confidence */
	double right;	  /* share of right tokens */
};

/* What vn_confidence_judge() finds. Shares are 0 to 1. */
struct vn_reliability {
	size_t tokens, errors;
	double right; /* share of right tokens */
	double said;  /* mean confidence */
	/* Expected calibration error (Naeini et al. 2015): mean over the tokens of the difference
	 * of said and right of their bin. Bin k of 15 holds the tokens from k n / 15 to
	 * (k + 1) n / 15, rounded down. */
	double calibration_error;
	double least_sure; /* share of the errors in the 5 % least sure tokens; 0 without errors */
	double auroc;	   /* P(a right token is surer than a wrong one); 0.5 where one is absent */
	double risk;	   /* mean share of errors in the k surest, k = 1 to all (AURC) */
	struct vn_reliability_bin bins[VN_RELIABILITY_BINS];
};

void vn_confidence_init(struct vn_confidence *confidence, unsigned flags);

/* Frees everything and zeroes the struct. Takes a zeroed one too. */
void vn_confidence_fini(struct vn_confidence *confidence);

/* Adds a page: truth, what the engine read, and the list of the output's tokens. VN_EINPUT when
 * the numbers of lines differ or the list is malformed. After a failure only vn_confidence_fini()
 * may follow. */
VN_CHECKED enum vn_status vn_confidence_page(struct vn_confidence *confidence, struct vn_str truth,
					     struct vn_str read, struct vn_str list,
					     struct vn_err *err);

/* Judges all pages together. Tokens of equal confidence have no order: each counts as right as
 * they are on average, which is the expected value over all orders. Nothing may be added after. */
void vn_confidence_judge(struct vn_confidence *confidence, struct vn_reliability *out);

#endif
