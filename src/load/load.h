/* What the engine is given that lies in files: it opens none itself. */
#ifndef VN_LOAD_LOAD_H
#define VN_LOAD_LOAD_H

#include "model/model.h"

/* Maps the model at PATH and opens it: vn_model_read(). On failure (VN_EMODEL: missing, damaged,
 * other version) *OUT is untouched. */
VN_CHECKED enum vn_status vn_model_open(struct vn_model **out, const char *path,
					struct vn_err *err);

/* Appends the file PATH to OUT: a vn_user_load. VN_EINPUT if it cannot be read or has more than
 * MOST bytes; OUT may hold a part then. */
VN_CHECKED enum vn_status vn_load_text(struct vn_buf *out, const char *path, size_t most,
				       struct vn_err *err);

#endif
