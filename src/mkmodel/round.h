/* A round of expectation maximisation over pairs of lines, for those who learn channels. */
#ifndef VN_MKMODEL_ROUND_H
#define VN_MKMODEL_ROUND_H

#include "mkmodel/align.h"
#include "mkmodel/context.h"
#include "mkmodel/segments.h"

/* Where a line's alignment may run: read places [low, high] at one printed place. */
struct vn_window {
	uint16_t low, high;
};

/* Buffers of one line pair. */
struct vn_cells {
	double *forward, *backward; /* [cell] */
	double *p; /* [cell][shape]: probability of the segment that starts there */
	size_t cap;
};

struct vn_round {
	struct vn_segments table;
	struct vn_cells lines;
	struct vn_window **window; /* by pair, as many as there are: what the last round left; NULL
				      before */
	bool first;
	bool base;		    /* the table had probabilities before the first round */
	double base_share;	    /* then: of likeness, for segments that it did not have */
	struct vn_contexts *beside; /* counts by neighbour, in the last round; NULL: none */
	double loss;		    /* -ln P of all lines */
};

/* Adds the expected counts of the segments of all pairs to the table. */
VN_CHECKED enum vn_status vn_round_expect(struct vn_round *r, const struct vn_pairs *pairs,
					  struct vn_err *err);

/* Frees all of it; PAIRS are those it was used for. */
void vn_round_fini(struct vn_round *r, const struct vn_pairs *pairs);

/* The record of a segment of probability P (above 0), and records in the order of a channel. */
struct vn_file_segment vn_segment_record(uint64_t read, uint64_t printed, double p);
void vn_segment_sort(struct vn_buf *records);

#endif
