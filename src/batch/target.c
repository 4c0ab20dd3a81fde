#include "batch/target.h"

#include "batch/batch.h"
#include "term/lang.h"
#include "files/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* How the output is saved. */
static struct vn_save_how how(const struct vn_target *target)
{
	const struct vn_plan_target *plan = &target->batch->plan->target;
	struct vn_save_how how = {
		.replace = plan->in_place || plan->existing == VN_EXISTING_OVERWRITE,
		.plain = !plan->in_place || target->input->found,
		.backup = plan->backup ? VN_BACKUP_SIMPLE : VN_BACKUP_NONE,
		.suffix = plan->backup,
		/* Not open to more people than the input is. */
		.mode = S_ISREG(target->st->st_mode) ? target->st->st_mode & 0777 : 0666,
		.watch = plan->watch,
		.sweep = &target->batch->sweep,
	};
	return how;
}

void vn_target_init(struct vn_target *target, struct vn_batch *batch, const struct vn_input *input,
		    const struct stat *st)
{
	*target = (struct vn_target){.batch = batch, .input = input, .st = st};
}

void vn_target_fini(struct vn_target *target)
{
	vn_buf_fini(&target->head);
	free(target->name);
	target->name = NULL;
}

bool vn_target_name(struct vn_target *target)
{
	const struct vn_plan_target *plan = &target->batch->plan->target;

	if (plan->in_place)
		target->name = strdup(target->input->path);
	else if (asprintf(&target->name, "%s/%s", plan->output_dir, target->input->below) < 0)
		target->name = NULL;
	return target->name != NULL;
}

enum vn_reason vn_target_taken(const struct vn_target *target)
{
	const struct vn_batch *batch = target->batch;
	struct stat st;

	if (batch->plan->target.in_place ||
	    vn_tree_stat(batch->root, target->input->below, &st) < 0)
		return VN_REASON_NONE;
	if (vn_inputs_have(&batch->inputs, &st))
		return VN_REASON_CLASH;
	if (batch->plan->target.existing == VN_EXISTING_SKIP)
		return VN_REASON_TAKEN;
	return batch->plan->target.existing == VN_EXISTING_FAIL && S_ISREG(st.st_mode)
		       ? VN_REASON_EXISTS
		       : VN_REASON_NONE;
}

const char *vn_target_text(enum vn_reason reason)
{
	if (reason == VN_REASON_CLASH)
		return N_("its output is an input too; nothing done");
	if (reason == VN_REASON_EXISTS)
		return N_("its output exists already");
	if (reason == VN_REASON_SAME)
		return N_("its output is that of another input; nothing done");
	return vn_reason_text(reason);
}

static enum vn_status failed(struct vn_target *target, int error, struct vn_err *err)
{
	target->save.error = error;
	return vn_err_set(err, VN_EOUTPUT, "%s", vn_save_error_text(error));
}

/* Whether a copy of the input has the name that the next one would take. */
static bool has_backup(const struct vn_target *target)
{
	char *path = realpath(target->input->path, NULL), *backup = NULL;
	struct stat st;
	bool exists = false;

	if (path && asprintf(&backup, "%s%s", path, target->batch->plan->target.backup) >= 0)
		exists = lstat(backup, &st) == 0;
	else
		backup = NULL;
	free(path);
	free(backup);
	return exists;
}

/* Opens the input itself as the output. */
static enum vn_status open_same(struct vn_target *target, struct vn_err *err)
{
	struct vn_save_how with = how(target);
	enum vn_status status;

	/* The oldest copy is the original: it is never replaced. */
	if (with.backup != VN_BACKUP_NONE && has_backup(target))
		with.backup = VN_BACKUP_NUMBERED;
	status = vn_save_open(&target->save, AT_FDCWD, target->input->path, &with, err);
	if (!status && !vn_save_unchanged(&target->save, target->st)) {
		vn_save_abort(&target->save);
		return failed(target, ESTALE, err);
	}
	return status;
}

/* Opens the output below the folder. */
static enum vn_status open_below(struct vn_target *target, struct vn_err *err)
{
	const struct vn_save_how with = how(target);
	const char *name;
	int folder, error = 0;
	enum vn_status status = vn_tree_open(&folder, &name, target->batch->root,
					     target->input->below, 0777, &error, err);

	if (status) {
		target->save.error = error;
		return status;
	}
	status = vn_save_open(&target->save, folder, name, &with, err);
	close(folder);
	return status;
}

/* Opens the output and writes the head. */
static enum vn_status begin(struct vn_target *target, struct vn_err *err)
{
	enum vn_status status = target->batch->plan->target.in_place ? open_same(target, err)
								     : open_below(target, err);

	if (!status)
		status = vn_save_write(&target->save, target->head.ptr, target->head.len, err);
	vn_buf_fini(&target->head);
	return status;
}

enum vn_status vn_target_write(struct vn_target *target, const char *bytes, size_t len,
			       struct vn_err *err)
{
	enum vn_status status = VN_OK;

	if (!target->save.open && len <= VN_HEAD_BYTES - target->head.len)
		return vn_buf_add(&target->head, bytes, len, err);
	if (!target->save.open)
		status = begin(target, err);
	return status ? status : vn_save_write(&target->save, bytes, len, err);
}

enum vn_status vn_target_open(struct vn_target *target, struct vn_err *err)
{
	return target->save.open ? VN_OK : begin(target, err);
}

void vn_target_abort(struct vn_target *target)
{
	vn_save_abort(&target->save);
	vn_buf_fini(&target->head);
}
