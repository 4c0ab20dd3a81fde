#include "cli/option_table.h"

#include "cli/say.h"
#include "pipeline.h"

#include <getopt.h>
#include <stdlib.h>

const char *const vn_group_titles[VN_GROUP_COUNT] = {
	[VN_GROUP_IN_OUT] = "Input and output", [VN_GROUP_REPAIR] = "What is repaired",
	[VN_GROUP_TALK] = "Messages",		[VN_GROUP_ABOUT] = "About vnfix",
	[VN_GROUP_REVIEW] = "Review and undo",
};

const char *const vn_regime_names[] = {
	[VN_REGIME_AUTO] = "auto", [VN_REGIME_ENG] = "eng",	[VN_REGIME_VIE] = "vie",
	[VN_REGIME_BARE] = "bare", [VN_REGIME_CLEAN] = "clean", [VN_REGIME_COUNT] = NULL,
};

static const char *const tone_names[] = {
	[VN_TONE_KEEP] = "keep",
	[VN_TONE_OLD] = "old",
	[VN_TONE_NEW] = "new",
	NULL,
};

#define AT(member) offsetof(struct vn_cli, member)

/* The member that SPEC fills. */
static void *member(struct vn_cli *cli, const struct vn_option_spec *spec)
{
	return (char *)cli + spec->at;
}

/* Says that SPEC has no such VALUE. */
static enum vn_exit refuse(const struct vn_option_spec *spec, const char *value)
{
	char name[40];
	snprintf(name, sizeof name, "--%s", spec->name);
	vn_sayf(name, "no such value: '%s'", value);
	return VN_EXIT_USAGE;
}

/* The general setters: a bool, a string given once, one of several names. */

static enum vn_exit set_flag(struct vn_cli *cli, const struct vn_option_spec *spec,
			     const char *value)
{
	*(bool *)member(cli, spec) = true;
	return VN_EXIT_DONE;
}

static enum vn_exit set_string(struct vn_cli *cli, const struct vn_option_spec *spec,
			       const char *value)
{
	const char **to = member(cli, spec);
	if (*to) {
		char name[40];
		snprintf(name, sizeof name, "--%s", spec->name);
		vn_say(name, "given twice");
		return VN_EXIT_USAGE;
	}
	*to = value;
	return VN_EXIT_DONE;
}

/* Enums of this program are as wide as an unsigned: all their values are small and not negative. */
static enum vn_exit set_choice(struct vn_cli *cli, const struct vn_option_spec *spec,
			       const char *value)
{
	for (unsigned i = 0; spec->names[i]; i++)
		if (strcmp(value, spec->names[i]) == 0) {
			memcpy(member(cli, spec), &i, sizeof i);
			return VN_EXIT_DONE;
		}
	return refuse(spec, value);
}

/* The setters of single options. */

static enum vn_exit set_stages(struct vn_cli *cli, const struct vn_option_spec *spec,
			       const char *value)
{
	struct vn_err err;
	char name[40];

	if (!vn_stages_mask(member(cli, spec), value, &err))
		return VN_EXIT_DONE;
	snprintf(name, sizeof name, "--%s", spec->name);
	vn_say(name, err.text);
	return VN_EXIT_USAGE;
}

static enum vn_exit act(struct vn_cli *cli, enum vn_action action)
{
	if (cli->action == VN_ACT_RUN)
		cli->action = action;
	return VN_EXIT_DONE;
}

static enum vn_exit set_help(struct vn_cli *cli, const struct vn_option_spec *spec,
			     const char *value)
{
	return act(cli, VN_ACT_HELP);
}

static enum vn_exit set_version(struct vn_cli *cli, const struct vn_option_spec *spec,
				const char *value)
{
	return act(cli, VN_ACT_VERSION);
}

static enum vn_exit set_list(struct vn_cli *cli, const struct vn_option_spec *spec,
			     const char *value)
{
	return act(cli, VN_ACT_STAGES);
}

/* A probability, 0 to 1, in 1/10,000. */
static enum vn_exit set_confidence(struct vn_cli *cli, const struct vn_option_spec *spec,
				   const char *value)
{
	char *end;
	double p = strtod(value, &end);

	if (end == value || *end || !(p >= 0 && p <= 1))
		return refuse(spec, value);
	*(vn_confidence *)member(cli, spec) = (vn_confidence)(p * VN_SURE + 0.5);
	return VN_EXIT_DONE;
}

static enum vn_exit set_mark(struct vn_cli *cli, const struct vn_option_spec *spec,
			     const char *value)
{
	cli->format.kind = VN_FORMAT_MARK;
	return value ? set_confidence(cli, spec, value) : VN_EXIT_DONE;
}

/* All options: the only list of them. */
const struct vn_option_spec vn_option_specs[] = {
	{'o', "output", "FILE", VN_GROUP_IN_OUT,
	 "write to FILE instead of standard output; FILE holds all of the new text or is as it was",
	 set_string, AT(output)},
	{0, "force", NULL, VN_GROUP_IN_OUT, "let --output replace an existing file", set_flag,
	 AT(force)},

	{0, "format", "KIND", VN_GROUP_IN_OUT,
	 "what is written: text, mark (doubtful words marked in the text), tokens (one a line, "
	 "with "
	 "its confidence, what was read and other readings)",
	 set_choice, AT(format.kind), vn_format_names},
	{0, "mark", "[P]", VN_GROUP_IN_OUT,
	 "as --format=mark; doubtful is what is right with a probability below P (0.8)", set_mark,
	 AT(format.doubt)},

	{0, "assume", "KIND", VN_GROUP_REPAIR,
	 "what the text is, instead of finding out: eng (read by an engine that knows no "
	 "Vietnamese), vie (by one that does), bare (marks stripped), clean, auto",
	 set_choice, AT(options.regime), vn_regime_names},
	{0, "tone", "STYLE", VN_GROUP_REPAIR,
	 "where tone marks stand on oa, oe, uy: keep (as found), old (h\xc3\xb2"
	 "a), new (ho\xc3\xa0)",
	 set_choice, AT(options.tone), tone_names},
	{0, "min-confidence", "P", VN_GROUP_REPAIR,
	 "leave words as read, and flag them, that would be right with a probability below P, 0 to "
	 "1",
	 set_confidence, AT(options.min_confidence)},
	{0, "only", "STAGE", VN_GROUP_REPAIR,
	 "run these stages alone; a list parted by commas; may be given again", set_stages,
	 AT(only)},
	{0, "skip", "STAGE", VN_GROUP_REPAIR, "leave these stages out; likewise", set_stages,
	 AT(options.skip)},
	{0, "model", "FILE", VN_GROUP_REPAIR, "use this model instead of the installed one",
	 set_string, AT(model)},

	{'n', "dry-run", NULL, VN_GROUP_REVIEW,
	 "write nothing; say how many changes there would be", set_flag, AT(dry_run)},
	{0, "check", NULL, VN_GROUP_REVIEW,
	 "write nothing; name the files that would change, exit code 1 if there are any", set_flag,
	 AT(check)},
	{0, "diff", NULL, VN_GROUP_REVIEW, "write the lines that would change, before and after",
	 set_flag, AT(diff)},
	{0, "suggest-only", NULL, VN_GROUP_REVIEW,
	 "report all changes, but write the text as it was read", set_flag, AT(suggest_only)},
	{0, "report", "FILE", VN_GROUP_REVIEW, "append a record of every change to FILE, as NDJSON",
	 set_string, AT(report)},
	{0, "html", "FILE", VN_GROUP_REVIEW,
	 "write a page to FILE to review the changes in a browser, and to decide on them",
	 set_string, AT(html)},
	{0, "undo", "REPORT", VN_GROUP_REVIEW,
	 "put the inputs that REPORT tells of back as they were, or only those named as FILE",
	 set_string, AT(undo)},
	{0, "apply", "LIST", VN_GROUP_REVIEW,
	 "carry out the decisions that were saved from a page of --html", set_string, AT(apply)},
	{0, "no-provenance", NULL, VN_GROUP_REVIEW,
	 "leave version, model and time out of reports, so that equal runs give equal ones",
	 set_flag, AT(no_provenance)},

	{0, "stats", NULL, VN_GROUP_TALK,
	 "counts of the run to standard error, 'name value' a line", set_flag, AT(stats)},

	{0, "list-stages", NULL, VN_GROUP_ABOUT, "list the stages in their order", set_list},
	{'h', "help", NULL, VN_GROUP_ABOUT, "this text", set_help},
	{'V', "version", NULL, VN_GROUP_ABOUT, "versions of vnfix, its libraries and its model",
	 set_version},
};

#define SPEC_COUNT (sizeof vn_option_specs / sizeof *vn_option_specs)
#define LONG_ONLY  256 /* getopt's value of option i without a letter is LONG_ONLY + i */

const size_t vn_option_count = SPEC_COUNT;

/* getopt's two tables, made from ours. */
struct tables {
	char letters[2 + 3 * SPEC_COUNT];
	struct option longs[SPEC_COUNT + 1];
};

static int argument_kind(const struct vn_option_spec *spec)
{
	if (!spec->argument)
		return no_argument;
	return vn_option_optional(spec) ? optional_argument : required_argument;
}

static void make_tables(struct tables *t)
{
	char *letter = t->letters;

	*t = (struct tables){0};
	*letter++ = ':'; /* tell a missing argument from an unknown option */
	for (size_t i = 0; i < SPEC_COUNT; i++) {
		const struct vn_option_spec *spec = &vn_option_specs[i];
		t->longs[i] = (struct option){
			.name = spec->name,
			.has_arg = argument_kind(spec),
			.val = spec->letter ? spec->letter : LONG_ONLY + (int)i,
		};
		if (!spec->letter)
			continue;
		*letter++ = (char)spec->letter;
		if (spec->argument)
			*letter++ = ':';
		if (vn_option_optional(spec))
			*letter++ = ':';
	}
}

static const struct vn_option_spec *find(int value)
{
	for (size_t i = 0; i < SPEC_COUNT; i++)
		if (value == LONG_ONLY + (int)i || (value && value == vn_option_specs[i].letter))
			return &vn_option_specs[i];
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

/* Options of the review that exclude each other. */
static enum vn_exit check_review(const struct vn_cli *cli)
{
	bool look = cli->diff || cli->check || cli->dry_run;
	bool back = cli->undo || cli->apply;

	if (cli->undo && cli->apply)
		vn_say("--undo", "not together with --apply");
	else if (back &&
		 (cli->diff || cli->check || cli->suggest_only || cli->report || cli->output))
		vn_say(cli->undo ? "--undo" : "--apply",
		       "takes files and --dry-run only; nothing is repaired");
	else if (look && (cli->suggest_only || cli->output))
		vn_say(cli->suggest_only ? "--suggest-only" : "--output",
		       "not with --dry-run, --check or --diff, which write no text");
	else
		return VN_EXIT_DONE;
	return VN_EXIT_USAGE;
}

/* What options that tell or ask for confidences go with. */
static enum vn_exit check_confidence(const struct vn_cli *cli)
{
	bool text = cli->format.kind == VN_FORMAT_TEXT;
	uint32_t trust = 0;
	struct vn_err err;

	if (text && !cli->options.min_confidence)
		return VN_EXIT_DONE;
	if (vn_stages_mask(&trust, "trust", &err) || (cli->options.skip & trust))
		vn_say(NULL, "confidences need stage trust, which is left out");
	else if (!text && (cli->diff || cli->check || cli->dry_run || cli->suggest_only ||
			   cli->report || cli->undo || cli->apply))
		vn_say("--format", "text alone can be reported, compared or taken back");
	else
		return VN_EXIT_DONE;
	return VN_EXIT_USAGE;
}

enum vn_exit vn_cli_parse(struct vn_cli *cli, int argc, char **argv)
{
	struct tables t;
	int answer;

	*cli = (struct vn_cli){.format.doubt = VN_DOUBT};
	make_tables(&t);
	opterr = 0;
	while ((answer = getopt_long(argc, argv, t.letters, t.longs, NULL)) != -1) {
		const struct vn_option_spec *spec = find(answer);
		enum vn_exit code =
			spec ? spec->set(cli, spec, optarg) : bad_option(answer, argv[optind - 1]);
		if (code)
			return code;
	}
	if (cli->only)
		cli->options.skip |= ~cli->only;
	cli->files = argv + optind;
	cli->file_count = argc - optind;
	if (check_confidence(cli))
		return VN_EXIT_USAGE;
	return check_review(cli);
}
