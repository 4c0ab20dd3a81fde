/*
 * A scorer: what tells how well a word follows those before it. The decoder knows no more of the
 * model of the language than this; the n-gram model of the file is one (lm.h), and another that has
 * the same words can take its place.
 */
#ifndef VN_MODEL_SCORER_H
#define VN_MODEL_SCORER_H

#include "text/unit.h"

#define VN_SCORE_WORDS 4

/* What a scorer remembers of the words before: a plain value. States that hold equal words have
 * equal futures, so a scorer holds no more of them than it needs. */
struct vn_score_state {
	uint16_t word[VN_SCORE_WORDS]; /* nearest first */
	uint16_t length;	       /* words held */
	/* Words that the last cost rests on, itself and those before it that were seen together
	 * with it; 0 at the start and after a boundary. */
	uint16_t matched;
	int32_t own[VN_SCORE_WORDS]; /* the scorer's, decided by the words */
};

struct vn_scorer {
	const void *self; /* for the functions; outlives the scorer */
	/* The state after a boundary, as at the start of a text. */
	struct vn_score_state (*start)(const void *self);
	/* Cost of WORD after STATE, 0 or more; *OUT becomes the state after it (may be STATE). */
	vn_cost (*score)(const void *self, const struct vn_score_state *state, uint32_t word,
			 struct vn_score_state *out);
	/* The same in two steps, for who has many words to ask for: ask() asks for the memory that
	 * the answer reads, and returns what answer() is given to find it again. */
	uint64_t (*ask)(const void *self, const struct vn_score_state *state, uint32_t word);
	vn_cost (*answer)(const void *self, const struct vn_score_state *state, uint32_t word,
			  uint64_t asked, struct vn_score_state *out);
	/* Cost of WORD when nothing is known of those before it. */
	vn_cost (*alone)(const void *self, uint32_t word);
};

static inline struct vn_score_state vn_score_start(const struct vn_scorer *s)
{
	return s->start(s->self);
}

static inline vn_cost vn_score(const struct vn_scorer *s, const struct vn_score_state *state,
			       uint32_t word, struct vn_score_state *out)
{
	return s->score(s->self, state, word, out);
}

static inline uint64_t vn_score_ask(const struct vn_scorer *s, const struct vn_score_state *state,
				    uint32_t word)
{
	return s->ask(s->self, state, word);
}

static inline vn_cost vn_score_answer(const struct vn_scorer *s, const struct vn_score_state *state,
				      uint32_t word, uint64_t asked, struct vn_score_state *out)
{
	return s->answer(s->self, state, word, asked, out);
}

static inline vn_cost vn_score_alone(const struct vn_scorer *s, uint32_t word)
{
	return s->alone(s->self, word);
}

static inline bool vn_score_state_eq(const struct vn_score_state *a, const struct vn_score_state *b)
{
	if (a->length != b->length)
		return false;
	for (int i = 0; i < a->length; i++)
		if (a->word[i] != b->word[i])
			return false;
	return true;
}

#endif
