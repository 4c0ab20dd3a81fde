/*
 * The cheapest ways through the trails that a search left (posterior.h), in their order: a search
 * from the end by exact costs from the start, so that nothing is looked at that is not part of one
 * of them (Soong and Huang 1991).
 */
#ifndef VN_DECODE_NBEST_H
#define VN_DECODE_NBEST_H

#include "decode/posterior.h"

/* A way from node 0 to an end. */
struct vn_way {
	int64_t cost;		/* the sum over its trails */
	const uint32_t *trails; /* indexes into p->trails, in order; the arena's */
	size_t count;
};

/*
 * Finds the MOST cheapest ways, cheapest first, through the trails of P between NODES nodes to one
 * of the COUNT nodes ENDS: into WAYS, *FOUND of them, fewer where there are fewer. Of ways that
 * cost the same those whose trails were noted first come first. Ways differ in a trail at least.
 */
VN_CHECKED enum vn_status vn_nbest(const struct vn_posterior *p, size_t nodes, const uint32_t *ends,
				   size_t count, size_t most, struct vn_arena *arena,
				   struct vn_way *ways, size_t *found, struct vn_err *err);

#endif
