/* vnfix-eval: scores the output of vnfix, or of anything else. */
#include "term/exit.h"
#include "term/lang.h"
#include "term/say.h"
#include "eval/html.h"
#include "eval/session.h"

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
