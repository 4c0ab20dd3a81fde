#include "files/tree.h"

#include "files/parts.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define HOPS	     40 /* links in a row, as the kernel has it */
#define FOLDER_FLAGS (O_PATH | O_DIRECTORY | O_CLOEXEC)
#define READ_FLAGS   (O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)

/* A walk from the root down. */
struct walk {
	int root, at;	  /* at: the folder reached; the root itself at first */
	bool plain;	  /* no openat2() here: each step refuses links */
	uint64_t resolve; /* what openat2() is to refuse beside ways out of the root */
};

/* Opens PATH, all of it, beneath the root. -1 also where the kernel has no such call. */
static int open_beneath(struct walk *walk, const char *path)
{
	const struct open_how how = {.flags = FOLDER_FLAGS,
				     .resolve = RESOLVE_BENEATH | walk->resolve};
	long fd = syscall(SYS_openat2, walk->root, path, &how, sizeof how);

	walk->plain = fd < 0 && (errno == ENOSYS || errno == EPERM);
	return (int)fd;
}

/* Opens the folder NAME of AT, if it is no link. */
static int open_plain(int at, const char *name)
{
	int fd = openat(at, name, FOLDER_FLAGS | O_NOFOLLOW);
	struct stat st;

	if (fd < 0 && errno == ENOTDIR)
		errno = fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode)
				? ELOOP
				: ENOTDIR;
	return fd;
}

/* Opens PATH beneath the root; LAST is its last component, in the folder reached. */
static int step(struct walk *walk, const char *path, const char *last)
{
	if (!walk->plain) {
		int fd = open_beneath(walk, path);
		if (!walk->plain)
			return fd;
	}
	return open_plain(walk->at, last);
}

/* Makes the folder LAST where the walk is, and goes there. */
static int make(struct walk *walk, const char *path, const char *last, mode_t mode)
{
	if (mkdirat(walk->at, last, mode) < 0 && errno != EEXIST)
		return -1;
	/* Its name outlives a power cut only when the folder it is in is synced. */
	if (vn_part_sync_folder(walk->at) < 0)
		return -1;
	return step(walk, path, last);
}

static int advance(struct walk *walk, const char *path, const char *last, mode_t mode)
{
	int fd = step(walk, path, last);

	if (fd < 0 && errno == ENOENT && mode)
		fd = make(walk, path, last, mode);
	if (fd < 0)
		return -1;
	if (walk->at != walk->root)
		close(walk->at);
	walk->at = fd;
	return 0;
}

/* Whether PATH, the folders of a file with a slash after each, may be walked. */
static bool stays_inside(const char *path)
{
	if (*path == '/')
		return false;
	for (const char *at = path; *at; at += strcspn(at, "/"), at += *at == '/')
		if (strncmp(at, "..", 2) == 0 && (at[2] == '/' || !at[2]))
			return false;
	return true;
}

/* Walks down FOLDERS, cutting it at each slash in turn. Returns the last folder, or -1. */
static int walk_down(struct walk *walk, char *folders, mode_t mode)
{
	char *last = folders, *slash;

	if (!stays_inside(folders)) {
		errno = EXDEV;
		return -1;
	}
	for (; (slash = strchr(last, '/')) != NULL; last = slash + 1) {
		int failed = 0;
		*slash = '\0';
		if (*last && strcmp(last, ".") != 0)
			failed = advance(walk, folders, last, mode);
		*slash = '/';
		if (failed)
			return -1;
	}
	return walk->at == walk->root ? openat(walk->root, ".", FOLDER_FLAGS) : walk->at;
}

/* The folder of PATH, as far as its name; MODE 0: nothing is made. -1 with errno. */
static int open_folder(int root, const char *path, const char *name, mode_t mode, uint64_t resolve)
{
	struct walk walk = {root, root, false, resolve};
	char *folders = strndup(path, (size_t)(name - path));
	int fd = -1, code;

	if (!folders)
		return -1;
	/* Most often all of it is there. */
	if (*folders)
		fd = open_beneath(&walk, folders);
	if (fd < 0 && (!*folders || walk.plain || errno == ENOENT))
		fd = walk_down(&walk, folders, mode);
	code = errno;
	if (fd < 0 && walk.at != root)
		close(walk.at);
	free(folders);
	errno = code;
	return fd;
}

/* The folder of PATH, and *LAST, the name there, without following a link. */
static int open_parent(int root, const char *path, const char **last, mode_t mode)
{
	const char *slash = strrchr(path, '/');

	*last = slash ? slash + 1 : path;
	if (**last && stays_inside(path))
		return open_folder(root, path, *last, mode, RESOLVE_NO_SYMLINKS);
	errno = EXDEV;
	return -1;
}

enum vn_status vn_tree_open(int *folder, const char **name, int root, const char *path, mode_t mode,
			    int *error, struct vn_err *err)
{
	const char *last;
	int fd = open_parent(root, path, &last, mode);

	if (fd < 0) {
		*error = errno ? errno : EIO;
		return vn_err_set(err, vn_save_status(*error), "%s", vn_save_error_text(*error));
	}
	*folder = fd;
	*name = last;
	return VN_OK;
}

/* *PATH led to the link NAME, its last component, in FOLDER: makes it the path the link leads to.
 */
static int follow(int folder, char **path, const char *name)
{
	char target[PATH_MAX], *longer;
	ssize_t len = readlinkat(folder, name, target, sizeof target);

	if (len < 0)
		return -1;
	if (len == 0 || len == sizeof target || target[0] == '/') {
		errno = target[0] == '/' ? EXDEV : ENAMETOOLONG;
		return -1;
	}
	if (asprintf(&longer, "%.*s%.*s", (int)(name - *path), *path, (int)len, target) < 0)
		return -1;
	free(*path);
	*path = longer;
	return 0;
}

/* Follows *PATH to what is no link, *NAME in it. Returns the open folder of that, or -1. */
static int find(int root, char **path, const char **name)
{
	for (int hop = 0; hop < HOPS; hop++) {
		const char *slash = strrchr(*path, '/');
		struct stat st;
		int folder, code;
		*name = slash ? slash + 1 : *path;
		if (!**name || strcmp(*name, ".") == 0 || strcmp(*name, "..") == 0) {
			errno = EISDIR;
			return -1;
		}
		folder = open_folder(root, *path, *name, 0, RESOLVE_NO_MAGICLINKS);
		if (folder < 0)
			return -1;
		if (fstatat(folder, *name, &st, AT_SYMLINK_NOFOLLOW) < 0
			    ? errno == ENOENT && hop == 0
			    : !S_ISLNK(st.st_mode))
			return folder;
		/* A link to nothing, too: what it was meant to be is not ours to guess. */
		code = follow(folder, path, *name) < 0 ? errno : 0;
		close(folder);
		errno = code;
		if (code)
			return -1;
	}
	errno = ELOOP;
	return -1;
}

enum vn_status vn_tree_find(int *folder, char **name, int root, const char *path, int *error,
			    struct vn_err *err)
{
	char *way = strdup(path), *last = NULL;
	const char *found = NULL;
	int fd = -1;

	if (way && !stays_inside(path))
		errno = EXDEV;
	else if (way)
		fd = find(root, &way, &found);
	if (fd >= 0)
		last = strdup(found);
	*error = last ? 0 : errno ? errno : EIO;
	free(way);
	if (!last) {
		if (fd >= 0)
			close(fd);
		return vn_err_set(err, vn_save_status(*error), "%s", vn_save_error_text(*error));
	}
	*folder = fd;
	*name = last;
	return VN_OK;
}

/* Closes FOLDER, and returns RESULT with its errno. */
static int leave(int folder, int result)
{
	int code = errno;
	close(folder);
	errno = code;
	return result;
}

int vn_tree_stat(int root, const char *path, struct stat *st)
{
	const char *last;
	int folder = open_parent(root, path, &last, 0);

	return folder < 0 ? -1 : leave(folder, fstatat(folder, last, st, AT_SYMLINK_NOFOLLOW));
}

int vn_tree_read(int root, const char *path, struct stat *st)
{
	const char *last;
	int folder = open_parent(root, path, &last, 0), fd;

	if (folder < 0)
		return -1;
	fd = leave(folder, openat(folder, last, READ_FLAGS));
	if (fd >= 0 && (fstat(fd, st) < 0 || !S_ISREG(st->st_mode))) {
		close(fd);
		errno = EINVAL;
		return -1;
	}
	return fd;
}
