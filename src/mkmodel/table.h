/*
 * The table of n-grams: each has two buckets it may lie in, by its hash, and lies in its home while
 * that has room. So a lookup ends after one bucket, seldom two, though nearly all slots are taken
 * (two choices: Azar et al. 1999; moved aside: Pagh and Rodler 2004).
 */
#ifndef VN_MKMODEL_TABLE_H
#define VN_MKMODEL_TABLE_H

#include "base/err.h"

#include <stddef.h>

/* An n-gram on its way into the table. */
struct vn_table_entry {
	uint64_t hash;
	uint32_t codes; /* of its costs, as in a slot */
};

/*
 * Fills SLOTS, zeroed, of BUCKETS buckets (1 or more) as doc/model-format.md says. Left out are
 * entries that no reader could tell from one that is there (about one in 70,000), and those for
 * which no room is found (next to none while 95 slots in 100 do). *KEPT becomes the number of the
 * others.
 */
VN_CHECKED enum vn_status vn_table_fill(uint32_t *slots, uint64_t buckets,
					const struct vn_table_entry *entries, size_t count,
					size_t *kept, struct vn_err *err);

#endif
