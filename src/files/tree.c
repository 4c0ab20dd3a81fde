#include "files/tree.h"

#include "files/parts.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FOLDER_FLAGS (O_PATH | O_DIRECTORY | O_CLOEXEC)

/* A walk from the root down. */
struct walk {
	int root, at; /* at: the folder reached; the root itself at first */
	bool plain;   /* no openat2() here: each step refuses links */
};

/* Opens PATH, all of it, beneath the root. -1 also where the kernel has no such call. */
static int open_beneath(struct walk *walk, const char *path)
{
	const struct open_how how = {.flags = FOLDER_FLAGS,
				     .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
	long fd = syscall(SYS_openat2, walk->root, path, &how, sizeof how);

	walk->plain = fd < 0 && (errno == ENOSYS || errno == EPERM);
	return (int)fd;
}

/* Opens PATH beneath the root; LAST is its last component, in the folder reached. */
static int step(struct walk *walk, const char *path, const char *last)
{
	if (!walk->plain) {
		int fd = open_beneath(walk, path);
		if (!walk->plain)
			return fd;
	}
	return openat(walk->at, last, FOLDER_FLAGS | O_NOFOLLOW);
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

	if (fd < 0 && errno == ENOENT)
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

/* The folder of PATH, as far as its name. -1 with errno. */
static int open_folder(int root, const char *path, const char *name, mode_t mode)
{
	struct walk walk = {root, root, false};
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

enum vn_status vn_tree_open(int *folder, const char **name, int root, const char *path, mode_t mode,
			    int *error, struct vn_err *err)
{
	const char *slash = strrchr(path, '/'), *last = slash ? slash + 1 : path;
	int fd = -1;

	if (!*last || !stays_inside(path))
		errno = EXDEV;
	else
		fd = open_folder(root, path, last, mode);
	if (fd < 0) {
		*error = errno ? errno : EIO;
		return vn_err_set(err, vn_save_status(*error), "%s", vn_save_error_text(*error));
	}
	*folder = fd;
	*name = last;
	return VN_OK;
}
