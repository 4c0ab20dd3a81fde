/* Where bytes go, one piece after the other. */
#ifndef VN_BASE_SINK_H
#define VN_BASE_SINK_H

#include "base/err.h"

/* Takes LEN bytes, which are valid during the call only. A status other than VN_OK stops whoever
 * gives them, and is passed on. */
typedef enum vn_status (*vn_sink)(void *self, const char *bytes, size_t len, struct vn_err *err);

/* A sink that drops what it is given. */
enum vn_status vn_sink_nowhere(void *self, const char *bytes, size_t len, struct vn_err *err);

#endif
