/* Stacks of a beam search: the hypotheses that end at one place. Private to search.c. */
#ifndef VN_DECODE_STACK_H
#define VN_DECODE_STACK_H

#include "damage/damage.h"
#include "model/scorer.h"

/* A partial path. */
struct vn_hypothesis {
	struct vn_score_state state;
	uint64_t key; /* words of the state; equal keys have equal futures */
	vn_cost cost;
	uint32_t previous;    /* index of the hypothesis it extends */
	uint32_t node;	      /* its number for the posteriors, kept when its stack is sorted */
	uint32_t arc, choice; /* how */
};

#define VN_NO_NODE UINT32_MAX

/* The hypotheses that end at one byte position. */
struct vn_stack {
	uint32_t first, count; /* in the pool */
	vn_cost most; /* what a hypothesis may cost: the best one and the width of the beam */
	struct vn_beam beam; /* the widest of the arcs that end here */
	bool sorted;	     /* its hypotheses are those of another one, in order */
};

/* Adds H to a stack in POOL, or betters the one with the same future, or replaces the weakest.
 * Returns the node that H became, by the number *NODES, or joined; VN_NO_NODE when it was dropped.
 */
uint32_t vn_stack_offer(struct vn_stack *stack, struct vn_hypothesis *pool,
			const struct vn_hypothesis *h, uint32_t *nodes);

/* Leaves the best hypotheses of a stack in POOL, as many as its beam keeps, in order; of equal ones
 * the first stays the first. */
void vn_stack_select(struct vn_stack *stack, struct vn_hypothesis *pool);

#endif
