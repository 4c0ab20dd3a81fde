/* The data of streams, never more than asked for. */
#ifndef VN_PDF_STREAM_H
#define VN_PDF_STREAM_H

#include "base/buf.h"

#include <qpdf/qpdf-c.h>

/* Appends the data of STREAM, decoded. VN_EINPUT if it is damaged, or packed as nothing here
 * unpacks; VN_ELIMIT if it is more than MOST bytes. */
VN_CHECKED enum vn_status vn_pdf_stream(qpdf_data pdf, qpdf_oh stream, size_t most,
					struct vn_buf *out, struct vn_err *err);

/* Appends what BYTES, packed for FlateDecode, unpack to. VN_EINPUT if they are damaged, with a part
 * of it appended; VN_ELIMIT if it is more than MOST bytes. */
VN_CHECKED enum vn_status vn_pdf_inflate(struct vn_str bytes, size_t most, struct vn_buf *out,
					 struct vn_err *err);

/* Appends BYTES as FlateDecode unpacks them. */
VN_CHECKED enum vn_status vn_pdf_deflate(struct vn_str bytes, struct vn_buf *out,
					 struct vn_err *err);

/* VN_EINPUT for WHAT qpdf says, or VN_ENOMEM where it says so. */
VN_CHECKED enum vn_status vn_pdf_damaged(const char *what, struct vn_err *err);

/* The same if qpdf has noted an error or damage, which is forgotten then. */
VN_CHECKED enum vn_status vn_pdf_error(qpdf_data pdf, struct vn_err *err);

#endif
