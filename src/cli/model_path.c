#include "cli/model_path.h"

#include "base/buf.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MODEL "vnfix.model"

/* Longest path that is looked at. Nothing is allocated on the way: want of memory must not lead to
 * another model. */
#define PATH_CAP 4608

/* Whether there is a file FOLDER/TAIL; its path goes to PATH, PATH_CAP bytes. One that cannot be
 * looked at is there: opening it will tell what is wrong. */
static bool existing(char *path, struct vn_str folder, const char *tail)
{
	/* A relative folder would mean the current one (and the XDG rules forbid it too). */
	if (folder.len == 0 || folder.ptr[0] != '/' || folder.len > 4096)
		return false;
	snprintf(path, PATH_CAP, "%.*s/%s", (int)folder.len, folder.ptr, tail);
	return access(path, F_OK) == 0 ||
	       (errno != ENOENT && errno != ENOTDIR && errno != EACCES && errno != ENAMETOOLONG);
}

/* Whether FOLDER is where the build puts the tool. */
static bool is_build(struct vn_str folder)
{
	static const char tail[] = "/src/cli";
	size_t len = sizeof tail - 1;
	return folder.len > len && memcmp(folder.ptr + folder.len - len, tail, len) == 0;
}

/* Beside the program itself. */
static bool beside(char *path)
{
	char exe[4096];
	ssize_t len = readlink("/proc/self/exe", exe, sizeof exe);
	struct vn_str folder = {exe, 0};

	for (ssize_t i = 0; i < len && len < (ssize_t)sizeof exe; i++)
		if (exe[i] == '/')
			folder.len = (size_t)i;
	return (is_build(folder) && existing(path, folder, "../../dict/" MODEL)) ||
	       existing(path, folder, "../share/vnfix/" MODEL);
}

/* In one of the folders of LIST, parted by colons. */
static bool in_list(char *path, const char *list)
{
	bool found = false;
	while (!found && *list) {
		struct vn_str folder = {list, strcspn(list, ":")};
		found = existing(path, folder, "vnfix/" MODEL);
		list += folder.len;
		list += *list == ':';
	}
	return found;
}

static bool in_home(char *path)
{
	const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
	if (data && *data)
		return existing(path, (struct vn_str){data, strlen(data)}, "vnfix/" MODEL);
	return home &&
	       existing(path, (struct vn_str){home, strlen(home)}, ".local/share/vnfix/" MODEL);
}

static bool search(char *path)
{
	const char *dirs = getenv("XDG_DATA_DIRS");
	return beside(path) || existing(path, VN_STR(MODELDIR), MODEL) || in_home(path) ||
	       in_list(path, dirs && *dirs ? dirs : "/usr/local/share:/usr/share");
}

char *vn_model_path(const char *given, struct vn_err *err)
{
	char found[PATH_CAP], *path;

	if (!given && !search(found)) {
		vn_err_set(err, VN_EMODEL,
			   "no model found (it belongs at %.100s/" MODEL "); name one with --model",
			   MODELDIR);
		return NULL;
	}
	path = strdup(given ? given : found);
	if (!path)
		vn_err_nomem(err);
	return path;
}
