/* vnfix-mkmodel: makes the model file. Each command is one entry of the table below. */
#include "term/lang.h"
#include "term/near.h"
#include "term/say.h"
#include "mkmodel/commands.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct command {
	const char *name;
	const char *usage;
	enum vn_status (*run)(int argc, char **argv, struct vn_err *err);
};

static const struct command commands[] = {
	{"lm", "lm [-n NGRAMS] [-k ORDER] [-s MIN] [-f MIN] [-a REACH] -o PART TEXT[:WEIGHT]...",
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
	{"kinds", "kinds [-n NGRAMS] -o PART NAME=TEXT[:WEIGHT]...", vn_command_kinds},
	{"join", "join [-i INFO] -o MODEL PART...", vn_command_join},
	{"prune", "prune -s MIB -o NEW MODEL", vn_command_prune},
	{"verify", "verify MODEL", vn_command_verify},
	{"show", "show MODEL|PART CHANNEL PRINTED... | MODEL|PART weights", vn_command_show},
};

#define COUNT (sizeof commands / sizeof *commands)

static void usage(FILE *out)
{
	fputs(_("Usage:\n"), out);
	for (size_t i = 0; i < COUNT; i++)
		fprintf(out, "  vnfix-mkmodel %s\n", commands[i].usage);
}

/* There is no command NAME. Returns the exit code. */
static int unknown(const char *name)
{
	struct vn_near near = vn_near_start(name, strlen(name));

	for (size_t i = 0; i < COUNT; i++)
		vn_near_try(&near, commands[i].name);
	if (near.name)
		vn_sayf(NULL, "unknown command '%s'; did you mean %s?", name, near.name);
	else
		vn_sayf(NULL, "unknown command '%s'", name);
	usage(stderr);
	return 2;
}

const char vn_program[] = "vnfix-mkmodel";

int main(int argc, char **argv)
{
	struct vn_err err = {0};

	vn_lang_init();
	if (argc < 2) {
		usage(stderr);
		return 2;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		usage(stdout);
		return fflush(stdout) == 0 ? 0 : 3;
	}
	opterr = 0; /* the commands say themselves what is wrong */
	for (size_t i = 0; i < COUNT; i++)
		if (strcmp(argv[1], commands[i].name) == 0) {
			if (!commands[i].run(argc - 1, argv + 1, &err))
				return 0;
			vn_say(NULL, err.text);
			return err.status == VN_EUSAGE ? 2 : 3;
		}
	return unknown(argv[1]);
}
