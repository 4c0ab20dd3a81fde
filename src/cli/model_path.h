/* Where the model is. */
#ifndef VN_CLI_MODEL_PATH_H
#define VN_CLI_MODEL_PATH_H

#include "base/err.h"

/*
 * The path of the model: GIVEN unless NULL, else the first of these that exists: beside the
 * program (../../dict in a build folder, else ../share/vnfix), the place compiled in,
 * vnfix/vnfix.model in XDG_DATA_HOME and XDG_DATA_DIRS. Never the current folder. To be freed by
 * the caller; NULL with ERR set when there is none.
 */
char *vn_model_path(const char *given, struct vn_err *err);

#endif
