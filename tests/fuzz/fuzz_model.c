/* Any bytes as a model: it is refused, or it opens and reads a line without harm. Input that is a
 * list of patches (see below) is applied to a sound model first, so that damage goes deep. */
#include "load/load.h"
#include "files/io.h"
#include "fuzz.h"
#include "pipeline.h"
#include "small_model.h"

#include <unistd.h>

static enum vn_status sink(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	return vn_buf_add(self, bytes, len, err);
}

/* For every kind of damage, by all stages but the rules, which are slow to open and ask no model.
 */
static void read_a_line(const struct vn_model *model)
{
	static const char line[] = "Uy ban nhan dan tinh ban hành ké hoach d6i m6i, số 12/KH.\n";
	struct vn_options options = {0};
	struct vn_pipeline *pipeline = NULL;
	struct vn_buf out = {0};

	fuzz_require(!vn_stages_mask(&options.skip, "repair", NULL));
	if (vn_pipeline_open(&pipeline, &options, model, NULL))
		return;
	for (int d = VN_DAMAGE_ENG; d <= VN_DAMAGE_BARE; d++) {
		options.assume = &vn_damages[d];
		vn_pipeline_reset(pipeline);
		if (!vn_pipeline_feed(pipeline, line, sizeof line - 1, sink, &out, NULL))
			fuzz_require(vn_pipeline_finish(pipeline, sink, &out, NULL) != VN_EINPUT);
	}
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
		fuzz_require(small_model_write(path) && !vn_in_whole(&whole, path, NULL));
		unlink(path);
	}
	bytes.len = 0;
	fuzz_require(!vn_buf_add(&bytes, whole.ptr, whole.len, NULL));
	for (; size >= 7; data += 7, size -= 7) {
		size_t at = (size_t)data[0] | (size_t)data[1] << 8 | (size_t)data[2] << 16;
		memcpy(bytes.ptr + at % (bytes.len - 3), data + 3, 4);
	}
	return &bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fuzz_file file;
	struct vn_model *model = NULL;
	struct vn_str bytes = {(const char *)data, size};

	if (size > 5 && memcmp(data, "patch", 5) == 0)
		bytes = vn_buf_str(patched(data + 5, size - 5));
	fuzz_file_put(&file, bytes);
	if (vn_model_open(&model, file.name, NULL) == VN_OK)
		read_a_line(model);
	vn_model_close(model);
	return 0;
}
