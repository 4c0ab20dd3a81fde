/* UTF-8 by RFC 3629 and the properties of code points. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "text/chars.h"
#include "lang/vi/letters.h"

#include <unicode/uchar.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* Every scalar value survives; lengths are those of the RFC. */
static void test_round_trip(void **state)
{
	(void)state;
	for (int32_t c = 0; c <= 0x10ffff; c++) {
		char bytes[VN_UTF8_MAX];
		size_t len = vn_utf8_put(bytes, c), at = 0;
		bool surrogate = c >= 0xd800 && c <= 0xdfff;
		int32_t back = vn_utf8_next((struct vn_str){bytes, len}, &at);
		assert_int_equal(len, c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4);
		assert_int_equal(back, surrogate ? -1 : c);
		assert_int_equal(at, surrogate ? 1 : len);
	}
}

static void test_invalid(void **state)
{
	static const struct vn_str bad[] = {
		VN_STR("\x80"),		    /* continuation alone */
		VN_STR("\xc0\xaf"),	    /* overlong */
		VN_STR("\xc1\xbf"),	    /* overlong */
		VN_STR("\xe0\x9f\xbf"),	    /* overlong */
		VN_STR("\xf0\x8f\xbf\xbf"), /* overlong */
		VN_STR("\xed\xa0\x80"),	    /* surrogate */
		VN_STR("\xed\xbf\xbf"),	    /* surrogate */
		VN_STR("\xf4\x90\x80\x80"), /* above U+10FFFF */
		VN_STR("\xf5\x80\x80\x80"),
		VN_STR("\xff"),
		VN_STR("\xc4"),		/* cut */
		VN_STR("\xe1\xba"),	/* cut */
		VN_STR("\xf0\x9f\x98"), /* cut */
		VN_STR("\xe1\xba x"),
		VN_STR("\xc4\x41"),
	};
	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		size_t at = 0;
		int32_t out[8];
		assert_int_equal(vn_utf8_next(bad[i], &at), -1);
		assert_int_equal(at, 1);
		assert_int_equal(vn_utf8_decode(bad[i], out, 8), -1);
	}
}

/* A sequence cut by the end of the view is invalid even if the bytes behind would complete it. */
static void test_view_end(void **state)
{
	size_t at = 0;
	(void)state;
	assert_int_equal(vn_utf8_next((struct vn_str){"\xe1\xba\xa1", 2}, &at), -1);
}

static void test_decode(void **state)
{
	int32_t out[4] = {0};
	(void)state;
	assert_int_equal(vn_utf8_decode(VN_STR("Đạ\0x"), out, 4), 4);
	assert_int_equal(out[0], 0x110);
	assert_int_equal(out[1], 0x1ea1);
	assert_int_equal(out[2], 0);
	assert_int_equal(out[3], 'x');
	assert_int_equal(vn_utf8_decode(VN_STR("abcde"), out, 4), -1);
	assert_int_equal(vn_utf8_decode(VN_STR(""), out, 4), 0);
}

static void test_properties(void **state)
{
	static const struct {
		int32_t c;
		bool letter, digit, upper, space;
	} table[] = {
		{'a', true, false, false, false},     {'Z', true, false, true, false},
		{'5', false, true, false, false},     {' ', false, false, false, true},
		{'\t', false, false, false, true},    {'\n', false, false, false, true},
		{'\f', false, false, false, true},    {0xa0, false, false, false, true},
		{0x2009, false, false, false, false}, {U'đ', true, false, false, false},
		{U'Ệ', true, false, true, false},     {U'Ж', true, false, true, false},
		{U'中', true, false, false, false},   {0x1c5, true, false, true, false},
		{0x661, false, false, false, false},  {0x301, false, false, false, false},
		{'_', false, false, false, false},    {0, false, false, false, false},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		assert_int_equal(vn_is_letter(table[i].c), table[i].letter);
		assert_int_equal(vn_is_digit(table[i].c), table[i].digit);
		assert_int_equal(vn_is_upper(table[i].c), table[i].upper);
		assert_int_equal(vn_is_space(table[i].c), table[i].space);
	}
}

static void test_case(void **state)
{
	(void)state;
	assert_int_equal(vn_lower(U'Đ'), U'đ');
	assert_int_equal(vn_upper(U'ữ'), U'Ữ');
	assert_int_equal(vn_upper('q'), 'Q');
	assert_int_equal(vn_lower('@'), '@');
	assert_int_equal(vn_upper('{'), '{');
	assert_int_equal(vn_lower(U'中'), U'中');
}

/* What is told without ICU is what ICU says. */
static void test_icu(void **state)
{
	(void)state;
	for (int32_t c = -1; c <= 0x10ffff; c++) {
		assert_int_equal(vn_is_letter(c), c >= 0 && u_isalpha(c));
		assert_int_equal(vn_is_upper(c), c >= 0 && (u_isupper(c) || u_istitle(c)));
		assert_int_equal(vn_lower(c), c < 0 ? c : u_tolower(c));
		assert_int_equal(vn_upper(c), c < 0 ? c : u_toupper(c));
	}
}

/* The alphabet table agrees with ICU, and has the 178 letters of NFC Vietnamese. */
static void test_letters(void **state)
{
	int small = 0, capital = 0;
	(void)state;
	for (int32_t c = -1; c <= 0x10ffff; c++) {
		vn_grapheme g = vn_grapheme_of(c);
		if (!g)
			continue;
		assert_int_equal(vn_grapheme_char(g), c);
		assert_true(vn_is_letter(c));
		assert_int_equal(!!(g & VN_GRAPHEME_UPPER), vn_is_upper(c));
		assert_int_equal(vn_grapheme_of(vn_lower(c)), g & ~VN_GRAPHEME_UPPER);
		if (g & VN_GRAPHEME_UPPER)
			capital++;
		else
			small++;
	}
	assert_int_equal(small, 89);
	assert_int_equal(capital, 89);
	assert_int_equal(vn_grapheme_of('w'), 0);
	assert_int_equal(vn_grapheme_char(0), 0);
	assert_int_equal(vn_grapheme_of(U'ỗ'), VN_L_OO | VN_NGA << 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip), cmocka_unit_test(test_invalid),
		cmocka_unit_test(test_view_end),   cmocka_unit_test(test_decode),
		cmocka_unit_test(test_properties), cmocka_unit_test(test_case),
		cmocka_unit_test(test_letters),	   cmocka_unit_test(test_icu),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
