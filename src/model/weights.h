/*
 * The weights of the search: what is traded against what. Each has a default here; a model file may
 * hold others (section WGHT, written by vnfix-mkmodel tune). A new weight is one line of
 * VN_WEIGHTS.
 */
#ifndef VN_MODEL_WEIGHTS_H
#define VN_MODEL_WEIGHTS_H

#include "base/buf.h"

#include <stdint.h>

/*
 * X(name, default): the factors (1/256) of the confidence's logistic regression, one for each kind
 * of evidence; what each is says src/confidence/trust.c.
 */
#define VN_TRUST(X)                                                                                \
	X(bias, -416)                                                                              \
	X(vie, -240)                                                                               \
	X(clean, -2)                                                                               \
	X(bare, 126)                                                                               \
	X(word_1, 16)                                                                              \
	X(word_3, 119)                                                                             \
	X(word_8, 113)                                                                             \
	X(case_1, -311)                                                                            \
	X(case_4, 174)                                                                             \
	X(case_odd, -67)                                                                           \
	X(unknown, -730)                                                                           \
	X(unknown_caps, -153)                                                                      \
	X(foreign, -283)                                                                           \
	X(channel, -224)                                                                           \
	X(context, -22)                                                                            \
	X(context_next, -21)                                                                       \
	X(order, 0)                                                                                \
	X(order_next, 121)                                                                         \
	X(changed, 181)                                                                            \
	X(unseen, -811)                                                                            \
	X(number, -109)                                                                            \
	X(code, -418)                                                                              \
	X(rule, 398)                                                                               \
	X(digits, -229)                                                                            \
	X(near, -65)                                                                               \
	X(page, -134)                                                                              \
	X(first, 219)                                                                              \
	X(last, -262)                                                                              \
	X(full_stop, -210)                                                                         \
	X(full_stop_low, -728)                                                                     \
	X(full_stop_page, -165)                                                                    \
	X(comma, -69)                                                                              \
	X(comma_upper, 184)                                                                        \
	X(colon, -221)                                                                             \
	X(sign_front, -510)                                                                        \
	X(sign_inner, 78)                                                                          \
	X(sign_alone, 239)                                                                         \
	X(number_alone, -687)                                                                      \
	X(engine, 230)

/* X(name, default, least, most). Costs are 1/256 nat, factors 1/256, case factors
		    of 1/16 nat. */
#define VN_WEIGHTS(X)                                                                              \
	X(lm, 230, 32, 1024)		/* of the n-gram model against the channel, in 1/256 */    \
	X(lm_vie, 290, 32, 1024)	/* the same in damaged Vietnamese text */                  \
	X(lm_bare, 270, 32, 1024)	/* and in stripped text */                                 \
	X(case_search, 6, 0, 64)	/* of the case habits in the search, times 1/16 nat */     \
	X(case_spell, 8, 0, 64)		/* the same where a changed word is spelt */               \
	X(case_chain, 16, 0, 64)	/* the same in the chain of capitals */                    \
	X(spell_fee, 500, 0, 4096)	/* a letter of a word no list knows */                     \
	X(spell_fee_eng, 900, 0, 4096)	/* the same where letters are damaged */                   \
	X(literal_fee, 768, 0, 8192)	/* a code point the pages never showed as printed */       \
	X(digit_fee, 1792, 0, 8192)	/* a digit printed inside a word */                        \
	X(sign_fee, 2560, 0, 8192)	/* a currency or other sign printed inside a word */       \
	X(split_fee, 1024, 0, 8192)	/* a word that ends inside a run of letters */             \
	X(change_vie, 384, 0, 8192)	/* a change of damaged Vietnamese text needs this much */  \
	X(change_clean, 1024, 0, 8192)	/* a change of clean text needs this much */               \
	X(vote, 192, 0, 2048)		/* of the other times the same was read, in 1/256 */       \
	X(vote_prior, 40, 1, 1024)	/* votes that the prior counts for, in 1/16 */             \
	X(neighbour, 192, 0, 2048)	/* of those beside the same neighbour, in 1/256 */         \
	X(neighbour_prior, 24, 1, 1024) /* votes that the prior counts for, in 1/16 */             \
	X(around, 128, 0, 1024)		/* what the words around say, in 1/256 */                  \
	X(adapt, 20, 0, 1000) /* sightings that the model counts for as the document teaches the   \
				 channel; 0: it does not */                                        \
	X(clause, 1024, 0, 8192) /* a letter of a list out of its order */                         \
	X(bare_foreign, 1000, 0,                                                                   \
	  8192)			  /* a foreign word in stripped text that a syllable explains */   \
	X(island, 0, -4096, 8192) /* a word that no list knows, beside its characters' cost */     \
	X(temperature, 256, 64, 2048) /* costs are divided by it for posteriors, in 1/256 */

/* Kinds of evidence: VN_TRUST_bias and so on. */
enum vn_trust_kind {
#define VN_TRUST_KIND(name, initial) VN_TRUST_##name,
	VN_TRUST(VN_TRUST_KIND)
#undef VN_TRUST_KIND
		VN_TRUST_COUNT
};

/* The weights by name, in the order of struct vn_weights: VN_WEIGHT_lm and so on. */
enum vn_weight {
#define VN_WEIGHT_KIND(name, initial, least, most) VN_WEIGHT_##name,
	VN_WEIGHTS(VN_WEIGHT_KIND)
#undef VN_WEIGHT_KIND
		VN_WEIGHT_COUNT
};

struct vn_weights {
#define VN_WEIGHT_MEMBER(name, initial, least, most) int32_t name;
	VN_WEIGHTS(VN_WEIGHT_MEMBER)
#undef VN_WEIGHT_MEMBER
	int32_t trust[VN_TRUST_COUNT];
};

/* The weight WHICH, below VN_WEIGHT_COUNT. */
static inline int32_t vn_weight_get(const struct vn_weights *weights, enum vn_weight which)
{
	return ((const int32_t *)weights)[which];
}

/* What the table says of a weight. */
struct vn_weight_info {
	const char *name; /* static, at most VN_WEIGHT_NAME bytes */
	int32_t initial, least, most;
};

/* The weights in the order of the members of struct vn_weights; *COUNT of them. */
const struct vn_weight_info *vn_weight_table(size_t *count);

/* The index of the weight NAME (VN_WEIGHT_NAME bytes, or fewer and a NUL), which may be the name
 * that older models have for it; the count if there is none. */
size_t vn_weight_find(const char *name);

/* Member K of WEIGHTS, k below the table's count. */
int32_t *vn_weight_at(struct vn_weights *weights, size_t k);

/* Adds to SECTION the record of every weight. */
VN_CHECKED enum vn_status vn_weights_write(struct vn_buf *section, const struct vn_weights *weights,
					   struct vn_err *err);

/* Sets all weights to their defaults, then to what SECTION says (the bytes of WGHT, may be empty).
 * Older names are known, too; others are passed over. False when the section is damaged. */
bool vn_weights_read(struct vn_weights *out, struct vn_str section);

#endif
