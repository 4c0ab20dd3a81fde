#include "report/review.h"

void vn_review_fini(struct vn_review *review)
{
	vn_changes_fini(&review->changes);
	*review = (struct vn_review){0};
}

void vn_review_add(struct vn_review *review, struct vn_review_part part)
{
	if (review->part_count < VN_REVIEW_PARTS)
		review->parts[review->part_count++] = part;
}

enum vn_status vn_review_begin(struct vn_review *review, const struct vn_review_document *document,
			       struct vn_err *err)
{
	enum vn_status status = VN_OK;

	review->document = *document;
	review->source = NULL;
	review->place = (struct vn_place){.line = 1, .column = 1};
	review->begin = review->place;
	review->counts = (struct vn_review_counts){0};
	review->input = review->output = review->text = VN_STR("");
	review->changes.count = 0;
	review->bytes_in = review->bytes_out = 0;
	review->packed = NULL;
	sha256_init(&review->in);
	sha256_init(&review->out);
	for (size_t i = 0; !status && i < review->part_count; i++)
		if (review->parts[i].begin)
			status = review->parts[i].begin(review->parts[i].self, review, err);
	return status;
}

static void count(struct vn_review *review)
{
	struct vn_review_counts *counts = &review->counts;

	for (size_t i = 0; i < review->changes.count; i++) {
		const struct vn_change *change = &review->changes.items[i];
		counts->names += change->name;
		counts->doubts += change->doubt;
		counts->changes += !change->doubt;
		counts->by_kind[change->kind] += !change->doubt;
	}
}

const char *vn_review_format(const struct vn_review *review)
{
	if (review->whole)
		return review->whole->source->name;
	return review->source && review->source->open ? review->source->name : NULL;
}

struct vn_str vn_review_text(const struct vn_review *review)
{
	return review->mode == VN_REVIEW_SUGGEST ? review->input : review->output;
}

enum vn_status vn_review_see(void *self, const struct vn_finished *finished, struct vn_err *err)
{
	struct vn_review *review = self;
	enum vn_status status;
	struct vn_str text;

	review->source = finished->reading.source;
	review->input = finished->reading.bytes;
	review->text = finished->reading.text;
	review->output = finished->output;
	review->begin = review->place;
	status = vn_changes_list(&review->changes, finished->unit, &finished->reading,
				 finished->splices, review->doubt, &review->place, err);
	if (status)
		return status;
	count(review);
	text = vn_review_text(review);
	sha256_update(&review->in, review->input.len, (const uint8_t *)review->input.ptr);
	sha256_update(&review->out, text.len, (const uint8_t *)text.ptr);
	review->bytes_in += review->input.len;
	review->bytes_out += text.len;
	for (size_t i = 0; !status && i < review->part_count; i++)
		if (review->parts[i].unit)
			status = review->parts[i].unit(review->parts[i].self, review, err);
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
static void end_packed(struct vn_review *review)
{
	const struct vn_review_packed *packed = review->packed;

	memcpy(review->sha_text_in, review->sha_in, VN_SHA256);
	memcpy(review->sha_text_out, review->sha_out, VN_SHA256);
	review->text_in = review->bytes_in;
	review->text_out = review->bytes_out;
	digest(packed->package->zip.bytes, review->sha_in);
	digest(packed->out, review->sha_out);
	review->bytes_in = packed->package->zip.bytes.len;
	review->bytes_out = packed->out.len;
}

void vn_review_pack(struct vn_review *review, const struct vn_review_packed *packed,
		    struct vn_str in, struct vn_str out)
{
	review->packed = packed;
	digest(in, review->sha_in);
	digest(out, review->sha_out);
	review->bytes_in = in.len;
	review->bytes_out = out.len;
	end_packed(review);
}

static void put_whole(struct vn_review *review, const struct vn_review_whole *whole)
{
	review->bytes_in = whole->bytes_in;
	review->bytes_out = whole->bytes_out;
	memcpy(review->sha_in, whole->sha_in, VN_SHA256);
	memcpy(review->sha_out, whole->sha_out, VN_SHA256);
}

enum vn_status vn_review_end(struct vn_review *review, const struct vn_review_end *how,
			     struct vn_err *err)
{
	enum vn_status status = VN_OK;

	sha256_digest(&review->in, VN_SHA256, review->sha_in);
	sha256_digest(&review->out, VN_SHA256, review->sha_out);
	if (review->packed)
		end_packed(review);
	if (review->whole)
		put_whole(review, review->whole);
	for (size_t i = 0; !status && i < review->part_count; i++)
		if (review->parts[i].end)
			status = review->parts[i].end(review->parts[i].self, review, how, err);
	return status;
}
