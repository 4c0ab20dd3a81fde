/* A document is worked on in units, which are given away while elements that reach over their ends
 * are open. With units of a few words, for every format that has elements: any chunks give the same
 * units, each change is written wherever the text is said, and all can be put back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "feed.h"
#include "pipeline.h"
#include "put_back.h"

#include <stdlib.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Letters apart from their marks, which stage normalise puts together, and one that it makes
 * another, as long as before: what glyphs say follows. */
#define A "mo\xcc\x82t"
#define B "ha\xcc\x80ng"
#define C "chu\xcc\x83"
#define D "lo\xcc\x83i"
#define E "\xc3\x90i"

static const char before[][4] = {"o\xcc\x82", "a\xcc\x80", "u\xcc\x83", "o\xcc\x83", "\xc3\x90"},
		  after[][4] = {"\xc3\xb4", "\xc3\xa0", "\xc5\xa9", "\xc3\xb5", "\xc4\x90"};

#define TWICE(x)  x x
#define FOUR(x)	  TWICE(x) TWICE(x)
#define EIGHT(x)  TWICE(FOUR(x))
#define THIRTY(x) TWICE(EIGHT(x)) EIGHT(x) FOUR(x) TWICE(x)

/* ALTO */
#define GLYPH(text)  "<Glyph CONTENT='" text "'/>"
#define STRING(text) "<String CONTENT='" text "'/>"
#define SPELT	     "<String CONTENT='" E "'>" GLYPH("\xc3\x90") GLYPH("i") "</String>"
#define HALVES                                                                                     \
	"<String SUBS_TYPE='HypPart1' SUBS_CONTENT='" C D "' CONTENT='" C "-'/></TextLine>\n"      \
	"<TextLine><String CONTENT='" D "' SUBS_TYPE='HypPart2' SUBS_CONTENT='" C D "'/>"
#define BLOCK(id, inside) "<TextBlock " id "><TextLine>" inside "</TextLine></TextBlock>\n"
#define ALTO(inside)	  "<alto><Layout>" inside "</Layout></alto>\n"
#define LEAF(inside)	  "<Page>" inside "</Page>\n"

/* PAGE */
#define SAYS(text)	   "<TextEquiv><Unicode>" text "</Unicode></TextEquiv>"
#define LETTER(text)	   "<Glyph>" SAYS(text) "</Glyph>"
#define WORD(text)	   "<Word>" SAYS(text) "</Word>"
#define WRITTEN		   "<Word>" LETTER("\xc3\x90") LETTER("i") SAYS(E) "</Word>"
#define LINE(inside, text) "<TextLine>" inside SAYS(text) "</TextLine>"
#define REGION(place, inside, text)                                                                \
	"<TextRegion><Coords points='" place "'/>" inside SAYS(text) "</TextRegion>\n"
#define PAGE(inside) "<PcGts>" inside "</PcGts>\n"
#define BOTH	     LINE(WRITTEN WORD(B), E " " B) LINE(WORD(C) WORD(D), C " " D)

/* hOCR */
#define SPAN(text) "<span class='ocrx_word'>" text "</span> "
#define ROW	   "<span class='ocr_line'>" SPAN(A) SPAN(B) SPAN(C) "</span>\n"

static const struct document {
	const char *what;
	const char *source;
	const char *bytes;
	bool escaped; /* its letters are written another way than here */
} documents[] = {
	{"glyphs", "alto", ALTO(LEAF(BLOCK("", THIRTY(SPELT STRING(D)))))},
	{"glyphs, pages", "alto", ALTO(THIRTY(LEAF(BLOCK("", FOUR(SPELT) STRING(D)))))},
	{"halves", "alto", ALTO(EIGHT(LEAF(BLOCK("", EIGHT(HALVES)))))},
	{"blocks in an order", "alto",
	 ALTO(THIRTY(LEAF(BLOCK("ID='a' IDNEXT='c'", FOUR(STRING(A))) BLOCK("ID='b'", STRING(B))
				  BLOCK("ID='c' IDNEXT='b'", SPELT HALVES))))},
	{"a first block that is the last", "alto",
	 ALTO(THIRTY(LEAF(BLOCK("ID='a'", FOUR(STRING(A))) BLOCK("ID='b' IDNEXT='c'", STRING(B))
				  BLOCK("ID='c' IDNEXT='a'", SPELT HALVES))))},
	{"words, lines and regions", "page",
	 PAGE(THIRTY("<Page>" REGION("0,0 9,9", BOTH, E " " B "\n" C " " D) "</Page>"))},
	{"regions that trade places", "page",
	 PAGE(THIRTY("<Page>" REGION("0,40 9,49", BOTH, E " " B "\n" C " " D)
			     REGION("0,0 9,9", LINE(WORD(D), D), D) "</Page>"))},
	{"no page", "page", PAGE(THIRTY(REGION("0,0 9,9", BOTH, E " " B "\n" C " " D)))},
	{"no page, a long region", "page",
	 PAGE(REGION("0,0 9,9", THIRTY(LINE(WORD(A) WORD(D), A " " D)), THIRTY(A " " D "\n")))},
	{"lines", "hocr",
	 "<html>" THIRTY("<div class='ocr_page'><p class='ocr_par'>" ROW ROW
			 "</p></div>") "</html>"},
	{"paragraphs", "html",
	 "<html><body>" THIRTY("<p>" A " <b>" B "</b> " C "</p>\n") "</body></html>"},
	{"rows", "tesseract-tsv",
	 "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\t"
	 "text\n" THIRTY("5\t1\t1\t1\t1\t1\t1\t2\t3\t4\t90\t" A "\n"
			 "5\t1\t1\t1\t2\t1\t1\t2\t3\t4\t90\t" B "\n")},
	{"boxes", "bbox",
	 "<html><doc>" THIRTY("<page><line><word xMin='1'>" A "</word>"
			      "<word xMin='2'>" B "</word></line></page>\n") "</doc></html>"},
	{"records", "ndjson", THIRTY("{\"text\": \"" A " " B "\"}\n")},
	{"cells", "csv", "a,b\n" THIRTY(A "," B " " C "\n")},
	{"paragraphs", "rtf", "{\\rtf1 " THIRTY("mo\\u770 ?t ha\\u768 ?ng\\par\n") "}", true},
	{"headings", "markdown", THIRTY("# " A "\n\n" B " *" C "*\n\n")},
};

/* What came of a document. */
struct passage {
	struct vn_buf text, out, back;
	struct vn_buf ends; /* of the units in the source, uint64_t */
};

/* Puts the splices back, too: what is left must be the bytes that were read. */
static enum vn_status observe(void *self, const struct vn_finished *finished, struct vn_err *err)
{
	const struct vn_reading *reading = &finished->reading;
	const uint64_t end = reading->offset + reading->bytes.len;
	struct passage *p = self;
	enum vn_status status = vn_buf_add(&p->text, reading->text.ptr, reading->text.len, err);

	if (!status && reading->text.len)
		status = vn_buf_add(&p->ends, &end, sizeof end, err);
	return status ? status : put_back(&p->back, finished, err);
}

static void pass(const struct document *document, struct passage *p, struct vn_str bytes,
		 size_t chunk)
{
	struct vn_options options = {.source = vn_source_find(document->source)};
	struct vn_pipeline *pipeline = NULL;
	struct vn_err err;

	*p = (struct passage){0};
	options.how.no_provenance = true;
	assert_non_null(options.source);
	assert_int_equal(vn_stages_mask(&options.skip, "normalise", NULL), VN_OK);
	options.skip = ~options.skip;
	assert_int_equal(vn_pipeline_open(&pipeline, &options, NULL, NULL), VN_OK);
	vn_pipeline_observe(pipeline, observe, p);
	if (feed_all(pipeline, bytes, chunk, &p->out, &err))
		fail_msg("%s, %s: %s", document->source, document->what, err.text);
	vn_pipeline_close(pipeline);
}

static void forget(struct passage *p)
{
	vn_buf_fini(&p->text);
	vn_buf_fini(&p->out);
	vn_buf_fini(&p->back);
	vn_buf_fini(&p->ends);
}

/* TEXT as stage normalise leaves it; in OUT. */
static struct vn_str normalised(struct vn_str text, struct vn_buf *out)
{
	for (size_t at = 0; at < text.len;) {
		struct vn_str next = {text.ptr + at, 1};
		size_t len = 1;
		for (size_t i = 0; i < COUNT(before); i++)
			if (text.len - at >= strlen(before[i]) &&
			    memcmp(text.ptr + at, before[i], strlen(before[i])) == 0) {
				next = (struct vn_str){after[i], 2};
				len = strlen(before[i]);
			}
		assert_int_equal(vn_buf_add(out, next.ptr, next.len, NULL), VN_OK);
		at += len;
	}
	return vn_buf_str(out);
}

static void same(const struct document *document, size_t chunk, const char *what, struct vn_str is,
		 struct vn_str wanted)
{
	size_t at = 0;

	if (vn_str_eq(is, wanted))
		return;
	while (at < is.len && at < wanted.len && is.ptr[at] == wanted.ptr[at])
		at++;
	fail_msg("%s, %s, by %zu: %s differs at %zu of %zu: '%.*s'", document->source,
		 document->what, chunk, what, at, wanted.len,
		 (int)(is.len - at < 60 ? is.len - at : 60), is.ptr + at);
}

static void units_are_the_same_however_they_come(void **state)
{
	static const size_t chunks[] = {1, 2, 3, 7, 64, 100, 333, 1000, 4096};

	(void)state;
	for (size_t i = 0; i < COUNT(documents); i++) {
		const struct document *document = &documents[i];
		struct vn_str bytes = {document->bytes, strlen(document->bytes)}, wanted;
		struct vn_buf room = {0};
		struct passage whole, parts;

		wanted = normalised(bytes, &room);
		pass(document, &whole, bytes, bytes.len);
		if (document->escaped)
			wanted = vn_buf_str(&whole.out);
		same(document, bytes.len, "the output", vn_buf_str(&whole.out), wanted);
		same(document, bytes.len, "what was put back", vn_buf_str(&whole.back), bytes);
		for (size_t k = 0; k < COUNT(chunks); k++) {
			pass(document, &parts, bytes, chunks[k]);
			same(document, chunks[k], "the output", vn_buf_str(&parts.out), wanted);
			same(document, chunks[k], "what was put back", vn_buf_str(&parts.back),
			     bytes);
			same(document, chunks[k], "the text", vn_buf_str(&parts.text),
			     vn_buf_str(&whole.text));
			same(document, chunks[k], "the units", vn_buf_str(&parts.ends),
			     vn_buf_str(&whole.ends));
			forget(&parts);
		}
		assert_true(whole.ends.len > sizeof(uint64_t)); /* more than one unit */
		forget(&whole);
		vn_buf_fini(&room);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(units_are_the_same_however_they_come),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
