/* A model with more words: those of a user, known beside those that it was made with. */
#ifndef VN_MODEL_EXTEND_H
#define VN_MODEL_EXTEND_H

#include "model/open.h"

/* A word: small letters, NFC. */
struct vn_extra_word {
	struct vn_str text;
	bool capital; /* it is written with a capital first */
};

/* Two of them, by index, that stand together. */
struct vn_extra_pair {
	uint32_t left, right;
};

/* What is to be known beside the model. */
struct vn_extra {
	const struct vn_extra_word *words;
	size_t word_count;
	const struct vn_extra_pair *pairs;
	size_t pair_count;
};

/*
 * Makes a model of its own words and those of BASE, which it shares all else with and which must
 * outlive it. Words that BASE has stay as they are; words that cannot be in a model (of other than
 * Vietnamese and Latin letters, too long) and those behind the 65,535th are left out, with their
 * pairs. The second word of a pair costs at most VN_LM_PAIR_COST behind the first. Free it with
 * vn_model_close(); on failure *OUT is untouched.
 */
VN_CHECKED enum vn_status vn_model_extend(struct vn_model **out, const struct vn_model *base,
					  const struct vn_extra *extra, struct vn_err *err);

/* Part of vn_model_close(). */
void vn_extension_free(struct vn_extension *extension);

#endif
