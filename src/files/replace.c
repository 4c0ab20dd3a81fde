/*
 * Taking a name from the file that has it, so that nothing is lost that somebody writes to that
 * file at the same time. It is looked at, changes places with the new one (so that nobody can open
 * it by its name any more), and is looked at again before it goes; what has changed is put back.
 */
#include "files/parts.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

/* Of a file that is open for writing no lease is to be had. */
bool vn_part_is_written(int fd)
{
	/* Who opens it in this very moment breaks the lease, and SIGIO would end the program. */
	if (fcntl(fd, F_SETSIG, SIGURG) < 0)
		return false;
	if (fcntl(fd, F_SETLEASE, F_RDLCK) < 0)
		return errno == EAGAIN;
	fcntl(fd, F_SETLEASE, F_UNLCK);
	return false;
}

/* What speaks against replacing the file OLD, which should stand under NAME: 0, or an errno value.
 * The time of its last change of status is no help: exchanging changes it. */
static int objection(const struct vn_save *save, int old, const char *name)
{
	/* First: who begins and ends between the two looks has changed the file. */
	bool written = vn_part_is_written(old);
	struct stat st;

	if (fstatat(save->folder, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? ESTALE : errno;
	if (!vn_save_unchanged(save, &st))
		return ESTALE;
	return written ? ETXTBSY : 0;
}

static int open_quietly(const struct vn_save *save, const char *name)
{
	return openat(save->folder, name,
		      O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

static int exchange(const struct vn_save *save)
{
	int at = save->folder;
	return renameat2(at, save->temp.name, at, save->name, RENAME_EXCHANGE);
}

/* Whether the new file, under its temporary name again, is still as we wrote it: FRESH. */
static bool is_untouched(const struct vn_save *save, const struct stat *fresh)
{
	struct vn_save as_written = {.replaces = true, .folder = save->folder, .old = *fresh};
	int fd = open_quietly(save, save->temp.name);
	bool untouched = fd >= 0 && objection(&as_written, fd, save->temp.name) == 0;

	if (fd >= 0)
		close(fd);
	return untouched;
}

/* Puts the old file back, for the reason ERROR, which is returned. If somebody has written to the
 * new one as well in its short time, or the way back is barred, both stay: ENOTUNIQ. */
static int give_back(struct vn_save *save, const struct stat *fresh, int error)
{
	if (exchange(save) == 0 && is_untouched(save, fresh)) {
		vn_part_temp_free(&save->temp, save, true);
		return error;
	}
	if (vn_part_keep(&save->temp, save) == 0)
		vn_part_temp_remove(&save->temp, save);
	vn_part_temp_free(&save->temp, save, false);
	return ENOTUNIQ;
}

/* Replaces by a rename alone. Returns 0, or an errno value. */
static int rename_over(const struct vn_save *save)
{
	int at = save->folder;
	return renameat(at, save->temp.name, at, save->name) < 0 ? errno : 0;
}

/* The old file, under the temporary name, cannot be removed; perhaps it can be replaced. */
static int push_out(struct vn_save *save)
{
	bool back = exchange(save) == 0;
	int error = errno;

	vn_part_temp_free(&save->temp, save, back);
	save->placed = !back;
	return back ? rename_over(save) : error;
}

/* Lets the new file and OLD change places, and removes OLD. Returns 0, or an errno value. */
static int swap(struct vn_save *save, int old)
{
	struct stat fresh;
	int error;

	if (fstatat(save->folder, save->temp.name, &fresh, AT_SYMLINK_NOFOLLOW) < 0)
		return errno;
	vn_part_temp_hold(&save->temp, save);
	if (exchange(save) < 0) {
		error = errno;
		vn_part_temp_free(&save->temp, save, true);
		/* A file system that cannot: the look before has to do. */
		return error == EINVAL || error == ENOSYS ? rename_over(save) : error;
	}
	error = objection(save, old, save->temp.name);
	if (error)
		return give_back(save, &fresh, error);
	if (vn_part_temp_remove(&save->temp, save) < 0)
		return push_out(save);
	vn_part_temp_free(&save->temp, save, false);
	return 0;
}

int vn_part_replace(struct vn_save *save)
{
	int old = open_quietly(save, save->name), error;

	if (old < 0) {
		errno = errno == ELOOP ? ESTALE : errno;
		return -1;
	}
	error = objection(save, old, save->name);
	if (!error && save->how.backup && vn_part_backup(save) < 0)
		error = errno;
	if (!error)
		error = swap(save, old);
	close(old);
	errno = error;
	return error ? -1 : 0;
}
