#include "term/visible.h"

#include "text/chars.h"

#include <stdio.h>

static bool is_control(int32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

/* Marks that turn the direction of the text around them, or end a line. */
static bool misleads(int32_t c)
{
	return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069);
}

enum vn_status vn_visible(struct vn_buf *out, struct vn_str text)
{
	enum vn_status status = VN_OK;
	size_t at = 0;

	while (!status && at < text.len) {
		char visible[16];
		size_t from = at;
		int32_t c = vn_utf8_next(text, &at);
		int len = 0;
		if (c < 0)
			len = snprintf(visible, sizeof visible, "\\x%02x",
				       (unsigned char)text.ptr[from]);
		else if (is_control(c))
			len = snprintf(visible, sizeof visible, "\\x%02x", (unsigned)c);
		else if (misleads(c))
			len = snprintf(visible, sizeof visible, "\\u{%04x}", (unsigned)c);
		status = len ? vn_buf_add(out, visible, (size_t)len, NULL)
			     : vn_buf_add(out, text.ptr + from, at - from, NULL);
	}
	return status;
}
