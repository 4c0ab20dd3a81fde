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

/* A view into the model file. PAIRS are words that a user knows to stand together: word id times
 * 65536 plus that of the word behind it, by open addressing; 0 is an empty slot. */
struct vn_lm {
	const struct vn_file_unigram *unigrams;
	uint32_t word_count;
	uint32_t order;
	const struct vn_file_ngrams *header;
	const uint32_t *buckets;
	const uint32_t *pairs;
	uint32_t pair_size; /* of pairs: a power of two; 0: there are none */
};

#define VN_LM_PAIR_COST 256 /* of the second word of a pair, 1/256 nat, where it was more */

/* The slot of the pair LEFT, WORD: its own or the empty one where it belongs. */
static inline uint32_t vn_lm_pair_slot(const struct vn_lm *lm, uint32_t left, uint32_t word)
{
	uint32_t pair = left << 16 | word, at = pair * UINT32_C(2654435761) >> 7;
	for (at &= lm->pair_size - 1; lm->pairs[at] && lm->pairs[at] != pair;)
		at = (at + 1) & (lm->pair_size - 1);
	return at;
}

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
