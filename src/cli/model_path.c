#include "cli/model_path.h"

#include "term/lang.h"
#include "term/installed.h"

#include <stdio.h>
#include <stdlib.h>

#define MODEL "vnfix.model"

/* In one of the folders of LIST, parted by colons. */
static bool in_list(char *path, const char *list)
{
	bool found = false;
	while (!found && *list) {
		struct vn_str folder = {list, strcspn(list, ":")};
		found = vn_installed_in(path, folder, "vnfix/" MODEL);
		list += folder.len;
		list += *list == ':';
	}
	return found;
}

static bool in_home(char *path)
{
	const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
	if (data && *data)
		return vn_installed_in(path, (struct vn_str){data, strlen(data)}, "vnfix/" MODEL);
	return home && vn_installed_in(path, (struct vn_str){home, strlen(home)},
				       ".local/share/vnfix/" MODEL);
}

static bool search(char *path)
{
	const char *dirs = getenv("XDG_DATA_DIRS");
	return vn_installed_beside(path, "../../dict/" MODEL, "../share/vnfix/" MODEL) ||
	       vn_installed_in(path, VN_STR(MODELDIR), MODEL) || in_home(path) ||
	       in_list(path, dirs && *dirs ? dirs : "/usr/local/share:/usr/share");
}

char *vn_model_path(const char *given, struct vn_err *err)
{
	char found[VN_INSTALLED_CAP], *path;

	if (!given && !search(found)) {
		vn_err_set(err, VN_EMODEL,
			   _("no model found (it belongs at %.100s/vnfix.model); name one with "
			     "--model"),
			   MODELDIR);
		return NULL;
	}
	path = strdup(given ? given : found);
	if (!path)
		vn_err_nomem(err);
	return path;
}
