/* Numbers for symbol sequences: equal sequences get equal numbers, counted from 0 in order of
 * first sight. Used for tokens (sequences of code points) and pairs of tokens. */
#ifndef VN_EVAL_VOCAB_H
#define VN_EVAL_VOCAB_H

#include "base/arena.h"
#include "eval/align.h"

/* All zero is a valid empty one. */
struct vn_vocab {
	struct vn_arena arena;		/* the sequences */
	struct vn_vocab_entry *entries; /* by number */
	size_t count, cap;
	int32_t *slots; /* hash table of numbers + 1, 0 where empty */
	size_t mask;	/* slots - 1 */
};

/* Frees everything and zeroes the struct. Takes a zeroed one too. */
void vn_vocab_fini(struct vn_vocab *vocab);

/* The number of SEQ, which is copied when new. */
VN_CHECKED enum vn_status vn_vocab_intern(struct vn_vocab *vocab, struct vn_seq seq,
					  int32_t *number, struct vn_err *err);

/* The sequence with that NUMBER, which must have been given out; owned by VOCAB. */
struct vn_seq vn_vocab_get(const struct vn_vocab *vocab, int32_t number);

#endif
