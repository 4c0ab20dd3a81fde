/* What a document is about, below the name of its type. */
#ifndef VN_FIELDS_SUBJECT_H
#define VN_FIELDS_SUBJECT_H

#include "fields/page.h"

#define VN_SUBJECT_LINES 5 /* more are none */

/* Whether PIECE begins as the body of a document does. Of a single word, the marks count as well.
 */
bool vn_subject_ends_at(const struct vn_page *page, struct vn_part piece);

/* Adds the subject, from line *I on behind what REST of a line already says of it; *I becomes the
 * line behind it. */
VN_CHECKED enum vn_status vn_subject_add(struct vn_page *page, struct vn_part rest, size_t *i);

#endif
