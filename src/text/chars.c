#include "text/chars.h"

#include <unicode/uchar.h>

#define SIX_BITS 0x3f

/* What a byte that goes on says, 6 bits; more than that of any other byte. */
static uint32_t goes_on(unsigned char byte)
{
	return byte ^ 0x80u;
}

/* RFC 3629, section 4: no overlong forms, no surrogates, nothing above U+10FFFF. */
int32_t vn_utf8_wide(struct vn_str s, size_t *at)
{
	const unsigned char *p = (const unsigned char *)s.ptr + *at;
	size_t left = s.len - *at;
	uint32_t one = left > 1 ? goes_on(p[1]) : UINT32_MAX, two, three, c;

	++*at;
	if (one > SIX_BITS)
		return -1;
	if (left > 2 && *p >> 4 == 0xe) {
		two = goes_on(p[2]);
		c = (*p & 0xfu) << 12 | one << 6 | two;
		if (two > SIX_BITS || c < 0x800 || c >> 11 == 0x1b)
			return -1;
		*at += 2;
		return (int32_t)c;
	}
	if (*p >= 0xc2 && *p < 0xe0) {
		++*at;
		return (int32_t)((*p & 0x1fu) << 6 | one);
	}
	if (left > 3 && *p >> 3 == 0x1e) {
		two = goes_on(p[2]);
		three = goes_on(p[3]);
		c = (*p & 7u) << 18 | one << 12 | two << 6 | three;
		if ((two | three) > SIX_BITS || c < 0x10000 || c > 0x10ffff)
			return -1;
		*at += 3;
		return (int32_t)c;
	}
	return -1;
}

bool vn_utf8_valid(struct vn_str s)
{
	for (size_t at = 0; at < s.len;)
		if (vn_utf8_next(s, &at) < 0)
			return false;
	return true;
}

size_t vn_utf8_put(char out[VN_UTF8_MAX], int32_t c)
{
	size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};

	for (size_t i = len - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (c & 0x3f));
		c >>= 6;
	}
	out[0] = (char)(lead[len] | c);
	return len;
}

static void put_unit(char *out, int32_t unit, bool big)
{
	out[!big] = (char)(unit >> 8);
	out[big] = (char)(unit & 0xff);
}

size_t vn_utf8_put_lower(char *out, const int32_t *c, int count)
{
	size_t len = 0;

	for (int i = 0; i < count; i++)
		len += vn_utf8_put(out + len, vn_lower(c[i]));
	return len;
}

size_t vn_utf16_put(char out[VN_UTF16_MAX], int32_t c, bool big)
{
	if (c < 0x10000) {
		put_unit(out, c, big);
		return 2;
	}
	put_unit(out, 0xd800 + ((c - 0x10000) >> 10), big);
	put_unit(out + 2, 0xdc00 + ((c - 0x10000) & 0x3ff), big);
	return 4;
}

int vn_utf8_decode(struct vn_str s, int32_t *out, int max)
{
	int count = 0;
	for (size_t at = 0; at < s.len; count++) {
		int32_t c = vn_utf8_next(s, &at);
		if (c < 0 || count == max)
			return -1;
		out[count] = c;
	}
	return count;
}

/* Letters in pairs, the capital with the even code, as most of Vietnamese are. ICU knows all
 * letters, but it is asked letter by letter, of all text, again and again. */
static bool is_paired(int32_t c)
{
	return (c >= 0x1ea0 && c < 0x1f00) || (c >= 0x100 && c < 0x130) || c >> 1 == 0x1a0 >> 1;
}

/* The one Vietnamese pair with an odd capital. */
static bool is_horned_u(int32_t c)
{
	return c == 0x1af || c == 0x1b0;
}

/* Letters of Latin-1, the small one 32 behind its capital. */
static bool is_latin(int32_t c)
{
	return c >= 0xc0 && c < 0xff && (c & 0x1f) != 0x17 && c != 0xdf;
}

bool vn_wide_is_letter(int32_t c)
{
	return is_paired(c) || is_latin(c) || is_horned_u(c) || u_isalpha(c);
}

bool vn_text_has_letter(struct vn_str text)
{
	for (size_t at = 0; at < text.len;)
		if (vn_is_letter(vn_utf8_next(text, &at)))
			return true;
	return false;
}

bool vn_wide_is_upper(int32_t c)
{
	if (is_paired(c))
		return !(c & 1);
	if (is_horned_u(c))
		return c & 1;
	return is_latin(c) ? c < 0xe0 : u_isupper(c) || u_istitle(c);
}

int32_t vn_wide_lower(int32_t c)
{
	if (is_paired(c))
		return c | 1;
	if (is_horned_u(c))
		return 0x1b0;
	return is_latin(c) ? c | 0x20 : u_tolower(c);
}

int32_t vn_upper(int32_t c)
{
	if (c < 0x80)
		return c >= 'a' && c <= 'z' ? c - 32 : c;
	return u_toupper(c);
}
