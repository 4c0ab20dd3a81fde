/* Changes over all stages: composed edits against what the unit itself says, on random edits; kinds
 * of changes; places; doubts and alternatives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "change/changes.h"
#include "finished.h"

#include <stdlib.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* A generator of our own: the same numbers on every machine. */
static uint32_t next(uint32_t *state, uint32_t below)
{
	*state = *state * 1664525 + 1013904223;
	return (*state >> 8) % below;
}

static struct vn_str letters(uint32_t *state, char *space, uint32_t max)
{
	static const char from[] = "ab \n1\xff";
	size_t len = next(state, max + 1);
	for (size_t i = 0; i < len; i++)
		space[i] = from[next(state, 6)];
	return (struct vn_str){space, len};
}

/* One stage of random edits. */
static void random_stage(struct vn_unit *unit, const char *name, uint32_t *state)
{
	size_t at = 0;
	char space[8];

	unit->stage = name;
	while (at <= unit->text.len && next(state, 8)) {
		size_t begin = at + next(state, 6), end = begin + next(state, 5);
		if (end > unit->text.len)
			break;
		assert_int_equal(
			vn_unit_replace(unit, begin, end, letters(state, space, 4), name, NULL),
			VN_OK);
		at = end;
	}
	assert_int_equal(vn_unit_commit(unit, NULL), VN_OK);
}

static void random_tokens(struct vn_unit *unit, uint32_t *state)
{
	for (size_t at = 0;;) {
		struct vn_token token = {.begin = at + next(state, 4), .confidence = 9000};
		token.end = token.begin + 1 + next(state, 6);
		token.flagged = next(state, 4) == 0;
		if (token.end > unit->text.len)
			break;
		assert_int_equal(vn_unit_token(unit, &token, NULL), VN_OK);
		at = token.end;
	}
}

/* The nets are in order, apart, hold every edit once, and lead from the input to the output. */
static void check_nets(const struct vn_composed *c, const struct vn_unit *unit, struct vn_str input)
{
	struct vn_buf text = {0};
	size_t in = 0, out = 0, edits = 0;

	for (size_t i = 0; i < c->count; i++) {
		const struct vn_net *net = &c->nets[i];
		assert_true(net->begin >= in && net->begin <= net->end && net->end <= input.len);
		assert_true(net->out_begin >= out && net->out_end <= unit->text.len);
		assert_int_equal(net->begin - in, net->out_begin - out);
		assert_int_equal(vn_buf_add(&text, input.ptr + in, net->begin - in, NULL), VN_OK);
		assert_int_equal(vn_buf_add(&text, unit->text.ptr + net->out_begin,
					    net->out_end - net->out_begin, NULL),
				 VN_OK);
		in = net->end;
		out = net->out_end;
		for (size_t e = net->first; e != VN_NO_EDIT; e = c->next[e])
			edits++;
	}
	assert_int_equal(edits, unit->edit_count);
	assert_int_equal(vn_buf_add(&text, input.ptr + in, input.len - in, NULL), VN_OK);
	assert_true(vn_str_eq(vn_buf_str(&text), vn_buf_str(&unit->text)));
	vn_buf_fini(&text);
}

/* Every token is whole inside one net, or outside of all. */
static void check_whole(const struct vn_composed *c, const struct vn_unit *unit)
{
	for (size_t t = 0; t < unit->token_count; t++)
		for (size_t i = 0; i < c->count; i++) {
			const struct vn_token *token = &unit->tokens[t];
			const struct vn_net *net = &c->nets[i];
			bool apart = token->end <= net->out_begin || net->out_end <= token->begin;
			bool inside = net->out_begin <= token->begin && token->end <= net->out_end;
			assert_true(apart || inside);
		}
}

/* The list of changes gives the input back, and its parts are the bytes of either text. */
static void check_list(const struct vn_changes *changes, const struct vn_unit *unit,
		       struct vn_str input, uint64_t in_base, uint64_t out_base)
{
	struct vn_buf text = {0};
	uint64_t out = out_base, in = in_base;

	for (size_t i = 0; i < changes->count; i++) {
		const struct vn_change *change = &changes->items[i];
		assert_true(change->begin >= in && change->out_begin >= out);
		assert_int_equal(vn_buf_add(&text, unit->text.ptr + (out - out_base),
					    change->out_begin - out, NULL),
				 VN_OK);
		assert_int_equal(vn_buf_add(&text, change->before.ptr, change->before.len, NULL),
				 VN_OK);
		assert_int_equal(change->before.len, change->end - change->begin);
		assert_int_equal(change->after.len, change->out_end - change->out_begin);
		assert_int_equal(vn_str_eq(change->before, change->after), change->doubt);
		assert_int_equal(change->cause_count == 0, change->doubt);
		in = change->end;
		out = change->out_end;
	}
	assert_int_equal(vn_buf_add(&text, unit->text.ptr + (out - out_base),
				    unit->text.len - (out - out_base), NULL),
			 VN_OK);
	assert_true(vn_str_eq(vn_buf_str(&text), input));
	vn_buf_fini(&text);
}

static void list_changes(struct vn_changes *changes, const struct vn_unit *unit,
			 struct vn_str input, vn_confidence doubt, struct vn_position *position)
{
	struct vn_splices splices = {0};
	struct vn_finished done;

	assert_int_equal(
		finish_text(&done, unit, input, position->in, position->out, &splices, NULL),
		VN_OK);
	assert_int_equal(vn_changes_list(changes, &done, doubt, position, NULL), VN_OK);
	vn_splices_fini(&splices);
}

static void one_random(struct vn_unit *unit, struct vn_composed *c, struct vn_changes *changes,
		       uint32_t seed)
{
	static const char *const stages[] = {"one", "two", "three"};
	struct vn_position position = {.in = 1000, .out = 900, .line = 3, .column = 2};
	uint32_t state = seed;
	char space[64];
	struct vn_str input = letters(&state, space, sizeof space);
	struct vn_buf back = {0};

	assert_int_equal(vn_unit_begin(unit, input.ptr, input.len, NULL), VN_OK);
	for (size_t i = 0; i < COUNT(stages); i++)
		random_stage(unit, stages[i], &state);
	random_tokens(unit, &state);
	assert_int_equal(vn_unit_undo(unit, &back, NULL), VN_OK);
	assert_true(vn_str_eq(vn_buf_str(&back), input));
	assert_int_equal(vn_compose(c, unit, NULL), VN_OK);
	check_nets(c, unit, input);
	vn_compose_widen(c, unit);
	check_nets(c, unit, input);
	check_whole(c, unit);
	list_changes(changes, unit, input, 5000, &position);
	check_list(changes, unit, input, 1000, 900);
	assert_int_equal(position.in, 1000 + input.len);
	assert_int_equal(position.out, 900 + unit->text.len);
	vn_buf_fini(&back);
}

static void test_random(void **state)
{
	struct vn_changes changes = {0};
	struct vn_composed composed = {0};
	struct vn_unit unit;
	(void)state;
	vn_unit_init(&unit);
	for (uint32_t seed = 1; seed <= 20000; seed++)
		one_random(&unit, &composed, &changes, seed);
	vn_unit_fini(&unit);
	vn_composed_fini(&composed);
	vn_changes_fini(&changes);
}

static void replace(struct vn_unit *unit, size_t begin, size_t end, const char *after)
{
	assert_int_equal(vn_unit_replace(unit, begin, end, (struct vn_str){after, strlen(after)},
					 "rule", NULL),
			 VN_OK);
}

static void commit(struct vn_unit *unit)
{
	assert_int_equal(vn_unit_commit(unit, NULL), VN_OK);
}

/* Three stages on one word; a word that is changed and changed back; lines and columns. */
static void test_stages(void **state)
{
	struct vn_str input = VN_STR("m\xc3\xb4t\nhai bo X tu");
	struct vn_position position = {.line = 1, .column = 1};
	struct vn_changes changes = {0};
	struct vn_unit unit;
	(void)state;
	vn_unit_init(&unit);
	assert_int_equal(vn_unit_begin(&unit, input.ptr, input.len, NULL), VN_OK);
	unit.stage = "first";
	replace(&unit, 9, 11, "b\xc3\xb4"); /* bo -> bô */
	replace(&unit, 12, 13, "Y");
	commit(&unit);
	unit.stage = "second";
	replace(&unit, 9, 12, "b\xc3\xa1n"); /* bô -> bán */
	replace(&unit, 13, 14, "X");
	unit.edits[2].confidence = 4321;
	commit(&unit);
	list_changes(&changes, &unit, input, 0, &position);
	assert_int_equal(changes.count, 1);
	assert_int_equal(changes.items[0].begin, 9);
	assert_int_equal(changes.items[0].end, 11);
	assert_int_equal(changes.items[0].line, 2);
	assert_int_equal(changes.items[0].column, 5);
	assert_int_equal(changes.items[0].confidence, 4321);
	assert_int_equal(changes.items[0].cause_count, 2);
	assert_string_equal(changes.items[0].causes[0].stage, "first");
	assert_string_equal(changes.items[0].causes[1].stage, "second");
	assert_int_equal(changes.items[0].kind, VN_KIND_LETTERS);
	assert_int_equal(position.line, 2);
	assert_int_equal(position.column, 12);
	vn_unit_fini(&unit);
	vn_changes_fini(&changes);
}

/* A letter changed in a word: the word is told whole, with its other readings. A flagged word that
 * was left alone is a doubt. */
static void test_tokens(void **state)
{
	struct vn_str input = VN_STR("ban cu nam");
	struct vn_position position = {.line = 1, .column = 1};
	struct vn_alternative others[] = {{VN_STR("b\xc3\xa0n"), 300}, {VN_STR("b\xc3\xa1n"), 900}};
	struct vn_token changed = {.begin = 0, .end = 4, .confidence = 8000};
	struct vn_token left = {.begin = 8, .end = 11, .confidence = 7000, .flagged = true};
	struct vn_token unweighed = {.begin = 5, .end = 7};
	struct vn_changes changes = {0};
	struct vn_unit unit;
	(void)state;
	changed.alternatives = others;
	changed.alternative_count = 2;
	vn_unit_init(&unit);
	assert_int_equal(vn_unit_begin(&unit, input.ptr, input.len, NULL), VN_OK);
	unit.stage = "one";
	replace(&unit, 1, 2, "\xc3\xa2"); /* ban -> bân */
	commit(&unit);
	assert_int_equal(vn_unit_token(&unit, &changed, NULL), VN_OK);
	assert_int_equal(vn_unit_token(&unit, &unweighed, NULL), VN_OK);
	assert_int_equal(vn_unit_token(&unit, &left, NULL), VN_OK);
	list_changes(&changes, &unit, input, 0, &position);
	assert_int_equal(changes.count, 2);
	assert_true(vn_str_eq(changes.items[0].before, VN_STR("ban")));
	assert_true(vn_str_eq(changes.items[0].after, VN_STR("b\xc3\xa2n")));
	assert_int_equal(changes.items[0].confidence, 8000);
	assert_int_equal(changes.items[0].kind, VN_KIND_MARKS);
	assert_int_equal(changes.items[0].alternative_count, 2);
	assert_true(vn_str_eq(changes.items[0].alternatives[0].text, VN_STR("b\xc3\xa1n")));
	assert_true(vn_str_eq(changes.items[0].alternatives[1].text, VN_STR("b\xc3\xa0n")));
	assert_true(changes.items[1].doubt);
	assert_int_equal(changes.items[1].begin, 7);
	assert_true(vn_str_eq(changes.items[1].before, VN_STR("nam")));
	vn_unit_fini(&unit);
	vn_changes_fini(&changes);
}

static void test_kinds(void **state)
{
	static const struct {
		const char *before, *after;
		enum vn_kind kind;
	} cases[] = {
		{"o\xcc\x82", "\xc3\xb4", VN_KIND_FORM},
		{"nga\xcc\x80y 5", "ng\xc3\xa0y 5", VN_KIND_FORM},
		{"57 -NQ", "57-NQ", VN_KIND_NUMBER},
		{"16", "l\xc3\xb4", VN_KIND_NUMBER},
		{"d6i", "\xc4\x91\xe1\xbb\x95i", VN_KIND_LETTERS},
		{"B\xe1\xbb\x98", "b\xe1\xbb\x99", VN_KIND_CASE},
		{"a ,b", "a, b", VN_KIND_SIGNS},
		{"di", "\xc4\x90i", VN_KIND_MARKS},
		{"ho\xc3\xa0",
		 "h\xc3\xb2"
		 "a",
		 VN_KIND_MARKS},
		{"viec",
		 "vi\xe1\xbb\x87"
		 "c",
		 VN_KIND_MARKS},
		{"\xff", "a", VN_KIND_LETTERS},
		{"", "", VN_KIND_FORM},
		{"", ",", VN_KIND_SIGNS},
		{"", "a", VN_KIND_LETTERS},
		{"a,", "A.", VN_KIND_LETTERS},
		{"a,", "A,", VN_KIND_CASE},
		{"7", "7.", VN_KIND_NUMBER},
		{"7", "b", VN_KIND_NUMBER},
		{"a7", "a", VN_KIND_LETTERS},
		{"a7 7", "a", VN_KIND_NUMBER},
		{"7 a7", "a", VN_KIND_NUMBER},
		{"7\xff", "a", VN_KIND_NUMBER},
		{"\xc4\x91", "d", VN_KIND_MARKS},
		{"\xc4\x91", "t", VN_KIND_LETTERS},
		{"\xcd\xb0", "a", VN_KIND_LETTERS}, /* U+0370 is no mark */
		{"a\xcd\xaf", "a", VN_KIND_MARKS},  /* U+036F is the last one */
	};
	static char longest[513];
	(void)state;
	memset(longest, 'a', sizeof longest);
	assert_int_equal(vn_kind_of((struct vn_str){longest, 512}, VN_STR("a,")), VN_KIND_LETTERS);
	longest[511] = ',';
	assert_int_equal(vn_kind_of((struct vn_str){longest, 512}, (struct vn_str){longest, 511}),
			 VN_KIND_SIGNS);
	assert_int_equal(vn_kind_of((struct vn_str){longest, 513}, (struct vn_str){longest, 513}),
			 VN_KIND_LETTERS);
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(
			vn_kind_of((struct vn_str){cases[i].before, strlen(cases[i].before)},
				   (struct vn_str){cases[i].after, strlen(cases[i].after)}),
			cases[i].kind);
}

static void test_numbers(void **state)
{
	(void)state;
	assert_true(vn_kind_in_number(VN_STR("S\xe1\xbb\x91 147/QB-UBND"), 9, 11));
	assert_true(vn_kind_in_number(VN_STR("a5"), 0, 1));
	assert_false(vn_kind_in_number(VN_STR("5 ab 5"), 2, 4));
	assert_false(vn_kind_in_number(VN_STR(""), 0, 0));
	assert_true(vn_kind_in_number(VN_STR("ab5"), 0, 1));
	assert_true(vn_kind_in_number(VN_STR("5\xc3\xa0"
					     "a"),
				      3, 4));
	/* As far as 64 bytes to each side. */
	for (size_t far = 63; far <= 65; far++) {
		char text[130];
		memset(text, 'a', sizeof text);
		text[0] = '5';
		assert_int_equal(vn_kind_in_number((struct vn_str){text, 100}, far, far + 1),
				 far <= 64);
		text[0] = 'a';
		text[99] = '5';
		assert_int_equal(vn_kind_in_number((struct vn_str){text, 100}, 0, 100 - far),
				 far <= 64);
	}
}

static void test_names(void **state)
{
	static const struct {
		const char *text;
		size_t begin, end;
		bool name;
	} cases[] = {
		{"Kinh M\xc3\xb4n", 0, 4, false}, /* begins the line */
		{"ph\xc6\xb0\xe1\xbb\x9dng Kinh", 10, 14, true},
		{"a. Kinh", 3, 7, false},
		{"a KINH", 2, 6, false},
		{"a kinh Mai", 2, 10, true},
		{"a\n Kinh", 3, 7, false},
		{"a K", 2, 3, false},
		{"aK\xff", 0, 3, false},
		{"a, Kinh", 3, 7, true},
		{"a Kinh", 2, 6, true},
		{"a Kinh", 3, 6, false},
		{"a aKinh", 2, 7, false}, /* within a word */
		{"a m\xcc\x81Kinh", 2, 9, false},
		{"a -Kinh", 2, 7, false},
		{"a /Kinh", 2, 7, true},
		{"a.  \tKinh", 5, 9, false},
		{"   Kinh", 3, 7, false},
		{"\xff Kinh", 2, 6, true},
		{"\xe2\x80\x9d Kinh", 4, 8, true},
		{"a 5K", 3, 4, false},
		{"a K5", 2, 4, false},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(
			vn_kind_is_name((struct vn_str){cases[i].text, strlen(cases[i].text)},
					cases[i].begin, cases[i].end),
			cases[i].name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random),	cmocka_unit_test(test_stages),
		cmocka_unit_test(test_tokens),	cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_numbers), cmocka_unit_test(test_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
