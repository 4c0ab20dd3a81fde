/*
 * What kinds of text look like, letter by letter: section KIND of the model. One table of character
 * n-grams with the cost of their last character in each kind; what it has no n-gram for costs what
 * the next shorter one says.
 */
#ifndef VN_MODEL_CHARKINDS_H
#define VN_MODEL_CHARKINDS_H

#include "model/format.h"
#include "text/unit.h"

#define VN_KINDS_MAX  16 /* kinds in one model */
#define VN_KINDS_READ 40 /* characters of a word that are looked at */

/* The section, as it lies in the file. No kinds: the model has no such section. */
struct vn_charkinds {
	uint32_t count, slots;
	const struct vn_file_kinds *header;
	const uint32_t *prints;
	const uint8_t *costs; /* header->count a slot */
};

/* Takes the bytes of the section; empty ones are no kinds. False when they are damaged. */
bool vn_charkinds_read(struct vn_charkinds *out, struct vn_str section);

/* The number of the kind called NAME, or -1. */
int vn_charkinds_find(const struct vn_charkinds *kinds, const char *name);

/*
 * How the model spells a word of COUNT code points (composed), into OUT, which has room for
 * VN_KINDS_READ: small letters unless capitals and small ones are mixed, numbers as zeros, other
 * scripts by one letter each. Returns the count; 0 for a word without a letter, which says nothing.
 */
int vn_charkinds_spell(const int32_t *c, int count, int32_t *out);

#define VN_KINDS_BLANK ' ' /* before and behind each word, for the n-grams */

/* Sets COST[k] to what the word SPELT (COUNT characters) costs in kind k, the end of it too. */
void vn_charkinds_cost(const struct vn_charkinds *kinds, const int32_t *spelt, int count,
		       vn_cost *cost);

#endif
