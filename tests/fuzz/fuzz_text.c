/* Any bytes through all stages with the small model: nothing crashes, undoing the edits gives the
 * bytes back, line ends stay where they are, and every format writes it. The first byte chooses
 * kind of damage, tone placement and how sure a change must be. */
#include "format/format.h"
#include "fuzz.h"
#include "pipeline.h"
#include "small_model.h"

#include <stdlib.h>

struct seen {
	struct vn_buf out, back;
};

static enum vn_status sink(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	return vn_buf_add(&((struct seen *)self)->out, bytes, len, err);
}

static enum vn_status nowhere(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	return VN_OK;
}

static enum vn_status observe(void *self, const struct vn_finished *finished, struct vn_err *err)
{
	const struct vn_format mark = {VN_FORMAT_MARK, VN_DOUBT}, tokens = {VN_FORMAT_TOKENS, 0};

	if (vn_format_mark(&mark, finished, nowhere, NULL, err) ||
	    vn_format_tokens(&tokens, finished, nowhere, NULL, err))
		abort();
	return vn_unit_undo(finished->unit, &((struct seen *)self)->back, err);
}

static size_t lines_of(const struct vn_buf *text)
{
	size_t lines = 0;
	for (size_t i = 0; i < text->len; i++)
		lines += text->ptr[i] == '\n';
	return lines;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct vn_model *model;
	static const vn_confidence bars[] = {0, 9000, UINT16_MAX};
	struct vn_options options = {0};
	struct vn_pipeline *pipeline = NULL;
	struct seen seen = {{0}};

	if (!model && !(model = small_model_open()))
		abort();
	if (!size)
		return 0;
	options.assume = small_damage(data[0]);
	options.tone = (enum vn_tone)(data[0] / (VN_DAMAGE_COUNT + 1) % 3);
	options.min_confidence = bars[data[0] / (VN_DAMAGE_COUNT + 1) / 3 % 3];
	data++;
	size--;
	if (vn_pipeline_open(&pipeline, &options, model, NULL))
		abort();
	vn_pipeline_observe(pipeline, observe, &seen);
	if (vn_pipeline_feed(pipeline, (const char *)data, size, sink, &seen, NULL) ||
	    vn_pipeline_finish(pipeline, sink, &seen, NULL))
		abort();
	if (seen.back.len != size || (size && memcmp(seen.back.ptr, data, size) != 0) ||
	    lines_of(&seen.back) != lines_of(&seen.out))
		abort();
	vn_pipeline_close(pipeline);
	vn_buf_fini(&seen.out);
	vn_buf_fini(&seen.back);
	return 0;
}
