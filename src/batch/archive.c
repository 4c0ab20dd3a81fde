#include "batch/archive.h"

void vn_archive_fini(struct vn_archive *archive)
{
	vn_package_close(&archive->package);
	vn_buf_fini(&archive->bytes);
	vn_buf_fini(&archive->text);
	vn_buf_fini(&archive->out);
	free(archive->splices.items);
	*archive = (struct vn_archive){0};
}

bool vn_archive_wanted(const struct vn_transit *document, struct vn_str head)
{
	const struct vn_options *options = &document->batch->plan->job.options;

	if (!vn_package_begins(head) || options->by_line)
		return false;
	return options->source ? vn_package_knows(options->source->name) : options->probe;
}

enum vn_status vn_archive_run(struct vn_archive *archive, struct vn_worker *worker, bool *known,
			      struct vn_err *err)
{
	const struct vn_plan *plan = worker->batch->plan;
	const struct vn_source *source = plan->job.options.source;
	struct vn_audit *audit = &worker->reporter.audit;
	bool plain = plan->job.format.kind == VN_FORMAT_TEXT;
	enum vn_status status = vn_package_open(&archive->package, vn_buf_str(&archive->bytes),
						plan->job.options.how.sealed, err);

	*known = status || archive->package.format;
	if (status || !*known)
		return status;
	if (source && strcmp(source->name, archive->package.format) != 0)
		return vn_err_set(err, VN_EINPUT, "is no %s, but %s", source->name,
				  archive->package.format);
	/* XML says in itself what it is written in. */
	if (plan->job.options.to.charset || plan->job.options.to.wide)
		return vn_err_set(err, VN_EINPUT, "is an archive, whose text stays in UTF-8");
	archive->packed.package = &archive->package;
	archive->packed.out = vn_buf_str(&archive->bytes);
	audit->packed = &archive->packed;
	/* What is written otherwise than as text goes out at once. */
	status = vn_document_pass(worker, vn_buf_str(&archive->package.text),
				  plain ? &archive->text : NULL, err);
	if (status || !plain)
		return status;
	if (audit->mode != VN_AUDIT_SUGGEST) {
		status = vn_package_write(&archive->package, vn_buf_str(&archive->text),
					  &archive->out, &archive->splices, err);
		archive->packed.out = vn_buf_str(&archive->out);
		archive->packed.splices = &archive->splices;
	}
	if (status || audit->mode == VN_AUDIT_LOOK)
		return status;
	return vn_document_sink(worker, archive->packed.out.ptr, archive->packed.out.len, err);
}
