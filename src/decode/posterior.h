/*
 * Posteriors: how probability spreads over all the readings that a search followed, the best path
 * and those that lost to it. The search notes each step by which it reached a hypothesis (a
 * back-pointer); forward-backward over them (Baum et al. 1970) then gives each slot, a numbered
 * thing that they pass through, its posterior probability.
 */
#ifndef VN_DECODE_POSTERIOR_H
#define VN_DECODE_POSTERIOR_H

#include "text/unit.h"

/* One step from node to node. Nodes are numbered from 0, the start, in the order of their making;
 * back-pointers come in an order in which none into a node follows one out of it. */
struct vn_back {
	uint32_t from, to;
	uint32_t slot;
	vn_cost cost; /* of this step alone */
};

/* What the back-pointers join: so many nodes, that where the text begins, and those where it may
 * end, the caller's. */
struct vn_graph {
	size_t nodes;
	const uint32_t *ends;
	size_t end_count;
	uint32_t start;		  /* 0 but for a piece of the text */
	const uint32_t *position; /* of each node in the text, up to LENGTH; for vn_necks_find() */
	uint32_t length;
};

/* All zero is a valid empty one. */
struct vn_posterior {
	struct vn_back *backs;
	size_t count, cap;
	vn_fine *before, *after; /* by node: cost of all ways to it and from it */
	size_t node_cap;
	vn_prob *probs; /* the posteriors, by slot */
	size_t slot_cap;
};

void vn_posterior_fini(struct vn_posterior *p);

/* Forgets all back-pointers and keeps the memory. */
void vn_posterior_reset(struct vn_posterior *p);

/* Notes a back-pointer. */
VN_CHECKED enum vn_status vn_posterior_add(struct vn_posterior *p, struct vn_back back,
					   struct vn_err *err);

/*
 * Fills p->probs[0 to SLOTS) from the back-pointers between the nodes of GRAPH. TEMPERATURE
 * (1/256, above 0) divides the costs.
 */
VN_CHECKED enum vn_status vn_posterior_compute(struct vn_posterior *p, const struct vn_graph *graph,
					       size_t slots, int temperature, struct vn_err *err);

#endif
