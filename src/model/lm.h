/* The n-gram model: cost of a word after its history, one cache line a lookup. */
#ifndef VN_MODEL_LM_H
#define VN_MODEL_LM_H

#include "model/format.h"
#include "model/hash.h"
#include "text/unit.h"

/* What the model remembers of the words before: a plain value, compared with vn_lm_state_eq(). Only
 * as many words as some longer n-gram continues are held, so that equal futures compare equal. */
struct vn_lm_state {
	uint16_t word[VN_LM_ORDER - 1]; /* nearest first */
	uint16_t length;		/* words held, 0 to VN_LM_ORDER - 1 */
	uint16_t matched; /* order of the n-gram that gave the last cost; 0 at the start and after a
			     boundary */
	int32_t backoff[VN_LM_ORDER - 1]; /* [k]: of the context of the k + 1 nearest words */
};

/* A view into the model file. */
struct vn_lm {
	const struct vn_file_unigram *unigrams;
	uint32_t word_count;
	uint32_t order;
	const struct vn_file_ngrams *header;
	const uint32_t *buckets;
};

/* The state at the start of a text: after a boundary. */
struct vn_lm_state vn_lm_start(const struct vn_lm *lm);

/*
 * Cost of WORD (an id below word_count) after STATE, in 1/256 nat; *OUT becomes the state after it
 * (may be STATE itself). Back-off as in Katz 1987 over the stored n-grams.
 */
vn_cost vn_lm_score(const struct vn_lm *lm, const struct vn_lm_state *state, uint32_t word,
		    struct vn_lm_state *out);

/* Asks for the memory that vn_lm_score() will read, so that several lookups wait together. */
void vn_lm_prefetch(const struct vn_lm *lm, const struct vn_lm_state *state, uint32_t word);

bool vn_lm_state_eq(const struct vn_lm_state *a, const struct vn_lm_state *b);

#endif
