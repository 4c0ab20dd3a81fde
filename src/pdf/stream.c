#include "pdf/stream.h"

#include <stdlib.h>
#include <zlib.h>

enum vn_status vn_pdf_damaged(const char *what, struct vn_err *err)
{
	/* What is not there, though it was asked for, memory lacked for. */
	bool nomem = strstr(what, "bad_alloc") || strstr(what, "uninitialized QPDFObjectHandle");

	return nomem ? vn_err_nomem(err) : vn_err_set(err, VN_EINPUT, "is a damaged PDF: %s", what);
}

enum vn_status vn_pdf_error(qpdf_data pdf, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	/* What is only a warning, as qpdf goes on with something else, is a fault here. */
	while (!status && qpdf_more_warnings(pdf)) {
		qpdf_error error = qpdf_next_warning(pdf);
		if (qpdf_get_error_code(pdf, error) == qpdf_e_damaged_pdf)
			status = vn_pdf_damaged(qpdf_get_error_message_detail(pdf, error), err);
	}
	if (!status && qpdf_has_error(pdf))
		status = vn_pdf_damaged(qpdf_get_error_message_detail(pdf, qpdf_get_error(pdf)),
					err);
	return status;
}

static enum vn_status too_long(size_t most, struct vn_err *err)
{
	return vn_err_set(err, VN_ELIMIT, "a stream of more than %zu MiB", most >> 20);
}

enum vn_status vn_pdf_inflate(struct vn_str in, size_t most, struct vn_buf *out, struct vn_err *err)
{
	z_stream z = {.next_in = (unsigned char *)in.ptr, .avail_in = (unsigned)in.len};
	size_t begin = out->len;
	enum vn_status status = VN_OK;
	int ended = Z_OK;

	if (in.len > UINT32_MAX / 2)
		return too_long(most, err);
	if (inflateInit(&z) != Z_OK)
		return vn_err_nomem(err);
	while (!status && ended == Z_OK) {
		status = vn_buf_reserve(out, 64 * 1024, err);
		if (status)
			break;
		z.next_out = (unsigned char *)out->ptr + out->len;
		z.avail_out = 64 * 1024;
		ended = inflate(&z, Z_NO_FLUSH);
		out->len += 64 * 1024 - z.avail_out;
		if (out->len - begin > most)
			status = too_long(most, err);
	}
	inflateEnd(&z);
	if (!status && ended == Z_MEM_ERROR)
		return vn_err_nomem(err);
	if (!status && ended != Z_STREAM_END)
		return vn_err_set(err, VN_EINPUT,
				  "is a damaged PDF: a stream that does not unpack");
	return status;
}

/* What the filters of a stream are, as far as that matters. */
enum packing { PLAIN, FLATE, MILD, STRONG };

/* Whether PARMS, of FlateDecode, change nothing. */
static bool is_usual(qpdf_data pdf, qpdf_oh parms)
{
	qpdf_oh predictor;

	if (qpdf_oh_is_null(pdf, parms))
		return true;
	if (!qpdf_oh_is_dictionary(pdf, parms))
		return false;
	predictor = qpdf_oh_get_key(pdf, parms, "/Predictor");
	return qpdf_oh_is_null(pdf, predictor) ||
	       (qpdf_oh_is_integer(pdf, predictor) &&
		qpdf_oh_get_int_value_as_int(pdf, predictor) == 1);
}

static enum packing packing_of(qpdf_data pdf, qpdf_oh dict)
{
	qpdf_oh filter = qpdf_oh_get_key(pdf, dict, "/Filter");
	qpdf_oh parms = qpdf_oh_get_key(pdf, dict, "/DecodeParms");
	int count = qpdf_oh_is_array(pdf, filter) ? qpdf_oh_get_array_n_items(pdf, filter) : 1;
	enum packing packing = PLAIN;

	if (qpdf_oh_is_null(pdf, filter) || count == 0)
		return PLAIN;
	for (int i = 0; i < count && i < 8; i++) {
		qpdf_oh one = count == 1 && !qpdf_oh_is_array(pdf, filter)
				      ? filter
				      : qpdf_oh_get_array_item(pdf, filter, i);
		bool flate = qpdf_oh_is_name_and_equals(pdf, one, "/FlateDecode") ||
			     qpdf_oh_is_name_and_equals(pdf, one, "/Fl");
		bool mild = qpdf_oh_is_name_and_equals(pdf, one, "/ASCII85Decode") ||
			    qpdf_oh_is_name_and_equals(pdf, one, "/ASCIIHexDecode") ||
			    qpdf_oh_is_name_and_equals(pdf, one, "/RunLengthDecode");
		if (flate && count == 1 && is_usual(pdf, parms))
			return FLATE;
		packing = mild && packing != STRONG ? MILD : STRONG;
	}
	return packing;
}

/* qpdf unpacks all at once: what could become more than MOST is not given to it. */
static enum vn_status by_qpdf(qpdf_data pdf, qpdf_oh stream, size_t most, struct vn_buf *out,
			      struct vn_err *err)
{
	unsigned char *bytes = NULL;
	QPDF_BOOL filtered = QPDF_FALSE;
	size_t len = 0;
	enum vn_status status;

	qpdf_oh_get_stream_data(pdf, stream, qpdf_dl_specialized, &filtered, &bytes, &len);
	status = vn_pdf_error(pdf, err);
	if (!status && !filtered)
		status = vn_err_set(err, VN_EINPUT, "a stream that is packed in an unknown way");
	if (!status && len > most)
		status = too_long(most, err);
	if (!status)
		status = vn_buf_add(out, bytes, len, err);
	free(bytes);
	return status;
}

enum vn_status vn_pdf_stream(qpdf_data pdf, qpdf_oh stream, size_t most, struct vn_buf *out,
			     struct vn_err *err)
{
	qpdf_oh dict = qpdf_oh_get_dict(pdf, stream);
	/* Of several errors qpdf knows the last: that memory is out is asked before what follows.
	 */
	enum vn_status status = vn_pdf_error(pdf, err);
	enum packing packing = PLAIN;
	unsigned char *bytes = NULL;
	size_t len = 0;

	if (status)
		return status;
	packing = packing_of(pdf, dict);
	qpdf_oh_get_stream_data(pdf, stream, qpdf_dl_none, NULL, &bytes, &len);
	status = vn_pdf_error(pdf, err);
	if (!status && packing == PLAIN)
		status = len > most ? too_long(most, err) : vn_buf_add(out, bytes, len, err);
	else if (!status && packing == FLATE)
		status = vn_pdf_inflate((struct vn_str){(char *)bytes, len}, most, out, err);
	else if (!status && len > most / (packing == MILD ? 128 : 2048))
		status = vn_err_set(err, VN_ELIMIT, "a stream that could become very long");
	else if (!status)
		status = by_qpdf(pdf, stream, most, out, err);
	free(bytes);
	return status;
}

enum vn_status vn_pdf_deflate(struct vn_str bytes, struct vn_buf *out, struct vn_err *err)
{
	uLongf len = compressBound(bytes.len);
	enum vn_status status = vn_buf_reserve(out, len, err);
	int packed;

	if (status)
		return status;
	packed = compress2((unsigned char *)out->ptr + out->len, &len,
			   (const unsigned char *)bytes.ptr, bytes.len, 9);
	if (packed != Z_OK)
		return vn_err_nomem(err);
	out->len += len;
	return VN_OK;
}
