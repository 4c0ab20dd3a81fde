#include "format/readings.h"

#include "text/chars.h"

enum vn_status vn_escape(struct vn_buf *out, struct vn_str text, const struct vn_escapes *escapes,
			 struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t at = 0; !status && at < text.len;) {
		size_t from = at;
		int32_t c = vn_utf8_next(text, &at);
		if ((c > 0 && c < 128 && strchr(escapes->set, (char)c)) ||
		    (escapes->brackets && (c == 0x27e6 || c == 0x27e7)))
			status = vn_buf_add(out, "\\", 1, err);
		if (!status)
			status = vn_is_space(c) ? vn_buf_add(out, " ", 1, err)
						: vn_buf_add(out, text.ptr + from, at - from, err);
	}
	return status;
}

enum vn_status vn_reading_add(struct vn_buf *out, const struct vn_reading_of *reading,
			      const struct vn_unit *unit, const struct vn_item *item,
			      const struct vn_escapes *escapes, struct vn_err *err)
{
	const struct vn_token *token = reading->token;
	const char *text = unit->text.ptr;
	enum vn_status status = VN_OK;

	/* A token may reach beyond the item; the item's own signs stay. */
	if (token->begin > item->begin)
		status = vn_escape(out,
				   (struct vn_str){text + item->begin, token->begin - item->begin},
				   escapes, err);
	if (!status)
		status = vn_escape(out, reading->alternative->text, escapes, err);
	if (!status && token->end < item->end)
		status = vn_escape(out, (struct vn_str){text + token->end, item->end - token->end},
				   escapes, err);
	return status;
}
