/* Words said twice: gâu gâu, lon ton lon ton, nu na nu nống. An engine that misreads a word seldom
 * misreads it twice in the same way. */
#ifndef VN_DECODE_TWICE_H
#define VN_DECODE_TWICE_H

#include "base/buf.h"

enum vn_twice {
	VN_ONCE,
	VN_BESIDE, /* the word before it or behind it is the same */
	VN_AROUND, /* it is one of four, of which the last two say the first two again */
	VN_ALIKE,  /* it is one of four with one onset, and the third says the first again: hì hà
		      hì hục. None but words said twice are so. */
};

/* How the word [from, to) of TEXT, two letters or more, stands to those of its line that one blank
 * parts from it, whatever their case. */
enum vn_twice vn_twice(struct vn_str text, size_t from, size_t to);

#endif
