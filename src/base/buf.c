#include "base/buf.h"

#include <stdlib.h>

void vn_buf_fini(struct vn_buf *buf)
{
	free(buf->ptr);
	*buf = (struct vn_buf){0};
}

enum vn_status vn_buf_reserve(struct vn_buf *buf, size_t extra, struct vn_err *err)
{
	size_t cap = buf->cap ? buf->cap : 64;
	char *ptr;

	if (extra > SIZE_MAX / 2 - buf->len)
		return vn_err_nomem(err);
	if (buf->len + extra <= buf->cap)
		return VN_OK;
	while (cap < buf->len + extra)
		cap *= 2;
	ptr = realloc(buf->ptr, cap);
	if (!ptr)
		return vn_err_nomem(err);
	buf->ptr = ptr;
	buf->cap = cap;
	return VN_OK;
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

enum vn_status vn_grow(void *list, size_t count, size_t *cap, size_t size, struct vn_err *err)
{
	void *old, *items;
	size_t more = *cap ? *cap * 2 : 64;

	if (count < *cap)
		return VN_OK;
	/* The pointer is of some other type: copied, not cast. */
	memcpy(&old, list, sizeof old);
	items = realloc(old, more * size);
	if (!items)
		return vn_err_nomem(err);
	memcpy(list, &items, sizeof items);
	*cap = more;
	return VN_OK;
}
