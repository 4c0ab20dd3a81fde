/* Documents that are archives: what of them is text, what is written back, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "package/package.h"
#include "pipeline.h"

#include <stdlib.h>
#include <zlib.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void add(struct vn_buf *out, const char *text)
{
	assert_int_equal(vn_buf_add(out, text, strlen(text), NULL), VN_OK);
}

static void add_numbers(struct vn_buf *out, const uint32_t *numbers, const int *sizes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (int k = 0; k < sizes[i]; k++) {
			char byte = (char)(numbers[i] >> 8 * k);
			assert_int_equal(vn_buf_add(out, &byte, 1, NULL), VN_OK);
		}
}

/* An archive of members that are not packed. */
struct member {
	const char *name, *content;
	uint16_t flags;
	uint32_t header; /* in place of the right one; 0: that */
};

static void archive(struct vn_buf *out, const struct member *members, size_t count)
{
	static const int local[] = {4, 2, 2, 2, 2, 2, 4, 4, 4, 2, 2};
	static const int record[] = {4, 2, 2, 2, 2, 2, 2, 4, 4, 4, 2, 2, 2, 2, 2, 4, 4};
	static const int last[] = {4, 2, 2, 2, 2, 4, 4, 2};
	uint32_t headers[8];
	size_t directory;

	out->len = 0;
	for (size_t i = 0; i < count; i++) {
		uint32_t len = (uint32_t)strlen(members[i].content);
		uint32_t crc = (uint32_t)crc32(0, (const Bytef *)members[i].content, len);
		uint32_t name = (uint32_t)strlen(members[i].name);
		headers[i] = (uint32_t)out->len;
		add_numbers(out,
			    (uint32_t[]){0x04034b50, 20, members[i].flags, 0, 0, 0, crc, len, len,
					 name, 0},
			    local, COUNT(local));
		add(out, members[i].name);
		add(out, members[i].content);
	}
	directory = out->len;
	for (size_t i = 0; i < count; i++) {
		uint32_t len = (uint32_t)strlen(members[i].content);
		uint32_t crc = (uint32_t)crc32(0, (const Bytef *)members[i].content, len);
		uint32_t name = (uint32_t)strlen(members[i].name);
		uint32_t header = members[i].header ? members[i].header : headers[i];
		add_numbers(out,
			    (uint32_t[]){0x02014b50, 20, 20, members[i].flags, 0, 0, 0, crc, len,
					 len, name, 0, 0, 0, 0, 0, header},
			    record, COUNT(record));
		add(out, members[i].name);
	}
	add_numbers(out,
		    (uint32_t[]){0x06054b50, 0, 0, (uint32_t)count, (uint32_t)count,
				 (uint32_t)(out->len - directory), (uint32_t)directory, 0},
		    last, COUNT(last));
}

#define TYPES                                                                                      \
	{                                                                                          \
		"[Content_Types].xml", "<Types/>", 0, 0                                            \
	}
#define BODY(x)                                                                                    \
	{                                                                                          \
		"word/document.xml", x, 0, 0                                                       \
	}

static void text_of_members_is_a_stream(void **state)
{
	static const struct member members[] = {
		TYPES,
		{"word/footer2.xml", "<f/>", 0, 0},
		BODY("<d/>"),
		{"word/media/document.xml", "no", 0, 0},
		{"word/styles.xml", "no", 0, 0},
		{"../word/document.xml", "no", 0, 0},
		{"word/comments.xml", "<c/>", 0, 0},
	};
	static const char stream[] = "\0docx\0word/document.xml\0<d/>"
				     "\0docx\0word/comments.xml\0<c/>"
				     "\0docx\0word/footer2.xml\0<f/>";
	struct vn_buf bytes = {0};
	struct vn_package package;

	(void)state;
	archive(&bytes, members, COUNT(members));
	assert_int_equal(vn_package_open(&package, vn_buf_str(&bytes), false, NULL), VN_OK);
	assert_string_equal(package.format, "docx");
	assert_int_equal(package.text.len, sizeof stream - 1);
	assert_memory_equal(package.text.ptr, stream, sizeof stream - 1);
	assert_true(vn_str_eq(vn_package_member(&package, 27), VN_STR("word/document.xml")));
	assert_true(vn_str_eq(vn_package_member(&package, 58), VN_STR("word/comments.xml")));
	vn_package_close(&package);
	vn_buf_fini(&bytes);
}

static void contents_are_replaced(void **state)
{
	static const struct member members[] = {TYPES, BODY("<d/>"), {"last", "l", 0, 0}};
	static const struct member after[] = {TYPES, BODY("<d>long</d>"), {"last", "l", 0, 0}};
	static const char text[] = "\0docx\0word/document.xml\0<d>long</d>";
	static const char foreign[] = "\0docx\0word/document.xml\0<d/>\0docx\0x\0";
	struct vn_buf bytes = {0}, out = {0}, want = {0};
	struct vn_zip_splices splices = {0};
	struct vn_package package;

	(void)state;
	archive(&bytes, members, COUNT(members));
	archive(&want, after, COUNT(after));
	assert_int_equal(vn_package_open(&package, vn_buf_str(&bytes), false, NULL), VN_OK);
	assert_int_equal(vn_package_write(&package, (struct vn_str){text, sizeof text - 1}, &out,
					  &splices, NULL),
			 VN_OK);
	assert_true(vn_str_eq(vn_buf_str(&out), vn_buf_str(&want)));
	/* Sizes and checksum twice, the content, where the last one begins, and the directory. */
	assert_int_equal(splices.count, 5);
	out.len = 0;
	assert_int_equal(vn_package_write(&package, (struct vn_str){foreign, sizeof foreign - 1},
					  &out, &splices, NULL),
			 VN_EINPUT);
	free(splices.items);
	vn_package_close(&package);
	vn_buf_fini(&bytes);
	vn_buf_fini(&out);
	vn_buf_fini(&want);
}

static const struct {
	const char *message; /* that is part of the error; NULL: an archive of something else */
	struct member members[4];
	size_t count;
} refused[] = {
	{NULL, {{"a", "b", 0, 0}}, 1},
	{NULL, {{"word/document.xml", "<d/>", 0, 0}}, 1},
	{"one name", {TYPES, BODY("<a/>"), BODY("<b/>")}, 3},
	{"overlap", {TYPES, {"[Content_Types].xml", "<Types/>", 0, 1}}, 2},
	{"encrypted", {TYPES, {"word/document.xml", "<d/>", 1, 0}}, 2},
	{"signed", {TYPES, BODY("<d/>"), {"_xmlsignatures/sig1.xml", "", 0, 0}}, 3},
	{"signed",
	 {TYPES, BODY("<d/>"), {"_rels/.rels", "<R Type='x/digital-signature/origin'/>", 0, 0}},
	 3},
	{"ZIP64", {{"a", "b", 0, UINT32_MAX}}, 1},
	{"header is missing", {{"a", "b", 0, 2}}, 1},
	{"encrypted",
	 {{"mimetype", "application/vnd.oasis.opendocument.text", 0, 0},
	  {"content.xml", "<d/>", 0, 0},
	  {"META-INF/manifest.xml", "<encryption-data/>", 0, 0}},
	 3},
	{"encrypted",
	 {{"mimetype", "application/epub+zip", 0, 0},
	  {"a.xhtml", "<html/>", 0, 0},
	  {"META-INF/encryption.xml", "<x URI='a.xhtml'/>", 0, 0}},
	 3},
};

static void bad_archives_are_refused(void **state)
{
	struct vn_buf bytes = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(refused); i++) {
		struct vn_package package;
		struct vn_err err = {0};
		enum vn_status status;
		archive(&bytes, refused[i].members, refused[i].count);
		/* The same member twice, at one place. */
		if (refused[i].message && strcmp(refused[i].message, "overlap") == 0)
			memcpy(bytes.ptr + bytes.len - 22 - 19 - 4, "\0\0\0\0", 4);
		status = vn_package_open(&package, vn_buf_str(&bytes), false, &err);
		assert_int_equal(status, refused[i].message ? VN_EINPUT : VN_OK);
		if (refused[i].message && !strstr(err.text, refused[i].message))
			fail_msg("'%s' is not in '%s'", refused[i].message, err.text);
		assert_true(refused[i].message || !package.format);
		vn_package_close(&package);
	}
	vn_buf_fini(&bytes);
}

/* What is cut short anywhere is no archive, and one byte less of a content has another checksum. */
static void torn_archives_are_refused(void **state)
{
	static const struct member members[] = {TYPES, BODY("<d>text</d>")};
	struct vn_buf bytes = {0};
	struct vn_package package;
	char *content;

	(void)state;
	archive(&bytes, members, COUNT(members));
	for (size_t len = 0; len < bytes.len; len++) {
		char *part = malloc(len + 1);
		assert_non_null(part);
		memcpy(part, bytes.ptr, len);
		assert_int_equal(vn_package_open(&package, (struct vn_str){part, len}, false, NULL),
				 VN_EINPUT);
		vn_package_close(&package);
		free(part);
	}
	content = memmem(bytes.ptr, bytes.len, "<d>text", 7);
	content[3] = 'n';
	assert_int_equal(vn_package_open(&package, vn_buf_str(&bytes), false, NULL), VN_EINPUT);
	vn_package_close(&package);
	memcpy(content, "<d>\0ext", 7);
	assert_int_equal(vn_package_open(&package, vn_buf_str(&bytes), false, NULL), VN_EINPUT);
	vn_package_close(&package);
	vn_buf_fini(&bytes);
}

/* A document as it went through. */
struct passage {
	struct vn_buf text, out;
};

static enum vn_status observe(void *self, const struct vn_finished *finished, struct vn_err *err)
{
	struct vn_str text = finished->reading.text;

	return vn_buf_add(&((struct passage *)self)->text, text.ptr, text.len, err);
}

static enum vn_status sink(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	return vn_buf_add(&((struct passage *)self)->out, bytes, len, err);
}

static enum vn_status pass(struct passage *p, struct vn_str bytes, size_t chunk, struct vn_err *err)
{
	struct vn_options options = {.probe = true};
	struct vn_pipeline *pipeline = NULL;
	enum vn_status status = VN_OK;

	assert_int_equal(vn_stages_mask(&options.skip, "normalise", NULL), VN_OK);
	options.skip = ~options.skip;
	assert_int_equal(vn_pipeline_open(&pipeline, &options, NULL, NULL), VN_OK);
	vn_pipeline_observe(pipeline, observe, p);
	p->text.len = p->out.len = 0;
	for (size_t at = 0; !status && at < bytes.len; at += chunk) {
		size_t len = bytes.len - at < chunk ? bytes.len - at : chunk;
		status = vn_pipeline_feed(pipeline, bytes.ptr + at, len, sink, p, err);
	}
	if (!status)
		status = vn_pipeline_finish(pipeline, sink, p, err);
	vn_pipeline_close(pipeline);
	return status;
}

#define W(x)	"<w:document xmlns:w='w'>" x "</w:document>"
#define T(x)	"<w:r><w:t>" x "</w:t></w:r>"
#define ODT(x)	"<o:d xmlns:o='o' xmlns:text='t' xmlns:dc='d'>" x "</o:d>"
#define O_CARON "o\xcc\x82"

static const struct {
	const char *format, *member, *content;
	const char *text, *out; /* NULL: as it was */
} documents[] = {
	{"docx", "word/document.xml",
	 W("<w:p>" T("so") "<w:r><w:rPr><w:b/></w:rPr><w:t>\xcc\x82</w:t></w:r></w:p><w:p>" T(
		 "b") "</w:p>"),
	 "so\xcc\x82\nb",
	 W("<w:p>" T("s") "<w:r><w:rPr><w:b/></w:rPr><w:t>\xc3\xb4</w:t></w:r></w:p><w:p>" T(
		 "b") "</w:p>")},
	{"docx", "word/document.xml",
	 W("<w:p>" T("a") "</w:p><w:tbl><w:tr><w:tc><w:p>" T("b") "</w:p><w:p>" T(
		 "c") "</w:p></w:tc><w:tc><w:p>" T("d") "</w:p></w:tc></w:tr></"
							"w:tbl><w:p>" T("e") "</w:p>"),
	 "a\n\nb\nc\n\nd\n\ne", NULL},
	{"docx", "word/document.xml",
	 W("<w:p>" T("a") "<w:r><w:tab/><w:t>b</w:t><w:br/></w:r>" T("c") "</w:p>"), "a b\nc",
	 NULL},
	{"docx", "word/document.xml",
	 W("<w:p>" T("a") "<w:del><w:r><w:t>x</w:t><w:delText>y</w:delText></w:r></w:del>"
			  "<w:moveFrom>" T("z") "</w:moveFrom><w:ins>" T("b") "</w:ins></w:p>"),
	 "ab", NULL},
	{"docx", "word/document.xml",
	 W("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r><w:r><w:rPr><w:vanish "
	   "w:val='0'/></w:rPr><w:t>a</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
	   "<m:t>E</m:t><a:t>F</a:t></w:p>"),
	 "a", NULL},
	{"docx", "word/document.xml",
	 W("<w:p><w:r><w:t>n</w:t><w:softHyphen/><w:t>c </w:t><w:noBreakHyphen/></w:r></w:p>"),
	 "n\xc2\xad"
	 "c -",
	 NULL},
	{"docx", "word/document.xml",
	 "<x:document xmlns:x='w'><x:p><x:r><x:t>" O_CARON "</x:t></x:r></x:p></x:document>",
	 O_CARON "",
	 "<x:document xmlns:x='w'><x:p><x:r><x:t>\xc3\xb4</x:t></x:r></x:p></x:document>"},
	{"odt", "content.xml",
	 ODT("<text:p>a<text:s/>b<text:line-break/><text:span>c</text:span>d<o:annotation>"
	     "<dc:date>2026</dc:date><text:p>e</text:p></o:annotation>f</text:p> x "
	     "<text:tracked-changes><text:p>no</text:p></text:tracked-changes>"),
	 "a b\ncd\n\ne\n\nf", NULL},
	{"odt", "content.xml",
	 ODT("<text:h>a</text:h><text:p>b</text:p><o:table><o:table-cell><text:p>c</text:p>"
	     "</o:table-cell><o:table-cell><text:p>d</text:p></o:table-cell></o:table>"
	     "<text:p>e</text:p>"),
	 "a\nb\n\nc\n\nd\n\ne", NULL},
	{"odt", "content.xml",
	 ODT("<text:h>" O_CARON "<text:note><text:note-citation>1</text:note-citation>"
	     "<text:note-body><text:p>n</text:p></text:note-body></text:note></text:h>"),
	 O_CARON "\n\nn",
	 ODT("<text:h>\xc3\xb4<text:note><text:note-citation>1</text:note-citation>"
	     "<text:note-body><text:p>n</text:p></text:note-body></text:note></text:h>")},
	{"epub", "a/b.xhtml", "<html><p>a <b>b</b><br/>c</p><script>x</script></html>", "a b\nc",
	 NULL},
	{"epub", "a/b.xhtml", "<html><h1>a</h1><p>b</p><p>c</p><h2>d</h2></html>", "a\n\nb\nc\n\nd",
	 NULL},
	{"epub", "toc.ncx", "<ncx><docTitle><text>a</text></docTitle><x>n</x><text>b</text></ncx>",
	 "a\n\nb", NULL},
};

/* The stream of one member, of two that are the same. */
static void make_stream(struct vn_buf *out, size_t i, const char *content)
{
	out->len = 0;
	for (int twice = 0; twice < 2; twice++) {
		assert_int_equal(vn_buf_add(out, "", 1, NULL), VN_OK);
		add(out, documents[i].format);
		assert_int_equal(vn_buf_add(out, "", 1, NULL), VN_OK);
		add(out, documents[i].member);
		assert_int_equal(vn_buf_add(out, "", 1, NULL), VN_OK);
		add(out, content);
	}
}

static void streams_are_read_and_written(void **state)
{
	struct vn_buf bytes = {0}, want = {0}, text = {0};
	struct passage p = {0};
	struct vn_err err;

	(void)state;
	for (size_t i = 0; i < COUNT(documents); i++) {
		make_stream(&bytes, i, documents[i].content);
		make_stream(&want, i, documents[i].out ? documents[i].out : documents[i].content);
		text.len = 0;
		add(&text, documents[i].text);
		add(&text, "\n\f");
		add(&text, documents[i].text);
		for (size_t chunk = 1; chunk < bytes.len + 7; chunk += chunk < 8 ? 1 : 29) {
			if (pass(&p, vn_buf_str(&bytes), chunk, &err))
				fail_msg("%zu: %s", i, err.text);
			/* The text ends with what ended last, a line or a block. */
			while (p.text.len && p.text.ptr[p.text.len - 1] == '\n')
				p.text.len--;
			if (!vn_str_eq(vn_buf_str(&p.text), vn_buf_str(&text)))
				fail_msg("%zu, by %zu: text '%.*s'", i, chunk, (int)p.text.len,
					 p.text.ptr);
			assert_true(vn_str_eq(vn_buf_str(&p.out), vn_buf_str(&want)));
		}
	}
	vn_buf_fini(&bytes);
	vn_buf_fini(&want);
	vn_buf_fini(&text);
	vn_buf_fini(&p.text);
	vn_buf_fini(&p.out);
}

static void broken_members_are_named(void **state)
{
	static const char stream[] =
		"\0docx\0word/document.xml\0<a/>\0docx\0word/header1.xml\0<a>\n<b></a>";
	static const char none[] = "\0docx\0word/document.xml\0<a/>\0docx";
	struct passage p = {0};
	struct vn_err err;

	(void)state;
	assert_int_equal(pass(&p, (struct vn_str){stream, sizeof stream - 1}, 5, &err), VN_EINPUT);
	assert_non_null(strstr(err.text, "word/header1.xml: is no well-formed XML"));
	assert_non_null(strstr(err.text, "line 2, column 6"));
	assert_int_equal(pass(&p, (struct vn_str){none, sizeof none - 1}, 5, &err), VN_EINPUT);
	vn_buf_fini(&p.text);
	vn_buf_fini(&p.out);
}

static void texts_are_encoded(void **state)
{
	static const struct {
		uint8_t style;
		const char *text, *out;
	} cases[] = {
		{0, "a&b", "a&amp;b"},
		{16, "\xc2\xad", "<w:softHyphen/>"},
		{16, "\xc6\xb0", "<w:t xml:space=\"preserve\">\xc6\xb0</w:t>"},
		{16, "<\xc2\xad", "<w:t xml:space=\"preserve\">&lt;</w:t><w:softHyphen/>"},
		{32, "-", "<w:noBreakHyphen/>"},
		{32, "", ""},
	};
	struct vn_buf out = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct vn_str text = {cases[i].text, strlen(cases[i].text)};
		out.len = 0;
		assert_int_equal(vn_source_docx.encode(cases[i].style, text, &out, NULL), VN_OK);
		assert_true(vn_str_eq(vn_buf_str(&out),
				      (struct vn_str){cases[i].out, strlen(cases[i].out)}));
	}
	vn_buf_fini(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_of_members_is_a_stream),
		cmocka_unit_test(contents_are_replaced),
		cmocka_unit_test(bad_archives_are_refused),
		cmocka_unit_test(torn_archives_are_refused),
		cmocka_unit_test(streams_are_read_and_written),
		cmocka_unit_test(broken_members_are_named),
		cmocka_unit_test(texts_are_encoded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
