#include "lib/memory.h"

#include <stdalign.h>
#include <stdlib.h>

#define PIECE_BYTES (16 * 1024 - 64)

static void *take_malloc(void *self, size_t size)
{
	(void)self;
	return malloc(size);
}

static void *resize_malloc(void *self, void *block, size_t size)
{
	(void)self;
	return realloc(block, size);
}

static void release_malloc(void *self, void *block)
{
	(void)self;
	free(block);
}

struct vnfix_allocator vnfix_allocator_of(const struct vnfix_allocator *by)
{
	return by ? *by
		  : (struct vnfix_allocator){take_malloc, resize_malloc, release_malloc, NULL};
}

void *vnfix_take(const struct vnfix_allocator *by, size_t size)
{
	void *block = by->alloc(by->self, size);
	return block ? memset(block, 0, size) : NULL;
}

void vnfix_give(const struct vnfix_allocator *by, void *block)
{
	if (block)
		by->release(by->self, block);
}

static void *resize(const struct vnfix_allocator *by, void *block, size_t size)
{
	return block ? by->resize(by->self, block, size) : by->alloc(by->self, size);
}

enum vn_status vnfix_grow(const struct vnfix_allocator *by, void *list, size_t count, size_t *cap,
			  size_t size, struct vn_err *err)
{
	size_t more = *cap ? *cap * 2 : 64;
	void *items, *grown;

	if (count < *cap)
		return VN_OK;
	if (more > SIZE_MAX / 2 / size)
		return vn_err_nomem(err);
	memcpy(&items, list, sizeof items);
	grown = resize(by, items, more * size);
	if (!grown)
		return vn_err_nomem(err);
	memcpy(list, &grown, sizeof grown);
	*cap = more;
	return VN_OK;
}

/* What lies before a text that is given away. */
struct head {
	struct vnfix_allocator by;
	alignas(max_align_t) char text[];
};

static struct head *head_of(char *text)
{
	return (struct head *)(void *)(text - offsetof(struct head, text));
}

enum vn_status vnfix_append(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	struct vnfix_growing *text = self;
	size_t need = text->len + len + 1;

	if (len > SIZE_MAX / 4 || need > SIZE_MAX / 4)
		return vn_err_nomem(err);
	if (need > text->cap) {
		size_t cap = need < 2 * text->cap ? 2 * text->cap : need;
		struct head *head = resize(&text->by, text->ptr ? head_of(text->ptr) : NULL,
					   sizeof *head + cap);
		if (!head)
			return vn_err_nomem(err);
		head->by = text->by;
		text->ptr = head->text;
		text->cap = cap;
	}
	if (len)
		memcpy(text->ptr + text->len, bytes, len);
	text->len += len;
	text->ptr[text->len] = 0;
	return VN_OK;
}

void vnfix_free(char *text)
{
	struct vnfix_allocator by;

	if (!text)
		return;
	by = head_of(text)->by;
	by.release(by.self, head_of(text));
}

struct vnfix_piece {
	struct vnfix_piece *before;
	size_t used, cap;
	alignas(max_align_t) unsigned char bytes[];
};

void *vnfix_pieces_take(struct vnfix_pieces *pieces, size_t size)
{
	struct vnfix_piece *piece = pieces->last;
	void *taken;

	if (size > SIZE_MAX / 4)
		return NULL;
	size = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	if (!piece || piece->cap - piece->used < size) {
		size_t cap = size > PIECE_BYTES ? size : PIECE_BYTES;
		piece = pieces->by.alloc(pieces->by.self, sizeof *piece + cap);
		if (!piece)
			return NULL;
		piece->before = pieces->last;
		piece->used = 0;
		piece->cap = cap;
		pieces->last = piece;
	}
	taken = piece->bytes + piece->used;
	piece->used += size;
	return memset(taken, 0, size);
}

struct vnfix_bytes vnfix_pieces_copy(struct vnfix_pieces *pieces, struct vn_str text)
{
	char *copy = vnfix_pieces_take(pieces, text.len + 1);

	if (copy && text.len)
		memcpy(copy, text.ptr, text.len);
	return (struct vnfix_bytes){copy, copy ? text.len : 0};
}

void vnfix_pieces_fini(struct vnfix_pieces *pieces)
{
	while (pieces->last) {
		struct vnfix_piece *piece = pieces->last;
		pieces->last = piece->before;
		pieces->by.release(pieces->by.self, piece);
	}
}
