#include "format/format.h"

#define FORMAT_NAME(kind, name, writer)	  name,
#define FORMAT_WRITER(kind, name, writer) writer,

const char *const vn_format_names[] = {VN_FORMATS(FORMAT_NAME) NULL};

static const vn_writer writers[VN_FORMAT_COUNT] = {VN_FORMATS(FORMAT_WRITER)};

vn_writer vn_format_writer(const struct vn_format *format)
{
	return writers[format->kind];
}
