/* The text of the walk: what stands between tags and in values, with its places. */
#include "source/chars.h"
#include "source/xml.h"

/* Blanks at the edge of an element are no text. */
static void drop_blanks(struct vn_xml *xml)
{
	if (xml->blanks.len)
		vn_piece_edge(xml->piece,
			      memchr(xml->blanks.ptr, '\n', xml->blanks.len) && xml->line_feed
				      ? xml->line_feed
				      : VN_EDGE_WORD);
	xml->blanks.len = 0;
}

void vn_xml_edge(struct vn_xml *xml, enum vn_edge edge)
{
	drop_blanks(xml);
	vn_piece_edge(xml->piece, edge);
}

/* Adds the blanks that were held back, now that a word goes on behind them. */
static enum vn_status add_blanks(struct vn_xml *xml)
{
	struct vn_str blanks = vn_buf_str(&xml->blanks);
	enum vn_status status = VN_OK;

	if (!blanks.len)
		return VN_OK;
	if (memchr(blanks.ptr, '\n', blanks.len) || memchr(blanks.ptr, '\r', blanks.len) ||
	    xml->blank_to - xml->blank_from != blanks.len) {
		drop_blanks(xml);
		return VN_OK;
	}
	if (xml->piece->begun && xml->piece->edge == VN_EDGE_NONE)
		status = vn_piece_add(xml->piece, blanks, xml->blank_from, xml->blank_to,
				      xml->style, xml->err);
	xml->blanks.len = 0;
	return status;
}

static enum vn_status hold_blanks(struct vn_xml *xml, struct vn_str blanks, uint64_t from,
				  uint64_t to)
{
	if (!xml->blanks.len)
		xml->blank_from = from;
	xml->blank_to = to;
	return vn_buf_add(&xml->blanks, blanks.ptr, blanks.len, xml->err);
}

static enum vn_status add_text(struct vn_xml *xml, struct vn_str text, uint64_t from, uint64_t to)
{
	enum vn_status status = add_blanks(xml);
	return status ? status : vn_piece_add(xml->piece, text, from, to, xml->style, xml->err);
}

/* A reference such as &amp; or &#7879; at the begin of DATA, LEN bytes long. An entity of the
 * document is not expanded but passed over, which ends a word. */
static enum vn_status add_reference(struct vn_xml *xml, struct vn_str data, size_t len)
{
	uint64_t from = vn_xml_offset(xml, data.ptr);
	char utf8[VN_CHARS_MAX];
	size_t count = vn_chars_decode((struct vn_str){data.ptr + 1, len - 2}, utf8);

	if (!count) {
		vn_xml_edge(xml, VN_EDGE_WORD);
		return VN_OK;
	}
	if (count == 1 && vn_tag_blank(*utf8))
		return hold_blanks(xml, (struct vn_str){utf8, 1}, from, from + len);
	return add_text(xml, (struct vn_str){utf8, count}, from, from + len);
}

/* Letters of latin-1, one byte each. */
static enum vn_status add_narrow(struct vn_xml *xml, struct vn_str data)
{
	enum vn_status status = VN_OK;
	uint64_t from = vn_xml_offset(xml, data.ptr);

	for (size_t i = 0; !status && i < data.len; i++) {
		unsigned char c = (unsigned char)data.ptr[i];
		char utf8[2] = {(char)(0xc0 | c >> 6), (char)(0x80 | (c & 0x3f))};
		struct vn_str as = {c < 0x80 ? data.ptr + i : utf8, c < 0x80 ? 1 : 2};
		status = add_text(xml, as, from + i, from + i + 1);
	}
	return status;
}

/* How many bytes of DATA from AT on are a reference; 0: none; SIZE_MAX: not to be told yet. */
static size_t reference(struct vn_str data, size_t at, bool last)
{
	size_t stop = data.len - at < VN_CHARS_REFERENCE ? data.len : at + VN_CHARS_REFERENCE;

	for (size_t i = at + 1; i < stop; i++) {
		char c = data.ptr[i];
		if (c == ';')
			return i > at + 1 ? i + 1 - at : 0;
		if (!(c == '#' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
		      (c >= 'A' && c <= 'Z')))
			return 0;
	}
	return last || stop < data.len ? 0 : SIZE_MAX;
}

/* How many bytes at the end of DATA are the begin of a character that goes on behind it. */
static size_t unfinished(struct vn_str data)
{
	for (size_t n = 1; n < 4 && n <= data.len; n++) {
		unsigned char c = (unsigned char)data.ptr[data.len - n];
		if ((c & 0xc0) == 0x80)
			continue;
		return (c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 1) > n ? n : 0;
	}
	return 0;
}

/* Adds DATA, in which references are looked for if REFERENCES. Returns how much was used: what ends
 * in the middle of something waits, unless nothing follows. */
size_t vn_xml_data(struct vn_xml *xml, struct vn_str data, bool references, bool last)
{
	enum vn_status status = VN_OK;
	size_t at = 0;

	if (!last && !(xml->style & VN_CHARS_NARROW))
		data.len -= unfinished(data);
	while (!status && at < data.len) {
		struct vn_str part = {data.ptr + at, 0};
		size_t from = at, len;
		if (references && data.ptr[at] == '&') {
			len = reference(data, at, last);
			if (len == SIZE_MAX)
				break;
			if (len) {
				part.len = len;
				status = add_reference(xml, part, len);
				at += len;
				continue;
			}
			at++;
		}
		if (at == from && vn_tag_blank(data.ptr[at])) {
			while (at < data.len && vn_tag_blank(data.ptr[at]))
				at++;
			part.len = at - from;
			status = hold_blanks(xml, part, vn_xml_offset(xml, part.ptr),
					     vn_xml_offset(xml, part.ptr) + part.len);
			continue;
		}
		while (at < data.len && !vn_tag_blank(data.ptr[at]) &&
		       !(references && data.ptr[at] == '&'))
			at++;
		part.len = at - from;
		status = xml->style & VN_CHARS_NARROW
				 ? add_narrow(xml, part)
				 : add_text(xml, part, vn_xml_offset(xml, part.ptr),
					    vn_xml_offset(xml, part.ptr) + part.len);
	}
	vn_xml_stop(xml, status);
	return at;
}

void vn_xml_add_value(struct vn_xml *xml, struct vn_str value)
{
	xml->style |= VN_CHARS_QUOTED;
	vn_xml_data(xml, value, true, true);
	xml->style &= (uint8_t)~VN_CHARS_QUOTED;
	drop_blanks(xml);
}

void vn_xml_add_as(struct vn_xml *xml, struct vn_str text, uint64_t from, uint64_t to,
		   uint8_t style)
{
	enum vn_status status = add_blanks(xml);

	vn_xml_stop(xml,
		    status ? status : vn_piece_add(xml->piece, text, from, to, style, xml->err));
}

void vn_xml_cdata(struct vn_xml *xml, struct vn_str section)
{
	xml->style |= VN_CHARS_CDATA;
	vn_xml_data(xml, section, false, true);
	xml->style &= (uint8_t)~VN_CHARS_CDATA;
}

void vn_xml_add_data(struct vn_xml *xml, struct vn_str data)
{
	while (data.len && !xml->status) {
		const char *tag = memchr(data.ptr, '<', data.len);
		struct vn_str part = {data.ptr, tag ? (size_t)(tag - data.ptr) : data.len};
		size_t end;
		vn_xml_data(xml, part, true, true);
		data.ptr += part.len;
		data.len -= part.len;
		if (!data.len)
			break;
		if (vn_tag_begins(data, "<![CDATA[") && (end = vn_tag_find(data, 9, "]]>"))) {
			vn_xml_cdata(xml, (struct vn_str){data.ptr + 9, end - 12});
		} else if (!vn_tag_begins(data, "<!--") || !(end = vn_tag_find(data, 4, "-->"))) {
			end = vn_tag_find(data, 1, ">");
		}
		end = end ? end : data.len;
		data.ptr += end;
		data.len -= end;
	}
}

const struct vn_piece *vn_xml_said(struct vn_xml *xml, struct vn_str data, bool quoted)
{
	struct vn_piece *piece = xml->piece, *said = &xml->said;

	vn_piece_reset(said);
	said->bytes = piece->bytes;
	said->base = piece->base;
	xml->piece = said;
	xml->blanks.len = 0;
	if (quoted)
		vn_xml_add_value(xml, data);
	else
		vn_xml_add_data(xml, data);
	xml->blanks.len = 0;
	xml->piece = piece;
	said->bytes = (struct vn_buf){0};
	return said;
}
