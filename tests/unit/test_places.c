/* Where words stand on the pictures of pages, by what hOCR, ALTO and PAGE say around them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "html/places.h"

#include <stdio.h>
#include <stdlib.h>

/* Where the words of TEXT that begin with @ stand: "page left top right bottom;" or "-;" each. The
 * document comes in pieces of STEP bytes. */
static void walk(struct vn_str text, size_t step, char *told, size_t size)
{
	struct vn_places places = {0};
	size_t used = 0, from = 0;

	told[0] = 0;
	assert_int_equal(vn_places_begin(&places, NULL), VN_OK);
	while (from < text.len) {
		size_t to = from + step < text.len ? from + step : text.len;
		struct vn_str piece = {text.ptr + from, to - from};
		assert_int_equal(vn_places_add(&places, piece, NULL), VN_OK);
		for (size_t at = from; at < to; at++) {
			struct vn_place box;
			size_t page = 99;
			if (text.ptr[at] != '@')
				continue;
			assert_int_equal(vn_places_find(&places, at, &box, &page, NULL), VN_OK);
			used += (size_t)(box.known ? snprintf(told + used, size - used,
							      "%zu %d %d %d %d;", page,
							      (int)box.left, (int)box.top,
							      (int)box.right, (int)box.bottom)
						   : snprintf(told + used, size - used, "-;"));
		}
		from = to;
	}
	used += (size_t)snprintf(told + used, size - used, " ");
	for (size_t i = 0; i < json_array_size(places.pages); i++) {
		const json_t *page = json_array_get(places.pages, i);
		const char *name = json_string_value(json_array_get(page, 0));
		used += (size_t)snprintf(told + used, size - used, "%s %d;", name ? name : "-",
					 (int)json_integer_value(json_array_get(page, 1)));
	}
	vn_places_fini(&places);
}

/* In one piece and, unless a word is told within its tag, in pieces of any size. */
static void check(const char *text, bool within, const char *expected)
{
	struct vn_str bytes = {text, strlen(text)};
	char told[400];

	walk(bytes, bytes.len, told, sizeof told);
	assert_string_equal(told, expected);
	for (size_t step = 1; step < 40 && !within; step++) {
		walk(bytes, step, told, sizeof told);
		assert_string_equal(told, expected);
	}
}

static void hocr(void **state)
{
	(void)state;
	check("<?xml version='1.0'?><!DOCTYPE html [<!-- > -->]><html><body>@a<!-- <p title='bbox "
	      "1 2 3 4'> -->"
	      "<div class='ocr_page' title='image \"a &amp; b.png\"; bbox 0 0 800 900; ppageno "
	      "0'>@b"
	      "<span class='ocrx_word' title='bbox 10 20 30 40; x_wconf "
	      "95'><strong>@c</strong></span>@d"
	      "<span class='ocrx_word' title='x_bboxes 1 2 3 4; bbox 11 21 31 41'>x @e</span></div>"
	      "<div title=\"bbox 0 0 70 80; image 'c.jpg'\" class=\"ocr_page\">"
	      "<br/><span title='bbox 5 6 7 8'/>@f<span title='bbox 9 9 9 12'>@g</span></div>"
	      "<div class='ocr_page' title='bbox 0 0 7 8'><span title='bbox 1 1 2 "
	      "2'>@h</span></div>",
	      false,
	      "-;0 0 0 800 900;0 10 20 30 40;0 0 0 800 900;0 11 21 31 41;1 5 6 7 8;1 0 0 70 80;-; "
	      "a & b.png 800;c.jpg 70;- 7;");
}

static void alto(void **state)
{
	(void)state;
	check("<a:alto><a:Description><a:fileName>in/p&#49;.tif</a:fileName></a:Description>"
	      "<a:Page WIDTH=\"1000.5\"><a:TextLine HPOS='1' VPOS='2' WIDTH='30' HEIGHT='40'>"
	      "<a:String CONTENT='@a' HPOS='3.7' VPOS='4' WIDTH='5' HEIGHT='6'/>"
	      "<a:String CONTENT='&lt;@b' HPOS='7' VPOS='8' WIDTH='9' "
	      "HEIGHT='10'><a:Glyph/></a:String>"
	      "<a:SP/><a:HYP CONTENT='@c'/></a:TextLine></a:Page></a:alto>",
	      true, "0 3 4 8 10;0 7 8 16 18;0 1 2 31 42; in/p1.tif 1000;");
	check("<alto><Page WIDTH='10'><String HPOS='1' VPOS='1' WIDTH='1' HEIGHT='1' CONTENT='@'/>",
	      true, "-; - 10;");
}

static void page(void **state)
{
	(void)state;
	check("<PcGts><Page imageFilename='p.png' imageWidth='50' imageHeight='60'><TextLine>"
	      "<Coords points='0,5 40,5 40,9 0,9'/><Word><Coords points='7,9 3,4 5,6'/><TextEquiv>"
	      "<Unicode>@a</Unicode></TextEquiv></Word><TextEquiv><Unicode><![CDATA[<@b>]]></"
	      "Unicode>"
	      "</TextEquiv></TextLine><TextLine><TextEquiv><Unicode>@c</Unicode></TextEquiv></"
	      "TextLine>",
	      true, "0 3 4 7 9;0 0 5 40 9;-; p.png 50;");
	/* Semicolons between points, and blanks behind the last. */
	check("<PcGts><Page imageFilename='p.png'><Word><Coords points='3,4;7,9'/>@</Word>"
	      "<Word><Coords points=' 3,4 7,9 ;'/>@</Word><Word><Coords points=';'/>@</Word>",
	      true, "0 3 4 7 9;0 3 4 7 9;-; p.png 0;");
}

/* What is no such document, and what has more than is kept. */
static void odd(void **state)
{
	static const char big[] = "<x title='image \"a\"; bbox 0 0 9 9' class='ocr_page'>@<y z='";
	struct vn_buf text = {0};
	char told[400];

	(void)state;
	check("", false, " ");
	check("@ < @ > </x></y> @ <", false, "-;-;-; ");
	check("<Coords points='1,1 2,2'/><Page WIDTH=''/>@", false, "-; - 0;");
	check("<x title='image \"a\"; bbox 1 2 99999999999999999999 7' class='ocr_page'>@", false,
	      "0 1 2 10000000 7; a 10000000;");
	assert_int_equal(vn_buf_add(&text, "<x title='image \"a\"; bbox 0 0 9 9' class='ocr_page'>",
				    52, NULL),
			 VN_OK);
	for (int i = 0; i < 200; i++)
		assert_int_equal(vn_buf_add(&text, "<b title='bbox 1 1 2 2'>", 24, NULL), VN_OK);
	assert_int_equal(vn_buf_add(&text, "@", 1, NULL), VN_OK);
	for (int i = 0; i < 200; i++)
		assert_int_equal(vn_buf_add(&text, "</b>", 4, NULL), VN_OK);
	assert_int_equal(vn_buf_add(&text, "@", 1, NULL), VN_OK);
	walk(vn_buf_str(&text), 1000, told, sizeof told);
	assert_string_equal(told, "0 1 1 2 2;0 0 0 9 9; a 9;");
	/* A tag that never ends: nothing is known behind it, and it is not kept. */
	text.len = 0;
	assert_int_equal(vn_buf_add(&text, big, sizeof big - 1, NULL), VN_OK);
	for (int i = 0; i < 1 << 17; i++)
		assert_int_equal(vn_buf_add(&text, "0123456789abcdef0123456789abcde", 31, NULL),
				 VN_OK);
	assert_int_equal(vn_buf_add(&text, "@'>@", 4, NULL), VN_OK);
	walk(vn_buf_str(&text), 1 << 20, told, sizeof told);
	assert_string_equal(told, "0 0 0 9 9;-;-; a 9;");
	vn_buf_fini(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hocr),
		cmocka_unit_test(alto),
		cmocka_unit_test(page),
		cmocka_unit_test(odd),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
