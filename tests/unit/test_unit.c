/* Units: edits, what happens to protected spans, and the way back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "text/unit.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void begin(struct vn_unit *unit, struct vn_str text)
{
	vn_unit_init(unit);
	assert_int_equal(vn_unit_begin(unit, text.ptr, text.len, NULL), VN_OK);
	unit->stage = "one";
}

static enum vn_status replace(struct vn_unit *unit, size_t from, size_t to, struct vn_str after)
{
	return vn_unit_replace(unit, from, to, after, "rule", NULL);
}

static void commit(struct vn_unit *unit, struct vn_str want)
{
	assert_int_equal(vn_unit_commit(unit, NULL), VN_OK);
	assert_true(vn_str_eq(vn_buf_str(&unit->text), want));
}

static void check_undo(const struct vn_unit *unit, struct vn_str want)
{
	struct vn_buf back = {0};
	assert_int_equal(vn_unit_undo(unit, &back, NULL), VN_OK);
	assert_true(vn_str_eq(vn_buf_str(&back), want));
	vn_buf_fini(&back);
}

static void test_edits(void **state)
{
	struct vn_unit unit;
	const struct vn_edit *e;
	(void)state;
	begin(&unit, VN_STR("ab\0cd\xff"));
	assert_int_equal(replace(&unit, 0, 0, VN_STR("<")), VN_OK);
	assert_int_equal(replace(&unit, 1, 3, VN_STR("BBB")), VN_OK);
	assert_int_equal(replace(&unit, 3, 4, VN_STR("")), VN_OK);
	assert_int_equal(replace(&unit, 6, 6, VN_STR(">\0")), VN_OK);
	assert_true(vn_str_eq(vn_buf_str(&unit.text), VN_STR("ab\0cd\xff"))); /* not yet */
	commit(&unit, VN_STR("<aBBBd\xff>\0"));
	assert_int_equal(unit.edit_count, 4);
	e = &unit.edits[1];
	assert_string_equal(e->stage, "one");
	assert_string_equal(e->rule, "rule");
	assert_int_equal(e->begin, 1);
	assert_int_equal(e->end, 3);
	assert_int_equal(e->out_begin, 2);
	assert_int_equal(e->out_end, 5);
	assert_true(vn_str_eq(vn_edit_before(e), VN_STR("b\0")));
	assert_true(vn_str_eq(vn_edit_after(e), VN_STR("BBB")));
	check_undo(&unit, VN_STR("ab\0cd\xff"));
	vn_unit_fini(&unit);
}

/* The new bytes are copied: the caller's may change at once. */
static void test_after_is_copied(void **state)
{
	char after[] = "xyz";
	struct vn_unit unit;
	(void)state;
	begin(&unit, VN_STR("a"));
	assert_int_equal(replace(&unit, 0, 1, (struct vn_str){after, 3}), VN_OK);
	after[0] = '!';
	commit(&unit, VN_STR("xyz"));
	vn_unit_fini(&unit);
}

static void test_no_change(void **state)
{
	struct vn_unit unit;
	(void)state;
	begin(&unit, VN_STR("abc"));
	assert_int_equal(replace(&unit, 0, 2, VN_STR("ab")), VN_OK);
	assert_int_equal(replace(&unit, 2, 2, VN_STR("")), VN_OK);
	assert_int_equal(unit.edit_count, 0);
	commit(&unit, VN_STR("abc"));
	check_undo(&unit, VN_STR("abc"));
	vn_unit_fini(&unit);
}

static void test_refused(void **state)
{
	static const struct {
		size_t from, to;
	} bad[] = {{3, 2}, {0, 7}, {7, 7}, {0, 1}, {3, 4}, {2, 2}};
	struct vn_unit unit;
	struct vn_err err = {0};
	(void)state;
	begin(&unit, VN_STR("abcdef"));
	assert_int_equal(replace(&unit, 2, 4, VN_STR("x")), VN_OK);
	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_int_equal(
			vn_unit_replace(&unit, bad[i].from, bad[i].to, VN_STR("y"), "r", &err),
			VN_EUSAGE);
		assert_int_equal(err.status, VN_EUSAGE);
		assert_true(err.text[0] != '\0');
	}
	assert_int_equal(replace(&unit, 4, 5, VN_STR("z")), VN_OK); /* touching is no overlap */
	commit(&unit, VN_STR("abxzf"));
	/* A new stage may start at the front again. */
	unit.stage = "two";
	assert_int_equal(replace(&unit, 0, 1, VN_STR("A")), VN_OK);
	commit(&unit, VN_STR("Abxzf"));
	check_undo(&unit, VN_STR("abcdef"));
	vn_unit_fini(&unit);
}

static void test_empty(void **state)
{
	struct vn_unit unit;
	(void)state;
	begin(&unit, VN_STR(""));
	commit(&unit, VN_STR(""));
	assert_int_equal(replace(&unit, 0, 0, VN_STR("new")), VN_OK);
	commit(&unit, VN_STR("new"));
	check_undo(&unit, VN_STR(""));
	assert_int_equal(vn_unit_begin(&unit, "x", 1, NULL), VN_OK); /* the buffers serve again */
	assert_int_equal(unit.edit_count, 0);
	check_undo(&unit, VN_STR("x"));
	vn_unit_fini(&unit);
	vn_unit_fini(&unit); /* takes an empty one */
}

/* There are bytes to point at, even where there is no text. */
static void test_emptied(void **state)
{
	struct vn_unit unit;
	(void)state;
	begin(&unit, VN_STR(""));
	assert_non_null(unit.text.ptr);
	vn_unit_fini(&unit);
	begin(&unit, VN_STR("a"));
	assert_int_equal(replace(&unit, 0, 1, VN_STR("")), VN_OK);
	commit(&unit, VN_STR(""));
	assert_non_null(unit.text.ptr);
	check_undo(&unit, VN_STR("a"));
	vn_unit_fini(&unit);
}

static void check_span(const struct vn_unit *unit, size_t i, size_t from, size_t to,
		       enum vn_protect kind)
{
	assert_true(i < unit->span_count);
	assert_int_equal(unit->spans[i].begin, from);
	assert_int_equal(unit->spans[i].end, to);
	assert_int_equal(unit->spans[i].kind, kind);
}

static enum vn_status protect(struct vn_unit *unit, size_t from, size_t to, enum vn_protect kind)
{
	return vn_unit_protect(unit, from, to, kind, NULL);
}

static void test_protect(void **state)
{
	struct vn_unit unit;
	(void)state;
	begin(&unit, VN_STR("0123456789"));
	assert_int_equal(protect(&unit, 6, 8, VN_PROTECT_CODE), VN_OK);
	assert_int_equal(protect(&unit, 1, 2, VN_PROTECT_NUMBER), VN_OK);
	assert_int_equal(protect(&unit, 4, 4, VN_PROTECT_USER), VN_OK);	   /* empty: ignored */
	assert_int_equal(protect(&unit, 3, 6, VN_PROTECT_ADDRESS), VN_OK); /* touches, no overlap */
	assert_int_equal(unit.span_count, 3);
	check_span(&unit, 0, 1, 2, VN_PROTECT_NUMBER);
	check_span(&unit, 1, 3, 6, VN_PROTECT_ADDRESS);
	check_span(&unit, 2, 6, 8, VN_PROTECT_CODE);
	assert_null(vn_unit_protected(&unit, 0, 1));
	assert_null(vn_unit_protected(&unit, 2, 3));
	assert_null(vn_unit_protected(&unit, 8, 10));
	assert_ptr_equal(vn_unit_protected(&unit, 0, 10), &unit.spans[0]);
	assert_ptr_equal(vn_unit_protected(&unit, 5, 6), &unit.spans[1]);
	assert_ptr_equal(vn_unit_protected(&unit, 7, 9), &unit.spans[2]);
	/* One over all of them makes one; the earlier kind stays. */
	assert_int_equal(protect(&unit, 0, 7, VN_PROTECT_USER), VN_OK);
	assert_int_equal(unit.span_count, 1);
	check_span(&unit, 0, 0, 8, VN_PROTECT_NUMBER);
	assert_int_equal(protect(&unit, 9, 11, VN_PROTECT_USER), VN_EUSAGE);
	vn_unit_fini(&unit);
}

/* One span and one edit of "0123456789", and where the span stands afterwards. */
static void test_spans_move(void **state)
{
	static const struct {
		size_t from, to, edit_from, edit_to;
		const char *after;
		size_t want_from, want_to; /* equal: the span is gone */
	} table[] = {
		{4, 7, 0, 2, "abc", 5, 8}, {4, 7, 0, 2, "", 2, 5},     /* before */
		{4, 7, 2, 4, "abc", 5, 8},			       /* up to it */
		{4, 7, 8, 9, "abc", 4, 7}, {4, 7, 7, 9, "", 4, 7},     /* behind */
		{4, 7, 5, 6, "abc", 4, 9}, {4, 7, 4, 7, "abcd", 4, 8}, /* inside */
		{4, 7, 3, 5, "abc", 3, 8}, {4, 7, 6, 9, "abc", 4, 9},  /* across an end */
		{4, 7, 2, 9, "abc", 2, 5},			       /* around */
		{4, 7, 7, 7, "ab", 4, 9},			       /* put in at its end */
		{4, 7, 4, 4, "ab", 6, 9},			       /* and at its begin */
		{4, 7, 4, 7, "", 0, 0},	   {4, 7, 2, 9, "", 0, 0},     /* taken out */
		{0, 10, 0, 10, "x", 0, 1},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct vn_unit unit;
		begin(&unit, VN_STR("0123456789"));
		assert_int_equal(protect(&unit, table[i].from, table[i].to, VN_PROTECT_CODE),
				 VN_OK);
		assert_int_equal(replace(&unit, table[i].edit_from, table[i].edit_to,
					 (struct vn_str){table[i].after, strlen(table[i].after)}),
				 VN_OK);
		assert_int_equal(vn_unit_commit(&unit, NULL), VN_OK);
		if (table[i].want_from == table[i].want_to)
			assert_int_equal(unit.span_count, 0);
		else
			check_span(&unit, 0, table[i].want_from, table[i].want_to, VN_PROTECT_CODE);
		vn_unit_fini(&unit);
	}
}

/* An edit over the end of one span and the begin of the next makes one span of them. */
static void test_spans_join(void **state)
{
	struct vn_unit unit;
	(void)state;
	begin(&unit, VN_STR("0123456789"));
	assert_int_equal(protect(&unit, 0, 3, VN_PROTECT_NUMBER), VN_OK);
	assert_int_equal(protect(&unit, 3, 6, VN_PROTECT_CODE), VN_OK);
	assert_int_equal(protect(&unit, 8, 9, VN_PROTECT_USER), VN_OK);
	assert_int_equal(replace(&unit, 2, 4, VN_STR("x")), VN_OK);
	commit(&unit, VN_STR("01x456789"));
	assert_int_equal(unit.span_count, 2);
	check_span(&unit, 0, 0, 5, VN_PROTECT_NUMBER);
	check_span(&unit, 1, 7, 8, VN_PROTECT_USER);
	vn_unit_fini(&unit);
}

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Many stages of random edits: the way back is exact, and each edit says what it did. */
static void test_random(void **state)
{
	static const char *const names[] = {"a", "b", "c", "d", "e"};
	uint32_t seed = 3;
	(void)state;
	for (int round = 0; round < 500; round++) {
		char text[300], after[12] = "0123456789";
		size_t len = next_random(&seed) % sizeof text;
		struct vn_unit unit;
		for (size_t i = 0; i < len; i++)
			text[i] = (char)next_random(&seed);
		begin(&unit, (struct vn_str){text, len});
		for (size_t stage = 0; stage < COUNT(names); stage++) {
			struct vn_buf old = {0};
			size_t at = 0, first = unit.edit_count;
			unit.stage = names[stage];
			assert_int_equal(vn_buf_add(&old, unit.text.ptr, unit.text.len, NULL),
					 VN_OK);
			while (at < unit.text.len) {
				size_t from = at + next_random(&seed) % 20;
				size_t to = from + next_random(&seed) % 4;
				if (to > unit.text.len)
					break;
				assert_int_equal(
					replace(&unit, from, to,
						(struct vn_str){after, next_random(&seed) % 10}),
					VN_OK);
				at = to + 1;
			}
			assert_int_equal(vn_unit_commit(&unit, NULL), VN_OK);
			for (size_t i = first; i < unit.edit_count; i++) {
				const struct vn_edit *e = &unit.edits[i];
				assert_true(vn_str_eq(
					vn_edit_before(e),
					(struct vn_str){old.ptr + e->begin, e->end - e->begin}));
				assert_true(vn_str_eq(vn_edit_after(e),
						      (struct vn_str){unit.text.ptr + e->out_begin,
								      e->out_end - e->out_begin}));
			}
			vn_buf_fini(&old);
		}
		check_undo(&unit, (struct vn_str){text, len});
		vn_unit_fini(&unit);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_edits),	   cmocka_unit_test(test_after_is_copied),
		cmocka_unit_test(test_no_change),  cmocka_unit_test(test_refused),
		cmocka_unit_test(test_empty),	   cmocka_unit_test(test_emptied),
		cmocka_unit_test(test_protect),	   cmocka_unit_test(test_spans_move),
		cmocka_unit_test(test_spans_join), cmocka_unit_test(test_random),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
