/*
 * Word vectors: what the words around a place say of what stands there, wherever among them they
 * stand. The n-grams see four words; these tell what the text is about. Section VECT of the model:
 * two vectors a word, one for it as a neighbour, one as a reading.
 */
#ifndef VN_MODEL_VECTORS_H
#define VN_MODEL_VECTORS_H

#include "model/format.h"
#include "text/unit.h"

#define VN_VECTOR_WHOLE 16	   /* weight of a neighbour that is sure */
#define VN_VECTOR_MOST	(16 * 256) /* a sum says no more, in 1/256 nat */

/* The section, as it lies in the file. */
struct vn_vectors {
	uint32_t count; /* words that have vectors, from id 0 on; 0: the model has none */
	uint32_t reach; /* words on either side that are looked at, at most VN_VECTOR_REACH */
	uint32_t gap;	/* of them: so many next to the place are not, for the n-grams know them */
	uint32_t unit;
	const int8_t *neighbours, *readings; /* VN_VECTOR_DIMS a word */
};

/* What the words around a place add up to; in whole words, rounded to zero. */
struct vn_vector_sum {
	int32_t of[VN_VECTOR_DIMS];
};
struct vn_vector_whole {
	int16_t of[VN_VECTOR_DIMS];
};

/* Takes the bytes of the section, of a model of WORDS words; empty ones are no vectors. False when
 * they are damaged. */
bool vn_vectors_read(struct vn_vectors *out, struct vn_str section, uint32_t words);

/* Adds WORD to what stands around, WEIGHT times; below 0: takes it out again. No more than 2 *
 * VN_VECTOR_REACH words of VN_VECTOR_WHOLE may be in a sum. */
void vn_vectors_add(const struct vn_vectors *vectors, uint32_t word, int32_t weight,
		    struct vn_vector_sum *sum);

struct vn_vector_whole vn_vectors_whole(const struct vn_vector_sum *sum);

/* By how much AROUND speaks for WORD, in 1/256 nat, at most VN_VECTOR_MOST: to be compared between
 * readings of one place. */
vn_cost vn_vectors_say(const struct vn_vectors *vectors, const struct vn_vector_whole *around,
		       uint32_t word);

#endif
