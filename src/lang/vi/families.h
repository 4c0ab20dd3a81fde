/* Family names of persons. The table is dict/lexicon/family-names.tsv. */
#ifndef VN_LANG_VI_FAMILIES_H
#define VN_LANG_VI_FAMILIES_H

#include "base/buf.h"

/* Sorted by byte: small letters, NFC, tone marks in the old place. */
extern const char *const vn_surnames[];
extern const size_t vn_surname_count;

/* Whether TEXT, in NFC and any case, is a family name. */
bool vn_is_family(struct vn_str text);

#endif
