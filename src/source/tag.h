/* Tags of XML and HTML as they are written. */
#ifndef VN_SOURCE_TAG_H
#define VN_SOURCE_TAG_H

#include "base/buf.h"

#include <stdint.h>

/* Views are of the bytes of the document. Spans are bytes of it. */
struct vn_xml_attr {
	struct vn_str name;  /* without its prefix */
	struct vn_str value; /* as it is written, without the quotes */
};

struct vn_xml_tag {
	struct vn_str name;   /* without its prefix */
	struct vn_str prefix; /* with the colon; may be empty */
	uint64_t from, to;    /* of the tag */
	const struct vn_xml_attr *attrs;
	size_t attr_count;
	bool empty; /* the element has no end tag */
};

/* Whether NAME is IS, which is not empty, without regard to case. Asked many times of every tag:
 * most names are told apart by their lengths and first letters. */
static inline bool vn_tag_named(struct vn_str name, const char *is)
{
	size_t len = strlen(is);
	return name.len == len && ((*name.ptr ^ *is) & ~0x20) == 0 &&
	       strncasecmp(name.ptr, is, len) == 0;
}

/* Whether TAG is called NAME. */
static inline bool vn_xml_is(const struct vn_xml_tag *tag, const char *name)
{
	return vn_tag_named(tag->name, name);
}

/* Whether it is called one of NAMES, ended by NULL. */
static inline bool vn_xml_is_any(const struct vn_xml_tag *tag, const char *const *names)
{
	for (; *names; names++)
		if (vn_xml_is(tag, *names))
			return true;
	return false;
}

/* The value of the attribute NAME of TAG; ptr is NULL if it has none. */
static inline struct vn_str vn_xml_value(const struct vn_xml_tag *tag, const char *name)
{
	for (size_t i = 0; i < tag->attr_count; i++)
		if (vn_tag_named(tag->attrs[i].name, name))
			return tag->attrs[i].value;
	return (struct vn_str){0};
}

/* Takes the tag that TEXT begins with apart: as many as CAP of its attributes. False if it is none.
 * FROM is its place. */
bool vn_xml_parse(struct vn_str text, uint64_t from, struct vn_xml_tag *tag,
		  struct vn_xml_attr *attrs, size_t cap);

/* For probe(): the place behind the `<` of the root element of the document that begins with HEAD;
 * VN_PROBE_NO: that is no XML; VN_PROBE_MORE. */
int vn_xml_root(struct vn_str head, bool ended);

/* For probe(): how sure it is that the root is NAME and holds MARK, if that is not NULL. */
int vn_xml_probe(struct vn_str head, bool ended, const char *name, const char *mark);

/* For the walk. */
bool vn_tag_blank(char c);
bool vn_tag_letter(char c); /* that begins a name */
static inline bool vn_tag_begins(struct vn_str text, const char *with)
{
	size_t len = strlen(with);
	return text.len >= len && memcmp(text.ptr, with, len) == 0;
}

/* The byte behind WHAT, the first one from AT on; 0: there is none. */
size_t vn_tag_find(struct vn_str text, size_t at, const char *what);

/* The name, or the value with or without quotes, at *AT, which moves behind it. */
struct vn_str vn_tag_take(struct vn_str text, size_t *at, bool is_name);
struct vn_str vn_tag_value(struct vn_str text, size_t *at);

/* Takes the prefix with its colon off NAME. */
struct vn_str vn_tag_prefix(struct vn_str *name);

/* The length of the tag, or the declaration of a document type, at the begin of TEXT; 0: it does
 * not end yet. */
size_t vn_tag_length(struct vn_str text);
size_t vn_tag_doctype(struct vn_str text);

#endif
