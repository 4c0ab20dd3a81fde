#include "files/roots.h"

#include "files/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Takes the last component off PATH, LEN bytes long; nothing off the topmost folder. */
static size_t up(const char *path, size_t len)
{
	while (len > 0 && path[--len] != '/')
		;
	return len;
}

/* NAME as a path from "/" on, "" for that folder itself. NULL when memory is out. */
static char *whole(const char *here, const char *name)
{
	char *out = malloc(strlen(here) + strlen(name) + 2);
	size_t len = 0;

	if (!out)
		return NULL;
	for (int round = *name == '/'; round < 2; round++) {
		const char *at = round ? name : here;
		while (*(at += strspn(at, "/"))) {
			size_t part = strcspn(at, "/");
			if (part == 2 && memcmp(at, "..", 2) == 0) {
				len = up(out, len);
			} else if (part != 1 || *at != '.') {
				out[len++] = '/';
				memcpy(out + len, at, part);
				len += part;
			}
			at += part;
		}
	}
	out[len] = '\0';
	return out;
}

void vn_roots_fini(struct vn_roots *roots)
{
	for (size_t i = 0; i < roots->count; i++)
		free(roots->items[i].path);
	free(roots->items);
	free(roots->here);
	*roots = (struct vn_roots){0};
}

enum vn_status vn_roots_init(struct vn_roots *roots, const char *const *names, size_t count,
			     struct vn_err *err)
{
	*roots = (struct vn_roots){0};
	if (count == 0)
		return VN_OK;
	roots->here = getcwd(NULL, 0);
	if (!roots->here && errno != ENOMEM)
		return vn_err_set(err, VN_EINPUT, "the current folder: %s", strerror(errno));
	roots->items = calloc(count, sizeof *roots->items);
	while (roots->here && roots->items && roots->count < count) {
		struct vn_root *root = &roots->items[roots->count];
		root->name = names[roots->count];
		root->path = whole(roots->here, root->name);
		if (!root->path)
			break;
		roots->count++;
	}
	if (roots->count == count)
		return VN_OK;
	vn_roots_fini(roots);
	return vn_err_nomem(err);
}

/* What of PATH lies below ROOT: "" for the root itself; NULL when it does not lie there. */
static const char *below(const struct vn_root *root, const char *path)
{
	size_t len = strlen(root->path);

	if (strncmp(path, root->path, len) != 0 || (path[len] && path[len] != '/'))
		return NULL;
	return path + len + (path[len] == '/');
}

bool vn_roots_has(const struct vn_roots *roots, size_t i, const char *name)
{
	char *path = whole(roots->here, name);
	bool has = path && below(&roots->items[i], path);

	free(path);
	return has;
}

/* The file that the user has named himself: as it stands. */
static enum vn_status find_named(const struct vn_root *root, struct vn_site *site, int *error,
				 struct vn_err *err)
{
	char *name = strdup(root->name);

	*error = ENOMEM;
	if (!name)
		return vn_err_nomem(err);
	*site = (struct vn_site){AT_FDCWD, name, true};
	return VN_OK;
}

/* The file REST below a folder that the user has named. */
static enum vn_status find_below(const struct vn_root *root, const char *rest, struct vn_site *site,
				 int *error, struct vn_err *err)
{
	int top = open(root->name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	struct vn_site found = {.folder = -1};
	enum vn_status status;

	if (top < 0) {
		*error = errno;
		return vn_err_set(err, VN_EOUTPUT, "%s", strerror(errno));
	}
	status = vn_tree_find(&found.folder, &found.name, top, rest, error, err);
	close(top);
	if (!status)
		*site = found;
	else if (*error == EXDEV)
		status = vn_err_set(err, status,
				    "a link leads out of the folder that was named; "
				    "written only where the file itself is named");
	return status;
}

/* Looks in what the user has named. *FIT tells whether NAME lies there at all. */
static enum vn_status find_in_roots(const struct vn_roots *roots, const char *name, bool *fit,
				    struct vn_site *site, int *error, struct vn_err *err)
{
	char *path = whole(roots->here, name);
	enum vn_status status = VN_OK;

	*fit = false;
	*error = ENOMEM;
	if (!path)
		return vn_err_nomem(err);
	for (size_t i = 0; i < roots->count && !(*fit && !status); i++) {
		const char *rest = below(&roots->items[i], path);
		if (!rest)
			continue;
		*fit = true;
		status = *rest ? find_below(&roots->items[i], rest, site, error, err)
			       : find_named(&roots->items[i], site, error, err);
	}
	free(path);
	return status;
}

enum vn_status vn_roots_find(const struct vn_roots *roots, const char *name, struct vn_site *site,
			     int *error, struct vn_err *err)
{
	struct vn_site found = {.folder = -1};
	enum vn_status status = VN_OK;
	bool fit = false;

	if (roots->count)
		status = find_in_roots(roots, name, &fit, site, error, err);
	if (fit || status)
		return status;
	status = vn_tree_find(&found.folder, &found.name, AT_FDCWD, name, error, err);
	if (!status)
		*site = found;
	else if (*error == EXDEV)
		status = vn_err_set(err, status,
				    "leads out of the current folder; written only where it, or a "
				    "folder above it, is named on the command line");
	return status;
}

void vn_site_fini(struct vn_site *site)
{
	if (site->folder >= 0)
		close(site->folder);
	free(site->name);
	*site = (struct vn_site){.folder = -1};
}
