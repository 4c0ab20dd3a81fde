/* A finished unit that is written in another charset than it was read in. */
#ifndef VN_CHANGE_TRANSCODE_H
#define VN_CHANGE_TRANSCODE_H

#include "change/splice.h"
#include "charset/output.h"

/*
 * Makes SPLICES, which vn_splices_list() has filled, those of the text of UNIT written in TO: what
 * has other bytes there is a change as well, word by word where the source has bytes of text, else
 * or if BY_LINE line by line. LINE is the number of the first line, for messages. VN_EINPUT, with
 * the letter and its line, where TO has no bytes for one, and for a source that is more than text.
 */
VN_CHECKED enum vn_status vn_splices_transcode(struct vn_splices *splices,
					       const struct vn_unit *unit,
					       const struct vn_reading *reading,
					       const struct vn_output *to, uint64_t line,
					       bool by_line, struct vn_err *err);

#endif
