#include "report/repack.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* LEN bytes of FD. */
static enum vn_status read_all(struct vn_buf *bytes, int fd, uint64_t len, struct vn_err *err)
{
	enum vn_status status;

	if (len > VN_PACKAGE_BYTES)
		return vn_err_set(err, VN_ELIMIT, "is an archive of more than %u MiB",
				  VN_PACKAGE_BYTES >> 20);
	status = vn_buf_reserve(bytes, (size_t)len + 1, err);
	while (!status && bytes->len < len) {
		ssize_t n = pread(fd, bytes->ptr + bytes->len, len - bytes->len, (off_t)bytes->len);
		if (n == 0)
			status = vn_err_set(err, VN_EINPUT, "is shorter than the report tells");
		else if (n < 0 && errno != EINTR)
			status = vn_err_set(err, VN_EINPUT, "%s", strerror(errno));
		else if (n > 0)
			bytes->len += (size_t)n;
	}
	return status;
}

static enum vn_status write_all(int fd, struct vn_str text, struct vn_err *err)
{
	while (text.len) {
		ssize_t n = write(fd, text.ptr, text.len);
		if (n < 0 && errno != EINTR)
			return vn_err_set(err, VN_EOUTPUT, "%s", strerror(errno));
		if (n > 0) {
			text.ptr += n;
			text.len -= (size_t)n;
		}
	}
	return VN_OK;
}

enum vn_status vn_repack_open(struct vn_repack *repack, int fd, uint64_t len, struct vn_err *err)
{
	enum vn_status status;

	*repack = (struct vn_repack){.fd = -1, .packed = {.package = &repack->package}};
	status = read_all(&repack->bytes, fd, len, err);
	if (!status)
		status = vn_package_open(&repack->package, vn_buf_str(&repack->bytes), err);
	if (!status && !repack->package.format)
		status = vn_err_set(err, VN_EINPUT, "is not what was reviewed");
	if (status)
		return status;
	repack->fd = memfd_create("text", MFD_CLOEXEC);
	if (repack->fd < 0)
		return vn_err_set(err, VN_EOUTPUT, "%s", strerror(errno));
	return write_all(repack->fd, vn_buf_str(&repack->package.text), err);
}

enum vn_status vn_repack_take(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	struct vn_repack *repack = self;

	return vn_buf_add(&repack->text, bytes, len, err);
}

enum vn_status vn_repack_finish(struct vn_repack *repack, vn_sink sink, void *self,
				uint8_t sha[VN_SHA256], struct vn_err *err)
{
	struct sha256_ctx context;
	enum vn_status status = vn_package_write(&repack->package, vn_buf_str(&repack->text),
						 &repack->out, &repack->splices, err);

	repack->packed.out = vn_buf_str(&repack->out);
	repack->packed.splices = &repack->splices;
	sha256_init(&context);
	sha256_update(&context, repack->out.len, (const uint8_t *)vn_buf_str(&repack->out).ptr);
	sha256_digest(&context, VN_SHA256, sha);
	return status ? status : sink(self, repack->packed.out.ptr, repack->packed.out.len, err);
}

void vn_repack_close(struct vn_repack *repack)
{
	if (repack->fd >= 0)
		close(repack->fd);
	vn_package_close(&repack->package);
	vn_buf_fini(&repack->bytes);
	vn_buf_fini(&repack->text);
	vn_buf_fini(&repack->out);
	free(repack->splices.items);
	*repack = (struct vn_repack){.fd = -1};
}
