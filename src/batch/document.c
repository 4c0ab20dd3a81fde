#include "batch/document.h"

#include "batch/archive.h"
#include "batch/pdf.h"
#include "charset/coding.h"
#include "damage/damage.h"
#include "files/io.h"

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

/* Whether the digests are made here: each input has its own output, and no report makes them of the
 * same bytes. */
static bool digests(const struct vn_worker *worker)
{
	return vn_plan_file_by_file(worker->batch->plan) && !vn_reporter_digests(&worker->reporter);
}

enum vn_status vn_document_sink(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	const struct vn_worker *worker = self;
	struct vn_transit *document = worker->document;

	if (digests(worker))
		sha256_update(&document->out, len, (const uint8_t *)bytes);
	return document->sink(document->self, bytes, len, err);
}

bool vn_document_late(void *self)
{
	const struct vn_worker *worker = self;
	struct vn_transit *document = worker->document;

	if (!document->deadline || now() < document->deadline)
		return false;
	document->reason = VN_REASON_TIMEOUT;
	return true;
}

/* Says so in English, for reports; people are told by job.c. */
static enum vn_status give_up(const struct vn_transit *document, struct vn_err *err)
{
	return vn_err_set(err, VN_ELIMIT, "took more than %" PRIu32 " s; given up",
			  document->batch->plan->job.timeout);
}

/* Milliseconds until the deadline, for poll(). */
static int time_left(const struct vn_transit *document)
{
	uint64_t time = now();
	uint64_t left = document->deadline > time ? document->deadline - time : 0;
	return left > 1000000 ? 1000000 : (int)left;
}

/* Reads some bytes. A pipe that gives none is waited for until the deadline. */
static enum vn_status read_some(struct vn_transit *document, char *bytes, size_t cap, size_t *got)
{
	struct pollfd wait = {.fd = document->fd, .events = POLLIN};
	enum vn_status status;

	while (document->deadline && !S_ISREG(document->st.st_mode) && time_left(document) > 0 &&
	       poll(&wait, 1, time_left(document)) <= 0)
		;
	if (document->deadline && time_left(document) == 0) {
		document->reason = VN_REASON_TIMEOUT;
		return give_up(document, &document->read_err);
	}
	status = vn_in_read(document->fd, bytes, cap, got, &document->read_err);
	if (!status)
		vn_advance(document->batch->says, *got, false, false);
	return status;
}

enum vn_status vn_input_fill(struct vn_transit *document, struct vn_worker *worker)
{
	size_t got = 1, len = 0;
	enum vn_status status = VN_OK;

	while (!status && got > 0 && len < VN_READ_BYTES) {
		status = read_some(document, worker->bytes + len, VN_READ_BYTES - len, &got);
		len += status ? 0 : got;
		/* What a person types, or a pipe gives, goes on at once. */
		if (!S_ISREG(document->st.st_mode))
			break;
	}
	/* What was read before a failure counts; reading again fails again. */
	document->filled = len;
	document->reading = len > 0 && !document->reason ? VN_OK : status;
	return document->reading;
}

enum vn_status vn_input_whole(struct vn_worker *worker, const char *what, size_t most,
			      struct vn_buf *bytes, struct vn_err *err)
{
	struct vn_transit *document = worker->document;
	enum vn_status status = VN_OK;

	while (!document->reading && !status && document->filled > 0) {
		if (bytes->len + document->filled > most)
			return vn_err_set(err, VN_ELIMIT, "is %s of more than %zu MiB", what,
					  most >> 20);
		status = vn_buf_add(bytes, worker->bytes, document->filled, err);
		if (!status)
			vn_input_fill(document, worker);
	}
	return status;
}

static enum vn_status collect(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	return vn_buf_add(self, bytes, len, err);
}

enum vn_status vn_document_pass(struct vn_worker *worker, struct vn_str text, struct vn_buf *out,
				struct vn_err *err)
{
	vn_sink sink = out ? collect : vn_reporter_pass;
	void *self = out ? (void *)out : &worker->reporter;
	enum vn_status status =
		vn_pipeline_feed(worker->pipeline, text.ptr, text.len, sink, self, err);

	return status ? status : vn_pipeline_finish(worker->pipeline, sink, self, err);
}

/* What these bytes are, if no text. What came before one output of all inputs cannot be taken back,
 * so there only the START of a document is looked at, and a NUL matters only in what was found. */
static const struct vn_no_text *no_text(const struct vn_transit *document,
					const struct vn_worker *worker, struct vn_str bytes,
					bool start)
{
	const struct vn_plan *plan = document->batch->plan;
	const struct vn_options *options = &plan->job.options;
	const struct vn_no_text *what = NULL;
	bool wide = start ? vn_probe_wide(bytes, true) != VN_WIDE_NO
			  : vn_pipeline_wide(worker->pipeline);
	bool reads = options->source ? options->source == &vn_source_utf16 || options->source->xml
				     : !options->by_line;

	if (plan->job.text)
		return NULL;
	if (start)
		what = vn_probe(bytes);
	if (!what && wide && !reads)
		return &vn_no_text_wide;
	if (!what && !wide && (vn_plan_file_by_file(plan) || (start && document->input->found)) &&
	    bytes.len > 0 && memchr(bytes.ptr, '\0', bytes.len))
		what = &vn_no_text_binary;
	return what;
}

/* Whether the document is no text, to judge by BYTES of it. */
static bool refuse(struct vn_transit *document, struct vn_worker *worker, struct vn_str bytes,
		   bool start)
{
	document->no_text = no_text(document, worker, bytes, start);
	document->forced = document->no_text;
	if (document->no_text)
		document->reason = document->input->found ? VN_REASON_BINARY : VN_REASON_NO_TEXT;
	return document->no_text;
}

/* Reads the document into ARCHIVE as a whole, and repairs it. */
static enum vn_status feed_archive(struct vn_archive *archive, struct vn_worker *worker,
				   struct vn_err *err)
{
	struct vn_transit *document = worker->document;
	struct vn_buf *bytes = &archive->bytes;
	enum vn_status status = vn_input_whole(worker, "an archive", VN_PACKAGE_BYTES, bytes, err);
	bool known = true;

	/* Half an archive is none. */
	if (document->reading || status)
		return status;
	if (document->reason == VN_REASON_TIMEOUT)
		return give_up(document, err);
	if (digests(worker))
		sha256_update(&document->in, bytes->len, (const uint8_t *)bytes->ptr);
	/* An output that others share would be no archive any more. */
	if (!vn_plan_file_by_file(document->batch->plan) && document->batch->inputs.count > 1 &&
	    !vn_plan_look_only(document->batch->plan))
		return vn_err_set(err, VN_EINPUT,
				  "is an archive: it needs an output of its own, as in place or in "
				  "a folder");
	status = vn_archive_run(archive, worker, &known, err);
	/* What is in a folder may be an archive of anything, of any make. */
	if (status == VN_EINPUT && !archive->package.format && document->input->found) {
		status = VN_OK;
		known = false;
	}
	if (!status && !known && !refuse(document, worker, vn_buf_str(bytes), true))
		status = vn_err_set(err, VN_EINPUT, "is an archive, not text");
	return status;
}

/* Reads the document, whose first bytes are in the worker's buffer, into the pipeline, to its end
 * or to the first sign that it is no text. */
static enum vn_status feed_text(struct vn_worker *worker, struct vn_err *err)
{
	struct vn_transit *document = worker->document;
	enum vn_status status = VN_OK;
	bool start = true;

	while (!document->reading && !status) {
		struct vn_str bytes = {worker->bytes, document->filled};
		if (refuse(document, worker, bytes, start))
			return VN_OK;
		if (digests(worker))
			sha256_update(&document->in, bytes.len, (const uint8_t *)bytes.ptr);
		status = vn_pipeline_feed(worker->pipeline, bytes.ptr, bytes.len, vn_reporter_pass,
					  &worker->reporter, err);
		if (!bytes.len)
			break;
		start = false;
		if (!status)
			vn_input_fill(document, worker);
	}
	if (!status && document->reason != VN_REASON_TIMEOUT)
		status = vn_pipeline_finish(worker->pipeline, vn_reporter_pass, &worker->reporter,
					    err);
	return status;
}

/* Takes the document for what its first bytes say that it is. */
static enum vn_status feed(struct vn_worker *worker, struct vn_archive *archive,
			   struct vn_pdf_input *pdf, struct vn_err *err)
{
	struct vn_transit *document = worker->document;
	bool read = !vn_input_fill(document, worker);
	struct vn_str head = {worker->bytes, document->filled};
	enum vn_status status;

	vn_pipeline_reset(worker->pipeline);
	if (read && vn_archive_wanted(document, head))
		status = feed_archive(archive, worker, err);
	else if (read && vn_pdf_input_wanted(document, head))
		status = vn_pdf_input_run(pdf, worker, err);
	else
		status = feed_text(worker, err);
	return status && document->reason == VN_REASON_TIMEOUT ? give_up(document, err) : status;
}

/* Ends the digests of a document that is whole. */
static void end_digests(struct vn_transit *document, const struct vn_worker *worker)
{
	const struct vn_audit *audit = &worker->reporter.audit;

	if (digests(worker)) {
		sha256_digest(&document->in, VN_SHA256, document->sha_in);
		sha256_digest(&document->out, VN_SHA256, document->sha_out);
	} else {
		memcpy(document->sha_in, audit->sha_in, VN_SHA256);
		memcpy(document->sha_out, audit->sha_out, VN_SHA256);
	}
}

/* What the lines of the document were taken for. */
static void count_lines(const struct vn_stats *stats, struct vn_audit_lines *kinds,
			struct vn_audit_lines *codings)
{
	for (int i = 0; i < VN_DAMAGE_COUNT; i++)
		kinds[i] = (struct vn_audit_lines){vn_damages[i].name, stats->kind_lines[i]};
	for (size_t i = 0; i < VN_CODING_MAX; i++)
		codings[i] = (struct vn_audit_lines){vn_slot_name(i), stats->coded_lines[i]};
}

enum vn_status vn_document_run(struct vn_transit *document, struct vn_worker *worker,
			       struct vn_err *err)
{
	struct vn_audit_lines kinds[VN_DAMAGE_COUNT], codings[VN_CODING_MAX];
	struct vn_audit_end how = {.lines = kinds,
				   .line_kinds = VN_DAMAGE_COUNT,
				   .coded = codings,
				   .codings = VN_CODING_MAX};
	struct vn_archive archive = {0};
	struct vn_pdf_input pdf = {0};
	struct vn_err end_err;
	enum vn_status status, ended;

	worker->document = document;
	sha256_init(&document->in);
	sha256_init(&document->out);
	status = vn_reporter_begin(&worker->reporter, &document->audited, err);
	if (!status)
		status = feed(worker, &archive, &pdf, err);
	how.status = status		 ? status
		     : document->reading ? document->reading
		     : document->reason	 ? VN_EINPUT
					 : VN_OK;
	how.error = status		? err->text
		    : document->reading ? document->read_err.text
		    : document->reason	? vn_reason_text(document->reason)
					: NULL;
	count_lines(vn_pipeline_stats(worker->pipeline), kinds, codings);
	ended = vn_reporter_end(&worker->reporter, &how, &document->told, &end_err);
	if (ended && !status) {
		/* A text without its report is not let take a name. */
		status = ended;
		*err = end_err;
	}
	document->stats = *vn_pipeline_stats(worker->pipeline);
	document->fault = *vn_pipeline_fault(worker->pipeline);
	document->changes = !how.status && vn_reporter_changed(&worker->reporter);
	document->whole = !document->reading && !status && document->reason != VN_REASON_NO_TEXT;
	if (document->whole)
		end_digests(document, worker);
	worker->reporter.audit.packed = NULL;
	worker->reporter.audit.whole = NULL;
	worker->reporter.audit.pictures = NULL;
	vn_archive_fini(&archive);
	vn_pdf_input_fini(&pdf);
	return status;
}

enum vn_status vn_input_open(struct vn_transit *document)
{
	struct vn_err *err = &document->read_err;
	uint32_t timeout = document->batch->plan->job.timeout;
	enum vn_status status = VN_OK;

	document->deadline = timeout ? now() + timeout * UINT64_C(1000) : 0;
	if (document->input->standard)
		document->fd = STDIN_FILENO;
	else if (document->input->found)
		status = vn_in_found(&document->fd, document->input->path, err);
	else
		status = vn_in_open(&document->fd, document->input->path, err);
	if (!status && fstat(document->fd, &document->st) < 0) {
		document->st = (struct stat){0};
		/* Its output would get no mode; a closed stream tells when it is read. */
		if (vn_plan_file_by_file(document->batch->plan)) {
			status = vn_err_set(err, VN_EINPUT, "%s", strerror(errno));
			close(document->fd);
		}
	}
	document->begun = !status;
	document->reading = status;
	return status;
}

void vn_input_close(const struct vn_transit *document)
{
	if (!document->input->standard)
		close(document->fd);
}
