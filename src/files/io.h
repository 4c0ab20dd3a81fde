/* Inputs: reading in chunks, reading whole, mapping. (Outputs: files/save.h.) Messages name the
 * cause, never the file: the caller knows which one it is and how to print its name safely.
 *
 * Every file that is opened by a name goes through here, or is opened as a folder: so nothing that
 * a name leads to, be it a FIFO, a socket or a device, can make a program wait. */
#ifndef VN_FILES_IO_H
#define VN_FILES_IO_H

#include "base/buf.h"

#include <errno.h>
#include <sys/stat.h>

/* Errors of the openers below that are no errors of open(): values of errno it never has. */
#define VN_IO_FIFO   ENOSTR
#define VN_IO_SOCKET ENOTSOCK
#define VN_IO_DEVICE ENOTBLK
#define VN_IO_UNREAD ENOSR /* a FIFO to be written, without a reader */

/* What ERROR, one of those or any of errno, means: one line, never freed. */
const char *vn_io_error_text(int error);

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

/* Opens the regular file PATH of FOLDER (a descriptor, or AT_FDCWD) for reading; *ST is its stat.
 * Returns the descriptor, or -1 with errno, which may be one of the above. */
int vn_in_regular(int folder, const char *path, struct stat *st);

/* Opens PATH, relative to FOLDER, with FLAGS of open() for writing; what is not regular is opened
 * too, but no block device and no terminal that is not that of the program. A FIFO must have a
 * reader, or get one within half a second. Returns the descriptor, or -1 with errno, which may be
 * one of the above. */
int vn_out_open(int folder, const char *path, int flags, mode_t mode);

/* Opens PATH for reading: a regular file, the terminal of the program, /dev/null, or whatever the
 * caller of the program has opened already and names as /dev/stdin, /dev/fd/N or /proc/self/fd/N;
 * pipes without a name under any name. On failure (VN_EINPUT) *FD is untouched; the caller closes
 * it. */
VN_CHECKED enum vn_status vn_in_open(int *fd, const char *path, struct vn_err *err);

/* Opens the regular file PATH for reading, which was found, not named: should it be a symbolic link
 * by now, it is not followed (VN_EINPUT). On failure *FD is untouched. */
VN_CHECKED enum vn_status vn_in_found(int *fd, const char *path, struct vn_err *err);

/* Reads up to CAP bytes; waits for the first one, also on a non-blocking descriptor. *GOT is 0 only
 * at the end of the input. On failure (VN_EINPUT) *GOT is untouched. */
VN_CHECKED enum vn_status vn_in_read(int fd, char *bytes, size_t cap, size_t *got,
				     struct vn_err *err);

/* Appends the rest of PATH to BUF. On failure (VN_EINPUT, VN_ENOMEM) BUF may hold a part. */
VN_CHECKED enum vn_status vn_in_whole(struct vn_buf *buf, const char *path, struct vn_err *err);

#endif
