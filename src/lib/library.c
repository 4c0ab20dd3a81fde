/* The public library: a thin face of the pipeline. */
#include "lib/library.h"

#include "load/load.h"

#include <assert.h>

/* The public numbers are the core's: a status is passed on by a cast. */
#define SAME(public, core) static_assert((int)(public) == (int)(core), #public)
SAME(VNFIX_EUSAGE, VN_EUSAGE);
SAME(VNFIX_EINPUT, VN_EINPUT);
SAME(VNFIX_EOUTPUT, VN_EOUTPUT);
SAME(VNFIX_ELIMIT, VN_ELIMIT);
SAME(VNFIX_EMODEL, VN_EMODEL);
SAME(VNFIX_ENOMEM, VN_ENOMEM);
static_assert(sizeof((struct vnfix_error *)0)->text == VN_ERR_TEXT, "message length");

enum vnfix_status vnfix_report(enum vn_status status, const struct vn_err *err,
			       struct vnfix_error *error)
{
	if (status && error) {
		error->status = (int)status;
		error->offset = err->offset;
		memcpy(error->text, err->text, sizeof error->text);
	}
	return (enum vnfix_status)status;
}

/* Makes room for a model. */
static enum vn_status new_model(struct vnfix_model **out, const struct vnfix_allocator *allocator,
				struct vn_err *err)
{
	struct vnfix_allocator by = vnfix_allocator_of(allocator);
	struct vnfix_model *model = vnfix_take(&by, sizeof *model);

	if (!model)
		return vn_err_nomem(err);
	model->by = by;
	atomic_init(&model->users, 1);
	*out = model;
	return VN_OK;
}

/* Hands MODEL over if it could be opened. */
static enum vnfix_status settle_model(struct vnfix_model **out, struct vnfix_model *model,
				      enum vn_status status, const struct vn_err *err,
				      struct vnfix_error *error)
{
	if (status)
		vnfix_model_close(model);
	else
		*out = model;
	return vnfix_report(status, err, error);
}

enum vnfix_status vnfix_model_open(struct vnfix_model **out, const char *path,
				   const struct vnfix_allocator *allocator,
				   struct vnfix_error *error)
{
	struct vnfix_model *model = NULL;
	struct vn_err err;
	enum vn_status status = new_model(&model, allocator, &err);

	if (!path)
		path = MODELDIR "/vnfix.model";
	if (!status)
		status = vn_err_name(&err, vn_model_open(&model->model, path, &err), path);
	return settle_model(out, model, status, &err, error);
}

enum vnfix_status vnfix_model_memory(struct vnfix_model **out, const void *bytes, size_t len,
				     const struct vnfix_allocator *allocator,
				     struct vnfix_error *error)
{
	struct vnfix_model *model = NULL;
	struct vn_err err;
	enum vn_status status = new_model(&model, allocator, &err);

	if (!status)
		status = vn_model_read(&model->model, (struct vn_str){bytes, len}, NULL, &err);
	return settle_model(out, model, status, &err, error);
}

const char *vnfix_model_info(const struct vnfix_model *model)
{
	return vn_model_info(model->model);
}

void vnfix_model_close(struct vnfix_model *model)
{
	if (!model || atomic_fetch_sub(&model->users, 1) > 1)
		return;
	vn_model_close(model->model);
	vnfix_give(&model->by, model);
}

static struct vnfix_model *share(struct vnfix_model *model)
{
	if (model)
		atomic_fetch_add(&model->users, 1);
	return model;
}

enum vnfix_status vnfix_open(struct vnfix **out, struct vnfix_model *model,
			     const struct vnfix_allocator *allocator, struct vnfix_error *error)
{
	struct vnfix_allocator by = vnfix_allocator_of(allocator);
	struct vnfix *fix = vnfix_take(&by, sizeof *fix);
	struct vn_err err;

	if (!fix)
		return vnfix_report(vn_err_nomem(&err), &err, error);
	fix->by = by;
	fix->model = share(model);
	fix->options.min_confidence = VN_ENOUGH;
	*out = fix;
	return VNFIX_OK;
}

enum vnfix_status vnfix_clone(struct vnfix **out, const struct vnfix *fix,
			      struct vnfix_error *error)
{
	struct vnfix *copy = NULL;
	enum vnfix_status status = vnfix_open(&copy, fix->model, &fix->by, error);

	if (status)
		return status;
	copy->options = fix->options;
	memcpy(copy->field, fix->field, sizeof copy->field);
	if (copy->options.how.field)
		copy->options.how.field = copy->field;
	copy->only = fix->only;
	copy->skip = fix->skip;
	copy->known = vnfix_known_share(fix->known);
	*out = copy;
	return VNFIX_OK;
}

void vnfix_close(struct vnfix *fix)
{
	if (!fix)
		return;
	vn_pipeline_close(fix->pipeline);
	vnfix_known_close(fix->known);
	vnfix_model_close(fix->model);
	vnfix_give(&fix->by, fix);
}

static bool stop(void *self)
{
	const struct vnfix *fix = self;
	return fix->stop && fix->stop(fix->stop_self);
}

void vnfix_watch(struct vnfix *fix, int (*stop_work)(void *self), void *self)
{
	fix->stop = stop_work;
	fix->stop_self = self;
}

void vnfix_reset(struct vnfix *fix)
{
	if (fix->pipeline)
		vn_pipeline_reset(fix->pipeline);
	fix->feeding = false;
}

enum vn_status vnfix_begin(struct vnfix *fix, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	fix->options.skip = fix->skip | (fix->only ? ~fix->only : 0);
	if (!fix->pipeline) {
		status = vn_pipeline_open(&fix->pipeline, &fix->options, vnfix_words(fix), err);
		if (!status)
			vn_pipeline_watch(fix->pipeline, stop, fix);
	}
	if (!status)
		vnfix_reset(fix);
	return status;
}

enum vn_status vnfix_through(struct vnfix *fix, const char *in, size_t len, vn_sink sink,
			     void *self, struct vn_err *err)
{
	enum vn_status status = vn_pipeline_feed(fix->pipeline, in, len, sink, self, err);
	return status ? status : vn_pipeline_finish(fix->pipeline, sink, self, err);
}

enum vnfix_status vnfix_text(struct vnfix *fix, const char *in, size_t len, char **out,
			     size_t *out_len, struct vnfix_error *error)
{
	struct vnfix_growing text = {.by = fix->by};
	struct vn_err err;
	enum vn_status status = vnfix_begin(fix, &err);

	if (!status)
		status = vnfix_through(fix, in, len, vnfix_append, &text, &err);
	if (!status) /* an empty one, too, is a string */
		status = vnfix_append(&text, "", 0, &err);
	if (status) {
		vnfix_free(text.ptr);
		return vnfix_report(status, &err, error);
	}
	*out = text.ptr;
	*out_len = text.len;
	return VNFIX_OK;
}

/* The caller's sink. */
struct outlet {
	vnfix_sink sink;
	void *self;
};

static enum vn_status pour(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	const struct outlet *outlet = self;
	if (len && outlet->sink(outlet->self, bytes, len))
		return vn_err_set(err, VN_EOUTPUT, "the sink wants no more");
	return VN_OK;
}

/* Bytes for the document that is being fed, LAST: its end. */
static enum vnfix_status go_on(struct vnfix *fix, const char *bytes, size_t len, bool last,
			       struct outlet outlet, struct vnfix_error *error)
{
	struct vn_err err;
	enum vn_status status = fix->feeding ? VN_OK : vnfix_begin(fix, &err);

	if (!status)
		status = last ? vn_pipeline_finish(fix->pipeline, pour, &outlet, &err)
			      : vn_pipeline_feed(fix->pipeline, bytes, len, pour, &outlet, &err);
	fix->feeding = !status && !last;
	return vnfix_report(status, &err, error);
}

enum vnfix_status vnfix_feed(struct vnfix *fix, const char *bytes, size_t len, vnfix_sink sink,
			     void *self, struct vnfix_error *error)
{
	return go_on(fix, bytes, len, false, (struct outlet){sink, self}, error);
}

enum vnfix_status vnfix_finish(struct vnfix *fix, vnfix_sink sink, void *self,
			       struct vnfix_error *error)
{
	return go_on(fix, "", 0, true, (struct outlet){sink, self}, error);
}

const char *vnfix_version(void)
{
	return VNFIX_VERSION;
}

const char *vnfix_status_text(enum vnfix_status status)
{
	static const char *const texts[] = {
		[VNFIX_OK] = "success",
		[VNFIX_EUSAGE] = "wrong argument or setting",
		[VNFIX_EINPUT] = "unreadable input",
		[VNFIX_EOUTPUT] = "failed output",
		[VNFIX_ELIMIT] = "limit hit",
		[VNFIX_EMODEL] = "model missing or damaged",
		[VNFIX_ENOMEM] = "out of memory",
	};
	size_t i = (size_t)status;
	return i < sizeof texts / sizeof *texts ? texts[i] : "unknown status";
}
