#include "charset/swift.h"

#include "text/chars.h"

#define GROWTH 3 /* bytes of UTF-8 to one of a charset, at most */

/* Writes C, which is below U+10000; returns where it ends. */
static inline char *put(char *out, int32_t c)
{
	if (c < 0x80) {
		*out++ = (char)c;
	} else if (c < 0x800) {
		*out++ = (char)(0xc0 | c >> 6);
		*out++ = (char)(0x80 | (c & 0x3f));
	} else {
		*out++ = (char)(0xe0 | c >> 12);
		*out++ = (char)(0x80 | (c >> 6 & 0x3f));
		*out++ = (char)(0x80 | (c & 0x3f));
	}
	return out;
}

/* Writes the text of BYTES to OUT, which has room for it; false if CHARSET does not have them all.
 */
static bool put_text(const struct vn_charset *charset, struct vn_str bytes, struct vn_buf *out)
{
	char *end = out->ptr + out->len;

	for (size_t at = 0; at < bytes.len;) {
		uint8_t first = (uint8_t)bytes.ptr[at];
		const struct vn_charset_utf8 *utf8 = &charset->utf8[first];
		if (charset->row[first]) {
			int32_t c = vn_charset_next(charset, bytes, &at);
			if (c < 0)
				return false;
			end = put(end, c);
			continue;
		}
		if (utf8->len == 0)
			return false;
		memcpy(end, utf8, sizeof *utf8); /* as one word; the next covers what is too much */
		end += utf8->len;
		at++;
	}
	out->len = (size_t)(end - out->ptr);
	return true;
}

/* Writes the bytes that VIEW shows as TEXT to OUT, which has room for them; false if there are
 * none. */
static bool put_bytes(const struct vn_charset *view, struct vn_str text, char *out, size_t *len)
{
	*len = 0;
	for (size_t at = 0; at < text.len;) {
		int32_t c = vn_utf8_next(text, &at);
		int byte = c < 0 || c >= 0x80 ? vn_view_byte(view, c) : c;
		if (byte < 0)
			return false;
		out[(*len)++] = (char)byte;
	}
	return true;
}

/* Whether TEXT is UTF-8 and has a character that VIEW does not show, so that it was not taken for
 * it once more. */
static bool is_final(const struct vn_charset *view, struct vn_str text)
{
	bool final = false;

	for (size_t at = 0; at < text.len;) {
		int32_t c = vn_utf8_next(text, &at);
		if (c < 0)
			return false;
		final = final || (c >= 0x80 && vn_view_byte(view, c) < 0);
	}
	return final;
}

enum vn_status vn_swift_decode(const struct vn_coding *coding, struct vn_str line,
			       struct vn_buf *spare, struct vn_buf *out, bool *plain,
			       struct vn_err *err)
{
	enum vn_status status = vn_buf_reserve(out, GROWTH * line.len + 1, err);
	struct vn_str bytes = line;

	*plain = !coding->charset || !coding->charset->escape;
	spare->len = 0;
	if (!status && coding->view)
		status = vn_buf_reserve(spare, line.len, err);
	if (status)
		return status;
	/* Bytes are fewer than the text that shows them: they may take its place. */
	for (int times = coding->times; *plain && times > 0; times--) {
		*plain = put_bytes(coding->view, bytes, spare->ptr, &bytes.len);
		bytes.ptr = spare->ptr;
	}
	if (!coding->charset) {
		*plain = *plain && is_final(coding->view, bytes);
		return *plain ? vn_buf_add(out, bytes.ptr, bytes.len, err) : VN_OK;
	}
	*plain = *plain && !(coding->view && vn_utf8_valid(bytes)) &&
		 put_text(coding->charset, bytes, out);
	return VN_OK;
}
