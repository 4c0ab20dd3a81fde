#include "base/buf.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stdlib.h>

#define LEAST 64 /* items a list has room for at first */

void vn_buf_fini(struct vn_buf *buf)
{
	free(buf->ptr);
	*buf = (struct vn_buf){0};
}

enum vn_status vn_buf_reserve(struct vn_buf *buf, size_t extra, struct vn_err *err)
{
	if (extra > SIZE_MAX / 2 - buf->len)
		return vn_err_nomem(err);
	return vn_room(&buf->ptr, buf->len + extra, &buf->cap, 1, err);
}

enum vn_status vn_buf_add(struct vn_buf *buf, const void *bytes, size_t len, struct vn_err *err)
{
	enum vn_status status = vn_buf_reserve(buf, len, err);
	if (status)
		return status;
	if (len)
		memcpy(buf->ptr + buf->len, bytes, len);
	buf->len += len;
	return VN_OK;
}

void vn_drop_large(void *list, size_t *cap, size_t size)
{
	void *items;

	if (*cap <= VN_KEPT_BYTES / size)
		return;
	memcpy(&items, list, sizeof items);
	free(items);
	items = NULL;
	memcpy(list, &items, sizeof items);
	*cap = 0;
}

void vn_return_freed(void)
{
#ifdef __GLIBC__
	malloc_trim(0);
#endif
}

enum vn_status vn_room(void *list, size_t count, size_t *cap, size_t size, struct vn_err *err)
{
	void *old, *items;
	size_t more = *cap ? *cap : LEAST;

	if (count <= *cap)
		return VN_OK;
	if (count > SIZE_MAX / 2 / size)
		return vn_err_nomem(err);
	while (more < count)
		more *= 2;
	/* The pointer is of some other type: copied, not cast. */
	memcpy(&old, list, sizeof old);
	items = realloc(old, more * size);
	if (!items)
		return vn_err_nomem(err);
	memcpy(list, &items, sizeof items);
	*cap = more;
	return VN_OK;
}

enum vn_status vn_grow(void *list, size_t count, size_t *cap, size_t size, struct vn_err *err)
{
	return count < *cap ? VN_OK : vn_room(list, count + 1, cap, size, err);
}
