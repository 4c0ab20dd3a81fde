#include "cli/output.h"

#include "cli/say.h"
#include "cli/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool to_file(const struct vn_cli *cli)
{
	return cli->output && strcmp(cli->output, "-") != 0;
}

/* Whether NAME, or standard input for "-", is the regular file of OUTPUT. */
static bool is_input(const struct stat *output, const char *name)
{
	struct stat st;
	int failed = strcmp(name, "-") == 0 ? fstat(STDIN_FILENO, &st) : stat(name, &st);
	return !failed && st.st_dev == output->st_dev && st.st_ino == output->st_ino;
}

/* The input that the output would destroy, or that would grow while it is read; else NULL. */
static const char *clash(const struct vn_cli *cli)
{
	struct stat st;
	int failed = to_file(cli) ? stat(cli->output, &st) : fstat(STDOUT_FILENO, &st);

	if (failed || !S_ISREG(st.st_mode))
		return NULL;
	if (cli->file_count == 0)
		return is_input(&st, "-") ? "-" : NULL;
	for (int i = 0; i < cli->file_count; i++)
		if (is_input(&st, cli->files[i]))
			return cli->files[i];
	return NULL;
}

static const char *output_name(const struct vn_cli *cli)
{
	return cli && to_file(cli) ? cli->output : "standard output";
}

enum vn_exit vn_output_open(struct vn_save *out, const struct vn_cli *cli)
{
	const struct vn_save_how how = {.replace = cli->force, .watch = &vn_signals_watch};
	const char *same = clash(cli);
	struct vn_err err;
	enum vn_status status;

	*out = (struct vn_save){0};
	if (same) {
		vn_say(strcmp(same, "-") == 0 ? "standard input" : same,
		       "is the output too; nothing done");
		return VN_EXIT_OUTPUT;
	}
	if (!to_file(cli)) {
		vn_save_from_fd(out, STDOUT_FILENO);
		return VN_EXIT_DONE;
	}
	status = vn_save_open(out, AT_FDCWD, cli->output, &how, &err);
	if (status && out->error == EEXIST)
		vn_say(cli->output, "exists already; --force replaces it");
	else if (status)
		vn_say(cli->output, err.text);
	return vn_exit_code(status);
}

enum vn_exit vn_output_failed(const struct vn_save *out, const struct vn_cli *cli)
{
	if (out->error == EPIPE) {
		signal(SIGPIPE, SIG_DFL);
		raise(SIGPIPE);
	}
	vn_say(output_name(cli), vn_save_error_text(out->error));
	return vn_exit_code(vn_save_status(out->error));
}

enum vn_exit vn_output_close(struct vn_save *out, const struct vn_cli *cli)
{
	enum vn_status status = vn_save_finish(out, NULL);

	if (status && out->error == EEXIST) {
		vn_say(cli->output, "has appeared meanwhile; left as it is");
		return VN_EXIT_OUTPUT;
	}
	return status ? vn_output_failed(out, cli) : VN_EXIT_DONE;
}

void vn_output_abort(struct vn_save *out)
{
	vn_save_abort(out);
}

enum vn_exit vn_output_text(const char *text, size_t len)
{
	struct vn_save out;
	enum vn_status status;

	vn_save_from_fd(&out, STDOUT_FILENO);
	status = vn_save_write(&out, text, len, NULL);
	if (!status)
		status = vn_save_finish(&out, NULL);
	return status ? vn_output_failed(&out, NULL) : VN_EXIT_DONE;
}
