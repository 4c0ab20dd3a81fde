#include "batch/run.h"

#include "batch/batch.h"
#include "batch/confine.h"
#include "batch/output.h"
#include "files/io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* Puts the name of the folder FD, which is new, on the disk. Some file systems cannot. */
static int sync_name(int fd)
{
	int parent = openat(fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int failed = parent >= 0 && fsync(parent) < 0 && errno == EIO;

	if (parent >= 0)
		close(parent);
	return failed ? -1 : 0;
}

/* Opens the folder of the outputs, which is made if need be. */
static enum vn_exit open_root(struct vn_batch *batch)
{
	const char *path = batch->plan->target.output_dir;
	const int flags = O_PATH | O_DIRECTORY | O_CLOEXEC;

	if (!path || !vn_plan_file_by_file(batch->plan))
		return VN_EXIT_DONE;
	batch->root = open(path, flags);
	if (batch->root < 0 && errno == ENOENT && mkdir(path, 0777) == 0) {
		batch->root = open(path, flags);
		if (batch->root >= 0 && sync_name(batch->root) == 0)
			return VN_EXIT_DONE;
	} else if (batch->root >= 0) {
		return VN_EXIT_DONE;
	}
	vn_tell(batch->says, path, vn_io_error_text(errno));
	return VN_EXIT_OUTPUT;
}

/* Opens what is told and read beside the texts. */
static enum vn_exit open_logs(struct vn_batch *batch)
{
	enum vn_exit code = vn_resume_open(&batch->resume, batch->plan->resume, batch->says);
	return code ? code
		    : vn_reports_open(&batch->reports, batch->plan, batch->keep, batch->says);
}

/* Collects the inputs. The outputs of this run are none. */
static void collect(struct vn_batch *batch)
{
	struct stat avoid[4];
	size_t count = 0;

	if (batch->plan->reports.report)
		count += stat(batch->plan->reports.report, &avoid[count]) == 0;
	if (batch->plan->reports.html)
		count += stat(batch->plan->reports.html, &avoid[count]) == 0;
	if (!vn_plan_file_by_file(batch->plan))
		count += vn_output_stat(&avoid[count], batch->plan);
	else if (batch->root >= 0)
		count += fstat(batch->root, &avoid[count]) == 0;
	batch->result->code =
		vn_inputs_collect(&batch->inputs, batch->plan, batch->says, avoid, count);
}

/* Says that the run cannot go on. */
static enum vn_exit failed(const struct vn_batch *batch, enum vn_status status,
			   const struct vn_err *err)
{
	if (status)
		vn_tell(batch->says, NULL, err->text);
	return vn_exit_code(status);
}

/* A run that writes a file for each input. */
static enum vn_exit files(struct vn_batch *batch)
{
	struct vn_err err;
	enum vn_status status = vn_inputs_index(&batch->inputs, &err);

	if (!status && batch->plan->target.in_place)
		status = vn_inputs_unite(&batch->inputs, &err);
	else if (!status)
		status = vn_inputs_mirror(&batch->inputs, &err);
	if (!status)
		status = vn_batch_work(batch, &err);
	return failed(batch, status, &err);
}

/* Ends the one output. */
static enum vn_exit end_output(struct vn_batch *batch)
{
	struct vn_save *out = &batch->out;
	/* A table holds what could be done. */
	bool torn = batch->torn && !batch->plan->reports.candidates;
	bool none = batch->result->code && batch->result->totals.files == 0 && out->written == 0;
	enum vn_exit code = VN_EXIT_DONE;

	/* A file is not replaced by a torn text, nor by nothing because nothing could be read. */
	if (out->error)
		code = vn_output_failed(out, batch->plan, batch->says);
	else if (out->direct || (!torn && !none))
		return vn_output_close(out, batch->plan, batch->says);
	else
		vn_tell(batch->says, batch->plan->target.output,
			"not written: not all of its text could be made");
	vn_output_abort(out);
	return code;
}

/* A run with one output for all inputs. */
static enum vn_exit joined(struct vn_batch *batch)
{
	const struct vn_plan *plan = batch->plan;
	struct stat st;
	struct vn_err err;
	enum vn_status status;
	enum vn_exit code;

	if (plan->target.existing == VN_EXISTING_SKIP && vn_output_is_file(plan) &&
	    lstat(plan->target.output, &st) == 0) {
		if (plan->loudness >= 0)
			vn_tell(batch->says, plan->target.output, "exists already; nothing done");
		return VN_EXIT_DONE;
	}
	code = vn_output_open(&batch->out, plan, &batch->inputs, batch->says);
	if (code)
		return code;
	status = vn_batch_work(batch, &err);
	if (status) {
		vn_output_abort(&batch->out);
		return failed(batch, status, &err);
	}
	code = vn_reports_table(&batch->reports, &batch->out);
	if (code) {
		vn_output_abort(&batch->out);
		return code;
	}
	return end_output(batch);
}

static void run(struct vn_batch *batch)
{
	struct vn_batch_result *result = batch->result;
	enum vn_exit code = open_root(batch);

	if (!code)
		code = open_logs(batch);
	if (code) {
		result->code = vn_reports_close(&batch->reports, code, 0);
		return;
	}
	collect(batch);
	result->begun = true;
	vn_confine_run(batch->plan, &batch->inputs, batch->says);
	code = vn_plan_file_by_file(batch->plan) ? files(batch) : joined(batch);
	result->files = batch->inputs.count;
	result->swept = batch->sweep.removed;
	result->code = vn_reports_close(&batch->reports, vn_exit_worse(code, result->code),
					result->changed);
}

/* Whether something may have to wait for its turn: what is told of changes, and text whose charset
 * may lack a letter yet to come. */
static bool keeps(const struct vn_plan *plan)
{
	return plan->reports.report || plan->reports.html || plan->reports.suggest_only ||
	       plan->job.options.to.name || vn_plan_look_only(plan);
}

enum vn_status vn_batch_run(const struct vn_plan *plan, const struct vn_says *says,
			    struct vn_batch_result *result, struct vn_err *err)
{
	struct vn_batch *batch = calloc(1, sizeof *batch);

	*result = (struct vn_batch_result){0};
	if (!batch)
		return vn_err_nomem(err);
	batch->plan = plan;
	batch->says = says;
	batch->result = result;
	batch->root = -1;
	vn_sweep_init(&batch->sweep);
	if (keeps(plan)) {
		vn_store_open(&batch->store, plan->reports.temporary);
		batch->keep = &batch->store;
	}
	run(batch);
	if (batch->keep)
		vn_store_close(batch->keep);
	if (batch->root >= 0)
		close(batch->root);
	vn_sweep_fini(&batch->sweep);
	vn_resume_close(&batch->resume);
	vn_inputs_fini(&batch->inputs);
	free(batch);
	return VN_OK;
}
