#include "cli/model_path.h"

#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MODEL "vnfix.model"

/* FOLDER/TAIL if a file of that name exists, else NULL. The caller frees it. */
static char *existing(struct vn_str folder, const char *tail)
{
	char *path = NULL;

	/* A relative folder would mean the current one (and the XDG rules forbid it too). */
	if (folder.len == 0 || folder.ptr[0] != '/' || folder.len > 4096)
		return NULL;
	if (asprintf(&path, "%.*s/%s", (int)folder.len, folder.ptr, tail) < 0)
		return NULL;
	if (access(path, F_OK) == 0)
		return path;
	free(path);
	return NULL;
}

/* Whether FOLDER is where the build puts the tool. */
static bool is_build(struct vn_str folder)
{
	static const char tail[] = "/src/cli";
	size_t len = sizeof tail - 1;
	return folder.len > len && memcmp(folder.ptr + folder.len - len, tail, len) == 0;
}

/* Beside the program itself. */
static char *beside(void)
{
	char exe[4096];
	ssize_t len = readlink("/proc/self/exe", exe, sizeof exe);
	struct vn_str folder = {exe, 0};
	char *path;

	for (ssize_t i = 0; i < len && len < (ssize_t)sizeof exe; i++)
		if (exe[i] == '/')
			folder.len = (size_t)i;
	path = is_build(folder) ? existing(folder, "../../dict/" MODEL) : NULL;
	return path ? path : existing(folder, "../share/vnfix/" MODEL);
}

/* In one of the folders of LIST, parted by colons. */
static char *in_list(const char *list)
{
	char *path = NULL;
	while (!path && *list) {
		struct vn_str folder = {list, strcspn(list, ":")};
		path = existing(folder, "vnfix/" MODEL);
		list += folder.len;
		list += *list == ':';
	}
	return path;
}

static char *in_home(void)
{
	const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
	if (data && *data)
		return existing((struct vn_str){data, strlen(data)}, "vnfix/" MODEL);
	return home ? existing((struct vn_str){home, strlen(home)}, ".local/share/vnfix/" MODEL)
		    : NULL;
}

char *vn_model_path(const char *given, struct vn_err *err)
{
	const char *dirs = getenv("XDG_DATA_DIRS");
	char *path;

	if (given) {
		path = strdup(given);
		if (!path)
			vn_err_nomem(err);
		return path;
	}
	path = beside();
	if (!path)
		path = existing(VN_STR(MODELDIR), MODEL);
	if (!path)
		path = in_home();
	if (!path)
		path = in_list(dirs && *dirs ? dirs : "/usr/local/share:/usr/share");
	if (!path)
		vn_err_set(err, VN_EMODEL,
			   "no model found (it belongs at %.100s/" MODEL "); name one with --model",
			   MODELDIR);
	return path;
}
