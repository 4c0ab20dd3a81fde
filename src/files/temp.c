#include "files/parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/random.h>
#include <unistd.h>

#define TRIES 16

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
		uint64_t number;
		int result;
		if (getrandom(&number, sizeof number, 0) != (ssize_t)sizeof number) {
			errno = EIO;
			break;
		}
		snprintf(temp->name, sizeof temp->name, ".vnfix-%016llx",
			 (unsigned long long)number);
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

void vn_part_temp_drop(struct vn_save_temp *temp, const struct vn_save *save)
{
	int code = errno;
	/* Twice, for what only interrupts. */
	if (temp->name[0] && unlinkat(save->folder, temp->name, 0) < 0 && errno != ENOENT)
		unlinkat(save->folder, temp->name, 0);
	vn_part_temp_gone(temp, save);
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
	return openat(save->folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		      first_mode(save));
}

/* A file without a name gets one by way of /proc, which not every system shows. */
static int make_nameless(const struct vn_save *save)
{
	char self[32];
	int fd = openat(save->folder, ".", O_WRONLY | O_TMPFILE | O_CLOEXEC, first_mode(save));

	if (fd < 0)
		return -1;
	snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
	if (access(self, F_OK) == 0)
		return fd;
	close(fd);
	errno = EOPNOTSUPP;
	return -1;
}

int vn_part_create(struct vn_save *save)
{
	save->fd = make_nameless(save);
	/* File systems and kernels that cannot say so in several ways; other errors come again. */
	if (save->fd < 0)
		save->fd = vn_part_temp(&save->temp, save, make_named, -1);
	save->open = save->fd >= 0;
	return save->open ? 0 : -1;
}
