/* Short words that a number or an operator beside them shows to be none of Vietnamese. */
#ifndef VN_PROTECT_NUMBERED_H
#define VN_PROTECT_NUMBERED_H

#include "base/buf.h"

/*
 * Whether one begins at byte AT of TEXT, where a word begins; *END is the byte behind it. Such are
 * a term, whose digits engines make of letters as well (4ac), where an operator parts it from a
 * number or a power; the short name of a book before chapter and verse (Mt 5:3); and a line
 * between two points that has a length (BC = 10) or stands at right angles to what is before it;
 * a compound of chemistry with a bracket or four capitals in it (Cu(NO3)2); and a date as English
 * has it (Sat, 27 Mar 2021), which ends behind the month and its day.
 * It looks no farther than two words on.
 */
bool vn_numbered_at(struct vn_str text, size_t at, size_t *end);

#endif
