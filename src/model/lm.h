/* The n-gram model: cost of a word after its history, one cache line a lookup. */
#ifndef VN_MODEL_LM_H
#define VN_MODEL_LM_H

#include "model/format.h"
#include "model/hash.h"
#include "model/scorer.h"

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
struct vn_score_state vn_lm_start(const struct vn_lm *lm);

/*
 * Cost of WORD (an id below word_count) after STATE, in 1/256 nat; *OUT becomes the state after it
 * (may be STATE itself). Back-off as in Katz 1987 over the stored n-grams. own[k] of a state is the
 * back-off due where K of its words are followed: that of all longer histories together.
 */
vn_cost vn_lm_score(const struct vn_lm *lm, const struct vn_score_state *state, uint32_t word,
		    struct vn_score_state *out);

/* The same of COUNT words: what all answers read is fetched before the first is looked for. */
void vn_lm_all(const struct vn_lm *lm, const struct vn_score_state *state,
	       struct vn_score_query *queries, uint32_t count);

/* The slot of the n-gram that has HASH, 0: there is none; and asks for the memory that this reads.
 */
uint32_t vn_lm_slot(const struct vn_lm *lm, uint64_t hash);
void vn_lm_prefetch(const struct vn_lm *lm, uint64_t hash);

/* The model as a scorer. */
struct vn_scorer vn_lm_scorer(const struct vn_lm *lm);

#endif
