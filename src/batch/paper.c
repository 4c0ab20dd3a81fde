#include "batch/paper.h"

/* A text for people, which the tools translate. */
#define TEXT(text) text

static const struct vn_no_text shared = {TEXT("a PDF file"),
					 TEXT("it needs an output of its own (-i, --output-dir)")};

void vn_paper_fini(struct vn_paper *paper)
{
	vn_pdf_close(paper->pdf);
	vn_buf_fini(&paper->bytes);
	vn_buf_fini(&paper->text);
	vn_buf_fini(&paper->update);
	*paper = (struct vn_paper){0};
}

bool vn_paper_wanted(const struct vn_transit *document, struct vn_str head)
{
	const struct vn_plan *plan = document->batch->plan;
	const struct vn_options *options = &plan->job.options;

	if (options->source == &vn_source_pdf)
		return true;
	return vn_pdf_begins(head) && options->probe && !options->by_line && !plan->job.text;
}

/* Whether the run writes the document, and not something about it. */
static bool writes(const struct vn_plan *plan)
{
	return plan->job.format.kind == VN_FORMAT_TEXT && !vn_plan_look_only(plan);
}

/* Tells the review of the document as a whole. */
static void describe(struct vn_paper *paper, struct vn_worker *worker)
{
	struct vn_review_whole *whole = &paper->whole;
	const struct vn_buf *parts[2] = {&paper->bytes, &paper->update};
	struct sha256_ctx sha;

	sha256_init(&sha);
	sha256_update(&sha, parts[0]->len, (const uint8_t *)parts[0]->ptr);
	worker->document->in = sha;
	whole->source = &vn_source_pdf;
	whole->bytes_in = parts[0]->len;
	whole->bytes_out = parts[0]->len + parts[1]->len;
	sha256_digest(&sha, VN_SHA256, whole->sha_in);
	sha = worker->document->in;
	sha256_update(&sha, parts[1]->len, (const uint8_t *)vn_buf_str(parts[1]).ptr);
	sha256_digest(&sha, VN_SHA256, whole->sha_out);
	worker->reporter.review.whole = whole;
}

/* Opens the document; refuses what is to be left alone. */
static enum vn_status open_pdf(struct vn_paper *paper, struct vn_transit *document,
			       struct vn_err *err)
{
	const struct vn_batch *batch = document->batch;
	struct vn_str bytes = vn_buf_str(&paper->bytes);
	enum vn_status status;

	if (!vn_pdf_begins(bytes))
		return vn_err_set(err, VN_EINPUT, "is no PDF");
	if (writes(batch->plan) && !vn_plan_file_by_file(batch->plan) && batch->inputs.count > 1) {
		document->no_text = &shared;
		status = VN_OK;
	} else {
		status = vn_pdf_open(&paper->pdf, bytes, &document->no_text, err);
	}
	if (!status && document->no_text)
		document->reason = document->input->found ? VN_REASON_BINARY : VN_REASON_NO_TEXT;
	return status;
}

enum vn_status vn_paper_run(struct vn_paper *paper, struct vn_worker *worker, int fd, size_t len,
			    enum vn_status *reading, struct vn_err *read_err, struct vn_err *err)
{
	struct vn_transit *document = worker->document;
	const struct vn_plan *plan = document->batch->plan;
	bool write = writes(plan);
	enum vn_status status = vn_input_whole(worker, fd, len, "a PDF", VN_PDF_BYTES,
					       &paper->bytes, reading, read_err, err);

	/* Half a PDF is none. */
	if (status || *reading || document->reason)
		return status;
	status = open_pdf(paper, document, err);
	if (status || document->no_text)
		return status;
	vn_pipeline_reset_as(worker->pipeline, &vn_source_text);
	status =
		vn_document_pass(worker, vn_pdf_text(paper->pdf), write ? &paper->text : NULL, err);
	if (!status && write && worker->reporter.review.mode == VN_REVIEW_CHANGE)
		status = vn_pdf_write(paper->pdf, vn_buf_str(&paper->text), &paper->update, err);
	if (status)
		return status;
	describe(paper, worker);
	if (!write)
		return VN_OK;
	status = vn_document_sink(worker, paper->bytes.ptr, paper->bytes.len, err);
	if (!status && paper->update.len)
		status = vn_document_sink(worker, paper->update.ptr, paper->update.len, err);
	return status;
}
