/* Character n-grams of kinds of text: counted, smoothed, the telling ones chosen (section KIND). */
#ifndef VN_MKMODEL_CHARGRAMS_H
#define VN_MKMODEL_CHARGRAMS_H

#include "base/buf.h"
#include "model/charkinds.h"

/* What a kind knows of an n-gram or of a context. */
struct vn_chargram_count {
	uint32_t seen;	/* n-gram: how often; context: followers in all */
	uint32_t types; /* context: different followers */
};

struct vn_chargram {
	uint64_t hash, shorter, context; /* of it, without its first, without its last character */
	uint8_t order;			 /* 0: an empty slot */
	float p[VN_KINDS_MAX];		 /* of its last character */
	struct vn_chargram_count count[VN_KINDS_MAX];
};

/* All zero is a valid empty one. */
struct vn_chargrams {
	char name[VN_KINDS_MAX][VN_KINDS_NAME];
	uint32_t kind_count;
	struct vn_chargram *slots, *contexts; /* open addressing */
	size_t count, size, context_count, context_size;
	uint64_t seen[VN_KINDS_MAX]; /* characters of each kind */
};

void vn_chargrams_fini(struct vn_chargrams *g);

/* The number of the kind NAME, made if new. VN_EUSAGE: too long a name, or too many of them. */
VN_CHECKED enum vn_status vn_chargrams_kind(struct vn_chargrams *g, const char *name, uint32_t *out,
					    struct vn_err *err);

/* Counts the words of TEXT (NFC) as KIND, each WEIGHT times. */
VN_CHECKED enum vn_status vn_chargrams_add(struct vn_chargrams *g, uint32_t kind,
					   struct vn_str text, uint32_t weight, struct vn_err *err);

/* Smooths the counts (Witten and Bell 1991, interpolated) and writes the MOST n-grams that tell
 * most beyond the next shorter ones into SECTION. */
VN_CHECKED enum vn_status vn_chargrams_write(struct vn_chargrams *g, size_t most,
					     struct vn_buf *section, struct vn_err *err);

#endif
