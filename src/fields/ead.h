/* A list of documents as archives exchange it: Encoded Archival Description, EAD 2002. */
#ifndef VN_FIELDS_EAD_H
#define VN_FIELDS_EAD_H

#include "fields/reader.h"

VN_CHECKED enum vn_status vn_ead_begin(struct vn_buf *out, struct vn_err *err);
VN_CHECKED enum vn_status vn_ead_write(struct vn_buf *out, const char *name,
				       const struct vn_fields *fields, struct vn_err *err);
VN_CHECKED enum vn_status vn_ead_end(struct vn_buf *out, struct vn_err *err);

#endif
