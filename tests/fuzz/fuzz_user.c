/* Any bytes as a table, a list of words and a text, parted by FUZZ_PART: they are refused, or the
 * stages run with them, and undoing gives the text back. The first byte chooses the kind of damage,
 * and whether the search runs too, whose model then knows the words of the list. */
#include "fuzz.h"
#include "load/load.h"
#include "pipeline.h"
#include "small_model.h"
#include "user/user.h"

#define SEARCH 0x80 /* bit of the first byte */

static struct vn_options options;
static struct vn_buf out, back;

static enum vn_status sink(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	return vn_buf_add(&out, bytes, len, err);
}

static enum vn_status observe(void *self, const struct vn_finished *finished, struct vn_err *err)
{
	return vn_unit_undo(finished->unit, &back, err);
}

static void read_text(struct vn_pipeline *pipeline, struct vn_str text)
{
	out.len = back.len = 0;
	vn_pipeline_observe(pipeline, observe, NULL);
	vn_pipeline_reset(pipeline);
	fuzz_require(!vn_pipeline_feed(pipeline, text.ptr, text.len, sink, NULL, NULL));
	fuzz_require(!vn_pipeline_finish(pipeline, sink, NULL, NULL));
	fuzz_require(vn_str_eq(vn_buf_str(&back), text));
}

/* The stages that need no model: one pipeline for all inputs. */
static void without_search(struct vn_str text)
{
	static struct vn_pipeline *pipeline;

	options.skip = 0;
	fuzz_require(!vn_stages_mask(&options.skip, "restore,recase,trust", NULL));
	if (!pipeline)
		fuzz_require(!vn_pipeline_open(&pipeline, &options, NULL, NULL));
	read_text(pipeline, text);
}

/* The others, with a model that has the words of the user. */
static void with_search(struct vn_str text)
{
	static struct vn_model *model;
	struct vn_model *wider = NULL;
	struct vn_pipeline *pipeline = NULL;

	if (!model)
		model = small_model_open();
	fuzz_require(model && !vn_user_model(&wider, options.user, model, NULL));
	options.skip = 0;
	fuzz_require(!vn_stages_mask(&options.skip, "repair", NULL)); /* slow to open */
	fuzz_require(!vn_pipeline_open(&pipeline, &options, wider ? wider : model, NULL));
	read_text(pipeline, text);
	vn_pipeline_close(pipeline);
	vn_model_close(wider);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fuzz_file table, list;
	const char *tables[] = {table.name}, *lists[] = {list.name}, *patterns[] = {"[A-Z]+\\d"};
	struct vn_user_config config = {lists, 1, tables, 1, patterns, 1, vn_load_text};
	struct vn_user *user = NULL;
	unsigned how = fuzz_byte(&data, &size);
	struct vn_str part = fuzz_part(&data, &size), text;

	/* A context may take too long, which ends the run: that is not what is looked for here. */
	if (memchr(part.ptr, '(', part.len))
		return 0;
	fuzz_file_put(&table, part);
	fuzz_file_put(&list, fuzz_part(&data, &size));
	if (vn_user_open(&user, &config, NULL))
		return 0;
	text = (struct vn_str){(const char *)data, size};
	options.user = user;
	options.assume = small_damage(how & ~SEARCH);
	if (how & SEARCH)
		with_search(text);
	else
		without_search(text);
	vn_user_close(user);
	return 0;
}
