/* Memory of the caller's: what the library gives away is made of it. */
#ifndef VN_LIB_MEMORY_H
#define VN_LIB_MEMORY_H

#include "base/buf.h"
#include "vnfix.h"

/* *BY or, if it is NULL, malloc(). */
struct vnfix_allocator vnfix_allocator_of(const struct vnfix_allocator *by);

/* SIZE zeroed bytes, or NULL. */
void *vnfix_take(const struct vnfix_allocator *by, size_t size);

/* Frees BLOCK; takes NULL. */
void vnfix_give(const struct vnfix_allocator *by, void *block);

/* Makes room for one more item of SIZE bytes in a list: as vn_grow(). */
VN_CHECKED enum vn_status vnfix_grow(const struct vnfix_allocator *by, void *list, size_t count,
				     size_t *cap, size_t size, struct vn_err *err);

/* A text that grows; it knows its allocator, so that vnfix_free() needs no more than its address.
 * All zero but BY is a valid empty one. */
struct vnfix_growing {
	struct vnfix_allocator by;
	char *ptr; /* NULL: nothing yet */
	size_t len, cap;
};

/* A vn_sink: appends LEN bytes to the struct vnfix_growing SELF. */
VN_CHECKED enum vn_status vnfix_append(void *self, const char *bytes, size_t len,
				       struct vn_err *err);

/* Many small pieces that are freed together. All zero but BY is a valid empty one. */
struct vnfix_pieces {
	struct vnfix_allocator by;
	struct vnfix_piece *last;
};

/* SIZE zeroed bytes aligned for any type; NULL when memory is out. */
void *vnfix_pieces_take(struct vnfix_pieces *pieces, size_t size);

/* A copy of TEXT with a NUL behind it; ptr is NULL when memory is out. */
struct vnfix_bytes vnfix_pieces_copy(struct vnfix_pieces *pieces, struct vn_str text);

void vnfix_pieces_fini(struct vnfix_pieces *pieces);

#endif
