#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEMP_TRIES 16

/* Keeps the cause for the caller and says it. */
static enum vn_status fail(struct vn_out *out, int code, struct vn_err *err)
{
	out->error = code;
	return vn_err_set(err, VN_EOUTPUT, "%s", strerror(code));
}

void vn_out_from_fd(struct vn_out *out, int fd)
{
	*out = (struct vn_out){.fd = fd, .open = true};
}

/* Closes and frees, keeps the error. */
static void shut(struct vn_out *out)
{
	int error = out->error;
	if (out->open)
		close(out->fd);
	free(out->name);
	free(out->temp);
	*out = (struct vn_out){.error = error};
}

void vn_out_abort(struct vn_out *out)
{
	if (out->open && out->temp)
		unlink(out->temp);
	shut(out);
}

/* Bytes of the folder part of PATH, with its slash; 0 for the current folder. */
static size_t folder_len(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? (size_t)(slash - path) + 1 : 0;
}

/* Creates a file of a random name beside out->name. MODE is subject to the umask. */
static enum vn_status make_temp(struct vn_out *out, mode_t mode, struct vn_err *err)
{
	size_t folder = folder_len(out->name), cap = folder + sizeof ".vnfix-0123456789abcdef";
	uint64_t number;

	out->temp = malloc(cap);
	if (!out->temp)
		return fail(out, ENOMEM, err);
	for (int i = 0; i < TEMP_TRIES; i++) {
		if (getrandom(&number, sizeof number, 0) != (ssize_t)sizeof number)
			return fail(out, EIO, err);
		snprintf(out->temp, cap, "%.*s.vnfix-%016llx", (int)folder, out->name,
			 (unsigned long long)number);
		out->fd =
			open(out->temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
		if (out->fd >= 0) {
			out->open = true;
			return VN_OK;
		}
		if (errno != EEXIST)
			break;
	}
	return fail(out, errno, err);
}

/* A name that exists: devices and pipes are opened, a regular file is to be replaced. */
static enum vn_status open_existing(struct vn_out *out, const char *path, mode_t type,
				    struct vn_err *err)
{
	if (S_ISCHR(type) || S_ISFIFO(type)) {
		out->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
		out->open = out->fd >= 0;
		return out->open ? VN_OK : fail(out, errno, err);
	}
	if (!S_ISREG(type))
		return fail(out, S_ISDIR(type) ? EISDIR : EINVAL, err);
	if (!out->replace)
		return fail(out, EEXIST, err);
	out->name = realpath(path, NULL);
	/* Private until it is whole: the old mode comes back in vn_out_finish(). */
	return out->name ? make_temp(out, 0600, err) : fail(out, errno, err);
}

enum vn_status vn_out_open(struct vn_out *out, const char *path, bool replace, struct vn_err *err)
{
	struct stat st;
	enum vn_status status;

	*out = (struct vn_out){.replace = replace};
	if (stat(path, &st) == 0) {
		status = open_existing(out, path, st.st_mode, err);
	} else if (errno != ENOENT || lstat(path, &st) == 0) {
		/* Also a link to nothing: what it was meant to be is not ours to guess. */
		status = fail(out, errno ? errno : ENOENT, err);
	} else {
		out->name = strdup(path);
		status = out->name ? make_temp(out, 0666, err) : fail(out, ENOMEM, err);
	}
	if (status)
		shut(out);
	return status;
}

enum vn_status vn_out_write(struct vn_out *out, const void *bytes, size_t len, struct vn_err *err)
{
	const char *from = bytes;
	while (len > 0) {
		ssize_t n = write(out->fd, from, len);
		if (n < 0 && errno == EAGAIN) {
			struct pollfd wait = {.fd = out->fd, .events = POLLOUT};
			poll(&wait, 1, -1);
		} else if (n < 0 && errno != EINTR) {
			return fail(out, errno, err);
		} else if (n > 0) {
			from += n;
			len -= (size_t)n;
			out->written += (uint64_t)n;
		}
	}
	return VN_OK;
}

/* Gives the new file owner and mode of the one it replaces. Only root may give files away, and
 * a group may be foreign: that owner is lost then, and the set-id bits with it. */
static int copy_mode(const struct vn_out *out)
{
	struct stat st;
	mode_t mode;

	if (!out->replace || stat(out->name, &st) < 0)
		return 0;
	mode = st.st_mode & 07777;
	if (fchown(out->fd, st.st_uid, st.st_gid) < 0)
		mode &= 0777;
	return fchmod(out->fd, mode);
}

/* Renames, and fails with EEXIST when the name has been taken meanwhile and must not be. */
static int take_name(const struct vn_out *out)
{
	if (out->replace)
		return rename(out->temp, out->name);
	if (renameat2(AT_FDCWD, out->temp, AT_FDCWD, out->name, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	/* A file system without that call: a hard link does not replace either. */
	return link(out->temp, out->name) < 0 ? -1 : unlink(out->temp);
}

/* The new name outlives a power cut only when its folder is synced. */
static int sync_folder(const struct vn_out *out)
{
	size_t len = folder_len(out->name);
	char *folder = len ? strndup(out->name, len) : strdup(".");
	int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	int failed = 0;

	/* A folder that may be written but not read cannot be synced, nor can some file systems:
	 * the file itself is whole either way. */
	if (fd >= 0) {
		failed = fsync(fd) < 0 && errno == EIO;
		close(fd);
	}
	free(folder);
	return failed ? -1 : 0;
}

enum vn_status vn_out_finish(struct vn_out *out, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	bool file = out->temp != NULL;

	if (file && (copy_mode(out) < 0 || fsync(out->fd) < 0))
		status = fail(out, errno, err);
	if (close(out->fd) < 0 && !status)
		status = fail(out, errno, err);
	out->open = false;
	if (file && !status && take_name(out) < 0)
		status = fail(out, errno, err);
	if (file && status)
		unlink(out->temp);
	if (file && !status && sync_folder(out) < 0)
		status = fail(out, EIO, err);
	shut(out);
	return status;
}
