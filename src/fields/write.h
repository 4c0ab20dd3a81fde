/* Fields as programs read them. */
#ifndef VN_FIELDS_WRITE_H
#define VN_FIELDS_WRITE_H

#include "fields/reader.h"

enum vn_fields_format {
	VN_FIELDS_NDJSON,
	VN_FIELDS_CSV,
	VN_FIELDS_TSV,
	VN_FIELDS_EAD,
	VN_FIELDS_EAD_DOC /* of one document */
};

/* Appends what stands above the first document: the names of columns, where there are any. */
VN_CHECKED enum vn_status vn_fields_begin(struct vn_buf *out, enum vn_fields_format format,
					  struct vn_err *err);

/* Appends the fields of the document NAME, which were found in READER's text. */
VN_CHECKED enum vn_status vn_fields_write(struct vn_buf *out, enum vn_fields_format format,
					  const char *name, const struct vn_fields *fields,
					  const struct vn_field_reader *reader, struct vn_err *err);

/* Appends what stands below the last document. */
VN_CHECKED enum vn_status vn_fields_end(struct vn_buf *out, enum vn_fields_format format,
					struct vn_err *err);

#endif
