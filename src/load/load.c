#include "load/load.h"

#include "files/io.h"

#include <unistd.h>

#define CHUNK (64 * 1024) /* bytes asked for at a time */

static void unmap(struct vn_str file)
{
	struct vn_map map = {(const unsigned char *)file.ptr, file.len};
	vn_map_close(&map);
}

enum vn_status vn_model_open(struct vn_model **out, const char *path, struct vn_err *err)
{
	struct vn_map map;
	enum vn_status status = vn_map_open(&map, path, err);
	struct vn_str file;

	if (status)
		return status == VN_EINPUT ? VN_EMODEL : status;
	file = (struct vn_str){(const char *)map.ptr, map.len};
	status = vn_model_read(out, file, unmap, err);
	if (status)
		vn_map_close(&map);
	return status;
}

/* Reads FD to its end, which must come soon. */
static enum vn_status read_all(struct vn_buf *out, int fd, size_t most, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	size_t got = 1, total = 0;

	while (!status && got > 0) {
		status = vn_buf_reserve(out, CHUNK, err);
		if (!status)
			status = vn_in_read(fd, out->ptr + out->len, CHUNK, &got, err);
		if (!status) {
			out->len += got;
			total += got;
		}
		if (!status && total > most)
			status = vn_err_set(err, VN_EINPUT, "is larger than %zu MiB", most >> 20);
	}
	return status;
}

enum vn_status vn_load_text(struct vn_buf *out, const char *path, size_t most, struct vn_err *err)
{
	int fd = -1;
	enum vn_status status = vn_in_open(&fd, path, err);

	if (status)
		return status;
	status = read_all(out, fd, most, err);
	close(fd);
	return status;
}
