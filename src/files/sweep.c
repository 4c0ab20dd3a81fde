#include "files/sweep.h"

#include "files/io.h"
#include "files/parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <search.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#define DAY  (24 * 60 * 60) /* seconds */
#define TICK 10000000	    /* nanoseconds between two times that one call has set, at most */

/* Not in every linux/magic.h. */
#define ZFS_MAGIC      0x2fc12fc1
#define BCACHEFS_MAGIC 0xca451a4e

struct folder {
	dev_t device;
	ino_t inode;
};

void vn_sweep_init(struct vn_sweep *sweep)
{
	*sweep = (struct vn_sweep){.lock = PTHREAD_MUTEX_INITIALIZER};
}

void vn_sweep_fini(struct vn_sweep *sweep)
{
	tdestroy(sweep->seen, free);
	sweep->seen = NULL;
}

static int by_place(const void *a, const void *b)
{
	const struct folder *x = a, *y = b;

	if (x->device != y->device)
		return x->device < y->device ? -1 : 1;
	return (x->inode > y->inode) - (x->inode < y->inode);
}

/* Whether FOLDER is seen for the first time, which is noted. False without memory. */
static bool is_new(struct vn_sweep *sweep, int folder)
{
	struct folder *key = malloc(sizeof *key);
	struct stat st;
	struct folder **node = NULL;
	bool added = false;

	if (key && fstat(folder, &st) == 0) {
		*key = (struct folder){st.st_dev, st.st_ino};
		pthread_mutex_lock(&sweep->lock);
		node = tsearch(key, &sweep->seen, by_place);
		added = node && *node == key;
		pthread_mutex_unlock(&sweep->lock);
	}
	if (!added)
		free(key);
	return added;
}

/* Whether all who can lock a file on this file system do it in one kernel. */
static bool is_local(int fd)
{
	static const unsigned long local[] = {
		EXT4_SUPER_MAGIC, XFS_SUPER_MAGIC, BTRFS_SUPER_MAGIC,	  TMPFS_MAGIC,
		F2FS_SUPER_MAGIC, ZFS_MAGIC,	   OVERLAYFS_SUPER_MAGIC, BCACHEFS_MAGIC,
	};
	struct statfs fs;

	if (fstatfs(fd, &fs) < 0)
		return false;
	for (size_t i = 0; i < sizeof local / sizeof *local; i++)
		if ((unsigned long)fs.f_type == local[i])
			return true;
	return false;
}

static int64_t nanoseconds(const struct timespec *time)
{
	return (int64_t)time->tv_sec * 1000000000 + time->tv_nsec;
}

/* Opens the file of FOLDER that has INODE, under a name that is no temporary one. -1: there is
 * none.
 */
static int open_inode(int folder, ino_t inode)
{
	int at = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), fd = -1;
	DIR *dir = at < 0 ? NULL : fdopendir(at);
	const struct dirent *found;
	struct stat st;

	if (!dir) {
		if (at >= 0)
			close(at);
		return -1;
	}
	while (fd < 0 && (found = readdir(dir)) != NULL)
		if (found->d_ino == inode && !vn_temp_is(found->d_name))
			fd = vn_in_regular(folder, found->d_name, &st);
	closedir(dir);
	if (fd < 0 || st.st_ino == inode)
		return fd;
	close(fd);
	return -1;
}

/*
 * Whether the file OLD under NAME, which tells of another, has been replaced by that one, and
 * nobody has written to it at the last moment. They have changed places in one call, and neither
 * has been touched since, if their status changed at one time; OLD was not written to after it had
 * been looked at for the last time, if not after the new one was ready. A living run in the middle
 * of this has the new one locked.
 */
static bool is_replaced(int folder, const char *name, int old)
{
	struct stat was, is;
	int fd = open_inode(folder, vn_temp_inode(name));
	bool replaced = false;
	int64_t apart;

	if (fd < 0)
		return false;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 && !vn_part_is_written(old) && fstat(fd, &is) == 0 &&
	    fstat(old, &was) == 0) {
		apart = nanoseconds(&is.st_ctim) - nanoseconds(&was.st_ctim);
		replaced = is.st_dev == was.st_dev && apart >= -TICK && apart <= TICK &&
			   nanoseconds(&was.st_mtim) < nanoseconds(&is.st_mtim);
	}
	close(fd);
	return replaced;
}

/* Whether the file FD with ST, on which nobody else holds a lock, is a leftover under NAME. */
static bool is_leftover(int folder, const char *name, int fd, const struct stat *st, bool local)
{
	bool aged = time(NULL) - st->st_ctim.tv_sec > DAY;

	if (!vn_temp_fits(name, st))
		return local && is_replaced(folder, name, fd);
	return aged || (local && vn_temp_inode(name) && st->st_nlink == 1);
}

/* Whether the name NAME still stands for the file ST. */
static bool still_is(int folder, const char *name, const struct stat *st)
{
	struct stat now;
	return fstatat(folder, name, &now, AT_SYMLINK_NOFOLLOW) == 0 && now.st_dev == st->st_dev &&
	       now.st_ino == st->st_ino;
}

/* Removes NAME if it is a leftover. Returns how many went. */
static unsigned remove_leftover(int folder, const char *name, bool local)
{
	struct stat st;
	unsigned removed = 0;
	int fd = vn_in_regular(folder, name, &st);

	if (fd < 0)
		return 0;
	/* The lock keeps other runs from removing it too; whoever wrote it is dead. */
	if (st.st_uid == geteuid() && flock(fd, LOCK_EX | LOCK_NB) == 0 &&
	    is_leftover(folder, name, fd, &st, local) && still_is(folder, name, &st))
		removed = unlinkat(folder, name, 0) == 0;
	close(fd);
	return removed;
}

/* Looks through FOLDER, open for reading; it becomes ours. Returns how many went. */
static uint64_t sweep_all(int folder)
{
	DIR *dir = fdopendir(folder);
	bool local = is_local(folder);
	const struct dirent *found;
	uint64_t removed = 0;

	if (!dir) {
		close(folder);
		return 0;
	}
	while ((found = readdir(dir)) != NULL)
		if (vn_temp_is(found->d_name))
			removed += remove_leftover(folder, found->d_name, local);
	closedir(dir);
	return removed;
}

void vn_sweep_folder(struct vn_sweep *sweep, int folder)
{
	int code = errno, fd;
	uint64_t removed;

	if (is_new(sweep, folder)) {
		fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		removed = fd < 0 ? 0 : sweep_all(fd);
		pthread_mutex_lock(&sweep->lock);
		sweep->removed += removed;
		pthread_mutex_unlock(&sweep->lock);
	}
	errno = code;
}
