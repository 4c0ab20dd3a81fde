/* What single signs are taken for, in print and by engines. */
#ifndef VN_DECODE_SIGNS_H
#define VN_DECODE_SIGNS_H

#include "text/unit.h"

/* Signs that belong to a word wherever they stand in it: currency and the like, which no Vietnamese
 * text puts inside words. */
static inline bool vn_sign_of_word(int32_t c)
{
	return c == 0xa2 || c == 0x20ac || c == 0xa7 || c == '$' || c == 0xa5 || c == 0xa3 ||
	       c == '&' || c == '@' || c == '#';
}

/* How unlikely a sign is in print where words could be, beyond what the channel says. */
static inline vn_cost vn_sign_fee(int32_t c)
{
	switch (c) {
	case ',':
	case '.':
		return 2 * 256;
	case ':': /* what takes one in is nearly always a letter that was read right */
		return 0;
	case ';':
	case '-':
	case '(':
	case ')':
	case '/':
		return 3 * 256;
	default:
		return 5 * 256;
	}
}

/* Signs that a mark or a speck beside a letter is taken for. */
static inline bool vn_sign_of_mark(int32_t c)
{
	return c == '.' || c == ',' || c == '\'' || c == '`' || c == 0x2018 || c == 0x2019 ||
	       c == '|' || c == '~' || c == '^' || c == '*' || c == ';' || c == '?';
}

/* What engines make of the c of "c)", and of hardly any other letter of a list (35 of 37). */
static inline bool vn_sign_of_c(int32_t c)
{
	return c == 0xa2 || c == 0xa9;
}

/* What they make of it, and of others. */
static inline bool vn_sign_like_c(int32_t c)
{
	return vn_sign_of_c(c) || c == 0x20ac || c == 'e' || c == 'o';
}

#endif
