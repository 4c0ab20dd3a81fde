/* vnfix: arguments, then the pipeline, then the exit code. */
#include "term/say.h"
#include "cli/about.h"
#include "cli/fields.h"
#include "term/lang.h"
#include "cli/run.h"
#include "cli/signals.h"
#include "cli/undo.h"

#include <fcntl.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <string.h>
#include <unistd.h>

/* Makes sure that no file opened later becomes a standard stream that was closed at the start: a
 * message must never end up in somebody's document. Reading or writing them then fails. */
static void occupy_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 &&
		    open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
			_exit(VN_EXIT_INTERNAL);
}

#define LARGE (128 * 1024)

/* What a large document took goes back to the system as soon as it is freed, even where larger
 * pieces were freed before. */
static void return_memory(void)
{
#ifdef __GLIBC__
	mallopt(M_MMAP_THRESHOLD, LARGE);
#endif
}

static enum vn_exit act(const struct vn_cli *cli)
{
	if (cli->action != VN_ACT_RUN)
		return vn_about(cli);
	if (cli->undo || cli->apply)
		return vn_undo_run(cli);
	if (!vn_plan_has_inputs(&cli->plan) && isatty(STDIN_FILENO)) {
		vn_about_short();
		return VN_EXIT_USAGE;
	}
	return vn_run(cli);
}

int main(int argc, char **argv)
{
	struct vn_cli cli;
	enum vn_exit code;

	occupy_streams();
	return_memory();
	vn_lang_init();
	vn_signals_init();
	/* The one command beside the tool itself; a file of that name is ./fields. */
	if (argc > 1 && strcmp(argv[1], "fields") == 0)
		return vn_fields_main(argc - 1, argv + 1);
	code = vn_cli_parse(&cli, argc, argv);
	if (!code)
		code = act(&cli);
	vn_cli_fini(&cli);
	return code;
}
