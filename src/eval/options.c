#include "eval/options.h"

#include "term/exit.h"
#include "term/lang.h"
#include "term/near.h"
#include "term/say.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef VN_VERSION
#define VN_VERSION "unknown"
#endif

#define HELP_COLUMN 24

static const char usage[] =
	N_("Usage: vnfix-eval [OPTION...] TRUTH READ [OUTPUT]\n"
	   "  or:  vnfix-eval [OPTION...] FOLDER\n"
	   "  or:  vnfix-eval [OPTION...] --bare=FILE --run=COMMAND\n"
	   "  or:  vnfix-eval [OPTION...] --harm=FILE --run=COMMAND\n"
	   "  or:  vnfix-eval --fields=TABLE FOUND\n"
	   "  or:  vnfix-eval [OPTION...] --confidence --run=COMMAND FOLDER...\n"
	   "Score OUTPUT, made by any tool from the recognised text READ, against TRUTH.\n"
	   "Without OUTPUT and --run only READ is scored. TRUTH, READ and OUTPUT are files,\n"
	   "or folders (one may do for all) with <id>.truth.txt, <id>.ocr.txt, <id>.out.txt,\n"
	   "or folders whose files have the same names, in subfolders too.\n"
	   "\n");

static const char codes[] =
	N_("\n"
	   "Exit code: 0 scored, 2 wrong usage, 3 an input cannot be read, line counts\n"
	   "differ or COMMAND failed, 4 a report cannot be written, 5 texts too long to\n"
	   "compare, 70 internal fault.\n");

/* What an option does with the request. */
enum action {
	TEXT,	/* keeps its argument at the place */
	NUMBER, /* likewise, a size_t */
	SWITCH, /* makes a bool at the place true */
	FLAGS,	/* adds the bits to request->flags */
	ALIGN,
	HELP,
	VERSION
};

struct row {
	const char *name;
	const char *argument; /* NULL: takes none */
	const char *help;     /* what it does; a newline parts lines */
	enum action action;
	size_t place;  /* in struct vn_eval_request */
	unsigned bits; /* of FLAGS */
	char letter;   /* short form, or 0 */
};

#define PLACE(member) offsetof(struct vn_eval_request, member)

static const struct row rows[] = {
	{"run", "COMMAND", N_("make the outputs: pipe every READ through sh -c COMMAND"), TEXT,
	 PLACE(command), 0, 'r'},
	{"output-dir", "DIR", N_("where the outputs of a folder lie"), TEXT, PLACE(output_dir)},
	{"suffix", "TEXT", N_("what follows <id> in the names of outputs (.out.txt)"), TEXT,
	 PLACE(suffix)},
	{"glob", "PATTERN", N_("of folders, only the ids or names that match (*)"), TEXT,
	 PLACE(glob)},
	{"align", "HOW",
	 N_("lines, text (whatever the line breaks), or auto: lines\n"
	    "unless their counts differ"),
	 ALIGN},
	{"bare", "FILE", N_("take all marks off FILE, pipe, score what comes back"), TEXT,
	 PLACE(bare)},
	{"harm", "FILE", N_("pipe the right text FILE, count the tokens that change"), TEXT,
	 PLACE(harm)},
	{"confidence", NULL,
	 N_("COMMAND writes vnfix --format=tokens: tell how true the\n"
	    "confidences are, over all pages of all folders together"),
	 SWITCH, PLACE(confidence)},
	{"fields", "TABLE",
	 N_("score FOUND, made by vnfix fields -f tsv, against TABLE:\n"
	    "document, field, value"),
	 TEXT, PLACE(fields)},
	{"loose", NULL, N_("compare letters and digits only, without case"), FLAGS, 0,
	 VN_CANON_LOOSE},
	{"strict", NULL, N_("do not fold quotes, dashes and tone placement"), FLAGS, 0,
	 VN_CANON_STRICT},
	{"kinds", NULL, N_("count the errors by kind"), SWITCH, PLACE(kinds)},
	{"intervals", NULL,
	 /* xgettext:no-c-format */ N_("add 95 % intervals of the rates (bootstrap over pages)"),
	 SWITCH, PLACE(intervals)},
	{"top", "N", N_("list the N most frequent errors; with --kinds, of each"), NUMBER,
	 PLACE(top)},
	{"json", NULL, N_("write one JSON object"), SWITCH, PLACE(json)},
	{"csv", "SET", N_("write lines SET,measure,value; nothing that takes time"), TEXT,
	 PLACE(csv)},
	{"html", "FILE", N_("write a page with all of it too"), TEXT, PLACE(html)},
	{"force", NULL, N_("let --html replace a file"), SWITCH, PLACE(force)},
	{"help", NULL, N_("write this"), HELP},
	{"version", NULL, N_("write the version"), VERSION},
};
#define ROWS (sizeof rows / sizeof *rows)

/* SUBJECT, which may be NULL, is wrong because of WHY. */
static int misused(const char *subject, const char *why)
{
	vn_say(subject, why);
	vn_say(NULL, "see vnfix-eval --help");
	return VN_EXIT_USAGE;
}

/* The option of ROW takes WHAT, and not TEXT. */
static int refuse(const struct row *row, const char *what, const char *text)
{
	char name[40], why[256];

	snprintf(name, sizeof name, "--%s", row->name);
	snprintf(why, sizeof why, _("takes %s, not '%.60s'"), _(what), text);
	return misused(name, why);
}

int vn_eval_close_stdout(int code)
{
	if (fflush(stdout) == 0 && !ferror(stdout) && fclose(stdout) == 0)
		return code;
	vn_say(_("the report cannot be written"), strerror(errno));
	return VN_EXIT_OUTPUT;
}

static void print_row(const struct row *row)
{
	const char *line = _(row->help);
	int column = printf(row->letter ? "  -%c, " : "      ", row->letter);

	column += printf("--%s%s%s", row->name, row->argument ? "=" : "",
			 row->argument ? row->argument : "");
	while (line) {
		const char *end = strchr(line, '\n');
		int len = end ? (int)(end - line) : (int)strlen(line);
		printf("%*s%.*s\n", HELP_COLUMN - column, "", len, line);
		column = 0;
		line = end ? end + 1 : NULL;
	}
}

static int print_help(void)
{
	fputs(_(usage), stdout);
	for (size_t i = 0; i < ROWS; i++)
		print_row(&rows[i]);
	fputs(_(codes), stdout);
	return vn_eval_close_stdout(VN_EXIT_DONE);
}

static bool parse_number(const char *text, size_t *number)
{
	char *end;
	unsigned long long n;

	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	n = strtoull(text, &end, 10);
	*number = (size_t)n;
	return !errno && !*end;
}

static bool parse_alignment(const char *text, enum vn_alignment *alignment)
{
	static const char *const names[] = {
		[VN_ALIGN_LINES] = "lines", [VN_ALIGN_AUTO] = "auto", [VN_ALIGN_TEXT] = "text"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(text, names[i]) == 0) {
			*alignment = (enum vn_alignment)i;
			return true;
		}
	return false;
}

/* Carries out an option. Returns -1 to go on, else the exit code. */
static int take(struct vn_eval_request *request, const struct row *row, const char *text)
{
	void *place = (char *)request + row->place;

	switch (row->action) {
	case TEXT:
		*(const char **)place = text;
		return -1;
	case NUMBER:
		return parse_number(text, place) ? -1 : refuse(row, N_("a whole number"), text);
	case SWITCH:
		*(bool *)place = true;
		return -1;
	case FLAGS:
		request->flags |= row->bits;
		return -1;
	case ALIGN:
		return parse_alignment(text, &request->alignment)
			       ? -1
			       : refuse(row, N_("lines, text or auto"), text);
	case HELP:
		return print_help();
	case VERSION:
		puts("vnfix-eval " VN_VERSION);
		return vn_eval_close_stdout(VN_EXIT_DONE);
	}
	return VN_EXIT_INTERNAL;
}

/* Reads the command line. Returns -1 to go on, else the exit code. */
static int parse(struct vn_eval_request *request, int argc, char **argv)
{
	struct option options[ROWS + 1] = {0};
	char letters[2 * ROWS + 2] = ":", *next = letters + 1;
	int key, code = -1;

	*request = (struct vn_eval_request){
		.suffix = ".out.txt", .glob = "*", .alignment = VN_ALIGN_AUTO};
	for (size_t i = 0; i < ROWS; i++) {
		options[i].name = rows[i].name;
		options[i].has_arg = rows[i].argument ? required_argument : no_argument;
		options[i].val = rows[i].letter ? rows[i].letter : UCHAR_MAX + 1 + (int)i;
		if (rows[i].letter)
			*next++ = rows[i].letter;
		if (rows[i].letter && rows[i].argument)
			*next++ = ':';
	}
	opterr = 0;
	while (code < 0 && (key = getopt_long(argc, argv, letters, options, NULL)) != -1) {
		size_t i = 0;
		while (i < ROWS && options[i].val != key)
			i++;
		if (i < ROWS) {
			code = take(request, &rows[i], optarg);
		} else {
			vn_near_option(key, argv[optind - 1], options);
			code = VN_EXIT_USAGE;
		}
	}
	request->operands = argv + optind;
	request->operand_count = argc - optind;
	return code;
}

/* What is wrong with the options that choose the report; NULL when nothing is. */
static const char *wrong_report(const struct vn_eval_request *request)
{
	bool pages = !request->bare && !request->harm && !request->confidence;

	if (request->json && request->csv)
		return N_("--json and --csv exclude each other");
	if (request->csv && strpbrk(request->csv, ",\"\r\n"))
		return N_("--csv: no commas, quotes and line ends in the name of a set");
	if (request->csv && request->top)
		return N_("--csv and --top exclude each other");
	if (!pages && (request->kinds || request->intervals || request->html))
		return N_("--kinds, --intervals and --html are for pages");
	if (request->confidence && request->top)
		return N_("--confidence and --top exclude each other");
	return NULL;
}

/* What is wrong with the options that choose the texts; NULL when nothing is. */
static const char *wrong_texts(const struct vn_eval_request *request)
{
	bool text = request->bare || request->harm;
	int most = request->confidence && request->command ? INT_MAX : 3;

	if (request->fields && (text || request->confidence || request->command ||
				request->operand_count != 1 || request->json || request->csv))
		return N_("--fields takes one table and no other option");
	if (request->bare && request->harm)
		return N_("--bare and --harm exclude each other");
	if (text && request->confidence)
		return N_("--confidence does not apply to --bare and --harm");
	if (request->confidence && request->output_dir)
		return N_("--confidence takes the output of --run, or three files");
	if (request->operand_count > most)
		return N_("too many operands");
	if (text && (!request->command || request->operand_count || request->output_dir))
		return N_("--bare and --harm take --run and no operands");
	if (text && (request->flags & VN_CANON_LOOSE))
		return N_("--loose does not apply to --bare and --harm");
	if (!text && !request->operand_count)
		return N_("nothing to score");
	if (request->command &&
	    (request->output_dir || (request->operand_count == 3 && !request->confidence)))
		return N_("--run and outputs exclude each other");
	return NULL;
}

int vn_eval_parse(struct vn_eval_request *request, int argc, char **argv)
{
	int code = parse(request, argc, argv);
	const char *wrong = NULL;

	if (code >= 0)
		return code;
	wrong = wrong_report(request);
	if (!wrong)
		wrong = wrong_texts(request);
	return wrong ? misused(NULL, wrong) : -1;
}
