#include "cli/undo.h"

#include "cli/lang.h"
#include "cli/reports.h"
#include "cli/say.h"
#include "cli/signals.h"
#include "report/undo.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* How it went, for the summary. */
struct tally {
	uint64_t done, already, nothing, unfinished, failed;
};

/* Whether ENTRY is among the FILE arguments, if there are any. */
static bool wanted(const struct vn_cli *cli, const struct vn_entry *entry)
{
	for (int i = 0; i < cli->file_count; i++)
		if (strcmp(cli->files[i], entry->file) == 0)
			return true;
	return cli->file_count == 0;
}

static void count(struct tally *tally, enum vn_undo_result result)
{
	switch (result) {
	case VN_UNDO_DONE:
		tally->done++;
		break;
	case VN_UNDO_ALREADY:
		tally->already++;
		break;
	case VN_UNDO_NOTHING:
		tally->nothing++;
		break;
	case VN_UNDO_UNFINISHED:
		tally->unfinished++;
		break;
	}
}

static void summary(const struct vn_cli *cli, const struct tally *tally)
{
	bool undo = cli->undo != NULL;
	const char *form = cli->dry_run
				   ? (undo ? _("vnfix: would be restored %llu")
					   : _("vnfix: would be settled %llu"))
				   : (undo ? _("vnfix: restored %llu") : _("vnfix: settled %llu"));
	fprintf(stderr, form, (unsigned long long)tally->done);
	if (tally->already)
		fprintf(stderr, _(", as before %llu"), (unsigned long long)tally->already);
	if (tally->nothing)
		fprintf(stderr, _(", nothing to do %llu"), (unsigned long long)tally->nothing);
	if (tally->unfinished)
		fprintf(stderr, _(", never finished %llu"), (unsigned long long)tally->unfinished);
	fprintf(stderr, _(", failed %llu\n"), (unsigned long long)tally->failed);
}

/* Every file named must be in the report. */
static enum vn_exit check_names(const struct vn_cli *cli, const struct vn_index *index)
{
	enum vn_exit code = VN_EXIT_DONE;

	for (int i = 0; i < cli->file_count; i++) {
		size_t k = 0;
		while (k < index->count && strcmp(index->entries[k].file, cli->files[i]) != 0)
			k++;
		if (k == index->count) {
			vn_say(cli->files[i], "is not in the report");
			code = VN_EXIT_INPUT;
		}
	}
	return code;
}

/* A file that several runs rewrote goes back through them, the last one first. */
static enum vn_exit all(const struct vn_cli *cli, struct vn_reader *reader,
			const struct vn_index *index, const struct vn_undo_how *how)
{
	enum vn_exit code = check_names(cli, index);
	struct tally tally = {0};

	for (size_t i = index->count; i > 0; i--) {
		const struct vn_entry *entry = &index->entries[i - 1];
		enum vn_undo_result result = VN_UNDO_DONE;
		struct vn_err err;
		enum vn_status status;
		if (!wanted(cli, entry))
			continue;
		status = cli->undo ? vn_undo(reader, entry, how, &result, &err)
				   : vn_apply(reader, entry, how, &result, &err);
		if (status) {
			vn_say(entry->file, err.text);
			tally.failed++;
			code = vn_exit_worse(code, vn_exit_code(status));
		} else {
			count(&tally, result);
		}
	}
	if (cli->loudness >= 0)
		summary(cli, &tally);
	return code;
}

/* Opens the folder that files are to go to, made if it is not there. */
static enum vn_exit open_folder(struct vn_undo_how *how, const char *path)
{
	if (mkdir(path, 0777) < 0 && errno != EEXIST) {
		vn_say(path, strerror(errno));
		return VN_EXIT_OUTPUT;
	}
	how->folder = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	how->to_folder = how->folder >= 0;
	if (how->to_folder)
		return VN_EXIT_DONE;
	vn_say(path, strerror(errno));
	return VN_EXIT_OUTPUT;
}

enum vn_exit vn_undo_run(const struct vn_cli *cli)
{
	const char *path = cli->undo ? cli->undo : cli->apply;
	struct vn_undo_how how = {.dry = cli->dry_run, .watch = &vn_signals_watch};
	struct vn_reports reports = {0};
	struct vn_reader reader = {0};
	struct vn_index index = {0};
	struct vn_err err;
	enum vn_status status = vn_reader_open(&reader, path, &err);
	enum vn_exit code;

	if (!status)
		status = vn_index_read(&index, &reader, &err);
	if (status)
		vn_say(path, err.text);
	code = vn_exit_code(status);
	if (!code && cli->output_dir && !cli->dry_run)
		code = open_folder(&how, cli->output_dir);
	if (!code && cli->apply)
		code = vn_reports_open(&reports, cli, NULL);
	how.report = reports.report;
	if (!code)
		code = all(cli, &reader, &index, &how);
	code = vn_reports_close(&reports, code, 0);
	if (how.to_folder)
		close(how.folder);
	vn_index_fini(&index);
	vn_reader_close(&reader);
	return code;
}
