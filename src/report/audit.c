#include "report/audit.h"

void vn_audit_fini(struct vn_audit *audit)
{
	vn_changes_fini(&audit->changes);
	*audit = (struct vn_audit){0};
}

void vn_audit_add(struct vn_audit *audit, struct vn_audit_part part)
{
	if (audit->part_count < VN_AUDIT_PARTS)
		audit->parts[audit->part_count++] = part;
}

enum vn_status vn_audit_begin(struct vn_audit *audit, const struct vn_audit_document *document,
			      struct vn_err *err)
{
	enum vn_status status = VN_OK;

	audit->document = *document;
	audit->source = NULL;
	audit->position = (struct vn_position){.line = 1, .column = 1};
	audit->begin = audit->position;
	audit->counts = (struct vn_audit_counts){0};
	audit->input = audit->output = audit->text = VN_STR("");
	audit->changes.count = 0;
	audit->bytes_in = audit->bytes_out = 0;
	audit->packed = NULL;
	sha256_init(&audit->in);
	sha256_init(&audit->out);
	for (size_t i = 0; !status && i < audit->part_count; i++)
		if (audit->parts[i].begin)
			status = audit->parts[i].begin(audit->parts[i].self, audit, err);
	return status;
}

static void count(struct vn_audit *audit)
{
	struct vn_audit_counts *counts = &audit->counts;

	counts->doubtful += audit->changes.doubtful;
	for (size_t i = 0; i < audit->changes.count; i++) {
		const struct vn_change *change = &audit->changes.items[i];
		counts->names += change->name;
		counts->doubts += change->doubt;
		counts->changes += !change->doubt;
		counts->by_kind[change->kind] += !change->doubt;
	}
}

const char *vn_audit_format(const struct vn_audit *audit)
{
	if (audit->whole)
		return audit->whole->source->name;
	return audit->source && audit->source->open ? audit->source->name : NULL;
}

struct vn_str vn_audit_text(const struct vn_audit *audit)
{
	return audit->mode == VN_AUDIT_SUGGEST ? audit->input : audit->output;
}

enum vn_status vn_audit_see(void *self, const struct vn_finished *finished, struct vn_err *err)
{
	struct vn_audit *audit = self;
	enum vn_status status;
	struct vn_str text;

	audit->source = finished->reading.source;
	audit->input = finished->reading.bytes;
	audit->text = finished->reading.text;
	audit->output = finished->output;
	audit->begin = audit->position;
	status = vn_changes_list(&audit->changes, finished, audit->doubt, &audit->position, err);
	if (status)
		return status;
	count(audit);
	text = vn_audit_text(audit);
	sha256_update(&audit->in, audit->input.len, (const uint8_t *)audit->input.ptr);
	sha256_update(&audit->out, text.len, (const uint8_t *)text.ptr);
	audit->bytes_in += audit->input.len;
	audit->bytes_out += text.len;
	for (size_t i = 0; !status && i < audit->part_count; i++)
		if (audit->parts[i].unit)
			status = audit->parts[i].unit(audit->parts[i].self, audit, err);
	return status;
}

static void digest(struct vn_str bytes, uint8_t sha[VN_SHA256])
{
	struct sha256_ctx context;

	sha256_init(&context);
	sha256_update(&context, bytes.len, (const uint8_t *)bytes.ptr);
	sha256_digest(&context, VN_SHA256, sha);
}

/* What was seen was the text; the document is the archive. */
static void end_packed(struct vn_audit *audit)
{
	const struct vn_audit_packed *packed = audit->packed;

	memcpy(audit->sha_text_in, audit->sha_in, VN_SHA256);
	memcpy(audit->sha_text_out, audit->sha_out, VN_SHA256);
	audit->text_in = audit->bytes_in;
	audit->text_out = audit->bytes_out;
	digest(packed->package->zip.bytes, audit->sha_in);
	digest(packed->out, audit->sha_out);
	audit->bytes_in = packed->package->zip.bytes.len;
	audit->bytes_out = packed->out.len;
}

void vn_audit_pack(struct vn_audit *audit, const struct vn_audit_packed *packed, struct vn_str in,
		   struct vn_str out)
{
	audit->packed = packed;
	digest(in, audit->sha_in);
	digest(out, audit->sha_out);
	audit->bytes_in = in.len;
	audit->bytes_out = out.len;
	end_packed(audit);
}

static void put_whole(struct vn_audit *audit, const struct vn_audit_whole *whole)
{
	audit->bytes_in = whole->bytes_in;
	audit->bytes_out = whole->bytes_out;
	memcpy(audit->sha_in, whole->sha_in, VN_SHA256);
	memcpy(audit->sha_out, whole->sha_out, VN_SHA256);
}

enum vn_status vn_audit_end(struct vn_audit *audit, const struct vn_audit_end *how,
			    struct vn_err *err)
{
	enum vn_status status = VN_OK;

	sha256_digest(&audit->in, VN_SHA256, audit->sha_in);
	sha256_digest(&audit->out, VN_SHA256, audit->sha_out);
	if (audit->packed)
		end_packed(audit);
	if (audit->whole)
		put_whole(audit, audit->whole);
	for (size_t i = 0; !status && i < audit->part_count; i++)
		if (audit->parts[i].end)
			status = audit->parts[i].end(audit->parts[i].self, audit, how, err);
	return status;
}
