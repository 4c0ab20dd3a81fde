/* Bytes of ASCII by what they are. */
#ifndef VN_PROTECT_ASCII_H
#define VN_PROTECT_ASCII_H

#include "base/buf.h"

#include <stdbool.h>
#include <string.h>

static inline bool vn_ascii_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool vn_ascii_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool vn_ascii_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static inline bool vn_ascii_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static inline bool vn_ascii_alnum(char c)
{
	return vn_ascii_alpha(c) || vn_ascii_digit(c);
}

/* A byte of a word: a letter or digit, or a byte of a character beyond ASCII. */
static inline bool vn_ascii_wordy(char c)
{
	return vn_ascii_alnum(c) || (unsigned char)c >= 0x80;
}

/* Where the digits of TEXT from byte AT on end. */
static inline size_t vn_ascii_digits_end(struct vn_str text, size_t at)
{
	while (at < text.len && vn_ascii_digit(text.ptr[at]))
		at++;
	return at;
}

/* Whether C is in LIST, which NUL never is. */
static inline bool vn_ascii_one_of(char c, const char *list)
{
	return c && strchr(list, c) != NULL;
}

#endif
