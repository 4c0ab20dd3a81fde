#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK (64 * 1024) /* bytes asked for at a time by vn_in_whole() */

static const unsigned char nothing[1];

static enum vn_status fail(struct vn_err *err, enum vn_status status, int code)
{
	return vn_err_set(err, status, "%s", strerror(code));
}

/* Maps the open file FD; the mapping outlives the descriptor. */
static enum vn_status map_fd(struct vn_map *out, int fd, struct vn_err *err)
{
	struct stat st;
	void *ptr;

	if (fstat(fd, &st) < 0)
		return fail(err, VN_EINPUT, errno);
	if (!S_ISREG(st.st_mode))
		return S_ISDIR(st.st_mode) ? fail(err, VN_EINPUT, EISDIR)
					   : vn_err_set(err, VN_EINPUT, "Not a regular file");
	if ((uint64_t)st.st_size > SIZE_MAX)
		return fail(err, VN_EINPUT, EFBIG);
	if (st.st_size == 0) {
		*out = (struct vn_map){nothing, 0};
		return VN_OK;
	}
	ptr = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (ptr == MAP_FAILED)
		return fail(err, VN_EINPUT, errno);
	*out = (struct vn_map){ptr, (size_t)st.st_size};
	return VN_OK;
}

enum vn_status vn_map_open(struct vn_map *out, const char *path, struct vn_err *err)
{
	/* O_NONBLOCK: a FIFO of that name must not hang the program. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	enum vn_status status;

	if (fd < 0)
		return fail(err, VN_EINPUT, errno);
	status = map_fd(out, fd, err);
	close(fd);
	return status;
}

void vn_map_close(struct vn_map *map)
{
	if (map->len)
		munmap((void *)map->ptr, map->len);
	*map = (struct vn_map){0};
}

enum vn_status vn_in_open(int *fd, const char *path, struct vn_err *err)
{
	int opened = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (opened < 0)
		return fail(err, VN_EINPUT, errno);
	*fd = opened;
	return VN_OK;
}

enum vn_status vn_in_read(int fd, char *bytes, size_t cap, size_t *got, struct vn_err *err)
{
	for (;;) {
		ssize_t n = read(fd, bytes, cap);
		if (n >= 0) {
			*got = (size_t)n;
			return VN_OK;
		}
		if (errno == EAGAIN) {
			struct pollfd wait = {.fd = fd, .events = POLLIN};
			poll(&wait, 1, -1);
		} else if (errno != EINTR) {
			return fail(err, VN_EINPUT, errno);
		}
	}
}

enum vn_status vn_in_whole(struct vn_buf *buf, const char *path, struct vn_err *err)
{
	size_t got = 1;
	int fd = -1;
	enum vn_status status = vn_in_open(&fd, path, err);

	if (status)
		return status;
	while (!status && got > 0) {
		status = vn_buf_reserve(buf, CHUNK, err);
		if (!status)
			status = vn_in_read(fd, buf->ptr + buf->len, CHUNK, &got, err);
		if (!status)
			buf->len += got;
	}
	close(fd);
	return status;
}
