/* Tags of mark-up in what is read as plain text: HTML and XML that no source knows. */
#ifndef VN_PROTECT_TAG_H
#define VN_PROTECT_TAG_H

#include "base/buf.h"

/*
 * Whether a tag, comment or declaration begins at TEXT[at]; *END is the byte behind it, for
 * <script> and <style> that behind their content. A tag is <name>, </name>, or a name in ASCII with
 * attributes of which one has a value: <Ho ten> is none. Looks at no more than 4 KiB, or at what is
 * within a script or style.
 */
bool vn_tag_at(struct vn_str text, size_t at, size_t *end);

#endif
