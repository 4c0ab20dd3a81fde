#include "term/installed.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool vn_installed_in(char *path, struct vn_str folder, const char *tail)
{
	/* A relative folder would mean the current one (and the XDG rules forbid it too). */
	if (folder.len == 0 || folder.ptr[0] != '/' || folder.len > 4096)
		return false;
	snprintf(path, VN_INSTALLED_CAP, "%.*s/%s", (int)folder.len, folder.ptr, tail);
	return access(path, F_OK) == 0 ||
	       (errno != ENOENT && errno != ENOTDIR && errno != EACCES && errno != ENAMETOOLONG);
}

/* Whether FOLDER is where the build puts a tool. */
static bool is_build(struct vn_str folder)
{
	static const char *const tails[] = {"/src/cli", "/src/eval", "/src/mkmodel"};
	bool found = false;

	for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
		size_t len = strlen(tails[i]);
		found |= folder.len > len &&
			 memcmp(folder.ptr + folder.len - len, tails[i], len) == 0;
	}
	return found;
}

bool vn_installed_beside(char *path, const char *built, const char *installed)
{
	char exe[4096];
	ssize_t len = readlink("/proc/self/exe", exe, sizeof exe);
	struct vn_str folder = {exe, 0};

	for (ssize_t i = 0; i < len && len < (ssize_t)sizeof exe; i++)
		if (exe[i] == '/')
			folder.len = (size_t)i;
	return (is_build(folder) && vn_installed_in(path, folder, built)) ||
	       vn_installed_in(path, folder, installed);
}
