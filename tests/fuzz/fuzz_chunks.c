/*
 * A document gives the same bytes, units and counts however it is fed, or is refused either way.
 * The first part of the input holds the lengths of the chunks, over and over; the second is the
 * document. The first byte chooses whether each line is a unit, whether the stages run, and the
 * source. Built with a pipeline of its own, whose units are a few lines long: VN_UNIT_BYTES in
 * meson.build.
 */
#include "fuzz.h"
#include "pipeline.h"
#include "small_model.h"
#include "source/source.h"

enum { BY_LINE = 1, NO_STAGE = 2, PROBE = 4, SOURCE = 8 }; /* bits of the first byte */

/* What came of a document. */
struct result {
	enum vn_status status;
	struct vn_buf out;
	struct vn_buf units; /* where each begins and how long it is, uint64_t */
	struct vn_stats stats;
};

static enum vn_status sink(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	return vn_buf_add(&((struct result *)self)->out, bytes, len, err);
}

static enum vn_status observe(void *self, const struct vn_finished *finished, struct vn_err *err)
{
	const struct vn_reading *reading = &finished->reading;
	const uint64_t unit[] = {reading->offset, reading->bytes.len, reading->text.len};
	return vn_buf_add(&((struct result *)self)->units, unit, sizeof unit, err);
}

static void begin(struct vn_pipeline *pipeline, struct result *result)
{
	result->status = VN_OK;
	result->out.len = result->units.len = 0;
	vn_pipeline_observe(pipeline, observe, result);
	vn_pipeline_reset(pipeline);
}

static void feed(struct vn_pipeline *pipeline, struct vn_str bytes, struct result *result)
{
	if (!result->status)
		result->status =
			vn_pipeline_feed(pipeline, bytes.ptr, bytes.len, sink, result, NULL);
}

static void finish(struct vn_pipeline *pipeline, struct result *result)
{
	if (!result->status)
		result->status = vn_pipeline_finish(pipeline, sink, result, NULL);
	result->stats = *vn_pipeline_stats(pipeline);
	fuzz_require(!result->status || result->status == VN_EINPUT);
}

/* Feeds TEXT in chunks of the LENGTHS, of which 0 is one too. */
static void feed_chunks(struct vn_pipeline *pipeline, struct vn_str text, struct vn_str lengths,
			struct result *result)
{
	for (size_t at = 0, i = 0; at < text.len; i++) {
		size_t len = lengths.len ? (unsigned char)lengths.ptr[i % lengths.len] : 1;
		if (len > text.len - at || (i >= lengths.len && len == 0))
			len = text.len - at;
		feed(pipeline, (struct vn_str){text.ptr + at, len}, result);
		at += len;
	}
}

static void compare(const struct result *a, const struct result *b, struct vn_str text)
{
	fuzz_require(a->status == b->status);
	if (a->status)
		return;
	fuzz_require(vn_str_eq(vn_buf_str(&a->out), vn_buf_str(&b->out)));
	fuzz_require(vn_str_eq(vn_buf_str(&a->units), vn_buf_str(&b->units)));
	fuzz_require(memcmp(&a->stats, &b->stats, sizeof a->stats) == 0);
	fuzz_require(a->stats.bytes_in == text.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct vn_options options;
	static struct vn_pipeline *pipeline;
	static struct result whole, parts;
	unsigned how = fuzz_byte(&data, &size);
	struct vn_str lengths = fuzz_part(&data, &size), text = {(const char *)data, size};

	if (!pipeline) {
		struct vn_model *model = small_model_open();
		fuzz_require(model && !vn_pipeline_open(&pipeline, &options, model, NULL));
	}
	options.by_line = how & BY_LINE;
	options.skip = how & NO_STAGE ? UINT32_MAX : 0;
	options.probe = how & PROBE;
	options.source = how & SOURCE ? &vn_source_hocr : NULL;
	begin(pipeline, &whole);
	feed(pipeline, text, &whole);
	finish(pipeline, &whole);
	begin(pipeline, &parts);
	feed_chunks(pipeline, text, lengths, &parts);
	finish(pipeline, &parts);
	compare(&whole, &parts, text);
	return 0;
}
