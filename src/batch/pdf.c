#include "batch/pdf.h"

/* A text for people, which the tools translate. */
#define TEXT(text) text

static const struct vn_no_text shared = {TEXT("a PDF file"),
					 TEXT("it needs an output of its own (-i, --output-dir)")};

void vn_pdf_input_fini(struct vn_pdf_input *input)
{
	if (input->pdf)
		input->module->close(input->pdf);
	vn_buf_fini(&input->bytes);
	vn_buf_fini(&input->text);
	vn_buf_fini(&input->update);
	*input = (struct vn_pdf_input){0};
}

bool vn_pdf_input_wanted(const struct vn_transit *document, struct vn_str head)
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

/* Tells the audit of the document as a whole. */
static void describe(struct vn_pdf_input *input, struct vn_worker *worker)
{
	struct vn_audit_whole *whole = &input->whole;
	const struct vn_buf *parts[2] = {&input->bytes, &input->update};
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
	worker->reporter.audit.whole = whole;
}

/* Opens the document; refuses what is to be left alone. */
static enum vn_status open_pdf(struct vn_pdf_input *input, struct vn_transit *document,
			       struct vn_err *err)
{
	const struct vn_batch *batch = document->batch;
	struct vn_str bytes = vn_buf_str(&input->bytes);
	enum vn_status status;

	if (!vn_pdf_begins(bytes))
		return vn_err_set(err, VN_EINPUT, "is no PDF");
	if (writes(batch->plan) && !vn_plan_file_by_file(batch->plan) && batch->inputs.count > 1) {
		document->no_text = &shared;
		status = VN_OK;
	} else {
		status = vn_pdf_module_open(&input->module, err);
		if (!status)
			status = input->module->open(&input->pdf, bytes,
						     batch->plan->job.options.how.sealed,
						     &document->no_text, err);
	}
	if (!status && document->no_text)
		document->reason = document->input->found ? VN_REASON_BINARY : VN_REASON_NO_TEXT;
	return status;
}

enum vn_status vn_pdf_input_run(struct vn_pdf_input *input, struct vn_worker *worker,
				struct vn_err *err)
{
	struct vn_transit *document = worker->document;
	const struct vn_plan *plan = document->batch->plan;
	bool write = writes(plan);
	enum vn_status status = vn_input_whole(worker, "a PDF", VN_PDF_BYTES, &input->bytes, err);

	/* Half a PDF is none. */
	if (status || document->reading || document->reason)
		return status;
	status = open_pdf(input, document, err);
	if (status || document->no_text)
		return status;
	input->pictures = input->module->pictures(input->pdf);
	worker->reporter.audit.pictures = &input->pictures;
	vn_pipeline_reset_as(worker->pipeline, &vn_source_text);
	status = vn_document_pass(worker, input->module->text(input->pdf),
				  write ? &input->text : NULL, err);
	if (!status && write && worker->reporter.audit.mode == VN_AUDIT_CHANGE)
		status = input->module->write(input->pdf, vn_buf_str(&input->text), &input->update,
					      err);
	if (status)
		return status;
	describe(input, worker);
	if (!write)
		return VN_OK;
	status = vn_document_sink(worker, input->bytes.ptr, input->bytes.len, err);
	if (!status && input->update.len)
		status = vn_document_sink(worker, input->update.ptr, input->update.len, err);
	return status;
}
