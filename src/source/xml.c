#include "source/xml.h"

#include "source/chars.h"

#include <expat.h>
#include <stdlib.h>

#define DEPTH_MAX   10000	      /* elements within each other */
#define TOKEN_BYTES (4 * 1024 * 1024) /* of a single tag or comment */
#define ATTRS_MAX   10000
#define CHECK_BYTES 1024 /* enough for an XML declaration */

void vn_xml_stop(struct vn_xml *xml, enum vn_status status)
{
	if (status && !xml->status)
		xml->status = status;
}

uint64_t vn_xml_offset(const struct vn_xml *xml, const char *bytes)
{
	return xml->piece->base + (uint64_t)(bytes - xml->piece->bytes.ptr);
}

struct vn_str vn_xml_bytes(const struct vn_xml *xml, uint64_t from, uint64_t to)
{
	return (struct vn_str){vn_buf_str(&xml->piece->bytes).ptr + (from - xml->piece->base),
			       (size_t)(to - from)};
}

/* Where the bytes of the document end that have come. */
static uint64_t come(const struct vn_xml *xml)
{
	uint64_t end = xml->piece->base + xml->piece->bytes.len;
	return end < xml->limit ? end : xml->limit;
}

static uint32_t digest(struct vn_str name)
{
	uint32_t hash = 2166136261u;
	for (size_t i = 0; i < name.len; i++)
		hash = (hash ^ (unsigned char)(name.ptr[i] | 0x20)) * 16777619u;
	return hash | 1;
}

/* Elements of HTML that have no end tag, and those whose content is no mark-up. */
static const char *const voids[] = {"area",  "base",   "br",	"col",	"embed",
				    "hr",    "img",    "input", "link", "meta",
				    "param", "source", "track", "wbr",	NULL};
static const char *const raws[] = {"script", "style", "xmp", "noscript", "template", NULL};

static void end_element(struct vn_xml *xml, uint64_t from, uint64_t to)
{
	xml->kind->end(xml, xml->open[--xml->depth].role, from, to);
}

static void start_tag(struct vn_xml *xml, const struct vn_xml_tag *tag)
{
	struct vn_xml_open open = {.name = digest(tag->name)};
	bool lenient = xml->kind->soup || xml->how->recover;
	bool empty = tag->empty || (lenient && vn_xml_is_any(tag, voids));

	if (xml->depth >= DEPTH_MAX) {
		vn_xml_stop(xml, vn_err_set(xml->err, VN_ELIMIT,
					    "elements within each other: more than %d", DEPTH_MAX));
		return;
	}
	vn_xml_stop(xml, vn_grow(&xml->open, xml->depth, &xml->open_cap, sizeof open, xml->err));
	if (xml->status)
		return;
	open.role = xml->kind->start(xml, tag);
	xml->open[xml->depth++] = open;
	if (empty)
		end_element(xml, tag->to, tag->to);
	else if (xml->kind->soup && vn_xml_is_any(tag, raws))
		xml->raw = open.name;
}

/* An end tag. One that was not open is passed over; those that are open within are closed. */
static void end_tag(struct vn_xml *xml, struct vn_str tag, uint64_t from)
{
	size_t at = 2, depth = xml->depth;
	struct vn_str name = vn_tag_take(tag, &at, true);
	uint32_t sought;

	vn_tag_prefix(&name);
	sought = digest(name);
	while (depth > 0 && xml->open[depth - 1].name != sought)
		depth--;
	while (depth > 0 && xml->depth >= depth && !xml->status)
		end_element(xml, from, from + tag.len);
}

/* The token at the begin of TEXT, which begins with `<`: how long it is. 0: it does not end yet. 1
 * in soup: a sign like others. */
static size_t token(struct vn_xml *xml, struct vn_str text)
{
	if (vn_tag_begins(text, "<!--"))
		return vn_tag_find(text, 4, "-->");
	if (vn_tag_begins(text, "<![CDATA["))
		return vn_tag_find(text, 9, "]]>");
	if (text.len > 1 && text.ptr[1] == '?')
		return vn_tag_find(text, 2, xml->kind->soup ? ">" : "?>");
	if (text.len > 1 && text.ptr[1] == '!')
		return text.len < 9 ? 0 : vn_tag_doctype(text);
	if (text.len > 1 && text.ptr[1] != '/' && !vn_tag_letter(text.ptr[1]))
		return 1;
	if (text.len > 1 && text.ptr[1] == '/')
		return vn_tag_find(text, 2, ">");
	return text.len > 1 ? vn_tag_length(text) : 0;
}

static void do_token(struct vn_xml *xml, struct vn_str text)
{
	struct vn_xml_tag tag;

	if (vn_tag_begins(text, "<![CDATA[")) {
		if (xml->text)
			vn_xml_cdata(xml, (struct vn_str){text.ptr + 9, text.len - 12});
		return;
	}
	if (text.ptr[1] == '/') {
		end_tag(xml, text, vn_xml_offset(xml, text.ptr));
		return;
	}
	if (text.ptr[1] == '!' || text.ptr[1] == '?')
		return;
	if (!xml->attrs)
		vn_xml_stop(xml,
			    vn_grow(&xml->attrs, 0, &xml->attr_cap, sizeof *xml->attrs, xml->err));
	while (!xml->status &&
	       vn_xml_parse(text, vn_xml_offset(xml, text.ptr), &tag, xml->attrs, xml->attr_cap) &&
	       tag.attr_count == xml->attr_cap && xml->attr_cap < ATTRS_MAX)
		vn_xml_stop(xml, vn_grow(&xml->attrs, xml->attr_cap, &xml->attr_cap,
					 sizeof *xml->attrs, xml->err));
	if (!xml->status)
		start_tag(xml, &tag);
}

/* What stands between tags at the begin of TEXT. Returns how much of it was used. */
static size_t data(struct vn_xml *xml, struct vn_str text, bool last)
{
	const char *tag = memchr(text.ptr + 1, '<', text.len - 1);

	if (tag) {
		text.len = (size_t)(tag - text.ptr);
		last = true;
	}
	return xml->text && !xml->raw ? vn_xml_data(xml, text, true, last) : text.len;
}

/* The end of an element in which nothing else is mark-up. */
static size_t raw(struct vn_xml *xml, struct vn_str text)
{
	for (size_t at = 0; at + 2 < text.len; at++) {
		const char *sign = memchr(text.ptr + at, '<', text.len - at);
		struct vn_str name;
		size_t from;
		if (!sign)
			return text.len;
		at = (size_t)(sign - text.ptr);
		if (text.len - at < 12)
			return at ? at : 0;
		if (text.ptr[at + 1] != '/')
			continue;
		from = at + 2;
		name = vn_tag_take(text, &from, true);
		if (digest(name) == xml->raw) {
			xml->raw = 0;
			return at;
		}
	}
	return 0;
}

/* One step of the walk; false if it needs more bytes. */
static bool step(struct vn_xml *xml, bool last)
{
	uint64_t end = come(xml);
	struct vn_str text = vn_xml_bytes(xml, xml->pos, end);
	size_t used;

	if (!text.len)
		return false;
	if (xml->raw) {
		uint32_t was = xml->raw;
		used = raw(xml, text);
		if (!used && last && xml->raw == was)
			used = text.len;
		xml->pos += used;
		return used > 0 || xml->raw != was;
	}
	if (*text.ptr != '<') {
		used = data(xml, text, last);
		xml->pos += used;
		return used > 0;
	}
	used = token(xml, text);
	if (used == 1) {
		used = data(xml, text, last);
	} else if (used) {
		text.len = used;
		do_token(xml, text);
	} else if (last) {
		used = text.len;
	} else if (text.len > TOKEN_BYTES) {
		vn_xml_stop(xml,
			    vn_err_set(xml->err, VN_ELIMIT, "a tag or comment of more than %d MiB",
				       TOKEN_BYTES >> 20));
	}
	xml->pos += used;
	return used > 0;
}

/* What Expat says against the document, behind LEAD. */
static enum vn_status malformed(const struct vn_xml *xml, const char *lead, struct vn_err *err)
{
	enum XML_Error error = XML_GetErrorCode(xml->judge);

	if (error == XML_ERROR_NO_MEMORY)
		return vn_err_nomem(err);
	return vn_err_set(err, VN_EINPUT, "%sline %llu, column %llu: %s", lead,
			  (unsigned long long)XML_GetCurrentLineNumber(xml->judge),
			  (unsigned long long)XML_GetCurrentColumnNumber(xml->judge) + 1,
			  XML_ErrorString(error));
}

/* The byte that is wrong. */
static uint64_t judged_at(const struct vn_xml *xml)
{
	XML_Index at = XML_GetCurrentByteIndex(xml->judge);
	return xml->from + (at > 0 ? (uint64_t)at : 0);
}

/* That there is a handler keeps Expat from expanding entities. */
static void other(void *self, const XML_Char *bytes, int len)
{
	(void)self;
	(void)bytes;
	(void)len;
}

/* Finds out in what the document is written, and begins to judge it. False: needs more bytes. */
static bool begin(struct vn_xml *xml, bool last)
{
	struct vn_str head = vn_xml_bytes(xml, xml->from, come(xml)), name = {"UTF-8", 5};
	const char *as = "UTF-8";
	size_t end;

	if (!last && head.len < CHECK_BYTES && !vn_tag_find(head, 0, "?>"))
		if (head.len < 8 || vn_tag_find(head, 0, "<?xml"))
			return false;
	xml->begun = true;
	if (vn_tag_begins(head, "\xef\xbb\xbf"))
		head = (struct vn_str){head.ptr + 3, head.len - 3};
	if (vn_tag_begins(head, "<?xml") && (end = vn_tag_find(head, 0, "?>"))) {
		const char *at = memmem(head.ptr, end, "encoding", 8);
		size_t from = at ? (size_t)(at + 8 - head.ptr) : end;
		while (from < end && head.ptr[from] != '"' && head.ptr[from] != '\'')
			from++;
		if (from < end)
			name = vn_tag_value((struct vn_str){head.ptr, end}, &from);
	}
	if (xml->piece->wide)
		name = VN_STR("UTF-8"); /* by now */
	else if (vn_tag_begins(head, "\xff\xfe") || vn_tag_begins(head, "\xfe\xff") ||
		 (head.len > 1 && !memcmp(head.ptr, "<", 2)))
		name = VN_STR("UTF-16");
	else if (name.len == 6 && strncasecmp(name.ptr, "utf-16", 6) == 0)
		name = VN_STR("UTF-8"); /* it was, before it came here */
	xml->style = vn_chars_style(name, &as);
	if (!as) {
		vn_xml_stop(xml, vn_err_set(xml->err, VN_EINPUT,
					    "is written in %.*s; convert it to UTF-8",
					    name.len < 40 ? (int)name.len : 40, name.ptr));
		return true;
	}
	if (xml->kind->soup)
		return true;
	xml->judge = XML_ParserCreate(as);
	if (!xml->judge)
		vn_xml_stop(xml, vn_err_nomem(xml->err));
	else
		XML_SetDefaultHandler(xml->judge, other);
	return true;
}

/* Gives Expat what it has not seen. */
static void judge(struct vn_xml *xml, bool last)
{
	uint64_t end = come(xml);
	struct vn_str bytes = vn_xml_bytes(xml, xml->fed, end);
	enum XML_Status parsed;

	if (!xml->judge || xml->judged)
		return;
	/* Expat takes an int. */
	do {
		int part = bytes.len > 1 << 20 ? 1 << 20 : (int)bytes.len;
		parsed = XML_Parse(xml->judge, bytes.ptr, part, last && (size_t)part == bytes.len);
		bytes.ptr += part;
		bytes.len -= (size_t)part;
	} while (parsed == XML_STATUS_OK && bytes.len > 0);
	xml->fed = end;
	if (parsed == XML_STATUS_OK)
		return;
	xml->judged = true;
	if (!xml->how->recover)
		vn_xml_stop(xml, malformed(xml,
					   "is no well-formed XML; --recover reads on, -f text "
					   "takes it as plain text: ",
					   xml->err));
	else if (malformed(xml, "", &xml->piece->fault) == VN_ENOMEM)
		vn_xml_stop(xml, vn_err_nomem(xml->err));
}

enum vn_status vn_xml_open(void **self, size_t size, const struct vn_xml_kind *kind,
			   const struct vn_source_how *how, struct vn_err *err)
{
	struct vn_xml *xml = calloc(1, size);

	if (!xml)
		return vn_err_nomem(err);
	xml->kind = kind;
	xml->how = how;
	xml->limit = UINT64_MAX;
	*self = xml;
	return VN_OK;
}

void vn_xml_close(void *self)
{
	struct vn_xml *xml = self;

	if (!xml)
		return;
	XML_ParserFree(xml->judge);
	vn_buf_fini(&xml->blanks);
	vn_piece_fini(&xml->said);
	free(xml->attrs);
	free(xml->open);
	free(xml);
}

static enum vn_status end_document(struct vn_xml *xml, struct vn_err *err)
{
	struct vn_piece *piece = xml->piece;

	while (xml->depth && !xml->status)
		end_element(xml, xml->pos, xml->pos);
	if (xml->status)
		return xml->status;
	piece->reach = come(xml);
	xml->blanks.len = 0;
	vn_piece_edge(piece, VN_EDGE_LINE);
	return xml->part ? VN_OK : vn_piece_end(piece, err);
}

enum vn_status vn_xml_feed(void *self, const char *bytes, size_t len, bool last,
			   struct vn_piece *piece, struct vn_err *err)
{
	struct vn_xml *xml = self;

	(void)bytes;
	(void)len;
	xml->piece = piece;
	xml->err = err;
	if (!xml->begun && !begin(xml, last))
		return VN_OK;
	if (!xml->status)
		judge(xml, last);
	while (!xml->status && step(xml, last))
		;
	if (xml->status)
		return vn_err_at(err, xml->status, xml->judged ? judged_at(xml) : xml->pos);
	if (last)
		return end_document(xml, err);
	/* Blanks that are held back may still become text. */
	piece->reach = xml->blanks.len ? xml->blank_from : xml->pos;
	if (piece->reach < piece->last)
		piece->reach = piece->last;
	return VN_OK;
}

enum vn_status vn_xml_encode(uint8_t style, struct vn_str text, struct vn_buf *out,
			     struct vn_err *err)
{
	return vn_chars_encode(style, text, out, err);
}
