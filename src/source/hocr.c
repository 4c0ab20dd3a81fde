/*
 * hOCR: XHTML in which an OCR engine says what stands where. Words are elements of the class
 * ocrx_word; engines that know lines alone put their text into these.
 * http://kba.github.io/hocr-spec/1.2/
 */
#include "source/group.h"
#include "source/xml.h"

struct reader {
	struct vn_xml xml;
	int lines, words; /* that are open, one within the other */
	int others;	  /* the same of what tells of other readings */
};

/* What an element of a class is: the edge it makes, and whether its text is text. */
enum { ROLE_NONE, ROLE_WORD, ROLE_LINE, ROLE_OTHERS };

/* Whether NAME is one of the words of CLASS. */
static bool has_class(struct vn_str class, const char *name)
{
	size_t len = strlen(name);
	const char *end, *at = class.ptr;

	if (!class.ptr)
		return false;
	end = class.ptr + class.len;
	for (; (at = memmem(at, (size_t)(end - at), name, len)); at += len)
		if ((at == class.ptr || at[-1] == ' ') && (at + len == end || at[len] == ' '))
			return true;
	return false;
}

static bool has_any(struct vn_str class, const char *const *names)
{
	for (; *names; names++)
		if (has_class(class, *names))
			return true;
	return false;
}

static const char *const word_classes[] = {"ocrx_word", "ocr_word", NULL};
static const char *const line_classes[] = {
	"ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat", NULL};
static const char *const block_classes[] = {"ocr_par", "ocr_carea", "ocrx_block", NULL};
static const char *const page_classes[] = {"ocr_page", NULL};

/* What an element of CLASS parts from the text around it. */
static enum vn_edge edge_of(struct vn_str class)
{
	if (has_any(class, page_classes))
		return VN_EDGE_PAGE;
	if (has_any(class, block_classes))
		return VN_EDGE_BLOCK;
	if (has_any(class, line_classes))
		return VN_EDGE_LINE;
	return has_any(class, word_classes) ? VN_EDGE_WORD : VN_EDGE_NONE;
}

/* x_wconf in TITLE: how sure the engine was. */
static void rate(struct vn_piece *piece, struct vn_str title)
{
	const char *at = title.ptr ? memmem(title.ptr, title.len, "x_wconf ", 8) : NULL;
	size_t len = 0;
	double sure;

	if (!at)
		return;
	sure = vn_group_number((struct vn_str){at + 8, (size_t)(title.ptr + title.len - at) - 8},
			       &len);
	if (len)
		vn_piece_rate(piece, sure);
}

static bool has(struct vn_str text, const char *what)
{
	return text.ptr && memmem(text.ptr, text.len, what, strlen(what));
}

/* Whether an element tells of other readings than the one that is the text. Letters of the word are
 * in ocrx_cinfo too, with their boxes; the choices of Tesseract, each with x_confs, are in one that
 * has no title. */
static bool is_others(const struct vn_xml_tag *tag, struct vn_str class)
{
	struct vn_str title = vn_xml_value(tag, "title"), id = vn_xml_value(tag, "id");

	if (has_class(class, "ocrx_cinfo") || has_class(class, "ocr_glyph"))
		return has(title, "x_confs") || (!title.len && id.len);
	return has_class(class, "alt") && vn_xml_is(tag, "del");
}

/* Whether what stands here is text. */
static bool is_text(const struct reader *r)
{
	return (r->lines || r->words) && !r->others;
}

static uint8_t start(struct vn_xml *xml, const struct vn_xml_tag *tag)
{
	struct reader *r = (struct reader *)xml;
	struct vn_str class = vn_xml_value(tag, "class");
	enum vn_edge edge = edge_of(class);
	uint8_t role = ROLE_NONE;

	if (is_others(tag, class)) {
		r->others++;
		xml->text = false;
		return ROLE_OTHERS;
	}
	if (edge)
		vn_xml_edge(xml, edge);
	if (edge == VN_EDGE_LINE) {
		role = ROLE_LINE;
		r->lines++;
	}
	if (edge == VN_EDGE_WORD) {
		role = ROLE_WORD;
		if (!r->words++) {
			vn_piece_word(xml->piece, tag->from);
			rate(xml->piece, vn_xml_value(tag, "title"));
		}
	}
	xml->text = is_text(r);
	return role;
}

static void end(struct vn_xml *xml, uint8_t role, uint64_t from, uint64_t to)
{
	struct reader *r = (struct reader *)xml;

	(void)from;
	if (role == ROLE_NONE)
		return;
	if (role == ROLE_OTHERS) {
		r->others--;
		xml->text = is_text(r);
		return;
	}
	vn_xml_edge(xml, role == ROLE_WORD ? VN_EDGE_WORD : VN_EDGE_LINE);
	if (role == ROLE_LINE)
		r->lines--;
	if (role == ROLE_WORD && !--r->words)
		vn_xml_stop(xml, vn_piece_word_end(xml->piece, to, xml->err));
	xml->text = is_text(r);
}

static const struct vn_xml_kind kind = {.start = start, .end = end};

static enum vn_status open_reader(void **self, const struct vn_source_how *how, struct vn_err *err)
{
	return vn_xml_open(self, sizeof(struct reader), &kind, how, err);
}

/* The four numbers of "bbox" in the title of ELEMENT: where they are, and what. */
static bool find_box(struct vn_str element, size_t from[4], size_t len[4], double value[4])
{
	struct vn_xml_attr attrs[16];
	struct vn_xml_tag tag;
	struct vn_str title;
	const char *at, *end;

	if (!vn_xml_parse(element, 0, &tag, attrs, 16))
		return false;
	title = vn_xml_value(&tag, "title");
	at = title.ptr ? memmem(title.ptr, title.len, "bbox ", 5) : NULL;
	if (!at)
		return false;
	end = title.ptr + title.len;
	at += 5;
	for (int i = 0; i < 4; i++) {
		while (at < end && *at == ' ')
			at++;
		value[i] = vn_group_number((struct vn_str){at, (size_t)(end - at)}, &len[i]);
		from[i] = (size_t)(at - element.ptr);
		at += len[i];
		if (!len[i])
			return false;
	}
	return true;
}

static bool box_of(struct vn_str element, struct vn_box *box)
{
	size_t from[4], len[4];
	double value[4];

	if (!find_box(element, from, len, value))
		return false;
	*box = (struct vn_box){value[0], value[1], value[2], value[3]};
	return true;
}

/* Other readings, which stand behind the text of ELEMENT: of other letters than it will have. */
static size_t cut_others(struct vn_str element, struct vn_patch *patch)
{
	const char *class = memmem(element.ptr, element.len, "ocrx_cinfo", 10);
	const char *from = class ? memrchr(element.ptr, '<', (size_t)(class - element.ptr)) : NULL;
	const char *to = memrchr(element.ptr, '<', element.len);

	if (!from || to <= from)
		return 0;
	*patch = (struct vn_patch){.from = (size_t)(from - element.ptr),
				   .to = (size_t)(to - element.ptr)};
	return 1;
}

/* A copy of an element has no id. */
static size_t patch(struct vn_str element, const struct vn_box *box, size_t copy,
		    struct vn_patch *patches)
{
	size_t from[4], len[4], count = 0;
	double value[4];

	if (box && find_box(element, from, len, value)) {
		const double now[4] = {box->left, box->top, box->right, box->bottom};
		for (int i = 0; i < 4; i++)
			vn_group_put(&patches[count++], element, from[i], len[i], now[i]);
	}
	count += cut_others(element, &patches[count]);
	return count + (copy ? vn_group_unname(element, "id", &patches[count]) : 0);
}

static const struct vn_group_how group = {.box = box_of, .patch = patch, .apart = " "};

static int probe(struct vn_str head, bool ended)
{
	int root = vn_xml_root(head, ended || head.len >= VN_PROBE_BYTES);

	if (root == VN_PROBE_NO)
		return VN_PROBE_NO;
	if (memmem(head.ptr, head.len, "ocr_page", 8) ||
	    memmem(head.ptr, head.len, "ocrx_word", 9) ||
	    memmem(head.ptr, head.len, "ocr-system", 10))
		return 90;
	return ended || head.len >= VN_PROBE_BYTES ? VN_PROBE_NO : VN_PROBE_MORE;
}

static const char *const extensions[] = {"hocr", "html", "xhtml", NULL};

const struct vn_source vn_source_hocr = {
	.name = "hocr",
	.summary = "hOCR, what an OCR engine writes with the places of words (XHTML)",
	.extensions = extensions,
	.xml = true,
	.probe = probe,
	.open = open_reader,
	.feed = vn_xml_feed,
	.encode = vn_xml_encode,
	.group = &group,
	.close = vn_xml_close,
};
