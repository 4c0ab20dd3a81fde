/* PDF: the words of its syntax, what codes stand for, where strings stand, and what is written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "pdf/cover.h"
#include "pdf/fax.h"
#include "pdf/layer.h"
#include "pdf/lex.h"
#include "pdf/pdf.h"
#include "pdf/revise.h"

#include "one_page.h"

#include <math.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct vn_str str(const char *text)
{
	return (struct vn_str){text, strlen(text)};
}

static void tokens_are_told_apart(void **state)
{
	static const struct {
		const char *text, *kinds; /* as in VN_PDF_...: n / s [ ] m w */
	} rows[] = {
		{"1 -2.5 +.5 4.", "nnnn"},
		{"1e5 -- 1.2.3 .", "wwww"},
		{"/F1 10 Tf", "/nw"},
		{"/A#20B/C", "//"},
		{"(a)(b\\))Tj", "ssw"},
		{"((a)b) <6 1> <", "ssm"},
		{"[(a)-20<6162>]TJ", "[sns]w"},
		{"<</A 1>>", "m/nm"},
		{"% (a\n1%b\r2", "nn"},
		{"BT/F 1 Tf(a)'", "w/nwsw"},
		{"(a", "s"},
		{"<61", "s"},
		{"", ""},
	};
	static const char names[] = ".n/s[]mw";

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct vn_pdf_lex lex = {str(rows[i].text), 0};
		char kinds[32];
		size_t count = 0, last = 0;
		struct vn_pdf_token token;
		while ((token = vn_pdf_next(&lex)).kind != VN_PDF_END) {
			assert_true(token.begin >= last && token.end > token.begin);
			assert_true(token.end <= lex.text.len);
			last = token.end;
			kinds[count++] = names[token.kind];
		}
		kinds[count] = 0;
		assert_string_equal(kinds, rows[i].kinds);
	}
}

static void numbers_are_read_and_written(void **state)
{
	static const struct {
		const char *text;
		double value;
		const char *out;
	} rows[] = {
		{"0", 0, "0"},
		{"-12.50", -12.5, "-12.5"},
		{".25", .25, "0.25"},
		{"7.", 7, "7"},
		{"+3", 3, "3"},
		{"0.000001", 1e-6, "0"},
		{"-0.000001", -1e-6, "0"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct vn_pdf_lex lex = {str(rows[i].text), 0};
		struct vn_pdf_token token = vn_pdf_next(&lex);
		struct vn_buf out = {0};
		assert_int_equal(token.kind, VN_PDF_NUMBER);
		assert_true(fabs(token.number - rows[i].value) < 1e-12);
		assert_int_equal(vn_pdf_number(&out, token.number, NULL), VN_OK);
		assert_true(vn_str_eq(vn_buf_str(&out), str(rows[i].out)));
		vn_buf_fini(&out);
	}
}

static void strings_say_what_is_escaped(void **state)
{
	static const struct {
		const char *raw, *says;
	} rows[] = {
		{"(a\\n\\(b\\)\\\\)", "a\n(b)\\"},
		{"(\\101\\62z\\7)", "A2z\007"},
		{"(\\1234)", "S4"},
		{"(a\\\r\nb\\\nc)", "abc"},
		{"(a\r\nb\rc)", "a\nb\nc"},
		{"(\\q(x))", "q(x)"},
		{"<41 4\n2>", "AB"},
		{"<4142 7>", "ABp"},
		{"(open", "open"},
		{"<41", "A"},
		{"(end\\", "end"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct vn_buf out = {0};
		assert_int_equal(vn_pdf_string(str(rows[i].raw), &out, NULL), VN_OK);
		if (!vn_str_eq(vn_buf_str(&out), str(rows[i].says)))
			fail_msg("%s says '%.*s'", rows[i].raw, (int)out.len, out.ptr);
		vn_buf_fini(&out);
	}
}

static void names_of_codes(void **state)
{
	(void)state;
	assert_int_equal(vn_pdf_win('A'), 'A');
	assert_int_equal(vn_pdf_win(0x80), 0x20ac);
	assert_int_equal(vn_pdf_win(0xea), 0xea);
	assert_int_equal(vn_pdf_mac(0x8e), 0xe9);
	assert_int_equal(vn_pdf_glyph("a"), 'a');
	assert_int_equal(vn_pdf_glyph("space"), ' ');
	assert_int_equal(vn_pdf_glyph("Dcroat"), 0x110);
	assert_int_equal(vn_pdf_glyph("uni1EC7"), 0x1ec7);
	assert_int_equal(vn_pdf_glyph("u1EC7"), 0x1ec7);
	assert_int_equal(vn_pdf_glyph("ocircumflexdotbelow"), 0x1ed9);
	assert_int_equal(vn_pdf_glyph("nosuchglyph"), 0);
}

/* What ToUnicode says of codes, and back. */
static void cmaps(void **state)
{
	static const char cmap[] = "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
				   "2 beginbfchar <0003> <0020> <0004> <00660069> endbfchar\n"
				   "3 beginbfrange <0010> <0012> <0061>\n"
				   "<0020> <0021> [<1EA1> <1EC7>]\n"
				   "<0030> <0030> <D83DDE00> endbfrange\n"
				   "1 beginbfrange <0040> <ffff\n";
	static const struct {
		uint32_t code;
		const char *says;
	} rows[] = {{3, " "},
		    {4, "fi"},
		    {0x10, "a"},
		    {0x12, "c"},
		    {0x13, "\357\277\275"},
		    {0x20, "\341\272\241"},
		    {0x21, "\341\273\207"},
		    {0x30, "\360\237\230\200"}};
	struct vn_pdf_font font = {.wide = true};
	uint32_t code = 0;

	(void)state;
	assert_int_equal(vn_pdf_cmap(&font, str(cmap), NULL), VN_OK);
	for (size_t i = 0; i < COUNT(rows); i++) {
		char space[5];
		assert_string_equal(vn_pdf_font_text(&font, rows[i].code, space), rows[i].says);
	}
	assert_true(vn_pdf_font_code(&font, 0x1ec7, &code) && code == 0x21);
	assert_true(vn_pdf_font_code(&font, 'b', &code) && code == 0x11);
	assert_false(vn_pdf_font_code(&font, 'z', &code));
	vn_pdf_font_fini(&font);
}

/* An endless range of a CMap comes to an end. */
static void long_ranges_of_cmaps(void **state)
{
	struct vn_pdf_font font = {.wide = true};
	struct vn_buf cmap = {0};

	(void)state;
	for (int i = 0; i < 2000; i++)
		assert_int_equal(vn_buf_add(&cmap,
					    "1 beginbfrange <0000> <FFFFFFFF> <0000> endbfrange\n",
					    51, NULL),
				 VN_OK);
	assert_int_equal(vn_pdf_cmap(&font, vn_buf_str(&cmap), NULL), VN_OK);
	vn_pdf_font_fini(&font);
	vn_buf_fini(&cmap);
}

static void print(struct vn_buf *out, const char *text)
{
	assert_int_equal(vn_buf_add(out, text, strlen(text), NULL), VN_OK);
}

static void make(struct vn_buf *out, const char *content)
{
	one_page(out, str(content), (struct vn_str){0});
}

static void text_of_content(void **state)
{
	static const struct {
		const char *what, *content, *text;
	} rows[] = {
		{"words apart and lines",
		 "BT 3 Tr /F 10 Tf 10 90 Td (ab) Tj 20 0 Td (cd) Tj "
		 "-20 -12 Td (ef) Tj ET",
		 "ab cd\nef\n"},
		{"a word in pieces", "BT 3 Tr /F 10 Tf 10 90 Td (ab) Tj 10 0 Td (cd) Tj ET",
		 "abcd\n"},
		{"TJ: small gaps and wide ones",
		 "BT 3 Tr /F 10 Tf 10 90 Td [(a) -20 (b) -400 (c)] TJ ET", "ab c\n"},
		{"scale narrows what is a gap",
		 "BT 3 Tr /F 10 Tf 50 Tz 10 90 Td (ab) Tj 5 0 Td "
		 "(c) Tj 5 0 Td (d) Tj ET",
		 "abc d\n"},
		{"T*, ' and \"",
		 "BT 3 Tr /F 10 Tf 12 TL 10 90 Td (a) Tj T* (b) Tj (c) ' 1 0 (d) \" ET",
		 "a\nb\nc\nd\n"},
		{"TD sets the leading",
		 "BT 3 Tr /F 10 Tf 10 90 Td (a) Tj 0 -12 TD (b) Tj T* (c) Tj ET", "a\nb\nc\n"},
		{"an empty line where there is room for one",
		 "BT 3 Tr /F 10 Tf 10 90 Td (a) Tj 0 -30 Td (b) Tj ET", "a\n\nb\n"},
		{"letters that are turned",
		 "BT 3 Tr /F 10 Tf 0 1 -1 0 90 10 Tm (ab) Tj 0 1 -1 0 90 30 Tm (c) Tj ET",
		 "ab c\n"},
		{"the matrix of the page counts",
		 "q 10 0 0 10 0 0 cm BT 3 Tr /F 1 Tf 1 9 Td (ab) Tj 2 0 Td (c) Tj ET Q", "ab c\n"},
		{"visible text is none", "BT /F 10 Tf 10 90 Td (a) Tj 3 Tr (b) Tj 0 Tr (c) Tj ET",
		 "b\n"},
		{"q and Q keep the mode", "3 Tr q 0 Tr Q BT /F 10 Tf 10 90 Td (a) Tj ET", "a\n"},
		{"an image in the stream",
		 "BI /W 2 /H 1 /BPC 8 /CS /G ID (x EI BT 3 Tr /F 10 Tf "
		 "10 90 Td (a) Tj ET",
		 "a\n"},
		{"blanks are single, none at the end",
		 "BT 3 Tr /F 10 Tf 10 90 Td ( a  b ) Tj 0 -12 Td (c ) Tj ET", "a b\nc\n"},
		{"operators without operands",
		 "BT Tf Td Tj TJ ' \" Tm Tr gs Do 3 Tr /F 10 Tf Q Q (a) Tj", "a\n"},
	};
	struct vn_buf bytes = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct vn_no_text *refused = NULL;
		struct vn_pdf *pdf = NULL;
		struct vn_err err;
		make(&bytes, rows[i].content);
		if (vn_pdf_open(&pdf, vn_buf_str(&bytes), false, &refused, &err) || refused)
			fail_msg("%s: %s", rows[i].what, refused ? refused->name : err.text);
		if (!vn_str_eq(vn_pdf_text(pdf), str(rows[i].text)))
			fail_msg("%s: '%.*s'", rows[i].what, (int)vn_pdf_text(pdf).len,
				 vn_pdf_text(pdf).ptr);
		vn_pdf_close(pdf);
	}
	vn_buf_fini(&bytes);
}

/* Lines of blanks alone, which a small file packs by the million, take time in proportion. */
static void many_blank_lines(void **state)
{
	static const char begin[] = "BT 3 Tr /F 10 Tf 12 TL 10 90 Td (a) Tj ", line[] = "( )' ";
	const struct vn_no_text *refused = NULL;
	struct vn_buf content = {0}, bytes = {0};
	struct vn_pdf *pdf = NULL;

	(void)state;
	print(&content, begin);
	for (int i = 0; i < 1000000; i++)
		print(&content, line);
	print(&content, "(b)' ET");
	one_page(&bytes, vn_buf_str(&content), (struct vn_str){0});
	assert_int_equal(vn_pdf_open(&pdf, vn_buf_str(&bytes), false, &refused, NULL), VN_OK);
	assert_null(refused);
	assert_true(vn_str_eq(vn_pdf_text(pdf), str("a\nb\n")));
	vn_pdf_close(pdf);
	vn_buf_fini(&content);
	vn_buf_fini(&bytes);
}

/* What a CMap holds, and the letters it gives to codes, count as unpacked: it may be the map of
 * thousands of fonts. */
static void cmaps_are_counted(void **state)
{
	static const char content[] = "BT 3 Tr /F 10 Tf 10 90 Td <00100011> Tj ET";
	static const char cmap[] = "1 beginbfrange <0000> <FFFF> <006600660069> endbfrange\n";
	struct vn_pdf_layer layer = {0};
	struct vn_buf bytes = {0};
	qpdf_data pdf = qpdf_init();

	(void)state;
	one_page(&bytes, str(content), str(cmap));
	assert_int_equal(qpdf_read_memory(pdf, "PDF", bytes.ptr, bytes.len, NULL), QPDF_SUCCESS);
	assert_int_equal(vn_pdf_read(&layer, pdf, NULL), VN_OK);
	/* "ff", a letter of one to three bytes, and a NUL, 65536 times. */
	assert_true(layer.unpacked > sizeof content + sizeof cmap + 65536ul * 5);
	vn_pdf_layer_fini(&layer);
	qpdf_cleanup(&pdf);
	vn_buf_fini(&bytes);
}

/* Of the pictures of a page those are remembered that come behind visible text, up to a number: for
 * each visible text all are looked at. */
static void pictures_are_few(void **state)
{
	const struct vn_pdf_matrix page = {600, 0, 0, 400, 0, 0}, text = {1, 0, 0, 1, 50, 50};
	const struct vn_pdf_sight sight = {0};
	struct vn_pdf_covers covers = {0};

	(void)state;
	assert_int_equal(vn_pdf_covers_add(&covers, &sight, &page, NULL), VN_OK);
	assert_false(vn_pdf_covers_any(&covers));
	covers.visible = true;
	for (int i = 0; i < 100000; i++)
		assert_int_equal(vn_pdf_covers_add(&covers, &sight, &page, NULL), VN_OK);
	assert_true(vn_pdf_covers_any(&covers));
	assert_in_range(covers.count, 256, 4096);
	vn_pdf_covers_begin(&covers, true);
	assert_true(vn_pdf_is_covered(&covers, &text, 100, 10));
	vn_pdf_covers_fini(&covers);
}

/* BITS, 0 and 1, as bytes. */
static struct vn_str bytes_of(const char *bits, char *space)
{
	size_t count = 0;

	memset(space, 0, 64);
	for (; *bits; bits++) {
		if (*bits == ' ')
			continue;
		space[count / 8] |= (char)(*bits == '1' ? 0x80 >> count % 8 : 0);
		count++;
	}
	return (struct vn_str){space, (count + 7) / 8};
}

static void faxes(void **state)
{
	static const struct {
		const char *what, *bits, *rows; /* # for black */
	} rows[] = {
		{"nothing", "", "........ ........"},
		{"as above", "001 0111 10 1 111", "..###... ..###..."},
		{"runs and the rest", "001 1000 010 1", "...#...."},
		{"black from the first dot", "001 00110101 0011 1 1 1 1", "#####... #####..."},
		{"a dot to the right, two to the left", "001 0111 011 1 011 000010 1",
		 "..####.. ...#...."},
		{"three to the left and to the right", "001 1000 010 1 0000010 0000011 1",
		 "...#.... #######."},
		{"what is above is passed over", "001 0111 11 1 0001 1", "..##.... ........"},
		{"behind a fault all is white", "001 0111 10 1 0000000000 1", "..###... ........"},
	};
	struct vn_buf out = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int32_t height = (int32_t)(strlen(rows[i].rows) + 1) / 9;
		char space[64], seen[64];
		size_t used = 0;
		out.len = 0;
		assert_int_equal(
			vn_fax_unpack(bytes_of(rows[i].bits, space), 8, height, &out, NULL), VN_OK);
		assert_int_equal(out.len, height);
		for (size_t k = 0; k < out.len * 8; k++) {
			if (k && k % 8 == 0)
				seen[used++] = ' ';
			seen[used++] = out.ptr[k / 8] & 0x80 >> k % 8 ? '.' : '#';
		}
		seen[used] = 0;
		if (strcmp(seen, rows[i].rows) != 0)
			fail_msg("%s: %s", rows[i].what, seen);
	}
	vn_buf_fini(&out);
}

/* Where the word WORD, which begins a string, begins and ends on the page, along its line. */
static void place(struct vn_str bytes, const char *word, double *begin, double *end)
{
	struct vn_pdf_layer layer = {0};
	qpdf_data pdf = qpdf_init();
	bool found = false;

	qpdf_silence_errors(pdf);
	assert_int_equal(qpdf_read_memory(pdf, "", bytes.ptr, bytes.len, NULL), QPDF_SUCCESS);
	assert_int_equal(vn_pdf_read(&layer, pdf, NULL), VN_OK);
	for (size_t i = 0; i < layer.run_count && !found; i++) {
		const struct vn_pdf_run *run = &layer.runs[i];
		size_t at = run->count ? layer.cells[run->cell].text : 0;
		double advance = 0;
		found = run->count && layer.text.len - at >= strlen(word) &&
			memcmp(layer.text.ptr + at, word, strlen(word)) == 0;
		for (size_t k = run->cell; k < run->cell + run->count && k < layer.cell_count; k++)
			if (layer.cells[k].text < at + strlen(word))
				advance += layer.cells[k].advance;
		*begin = run->x;
		*end = run->x + run->dx * advance;
	}
	if (!found)
		fail_msg("no '%s' in '%.*s'", word, (int)layer.text.len, layer.text.ptr);
	vn_pdf_layer_fini(&layer);
	qpdf_cleanup(&pdf);
}

/* BYTES with its text made TEXT. */
static void write_text(struct vn_buf *bytes, const char *text)
{
	const struct vn_no_text *refused = NULL;
	struct vn_buf update = {0};
	struct vn_pdf *pdf = NULL;
	struct vn_err err;

	assert_int_equal(vn_pdf_open(&pdf, vn_buf_str(bytes), false, &refused, NULL), VN_OK);
	assert_non_null(pdf);
	if (vn_pdf_write(pdf, str(text), &update, &err))
		fail_msg("%s", err.text);
	vn_pdf_close(pdf);
	assert_int_equal(vn_buf_add(bytes, update.ptr, update.len, NULL), VN_OK);
	assert_int_equal(vn_pdf_open(&pdf, vn_buf_str(bytes), false, &refused, NULL), VN_OK);
	if (!vn_str_eq(vn_pdf_text(pdf), str(text)))
		fail_msg("'%.*s'", (int)vn_pdf_text(pdf).len, vn_pdf_text(pdf).ptr);
	vn_pdf_close(pdf);
	vn_buf_fini(&update);
}

#define NEAR(a, b) assert_true(fabs((a) - (b)) < 0.01)

/* Tz makes a word that is longer, or in the other font, as wide as the one before; the next one
 * stands where it stood. */
static void words_keep_place_and_width(void **state)
{
	static const char *const contents[] = {
		"BT 3 Tr /F 10 Tf 10 90 Td (cong ) Tj (hoi) Tj ET",
		"BT 3 Tr /F 10 Tf 80 Tz 1 Tc 2 Tw 10 90 Td [(cong ) -100 (hoi)] TJ ET",
		"q 2 0 0 2 0 0 cm BT 3 Tr /F 5 Tf 130 Tz 1 0 0 1 5 45 Tm (cong ) Tj (hoi) Tj ET Q",
	};
	static const char *const words[] = {"coxg", "congxx", "cg", "c\303\264ng",
					    "\304\221\341\273\223ng"};
	struct vn_buf bytes = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(contents); i++)
		for (size_t k = 0; k < COUNT(words); k++) {
			double old[4], new[4];
			char text[64];
			make(&bytes, contents[i]);
			place(vn_buf_str(&bytes), "cong", &old[0], &old[1]);
			place(vn_buf_str(&bytes), "hoi", &old[2], &old[3]);
			snprintf(text, sizeof text, "%s hoi\n", words[k]);
			write_text(&bytes, text);
			place(vn_buf_str(&bytes), words[k], &new[0], &new[1]);
			place(vn_buf_str(&bytes), "hoi", &new[2], &new[3]);
			for (size_t n = 0; n < 4; n++)
				NEAR(old[n], new[n]);
		}
	vn_buf_fini(&bytes);
}

/* A second update goes behind the first; the same text needs none. */
static void updates_follow_each_other(void **state)
{
	struct vn_buf bytes = {0};
	size_t len;

	(void)state;
	make(&bytes, "BT 3 Tr /F 10 Tf 10 90 Td (mot hai ba) Tj ET");
	write_text(&bytes, "m\341\273\231t hai ba\n");
	write_text(&bytes, "m\341\273\231t hai bax\n");
	write_text(&bytes, "m\341\273\231thai bax\n");
	len = bytes.len;
	write_text(&bytes, "m\341\273\231thai bax\n");
	assert_int_equal(bytes.len, len);
	vn_buf_fini(&bytes);
}

static void what_cannot_be_written(void **state)
{
	static const char *const texts[] = {"a\nb\n", "a b c d\nx\n", "", "\360\237\230\200 b\n"};
	struct vn_buf bytes = {0}, out = {0};

	(void)state;
	make(&bytes, "BT 3 Tr /F 10 Tf 10 90 Td (a b) Tj ET");
	for (size_t i = 0; i < COUNT(texts); i++) {
		const struct vn_no_text *refused = NULL;
		struct vn_pdf *pdf = NULL;
		assert_int_equal(vn_pdf_open(&pdf, vn_buf_str(&bytes), false, &refused, NULL),
				 VN_OK);
		assert_int_equal(vn_pdf_write(pdf, str(texts[i]), &out, NULL), VN_EINPUT);
		assert_int_equal(out.len, 0);
		vn_pdf_close(pdf);
	}
	vn_buf_fini(&bytes);
	vn_buf_fini(&out);
}

static void words_that_became_others(void **state)
{
	static const struct {
		const char *old, *now, *list; /* old>new of each revision */
	} rows[] = {
		{"a b c\n", "a x c\n", "b>x;"},
		{"a b c\n", "a bc\n", "b c>bc;"},
		{"abc d\n", "a bc d\n", "abc>a bc;"},
		{"a | b\n", "a b\n", "|>;"},
		{"a\nb c\n", "a\nb  c\n", ""},
		{"quyet dinh so\n", "quyetdinh s o\n", "quyet dinh>quyetdinh;so>s o;"},
		{"bo\f\nb\n", "box\f\nb\n", "bo>box;"},
		{"a b\n", "x y\n", "a>x;b>y;"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct vn_pdf_revisions list = {0};
		struct vn_buf out = {0};
		assert_int_equal(vn_pdf_revise(&list, str(rows[i].old), str(rows[i].now), NULL),
				 VN_OK);
		for (size_t k = 0; k < list.count; k++) {
			const struct vn_pdf_revision *r = &list.items[k];
			assert_int_equal(
				vn_buf_add(&out, rows[i].old + r->begin, r->end - r->begin, NULL),
				VN_OK);
			print(&out, ">");
			assert_int_equal(
				vn_buf_add(&out, rows[i].now + r->to, r->to_end - r->to, NULL),
				VN_OK);
			print(&out, ";");
		}
		if (!vn_str_eq(vn_buf_str(&out), str(rows[i].list)))
			fail_msg("%s: %.*s", rows[i].old, (int)out.len, out.ptr);
		vn_pdf_revisions_fini(&list);
		vn_buf_fini(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens_are_told_apart),
		cmocka_unit_test(numbers_are_read_and_written),
		cmocka_unit_test(strings_say_what_is_escaped),
		cmocka_unit_test(names_of_codes),
		cmocka_unit_test(cmaps),
		cmocka_unit_test(long_ranges_of_cmaps),
		cmocka_unit_test(text_of_content),
		cmocka_unit_test(many_blank_lines),
		cmocka_unit_test(cmaps_are_counted),
		cmocka_unit_test(pictures_are_few),
		cmocka_unit_test(faxes),
		cmocka_unit_test(words_keep_place_and_width),
		cmocka_unit_test(updates_follow_each_other),
		cmocka_unit_test(what_cannot_be_written),
		cmocka_unit_test(words_that_became_others),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
