/* Repair of document codes (số, ký hiệu) in their letters: 853/OD-BTP -> 853/QĐ-BTP. */
#ifndef VN_REPAIR_CODES_H
#define VN_REPAIR_CODES_H

#include "repair/rules.h"

/*
 * Proposes for the code that begins at byte BEGIN of the text of list->unit what its letters must
 * have been, where one reading exists, with rank RANK. Digits never change. MARKED says that the
 * text around has Vietnamese letters, so that a bare D is more likely the author's: then only a
 * pair of kind and body that the corpus has often can overrule it, and only a blank after the
 * number goes.
 */
VN_CHECKED enum vn_status vn_code_repair(struct vn_proposals *list, size_t begin, bool marked,
					 size_t rank, struct vn_err *err);

#endif
