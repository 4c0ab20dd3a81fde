#include "mkmodel/segments.h"

#include <stdlib.h>

static size_t place(uint64_t read, uint64_t printed, size_t mask)
{
	uint64_t h = (read ^ printed * UINT64_C(0x9e3779b97f4a7c15)) * UINT64_C(0xff51afd7ed558ccd);
	return (size_t)(h ^ h >> 32) & mask;
}

uint64_t vn_segment_pack(const int32_t *c, int count)
{
	uint64_t packed = 0;
	for (int i = 0; i < count; i++)
		packed |= (uint64_t)c[i] << (21 * i);
	return packed;
}

struct vn_segment *vn_segments_find(const struct vn_segments *t, uint64_t read, uint64_t printed)
{
	size_t at = place(read, printed, t->size - 1);
	while ((t->slot[at].read || t->slot[at].printed) &&
	       (t->slot[at].read != read || t->slot[at].printed != printed))
		at = (at + 1) & (t->size - 1);
	return &t->slot[at];
}

enum vn_status vn_segments_grow(struct vn_segments *t, struct vn_err *err)
{
	struct vn_segments bigger = {.size = t->size ? t->size * 2 : 1 << 16};

	if (t->size && t->used * 2 < t->size)
		return VN_OK;
	bigger.slot = calloc(bigger.size, sizeof *bigger.slot);
	if (!bigger.slot)
		return vn_err_nomem(err);
	for (size_t i = 0; i < t->size; i++)
		if (t->slot[i].read || t->slot[i].printed)
			*vn_segments_find(&bigger, t->slot[i].read, t->slot[i].printed) =
				t->slot[i];
	bigger.used = t->used;
	free(t->slot);
	*t = bigger;
	return VN_OK;
}

enum vn_status vn_segments_add(struct vn_segments *t, uint64_t read, uint64_t printed, double count,
			       struct vn_err *err)
{
	enum vn_status status = vn_segments_grow(t, err);
	struct vn_segment *seg;

	if (status)
		return status;
	seg = vn_segments_find(t, read, printed);
	t->used += !seg->read && !seg->printed;
	seg->read = read;
	seg->printed = printed;
	seg->count += count;
	return VN_OK;
}
