/* Specks: what goes, with which blanks, and what stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "damage/noise.h"

#include <stdio.h>

/* What is left of TEXT, whose sign stands between the two bytes < and >, which are taken out
 * first. */
static void check(const char *marked, const char *left)
{
	char text[64], out[64];
	const char *low = strchr(marked, '<'), *high = strchr(marked, '>');
	size_t begin = (size_t)(low - marked), end = (size_t)(high - marked) - 1;

	snprintf(text, sizeof text, "%.*s%.*s%s", (int)begin, marked, (int)(high - low - 1),
		 low + 1, high + 1);
	if (vn_noise((struct vn_str){text, strlen(text)}, &begin, &end))
		snprintf(out, sizeof out, "%.*s%s", (int)begin, text, text + end);
	else
		snprintf(out, sizeof out, "%s", text);
	assert_string_equal(out, left);
}

static void specks_go_with_their_blank(void **state)
{
	check("a <|> b", "a b");
	check("a b <|>\nc", "a b\nc");
	check("a b  <|>\r\nc", "a b\r\nc");
	check("x\n<|> a", "x\na");
	check("<~> a", "a");
	check("<`>", "");
	check("a <\xe2\x80\x98>", "a");
	check("a <.>\n", "a\n");
	check("\n<_> a", "\na");
}

static void print_stays(void **state)
{
	check("a<|>b", "a|b");
	check("a <.> b", "a . b");
	check("a <-> b", "a - b");
	check("<-> b", "- b");
	check("a <:> b", "a : b");
	check("a <|> b | c", "a | b | c");
	check("| a <|>", "| a |");
	check("a <||>", "a ||");
	check("a <...>", "a ...");
	check("a <\xff>", "a \xff");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(specks_go_with_their_blank),
		cmocka_unit_test(print_stays),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
