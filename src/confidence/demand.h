/* How sure changes of some shapes have to be, because less sure ones of the shape are mostly wrong.
 */
#ifndef VN_CONFIDENCE_DEMAND_H
#define VN_CONFIDENCE_DEMAND_H

#include "text/unit.h"

#define VN_DEMAND_MOST (VN_SURE / 10 * 9) /* no shape demands more */

/*
 * How sure a change of BEFORE into AFTER has to be to stand, 0 where its shape demands nothing:
 * other letters in a word of capitals, a full stop that goes, another mark in place of one, all of
 * it in a SHORT line. Both are text between blanks.
 */
vn_confidence vn_demand(struct vn_str before, struct vn_str after, bool short_line);

#endif
