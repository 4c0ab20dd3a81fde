/*
 * hOCR: XHTML in which an OCR engine says what stands where. Words are elements of the class
 * ocrx_word; engines that know lines alone put their text into these.
 * http://kba.github.io/hocr-spec/1.2/
 *
 * Expat tells where in the bytes each word stands, so that nothing else is ever written.
 */
#include "source/source.h"

#include <expat.h>
#include <stdlib.h>

#define DEPTH_MAX 10000 /* elements within each other: Expat keeps the names of all of them */

enum { STYLE_TEXT, STYLE_CDATA };

struct reader {
	XML_Parser parser;
	struct vn_piece *piece;
	struct vn_err *err;
	enum vn_status status; /* why the parser was stopped */
	int depth, line, word; /* line, word: depth of the one that is open; 0: none is */
	uint8_t style;	       /* of the text */
	struct vn_buf blanks;  /* blanks that are text if a word goes on behind them */
	uint64_t blank_from, blank_to;
};

static void stop(struct reader *r, enum vn_status status)
{
	if (status && !r->status) {
		r->status = status;
		XML_StopParser(r->parser, XML_FALSE);
	}
}

/* Whether NAME is one of the words of CLASS. */
static bool has_class(const char *class, const char *name)
{
	size_t len = strlen(name);

	for (const char *at = class; (at = strstr(at, name)); at += len)
		if ((at == class || at[-1] == ' ') && (at[len] == '\0' || at[len] == ' '))
			return true;
	return false;
}

static bool has_any(const char *class, const char *const *names)
{
	for (; *names; names++)
		if (has_class(class, *names))
			return true;
	return false;
}

static const char *const word_classes[] = {"ocrx_word", "ocr_word", NULL};
static const char *const line_classes[] = {
	"ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat", NULL};
static const char *const block_classes[] = {"ocr_par", "ocr_carea", "ocrx_block", NULL};
static const char *const page_classes[] = {"ocr_page", NULL};

static const char *class_of(const XML_Char *const *attributes)
{
	for (; *attributes; attributes += 2)
		if (strcmp(attributes[0], "class") == 0)
			return attributes[1];
	return "";
}

/* What an element of CLASS parts from the text around it. */
static enum vn_edge edge_of(const char *class)
{
	if (has_any(class, page_classes))
		return VN_EDGE_PAGE;
	if (has_any(class, block_classes))
		return VN_EDGE_BLOCK;
	if (has_any(class, line_classes))
		return VN_EDGE_LINE;
	return has_any(class, word_classes) ? VN_EDGE_WORD : VN_EDGE_NONE;
}

/* Blanks at the edge of an element are no text. */
static void drop_blanks(struct reader *r)
{
	if (r->blanks.len)
		vn_piece_edge(r->piece, VN_EDGE_WORD);
	r->blanks.len = 0;
}

static void start(void *self, const XML_Char *name, const XML_Char **attributes)
{
	struct reader *r = self;
	const char *class = class_of((const XML_Char *const *)attributes);
	enum vn_edge edge = edge_of(class);

	(void)name;
	if (++r->depth > DEPTH_MAX) {
		stop(r, vn_err_set(r->err, VN_ELIMIT, "elements within each other: more than %d",
				   DEPTH_MAX));
		return;
	}
	if (edge)
		drop_blanks(r);
	vn_piece_edge(r->piece, edge);
	if (edge == VN_EDGE_LINE && !r->line)
		r->line = r->depth;
	if (edge == VN_EDGE_WORD && !r->word)
		r->word = r->depth;
}

static void end(void *self, const XML_Char *name)
{
	struct reader *r = self;

	(void)name;
	if (r->depth == r->word || r->depth == r->line)
		drop_blanks(r);
	if (r->depth == r->word) {
		vn_piece_edge(r->piece, VN_EDGE_WORD);
		r->word = 0;
	}
	if (r->depth == r->line) {
		vn_piece_edge(r->piece, VN_EDGE_LINE);
		r->line = 0;
	}
	r->depth--;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Adds the blanks that were held back, now that a word goes on behind them. */
static enum vn_status add_blanks(struct reader *r)
{
	struct vn_str blanks = vn_buf_str(&r->blanks);
	enum vn_status status = VN_OK;

	if (!blanks.len)
		return VN_OK;
	if (memchr(blanks.ptr, '\n', blanks.len) || r->blank_to - r->blank_from != blanks.len)
		vn_piece_edge(r->piece, VN_EDGE_WORD);
	else if (r->piece->begun && r->piece->edge == VN_EDGE_NONE)
		status = vn_piece_add(r->piece, blanks, r->blank_from, r->blank_to, r->style,
				      r->err);
	r->blanks.len = 0;
	return status;
}

static enum vn_status hold_blanks(struct reader *r, struct vn_str blanks, uint64_t from,
				  uint64_t to)
{
	if (!r->blanks.len)
		r->blank_from = from;
	r->blank_to = to;
	return vn_buf_add(&r->blanks, blanks.ptr, blanks.len, r->err);
}

/* Text that stands in the source byte for byte from FROM on. */
static enum vn_status add_copied(struct reader *r, struct vn_str text, uint64_t from)
{
	enum vn_status status = VN_OK;
	size_t at = 0;

	while (!status && at < text.len) {
		size_t begin = at;
		bool blank = is_blank(text.ptr[at]);
		while (at < text.len && is_blank(text.ptr[at]) == blank)
			at++;
		struct vn_str part = {text.ptr + begin, at - begin};
		if (blank) {
			status = hold_blanks(r, part, from + begin, from + at);
			continue;
		}
		status = add_blanks(r);
		if (!status)
			status = vn_piece_add(r->piece, part, from + begin, from + at, r->style,
					      r->err);
	}
	return status;
}

static void text(void *self, const XML_Char *bytes, int len)
{
	struct reader *r = self;
	uint64_t from = (uint64_t)XML_GetCurrentByteIndex(r->parser);
	uint64_t count = (uint64_t)XML_GetCurrentByteCount(r->parser);
	struct vn_str text = {bytes, (size_t)len};
	const char *source = r->piece->bytes.ptr + (from - r->piece->base);
	enum vn_status status;

	if (!r->word && !r->line)
		return;
	if (count == text.len && memcmp(source, bytes, text.len) == 0) {
		stop(r, add_copied(r, text, from));
	} else if (text.len == 1 && is_blank(*bytes)) { /* a line end of another kind */
		stop(r, hold_blanks(r, text, from, from + count));
	} else {
		status = add_blanks(r);
		if (!status)
			status = vn_piece_add(r->piece, text, from, from + count, r->style, r->err);
		stop(r, status);
	}
}

static void cdata_start(void *self)
{
	((struct reader *)self)->style = STYLE_CDATA;
}

static void cdata_end(void *self)
{
	((struct reader *)self)->style = STYLE_TEXT;
}

/* All else. That there is a handler keeps Expat from expanding entities of the document: they are
 * passed over, which ends a word. */
static void other(void *self, const XML_Char *bytes, int len)
{
	struct reader *r = self;
	if (len > 0 && bytes[0] == '&') {
		drop_blanks(r);
		vn_piece_edge(r->piece, VN_EDGE_WORD);
	}
}

static void declaration(void *self, const XML_Char *version, const XML_Char *encoding, int alone)
{
	struct reader *r = self;

	(void)version;
	(void)alone;
	if (encoding && strcasecmp(encoding, "utf-8") != 0 && strcasecmp(encoding, "us-ascii") != 0)
		stop(r, vn_err_set(r->err, VN_EINPUT, "is written in %.40s; convert it to UTF-8",
				   encoding));
}

static enum vn_status open_reader(void **self, struct vn_err *err)
{
	struct reader *r = calloc(1, sizeof *r);

	if (!r)
		return vn_err_nomem(err);
	r->parser = XML_ParserCreate(NULL);
	if (!r->parser) {
		free(r);
		return vn_err_nomem(err);
	}
	XML_SetUserData(r->parser, r);
	XML_SetElementHandler(r->parser, start, end);
	XML_SetCharacterDataHandler(r->parser, text);
	XML_SetCdataSectionHandler(r->parser, cdata_start, cdata_end);
	XML_SetXmlDeclHandler(r->parser, declaration);
	XML_SetDefaultHandler(r->parser, other);
	*self = r;
	return VN_OK;
}

static void close_reader(void *self)
{
	struct reader *r = self;

	if (!r)
		return;
	XML_ParserFree(r->parser);
	vn_buf_fini(&r->blanks);
	free(r);
}

/* What Expat says against the document. */
static enum vn_status malformed(const struct reader *r, struct vn_err *err)
{
	enum XML_Error error = XML_GetErrorCode(r->parser);

	if (error == XML_ERROR_NO_MEMORY)
		return vn_err_nomem(err);
	return vn_err_set(err, VN_EINPUT,
			  "is no well-formed XML; -f text takes it as plain text: line %llu, "
			  "column %llu: %s",
			  (unsigned long long)XML_GetCurrentLineNumber(r->parser),
			  (unsigned long long)XML_GetCurrentColumnNumber(r->parser) + 1,
			  XML_ErrorString(error));
}

static enum vn_status feed(void *self, const char *bytes, size_t len, bool last,
			   struct vn_piece *piece, struct vn_err *err)
{
	struct reader *r = self;
	enum XML_Status parsed;
	XML_Index at;

	r->piece = piece;
	r->err = err;
	/* Expat takes an int. */
	do {
		int part = len > 1 << 20 ? 1 << 20 : (int)len;
		parsed = XML_Parse(r->parser, bytes, part, last && (size_t)part == len);
		bytes += part;
		len -= (size_t)part;
	} while (parsed == XML_STATUS_OK && len > 0);
	at = XML_GetCurrentByteIndex(r->parser);
	if (r->status)
		return vn_err_at(err, r->status, at > 0 ? (uint64_t)at : 0);
	if (parsed != XML_STATUS_OK)
		return vn_err_at(err, malformed(r, err), at > 0 ? (uint64_t)at : 0);
	piece->reach = last ? piece->base + piece->bytes.len : at > 0 ? (uint64_t)at : 0;
	if (piece->reach < piece->last)
		piece->reach = piece->last;
	/* Blanks that are held back may still become text. */
	if (!last && r->blanks.len && piece->reach > r->blank_from)
		piece->reach = r->blank_from;
	if (last) {
		vn_piece_edge(piece, VN_EDGE_LINE);
		return vn_piece_end(piece, err);
	}
	return VN_OK;
}

/* A section of CDATA holds all but its own end. */
static enum vn_status encode_cdata(struct vn_str text, struct vn_buf *out, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	const char *end = text.ptr + text.len, *found;

	while (!status && (found = memmem(text.ptr, (size_t)(end - text.ptr), "]]>", 3))) {
		status = vn_buf_add(out, text.ptr, (size_t)(found + 2 - text.ptr), err);
		if (!status)
			status = vn_buf_add(out, "]]><![CDATA[", 12, err);
		text.ptr = found + 2;
	}
	return status ? status : vn_buf_add(out, text.ptr, (size_t)(end - text.ptr), err);
}

static enum vn_status encode(uint8_t style, struct vn_str text, struct vn_buf *out,
			     struct vn_err *err)
{
	static const struct vn_str signs[] = {{"&amp;", 5}, {"&lt;", 4}, {"&gt;", 4}};
	enum vn_status status = VN_OK;
	size_t begin = 0;

	if (style == STYLE_CDATA)
		return encode_cdata(text, out, err);
	for (size_t at = 0; !status && at < text.len; at++) {
		const char *sign = memchr("&<>", text.ptr[at], 3);
		if (!sign)
			continue;
		const struct vn_str *as = &signs[*sign == '&' ? 0 : *sign == '<' ? 1 : 2];
		status = vn_buf_add(out, text.ptr + begin, at - begin, err);
		if (!status)
			status = vn_buf_add(out, as->ptr, as->len, err);
		begin = at + 1;
	}
	return status ? status : vn_buf_add(out, text.ptr + begin, text.len - begin, err);
}

static int probe(struct vn_str head, bool ended)
{
	size_t at = head.len >= 3 && memcmp(head.ptr, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

	while (at < head.len && is_blank(head.ptr[at]))
		at++;
	if (at < head.len && head.ptr[at] != '<')
		return VN_PROBE_NO;
	if (memmem(head.ptr, head.len, "ocr_page", 8) ||
	    memmem(head.ptr, head.len, "ocrx_word", 9) ||
	    memmem(head.ptr, head.len, "ocr-system", 10))
		return 90;
	return ended || head.len >= VN_PROBE_BYTES ? VN_PROBE_NO : VN_PROBE_MORE;
}

static const char *const extensions[] = {"hocr", "html", "xhtml", NULL};

const struct vn_source vn_source_hocr = {
	.name = "hocr",
	.summary = "hOCR, what an OCR engine writes with the places of words (XHTML)",
	.extensions = extensions,
	.probe = probe,
	.open = open_reader,
	.feed = feed,
	.encode = encode,
	.close = close_reader,
};
