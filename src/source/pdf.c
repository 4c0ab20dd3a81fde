/* PDF: a format by its name alone. Its text layer is taken out and put back around the pipeline, by
 * the tool (batch/pdf.h), for which it is plain text. */
#include "source/source.h"

static int probe(struct vn_str head, bool ended)
{
	(void)head;
	(void)ended;
	return VN_PROBE_NO;
}

static enum vn_status open_reader(void **self, const struct vn_source_how *how, struct vn_err *err)
{
	(void)self;
	(void)how;
	return vn_err_set(err, VN_EINPUT, "text layers of PDF files are read by the tool alone");
}

static enum vn_status feed(void *self, const char *bytes, size_t len, bool last,
			   struct vn_piece *piece, struct vn_err *err)
{
	(void)self;
	(void)bytes;
	(void)len;
	(void)last;
	(void)piece;
	return vn_err_set(err, VN_EUSAGE, "a PDF file in the pipeline");
}

/* Texts given instead of changes are plain. */
static enum vn_status encode(uint8_t style, struct vn_str text, struct vn_buf *out,
			     struct vn_err *err)
{
	(void)style;
	return vn_buf_add(out, text.ptr, text.len, err);
}

static void close_reader(void *self)
{
	(void)self;
}

static const char *const extensions[] = {"pdf", NULL};

const struct vn_source vn_source_pdf = {
	.name = "pdf",
	.summary = "PDF, the invisible text that OCR laid over its pages",
	.extensions = extensions,
	.probe = probe,
	.open = open_reader,
	.feed = feed,
	.encode = encode,
	.close = close_reader,
};
