#include "user/lines.h"

#include "text/chars.h"

#include <stdlib.h>
#include <utf8proc.h>

enum vn_status vn_lines_open(struct vn_lines *lines, const char *path, vn_user_load load,
			     struct vn_err *err)
{
	struct vn_lines opened = {.name = path};
	struct vn_err why = {0};
	enum vn_status status = load(&opened.bytes, path, VN_USER_BYTES, &why);

	if (!status) {
		*lines = opened;
		return VN_OK;
	}
	vn_buf_fini(&opened.bytes);
	if (status == VN_ENOMEM)
		return vn_err_nomem(err);
	return vn_err_set(err, VN_EMODEL, "%.100s: %.100s", path, why.text);
}

void vn_lines_close(struct vn_lines *lines)
{
	vn_buf_fini(&lines->bytes);
}

enum vn_status vn_lines_fail(const struct vn_lines *lines, const char *text, struct vn_err *err)
{
	return vn_err_set(err, VN_EMODEL, "%.100s:%zu: %.100s", lines->name, lines->number, text);
}

static bool is_text(struct vn_str line)
{
	for (size_t at = 0; at < line.len;) {
		int32_t c = vn_utf8_next(line, &at);
		if (c <= 0)
			return false;
	}
	return true;
}

enum vn_status vn_lines_next(struct vn_lines *lines, struct vn_str *line, bool *more,
			     struct vn_err *err)
{
	struct vn_str rest = vn_buf_str(&lines->bytes);
	const char *end;

	*more = lines->at < rest.len;
	if (!*more)
		return VN_OK;
	rest.ptr += lines->at;
	rest.len -= lines->at;
	end = memchr(rest.ptr, '\n', rest.len);
	*line = (struct vn_str){rest.ptr, end ? (size_t)(end - rest.ptr) : rest.len};
	lines->at += line->len + (end != NULL);
	lines->number++;
	if (line->len > 0 && line->ptr[line->len - 1] == '\r')
		line->len--;
	if (lines->number == 1 && line->len >= 3 && memcmp(line->ptr, "\xef\xbb\xbf", 3) == 0) {
		line->ptr += 3;
		line->len -= 3;
	}
	if (line->len > VN_USER_LINE)
		return vn_lines_fail(lines, "the line is too long", err);
	if (!is_text(*line))
		return vn_lines_fail(lines, "the line is no text in UTF-8", err);
	return VN_OK;
}

enum vn_status vn_user_form(struct vn_buf *out, struct vn_str line, bool composed,
			    struct vn_err *err)
{
	utf8proc_uint8_t *form = NULL;
	utf8proc_ssize_t len =
		utf8proc_map((const utf8proc_uint8_t *)line.ptr, (utf8proc_ssize_t)line.len, &form,
			     UTF8PROC_STABLE | (composed ? UTF8PROC_COMPOSE : UTF8PROC_DECOMPOSE));
	enum vn_status status;

	out->len = 0;
	if (len == UTF8PROC_ERROR_NOMEM)
		return vn_err_nomem(err);
	status = len < 0 ? vn_buf_add(out, line.ptr, line.len, err)
			 : vn_buf_add(out, form, (size_t)len, err);
	free(form);
	return status;
}
