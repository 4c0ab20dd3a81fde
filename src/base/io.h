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

/* Opens PATH for reading: a file, device or pipe. On failure (VN_EINPUT) *FD is untouched; the
 * caller closes it. A directory opens and then fails to be read. */
VN_CHECKED enum vn_status vn_in_open(int *fd, const char *path, struct vn_err *err);

/* Reads up to CAP bytes; waits for the first one, also on a non-blocking descriptor. *GOT is 0 only
 * at the end of the input. On failure (VN_EINPUT) *GOT is untouched. */
VN_CHECKED enum vn_status vn_in_read(int fd, char *bytes, size_t cap, size_t *got,
				     struct vn_err *err);

/* Appends the rest of PATH to BUF. On failure (VN_EINPUT, VN_ENOMEM) BUF may hold a part. */
VN_CHECKED enum vn_status vn_in_whole(struct vn_buf *buf, const char *path, struct vn_err *err);

/*
 * An output. A regular file is written under another name in the same folder and takes its own
 * name in vn_out_finish(), with all its bytes on the disk; until then its old content stays. Until
 * then nobody but the owner can read the new bytes of a file that is replaced. Devices, pipes
 * and descriptors are written directly. All zero is a valid closed one.
 */
struct vn_out {
	int fd;
	bool open;
	bool replace;	  /* the name may exist when the output is finished */
	char *name;	  /* where the bytes end up, links resolved; NULL: written directly */
	char *temp;	  /* where they are until then; remove it when the program dies */
	uint64_t written; /* bytes so far */
	int error;	  /* errno of the last failure, to tell EPIPE and EEXIST */
};

/* Writes to a descriptor that is open already; it becomes OUT's. */
void vn_out_from_fd(struct vn_out *out, int fd);

/*
 * Opens PATH for writing. An existing regular file is refused (VN_EOUTPUT, error EEXIST) unless
 * REPLACE; its mode, and its owner where permitted, are kept. A symbolic link is followed, and
 * stays. On failure OUT is closed, with its error set, and nothing is left behind.
 */
VN_CHECKED enum vn_status vn_out_open(struct vn_out *out, const char *path, bool replace,
				      struct vn_err *err);

/* Writes all LEN bytes or fails with VN_EOUTPUT. */
VN_CHECKED enum vn_status vn_out_write(struct vn_out *out, const void *bytes, size_t len,
				       struct vn_err *err);

/* Ends the output: a file is synced and takes its name, then OUT is closed. VN_OK means that every
 * byte was taken. On failure (VN_EOUTPUT) the old file stands and nothing is left behind. */
VN_CHECKED enum vn_status vn_out_finish(struct vn_out *out, struct vn_err *err);

/* Gives the output up: what stood under the name still stands. Takes a closed one too. */
void vn_out_abort(struct vn_out *out);

#endif
