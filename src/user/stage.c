/* The stages of the user: what is asked for is marked before all others see the text as it was
 * read, and replaced when those that judge the damage by the neighbours have been there. */
#include "stage.h"
#include "user/user.h"

static enum vn_status mark(void *data, struct vn_document *doc, struct vn_unit *unit,
			   struct vn_err *err)
{
	const struct vn_user *user = doc->options->user;
	enum vn_status status = user ? vn_user_protect(user, unit, err) : VN_OK;

	(void)data;
	return !status && user ? vn_user_want(user, unit, err) : status;
}

static enum vn_status replace(void *data, struct vn_document *doc, struct vn_unit *unit,
			      struct vn_err *err)
{
	(void)data;
	return doc->options->user ? vn_user_replace(doc->options->user, unit, err) : VN_OK;
}

const struct vn_stage vn_stage_user = {
	.name = "user",
	.summary = "mark what --protect and --rules ask for",
	.run = mark,
};

const struct vn_stage vn_stage_replace = {
	.name = "replace",
	.summary = "replace what --rules asks for",
	.layer = VN_LAYER_REPLACED,
	.run = replace,
};
