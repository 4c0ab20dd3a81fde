/*
 * ALTO, of the Library of Congress, versions 2 to 4: words are the attribute CONTENT of elements
 * String. https://www.loc.gov/standards/alto/
 *
 * A word that goes on behind a hyphen in the next line is one word in the running text; the whole
 * of it, in SUBS_CONTENT of both halves, changes with them. Blocks are read in the order of the
 * file, unless ReadingOrder (4.3) or IDNEXT says another.
 */
#include "source/chars.h"
#include "source/group.h"
#include "source/order.h"
#include "source/step.h"
#include "source/xml.h"

enum {
	ROLE_NONE,
	ROLE_STRING,
	ROLE_LINE,
	ROLE_BLOCK,
	ROLE_OTHER_BLOCK,
	ROLE_PAGE,
	ROLE_STEPS,
	ROLE_OLD_STEPS,
	ROLE_ORDER,
	ROLE_GROUP
};

#define FAR                                                                                        \
	(1024 * 1024) /* bytes behind the first block of a page, up to which others say an order   \
		       */

struct reader {
	struct vn_xml xml;
	struct vn_step step;
	struct vn_order order;
	bool ordering; /* within ReadingOrder */
	bool blocks;   /* the page has had some; the first begins at this byte: */
	uint64_t first;
	bool held;	/* it is, to be put in order */
	bool ordered;	/* there is an order */
	uint64_t steps; /* the element of steps that is open */
	bool version4;
	char prefix[32];
	size_t prefix_len;
	bool begun;	    /* the String that is open has text */
	uint32_t group;	    /* of the echoes that its glyphs are */
	bool glyphs;	    /* they say what it says, as far as they came: */
	size_t glyphs_said; /* bytes of it */
	/* The first half of a word waits for the second, which is open: where its text begins, and
	 * the whole word in the source. */
	bool half, second;
	uint64_t half_begin; /* a place: piece.h */
	uint64_t whole_from, whole_to;
	struct vn_buf rest; /* of the whole, behind the first half */
};

/* Bytes [from, to), a value of SUBS_CONTENT, say the text from the first half on once more. */
static void add_whole(struct reader *r, uint64_t from, uint64_t to)
{
	struct vn_xml *xml = &r->xml;
	size_t begin = vn_piece_at(xml->piece, r->half_begin);
	struct vn_echo echo = {.run = {begin, xml->piece->text.len, from, to, VN_RUN_COPIED,
				       (uint8_t)(xml->style | VN_CHARS_QUOTED)},
			       .group = ++xml->piece->marks.group,
			       .flows = true};
	vn_xml_stop(xml, vn_marks_echo(&xml->piece->marks, echo, xml->err));
}

/* Whether WHOLE, as it is written, stands for the first half and CONTENT. */
static bool is_second(struct reader *r, struct vn_str whole, struct vn_str content)
{
	struct vn_xml *xml = &r->xml;
	struct vn_str half = vn_buf_str(&xml->piece->text), said;
	size_t begin;
	bool same;

	if (!r->half || !vn_str_eq(whole, vn_xml_bytes(xml, r->whole_from, r->whole_to)))
		return false;
	begin = vn_piece_at(xml->piece, r->half_begin);
	half = (struct vn_str){half.ptr + begin, half.len - begin};
	said = vn_buf_str(&vn_xml_said(xml, whole, true)->text);
	if (said.len <= half.len || memcmp(said.ptr, half.ptr, half.len) != 0)
		return false;
	r->rest.len = 0;
	vn_xml_stop(xml, vn_buf_add(&r->rest, said.ptr + half.len, said.len - half.len, xml->err));
	said = vn_buf_str(&vn_xml_said(xml, content, true)->text);
	same = vn_str_eq(said, vn_buf_str(&r->rest));
	return same && !xml->status;
}

/* The whole word of the first half, which waits for the second. */
static void keep_half(struct reader *r, struct vn_str whole)
{
	r->half = true;
	r->half_begin = r->xml.piece->dropped + r->xml.piece->word_begin;
	r->whole_from = vn_xml_offset(&r->xml, whole.ptr);
	r->whole_to = r->whole_from + whole.len;
}

/* The hyphen at the end of a first half is no part of the word. */
static struct vn_str without_hyphen(struct vn_str content)
{
	if (content.len > 1 && content.ptr[content.len - 1] == '-')
		content.len--;
	else if (content.len > 2 && memcmp(content.ptr + content.len - 2, "\xc2\xad", 2) == 0)
		content.len -= 2;
	return content;
}

/* The second half did not come. */
static void end_half(struct reader *r, uint64_t to)
{
	if (r->half)
		vn_piece_release(r->xml.piece, to);
	r->half = false;
}

/* WC, from 0 to 1: how sure the engine was. Tesseract writes 9 % as 0.9: of that nothing is told.
 */
static void rate(struct vn_piece *piece, struct vn_str wc)
{
	size_t len = 0;
	double sure = wc.len > 3 ? vn_group_number(wc, &len) : 0;

	if (len && !vn_str_eq(wc, VN_STR("0.100")))
		vn_piece_rate(piece, sure * 100);
}

static uint8_t start_string(struct reader *r, const struct vn_xml_tag *tag)
{
	struct vn_xml *xml = &r->xml;
	struct vn_str content = vn_xml_value(tag, "CONTENT"), type = vn_xml_value(tag, "SUBS_TYPE");
	struct vn_str whole = vn_xml_value(tag, "SUBS_CONTENT");
	bool first = vn_str_eq(type, VN_STR("HypPart1")) && whole.len;

	r->second = vn_str_eq(type, VN_STR("HypPart2")) && is_second(r, whole, content);
	if (r->second) {
		vn_piece_join(xml->piece);
	} else {
		end_half(r, tag->from);
		vn_xml_edge(xml, VN_EDGE_WORD);
	}
	if (first)
		vn_piece_hold(xml->piece, tag->from);
	vn_piece_word(xml->piece, tag->from);
	rate(xml->piece, vn_xml_value(tag, "WC"));
	if (content.ptr)
		vn_xml_add_value(xml, first ? without_hyphen(content) : content);
	r->begun = xml->piece->word_begun;
	if (first && r->begun)
		keep_half(r, whole);
	else if (first)
		vn_piece_release(xml->piece, tag->from);
	if (r->second) {
		add_whole(r, r->whole_from, r->whole_to);
		add_whole(r, vn_xml_offset(xml, whole.ptr),
			  vn_xml_offset(xml, whole.ptr) + whole.len);
	}
	r->glyphs = r->begun;
	r->group = ++xml->piece->marks.group;
	r->glyphs_said = 0;
	return ROLE_STRING;
}

/* A glyph says the letters behind those of the glyphs before it. */
static void add_glyph(struct reader *r, const struct vn_xml_tag *tag)
{
	struct vn_xml *xml = &r->xml;
	struct vn_str content = vn_xml_value(tag, "CONTENT"), said;
	struct vn_str text = vn_buf_str(&xml->piece->text);
	size_t begin = xml->piece->word_begin + r->glyphs_said;
	struct vn_echo echo = {
		.run = {.begin = begin, .kind = VN_RUN_COPIED}, .group = r->group, .even = true};

	if (!r->glyphs || !content.len)
		return;
	said = vn_buf_str(&vn_xml_said(xml, content, true)->text);
	if (!said.len || begin > text.len || text.len - begin < said.len ||
	    memcmp(text.ptr + begin, said.ptr, said.len) != 0) {
		r->glyphs = false;
		return;
	}
	r->glyphs_said += said.len;
	echo.run.end = begin + said.len;
	echo.run.from = vn_xml_offset(xml, content.ptr);
	echo.run.to = echo.run.from + content.len;
	echo.run.style = xml->style | VN_CHARS_QUOTED;
	vn_xml_stop(xml, vn_marks_echo(&xml->piece->marks, echo, xml->err));
}

static void end_string(struct reader *r, uint64_t to)
{
	struct vn_xml *xml = &r->xml;

	/* Glyphs that say something else, or not all, are left alone. */
	if (!r->glyphs || xml->piece->word_begin + r->glyphs_said != xml->piece->text.len)
		vn_marks_forget(&xml->piece->marks, r->group);
	vn_xml_stop(xml, vn_piece_word_end(xml->piece, to, xml->err));
	if (r->second)
		end_half(r, to);
}

/* What ReadingOrder holds: references to blocks, and groups of them. */
static uint8_t start_order(struct reader *r, const struct vn_xml_tag *tag)
{
	struct vn_str id = vn_xml_value(tag, "REF");
	size_t number = r->order.node_count;
	bool loose = vn_xml_is(tag, "UnorderedGroup");

	if (vn_xml_is(tag, "ElementRef"))
		vn_xml_stop(&r->xml, vn_order_refer(&r->order, id, number, r->xml.err));
	if (!loose && !vn_xml_is(tag, "OrderedGroup"))
		return ROLE_NONE;
	vn_xml_stop(&r->xml, vn_order_group(&r->order, id, number, loose, r->xml.err));
	return ROLE_GROUP;
}

/* A block of the page begins at byte FROM; SAYS: it or the document says what comes behind what.
 * The first may come behind the others, so that all wait for the end of the page, unless nothing is
 * said for a long while. What waits depends on the bytes of the document alone. */
static void hold_page(struct reader *r, uint64_t from, bool says)
{
	struct vn_piece *piece = r->xml.piece;

	if (!r->blocks) {
		r->blocks = true;
		r->first = from;
		r->held = says || !piece->by_line;
		if (r->held)
			vn_piece_hold(piece, from);
	}
	r->ordered |= says;
	if (r->held && !r->ordered && from - r->first > FAR) {
		r->held = false;
		vn_piece_release(piece, from);
	}
}

/* A block of any kind, which may say which one is read next. */
static void begin_block(struct reader *r, const struct vn_xml_tag *tag)
{
	struct vn_xml *xml = &r->xml;
	struct vn_str next = vn_xml_value(tag, "IDNEXT");
	bool text = vn_xml_is(tag, "TextBlock");

	hold_page(r, tag->from, next.len || vn_order_said(&r->order));
	vn_xml_stop(xml,
		    vn_order_region(&r->order, vn_xml_value(tag, "ID"),
				    text ? VN_REGION_TEXT : VN_REGION_OTHER, xml->piece, xml->err));
	if (text && next.len && !xml->status)
		vn_xml_stop(xml, vn_order_next(&r->order, next, xml->err));
}

static void end_page(struct reader *r, uint64_t to)
{
	struct vn_xml *xml = &r->xml;

	if (r->held && r->ordered)
		vn_xml_stop(xml, vn_order_arrange(&r->order, xml->piece, false, xml->err));
	if (r->held)
		vn_piece_release(xml->piece, to);
	r->blocks = r->held = r->ordered = false;
	vn_order_page(&r->order);
}

/* What an element parts from the text around it. */
static const struct {
	const char *name;
	enum vn_edge edge;
	uint8_t role;
} parts[] = {
	{"TextLine", VN_EDGE_LINE, ROLE_LINE},
	{"TextBlock", VN_EDGE_BLOCK, ROLE_BLOCK},
	{"Page", VN_EDGE_PAGE, ROLE_PAGE},
};

static uint8_t start(struct vn_xml *xml, const struct vn_xml_tag *tag)
{
	struct reader *r = (struct reader *)xml;

	vn_step_start(&r->step, xml, tag);
	if (r->ordering)
		return start_order(r, tag);
	if (vn_xml_is(tag, "ReadingOrder")) {
		r->ordering = true;
		return ROLE_ORDER;
	}
	if (vn_xml_is(tag, "String"))
		return start_string(r, tag);
	if (vn_xml_is(tag, "Glyph"))
		add_glyph(r, tag);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (vn_xml_is(tag, parts[i].name)) {
			vn_xml_edge(xml, parts[i].edge);
			if (parts[i].role == ROLE_BLOCK)
				begin_block(r, tag);
			return parts[i].role;
		}
	if (vn_xml_is(tag, "ComposedBlock")) {
		begin_block(r, tag);
		return ROLE_OTHER_BLOCK;
	}
	if (vn_xml_is(tag, "alto")) {
		struct vn_str root = vn_xml_bytes(xml, tag->from, tag->to);
		r->version4 = memmem(root.ptr, root.len, "/ns-v4#", 7) != NULL;
		r->prefix_len = tag->prefix.len < sizeof r->prefix ? tag->prefix.len : 0;
		memcpy(r->prefix, tag->prefix.ptr, r->prefix_len);
	}
	if (vn_xml_is(tag, "Description") || vn_xml_is(tag, "OCRProcessing")) {
		r->steps = tag->from;
		return vn_xml_is(tag, "Description") ? ROLE_STEPS : ROLE_OLD_STEPS;
	}
	return ROLE_NONE;
}

#define SOFTWARE                                                                                   \
	"<@processingStepDescription>text corrected by vnfix " VNFIX_VERSION                       \
	"</@processingStepDescription><@processingSoftware><@softwareName>vnfix</@softwareName>"   \
	"<@softwareVersion>" VNFIX_VERSION "</@softwareVersion></@processingSoftware>"

/* Notes the work where the version of the format has a place for it. */
static void note(struct reader *r, bool old, uint64_t from)
{
	static const char step[] = "<@Processing ID=\"vnfix-#\">" SOFTWARE "</@Processing>";
	static const char old_step[] = "<@postProcessingStep>" SOFTWARE "</@postProcessingStep>";

	if (old != r->version4)
		vn_step_note(&r->step, &r->xml, r->steps, from,
			     (struct vn_str){r->prefix, r->prefix_len}, old ? old_step : step);
}

static void end(struct vn_xml *xml, uint8_t role, uint64_t from, uint64_t to)
{
	struct reader *r = (struct reader *)xml;

	if (role == ROLE_BLOCK || role == ROLE_OTHER_BLOCK)
		vn_order_region_end(&r->order, xml->piece);
	if (role == ROLE_STRING)
		end_string(r, to);
	else if (role == ROLE_LINE)
		vn_xml_edge(xml, VN_EDGE_LINE);
	else if (role == ROLE_BLOCK)
		vn_xml_edge(xml, VN_EDGE_BLOCK);
	else if (role == ROLE_PAGE)
		end_page(r, to);
	else if (role == ROLE_ORDER)
		r->ordering = false;
	else if (role == ROLE_GROUP)
		vn_order_group_end(&r->order);
	else if ((role == ROLE_STEPS || role == ROLE_OLD_STEPS) && from < to)
		note(r, role == ROLE_OLD_STEPS, from);
}

static const struct vn_xml_kind kind = {.start = start, .end = end};

static enum vn_status open_reader(void **self, const struct vn_source_how *how, struct vn_err *err)
{
	return vn_xml_open(self, sizeof(struct reader), &kind, how, err);
}

static void close_reader(void *self)
{
	struct reader *r = self;

	if (r) {
		vn_buf_fini(&r->rest);
		vn_order_fini(&r->order);
	}
	vn_xml_close(r);
}

static bool box_of(struct vn_str element, struct vn_box *box)
{
	static const char *const names[4] = {"HPOS", "VPOS", "WIDTH", "HEIGHT"};
	double n[4];

	for (int i = 0; i < 4; i++)
		if (!vn_group_attr(element, names[i], &n[i], NULL, 0))
			return false;
	*box = (struct vn_box){n[0], n[1], n[0] + n[2], n[1] + n[3]};
	return true;
}

/* A copy of a String has no ID; what a String holds is about other letters. */
static size_t patch(struct vn_str element, const struct vn_box *box, size_t copy,
		    struct vn_patch *patches)
{
	size_t count = 0;

	if (box) {
		count += vn_group_attr(element, "HPOS", NULL, &patches[count], box->left);
		count += vn_group_attr(element, "VPOS", NULL, &patches[count], box->top);
		count += vn_group_attr(element, "WIDTH", NULL, &patches[count],
				       box->right - box->left);
		count += vn_group_attr(element, "HEIGHT", NULL, &patches[count],
				       box->bottom - box->top);
	}
	count += vn_group_cut(element, "Glyph", &patches[count]);
	return count + (copy ? vn_group_unname(element, "ID", &patches[count]) : 0);
}

static enum vn_status between(const struct vn_reading *reading, const struct vn_element *word,
			      struct vn_buf *out, struct vn_err *err)
{
	struct vn_str element = vn_group_element(reading, word);
	struct vn_xml_attr attrs[1];
	struct vn_xml_tag tag;
	enum vn_status status;

	if (!vn_xml_parse(element, 0, &tag, attrs, 1))
		return VN_OK;
	status = vn_buf_add(out, "<", 1, err);
	if (!status)
		status = vn_buf_add(out, tag.prefix.ptr, tag.prefix.len, err);
	return status ? status : vn_buf_add(out, "SP/>", 4, err);
}

static const struct vn_group_how group = {.box = box_of, .patch = patch, .between = between};

static int probe(struct vn_str head, bool ended)
{
	return vn_xml_probe(head, ended, "alto", NULL);
}

static const char *const extensions[] = {"xml", "alto", NULL};

const struct vn_source vn_source_alto = {
	.name = "alto",
	.summary = "ALTO, words of a page with their places (XML)",
	.extensions = extensions,
	.xml = true,
	.probe = probe,
	.open = open_reader,
	.feed = vn_xml_feed,
	.encode = vn_xml_encode,
	.group = &group,
	.close = close_reader,
};
