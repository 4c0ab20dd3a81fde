/* Byte strings: a view that never owns, and a growable buffer that does. Both may hold NUL. */
#ifndef VN_BASE_BUF_H
#define VN_BASE_BUF_H

#include "base/err.h"

#include <stdbool.h>
#include <string.h>

/* A view of LEN bytes. Owned by whoever owns the bytes. Not NUL-terminated. */
struct vn_str {
	const char *ptr;
	size_t len; /* bytes */
};

#define VN_STR(literal) ((struct vn_str){"" literal, sizeof(literal) - 1})

static inline bool vn_str_eq(struct vn_str a, struct vn_str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Below 0 when A comes before B, by their bytes, above 0 when it comes behind; 0: they are equal.
 */
static inline int vn_str_order(struct vn_str a, struct vn_str b)
{
	size_t least = a.len < b.len ? a.len : b.len;
	int order = least ? memcmp(a.ptr, b.ptr, least) : 0;
	return order ? order : (a.len > b.len) - (a.len < b.len);
}

/* A growable buffer. All zero is a valid empty one. */
struct vn_buf {
	char *ptr;
	size_t len; /* bytes in use */
	size_t cap; /* bytes allocated */
};

/* Frees the bytes and zeroes the struct. Takes a zeroed one too. */
void vn_buf_fini(struct vn_buf *buf);

/* Makes room for EXTRA more bytes after len. On failure the buffer is as it was. */
VN_CHECKED enum vn_status vn_buf_reserve(struct vn_buf *buf, size_t extra, struct vn_err *err);

/* Appends LEN bytes. On failure the buffer is as it was. */
VN_CHECKED enum vn_status vn_buf_add(struct vn_buf *buf, const void *bytes, size_t len,
				     struct vn_err *err);

static inline struct vn_str vn_buf_str(const struct vn_buf *buf)
{
	return (struct vn_str){buf->ptr ? buf->ptr : "", buf->len};
}

#define VN_KEPT_BYTES (256 * 1024)

/* Frees a list that has room for more than VN_KEPT_BYTES: what is kept for the next text is little,
 * and one large text does not pay for all stages at once. LIST, CAP and SIZE as below. */
void vn_drop_large(void *list, size_t *cap, size_t size);

/* Lets the system have what was freed in small pieces, where the C library can do that. It takes
 * some milliseconds: for after the work on a large text. */
void vn_return_freed(void);

/* Makes room for COUNT items of SIZE bytes, more than 0, in a list: LIST is the address of the
 * pointer to its items, *CAP how many there is room for. It grows by doubling. On failure all is as
 * it was. */
VN_CHECKED enum vn_status vn_room(void *list, size_t count, size_t *cap, size_t size,
				  struct vn_err *err);

/* The same for one more than the COUNT there are. */
VN_CHECKED enum vn_status vn_grow(void *list, size_t count, size_t *cap, size_t size,
				  struct vn_err *err);

#endif
