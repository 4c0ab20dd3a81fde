#include "cli/run.h"

#include "base/io.h"
#include "cli/model_path.h"
#include "cli/output.h"
#include "cli/reports.h"
#include "cli/say.h"
#include "cli/stats.h"
#include "model/model.h"
#include "pipeline.h"

#include <stdlib.h>
#include <unistd.h>

#define READ_BYTES (128 * 1024)

struct run {
	const struct vn_cli *cli;
	struct vn_pipeline *pipeline;
	struct vn_save out;
	struct vn_reports reports;
	struct vn_reporter reporter;
	struct vn_totals totals;
	uint64_t number, changed; /* documents begun, changed */
	enum vn_exit code;	  /* the worst so far */
	bool torn;		  /* a document was read but could not be finished */
	char bytes[READ_BYTES];
};

static enum vn_status to_output(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	struct run *run = self;
	return vn_save_write(&run->out, bytes, len, err);
}

/* Notes a failure of NAME; an output that fails is told at the end. */
static void note(struct run *run, const char *name, enum vn_status status, const struct vn_err *err)
{
	if (status == VN_OK)
		return;
	if (status != VN_EOUTPUT)
		vn_say(name, err->text);
	run->torn |= status != VN_EINPUT;
	run->code = vn_exit_worse(run->code, vn_exit_code(status));
}

/* Reads FD to its end, into the pipeline. */
static enum vn_status through(struct run *run, int fd, enum vn_status *reading,
			      struct vn_err *read_err, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	size_t got = 0;

	vn_pipeline_reset(run->pipeline);
	do {
		*reading = vn_in_read(fd, run->bytes, sizeof run->bytes, &got, read_err);
		if (!*reading)
			status = vn_pipeline_feed(run->pipeline, run->bytes, got, vn_reporter_pass,
						  &run->reporter, err);
	} while (!*reading && !status && got > 0);
	return status ? status
		      : vn_pipeline_finish(run->pipeline, vn_reporter_pass, &run->reporter, err);
}

/* One document from FD. What was read before a read error is still written. */
static void document(struct run *run, const char *name, int fd)
{
	const char *output = run->out.direct ? NULL : run->cli->output;
	struct vn_review_paper paper = {.name = name,
					.output = output,
					.output_offset = run->out.written,
					.number = run->number++};
	struct vn_review_end how = {0};
	struct vn_err err, read_err;
	enum vn_status status, reading = VN_OK, ended;

	status = vn_reporter_begin(&run->reporter, &paper, &err);
	if (!status)
		status = through(run, fd, &reading, &read_err, &err);
	how.status = status ? status : reading;
	how.error = status ? err.text : reading ? read_err.text : NULL;
	name = strcmp(name, "-") == 0 ? "standard input" : name;
	note(run, name, reading, &read_err);
	note(run, name, status, &err);
	run->torn |= reading != VN_OK; /* though what could be read goes to standard output */
	ended = vn_reporter_end(&run->reporter, &how, &err);
	if (ended) {
		/* A text without its report is not let take a name. */
		if (!run->out.error)
			vn_say(NULL, err.text);
		run->torn = true;
		run->code = vn_exit_worse(run->code, vn_exit_code(ended));
	}
	run->changed += vn_reporter_changed(&run->reporter);
	vn_totals_add(&run->totals, vn_pipeline_stats(run->pipeline), !reading && !status);
}

static void file(struct run *run, const char *name)
{
	struct vn_err err;
	enum vn_status status;
	int fd;

	if (strcmp(name, "-") == 0) {
		document(run, name, STDIN_FILENO);
		return;
	}
	status = vn_in_open(&fd, name, &err);
	if (status) {
		note(run, name, status, &err);
		return;
	}
	document(run, name, fd);
	close(fd);
}

/* All inputs, until the output fails; then ends the output. */
static void all(struct run *run)
{
	const struct vn_cli *cli = run->cli;
	bool none;

	if (cli->file_count == 0)
		file(run, "-");
	for (int i = 0; i < cli->file_count && !run->out.error; i++)
		file(run, cli->files[i]);
	if (run->out.error) {
		run->code = vn_exit_worse(run->code, vn_output_failed(&run->out, cli));
		vn_output_abort(&run->out);
		return;
	}
	/* A file is not replaced by a torn text, nor by nothing because nothing could be read. */
	none = run->code && run->totals.files == 0 && run->out.written == 0;
	if (!run->out.direct && (run->torn || none)) {
		vn_say(cli->output, "not written");
		vn_output_abort(&run->out);
		return;
	}
	run->code = vn_exit_worse(run->code, vn_output_close(&run->out, cli));
}

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

enum vn_exit vn_run(const struct vn_cli *cli)
{
	struct vn_model *model = NULL;
	struct run *run = calloc(1, sizeof *run);
	struct vn_err err;
	enum vn_status status;
	enum vn_exit code;

	if (!run) {
		vn_say(NULL, "out of memory");
		return VN_EXIT_LIMIT;
	}
	run->cli = cli;
	run->code = open_model(&model, cli);
	if (run->code)
		goto out;
	status = vn_pipeline_open(&run->pipeline, &cli->options, model, &err);
	run->code = vn_exit_code(status);
	if (status) {
		vn_say(NULL, err.text);
		goto out;
	}
	vn_pipeline_write(run->pipeline, vn_format_writer(&cli->format), &cli->format);
	run->code = vn_reports_open(&run->reports, cli, model);
	if (run->code)
		goto out;
	run->code = vn_output_open(&run->out, cli);
	if (run->code)
		goto out;
	vn_reporter_open(&run->reporter, &run->reports, run->pipeline, to_output, run);
	all(run);
	if (cli->stats)
		vn_totals_print(&run->totals);
out:
	vn_reporter_close(&run->reporter);
	code = vn_reports_close(&run->reports, run->code, run->changed);
	vn_pipeline_close(run->pipeline);
	vn_model_close(model);
	free(run);
	return code;
}
