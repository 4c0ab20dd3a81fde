#include "report/inram.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

enum vn_status vn_read_at(int fd, uint64_t at, char *bytes, size_t len, struct vn_err *err)
{
	while (len > 0) {
		ssize_t n = pread(fd, bytes, len, (off_t)at);
		if (n == 0)
			return vn_err_set(err, VN_EINPUT, "is shorter than the report tells");
		if (n < 0 && errno != EINTR)
			return vn_err_set(err, VN_EINPUT, "%s", strerror(errno));
		if (n > 0) {
			at += (uint64_t)n;
			bytes += n;
			len -= (size_t)n;
		}
	}
	return VN_OK;
}

enum vn_status vn_inram_read(struct vn_buf *bytes, int fd, uint64_t len, struct vn_err *err)
{
	enum vn_status status = vn_buf_reserve(bytes, (size_t)len + 1, err);

	if (!status)
		status = vn_read_at(fd, 0, bytes->ptr, (size_t)len, err);
	if (!status)
		bytes->len = (size_t)len;
	return status;
}

enum vn_status vn_inram_file(int *fd, struct vn_str text, struct vn_err *err)
{
	*fd = memfd_create("text", MFD_CLOEXEC);
	if (*fd < 0)
		return vn_err_set(err, VN_EOUTPUT, "%s", strerror(errno));
	while (text.len) {
		ssize_t n = write(*fd, text.ptr, text.len);
		if (n < 0 && errno != EINTR)
			return vn_err_set(err, VN_EOUTPUT, "%s", strerror(errno));
		if (n > 0) {
			text.ptr += n;
			text.len -= (size_t)n;
		}
	}
	return VN_OK;
}
