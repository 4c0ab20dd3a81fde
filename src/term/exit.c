#include "term/exit.h"

#include "term/lang.h"

static const struct {
	enum vn_exit code;
	const char *meaning;
} codes[] = {
	{VN_EXIT_DONE, N_("done: every byte is written")},
	{VN_EXIT_CHANGES, N_("--check: something would change")},
	{VN_EXIT_USAGE, N_("wrong use of an option, or a mistake in a config")},
	{VN_EXIT_INPUT,
	 N_("an input cannot be read, or is not what it should be; the others are done")},
	{VN_EXIT_OUTPUT, N_("the output could not be written, or its name is taken")},
	{VN_EXIT_LIMIT, N_("a limit was hit: memory, time, or a pattern took too long")},
	{VN_EXIT_MODEL,
	 N_("the model, a dictionary or a table of replacements is missing or damaged")},
	{VN_EXIT_INTERNAL, N_("a fault of vnfix; please report it")},
};

static const enum vn_exit of_status[] = {
	[VN_OK] = VN_EXIT_DONE,	       [VN_EUSAGE] = VN_EXIT_INTERNAL, [VN_EINPUT] = VN_EXIT_INPUT,
	[VN_EOUTPUT] = VN_EXIT_OUTPUT, [VN_ELIMIT] = VN_EXIT_LIMIT,    [VN_EMODEL] = VN_EXIT_MODEL,
	[VN_ENOMEM] = VN_EXIT_LIMIT,
};

enum vn_exit vn_exit_code(enum vn_status status)
{
	size_t i = (size_t)status;
	return i < sizeof of_status / sizeof *of_status ? of_status[i] : VN_EXIT_INTERNAL;
}

enum vn_exit vn_exit_worse(enum vn_exit a, enum vn_exit b)
{
	return a > b ? a : b;
}

void vn_exit_help(FILE *out)
{
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		fprintf(out, "  %2d  %s\n", codes[i].code, _(codes[i].meaning));
}
