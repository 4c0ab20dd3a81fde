/* Records in JSON, one a line: one of their members is text (--field). */
#include "source/rows.h"
#include "text/chars.h"

#include <stdlib.h>

/* The record has its letters beyond ASCII as escapes. */
#define STYLE_ASCII 1

struct reader {
	uint64_t pos;
	struct vn_str field;
};

static enum vn_status open_reader(void **self, const struct vn_source_how *how, struct vn_err *err)
{
	struct reader *r = calloc(1, sizeof *r);

	if (!r)
		return vn_err_nomem(err);
	r->field = how->field ? (struct vn_str){how->field, strlen(how->field)} : VN_STR("text");
	*self = r;
	return VN_OK;
}

/* The bytes of the string whose quotation mark stands at *AT, which moves behind it. */
static struct vn_str take_string(struct vn_str row, size_t *at)
{
	size_t from = ++*at;

	while (*at < row.len && row.ptr[*at] != '"')
		*at += row.ptr[*at] == '\\' && *at + 1 < row.len ? 2 : 1;
	if (*at > row.len)
		*at = row.len;
	++*at;
	return (struct vn_str){row.ptr + from, *at - 1 - from};
}

/* The value of the member FIELD of the object in ROW, if it is a string; ptr is NULL if not. */
static struct vn_str find_member(struct vn_str row, struct vn_str field)
{
	struct vn_str key = {0};
	int depth = 0;
	bool value = false;

	for (size_t at = 0; at < row.len;) {
		char c = row.ptr[at];
		if (c == '"') {
			struct vn_str string = take_string(row, &at);
			if (depth == 1 && value && key.ptr && vn_str_eq(key, field))
				return at <= row.len ? string : (struct vn_str){0};
			key = depth == 1 && !value ? string : (struct vn_str){0};
			continue;
		}
		depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
		if (c == ':' || c == ',')
			value = c == ':';
		at++;
	}
	return (struct vn_str){0};
}

static int32_t hex(struct vn_str text, size_t at)
{
	int32_t value = 0;

	if (text.len - at < 4)
		return -1;
	for (size_t i = at; i < at + 4; i++) {
		char c = text.ptr[i];
		int digit = c >= '0' && c <= '9'   ? c - '0'
			    : c >= 'a' && c <= 'f' ? c - 'a' + 10
			    : c >= 'A' && c <= 'F' ? c - 'A' + 10
						   : -1;
		if (digit < 0)
			return -1;
		value = value * 16 + digit;
	}
	return value;
}

/* The character that the escape at TEXT[at] stands for; *LEN is its length. -1: none. */
static int32_t escape(struct vn_str text, size_t at, size_t *len)
{
	static const char names[] = "\"\\/bfnrt", chars[] = "\"\\/\b\f\n\r\t";
	const char *found;
	int32_t c, low;

	*len = text.len - at < 2 ? 1 : 2;
	if (*len == 1)
		return -1;
	if (text.ptr[at + 1] != 'u') {
		found = memchr(names, text.ptr[at + 1], sizeof names - 1);
		return found ? chars[found - names] : -1;
	}
	c = hex(text, at + 2);
	if (c < 0)
		return -1;
	*len = 6;
	if (c >= 0xd800 && c < 0xdc00 && text.len - at >= 12 && text.ptr[at + 6] == '\\' &&
	    text.ptr[at + 7] == 'u' && (low = hex(text, at + 8)) >= 0xdc00 && low < 0xe000) {
		*len = 12;
		return 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
	}
	return c >= 0xd800 && c < 0xe000 ? -1 : c;
}

static bool is_ascii(struct vn_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] & 0x80)
			return false;
	return memmem(text.ptr, text.len, "\\u", 2) != NULL;
}

/* The text of a record, VALUE being at byte FROM. */
static enum vn_status add_value(struct vn_piece *piece, struct vn_str value, uint64_t from,
				struct vn_err *err)
{
	uint8_t style = is_ascii(value) ? STYLE_ASCII : 0;
	enum vn_status status = VN_OK;

	for (size_t at = 0; !status && at < value.len;) {
		size_t begin = at, len = 1;
		char utf8[VN_UTF8_MAX];
		int32_t c;
		while (at < value.len && value.ptr[at] != '\\')
			at++;
		status = vn_piece_add(piece, (struct vn_str){value.ptr + begin, at - begin},
				      from + begin, from + at, style, err);
		if (status || at == value.len)
			break;
		c = escape(value, at, &len);
		if (c == '\n' || c == '\r' || c == '\f' || c == '\b' || c < ' ')
			vn_piece_edge(piece, c == '\n' ? VN_EDGE_LINE : VN_EDGE_WORD);
		else
			status = vn_piece_add(piece, (struct vn_str){utf8, vn_utf8_put(utf8, c)},
					      from + at, from + at + len, style, err);
		at += len;
	}
	return status;
}

static enum vn_status add_row(void *self, struct vn_piece *piece, struct vn_str row, uint64_t from,
			      struct vn_err *err)
{
	const struct reader *r = self;
	struct vn_str value = find_member(row, r->field);

	if (!value.len)
		return VN_OK;
	vn_piece_edge(piece, VN_EDGE_PAGE);
	return add_value(piece, value, from + (uint64_t)(value.ptr - row.ptr), err);
}

static enum vn_status feed(void *self, const char *bytes, size_t len, bool last,
			   struct vn_piece *piece, struct vn_err *err)
{
	struct reader *r = self;

	(void)bytes;
	(void)len;
	return vn_rows_feed(&r->pos, false, last, piece, add_row, r, err);
}

static enum vn_status put_unit(uint32_t unit, struct vn_buf *out, struct vn_err *err)
{
	static const char digits[] = "0123456789abcdef";
	char text[6] = {'\\',
			'u',
			digits[unit >> 12 & 15],
			digits[unit >> 8 & 15],
			digits[unit >> 4 & 15],
			digits[unit & 15]};
	return vn_buf_add(out, text, sizeof text, err);
}

static enum vn_status encode(uint8_t style, struct vn_str text, struct vn_buf *out,
			     struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t at = 0; !status && at < text.len;) {
		size_t from = at;
		int32_t c = vn_utf8_next(text, &at);
		if (c == '"' || c == '\\') {
			char two[2] = {'\\', (char)c};
			status = vn_buf_add(out, two, 2, err);
		} else if ((c >= 0 && c < ' ') || (c >= 0x80 && (style & STYLE_ASCII))) {
			uint32_t unit = (uint32_t)c;
			if (unit >= 0x10000) {
				status = put_unit(0xd800 + ((unit - 0x10000) >> 10), out, err);
				unit = 0xdc00 + ((unit - 0x10000) & 0x3ff);
			}
			if (!status)
				status = put_unit(unit, out, err);
		} else {
			status = vn_buf_add(out, text.ptr + from, at - from, err);
		}
	}
	return status;
}

/* A whole line that is an object with the member text. */
static int probe(struct vn_str head, bool ended)
{
	const char *end = head.len ? memchr(head.ptr, '\n', head.len) : NULL;
	struct vn_str row = {head.ptr, end ? (size_t)(end - head.ptr) : head.len};
	size_t len = row.len;

	if (head.len && *head.ptr != '{')
		return VN_PROBE_NO;
	if (!end && !ended && head.len < VN_PROBE_BYTES)
		return VN_PROBE_MORE;
	while (len && (row.ptr[len - 1] == '\r' || row.ptr[len - 1] == ' '))
		len--;
	if ((end || ended) && (!len || row.ptr[len - 1] != '}'))
		return VN_PROBE_NO;
	return find_member(row, VN_STR("text")).ptr ? 80 : VN_PROBE_NO;
}

static const char *const extensions[] = {"ndjson", "jsonl", NULL};

const struct vn_source vn_source_ndjson = {
	.name = "ndjson",
	.summary = "records in JSON, one a line, of which one member is text (--field)",
	.extensions = extensions,
	.records = true,
	.probe = probe,
	.open = open_reader,
	.feed = feed,
	.encode = encode,
	.close = free,
};
