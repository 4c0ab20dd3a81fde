#include "batch/output.h"

#include "term/lang.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool vn_output_is_file(const struct vn_plan *plan)
{
	return plan->target.output && strcmp(plan->target.output, "-") != 0;
}

bool vn_output_stat(struct stat *st, const struct vn_plan *plan)
{
	int failed =
		vn_output_is_file(plan) ? stat(plan->target.output, st) : fstat(STDOUT_FILENO, st);
	return !failed && S_ISREG(st->st_mode);
}

/* Whether INPUT is the regular file of OUTPUT. */
static bool is_input(const struct stat *output, const struct vn_input *input)
{
	struct stat st = {.st_dev = input->device, .st_ino = input->inode};
	if (input->standard && fstat(STDIN_FILENO, &st) < 0)
		return false;
	return st.st_dev == output->st_dev && st.st_ino == output->st_ino;
}

/* The input that the output would destroy, or that would grow while it is read; else NULL. */
static const struct vn_input *clash(const struct vn_plan *plan, const struct vn_inputs *inputs)
{
	struct stat st;

	if (!vn_output_stat(&st, plan))
		return NULL;
	for (size_t i = 0; i < inputs->count; i++)
		if (!inputs->item[i].reason && is_input(&st, &inputs->item[i]))
			return &inputs->item[i];
	return NULL;
}

static const char *output_name(const struct vn_plan *plan)
{
	return vn_output_is_file(plan) ? plan->target.output : _("standard output");
}

enum vn_exit vn_output_open(struct vn_save *out, const struct vn_plan *plan,
			    const struct vn_inputs *inputs, const struct vn_says *says)
{
	const struct vn_save_how how = {.replace = plan->target.existing == VN_EXISTING_OVERWRITE,
					.watch = plan->target.watch};
	const struct vn_input *same = clash(plan, inputs);
	struct vn_err err;
	enum vn_status status;

	*out = (struct vn_save){0};
	if (same) {
		vn_tell(says, same->standard ? _("standard input") : same->path,
			"is the output too; nothing done");
		return VN_EXIT_OUTPUT;
	}
	if (!vn_output_is_file(plan)) {
		vn_save_from_fd(out, STDOUT_FILENO);
		return VN_EXIT_DONE;
	}
	status = vn_save_open(out, AT_FDCWD, plan->target.output, &how, &err);
	if (status && out->error == EEXIST)
		vn_tell_hint(says, plan->target.output, "exists already", says->hints.replace);
	else if (status)
		vn_tell(says, plan->target.output, err.text);
	return vn_exit_code(status);
}

enum vn_exit vn_output_failed(const struct vn_save *out, const struct vn_plan *plan,
			      const struct vn_says *says)
{
	if (out->error == EPIPE && says->unread)
		says->unread(says->self);
	vn_tell(says, output_name(plan), vn_save_error_text(out->error));
	return vn_exit_code(vn_save_status(out->error));
}

enum vn_exit vn_output_close(struct vn_save *out, const struct vn_plan *plan,
			     const struct vn_says *says)
{
	enum vn_status status = vn_save_finish(out, NULL);

	if (status && out->error == EEXIST) {
		vn_tell(says, plan->target.output, "has appeared meanwhile; left as it is");
		return VN_EXIT_OUTPUT;
	}
	return status ? vn_output_failed(out, plan, says) : VN_EXIT_DONE;
}

void vn_output_abort(struct vn_save *out)
{
	vn_save_abort(out);
}
