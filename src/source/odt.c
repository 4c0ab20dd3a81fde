/* The files of an OpenDocument text, and the table of contents of a book: where elements of one
 * vocabulary hold text, and those of others within them do not. */
#include "source/flat.h"

struct reader {
	struct vn_xml xml;
	int left_out; /* elements whose text is none that are open */
};

/* What is to be told at the end of an element, together. */
enum {
	ROLE_TEXT = 1, /* there was text around it */
	ROLE_PARAGRAPH = 2,
	ROLE_LEFT_OUT = 4,
	ROLE_APART = 8
};

static const char *const paragraphs[] = {"p", "h", NULL};
/* What has nothing to do with the text before and after it. */
static const char *const apart[] = {"table", "table-cell", "note", "annotation", "text-box", NULL};
static const char *const left_out[] = {"tracked-changes", "note-citation", "ruby-text", NULL};

static uint8_t start(struct vn_xml *xml, const struct vn_xml_tag *tag)
{
	struct reader *r = (struct reader *)xml;
	uint8_t role = xml->text ? ROLE_TEXT : 0;

	if (vn_xml_is_any(tag, apart)) {
		vn_xml_edge(xml, VN_EDGE_BLOCK);
		role |= ROLE_APART;
	}
	if (!vn_str_eq(tag->prefix, VN_STR("text:"))) {
		xml->text = false;
		return role;
	}
	if (vn_xml_is_any(tag, paragraphs)) {
		/* An OCR program often writes a paragraph a line. */
		vn_xml_edge(xml, VN_EDGE_LINE);
		role |= ROLE_PARAGRAPH;
		xml->text = !r->left_out;
	} else if (vn_xml_is_any(tag, left_out)) {
		r->left_out++;
		role |= ROLE_LEFT_OUT;
		xml->text = false;
	} else if (vn_xml_is(tag, "line-break")) {
		vn_xml_edge(xml, VN_EDGE_LINE);
	} else if (vn_xml_is(tag, "s") || vn_xml_is(tag, "tab")) {
		vn_xml_edge(xml, VN_EDGE_WORD);
	}
	return role;
}

static void end(struct vn_xml *xml, uint8_t role, uint64_t from, uint64_t to)
{
	struct reader *r = (struct reader *)xml;

	(void)from;
	(void)to;
	if (role & ROLE_PARAGRAPH)
		vn_xml_edge(xml, VN_EDGE_LINE);
	if (role & ROLE_APART)
		vn_xml_edge(xml, VN_EDGE_BLOCK);
	r->left_out -= (role & ROLE_LEFT_OUT) != 0;
	xml->text = role & ROLE_TEXT;
}

static const struct vn_xml_kind odt = {.start = start, .end = end};

enum vn_status vn_odt_open(void **self, const struct vn_source_how *how, struct vn_err *err)
{
	return vn_xml_open(self, sizeof(struct reader), &odt, how, err);
}

static uint8_t start_ncx(struct vn_xml *xml, const struct vn_xml_tag *tag)
{
	xml->text = vn_xml_is(tag, "text");
	vn_xml_edge(xml, VN_EDGE_BLOCK);
	return 0;
}

static void end_ncx(struct vn_xml *xml, uint8_t role, uint64_t from, uint64_t to)
{
	(void)role;
	(void)from;
	(void)to;
	xml->text = false;
	vn_xml_edge(xml, VN_EDGE_BLOCK);
}

static const struct vn_xml_kind ncx = {.start = start_ncx, .end = end_ncx};

enum vn_status vn_ncx_open(void **self, const struct vn_source_how *how, struct vn_err *err)
{
	return vn_xml_open(self, sizeof(struct reader), &ncx, how, err);
}
