/* What libFuzzer calls, and replay.c where there is no libFuzzer; and what targets have in common.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include "base/buf.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* Aborts when the input shows a fault. What takes long to make is made once: nothing that one input
 * does may be seen by the next. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the parts of an input. */
#define FUZZ_PART 0x1e

static inline void fuzz_require(bool truth)
{
	if (!truth)
		abort();
}

/* Takes the first byte of an input, 0 when there is none. */
static inline unsigned fuzz_byte(const uint8_t **data, size_t *size)
{
	return *size ? ((*size)--, *(*data)++) : 0;
}

/* Takes the bytes up to the next FUZZ_PART, or all. */
static inline struct vn_str fuzz_part(const uint8_t **data, size_t *size)
{
	const uint8_t *end = *size ? memchr(*data, FUZZ_PART, *size) : NULL;
	struct vn_str part = {(const char *)*data, end ? (size_t)(end - *data) : *size};

	*data += part.len + (end != NULL);
	*size -= part.len + (end != NULL);
	return part;
}

/* A file that has a name, and no place on a disk. All zero at first; there as long as the program.
 */
struct fuzz_file {
	int fd;
	char name[32];
};

/* Gives it new contents. */
static inline void fuzz_file_put(struct fuzz_file *file, struct vn_str bytes)
{
	if (!file->name[0]) {
		file->fd = memfd_create("fuzz", MFD_CLOEXEC);
		snprintf(file->name, sizeof file->name, "/proc/self/fd/%d", file->fd);
	}
	fuzz_require(ftruncate(file->fd, 0) == 0);
	fuzz_require(pwrite(file->fd, bytes.ptr, bytes.len, 0) == (ssize_t)bytes.len);
}

#endif
