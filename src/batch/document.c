#include "batch/document.h"

#include "files/io.h"
#include "batch/target.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static uint64_t now(void)
{
	struct timespec t = {0};
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

enum vn_status vn_document_sink(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	const struct vn_worker *worker = self;
	struct vn_job *job = worker->job;
	struct vn_batch *batch = job->batch;
	enum vn_status status;

	if (vn_plan_file_by_file(batch->plan))
		return vn_target_write(job, bytes, len, err);
	status = vn_order_put(&batch->order, &job->ticket, VN_LANE_OUT, bytes, len, err);
	if (!status && job->ticket.turn && batch->out.error)
		status = vn_err_set(err, VN_EOUTPUT, "the output has failed");
	job->stopped |= status == VN_EOUTPUT;
	return status;
}

bool vn_document_late(void *self)
{
	const struct vn_worker *worker = self;
	struct vn_job *job = worker->job;

	if (!job->deadline || now() < job->deadline)
		return false;
	job->reason = VN_REASON_TIMEOUT;
	return true;
}

/* Says so in English, for reports; people are told by job.c. */
static enum vn_status give_up(const struct vn_job *job, struct vn_err *err)
{
	return vn_err_set(err, VN_ELIMIT, "took more than %" PRIu32 " s; given up",
			  job->batch->plan->job.timeout);
}

/* Milliseconds until the deadline, for poll(). */
static int time_left(const struct vn_job *job)
{
	uint64_t time = now();
	uint64_t left = job->deadline > time ? job->deadline - time : 0;
	return left > 1000000 ? 1000000 : (int)left;
}

/* Reads some bytes. A pipe that gives none is waited for until the deadline. */
static enum vn_status read_some(struct vn_job *job, int fd, char *bytes, size_t cap, size_t *got,
				struct vn_err *err)
{
	struct pollfd wait = {.fd = fd, .events = POLLIN};
	enum vn_status status;

	while (job->deadline && !S_ISREG(job->st.st_mode) && time_left(job) > 0 &&
	       poll(&wait, 1, time_left(job)) <= 0)
		;
	if (job->deadline && time_left(job) == 0) {
		job->reason = VN_REASON_TIMEOUT;
		return give_up(job, err);
	}
	status = vn_in_read(fd, bytes, cap, got, err);
	if (!status)
		vn_advance(job->batch->says, *got, false, false);
	return status;
}

enum vn_status vn_input_fill(struct vn_job *job, struct vn_worker *worker, int fd, size_t *filled,
			     struct vn_err *err)
{
	size_t got = 1, len = 0;
	enum vn_status status = VN_OK;

	while (!status && got > 0 && len < VN_READ_BYTES) {
		status = read_some(job, fd, worker->bytes + len, VN_READ_BYTES - len, &got, err);
		len += status ? 0 : got;
		/* What a person types, or a pipe gives, goes on at once. */
		if (!S_ISREG(job->st.st_mode))
			break;
	}
	/* What was read before a failure counts; reading again fails again. */
	*filled = len;
	return len > 0 && !job->reason ? VN_OK : status;
}

/* What these bytes are, if no text. What came before one output of all inputs cannot be taken back,
 * so there only the START of a document is looked at, and a NUL matters only in what was found. */
static const struct vn_no_text *no_text(const struct vn_job *job, struct vn_str bytes, bool start)
{
	const struct vn_plan *plan = job->batch->plan;
	const struct vn_no_text *what = NULL;

	if (plan->job.text)
		return NULL;
	if (start)
		what = vn_probe(bytes);
	if (!what && (vn_plan_file_by_file(plan) || (start && job->input->found)) &&
	    bytes.len > 0 && memchr(bytes.ptr, '\0', bytes.len))
		what = &vn_no_text_binary;
	return what;
}

/* Reads FD into the pipeline, to its end or to the first sign that it is no text. */
static enum vn_status feed(struct vn_job *job, struct vn_worker *worker, int fd,
			   enum vn_status *reading, struct vn_err *read_err, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	size_t len = 0;
	bool start = true;

	vn_pipeline_reset(worker->pipeline);
	do {
		*reading = vn_input_fill(job, worker, fd, &len, read_err);
		if (!*reading)
			job->no_text = no_text(job, (struct vn_str){worker->bytes, len}, start);
		if (job->no_text) {
			job->reason = job->input->found ? VN_REASON_BINARY : VN_REASON_NO_TEXT;
			return VN_OK;
		}
		if (!*reading && vn_plan_file_by_file(job->batch->plan))
			sha256_update(&job->in, len, (const uint8_t *)worker->bytes);
		if (!*reading)
			status = vn_pipeline_feed(worker->pipeline, worker->bytes, len,
						  vn_reporter_pass, &worker->reporter, err);
		start = false;
	} while (!*reading && !status && len > 0);
	if (!status && job->reason != VN_REASON_TIMEOUT)
		status = vn_pipeline_finish(worker->pipeline, vn_reporter_pass, &worker->reporter,
					    err);
	return status && job->reason == VN_REASON_TIMEOUT ? give_up(job, err) : status;
}

/* What the report is told of the document before it begins. */
static enum vn_status begin(struct vn_job *job, struct vn_worker *worker, struct vn_err *err)
{
	const struct vn_batch *batch = job->batch;
	bool own = vn_plan_file_by_file(batch->plan);
	struct vn_review_paper paper = {
		.name = job->input->path,
		.output = own ? job->output : NULL,
	};

	/* One output for several documents: its report is only made by one thread. */
	if (!own && !batch->plan->review.candidates && !batch->out.direct && batch->out.open) {
		paper.output = batch->plan->target.output;
		paper.output_offset = batch->out.written;
	}
	return vn_reporter_begin(&worker->reporter, &paper, err);
}

enum vn_status vn_document_run(struct vn_job *job, struct vn_worker *worker, int fd,
			       enum vn_status *reading, struct vn_err *read_err, struct vn_err *err)
{
	struct vn_review_end how = {0};
	struct vn_err end_err;
	enum vn_status status, ended;

	worker->job = job;
	*reading = VN_OK;
	status = begin(job, worker, err);
	if (!status)
		status = feed(job, worker, fd, reading, read_err, err);
	how.status = status ? status : *reading ? *reading : job->reason ? VN_EINPUT : VN_OK;
	how.error = status	  ? err->text
		    : *reading	  ? read_err->text
		    : job->reason ? vn_reason_text(job->reason)
				  : NULL;
	ended = vn_reporter_end(&worker->reporter, &how, &job->told, &end_err);
	if (ended && !status) {
		/* A text without its report is not let take a name. */
		status = ended;
		*err = end_err;
	}
	job->stats = *vn_pipeline_stats(worker->pipeline);
	job->changes = !how.status && vn_reporter_changed(&worker->reporter);
	job->whole = !*reading && !status && job->reason != VN_REASON_NO_TEXT;
	return status;
}

enum vn_status vn_input_open(struct vn_job *job, int *fd, struct vn_err *err)
{
	uint32_t timeout = job->batch->plan->job.timeout;
	enum vn_status status = VN_OK;

	job->deadline = timeout ? now() + timeout * UINT64_C(1000) : 0;
	if (job->input->standard)
		*fd = STDIN_FILENO;
	else
		status = vn_in_open(fd, job->input->path, err);
	if (!status && fstat(*fd, &job->st) < 0) {
		job->st = (struct stat){0};
		/* Its output would get no mode; a closed stream tells when it is read. */
		if (vn_plan_file_by_file(job->batch->plan)) {
			status = vn_err_set(err, VN_EINPUT, "%s", strerror(errno));
			close(*fd);
		}
	}
	job->begun = !status;
	return status;
}

void vn_input_close(const struct vn_job *job, int fd)
{
	if (!job->input->standard)
		close(fd);
}
