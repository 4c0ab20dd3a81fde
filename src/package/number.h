/* Numbers as ZIP archives have them: the lowest byte first. */
#ifndef VN_PACKAGE_NUMBER_H
#define VN_PACKAGE_NUMBER_H

#include "base/buf.h"

#include <stdint.h>

/* The number at byte AT of BYTES, which reach that far. */
static inline uint16_t vn_number_16(struct vn_str bytes, size_t at)
{
	const unsigned char *b = (const unsigned char *)bytes.ptr + at;
	return (uint16_t)(b[0] | b[1] << 8);
}

static inline uint32_t vn_number_32(struct vn_str bytes, size_t at)
{
	return vn_number_16(bytes, at) | (uint32_t)vn_number_16(bytes, at + 2) << 16;
}

static inline void vn_number_put(char out[4], uint32_t number)
{
	for (int i = 0; i < 4; i++)
		out[i] = (char)(number >> 8 * i);
}

#endif
