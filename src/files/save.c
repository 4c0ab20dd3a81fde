#include "files/io.h"
#include "files/parts.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *vn_save_error_text(int error)
{
	switch (error) {
	case EEXIST:
		return "exists already";
	case ESTALE:
		return "has been changed meanwhile; left as it is";
	case ETXTBSY:
		return "is open for writing in another program; left as it is";
	case ENOTUNIQ:
		return "was changed while it was replaced; both texts are kept";
	case ELOOP:
		return "a symbolic link is in the way, which is not followed";
	case VN_IO_FIFO:
		return "is a named pipe, which is not written to here";
	case EXDEV:
		return "leads out of the folder";
	default:
		return vn_io_error_text(error);
	}
}

enum vn_status vn_save_status(int error)
{
	if (error == ENOMEM)
		return VN_ENOMEM;
	return error ? VN_EOUTPUT : VN_OK;
}

void vn_part_failed(struct vn_save *save)
{
	save->error = errno ? errno : EIO;
}

/* The error of SAVE as a status. */
static enum vn_status verdict(const struct vn_save *save, struct vn_err *err)
{
	if (!save->error)
		return VN_OK;
	return vn_err_set(err, vn_save_status(save->error), "%s", vn_save_error_text(save->error));
}

void vn_part_shut(struct vn_save *save)
{
	struct vn_save end = {
		.error = save->error, .placed = save->placed, .written = save->written};

	vn_part_temp_drop(&save->temp, save);
	if (save->open)
		vn_part_release(save);
	if (save->open && save->fd >= 0)
		close(save->fd);
	if (save->folder >= 0)
		close(save->folder);
	free(save->name);
	*save = end;
}

void vn_save_abort(struct vn_save *save)
{
	if (save->open)
		vn_part_shut(save);
}

void vn_save_from_fd(struct vn_save *save, int fd)
{
	*save = (struct vn_save){.fd = fd, .folder = -1, .held = -1, .open = true, .direct = true};
}

/* Opens what exists and is no regular file. */
static int open_direct(struct vn_save *save, int folder, const char *path)
{
	save->fd = vn_out_open(folder, path, O_WRONLY, 0);
	save->open = save->direct = save->fd >= 0;
	return save->open ? 0 : -1;
}

static int open_any(struct vn_save *save, int folder, const char *path)
{
	struct stat st;
	/* Also lets the kernel judge links in folders that everybody may write. */
	int found = fstatat(folder, path, &st, save->how.plain ? AT_SYMLINK_NOFOLLOW : 0);

	if (found < 0 && errno != ENOENT)
		return -1;
	if (found == 0 && !save->how.plain && (S_ISCHR(st.st_mode) || S_ISFIFO(st.st_mode)))
		return open_direct(save, folder, path);
	if (vn_part_locate(save, folder, path) < 0)
		return -1;
	if (save->replaces && (found < 0 || !vn_save_is(save, &st))) {
		errno = ESTALE;
		return -1;
	}
	if (save->how.sweep)
		vn_sweep_folder(save->how.sweep, save->folder);
	return vn_part_create(save);
}

enum vn_status vn_save_open(struct vn_save *save, int folder, const char *path,
			    const struct vn_save_how *how, struct vn_err *err)
{
	*save = (struct vn_save){.fd = -1, .folder = -1, .held = -1, .temp.slot = -1};
	if (how)
		save->how = *how;
	if (open_any(save, folder, path) < 0) {
		vn_part_failed(save);
		vn_part_shut(save);
	}
	return verdict(save, err);
}

bool vn_save_is(const struct vn_save *save, const struct stat *st)
{
	return save->replaces && save->old.st_dev == st->st_dev && save->old.st_ino == st->st_ino;
}

bool vn_save_unchanged(const struct vn_save *save, const struct stat *st)
{
	return vn_save_is(save, st) && save->old.st_size == st->st_size &&
	       save->old.st_mode == st->st_mode && save->old.st_uid == st->st_uid &&
	       save->old.st_gid == st->st_gid && save->old.st_mtim.tv_sec == st->st_mtim.tv_sec &&
	       save->old.st_mtim.tv_nsec == st->st_mtim.tv_nsec;
}

enum vn_status vn_save_write(struct vn_save *save, const void *bytes, size_t len,
			     struct vn_err *err)
{
	const char *from = bytes;

	while (len > 0) {
		ssize_t n = write(save->fd, from, len);
		if (n < 0 && errno == EAGAIN) {
			struct pollfd wait = {.fd = save->fd, .events = POLLOUT};
			poll(&wait, 1, -1);
		} else if (n < 0 && errno != EINTR) {
			vn_part_failed(save);
			return verdict(save, err);
		} else if (n > 0) {
			from += n;
			len -= (size_t)n;
			save->written += (uint64_t)n;
		}
	}
	return VN_OK;
}

static int give_name(const struct vn_save *save, const char *name, int fd)
{
	char self[32];
	snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
	return linkat(AT_FDCWD, self, save->folder, name, AT_SYMLINK_FOLLOW);
}

static int copy_metadata(struct vn_save *save)
{
	int old = openat(save->folder, save->name,
			 O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	int result, code;

	/* What cannot be read keeps its attributes from us: rather nothing than without them. */
	if (old < 0 && errno != ENOENT)
		return -1;
	result = vn_part_metadata(save->fd, old, &save->old, false);
	code = errno;
	if (old >= 0)
		close(old);
	errno = code;
	return result;
}

int vn_part_stage(struct vn_save *save)
{
	if (save->direct)
		return 0;
	if (save->replaces && copy_metadata(save) < 0)
		return -1;
	/* Before the sync: some file systems do not log a file without a name. */
	if (!save->temp.name[0])
		return vn_part_temp(&save->temp, save, give_name, save->fd);
	return 0;
}

int vn_part_sync(struct vn_save *save)
{
	int result;

	if (save->direct)
		return 0;
	do
		result = fsync(save->fd);
	while (result < 0 && errno == EINTR);
	return result;
}

/* Takes the name; one that was free is not taken from whoever has got it meanwhile. */
static int take_name(struct vn_save *save)
{
	int at = save->folder;

	if (save->replaces) {
		int result = vn_part_replace(save);
		if (result == 0 || errno != ENOENT)
			return result;
		save->replaces = false; /* it has vanished, which is no harm */
	}
	if (renameat2(at, save->temp.name, at, save->name, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	/* A file system without that call: a hard link does not replace either. */
	if (linkat(at, save->temp.name, at, save->name, 0) < 0)
		return -1;
	vn_part_temp_drop(&save->temp, save);
	return 0;
}

int vn_part_place(struct vn_save *save)
{
	int closed, result;

	if (!save->direct)
		vn_part_hold(save);
	closed = close(save->fd);
	save->fd = -1;
	if (closed < 0 && errno != EINTR)
		return -1;
	if (save->direct)
		return 0;
	result = take_name(save);
	vn_part_release(save);
	if (result < 0)
		return -1;
	vn_part_temp_gone(&save->temp, save);
	save->placed = true;
	return 0;
}

int vn_part_sync_folder(int folder)
{
	int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int result, code;

	/* A folder that may be written but not read cannot be synced, nor can some file systems:
	 * the file itself is whole either way. */
	if (fd < 0)
		return errno == EACCES ? 0 : -1;
	do
		result = fsync(fd);
	while (result < 0 && errno == EINTR);
	if (result < 0 && (errno == EINVAL || errno == EROFS || errno == EBADF))
		result = 0;
	code = errno;
	close(fd);
	errno = code;
	return result;
}

enum vn_status vn_save_finish(struct vn_save *save, struct vn_err *err)
{
	if (vn_part_stage(save) < 0 || vn_part_sync(save) < 0 || vn_part_place(save) < 0 ||
	    (!save->direct && vn_part_sync_folder(save->folder) < 0))
		vn_part_failed(save);
	vn_part_shut(save);
	return verdict(save, err);
}
