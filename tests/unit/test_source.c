/* Sources and their map: what text a document has, and what is written back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "feed.h"
#include "pipeline.h"
#include "source/group.h"

#include <stdlib.h>
#include <time.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* A document as it went through: running texts of its units, and what was written. */
struct passage {
	struct vn_buf text, out;
	size_t units;
	struct vn_span ratings[4]; /* of the last unit */
	size_t rated;
};

static enum vn_status observe(void *self, const struct vn_finished *finished, struct vn_err *err)
{
	struct passage *p = self;
	struct vn_str text = finished->reading.text;
	const struct vn_unit *unit = finished->unit;

	p->units += text.len > 0;
	p->rated = 0;
	for (size_t i = 0; i < unit->rating_count && i < COUNT(p->ratings); i++)
		p->ratings[p->rated++] = unit->ratings[i];
	return vn_buf_add(&p->text, text.ptr, text.len, err);
}

static void forget(struct passage *p)
{
	vn_buf_fini(&p->text);
	vn_buf_fini(&p->out);
}

/* BYTES, CHUNK at a time, with stage normalise alone. */
static enum vn_status pass_as(const struct vn_source *source, struct passage *p,
			      struct vn_str bytes, size_t chunk, bool by_line, struct vn_err *err)
{
	struct vn_options options = {.source = source, .by_line = by_line};
	struct vn_pipeline *pipeline = NULL;
	enum vn_status status;

	*p = (struct passage){0};
	assert_int_equal(vn_stages_mask(&options.skip, "normalise", NULL), VN_OK);
	options.skip = ~options.skip;
	assert_int_equal(vn_pipeline_open(&pipeline, &options, NULL, NULL), VN_OK);
	vn_pipeline_observe(pipeline, observe, p);
	status = feed_all(pipeline, bytes, chunk, &p->out, err);
	vn_pipeline_close(pipeline);
	return status;
}

static enum vn_status pass(struct passage *p, struct vn_str bytes, size_t chunk, bool by_line,
			   struct vn_err *err)
{
	return pass_as(&vn_source_hocr, p, bytes, chunk, by_line, err);
}

#define LINE(words) "<span class='ocr_line'>" words "</span>\n"
#define WORD(word)  "<span class=\"ocrx_word\" title='x_wconf 9'>" word "</span>"
#define PAGE(lines) "<html><body><div class='ocr_page'>" lines "</div></body></html>"
#define O_ACUTE_NFD "o\xcc\x81"
#define O_ACUTE	    "\xc3\xb3"

struct document {
	const char *what, *bytes, *text, *out;
};

static const struct document documents[] = {
	{"words, lines", PAGE(LINE(WORD("a") " " WORD("b")) LINE(WORD("c"))), "a b\nc\n", NULL},
	{"paragraphs and pages are further apart",
	 PAGE("<p class='ocr_par'>" LINE(WORD("a")) "</p><p class='ocr_par'>" LINE(
		 WORD("b")) "</p>"),
	 "a\n\nb\n", NULL},
	{"text without words of its own", PAGE(LINE("a  b c")), "a  b c\n", NULL},
	{"a word that holds blanks and line ends", PAGE(LINE(WORD("\n a b\n  c "))), "a b c\n",
	 NULL},
	{"nothing outside of lines is text",
	 "<html><head><title>t</title></head>" LINE(WORD("x")) "</html>", "x\n", NULL},
	{"entities", PAGE(LINE(WORD("a&amp;b&#243;&lt;"))), "a&b" O_ACUTE "<\n", NULL},
	{"a change within", PAGE(LINE(WORD("c" O_ACUTE_NFD))), "c" O_ACUTE_NFD "\n",
	 PAGE(LINE(WORD("c" O_ACUTE)))},
	{"a change beside entities", PAGE(LINE(WORD("&lt;c" O_ACUTE_NFD "&amp;"))),
	 "<c" O_ACUTE_NFD "&\n", PAGE(LINE(WORD("&lt;c" O_ACUTE "&amp;")))},
	{"mark-up within a word stays", PAGE(LINE(WORD("<b>t" O_ACUTE_NFD "</b>c" O_ACUTE_NFD))),
	 "t" O_ACUTE_NFD "c" O_ACUTE_NFD "\n", PAGE(LINE(WORD("<b>t" O_ACUTE "</b>c" O_ACUTE)))},
	{"a letter and its mark on two sides of mark-up", PAGE(LINE(WORD("o<b>\xcc\x81</b>"))),
	 O_ACUTE_NFD "\n", PAGE(LINE(WORD("<b>" O_ACUTE "</b>")))},
	{"CDATA", PAGE(LINE(WORD("<![CDATA[<" O_ACUTE_NFD "&]]>"))), "<" O_ACUTE_NFD "&\n",
	 PAGE(LINE(WORD("<![CDATA[<" O_ACUTE "&]]>")))},
	{"CR LF", "<p class='ocr_line'>a\r\nc" O_ACUTE_NFD "</p>", "a c" O_ACUTE_NFD "\n",
	 "<p class='ocr_line'>a\r\nc" O_ACUTE "</p>"},
	{"a byte order mark", "\xef\xbb\xbf" LINE(WORD("o\xcc\x81")), O_ACUTE_NFD "\n",
	 "\xef\xbb\xbf" LINE(WORD(O_ACUTE))},
	{"an entity of the document is not expanded",
	 "<!DOCTYPE x [<!ENTITY e 'bomb'>]>" LINE(WORD("a&e;b")), "a b\n", NULL},
	{"other readings of letters are no text",
	 PAGE(LINE("<span class='ocrx_word'>c" O_ACUTE_NFD " <span class='ocrx_cinfo' "
		   "id='lstm_choices_1'> <span class='ocrx_cinfo' id='choice_1' title='x_confs 9'>"
		   "o</span></span></span> " WORD("b"))),
	 "c" O_ACUTE_NFD " b\n",
	 PAGE(LINE("<span class='ocrx_word'>c" O_ACUTE " <span class='ocrx_cinfo' "
		   "id='lstm_choices_1'> <span class='ocrx_cinfo' id='choice_1' title='x_confs 9'>"
		   "o</span></span></span> " WORD("b")))},
	{"letters with places of their own are",
	 PAGE(LINE(WORD("<span class='ocrx_cinfo' title='x_bboxes 1 2 3 4; x_conf 9'>a</span>"
			"<span class='ocrx_cinfo' title='x_bboxes 3 2 5 4; x_conf 9'>b</span>"))),
	 "ab\n", NULL},
	{"alternatives",
	 PAGE(LINE(WORD("<span class='alternatives'><ins class='alt'>a</ins>"
			"<del class='alt'>o</del></span>"))),
	 "a\n", NULL},
	{"no words at all", PAGE(""), "", NULL},
};

/* Text and output are as DOCUMENT says, and the same whatever the pieces. */
static void is_read_and_written(const struct vn_source *source, const struct document *document)
{
	struct vn_str bytes = {document->bytes, strlen(document->bytes)};
	struct vn_str text = {document->text, strlen(document->text)}, out = bytes;

	if (document->out)
		out = (struct vn_str){document->out, strlen(document->out)};
	for (size_t chunk = 1; chunk < bytes.len + 7; chunk += chunk < 8 ? 1 : 13) {
		struct passage p;
		struct vn_err err;
		if (pass_as(source, &p, bytes, chunk, false, &err))
			fail_msg("%s: %s", document->what, err.text);
		if (!vn_str_eq(vn_buf_str(&p.text), text))
			fail_msg("%s, by %zu: text '%.*s'", document->what, chunk, (int)p.text.len,
				 p.text.ptr);
		if (!vn_str_eq(vn_buf_str(&p.out), out))
			fail_msg("%s, by %zu: out '%.*s'", document->what, chunk, (int)p.out.len,
				 p.out.ptr);
		forget(&p);
	}
}

static void documents_are_read_and_written(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(documents); i++)
		is_read_and_written(&vn_source_hocr, &documents[i]);
}

#define RTF(text)                                                                                  \
	"{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 T;}{\\f1\\fcharset163 V;}{\\f2\\fcharset204 "         \
	"C;}}" text "}"

static const struct document rtfs[] = {
	{"paragraphs and lines", RTF("a b\\par c\\line d\\cell e"), "a b\nc\nd\ne\n", NULL},
	{"a word over runs, and a break of the file in it", RTF("a{\\b b}\\i c\r\nd\\i0  e"),
	 "abcd e\n", NULL},
	{"what is no text",
	 RTF("{\\info{\\title x}}{\\*\\new x}{\\stylesheet{x;}}{\\pict 00ff}a{\\v x}\\v x\\v0 b"),
	 "ab\n", NULL},
	{"pictures in bytes", RTF("{\\pict\\bin4 }}{{}a"), "a\n", NULL},
	{"a note is apart", RTF("a{\\footnote b}c"), "a\n\nb\n\nc\n", NULL},
	{"a link", RTF("{\\field{\\*\\fldinst HYPERLINK \"x\"}{\\fldrslt a}}b"), "ab\n", NULL},
	{"escaped signs", RTF("\\{a\\}\\\\b"), "{a}\\b\n", NULL},
	{"bytes of windows-1252", RTF("\\'e0\\'93\\'80"), "\xc3\xa0\xe2\x80\x9c\xe2\x82\xac\n",
	 NULL},
	{"bytes of windows-1258, by the charset of the font", RTF("\\f1\\'d5\\f0\\'d5"),
	 "\xc6\xa0\xc3\x95\n", NULL},
	{"bytes of other charsets part words", RTF("a\\f2\\'e0\\f0 b"), "a b\n", NULL},
	{"\\u with what stands for it", RTF("\\u7879?a{\\uc2\\u7879\\'65?b}\\uc0\\u7879 c"),
	 "\xe1\xbb\x87"
	 "a\xe1\xbb\x87"
	 "b\xe1\xbb\x87"
	 "c\n",
	 NULL},
	{"\\u below zero, and of two", RTF("\\u-3913?\\u-10179?\\u-8704?"),
	 "\xef\x82\xb7\xf0\x9f\x98\x80\n", NULL},
	{"a group ends what stands for \\u", RTF("{\\uc3\\u243 }a"),
	 "\xc3\xb3"
	 "a\n",
	 NULL},
	{"a change", RTF("\\b co\\u769?n"), "co\xcc\x81n\n", RTF("\\b c\\u243?n")},
	{"a change where two characters stand for \\u", RTF("\\uc2 co\\u769 --n"), "co\xcc\x81n\n",
	 RTF("\\uc2 c\\u243??n")},
	{"a change where none stands for it", RTF("\\uc0 co\\u769 n"), "co\xcc\x81n\n",
	 RTF("\\uc0 c\\u243 n")},
};

#undef RTF

static void rtf_is_read_and_written(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rtfs); i++)
		is_read_and_written(&vn_source_rtf, &rtfs[i]);
}

/* Behind a control word letters need a blank, which is none of the text. */
static void rtf_is_written_behind_control_words(void **state)
{
	static const struct {
		uint8_t style;
		const char *text, *out;
	} rows[] = {
		{1, "a\xe1\xbb\x87{", "a\\u7879?\\{"},
		{17, "a", " a"},
		{17, "\xe1\xbb\x87", "\\u7879?"},
		{17, "", " "},
		{17, "-1", " -1"},
		{17, ".", "."},
		{0, "\xe1\xbb\x87", "\\u7879 "},
		{2, "\xf0\x9f\x98\x80", "\\u-10179??\\u-8704??"},
		{1, "\xc2\xa0\xc2\xad", "\\~\\-"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct vn_str text = {rows[i].text, strlen(rows[i].text)};
		struct vn_buf out = {0};
		assert_int_equal(vn_source_rtf.encode(rows[i].style, text, &out, NULL), VN_OK);
		if (!vn_str_eq(vn_buf_str(&out), (struct vn_str){rows[i].out, strlen(rows[i].out)}))
			fail_msg("'%s' is '%.*s'", rows[i].text, (int)out.len, out.ptr);
		vn_buf_fini(&out);
	}
}

static void broken_rtf_is_refused(void **state)
{
	static const char *const texts[] = {
		"", "a text", "{a}", "}", "{\\rtf1 a", "{\\rtf1{a}", "{\\rtf1\\bin9 a}"};
	struct vn_buf deep = {0};
	struct passage p;

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct vn_str bytes = {texts[i], strlen(texts[i])};
		assert_int_equal(pass_as(&vn_source_rtf, &p, bytes, 2, false, NULL), VN_EINPUT);
		forget(&p);
	}
	assert_int_equal(vn_buf_add(&deep, "{\\rtf1", 6, NULL), VN_OK);
	for (int i = 0; i < 5000; i++)
		assert_int_equal(vn_buf_add(&deep, "{", 1, NULL), VN_OK);
	assert_int_equal(pass_as(&vn_source_rtf, &p, vn_buf_str(&deep), 999, false, NULL),
			 VN_ELIMIT);
	forget(&p);
	vn_buf_fini(&deep);
}

static const struct document markdowns[] = {
	{"paragraphs and headings", "# a b #c\n\nd\ne\n", "a b #c\n\nd\ne\n", NULL},
	{"emphasis is no text", "a **b**_c_ d_e ~~f~~\n", "a bc d_e f\n", NULL},
	{"code spans, of several ticks, over lines", "a `x y` b ``x ` y`` `x\nx` c\n", "a  b   c\n",
	 NULL},
	{"ticks without an end", "a `b c\n", "a b c\n", NULL},
	{"fences and what is set in", "a\n\n```sh\nx\n\nx\n```\n\n    x\n\n~~~\nx\n```\n~~~~\nb\n",
	 "a\n\nb\n", NULL},
	{"a paragraph of an item is no code", "- a\n\n    b\n\nc\n\n    x\n", "a\n\nb\n\nc\n",
	 NULL},
	{"front matter", "---\nx: y\n---\na\n", "a\n", NULL},
	{"links, pictures, notes",
	 "[a](x \"y (z)\") ![b](x) [c][x] <http://x> d[^1]\n\n[^1]: e\n[x]: y\n",
	 "a b c  d\n\n: e\n", NULL},
	{"lists, tasks, quotes", "> a\n> - b\n1. c\n- [x] d\n+ e\n", "a\nb\n1. c\nd\ne\n", NULL},
	{"tables", "| a | b \\| c |\n|---|:-:|\n| d | e |\n", "a\nb | c\nd\ne\n", NULL},
	{"rules and headings of two lines", "a\n===\n\nb\n-----\n***\n", "a\n\nb\n", NULL},
	{"HTML",
	 "a <b class='x'>c</b><br>d <!-- x\nx --> e\n\n<script>\nx\n\nx\n</script>\n1 < 2\n",
	 "a c\nd  e\n\n1 < 2\n", NULL},
	{"escapes and references", "\\*a\\_ &amp; &#243; \\b\n", "*a_ & \xc3\xb3 \\b\n", NULL},
	{"attributes", "# a {#x .y}\n\n::: note\nb\n:::\n", "a\n\nb\n", NULL},
	{"CR LF and breaks", "a  \r\nb\\\r\nc\r\n\r\nd\r\n", "a\nb\nc\n\nd\n", NULL},
	{"a change",
	 "**c" O_ACUTE_NFD "**n `c" O_ACUTE_NFD "` [c" O_ACUTE_NFD "](c" O_ACUTE_NFD ")\n",
	 "c" O_ACUTE_NFD "n  c" O_ACUTE_NFD "\n",
	 "**c" O_ACUTE "**n `c" O_ACUTE_NFD "` [c" O_ACUTE "](c" O_ACUTE_NFD ")\n"},
};

static void markdown_is_read_and_written(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(markdowns); i++)
		is_read_and_written(&vn_source_markdown, &markdowns[i]);
}

/* Numbers of places are read and written; one that is too long for either is none. */
static void numbers_of_places(void **state)
{
	static const struct {
		const char *text, *out;
		size_t len;
	} rows[] = {{"12 ", "12", 2},
		    {"0", "0", 1},
		    {"-7.25,", "-7.250000", 5},
		    {"999999999999", "999999999999", 12},
		    {"9999999999999.5", NULL, 0},
		    {"99999999999999999999", NULL, 0},
		    {"-", NULL, 0},
		    {"", NULL, 0}};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct vn_str text = {rows[i].text, strlen(rows[i].text)};
		struct vn_patch patch;
		size_t len = 99;
		double number = vn_group_number(text, &len);
		assert_int_equal(len, rows[i].len);
		if (!len)
			continue;
		vn_group_put(&patch, text, 0, len, number);
		assert_true(vn_str_eq((struct vn_str){patch.text, patch.len},
				      (struct vn_str){rows[i].out, strlen(rows[i].out)}));
	}
}

/* PARTs in a row, within BEFORE and BEHIND, four megabytes of them: quadratic work would take
 * minutes. */
static void long_runs_take_time_in_proportion(void **state)
{
	static const struct {
		const struct vn_source *source;
		const char *before, *part, *behind;
		size_t count;
	} rows[] = {{&vn_source_markdown, "a\n\nb", " ", "c\n\n", 250000},
		    {&vn_source_markdown, "a\n\n", "\\```b ", "c\n\n", 40000},
		    {&vn_source_html, "<p>a<script>", "<", "</script>b", 4000000}};
	struct vn_buf bytes = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		clock_t begin = clock();
		struct passage p;
		bytes.len = 0;
		while (bytes.len < 4000000) {
			assert_int_equal(
				vn_buf_add(&bytes, rows[i].before, strlen(rows[i].before), NULL),
				VN_OK);
			for (size_t k = 0; k < rows[i].count; k++)
				assert_int_equal(vn_buf_add(&bytes, rows[i].part,
							    strlen(rows[i].part), NULL),
						 VN_OK);
			assert_int_equal(
				vn_buf_add(&bytes, rows[i].behind, strlen(rows[i].behind), NULL),
				VN_OK);
		}
		assert_int_equal(
			pass_as(rows[i].source, &p, vn_buf_str(&bytes), 1 << 16, false, NULL),
			VN_OK);
		assert_true(vn_str_eq(vn_buf_str(&p.out), vn_buf_str(&bytes)));
		assert_true((clock() - begin) / CLOCKS_PER_SEC < 10);
		forget(&p);
	}
	vn_buf_fini(&bytes);
}

/* What the engine said of its words, with their places in the text that comes out. */
static void words_are_rated(void **state)
{
	static const struct {
		const struct vn_source *source;
		const char *bytes;
		size_t count;
		struct vn_span ratings[2];
	} rows[] = {
		{&vn_source_hocr,
		 PAGE(LINE("<span class='ocrx_word' title='bbox 1 2 3 4; x_wconf 93'>c" O_ACUTE_NFD
			   "</span> <span class='ocrx_word'>b</span> <span class='ocrx_word' "
			   "title='x_wconf 7'>d</span>")),
		 2,
		 {{0, 3, 0, 93}, {6, 7, 0, 7}}},
		{&vn_source_hocr,
		 PAGE(LINE("<span class='ocrx_word' title='x_wconf x'>a</span>")),
		 0,
		 {{0}}},
		{&vn_source_alto,
		 "<alto><String CONTENT='a' WC='0.87'/><String CONTENT='b' WC='0.9'/>"
		 "<String CONTENT='c' WC='0.100'/><String CONTENT='d' WC='1.00'/></alto>",
		 2,
		 {{0, 1, 0, 87}, {6, 7, 0, 100}}},
		{&vn_source_tsv,
		 "level\tpage_num\tblock_num\tpar_num\tline_num\tword_"
		 "num\tleft\ttop\twidth\theight\t"
		 "conf\ttext\n5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t96.063\ta\n"
		 "5\t1\t1\t1\t1\t2\t0\t0\t9\t9\t-1\tb\n",
		 1,
		 {{0, 1, 0, 96}}},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct vn_str bytes = {rows[i].bytes, strlen(rows[i].bytes)};
		struct passage p;
		assert_int_equal(pass_as(rows[i].source, &p, bytes, 9, false, NULL), VN_OK);
		assert_int_equal(p.rated, rows[i].count);
		for (size_t k = 0; k < p.rated; k++) {
			assert_int_equal(p.ratings[k].begin, rows[i].ratings[k].begin);
			assert_int_equal(p.ratings[k].end, rows[i].ratings[k].end);
			assert_int_equal(p.ratings[k].sure, rows[i].ratings[k].sure);
		}
		forget(&p);
	}
}

static const struct {
	const char *bytes;
	const char *message; /* that is part of the error */
} broken[] = {
	{"<a>\n<b></a>", "-f text takes it as plain text: line 2, column 6"},
	{"<a>", "line 1"},
	{"", "line 1"},
	{"<?xml version='1.0' encoding='KOI8-R'?><a/>", "KOI8-R"},
	{"<a><span class='ocrx_word'>\xff</span></a>", "line 1"},
};

static void broken_documents_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(broken); i++) {
		struct vn_str bytes = {broken[i].bytes, strlen(broken[i].bytes)};
		struct passage p;
		struct vn_err err;
		assert_int_equal(pass(&p, bytes, 3, false, &err), VN_EINPUT);
		if (!strstr(err.text, broken[i].message))
			fail_msg("'%s' is not in '%s'", broken[i].message, err.text);
		assert_int_equal(p.out.len, 0);
		forget(&p);
	}
}

static void deep_documents_are_refused(void **state)
{
	struct vn_buf bytes = {0};
	struct passage p;
	struct vn_err err;

	(void)state;
	for (int i = 0; i < 20000; i++)
		assert_int_equal(vn_buf_add(&bytes, "<a>", 3, NULL), VN_OK);
	assert_int_equal(pass(&p, vn_buf_str(&bytes), 1000, false, &err), VN_ELIMIT);
	forget(&p);
	vn_buf_fini(&bytes);
}

/* A tag is kept whole by the parser, which begins anew with each piece of it: a long one is refused
 * before that takes long. */
static void long_tags_are_refused(void **state)
{
	static const size_t lengths[] = {3 << 20, 5 << 20};

	(void)state;
	for (size_t i = 0; i < COUNT(lengths); i++) {
		struct vn_buf bytes = {0};
		struct passage p;
		struct vn_err err;
		assert_int_equal(vn_buf_add(&bytes, "<a b='", 6, NULL), VN_OK);
		assert_int_equal(vn_buf_reserve(&bytes, lengths[i], NULL), VN_OK);
		memset(bytes.ptr + bytes.len, 'x', lengths[i]);
		bytes.len += lengths[i];
		assert_int_equal(vn_buf_add(&bytes, "'/>", 3, NULL), VN_OK);
		assert_int_equal(pass(&p, vn_buf_str(&bytes), 100000, false, &err),
				 i == 0 ? VN_OK : VN_ELIMIT);
		if (i == 0)
			assert_true(vn_str_eq(vn_buf_str(&p.out), vn_buf_str(&bytes)));
		else
			assert_non_null(strstr(err.text, "4 MiB"));
		forget(&p);
		vn_buf_fini(&bytes);
	}
}

/* A long document is cut into the same units whatever the pieces, and nothing is lost. */
static void long_documents_are_cut(void **state)
{
	static const char line[] = LINE(WORD("m" O_ACUTE "t") WORD("hai") WORD("ba"));
	struct vn_buf bytes = {0};
	size_t units = 0;

	(void)state;
	assert_int_equal(vn_buf_add(&bytes, "<html>", 6, NULL), VN_OK);
	while (bytes.len < 30 * 1024 * 1024)
		assert_int_equal(vn_buf_add(&bytes, line, sizeof line - 1, NULL), VN_OK);
	assert_int_equal(vn_buf_add(&bytes, "</html>", 7, NULL), VN_OK);
	for (size_t chunk = 1000; chunk < 10000000; chunk *= 37) {
		struct passage p;
		assert_int_equal(pass(&p, vn_buf_str(&bytes), chunk, false, NULL), VN_OK);
		assert_true(vn_str_eq(vn_buf_str(&p.out), vn_buf_str(&bytes)));
		assert_true(p.units > 1 && (units == 0 || units == p.units));
		units = p.units;
		forget(&p);
	}
	vn_buf_fini(&bytes);
}

static void lines_are_units_on_demand(void **state)
{
	const struct vn_str bytes = VN_STR(PAGE("<p class='ocr_par'>" LINE(WORD("a")) LINE(
		WORD("b")) "</p><p class='ocr_par'>" LINE(WORD("c")) "</p>"));
	struct passage p;

	(void)state;
	assert_int_equal(pass(&p, bytes, 5, true, NULL), VN_OK);
	assert_int_equal(p.units, 3);
	assert_true(vn_str_eq(vn_buf_str(&p.out), bytes));
	forget(&p);
}

/* No stage writes over a gap: a word goes into its own word, or nowhere. */
static void gaps_stay(void **state)
{
	struct vn_run runs[] = {{0, 2, 10, 12, VN_RUN_COPIED, 0},
				{2, 3, 12, 30, VN_RUN_GAP, 0},
				{3, 5, 30, 32, VN_RUN_COPIED, 0},
				{5, 6, 32, 40, VN_RUN_GAP, 0},
				{6, 8, 40, 42, VN_RUN_COPIED, 0}};
	static const struct {
		size_t begin, end;
		const char *after, *text;
	} cases[] = {
		{0, 2, "xyz", "xyz bb cc"}, {0, 5, "x y", "x y cc"},	   {0, 5, "xy", "aa bb cc"},
		{1, 7, "p q r", "ap q rc"}, {0, 8, "1 2 3 4", "aa bb cc"}, {3, 6, "", "aa  cc"},
		{2, 3, "-", "aa bb cc"},    {5, 5, "!", "aa bb! cc"},
	};
	struct vn_text_map map = {runs, COUNT(runs), COUNT(runs)};
	struct vn_unit unit;

	(void)state;
	vn_unit_init(&unit);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct vn_str after = {cases[i].after, strlen(cases[i].after)};
		assert_int_equal(vn_unit_begin(&unit, "aa bb cc", 8, NULL), VN_OK);
		assert_int_equal(vn_unit_gaps(&unit, &map, NULL), VN_OK);
		unit.stage = "test";
		assert_int_equal(
			vn_unit_replace(&unit, cases[i].begin, cases[i].end, after, "rule", NULL),
			VN_OK);
		assert_int_equal(vn_unit_commit(&unit, NULL), VN_OK);
		if (!vn_str_eq(vn_buf_str(&unit.text),
			       (struct vn_str){cases[i].text, strlen(cases[i].text)}))
			fail_msg("case %zu: '%.*s'", i, (int)unit.text.len, unit.text.ptr);
		assert_int_equal(unit.gap_count, 2);
		for (size_t g = 0; g < unit.gap_count; g++)
			assert_int_equal(unit.text.ptr[unit.gaps[g].begin], ' ');
	}
	vn_unit_fini(&unit);
}

static void sources_are_told_apart(void **state)
{
	static const struct {
		const char *head, *name;
		bool ended;
	} heads[] = {
		{"", NULL, false},
		{"", "text", true},
		{"Ủy ban", "text", false},
		{"  \n<?xml version='1.0'?>", NULL, false},
		{"<p>one page of the web", "text", true},
		{"<?xml version='1.0'?><html><meta name='ocr-system' ", "hocr", false},
		{"\xef\xbb\xbf<div class='ocr_page'>", "hocr", false},
		{"x ocr_page", "text", false},
		{"<alto xmlns='http://www.loc.gov/standards/alto/ns-v4#'>", "alto", false},
		{"<?xml version='1.0'?><!-- a --><a:alto ", NULL, false},
		{"<?xml version='1.0'?><!-- a --><a:alto xmlns:a='x'>", "alto", false},
		{"<pc:PcGts xmlns:pc='x'>", "page", false},
		{"<!DOCTYPE html>\n<html><body><doc>\n  <page width=\"1\"", "bbox", true},
		{"<!DOCTYPE html>\n<html><body>", NULL, false},
		{"<!DOCTYPE html>\n<html><body>", "html", true},
		{"<HTML><meta charset='windows-1258'>", "text", true},
		{"{\"id\":1,\"text\":\"a\"}\n", "ndjson", false},
		{"{\"id\":1,\"texts\":\"a\"}\n", "text", false},
		{"{ a text", "text", true},
		{"level\tpage_num\tblock", NULL, false},
		{"<rss><item>", "text", true},
		{"{\\rtf1\\ansi", "rtf", false},
		{"\xef\xbb\xbf\n{\\rtf1", "rtf", false},
		{"{\\r", NULL, false},
		{"# Ủy ban\n\n**a** b\n", "markdown", false},
		{"# Ủy ban\n", NULL, false},
		{"# Ủy ban\n", "text", true},
		{"- a **b** [c](d)\n", "text", true},
		{"---\ntitle: a\n---\n# b\n", "markdown", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(heads); i++) {
		const struct vn_source *source = vn_source_probe(
			(struct vn_str){heads[i].head, strlen(heads[i].head)}, heads[i].ended);
		if (!heads[i].name)
			assert_null(source);
		else
			assert_string_equal(source->name, heads[i].name);
	}
	assert_ptr_equal(vn_source_find("hocr"), &vn_source_hocr);
	assert_null(vn_source_find("xlsx"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(documents_are_read_and_written),
		cmocka_unit_test(rtf_is_read_and_written),
		cmocka_unit_test(rtf_is_written_behind_control_words),
		cmocka_unit_test(broken_rtf_is_refused),
		cmocka_unit_test(markdown_is_read_and_written),
		cmocka_unit_test(numbers_of_places),
		cmocka_unit_test(long_runs_take_time_in_proportion),
		cmocka_unit_test(words_are_rated),
		cmocka_unit_test(broken_documents_are_refused),
		cmocka_unit_test(deep_documents_are_refused),
		cmocka_unit_test(long_tags_are_refused),
		cmocka_unit_test(long_documents_are_cut),
		cmocka_unit_test(lines_are_units_on_demand),
		cmocka_unit_test(gaps_stay),
		cmocka_unit_test(sources_are_told_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
