#include "pdf/bombs.h"

#include "pdf/lex.h"
#include "pdf/pdf.h"

#include <zlib.h>

/* Finds WHAT in TEXT from byte AT on; its length if it is not there. */
static size_t find(struct vn_str text, size_t at, struct vn_str what)
{
	const char *found =
		at < text.len ? memmem(text.ptr + at, text.len - at, what.ptr, what.len) : NULL;
	return found ? (size_t)(found - text.ptr) : text.len;
}

static bool has(struct vn_str text, const char *what)
{
	return find(text, 0, (struct vn_str){what, strlen(what)}) < text.len;
}

static bool is_blank(char c)
{
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' ';
}

/* Whether the stream with the dictionary DICT may be one of those, by the keys they have. */
static bool is_suspect(struct vn_str dict)
{
	size_t w = 0;

	if (has(dict, "/First"))
		return true;
	while ((w = find(dict, w, VN_STR("/W"))) < dict.len) {
		w += 2;
		if (w < dict.len && (is_blank(dict.ptr[w]) || dict.ptr[w] == '['))
			return true;
	}
	return false;
}

/* Whether the stream is not packed, or by the one filter that all writers take. */
static bool is_plain(struct vn_str dict)
{
	static const char *const others[] = {"/LZW", "/ASCII", "/A85", "/AHx", "/RunLength",
					     "/RL",  "/Fl ",   "/Fl]", "/Fl/", "/Crypt"};
	size_t flate = find(dict, 0, VN_STR("/FlateDecode"));

	if (!has(dict, "/Filter"))
		return true;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (has(dict, others[i]))
			return false;
	return flate < dict.len && find(dict, flate + 1, VN_STR("/FlateDecode")) == dict.len;
}

static enum vn_status too_long(struct vn_err *err)
{
	return vn_err_set(err, VN_ELIMIT, "a PDF whose objects unpack to more than %u MiB",
			  VN_PDF_STREAM >> 20);
}

/* Adds to *SUM what the bytes of DATA from AT on unpack to; what is not packed comes to nothing. */
static enum vn_status weigh(struct vn_str data, size_t at, size_t *sum, struct vn_err *err)
{
	unsigned char space[16 * 1024];
	z_stream z = {.next_in = (unsigned char *)data.ptr + at};
	size_t left = data.len - at, out = 0;
	int ended = inflateInit(&z);

	if (ended != Z_OK)
		return vn_err_nomem(err);
	z.avail_in = (unsigned)(left < UINT32_MAX / 2 ? left : UINT32_MAX / 2);
	while (ended == Z_OK && out <= VN_PDF_STREAM) {
		z.next_out = space;
		z.avail_out = sizeof space;
		ended = inflate(&z, Z_NO_FLUSH);
		out += sizeof space - z.avail_out;
	}
	inflateEnd(&z);
	*sum += out;
	return out > VN_PDF_STREAM || *sum > VN_PDF_UNPACK ? too_long(err) : VN_OK;
}

/* The stream whose data begin at byte AT behind its dictionary; DICT.ptr is NULL where that cannot
 * be told from what stands before it. SPACE is of use. */
static enum vn_status look(struct vn_str d, struct vn_str dict, size_t at, struct vn_buf *space,
			   size_t *sum, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	space->len = 0;
	if (dict.ptr && has(dict, "#")) {
		status = vn_pdf_name(dict, space, err);
		dict = vn_buf_str(space);
	}
	if (status || (dict.ptr && !is_suspect(dict)))
		return status;
	while (at < d.len && is_blank(d.ptr[at]))
		at++;
	status = weigh(d, at, sum, err);
	if (!status && dict.ptr && !is_plain(dict) && (has(dict, "/First") || has(dict, "/XRef")))
		status = vn_err_set(err, VN_ELIMIT,
				    "a PDF whose objects are packed in an unusual way");
	return status;
}

enum vn_status vn_pdf_bombs(struct vn_str d, struct vn_err *err)
{
	const struct vn_str stream = VN_STR("stream");
	struct vn_buf space = {0};
	enum vn_status status = VN_OK;
	size_t at = 0, sum = 0;

	for (size_t found; !status && (found = find(d, at, stream)) < d.len;
	     at = found + stream.len) {
		struct vn_str before = {d.ptr + at, found - at}, dict = {0};
		if (before.len >= 3 && memcmp(d.ptr + found - 3, "end", 3) == 0)
			continue;
		/* Behind the last "obj". */
		for (size_t obj = 0; (obj = find(before, obj, VN_STR("obj"))) < before.len; obj++)
			dict = (struct vn_str){before.ptr + obj, before.len - obj};
		status = look(d, dict, found + stream.len, &space, &sum, err);
	}
	vn_buf_fini(&space);
	return status;
}
