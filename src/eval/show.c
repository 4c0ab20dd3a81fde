#include "eval/show.h"

#include "text/chars.h"

#include <stdarg.h>
#include <stdio.h>
#include <unicode/uchar.h>

#define REPLACEMENT 0xfffd

void vn_show_fini(struct vn_show *show)
{
	vn_buf_fini(&show->text);
	*show = (struct vn_show){0};
}

static void put(struct vn_show *show, const char *bytes, size_t len)
{
	if (!show->status)
		show->status = vn_buf_add(&show->text, bytes, len, show->err);
}

static void put_char(struct vn_show *show, int32_t c)
{
	char bytes[VN_UTF8_MAX];
	put(show, bytes, vn_utf8_put(bytes, c));
}

void vn_show_format(struct vn_show *show, const char *format, ...)
{
	va_list list;
	int len;

	if (show->status)
		return;
	va_start(list, format);
	len = vsnprintf(NULL, 0, format, list);
	va_end(list);
	show->status = len < 0 ? vn_err_nomem(show->err)
			       : vn_buf_reserve(&show->text, (size_t)len + 1, show->err);
	if (show->status)
		return;
	va_start(list, format);
	vsnprintf(show->text.ptr + show->text.len, (size_t)len + 1, format, list);
	va_end(list);
	show->text.len += (size_t)len;
}

/* Controls, line and paragraph separator, and the marks of Unicode's bidirectional algorithm. */
static bool acts(int32_t c)
{
	int type = u_charType(c);
	return type == U_CONTROL_CHAR || type == U_LINE_SEPARATOR ||
	       type == U_PARAGRAPH_SEPARATOR || u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL);
}

void vn_show_plain(struct vn_show *show, struct vn_seq seq)
{
	for (size_t i = 0; i < seq.len; i++)
		put_char(show, acts(seq.ptr[i]) ? REPLACEMENT : seq.ptr[i]);
}

static const char *html_reference(int32_t c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void vn_show_html(struct vn_show *show, struct vn_seq seq)
{
	for (size_t i = 0; i < seq.len; i++) {
		const char *reference = html_reference(seq.ptr[i]);
		if (reference)
			put(show, reference, strlen(reference));
		else
			vn_show_plain(show, (struct vn_seq){seq.ptr + i, 1});
	}
}

void vn_show_json(struct vn_show *show, struct vn_seq seq)
{
	put(show, "\"", 1);
	for (size_t i = 0; i < seq.len; i++) {
		int32_t c = seq.ptr[i];
		if (c < 0x20)
			vn_show_format(show, "\\u%04x", (unsigned)c);
		else if (c == '"' || c == '\\')
			vn_show_format(show, "\\%c", (char)c);
		else
			put_char(show, c);
	}
	put(show, "\"", 1);
}

void vn_show_bytes(struct vn_show *show, struct vn_str s, vn_shower shower)
{
	struct vn_codes codes = {0};
	if (!show->status)
		show->status = vn_codes_decode(&codes, s, show->err);
	if (!show->status)
		shower(show, vn_codes_seq(&codes));
	vn_codes_fini(&codes);
}
