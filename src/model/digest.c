#include "model/digest.h"

#include <nettle/sha2.h>

void vn_digest(const void *bytes, size_t len, uint8_t out[32])
{
	struct sha256_ctx ctx;
	sha256_init(&ctx);
	sha256_update(&ctx, len, bytes);
	sha256_digest(&ctx, 32, out);
}

void vn_digest_short(const uint8_t digest[32], char out[17])
{
	static const char hex[] = "0123456789abcdef";
	for (int i = 0; i < 8; i++) {
		out[2 * i] = hex[digest[i] >> 4];
		out[2 * i + 1] = hex[digest[i] & 15];
	}
	out[16] = 0;
}
