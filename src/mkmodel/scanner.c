#include "mkmodel/scanner.h"

#include "mkmodel/round.h"

#include <math.h>
#include <stdlib.h>

#define LIKENESS 0.01 /* share of what was never seen but looks alike, before the first round */
#define HELD	 0.4  /* of each count of a new segment: a single sighting is mostly chance */
#define LEAST	 1e-6 /* probability of a record */

static uint64_t pack(const uint32_t *c, int count)
{
	int32_t copy[3];
	for (int i = 0; i < count; i++)
		copy[i] = (int32_t)c[i];
	return vn_segment_pack(copy, count);
}

/* Reads the channel at hand: P of each segment into TABLE and BASE, sums by printed side into
 * MASSES. */
static enum vn_status read_base(const struct vn_buf *records, struct vn_segments *table,
				struct vn_segments *base, struct vn_segments *masses,
				struct vn_err *err)
{
	const struct vn_file_segment *s = (const void *)records->ptr;
	size_t count = records->len / sizeof *s;
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < count; i++) {
		uint64_t read = pack(s[i].read, 3), printed = pack(s[i].printed, 2);
		double p = exp(s[i].cost / -256.0);
		status = vn_segments_add(table, read, printed, 0, err);
		if (!status)
			status = vn_segments_add(base, read, printed, p, err);
		if (!status)
			status = vn_segments_add(masses, 1, printed, p, err);
		if (!status)
			vn_segments_find(table, read, printed)->p = p;
	}
	return status;
}

/* Counts by printed side. */
static enum vn_status sum(const struct vn_segments *table, struct vn_segments *sums,
			  struct vn_err *err)
{
	enum vn_status status = vn_segments_grow(sums, err);

	for (size_t i = 0; !status && i < table->size; i++)
		if (table->slot[i].count > 0)
			status = vn_segments_add(sums, 1, table->slot[i].printed,
						 table->slot[i].count, err);
	return status;
}

/* Counts to probabilities. A printed side that the base does not have gets no share: its letters
 * are printed one by one. */
static enum vn_status maximise(struct vn_segments *table, const struct vn_segments *base,
			       const struct vn_segments *masses, double k, struct vn_err *err)
{
	struct vn_segments sums = {0};
	enum vn_status status = sum(table, &sums, err);

	for (size_t i = 0; !status && i < table->size; i++) {
		struct vn_segment *seg = &table->slot[i];
		double p0, mass, total, n = seg->count;
		if (!seg->read && !seg->printed)
			continue;
		p0 = vn_segments_find(base, seg->read, seg->printed)->count;
		mass = vn_segments_find(masses, 1, seg->printed)->count;
		total = vn_segments_find(&sums, 1, seg->printed)->count;
		if (p0 <= 0)
			n = n > HELD ? n - HELD : 0;
		seg->p = mass > 0 ? (mass * n + k * p0) / (total + k) : 0;
		seg->last = seg->count;
		seg->count = 0;
	}
	free(sums.slot);
	return status;
}

static enum vn_status add_records(const struct vn_segments *table, struct vn_buf *out,
				  struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < table->size; i++) {
		struct vn_file_segment record;
		if (table->slot[i].p < LEAST)
			continue;
		record = vn_segment_record(table->slot[i].read, table->slot[i].printed,
					   table->slot[i].p);
		status = vn_buf_add(out, &record, sizeof record, err);
	}
	if (!status)
		vn_segment_sort(out);
	return status;
}

enum vn_status vn_scanner_learn(const struct vn_pairs *pairs, int rounds, double k,
				const struct vn_buf *base, struct vn_buf *out, struct vn_err *err)
{
	struct vn_round r = {.base = true, .base_share = LIKENESS};
	struct vn_segments old = {0}, masses = {0};
	enum vn_status status = VN_OK;

	r.window = calloc(pairs->count + 1, sizeof *r.window);
	if (!r.window)
		return vn_err_nomem(err);
	status = vn_segments_grow(&r.table, err);
	if (!status)
		status = vn_segments_grow(&old, err);
	if (!status)
		status = vn_segments_grow(&masses, err);
	if (!status)
		status = read_base(base, &r.table, &old, &masses, err);
	for (int i = 0; !status && i < rounds; i++) {
		r.first = i == 0;
		status = vn_round_expect(&r, pairs, err);
		if (!status)
			status = maximise(&r.table, &old, &masses, k, err);
	}
	if (!status)
		status = add_records(&r.table, out, err);
	free(old.slot);
	free(masses.slot);
	vn_round_fini(&r, pairs);
	return status;
}

enum vn_status vn_scanner_loss(const struct vn_pairs *pairs, const struct vn_buf *records,
			       double *loss, struct vn_err *err)
{
	struct vn_round r = {.base = true};
	struct vn_segments old = {0}, masses = {0};
	enum vn_status status;

	r.window = calloc(pairs->count + 1, sizeof *r.window);
	if (!r.window)
		return vn_err_nomem(err);
	status = vn_segments_grow(&r.table, err);
	if (!status)
		status = read_base(records, &r.table, &old, &masses, err);
	if (!status)
		status = vn_round_expect(&r, pairs, err);
	*loss = r.loss;
	free(old.slot);
	free(masses.slot);
	vn_round_fini(&r, pairs);
	return status;
}
