/* Any bytes as a model: it is refused, or it opens and reads a line without harm. Input that is a
 * list of patches (see below) is applied to a sound model first, so that damage goes deep. */
#include "base/io.h"
#include "fuzz.h"
#include "pipeline.h"
#include "small_model.h"

#include <stdlib.h>
#include <unistd.h>

static enum vn_status sink(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	return vn_buf_add(self, bytes, len, err);
}

static void read_a_line(const struct vn_model *model, const struct vn_damage *assume)
{
	static const char line[] = "Uy ban nhan dan tinh ban hành ké hoach d6i m6i, số 12/KH.\n";
	struct vn_options options = {.assume = assume};
	struct vn_pipeline *pipeline = NULL;
	struct vn_buf out = {0};

	if (vn_pipeline_open(&pipeline, &options, model, NULL))
		return;
	if (!vn_pipeline_feed(pipeline, line, sizeof line - 1, sink, &out, NULL) &&
	    vn_pipeline_finish(pipeline, sink, &out, NULL) == VN_EINPUT)
		abort();
	vn_pipeline_close(pipeline);
	vn_buf_fini(&out);
}

/* A sound model with patches of 7 bytes: 3 of offset, little-endian, then 4 that are put there.
 * Input "patch" is followed by them. */
static const struct vn_buf *patched(const uint8_t *data, size_t size)
{
	static struct vn_buf whole, bytes;
	char path[SMALL_MODEL_PATH];

	if (!whole.len) {
		if (!small_model_write(path) || vn_in_whole(&whole, path, NULL))
			abort();
		unlink(path);
	}
	bytes.len = 0;
	if (vn_buf_add(&bytes, whole.ptr, whole.len, NULL))
		abort();
	for (; size >= 7; data += 7, size -= 7) {
		size_t at = (size_t)data[0] | (size_t)data[1] << 8 | (size_t)data[2] << 16;
		memcpy(bytes.ptr + at % (bytes.len - 3), data + 3, 4);
	}
	return &bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[SMALL_MODEL_PATH];
	struct vn_model *model = NULL;
	bool patch = size > 5 && memcmp(data, "patch", 5) == 0;
	const struct vn_buf *bytes = patch ? patched(data + 5, size - 5) : NULL;

	if (!small_file(path, bytes ? (const void *)bytes->ptr : data, bytes ? bytes->len : size))
		abort();
	if (vn_model_open(&model, path, NULL) == VN_OK)
		for (int d = VN_DAMAGE_ENG; d <= VN_DAMAGE_BARE; d++)
			read_a_line(model, &vn_damages[d]);
	vn_model_close(model);
	unlink(path);
	return 0;
}
