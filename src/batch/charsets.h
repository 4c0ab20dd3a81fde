/* What --detect tells of a document. */
#ifndef VN_BATCH_CHARSETS_H
#define VN_BATCH_CHARSETS_H

#include "stage.h"

/* How it is told. */
enum vn_detect { VN_DETECT_NO, VN_DETECT_TEXT, VN_DETECT_JSON };

/* Appends a line about the document NAME, of which STATS are known: its charsets by the lines in
 * them, the most first. */
VN_CHECKED enum vn_status vn_charsets_tell(struct vn_buf *out, enum vn_detect how, const char *name,
					   const struct vn_stats *stats, struct vn_err *err);

#endif
