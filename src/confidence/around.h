/* What the lines around a word say of it: whether marks were lost here at all. */
#ifndef VN_CONFIDENCE_AROUND_H
#define VN_CONFIDENCE_AROUND_H

#include "text/unit.h"

/*
 * How sure a change of the ITEM-th item of UNIT, whose items are those of its current text, has to
 * be because its line is short (text/line.h), the line was read as one that lost marks, and the
 * lines around kept theirs: next to nothing tells such a word (mai, 2 can) from one that never had
 * any. The same is asked of a label before a number (Cam: 3 kg) where nothing around lost marks. 0:
 * it is not so. Looks at a bounded number of items.
 */
vn_confidence vn_around_needs(const struct vn_unit *unit, size_t item);

#endif
