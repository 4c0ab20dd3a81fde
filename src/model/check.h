/* What a sound model holds, beyond what a reader needs in order not to read outside of it. */
#ifndef VN_MODEL_CHECK_H
#define VN_MODEL_CHECK_H

#include "base/err.h"

struct vn_model;
struct vn_file_context;

/* Checks all of the model but the n-grams, of which it looks at some pages: it is part of every
 * opening, so it reads little. Offsets and sizes must have been found sound. VN_EMODEL: damaged. */
VN_CHECKED enum vn_status vn_model_check(const struct vn_model *model, struct vn_err *err);

/* The order of contexts in the file, below 0 when X comes first: by read side, printed side,
 * neighbour. */
int vn_context_order(const struct vn_file_context *x, const struct vn_file_context *y);

/* Checks every slot of the n-grams, and how many are full. */
VN_CHECKED enum vn_status vn_model_check_slots(const struct vn_model *model, struct vn_err *err);

#endif
