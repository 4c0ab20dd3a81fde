/* Specks: what goes, with which blanks, and what stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "damage/noise.h"

#include <stdio.h>
#include <string.h>

/* What is left of TEXT, whose signs stand each between the two bytes < and >, which are taken out
 * first. */
static void check(const char *marked, const char *left)
{
	char text[64], out[64] = "";
	size_t begin[4], end[4], count = 0, len = 0, taken = 0;

	for (; *marked; marked++)
		if (*marked == '<')
			begin[count] = len;
		else if (*marked == '>')
			end[count++] = len;
		else
			text[len++] = *marked;
	for (size_t i = 0; i < count; i++)
		if (vn_noise((struct vn_str){text, len}, taken, &begin[i], &end[i])) {
			assert_true(begin[i] >= taken);
			strncat(out, text + taken, begin[i] - taken);
			taken = end[i];
		}
	strncat(out, text + taken, len - taken);
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
	check("<\"> a", "a");
	check("a <\xc2\xbb>", "a");
	check("a <{> b", "a b");
	check("a <|> |\nb | c", "a |\nb | c");
	check("a | <|>  ", "a |  ");
}

static void heaps_of_signs_go_at_the_edges(void **state)
{
	check("<_-> a", "a");
	check("x\n<_--> a", "x\na");
	check("a <,__>\n", "a\n");
	check("a <;\xc2\xac>", "a");
	check("<)_> a", "a");
	check("a <_-> b", "a _- b");
}

static void no_sign_follows_the_end_of_a_sentence(void **state)
{
	check("a b. <:>", "a b.");
	check("a b; <,>\nc", "a b;\nc");
	check("a b; <;> c", "a b; c");
	check("a b? <)>", "a b?");
	check("a b; <.> c", "a b; c");
	check("a b; <\xe2\x81\x84>", "a b;");
	check("a b. <->\n", "a b.\n");
	check("a b. <\xe2\x80\x94>\n", "a b.\n");
	/* An item may end with a semicolon and a dash, a question stand before an answer; what
	 * stands behind a word, a label or dots is another matter. */
	check("a b; <->\n", "a b; -\n");
	check("a b? <-> c", "a b? - c");
	check("a b <:> c", "a b : c");
	check("a b: <->\n", "a b: -\n");
	check("a... <:> c", "a... : c");
	check("a . <.> .", "a . . .");
	check("a b.\n<:> c", "a b.\n: c");
}

static void specks_in_a_row_go(void **state)
{
	check("<`> <'> a", "a");
	check("<`> <'>  <~>\t<|>  a", "a");
	check("x\n<`> <'> a", "x\na");
	check("x\n<`> <'> \ny", "x\n\ny");
	check("a <`> <'> b", "a b");
	check("a <`> <'>\n", "a\n");
	check("<`> a <'> <~> b", "a b");
	check("<`> <-> a", "- a");
}

static void print_stays(void **state)
{
	check("a<|>b", "a|b");
	check("a <.> b", "a . b");
	check("a <-> b", "a - b");
	check("<-> b", "- b");
	check("a <:> b", "a : b");
	check("a <|> b | c", "a | b | c");
	check("a <\"> b", "a \" b");
	check("a <___>", "a ___");
	check("<-~> a", "-~ a");
	check("<|.> a", "|. a");
	check("<|)> a", "|) a");
	check("| a <|_>", "| a |_");
	check("57-NQ/TW <.>", "57-NQ/TW .");
	check("2025 <.>\n", "2025 .\n");
	check("a <_1_>", "a _1_");
	check("| a <|>", "| a |");
	check("a | b | <|>", "a | b | |");
	check("x\n<|> |", "x\n| |");
	check("<|> | a", "| | a");
	check("a <||>", "a ||");
	check("a <...>", "a ...");
	check("a <\xff>", "a \xff");
}

static void tildes_that_begin_an_item_are_dashes(void **state)
{
	static const struct {
		const char *before, *sign, *behind;
		bool dash;
	} cases[] = {
		{"- Sở\n", "~", " Ban", true},
		{"- Sở\nvà\n  ", "~", "  Ban", true},
		{"", "\xc2\xac", " Sở\n~ Ban", true},
		{"", "~", " Sở\nvà\n - Ban", true},
		{"", "~", " Sở", false},
		{"- Sở\n", "~", " ban", false},
		{"- Sở\n", "~", "Ban", false},
		{"- Sở ", "~", " Ban", false},
		{"- Sở\n", "|", " Ban", false},
		{"- Sở\n", "~~", " Ban", false},
		{"-Sở\n", "~", " Ban", false},
		{"- Sở\n", "~", "", false},
	};
	char text[64];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t begin = strlen(cases[i].before), end = begin + strlen(cases[i].sign);
		snprintf(text, sizeof text, "%s%s%s", cases[i].before, cases[i].sign,
			 cases[i].behind);
		assert_int_equal(vn_noise_dash((struct vn_str){text, strlen(text)}, begin, end),
				 cases[i].dash);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(specks_go_with_their_blank),
		cmocka_unit_test(no_sign_follows_the_end_of_a_sentence),
		cmocka_unit_test(specks_in_a_row_go),
		cmocka_unit_test(heaps_of_signs_go_at_the_edges),
		cmocka_unit_test(print_stays),
		cmocka_unit_test(tildes_that_begin_an_item_are_dashes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
