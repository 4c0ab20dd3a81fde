/* The hash of the n-gram table. Part of the file format: doc/model-format.md. */
#ifndef VN_MODEL_HASH_H
#define VN_MODEL_HASH_H

#include <stdint.h>

__extension__ typedef unsigned __int128 vn_u128;

#define VN_HASH_SEED UINT64_C(0x9e3779b97f4a7c15)

/* Extends the hash of an n-gram by the word to its left. Start from VN_HASH_SEED with the last
 * word, so that the hashes of all orders ending in one word come from one walk. */
static inline uint64_t vn_hash_step(uint64_t hash, uint32_t word)
{
	hash = (hash ^ word) * UINT64_C(0xff51afd7ed558ccd);
	return hash ^ (hash >> 32);
}

/* The bucket of a hash among COUNT, by its upper bits. */
static inline uint64_t vn_hash_bucket(uint64_t hash, uint64_t count)
{
	return (uint64_t)((vn_u128)(hash * UINT64_C(0xc4ceb9fe1a85ec53)) * count >> 64);
}

/* The other bucket of a hash among COUNT: the bucket itself by chance, or where there is one. */
static inline uint64_t vn_hash_other(uint64_t hash, uint64_t count)
{
	return (uint64_t)((vn_u128)(hash * UINT64_C(0x9fb21c651e98df25)) * count >> 64);
}

/* The fingerprint of a hash: 20 bits, never 0. */
static inline uint32_t vn_hash_print(uint64_t hash)
{
	uint32_t print = (uint32_t)(hash >> 20) & 0xfffff;
	return print ? print : 1;
}

#define VN_BUCKET_CLASSES 8 /* of fingerprints: one for each pair of slots of a bucket */

static inline uint32_t vn_hash_class(uint32_t print)
{
	return print % VN_BUCKET_CLASSES;
}

#endif
