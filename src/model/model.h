/* The model file: opened once, mapped read-only, shared by threads. */
#ifndef VN_MODEL_MODEL_H
#define VN_MODEL_MODEL_H

#include "base/buf.h"

struct vn_model;

/* Maps the model at PATH and checks its header, table of contents and offsets. On failure
 * (VN_EMODEL: missing, damaged, other version; VN_ENOMEM) *OUT is untouched; the message names the
 * cause, not the file. */
VN_CHECKED enum vn_status vn_model_open(struct vn_model **out, const char *path,
					struct vn_err *err);

/* Unmaps the model. Takes NULL. No pipeline may still use it. */
void vn_model_close(struct vn_model *model);

/* One line about the model for --version; belongs to the model. */
const char *vn_model_info(const struct vn_model *model);

/* The digest of the model file (SHA-256, first 16 hexadecimal digits) as its maker wrote it. Reads
 * the whole file: *WHOLE tells whether its bytes still have that digest. */
void vn_model_digest(const struct vn_model *model, char out[17], bool *whole);

#endif
