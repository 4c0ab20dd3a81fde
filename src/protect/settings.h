/* Keys of settings (key: value or key = value, in lines), which stand whatever language they are
 * in. */
#ifndef VN_PROTECT_SETTINGS_H
#define VN_PROTECT_SETTINGS_H

#include "base/buf.h"

/* Where a walk through the lines of a text is. All zero is its begin. */
struct vn_settings {
	size_t line_end;  /* of the line looked at last */
	size_t block_end; /* of the lines that are settings, one behind the other */
	bool sure;	  /* they are such beyond doubt */
	struct vn_settings_span {
		size_t begin, end;
	} key, value; /* of that line what stands; end at most begin: nothing */
};

/*
 * Whether a key that stands, or a value that is a name, begins at byte AT of TEXT, where a word
 * begins; AT is not below what the walk was asked before. *END is the byte behind it.
 *
 * A key is one word in small letters of ASCII. All keys of settings one behind the other stand if
 * one of them has a dash, a _ or a digit, or a number behind its =; if lines are indented below a
 * key; or if two with = follow each other. A value is a name if it is one word, behind a colon one
 * with a dash or _. The head of a section in brackets stands by itself.
 */
bool vn_settings_at(struct vn_settings *walk, struct vn_str text, size_t at, size_t *end);

#endif
