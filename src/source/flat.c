#include "source/flat.h"

#include <stdlib.h>

#define NAME_BYTES 1024 /* of the head of a file in the stream */

struct reader {
	const struct vn_source_how *how;
	struct vn_xml *xml;    /* the walk over the file; NULL: its head comes next */
	uint64_t pos, looked;  /* where that begins; up to where its end was looked for */
	char name[NAME_BYTES]; /* of the file */
};

static enum vn_status open_reader(void **self, const struct vn_source_how *how, struct vn_err *err)
{
	struct reader *r = calloc(1, sizeof *r);

	if (!r)
		return vn_err_nomem(err);
	r->how = how;
	*self = r;
	return VN_OK;
}

static bool ends(const char *name, const char *with)
{
	size_t len = strlen(name), tail = strlen(with);
	return len >= tail && strcmp(name + len - tail, with) == 0;
}

/* The walk for a file of FORMAT. */
static enum vn_status open_file(struct reader *r, const char *format, struct vn_err *err)
{
	void *self = NULL;
	enum vn_status status = strcmp(format, "docx") == 0  ? vn_docx_open(&self, r->how, err)
				: strcmp(format, "odt") == 0 ? vn_odt_open(&self, r->how, err)
				: ends(r->name, ".ncx")	     ? vn_ncx_open(&self, r->how, err)
							     : vn_html_open(&self, r->how, err);

	r->xml = self;
	return status;
}

/* Takes the head at r->pos; false if it has not come yet. */
static bool take_head(struct reader *r, struct vn_piece *piece, bool last, enum vn_status *status,
		      struct vn_err *err)
{
	const char *at = piece->bytes.ptr + (r->pos - piece->base), *name, *end;
	size_t left = piece->bytes.len - (size_t)(r->pos - piece->base);

	if (left > NAME_BYTES)
		left = NAME_BYTES;
	name = left ? memchr(at + 1, '\0', left - 1) : NULL;
	end = name ? memchr(name + 1, '\0', left - 1 - (size_t)(name - at)) : NULL;
	if (!left || (!end && left < NAME_BYTES && !last && !*at))
		return false;
	if (!end || *at) {
		*status = vn_err_at(err,
				    vn_err_set(err, VN_EINPUT,
					       "is no document of several files of XML (DOCX, "
					       "ODT, EPUB)"),
				    r->pos);
		return false;
	}
	memcpy(r->name, name + 1, (size_t)(end - name));
	r->pos += (uint64_t)(end + 1 - at);
	r->looked = r->pos;
	*status = open_file(r, at + 1, err);
	if (*status)
		return false;
	r->xml->from = r->xml->pos = r->xml->fed = r->pos;
	r->xml->part = true;
	vn_piece_edge(piece, VN_EDGE_PAGE);
	return true;
}

/* Goes on with the file; false if more of it has to come. */
static bool walk(struct reader *r, struct vn_piece *piece, bool last, enum vn_status *status,
		 struct vn_err *err)
{
	const char *from = piece->bytes.ptr + (r->looked - piece->base);
	const char *stop = piece->bytes.ptr + piece->bytes.len, *end;

	end = stop > from ? memchr(from, '\0', (size_t)(stop - from)) : NULL;
	if (end)
		r->xml->limit = piece->base + (uint64_t)(end - piece->bytes.ptr);
	r->looked = piece->base + piece->bytes.len;
	*status = vn_xml_feed(r->xml, NULL, 0, end || last, piece, err);
	*status = vn_err_name(err, *status, r->name);
	if (*status || (!end && !last))
		return false;
	r->pos = end ? r->xml->limit : r->looked;
	vn_xml_close(r->xml);
	r->xml = NULL;
	return true;
}

static enum vn_status feed(void *self, const char *bytes, size_t len, bool last,
			   struct vn_piece *piece, struct vn_err *err)
{
	struct reader *r = self;
	enum vn_status status = VN_OK;

	(void)bytes;
	(void)len;
	while (!status) {
		if (!r->xml && !take_head(r, piece, last, &status, err))
			break;
		if (!status && !walk(r, piece, last, &status, err))
			break;
	}
	return !status && last ? vn_piece_end(piece, err) : status;
}

static enum vn_status encode(uint8_t style, struct vn_str text, struct vn_buf *out,
			     struct vn_err *err)
{
	return style & (VN_DOCX_SOFT | VN_DOCX_NOBREAK) ? vn_docx_encode(style, text, out, err)
							: vn_xml_encode(style, text, out, err);
}

static void close_reader(void *self)
{
	struct reader *r = self;

	if (r)
		vn_xml_close(r->xml);
	free(r);
}

/* Whether HEAD begins a stream of FORMAT. */
static int probe(struct vn_str head, const char *format, bool ended)
{
	size_t len = strlen(format) + 2;

	if (head.len && *head.ptr)
		return VN_PROBE_NO;
	if (head.len < len)
		return ended ? VN_PROBE_NO : VN_PROBE_MORE;
	return memcmp(head.ptr + 1, format, len - 1) == 0 ? 100 : VN_PROBE_NO;
}

static int probe_docx(struct vn_str head, bool ended)
{
	return probe(head, "docx", ended);
}

static int probe_odt(struct vn_str head, bool ended)
{
	return probe(head, "odt", ended);
}

static int probe_epub(struct vn_str head, bool ended)
{
	return probe(head, "epub", ended);
}

static const char *const docx_extensions[] = {"docx", "docm", "dotx", NULL};
static const char *const odt_extensions[] = {"odt", "ott", NULL};
static const char *const epub_extensions[] = {"epub", NULL};

const struct vn_source vn_source_docx = {
	.name = "docx",
	.summary = "documents of Word: text, notes, comments, headers and footers (DOCX)",
	.extensions = docx_extensions,
	.probe = probe_docx,
	.open = open_reader,
	.feed = feed,
	.encode = encode,
	.close = close_reader,
};

const struct vn_source vn_source_odt = {
	.name = "odt",
	.summary = "texts of LibreOffice and others (OpenDocument)",
	.extensions = odt_extensions,
	.probe = probe_odt,
	.open = open_reader,
	.feed = feed,
	.encode = encode,
	.close = close_reader,
};

const struct vn_source vn_source_epub = {
	.name = "epub",
	.summary = "books (EPUB): their pages as HTML, and the table of contents",
	.extensions = epub_extensions,
	.probe = probe_epub,
	.open = open_reader,
	.feed = feed,
	.encode = encode,
	.close = close_reader,
};
