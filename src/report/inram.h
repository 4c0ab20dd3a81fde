/* Files that are taken into memory, and texts that are put into one. */
#ifndef VN_REPORT_INRAM_H
#define VN_REPORT_INRAM_H

#include "base/buf.h"

#include <stdint.h>

/* Fills BYTES with the LEN bytes of FD from byte AT on. VN_EINPUT if there are fewer. */
VN_CHECKED enum vn_status vn_read_at(int fd, uint64_t at, char *bytes, size_t len,
				     struct vn_err *err);

/* Appends the first LEN bytes of FD to BYTES, which are empty. VN_EINPUT if there are fewer. */
VN_CHECKED enum vn_status vn_inram_read(struct vn_buf *bytes, int fd, uint64_t len,
					struct vn_err *err);

/* Makes *FD a file in memory that holds TEXT. */
VN_CHECKED enum vn_status vn_inram_file(int *fd, struct vn_str text, struct vn_err *err);

#endif
