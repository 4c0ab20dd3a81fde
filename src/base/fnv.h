/* FNV-1a, the hash of texts that are looked up in a table in memory. No file holds its values: what
 * the model's file hashes is in model/hash.h. */
#ifndef VN_BASE_FNV_H
#define VN_BASE_FNV_H

#include "base/buf.h"

#include <stdint.h>

#define VN_FNV_SEED UINT64_C(0xcbf29ce484222325)

/* Extends HASH by one byte, or by one symbol of an alphabet that is wider. */
static inline uint64_t vn_fnv_step(uint64_t hash, uint32_t symbol)
{
	return (hash ^ symbol) * UINT64_C(0x100000001b3);
}

/* Extends HASH by all bytes of TEXT. */
static inline uint64_t vn_fnv_add(uint64_t hash, struct vn_str text)
{
	for (size_t i = 0; i < text.len; i++)
		hash = vn_fnv_step(hash, (unsigned char)text.ptr[i]);
	return hash;
}

/* HASH for a table that takes its lower bits, which FNV mixes less well than the upper ones. */
static inline uint64_t vn_fnv_fold(uint64_t hash)
{
	return hash ^ hash >> 29;
}

#endif
