/* Addresses: what leads somewhere, and leads nowhere once a letter of it is changed. */
#ifndef VN_PROTECT_ADDRESS_H
#define VN_PROTECT_ADDRESS_H

#include "base/buf.h"

/*
 * Whether an address begins at byte AT of TOKEN (text between blanks): a URL, an e-mail address or
 * the begin of one, a name such as @ten, a domain, the name of a file with a known extension, a
 * path from the root or from home. *END is the byte behind it, without the punctuation that
 * follows. It may begin anywhere where no word goes on: Email:a@b.vn holds one. All of a token
 * takes linear time.
 */
bool vn_address_at(struct vn_str token, size_t at, size_t *end);

#endif
