/* Names that people and programs gave to something, which are words without marks only by their
 * letters: accounts, slugs, initials. */
#ifndef VN_PROTECT_HANDLE_H
#define VN_PROTECT_HANDLE_H

#include "base/buf.h"

/*
 * Whether such a name begins at byte AT of TEXT, in the token (what stands between blanks) that
 * begins at BEGIN and ends at STOP: small letters of ASCII in three parts or more with dashes
 * (tin-tuc-hom-nay); in parts with stops between (le.hoa, thu.muc/tep.moi), unless the words around
 * may be those of an engine that has no letters of Vietnamese and sees stops in specks; or single
 * letters with a stop behind each (k.t.). *END is the byte behind it.
 */
bool vn_handle_at(struct vn_str text, size_t begin, size_t stop, size_t at, size_t *end);

/* Whether byte AT of TEXT begins a word of ASCII that is the value of a label of accounts (user:
 * lan) and the last of its line; *END is the byte behind it. */
bool vn_handle_labelled(struct vn_str text, size_t at, size_t *end);

/* Whether byte AT of TEXT begins the name of who speaks: it stands first on its line, or behind a
 * time in brackets, has a digit, a stop or a _ among small letters, and a colon behind it. *END is
 * the byte behind it. */
bool vn_handle_speaks(struct vn_str text, size_t at, size_t *end);

#endif
