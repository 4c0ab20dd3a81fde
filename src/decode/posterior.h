/*
 * Posteriors: how probability spreads over all the readings that a search followed, the best path
 * and those that lost to it. The search notes each step by which it reached a hypothesis (a
 * back-pointer); forward-backward over them (Baum et al. 1970) then gives each slot, a numbered
 * thing that they pass through, its share of the probability: its posterior. Integers throughout:
 * the shares are the same on every machine.
 */
#ifndef VN_DECODE_POSTERIOR_H
#define VN_DECODE_POSTERIOR_H

#include "text/unit.h"

/* A posterior probability, in 2^-40. */
typedef uint64_t vn_share;
#define VN_SHARE_ONE (UINT64_C(1) << 40)

/* Costs of shares are told apart up to this one (1/256 nat); no share but 0 costs more. */
#define VN_SHARE_COSTS (27 * 256)

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
	uint32_t start; /* 0 but for a piece of the text */
};

#define VN_POSTERIOR_STEPS 2560 /* 10 nats, behind which a sum is its greater part */

struct vn_posterior {
	struct vn_back *backs;
	size_t count, cap;
	int64_t *before, *after; /* by node: cost of all ways to it and from it, 1/4096 nat */
	size_t node_cap;
	vn_share *shares; /* by slot */
	size_t slot_cap;
	int16_t gain[VN_POSTERIOR_STEPS];	  /* 4096 ln(1 + exp(-k / 256)) */
	vn_share whole[VN_SHARE_COSTS / 256 + 1]; /* exp(-k) */
	uint32_t part[256];			  /* exp(-k / 256) in 2^-31 */
};

struct vn_model;

/* The tables alone, as the private data of a stage (stage.h); to be freed with free(). */
enum vn_status vn_posterior_tables(void **data, const struct vn_model *model, struct vn_err *err);

/* Fills the tables; all else is empty. */
void vn_posterior_init(struct vn_posterior *p);
void vn_posterior_fini(struct vn_posterior *p);

/* Forgets all back-pointers and keeps the memory. */
void vn_posterior_reset(struct vn_posterior *p);

/* Notes a back-pointer. */
VN_CHECKED enum vn_status vn_posterior_add(struct vn_posterior *p, struct vn_back back,
					   struct vn_err *err);

/*
 * Fills p->shares[0 to SLOTS) from the back-pointers between the nodes of GRAPH. TEMPERATURE
 * (1/256, above 0) divides the costs.
 */
VN_CHECKED enum vn_status vn_posterior_share(struct vn_posterior *p, const struct vn_graph *graph,
					     size_t slots, int temperature, struct vn_err *err);

/* Fine costs, which sums of many ways need: VN_FINE of them in a cost, 1/4096 nat each. */
#define VN_FINE	      16
#define VN_FINE_NEVER (INT64_MAX / 4) /* of what cannot be */

/* Fine cost of two ways together. */
int64_t vn_fine_either(const struct vn_posterior *p, int64_t a, int64_t b);

/* exp(-COST), COST from 0 on in 1/256 nat. */
vn_share vn_share_of(const struct vn_posterior *p, vn_cost cost);

/* Cost of SHARE (at most VN_SHARE_ONE), 0 to VN_SHARE_COSTS. */
vn_cost vn_share_cost(const struct vn_posterior *p, vn_share share);

#endif
