#include "files/io.h"
#include "files/parts.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HOPS 40 /* links in a row, as the kernel has it */

/* Opens the folder part of PATH relative to FROM. *NAME is the last component, within PATH. */
static int open_parent(int from, char *path, const char **name)
{
	char *slash = strrchr(path, '/'), kept;
	int fd;

	*name = slash ? slash + 1 : path;
	if (!slash)
		return openat(from, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	kept = slash[1];
	slash[1] = '\0';
	fd = openat(from, path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	slash[1] = kept;
	return fd;
}

/* Replaces save->name by where that link leads to, relative to its folder. */
static int follow(struct vn_save *save)
{
	char target[PATH_MAX], *copy;
	ssize_t len = readlinkat(save->folder, save->name, target, sizeof target);

	if (len < 0 || (size_t)len == sizeof target) {
		errno = len < 0 ? errno : ENAMETOOLONG;
		return -1;
	}
	target[len] = '\0';
	copy = strdup(target);
	if (!copy)
		return -1;
	free(save->name);
	save->name = copy;
	return 0;
}

/* Opens the folder of save->name, a path relative to FROM, and cuts the path down to its name. */
static int descend(struct vn_save *save, int from)
{
	const char *name;
	int fd = open_parent(from, save->name, &name);

	if (fd < 0)
		return -1;
	if (save->folder >= 0)
		close(save->folder);
	save->folder = fd;
	if (!*name || strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
		errno = EISDIR;
		return -1;
	}
	memmove(save->name, name, strlen(name) + 1);
	return fstatat(save->folder, save->name, &save->old, AT_SYMLINK_NOFOLLOW);
}

/* What is wrong with an output that is no regular file. */
static int error_of(mode_t type)
{
	if (S_ISDIR(type))
		return EISDIR;
	if (S_ISFIFO(type))
		return VN_IO_FIFO;
	return S_ISSOCK(type) ? VN_IO_SOCKET : VN_IO_DEVICE;
}

/* What is found under the name: to be replaced, or not ours to touch. */
static int judge(struct vn_save *save)
{
	mode_t type = save->old.st_mode;

	if (!S_ISREG(type))
		errno = error_of(type);
	else if (!save->how.replace)
		errno = EEXIST;
	else
		/* A write-protected file is not ours to replace, though its folder would allow;
		 * and what it is like has to be read. */
		return faccessat(save->folder, save->name, R_OK | W_OK, AT_EACCESS);
	return -1;
}

int vn_part_locate(struct vn_save *save, int folder, const char *path)
{
	save->name = strdup(path);
	if (!save->name)
		return -1;
	for (int hop = 0; hop < HOPS; hop++) {
		if (descend(save, hop ? save->folder : folder) < 0) {
			/* A link to nothing: what it was meant to be is not ours to guess. */
			return errno == ENOENT && hop == 0 && save->folder >= 0 ? 0 : -1;
		}
		if (!S_ISLNK(save->old.st_mode)) {
			save->replaces = true;
			return judge(save);
		}
		if (save->how.plain)
			break;
		if (follow(save) < 0)
			return -1;
	}
	errno = ELOOP;
	return -1;
}
