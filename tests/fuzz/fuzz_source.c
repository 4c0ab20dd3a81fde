/* Any bytes as the format they look like, or hOCR: refused, or written back with nothing changed
 * but what can be put back; and the same whatever the pieces. The first byte says how long these
 * are. */
#include "fuzz.h"

#include "feed.h"
#include "pipeline.h"
#include "put_back.h"

#include <stdlib.h>

/* What came of a document. */
struct passage {
	struct vn_buf out, back;
};

/* Puts the splices back: what is left must be the bytes that were read. */
static enum vn_status observe(void *self, const struct vn_finished *finished, struct vn_err *err)
{
	return put_back(&((struct passage *)self)->back, finished, err);
}

static enum vn_status pass(struct vn_pipeline *pipeline, struct passage *p, struct vn_str bytes,
			   size_t chunk)
{
	vn_pipeline_reset(pipeline);
	p->out.len = p->back.len = 0;
	return feed_all(pipeline, bytes, chunk, &p->out, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct vn_pipeline *pipeline;
	static struct vn_options options;
	static struct passage whole, parts;
	struct vn_str bytes;
	enum vn_status status;

	if (!pipeline) {
		if (vn_stages_mask(&options.skip, "normalise,protect,repair", NULL))
			abort();
		options.skip = ~options.skip;
		if (vn_pipeline_open(&pipeline, &options, NULL, NULL))
			abort();
		vn_pipeline_observe(pipeline, observe, NULL);
	}
	if (!size)
		return 0;
	bytes = (struct vn_str){(const char *)data + 1, size - 1};
	options.source = vn_source_probe(bytes, true);
	if (options.source == &vn_source_text)
		options.source = &vn_source_hocr;
	vn_pipeline_observe(pipeline, observe, &whole);
	status = pass(pipeline, &whole, bytes, bytes.len ? bytes.len : 1);
	vn_pipeline_observe(pipeline, observe, &parts);
	if ((pass(pipeline, &parts, bytes, 1 + data[0]) != VN_OK) != (status != VN_OK))
		abort();
	if (status)
		return 0;
	if (!vn_str_eq(vn_buf_str(&whole.back), bytes) ||
	    !vn_str_eq(vn_buf_str(&whole.out), vn_buf_str(&parts.out)))
		abort();
	return 0;
}
