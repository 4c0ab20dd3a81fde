#include "eval/options.h"

#include "cli/exit.h"
#include "eval/canon.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef VN_VERSION
#define VN_VERSION "unknown"
#endif

static const char help[] =
	"Usage: vnfix-eval [OPTION...] TRUTH READ [OUTPUT]\n"
	"  or:  vnfix-eval [OPTION...] FOLDER\n"
	"  or:  vnfix-eval [OPTION...] --bare=FILE --run=COMMAND\n"
	"  or:  vnfix-eval [OPTION...] --harm=FILE --run=COMMAND\n"
	"  or:  vnfix-eval [OPTION...] --confidence --run=COMMAND FOLDER...\n"
	"Score OUTPUT, made from the recognised text READ, against line-aligned TRUTH.\n"
	"Without OUTPUT and --run only READ is scored. TRUTH, READ and OUTPUT are files,\n"
	"or folders (one may do for all) with <id>.truth.txt, <id>.ocr.txt, <id>.out.txt.\n"
	"\n"
	"  -r, --run=COMMAND     make the outputs: pipe every READ through sh -c COMMAND\n"
	"      --output-dir=DIR  where the outputs of a folder lie\n"
	"      --suffix=TEXT     what follows <id> in the names of outputs (.out.txt)\n"
	"      --glob=PATTERN    of folders, only the ids that match (*)\n"
	"      --bare=FILE       take all marks off FILE, pipe, score what comes back\n"
	"      --harm=FILE       pipe the right text FILE, count the tokens that change\n"
	"      --confidence      COMMAND writes vnfix --format=tokens: tell how true the\n"
	"                        confidences are, over all pages of all folders together\n"
	"      --loose           compare letters and digits only, without case\n"
	"      --strict          do not fold quotes, dashes and tone placement\n"
	"      --json            write one JSON object\n"
	"      --csv=SET         write lines SET,measure,value; nothing that takes time\n"
	"      --top=N           also list the N most frequent errors (not with --csv)\n"
	"      --help, --version\n"
	"\n"
	"Exit code: 0 scored, 2 wrong usage, 3 an input cannot be read, line counts\n"
	"differ or COMMAND failed, 4 the report cannot be written, 5 lines too long to\n"
	"compare, 70 internal fault.\n";

enum option_key {
	OPT_OUTPUT_DIR = 256,
	OPT_SUFFIX,
	OPT_GLOB,
	OPT_BARE,
	OPT_HARM,
	OPT_CONFIDENCE,
	OPT_LOOSE,
	OPT_STRICT,
	OPT_JSON,
	OPT_CSV,
	OPT_TOP,
	OPT_HELP,
	OPT_VERSION
};

static const struct option options[] = {
	{"run", required_argument, NULL, 'r'},
	{"output-dir", required_argument, NULL, OPT_OUTPUT_DIR},
	{"suffix", required_argument, NULL, OPT_SUFFIX},
	{"glob", required_argument, NULL, OPT_GLOB},
	{"bare", required_argument, NULL, OPT_BARE},
	{"harm", required_argument, NULL, OPT_HARM},
	{"confidence", no_argument, NULL, OPT_CONFIDENCE},
	{"loose", no_argument, NULL, OPT_LOOSE},
	{"strict", no_argument, NULL, OPT_STRICT},
	{"json", no_argument, NULL, OPT_JSON},
	{"csv", required_argument, NULL, OPT_CSV},
	{"top", required_argument, NULL, OPT_TOP},
	{"help", no_argument, NULL, OPT_HELP},
	{"version", no_argument, NULL, OPT_VERSION},
	{NULL, 0, NULL, 0},
};

static int misused(const char *why)
{
	fprintf(stderr, "vnfix-eval: %s (see vnfix-eval --help)\n", why);
	return VN_EXIT_USAGE;
}

int vn_eval_close_stdout(int code)
{
	if (fflush(stdout) == 0 && !ferror(stdout) && fclose(stdout) == 0)
		return code;
	fprintf(stderr, "vnfix-eval: the report cannot be written: %s\n", strerror(errno));
	return VN_EXIT_OUTPUT;
}

static bool parse_top(const char *text, size_t *top)
{
	char *end;
	unsigned long long n;

	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	n = strtoull(text, &end, 10);
	*top = (size_t)n;
	return !errno && !*end;
}

/* Takes one option with a text of its own. False when KEY is none of them. */
static bool take_text(struct vn_eval_request *request, int key, const char *text)
{
	const char **place = key == 'r'		     ? &request->command
			     : key == OPT_OUTPUT_DIR ? &request->output_dir
			     : key == OPT_SUFFIX     ? &request->suffix
			     : key == OPT_GLOB	     ? &request->glob
			     : key == OPT_BARE	     ? &request->bare
			     : key == OPT_HARM	     ? &request->harm
			     : key == OPT_CSV	     ? &request->csv
						     : NULL;
	if (place)
		*place = text;
	return place;
}

/* Reads the command line. Returns -1 to go on, else the exit code. */
static int parse(struct vn_eval_request *request, int argc, char **argv)
{
	int key;

	*request = (struct vn_eval_request){.suffix = ".out.txt", .glob = "*"};
	while ((key = getopt_long(argc, argv, "r:", options, NULL)) != -1) {
		if (take_text(request, key, optarg))
			continue;
		if (key == OPT_LOOSE)
			request->flags |= VN_CANON_LOOSE;
		else if (key == OPT_STRICT)
			request->flags |= VN_CANON_STRICT;
		else if (key == OPT_CONFIDENCE)
			request->confidence = true;
		else if (key == OPT_JSON)
			request->json = true;
		else if (key == OPT_TOP && parse_top(optarg, &request->top))
			continue;
		else if (key == OPT_HELP)
			return fputs(help, stdout), vn_eval_close_stdout(VN_EXIT_DONE);
		else if (key == OPT_VERSION)
			return puts("vnfix-eval " VN_VERSION), vn_eval_close_stdout(VN_EXIT_DONE);
		else
			return misused(key == OPT_TOP ? "--top takes a whole number"
						      : "unknown option or missing argument");
	}
	request->operands = argv + optind;
	request->operand_count = argc - optind;
	return -1;
}

/* Whether the options and operands go together; the reason when not. */
static const char *contradiction(const struct vn_eval_request *request)
{
	bool text = request->bare || request->harm;
	int most = request->confidence && request->command ? INT_MAX : 3;

	if (request->json && request->csv)
		return "--json and --csv exclude each other";
	if (request->csv && strpbrk(request->csv, ",\"\r\n"))
		return "--csv: no commas, quotes and line ends in the name of a set";
	if (request->csv && request->top)
		return "--csv and --top exclude each other";
	if (request->bare && request->harm)
		return "--bare and --harm exclude each other";
	if (text && request->confidence)
		return "--confidence does not apply to --bare and --harm";
	if (request->confidence && request->top)
		return "--confidence and --top exclude each other";
	if (request->confidence && request->output_dir)
		return "--confidence takes the output of --run, or three files";
	if (request->operand_count > most)
		return "too many operands";
	if (text && (!request->command || request->operand_count || request->output_dir))
		return "--bare and --harm take --run and no operands";
	if (text && (request->flags & VN_CANON_LOOSE))
		return "--loose does not apply to --bare and --harm";
	if (!text && !request->operand_count)
		return "nothing to score";
	if (request->command &&
	    (request->output_dir || (request->operand_count == 3 && !request->confidence)))
		return "--run and outputs exclude each other";
	return NULL;
}

int vn_eval_parse(struct vn_eval_request *request, int argc, char **argv)
{
	int code = parse(request, argc, argv);
	const char *wrong = code < 0 ? contradiction(request) : NULL;
	return wrong ? misused(wrong) : code;
}
