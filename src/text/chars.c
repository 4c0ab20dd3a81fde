#include "text/chars.h"

#include <unicode/uchar.h>

/* Number of continuation bytes a lead byte asks for and the range its first one must fall in
 * (RFC 3629, section 4: no overlong forms, no surrogates, nothing above U+10FFFF). */
static int sequence(unsigned char lead, unsigned char *low, unsigned char *high)
{
	*low = 0x80;
	*high = 0xbf;
	if (lead >= 0xc2 && lead <= 0xdf)
		return 1;
	if (lead >= 0xe0 && lead <= 0xef) {
		if (lead == 0xe0)
			*low = 0xa0;
		else if (lead == 0xed)
			*high = 0x9f;
		return 2;
	}
	if (lead >= 0xf0 && lead <= 0xf4) {
		if (lead == 0xf0)
			*low = 0x90;
		else if (lead == 0xf4)
			*high = 0x8f;
		return 3;
	}
	return 0;
}

int32_t vn_utf8_wide(struct vn_str s, size_t *at)
{
	const unsigned char *p = (const unsigned char *)s.ptr + *at;
	size_t left = s.len - *at;
	unsigned char low, high;
	int more;
	int32_t c;

	++*at;
	more = sequence(*p, &low, &high);
	if (more == 0 || left <= (size_t)more || p[1] < low || p[1] > high)
		return -1;
	c = *p & (0x3f >> more);
	for (int i = 1; i <= more; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return -1;
		c = c << 6 | (p[i] & 0x3f);
	}
	*at += (size_t)more;
	return c;
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

bool vn_wide_is_letter(int32_t c)
{
	return u_isalpha(c);
}

bool vn_wide_is_upper(int32_t c)
{
	return u_isupper(c) || u_istitle(c);
}

int32_t vn_wide_lower(int32_t c)
{
	return u_tolower(c);
}

int32_t vn_upper(int32_t c)
{
	if (c < 0x80)
		return c >= 'a' && c <= 'z' ? c - 32 : c;
	return u_toupper(c);
}
