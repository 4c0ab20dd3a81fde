/* Counting, smoothing and pruning of n-grams. */
#ifndef VN_MKMODEL_NGRAMS_H
#define VN_MKMODEL_NGRAMS_H

#include "mkmodel/stream.h"

/* One n-gram of order 2 to VN_LM_ORDER. */
struct vn_ngram {
	uint64_t key;	   /* words from the right: w << 48 | w-1 << 32 | w-2 << 16 | w-3 */
	uint16_t word4;	   /* the word 4 to the left of the last; 0 below order 5 */
	uint32_t raw;	   /* times seen, unweighted */
	uint32_t count;	   /* weighted count, or distinct left neighbours (Kneser-Ney) */
	uint32_t suffix;   /* index one order down: the n-gram without its first word */
	uint32_t context;  /* index one order down: the n-gram without its last word */
	float cost;	   /* -ln p(w | history), nat */
	float backoff;	   /* -ln of the back-off weight, nat; 0 when no longer n-gram is kept */
	float score;	   /* what the model loses without it, nats over the training text */
	uint32_t children; /* kept n-grams that have it as context */
	float excess; /* of what it leaves to other words over what their sum says; 0 when counted
		       */
};

/* A back-off model. [k] holds order k + 1; order 1 is indexed by word id. */
struct vn_ngrams {
	struct vn_ngram *gram[VN_LM_ORDER]; /* sorted by key, then word4 */
	size_t count[VN_LM_ORDER];
	int order;
};

/*
 * Counts the n-grams of the stream up to ORDER (2 to VN_LM_ORDER) and estimates interpolated
 * modified Kneser-Ney probabilities (Chen and Goodman 1998, section 3) with all of them; of orders
 * above 2 only those seen twice are held. MIN_RAW[k] asks for more sightings of order k + 1.
 * Memory: 24 bytes a token of text, 48 bytes an n-gram held. Free with vn_ngrams_fini().
 */
VN_CHECKED enum vn_status vn_ngrams_count(struct vn_ngrams *out, const struct vn_stream *stream,
					  int order, const uint32_t min_raw[VN_LM_ORDER],
					  struct vn_err *err);

/*
 * Keeps about LIMIT n-grams of orders 2 and up: those whose loss would cost most, count x (ln
 * p(w|h)
 * - ln back-off estimate) (Seymore and Rosenfeld 1996), and whatever these need as
 * context or suffix; then normalises the back-off weights anew.
 */
VN_CHECKED enum vn_status vn_ngrams_prune(struct vn_ngrams *ngrams, size_t limit,
					  struct vn_err *err);
void vn_ngrams_fini(struct vn_ngrams *ngrams);

#endif
