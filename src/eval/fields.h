/* Fields that "vnfix fields" found, held against those that people wrote down. */
#ifndef VN_EVAL_FIELDS_H
#define VN_EVAL_FIELDS_H

#include "base/buf.h"
#include "base/err.h"

/*
 * Scores FOUND against TRUTH and appends the report to OUT. Both are tables of tabs with a line of
 * names: document, field, value; of FOUND the first column is the name of a file, whose last part
 * begins with that of the document, and the columns behind the value are not looked at. Only files
 * of documents in TRUTH count, the rows of one stand together, and one in which nothing was found
 * is not known of. Values are compared as vn_canon() has them. VN_EINPUT for a line with fewer
 * columns.
 */
VN_CHECKED enum vn_status vn_fields_score(struct vn_buf *out, struct vn_str truth,
					  struct vn_str found, struct vn_err *err);

#endif
