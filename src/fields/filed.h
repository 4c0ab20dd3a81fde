/* The abbreviations in a list of receivers, and its last item: what is to be filed. */
#ifndef VN_FIELDS_FILED_H
#define VN_FIELDS_FILED_H

#include "fields/value.h"

/* Lists of receivers are full of abbreviations, which no sentence confirms: makes those of the
 * lexicon sure. */
void vn_filed_know(struct vn_value *v);

/* Whether the lexicon has ABBREVIATION. */
bool vn_filed_is_known(struct vn_str abbreviation);

/* How sure ABBREVIATION is by itself where one is wanted: the lexicon has it, or it is capitals
 * that engines read well and no word consists of. 0: neither. */
vn_confidence vn_filed_sure(struct vn_str abbreviation);

/* Whether PIECE is VT, văn thư, the office that files nearly everything, or what engines make of
 * it: VI, Vĩ, VTL. */
bool vn_filed_is_clerk(const struct vn_page *page, struct vn_part piece);

/* Whether the value is what is to be filed, and something of it was misread or may have been. */
bool vn_filed_is(const struct vn_value *v);

/* Spells it, "Lưu: VT, KH (02b)": that word, abbreviations that commas part, and how many copies.
 */
VN_CHECKED enum vn_status vn_filed_spell(struct vn_value *v, struct vn_err *err);

#endif
