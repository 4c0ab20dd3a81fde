/* Code points: UTF-8 in and out, and the few properties the stages ask for. */
#ifndef VN_TEXT_CHARS_H
#define VN_TEXT_CHARS_H

#include "base/buf.h"

#define VN_UTF8_MAX  4 /* bytes of the longest code point */
#define VN_UTF16_MAX 4

/* What the functions below do with what is no ASCII; those with it have no call to make. */
int32_t vn_utf8_wide(struct vn_str s, size_t *at);
bool vn_wide_is_letter(int32_t c);
bool vn_wide_is_upper(int32_t c);
int32_t vn_wide_lower(int32_t c);

/* The code point at S[*at]; moves *at past it. A byte that starts no valid UTF-8 sequence
 * (RFC 3629) gives -1 and moves one byte. *at must be below s.len. */
static inline int32_t vn_utf8_next(struct vn_str s, size_t *at)
{
	const unsigned char *p = (const unsigned char *)s.ptr + *at;

	if (*p < 0x80) {
		++*at;
		return *p;
	}
	/* Letters of Vietnamese have two bytes, or three of which the first is e1: no call for
	 * them. */
	if (s.len - *at > 2 && (p[1] & 0xc0) == 0x80) {
		if (*p >= 0xc2 && *p < 0xe0) {
			*at += 2;
			return (*p & 0x1f) << 6 | (p[1] & 0x3f);
		}
		if (*p == 0xe1 && (p[2] & 0xc0) == 0x80) {
			*at += 3;
			return 0x1000 | (p[1] & 0x3f) << 6 | (p[2] & 0x3f);
		}
	}
	return vn_utf8_wide(s, at);
}

/* Whether the byte S[at], which is beyond ASCII, is none of UTF-8 for want of one behind it that
 * goes on: a look at text in 8 bits that is quicker than to decode it. */
static inline bool vn_utf8_lone(struct vn_str s, size_t at)
{
	return at + 1 == s.len || (s.ptr[at + 1] & 0xc0) != 0x80;
}

/* Whether all of S is UTF-8. */
bool vn_utf8_valid(struct vn_str s);

/* Writes a valid code point and returns its length in bytes, 1 to 4. */
size_t vn_utf8_put(char out[VN_UTF8_MAX], int32_t c);

/* Writes the COUNT code points C in small letters, VN_UTF8_MAX bytes each at most, and returns
 * their length in bytes. */
size_t vn_utf8_put_lower(char *out, const int32_t *c, int count);

/* The same in UTF-16, BIG-endian or little-endian; 2 or 4. */
size_t vn_utf16_put(char out[VN_UTF16_MAX], int32_t c, bool big);

/* Decodes S into at most MAX code points; returns how many, or -1 when S holds more than MAX or
 * is not valid UTF-8. */
int vn_utf8_decode(struct vn_str s, int32_t *out, int max);

/* General category L*, from ICU. */
static inline bool vn_is_letter(int32_t c)
{
	return c < 0x80 ? (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') : vn_wide_is_letter(c);
}

/* Whether TEXT has a letter; bytes that are no UTF-8 are none. */
bool vn_text_has_letter(struct vn_str text);

/* Whether a byte of TEXT is beyond ASCII. */
static inline bool vn_text_beyond_ascii(struct vn_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.ptr[i] > 127)
			return true;
	return false;
}

/* Takes what is no letter off both ends of the *COUNT code points *C. */
static inline void vn_letters_trim(const int32_t **c, int *count)
{
	while (*count > 0 && !vn_is_letter((*c)[*count - 1]))
		--*count;
	for (; *count > 0 && !vn_is_letter(**c); --*count)
		++*c;
}

/* ASCII 0-9 only. */
static inline bool vn_is_digit(int32_t c)
{
	return c >= '0' && c <= '9';
}

/* Lu or Lt. */
static inline bool vn_is_upper(int32_t c)
{
	return c < 0x80 ? c >= 'A' && c <= 'Z' : vn_wide_is_upper(c);
}

/* Blanks that part tokens: TAB LF VT FF CR SPACE and U+00A0. */
static inline bool vn_is_space(int32_t c)
{
	return (c >= '\t' && c <= '\r') || c == ' ' || c == 0xa0;
}

/* Whether a byte of UTF-8 is one of them, which U+00A0 is not: it has two. */
static inline bool vn_blank_byte(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* The length in bytes of the blank that TEXT has at byte AT, which is in it; 0: there is none. */
static inline size_t vn_blank_at(struct vn_str text, size_t at)
{
	if (vn_blank_byte(text.ptr[at]))
		return 1;
	return at + 1 < text.len && memcmp(text.ptr + at, "\xc2\xa0", 2) == 0 ? 2 : 0;
}

/* Simple case mapping, from ICU. */
static inline int32_t vn_lower(int32_t c)
{
	if (c >= 0x80)
		return vn_wide_lower(c);
	return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

int32_t vn_upper(int32_t c);

#endif
