/*
 * What the code point read just before tells of a segment: an engine reads letters as a sequence,
 * and what it made of the last one says much about its next. P(r|p, b) = (n(r,p,b) + K P(r|p)) /
 * (n(p,b) + K), stored as a difference of costs to P(r|p); what was not seen beside b shares one
 * difference, K / (n(p,b) + K).
 */
#ifndef VN_MKMODEL_CONTEXT_H
#define VN_MKMODEL_CONTEXT_H

#include "base/buf.h"
#include "mkmodel/segments.h"

/* Counts by read and printed side and the neighbour. All zero is a valid empty one. */
struct vn_contexts {
	struct vn_segments seen; /* printed | neighbour << 42 */
};

/* Adds COUNT sightings of a segment pair (packed) behind code point BEFORE. */
VN_CHECKED enum vn_status vn_context_add(struct vn_contexts *contexts, uint64_t read,
					 uint64_t printed, int32_t before, double count,
					 struct vn_err *err);

/* Appends to OUT the records (struct vn_file_context, sorted) for a channel of the records SEGMENTS
 * (struct vn_file_segment). Differences too small to matter are left out. */
VN_CHECKED enum vn_status vn_context_records(const struct vn_contexts *contexts,
					     const struct vn_buf *segments, struct vn_buf *out,
					     struct vn_err *err);
void vn_contexts_fini(struct vn_contexts *contexts);

#endif
