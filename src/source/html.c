/* Pages of the web: what stands between tags, and the attributes alt and title. Scripts, styles,
 * code and all other attributes stay as they are, and nothing is refused for how its tags nest. */
#include "source/flat.h"

struct reader {
	struct vn_xml xml;
	int code; /* elements of code that are open */
};

enum { ROLE_NONE, ROLE_LINE, ROLE_BLOCK, ROLE_CODE };

static const char *const codes[] = {"code", "kbd", "samp", "tt", "textarea", NULL};
/* Programs that turn pages to HTML often write a paragraph a line, and a sentence goes on over
 * them. */
static const char *const lines[] = {"br", "p",	"div",	  "tr", "td", "th",
				    "dt", "dd", "option", "li", NULL};
static const char *const blocks[] = {
	"address", "article", "aside",	 "blockquote", "body",	"caption", "center", "details",
	"dl",	   "footer",  "form",	 "h1",	       "h2",	"h3",	   "h4",     "h5",
	"h6",	   "head",    "header",	 "hr",	       "html",	"legend",  "main",   "nav",
	"ol",	   "pre",     "section", "table",      "title", "ul",	   NULL};

static void add_attribute(struct vn_xml *xml, const struct vn_xml_tag *tag, const char *name)
{
	struct vn_str value = vn_xml_value(tag, name);

	if (!value.len)
		return;
	vn_xml_edge(xml, VN_EDGE_LINE);
	vn_xml_add_value(xml, value);
	vn_xml_edge(xml, VN_EDGE_LINE);
}

static uint8_t start(struct vn_xml *xml, const struct vn_xml_tag *tag)
{
	struct reader *r = (struct reader *)xml;
	uint8_t role = vn_xml_is_any(tag, codes)    ? ROLE_CODE
		       : vn_xml_is_any(tag, lines)  ? ROLE_LINE
		       : vn_xml_is_any(tag, blocks) ? ROLE_BLOCK
						    : ROLE_NONE;

	if (role == ROLE_LINE || role == ROLE_BLOCK)
		vn_xml_edge(xml, role == ROLE_LINE ? VN_EDGE_LINE : VN_EDGE_BLOCK);
	if (role == ROLE_CODE) {
		vn_xml_edge(xml, VN_EDGE_WORD);
		r->code++;
	}
	add_attribute(xml, tag, "alt");
	add_attribute(xml, tag, "title");
	xml->text = r->code == 0;
	return role;
}

static void end(struct vn_xml *xml, uint8_t role, uint64_t from, uint64_t to)
{
	struct reader *r = (struct reader *)xml;

	(void)from;
	(void)to;
	if (role == ROLE_LINE || role == ROLE_BLOCK)
		vn_xml_edge(xml, role == ROLE_LINE ? VN_EDGE_LINE : VN_EDGE_BLOCK);
	r->code -= role == ROLE_CODE;
	xml->text = r->code == 0;
}

static const struct vn_xml_kind kind = {.start = start, .end = end, .soup = true};

enum vn_status vn_html_open(void **self, const struct vn_source_how *how, struct vn_err *err)
{
	return vn_xml_open(self, sizeof(struct reader), &kind, how, err);
}

/* Whether HEAD says that the page is written in another charset. */
static bool is_foreign(struct vn_str head)
{
	const char *at = memmem(head.ptr, head.len, "charset=", 8);
	struct vn_str name;

	if (!at)
		return false;
	name = (struct vn_str){at + 8, head.len - (size_t)(at + 8 - head.ptr)};
	if (name.len && (*name.ptr == '"' || *name.ptr == '\''))
		name = (struct vn_str){name.ptr + 1, name.len - 1};
	return name.len >= 5 && strncasecmp(name.ptr, "utf-8", 5) != 0;
}

static int probe(struct vn_str head, bool ended)
{
	int root;

	ended |= head.len >= VN_PROBE_BYTES;
	root = vn_xml_root(head, ended);
	if (root <= 0)
		return root;
	if (head.len < (size_t)root + 4 || strncasecmp(head.ptr + root, "html", 4) != 0)
		return VN_PROBE_NO;
	if (!ended)
		return VN_PROBE_MORE;
	return is_foreign(head) ? VN_PROBE_NO : 60;
}

static const char *const extensions[] = {"html", "htm", "xhtml", NULL};

const struct vn_source vn_source_html = {
	.name = "html",
	.summary = "pages of the web: the text between tags, alt and title (HTML)",
	.extensions = extensions,
	.xml = true,
	.probe = probe,
	.open = vn_html_open,
	.feed = vn_xml_feed,
	.encode = vn_xml_encode,
	.close = vn_xml_close,
};
