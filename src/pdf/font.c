#include "pdf/font.h"

#include "pdf/stream.h"
#include "text/chars.h"

#include <stdlib.h>

#define CMAP_BYTES (8u * 1024 * 1024)
#define WIDTHS	   (1 << 17) /* of one font that are read */

void vn_pdf_font_fini(struct vn_pdf_font *font)
{
	for (size_t i = 0; i < 256; i++) {
		free(font->letters[i]);
		free(font->codes[i]);
		free(font->widths[i]);
	}
	vn_buf_fini(&font->more);
	*font = (struct vn_pdf_font){0};
}

/* Row I of TABLE, made if it is not there. */
static enum vn_status row_of(uint32_t *table[256], uint32_t i, uint32_t **row, struct vn_err *err)
{
	if (!table[i])
		table[i] = calloc(256, sizeof **table);
	*row = table[i];
	return *row ? VN_OK : vn_err_nomem(err);
}

enum vn_status vn_pdf_font_set(struct vn_pdf_font *font, uint32_t code, struct vn_str text,
			       struct vn_err *err)
{
	uint32_t *row, *back;
	enum vn_status status;
	size_t at = 0;
	int32_t c;

	if (!text.len || code > 0xffff)
		return VN_OK;
	status = row_of(font->letters, code >> 8, &row, err);
	c = vn_utf8_next(text, &at);
	if (status || c < 0)
		return status;
	if (at < text.len) {
		row[code & 255] = VN_PDF_PLACE + (uint32_t)font->more.len;
		status = vn_buf_add(&font->more, text.ptr, text.len, err);
		return status ? status : vn_buf_add(&font->more, "", 1, err);
	}
	row[code & 255] = (uint32_t)c;
	if (c > 0xffff || c == 0xfffd)
		return VN_OK;
	status = row_of(font->codes, (uint32_t)c >> 8, &back, err);
	if (!status && !back[c & 255])
		back[c & 255] = code + 1;
	return status;
}

/* What code stands for, as it is kept; 0: unknown. */
static uint32_t letter_of(const struct vn_pdf_font *font, uint32_t code)
{
	return code <= 0xffff && font->letters[code >> 8] ? font->letters[code >> 8][code & 255]
							  : 0;
}

const char *vn_pdf_font_text(const struct vn_pdf_font *font, uint32_t code, char space[5])
{
	uint32_t letter = letter_of(font, code);

	if (letter >= VN_PDF_PLACE)
		return font->more.ptr + (letter - VN_PDF_PLACE);
	/* What is no text, and what would part lines and pages. */
	if (letter < 32 || letter == 127)
		letter = letter == '\t' ? ' ' : 0xfffd;
	space[vn_utf8_put(space, (int32_t)letter)] = 0;
	return space;
}

bool vn_pdf_font_code(const struct vn_pdf_font *font, uint32_t c, uint32_t *code)
{
	const uint32_t *row = c <= 0xffff ? font->codes[c >> 8] : NULL;

	if (!row || !row[c & 255])
		return false;
	*code = row[c & 255] - 1;
	return letter_of(font, *code) == c;
}

double vn_pdf_font_width(const struct vn_pdf_font *font, uint32_t code)
{
	const float *row = code <= 0xffff ? font->widths[code >> 8] : NULL;

	return row && row[code & 255] >= 0 ? (double)row[code & 255] : font->width;
}

static enum vn_status set_width(struct vn_pdf_font *font, uint32_t code, double width,
				struct vn_err *err)
{
	float **row = &font->widths[code >> 8 & 255];

	if (code > 0xffff || !(width >= 0) || width > 1e6)
		return VN_OK;
	if (!*row) {
		*row = malloc(256 * sizeof **row);
		if (!*row)
			return vn_err_nomem(err);
		for (size_t i = 0; i < 256; i++)
			(*row)[i] = -1;
	}
	(*row)[code & 255] = (float)width;
	return VN_OK;
}

static long long integer(qpdf_data pdf, qpdf_oh oh, long long otherwise)
{
	long long value = otherwise;

	return qpdf_oh_is_number(pdf, oh) && !qpdf_oh_get_value_as_longlong(pdf, oh, &value)
		       ? (long long)qpdf_oh_get_numeric_value(pdf, oh)
		       : value;
}

static double real(qpdf_data pdf, qpdf_oh oh, double otherwise)
{
	return qpdf_oh_is_number(pdf, oh) ? qpdf_oh_get_numeric_value(pdf, oh) : otherwise;
}

/* The item of an array, released by the caller. */
#define ITEM(array, i) qpdf_oh_get_array_item(pdf, array, i)

/* /W: first [w w w], or first last w. */
static enum vn_status wide_widths(struct vn_pdf_font *font, qpdf_data pdf, qpdf_oh w,
				  struct vn_err *err)
{
	int count = qpdf_oh_is_array(pdf, w) ? qpdf_oh_get_array_n_items(pdf, w) : 0;
	enum vn_status status = VN_OK;
	int left = WIDTHS;

	for (int i = 0; !status && i + 1 < count && left > 0;) {
		qpdf_oh second = ITEM(w, i + 1);
		long long first = integer(pdf, ITEM(w, i), -1), last = integer(pdf, second, -1);
		int n = qpdf_oh_is_array(pdf, second) ? qpdf_oh_get_array_n_items(pdf, second) : 0;
		if (first < 0 || first > 0xffff)
			return VN_OK;
		if (qpdf_oh_is_array(pdf, second)) {
			for (int k = 0; !status && k < n && left-- > 0; k++)
				status = set_width(font, (uint32_t)first + (uint32_t)k,
						   real(pdf, ITEM(second, k), -1), err);
			i += 2;
			continue;
		}
		double width = i + 2 < count ? real(pdf, ITEM(w, i + 2), -1) : -1;
		for (long long c = first; !status && c <= last && c <= 0xffff && left-- > 0; c++)
			status = set_width(font, (uint32_t)c, width, err);
		i += 3;
	}
	return status;
}

/* How wide the letters of Helvetica are, from the blank to the tilde: a standard font, of which
 * nothing is told. Where narrow letters were taken for usual ones, words overlapped, and lines fell
 * apart. */
static const uint16_t helvetica[] = {
	278,  278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
	556,  556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
	667,  778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
	333,  556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
	556,  556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584};

static enum vn_status standard_widths(struct vn_pdf_font *font, qpdf_data pdf, qpdf_oh dict,
				      struct vn_err *err)
{
	qpdf_oh name = qpdf_oh_get_key(pdf, dict, "/BaseFont");
	enum vn_status status = VN_OK;

	if (!qpdf_oh_is_name_and_equals(pdf, name, "/Helvetica"))
		return VN_OK;
	for (size_t i = 0; !status && i < sizeof helvetica / sizeof *helvetica; i++)
		status = set_width(font, (uint32_t)i + ' ', helvetica[i], err);
	return status;
}

static enum vn_status simple_widths(struct vn_pdf_font *font, qpdf_data pdf, qpdf_oh dict,
				    struct vn_err *err)
{
	qpdf_oh w = qpdf_oh_get_key(pdf, dict, "/Widths");
	qpdf_oh about = qpdf_oh_get_key(pdf, dict, "/FontDescriptor");
	qpdf_oh matrix = qpdf_oh_get_key(pdf, dict, "/FontMatrix"); /* of Type 3 */
	long long first = integer(pdf, qpdf_oh_get_key(pdf, dict, "/FirstChar"), 0);
	int count = qpdf_oh_is_array(pdf, w) ? qpdf_oh_get_array_n_items(pdf, w) : 0;
	double scale = 1;
	enum vn_status status = VN_OK;

	/* Of standard fonts nothing is told: the usual width stands for what is not known here. */
	font->width = count ? 0 : 556;
	if (!count)
		status = standard_widths(font, pdf, dict, err);
	if (qpdf_oh_is_dictionary(pdf, about))
		font->width = real(pdf, qpdf_oh_get_key(pdf, about, "/MissingWidth"), font->width);
	if (qpdf_oh_is_array(pdf, matrix) && qpdf_oh_get_array_n_items(pdf, matrix) == 6)
		scale = real(pdf, ITEM(matrix, 0), 0.001) * 1000;
	for (int i = 0; !status && i < count && i < 256; i++)
		if (first >= 0 && first + i < 256)
			status = set_width(font, (uint32_t)(first + i),
					   real(pdf, ITEM(w, i), -1) * scale, err);
	return status;
}

static enum vn_status set_point(struct vn_pdf_font *font, uint32_t code, uint32_t c,
				struct vn_err *err)
{
	char bytes[VN_UTF8_MAX];

	if (!c)
		return VN_OK;
	return vn_pdf_font_set(font, code, (struct vn_str){bytes, vn_utf8_put(bytes, (int32_t)c)},
			       err);
}

/* What codes of a simple font stand for, by its encoding. */
static enum vn_status simple_letters(struct vn_pdf_font *font, qpdf_data pdf, qpdf_oh dict,
				     struct vn_err *err)
{
	qpdf_oh encoding = qpdf_oh_get_key(pdf, dict, "/Encoding"), base = encoding, list = 0;
	uint32_t points[256] = {0};
	enum vn_status status = VN_OK;
	long long code = 0;
	int count = 0;
	bool mac;

	if (qpdf_oh_is_dictionary(pdf, encoding)) {
		base = qpdf_oh_get_key(pdf, encoding, "/BaseEncoding");
		list = qpdf_oh_get_key(pdf, encoding, "/Differences");
		count = qpdf_oh_is_array(pdf, list) ? qpdf_oh_get_array_n_items(pdf, list) : 0;
	}
	mac = qpdf_oh_is_name_and_equals(pdf, base, "/MacRomanEncoding");
	/* Where no encoding is told it is the font's own: of its letters ASCII can be relied on. */
	for (uint32_t i = 32; i < 256; i++)
		if (mac)
			points[i] = vn_pdf_mac((unsigned char)i);
		else if (i < 127 || qpdf_oh_is_name_and_equals(pdf, base, "/WinAnsiEncoding"))
			points[i] = vn_pdf_win((unsigned char)i);
	for (int i = 0; i < count && i < 1024; i++) {
		qpdf_oh item = ITEM(list, i);
		if (qpdf_oh_is_name(pdf, item) && code >= 0 && code < 256)
			points[code++] = vn_pdf_glyph(qpdf_oh_get_name(pdf, item) + 1);
		else
			code = integer(pdf, item, -1);
	}
	for (uint32_t i = 0; !status && i < 256; i++)
		status = set_point(font, i, points[i], err);
	return status;
}

static enum vn_status to_unicode(struct vn_pdf_font *font, qpdf_data pdf, qpdf_oh cmap, bool *read,
				 struct vn_err *err)
{
	struct vn_buf bytes = {0};
	enum vn_status status;

	*read = qpdf_oh_is_stream(pdf, cmap);
	if (!*read)
		return VN_OK;
	status = vn_pdf_stream(pdf, cmap, CMAP_BYTES, &bytes, err);
	/* A CMap that cannot be read is none. */
	if (status == VN_EINPUT) {
		*read = false;
		status = VN_OK;
	} else if (!status) {
		status = vn_pdf_cmap(font, vn_buf_str(&bytes), err);
	}
	font->unpacked = bytes.len;
	vn_buf_fini(&bytes);
	return status;
}

static enum vn_status open_wide(struct vn_pdf_font *font, qpdf_data pdf, qpdf_oh dict,
				struct vn_err *err)
{
	qpdf_oh encoding = qpdf_oh_get_key(pdf, dict, "/Encoding");
	qpdf_oh below = qpdf_oh_get_key(pdf, dict, "/DescendantFonts"), cid;
	bool read = false;
	enum vn_status status;

	font->wide = true;
	font->width = 1000;
	if (!qpdf_oh_is_name_and_equals(pdf, encoding, "/Identity-H") ||
	    !qpdf_oh_is_array(pdf, below) || qpdf_oh_get_array_n_items(pdf, below) < 1)
		return VN_OK;
	cid = ITEM(below, 0);
	if (!qpdf_oh_is_dictionary(pdf, cid))
		return VN_OK;
	font->width = real(pdf, qpdf_oh_get_key(pdf, cid, "/DW"), 1000);
	status = wide_widths(font, pdf, qpdf_oh_get_key(pdf, cid, "/W"), err);
	if (!status)
		status =
			to_unicode(font, pdf, qpdf_oh_get_key(pdf, dict, "/ToUnicode"), &read, err);
	font->readable = read;
	return status;
}

enum vn_status vn_pdf_font_open(struct vn_pdf_font *font, qpdf_data pdf, qpdf_oh dict,
				struct vn_err *err)
{
	enum vn_status status;
	bool read = false;

	*font = (struct vn_pdf_font){0};
	if (!qpdf_oh_is_dictionary(pdf, dict))
		return VN_OK;
	font->id = qpdf_oh_get_object_id(pdf, dict);
	if (qpdf_oh_is_name_and_equals(pdf, qpdf_oh_get_key(pdf, dict, "/Subtype"), "/Type0")) {
		status = open_wide(font, pdf, dict, err);
		return status ? status : vn_pdf_error(pdf, err);
	}
	font->readable = true;
	status = simple_widths(font, pdf, dict, err);
	if (!status)
		status =
			to_unicode(font, pdf, qpdf_oh_get_key(pdf, dict, "/ToUnicode"), &read, err);
	if (!status && !read)
		status = simple_letters(font, pdf, dict, err);
	return status ? status : vn_pdf_error(pdf, err);
}
