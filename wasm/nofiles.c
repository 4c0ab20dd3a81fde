/* Stands in for src/load/load.c where there are no files. */
#include "load/load.h"

enum vn_status vn_model_open(struct vn_model **out, const char *path, struct vn_err *err)
{
	(void)out, (void)path;
	return vn_err_set(err, VN_EMODEL, "there are no files here: give the bytes of the model");
}

enum vn_status vn_load_text(struct vn_buf *out, const char *path, size_t most, struct vn_err *err)
{
	(void)out, (void)path, (void)most;
	return vn_err_set(err, VN_EMODEL, "there are no files here");
}
