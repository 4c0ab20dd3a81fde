#include "report/repack.h"

#include "report/inram.h"

#include <stdlib.h>
#include <unistd.h>

enum vn_status vn_repack_open(struct vn_repack *repack, int fd, uint64_t len, struct vn_err *err)
{
	enum vn_status status;

	*repack = (struct vn_repack){.fd = -1, .packed = {.package = &repack->package}};
	if (len > VN_PACKAGE_BYTES)
		return vn_err_set(err, VN_ELIMIT, "is an archive of more than %u MiB",
				  VN_PACKAGE_BYTES >> 20);
	status = vn_inram_read(&repack->bytes, fd, len, err);
	if (!status)
		status = vn_package_open(&repack->package, vn_buf_str(&repack->bytes), true, err);
	if (!status && !repack->package.format)
		status = vn_err_set(err, VN_EINPUT, "is not what was reviewed");
	return status ? status : vn_inram_file(&repack->fd, vn_buf_str(&repack->package.text), err);
}

enum vn_status vn_repack_take(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	struct vn_repack *repack = self;

	return vn_buf_add(&repack->text, bytes, len, err);
}

enum vn_status vn_repack_finish(struct vn_repack *repack, vn_sink sink, void *self,
				uint8_t sha[VN_SHA256], struct vn_err *err)
{
	struct sha256_ctx context;
	enum vn_status status = vn_package_write(&repack->package, vn_buf_str(&repack->text),
						 &repack->out, &repack->splices, err);

	repack->packed.out = vn_buf_str(&repack->out);
	repack->packed.splices = &repack->splices;
	sha256_init(&context);
	sha256_update(&context, repack->out.len, (const uint8_t *)vn_buf_str(&repack->out).ptr);
	sha256_digest(&context, VN_SHA256, sha);
	return status ? status : sink(self, repack->packed.out.ptr, repack->packed.out.len, err);
}

void vn_repack_close(struct vn_repack *repack)
{
	if (repack->fd >= 0)
		close(repack->fd);
	vn_package_close(&repack->package);
	vn_buf_fini(&repack->bytes);
	vn_buf_fini(&repack->text);
	vn_buf_fini(&repack->out);
	free(repack->splices.items);
	*repack = (struct vn_repack){.fd = -1};
}
