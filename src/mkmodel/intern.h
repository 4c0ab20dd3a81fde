/* Strings to small numbers, in order of first sight. */
#ifndef VN_MKMODEL_INTERN_H
#define VN_MKMODEL_INTERN_H

#include "base/arena.h"

/* All zero is a valid empty table. */
struct vn_intern {
	struct vn_arena arena;
	struct vn_str *strings; /* [id] */
	uint32_t *slots;	/* id + 1, 0 = empty; a power of two of them */
	size_t count, cap, slot_count;
};

void vn_intern_fini(struct vn_intern *table);

/* The id of S, made if new. *OUT is untouched on failure. */
VN_CHECKED enum vn_status vn_intern_add(struct vn_intern *table, struct vn_str s, uint32_t *out,
					struct vn_err *err);

#endif
