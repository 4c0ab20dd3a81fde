/* The stage of the user: before all others, on the text as it was read. */
#include "stage.h"
#include "user/user.h"

static enum vn_status run(void *data, struct vn_document *doc, struct vn_unit *unit,
			  struct vn_err *err)
{
	const struct vn_user *user = doc->options->user;
	enum vn_status status = user ? vn_user_protect(user, unit, err) : VN_OK;

	(void)data;
	return !status && user ? vn_user_replace(user, unit, err) : status;
}

const struct vn_stage vn_stage_user = {
	.name = "user",
	.summary = "what --protect and --rules ask for",
	.run = run,
};
