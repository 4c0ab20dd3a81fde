#include "files/walk.h"

#include "base/buf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

struct walk {
	vn_walk_visit visit;
	void *self;
	size_t root;	      /* bytes of the paths before the part below the root */
	struct vn_buf path;   /* of the entry that is looked at, with its NUL */
	struct vn_buf queue;  /* paths of folders to be read, each with its NUL */
	struct vn_buf folder; /* path of the one that is read, with a slash at its end */
};

/* Sets w->path to NAME in the folder. */
static enum vn_status set_path(struct walk *w, const char *name, struct vn_err *err)
{
	enum vn_status status;

	w->path.len = 0;
	status = vn_buf_add(&w->path, w->folder.ptr, w->folder.len, err);
	if (!status)
		status = vn_buf_add(&w->path, name, strlen(name) + 1, err);
	return status;
}

/* Shows the entry at w->path, whose name begins at NAME. *ENTER tells whether to go into it. */
static enum vn_status show(struct walk *w, size_t name, struct vn_walk_entry *entry, bool *enter,
			   struct vn_err *err)
{
	entry->path = w->path.ptr;
	entry->rest = w->path.ptr + (w->root < w->path.len ? w->root : w->path.len - 1);
	entry->name = w->path.ptr + name;
	*enter = !entry->error && S_ISDIR(entry->st.st_mode);
	return w->visit(w->self, entry, enter, err);
}

/* Looks at NAME in the open folder FD. */
static enum vn_status entry(struct walk *w, int fd, const char *name, struct vn_err *err)
{
	struct vn_walk_entry found = {0};
	enum vn_status status = set_path(w, name, err);
	bool enter = false;

	if (status)
		return status;
	if (fstatat(fd, name, &found.st, AT_SYMLINK_NOFOLLOW) < 0)
		found.error = errno;
	status = show(w, w->folder.len, &found, &enter, err);
	return !status && enter ? vn_buf_add(&w->queue, w->path.ptr, w->path.len, err) : status;
}

/* All that is in the folder FD, which becomes ours. */
static enum vn_status entries(struct walk *w, int fd, int *error, struct vn_err *err)
{
	DIR *dir = fdopendir(fd);
	enum vn_status status = VN_OK;

	if (!dir) {
		*error = errno;
		close(fd);
		return VN_OK;
	}
	while (!status) {
		const struct dirent *found;
		errno = 0;
		found = readdir(dir);
		if (!found)
			break;
		if (strcmp(found->d_name, ".") != 0 && strcmp(found->d_name, "..") != 0)
			status = entry(w, fd, found->d_name, err);
	}
	*error = status ? 0 : errno;
	closedir(dir);
	return status;
}

/* Takes the last folder of the queue out: its path, as w->path. */
static enum vn_status next(struct walk *w, struct vn_err *err)
{
	size_t from = w->queue.len - 1;
	enum vn_status status;

	while (from > 0 && w->queue.ptr[from - 1] != '\0')
		from--;
	w->path.len = 0;
	status = vn_buf_add(&w->path, w->queue.ptr + from, w->queue.len - from, err);
	w->queue.len = from;
	return status;
}

/* Reads the folder at w->path; one that cannot be read is shown with its error. */
static enum vn_status folder(struct walk *w, int flags, struct vn_err *err)
{
	int fd = open(w->path.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags);
	struct vn_walk_entry failed = {.error = fd < 0 ? errno : 0};
	size_t len = w->path.len - 1;
	enum vn_status status;
	bool enter;

	w->folder.len = 0;
	status = vn_buf_add(&w->folder, w->path.ptr, len, err);
	if (!status && w->folder.ptr[len - 1] != '/')
		status = vn_buf_add(&w->folder, "/", 1, err);
	if (!status && fd >= 0)
		status = entries(w, fd, &failed.error, err);
	else if (fd >= 0)
		close(fd);
	if (status || !failed.error)
		return status;
	status = set_path(w, "", err);
	if (status)
		return status;
	w->path.len = len + 1;
	w->path.ptr[len] = '\0';
	return show(w, 0, &failed, &enter, err);
}

enum vn_status vn_walk(const char *root, vn_walk_visit visit, void *self, struct vn_err *err)
{
	struct walk w = {.visit = visit, .self = self};
	size_t len = strlen(root);
	int flags = 0; /* only the root may be a link */
	enum vn_status status;

	while (len > 1 && root[len - 1] == '/')
		len--;
	w.root = len + (len == 0 || root[len - 1] != '/');
	status = vn_buf_add(&w.queue, root, len, err);
	if (!status)
		status = vn_buf_add(&w.queue, "", 1, err);
	/* A folder found last is read first, so the queue is never longer than the folders beside
	 * the path to it. */
	while (!status && w.queue.len > 0) {
		status = next(&w, err);
		if (!status && w.path.len > 1)
			status = folder(&w, flags, err);
		flags = O_NOFOLLOW;
	}
	vn_buf_fini(&w.path);
	vn_buf_fini(&w.queue);
	vn_buf_fini(&w.folder);
	return status;
}
