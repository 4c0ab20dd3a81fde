/* Older and regional spellings (tầu, bịnh, quí), which are right as they stand. The table is
 * dict/lexicon/variants.tsv. */
#ifndef VN_LANG_VI_VARIANTS_H
#define VN_LANG_VI_VARIANTS_H

#include "base/buf.h"

/* A spelling and the one that is usual today: small letters, NFC, tone marks in the old place. */
struct vn_variant {
	const char *text, *usual;
};

/* Sorted by the bytes of text. */
extern const struct vn_variant vn_variants[];
extern const size_t vn_variant_count;

/* The usual spelling of TEXT, small letters in NFC; NULL where TEXT is none of the table. */
const char *vn_variant_usual(struct vn_str text);

#endif
