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
 * Whether a key that stands, or a value that is a name (one word, behind a colon with a dash or _),
 * begins at byte
 * AT of TEXT, where a word begins; AT is not below what the walk was asked before. *END is the byte
 * behind it. A key is one word in small letters of ASCII; it stands where it has a dash, a _ or a
 * digit, or a number behind =, or where such a one, or lines indented below a key, or two
 * with = one behind the other, are among the settings around it. So
 * does the head of a section in brackets.
 */
bool vn_settings_at(struct vn_settings *walk, struct vn_str text, size_t at, size_t *end);

#endif
