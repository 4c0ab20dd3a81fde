#include "mkmodel/table.h"

#include "model/format.h"
#include "model/hash.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define CODE_BITS (VN_PROB_BITS + VN_BACKOFF_BITS)
#define NOBODY	  UINT32_MAX

/* A table on its way: by slot the number of the entry in it, by bucket its signals, the classes of
 * fingerprints of which one has gone to its other bucket. */
struct table {
	const struct vn_table_entry *entries;
	uint64_t buckets;
	uint32_t *in; /* NOBODY: empty */
	uint8_t *signals;
};

static uint64_t home_of(const struct table *t, uint32_t e)
{
	return vn_hash_bucket(t->entries[e].hash, t->buckets);
}

static uint64_t other_of(const struct table *t, uint32_t e)
{
	return vn_hash_other(t->entries[e].hash, t->buckets);
}

static uint32_t print_of(const struct table *t, uint32_t e)
{
	return vn_hash_print(t->entries[e].hash);
}

/* Whether bucket B has an entry with the fingerprint of E. */
static bool has_twin(const struct table *t, uint64_t b, uint32_t e)
{
	const uint32_t *in = t->in + b * VN_BUCKET_SLOTS;

	for (int i = 0; i < VN_BUCKET_SLOTS && in[i] != NOBODY; i++)
		if (print_of(t, in[i]) == print_of(t, e))
			return true;
	return false;
}

/* Puts E into bucket B if that has room. */
static bool put(struct table *t, uint64_t b, uint32_t e)
{
	uint32_t *in = t->in + b * VN_BUCKET_SLOTS;

	for (int i = 0; i < VN_BUCKET_SLOTS; i++)
		if (in[i] == NOBODY) {
			in[i] = e;
			return true;
		}
	return false;
}

/* Puts E into its other bucket if that has room; its home, which is full, signals it. */
static bool put_aside(struct table *t, uint32_t e)
{
	uint64_t other = other_of(t, e);

	if (has_twin(t, other, e) || !put(t, other, e))
		return false;
	t->signals[home_of(t, e)] |= (uint8_t)(1 << vn_hash_class(print_of(t, e)));
	return true;
}

/* Moves one of those that are at home in the full bucket B to its other bucket, and E into its
 * place. */
static bool make_room(struct table *t, uint64_t b, uint32_t e)
{
	uint32_t *in = t->in + b * VN_BUCKET_SLOTS;

	for (int i = 0; i < VN_BUCKET_SLOTS; i++)
		if (home_of(t, in[i]) == b && put_aside(t, in[i])) {
			in[i] = e;
			return true;
		}
	return false;
}

/* Finds a place for E, whose home is full. */
static bool settle(struct table *t, uint32_t e)
{
	uint64_t home = home_of(t, e), other = other_of(t, e);

	if (put_aside(t, e) || make_room(t, home, e))
		return true;
	if (has_twin(t, other, e) || !make_room(t, other, e))
		return false;
	t->signals[home] |= (uint8_t)(1 << vn_hash_class(print_of(t, e)));
	return true;
}

/* Writes bucket B. A full one signals by the order of its pairs, which says nothing else. */
static void write_bucket(const struct table *t, uint64_t b, uint32_t *slots)
{
	const uint32_t *in = t->in + b * VN_BUCKET_SLOTS;

	for (int i = 0; i < VN_BUCKET_SLOTS && in[i] != NOBODY; i++)
		slots[i] = print_of(t, in[i]) << CODE_BITS | t->entries[in[i]].codes;
	for (int k = 0; k < VN_BUCKET_CLASSES && slots[VN_BUCKET_SLOTS - 1]; k++) {
		uint32_t *pair = slots + 2 * (size_t)k, first = pair[0];
		if ((pair[0] > pair[1]) != (t->signals[b] >> k & 1)) {
			pair[0] = pair[1];
			pair[1] = first;
		}
	}
}

static size_t place_all(struct table *t, size_t count, uint32_t *late)
{
	size_t kept = 0, waiting = 0;

	for (uint32_t e = 0; e < count; e++) {
		if (has_twin(t, home_of(t, e), e))
			continue;
		if (put(t, home_of(t, e), e))
			kept++;
		else
			late[waiting++] = e;
	}
	for (size_t i = 0; i < waiting; i++)
		kept += !has_twin(t, home_of(t, late[i]), late[i]) && settle(t, late[i]);
	return kept;
}

enum vn_status vn_table_fill(uint32_t *slots, uint64_t buckets,
			     const struct vn_table_entry *entries, size_t count, size_t *kept,
			     struct vn_err *err)
{
	struct table t = {.entries = entries,
			  .buckets = buckets,
			  .in = malloc(buckets * VN_BUCKET_SLOTS * sizeof *t.in),
			  .signals = calloc(buckets, 1)};
	uint32_t *late = malloc((count + 1) * sizeof *late);
	enum vn_status status = t.in && t.signals && late ? VN_OK : vn_err_nomem(err);

	if (!status) {
		memset(t.in, 0xff, buckets * VN_BUCKET_SLOTS * sizeof *t.in);
		*kept = place_all(&t, count, late);
		for (uint64_t b = 0; b < buckets; b++)
			write_bucket(&t, b, slots + b * VN_BUCKET_SLOTS);
	}
	free(t.in);
	free(t.signals);
	free(late);
	return status;
}
