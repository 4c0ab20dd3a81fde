#include "source/chars.h"

#include "source/wide.h"
#include "text/chars.h"

#include <stdlib.h>

uint8_t vn_chars_style(struct vn_str name, const char **as)
{
	static const struct {
		const char *name, *as;
		uint8_t style;
	} known[] = {
		{"utf-8", "UTF-8", 0},
		{"utf8", "UTF-8", 0},
		{"us-ascii", "US-ASCII", VN_CHARS_ASCII},
		{"ascii", "US-ASCII", VN_CHARS_ASCII},
		{"iso-8859-1", "ISO-8859-1", VN_CHARS_LATIN1},
		{"latin1", "ISO-8859-1", VN_CHARS_LATIN1},
		{"latin-1", "ISO-8859-1", VN_CHARS_LATIN1},
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (name.len == strlen(known[i].name) &&
		    strncasecmp(name.ptr, known[i].name, name.len) == 0) {
			*as = known[i].as;
			return known[i].style;
		}
	*as = NULL;
	return 0;
}

/* Those of XML and of HTML that texts have, in order. */
static const struct {
	const char *name;
	int32_t c;
} entities[] = {
	{"Aacute", 0xc1},  {"Acirc", 0xc2},    {"Agrave", 0xc0},  {"Atilde", 0xc3},
	{"Eacute", 0xc9},  {"Ecirc", 0xca},    {"Egrave", 0xc8},  {"Iacute", 0xcd},
	{"Igrave", 0xcc},  {"Oacute", 0xd3},   {"Ocirc", 0xd4},	  {"Ograve", 0xd2},
	{"Otilde", 0xd5},  {"Uacute", 0xda},   {"Ugrave", 0xd9},  {"Yacute", 0xdd},
	{"aacute", 0xe1},  {"acirc", 0xe2},    {"agrave", 0xe0},  {"amp", '&'},
	{"apos", '\''},	   {"atilde", 0xe3},   {"bull", 0x2022},  {"copy", 0xa9},
	{"deg", 0xb0},	   {"eacute", 0xe9},   {"ecirc", 0xea},	  {"egrave", 0xe8},
	{"gt", '>'},	   {"hellip", 0x2026}, {"iacute", 0xed},  {"igrave", 0xec},
	{"laquo", 0xab},   {"ldquo", 0x201c},  {"lsquo", 0x2018}, {"lt", '<'},
	{"mdash", 0x2014}, {"middot", 0xb7},   {"nbsp", 0xa0},	  {"ndash", 0x2013},
	{"oacute", 0xf3},  {"ocirc", 0xf4},    {"ograve", 0xf2},  {"otilde", 0xf5},
	{"quot", '"'},	   {"raquo", 0xbb},    {"rdquo", 0x201d}, {"rsquo", 0x2019},
	{"sect", 0xa7},	   {"uacute", 0xfa},   {"ugrave", 0xf9},  {"yacute", 0xfd},
};

static int32_t by_name(struct vn_str name)
{
	for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
		if (name.len == strlen(entities[i].name) &&
		    memcmp(name.ptr, entities[i].name, name.len) == 0)
			return entities[i].c;
	return 0;
}

/* #7879 or #x1ec7: what stands for a character of XML. */
static int32_t by_number(struct vn_str name)
{
	bool hex = name.len > 1 && (name.ptr[1] == 'x' || name.ptr[1] == 'X');
	int32_t c = 0;

	for (size_t i = hex ? 2 : 1; i < name.len; i++) {
		char d = name.ptr[i];
		int digit = d >= '0' && d <= '9'	  ? d - '0'
			    : hex && d >= 'a' && d <= 'f' ? d - 'a' + 10
			    : hex && d >= 'A' && d <= 'F' ? d - 'A' + 10
							  : -1;
		if (digit < 0 || c > 0x10ffff)
			return 0;
		c = c * (hex ? 16 : 10) + digit;
	}
	if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000) || c == 0xfffe || c == 0xffff)
		return 0;
	return c >= ' ' || c == '\t' || c == '\n' || c == '\r' ? c : 0;
}

size_t vn_chars_decode(struct vn_str name, char utf8[VN_CHARS_MAX])
{
	int32_t c = name.len && *name.ptr == '#' ? by_number(name) : by_name(name);
	return c ? vn_utf8_put(utf8, c) : 0;
}

/* Whether C, at TEXT[at], has to be written otherwise in STYLE. */
static bool is_special(uint8_t style, struct vn_str text, size_t at)
{
	char c = text.ptr[at];

	if (c & 0x80)
		return style & VN_CHARS_NARROW;
	if (style & VN_CHARS_CDATA)
		return c == '>' && at >= 2 && memcmp(text.ptr + at - 2, "]]", 2) == 0;
	return c == '&' || c == '<' || c == '>' ||
	       ((style & VN_CHARS_QUOTED) && (c == '"' || c == '\''));
}

static enum vn_status put(struct vn_buf *out, const char *text, struct vn_err *err)
{
	return vn_buf_add(out, text, strlen(text), err);
}

/* Puts a code point that the document has no byte for, or one. */
static enum vn_status put_wide(uint8_t style, int32_t c, struct vn_buf *out, struct vn_err *err)
{
	bool cdata = style & VN_CHARS_CDATA;
	char byte = (char)c, number[16] = "&#x", *at = number + 3;
	enum vn_status status = VN_OK;

	if ((style & VN_CHARS_LATIN1) && c < 0x100)
		return vn_buf_add(out, &byte, 1, err);
	for (int shift = 20; shift >= 0; shift -= 4)
		if (c >> shift || at > number + 3)
			*at++ = "0123456789ABCDEF"[c >> shift & 15];
	*at++ = ';';
	*at = '\0';
	if (cdata)
		status = put(out, "]]>", err);
	if (!status)
		status = put(out, number, err);
	return status || !cdata ? status : put(out, "<![CDATA[", err);
}

static enum vn_status put_special(uint8_t style, struct vn_str text, size_t *at, struct vn_buf *out,
				  struct vn_err *err)
{
	char c = text.ptr[*at];

	if (c & 0x80) {
		size_t from = *at;
		int32_t wide = vn_utf8_next(text, at);
		return wide < 0 ? vn_buf_add(out, text.ptr + from, 1, err)
				: put_wide(style, wide, out, err);
	}
	++*at;
	if (style & VN_CHARS_CDATA)
		return put(out, "]]><![CDATA[>", err);
	return put(out,
		   c == '&'   ? "&amp;"
		   : c == '<' ? "&lt;"
		   : c == '>' ? "&gt;"
		   : c == '"' ? "&quot;"
			      : "&apos;",
		   err);
}

/* In UTF-16: as in UTF-8, then every letter in units of two bytes. */
static enum vn_status encode_wide(uint8_t style, struct vn_str text, struct vn_buf *out,
				  struct vn_err *err)
{
	struct vn_buf narrow = {0};
	enum vn_status status =
		vn_chars_encode(style & (uint8_t)~VN_CHARS_WIDE, text, &narrow, err);

	if (!status)
		status = vn_wide_encode(style & VN_CHARS_BIG, vn_buf_str(&narrow), out, err);
	vn_buf_fini(&narrow);
	return status;
}

enum vn_status vn_chars_encode(uint8_t style, struct vn_str text, struct vn_buf *out,
			       struct vn_err *err)
{
	enum vn_status status = VN_OK;

	if (style & VN_CHARS_WIDE)
		return encode_wide(style, text, out, err);

	for (size_t at = 0; !status && at < text.len;) {
		size_t from = at;
		while (at < text.len && !is_special(style, text, at))
			at++;
		status = vn_buf_add(out, text.ptr + from, at - from, err);
		if (!status && at < text.len)
			status = put_special(style, text, &at, out, err);
	}
	return status;
}
