/* Any bytes as a table, a list of words and a text, parted by U+001E: they are refused, or the
 * stages run with them, and undoing gives the text back. The first byte chooses the kind of damage.
 */
#include "fuzz.h"
#include "pipeline.h"
#include "small_model.h"
#include "user/user.h"

#include <stdlib.h>
#include <unistd.h>

#define PART 0x1e

struct seen {
	struct vn_buf out, back;
};

static enum vn_status sink(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	return vn_buf_add(&((struct seen *)self)->out, bytes, len, err);
}

static enum vn_status observe(void *self, const struct vn_finished *finished, struct vn_err *err)
{
	return vn_unit_undo(finished->unit, &((struct seen *)self)->back, err);
}

/* Takes the bytes up to the next PART. */
static struct vn_str take(const uint8_t **data, size_t *size)
{
	const uint8_t *end = *size ? memchr(*data, PART, *size) : NULL;
	struct vn_str part = {(const char *)*data, end ? (size_t)(end - *data) : *size};
	*data += part.len + (end != NULL);
	*size -= part.len + (end != NULL);
	return part;
}

static void run(const struct vn_user *user, const struct vn_model *model,
		const struct vn_damage *assume, struct vn_str text)
{
	struct vn_options options = {.assume = assume, .user = user};
	struct vn_pipeline *pipeline = NULL;
	struct vn_model *wider = NULL;
	struct seen seen = {{0}};

	if (vn_user_model(&wider, user, model, NULL) ||
	    vn_pipeline_open(&pipeline, &options, wider ? wider : model, NULL))
		abort();
	vn_pipeline_observe(pipeline, observe, &seen);
	if (vn_pipeline_feed(pipeline, text.ptr, text.len, sink, &seen, NULL) ||
	    vn_pipeline_finish(pipeline, sink, &seen, NULL))
		abort();
	if (!vn_str_eq(vn_buf_str(&seen.back), text))
		abort();
	vn_pipeline_close(pipeline);
	vn_model_close(wider);
	vn_buf_fini(&seen.out);
	vn_buf_fini(&seen.back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct vn_model *model;
	char table[SMALL_MODEL_PATH], list[SMALL_MODEL_PATH];
	const char *tables[] = {table}, *lists[] = {list}, *patterns[] = {"[A-Z]+\\d"};
	struct vn_user_wishes wishes = {lists, 1, tables, 1, patterns, 1};
	struct vn_user *user = NULL;
	const struct vn_damage *assume;
	struct vn_str part;

	if (!model && !(model = small_model_open()))
		abort();
	if (!size)
		return 0;
	assume = small_damage(data[0]);
	data++;
	size--;
	part = take(&data, &size);
	/* A context may take too long, which ends the run: that is not what is looked for here. */
	if (memchr(part.ptr, '(', part.len) || !small_file(table, part.ptr, part.len))
		return 0;
	part = take(&data, &size);
	if (!small_file(list, part.ptr, part.len))
		abort();
	if (!vn_user_open(&user, &wishes, NULL))
		run(user, model, assume, (struct vn_str){(const char *)data, size});
	vn_user_close(user);
	unlink(table);
	unlink(list);
	return 0;
}
