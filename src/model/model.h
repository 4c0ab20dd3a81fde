/* The model: opened once, never written, shared by threads. */
#ifndef VN_MODEL_MODEL_H
#define VN_MODEL_MODEL_H

#include "base/buf.h"

struct vn_model;

/* Gives back the bytes that a model was read from. */
typedef void (*vn_model_release)(struct vn_str file);

/* A model in memory begins at a multiple of so many bytes, as all that malloc() gives; the search
 * is fastest at one of 64. */
#define VN_MODEL_MEMORY 16

/* Opens the model whose file is FILE, in memory (VN_EUSAGE if it does not begin where it may):
 * checks its header, table of contents and offsets, and builds the indexes of its words. The bytes
 * are used as long as the model is open, and then given to RELEASE (NULL: to nobody). On failure
 * (VN_EMODEL: damaged, other version) *OUT is untouched and FILE the caller's. (By name:
 * load/load.h.) */
VN_CHECKED enum vn_status vn_model_read(struct vn_model **out, struct vn_str file,
					vn_model_release release, struct vn_err *err);

/* Frees the model. Takes NULL. No pipeline may still use it. */
void vn_model_close(struct vn_model *model);

/* One line about the model for --version; belongs to the model. */
const char *vn_model_info(const struct vn_model *model);

/* The digest of the model file (SHA-256, first 16 hexadecimal digits) as its maker wrote it. Reads
 * the whole file: *WHOLE tells whether its bytes still have that digest. */
void vn_model_digest(const struct vn_model *model, char out[17], bool *whole);

#endif
