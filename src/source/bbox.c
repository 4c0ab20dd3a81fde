/* What pdftotext -bbox and -bbox-layout write: elements word in those of pages or, with the layout,
 * of lines. Without lines, a line is where the boxes say so. */
#include "source/group.h"
#include "source/xml.h"

enum { ROLE_NONE, ROLE_WORD, ROLE_LINE };

struct reader {
	struct vn_xml xml;
	bool lines; /* the document has some */
	bool boxed; /* the word before had this box */
	struct vn_box last;
};

/* The box in the attributes of TAG. */
static bool box_of(struct vn_str tag, struct vn_box *box)
{
	return vn_group_attr(tag, "xMin", &box->left, NULL, 0) &&
	       vn_group_attr(tag, "yMin", &box->top, NULL, 0) &&
	       vn_group_attr(tag, "xMax", &box->right, NULL, 0) &&
	       vn_group_attr(tag, "yMax", &box->bottom, NULL, 0);
}

/* Whether the word that begins with TAG stands in another line than the last one. */
static bool is_new_line(struct reader *r, const struct vn_xml_tag *tag)
{
	struct vn_box box, last = r->last;
	bool boxed = r->boxed;

	r->boxed = box_of(vn_xml_bytes(&r->xml, tag->from, tag->to), &box);
	r->last = box;
	if (r->lines || !boxed || !r->boxed)
		return false;
	return box.top + box.bottom > 2 * last.bottom || box.top + box.bottom < 2 * last.top ||
	       box.left < last.left;
}

static uint8_t start(struct vn_xml *xml, const struct vn_xml_tag *tag)
{
	struct reader *r = (struct reader *)xml;

	if (vn_xml_is(tag, "word")) {
		vn_xml_edge(xml, is_new_line(r, tag) ? VN_EDGE_LINE : VN_EDGE_WORD);
		vn_piece_word(xml->piece, tag->from);
		xml->text = true;
		return ROLE_WORD;
	}
	if (vn_xml_is(tag, "line")) {
		r->lines = true;
		vn_xml_edge(xml, VN_EDGE_LINE);
		return ROLE_LINE;
	}
	if (vn_xml_is(tag, "block"))
		vn_xml_edge(xml, VN_EDGE_BLOCK);
	if (vn_xml_is(tag, "page")) {
		vn_xml_edge(xml, VN_EDGE_PAGE);
		r->boxed = false;
	}
	return ROLE_NONE;
}

static void end(struct vn_xml *xml, uint8_t role, uint64_t from, uint64_t to)
{
	(void)from;
	if (role == ROLE_LINE)
		vn_xml_edge(xml, VN_EDGE_LINE);
	if (role != ROLE_WORD)
		return;
	vn_xml_edge(xml, VN_EDGE_WORD);
	xml->text = false;
	vn_xml_stop(xml, vn_piece_word_end(xml->piece, to, xml->err));
}

static const struct vn_xml_kind kind = {.start = start, .end = end};

static enum vn_status open_reader(void **self, const struct vn_source_how *how, struct vn_err *err)
{
	return vn_xml_open(self, sizeof(struct reader), &kind, how, err);
}

static size_t patch(struct vn_str element, const struct vn_box *box, size_t copy,
		    struct vn_patch *patches)
{
	size_t count = 0;

	(void)copy;
	if (!box)
		return 0;
	count += vn_group_attr(element, "xMin", NULL, &patches[count], box->left);
	count += vn_group_attr(element, "yMin", NULL, &patches[count], box->top);
	count += vn_group_attr(element, "xMax", NULL, &patches[count], box->right);
	return count + vn_group_attr(element, "yMax", NULL, &patches[count], box->bottom);
}

/* A word stands in a line of the file, with its blanks before it. */
static const struct vn_group_how group = {.box = box_of, .patch = patch, .apart = "\n"};

static int probe(struct vn_str head, bool ended)
{
	int sure = vn_xml_probe(head, ended, "html", NULL);

	ended |= head.len >= VN_PROBE_BYTES;
	if (sure <= 0)
		return sure;
	if (memmem(head.ptr, head.len, "<doc>", 5) &&
	    memmem(head.ptr, head.len, "<page width=", 12))
		return 95;
	return ended ? VN_PROBE_NO : VN_PROBE_MORE;
}

static const char *const extensions[] = {"html", "xml", NULL};

const struct vn_source vn_source_bbox = {
	.name = "bbox",
	.summary = "words of a PDF with their places, from pdftotext -bbox or -bbox-layout",
	.extensions = extensions,
	.xml = true,
	.probe = probe,
	.open = open_reader,
	.feed = vn_xml_feed,
	.encode = vn_xml_encode,
	.group = &group,
	.close = vn_xml_close,
};
