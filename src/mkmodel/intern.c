#include "mkmodel/intern.h"

#include "base/fnv.h"

#include <stdlib.h>

void vn_intern_fini(struct vn_intern *table)
{
	vn_arena_fini(&table->arena);
	free(table->strings);
	free(table->slots);
	*table = (struct vn_intern){0};
}

/* The slot that holds S or the empty one where it belongs. */
static size_t slot_of(const struct vn_intern *table, struct vn_str s)
{
	size_t at = vn_fnv_fold(vn_fnv_add(VN_FNV_SEED, s)) & (table->slot_count - 1);
	while (table->slots[at] && !vn_str_eq(table->strings[table->slots[at] - 1], s))
		at = (at + 1) & (table->slot_count - 1);
	return at;
}

static enum vn_status rehash(struct vn_intern *table, struct vn_err *err)
{
	size_t slot_count = table->slot_count ? table->slot_count * 2 : 1 << 12;
	uint32_t *slots = calloc(slot_count, sizeof *slots);
	if (!slots)
		return vn_err_nomem(err);
	free(table->slots);
	table->slots = slots;
	table->slot_count = slot_count;
	for (size_t id = 0; id < table->count; id++)
		slots[slot_of(table, table->strings[id])] = (uint32_t)id + 1;
	return VN_OK;
}

enum vn_status vn_intern_add(struct vn_intern *table, struct vn_str s, uint32_t *out,
			     struct vn_err *err)
{
	enum vn_status status = VN_OK;
	struct vn_str copy;
	size_t at;

	if (table->count * 2 >= table->slot_count)
		status = rehash(table, err);
	if (status)
		return status;
	at = slot_of(table, s);
	if (table->slots[at]) {
		*out = table->slots[at] - 1;
		return VN_OK;
	}
	status = vn_grow(&table->strings, table->count, &table->cap, sizeof copy, err);
	if (status)
		return status;
	copy = vn_arena_copy(&table->arena, s.ptr, s.len);
	if (!copy.ptr)
		return vn_err_nomem(err);
	table->strings[table->count] = copy;
	table->slots[at] = (uint32_t)++table->count;
	*out = (uint32_t)table->count - 1;
	return VN_OK;
}
