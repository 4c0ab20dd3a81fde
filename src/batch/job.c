#include "batch/job.h"

#include "files/io.h"
#include "batch/document.h"
#include "charset/coding.h"
#include "term/lang.h"
#include "batch/target.h"
#include "files/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const char *name(const struct vn_job *job)
{
	return job->input->standard ? _("standard input") : job->input->path;
}

/* Puts a message about the input on the ticket. */
static void say(struct vn_job *job, const char *text)
{
	const char *subject = name(job);
	struct vn_buf both = {0};
	enum vn_status status = vn_buf_add(&both, subject, strlen(subject) + 1, NULL);

	if (!status)
		status = vn_buf_add(&both, text, strlen(text) + 1, NULL);
	if (!status)
		status = vn_order_put(&job->batch->order, &job->ticket, VN_LANE_SAYS, both.ptr,
				      both.len, NULL);
	if (status)
		vn_tell_lost(job->batch->says);
	vn_buf_fini(&both);
}

static void __attribute__((format(printf, 2, 3))) sayf(struct vn_job *job, const char *format, ...)
{
	char text[VN_ERR_TEXT];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, _(format), args);
	va_end(args);
	say(job, text);
}

static const struct vn_hints *hints_of(const struct vn_job *job)
{
	return &job->batch->says->hints;
}

static const char *hint(const char *text)
{
	return text ? _(text) : "";
}

/* The job failed. A shared output tells its failure itself, once. */
static void fail(struct vn_job *job, enum vn_reason reason, const char *text)
{
	job->outcome = VN_OUTCOME_FAILED;
	job->reason = reason;
	if (!job->stopped && reason == VN_REASON_TIMEOUT) /* TEXT is English, for reports */
		sayf(job, "took more than %" PRIu32 " s; given up", job->batch->plan->job.timeout);
	else if (!job->stopped)
		say(job, text);
}

static void skip(struct vn_job *job, enum vn_reason reason)
{
	int loudness = job->batch->plan->loudness;

	job->outcome = VN_OUTCOME_SKIPPED;
	job->reason = reason;
	if (loudness > 0 || (loudness == 0 && vn_reason_tell(reason)))
		sayf(job, "skipped: %s%s", vn_reason_text(reason),
		     reason == VN_REASON_BINARY ? hint(hints_of(job)->binary) : "");
}

static enum vn_reason output_reason(int error)
{
	if (error == EEXIST)
		return VN_REASON_EXISTS;
	return vn_reason_of(vn_save_status(error));
}

/* The output failed: what is said is about that file, which below a folder has a name of its own.
 */
static void fail_output(struct vn_job *job, int error)
{
	const char *text = vn_save_error_text(error);
	char *both = NULL;

	if (job->batch->plan->target.output_dir && job->target.name &&
	    asprintf(&both, "%s: %s", job->target.name, text) < 0)
		both = NULL;
	fail(job, output_reason(error), both ? both : text);
	free(both);
}

/* The same as fail(), with HINT behind TEXT. */
static void fail_hinted(struct vn_job *job, enum vn_reason reason, const char *text,
			const char *more)
{
	char both[VN_ERR_TEXT];

	snprintf(both, sizeof both, "%s%s", _(text), hint(more));
	fail(job, reason, more ? both : text);
}

/* Nothing may be written to the name of the output. */
static void fail_target(struct vn_job *job, enum vn_reason reason)
{
	fail_hinted(job, reason, vn_target_text(reason),
		    reason == VN_REASON_EXISTS ? hints_of(job)->each : NULL);
}

/* The job is none for vnfix. What was found in a folder was not meant in any case. To take a PDF
 * for text is no way out: its streams would be changed, of which nobody sees the text. */
static void refuse(struct vn_job *job)
{
	const struct vn_no_text *what = job->document.no_text;
	enum vn_reason reason = job->document.reason;
	const char *more = hint(job->document.forced ? hints_of(job)->binary : NULL);
	char text[VN_ERR_TEXT];

	if (reason == VN_REASON_BINARY && what == &vn_no_text_binary) {
		skip(job, reason);
	} else if (reason == VN_REASON_BINARY) {
		job->outcome = VN_OUTCOME_SKIPPED;
		job->reason = reason;
		if (job->batch->plan->loudness >= 0)
			sayf(job, "skipped: %s; %s%s", _(what->name), _(what->advice), more);
	} else {
		snprintf(text, sizeof text, _("is %s; %s%s"), _(what->name), _(what->advice), more);
		fail(job, reason, text);
	}
}

/* Adds the job to the sums. */
static void count(struct vn_job *job)
{
	struct vn_batch *batch = job->batch;

	pthread_mutex_lock(&batch->lock);
	vn_summary_add(&batch->result->summary, job->outcome, job->reason, job->copied);
	vn_totals_add(&batch->result->totals, &job->document.stats, job->document.whole);
	batch->result->changed += job->document.changes;
	if (job->outcome == VN_OUTCOME_FAILED) {
		batch->result->code =
			vn_exit_worse(batch->result->code, vn_reason_code(job->reason));
		/* What could be read before a failure goes to standard output, not to a file. */
		batch->torn |= job->reason != VN_REASON_NO_TEXT &&
			       (job->document.begun || job->reason != VN_REASON_UNREADABLE);
	}
	pthread_mutex_unlock(&batch->lock);
}

/* Tells of charsets other than UTF-8, each once. */
static void tell_charsets(struct vn_job *job)
{
	const struct vn_stats *stats = &job->document.stats;
	const struct vn_output *to = &job->batch->plan->job.options.to;
	bool changed = stats->recoded_lines > 0;

	if (stats->remapped_words)
		sayf(job, "letters were swapped all through, words: %" PRIu64 "; put back",
		     stats->remapped_words);
	for (size_t i = 0; i < VN_CODING_MAX; i++) {
		if (stats->coded_lines[i] == 0)
			continue;
		if (changed && (to->charset || to->wide))
			sayf(job, "was in %s, lines: %" PRIu64 "; written in %s",
			     _(vn_slot_title(i)), stats->coded_lines[i], to->name);
		else if (changed)
			sayf(job, "was in %s, lines: %" PRIu64 "; made Unicode",
			     _(vn_slot_title(i)), stats->coded_lines[i]);
		else
			sayf(job,
			     "may be in %s, lines: %" PRIu64
			     "; left as it is (--from=%s converts it)",
			     _(vn_slot_title(i)), stats->coded_lines[i], vn_slot_name(i));
	}
}

static void tell(struct vn_job *job)
{
	if (job->batch->plan->loudness >= 0 && !job->batch->plan->reports.detect)
		tell_charsets(job);
	if (job->batch->plan->loudness >= 0 && job->document.fault.status)
		sayf(job, "was read on behind what is no well-formed XML: %s",
		     job->document.fault.text);
	if (job->batch->plan->loudness >= 0 && job->document.stats.without_channel)
		say(job, "the model has no channel for this kind of damage: read as another kind, "
			 "or left as it is");
	if (job->batch->plan->loudness > 0 && job->outcome == VN_OUTCOME_CHANGED)
		sayf(job, "changed, edits: %" PRIu64, job->document.stats.edits);
	else if (job->batch->plan->loudness > 0 && job->outcome == VN_OUTCOME_UNCHANGED)
		say(job, "unchanged");
}

/* The end of a job, after which it is no more. COUNTED is false when the run was aborted before. */
static void finish(struct vn_job *job, bool counted)
{
	struct vn_batch *batch = job->batch;
	bool failed = job->outcome == VN_OUTCOME_FAILED;

	if (counted) {
		tell(job);
		count(job);
	}
	if (failed && counted && batch->plan->job.on_error == VN_ON_ERROR_ABORT)
		vn_order_stop(&batch->order);
	vn_order_finish(&batch->order, &job->ticket);
	vn_advance(batch->says, 0, true, failed);
	vn_target_fini(&job->target);
	vn_spool_fini(&job->held);
	free(job);
}

/* In a run that is aborted by the first failure, each file waits for those before it: so it is the
 * first in the order of the inputs, and none behind it is touched. */
static bool may_go_on(struct vn_job *job)
{
	return job->batch->plan->job.on_error != VN_ON_ERROR_ABORT ||
	       vn_order_wait(&job->batch->order, &job->ticket);
}

static void report_failed(struct vn_batch *batch, const struct vn_err *err)
{
	vn_tell(batch->says, batch->plan->reports.report, err->text);
	pthread_mutex_lock(&batch->lock);
	batch->result->code = vn_exit_worse(batch->result->code, vn_exit_code(err->status));
	pthread_mutex_unlock(&batch->lock);
}

/* Notes for the report that the text stands under its name. */
static void record(struct vn_job *job)
{
	struct vn_batch *batch = job->batch;
	struct vn_err err;
	enum vn_status status = vn_reports_note(&batch->reports, job->ticket.index,
						job->input->path, job->document.sha_out, &err);

	if (status)
		report_failed(batch, &err);
}

void vn_job_saved(void *self, void *tag, const struct vn_save *end)
{
	struct vn_job *job = tag;

	if (!end->error && !job->copied)
		record(job);
	if (end->error)
		fail_output(job, end->error);
	if (end->error && end->placed)
		say(job, "has its new text, but a power cut could undo that");
	finish(job, true);
}

/* Notes how the document went. */
static void judge(struct vn_job *job, enum vn_status status, const struct vn_err *err)
{
	enum vn_reason reason = job->document.reason;
	enum vn_status reading = job->document.reading;

	if (job->document.no_text)
		refuse(job);
	if (reading)
		fail(job, reason ? reason : vn_reason_of(reading), job->document.read_err.text);
	if (status)
		fail(job, reason == VN_REASON_TIMEOUT ? reason : vn_reason_of(status), err->text);
}

/* Tells the report where in the one output the document will be: it is only made by one thread. */
static void describe_shared(struct vn_job *job)
{
	const struct vn_batch *batch = job->batch;

	if (batch->plan->reports.candidates || batch->out.direct || !batch->out.open)
		return;
	job->document.audited.output = batch->plan->target.output;
	job->document.audited.output_offset = batch->out.written;
}

/* Tells of the charsets of the document, in place of its text. */
static enum vn_status put_charsets(struct vn_job *job, struct vn_err *err)
{
	struct vn_batch *batch = job->batch;
	struct vn_buf line = {0};
	enum vn_status status = vn_charsets_tell(&line, batch->plan->reports.detect,
						 job->input->standard ? "-" : job->input->path,
						 &job->document.stats, err);

	if (!status)
		status = vn_order_put(&batch->order, &job->ticket, VN_LANE_OUT, line.ptr, line.len,
				      err);
	vn_buf_fini(&line);
	return status;
}

/* Puts text on the ticket for what all share. */
static enum vn_status put_shared(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	struct vn_job *job = self;
	struct vn_batch *batch = job->batch;
	enum vn_status status;

	status = vn_order_put(&batch->order, &job->ticket, VN_LANE_OUT, bytes, len, err);
	if (!status && job->ticket.turn && batch->out.error)
		status = vn_err_set(err, VN_EOUTPUT, "the output has failed");
	job->stopped |= status == VN_EOUTPUT;
	return status;
}

/* Whether text is kept until all of it is there: a letter that a charset lacks is told of before
 * anything is written. */
static bool holds(const struct vn_job *job)
{
	return job->batch->plan->job.options.to.name && !vn_plan_look_only(job->batch->plan);
}

/* Where the text of a job goes: its target, or what all share. */
static enum vn_status put(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	struct vn_job *job = self;

	if (vn_plan_file_by_file(job->batch->plan))
		return vn_target_write(&job->target, bytes, len, err);
	return holds(job) ? vn_spool_add(&job->held, bytes, len, err)
			  : put_shared(job, bytes, len, err);
}

/* An input whose text goes where that of the others goes. */
static void stream(struct vn_job *job, struct vn_worker *worker)
{
	struct vn_err err;
	enum vn_status status = VN_OK;

	if (!vn_input_open(&job->document)) {
		describe_shared(job);
		job->outcome = VN_OUTCOME_UNCHANGED;
		status = vn_document_run(&job->document, worker, &err);
		vn_input_close(&job->document);
		if (job->document.stats.edits)
			job->outcome = VN_OUTCOME_CHANGED;
		if (!status && job->document.whole)
			status = vn_spool_give(&job->held, put_shared, job, &err);
		if (!status && job->document.whole && job->batch->plan->reports.detect)
			status = put_charsets(job, &err);
	}
	judge(job, status, &err);
}

/* Whether the text came out as it went in. */
static bool is_same(const struct vn_job *job)
{
	return memcmp(job->document.sha_in, job->document.sha_out, VN_SHA256) == 0;
}

/* Whether the text, which is whole, must be written at all. */
static bool is_needed(const struct vn_job *job)
{
	return !job->batch->plan->target.in_place || job->outcome == VN_OUTCOME_CHANGED;
}

/* Reads the input into an output file of its own, up to the moment before it takes its name. */
static void read_into_file(struct vn_job *job, struct vn_worker *worker)
{
	struct vn_transit *document = &job->document;
	struct vn_err err;
	enum vn_status status = VN_OK, reading = vn_input_open(document);

	if (!reading && job->batch->plan->target.in_place && !S_ISREG(job->document.st.st_mode)) {
		document->reading =
			vn_err_set(&document->read_err, VN_EINPUT, "is no regular file");
		vn_input_close(&job->document);
	} else if (!reading) {
		job->document.audited.output = job->target.name;
		status = vn_document_run(&job->document, worker, &err);
		vn_input_close(&job->document);
	}
	if (!document->reading && !status && !document->reason) {
		job->outcome = is_same(job) ? VN_OUTCOME_UNCHANGED : VN_OUTCOME_CHANGED;
		if (is_needed(job))
			status = vn_target_open(&job->target, &err);
		else
			vn_target_abort(&job->target);
	}
	/* Of an output, the cause is known better than its status tells. */
	if (status && job->target.save.error) {
		fail_output(job, job->target.save.error);
		return;
	}
	judge(job, status, &err);
}

/* Whether the log of an earlier run tells that this is done, and so it is. */
static bool is_done(struct vn_job *job, struct vn_worker *worker)
{
	const struct vn_batch *batch = job->batch;
	const char *path = job->input->path;
	const struct vn_entry *entry = vn_resume_find(&batch->resume, path, job->target.name);
	const struct vn_record_side *side;
	struct stat st = {0};
	bool same;
	int fd;

	if (!entry)
		return false;
	side = batch->plan->target.in_place ? &entry->out : &entry->in;
	fd = vn_in_regular(AT_FDCWD, path, &st);
	same = vn_resume_same(fd, st.st_size, side, worker->bytes, VN_READ_BYTES);
	if (!same || batch->plan->target.in_place)
		return same;
	fd = vn_tree_read(batch->root, job->input->below, &st);
	return vn_resume_same(fd, st.st_size, &entry->out, worker->bytes, VN_READ_BYTES);
}

/* Whether what was not repaired is to be copied, and can be. */
static bool to_copy(const struct vn_job *job)
{
	const struct vn_plan *plan = job->batch->plan;

	if (plan->job.on_error != VN_ON_ERROR_COPY || !plan->target.output_dir ||
	    !S_ISREG(job->document.st.st_mode))
		return false;
	return job->reason == VN_REASON_BINARY || job->reason == VN_REASON_NO_TEXT ||
	       job->reason == VN_REASON_TIMEOUT || job->reason == VN_REASON_MEMORY ||
	       job->reason == VN_REASON_LIMIT || job->reason == VN_REASON_FAULT;
}

/* Starts anew, and writes the input to the output as it is. */
static void copy(struct vn_job *job, struct vn_worker *worker)
{
	struct vn_transit *document = &job->document;
	struct vn_err err;
	enum vn_status status = vn_input_open(document);

	document->deadline = 0;
	document->reason = VN_REASON_NONE;
	if (!status) {
		do {
			status = vn_input_fill(document, worker);
			if (!status)
				status = vn_target_write(&job->target, worker->bytes,
							 document->filled, &err);
		} while (!status && !document->reading && document->filled > 0);
		vn_input_close(&job->document);
	}
	if (!status)
		status = vn_target_open(&job->target, &err);
	job->copied = !status;
	if (status)
		fail(job, vn_reason_of(status),
		     document->reading ? document->read_err.text : err.text);
}

/* An input with an output of its own. */
static void file(struct vn_job *job, struct vn_worker *worker)
{
	enum vn_reason taken = VN_REASON_NONE;

	if (!vn_target_name(&job->target))
		taken = VN_REASON_MEMORY;
	else if (is_done(job, worker))
		taken = VN_REASON_BEFORE;
	else
		taken = vn_target_taken(&job->target);
	if (taken && vn_reason_outcome(taken) == VN_OUTCOME_SKIPPED)
		skip(job, taken);
	else if (taken)
		fail_target(job, taken);
	else
		read_into_file(job, worker);
	if (job->outcome >= VN_OUTCOME_SKIPPED) {
		vn_target_abort(&job->target);
		if (to_copy(job))
			copy(job, worker);
	}
}

struct vn_job *vn_job_new(struct vn_batch *batch)
{
	struct vn_job *job = calloc(1, sizeof *job);

	if (job) {
		job->batch = batch;
		job->held.store = batch->keep;
	}
	return job;
}

/* Chooses the input by the ticket. */
static void begin(struct vn_job *job)
{
	job->input = &job->batch->inputs.item[job->ticket.index];
	job->document.batch = job->batch;
	job->document.input = job->input;
	job->document.sink = put;
	job->document.self = job;
	job->document.audited.name = job->input->path;
	vn_target_init(&job->target, job->batch, job->input, &job->document.st);
}

void vn_job_run(struct vn_job *job, struct vn_worker *worker)
{
	bool own = vn_plan_file_by_file(job->batch->plan);
	const struct vn_input *input;

	begin(job);
	input = job->input;
	if (!input->error && !input->reason && !own)
		stream(job, worker);
	else if (!input->error && !input->reason && !input->standard)
		file(job, worker);
	else if (input->error == EISDIR)
		fail_hinted(job, VN_REASON_UNREADABLE, N_("is a folder"), hints_of(job)->folder);
	else if (input->error)
		fail(job, input->error == ENOMEM ? VN_REASON_MEMORY : VN_REASON_UNREADABLE,
		     vn_io_error_text(input->error));
	else if (!input->reason)
		fail(job, VN_REASON_UNREADABLE, "has no name for its output");
	else if (vn_reason_outcome(input->reason) == VN_OUTCOME_SKIPPED)
		skip(job, input->reason);
	else
		fail_target(job, input->reason);
}

/* The report says of files that they are saved after every so many inputs, when all of those are
 * finished: a place that does not hang on when a group of files is full. */
static void tell_saved(struct vn_job *job)
{
	struct vn_batch *batch = job->batch;
	struct vn_err err;

	if (!batch->reports.report || !vn_plan_file_by_file(batch->plan) ||
	    job->ticket.index % VN_GROUP_FILES != 0 || job->ticket.index == 0)
		return;
	vn_save_group_flush(&batch->group);
	/* False is the end of the run. */
	if (vn_order_wait(&batch->order, &job->ticket) && vn_reports_saved(&batch->reports, &err))
		report_failed(batch, &err);
}

/* Tells the reports. A text without them is not let take a name. */
static void tell_reports(struct vn_job *job)
{
	struct vn_err err;
	enum vn_status status =
		vn_reports_tell(&job->batch->reports, &job->document.told, job->input->path, &err);

	if (!status)
		return;
	vn_target_abort(&job->target);
	fail(job, vn_reason_of(status), err.text);
}

void vn_job_settle(struct vn_job *job)
{
	struct vn_batch *batch = job->batch;

	tell_saved(job);
	if (!may_go_on(job)) {
		vn_reports_drop(&batch->reports, &job->document.told);
		vn_target_abort(&job->target);
		finish(job, false);
		return;
	}
	tell_reports(job);
	if (job->target.save.open) {
		if (batch->plan->target.in_place && job->target.save.old.st_nlink > 1)
			say(job, "has other names (hard links), which keep the old text");
		vn_save_group_add(&batch->group, &job->target.save, job);
		return;
	}
	if (job->outcome == VN_OUTCOME_UNCHANGED && vn_plan_file_by_file(batch->plan))
		record(job);
	finish(job, true);
}
