/* The lexicon as a trie over letter codes: every word a token may turn out to be. */
#ifndef VN_MODEL_TRIE_H
#define VN_MODEL_TRIE_H

#include "base/bits.h"
#include "base/buf.h"
#include "model/letters.h"

#define VN_TRIE_ROOT 0

/* A node. Its children lie together, in the order of their letter codes. */
struct vn_trie_node {
	uint64_t has[2];   /* bit c: there is a child for letter code c */
	uint32_t first[2]; /* index of the first child of either half */
	uint32_t word;	   /* id of the word that ends here, 0 if none */
};

struct vn_trie {
	struct vn_trie_node *nodes;
	uint32_t count;
};

/* A word to put in. */
struct vn_trie_word {
	uint8_t code[32]; /* letter codes, 1 to VN_LETTER_CODES - 1 */
	uint8_t length;
	uint32_t id;
};

/* Builds the trie. Free with vn_trie_fini(). On failure *OUT is untouched. */
VN_CHECKED enum vn_status vn_trie_build(struct vn_trie *out, const struct vn_trie_word *words,
					size_t count, struct vn_err *err);
void vn_trie_fini(struct vn_trie *trie);

/* The child of NODE for a letter code, or 0 (the root is nobody's child). */
static inline uint32_t vn_trie_child(const struct vn_trie *trie, uint32_t node, uint8_t code)
{
	const struct vn_trie_node *n = &trie->nodes[node];
	uint64_t word = n->has[code >> 6], bit = UINT64_C(1) << (code & 63);
	return word & bit ? n->first[code >> 6] + vn_bit_count(word & (bit - 1)) : 0;
}

#endif
