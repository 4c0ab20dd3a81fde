/* How sure changes of some shapes have to be, because less sure ones of the shape are mostly wrong.
 */
#ifndef VN_CONFIDENCE_DEMAND_H
#define VN_CONFIDENCE_DEMAND_H

#include "text/unit.h"

#define VN_DEMAND_MOST (VN_SURE / 10 * 9) /* no shape demands more */

/*
 * How sure a change of BEFORE into AFTER, both text between blanks, has to be to stand; 0 where its
 * shape demands nothing. Something is demanded of other letters in a word of capitals or in one
 * shortened by a stop (Nxb.), of an abbreviation that no list has, of a full stop that goes, and of
 * a name that becomes several words (Daikin); in a SHORT_LINE (text/line.h) also of another mark in
 * place of one, and more of capitals.
 */
vn_confidence vn_demand(struct vn_str before, struct vn_str after, bool short_line);

#endif
