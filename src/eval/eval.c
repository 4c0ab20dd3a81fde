/* vnfix-eval: scores the output of vnfix, or of anything else. */
#include "term/exit.h"
#include "term/lang.h"
#include "term/say.h"
#include "eval/fields.h"
#include "eval/html.h"
#include "eval/session.h"
#include "files/io.h"

#include <signal.h>
#include <stdio.h>

#define HTML_TOP 20 /* errors and pages to list without --top */

static enum vn_status print_report(struct vn_session *session, const struct vn_report *report)
{
	const struct vn_eval_request *request = session->request;
	struct vn_show show = {.err = &session->err};
	enum vn_status status;

	if (request->json)
		vn_report_json(report, &show);
	else if (request->csv)
		vn_report_csv(report, request->csv, &show);
	else
		vn_report_text(report, &show);
	status = show.status;
	if (!status)
		fwrite(show.text.ptr, 1, show.text.len, stdout); /* checked when it is closed */
	vn_show_fini(&show);
	return status;
}

/* Writes the page of --html, which has everything. */
static enum vn_status write_html(struct vn_session *session, const struct vn_report *report)
{
	const struct vn_eval_request *request = session->request;
	struct vn_report all = *report;

	all.kinds = &session->kinds;
	all.intervals = session->intervals;
	all.top = request->top ? request->top : HTML_TOP;
	return vn_html_write(&all, request->html, request->force, &session->err);
}

const char vn_program[] = "vnfix-eval";

/* Carries out --fields. Returns the exit code. */
static int score_fields(const struct vn_eval_request *request)
{
	struct vn_buf truth = {0}, found = {0}, out = {0};
	const char *name = request->fields;
	struct vn_err err;
	enum vn_status status = vn_in_whole(&truth, name, &err);

	if (!status) {
		name = request->operands[0];
		status = vn_in_whole(&found, name, &err);
	}
	if (!status)
		status = vn_fields_score(&out, vn_buf_str(&truth), vn_buf_str(&found), &err);
	if (status)
		vn_say(name, err.text);
	else
		fwrite(out.ptr, 1, out.len, stdout); /* checked when it is closed */
	vn_buf_fini(&truth);
	vn_buf_fini(&found);
	vn_buf_fini(&out);
	return vn_eval_close_stdout(vn_exit_code(status));
}

int main(int argc, char **argv)
{
	struct vn_eval_request request;
	struct vn_session session;
	struct vn_report report;
	enum vn_status status;
	int code;

	vn_lang_init();
	code = vn_eval_parse(&request, argc, argv);
	if (code >= 0)
		return code;
	if (request.fields)
		return score_fields(&request);
	signal(SIGPIPE, SIG_IGN); /* a command that does not read all is no reason to die */
	vn_session_init(&session, &request);
	status = vn_session_score(&session, &report);
	if (!status)
		status = print_report(&session, &report);
	if (!status && request.html)
		status = write_html(&session, &report);
	if (status)
		vn_say(NULL, session.err.text);
	vn_session_fini(&session);
	return vn_eval_close_stdout(vn_exit_code(status));
}
