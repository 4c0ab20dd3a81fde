#include "base/err.h"

#include <stdarg.h>
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
