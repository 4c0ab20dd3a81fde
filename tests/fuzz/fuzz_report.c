/*
 * Any bytes as a report: it is read, looked up, undone and compared, or refused; never a crash. The
 * input is the report, a zero byte, then the output it is to be undone from. What the records say
 * of digests is not looked at here, so that the way to the spans is open.
 */
#include "fuzz.h"
#include "report/rewrite.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static enum vn_status count(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	uint64_t *sum = self;
	for (size_t i = 0; i < len; i++)
		*sum += (unsigned char)bytes[i];
	return VN_OK;
}

static int file_of(const uint8_t *data, size_t size)
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC);
	if (fd < 0 || write(fd, data, size) != (ssize_t)size || lseek(fd, 0, SEEK_SET) != 0)
		abort();
	return fd;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *zero = size ? memchr(data, 0, size) : NULL;
	size_t len = zero ? (size_t)(zero - data) : size;
	struct vn_reader reader = {.open = true, .fd = file_of(data, len)};
	struct vn_index index = {0};
	int output = file_of(data + len, size - len);
	enum vn_status status = vn_index_read(&index, &reader, NULL);

	/* What is told of it is there to be told. */
	for (size_t i = 0; i < VN_FAULTS && i < index.broken; i++)
		if (!index.faults[i].line || !index.faults[i].text)
			abort();
	for (size_t i = 0; !status && i < index.count && i < 16; i++)
		for (int way = VN_REWRITE_BACK; way <= VN_REWRITE_ACCEPT; way++) {
			uint64_t sum = 0;
			struct vn_rewrite rewrite = {
				.way = (enum vn_rewrite_way)way,
				.fd = output,
				.offset = zero != NULL,
				.sink = count,
				.self = &sum,
			};
			/* Any answer will do. */
			if (!vn_rewrite(&reader, &index.entries[i], &rewrite, NULL) &&
			    rewrite.touched > len)
				abort();
			if (vn_rewrite_was(&reader, &index.entries[i], (enum vn_rewrite_way)way,
					   output, size - len))
				sum++;
		}
	vn_index_fini(&index);
	vn_reader_close(&reader);
	close(output);
	return 0;
}
