/* Any bytes through all stages with the small model: nothing crashes, undoing the edits gives the
 * bytes back, line ends stay where they are, and every format writes it. The first byte chooses
 * kind of damage, tone placement and how sure a change must be. */
#include "change/readings.h"
#include "format/format.h"
#include "fuzz.h"
#include "pipeline.h"
#include "small_model.h"
#include "source/probe.h"

/* Made once: opening costs more than reading some lines. */
static struct vn_options options;
static struct vn_pipeline *pipeline;
static struct vn_buf out, back;

static enum vn_status sink(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	return vn_buf_add(&out, bytes, len, err);
}

static enum vn_status observe(void *self, const struct vn_finished *finished, struct vn_err *err)
{
	const struct vn_format mark = {VN_FORMAT_MARK, VN_DOUBT}, tokens = {VN_FORMAT_TOKENS, 0};

	fuzz_require(!vn_format_mark(&mark, finished, vn_sink_nowhere, NULL, err));
	fuzz_require(!vn_format_tokens(&tokens, finished, vn_sink_nowhere, NULL, err));
	return vn_unit_undo(finished->unit, &back, err);
}

static size_t lines_of(const struct vn_buf *text)
{
	size_t lines = 0;
	for (size_t i = 0; i < text->len; i++)
		lines += text->ptr[i] == '\n';
	return lines;
}

static void begin(void)
{
	if (!pipeline) {
		struct vn_model *model = small_model_open();
		fuzz_require(model && !vn_pipeline_open(&pipeline, &options, model, NULL));
		vn_pipeline_observe(pipeline, observe, NULL);
	}
	out.len = back.len = 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const vn_confidence bars[] = {0, 9000, UINT16_MAX};
	unsigned how = fuzz_byte(&data, &size);

	begin();
	fuzz_require(size >= 32 ||
		     vn_probe((struct vn_str){(const char *)data, size}) != &vn_no_text_binary);
	options.assume = small_damage(how);
	options.tone = (enum vn_tone)(how / (VN_DAMAGE_COUNT + 1) % 3);
	options.min_confidence = bars[how / (VN_DAMAGE_COUNT + 1) / 3 % 3];
	vn_pipeline_reset(pipeline);
	fuzz_require(!vn_pipeline_feed(pipeline, (const char *)data, size, sink, NULL, NULL));
	fuzz_require(!vn_pipeline_finish(pipeline, sink, NULL, NULL));
	fuzz_require(vn_str_eq(vn_buf_str(&back), (struct vn_str){(const char *)data, size}));
	fuzz_require(lines_of(&back) == lines_of(&out));
	return 0;
}
