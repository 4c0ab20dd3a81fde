#include "pdf/update.h"

#include "pdf/stream.h"

#include <inttypes.h>
#include <nettle/sha2.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define TAIL 2048 /* bytes at the end of a document in which its last "startxref" stands */

enum vn_status vn_pdf_print(struct vn_buf *out, struct vn_err *err, const char *format, ...)
{
	char text[512];
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(text, sizeof text, format, args);
	va_end(args);
	if (len < 0 || (size_t)len >= sizeof text)
		return vn_err_set(err, VN_EUSAGE, "a line of a PDF that is too long");
	return vn_buf_add(out, text, (size_t)len, err);
}

void vn_pdf_update_init(struct vn_pdf_update *update, struct vn_str document, qpdf_data pdf)
{
	qpdf_oh size = qpdf_oh_get_key(pdf, qpdf_get_trailer(pdf), "/Size");

	*update = (struct vn_pdf_update){.document = document};
	update->next = qpdf_oh_get_int_value_as_int(pdf, size);
}

void vn_pdf_update_fini(struct vn_pdf_update *update)
{
	free(update->objects);
	vn_buf_fini(&update->bytes);
	*update = (struct vn_pdf_update){0};
}

static uint64_t here(const struct vn_pdf_update *update)
{
	return update->document.len + update->bytes.len;
}

/* Begins an object. */
static enum vn_status begin(struct vn_pdf_update *u, int id, int generation, struct vn_err *err)
{
	struct vn_str d = u->document;
	enum vn_status status = vn_grow(&u->objects, u->count, &u->cap, sizeof *u->objects, err);

	if (!status && !u->bytes.len && d.len && d.ptr[d.len - 1] != '\n' &&
	    d.ptr[d.len - 1] != '\r')
		status = vn_buf_add(&u->bytes, "\n", 1, err);
	if (status)
		return status;
	u->objects[u->count++] = (struct vn_pdf_object){id, generation, here(u)};
	if (id >= u->next)
		u->next = id + 1;
	return vn_pdf_print(&u->bytes, err, "%d %d obj\n", id, generation);
}

enum vn_status vn_pdf_update_add(struct vn_pdf_update *u, int id, int generation,
				 struct vn_str body, struct vn_err *err)
{
	enum vn_status status = begin(u, id, generation, err);

	if (!status)
		status = vn_buf_add(&u->bytes, body.ptr, body.len, err);
	return status ? status : vn_pdf_print(&u->bytes, err, "\nendobj\n");
}

enum vn_status vn_pdf_update_stream(struct vn_pdf_update *u, int id, int generation,
				    struct vn_str entries, struct vn_str data, struct vn_err *err)
{
	struct vn_buf packed = {0};
	enum vn_status status = vn_pdf_deflate(data, &packed, err);

	if (!status)
		status = begin(u, id, generation, err);
	if (!status)
		status = vn_pdf_print(&u->bytes, err, "<< ");
	if (!status)
		status = vn_buf_add(&u->bytes, entries.ptr, entries.len, err);
	if (!status)
		status = vn_pdf_print(&u->bytes, err,
				      " /Filter /FlateDecode /Length %zu >>\nstream\n", packed.len);
	if (!status)
		status = vn_buf_add(&u->bytes, packed.ptr, packed.len, err);
	vn_buf_fini(&packed);
	return status ? status : vn_pdf_print(&u->bytes, err, "\nendstream\nendobj\n");
}

/* Where the last cross-reference section of the document begins. */
static enum vn_status last_section(struct vn_str document, uint64_t *out, struct vn_err *err)
{
	size_t begin = document.len > TAIL ? document.len - TAIL : 0;
	const char *at = document.ptr + begin, *end = document.ptr + document.len, *found = NULL;
	uint64_t value = 0;

	while (at && (at = memmem(at, (size_t)(end - at), "startxref", 9)))
		found = at += 9;
	while (found && found < end && strchr(" \t\r\n\f", *found))
		found++;
	for (; found && found < end && *found >= '0' && *found <= '9' && value < UINT32_MAX;
	     found++)
		value = value * 10 + (uint64_t)(*found - '0');
	if (!found || value + 4 > document.len)
		return vn_err_set(err, VN_EINPUT,
				  "is a damaged PDF: it does not say where its "
				  "objects stand");
	*out = value;
	return VN_OK;
}

static int by_id(const void *a, const void *b)
{
	const struct vn_pdf_object *x = a, *y = b;
	return (x->id > y->id) - (x->id < y->id);
}

/* How many objects from I on have numbers that follow each other. */
static size_t row_of(const struct vn_pdf_update *u, size_t i)
{
	size_t n = 1;

	while (i + n < u->count && u->objects[i + n].id == u->objects[i].id + (int)n)
		n++;
	return n;
}

/* /ID: the first one stays, the second one tells of this update. */
static enum vn_status add_id(struct vn_pdf_update *u, qpdf_data pdf, struct vn_buf *out,
			     struct vn_err *err)
{
	qpdf_oh ids = qpdf_oh_get_key(pdf, qpdf_get_trailer(pdf), "/ID");
	struct sha256_ctx sha;
	uint8_t digest[16];
	enum vn_status status;

	if (!qpdf_oh_is_array(pdf, ids) || qpdf_oh_get_array_n_items(pdf, ids) != 2 ||
	    !qpdf_oh_is_string(pdf, qpdf_oh_get_array_item(pdf, ids, 0)))
		return VN_OK;
	sha256_init(&sha);
	sha256_update(&sha, u->bytes.len, (const uint8_t *)u->bytes.ptr);
	sha256_digest(&sha, sizeof digest, digest);
	status = vn_pdf_print(out, err, " /ID [ ");
	if (!status) {
		const char *first =
			qpdf_oh_unparse_binary(pdf, qpdf_oh_get_array_item(pdf, ids, 0));
		status = vn_buf_add(out, first, strlen(first), err);
	}
	if (!status)
		status = vn_pdf_print(out, err, " <");
	for (size_t i = 0; !status && i < sizeof digest; i++)
		status = vn_pdf_print(out, err, "%02x", digest[i]);
	return status ? status : vn_pdf_print(out, err, "> ]");
}

/* What the trailer says beside what differs between tables and streams. */
static enum vn_status add_trailer(struct vn_pdf_update *u, qpdf_data pdf, uint64_t previous,
				  struct vn_buf *out, struct vn_err *err)
{
	static const char *const kept[] = {"/Root", "/Info"};
	enum vn_status status =
		vn_pdf_print(out, err, " /Size %d /Prev %" PRIu64, u->next, previous);

	for (size_t i = 0; !status && i < 2; i++) {
		qpdf_oh one = qpdf_oh_get_key(pdf, qpdf_get_trailer(pdf), kept[i]);
		if (qpdf_oh_is_indirect(pdf, one))
			status = vn_pdf_print(out, err, " %s %d %d R", kept[i],
					      qpdf_oh_get_object_id(pdf, one),
					      qpdf_oh_get_generation(pdf, one));
	}
	return status ? status : add_id(u, pdf, out, err);
}

static enum vn_status put_table(struct vn_pdf_update *u, qpdf_data pdf, uint64_t previous,
				struct vn_err *err)
{
	struct vn_buf *out = &u->bytes;
	enum vn_status status = vn_pdf_print(out, err, "xref\n0 1\n0000000000 65535 f \n");

	for (size_t i = 0, n; !status && i < u->count; i += n) {
		n = row_of(u, i);
		status = vn_pdf_print(out, err, "%d %zu\n", u->objects[i].id, n);
		for (size_t k = i; !status && k < i + n; k++)
			status = vn_pdf_print(out, err, "%010" PRIu64 " %05d n \n",
					      u->objects[k].offset, u->objects[k].generation);
	}
	if (!status)
		status = vn_pdf_print(out, err, "trailer\n<<");
	if (!status)
		status = add_trailer(u, pdf, previous, out, err);
	return status ? status : vn_pdf_print(out, err, " >>\n");
}

static enum vn_status put_stream(struct vn_pdf_update *u, qpdf_data pdf, uint64_t previous,
				 struct vn_err *err)
{
	const uint64_t at = here(u);
	const int id = u->next++;
	struct vn_buf entries = {0}, data = {0};
	enum vn_status status = vn_grow(&u->objects, u->count, &u->cap, sizeof *u->objects, err);

	if (!status) {
		u->objects[u->count++] = (struct vn_pdf_object){id, 0, at};
		status = vn_pdf_print(&entries, err, "/Type /XRef /W [ 1 5 2 ] /Index [");
	}
	for (size_t i = 0, n; !status && i < u->count; i += n) {
		n = row_of(u, i);
		status = vn_pdf_print(&entries, err, " %d %zu", u->objects[i].id, n);
	}
	for (size_t i = 0; !status && i < u->count; i++) {
		const struct vn_pdf_object *o = &u->objects[i];
		const unsigned char row[8] = {1,
					      (unsigned char)(o->offset >> 32),
					      (unsigned char)(o->offset >> 24),
					      (unsigned char)(o->offset >> 16),
					      (unsigned char)(o->offset >> 8),
					      (unsigned char)o->offset,
					      (unsigned char)(o->generation >> 8),
					      (unsigned char)o->generation};
		status = vn_buf_add(&data, row, sizeof row, err);
	}
	if (!status)
		status = vn_pdf_print(&entries, err, " ]");
	if (!status)
		status = add_trailer(u, pdf, previous, &entries, err);
	if (!status)
		status = vn_pdf_update_stream(u, id, 0, vn_buf_str(&entries), vn_buf_str(&data),
					      err);
	vn_buf_fini(&entries);
	vn_buf_fini(&data);
	return status;
}

enum vn_status vn_pdf_update_finish(struct vn_pdf_update *u, qpdf_data pdf, struct vn_err *err)
{
	uint64_t previous = 0, at;
	enum vn_status status = last_section(u->document, &previous, err);

	if (status)
		return status;
	qsort(u->objects, u->count, sizeof *u->objects, by_id);
	at = here(u);
	if (memcmp(u->document.ptr + previous, "xref", 4) == 0)
		status = put_table(u, pdf, previous, err);
	else
		status = put_stream(u, pdf, previous, err);
	if (!status)
		status = vn_pdf_error(pdf, err);
	return status ? status
		      : vn_pdf_print(&u->bytes, err, "startxref\n%" PRIu64 "\n%%%%EOF\n", at);
}
