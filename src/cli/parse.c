#include "cli/config.h"
#include "change/readings.h"
#include "term/lang.h"
#include "term/near.h"
#include "term/say.h"
#include "pipeline.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <sys/stat.h>

#define LONG_ONLY 256 /* getopt's value of option i without a letter is LONG_ONLY + i */

/* getopt's two tables, made from ours. */
struct tables {
	char letters[2 + 3 * VN_OPTION_MAX];
	struct option longs[VN_OPTION_MAX + 1];
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
	for (size_t i = 0; i < vn_option_count; i++) {
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
	for (size_t i = 0; i < vn_option_count; i++)
		if (value == LONG_ONLY + (int)i || (value && value == vn_option_specs[i].letter))
			return &vn_option_specs[i];
	return NULL;
}

/* Whether WORD looks like the suffix of a copy that is kept, with or without its dot. */
static bool is_suffix(const char *word)
{
	static const char *const usual[] = {"bak", "old", "orig", "backup", "save"};

	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
		if (strcmp(word, usual[i]) == 0)
			return true;
	return *word && strchr(".~_", *word) && !strchr(word, '/');
}

/* Whether WORD, which is the name of no file, looks like the argument of SPEC, which may be left
 * out. */
static bool looks_meant(const struct vn_option_spec *spec, const char *word)
{
	struct stat st;
	char *end;

	if (lstat(word, &st) == 0 || errno != ENOENT || *word == '-')
		return false;
	if (strcmp(spec->argument, "[FILE]") == 0)
		return true;
	if (strcmp(spec->argument, "[SUFFIX]") == 0)
		return is_suffix(word);
	strtod(word, &end);
	return end != word && !*end;
}

/* Refuses WORD behind the option SPEC, given as ARG, where it was meant as its argument: that
 * stands in the same word. WORD may be NULL. */
static enum vn_exit check_apart(const struct vn_option_spec *spec, const char *arg,
				const char *word)
{
	char name[40];
	const char *dot = "";

	if (!word || !vn_option_optional(spec) || !looks_meant(spec, word))
		return VN_EXIT_DONE;
	if (strncmp(arg, "--", 2) == 0)
		snprintf(name, sizeof name, "--%s=", spec->name);
	else
		snprintf(name, sizeof name, "-%c", spec->letter);
	/* A suffix without one of these would look like other letters behind -i. */
	if (strcmp(spec->argument, "[SUFFIX]") == 0 && !strchr(".~_", *word))
		dot = ".";
	vn_sayf(NULL, "there is no file '%s'; an argument stands right behind its option: %s%s%s",
		word, name, dot, word);
	return VN_EXIT_USAGE;
}

/* Reports that exclude each other. */
static enum vn_exit check_reports(const struct vn_cli *cli)
{
	const struct vn_plan_reports *reports = &cli->plan.reports;
	const struct vn_plan_target *target = &cli->plan.target;
	bool look = vn_plan_look_only(&cli->plan);
	bool back = cli->undo || cli->apply;

	if (cli->undo && cli->apply)
		vn_say("--undo", "not together with --apply");
	else if (back && (reports->diff || reports->check || reports->suggest_only ||
			  (cli->undo && reports->report) || reports->html || target->output ||
			  target->in_place || reports->candidates))
		vn_say(cli->undo ? "--undo" : "--apply",
		       "takes files, --output-dir and --dry-run (--apply: --report) only");
	else if (reports->candidates && (reports->diff || reports->check || reports->dry_run))
		vn_say("--candidates", "not with --dry-run, --check or --diff");
	else if (reports->candidates && target->output && cli->table)
		vn_say("--candidates", "-o names another file");
	else if (look && (reports->suggest_only || (target->output && !reports->candidates)))
		vn_say(reports->suggest_only ? "--suggest-only" : "--output",
		       "not with --dry-run, --check or --diff, which write no text");
	else
		return VN_EXIT_DONE;
	return VN_EXIT_USAGE;
}

/* Whether no stage tells confidences. */
static bool trust_is_out(const struct vn_cli *cli)
{
	uint32_t trust = 0, skip = cli->plan.job.options.skip | (cli->only ? ~cli->only : 0);
	struct vn_err err;

	return vn_stages_mask(&trust, "trust", &err) || (skip & trust);
}

/* What options that tell or ask for confidences go with. */
static enum vn_exit check_confidence(const struct vn_cli *cli)
{
	const struct vn_plan_reports *reports = &cli->plan.reports;
	bool text = cli->plan.job.format.kind == VN_FORMAT_TEXT;

	if (text && !cli->sure)
		return VN_EXIT_DONE;
	if (trust_is_out(cli))
		vn_say(NULL, "confidences need stage trust, which is left out");
	else if (!text && (vn_plan_look_only(&cli->plan) || reports->suggest_only ||
			   reports->report || reports->html || cli->undo || cli->apply))
		vn_say("--format", "text alone can be reported, compared or taken back");
	else
		return VN_EXIT_DONE;
	return VN_EXIT_USAGE;
}

/* What does not go together: the first rule that is broken, or NULL. */
static const char *contradiction(const struct vn_cli *cli)
{
	const struct vn_plan_target *target = &cli->plan.target;
	bool own = target->in_place || target->output_dir;

	if (target->in_place && (target->output || target->output_dir))
		return N_("-i goes with neither -o nor --output-dir");
	if (target->output && target->output_dir)
		return N_("-o and --output-dir do not go together");
	if (target->backup && !target->in_place)
		return N_("--backup needs -i");
	if (cli->plan.job.on_error != VN_ON_ERROR_SKIP && !own)
		return N_("--on-error needs -i or --output-dir");
	if (cli->plan.resume && !own)
		return N_("--resume needs -i or --output-dir");
	if (own && !vn_plan_has_inputs(&cli->plan) && !cli->undo && !cli->apply)
		return N_("-i and --output-dir need names of files");
	if (target->in_place && cli->plan.job.format.kind != VN_FORMAT_TEXT)
		return N_("-i writes text, not marks or tokens");
	if (cli->plan.job.options.to.name && cli->plan.job.format.kind != VN_FORMAT_TEXT)
		return N_("--to writes text, not marks or tokens");
	return NULL;
}

/* Frees what the setters have allocated. */
static void free_words(struct vn_cli *cli)
{
	free(cli->plan.inputs.lists.item);
	free(cli->plan.inputs.lists0.item);
	free(cli->plan.inputs.include.item);
	free(cli->plan.inputs.exclude.item);
	free(cli->plan.reports.dicts.item);
	free(cli->plan.reports.protects.item);
	free(cli->plan.reports.rules.item);
}

/* Nothing is asked for yet, by any setting. */
static void reset(struct vn_cli *cli)
{
	free_words(cli);
	*cli = (struct vn_cli){.settings = cli->settings,
			       .plan.job.options.probe = true,
			       .plan.job.options.min_confidence = VN_ENOUGH,
			       .plan.inputs.files = cli->plan.inputs.files,
			       .plan.inputs.file_count = cli->plan.inputs.file_count,
			       .plan.job.format.doubt = VN_DOUBT};
}

/* Takes what the command line says as settings. */
static enum vn_exit read_arguments(struct vn_settings *settings, int argc, char **argv)
{
	struct tables t;
	enum vn_exit code = VN_EXIT_DONE;
	int answer;

	make_tables(&t);
	opterr = 0;
	while (!code && (answer = getopt_long(argc, argv, t.letters, t.longs, NULL)) != -1) {
		struct vn_setting setting = {
			.spec = find(answer), .value = optarg, .rank = VN_RANK_LINE};
		setting.line = settings->count;
		code = VN_EXIT_USAGE;
		if (setting.spec)
			code = vn_settings_add(settings, &setting);
		else
			vn_near_option(answer, argv[optind - 1], t.longs);
		if (!code && !optarg)
			code = check_apart(setting.spec, argv[optind - 1], argv[optind]);
	}
	return code;
}

/* Carries out the settings from the one numbered FROM on. */
static enum vn_exit set_all(struct vn_cli *cli, size_t from)
{
	enum vn_exit code = VN_EXIT_DONE;

	for (size_t i = from; !code && i < cli->settings->count; i++) {
		cli->setting = &cli->settings->item[i];
		code = cli->setting->spec->set(cli, cli->setting->spec, cli->setting->value);
	}
	cli->setting = NULL;
	return code;
}

/* Whether nothing of a config file bears on what CLI asks for. */
static bool without_config(const struct vn_cli *cli)
{
	return cli->no_config || cli->action == VN_ACT_HELP || cli->undo || cli->apply;
}

/* Puts what the config files say before what the command line says, which CLI holds. What is set
 * in a file only because some runs need it is no mistake in the others. */
static enum vn_exit add_config(struct vn_cli *cli)
{
	struct vn_settings line = *cli->settings;
	bool own = cli->plan.target.in_place || cli->plan.target.output_dir;
	bool backup = cli->plan.target.backup,
	     on_error = cli->plan.job.on_error != VN_ON_ERROR_SKIP;
	bool sure = cli->sure;
	const char *file = cli->config;
	enum vn_exit code;

	*cli->settings = (struct vn_settings){0};
	code = vn_config_read(cli->settings, file);
	for (size_t i = 0; !code && i < line.count; i++)
		code = vn_settings_add(cli->settings, &line.item[i]);
	vn_settings_fini(&line);
	if (code)
		return code;
	vn_settings_settle(cli->settings);
	reset(cli);
	code = set_all(cli, 0);
	if (!backup && !cli->plan.target.in_place)
		cli->plan.target.backup = NULL;
	if (!on_error && !own)
		cli->plan.job.on_error = VN_ON_ERROR_SKIP;
	cli->sure = sure;
	return code;
}

static enum vn_exit check(const struct vn_cli *cli)
{
	const char *wrong = contradiction(cli);

	if (wrong)
		vn_say(NULL, wrong);
	if (wrong || check_confidence(cli))
		return VN_EXIT_USAGE;
	return check_reports(cli);
}

enum vn_exit vn_cli_parse(struct vn_cli *cli, int argc, char **argv)
{
	uint32_t detect = 0;
	enum vn_exit code;

	*cli = (struct vn_cli){0};
	cli->settings = calloc(1, sizeof *cli->settings);
	if (!cli->settings) {
		vn_say(NULL, "out of memory");
		return VN_EXIT_LIMIT;
	}
	reset(cli);
	code = read_arguments(cli->settings, argc, argv);
	cli->plan.inputs.files = (const char *const *)argv + optind;
	cli->plan.inputs.file_count = (size_t)(argc - optind);
	if (!code)
		code = set_all(cli, 0);
	if (!code && !without_config(cli))
		code = add_config(cli);
	if (code || (cli->action != VN_ACT_RUN && cli->action != VN_ACT_CONFIG))
		return code;
	if (cli->only)
		cli->plan.job.options.skip |= ~cli->only;
	if (cli->plan.reports.detect && !vn_stages_mask(&detect, "recode", NULL))
		cli->plan.job.options.skip = ~detect;
	/* What is to be gone on with is gone on with: the log is read, then written. */
	if (cli->plan.resume && !cli->plan.reports.report)
		cli->plan.reports.report = cli->plan.resume;
	if (cli->action == VN_ACT_CONFIG)
		return VN_EXIT_DONE;
	if (!cli->sure && trust_is_out(cli))
		cli->plan.job.options.min_confidence = 0;
	code = check(cli);
	if (!code && cli->table)
		cli->plan.target.output = cli->table;
	return code;
}

void vn_cli_fini(struct vn_cli *cli)
{
	free_words(cli);
	if (cli->settings)
		vn_settings_fini(cli->settings);
	free(cli->settings);
	*cli = (struct vn_cli){0};
}
