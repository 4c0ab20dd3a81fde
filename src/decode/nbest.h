/*
 * The cheapest paths over the back-pointers that a search left (posterior.h), in their order: a
 * search from the end by exact costs from the start, so that nothing is looked at that is not part
 * of one of them (Soong and Huang 1991).
 */
#ifndef VN_DECODE_NBEST_H
#define VN_DECODE_NBEST_H

#include "decode/posterior.h"

/* A path from node 0 to an end. */
struct vn_nbest_path {
	int64_t cost;	       /* the sum over its back-pointers */
	const uint32_t *backs; /* indexes into p->backs, in order; the arena's */
	size_t count;
};

/* FOUND paths, cheapest first, in a list of the caller's that has room for MOST. */
struct vn_nbest {
	struct vn_nbest_path *paths;
	size_t most, found;
};

/*
 * Finds the out->most cheapest paths through GRAPH, fewer where there are fewer. Of paths that cost
 * the same those whose back-pointers were noted first come first. No two have the same ones.
 */
VN_CHECKED enum vn_status vn_nbest(const struct vn_posterior *p, const struct vn_graph *graph,
				   struct vn_arena *arena, struct vn_nbest *out,
				   struct vn_err *err);

/* A node that all paths pass through, at a byte of the text. What is likeliest between two of them
 * does not depend on the rest. */
struct vn_neck {
	uint32_t position, node;
};

struct vn_necks {
	struct vn_neck *list; /* in order; the arena's */
	size_t count;
};

/* *OUT becomes all necks of GRAPH, whose nodes have positions. */
VN_CHECKED enum vn_status vn_necks_find(const struct vn_posterior *p, const struct vn_graph *graph,
					struct vn_arena *arena, struct vn_necks *out,
					struct vn_err *err);

#endif
