/* Numbers: what one token (text between blanks) holds of them that must not change. */
#ifndef VN_PROTECT_TOKEN_H
#define VN_PROTECT_TOKEN_H

#include "base/buf.h"

/*
 * The part of TOKEN from *begin (bytes, in and out) on that is a number: in a token without
 * LETTERS all from the first digit to the last and a sign such as % after it; in one with letters
 * only what no letters could have been read as: runs of four digits or with separators
 * (12/5/2024cua), clock times (8h30), sums and measures (5.000đ, 10km). False when there is none.
 */
bool vn_token_number(struct vn_str token, bool letters, size_t *begin, size_t *end);

/* Whether the number [begin, end) of TOKEN is one digit beside one of the signs that engines
 * without Vietnamese make of letters: $6 for so. Amounts have more digits. */
bool vn_token_signed_digit(struct vn_str token, size_t begin, size_t end);

#endif
