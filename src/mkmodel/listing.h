/* The n-grams of a finished model, listed again. */
#ifndef VN_MKMODEL_LISTING_H
#define VN_MKMODEL_LISTING_H

#include "mkmodel/ngrams.h"
#include "model/lm.h"

/*
 * Lists the n-grams of LM for vn_ngrams_prune(): costs and back-offs as its table has them, RAW as
 * often as LM itself expects them in a hundred million words, SCORE what LM loses without them, as
 * relative entropy (Stolcke 1998).
 *
 * The table tells fingerprints, not words, so every n-gram that it may hold is asked for. It is
 * closed (doc/model-format.md), so those are the ones whose two parts it has; two thousand million
 * in the model that ships, of which one in 65,000 passes for another. Of those that share a slot
 * the likeliest keeps its score, the others lose it. Takes a minute, and 52 bytes an n-gram.
 *
 * VN_EMODEL: a table of version 1. Free with vn_ngrams_fini().
 */
VN_CHECKED enum vn_status vn_listing_make(struct vn_ngrams *out, const struct vn_lm *lm,
					  struct vn_err *err);

#endif
