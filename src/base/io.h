/*
 * Files: reading in chunks, reading whole, mapping, and writing so that a name holds either what
 * it held before or all of the new bytes. Messages name the cause, never the file: the caller
 * knows which one it is and how to print its name safely.
 */
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

#endif
