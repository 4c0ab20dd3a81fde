#include "mkmodel/intern.h"

#include <stdlib.h>

static uint64_t hash_of(struct vn_str s)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);
	for (size_t i = 0; i < s.len; i++)
		h = (h ^ (unsigned char)s.ptr[i]) * UINT64_C(0x100000001b3);
	return h ^ (h >> 29);
}

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
	size_t at = hash_of(s) & (table->slot_count - 1);
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
	struct vn_str copy;
	size_t at;

	if (table->count * 2 >= table->slot_count) {
		enum vn_status status = rehash(table, err);
		if (status)
			return status;
	}
	at = slot_of(table, s);
	if (table->slots[at]) {
		*out = table->slots[at] - 1;
		return VN_OK;
	}
	if (table->count == table->cap) {
		size_t cap = table->cap ? table->cap * 2 : 1024;
		struct vn_str *strings = realloc(table->strings, cap * sizeof *strings);
		if (!strings)
			return vn_err_nomem(err);
		table->strings = strings;
		table->cap = cap;
	}
	copy = vn_arena_copy(&table->arena, s.ptr, s.len);
	if (!copy.ptr)
		return vn_err_nomem(err);
	table->strings[table->count] = copy;
	table->slots[at] = (uint32_t)++table->count;
	*out = (uint32_t)table->count - 1;
	return VN_OK;
}

uint32_t vn_intern_find(const struct vn_intern *table, struct vn_str s)
{
	return table->slot_count ? table->slots[slot_of(table, s)] - 1 : UINT32_MAX;
}
