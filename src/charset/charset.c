#include "charset/charset.h"

#include "text/chars.h"

const struct vn_charset *vn_charset_find(const char *name)
{
	for (size_t i = 0; i < vn_charset_count; i++)
		if (strcmp(vn_charsets[i].name, name) == 0)
			return &vn_charsets[i];
	return NULL;
}

static const struct vn_charset_sequence *code(const struct vn_charset *charset, int32_t c)
{
	uint32_t slot = ((uint32_t)c * charset->multiplier) >> (32 - VN_CHARSET_SLOT_BITS);
	size_t number = charset->slots[slot];

	return number && charset->codes[number - 1].c == c ? &charset->codes[number - 1] : NULL;
}

int vn_charset_byte(const struct vn_charset *charset, int32_t c)
{
	const struct vn_charset_sequence *s;

	if (c >= 0 && c < 0x80 && charset->alone[c] == c)
		return c;
	s = code(charset, c);
	return s && s->len == 1 ? s->bytes[0] : -1;
}

/* The bytes of C; none if it has none. */
static struct vn_charset_sequence spell(const struct vn_charset *charset, int32_t c)
{
	const struct vn_charset_sequence *s = code(charset, c);
	struct vn_charset_sequence plain = {{0}, 1, false, 0};

	if (s && !s->read)
		return *s;
	plain.len = c >= 0 && c < 0x80 && charset->alone[c] == c;
	plain.bytes[0] = plain.len ? (uint8_t)c : 0;
	return plain;
}

/* Whether the bytes of OUT from FROM on, and NEXT behind them, are read as the characters that were
 * meant: FROM is where the last one begins. */
static bool stands(const struct vn_charset *charset, struct vn_str out, size_t from,
		   const struct vn_charset_sequence *next)
{
	char both[2 * VN_CHARSET_SEQUENCE + 1];
	struct vn_str bytes = {both, out.len - from + next->len};
	size_t at = 0;

	memcpy(both, out.ptr + from, out.len - from);
	memcpy(both + (out.len - from), next->bytes, next->len);
	vn_charset_next(charset, bytes, &at);
	return at == out.len - from;
}

enum vn_status vn_charset_encode(const struct vn_charset *charset, struct vn_str text,
				 struct vn_buf *out, size_t *done, struct vn_err *err)
{
	size_t at = 0, start = out->len, last = start;
	enum vn_status status = VN_OK;

	for (*done = 0; !status && at < text.len; *done = at) {
		int32_t c = vn_utf8_next(text, &at);
		struct vn_charset_sequence s = spell(charset, c);
		bool apart =
			s.len && (out->len == start || stands(charset, vn_buf_str(out), last, &s));
		if (!s.len || (!apart && (!charset->escape || s.len > 1)))
			return VN_OK;
		last = out->len;
		/* An escape that is meant as itself is written as two. */
		if (!apart || (charset->escape && c == charset->escape))
			status = vn_buf_add(out, &charset->escape, 1, err);
		if (!status)
			status = vn_buf_add(out, s.bytes, s.len, err);
	}
	return status;
}
