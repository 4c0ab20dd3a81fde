/* Beam search: the cheapest path through a lattice under channel and n-gram model. */
#ifndef VN_DECODE_SEARCH_H
#define VN_DECODE_SEARCH_H

#include "decode/lattice.h"
#include "decode/nbest.h"

/* One arc of the best path. */
struct vn_step {
	const struct vn_arc *arc;
	const struct vn_choice *choice; /* NULL when the arc has none */
	vn_cost context;		/* of the choice after the words before it, as weighed */
	uint16_t matched;		/* order of the n-gram that gave that cost */
};

/* A path. The best one of the last search is the search's own. */
struct vn_path {
	const struct vn_step *steps;
	size_t count;
};

struct vn_search;

/* Makes a search by SCORER, which must outlive it; free with vn_search_close(), which takes NULL.
 */
VN_CHECKED enum vn_status vn_search_open(struct vn_search **out, const struct vn_scorer *scorer,
					 struct vn_err *err);
void vn_search_close(struct vn_search *search);

/* How to search. */
struct vn_search_mode {
	int temperature; /* divides the costs for the posteriors, in 1/256; 0: nobody asks for them
			  */
	struct vn_watch *watch; /* is told of the work; NULL: nobody is */
	bool broad;		/* follows more hypotheses than the beams say */
};

/*
 * Finds the cheapest path. *STATE is what stands before the lattice and becomes what stands before
 * the next one. The path stays valid until the next search or change of the lattice.
 */
VN_CHECKED enum vn_status vn_search_run(struct vn_search *search, const struct vn_lattice *lattice,
					struct vn_search_mode mode, struct vn_score_state *state,
					struct vn_path *path, struct vn_err *err);

/* FOUND paths, cheapest first, with their costs; in lists of the caller's that have room for MOST.
 */
struct vn_path_list {
	struct vn_path *paths; /* their steps are the arena's */
	int64_t *costs;
	size_t most, found;
};

/* *OUT becomes the necks of all that the last search, with a temperature, followed in
 * LATTICE; there are none without one. */
VN_CHECKED enum vn_status vn_search_necks(const struct vn_search *search,
					  const struct vn_lattice *lattice, struct vn_arena *arena,
					  struct vn_necks *out, struct vn_err *err);

/*
 * The out->most cheapest paths of those that the last search, with a temperature, followed in
 * LATTICE from neck FROM to neck TO (NULL: from the start, to the end), fewer where there are
 * fewer. For a model that is too slow or too wide for a search and scores whole paths. A path is
 * told from the others by its arcs and choices, so several may say the same; what its steps have in
 * "matched" is 0.
 */
VN_CHECKED enum vn_status vn_search_nbest(const struct vn_search *search,
					  const struct vn_lattice *lattice,
					  const struct vn_neck *from, const struct vn_neck *to,
					  struct vn_arena *arena, struct vn_path_list *out,
					  struct vn_err *err);

/* What else a span may be read as. */
struct vn_rival {
	const struct vn_choice *choice; /* the lattice's */
	vn_prob prob;
};

/* The posterior of a step of the path: of the texts that have it and of those that do not. OWN and
 * RIVALS add up to VN_PROB_ONE but for rounding; both are exact where they are small. */
struct vn_step_posterior {
	vn_prob own, rivals;
	struct vn_rival others[VN_ALTERNATIVES_MAX]; /* words for the same span, likeliest first */
	size_t count;
};

/* That of STEP, of the path that the last search found with a temperature in LATTICE. */
void vn_search_posterior(const struct vn_search *search, const struct vn_lattice *lattice,
			 const struct vn_step *step, struct vn_step_posterior *posterior);

/*
 * By how much the best path beats itself with step K replaced by the word WORD at channel cost COST
 * (1/256 nat), STATE being what stood before the path: rescored over the words whose history
 * changes.
 */
vn_cost vn_search_margin(const struct vn_search *search, const struct vn_score_state *state,
			 const struct vn_path *path, size_t k, uint32_t word, vn_cost cost);

#endif
