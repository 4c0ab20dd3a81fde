/* Code points: UTF-8 in and out, and the few properties the stages ask for. */
#ifndef VN_TEXT_CHARS_H
#define VN_TEXT_CHARS_H

#include "base/buf.h"

#define VN_UTF8_MAX 4 /* bytes of the longest code point */

/* The code point at S[*at]; moves *at past it. A byte that starts no valid UTF-8 sequence
 * (RFC 3629) gives -1 and moves one byte. *at must be below s.len. */
int32_t vn_utf8_next(struct vn_str s, size_t *at);

/* Writes a valid code point and returns its length in bytes, 1 to 4. */
size_t vn_utf8_put(char out[VN_UTF8_MAX], int32_t c);

/* Decodes S into at most MAX code points; returns how many, or -1 when S holds more than MAX or
 * is not valid UTF-8. */
int vn_utf8_decode(struct vn_str s, int32_t *out, int max);

bool vn_is_letter(int32_t c); /* general category L*, from ICU */
bool vn_is_digit(int32_t c);  /* ASCII 0-9 only */
bool vn_is_upper(int32_t c);  /* Lu or Lt */
bool vn_is_space(int32_t c);  /* blanks that part tokens: TAB LF VT FF CR SPACE and U+00A0 */
int32_t vn_lower(int32_t c);  /* simple case mapping, from ICU */
int32_t vn_upper(int32_t c);

#endif
