/* vnfix-mkmodel: makes the model file. Each command is one entry of the table below. */
#include "cli/lang.h"
#include "cli/say.h"
#include "mkmodel/commands.h"

#include <stdio.h>

struct command {
	const char *name;
	const char *usage;
	enum vn_status (*run)(int argc, char **argv, struct vn_err *err);
};

static const struct command commands[] = {
	{"lm", "lm [-n NGRAMS] [-k ORDER] [-s MIN] [-f MIN] -o PART TEXT[:WEIGHT]...",
	 vn_command_lm},
	{"channel",
	 "channel -c NAME [-r ROUNDS] [-n] -o PART [~]DIR=GLOB[:WEIGHT]|[~]TRUTH,READ[:WEIGHT]...",
	 vn_command_channel},
	{"adapt",
	 "adapt [-c NAME] [-k PRIOR] [-r ROUNDS] -m MODEL -o NEW "
	 "[~]DIR=GLOB[:WEIGHT]|[~]TRUTH,READ[:WEIGHT]...",
	 vn_command_adapt},
	{"tune", "tune [-r ROUNDS] [-c SOURCE]... -o PART MODEL DIR=GLOB|bare:FILE|clean:FILE...",
	 vn_command_tune},
	{"join", "join [-i INFO] -o MODEL PART...", vn_command_join},
	{"verify", "verify MODEL", vn_command_verify},
	{"show", "show MODEL|PART CHANNEL PRINTED... | MODEL|PART weights", vn_command_show},
};

int main(int argc, char **argv)
{
	struct vn_err err = {0};
	size_t count = sizeof commands / sizeof *commands;

	vn_lang_init();
	for (size_t i = 0; argc > 1 && i < count; i++)
		if (strcmp(argv[1], commands[i].name) == 0) {
			if (!commands[i].run(argc - 1, argv + 1, &err))
				return 0;
			vn_say(NULL, err.text);
			return err.status == VN_EUSAGE ? 2 : 3;
		}
	fputs(_("Usage:\n"), stderr);
	for (size_t i = 0; i < count; i++)
		fprintf(stderr, "  vnfix-mkmodel %s\n", commands[i].usage);
	return 2;
}
