#include "cli/options.h"

#include "cli/say.h"
#include "pipeline.h"

#include <getopt.h>

enum group { IN_OUT, REPAIR, ABOUT, GROUP_COUNT };

static const char *const group_titles[GROUP_COUNT] = {
	[IN_OUT] = "Input and output",
	[REPAIR] = "What is repaired",
	[ABOUT] = "About vnfix",
};

const char *const vn_regime_names[VN_REGIME_COUNT] = {
	[VN_REGIME_AUTO] = "auto", [VN_REGIME_ENG] = "eng",	[VN_REGIME_VIE] = "vie",
	[VN_REGIME_BARE] = "bare", [VN_REGIME_CLEAN] = "clean",
};

static const char *const tone_names[] = {
	[VN_TONE_KEEP] = "keep",
	[VN_TONE_OLD] = "old",
	[VN_TONE_NEW] = "new",
};

/* One option. The table feeds the parser and the help; a manual page and completions can be made
 * from it as well. */
struct option_spec {
	int letter;	      /* short form, 0: none */
	const char *name;     /* long form */
	const char *argument; /* its name in the help, NULL: takes none */
	enum group group;
	const char *help; /* broken into lines when printed */
	/* Stores VALUE (NULL if it takes none). VN_EXIT_USAGE after saying why. */
	enum vn_exit (*set)(struct vn_cli *cli, const char *value);
};

/* Index of VALUE among COUNT names. COUNT after saying that OPTION has no such value. */
static size_t choose(const char *option, const char *value, const char *const *names, size_t count)
{
	size_t i = 0;
	while (i < count && strcmp(names[i], value) != 0)
		i++;
	if (i == count)
		vn_sayf(option, "no such value: '%s'", value);
	return i;
}

static enum vn_exit set_output(struct vn_cli *cli, const char *value)
{
	if (cli->output) {
		vn_say("--output", "given twice");
		return VN_EXIT_USAGE;
	}
	cli->output = value;
	return VN_EXIT_DONE;
}

static enum vn_exit set_force(struct vn_cli *cli, const char *value)
{
	cli->force = true;
	return VN_EXIT_DONE;
}

static enum vn_exit set_stats(struct vn_cli *cli, const char *value)
{
	cli->stats = true;
	return VN_EXIT_DONE;
}

static enum vn_exit set_model(struct vn_cli *cli, const char *value)
{
	cli->model = value;
	return VN_EXIT_DONE;
}

static enum vn_exit set_assume(struct vn_cli *cli, const char *value)
{
	size_t i = choose("--assume", value, vn_regime_names, VN_REGIME_COUNT);
	if (i == VN_REGIME_COUNT)
		return VN_EXIT_USAGE;
	cli->options.regime = (enum vn_regime)i;
	return VN_EXIT_DONE;
}

static enum vn_exit set_tone(struct vn_cli *cli, const char *value)
{
	size_t count = sizeof tone_names / sizeof *tone_names;
	size_t i = choose("--tone", value, tone_names, count);
	if (i == count)
		return VN_EXIT_USAGE;
	cli->options.tone = (enum vn_tone)i;
	return VN_EXIT_DONE;
}

static enum vn_exit add_stages(uint32_t *mask, const char *option, const char *value)
{
	struct vn_err err;
	if (!vn_stages_mask(mask, value, &err))
		return VN_EXIT_DONE;
	vn_say(option, err.text);
	return VN_EXIT_USAGE;
}

static enum vn_exit set_only(struct vn_cli *cli, const char *value)
{
	return add_stages(&cli->only, "--only", value);
}

static enum vn_exit set_skip(struct vn_cli *cli, const char *value)
{
	return add_stages(&cli->options.skip, "--skip", value);
}

static enum vn_exit act(struct vn_cli *cli, enum vn_action action)
{
	if (cli->action == VN_ACT_RUN)
		cli->action = action;
	return VN_EXIT_DONE;
}

static enum vn_exit set_help(struct vn_cli *cli, const char *value)
{
	return act(cli, VN_ACT_HELP);
}

static enum vn_exit set_version(struct vn_cli *cli, const char *value)
{
	return act(cli, VN_ACT_VERSION);
}

static enum vn_exit set_stages(struct vn_cli *cli, const char *value)
{
	return act(cli, VN_ACT_STAGES);
}

/* All options: the only list of them. */
static const struct option_spec specs[] = {
	{'o', "output", "FILE", IN_OUT,
	 "write to FILE instead of standard output; FILE holds all of the new text or is as it was",
	 set_output},
	{0, "force", NULL, IN_OUT, "let --output replace an existing file", set_force},
	{0, "stats", NULL, IN_OUT, "counts of the run to standard error, 'name value' a line",
	 set_stats},
	{0, "assume", "KIND", REPAIR,
	 "what the text is, instead of finding out: eng (read by an engine that knows no "
	 "Vietnamese), vie (by one that does), bare (marks stripped), clean, auto",
	 set_assume},
	{0, "tone", "STYLE", REPAIR,
	 "where tone marks stand on oa, oe, uy: keep (as found), old (h\xc3\xb2"
	 "a), new (ho\xc3\xa0)",
	 set_tone},
	{0, "only", "STAGE", REPAIR,
	 "run these stages alone; a list parted by commas; may be given again", set_only},
	{0, "skip", "STAGE", REPAIR, "leave these stages out; likewise", set_skip},
	{0, "model", "FILE", REPAIR, "use this model instead of the installed one", set_model},
	{0, "list-stages", NULL, ABOUT, "list the stages in their order", set_stages},
	{'h', "help", NULL, ABOUT, "this text", set_help},
	{'V', "version", NULL, ABOUT, "versions of vnfix, its libraries and its model",
	 set_version},
};

#define SPEC_COUNT (sizeof specs / sizeof *specs)
#define LONG_ONLY  256 /* getopt's value of option i without a letter is LONG_ONLY + i */

/* getopt's two tables, made from ours. */
struct tables {
	char letters[2 + 2 * SPEC_COUNT];
	struct option longs[SPEC_COUNT + 1];
};

static void make_tables(struct tables *t)
{
	char *letter = t->letters;

	*t = (struct tables){0};
	*letter++ = ':'; /* tell a missing argument from an unknown option */
	for (size_t i = 0; i < SPEC_COUNT; i++) {
		t->longs[i] = (struct option){
			.name = specs[i].name,
			.has_arg = specs[i].argument ? required_argument : no_argument,
			.val = specs[i].letter ? specs[i].letter : LONG_ONLY + (int)i,
		};
		if (specs[i].letter)
			*letter++ = (char)specs[i].letter;
		if (specs[i].letter && specs[i].argument)
			*letter++ = ':';
	}
}

static const struct option_spec *find(int value)
{
	for (size_t i = 0; i < SPEC_COUNT; i++)
		if (value == LONG_ONLY + (int)i || (value && value == specs[i].letter))
			return &specs[i];
	return NULL;
}

/* Says what was wrong with ARG, the argument getopt stopped at. */
static enum vn_exit bad_option(int answer, const char *arg)
{
	bool is_long = strncmp(arg, "--", 2) == 0;

	if (answer == ':')
		vn_sayf(NULL, "option '%s' needs an argument", arg);
	else if (is_long && optopt)
		vn_sayf(NULL, "option '%s' takes no argument", arg);
	else if (is_long)
		vn_sayf(NULL, "unknown option '%s'", arg);
	else
		vn_sayf(NULL, "unknown option '-%c'", optopt);
	vn_say(NULL, "try 'vnfix --help'");
	return VN_EXIT_USAGE;
}

enum vn_exit vn_cli_parse(struct vn_cli *cli, int argc, char **argv)
{
	struct tables t;
	int answer;

	*cli = (struct vn_cli){0};
	make_tables(&t);
	opterr = 0;
	while ((answer = getopt_long(argc, argv, t.letters, t.longs, NULL)) != -1) {
		const struct option_spec *spec = find(answer);
		if (!spec)
			return bad_option(answer, argv[optind - 1]);
		if (spec->set(cli, optarg))
			return VN_EXIT_USAGE;
	}
	if (cli->only)
		cli->options.skip |= ~cli->only;
	cli->files = argv + optind;
	cli->file_count = argc - optind;
	return VN_EXIT_DONE;
}

#define HELP_INDENT 24
#define HELP_WIDTH  78

/* Columns of TEXT: code points, which is right for the letters used here. */
static size_t columns(const char *text, size_t len)
{
	size_t count = 0;
	for (size_t i = 0; i < len; i++)
		count += (text[i] & 0xc0) != 0x80;
	return count;
}

/* Writes TEXT from column AT on, each line from HELP_INDENT to HELP_WIDTH. */
static void wrap(FILE *out, const char *text, size_t at)
{
	if (at + 2 > HELP_INDENT) {
		fputc('\n', out);
		at = 0;
	}
	fprintf(out, "%*s", (int)(HELP_INDENT - at), "");
	at = HELP_INDENT;
	while (*text) {
		size_t len = strcspn(text, " ");
		size_t width = columns(text, len);
		if (at > HELP_INDENT && at + 1 + width > HELP_WIDTH) {
			fprintf(out, "\n%*s", HELP_INDENT, "");
			at = HELP_INDENT;
		} else if (at > HELP_INDENT) {
			fputc(' ', out);
			at++;
		}
		fprintf(out, "%.*s", (int)len, text);
		at += width;
		text += len + (text[len] == ' ');
	}
	fputc('\n', out);
}

static void help_one(FILE *out, const struct option_spec *spec)
{
	int len = spec->letter ? fprintf(out, "  -%c, --%s", spec->letter, spec->name)
			       : fprintf(out, "      --%s", spec->name);
	if (spec->argument)
		len += fprintf(out, "=%s", spec->argument);
	wrap(out, spec->help, len > 0 ? (size_t)len : 0);
}

void vn_cli_help(FILE *out)
{
	for (int group = 0; group < GROUP_COUNT; group++) {
		fprintf(out, "\n%s:\n", group_titles[group]);
		for (size_t i = 0; i < SPEC_COUNT; i++)
			if ((int)specs[i].group == group)
				help_one(out, &specs[i]);
	}
}
