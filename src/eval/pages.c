#include "eval/pages.h"

#include "files/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>

void vn_page_list_fini(struct vn_page_list *list)
{
	vn_arena_fini(&list->arena);
	free(list->ids);
	*list = (struct vn_page_list){0};
}

static enum vn_status add_bytes(struct vn_page_list *list, const char *name, size_t len,
				struct vn_err *err)
{
	char *id = vn_arena_alloc(&list->arena, len + 1);
	enum vn_status status;

	if (!id)
		return vn_err_nomem(err);
	memcpy(id, name, len);
	id[len] = '\0';
	status = vn_grow(&list->ids, list->count, &list->cap, sizeof id, err);
	if (!status)
		list->ids[list->count++] = id;
	return status;
}

enum vn_status vn_page_list_add(struct vn_page_list *list, const char *name, struct vn_err *err)
{
	return add_bytes(list, name, strlen(name), err);
}

/* Adds the id of the file NAME, if it is a truth that matches GLOB. */
static enum vn_status add_truth(struct vn_page_list *list, const char *name, const char *glob,
				struct vn_err *err)
{
	size_t len = strlen(name), tail = strlen(VN_TRUTH_SUFFIX);
	enum vn_status status;

	if (*name == '.' || len < tail || strcmp(name + len - tail, VN_TRUTH_SUFFIX) != 0)
		return VN_OK;
	status = add_bytes(list, name, len - tail, err);
	if (!status && fnmatch(glob, list->ids[list->count - 1], FNM_NOESCAPE) != 0)
		list->count--;
	return status;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

enum vn_status vn_page_list_read(struct vn_page_list *list, const char *folder, const char *glob,
				 struct vn_err *err)
{
	DIR *dir = opendir(folder);
	enum vn_status status = VN_OK;

	if (!dir)
		return vn_err_set(err, VN_EINPUT, "%s: %s", folder, strerror(errno));
	while (!status) {
		struct dirent *entry;
		errno = 0;
		entry = readdir(dir);
		if (entry)
			status = add_truth(list, entry->d_name, glob, err);
		else if (errno)
			status = vn_err_set(err, VN_EINPUT, "%s: %s", folder, strerror(errno));
		else
			break;
	}
	closedir(dir);
	if (!status && list->count)
		qsort(list->ids, list->count, sizeof *list->ids, by_bytes);
	return status;
}

/* A walk under way. */
struct search {
	struct vn_page_list *list;
	const char *glob;
};

/* What ENTRY is, links to files followed. 0, or an errno value. */
static int look(const struct vn_walk_entry *entry, struct stat *st)
{
	*st = entry->st;
	if (entry->error || !S_ISLNK(st->st_mode))
		return entry->error;
	return stat(entry->path, st) < 0 ? errno : 0;
}

static enum vn_status take_entry(void *self, const struct vn_walk_entry *entry, bool *enter,
				 struct vn_err *err)
{
	const struct search *search = self;
	struct stat st;
	int error;

	if (*entry->rest && entry->name[0] == '.') {
		*enter = false;
		return VN_OK;
	}
	error = look(entry, &st);
	if (error)
		return vn_err_set(err, VN_EINPUT, "%s: %s", entry->path, strerror(error));
	if (!S_ISREG(st.st_mode) || fnmatch(search->glob, entry->rest, FNM_NOESCAPE) != 0)
		return VN_OK;
	return vn_page_list_add(search->list, entry->rest, err);
}

enum vn_status vn_page_list_walk(struct vn_page_list *list, const char *folder, const char *glob,
				 struct vn_err *err)
{
	struct search search = {list, glob};
	enum vn_status status = vn_walk(folder, take_entry, &search, err);

	if (!status && list->count)
		qsort(list->ids, list->count, sizeof *list->ids, by_bytes);
	return status;
}

enum vn_status vn_page_path(struct vn_buf *out, const char *folder, const char *id,
			    const char *suffix, struct vn_err *err)
{
	const char *const parts[] = {folder, "/", id, suffix};
	enum vn_status status = VN_OK;

	out->len = 0;
	for (size_t i = 0; !status && i < sizeof parts / sizeof *parts; i++)
		status = vn_buf_add(out, parts[i], strlen(parts[i]), err);
	return status ? status : vn_buf_add(out, "", 1, err);
}
