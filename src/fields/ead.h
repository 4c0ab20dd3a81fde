/* A list of documents as archives exchange it: Encoded Archival Description, EAD 2002. */
#ifndef VN_FIELDS_EAD_H
#define VN_FIELDS_EAD_H

#include "fields/reader.h"

VN_CHECKED enum vn_status vn_ead_begin(struct vn_buf *out, struct vn_err *err);
VN_CHECKED enum vn_status vn_ead_write(struct vn_buf *out, struct vn_str name,
				       const struct vn_fields *fields, struct vn_err *err);
VN_CHECKED enum vn_status vn_ead_end(struct vn_buf *out, struct vn_err *err);

/* One document as a file of its own, EAD_doc_NAME.xml, as packages of Circular 05/2025/TT-BNV have
 * it, which is no EAD but in name: all elements of the Circular, empty where the page does not say
 * it or says more than the element may hold. */
VN_CHECKED enum vn_status vn_ead_doc_write(struct vn_buf *out, const struct vn_fields *fields,
					   struct vn_err *err);

#endif
