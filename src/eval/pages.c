#include "eval/pages.h"

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

/* Adds the id of the file NAME, if it is a truth that matches GLOB. */
static enum vn_status add(struct vn_page_list *list, const char *name, const char *glob,
			  struct vn_err *err)
{
	size_t len = strlen(name), tail = strlen(VN_TRUTH_SUFFIX);
	char *id;

	if (len < tail || strcmp(name + len - tail, VN_TRUTH_SUFFIX) != 0)
		return VN_OK;
	id = vn_arena_alloc(&list->arena, len - tail + 1);
	if (!id)
		return vn_err_nomem(err);
	memcpy(id, name, len - tail);
	if (*name == '.' || fnmatch(glob, id, FNM_NOESCAPE) != 0)
		return VN_OK;
	if (list->count == list->cap) {
		size_t cap = list->cap ? list->cap * 2 : 64;
		void *ids = realloc(list->ids, cap * sizeof *list->ids);
		if (!ids)
			return vn_err_nomem(err);
		list->ids = ids;
		list->cap = cap;
	}
	list->ids[list->count++] = id;
	return VN_OK;
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
			status = add(list, entry->d_name, glob, err);
		else if (errno)
			status = vn_err_set(err, VN_EINPUT, "%s: %s", folder, strerror(errno));
		else
			break;
	}
	closedir(dir);
	if (!status && !list->count)
		status = vn_err_set(err, VN_EINPUT, "%s: no pages found", folder);
	if (!status)
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
