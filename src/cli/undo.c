#include "cli/undo.h"

#include "batch/confine.h"
#include "batch/faults.h"
#include "files/io.h"
#include "term/lang.h"
#include "batch/reports.h"
#include "term/say.h"
#include "cli/signals.h"
#include "cli/progress.h"
#include "cli/run.h"
#include "cli/summary.h"
#include "report/undo.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* How it went with a file. */
enum outcome { NOT_TRIED, UNFINISHED, NOTHING, ALREADY, DONE, FAILED, OUTCOMES };

/* What is being done. */
struct work {
	const struct vn_cli *cli;
	struct vn_says says;
	struct vn_reader reader;
	struct vn_index index;
	enum outcome *outcomes; /* of each file, at the number of its last entry */
	struct vn_roots roots;	/* the FILE arguments */
	struct vn_undo_how how;
	struct vn_sweep sweep;
};

/* Whether the FILE argument number I is the file of ENTRY, its output, or a folder above. */
static bool covers(const struct work *w, size_t i, const struct vn_entry *entry)
{
	return vn_roots_has(&w->roots, i, entry->file) ||
	       (entry->output && vn_roots_has(&w->roots, i, entry->output));
}

/* Whether ENTRY is among the FILE arguments, if there are any. */
static bool wanted(const struct work *w, const struct vn_entry *entry)
{
	for (size_t i = 0; i < w->roots.count; i++)
		if (covers(w, i, entry))
			return true;
	return w->roots.count == 0;
}

/* Files are counted, not the runs that went over them: the last run says what became of a file,
 * unless it was written, or could not be, for one before. */
static void note(struct work *w, const struct vn_entry *entry, enum outcome how)
{
	enum outcome *file = &w->outcomes[entry->last];

	if (*file == NOT_TRIED || (how >= DONE && how > *file))
		*file = how;
}

static void summary(const struct work *w)
{
	const struct vn_cli *cli = w->cli;
	bool undo = cli->undo != NULL;
	const char *form = cli->plan.reports.dry_run
				   ? (undo ? _("vnfix: would be restored %llu")
					   : _("vnfix: would be settled %llu"))
				   : (undo ? _("vnfix: restored %llu") : _("vnfix: settled %llu"));
	unsigned long long files[OUTCOMES] = {0};

	for (size_t i = 0; i < w->index.count; i++)
		files[w->outcomes[i]]++;
	if (w->roots.count == 0)
		files[FAILED] += w->index.lost;
	fprintf(stderr, form, files[DONE]);
	if (files[ALREADY])
		fprintf(stderr, _(", as before %llu"), files[ALREADY]);
	if (files[NOTHING])
		fprintf(stderr, _(", nothing to do %llu"), files[NOTHING]);
	if (files[UNFINISHED])
		fprintf(stderr, _(", refused or unfinished %llu"), files[UNFINISHED]);
	fprintf(stderr, _(", failed %llu\n"), files[FAILED]);
}

/* What is named must be in the report. */
static enum vn_exit check_names(const struct work *w)
{
	enum vn_exit code = VN_EXIT_DONE;

	for (size_t i = 0; i < w->roots.count; i++) {
		size_t k = 0;
		while (k < w->index.count && !covers(w, i, &w->index.entries[k]))
			k++;
		if (k == w->index.count) {
			vn_say(w->cli->plan.inputs.files[i], "is not in the report");
			code = VN_EXIT_INPUT;
		}
	}
	return code;
}

/* Says once for each folder other than the current one that the report was made there: relative
 * names mean other files here. */
static void check_folders(const struct work *w, const char *path)
{
	char *here = getcwd(NULL, 0);
	const char *told = NULL;

	for (size_t i = 0; here && i < w->index.count; i++) {
		const char *folder = w->index.entries[i].folder;
		if (!folder || folder == told || !wanted(w, &w->index.entries[i]))
			continue;
		if (strcmp(folder, here) != 0 && !(told && strcmp(folder, told) == 0))
			vn_sayf(path, "belongs to the folder %s; its names are taken from here",
				folder);
		told = folder;
	}
	free(here);
}

/* The line for ENTRY: each file that is written, and with -v what becomes of the others. */
static void tell(const struct work *w, const struct vn_entry *entry, enum vn_undo_result result)
{
	static const char *const texts[2][2] = {{N_("restored"), N_("would be restored")},
						{N_("settled"), N_("would be settled")}};
	static const char *const others[] = {[VN_UNDO_ALREADY] = N_("is as it was before"),
					     [VN_UNDO_NOTHING] = N_("nothing to do"),
					     [VN_UNDO_UNFINISHED] =
						     N_("was refused, or not finished")};
	const struct vn_cli *cli = w->cli;
	const char *name = cli->undo ? entry->file : vn_apply_target(entry);
	char *path = NULL;

	if (cli->plan.loudness < (cli->plan.reports.dry_run && result == VN_UNDO_DONE ? 0 : 1))
		return;
	if (cli->plan.target.output_dir && result == VN_UNDO_DONE &&
	    asprintf(&path, "%s/%s", cli->plan.target.output_dir, vn_undo_inside(name)) < 0)
		path = NULL;
	vn_say(path ? path : name, result == VN_UNDO_DONE
					   ? texts[!cli->undo][cli->plan.reports.dry_run]
					   : others[result]);
	free(path);
}

/* Does what is to be done with ENTRY. */
static enum vn_exit one(struct work *w, const struct vn_entry *entry)
{
	static const enum outcome outcomes[] = {[VN_UNDO_DONE] = DONE,
						[VN_UNDO_ALREADY] = ALREADY,
						[VN_UNDO_NOTHING] = NOTHING,
						[VN_UNDO_UNFINISHED] = UNFINISHED};
	const struct vn_cli *cli = w->cli;
	enum vn_undo_result result = VN_UNDO_DONE;
	struct vn_err err;
	enum vn_status status = cli->undo ? vn_undo(&w->reader, entry, &w->how, &result, &err)
					  : vn_apply(&w->reader, entry, &w->how, &result, &err);

	note(w, entry, status ? FAILED : outcomes[result]);
	if (status)
		vn_say(cli->undo ? entry->file : vn_apply_target(entry), err.text);
	else
		tell(w, entry, result);
	return vn_exit_code(status);
}

/* A file that several runs rewrote goes back through them, the last one first. */
static enum vn_exit all(struct work *w)
{
	enum vn_exit code = check_names(w);

	w->outcomes = calloc(w->index.count + 1, sizeof *w->outcomes);
	if (!w->outcomes) {
		vn_say(NULL, "out of memory");
		return vn_exit_code(VN_ENOMEM);
	}
	for (size_t i = w->index.count; i > 0; i--)
		if (wanted(w, &w->index.entries[i - 1]))
			code = vn_exit_worse(code, one(w, &w->index.entries[i - 1]));
	if (w->cli->plan.loudness >= 0)
		summary(w);
	free(w->outcomes);
	return code;
}

/* Opens the folder that files are to go to, made if it is not there. */
static enum vn_exit open_folder(struct vn_undo_how *how, const char *path)
{
	if (mkdir(path, 0777) < 0 && errno != EEXIST) {
		vn_say(path, vn_io_error_text(errno));
		return VN_EXIT_OUTPUT;
	}
	how->folder = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (how->folder >= 0)
		return VN_EXIT_DONE;
	vn_say(path, vn_io_error_text(errno));
	return VN_EXIT_OUTPUT;
}

/* Reads the report or list PATH. What is damaged in it is told, and does not keep the rest. */
static enum vn_status read_index(struct work *w, const char *path, struct vn_err *err)
{
	const struct vn_cli *cli = w->cli;
	enum vn_status status =
		vn_roots_init(&w->roots, cli->plan.inputs.files, cli->plan.inputs.file_count, err);

	if (!status)
		status = vn_reader_open(&w->reader, path, err);
	if (!status)
		status = vn_index_read(&w->index, &w->reader, err);
	if (!status && !cli->undo && w->index.count > 0 && !w->index.decisions)
		return vn_err_set(err, VN_EINPUT,
				  N_("is a report, which decides nothing; --apply takes the file "
				     "that a page of --html saved"));
	if (w->index.foreign)
		return vn_err_set(
			err, VN_EINPUT,
			cli->undo ? N_("is no report; --undo takes the file that --report wrote")
				  : N_("is no list of decisions; --apply takes the file that a "
				       "page of --html saved"));
	vn_faults_tell(&w->says, path, &w->index);
	if (!status && cli->plan.loudness >= 0)
		check_folders(w, path);
	return status;
}

enum vn_exit vn_undo_run(const struct vn_cli *cli)
{
	const char *path = cli->undo ? cli->undo : cli->apply;
	char time[VN_TIME_CAP];
	struct vn_plan plan = vn_run_plan(cli, time);
	struct vn_progress progress;
	struct vn_reports reports = {0};
	struct work w = {.cli = cli, .says = vn_progress_says(&progress)};
	struct vn_err err;
	enum vn_status status;
	enum vn_exit code;

	vn_progress_init(&progress, cli);
	status = read_index(&w, path, &err);
	code = vn_exit_code(status);
	if (status)
		vn_say(path, err.text);
	w.how = (struct vn_undo_how){.roots = &w.roots,
				     .dry = cli->plan.reports.dry_run,
				     .watch = &vn_signals_watch,
				     .sweep = &w.sweep};
	vn_sweep_init(&w.sweep);
	w.how.folder = -1;
	w.how.to_folder = cli->plan.target.output_dir != NULL;
	if (!code && cli->plan.target.output_dir && !cli->plan.reports.dry_run)
		code = open_folder(&w.how, cli->plan.target.output_dir);
	if (!code && cli->apply && !cli->plan.reports.dry_run)
		code = vn_reports_open(&reports, &plan, NULL, &w.says);
	w.how.report = reports.report;
	if (!code)
		vn_confine_undo(&plan, &w.says);
	if (!code)
		code = all(&w);
	if (w.index.broken)
		code = vn_exit_worse(code, VN_EXIT_INPUT);
	code = vn_reports_close(&reports, code, 0);
	if (cli->plan.loudness >= 0)
		vn_summary_swept(w.sweep.removed);
	vn_sweep_fini(&w.sweep);
	if (w.how.folder >= 0)
		close(w.how.folder);
	vn_roots_fini(&w.roots);
	vn_index_fini(&w.index);
	vn_reader_close(&w.reader);
	vn_progress_fini(&progress);
	return code;
}
