/* SHA-256 (FIPS 180-4), by nettle. */
#ifndef VN_MODEL_DIGEST_H
#define VN_MODEL_DIGEST_H

#include "base/buf.h"

/* The digest of LEN bytes. */
void vn_digest(const void *bytes, size_t len, uint8_t out[32]);

/* The first 16 hexadecimal digits, with a NUL. */
void vn_digest_short(const uint8_t digest[32], char out[17]);

#endif
