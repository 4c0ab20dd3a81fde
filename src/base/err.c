#include "base/err.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum vn_status vn_err_set(struct vn_err *err, enum vn_status status, const char *format, ...)
{
	if (err) {
		va_list args;
		err->status = status;
		err->offset = 0;
		va_start(args, format);
		vsnprintf(err->text, sizeof err->text, format, args);
		va_end(args);
	}
	return status;
}

enum vn_status vn_err_nomem(struct vn_err *err)
{
	static const char text[] = "out of memory";
	if (err) {
		err->status = VN_ENOMEM;
		err->offset = 0;
		memcpy(err->text, text, sizeof text);
	}
	return VN_ENOMEM;
}

enum vn_status vn_err_at(struct vn_err *err, enum vn_status status, uint64_t offset)
{
	if (status && err)
		err->offset = offset;
	return status;
}

enum vn_status vn_err_name(struct vn_err *err, enum vn_status status, const char *name)
{
	if (status && err) {
		struct vn_err cause = *err;
		size_t len = strlen(name), taken = strlen(cause.text) + sizeof "...: ";
		size_t room = taken < sizeof err->text ? sizeof err->text - taken : 0;
		bool cut = len > room;
		vn_err_set(err, status, "%s%s: %s", cut ? "..." : "",
			   cut ? name + len - room : name, cause.text);
		err->offset = cause.offset;
	}
	return status;
}
