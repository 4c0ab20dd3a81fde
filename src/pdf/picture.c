/* Pictures of a document as files of their own. A JPEG is one as it stands; what is deflated
 * becomes a PNG, whose data are packed the same way, and what a fax machine would send is packed
 * anew. JBIG2 and JPEG 2000 no browser shows. */
#include "pdf/fax.h"
#include "pdf/layer.h"
#include "pdf/pdf.h"
#include "pdf/png.h"
#include "pdf/stream.h"

#include <stdlib.h>

#define PIXELS	 (256u * 1024 * 1024)  /* of a picture, at most: a browser unpacks them */
#define UNPACKED (1024u * 1024 * 1024) /* bytes of all pictures that are packed anew */
#define TIGHTEST 1032		       /* bytes that Flate packs into one */

static bool is_named(qpdf_data pdf, qpdf_oh name, const char *a, const char *b)
{
	return qpdf_oh_is_name_and_equals(pdf, name, a) || qpdf_oh_is_name_and_equals(pdf, name, b);
}

static long long number_in(qpdf_data pdf, qpdf_oh dict, const char *key, long long otherwise)
{
	qpdf_oh value = qpdf_oh_is_dictionary(pdf, dict) ? qpdf_oh_get_key(pdf, dict, key) : 0;
	return value && qpdf_oh_is_integer(pdf, value) ? qpdf_oh_get_int_value(pdf, value)
						       : otherwise;
}

static bool is_true(qpdf_data pdf, qpdf_oh dict, const char *key)
{
	qpdf_oh value = qpdf_oh_is_dictionary(pdf, dict) ? qpdf_oh_get_key(pdf, dict, key) : 0;
	return value && qpdf_oh_is_bool(pdf, value) && qpdf_oh_get_bool_value(pdf, value);
}

/* The only item of a list of one, or what is no list. */
static qpdf_oh only(qpdf_data pdf, qpdf_oh value)
{
	return qpdf_oh_is_array(pdf, value) && qpdf_oh_get_array_n_items(pdf, value) == 1
		       ? qpdf_oh_get_array_item(pdf, value, 0)
		       : value;
}

/* The samples of a pixel in the colour space SPACE: 1, grey; 3; 0: it is another one. */
static unsigned channels_of(qpdf_data pdf, qpdf_oh space)
{
	bool list = qpdf_oh_is_array(pdf, space) && qpdf_oh_get_array_n_items(pdf, space) > 0;
	qpdf_oh family = list ? qpdf_oh_get_array_item(pdf, space, 0) : space, profile;
	long long n;

	if (is_named(pdf, family, "/DeviceGray", "/CalGray"))
		return 1;
	if (is_named(pdf, family, "/DeviceRGB", "/CalRGB"))
		return 3;
	if (!list || !qpdf_oh_is_name_and_equals(pdf, family, "/ICCBased") ||
	    qpdf_oh_get_array_n_items(pdf, space) != 2)
		return 0;
	profile = qpdf_oh_get_array_item(pdf, space, 1);
	n = qpdf_oh_is_stream(pdf, profile)
		    ? number_in(pdf, qpdf_oh_get_dict(pdf, profile), "/N", 0)
		    : 0;
	return n == 1 || n == 3 ? (unsigned)n : 0;
}

/* Reads the palette of SPACE, [/Indexed base highest table]; none if it is no such thing. */
static enum vn_status read_palette(qpdf_data pdf, qpdf_oh space, struct vn_png *png,
				   struct vn_err *err)
{
	struct vn_buf table = {0};
	size_t len = 0, colours;
	const char *bytes;
	unsigned channels;
	qpdf_oh data;
	enum vn_status status = VN_OK;

	if (!qpdf_oh_is_array(pdf, space) || qpdf_oh_get_array_n_items(pdf, space) != 4 ||
	    !qpdf_oh_is_name_and_equals(pdf, qpdf_oh_get_array_item(pdf, space, 0), "/Indexed"))
		return VN_OK;
	channels = channels_of(pdf, qpdf_oh_get_array_item(pdf, space, 1));
	data = qpdf_oh_get_array_item(pdf, space, 3);
	if (qpdf_oh_is_stream(pdf, data)) {
		status = vn_pdf_stream(pdf, data, VN_PDF_STREAM, &table, err);
	} else if (qpdf_oh_is_string(pdf, data)) {
		bytes = qpdf_oh_get_binary_string_value(pdf, data, &len);
		status = vn_buf_add(&table, bytes, len, err);
	}
	colours = channels ? table.len / channels : 0;
	colours = colours < 1u << png->bits ? colours : 1u << png->bits;
	for (size_t i = 0; !status && i < colours * 3; i++)
		png->palette[i] = (unsigned char)table.ptr[channels == 3 ? i : i / 3];
	if (!status && colours) {
		png->palette_len = colours * 3;
		png->channels = 1;
	}
	vn_buf_fini(&table);
	return status;
}

/* Whether samples of PNG stand for what they usually do, by the /Decode of DICT. What is black and
 * white may be the other way round: a palette says so. */
static bool read_decode(qpdf_data pdf, qpdf_oh dict, struct vn_png *png)
{
	static const unsigned char white_first[6] = {255, 255, 255, 0, 0, 0};
	qpdf_oh decode = qpdf_oh_get_key(pdf, dict, "/Decode");
	double first;

	if (!qpdf_oh_is_array(pdf, decode) || qpdf_oh_get_array_n_items(pdf, decode) < 2)
		return true;
	first = qpdf_oh_get_numeric_value(pdf, qpdf_oh_get_array_item(pdf, decode, 0));
	if (!(first > 0.5))
		return true;
	if (png->palette_len || png->bits != 1 || png->channels != 1)
		return false;
	memcpy(png->palette, white_first, sizeof white_first);
	png->palette_len = sizeof white_first;
	return true;
}

/* Finds out what the pixels of the picture DICT are; *KNOWN is false where PNG has no such. */
static enum vn_status look_at(qpdf_data pdf, qpdf_oh dict, struct vn_png *png, bool *known,
			      struct vn_err *err)
{
	qpdf_oh space = qpdf_oh_get_key(pdf, dict, "/ColorSpace");
	long long bits = number_in(pdf, dict, "/BitsPerComponent", 1);
	enum vn_status status = VN_OK;

	*known = false;
	if (bits != 1 && bits != 2 && bits != 4 && bits != 8)
		return VN_OK;
	png->bits = (unsigned)bits;
	/* What a stencil paints is shown black. */
	png->channels = is_true(pdf, dict, "/ImageMask") ? 1 : channels_of(pdf, space);
	if (!png->channels)
		status = read_palette(pdf, space, png, err);
	if (status || !png->channels || (png->channels == 3 && bits != 8))
		return status;
	*known = read_decode(pdf, dict, png);
	return VN_OK;
}

/* How a picture is packed. */
struct packed {
	qpdf_oh stream, dict, filter, parms;
	bool deflated; /* as a whole, what FILTER packed */
	size_t most;   /* bytes that are of use */
	size_t *work;  /* bytes that were packed anew, and will be */
};

/* Finds out how STREAM, whose dictionary is DICT, is packed: by one filter or, as Ghostscript does,
 * by Flate and another. */
static struct packed packed_how(qpdf_data pdf, qpdf_oh stream, qpdf_oh dict, size_t most,
				size_t *work)
{
	qpdf_oh filter = qpdf_oh_get_key(pdf, dict, "/Filter");
	qpdf_oh parms = qpdf_oh_get_key(pdf, dict, "/DecodeParms");
	struct packed how = {stream, dict, only(pdf, filter), only(pdf, parms), false, most, work};

	if (!qpdf_oh_is_array(pdf, filter) || qpdf_oh_get_array_n_items(pdf, filter) != 2 ||
	    !is_named(pdf, qpdf_oh_get_array_item(pdf, filter, 0), "/FlateDecode", "/Fl"))
		return how;
	how.deflated = true;
	how.filter = qpdf_oh_get_array_item(pdf, filter, 1);
	if (qpdf_oh_is_array(pdf, parms) && qpdf_oh_get_array_n_items(pdf, parms) == 2)
		how.parms = qpdf_oh_get_array_item(pdf, parms, 1);
	return how;
}

/* Appends what the filter of a picture has packed; nothing if that is too much. */
static enum vn_status raw(qpdf_data pdf, const struct packed *how, struct vn_buf *out,
			  struct vn_err *err)
{
	size_t len = 0, begin = out->len, left = UNPACKED - *how->work;
	unsigned char *bytes = NULL;
	enum vn_status status;

	qpdf_oh_get_stream_data(pdf, how->stream, qpdf_dl_none, NULL, &bytes, &len);
	status = vn_pdf_error(pdf, err);
	if (!status && how->deflated) {
		left = left < how->most ? left : how->most;
		status = vn_pdf_inflate((struct vn_str){(char *)bytes, len}, left, out, err);
		*how->work += out->len - begin < left ? out->len - begin : left;
	} else if (!status && len <= how->most) {
		status = vn_buf_add(out, bytes, len, err);
	}
	free(bytes);
	return status;
}

/* Whether a picture is worth the work of packing it anew, which is counted then. */
static bool is_worth(const struct packed *how, const struct vn_png *png)
{
	size_t len = ((size_t)png->width * png->bits * png->channels + 7) / 8 * (size_t)png->height;

	if (len > VN_PDF_STREAM || len / TIGHTEST > how->most || len > UNPACKED - *how->work)
		return false;
	*how->work += len;
	return true;
}

/* Appends a PNG of a picture that is packed by Flate or not at all. */
static enum vn_status to_png(qpdf_data pdf, const struct packed *how, struct vn_png *png,
			     struct vn_buf *out, struct vn_err *err)
{
	long long predictor = number_in(pdf, how->parms, "/Predictor", 1);
	struct vn_buf data = {0};
	enum vn_status status = VN_OK;

	if (predictor >= 10 && number_in(pdf, how->parms, "/Colors", 1) == png->channels &&
	    number_in(pdf, how->parms, "/BitsPerComponent", 8) == png->bits &&
	    number_in(pdf, how->parms, "/Columns", 1) == png->width) {
		status = raw(pdf, how, &data, err);
		if (!status && data.len)
			status = vn_png_wrap(png, vn_buf_str(&data), out, err);
	} else if (predictor == 1 && is_worth(how, png)) {
		status = vn_pdf_stream(pdf, how->stream, VN_PDF_STREAM, &data, err);
		if (!status)
			status = vn_png_pack(png, vn_buf_str(&data), out, err);
	}
	vn_buf_fini(&data);
	return status;
}

/* Appends a PNG of a picture that is packed as a fax. */
static enum vn_status fax_to_png(qpdf_data pdf, const struct packed *how, struct vn_png *png,
				 struct vn_buf *out, struct vn_err *err)
{
	struct vn_buf data = {0}, rows = {0};
	enum vn_status status;

	if (png->bits != 1 || number_in(pdf, how->parms, "/K", 0) >= 0 ||
	    is_true(pdf, how->parms, "/EncodedByteAlign") ||
	    number_in(pdf, how->parms, "/Columns", 1728) != png->width || !is_worth(how, png))
		return VN_OK;
	status = raw(pdf, how, &data, err);
	if (!status && data.len)
		status = vn_fax_unpack(vn_buf_str(&data), png->width, png->height, &rows, err);
	for (size_t i = 0; is_true(pdf, how->parms, "/BlackIs1") && i < rows.len; i++)
		rows.ptr[i] = (char)~rows.ptr[i];
	if (!status)
		status = vn_png_pack(png, vn_buf_str(&rows), out, err);
	vn_buf_fini(&data);
	vn_buf_fini(&rows);
	return status;
}

/* Whether something else says where the picture of DICT is seen through. */
static bool has_mask(qpdf_data pdf, qpdf_oh dict)
{
	return qpdf_oh_is_stream(pdf, qpdf_oh_get_key(pdf, dict, "/SMask")) ||
	       qpdf_oh_is_stream(pdf, qpdf_oh_get_key(pdf, dict, "/Mask"));
}

/* Appends the file of a picture; nothing where it is of no such kind. */
static enum vn_status to_file(qpdf_data pdf, const struct packed *how, struct vn_png *png,
			      struct vn_buf *out, struct vn_err *err)
{
	bool flate = is_named(pdf, how->filter, "/FlateDecode", "/Fl"), known = false;
	bool fax = is_named(pdf, how->filter, "/CCITTFaxDecode", "/CCF");
	enum vn_status status;

	if ((uint64_t)png->width * (uint64_t)png->height > PIXELS || has_mask(pdf, how->dict) ||
	    number_in(pdf, how->dict, "/Length", 0) > (long long)how->most)
		return VN_OK;
	if (is_named(pdf, how->filter, "/DCTDecode", "/DCT"))
		return raw(pdf, how, out, err);
	if (!fax && ((!flate && !qpdf_oh_is_null(pdf, how->filter)) || how->deflated))
		return VN_OK;
	status = look_at(pdf, how->dict, png, &known, err);
	if (status || !known)
		return status;
	return fax ? fax_to_png(pdf, how, png, out, err) : to_png(pdf, how, png, out, err);
}

enum vn_status vn_pdf_picture(qpdf_data pdf, const struct vn_pdf_image *image, size_t most,
			      size_t *work, struct vn_buf *out, struct vn_err *err)
{
	struct vn_png png = {.width = image->width, .height = image->height};
	qpdf_oh stream = qpdf_get_object_by_id(pdf, image->id, image->generation);
	size_t begin = out->len;
	bool there = qpdf_oh_is_stream(pdf, stream);
	qpdf_oh dict = there ? qpdf_oh_get_dict(pdf, stream) : 0;
	/* Of several errors qpdf knows the last: that memory is out is asked before what follows.
	 */
	enum vn_status status = vn_pdf_error(pdf, err), fault;

	if (!status && there) {
		struct packed how = packed_how(pdf, stream, dict, most, work);
		status = to_file(pdf, &how, &png, out, err);
	}
	/* A picture that is damaged is not shown; the text is worth the same. */
	fault = vn_pdf_error(pdf, err);
	status = status ? status : fault;
	if (status || out->len - begin > most)
		out->len = begin;
	qpdf_oh_release_all(pdf);
	return status == VN_ENOMEM ? status : VN_OK;
}
