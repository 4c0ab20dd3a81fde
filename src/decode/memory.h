/*
 * The memory of a document: what a first reading made of its words, to be asked by the second. A
 * name that was read five ways comes out one way, because its occurrences in clear context vote
 * for the others. Near ones count more than far ones, which may be of another matter.
 */
#ifndef VN_DECODE_MEMORY_H
#define VN_DECODE_MEMORY_H

#include "decode/candidates.h"

#define VN_MEMORY_RINGS 2
#define VN_MEMORY_SURE	16 /* weight of a word that was read without any doubt */

/* One word of the first reading. */
struct vn_memory_token {
	uint64_t read;	    /* the letters as read, vn_memory_read() */
	uint64_t beside;    /* the same, or vn_memory_plain() of the word: for votes beside a
			     * neighbour */
	uint32_t begin;	    /* byte of the text */
	uint16_t word;	    /* id in the model */
	uint8_t length;	    /* bytes of the text */
	uint8_t weight : 7; /* how sure the reading was, 0 to VN_MEMORY_SURE */
	bool settled : 1;   /* so sure that nothing is left for a second reading */
};

/* All zero is an empty memory. */
struct vn_memory {
	struct vn_memory_token *tokens; /* in order of position, without those given back */
	size_t count, cap;
	struct vn_memory_ring {
		size_t low, high; /* tokens that are counted */
	} ring[VN_MEMORY_RINGS];
	size_t cursor; /* the token last asked for */
	struct vn_memory_around {
		size_t at; /* the token that they are around; SIZE_MAX: none */
		struct vn_vector_sum sum;
	} around;
	struct vn_memory_slot {
		uint64_t key;	/* 0: empty */
		uint32_t votes; /* in 1/256 */
	} * slots;
	size_t slot_count, slot_size; /* used, and a power of two */
};

void vn_memory_fini(struct vn_memory *memory);

/* Forgets everything; only a little room is kept. */
void vn_memory_reset(struct vn_memory *memory);

/* A number for COUNT code points as read. Never 0. */
uint64_t vn_memory_read(const int32_t *c, int count);

/* The same for the letters without their marks and case: what a name in capitals and in small
 * letters have in common, whatever an engine without marks made of them. */
uint64_t vn_memory_plain(const int32_t *c, int count);

/* Notes one more word behind the others. */
VN_CHECKED enum vn_status vn_memory_note(struct vn_memory *memory,
					 const struct vn_memory_token *token, struct vn_err *err);

/* Counts the words near byte AT; AT must not fall from call to call. Words that are too far behind
 * to be counted again are given back as they become many: what the second reading finds out takes
 * their room. What vn_memory_at() gave is valid no longer. */
VN_CHECKED enum vn_status vn_memory_move(struct vn_memory *memory, size_t at, struct vn_err *err);

/* What the first reading made of the word that begins at byte AT; NULL: none begins there. The
 * memory's, until the next note or move. AT may go back a little from call to call, not before
 * the words that are counted. */
const struct vn_memory_token *vn_memory_at(struct vn_memory *memory, size_t at);

/*
 * How much the words near the one last moved to speak for each candidate of READ, in 1/256 nat:
 * into BONUS[0, FOUND->count), less than 0 where they speak against it. OWN is the token at hand,
 * which has no vote, or NULL. Words vote where the same was read, and once more where it was read
 * beside the same neighbour; the model's weights vote, neighbour and their priors apply.
 */
void vn_memory_votes(const struct vn_memory *memory, const struct vn_model *model,
		     const struct vn_candidates *found, const struct vn_memory_token *own,
		     uint64_t read, vn_cost *bonus);

/*
 * Adds to BONUS, in 1/256 nat, what the words around the one last asked for say of each candidate,
 * by the model's vectors and the weight around: against what is expected of all of them together.
 */
void vn_memory_around(struct vn_memory *memory, const struct vn_model *model,
		      const struct vn_candidates *found, vn_cost *bonus);

#endif
