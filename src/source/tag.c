#include "source/tag.h"

#include "source/source.h"

size_t vn_tag_find(struct vn_str text, size_t at, const char *what)
{
	const char *found =
		at <= text.len ? memmem(text.ptr + at, text.len - at, what, strlen(what)) : NULL;
	return found ? (size_t)(found - text.ptr) + strlen(what) : 0;
}

/* What ends names, and what ends values without quotes as well. */
enum { BLANK = 1, SHUT = 2, SIGN = 4 };
static const uint8_t kinds[256] = {[' '] = BLANK,  ['\t'] = BLANK, ['\n'] = BLANK, ['\r'] = BLANK,
				   ['\f'] = BLANK, ['>'] = SHUT,   ['='] = SIGN,   ['/'] = SIGN};

static inline uint8_t kind_of(char c)
{
	return kinds[(unsigned char)c];
}

bool vn_tag_blank(char c)
{
	return kind_of(c) == BLANK;
}

bool vn_tag_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' ||
	       (c & 0x80);
}

struct vn_str vn_tag_prefix(struct vn_str *name)
{
	const char *colon = memrchr(name->ptr, ':', name->len);
	struct vn_str prefix = {name->ptr, colon ? (size_t)(colon + 1 - name->ptr) : 0};

	name->ptr += prefix.len;
	name->len -= prefix.len;
	return prefix;
}

/* The name or the value without quotes at AT. */
struct vn_str vn_tag_take(struct vn_str text, size_t *at, bool is_name)
{
	const uint8_t ends = is_name ? BLANK | SHUT | SIGN : BLANK | SHUT;
	size_t from = *at, to = from;

	while (to < text.len && !(kind_of(text.ptr[to]) & ends))
		to++;
	*at = to;
	return (struct vn_str){text.ptr + from, to - from};
}

static void skip_blanks(struct vn_str text, size_t *at)
{
	while (*at < text.len && kind_of(text.ptr[*at]) == BLANK)
		++*at;
}

struct vn_str vn_tag_value(struct vn_str text, size_t *at)
{
	struct vn_str value = {text.ptr + *at, 0};
	const char *end;

	if (*at < text.len && (*value.ptr == '"' || *value.ptr == '\'')) {
		end = memchr(value.ptr + 1, *value.ptr, text.len - *at - 1);
		value.ptr++;
		value.len = (size_t)((end ? end : text.ptr + text.len) - value.ptr);
		*at += value.len + 1 + (end != NULL);
		return value;
	}
	return vn_tag_take(text, at, false);
}

bool vn_xml_parse(struct vn_str text, uint64_t from, struct vn_xml_tag *tag,
		  struct vn_xml_attr *attrs, size_t cap)
{
	size_t at = 1;

	if (text.len < 2 || text.ptr[0] != '<' || !vn_tag_letter(text.ptr[1]))
		return false;
	*tag = (struct vn_xml_tag){
		.name = vn_tag_take(text, &at, true), .from = from, .attrs = attrs};
	tag->prefix = vn_tag_prefix(&tag->name);
	for (skip_blanks(text, &at); at < text.len && text.ptr[at] != '>'; skip_blanks(text, &at)) {
		struct vn_xml_attr attr = {.name = vn_tag_take(text, &at, true)};
		if (!attr.name.len) {
			/* A slash at the end, or a stray sign. */
			tag->empty =
				text.ptr[at] == '/' && at + 1 < text.len && text.ptr[at + 1] == '>';
			at++;
			continue;
		}
		vn_tag_prefix(&attr.name);
		attr.value = (struct vn_str){attr.name.ptr, 0};
		skip_blanks(text, &at);
		if (at < text.len && text.ptr[at] == '=') {
			at++;
			skip_blanks(text, &at);
			attr.value = vn_tag_value(text, &at);
		}
		if (tag->attr_count < cap)
			attrs[tag->attr_count++] = attr;
	}
	tag->to = from + at + (at < text.len);
	return true;
}

/* The length of the declaration of a document type at the begin of TEXT; 0: it does not end yet. */
size_t vn_tag_doctype(struct vn_str text)
{
	int depth = 0;

	for (size_t at = 2; at < text.len; at++) {
		char c = text.ptr[at];
		struct vn_str rest = {text.ptr + at, text.len - at};
		const char *end;
		if (c == '"' || c == '\'') {
			end = memchr(rest.ptr + 1, c, rest.len - 1);
			if (!end)
				return 0;
			at = (size_t)(end - text.ptr);
		} else if (vn_tag_begins(rest, "<!--")) {
			size_t stop = vn_tag_find(rest, 4, "-->");
			if (!stop)
				return 0;
			at += stop - 1;
		} else if (c == '[' || c == ']') {
			depth += c == '[' ? 1 : -1;
		} else if (c == '>' && depth <= 0) {
			return at + 1;
		}
	}
	return 0;
}

/* The length of the tag at the begin of TEXT; 0: it does not end yet. */
size_t vn_tag_length(struct vn_str text)
{
	for (size_t at = 1; at < text.len; at++) {
		char c = text.ptr[at];
		const char *end;
		if (c == '>')
			return at + 1;
		if (c != '"' && c != '\'')
			continue;
		end = memchr(text.ptr + at + 1, c, text.len - at - 1);
		if (!end)
			return 0;
		at = (size_t)(end - text.ptr);
	}
	return 0;
}

int vn_xml_root(struct vn_str head, bool ended)
{
	size_t at = vn_tag_begins(head, "\xef\xbb\xbf") ? 3 : 0, len;

	for (;;) {
		struct vn_str rest;
		skip_blanks(head, &at);
		rest = (struct vn_str){head.ptr + at, head.len - at};
		if (rest.len && *rest.ptr != '<')
			return VN_PROBE_NO;
		if (rest.len < 2)
			return ended ? VN_PROBE_NO : VN_PROBE_MORE;
		if (vn_tag_letter(rest.ptr[1]))
			return (int)at + 1;
		len = vn_tag_begins(rest, "<!--") ? vn_tag_find(rest, 4, "-->")
		      : rest.ptr[1] == '?'	  ? vn_tag_find(rest, 2, "?>")
		      : rest.ptr[1] == '!'	  ? vn_tag_doctype(rest)
						  : 0;
		if (!len)
			return ended ? VN_PROBE_NO : VN_PROBE_MORE;
		at += len;
	}
}

int vn_xml_probe(struct vn_str head, bool ended, const char *name, const char *mark)
{
	int root;
	size_t len;
	struct vn_xml_attr attrs[1];
	struct vn_xml_tag tag;

	ended |= head.len >= VN_PROBE_BYTES;
	root = vn_xml_root(head, ended);
	if (root <= 0)
		return root;
	head.ptr += root - 1;
	head.len -= (size_t)root - 1;
	len = vn_tag_length(head);
	if (!len && !ended)
		return VN_PROBE_MORE;
	head.len = len ? len : head.len;
	if (!vn_xml_parse(head, 0, &tag, attrs, 1) || !vn_xml_is(&tag, name))
		return VN_PROBE_NO;
	return !mark || memmem(head.ptr, head.len, mark, strlen(mark)) ? 95 : VN_PROBE_NO;
}
