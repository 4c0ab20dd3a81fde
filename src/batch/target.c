#include "batch/target.h"

#include "term/lang.h"
#include "files/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* How the output of JOB is saved. */
static struct vn_save_how how(const struct vn_job *job)
{
	const struct vn_plan *plan = job->batch->plan;
	struct vn_save_how how = {
		.replace = plan->target.in_place || plan->target.existing == VN_EXISTING_OVERWRITE,
		.plain = !plan->target.in_place,
		.backup = plan->target.backup ? VN_BACKUP_SIMPLE : VN_BACKUP_NONE,
		.suffix = plan->target.backup,
		/* Not open to more people than the input is. */
		.mode = S_ISREG(job->st.st_mode) ? job->st.st_mode & 0777 : 0666,
		.watch = plan->target.watch,
		.sweep = &job->batch->sweep,
	};
	return how;
}

bool vn_target_name(struct vn_job *job)
{
	const struct vn_plan *plan = job->batch->plan;

	if (plan->target.in_place)
		job->output = strdup(job->input->path);
	else if (asprintf(&job->output, "%s/%s", plan->target.output_dir, job->input->below) < 0)
		job->output = NULL;
	return job->output != NULL;
}

enum vn_reason vn_target_taken(const struct vn_job *job)
{
	const struct vn_batch *batch = job->batch;
	struct stat st;

	if (batch->plan->target.in_place || vn_tree_stat(batch->root, job->input->below, &st) < 0)
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
		return N_("its output exists already; --existing=overwrite replaces it");
	if (reason == VN_REASON_SAME)
		return N_("its output is that of another input; nothing done");
	return vn_reason_text(reason);
}

static enum vn_status failed(struct vn_job *job, int error, struct vn_err *err)
{
	job->save.error = error;
	return vn_err_set(err, VN_EOUTPUT, "%s", vn_save_error_text(error));
}

/* Whether a copy of the input has the name that the next one would take. */
static bool has_backup(const struct vn_job *job)
{
	char *path = realpath(job->input->path, NULL), *backup = NULL;
	struct stat st;
	bool exists = false;

	if (path && asprintf(&backup, "%s%s", path, job->batch->plan->target.backup) >= 0)
		exists = lstat(backup, &st) == 0;
	else
		backup = NULL;
	free(path);
	free(backup);
	return exists;
}

/* Opens the input itself as the output. */
static enum vn_status open_same(struct vn_job *job, struct vn_err *err)
{
	struct vn_save_how with = how(job);
	enum vn_status status;

	/* The oldest copy is the original: it is never replaced. */
	if (with.backup != VN_BACKUP_NONE && has_backup(job))
		with.backup = VN_BACKUP_NUMBERED;
	status = vn_save_open(&job->save, AT_FDCWD, job->input->path, &with, err);
	if (!status && !vn_save_unchanged(&job->save, &job->st)) {
		vn_save_abort(&job->save);
		return failed(job, ESTALE, err);
	}
	return status;
}

/* Opens the output below the folder. */
static enum vn_status open_below(struct vn_job *job, struct vn_err *err)
{
	const struct vn_save_how with = how(job);
	const char *name;
	int folder, error = 0;
	enum vn_status status = vn_tree_open(&folder, &name, job->batch->root, job->input->below,
					     0777, &error, err);

	if (status) {
		job->save.error = error;
		return status;
	}
	status = vn_save_open(&job->save, folder, name, &with, err);
	close(folder);
	return status;
}

/* Opens the output and writes the head. */
static enum vn_status begin(struct vn_job *job, struct vn_err *err)
{
	enum vn_status status =
		job->batch->plan->target.in_place ? open_same(job, err) : open_below(job, err);

	if (!status)
		status = vn_save_write(&job->save, job->head.ptr, job->head.len, err);
	vn_buf_fini(&job->head);
	return status;
}

enum vn_status vn_target_write(struct vn_job *job, const char *bytes, size_t len,
			       struct vn_err *err)
{
	enum vn_status status = VN_OK;

	sha256_update(&job->out, len, (const uint8_t *)bytes);
	if (!job->save.open && len <= VN_HEAD_BYTES - job->head.len)
		return vn_buf_add(&job->head, bytes, len, err);
	if (!job->save.open)
		status = begin(job, err);
	return status ? status : vn_save_write(&job->save, bytes, len, err);
}

bool vn_target_needed(const struct vn_job *job)
{
	return !job->batch->plan->target.in_place || job->outcome == VN_OUTCOME_CHANGED;
}

enum vn_status vn_target_open(struct vn_job *job, struct vn_err *err)
{
	return job->save.open ? VN_OK : begin(job, err);
}

void vn_target_abort(struct vn_job *job)
{
	vn_save_abort(&job->save);
	vn_buf_fini(&job->head);
}
