/* Words said twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "decode/twice.h"

#include <stdio.h>
#include <string.h>

/* In each text the word between the brackets is asked about. */
static const struct {
	const char *text;
	enum vn_twice how;
} rows[] = {
	{"Mèo kêu [ngao] ngao.", VN_BESIDE},
	{"Mèo kêu ngao [ngao].", VN_BESIDE},
	{"[Ngày] ngày cày ruộng", VN_BESIDE},
	{"mèo kêu [ngao]  ngao", VN_ONCE}, /* two blanks: columns */
	{"mèo kêu [ngao]\nngao", VN_ONCE},
	{"mèo kêu [ngao], ngao", VN_ONCE},
	{"mèo kêu [ngao] ngaos", VN_ONCE},
	{"mèo kêu [ngao]", VN_ONCE},
	{"bước [thấp] cao thấp cao", VN_AROUND},
	{"bước thấp [cao] thấp cao", VN_AROUND},
	{"bước thấp cao [thấp] cao", VN_AROUND},
	{"bước thấp cao thấp [cao]", VN_AROUND},
	{"bước [thấp] cao thấp dài", VN_ONCE},
	{"[đủng] đà đủng đỉnh", VN_ALIKE},
	{"đủng [đà] đủng đỉnh", VN_ALIKE},
	{"đủng đà [đủng] đỉnh", VN_ALIKE},
	{"đủng đà đủng [đỉnh]", VN_ALIKE},
	{"xa đủng đà đủng [đỉnh] ra", VN_ALIKE},
	{"đủng đà đủng đỉnh [ra]", VN_ONCE},
	{"[ai] ơi ai ở", VN_ONCE}, /* no consonants that are the same */
	{"[trngđ] trà trngđ trỉnh", VN_ONCE},
	{"[nghiêngng] nghiêngng", VN_ONCE}, /* no syllable is that long */
	{"[a] a", VN_ONCE},		    /* a letter is soon read again */
	{"[a1] a1", VN_ONCE},
	{"[\xff] \xff", VN_ONCE},
};

static void test_twice(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *open = strchr(rows[i].text, '['), *shut = strchr(open, ']');
		char text[64];
		int len = snprintf(text, sizeof text, "%.*s%.*s%s", (int)(open - rows[i].text),
				   rows[i].text, (int)(shut - open - 1), open + 1, shut + 1);
		size_t from = (size_t)(open - rows[i].text), to = (size_t)(shut - rows[i].text) - 1;
		if (vn_twice((struct vn_str){text, (size_t)len}, from, to) != rows[i].how)
			fail_msg("%s", rows[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_twice),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
