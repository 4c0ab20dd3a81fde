/* A bump allocator: many small pieces, freed together. */
#ifndef VN_BASE_ARENA_H
#define VN_BASE_ARENA_H

#include "base/buf.h"

struct vn_arena_block;

/* All zero is a valid empty arena. */
struct vn_arena {
	struct vn_arena_block *blocks;
};

/* SIZE zeroed bytes aligned for any type, owned by the arena; NULL when memory is out. */
void *vn_arena_alloc(struct vn_arena *arena, size_t size);

/* SIZE bytes for any text, owned by the arena; NULL when memory is out. */
char *vn_arena_bytes(struct vn_arena *arena, size_t size);

/* A copy of LEN bytes, owned by the arena; ptr is NULL when memory is out. */
struct vn_str vn_arena_copy(struct vn_arena *arena, const char *bytes, size_t len);

/* Gives every piece back but keeps one block for the next use. */
void vn_arena_reset(struct vn_arena *arena);

/* Frees everything and zeroes the struct. Takes a zeroed one too. */
void vn_arena_fini(struct vn_arena *arena);

#endif
