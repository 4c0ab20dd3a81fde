/* What is text and what is not, by the first bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "source/probe.h"

#include <stdio.h>
#include <stdlib.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void is(struct vn_str bytes, const char *word)
{
	const struct vn_no_text *what = vn_probe(bytes);
	if (!word) {
		assert_null(what);
		return;
	}
	assert_non_null(what);
	assert_non_null(strstr(what->name, word));
	assert_true(strlen(what->advice) > 0);
}

static void test_marks(void **state)
{
	static const struct {
		struct vn_str bytes;
		const char *word;
	} cases[] = {
		{VN_STR("%PDF-1.7\n%\342\343"), "PDF"},
		{VN_STR("PK\003\004\024\0\6\0\10\0\0\0!\0\1\2\3\4\1\0\0\0\1\0\0\0\23\0\0\0[Content_"
			"Types].xml"),
		 "DOCX"},
		{VN_STR("PK\003\004\024\0"), "ZIP"},
		{VN_STR("\320\317\021\340\241\261\032\341\0"), "DOC"},
		{VN_STR("\211PNG\r\n\032\n\0\0"), "PNG"},
		{VN_STR("\377\330\377\340"), "JPEG"},
		{VN_STR("\037\213\010\0"), "gzip"},
		{VN_STR("\177ELF\2\1"), "ELF"},
		{VN_STR("\n\n%PDF-1.4\n"), "PDF"},
		{VN_STR("\357\273\277%PDF-1.4\n"), "PDF"},
		{VN_STR("\0\0 %PDF-1.4\n"), "PDF"},
		{VN_STR("Content-Type: application/pdf\r\n\r\n%PDF-1.4\r\n%x\r\n12 0 obj\r\n"),
		 "PDF"},
		{VN_STR("\004%!PS-Adobe-3.0\n"), "PostScript"},
		{VN_STR("\r\nPK\003\004\024\0"), "ZIP"},
		{VN_STR("\033%-12345X@PJL\r\n"), "PJL"},
		{VN_STR("\377\376\0\0x\0\0\0"), "UTF-32"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		is(cases[i].bytes, cases[i].word);
		/* Cut anywhere, it is not read beyond its end. */
		for (size_t len = 0; len <= cases[i].bytes.len; len++) {
			char *copy = malloc(len + 1);
			assert_non_null(copy);
			memcpy(copy, cases[i].bytes.ptr, len);
			vn_probe((struct vn_str){copy, len});
			free(copy);
		}
	}
}

static void test_eight_bits(void **state)
{
	(void)state;
	/* TCVN3, VNI, windows-1258: text, of which the lines tell what it is. */
	is(VN_STR("C\351ng ho\265 x\267 h\351i ch\361 ngh\334a Vi\326t Nam, \256\351c l\313p"),
	   NULL);
	is(VN_STR("Co\344ng ho\370a xa\365 ho\344i chu\373 ngh\363a Vie\344t Nam, \321o\344c "
		  "la\344p"),
	   NULL);
	is(VN_STR("C\364\362ng ho\314a xa\336 h\364\362i chu\322 nghi\336a Vi\352\362t Nam"), NULL);
	assert_true(vn_probe_eight_bits(VN_STR(
		"C\351ng ho\265 x\267 h\351i ch\361 ngh\334a Vi\326t Nam, \256\351c l\313p")));
}

/* UTF-16 shows by its mark, or by letters alone: sound has units of two bytes too. */
static void test_wide(void **state)
{
	static const struct {
		struct vn_str bytes;
		bool ended;
		enum vn_wide wide;
	} cases[] = {
		{VN_STR("\377\376x\0i\0"), false, VN_WIDE_LITTLE},
		{VN_STR("\376\377\0x\0i"), false, VN_WIDE_BIG},
		{VN_STR("x\0i\0n\0 \0c\0h\0\340\0o\0"), true, VN_WIDE_LITTLE},
		{VN_STR("\0x\0i\0n\0 \0c\0h\0\340\0o"), true, VN_WIDE_BIG},
		{VN_STR("\0x\0i\0n\0 \0c\0h\0\340\0o"), false, VN_WIDE_MORE},
		{VN_STR("\377\376\0\0x\0\0\0"), true, VN_WIDE_NO},
		{VN_STR("\377\376 a\303"), true, VN_WIDE_NO},
		{VN_STR("xin chao"), false, VN_WIDE_NO},
		{VN_STR("x\0\1\0n\0 \0c\0h\0\340\0o\0"), true, VN_WIDE_NO},
		{VN_STR("x\0i\0n\0 \0c\0h\0\340\120o\102\0\0"), true, VN_WIDE_NO},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(vn_probe_wide(cases[i].bytes, cases[i].ended), cases[i].wide);
		if (cases[i].wide == VN_WIDE_LITTLE || cases[i].wide == VN_WIDE_BIG)
			is(cases[i].bytes, NULL);
	}
}

static void test_text(void **state)
{
	static char long_text[5000];
	(void)state;
	is(VN_STR(""), NULL);
	is(VN_STR("\xef\xbb\xbf"
		  "Cộng hòa xã hội chủ nghĩa Việt Nam"),
	   NULL);
	/* Stray bytes, few letters beyond ASCII, a few NUL. */
	is(VN_STR("Cộng hòa xã hội \377\376\200\201\202 Độc lập - Tự do"), NULL);
	is(VN_STR("\377\376 a\303"), NULL);
	is(VN_STR("\303"), NULL);
	is(VN_STR("Les \351l\350ves \351taient tr\350s f\342ch\351s. L'\351t\351 dernier, \340 la "
		  "plage."),
	   NULL);
	is(VN_STR("F\374r die B\374rger bedeutet das, da\337 k\374nftig \374ber \366ffentliche "
		  "Stra\337en"),
	   NULL);
	is(VN_STR("\0a\0\0\nb\0"), NULL);
	memset(long_text, 'a', sizeof long_text);
	for (size_t i = 0; i < 40; i++)
		long_text[i * 100 + i % 2] = 0;
	is((struct vn_str){long_text, sizeof long_text}, NULL);
	memset(long_text, 0, 2500);
	is((struct vn_str){long_text, sizeof long_text}, "binary");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_eight_bits),
		cmocka_unit_test(test_wide),
		cmocka_unit_test(test_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
