#include "cli/option_table.h"

#include "charset/coding.h"
#include "cli/config.h"
#include "term/lang.h"
#include "term/say.h"
#include "damage/damage.h"
#include "pipeline.h"

#include <assert.h>
#include <stdlib.h>

const char *const vn_group_titles[VN_GROUP_COUNT] = {
	[VN_GROUP_IN_OUT] = N_("Input and output"),
	[VN_GROUP_BATCH] = N_("Many files"),
	[VN_GROUP_REPAIR] = N_("What is repaired"),
	[VN_GROUP_REVIEW] = N_("Review and undo"),
	[VN_GROUP_TALK] = N_("Messages"),
	[VN_GROUP_ABOUT] = N_("Settings, and about vnfix"),
};

static const char *const assume_names[] = {"auto",
#define NAME(kind, name) name,
					   VN_DAMAGE_KINDS(NAME)
#undef NAME
						   NULL};

static const char *const tone_names[] = {
	[VN_TONE_KEEP] = "keep",
	[VN_TONE_OLD] = "old",
	[VN_TONE_NEW] = "new",
	NULL,
};

static const char *const existing_names[] = {
	[VN_EXISTING_FAIL] = "fail",
	[VN_EXISTING_SKIP] = "skip",
	[VN_EXISTING_OVERWRITE] = "overwrite",
	NULL,
};

static const char *const on_error_names[] = {
	[VN_ON_ERROR_SKIP] = "skip",
	[VN_ON_ERROR_COPY] = "copy",
	[VN_ON_ERROR_ABORT] = "abort",
	NULL,
};

static const char *const progress_names[] = {
	[VN_PROGRESS_AUTO] = "auto",
	[VN_PROGRESS_PLAIN] = "plain",
	[VN_PROGRESS_JSON] = "json",
	[VN_PROGRESS_NONE] = "none",
	NULL,
};

#define AT(member) offsetof(struct vn_cli, member)

/* The member that SPEC fills. */
static void *member(struct vn_cli *cli, const struct vn_option_spec *spec)
{
	return (char *)cli + spec->at;
}

/* Says what is wrong with SPEC, where it was given. Returns VN_EXIT_USAGE. */
static enum vn_exit complain(const struct vn_cli *cli, const struct vn_option_spec *spec,
			     const char *text)
{
	char name[40];

	snprintf(name, sizeof name, "--%s", spec->name);
	if (cli->setting && cli->setting->file)
		vn_say_at(cli->setting->file, cli->setting->line, spec->name, text);
	else
		vn_say(name, text);
	return VN_EXIT_USAGE;
}

/* Says that SPEC takes WHAT, and not VALUE. */
static enum vn_exit refuse(const struct vn_cli *cli, const struct vn_option_spec *spec,
			   const char *what, const char *value)
{
	char text[256];
	snprintf(text, sizeof text, _("takes %s, not '%.60s'"), _(what), value);
	return complain(cli, spec, text);
}

/* Says that VALUE is none of those that SPEC has, the list KNOWN. */
static enum vn_exit refuse_choice(const struct vn_cli *cli, const struct vn_option_spec *spec,
				  const char *value, const char *known)
{
	char text[256];
	snprintf(text, sizeof text, _("no value '%.60s'; there are: %s"), value, known);
	return complain(cli, spec, text);
}

/* Appends NAME to the LIST of CAP bytes. */
static void add_name(char *list, size_t cap, const char *name)
{
	size_t used = strlen(list);
	snprintf(list + used, cap - used, "%s%s", used ? ", " : "", name);
}

/* The general setters: a bool, a string given once, strings, one of several names, a number. */

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
	if (*to)
		return complain(cli, spec, "given twice");
	*to = value;
	return VN_EXIT_DONE;
}

static enum vn_exit add_string(struct vn_cli *cli, const struct vn_option_spec *spec,
			       const char *value)
{
	struct vn_words *words = member(cli, spec);
	const char **item = realloc(words->item, (words->count + 1) * sizeof *item);
	if (!item) {
		vn_say(NULL, "out of memory");
		return VN_EXIT_LIMIT;
	}
	words->item = item;
	item[words->count++] = value;
	return VN_EXIT_DONE;
}

/* Enums of this program are as wide as an unsigned: all their values are small and not negative. */
static enum vn_exit set_choice(struct vn_cli *cli, const struct vn_option_spec *spec,
			       const char *value)
{
	char known[128] = "";

	for (unsigned i = 0; spec->names[i]; i++) {
		if (strcmp(value, spec->names[i]) == 0) {
			memcpy(member(cli, spec), &i, sizeof i);
			return VN_EXIT_DONE;
		}
		add_name(known, sizeof known, spec->names[i]);
	}
	return refuse_choice(cli, spec, value, known);
}

static enum vn_exit set_assume(struct vn_cli *cli, const struct vn_option_spec *spec,
			       const char *value)
{
	char known[128] = "";

	cli->plan.job.options.assume = vn_damage_find(value);
	if (cli->plan.job.options.assume || strcmp(value, spec->names[0]) == 0)
		return VN_EXIT_DONE;
	for (size_t i = 0; spec->names[i]; i++)
		add_name(known, sizeof known, spec->names[i]);
	return refuse_choice(cli, spec, value, known);
}

static enum vn_exit set_detect(struct vn_cli *cli, const struct vn_option_spec *spec,
			       const char *value)
{
	struct vn_plan_reports *reports = &cli->plan.reports;

	reports->detect = !value || strcmp(value, "text") == 0 ? VN_DETECT_TEXT
			  : strcmp(value, "json") == 0	       ? VN_DETECT_JSON
							       : VN_DETECT_NO;
	reports->dry_run = true;
	return reports->detect ? VN_EXIT_DONE : refuse_choice(cli, spec, value, "text, json");
}

static enum vn_exit set_from(struct vn_cli *cli, const struct vn_option_spec *spec,
			     const char *value)
{
	char known[128] = "auto, none";

	cli->plan.job.options.from = vn_coding_from(value);
	if (cli->plan.job.options.from)
		return VN_EXIT_DONE;
	for (size_t i = 0; i <= vn_charset_count; i++)
		if (vn_slot_name(i))
			add_name(known, sizeof known, vn_slot_name(i));
	return refuse_choice(cli, spec, value, known);
}

static enum vn_exit set_to(struct vn_cli *cli, const struct vn_option_spec *spec, const char *value)
{
	char known[160] = "";

	if (vn_output_find(value, &cli->plan.job.options.to))
		return VN_EXIT_DONE;
	for (size_t i = 0; vn_output_name(i); i++)
		add_name(known, sizeof known, vn_output_name(i));
	return refuse_choice(cli, spec, value, known);
}

/* The digits at the start of *TEXT as a number up to a million, which is more than any option here
 * can mean; *TEXT is moved behind them. -1 if there is none, or a larger one. */
static int32_t number(const char **text)
{
	int32_t value = **text >= '0' && **text <= '9' ? 0 : -1;
	for (; **text >= '0' && **text <= '9'; ++*text)
		if (value >= 0)
			value = value > 100000 ? -1 : value * 10 + (**text - '0');
	return value;
}

static enum vn_exit set_number(struct vn_cli *cli, const struct vn_option_spec *spec,
			       const char *value)
{
	const char *at = value;
	int32_t count = number(&at);
	if (count < 0 || *at)
		return refuse(cli, spec, N_("a whole number from 0 to 1000000"), value);
	*(uint32_t *)member(cli, spec) = (uint32_t)count;
	return VN_EXIT_DONE;
}

/* The setters of single options. */

static enum vn_exit set_shard(struct vn_cli *cli, const struct vn_option_spec *spec,
			      const char *value)
{
	const char *at = value;
	int32_t k = number(&at), n = *at == '/' ? (at++, number(&at)) : -1;
	if (*at || k < 1 || n < k)
		return refuse(cli, spec, N_("K/N, with K from 1 to N"), value);
	cli->plan.inputs.shard = (uint32_t)k;
	cli->plan.inputs.shard_count = (uint32_t)n;
	return VN_EXIT_DONE;
}

/* A suffix becomes part of a name in the same folder. */
static enum vn_exit set_backup(struct vn_cli *cli, const struct vn_option_spec *spec,
			       const char *value)
{
	if (value && (!*value || strchr(value, '/')))
		return refuse(cli, spec, N_("a suffix without a slash"), value);
	cli->plan.target.backup = value ? value : "~";
	return VN_EXIT_DONE;
}

static enum vn_exit set_in_place(struct vn_cli *cli, const struct vn_option_spec *spec,
				 const char *value)
{
	cli->plan.target.in_place = true;
	/* "-ir" is meant as "-i -r" by many. */
	if (value &&
	    strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", *value)) {
		vn_sayf("--in-place", "a suffix begins with a sign, as in -i.old, not '%s'", value);
		return VN_EXIT_USAGE;
	}
	return value ? set_backup(cli, spec, value) : VN_EXIT_DONE;
}

/* Alone on the command line it means the current folder; a config that says "recursive" does not.
 */
static enum vn_exit set_recursive(struct vn_cli *cli, const struct vn_option_spec *spec,
				  const char *value)
{
	cli->plan.inputs.recursive = true;
	cli->plan.inputs.here |= !cli->setting->file;
	return VN_EXIT_DONE;
}

static enum vn_exit set_force(struct vn_cli *cli, const struct vn_option_spec *spec,
			      const char *value)
{
	cli->plan.target.existing = VN_EXISTING_OVERWRITE;
	return VN_EXIT_DONE;
}

static enum vn_exit set_quiet(struct vn_cli *cli, const struct vn_option_spec *spec,
			      const char *value)
{
	cli->plan.loudness = -1;
	return VN_EXIT_DONE;
}

static enum vn_exit set_verbose(struct vn_cli *cli, const struct vn_option_spec *spec,
				const char *value)
{
	cli->plan.loudness = 1;
	return VN_EXIT_DONE;
}

static enum vn_exit set_stages(struct vn_cli *cli, const struct vn_option_spec *spec,
			       const char *value)
{
	struct vn_err err;

	if (!vn_stages_mask(member(cli, spec), value, &err))
		return VN_EXIT_DONE;
	return complain(cli, spec, err.text);
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

/* --input-format: auto or the name of a source. */
static enum vn_exit set_source(struct vn_cli *cli, const struct vn_option_spec *spec,
			       const char *value)
{
	char known[256] = "auto";

	for (const struct vn_source *const *source = vn_sources(); *source; source++)
		add_name(known, sizeof known, (*source)->name);
	cli->plan.job.options.probe = strcmp(value, "auto") == 0;
	cli->plan.job.options.source = cli->plan.job.options.probe ? NULL : vn_source_find(value);
	if (cli->plan.job.options.probe || cli->plan.job.options.source)
		return VN_EXIT_DONE;
	return refuse_choice(cli, spec, value, known);
}

static enum vn_exit set_formats(struct vn_cli *cli, const struct vn_option_spec *spec,
				const char *value)
{
	return act(cli, VN_ACT_FORMATS);
}

static enum vn_exit set_list(struct vn_cli *cli, const struct vn_option_spec *spec,
			     const char *value)
{
	return act(cli, VN_ACT_STAGES);
}

static enum vn_exit set_print(struct vn_cli *cli, const struct vn_option_spec *spec,
			      const char *value)
{
	return act(cli, VN_ACT_CONFIG);
}

/* A probability, 0 to 1, in 1/10,000. */
static enum vn_exit set_confidence(struct vn_cli *cli, const struct vn_option_spec *spec,
				   const char *value)
{
	char *end;
	double p = strtod(value, &end);

	if (end == value || *end || !(p >= 0 && p <= 1))
		return refuse(cli, spec, N_("a probability from 0 to 1, such as 0.98"), value);
	*(vn_confidence *)member(cli, spec) = (vn_confidence)(p * VN_SURE + 0.5);
	return VN_EXIT_DONE;
}

static enum vn_exit set_enough(struct vn_cli *cli, const struct vn_option_spec *spec,
			       const char *value)
{
	enum vn_exit code = set_confidence(cli, spec, value);

	cli->sure = cli->plan.job.options.min_confidence > 0;
	return code;
}

static enum vn_exit set_candidates(struct vn_cli *cli, const struct vn_option_spec *spec,
				   const char *value)
{
	cli->plan.reports.candidates = true;
	cli->table = value;
	return VN_EXIT_DONE;
}

static enum vn_exit set_mark(struct vn_cli *cli, const struct vn_option_spec *spec,
			     const char *value)
{
	cli->plan.job.format.kind = VN_FORMAT_MARK;
	return value ? set_confidence(cli, spec, value) : VN_EXIT_DONE;
}

/* All options: the only list of them. */
const struct vn_option_spec vn_option_specs[] = {
	{'o', "output", "FILE", VN_GROUP_IN_OUT,
	 N_("write to FILE instead of standard output; FILE holds all of the new text or is as it "
	    "was"),
	 set_string, AT(plan.target.output), .line_only = true},
	{'i', "in-place", "[SUFFIX]", VN_GROUP_IN_OUT,
	 N_("put the new text of each file in the file's place; with SUFFIX, --backup=SUFFIX"),
	 set_in_place, .line_only = true},
	{0, "backup", "[SUFFIX]", VN_GROUP_IN_OUT,
	 N_("with -i: keep each old file under its name with SUFFIX (~) behind it"), set_backup},
	{0, "output-dir", "DIR", VN_GROUP_IN_OUT,
	 N_("write the new text of each file to a file of the same path below DIR"), set_string,
	 AT(plan.target.output_dir), .line_only = true},
	{0, "existing", "HOW", VN_GROUP_IN_OUT,
	 N_("when an output's name is taken: fail (the default), skip, overwrite"), set_choice,
	 AT(plan.target.existing), existing_names},
	{0, "force", NULL, VN_GROUP_IN_OUT, N_("short for --existing=overwrite"), set_force,
	 .line_only = true},
	{'f', "input-format", "NAME", VN_GROUP_IN_OUT,
	 N_("the format of the inputs, a name of --list-formats; auto: find out"), set_source,
	 .line_only = false},
	{0, "field", "FIELD", VN_GROUP_IN_OUT,
	 N_("of a table or of records: the column or member that is text, by its name or number"),
	 set_string, AT(plan.job.options.how.field)},
	{0, "recover", NULL, VN_GROUP_IN_OUT,
	 N_("read on where a document in XML is not well-formed; what stands there is told"),
	 set_flag, AT(plan.job.options.how.recover)},
	{0, "signed", NULL, VN_GROUP_IN_OUT,
	 N_("change files that are signed, and PDF files with a form, too; a signature does not "
	    "hold for what is new"),
	 set_flag, AT(plan.job.options.how.sealed)},
	{0, "format", "KIND", VN_GROUP_IN_OUT,
	 N_("what is written: text, mark (doubtful words marked in the text), tokens (one per "
	    "line, with its confidence, what was read and other readings)"),
	 set_choice, AT(plan.job.format.kind), vn_format_names, .line_only = true},
	{0, "line", NULL, VN_GROUP_IN_OUT,
	 N_("one line out for each line in, at once: for pipes that never end; a line then knows "
	    "nothing of those after it"),
	 set_flag, AT(plan.job.options.by_line), .line_only = true},
	{0, "mark", "[P]", VN_GROUP_IN_OUT,
	 N_("as --format=mark; doubtful is what is right with a probability below P (0.8)"),
	 set_mark, AT(plan.job.format.doubt), .line_only = true},

	{'r', "recursive", NULL, VN_GROUP_BATCH,
	 N_("go into folders: all files below, in the byte order of their paths; alone: the "
	    "current "
	    "folder"),
	 set_recursive},
	{0, "files-from", "LIST", VN_GROUP_BATCH,
	 N_("take file names from LIST too, one per line; - is standard input"), add_string,
	 AT(plan.inputs.lists), .line_only = true},
	{'0', "null", NULL, VN_GROUP_BATCH,
	 N_("names in --files-from end in NUL, not in a line end"), set_flag, AT(plan.inputs.null),
	 .line_only = true},
	{0, "files0-from", "LIST", VN_GROUP_BATCH, N_("such a list, whatever --null says"),
	 add_string, AT(plan.inputs.lists0), .line_only = true},
	{0, "include", "GLOB", VN_GROUP_BATCH,
	 N_("of files in folders and lists take only those whose name or path matches GLOB; may be "
	    "given again"),
	 add_string, AT(plan.inputs.include)},
	{0, "exclude", "GLOB", VN_GROUP_BATCH,
	 N_("leave out those whose name or path matches, folders with all that is in them; "
	    "likewise"),
	 add_string, AT(plan.inputs.exclude)},
	{'a', "text", NULL, VN_GROUP_BATCH, N_("take files that do not look like text, too"),
	 set_flag, AT(plan.job.text)},
	{'j', "jobs", "N", VN_GROUP_BATCH,
	 N_("work on N files at once (as many as there are cores); changes nothing but the time"),
	 set_number, AT(plan.jobs)},
	{0, "shard", "K/N", VN_GROUP_BATCH,
	 N_("only the K-th of N parts of the list of files, for several machines"), set_shard,
	 .line_only = true},
	{0, "on-error", "HOW", VN_GROUP_BATCH,
	 N_("a file that fails: skip it (the default), copy it to its output unchanged, abort the "
	    "run"),
	 set_choice, AT(plan.job.on_error), on_error_names},
	{0, "resume", "LOG", VN_GROUP_BATCH,
	 N_("leave out what is done according to LOG, a report, and go on with it; it may be new"),
	 set_string, AT(plan.resume), .line_only = true},
	{0, "timeout", "SECONDS", VN_GROUP_BATCH, N_("give up on a file after so long"), set_number,
	 AT(plan.job.timeout)},

	{0, "from", "CHARSET", VN_GROUP_REPAIR,
	 N_("the charset that the text is in: auto (the default: found out line by line), none "
	    "(not "
	    "converted), tcvn3, tcvn5712, vni, viscii, vps, viqr, windows-1258, utf-8 (taken for "
	    "another)"),
	 set_from},
	{0, "to", "CHARSET", VN_GROUP_REPAIR,
	 N_("the charset to write: utf-8, utf-16, utf-16le, utf-16be, or one that --from takes; in "
	    "place the default is that of the file, else UTF-8"),
	 set_to},
	{0, "assume", "KIND", VN_GROUP_REPAIR,
	 N_("what the text is, instead of finding out: eng (read by an engine that knows no "
	    "Vietnamese), vie (by one that does), bare (marks stripped), clean, auto"),
	 set_assume, .names = assume_names},
	{0, "tone", "STYLE", VN_GROUP_REPAIR,
	 N_("where tone marks stand on oa, oe, uy: keep (as found), old (hòa), new (hoà)"),
	 set_choice, AT(plan.job.options.tone), tone_names},
	{0, "min-confidence", "P", VN_GROUP_REPAIR,
	 N_("leave words as read, and flag them, that would be right with a probability below P, 0 "
	    "to 1 (0.08)"),
	 set_enough, AT(plan.job.options.min_confidence)},
	{0, "dict", "FILE", VN_GROUP_REPAIR,
	 N_("words and names that are right, one per line (hunspell lists work too); may be given "
	    "again"),
	 add_string, AT(plan.reports.dicts)},
	{0, "protect", "REGEX", VN_GROUP_REPAIR,
	 N_("leave alone what matches, a Perl-compatible expression; may be given again"),
	 add_string, AT(plan.reports.protects)},
	{0, "rules", "TABLE", VN_GROUP_REPAIR,
	 N_("replace what was read as TABLE says: before, after, context, separated by tabs; may "
	    "be given again"),
	 add_string, AT(plan.reports.rules)},
	{0, "only", "STAGE", VN_GROUP_REPAIR,
	 N_("run only these stages; a list separated by commas; may be given again"), set_stages,
	 AT(only)},
	{0, "skip", "STAGE", VN_GROUP_REPAIR, N_("leave these stages out; likewise"), set_stages,
	 AT(plan.job.options.skip)},
	{0, "model", "FILE", VN_GROUP_REPAIR, N_("use this model instead of the installed one"),
	 set_string, AT(model)},

	{'n', "dry-run", NULL, VN_GROUP_REVIEW,
	 N_("write nothing; say how many changes there would be"), set_flag,
	 AT(plan.reports.dry_run), .line_only = true},
	{0, "detect", "[HOW]", VN_GROUP_REVIEW,
	 N_("write no text; tell the charsets of each file and how many lines are in each: text "
	    "(the "
	    "default), json"),
	 set_detect, .line_only = true},
	{0, "check", NULL, VN_GROUP_REVIEW,
	 N_("write nothing; name the files that would change, exit code 1 if there are any"),
	 set_flag, AT(plan.reports.check), .line_only = true},
	{0, "diff", NULL, VN_GROUP_REVIEW,
	 N_("write the lines that would change, before and after"), set_flag, AT(plan.reports.diff),
	 .line_only = true},
	{0, "suggest-only", NULL, VN_GROUP_REVIEW,
	 N_("report all changes, but write the text as it was read"), set_flag,
	 AT(plan.reports.suggest_only), .line_only = true},
	{0, "report", "FILE", VN_GROUP_REVIEW,
	 N_("append a record of every change to FILE, as NDJSON"), set_string,
	 AT(plan.reports.report), .line_only = true},
	{0, "html", "FILE", VN_GROUP_REVIEW,
	 N_("write a page to FILE to review the changes in a browser, and to decide on them"),
	 set_string, AT(plan.reports.html), .line_only = true},
	{0, "candidates", "[FILE]", VN_GROUP_REVIEW,
	 N_("write no text, only a table of the changes that recur, to be ticked and given to "
	    "--rules"),
	 set_candidates, .line_only = true},
	{0, "undo", "REPORT", VN_GROUP_REVIEW,
	 N_("put the inputs that REPORT lists back as they were, or only those named as FILE"),
	 set_string, AT(undo), .line_only = true},
	{0, "apply", "LIST", VN_GROUP_REVIEW,
	 N_("carry out the decisions that were saved from a page of --html"), set_string, AT(apply),
	 .line_only = true},
	{0, "no-provenance", NULL, VN_GROUP_REVIEW,
	 N_("leave version, model and time out of reports, so that equal runs give equal ones, and "
	    "the note of the work out of ALTO and PAGE files"),
	 set_flag, AT(no_provenance)},

	{'q', "quiet", NULL, VN_GROUP_TALK, N_("errors only"), set_quiet},
	{'v', "verbose", NULL, VN_GROUP_TALK, N_("a line for each file"), set_verbose},
	{0, "progress", "HOW", VN_GROUP_TALK,
	 N_("auto (on a terminal), plain (a line every 10 seconds), json (likewise, an object a "
	    "second), none"),
	 set_choice, AT(progress), progress_names},
	{0, "stats", NULL, VN_GROUP_TALK,
	 N_("write counts of the run to standard error, one 'name value' per line"), set_flag,
	 AT(stats)},

	{0, "config", "FILE", VN_GROUP_ABOUT,
	 N_("read settings from FILE, not from ~/.config/vnfix/config and /etc/xdg/vnfix/config"),
	 set_string, AT(config), .line_only = true},
	{0, "no-config", NULL, VN_GROUP_ABOUT, N_("read settings from no file"), set_flag,
	 AT(no_config), .line_only = true},
	{0, "no-sandbox", NULL, VN_GROUP_ABOUT,
	 N_("keep the right to open other files, to use the network and to start programs, none of "
	    "which vnfix needs"),
	 set_flag, AT(no_sandbox)},
	{0, "print-config", NULL, VN_GROUP_ABOUT, N_("write all settings and where they come from"),
	 set_print, .line_only = true},
	{0, "list-stages", NULL, VN_GROUP_ABOUT, N_("list the stages in their order"), set_list,
	 .line_only = true},
	{0, "list-formats", NULL, VN_GROUP_ABOUT, N_("list the formats that inputs may have"),
	 set_formats, .line_only = true},
	{'h', "help", NULL, VN_GROUP_ABOUT, N_("this text"), set_help, .line_only = true},
	{'V', "version", NULL, VN_GROUP_ABOUT,
	 N_("versions of vnfix, its libraries and its model; with -v all that a report of a fault "
	    "should tell"),
	 set_version, .line_only = true},
};

const size_t vn_option_count = sizeof vn_option_specs / sizeof *vn_option_specs;
static_assert(sizeof vn_option_specs / sizeof *vn_option_specs <= VN_OPTION_MAX, "options");

enum vn_path_kind vn_option_path(const struct vn_option_spec *spec)
{
	static const char *const files[] = {"FILE", "LIST", "LOG", "REPORT", "TABLE"};

	if (!spec->argument)
		return VN_PATH_NONE;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		if (strcmp(spec->argument, files[i]) == 0)
			return VN_PATH_FILE;
	return strcmp(spec->argument, "DIR") == 0 ? VN_PATH_FOLDER : VN_PATH_NONE;
}
