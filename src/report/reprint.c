#include "report/reprint.h"

#include "report/inram.h"

#include <unistd.h>

/* Opens BYTES, which the report tells of as a PDF that can be changed: signed or not, that was
 * settled when it was reviewed. */
static enum vn_status open_pdf(const struct vn_reprint *r, struct vn_pdf **out, struct vn_str bytes,
			       struct vn_err *err)
{
	const struct vn_no_text *refused = NULL;
	enum vn_status status = r->module->open(out, bytes, true, &refused, err);

	return !status && refused ? vn_err_set(err, VN_EINPUT, "is not what was reviewed") : status;
}

enum vn_status vn_reprint_open(struct vn_reprint *r, int fd, uint64_t len, uint64_t read,
			       struct vn_err *err)
{
	struct vn_str all, text;
	enum vn_status status;

	*r = (struct vn_reprint){.fd = -1};
	if (len > VN_PDF_BYTES || read > len)
		return vn_err_set(err, VN_EINPUT, "is not what was reviewed");
	status = vn_inram_read(&r->bytes, fd, len, err);
	all = vn_buf_str(&r->bytes);
	if (!status)
		status = vn_pdf_module_open(&r->module, err);
	if (!status)
		status = open_pdf(r, &r->read, (struct vn_str){all.ptr, (size_t)read}, err);
	if (!status && read < len)
		status = open_pdf(r, &r->pdf, all, err);
	if (status)
		return status;
	text = r->module->text(r->read);
	r->len = text.len;
	return vn_inram_file(&r->fd, text, err);
}

enum vn_status vn_reprint_take(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	struct vn_reprint *r = self;

	return vn_buf_add(&r->text, bytes, len, err);
}

enum vn_status vn_reprint_finish(struct vn_reprint *r, vn_sink sink, void *self,
				 uint8_t sha[VN_SHA256], struct vn_err *err)
{
	struct vn_buf update = {0};
	struct sha256_ctx context;
	enum vn_status status =
		r->module->write(r->pdf ? r->pdf : r->read, vn_buf_str(&r->text), &update, err);

	sha256_init(&context);
	sha256_update(&context, r->bytes.len, (const uint8_t *)vn_buf_str(&r->bytes).ptr);
	sha256_update(&context, update.len, (const uint8_t *)vn_buf_str(&update).ptr);
	sha256_digest(&context, VN_SHA256, sha);
	if (!status)
		status = sink(self, r->bytes.ptr, r->bytes.len, err);
	if (!status && update.len)
		status = sink(self, update.ptr, update.len, err);
	vn_buf_fini(&update);
	return status;
}

void vn_reprint_close(struct vn_reprint *r)
{
	if (r->fd >= 0)
		close(r->fd);
	if (r->pdf)
		r->module->close(r->pdf);
	if (r->read)
		r->module->close(r->read);
	vn_buf_fini(&r->bytes);
	vn_buf_fini(&r->text);
	*r = (struct vn_reprint){.fd = -1};
}
