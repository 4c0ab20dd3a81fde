/* Beam search: the cheapest path through a lattice under channel and n-gram model. */
#ifndef VN_RESTORE_SEARCH_H
#define VN_RESTORE_SEARCH_H

#include "restore/lattice.h"

/* One arc of the best path. */
struct vn_step {
	const struct vn_arc *arc;
	const struct vn_choice *choice; /* NULL when the arc has none */
};

/* Best path of the last search; owned by the search. */
struct vn_path {
	const struct vn_step *steps;
	size_t count;
};

struct vn_search;

/* Makes a search; free with vn_search_close(), which takes NULL. */
VN_CHECKED enum vn_status vn_search_open(struct vn_search **out, const struct vn_model *model,
					 struct vn_err *err);
void vn_search_close(struct vn_search *search);

/*
 * Finds the cheapest path. STRIPPED text (the bare channel) gets a wider beam. *STATE is what
 * stands before the lattice and becomes what stands before the next one. The path stays valid until
 * the next search or change of the lattice.
 */
VN_CHECKED enum vn_status vn_search_run(struct vn_search *search, const struct vn_lattice *lattice,
					bool stripped, struct vn_lm_state *state,
					struct vn_path *path, struct vn_err *err);

/*
 * By how much the best path beats itself with step K replaced by the word WORD at channel cost COST
 * (1/256 nat), STATE being what stood before the path: rescored over the words whose history
 * changes.
 */
vn_cost vn_search_margin(const struct vn_search *search, const struct vn_lm_state *state,
			 const struct vn_path *path, size_t k, uint32_t word, vn_cost cost);

#endif
