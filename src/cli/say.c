#include "cli/say.h"

#include "text/chars.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

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

enum vn_status vn_say_escape(struct vn_buf *out, struct vn_str text)
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

/* Where there is no memory for a message, at least that there would be one. */
static const struct vn_str unsaid = VN_STR("vnfix: a message was lost: out of memory\n");

/* A message that cannot be given has nobody to be reported to. */
static void put(struct vn_str line)
{
	ssize_t written = write(STDERR_FILENO, line.ptr, line.len);
	(void)written;
}

void vn_say(const char *subject, const char *text)
{
	struct vn_buf line = {0};
	enum vn_status status = vn_buf_add(&line, "vnfix: ", 7, NULL);

	if (!status && subject)
		status = vn_say_escape(&line, (struct vn_str){subject, strlen(subject)});
	if (!status && subject)
		status = vn_buf_add(&line, ": ", 2, NULL);
	if (!status)
		status = vn_say_escape(&line, (struct vn_str){text, strlen(text)});
	if (!status)
		status = vn_buf_add(&line, "\n", 1, NULL);
	put(status ? unsaid : vn_buf_str(&line));
	vn_buf_fini(&line);
}

void vn_sayf(const char *subject, const char *format, ...)
{
	char *text = NULL;
	va_list args;

	va_start(args, format);
	if (vasprintf(&text, format, args) >= 0) {
		vn_say(subject, text);
		free(text);
	} else {
		put(unsaid);
	}
	va_end(args);
}
