#include "cli/run.h"

#include "batch/batch.h"
#include "cli/model_path.h"
#include "batch/output.h"
#include "term/say.h"
#include "load/load.h"
#include "pipeline.h"
#include "user/user.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* Opens the model if a stage needs one. *MODEL stays NULL otherwise. */
static enum vn_exit open_model(struct vn_model **model, const struct vn_cli *cli)
{
	struct vn_err err;
	enum vn_status status;
	char *path;

	if (!vn_pipeline_needs_model(&cli->options))
		return VN_EXIT_DONE;
	path = vn_model_path(cli->model, &err);
	if (!path) {
		vn_say(NULL, err.text);
		return vn_exit_code(err.status);
	}
	status = vn_model_open(model, path, &err);
	if (status)
		vn_say(path, err.text);
	free(path);
	return vn_exit_code(status);
}

/* Reads what the user knows better. *USER stays NULL when nothing is said. */
static enum vn_exit open_user(struct vn_user **user, const struct vn_cli *cli)
{
	struct vn_user_wishes wishes = {cli->dicts.item,  cli->dicts.count,   cli->rules.item,
					cli->rules.count, cli->protects.item, cli->protects.count,
					vn_load_text};
	struct vn_err err;
	enum vn_status status;

	if (!wishes.dict_count && !wishes.table_count && !wishes.pattern_count)
		return VN_EXIT_DONE;
	status = vn_user_open(user, &wishes, &err);
	if (status == VN_EUSAGE) {
		vn_say("--protect", err.text);
		return VN_EXIT_USAGE;
	}
	if (status)
		vn_say(NULL, err.text);
	return vn_exit_code(status);
}

/* Puts the name of the folder FD, which is new, on the disk. Some file systems cannot. */
static int sync_name(int fd)
{
	int parent = openat(fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int failed = parent >= 0 && fsync(parent) < 0 && errno == EIO;

	if (parent >= 0)
		close(parent);
	return failed ? -1 : 0;
}

/* Opens the folder of --output-dir, which is made if need be. */
static enum vn_exit open_root(struct vn_batch *batch)
{
	const char *path = batch->cli->output_dir;
	const int flags = O_PATH | O_DIRECTORY | O_CLOEXEC;

	if (!path || !vn_cli_file_by_file(batch->cli))
		return VN_EXIT_DONE;
	batch->root = open(path, flags);
	if (batch->root < 0 && errno == ENOENT && mkdir(path, 0777) == 0) {
		batch->root = open(path, flags);
		if (batch->root >= 0 && sync_name(batch->root) == 0)
			return VN_EXIT_DONE;
	} else if (batch->root >= 0) {
		return VN_EXIT_DONE;
	}
	vn_say(path, strerror(errno));
	return VN_EXIT_OUTPUT;
}

/* Opens what is told and read beside the texts. */
static enum vn_exit open_logs(struct vn_batch *batch)
{
	enum vn_exit code = vn_resume_open(&batch->resume, batch->cli->resume);
	return code ? code : vn_reports_open(&batch->reports, batch->cli, batch->model);
}

/* Collects the inputs. The outputs of this run are none. */
static void collect(struct vn_batch *batch)
{
	struct stat avoid[4];
	size_t count = 0;

	if (batch->cli->report)
		count += stat(batch->cli->report, &avoid[count]) == 0;
	if (batch->cli->html)
		count += stat(batch->cli->html, &avoid[count]) == 0;
	if (!vn_cli_file_by_file(batch->cli))
		count += vn_output_stat(&avoid[count], batch->cli);
	else if (batch->root >= 0)
		count += fstat(batch->root, &avoid[count]) == 0;
	batch->code = vn_inputs_collect(&batch->inputs, batch->cli, avoid, count);
}

/* Says that the run cannot go on. */
static enum vn_exit failed(enum vn_status status, const struct vn_err *err)
{
	if (status)
		vn_say(NULL, err->text);
	return vn_exit_code(status);
}

/* A run that writes a file for each input. */
static enum vn_exit files(struct vn_batch *batch)
{
	struct vn_err err;
	enum vn_status status = vn_inputs_index(&batch->inputs, &err);

	if (!status && batch->cli->in_place)
		status = vn_inputs_unite(&batch->inputs, &err);
	else if (!status)
		status = vn_inputs_mirror(&batch->inputs, &err);
	if (!status)
		status = vn_batch_run(batch, &err);
	return failed(status, &err);
}

/* Ends the one output. */
static enum vn_exit end_output(struct vn_batch *batch)
{
	struct vn_save *out = &batch->out;
	/* A table holds what could be done. */
	bool torn = batch->torn && !batch->cli->candidates;
	bool none = batch->code && batch->totals.files == 0 && out->written == 0;
	enum vn_exit code = VN_EXIT_DONE;

	/* A file is not replaced by a torn text, nor by nothing because nothing could be read. */
	if (out->error)
		code = vn_output_failed(out, batch->cli);
	else if (out->direct || (!torn && !none))
		return vn_output_close(out, batch->cli);
	else
		vn_say(batch->cli->output, "not written");
	vn_output_abort(out);
	return code;
}

/* A run with one output for all inputs. */
static enum vn_exit joined(struct vn_batch *batch)
{
	const struct vn_cli *cli = batch->cli;
	struct stat st;
	struct vn_err err;
	enum vn_status status;
	enum vn_exit code;

	if (cli->existing == VN_EXISTING_SKIP && vn_output_is_file(cli) &&
	    lstat(cli->output, &st) == 0) {
		if (cli->loudness >= 0)
			vn_say(cli->output, "exists already; nothing done");
		return VN_EXIT_DONE;
	}
	code = vn_output_open(&batch->out, cli, &batch->inputs);
	if (code)
		return code;
	status = vn_batch_run(batch, &err);
	if (status) {
		vn_output_abort(&batch->out);
		return failed(status, &err);
	}
	code = vn_reports_table(&batch->reports, &batch->out);
	if (code) {
		vn_output_abort(&batch->out);
		return code;
	}
	return end_output(batch);
}

static enum vn_exit run(struct vn_batch *batch)
{
	const struct vn_cli *cli = batch->cli;
	bool own = vn_cli_file_by_file(cli);
	enum vn_exit code = open_root(batch);

	if (!code)
		code = open_logs(batch);
	if (code)
		return vn_reports_close(&batch->reports, code, 0);
	collect(batch);
	code = own ? files(batch) : joined(batch);
	if (cli->loudness > 0 || (own && cli->loudness == 0))
		vn_summary_tell(&batch->summary, batch->inputs.count);
	if (cli->loudness >= 0)
		vn_summary_swept(&batch->sweep);
	if (cli->stats)
		code = vn_exit_worse(code, vn_totals_print(&batch->totals));
	return vn_reports_close(&batch->reports, vn_exit_worse(code, batch->code), batch->changed);
}

/* A run with MODEL, and with what USER knows; both may be NULL. */
static enum vn_exit run_with(struct vn_batch *batch, const struct vn_model *model,
			     const struct vn_user *user)
{
	struct vn_model *wider = NULL;
	struct vn_err err;
	enum vn_status status = model && user ? vn_user_model(&wider, user, model, &err) : VN_OK;
	enum vn_exit code = failed(status, &err);

	batch->model = wider ? wider : model;
	batch->options = batch->cli->options;
	batch->options.user = user;
	if (!code)
		code = run(batch);
	vn_model_close(wider);
	return code;
}

enum vn_exit vn_run(const struct vn_cli *cli)
{
	struct vn_model *model = NULL;
	struct vn_user *user = NULL;
	struct vn_batch *batch = calloc(1, sizeof *batch);
	enum vn_exit code;

	if (!batch) {
		vn_say(NULL, "out of memory");
		return VN_EXIT_LIMIT;
	}
	batch->cli = cli;
	batch->root = -1;
	vn_sweep_init(&batch->sweep);
	code = open_user(&user, cli);
	if (!code)
		code = open_model(&model, cli);
	if (!code)
		code = run_with(batch, model, user);
	if (batch->root >= 0)
		close(batch->root);
	vn_sweep_fini(&batch->sweep);
	vn_resume_close(&batch->resume);
	vn_inputs_fini(&batch->inputs);
	vn_model_close(model);
	vn_user_close(user);
	free(batch);
	return code;
}
