#include "files/names.h"

#include "files/io.h"

#include <fnmatch.h>

#define READ_BYTES (16 * 1024)

struct reader {
	char end;
	vn_name_visit visit;
	void *self;
	struct vn_buf name; /* the one that is not ended yet */
};

static enum vn_status finish(struct reader *r, struct vn_err *err)
{
	size_t len = r->name.len;
	enum vn_status status = vn_buf_add(&r->name, "", 1, err);

	r->name.len = 0;
	if (status || len == 0)
		return status;
	if (memchr(r->name.ptr, '\0', len))
		return vn_err_set(err, VN_EINPUT, "a name in the list holds NUL (try --null)");
	return r->visit(r->self, r->name.ptr, err);
}

static enum vn_status take(struct reader *r, const char *bytes, size_t len, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	while (!status && len > 0) {
		const char *end = memchr(bytes, r->end, len);
		size_t part = end ? (size_t)(end - bytes) : len;
		if (part > VN_NAME_MAX - r->name.len)
			return vn_err_set(err, VN_EINPUT, "a name in the list is too long");
		status = vn_buf_add(&r->name, bytes, part, err);
		if (!status && end)
			status = finish(r, err);
		part += end != NULL;
		bytes += part;
		len -= part;
	}
	return status;
}

enum vn_status vn_names_read(int fd, char end, vn_name_visit visit, void *self, struct vn_err *err)
{
	struct reader r = {.end = end, .visit = visit, .self = self};
	char bytes[READ_BYTES];
	size_t got = 1;
	enum vn_status status = VN_OK;

	while (!status && got > 0) {
		status = vn_in_read(fd, bytes, sizeof bytes, &got, err);
		if (!status)
			status = take(&r, bytes, got, err);
	}
	if (!status)
		status = finish(&r, err);
	vn_buf_fini(&r.name);
	return status;
}

static bool fits(const char *const *globs, size_t count, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	for (size_t i = 0; i < count; i++)
		if (fnmatch(globs[i], path, 0) == 0 || fnmatch(globs[i], name, 0) == 0)
			return true;
	return false;
}

bool vn_globs_take(const struct vn_globs *globs, const char *path, bool folder)
{
	while (path[0] == '.' && path[1] == '/')
		path += 1 + strspn(path + 1, "/");
	if (fits(globs->exclude, globs->exclude_count, path))
		return false;
	return folder || globs->include_count == 0 ||
	       fits(globs->include, globs->include_count, path);
}
