/* vnfix-eval: scores the output of vnfix, or of anything else. */
#include "base/io.h"
#include "cli/exit.h"
#include "eval/pages.h"
#include "eval/report.h"
#include "eval/run.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>

#ifndef VN_VERSION
#define VN_VERSION "unknown"
#endif

static const char help[] =
	"Usage: vnfix-eval [OPTION...] TRUTH READ [OUTPUT]\n"
	"  or:  vnfix-eval [OPTION...] FOLDER\n"
	"  or:  vnfix-eval [OPTION...] --bare=FILE --run=COMMAND\n"
	"  or:  vnfix-eval [OPTION...] --harm=FILE --run=COMMAND\n"
	"Score OUTPUT, made from the recognised text READ, against the line-aligned TRUTH.\n"
	"Without OUTPUT and --run only READ is scored. TRUTH, READ and OUTPUT are files,\n"
	"or folders (one may do for all) with <id>.truth.txt, <id>.ocr.txt, <id>.out.txt.\n"
	"\n"
	"  -r, --run=COMMAND     make the outputs: pipe every READ through sh -c COMMAND\n"
	"      --output-dir=DIR  where the outputs of a folder lie\n"
	"      --suffix=TEXT     what follows <id> in the names of outputs (.out.txt)\n"
	"      --glob=PATTERN    of folders, only the ids that match (*)\n"
	"      --bare=FILE       take all marks off FILE, pipe, score what comes back\n"
	"      --harm=FILE       pipe the right text FILE, count the tokens that change\n"
	"      --loose           compare letters and digits only, without case\n"
	"      --strict          do not fold quotes, dashes and tone placement\n"
	"      --json            write one JSON object\n"
	"      --csv=SET         write lines SET,measure,value; nothing that takes time\n"
	"      --top=N           also list the N most frequent errors (not with --csv)\n"
	"      --help, --version\n"
	"\n"
	"Exit code: 0 scored, 2 wrong usage, 3 an input cannot be read, line counts differ\n"
	"or COMMAND failed, 4 the report cannot be written, 5 lines too long to compare,\n"
	"70 internal fault.\n";

/* What the user asked for. */
struct request {
	const char *command, *output_dir, *suffix, *glob, *bare, *harm, *csv;
	const char *operands[3];
	int operand_count;
	unsigned flags;
	bool json;
	size_t top;
};

enum option_key {
	OPT_OUTPUT_DIR = 256,
	OPT_SUFFIX,
	OPT_GLOB,
	OPT_BARE,
	OPT_HARM,
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

static int close_stdout(int code)
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
static bool take_text(struct request *request, int key, const char *text)
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
static int parse(struct request *request, int argc, char **argv)
{
	int key;

	*request = (struct request){.suffix = ".out.txt", .glob = "*"};
	while ((key = getopt_long(argc, argv, "r:", options, NULL)) != -1) {
		if (take_text(request, key, optarg))
			continue;
		if (key == OPT_LOOSE)
			request->flags |= VN_CANON_LOOSE;
		else if (key == OPT_STRICT)
			request->flags |= VN_CANON_STRICT;
		else if (key == OPT_JSON)
			request->json = true;
		else if (key == OPT_TOP && parse_top(optarg, &request->top))
			continue;
		else if (key == OPT_HELP)
			return fputs(help, stdout), close_stdout(VN_EXIT_DONE);
		else if (key == OPT_VERSION)
			return puts("vnfix-eval " VN_VERSION), close_stdout(VN_EXIT_DONE);
		else
			return misused(key == OPT_TOP ? "--top takes a whole number"
						      : "unknown option or missing argument");
	}
	if (argc - optind > 3)
		return misused("too many operands");
	while (optind < argc)
		request->operands[request->operand_count++] = argv[optind++];
	return -1;
}

/* Whether the options and operands go together; the reason when not. */
static const char *contradiction(const struct request *request)
{
	bool text = request->bare || request->harm;

	if (request->json && request->csv)
		return "--json and --csv exclude each other";
	if (request->csv && strpbrk(request->csv, ",\"\r\n"))
		return "--csv: no commas, quotes and line ends in the name of a set";
	if (request->csv && request->top)
		return "--csv and --top exclude each other";
	if (request->bare && request->harm)
		return "--bare and --harm exclude each other";
	if (text && (!request->command || request->operand_count || request->output_dir))
		return "--bare and --harm take --run and no operands";
	if (text && (request->flags & VN_CANON_LOOSE))
		return "--loose does not apply to --bare and --harm";
	if (!text && !request->operand_count)
		return "nothing to score";
	if (request->command && (request->output_dir || request->operand_count == 3))
		return "--run and outputs exclude each other";
	return NULL;
}

/* A scoring that is under way. */
struct session {
	const struct request *request;
	struct vn_tally tally;
	struct vn_buf truth, read, output;
	double seconds; /* spent in the command */
	struct vn_err err;
};

static void session_fini(struct session *session)
{
	vn_tally_fini(&session->tally);
	vn_buf_fini(&session->truth);
	vn_buf_fini(&session->read);
	vn_buf_fini(&session->output);
}

/* Puts the name of the file before the message. */
static enum vn_status blame(struct session *session, const char *path, enum vn_status status)
{
	struct vn_err cause = session->err;
	return vn_err_set(&session->err, status, "%s: %s", path, cause.text);
}

static enum vn_status load(struct session *session, struct vn_buf *buf, const char *path)
{
	enum vn_status status;
	buf->len = 0;
	status = vn_in_whole(buf, path, &session->err);
	return status ? blame(session, path, status) : VN_OK;
}

/* Scores one page. OUTPUT is NULL when the command makes it, or there is none. */
static enum vn_status score_page(struct session *session, const char *truth, const char *read,
				 const char *output)
{
	const struct request *request = session->request;
	struct vn_buf *out = &session->output;
	enum vn_status status = load(session, &session->truth, truth);

	if (!status)
		status = load(session, &session->read, read);
	if (status)
		return status;
	if (output)
		status = load(session, out, output);
	else if (!request->command)
		out = &session->read;
	else if ((status = vn_run_filter(request->command, vn_buf_str(&session->read), out,
					 &session->seconds, &session->err)))
		return blame(session, read, status);
	if (status)
		return status;
	status = vn_tally_page(&session->tally, vn_buf_str(&session->truth),
			       vn_buf_str(&session->read), vn_buf_str(out), &session->err);
	return status ? blame(session, read, status) : VN_OK;
}

/* The folder of the outputs; NULL when there is none. */
static const char *output_folder(const struct request *request)
{
	return request->output_dir ? request->output_dir : request->operands[2];
}

static enum vn_status score_id(struct session *session, const char *id)
{
	const struct request *request = session->request;
	const char *truth = request->operands[0], *output = output_folder(request);
	const char *read = request->operand_count > 1 ? request->operands[1] : truth;
	struct vn_buf paths[3] = {0};
	enum vn_status status = vn_page_path(&paths[0], truth, id, VN_TRUTH_SUFFIX, &session->err);

	if (!status)
		status = vn_page_path(&paths[1], read, id, VN_READ_SUFFIX, &session->err);
	if (!status && output)
		status = vn_page_path(&paths[2], output, id, request->suffix, &session->err);
	if (!status)
		status = score_page(session, paths[0].ptr, paths[1].ptr, paths[2].ptr);
	for (int i = 0; i < 3; i++)
		vn_buf_fini(&paths[i]);
	return status;
}

static enum vn_status score_folder(struct session *session)
{
	const struct request *request = session->request;
	struct vn_page_list list = {0};
	enum vn_status status =
		vn_page_list_read(&list, request->operands[0], request->glob, &session->err);

	for (size_t i = 0; !status && i < list.count; i++)
		status = score_id(session, list.ids[i]);
	vn_page_list_fini(&list);
	return status;
}

static bool is_folder(const char *path)
{
	struct stat info;
	return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static enum vn_status score_pages(struct session *session, struct vn_report *report)
{
	const struct request *request = session->request;
	bool after = request->command || output_folder(request);
	enum vn_status status;

	if (is_folder(request->operands[0]))
		status = score_folder(session);
	else if (request->operand_count < 2 || request->output_dir)
		status = vn_err_set(&session->err, VN_EINPUT, "%s: not a folder",
				    request->operands[0]);
	else
		status = score_page(session, request->operands[0], request->operands[1],
				    request->operands[2]);
	if (status)
		return status;
	return vn_page_measures(&session->tally, after, report->measures, &report->count,
				&session->err);
}

/* Scores the restoration of a text without marks, or the harm done to a right one. */
static enum vn_status score_text(struct session *session, struct vn_report *report)
{
	const struct request *request = session->request;
	const char *path = request->bare ? request->bare : request->harm;
	struct vn_buf *input = &session->read;
	enum vn_status status = load(session, &session->truth, path);

	if (status)
		return status;
	status = vn_strip_marks(input, vn_buf_str(&session->truth), &session->err);
	if (!status)
		status = vn_run_filter(request->command,
				       vn_buf_str(request->bare ? input : &session->truth),
				       &session->output, &session->seconds, &session->err);
	if (!status)
		status = (request->bare ? vn_tally_bare : vn_tally_harm)(
			&session->tally, vn_buf_str(&session->truth), vn_buf_str(&session->output),
			&session->err);
	if (status)
		return blame(session, path, status);
	report->count = (request->bare ? vn_bare_measures : vn_harm_measures)(&session->tally,
									      report->measures);
	return VN_OK;
}

static void add_times(const struct session *session, struct vn_report *report)
{
	double seconds = session->seconds, tokens = (double)session->tally.tokens_seen;

	report->timed_from = report->count;
	if (!session->request->command)
		return;
	report->measures[report->count++] = (struct vn_measure){"seconds", seconds, 3};
	if (session->request->bare || session->request->harm)
		report->measures[report->count++] = (struct vn_measure){
			"tokens_per_s", tokens / (seconds > 1e-9 ? seconds : 1e-9), 0};
}

static enum vn_status print_report(struct session *session, struct vn_report *report)
{
	const struct request *request = session->request;

	report->tally = &session->tally;
	report->top = request->top;
	if (request->json)
		return vn_report_json(report, stdout, &session->err);
	if (!request->csv)
		return vn_report_text(report, stdout, &session->err);
	vn_report_csv(report, request->csv, stdout);
	return VN_OK;
}

int main(int argc, char **argv)
{
	struct request request;
	struct session session = {.request = &request};
	struct vn_report report = {0};
	const char *wrong;
	enum vn_status status;
	int code = parse(&request, argc, argv);

	if (code >= 0)
		return code;
	wrong = contradiction(&request);
	if (wrong)
		return misused(wrong);
	signal(SIGPIPE, SIG_IGN); /* a command that does not read all is no reason to die */
	vn_tally_init(&session.tally, request.flags);
	status = request.bare || request.harm ? score_text(&session, &report)
					      : score_pages(&session, &report);
	if (!status) {
		add_times(&session, &report);
		status = print_report(&session, &report);
	}
	if (status)
		fprintf(stderr, "vnfix-eval: %s\n", session.err.text);
	session_fini(&session);
	return close_stdout(vn_exit_code(status));
}
