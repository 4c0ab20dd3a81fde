#include "files/io.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <poll.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#define CHUNK (64 * 1024) /* bytes asked for at a time by vn_in_whole() */

/* How long the reader of a FIFO may take to come: who starts both at once has done nothing wrong.
 */
#define READER_TRIES 50
#define READER_PAUSE 10 /* milliseconds between two looks */

const char *vn_io_error_text(int error)
{
	switch (error) {
	case VN_IO_FIFO:
		return "Is a named pipe (vnfix < PIPE reads one)";
	case VN_IO_SOCKET:
		return "Is a socket";
	case VN_IO_DEVICE:
		return "Is a device";
	case VN_IO_UNREAD:
		return "Is a named pipe that nobody reads";
	case ENOTDIR:
		return "A part of the path is a file, not a folder";
	default:
		return strerror(error);
	}
}

static enum vn_status fail(struct vn_err *err, enum vn_status status, int code)
{
	return code == ENOMEM ? vn_err_nomem(err)
			      : vn_err_set(err, status, "%s", vn_io_error_text(code));
}

/* Closes after a failure, and keeps its errno. Returns -1. */
static int give_up(int fd, int code)
{
	close(fd);
	errno = code;
	return -1;
}

/* Whether PATH is a name for a descriptor that is open already, as the shell gives it for <(...).
 */
static bool is_descriptor(const char *path)
{
	static const char *const folders[] = {"/dev/fd/", "/proc/self/fd/",
					      "/proc/thread-self/fd/"};

	if (strcmp(path, "/dev/stdin") == 0)
		return true;
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		size_t len = strlen(folders[i]);
		if (strncmp(path, folders[i], len) == 0 && path[len] &&
		    !path[len + strspn(path + len, "0123456789")])
			return true;
	}
	return false;
}

/* Whether PATH leads, by whatever links, to a pipe that has no name. */
static bool is_nameless(int folder, const char *path)
{
	struct statfs fs;
	return folder == AT_FDCWD && statfs(path, &fs) == 0 && fs.f_type == PIPEFS_MAGIC;
}

/* Whether ST is the terminal at which the program runs, by its own name or as /dev/tty. Any other,
 * be it a serial line or the far side of a new one (/dev/ptmx), may be silent for ever. */
static bool is_own_terminal(const struct stat *st)
{
	struct stat open;

	if (!S_ISCHR(st->st_mode))
		return false;
	if (st->st_rdev == makedev(5, 0))
		return true;
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (isatty(fd) && fstat(fd, &open) == 0 && open.st_rdev == st->st_rdev)
			return true;
	return false;
}

/*
 * The rule for what is read: 0, or an errno value. A pipe or device that whoever started the
 * program has opened for it may be as slow and as long as he likes. One that is only named may
 * never give a byte, or never end: of those, the own terminal is read, and /dev/null.
 */
static int judge(int folder, const char *path, const struct stat *st, bool regular)
{
	mode_t type = st->st_mode & S_IFMT;

	if (type == S_IFREG)
		return 0;
	if (type == S_IFDIR)
		return EISDIR;
	if (!regular && (is_descriptor(path) || (type == S_IFIFO && is_nameless(folder, path))))
		return 0;
	if (type == S_IFIFO)
		return VN_IO_FIFO;
	if (type == S_IFSOCK)
		return VN_IO_SOCKET;
	if (!regular && (st->st_rdev == makedev(1, 3) || is_own_terminal(st)))
		return 0;
	return VN_IO_DEVICE;
}

/* From now on FD waits for what is not there yet. */
static int make_patient(int fd)
{
	int flags = fcntl(fd, F_GETFL);
	return flags < 0 ? -1 : fcntl(fd, F_SETFL, flags & ~O_NONBLOCK);
}

/* FLAGS: O_NOFOLLOW or 0. */
static int open_input(int folder, const char *path, bool regular, int flags, struct stat *st)
{
	int fd, code;

	/* To open a FIFO sets free who waits for a reader, and to open a device may do anything: so
	 * it is looked at before. What has come between is caught by O_NONBLOCK, and looked at
	 * again. */
	if (fstatat(folder, path, st, flags ? AT_SYMLINK_NOFOLLOW : 0) < 0)
		return -1;
	code = S_ISLNK(st->st_mode) ? ELOOP : judge(folder, path, st, regular);
	if (code) {
		errno = code;
		return -1;
	}
	fd = openat(folder, path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | flags);
	if (fd < 0)
		return -1;
	if (fstat(fd, st) < 0)
		return give_up(fd, errno);
	code = judge(folder, path, st, regular);
	if (code)
		return give_up(fd, code);
	if (!S_ISREG(st->st_mode) && make_patient(fd) < 0)
		return give_up(fd, errno);
	return fd;
}

int vn_in_regular(int folder, const char *path, struct stat *st)
{
	return open_input(folder, path, true, 0, st);
}

/* As openat(), but a FIFO without a reader is given a moment, not eternity. */
static int open_patiently(int folder, const char *path, int flags, mode_t mode)
{
	struct stat st;
	int fd = -1, tries = 0;

	do {
		if (tries++)
			poll(NULL, 0, READER_PAUSE);
		fd = openat(folder, path, flags | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, mode);
		if (fd >= 0 || errno != ENXIO || fstatat(folder, path, &st, 0) < 0)
			return fd;
		errno = S_ISFIFO(st.st_mode)   ? VN_IO_UNREAD
			: S_ISSOCK(st.st_mode) ? VN_IO_SOCKET
					       : ENXIO;
	} while (errno == VN_IO_UNREAD && tries < READER_TRIES);
	return -1;
}

int vn_out_open(int folder, const char *path, int flags, mode_t mode)
{
	struct stat st;
	int fd = open_patiently(folder, path, flags, mode);

	if (fd < 0)
		return -1;
	if (fstat(fd, &st) < 0)
		return give_up(fd, errno);
	if (S_ISBLK(st.st_mode) || (isatty(fd) && !is_own_terminal(&st)))
		return give_up(fd, VN_IO_DEVICE);
	if (!S_ISREG(st.st_mode) && make_patient(fd) < 0)
		return give_up(fd, errno);
	return fd;
}

enum vn_status vn_map_open(struct vn_map *out, const char *path, struct vn_err *err)
{
	static const unsigned char nothing[1];
	struct stat st;
	void *ptr;
	int fd = vn_in_regular(AT_FDCWD, path, &st), code;

	if (fd < 0)
		return fail(err, VN_EINPUT, errno);
	if (st.st_size == 0) {
		close(fd);
		*out = (struct vn_map){nothing, 0};
		return VN_OK;
	}
	/* The mapping outlives the descriptor. */
	ptr = (uint64_t)st.st_size > SIZE_MAX
		      ? MAP_FAILED
		      : mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	code = (uint64_t)st.st_size > SIZE_MAX ? EFBIG : errno;
	close(fd);
	if (ptr == MAP_FAILED)
		return fail(err, VN_EINPUT, code);
	*out = (struct vn_map){ptr, (size_t)st.st_size};
	return VN_OK;
}

void vn_map_close(struct vn_map *map)
{
	if (map->len)
		munmap((void *)map->ptr, map->len);
	*map = (struct vn_map){0};
}

enum vn_status vn_in_open(int *fd, const char *path, struct vn_err *err)
{
	struct stat st;
	int opened = open_input(AT_FDCWD, path, false, 0, &st);

	if (opened < 0)
		return fail(err, VN_EINPUT, errno);
	*fd = opened;
	return VN_OK;
}

enum vn_status vn_in_found(int *fd, const char *path, struct vn_err *err)
{
	struct stat st;
	int opened = open_input(AT_FDCWD, path, true, O_NOFOLLOW, &st);

	if (opened < 0 && errno == ELOOP)
		return vn_err_set(err, VN_EINPUT, "has become a symbolic link; not followed");
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
