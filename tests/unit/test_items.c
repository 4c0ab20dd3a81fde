/* White-space tokens of a finished text: where they were read, and what else they may be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "change/items.h"
#include "change/readings.h"
#include "finished.h"

#include <stdio.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* An edit: [begin, end) of the text that was read becomes AFTER. */
struct edit {
	size_t begin, end;
	const char *after;
};

/* Where the items [begin, end) of the text stand: "READ>TEXT BEGIN-END;" each, in a document where
 * the unit begins at byte 10. */
static void check(const char *input, const struct edit *edits, struct vn_item *items,
		  const char *places)
{
	struct vn_splices splices = {0};
	struct vn_item_span span;
	struct vn_finished done;
	struct vn_items walk;
	struct vn_unit unit;
	char told[500] = "", *to = told;

	vn_unit_init(&unit);
	assert_int_equal(vn_unit_begin(&unit, input, strlen(input), NULL), VN_OK);
	unit.stage = "one";
	for (; edits->after; edits++)
		assert_int_equal(
			vn_unit_replace(&unit, edits->begin, edits->end,
					(struct vn_str){edits->after, strlen(edits->after)}, "rule",
					NULL),
			VN_OK);
	assert_int_equal(vn_unit_commit(&unit, NULL), VN_OK);
	assert_int_equal(finish_text(&done, &unit, (struct vn_str){input, strlen(input)}, 10, 7,
				     &splices, NULL),
			 VN_OK);
	unit.items = items;
	while (items[unit.item_count].end)
		unit.item_count++;
	vn_items_begin(&walk, &unit, &done.reading, &splices);
	while (vn_items_next(&walk, &span))
		to += sprintf(to, "%.*s>%.*s %d-%d;", (int)span.read.len, span.read.ptr,
			      (int)span.text.len, span.text.ptr, (int)span.begin, (int)span.end);
	assert_string_equal(told, places);
	unit.items = NULL;
	unit.item_count = 0;
	vn_splices_fini(&splices);
	vn_unit_fini(&unit);
}

static void places(void **state)
{
	(void)state;
	check("ab cd", (struct edit[]){{0}}, (struct vn_item[]){{0, 2}, {3, 5}, {0}},
	      "ab>ab 10-12;cd>cd 13-15;");
	/* Changed whole; two become one; a letter more behind the last one. */
	check("ab cd ef gh", (struct edit[]){{0, 2, "xyz"}, {5, 6, ""}, {10, 11, ""}, {0}},
	      (struct vn_item[]){{0, 3}, {4, 8}, {9, 10}, {0}},
	      "ab>xyz 10-12;cd ef>cdef 13-18;g>g 19-20;");
	/* One becomes two; blanks that go belong to nobody. */
	check("abcd  e", (struct edit[]){{2, 2, " "}, {4, 5, ""}, {0}},
	      (struct vn_item[]){{0, 2}, {3, 5}, {6, 7}, {0}},
	      "ab>ab 10-12;cd>cd 12-14;e>e 16-17;");
	/* Part of a change is told with all of it. */
	check("a cd ef b", (struct edit[]){{2, 7, "gh ij"}, {0}},
	      (struct vn_item[]){{0, 1}, {2, 4}, {5, 7}, {8, 9}, {0}},
	      "a>a 10-11;cd ef>gh 12-17;cd ef>ij 12-17;b>b 18-19;");
	/* Within a word; at its begin and its end. */
	check("abc", (struct edit[]){{1, 2, "xx"}, {0}}, (struct vn_item[]){{0, 4}, {0}},
	      "abc>axxc 10-13;");
	check("abc", (struct edit[]){{0, 1, "xx"}, {2, 3, "yy"}, {0}},
	      (struct vn_item[]){{0, 5}, {0}}, "abc>xxbyy 10-13;");
}

/* The readings of two words, as "N:TEXT " each, N the byte where the word begins. */
static void find(struct vn_alternative *first, uint8_t first_count, struct vn_alternative *second,
		 uint8_t second_count, const char *readings)
{
	struct vn_token tokens[] = {
		{.begin = 0, .end = 1},
		{.begin = 2, .end = 3, .alternatives = first, .alternative_count = first_count},
		{.begin = 3, .end = 4, .alternatives = second, .alternative_count = second_count},
	};
	char text[] = "a bc", told[100] = "", *to = told;
	struct vn_unit unit = {.text = {.ptr = text, .len = 4}, .tokens = tokens, .token_count = 3};
	struct vn_item item = {.begin = 2, .end = 4, .token = 1, .token_count = 2};
	struct vn_readings found;

	vn_readings_find(&found, &unit, &item);
	for (size_t i = 0; i < found.count; i++)
		to += sprintf(to, "%d:%.*s ", (int)found.list[i].token->begin,
			      (int)found.list[i].alternative->text.len,
			      found.list[i].alternative->text.ptr);
	assert_string_equal(told, readings);
	item.token_count = 0;
	vn_readings_find(&found, &unit, &item);
	assert_int_equal(found.count, 0);
}

static void readings(void **state)
{
	struct vn_alternative some[] = {{VN_STR("x"), 9}, {VN_STR("y"), 5}, {VN_STR("z"), 5}};
	struct vn_alternative more[] = {{VN_STR("x"), 7}, {VN_STR("w"), 5}, {VN_STR("v"), 1}};
	struct vn_alternative same[] = {{VN_STR("b"), 9}, {VN_STR("c"), 8}, {VN_STR("c"), 7}};
	struct vn_alternative sure[] = {{VN_STR("p"), 10}, {VN_STR("q"), 6}};

	(void)state;
	find(NULL, 0, NULL, 0, "");
	find(some, 3, NULL, 0, "2:x 2:y 2:z ");
	find(some, 3, more, 1, "2:x 3:x 2:y 2:z ");
	/* At most four: the least likely ones go, of equal ones the later. */
	find(some, 3, more, 3, "2:x 3:x 2:y 2:z ");
	find(more, 3, some, 3, "3:x 2:x 2:w 3:y ");
	find(some, 2, more, 3, "2:x 3:x 2:y 3:w ");
	find(some, 3, sure, 2, "3:p 2:x 3:q 2:y ");
	/* What stands there is no other reading; the same one is told once. */
	find(same, 3, NULL, 0, "2:c ");
	find(NULL, 0, same, 3, "3:b ");
	find(same, 3, same, 3, "3:b 2:c ");
}

static void doubtful(void **state)
{
	struct vn_alternative other = {VN_STR("m\xe1\xbb\x99t"), 3000}, same = {VN_STR("12"), 9000};
	static const struct {
		const char *text;
		vn_confidence confidence;
		bool flagged, other, same, doubtful;
	} cases[] = {
		{"b\xe1\xba\xa3n", 7999, false, false, false, true},
		{"b\xe1\xba\xa3n", 8000, false, false, false, false},
		{"b\xe1\xba\xa3n", 9999, true, false, false, true},
		{"\xc4\x91.", 10, false, false, false, true},
		/* Nothing can be decided about these, however unsure they are. */
		{"-", 10, false, false, false, false},
		{"12/2019", 10, false, false, false, false},
		{"\xff", 10, false, false, false, false},
		{"12", 10, false, false, true, false},
		/* But about these. */
		{"12", 10, false, true, true, true},
		{"1", 10, true, false, false, true},
		{"1", 9000, false, true, false, false},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct vn_alternative list[2];
		struct vn_token token = {.end = strlen(cases[i].text), .alternatives = list};
		struct vn_item item = {.end = token.end,
				       .token_count = 1,
				       .confidence = cases[i].confidence,
				       .flagged = cases[i].flagged};
		struct vn_unit unit = {
			.text = {.ptr = (char *)(uintptr_t)cases[i].text, .len = token.end},
			.tokens = &token,
			.token_count = 1,
			.items = &item,
			.item_count = 1};
		if (cases[i].same)
			list[token.alternative_count++] = same;
		if (cases[i].other)
			list[token.alternative_count++] = other;
		assert_int_equal(vn_item_doubtful(&unit, &item, 8000), cases[i].doubtful);
		assert_int_equal(vn_items_doubtful(&unit, 8000), cases[i].doubtful);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(doubtful),
		cmocka_unit_test(places),
		cmocka_unit_test(readings),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
