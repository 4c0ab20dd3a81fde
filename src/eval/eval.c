/* vnfix-eval: scores the output of vnfix, or of anything else. */
#include "base/io.h"
#include "cli/exit.h"
#include "eval/confidence.h"
#include "eval/options.h"
#include "eval/pages.h"
#include "eval/report.h"
#include "eval/run.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>

/* A scoring that is under way. */
struct session {
	const struct vn_eval_request *request;
	struct vn_tally tally;
	struct vn_confidence confidence;
	struct vn_reliability reliability;
	struct vn_buf truth, read, output;
	double seconds; /* spent in the command */
	struct vn_err err;
};

static void session_fini(struct session *session)
{
	vn_tally_fini(&session->tally);
	vn_confidence_fini(&session->confidence);
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
	const struct vn_eval_request *request = session->request;
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
	if (request->confidence)
		status = vn_confidence_page(&session->confidence, vn_buf_str(&session->truth),
					    vn_buf_str(&session->read), vn_buf_str(out),
					    &session->err);
	else
		status = vn_tally_page(&session->tally, vn_buf_str(&session->truth),
				       vn_buf_str(&session->read), vn_buf_str(out), &session->err);
	return status ? blame(session, read, status) : VN_OK;
}

/* Where the files of a folder's pages lie. */
struct folders {
	const char *truth, *read;
	const char *output; /* NULL: none */
};

static enum vn_status score_id(struct session *session, const struct folders *in, const char *id)
{
	struct vn_buf paths[3] = {0};
	enum vn_status status =
		vn_page_path(&paths[0], in->truth, id, VN_TRUTH_SUFFIX, &session->err);

	if (!status)
		status = vn_page_path(&paths[1], in->read, id, VN_READ_SUFFIX, &session->err);
	if (!status && in->output)
		status = vn_page_path(&paths[2], in->output, id, session->request->suffix,
				      &session->err);
	if (!status)
		status = score_page(session, paths[0].ptr, paths[1].ptr, paths[2].ptr);
	for (int i = 0; i < 3; i++)
		vn_buf_fini(&paths[i]);
	return status;
}

static enum vn_status score_folder(struct session *session, const struct folders *in)
{
	struct vn_page_list list = {0};
	enum vn_status status =
		vn_page_list_read(&list, in->truth, session->request->glob, &session->err);

	for (size_t i = 0; !status && i < list.count; i++)
		status = score_id(session, in, list.ids[i]);
	vn_page_list_fini(&list);
	return status;
}

static bool is_folder(const char *path)
{
	struct stat info;
	return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* NULL when there are not so many. */
static const char *operand(const struct vn_eval_request *request, int number)
{
	return number < request->operand_count ? request->operands[number] : NULL;
}

/* Scores what the operands name: folders or files. */
static enum vn_status score_operands(struct session *session)
{
	const struct vn_eval_request *request = session->request;
	const char *truth = operand(request, 0), *read = operand(request, 1);
	const char *output = operand(request, 2);

	if (is_folder(truth))
		return score_folder(
			session,
			&(struct folders){truth, read ? read : truth,
					  request->output_dir ? request->output_dir : output});
	if (!read || request->output_dir)
		return vn_err_set(&session->err, VN_EINPUT, "%s: not a folder", truth);
	return score_page(session, truth, read, output);
}

static enum vn_status score_pages(struct session *session, struct vn_report *report)
{
	const struct vn_eval_request *request = session->request;
	bool after = request->command || request->output_dir || request->operand_count > 2;
	enum vn_status status = score_operands(session);

	if (status)
		return status;
	return vn_page_measures(&session->tally, after, report->measures, &report->count,
				&session->err);
}

/* Judges the confidences of all pages of all folders, or of a single page. */
static enum vn_status score_confidence(struct session *session, struct vn_report *report)
{
	const struct vn_eval_request *request = session->request;
	bool folders = is_folder(request->operands[0]);
	enum vn_status status = VN_OK;

	if (!folders && request->operand_count != (request->command ? 2 : 3))
		return vn_err_set(&session->err, VN_EINPUT, "%s: not a folder",
				  request->operands[0]);
	if (!folders)
		status = score_operands(session);
	for (int i = 0; folders && !status && i < request->operand_count; i++)
		status = score_folder(session, &(struct folders){request->operands[i],
								 request->operands[i], NULL});
	if (status)
		return status;
	vn_confidence_judge(&session->confidence, &session->reliability);
	report->reliability = &session->reliability;
	report->count = vn_reliability_measures(&session->reliability, session->confidence.missing,
						report->measures);
	return VN_OK;
}

/* Scores the restoration of a text without marks, or the harm done to a right one. */
static enum vn_status score_text(struct session *session, struct vn_report *report)
{
	const struct vn_eval_request *request = session->request;
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
	const struct vn_eval_request *request = session->request;

	report->tally = &session->tally;
	report->top = request->top;
	if (request->json)
		return vn_report_json(report, stdout, &session->err);
	if (!request->csv)
		return vn_report_text(report, stdout, &session->err);
	vn_report_csv(report, request->csv, stdout);
	return VN_OK;
}

static enum vn_status score(struct session *session, struct vn_report *report)
{
	const struct vn_eval_request *request = session->request;
	if (request->bare || request->harm)
		return score_text(session, report);
	return request->confidence ? score_confidence(session, report)
				   : score_pages(session, report);
}

int main(int argc, char **argv)
{
	struct vn_eval_request request;
	struct session session = {.request = &request};
	struct vn_report report = {0};
	enum vn_status status;
	int code = vn_eval_parse(&request, argc, argv);

	if (code >= 0)
		return code;
	signal(SIGPIPE, SIG_IGN); /* a command that does not read all is no reason to die */
	vn_tally_init(&session.tally, request.flags);
	vn_confidence_init(&session.confidence, request.flags);
	status = score(&session, &report);
	if (!status) {
		add_times(&session, &report);
		status = print_report(&session, &report);
	}
	if (status)
		fprintf(stderr, "vnfix-eval: %s\n", session.err.text);
	session_fini(&session);
	return vn_eval_close_stdout(vn_exit_code(status));
}
