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

/* The bytes [at, end) of the file. */
static enum vn_status give_file(const struct vn_spool *spool, uint64_t at, uint64_t end,
				vn_sink sink, void *self, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	char bytes[16 * 1024];

	while (!status && at < end) {
		uint64_t left = end - at;
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
	return status;
}

enum vn_status vn_spool_give_part(const struct vn_spool *spool, uint64_t from, uint64_t len,
				  vn_sink sink, void *self, struct vn_err *err)
{
	uint64_t end = from + len, in_file = spool->in_file;
	enum vn_status status = VN_OK;

	if (from < in_file)
		status = give_file(spool, from, end < in_file ? end : in_file, sink, self, err);
	if (status || end <= in_file)
		return status;
	if (from < in_file)
		from = in_file;
	return sink(self, spool->buf.ptr + (from - in_file), (size_t)(end - from), err);
}

enum vn_status vn_spool_give(const struct vn_spool *spool, vn_sink sink, void *self,
			     struct vn_err *err)
{
	return vn_spool_give_part(spool, 0, vn_spool_len(spool), sink, self, err);
}
