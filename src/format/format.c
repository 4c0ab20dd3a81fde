#include "format/format.h"

/* All formats: a new one is a line here, one in the enum, and a file. */
static const vn_writer writers[VN_FORMAT_COUNT] = {
	[VN_FORMAT_TEXT] = NULL,
	[VN_FORMAT_MARK] = vn_format_mark,
	[VN_FORMAT_TOKENS] = vn_format_tokens,
};

const char *const vn_format_names[] = {
	[VN_FORMAT_TEXT] = "text",
	[VN_FORMAT_MARK] = "mark",
	[VN_FORMAT_TOKENS] = "tokens",
	[VN_FORMAT_COUNT] = NULL,
};

vn_writer vn_format_writer(const struct vn_format *format)
{
	return writers[format->kind];
}
