/* The files of a DOCX: WordprocessingML, ECMA-376 part 1, chapter 17. A word may go over several
 * runs of text; each keeps its format. What was deleted with changes tracked, and what is hidden,
 * is no text. A paragraph is a line to the engine: what stands in an OCR program's DOCX is often a
 * paragraph a line, and a sentence goes on from one to the next. */
#include "source/chars.h"
#include "source/flat.h"

struct reader {
	struct vn_xml xml;
	char prefix[32]; /* of the root: those of other vocabularies have elements called t too */
	bool begun;
	int left_out; /* elements whose text is none that are open */
	bool hidden;  /* the run is */
};

enum { ROLE_NONE, ROLE_TEXT, ROLE_RUN, ROLE_PARAGRAPH, ROLE_APART, ROLE_LEFT_OUT };

static const char *const left_out[] = {"del", "moveFrom", "rPrChange", "pPrChange", NULL};
/* What has nothing to do with the text before and after it. */
static const char *const apart[] = {"tc",      "tbl",	      "footnote", "endnote",
				    "comment", "txbxContent", NULL};

/* Whether an element of yes or no says yes. */
static bool says_yes(const struct vn_xml_tag *tag)
{
	struct vn_str value = vn_xml_value(tag, "val");

	return !vn_str_eq(value, VN_STR("0")) && !vn_str_eq(value, VN_STR("false")) &&
	       !vn_str_eq(value, VN_STR("off"));
}

static bool is_ours(struct reader *r, const struct vn_xml_tag *tag)
{
	size_t len = tag->prefix.len;

	if (!r->begun && len < sizeof r->prefix)
		memcpy(r->prefix, tag->prefix.ptr, len);
	r->begun = true;
	return len == strlen(r->prefix) && memcmp(r->prefix, tag->prefix.ptr, len) == 0;
}

/* An element that stands for a character or a gap. */
static void add_sign(struct reader *r, const struct vn_xml_tag *tag)
{
	/* What is written there instead has the usual prefix. */
	bool one = tag->empty && vn_str_eq(tag->prefix, VN_STR("w:"));

	if (vn_xml_is(tag, "br") || vn_xml_is(tag, "cr"))
		vn_xml_edge(&r->xml, VN_EDGE_LINE);
	else if (vn_xml_is(tag, "softHyphen") && one)
		vn_xml_add_as(&r->xml, VN_STR("\xc2\xad"), tag->from, tag->to, VN_DOCX_SOFT);
	else if (vn_xml_is(tag, "noBreakHyphen") && one)
		vn_xml_add_as(&r->xml, VN_STR("-"), tag->from, tag->to, VN_DOCX_NOBREAK);
	else if (vn_xml_is(tag, "tab") || vn_xml_is(tag, "ptab") || vn_xml_is(tag, "sym"))
		vn_xml_edge(&r->xml, VN_EDGE_WORD);
}

static uint8_t start(struct vn_xml *xml, const struct vn_xml_tag *tag)
{
	struct reader *r = (struct reader *)xml;

	xml->text = false;
	if (!is_ours(r, tag))
		return ROLE_NONE;
	if (vn_xml_is_any(tag, left_out)) {
		r->left_out++;
		return ROLE_LEFT_OUT;
	}
	if (vn_xml_is(tag, "p")) {
		vn_xml_edge(xml, VN_EDGE_LINE);
		return ROLE_PARAGRAPH;
	}
	if (vn_xml_is_any(tag, apart)) {
		vn_xml_edge(xml, VN_EDGE_BLOCK);
		return ROLE_APART;
	}
	if (vn_xml_is(tag, "r")) {
		r->hidden = false;
		return ROLE_RUN;
	}
	if (r->left_out)
		return ROLE_NONE;
	if (vn_xml_is(tag, "vanish"))
		r->hidden = says_yes(tag);
	if (r->hidden)
		return ROLE_NONE;
	if (vn_xml_is(tag, "t")) {
		xml->text = true;
		return ROLE_TEXT;
	}
	add_sign(r, tag);
	return ROLE_NONE;
}

static void end(struct vn_xml *xml, uint8_t role, uint64_t from, uint64_t to)
{
	struct reader *r = (struct reader *)xml;

	(void)from;
	(void)to;
	xml->text = false;
	if (role == ROLE_PARAGRAPH)
		vn_xml_edge(xml, VN_EDGE_LINE);
	else if (role == ROLE_APART)
		vn_xml_edge(xml, VN_EDGE_BLOCK);
	else if (role == ROLE_RUN)
		r->hidden = false;
	else if (role == ROLE_LEFT_OUT)
		r->left_out--;
}

static const struct vn_xml_kind kind = {.start = start, .end = end};

enum vn_status vn_docx_open(void **self, const struct vn_source_how *how, struct vn_err *err)
{
	return vn_xml_open(self, sizeof(struct reader), &kind, how, err);
}

static enum vn_status put(struct vn_buf *out, const char *text, struct vn_err *err)
{
	return vn_buf_add(out, text, strlen(text), err);
}

enum vn_status vn_docx_encode(uint8_t style, struct vn_str text, struct vn_buf *out,
			      struct vn_err *err)
{
	const char *element = style & VN_DOCX_SOFT ? "<w:softHyphen/>" : "<w:noBreakHyphen/>";
	struct vn_str sign = style & VN_DOCX_SOFT ? VN_STR("\xc2\xad") : VN_STR("-");
	uint8_t plain = style & (uint8_t) ~(VN_DOCX_SOFT | VN_DOCX_NOBREAK);
	enum vn_status status = VN_OK;

	while (!status && text.len) {
		const char *at = memmem(text.ptr, text.len, sign.ptr, sign.len);
		struct vn_str part = {text.ptr, at ? (size_t)(at - text.ptr) : text.len};
		size_t used = part.len ? part.len : sign.len;
		if (!part.len) {
			status = put(out, element, err);
		} else {
			status = put(out, "<w:t xml:space=\"preserve\">", err);
			if (!status)
				status = vn_chars_encode(plain, part, out, err);
			if (!status)
				status = put(out, "</w:t>", err);
		}
		text.ptr += used;
		text.len -= used;
	}
	return status;
}
