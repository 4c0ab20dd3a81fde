/* Black and white pictures as fax machines pack them: Group 4, which is what scanners write. */
#ifndef VN_PDF_FAX_H
#define VN_PDF_FAX_H

#include "base/buf.h"

#include <stdint.h>

/* Appends HEIGHT rows of WIDTH pixels (both > 0), one bit each, 1 for white, padded to whole bytes:
 * what DATA unpacks to. Behind a fault rows may be white. VN_ENOMEM. */
VN_CHECKED enum vn_status vn_fax_unpack(struct vn_str data, int32_t width, int32_t height,
					struct vn_buf *out, struct vn_err *err);

#endif
