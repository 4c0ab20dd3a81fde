/* Inputs: reading in chunks, reading whole, mapping. (Outputs: files/save.h.) Messages name the
 * cause, never the file: the caller knows which one it is and how to print its name safely. */
#ifndef VN_BASE_IO_H
#define VN_BASE_IO_H

#include "base/buf.h"

/* A file mapped read-only. All zero is a valid closed one. If somebody shortens the file while it
 * is mapped, touching the lost part raises SIGBUS, as with any mapping. */
struct vn_map {
	const unsigned char *ptr; /* never NULL while open; len readable bytes, page aligned */
	size_t len;		  /* bytes */
};

/* Maps the regular file PATH whole; an empty one is fine. On failure (VN_EINPUT: missing,
 * unreadable, not a regular file, larger than the address space) *OUT is untouched. */
VN_CHECKED enum vn_status vn_map_open(struct vn_map *out, const char *path, struct vn_err *err);

/* Unmaps and zeroes. Takes a zeroed one too. */
void vn_map_close(struct vn_map *map);

/* Opens PATH for reading: a file, device or pipe. On failure (VN_EINPUT) *FD is untouched; the
 * caller closes it. A directory opens and then fails to be read. */
VN_CHECKED enum vn_status vn_in_open(int *fd, const char *path, struct vn_err *err);

/* Reads up to CAP bytes; waits for the first one, also on a non-blocking descriptor. *GOT is 0 only
 * at the end of the input. On failure (VN_EINPUT) *GOT is untouched. */
VN_CHECKED enum vn_status vn_in_read(int fd, char *bytes, size_t cap, size_t *got,
				     struct vn_err *err);

/* Appends the rest of PATH to BUF. On failure (VN_EINPUT, VN_ENOMEM) BUF may hold a part. */
VN_CHECKED enum vn_status vn_in_whole(struct vn_buf *buf, const char *path, struct vn_err *err);

#endif
