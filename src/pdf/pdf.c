#include "pdf/pdf.h"

#include "pdf/bombs.h"
#include "pdf/layer.h"
#include "pdf/revise.h"
#include "pdf/stream.h"
#include "pdf/update.h"
#include "pdf/write.h"

#include <stdlib.h>

/* A text for people, which the tools translate. */
#define TEXT(text) text

static const struct vn_no_text no_layer = {TEXT("a PDF file without an invisible text layer"),
					   TEXT("pdftotext makes text of its visible text")};
static const struct vn_no_text no_words = {TEXT("a PDF file without text"),
					   TEXT("OCR makes a text layer")};
static const struct vn_no_text is_signed = {
	TEXT("a signed PDF file"),
	TEXT("a change would break the signature; --signed makes it all the same")};
static const struct vn_no_text encrypted = {
	TEXT("an encrypted PDF file"), TEXT("qpdf --decrypt makes a copy that can be changed")};
static const struct vn_no_text has_form = {TEXT("a PDF file with a form"),
					   TEXT("forms are left alone, unless --signed is given")};

struct vn_pdf {
	struct vn_str bytes;
	bool sealed; /* what is signed, or a form, is taken too */
	qpdf_data qpdf;
	struct vn_pdf_layer layer;
	size_t drawn; /* what its pictures cost: bytes that were unpacked */
};

void vn_pdf_close(struct vn_pdf *pdf)
{
	if (!pdf)
		return;
	if (pdf->qpdf) {
		/* An error that nobody has taken qpdf prints, silenced or not. */
		while (qpdf_has_error(pdf->qpdf))
			qpdf_get_error(pdf->qpdf);
		qpdf_cleanup(&pdf->qpdf);
	}
	vn_pdf_layer_fini(&pdf->layer);
	free(pdf);
}

struct vn_str vn_pdf_text(const struct vn_pdf *pdf)
{
	return vn_buf_str(&pdf->layer.text);
}

/* Whether the document is one to be left alone, whatever its text. */
static const struct vn_no_text *untouchable(const struct vn_pdf *pdf)
{
	qpdf_data q = pdf->qpdf;
	qpdf_oh root = qpdf_get_root(q), form, fields;

	if (qpdf_is_encrypted(q))
		return &encrypted;
	if (pdf->sealed)
		return NULL;
	if (memmem(pdf->bytes.ptr, pdf->bytes.len, "/ByteRange", 10) ||
	    qpdf_oh_has_key(q, root, "/Perms"))
		return &is_signed;
	form = qpdf_oh_get_key(q, root, "/AcroForm");
	if (!qpdf_oh_is_dictionary(q, form))
		return NULL;
	if (qpdf_oh_is_integer(q, qpdf_oh_get_key(q, form, "/SigFlags")) &&
	    qpdf_oh_get_int_value_as_int(q, qpdf_oh_get_key(q, form, "/SigFlags")) & 1)
		return &is_signed;
	fields = qpdf_oh_get_key(q, form, "/Fields");
	return qpdf_oh_has_key(q, form, "/XFA") || (qpdf_oh_is_array(q, fields) &&
						    qpdf_oh_get_array_n_items(q, fields) > 0)
		       ? &has_form
		       : NULL;
}

/* Parses the document. A broken one is not mended: what stands behind it would rest on guesses. */
static enum vn_status parse(struct vn_pdf *pdf, const struct vn_no_text **refused,
			    struct vn_err *err)
{
	QPDF_ERROR_CODE code;

	pdf->qpdf = qpdf_init();
	if (!pdf->qpdf)
		return vn_err_nomem(err);
	qpdf_silence_errors(pdf->qpdf);
	qpdf_set_suppress_warnings(pdf->qpdf, QPDF_TRUE);
	qpdf_set_attempt_recovery(pdf->qpdf, QPDF_FALSE);
	code = qpdf_read_memory(pdf->qpdf, "PDF", pdf->bytes.ptr, pdf->bytes.len, NULL);
	if (code & QPDF_ERRORS && qpdf_has_error(pdf->qpdf)) {
		qpdf_error error = qpdf_get_error(pdf->qpdf);
		if (qpdf_get_error_code(pdf->qpdf, error) == qpdf_e_password) {
			*refused = &encrypted;
			return VN_OK;
		}
		return vn_pdf_damaged(qpdf_get_error_message_detail(pdf->qpdf, error), err);
	}
	*refused = untouchable(pdf);
	return vn_pdf_error(pdf->qpdf, err);
}

enum vn_status vn_pdf_open(struct vn_pdf **out, struct vn_str bytes, bool sealed,
			   const struct vn_no_text **refused, struct vn_err *err)
{
	struct vn_pdf *pdf = calloc(1, sizeof *pdf);
	enum vn_status status;

	*refused = NULL;
	if (!pdf)
		return vn_err_nomem(err);
	pdf->bytes = bytes;
	pdf->sealed = sealed;
	status = vn_pdf_bombs(bytes, err);
	if (!status)
		status = parse(pdf, refused, err);
	if (!status && !*refused)
		status = vn_pdf_read(&pdf->layer, pdf->qpdf, err);
	if (!status && !*refused && !pdf->layer.show_count)
		*refused = pdf->layer.visible ? &no_layer : &no_words;
	if (status || *refused) {
		vn_pdf_close(pdf);
		return status;
	}
	*out = pdf;
	return VN_OK;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\f' || c == '\t' || c == '\r';
}

/* Whether two texts say the same, blanks aside. */
static bool says_same(struct vn_str a, struct vn_str b)
{
	size_t i = 0, k = 0;

	for (;; i++, k++) {
		while (i < a.len && is_blank(a.ptr[i]))
			i++;
		while (k < b.len && is_blank(b.ptr[k]))
			k++;
		if (i == a.len || k == b.len)
			return i == a.len && k == b.len;
		if (a.ptr[i] != b.ptr[k])
			return false;
	}
}

/* Reads the document with UPDATE behind it, which must say TEXT. */
static enum vn_status check(const struct vn_pdf *pdf, struct vn_str update, struct vn_str text,
			    struct vn_err *err)
{
	const struct vn_no_text *refused = NULL;
	struct vn_pdf *again = NULL;
	struct vn_buf all = {0};
	enum vn_status status = vn_buf_reserve(&all, pdf->bytes.len + update.len, err);

	if (!status)
		status = vn_buf_add(&all, pdf->bytes.ptr, pdf->bytes.len, err);
	if (!status)
		status = vn_buf_add(&all, update.ptr, update.len, err);
	if (!status)
		status = vn_pdf_open(&again, vn_buf_str(&all), pdf->sealed, &refused, err);
	if (!status && (!again || !says_same(vn_pdf_text(again), text)))
		status = vn_err_set(err, VN_EUSAGE,
				    "the text of the PDF does not read back as it was written");
	vn_pdf_close(again);
	vn_buf_fini(&all);
	return status;
}

enum vn_status vn_pdf_write(struct vn_pdf *pdf, struct vn_str text, struct vn_buf *out,
			    struct vn_err *err)
{
	struct vn_pdf_revisions list = {0};
	struct vn_pdf_update update;
	enum vn_status status = vn_pdf_revise(&list, vn_pdf_text(pdf), text, err);

	vn_pdf_update_init(&update, pdf->bytes, pdf->qpdf);
	if (!status && list.count)
		status = vn_pdf_write_words(&pdf->layer, pdf->qpdf, &list, text, &update, err);
	if (!status && list.count)
		status = vn_pdf_update_finish(&update, pdf->qpdf, err);
	if (!status && list.count)
		status = check(pdf, vn_buf_str(&update.bytes), text, err);
	if (!status)
		status = vn_buf_add(out, update.bytes.ptr, update.bytes.len, err);
	vn_pdf_update_fini(&update);
	vn_pdf_revisions_fini(&list);
	return status;
}

static bool place(void *self, size_t begin, size_t end, struct vn_picture_place *out)
{
	const struct vn_pdf *pdf = self;
	return vn_pdf_place(&pdf->layer, begin, end, out);
}

static enum vn_status file(void *self, size_t number, size_t most, struct vn_buf *out,
			   struct vn_err *err)
{
	struct vn_pdf *pdf = self;

	if (number >= pdf->layer.image_count)
		return VN_OK;
	return vn_pdf_picture(pdf->qpdf, &pdf->layer.images[number], most, &pdf->drawn, out, err);
}

struct vn_pictures vn_pdf_pictures(struct vn_pdf *pdf)
{
	return (struct vn_pictures){pdf, place, file};
}
