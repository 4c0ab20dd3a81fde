/*
 * PAGE, of the PRImA lab, schemas of 2013 to 2024: regions hold lines, lines hold words, words hold
 * glyphs, and each may say its text, in elements TextEquiv.
 * https://github.com/PRImA-Research-Lab/PAGE-XML
 *
 * The running text is taken from the words; of a line without any, from the line; of a region
 * without lines, from the region. Levels that say the same again change with it. Where the schema
 * numbers the readings of a text (since 2017), what was read stays as the next one. Regions are
 * read in the order that ReadingOrder says, else as they stand on the page.
 */
#include "source/group.h"
#include "source/order.h"
#include "source/points.h"
#include "source/step.h"
#include "source/xml.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	ROLE_NONE,
	ROLE_REGION,
	ROLE_LINE,
	ROLE_WORD,
	ROLE_GLYPH,
	ROLE_EQUIV,
	ROLE_UNICODE,
	ROLE_PLAIN,
	ROLE_PAGE,
	ROLE_METADATA,
	ROLE_OTHER_REGION,
	ROLE_ORDER,
	ROLE_GROUP
};

/* Bytes of the document. */
struct span {
	uint64_t from, to;
};

/* A TextEquiv: the element, its start tag, what it says, and two of its attributes. */
struct equiv {
	struct span all, tag, unicode, plain;
	struct span index, conf; /* the value; the attribute and the blank before it */
	uint64_t name;		 /* byte behind the name */
	uint64_t number;	 /* the index; 0 if it has none */
};

/* An element that may say text. */
struct scope {
	uint8_t level;
	uint64_t from, begin; /* byte of the document; place of the text: piece.h */
	size_t equivs;	      /* when it began */
	bool text;	      /* something within has said some */
};

struct reader {
	struct vn_xml xml;
	struct vn_step step;
	struct vn_order order;
	bool ordering; /* within ReadingOrder */
	struct scope *scopes;
	size_t scope_count, scope_cap;
	struct equiv *equivs; /* of the scopes that are open */
	size_t equiv_count, equiv_cap;
	struct equiv *glyphs; /* of the word that is open: what each says */
	size_t glyph_count, glyph_cap;
	bool numbered; /* the schema numbers readings */
	bool items;    /* it has a place for steps */
	uint64_t metadata;
	char prefix[32];
	size_t prefix_len;
};

static void begin_scope(struct reader *r, uint8_t level, const struct vn_xml_tag *tag)
{
	struct vn_piece *piece = r->xml.piece;
	struct scope scope = {level, tag->from, vn_piece_place(piece), r->equiv_count, false};

	/* A page is held, but regions may stand without one. */
	if (!r->scope_count)
		vn_piece_hold(piece, tag->from);
	vn_xml_stop(&r->xml,
		    vn_grow(&r->scopes, r->scope_count, &r->scope_cap, sizeof scope, r->xml.err));
	if (!r->xml.status)
		r->scopes[r->scope_count++] = scope;
	if (level == ROLE_WORD)
		r->glyph_count = 0;
}

static void begin_equiv(struct reader *r, const struct vn_xml_tag *tag)
{
	struct equiv equiv = {.all = {tag->from, 0}, .tag = {tag->from, tag->to}};

	equiv.name = vn_xml_offset(&r->xml, tag->name.ptr + tag->name.len);
	for (size_t i = 0; i < tag->attr_count; i++) {
		const struct vn_xml_attr *attr = &tag->attrs[i];
		uint64_t value = vn_xml_offset(&r->xml, attr->value.ptr);
		if (vn_str_eq(attr->name, VN_STR("index"))) {
			size_t len;
			equiv.number = (uint64_t)vn_group_number(attr->value, &len);
			equiv.index = (struct span){value, value + attr->value.len};
		}
		if (vn_str_eq(attr->name, VN_STR("conf")))
			equiv.conf = (struct span){vn_xml_offset(&r->xml, attr->name.ptr) - 1,
						   value + attr->value.len + 1};
	}
	vn_xml_stop(&r->xml,
		    vn_grow(&r->equivs, r->equiv_count, &r->equiv_cap, sizeof equiv, r->xml.err));
	if (!r->xml.status)
		r->equivs[r->equiv_count++] = equiv;
}

/* What the equiv that is open says begins. */
static uint8_t begin_content(struct reader *r, const struct vn_xml_tag *tag, bool plain)
{
	struct equiv *equiv = r->equiv_count ? &r->equivs[r->equiv_count - 1] : NULL;

	if (!equiv || equiv->all.to)
		return ROLE_NONE;
	*(plain ? &equiv->plain : &equiv->unicode) = (struct span){tag->to, tag->to};
	return plain ? ROLE_PLAIN : ROLE_UNICODE;
}

static struct vn_str bytes_of(struct reader *r, struct span span)
{
	return vn_xml_bytes(&r->xml, span.from, span.to);
}

/* The main reading among those of the scope that ends: of the lowest index. NULL: none says
 * anything. */
static struct equiv *main_of(struct reader *r, const struct scope *scope)
{
	struct equiv *best = NULL;

	for (size_t i = scope->equivs; i < r->equiv_count; i++)
		if (!best || r->equivs[i].number < best->number)
			best = &r->equivs[i];
	return best && best->unicode.to > best->unicode.from ? best : NULL;
}

/* The next word of TEXT from *AT on, its bytes [*begin, *at). */
static bool next_word(struct vn_str text, size_t *at, size_t *begin)
{
	while (*at < text.len && strchr(" \t\n\r\f", text.ptr[*at]))
		++*at;
	*begin = *at;
	while (*at < text.len && (!text.ptr[*at] || !strchr(" \t\n\r\f", text.ptr[*at])))
		++*at;
	return *at > *begin;
}

/* Notes that SPAN says the text from BEGIN on again, word by word, if it does. */
static void add_echo(struct reader *r, struct span span, size_t begin)
{
	struct vn_xml *xml = &r->xml;
	const struct vn_piece *said = vn_xml_said(xml, bytes_of(r, span), false);
	struct vn_str text = vn_buf_str(&xml->piece->text), copy = vn_buf_str(&said->text);
	struct vn_marks *marks = &xml->piece->marks;
	size_t at = begin, there = 0, from, other, first = marks->echo_count;
	uint32_t group = ++marks->group;

	while (!xml->status) {
		bool more = next_word(text, &at, &from), also = next_word(copy, &there, &other);
		struct vn_echo echo = {.run = {from, at, .kind = VN_RUN_COPIED}, group, true};
		if (!more && !also)
			return;
		if (more != also || !vn_str_eq((struct vn_str){text.ptr + from, at - from},
					       (struct vn_str){copy.ptr + other, there - other}))
			break;
		vn_text_map_span(&said->map, other, there, &echo.run.from, &echo.run.to);
		echo.run.style = said->map.runs[vn_text_map_find(&said->map, other)].style;
		vn_xml_stop(xml, vn_marks_echo(marks, echo, xml->err));
	}
	/* It says something else. */
	marks->echo_count = first;
}

/* The glyphs of a word whose text begins at BEGIN say it again, if they do. */
static void add_glyphs(struct reader *r, size_t begin)
{
	struct vn_xml *xml = &r->xml;
	struct vn_marks *marks = &xml->piece->marks;
	struct vn_str text = vn_buf_str(&xml->piece->text);
	size_t at = begin, first = marks->echo_count;
	uint32_t group = ++marks->group;

	for (size_t i = 0; !xml->status && i < r->glyph_count; i++) {
		struct span span = r->glyphs[i].unicode;
		const struct vn_piece *said = vn_xml_said(xml, bytes_of(r, span), false);
		size_t len = said->text.len;
		struct vn_echo echo = {
			.run = {at, at + len, span.from, span.to, VN_RUN_COPIED, xml->style},
			group,
			false};
		if (len == 0)
			continue;
		if (text.len - at < len || memcmp(text.ptr + at, said->text.ptr, len) != 0) {
			at = SIZE_MAX;
			break;
		}
		at += len;
		vn_xml_stop(xml, vn_marks_echo(marks, echo, xml->err));
	}
	if (at != text.len)
		marks->echo_count = first;
}

static enum vn_status put(struct vn_buf *out, struct vn_str bytes, struct vn_err *err)
{
	return vn_buf_add(out, bytes.ptr, bytes.len, err);
}

/* The start tag of EQUIV with the index NUMBER and, unless it stays as CONF, without how sure the
 * engine was. */
static enum vn_status write_tag(struct reader *r, const struct equiv *equiv, uint64_t number,
				bool conf, struct vn_buf *out)
{
	bool has_index = equiv->index.to > 0, cut = !conf && equiv->conf.to > 0;
	struct span head = {equiv->tag.from, has_index ? equiv->index.from : equiv->name};
	struct span tail = {has_index ? equiv->index.to : equiv->name, equiv->tag.to};
	struct span cut_of = cut ? equiv->conf : (struct span){tail.to, tail.to};
	struct vn_err *err = r->xml.err;
	char text[48];
	enum vn_status status;

	snprintf(text, sizeof text, has_index ? "%llu" : " index=\"%llu\"",
		 (unsigned long long)number);
	if (cut_of.to <= head.to) {
		status = put(out, bytes_of(r, (struct span){head.from, cut_of.from}), err);
		head.from = cut_of.to;
		cut_of = (struct span){tail.to, tail.to};
	} else {
		status = VN_OK;
	}
	if (!status)
		status = put(out, bytes_of(r, head), err);
	if (!status)
		status = vn_buf_add(out, text, strlen(text), err);
	if (!status)
		status = put(out, bytes_of(r, (struct span){tail.from, cut_of.from}), err);
	return status ? status : put(out, bytes_of(r, (struct span){cut_of.to, tail.to}), err);
}

/* Has what EQUIV says kept beside what will stand there if the text from BEGIN on changes; OTHERS
 * are the readings of the same text. */
static void keep_reading(struct reader *r, const struct equiv *equiv, const struct equiv *others,
			 size_t count, size_t begin)
{
	struct vn_xml *xml = &r->xml;
	struct vn_extra tag = {begin, xml->piece->text.len, equiv->tag.from, equiv->tag.to};
	struct vn_extra copy = {
		begin,	       xml->piece->text.len,	   equiv->all.to,
		equiv->all.to, .copy_from = equiv->tag.to, .copy_to = equiv->all.to};
	struct vn_buf bytes = {0};
	enum vn_status status = write_tag(r, equiv, equiv->number, false, &bytes);

	tag.copy_from = tag.copy_to = tag.from;
	tag.bytes = vn_buf_str(&bytes);
	if (!status)
		status = vn_marks_extra(&xml->piece->marks, tag, xml->err);
	bytes.len = 0;
	if (!status)
		status = write_tag(r, equiv, equiv->number + 1, true, &bytes);
	copy.bytes = vn_buf_str(&bytes);
	if (!status)
		status = vn_marks_extra(&xml->piece->marks, copy, xml->err);
	for (size_t i = 0; !status && i < count; i++) {
		struct vn_extra next = {begin, xml->piece->text.len, others[i].index.from,
					others[i].index.to};
		char text[24];
		if (!others[i].index.to || &others[i] == equiv || others[i].number <= equiv->number)
			continue;
		snprintf(text, sizeof text, "%llu", (unsigned long long)others[i].number + 1);
		next.bytes = (struct vn_str){text, strlen(text)};
		next.copy_from = next.copy_to = next.from;
		status = vn_marks_extra(&xml->piece->marks, next, xml->err);
	}
	vn_buf_fini(&bytes);
	vn_xml_stop(xml, status);
}

/* What EQUIV, the main one of SCOPE, says is running text. TO is the end of its element. */
static void add_text(struct reader *r, struct scope *scope, const struct equiv *equiv, uint64_t to)
{
	struct vn_xml *xml = &r->xml;
	size_t begin = xml->piece->text.len;

	xml->line_feed = scope->level == ROLE_REGION ? VN_EDGE_LINE : VN_EDGE_WORD;
	if (scope->level == ROLE_WORD)
		vn_piece_word(xml->piece, scope->from);
	vn_xml_add_data(xml, bytes_of(r, equiv->unicode));
	xml->blanks.len = 0;
	scope->text = xml->piece->text.len > begin;
	/* The edge before it is no text of it. */
	while (begin < xml->piece->text.len && strchr(" \n\f", xml->piece->text.ptr[begin]))
		begin++;
	if (scope->text) {
		const struct equiv *others = &r->equivs[scope->equivs];
		if (r->numbered)
			keep_reading(r, equiv, others, r->equiv_count - scope->equivs, begin);
		if (equiv->plain.to > equiv->plain.from)
			add_echo(r, equiv->plain, begin);
		if (scope->level == ROLE_WORD)
			add_glyphs(r, begin);
	}
	if (scope->level == ROLE_WORD)
		vn_xml_stop(xml, vn_piece_word_end(xml->piece, to, xml->err));
}

static enum vn_edge edge_of(uint8_t level)
{
	return level == ROLE_REGION ? VN_EDGE_BLOCK
	       : level == ROLE_LINE ? VN_EDGE_LINE
				    : VN_EDGE_WORD;
}

/* A glyph says a part of its word. */
static void end_glyph(struct reader *r, const struct equiv *equiv)
{
	vn_xml_stop(&r->xml,
		    vn_grow(&r->glyphs, r->glyph_count, &r->glyph_cap, sizeof *equiv, r->xml.err));
	if (!r->xml.status)
		r->glyphs[r->glyph_count++] = *equiv;
}

static void end_scope(struct reader *r, uint64_t to)
{
	struct scope *scope = &r->scopes[--r->scope_count];
	const struct equiv *equiv = main_of(r, scope);

	if (scope->level == ROLE_GLYPH) {
		if (equiv)
			end_glyph(r, equiv);
	} else if (!scope->text && equiv) {
		add_text(r, scope, equiv, to);
	} else if (equiv) {
		add_echo(r, equiv->unicode, vn_piece_at(r->xml.piece, scope->begin));
	}
	if (scope->level != ROLE_GLYPH)
		vn_xml_edge(&r->xml, edge_of(scope->level));
	r->equiv_count = scope->equivs;
	if (r->scope_count)
		r->scopes[r->scope_count - 1].text |= scope->text;
	else
		vn_piece_release(r->xml.piece, to);
}

static uint64_t number_of(const struct vn_xml_tag *tag, const char *name)
{
	size_t len;
	double number = vn_group_number(vn_xml_value(tag, name), &len);

	return number > 0 ? (uint64_t)number : 0;
}

/* Whether TAG is called so, with "Indexed" behind it or not. */
static bool is_called(const struct vn_xml_tag *tag, const char *name)
{
	size_t len = strlen(name);
	struct vn_str rest = tag->name;

	if (rest.len < len || memcmp(rest.ptr, name, len) != 0)
		return false;
	rest = (struct vn_str){rest.ptr + len, rest.len - len};
	return rest.len == 0 || vn_str_eq(rest, VN_STR("Indexed"));
}

/* What ReadingOrder holds: references to regions, and groups of them. */
static uint8_t start_order(struct reader *r, const struct vn_xml_tag *tag)
{
	struct vn_str id = vn_xml_value(tag, "regionRef");
	uint64_t index = number_of(tag, "index");
	bool loose = is_called(tag, "UnorderedGroup");

	if (is_called(tag, "RegionRef"))
		vn_xml_stop(&r->xml, vn_order_refer(&r->order, id, index, r->xml.err));
	if (!loose && !is_called(tag, "OrderedGroup"))
		return ROLE_NONE;
	vn_xml_stop(&r->xml, vn_order_group(&r->order, id, index, loose, r->xml.err));
	return ROLE_GROUP;
}

/* A region of any kind. */
static void begin_region(struct reader *r, const struct vn_xml_tag *tag)
{
	enum vn_region what = vn_xml_is(tag, "TextRegion")    ? VN_REGION_TEXT
			      : vn_xml_is(tag, "TableRegion") ? VN_REGION_TABLE
							      : VN_REGION_OTHER;

	vn_xml_stop(&r->xml, vn_order_region(&r->order, vn_xml_value(tag, "id"), what, r->xml.piece,
					     r->xml.err));
}

/* What is said of the place of the part that is open. */
static void place_part(struct reader *r, const struct vn_xml_tag *tag)
{
	const struct scope *scope = r->scope_count ? &r->scopes[r->scope_count - 1] : NULL;
	struct vn_column_box *part = vn_order_part(&r->order);

	if (!part || !scope)
		return;
	if (vn_xml_is(tag, "Coords") && scope->level == ROLE_REGION && !part->boxed)
		part->boxed = vn_points_box(vn_xml_value(tag, "points"), &part->box);
	if (vn_xml_is(tag, "TableCellRole")) {
		part->row = number_of(tag, "rowIndex") + 1;
		part->col = number_of(tag, "columnIndex") + 1;
	}
	part->lines += vn_xml_is(tag, "TextLine");
}

static const struct {
	const char *name;
	uint8_t role;
} levels[] = {{"TextRegion", ROLE_REGION},
	      {"TableRegion", ROLE_REGION},
	      {"TextLine", ROLE_LINE},
	      {"Word", ROLE_WORD},
	      {"Glyph", ROLE_GLYPH}};

/* The year of the schema, from the namespace in the root element. */
static void begin_document(struct reader *r, const struct vn_xml_tag *tag)
{
	struct vn_str root = vn_xml_bytes(&r->xml, tag->from, tag->to);
	const char *year = memmem(root.ptr, root.len, "/pagecontent/20", 15);

	r->numbered = year && root.ptr + root.len - year > 17 && memcmp(year + 15, "17", 2) >= 0;
	r->items = year && root.ptr + root.len - year > 17 && memcmp(year + 15, "18", 2) >= 0;
	r->prefix_len = tag->prefix.len < sizeof r->prefix ? tag->prefix.len : 0;
	memcpy(r->prefix, tag->prefix.ptr, r->prefix_len);
}

static uint8_t start(struct vn_xml *xml, const struct vn_xml_tag *tag)
{
	struct reader *r = (struct reader *)xml;

	vn_step_start(&r->step, xml, tag);
	place_part(r, tag);
	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
		if (vn_xml_is(tag, levels[i].name)) {
			if (levels[i].role == ROLE_REGION)
				begin_region(r, tag);
			begin_scope(r, levels[i].role, tag);
			if (levels[i].role != ROLE_GLYPH)
				vn_xml_edge(xml, edge_of(levels[i].role));
			return levels[i].role;
		}
	if (r->ordering)
		return start_order(r, tag);
	if (vn_xml_is(tag, "ReadingOrder")) {
		r->ordering = true;
		return ROLE_ORDER;
	}
	if (tag->name.len > 6 && memcmp(tag->name.ptr + tag->name.len - 6, "Region", 6) == 0) {
		begin_region(r, tag);
		return ROLE_OTHER_REGION;
	}
	if (vn_xml_is(tag, "TextEquiv")) {
		if (!r->scope_count)
			return ROLE_NONE;
		begin_equiv(r, tag);
		return ROLE_EQUIV;
	}
	if (vn_xml_is(tag, "Unicode") || vn_xml_is(tag, "PlainText"))
		return begin_content(r, tag, vn_xml_is(tag, "PlainText"));
	if (vn_xml_is(tag, "PcGts"))
		begin_document(r, tag);
	if (vn_xml_is(tag, "Page")) {
		vn_xml_edge(xml, VN_EDGE_PAGE);
		vn_piece_hold(xml->piece, tag->from);
		vn_order_page(&r->order);
		return ROLE_PAGE;
	}
	r->metadata = vn_xml_is(tag, "Metadata") ? tag->from : r->metadata;
	return vn_xml_is(tag, "Metadata") ? ROLE_METADATA : ROLE_NONE;
}

static void end(struct vn_xml *xml, uint8_t role, uint64_t from, uint64_t to)
{
	static const char step[] = "<@MetadataItem type=\"processingStep\" "
				   "name=\"recognition/post-correction\" "
				   "value=\"vnfix " VNFIX_VERSION "\"/>";
	struct reader *r = (struct reader *)xml;
	struct equiv *equiv = r->equiv_count ? &r->equivs[r->equiv_count - 1] : NULL;

	if (role >= ROLE_REGION && role <= ROLE_GLYPH)
		end_scope(r, to);
	if (role == ROLE_EQUIV)
		equiv->all.to = to;
	if (role == ROLE_UNICODE)
		equiv->unicode.to = from;
	if (role == ROLE_PLAIN)
		equiv->plain.to = from;
	if (role == ROLE_REGION || role == ROLE_OTHER_REGION)
		vn_order_region_end(&r->order, xml->piece);
	if (role == ROLE_GROUP)
		vn_order_group_end(&r->order);
	if (role == ROLE_ORDER)
		r->ordering = false;
	if (role == ROLE_PAGE) {
		vn_xml_stop(xml, vn_order_arrange(&r->order, xml->piece, true, xml->err));
		vn_piece_release(xml->piece, to);
	}
	if (role == ROLE_METADATA && from < to && r->items)
		vn_step_note(&r->step, xml, r->metadata, from,
			     (struct vn_str){r->prefix, r->prefix_len}, step);
}

static const struct vn_xml_kind kind = {.start = start, .end = end};

static enum vn_status open_reader(void **self, const struct vn_source_how *how, struct vn_err *err)
{
	return vn_xml_open(self, sizeof(struct reader), &kind, how, err);
}

static void close_reader(void *self)
{
	struct reader *r = self;

	if (!r)
		return;
	free(r->scopes);
	free(r->equivs);
	free(r->glyphs);
	vn_order_fini(&r->order);
	vn_xml_close(r);
}

static int probe(struct vn_str head, bool ended)
{
	return vn_xml_probe(head, ended, "PcGts", NULL);
}

static const char *const extensions[] = {"xml", "page.xml", NULL};

const struct vn_source vn_source_page = {
	.name = "page",
	.summary = "PAGE, regions, lines and words of a page with their places (XML)",
	.extensions = extensions,
	.xml = true,
	.probe = probe,
	.open = open_reader,
	.feed = vn_xml_feed,
	.encode = vn_xml_encode,
	.group = &vn_points_group,
	.close = close_reader,
};
