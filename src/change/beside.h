/* What has to change beside the words: other places that say the same, and what a source notes. */
#ifndef VN_CHANGE_BESIDE_H
#define VN_CHANGE_BESIDE_H

#include "change/splice.h"

/* Adds to SPLICES, which has the changes of UNIT, what READING asks for beside them. */
VN_CHECKED enum vn_status vn_beside_list(struct vn_splices *splices, const struct vn_unit *unit,
					 const struct vn_reading *reading, struct vn_err *err);

#endif
