#include "cli/run.h"

#include "batch/run.h"
#include "cli/model_path.h"
#include "cli/progress.h"
#include "cli/signals.h"
#include "cli/summary.h"
#include "load/load.h"
#include "pipeline.h"
#include "term/say.h"
#include "user/user.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* Colours are for terminals, and not where they are not wanted (no-color.org). */
static bool want_colour(const struct vn_cli *cli)
{
	const char *term = getenv("TERM"), *no = getenv("NO_COLOR");
	bool to_file = cli->plan.target.output && strcmp(cli->plan.target.output, "-") != 0;
	return !to_file && isatty(STDOUT_FILENO) && !(no && *no) && term &&
	       strcmp(term, "dumb") != 0;
}

/* When the run began, or when SOURCE_DATE_EPOCH says. False where there is no such time. */
static bool tell_time(char out[VN_TIME_CAP])
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	time_t now = time(NULL);
	struct tm parts;

	if (epoch && *epoch) {
		char *end;
		errno = 0;
		now = (time_t)strtoll(epoch, &end, 10);
		if (errno || *end)
			return false;
	}
	return gmtime_r(&now, &parts) &&
	       strftime(out, VN_TIME_CAP, "%Y-%m-%dT%H:%M:%SZ", &parts) > 0;
}

/* The folder for temporary files that the environment names; NULL: none. */
static const char *temporary_folder(void)
{
	const char *folder = getenv("TMPDIR");

	return folder && *folder == '/' ? folder : NULL;
}

struct vn_plan vn_run_plan(const struct vn_cli *cli, char time[VN_TIME_CAP])
{
	struct vn_plan plan = cli->plan;

	plan.target.watch = &vn_signals_watch;
	plan.sandbox = !cli->no_sandbox;
	plan.reports.colour = want_colour(cli);
	plan.reports.temporary = temporary_folder();
	plan.job.options.how.no_provenance = cli->no_provenance;
	if (!cli->no_provenance) {
		plan.reports.version = VNFIX_VERSION;
		plan.reports.time = tell_time(time) ? time : NULL;
	}
	return plan;
}

/* Opens the model if a stage needs one. *MODEL stays NULL otherwise. */
static enum vn_exit open_model(struct vn_model **model, const struct vn_cli *cli)
{
	struct vn_err err;
	enum vn_status status;
	char *path;

	if (!vn_pipeline_needs_model(&cli->plan.job.options))
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
	const struct vn_plan_reports *known = &cli->plan.reports;
	struct vn_user_config config = {
		known->dicts.item,    known->dicts.count,    known->rules.item, known->rules.count,
		known->protects.item, known->protects.count, vn_load_text};
	struct vn_err err;
	enum vn_status status;

	if (!config.dict_count && !config.table_count && !config.pattern_count)
		return VN_EXIT_DONE;
	status = vn_user_open(user, &config, &err);
	if (status == VN_EUSAGE) {
		vn_say("--protect", err.text);
		return VN_EXIT_USAGE;
	}
	if (status)
		vn_say(NULL, err.text);
	return vn_exit_code(status);
}

/* The last words about a run. */
static enum vn_exit tell(const struct vn_cli *cli, const struct vn_batch_result *result)
{
	int loudness = cli->plan.loudness;
	enum vn_exit code = result->code;
	char *text;
	size_t len;

	if (!result->begun)
		return code;
	if (loudness > 0 || (vn_plan_file_by_file(&cli->plan) && loudness == 0))
		vn_summary_tell(&result->summary, result->files);
	if (loudness >= 0)
		vn_summary_swept(result->swept);
	if (!cli->stats)
		return code;
	if (!vn_totals_text(&result->totals, &text, &len)) {
		vn_say(NULL, "out of memory");
		return vn_exit_worse(code, VN_EXIT_LIMIT);
	}
	/* Of a failure nothing is said, for it would go the same way. */
	if (!vn_say_bytes(text, len))
		code = vn_exit_worse(code, VN_EXIT_OUTPUT);
	free(text);
	return code;
}

/* Carries out the plan with MODEL, and with what USER knows; both may be NULL. */
static enum vn_exit run(const struct vn_cli *cli, const struct vn_model *model,
			const struct vn_user *user)
{
	char time[VN_TIME_CAP];
	struct vn_plan plan = vn_run_plan(cli, time);
	struct vn_batch_result result;
	struct vn_progress progress;
	struct vn_says says;
	struct vn_err err;
	enum vn_status status;

	plan.job.model = model;
	plan.job.options.user = user;
	/* A file that is replaced keeps its charset, unless somebody asked for another. */
	plan.job.options.keep_bytes =
		plan.target.in_place && !plan.job.options.from && !plan.job.options.to.name;
	vn_progress_init(&progress, cli);
	says = vn_progress_says(&progress);
	status = vn_batch_run(&plan, &says, &result, &err);
	vn_progress_fini(&progress);
	if (status)
		vn_say(NULL, err.text);
	return status ? vn_exit_code(status) : tell(cli, &result);
}

/* The same with a model that knows the user's words. */
static enum vn_exit run_wider(const struct vn_cli *cli, const struct vn_model *model,
			      const struct vn_user *user)
{
	struct vn_model *wider = NULL;
	struct vn_err err;
	enum vn_status status = model && user ? vn_user_model(&wider, user, model, &err) : VN_OK;
	enum vn_exit code = vn_exit_code(status);

	if (status)
		vn_say(NULL, err.text);
	else
		code = run(cli, wider ? wider : model, user);
	vn_model_close(wider);
	return code;
}

enum vn_exit vn_run(const struct vn_cli *cli)
{
	struct vn_model *model = NULL;
	struct vn_user *user = NULL;
	enum vn_exit code = open_user(&user, cli);

	if (!code)
		code = open_model(&model, cli);
	if (!code)
		code = run_wider(cli, model, user);
	vn_model_close(model);
	vn_user_close(user);
	return code;
}
