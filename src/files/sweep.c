#include "files/sweep.h"

#include "files/io.h"
#include "files/temp.h"

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

#define DAY (24 * 60 * 60) /* seconds */

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

/* Whether NAME, with ST, is a leftover if nobody holds a lock on it. */
static bool is_leftover(const char *name, const struct stat *st, bool local)
{
	bool aged = time(NULL) - st->st_ctim.tv_sec > DAY;

	if (!S_ISREG(st->st_mode) || st->st_uid != geteuid())
		return false;
	if (!vn_temp_fits(name, st))
		return false;
	return aged || (local && vn_temp_tells(name) && st->st_nlink == 1);
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
	if (is_leftover(name, &st, local) && flock(fd, LOCK_EX | LOCK_NB) == 0 &&
	    still_is(folder, name, &st))
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
