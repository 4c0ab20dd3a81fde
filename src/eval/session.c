#include "eval/session.h"

#include "files/io.h"
#include "eval/lines.h"
#include "eval/run.h"

#include <sys/stat.h>

void vn_session_init(struct vn_session *session, const struct vn_eval_request *request)
{
	*session = (struct vn_session){.request = request};
	vn_tally_init(&session->tally, request->flags);
	vn_confidence_init(&session->confidence, request->flags);
	session->tally.alignment = request->alignment;
	if (request->kinds || request->html)
		session->tally.kinds = &session->kinds;
}

void vn_session_fini(struct vn_session *session)
{
	vn_tally_fini(&session->tally);
	vn_kinds_fini(&session->kinds);
	vn_confidence_fini(&session->confidence);
	vn_page_list_fini(&session->pages);
	vn_buf_fini(&session->truth);
	vn_buf_fini(&session->read);
	vn_buf_fini(&session->output);
	*session = (struct vn_session){0};
}

/* Puts the name of the file before the message. */
static enum vn_status blame(struct vn_session *session, const char *path, enum vn_status status)
{
	return vn_err_name(&session->err, status, path);
}

static enum vn_status load(struct vn_session *session, struct vn_buf *buf, const char *path)
{
	enum vn_status status;
	buf->len = 0;
	status = vn_in_whole(buf, path, &session->err);
	return status ? blame(session, path, status) : VN_OK;
}

/* Makes session->output from session->read with the command. */
static enum vn_status run_command(struct vn_session *session, const char *read)
{
	enum vn_status status = vn_run_filter(session->request->command, vn_buf_str(&session->read),
					      &session->output, &session->seconds, &session->err);
	return status ? blame(session, read, status) : VN_OK;
}

/* Adds the page that is loaded. A command has to keep the lines, whatever those of the truth. */
static enum vn_status tally_page(struct vn_session *session, const char *name,
				 const struct vn_buf *output)
{
	struct vn_tally *tally = &session->tally;
	struct vn_str read = vn_buf_str(&session->read), out = vn_buf_str(output);
	enum vn_status status = vn_page_list_add(&session->pages, name, &session->err);

	if (status)
		return status;
	if (session->request->command && vn_line_count(read) != vn_line_count(out) &&
	    session->request->alignment == VN_ALIGN_AUTO)
		return vn_err_set(&session->err, VN_EINPUT,
				  "line counts differ: read %zu, output %zu", vn_line_count(read),
				  vn_line_count(out));
	return vn_tally_page(tally, vn_buf_str(&session->truth), read, out, &session->err);
}

/* Scores one page. OUTPUT is NULL when the command makes it, or there is none. */
static enum vn_status score_page(struct vn_session *session, const char *name, const char *truth,
				 const char *read, const char *output)
{
	struct vn_buf *out = &session->output;
	enum vn_status status = load(session, &session->truth, truth);

	if (!status)
		status = load(session, &session->read, read);
	if (status)
		return status;
	if (output)
		status = load(session, out, output);
	else if (session->request->command)
		status = run_command(session, read);
	else
		out = &session->read;
	if (status)
		return status;
	if (session->request->confidence)
		status = vn_confidence_page(&session->confidence, vn_buf_str(&session->truth),
					    vn_buf_str(&session->read), vn_buf_str(out),
					    &session->err);
	else
		status = tally_page(session, name, out);
	return status ? blame(session, read, status) : VN_OK;
}

/* Where the files of a folder's pages lie, and what follows the id in their names. */
struct folders {
	const char *truth, *read;
	const char *output; /* NULL: none */
	const char *suffixes[3];
};

static enum vn_status score_id(struct vn_session *session, const struct folders *in, const char *id)
{
	const char *const folders[3] = {in->truth, in->read, in->output};
	struct vn_buf paths[3] = {0};
	enum vn_status status = VN_OK;

	for (int i = 0; !status && i < 3; i++)
		if (folders[i])
			status = vn_page_path(&paths[i], folders[i], id, in->suffixes[i],
					      &session->err);
	if (!status)
		status = score_page(session, id, paths[0].ptr, paths[1].ptr, paths[2].ptr);
	for (int i = 0; i < 3; i++)
		vn_buf_fini(&paths[i]);
	return status;
}

/* Scores the pages of a folder: those with an id, or, where there is none and the others have
 * folders of their own, the files of the same name. */
static enum vn_status score_folder(struct vn_session *session, struct folders in)
{
	const char *glob = session->request->glob;
	struct vn_page_list list = {0};
	enum vn_status status = vn_page_list_read(&list, in.truth, glob, &session->err);

	in.suffixes[0] = VN_TRUTH_SUFFIX;
	in.suffixes[1] = VN_READ_SUFFIX;
	in.suffixes[2] = session->request->suffix;
	if (!status && !list.count && in.read != in.truth) {
		in.suffixes[0] = in.suffixes[1] = in.suffixes[2] = "";
		status = vn_page_list_walk(&list, in.truth, glob, &session->err);
	}
	if (!status && !list.count)
		status = vn_err_set(&session->err, VN_EINPUT, "%s: no pages found", in.truth);
	for (size_t i = 0; !status && i < list.count; i++)
		status = score_id(session, &in, list.ids[i]);
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
static enum vn_status score_operands(struct vn_session *session)
{
	const struct vn_eval_request *request = session->request;
	const char *truth = operand(request, 0), *read = operand(request, 1);
	const char *output = operand(request, 2);

	if (is_folder(truth))
		return score_folder(
			session,
			(struct folders){truth, read ? read : truth,
					 request->output_dir ? request->output_dir : output});
	if (!read || request->output_dir)
		return vn_err_set(&session->err, VN_EINPUT, "%s: not a folder", truth);
	return score_page(session, read, truth, read, output);
}

static enum vn_status score_pages(struct vn_session *session, struct vn_report *report)
{
	const struct vn_eval_request *request = session->request;
	bool after = request->command || request->output_dir || request->operand_count > 2;
	enum vn_status status = score_operands(session);

	if (status)
		return status;
	report->after = after;
	report->kinds = request->kinds ? &session->kinds : NULL;
	report->intervals = request->intervals ? session->intervals : NULL;
	report->pages = &session->pages;
	if (request->intervals || request->html)
		status = vn_bootstrap(session->tally.pages, session->tally.page_count,
				      session->intervals, &session->err);
	if (status)
		return status;
	return vn_page_measures(&session->tally, after, report->measures, &report->count,
				&session->err);
}

/* Judges the confidences of all pages of all folders, or of a single page. */
static enum vn_status score_confidence(struct vn_session *session, struct vn_report *report)
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
		status = score_folder(session,
				      (struct folders){request->operands[i], request->operands[i]});
	if (status)
		return status;
	vn_confidence_judge(&session->confidence, &session->reliability);
	report->reliability = &session->reliability;
	report->count = vn_reliability_measures(&session->reliability, session->confidence.missing,
						report->measures);
	return VN_OK;
}

/* Scores the restoration of a text without marks, or the harm done to a right one. */
static enum vn_status score_text(struct vn_session *session, struct vn_report *report)
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

static void add_times(const struct vn_session *session, struct vn_report *report)
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

enum vn_status vn_session_score(struct vn_session *session, struct vn_report *report)
{
	enum vn_status status;
	const struct vn_eval_request *request = session->request;

	*report = (struct vn_report){.tally = &session->tally, .top = request->top};
	if (request->bare || request->harm)
		status = score_text(session, report);
	else if (request->confidence)
		status = score_confidence(session, report);
	else
		status = score_pages(session, report);
	if (status)
		return status;
	add_times(session, report);
	vn_report_sort(report);
	return VN_OK;
}
