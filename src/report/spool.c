#include "report/spool.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

void vn_spool_fini(struct vn_spool *spool)
{
	if (spool->filed)
		close(spool->fd);
	vn_buf_fini(&spool->buf);
	*spool = (struct vn_spool){0};
}

void vn_spool_reset(struct vn_spool *spool)
{
	if (spool->filed)
		close(spool->fd);
	spool->filed = false;
	spool->in_file = 0;
	spool->buf.len = 0;
}

static enum vn_status make_file(struct vn_spool *spool, struct vn_err *err)
{
	char name[] = "/tmp/vnfix-XXXXXX";
	int fd = mkostemp(name, 0);

	if (fd < 0)
		return vn_err_set(err, VN_EOUTPUT, "temporary file: %s", strerror(errno));
	unlink(name);
	spool->fd = fd;
	spool->filed = true;
	return VN_OK;
}

/* Moves the bytes in memory to the file. */
static enum vn_status flush(struct vn_spool *spool, struct vn_err *err)
{
	enum vn_status status = spool->filed ? VN_OK : make_file(spool, err);
	size_t done = 0;

	while (!status && done < spool->buf.len) {
		ssize_t n = pwrite(spool->fd, spool->buf.ptr + done, spool->buf.len - done,
				   (off_t)(spool->in_file + done));
		if (n < 0 && errno != EINTR)
			status = vn_err_set(err, VN_EOUTPUT, "temporary file: %s", strerror(errno));
		else if (n > 0)
			done += (size_t)n;
	}
	if (status)
		return status;
	spool->in_file += done;
	spool->buf.len = 0;
	return VN_OK;
}

enum vn_status vn_spool_add(struct vn_spool *spool, const void *bytes, size_t len,
			    struct vn_err *err)
{
	enum vn_status status = VN_OK;
	if (spool->buf.len > 0 && spool->buf.len + len > VN_SPOOL_MEMORY)
		status = flush(spool, err);
	return status ? status : vn_buf_add(&spool->buf, bytes, len, err);
}

enum vn_status vn_spool_give(const struct vn_spool *spool,
			     enum vn_status (*sink)(void *self, const char *bytes, size_t len,
						    struct vn_err *err),
			     void *self, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	char bytes[16 * 1024];

	for (uint64_t at = 0; !status && at < spool->in_file;) {
		uint64_t left = spool->in_file - at;
		ssize_t n = pread(spool->fd, bytes,
				  left < sizeof bytes ? (size_t)left : sizeof bytes, (off_t)at);
		if (n == 0 || (n < 0 && errno != EINTR))
			return vn_err_set(err, VN_EOUTPUT, "temporary file: %s",
					  n ? strerror(errno) : "shortened");
		if (n > 0) {
			status = sink(self, bytes, (size_t)n, err);
			at += (uint64_t)n;
		}
	}
	if (!status && spool->buf.len)
		status = sink(self, spool->buf.ptr, spool->buf.len, err);
	return status;
}
