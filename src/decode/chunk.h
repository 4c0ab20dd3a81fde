/* Chunks: what stands between two blanks, decoded. */
#ifndef VN_DECODE_CHUNK_H
#define VN_DECODE_CHUNK_H

#include "model/open.h"

#define VN_CHUNK_MAX   96	   /* code points; longer chunks stay as read */
#define VN_CHUNK_BYTES (24 * 1024) /* a run without blanks is cut into chunks of this size */

struct vn_chunk {
	size_t begin; /* byte in the text */
	uint32_t bytes;
	int32_t c[VN_CHUNK_MAX];
	uint32_t at[VN_CHUNK_MAX + 1]; /* byte of each code point, relative to begin */
	int count;		       /* code points; 0: too long or not UTF-8 */
	enum vn_case left;	       /* case pattern of what stands to its left, or START */
};

/* Decodes the chunk at *at, which is no blank, and moves *at behind it. Sets all but left. */
void vn_chunk_take(struct vn_chunk *chunk, struct vn_str text, size_t *at);

/* Moves *at over blanks; *BREAKS counts line ends, a form feed as two. True for a single space. */
bool vn_chunk_blanks(struct vn_str text, size_t *at, int *breaks);

/* The case pattern that CHUNK is for its right neighbour: START when it ends a sentence. */
enum vn_case vn_chunk_shape(const struct vn_chunk *chunk);

/* A letter or digit. */
bool vn_chunk_core(int32_t c);

/* The letters of a chunk that is one word with signs around it: code points [*begin, *end). False
 * for all other chunks. */
bool vn_chunk_letters(const struct vn_chunk *chunk, int *begin, int *end);

/* Id of the usual spelling of a word that is an older or regional one (lang/vi/variants.h);
 * VN_WORD_UNKNOWN for any other. */
uint32_t vn_chunk_usual(const struct vn_model *model, const int32_t *c, int count);

/* Id of code points that stay as they are: NUMBER, CODE, a word, or 0 for signs only. */
uint32_t vn_chunk_kept(const struct vn_model *model, const int32_t *c, int count);

/* What the signs at code points [i, j) say to the n-gram model (words.h): BOUND, COMMA or 0. Only
 * BEHIND the words of a chunk may they end a sentence. */
uint32_t vn_chunk_signs(const struct vn_chunk *chunk, int i, int j, bool behind);

#endif
