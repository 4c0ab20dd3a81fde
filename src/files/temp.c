#include "files/parts.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <unistd.h>

#define TRIES	 16
#define PREFIX	 ".vnfix-"
#define CHANCE	 8  /* digits */
#define INODE	 16 /* digits */
#define AT_INODE (sizeof PREFIX - 1 + CHANCE)

bool vn_temp_is(const char *name)
{
	return strncmp(name, PREFIX, sizeof PREFIX - 1) == 0 && strlen(name) == AT_INODE + INODE &&
	       strspn(name + sizeof PREFIX - 1, "0123456789abcdef") == CHANCE + INODE;
}

bool vn_temp_fits(const char *name, const struct stat *st)
{
	ino_t inode = vn_temp_is(name) ? vn_temp_inode(name) : UINT64_MAX;
	return inode == 0 || inode == st->st_ino;
}

ino_t vn_temp_inode(const char *name)
{
	return strtoull(name + AT_INODE, NULL, 16);
}

/* A fresh name for the file FD, which is LOCKED or not; -1: one that cannot be opened before. */
static int compose(char name[VN_TEMP_CAP], int fd, bool locked)
{
	struct stat st = {0};
	uint32_t chance;

	if (fd >= 0 && fstat(fd, &st) < 0)
		return -1;
	if (getrandom(&chance, sizeof chance, 0) != (ssize_t)sizeof chance) {
		errno = EIO;
		return -1;
	}
	snprintf(name, VN_TEMP_CAP, PREFIX "%08" PRIx32 "%016" PRIx64, chance,
		 fd < 0 || locked ? (uint64_t)st.st_ino : UINT64_MAX);
	return 0;
}

/* One try. */
static int attempt(struct vn_save_temp *temp, const struct vn_save *save,
		   int (*make)(const struct vn_save *, const char *, int), int source)
{
	const struct vn_save_watch *watch = save->how.watch;
	int result, code;

	temp->slot = watch ? watch->born(watch->self, save->folder, temp->name) : -1;
	result = make(save, temp->name, source);
	code = errno;
	if (watch)
		watch->made(watch->self, temp->slot, result >= 0);
	errno = code;
	return result;
}

int vn_part_temp(struct vn_save_temp *temp, const struct vn_save *save,
		 int (*make)(const struct vn_save *save, const char *name, int source), int source)
{
	for (int i = 0; i < TRIES; i++) {
		int result;
		if (compose(temp->name, source, save->locked) < 0)
			break;
		result = attempt(temp, save, make, source);
		if (result >= 0)
			return result;
		if (errno != EEXIST)
			break;
	}
	temp->name[0] = '\0';
	return -1;
}

void vn_part_temp_gone(struct vn_save_temp *temp, const struct vn_save *save)
{
	if (temp->name[0] && save->how.watch)
		save->how.watch->gone(save->how.watch->self, temp->slot);
	temp->name[0] = '\0';
}

int vn_part_temp_remove(const struct vn_save_temp *temp, const struct vn_save *save)
{
	int code = errno, result = unlinkat(save->folder, temp->name, 0);
	/* Twice, for what only interrupts. */
	if (result < 0 && errno != ENOENT)
		result = unlinkat(save->folder, temp->name, 0);
	errno = code;
	return result;
}

void vn_part_temp_drop(struct vn_save_temp *temp, const struct vn_save *save)
{
	if (temp->name[0])
		vn_part_temp_remove(temp, save);
	vn_part_temp_gone(temp, save);
}

void vn_part_temp_hold(struct vn_save_temp *temp, const struct vn_save *save)
{
	if (save->how.watch)
		save->how.watch->hold(save->how.watch->self, temp->slot);
}

void vn_part_temp_free(struct vn_save_temp *temp, const struct vn_save *save, bool there)
{
	int code = errno;
	if (save->how.watch)
		save->how.watch->made(save->how.watch->self, temp->slot, there);
	if (!there)
		temp->name[0] = '\0';
	errno = code;
}

static mode_t first_mode(const struct vn_save *save)
{
	if (save->replaces)
		return 0600; /* what it has to be comes with the metadata, when all is written */
	return save->how.mode ? save->how.mode : 0666;
}

static int make_named(const struct vn_save *save, const char *name, int source)
{
	return openat(save->folder, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		      first_mode(save));
}

/* A file without a name gets one by way of /proc, which not every system shows. */
static int make_nameless(const struct vn_save *save)
{
	char self[32];
	int fd = openat(save->folder, ".", O_RDWR | O_TMPFILE | O_CLOEXEC, first_mode(save));

	if (fd < 0)
		return -1;
	snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
	if (access(self, F_OK) == 0)
		return fd;
	close(fd);
	errno = EOPNOTSUPP;
	return -1;
}

static int rename_temp(const struct vn_save *save, const char *name, int source)
{
	return renameat(save->folder, save->temp.name, save->folder, name);
}

/* Gives a file that had to be made under a name one that tells its inode: it may change places with
 * another, and if it is left it can be known again. */
static int rename_made(struct vn_save *save)
{
	struct vn_save_temp temp = {.slot = -1};

	if (vn_part_temp(&temp, save, rename_temp, save->fd) < 0)
		return -1;
	vn_part_temp_gone(&save->temp, save);
	save->temp = temp;
	return 0;
}

int vn_part_create(struct vn_save *save)
{
	bool named = false;

	save->fd = make_nameless(save);
	/* File systems and kernels that cannot say so in several ways; other errors come again. */
	if (save->fd < 0) {
		save->fd = vn_part_temp(&save->temp, save, make_named, -1);
		named = true;
	}
	save->open = save->fd >= 0;
	if (!save->open)
		return -1;
	save->locked = flock(save->fd, LOCK_SH | LOCK_NB) == 0;
	return named ? rename_made(save) : 0;
}

void vn_part_hold(struct vn_save *save)
{
	int fd = openat(save->folder, save->temp.name,
			O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (fd >= 0)
		flock(fd, LOCK_SH | LOCK_NB);
	save->held = fd;
}

void vn_part_release(struct vn_save *save)
{
	int code = errno;

	if (save->held >= 0)
		close(save->held);
	save->held = -1;
	errno = code;
}
