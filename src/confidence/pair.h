/* Words that were read twice beside each other. */
#ifndef VN_CONFIDENCE_PAIR_H
#define VN_CONFIDENCE_PAIR_H

#include "text/unit.h"

/*
 * How sure a change of the ITEM-th item of UNIT, whose items are those of its current text, has to
 * be because the word beside it has the same letters but for their marks, so that the two may be
 * one word said twice: in text where other words were read with their marks; and in stripped text
 * if the two have other marks now (tu tu: tử tù) and stand in a short line (text/line.h), where
 * little tells of them. 0: it is not so.
 */
vn_confidence vn_pair_needs(const struct vn_unit *unit, size_t item);

#endif
