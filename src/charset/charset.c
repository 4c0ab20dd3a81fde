#include "charset/charset.h"

#include "text/chars.h"

const struct vn_charset *vn_charset_find(const char *name)
{
	for (size_t i = 0; i < vn_charset_count; i++)
		if (strcmp(vn_charsets[i].name, name) == 0)
			return &vn_charsets[i];
	return NULL;
}

/* The longest sequence of several bytes that begins at BYTES[at], or NULL. Those that begin alike
 * stand together, the longer ones behind the shorter. */
static const struct vn_charset_sequence *longest(const struct vn_charset *charset,
						 struct vn_str bytes, size_t at)
{
	const struct vn_charset_sequence *found = NULL;
	size_t low = 0, high = charset->sequence_count;
	uint8_t first = (uint8_t)bytes.ptr[at], next;

	if (at + 1 >= bytes.len)
		return NULL;
	next = (uint8_t)bytes.ptr[at + 1];
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const uint8_t *key = charset->sequences[mid].bytes;
		if (key[0] < first || (key[0] == first && key[1] < next))
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < charset->sequence_count; low++) {
		const struct vn_charset_sequence *s = &charset->sequences[low];
		if (s->bytes[0] != first || s->bytes[1] != next)
			break;
		if (s->len <= bytes.len - at && memcmp(s->bytes, bytes.ptr + at, s->len) == 0 &&
		    (!found || s->len > found->len))
			found = s;
	}
	return found;
}

int32_t vn_charset_next(const struct vn_charset *charset, struct vn_str bytes, size_t *at)
{
	const struct vn_charset_sequence *s =
		charset->sequence_count ? longest(charset, bytes, *at) : NULL;
	uint8_t byte = (uint8_t)bytes.ptr[*at];

	*at += s ? s->len : 1;
	if (s)
		return s->c;
	return charset->alone[byte] || !byte ? charset->alone[byte] : -1;
}

static const struct vn_charset_sequence *code(const struct vn_charset *charset, int32_t c)
{
	size_t low = 0, high = charset->code_count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (charset->codes[mid].c < c)
			low = mid + 1;
		else
			high = mid;
	}
	return low < charset->code_count && charset->codes[low].c == c ? &charset->codes[low]
								       : NULL;
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
