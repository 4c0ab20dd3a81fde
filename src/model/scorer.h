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

/* A word that is asked for behind a state, among others, and the answer. */
struct vn_score_query {
	uint32_t word; /* the caller's */
	vn_cost cost;
	bool seen;    /* AFTER is filled; else it is what vn_score_after() says */
	uint32_t key; /* the scorer's, as PLACE is */
	const void *place;
	struct vn_score_state after; /* the state behind the word */
};

struct vn_scorer {
	const void *self; /* for the functions; outlives the scorer */
	/* The state after a boundary, as at the start of a text. */
	struct vn_score_state (*start)(const void *self);
	/* Cost of WORD after STATE, 0 or more; *OUT becomes the state after it (may be STATE). */
	vn_cost (*score)(const void *self, const struct vn_score_state *state, uint32_t word,
			 struct vn_score_state *out);
	/* The same of COUNT words. Most are of no use to who asks for many, so the state behind one
	 * is left out where nothing before it matters. */
	void (*all)(const void *self, const struct vn_score_state *state,
		    struct vn_score_query *queries, uint32_t count);
	/* The state behind WORD where nothing before it matters. */
	struct vn_score_state (*after)(const void *self, uint32_t word);
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

static inline void vn_score_all(const struct vn_scorer *s, const struct vn_score_state *state,
				struct vn_score_query *queries, uint32_t count)
{
	s->all(s->self, state, queries, count);
}

static inline struct vn_score_state vn_score_after(const struct vn_scorer *s, uint32_t word)
{
	return s->after(s->self, word);
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
