/* Counts of segment pairs: printed text and what it was read as. */
#ifndef VN_MKMODEL_SEGMENTS_H
#define VN_MKMODEL_SEGMENTS_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

/* A segment pair: up to 2 printed and 3 read code points, 21 bits each, the first lowest. */
struct vn_segment {
	uint64_t read;	  /* 63 bits */
	uint64_t printed; /* 42 bits; above them 21 of a neighbour, where a table needs that */
	double p;	  /* probability of the read side given the printed one */
	double count;	  /* expected count of this round */
	double last;	  /* expected count of the round before */
};

/* Open addressing over segments; empty slots have read and printed 0. All zero is a valid one that
 * must grow before it is asked. Free SLOT with free(). */
struct vn_segments {
	struct vn_segment *slot;
	size_t size, used;
};

/* COUNT code points in one number. */
uint64_t vn_segment_pack(const int32_t *c, int count);

/* The slot of a pair: its own, or the empty one where it belongs. */
struct vn_segment *vn_segments_find(const struct vn_segments *t, uint64_t read, uint64_t printed);

/* Makes room for at least one more pair; slots may move. */
VN_CHECKED enum vn_status vn_segments_grow(struct vn_segments *t, struct vn_err *err);

/* Adds COUNT to a pair. */
VN_CHECKED enum vn_status vn_segments_add(struct vn_segments *t, uint64_t read, uint64_t printed,
					  double count, struct vn_err *err);

#endif
