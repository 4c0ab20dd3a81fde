#include "base/arena.h"

#include <stdalign.h>
#include <stdlib.h>

#define BLOCK_SIZE (64 * 1024 - 64)

struct vn_arena_block {
	struct vn_arena_block *next;
	size_t used, cap;
	alignas(max_align_t) unsigned char bytes[];
};

/* SIZE bytes whose address is a multiple of ALIGN, a power of two. */
static void *take(struct vn_arena *arena, size_t size, size_t align)
{
	struct vn_arena_block *block = arena->blocks;
	size_t at = block ? (block->used + align - 1) & ~(align - 1) : 0;

	if (size > SIZE_MAX / 2)
		return NULL;
	if (!block || at > block->cap || block->cap - at < size) {
		size_t cap = size > BLOCK_SIZE ? size : BLOCK_SIZE;
		block = malloc(sizeof *block + cap);
		if (!block)
			return NULL;
		at = 0;
		block->cap = cap;
		block->next = arena->blocks;
		arena->blocks = block;
	}
	block->used = at + size;
	return block->bytes + at;
}

void *vn_arena_alloc(struct vn_arena *arena, size_t size)
{
	void *piece = take(arena, size, alignof(max_align_t));
	return piece ? memset(piece, 0, size) : NULL;
}

char *vn_arena_bytes(struct vn_arena *arena, size_t size)
{
	return take(arena, size ? size : 1, 1);
}

struct vn_str vn_arena_copy(struct vn_arena *arena, const char *bytes, size_t len)
{
	char *copy = vn_arena_bytes(arena, len);
	if (copy && len)
		memcpy(copy, bytes, len);
	return (struct vn_str){copy, copy ? len : 0};
}

void vn_arena_reset(struct vn_arena *arena)
{
	struct vn_arena_block *block = arena->blocks;
	if (!block)
		return;
	while (block->next) {
		struct vn_arena_block *next = block->next;
		free(block);
		block = next;
	}
	block->used = 0;
	arena->blocks = block;
}

void vn_arena_fini(struct vn_arena *arena)
{
	vn_arena_reset(arena);
	free(arena->blocks);
	arena->blocks = NULL;
}
