#include "mkmodel/context.h"

#include "model/channel.h"
#include "model/check.h"
#include "model/format.h"

#include <math.h>
#include <stdlib.h>

#define PRIOR	   60  /* sightings that the segment without its neighbour counts as */
#define HELD	   0.3 /* of each count: what was seen once is half chance */
#define DIFFERENCE 16  /* 1/256 nat: less than this is not written down */

void vn_contexts_fini(struct vn_contexts *contexts)
{
	free(contexts->seen.slot);
	*contexts = (struct vn_contexts){0};
}

enum vn_status vn_context_add(struct vn_contexts *contexts, uint64_t read, uint64_t printed,
			      int32_t before, double count, struct vn_err *err)
{
	uint64_t beside = (uint64_t)vn_channel_before(before) << 42;
	return vn_segments_add(&contexts->seen, read, printed | beside, count, err);
}

static struct vn_file_context record_of(uint64_t read, uint64_t beside, double ratio)
{
	struct vn_file_context record = {.before = (uint32_t)(beside >> 42),
					 .difference = (int32_t)lround(-256 * log(ratio))};
	for (int i = 0; i < 3; i++)
		record.read[i] = (uint32_t)(read >> (21 * i)) & 0x1fffff;
	for (int i = 0; i < 2; i++)
		record.printed[i] = (uint32_t)(beside >> (21 * i)) & 0x1fffff;
	return record;
}

static uint64_t pack(const uint32_t *c, int count)
{
	int32_t copy[3];
	for (int i = 0; i < count; i++)
		copy[i] = (int32_t)c[i];
	return vn_segment_pack(copy, count);
}

/* By printed side: in MASSES the sum of the channel's probabilities. */
static enum vn_status add_masses(const struct vn_buf *segments, struct vn_segments *masses,
				 struct vn_err *err)
{
	const struct vn_file_segment *s = (const void *)segments->ptr;
	size_t count = segments->len / sizeof *s;
	enum vn_status status = vn_segments_grow(masses, err);

	for (size_t i = 0; !status && i < count; i++)
		status = vn_segments_add(masses, 1, pack(s[i].printed, 2), exp(s[i].cost / -256.0),
					 err);
	return status;
}

/* By printed side and neighbour: how often the neighbour stood there. */
static enum vn_status add_totals(const struct vn_segments *seen, struct vn_segments *totals,
				 struct vn_err *err)
{
	enum vn_status status = vn_segments_grow(totals, err);

	for (size_t i = 0; !status && i < seen->size; i++)
		if (seen->slot[i].count > 0)
			status = vn_segments_add(totals, 1, seen->slot[i].printed,
						 seen->slot[i].count, err);
	return status;
}

/* What all readings not seen beside a neighbour share. */
static enum vn_status put_totals(const struct vn_segments *totals, struct vn_buf *out,
				 struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < totals->size; i++) {
		const struct vn_segment *total = &totals->slot[i];
		struct vn_file_context record;
		if (!total->read)
			continue;
		record = record_of(0, total->printed, PRIOR / (total->count + PRIOR));
		record.read[0] = VN_CONTEXT_OTHER;
		if (record.difference >= DIFFERENCE)
			status = vn_buf_add(out, &record, sizeof record, err);
	}
	return status;
}

/* The record of one segment of the channel beside one neighbour. */
static enum vn_status put_seen(const struct vn_segment *seen, double total, double p,
			       struct vn_buf *out, struct vn_err *err)
{
	double kept = seen->count > HELD ? seen->count - HELD : 0;
	double ratio = (kept + PRIOR * p) / (total + PRIOR) / p;
	struct vn_file_context record = record_of(seen->read, seen->printed, ratio);
	double other = -256 * log(PRIOR / (total + PRIOR));

	if (fabs(record.difference - (other >= DIFFERENCE ? other : 0)) < DIFFERENCE)
		return VN_OK;
	return vn_buf_add(out, &record, sizeof record, err);
}

static int in_order(const void *a, const void *b)
{
	return vn_context_order(a, b);
}

enum vn_status vn_context_records(const struct vn_contexts *contexts, const struct vn_buf *segments,
				  struct vn_buf *out, struct vn_err *err)
{
	const struct vn_file_segment *s = (const void *)segments->ptr;
	size_t count = segments->len / sizeof *s;
	const struct vn_segments *seen = &contexts->seen;
	struct vn_segments masses = {0}, totals = {0}, costs = {0};
	enum vn_status status = add_masses(segments, &masses, err);

	if (!status)
		status = add_totals(seen, &totals, err);
	if (!status)
		status = put_totals(&totals, out, err);
	for (size_t i = 0; !status && i < count; i++)
		status = vn_segments_add(&costs, pack(s[i].read, 3), pack(s[i].printed, 2),
					 exp(s[i].cost / -256.0), err);
	for (size_t i = 0; !status && count && i < seen->size; i++) {
		const struct vn_segment *one = &seen->slot[i];
		uint64_t printed = one->printed & ((UINT64_C(1) << 42) - 1);
		double p = one->count > 0 ? vn_segments_find(&costs, one->read, printed)->count : 0;
		if (p > 0)
			status = put_seen(one, vn_segments_find(&totals, 1, one->printed)->count,
					  p / vn_segments_find(&masses, 1, printed)->count, out,
					  err);
	}
	if (out->len)
		qsort(out->ptr, out->len / sizeof(struct vn_file_context),
		      sizeof(struct vn_file_context), in_order);
	free(masses.slot);
	free(totals.slot);
	free(costs.slot);
	return status;
}
