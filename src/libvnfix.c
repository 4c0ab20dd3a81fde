/* The public library: a thin face of the pipeline. */
#include "vnfix.h"

#include "damage/damage.h"
#include "load/load.h"
#include "pipeline.h"
#include "user/user.h"

#include <assert.h>
#include <stdlib.h>

/* The public numbers are the core's: a status or an option is passed on by a cast. */
#define SAME(public, core) static_assert((int)(public) == (int)(core), #public)
SAME(VNFIX_EUSAGE, VN_EUSAGE);
SAME(VNFIX_EINPUT, VN_EINPUT);
SAME(VNFIX_EOUTPUT, VN_EOUTPUT);
SAME(VNFIX_ELIMIT, VN_ELIMIT);
SAME(VNFIX_EMODEL, VN_EMODEL);
SAME(VNFIX_ENOMEM, VN_ENOMEM);
SAME(VNFIX_TONE_KEEP, VN_TONE_KEEP);
SAME(VNFIX_TONE_OLD, VN_TONE_OLD);
SAME(VNFIX_TONE_NEW, VN_TONE_NEW);
static_assert(sizeof((struct vnfix_error *)0)->text == VN_ERR_TEXT, "message length");

/* What the public kinds of damage are here. */
static const struct vn_damage *const kinds[] = {
	[VNFIX_ASSUME_AUTO] = NULL,
	[VNFIX_ASSUME_ENG] = &vn_damages[VN_DAMAGE_ENG],
	[VNFIX_ASSUME_VIE] = &vn_damages[VN_DAMAGE_VIE],
	[VNFIX_ASSUME_BARE] = &vn_damages[VN_DAMAGE_BARE],
	[VNFIX_ASSUME_CLEAN] = &vn_damages[VN_DAMAGE_CLEAN],
};

struct vnfix {
	struct vn_options options;
	struct vn_model *model;
	struct vn_model *wider; /* that and the user's words; NULL: they have none */
	struct vn_user *user;	/* NULL: nothing is said */
	struct vn_pipeline *pipeline;
};

static enum vnfix_status report(enum vn_status status, const struct vn_err *err,
				struct vnfix_error *error)
{
	if (status && error) {
		error->status = (int)status;
		error->offset = err->offset;
		memcpy(error->text, err->text, sizeof error->text);
	}
	return (enum vnfix_status)status;
}

/* The size of the caller's struct when it ended before MEMBER. */
#define SIZE_BEFORE(member) offsetof(struct vnfix_options, member)

/* Reads the caller's options. Values that have no name here are refused. */
static enum vn_status read_options(struct vn_options *to, const struct vnfix_options *from,
				   struct vn_err *err)
{
	uint32_t only = 0, confidence = 0;
	enum vn_status status = VN_OK;

	if (!from)
		return VN_OK;
	if (from->size > SIZE_BEFORE(min_confidence))
		confidence = from->min_confidence;
	if ((from->size != sizeof *from && from->size != SIZE_BEFORE(dict) &&
	     from->size != SIZE_BEFORE(min_confidence)) ||
	    confidence > VN_SURE || (unsigned)from->assume >= sizeof kinds / sizeof *kinds ||
	    (unsigned)from->tone > VN_TONE_NEW)
		return vn_err_set(err, VN_EUSAGE, "vnfix_options: a member is out of range");
	to->assume = kinds[from->assume];
	to->tone = (enum vn_tone)from->tone;
	to->min_confidence = (vn_confidence)confidence;
	if (from->skip)
		status = vn_stages_mask(&to->skip, from->skip, err);
	if (!status && from->only)
		status = vn_stages_mask(&only, from->only, err);
	if (only)
		to->skip |= ~only;
	return status;
}

/* Reads what the caller knows better. */
static enum vn_status open_user(struct vn_user **user, const struct vnfix_options *from,
				struct vn_err *err)
{
	struct vn_user_wishes wishes = {0};

	if (!from || from->size != sizeof *from || !(from->dict || from->rules || from->protect))
		return VN_OK;
	wishes = (struct vn_user_wishes){
		&from->dict,	from->dict != NULL,    &from->rules, from->rules != NULL,
		&from->protect, from->protect != NULL, vn_load_text};
	return vn_user_open(user, &wishes, err);
}

enum vnfix_status vnfix_open(struct vnfix **out, const char *model_path,
			     const struct vnfix_options *options, struct vnfix_error *error)
{
	struct vn_err err;
	struct vnfix *fix = calloc(1, sizeof *fix);
	enum vn_status status;

	if (!fix)
		return report(vn_err_nomem(&err), &err, error);
	status = read_options(&fix->options, options, &err);
	if (!status)
		status = open_user(&fix->user, options, &err);
	fix->options.user = fix->user;
	if (!model_path)
		model_path = MODELDIR "/vnfix.model";
	if (!status && vn_pipeline_needs_model(&fix->options))
		status =
			vn_err_name(&err, vn_model_open(&fix->model, model_path, &err), model_path);
	if (!status && fix->model && fix->user)
		status = vn_user_model(&fix->wider, fix->user, fix->model, &err);
	if (!status)
		status = vn_pipeline_open(&fix->pipeline, &fix->options,
					  fix->wider ? fix->wider : fix->model, &err);
	if (status) {
		vnfix_close(fix);
		return report(status, &err, error);
	}
	*out = fix;
	return VNFIX_OK;
}

static enum vn_status collect(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	return vn_buf_add(self, bytes, len, err);
}

enum vnfix_status vnfix_text(struct vnfix *fix, const char *in, size_t len, char **out,
			     size_t *out_len, struct vnfix_error *error)
{
	struct vn_buf text = {0};
	struct vn_err err;
	enum vn_status status;

	vn_pipeline_reset(fix->pipeline);
	status = vn_pipeline_feed(fix->pipeline, in, len, collect, &text, &err);
	if (!status)
		status = vn_pipeline_finish(fix->pipeline, collect, &text, &err);
	if (!status)
		status = vn_buf_add(&text, "", 1, &err);
	if (status) {
		vn_buf_fini(&text);
		return report(status, &err, error);
	}
	*out = text.ptr;
	*out_len = text.len - 1;
	return VNFIX_OK;
}

void vnfix_free(char *text)
{
	free(text);
}

void vnfix_close(struct vnfix *fix)
{
	if (!fix)
		return;
	vn_pipeline_close(fix->pipeline);
	vn_model_close(fix->wider);
	vn_model_close(fix->model);
	vn_user_close(fix->user);
	free(fix);
}

const char *vnfix_version(void)
{
	return VNFIX_VERSION;
}

const char *vnfix_status_text(enum vnfix_status status)
{
	static const char *const texts[] = {
		[VNFIX_OK] = "success",
		[VNFIX_EUSAGE] = "wrong argument or option",
		[VNFIX_EINPUT] = "unreadable input",
		[VNFIX_EOUTPUT] = "failed output",
		[VNFIX_ELIMIT] = "limit hit",
		[VNFIX_EMODEL] = "model missing or damaged",
		[VNFIX_ENOMEM] = "out of memory",
	};
	size_t i = (size_t)status;
	return i < sizeof texts / sizeof *texts ? texts[i] : "unknown status";
}
