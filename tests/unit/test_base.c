/* Buffers, the arena, errors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdlib.h>

#include "base/rows.h"
#include "base/arena.h"
#include "base/buf.h"

#include <stdalign.h>

static void test_str(void **state)
{
	(void)state;
	assert_int_equal(VN_STR("a\0b").len, 3);
	assert_true(vn_str_eq(VN_STR("a\0b"), VN_STR("a\0b")));
	assert_false(vn_str_eq(VN_STR("a\0b"), VN_STR("a\0c")));
	assert_false(vn_str_eq(VN_STR("a"), VN_STR("ab")));
	assert_true(vn_str_eq((struct vn_str){NULL, 0}, VN_STR("")));
}

static void test_buf(void **state)
{
	struct vn_buf buf = {0};
	(void)state;
	assert_non_null(vn_buf_str(&buf).ptr); /* an empty one can be looked at */
	assert_int_equal(vn_buf_add(&buf, NULL, 0, NULL), VN_OK);
	assert_int_equal(buf.len, 0);
	for (int i = 0; i < 10000; i++) {
		char byte = (char)i;
		assert_int_equal(vn_buf_add(&buf, &byte, 1, NULL), VN_OK);
	}
	assert_int_equal(buf.len, 10000);
	assert_true(buf.cap >= buf.len);
	for (int i = 0; i < 10000; i++)
		assert_int_equal(buf.ptr[i], (char)i);
	vn_buf_fini(&buf);
	assert_null(buf.ptr);
	assert_int_equal(buf.cap, 0);
	vn_buf_fini(&buf); /* takes an empty one */
}

/* A request that cannot be met is an error, and leaves the buffer as it was. */
static void test_buf_limit(void **state)
{
	struct vn_buf buf = {0};
	struct vn_err err = {0};
	(void)state;
	assert_int_equal(vn_buf_add(&buf, "abc", 3, NULL), VN_OK);
	assert_int_equal(vn_buf_reserve(&buf, SIZE_MAX, &err), VN_ENOMEM);
	assert_int_equal(err.status, VN_ENOMEM);
	assert_int_equal(vn_buf_reserve(&buf, SIZE_MAX / 2 - 2, NULL), VN_ENOMEM);
	assert_true(vn_str_eq(vn_buf_str(&buf), VN_STR("abc")));
	assert_int_equal(vn_buf_reserve(&buf, 1000, NULL), VN_OK);
	assert_true(buf.cap >= 1003);
	assert_true(vn_str_eq(vn_buf_str(&buf), VN_STR("abc")));
	vn_buf_fini(&buf);
}

static void test_arena(void **state)
{
	struct vn_arena arena = {0};
	unsigned char *pieces[300];
	(void)state;
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < 300; i++) {
			size_t size = i * 7 + 1;
			pieces[i] = vn_arena_alloc(&arena, size);
			assert_non_null(pieces[i]);
			assert_int_equal((uintptr_t)pieces[i] % alignof(max_align_t), 0);
			for (size_t k = 0; k < size; k++)
				assert_int_equal(pieces[i][k], 0); /* zeroed, in every round */
			memset(pieces[i], (int)i, size);
		}
		for (size_t i = 0; i < 300; i++) /* no piece lies over another */
			for (size_t k = 0; k < i * 7 + 1; k++)
				assert_int_equal(pieces[i][k], (unsigned char)i);
		vn_arena_reset(&arena);
	}
	vn_arena_fini(&arena);
	assert_null(arena.blocks);
	vn_arena_reset(&arena); /* both take an empty one */
	vn_arena_fini(&arena);
}

static void test_arena_sizes(void **state)
{
	struct vn_arena arena = {0};
	char *big;
	(void)state;
	assert_non_null(vn_arena_alloc(&arena, 0));
	big = vn_arena_alloc(&arena, 1 << 20); /* more than a block */
	assert_non_null(big);
	big[(1 << 20) - 1] = 1;
	assert_null(vn_arena_alloc(&arena, SIZE_MAX));
	assert_null(vn_arena_alloc(&arena, SIZE_MAX / 2 + 1));
	vn_arena_fini(&arena);
}

static void test_arena_copy(void **state)
{
	struct vn_arena arena = {0};
	char text[] = "a\0b";
	struct vn_str copy = vn_arena_copy(&arena, text, 3);
	struct vn_str none = vn_arena_copy(&arena, NULL, 0);
	(void)state;
	text[0] = 'x';
	assert_true(vn_str_eq(copy, VN_STR("a\0b")));
	assert_non_null(none.ptr); /* empty is no failure */
	assert_int_equal(none.len, 0);
	assert_null(vn_arena_copy(&arena, text, SIZE_MAX).ptr);
	vn_arena_fini(&arena);
}

static void test_err(void **state)
{
	struct vn_err err = {.offset = 9};
	char text[2 * VN_ERR_TEXT];
	(void)state;
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	assert_int_equal(vn_err_set(&err, VN_EMODEL, "%s: %d", "m", 7), VN_EMODEL);
	assert_int_equal(err.status, VN_EMODEL);
	assert_int_equal(err.offset, 0);
	assert_string_equal(err.text, "m: 7");
	assert_int_equal(vn_err_set(&err, VN_EINPUT, "%s", text), VN_EINPUT); /* cut, not overrun */
	assert_int_equal(strlen(err.text), VN_ERR_TEXT - 1);
	assert_int_equal(vn_err_nomem(&err), VN_ENOMEM);
	assert_string_equal(err.text, "out of memory");
	assert_int_equal(vn_err_set(NULL, VN_EUSAGE, "x"), VN_EUSAGE);
	assert_int_equal(vn_err_nomem(NULL), VN_ENOMEM);
}

static void a_name_stands_before_a_message(void **state)
{
	struct vn_err err = {0};
	char name[1000];

	(void)state;
	memset(name, 'n', sizeof name - 1);
	memcpy(name + sizeof name - 5, ".txt", 5);
	assert_int_equal(vn_err_name(NULL, VN_EINPUT, "a"), VN_EINPUT);
	assert_int_equal(vn_err_name(&err, VN_OK, "a"), VN_OK);
	assert_string_equal(err.text, "");
	vn_err_set(&err, VN_EMODEL, "why %d", 1);
	err.offset = 7;
	assert_int_equal(vn_err_name(&err, VN_EINPUT, "a"), VN_EINPUT);
	assert_string_equal(err.text, "a: why 1");
	assert_int_equal(err.status, VN_EINPUT);
	assert_int_equal(err.offset, 7);
	/* The reason is never cut off by a long name, whose end tells most. */
	assert_int_equal(vn_err_name(&err, VN_EINPUT, name), VN_EINPUT);
	assert_memory_equal(err.text, "...n", 4);
	assert_non_null(strstr(err.text, "n.txt: a: why 1"));
	assert_int_equal(strlen(err.text), VN_ERR_TEXT - 1);
	/* Nor by names put before it again and again. */
	for (int i = 0; i < 100; i++)
		assert_int_equal(vn_err_name(&err, VN_EINPUT, name), VN_EINPUT);
	assert_true(strlen(err.text) < VN_ERR_TEXT);
}

/* A little list keeps its room, a large one goes; either can be filled again. */
static void test_drop_large(void **state)
{
	uint32_t *list = NULL;
	size_t cap = 0;

	(void)state;
	vn_drop_large(&list, &cap, sizeof *list);
	assert_null(list);
	assert_int_equal(vn_room(&list, VN_KEPT_BYTES / sizeof *list, &cap, sizeof *list, NULL),
			 VN_OK);
	vn_drop_large(&list, &cap, sizeof *list);
	assert_non_null(list);
	assert_int_equal(cap, VN_KEPT_BYTES / sizeof *list);
	assert_int_equal(vn_room(&list, cap + 1, &cap, sizeof *list, NULL), VN_OK);
	vn_drop_large(&list, &cap, sizeof *list);
	assert_null(list);
	assert_int_equal(cap, 0);
	assert_int_equal(vn_room(&list, 1, &cap, sizeof *list, NULL), VN_OK);
	list[0] = 1;
	free(list);
}

/* Rows are found by all of their bytes: neither by the first ones nor beyond a NUL. */
static void rows_are_found_by_their_text(void **state)
{
	static const char *const rows[] = {"", "a", "ab", "abc", "b", "z", "\xc3\xa0"};
	static const struct vn_str absent[] = {{"aa", 2}, {"abcd", 4}, {"a\0", 2}, {"\xc3", 1},
					       {"c", 1},  {"ac", 2},   {"\0", 1},  {"\xff", 1}};
	const size_t count = sizeof rows / sizeof *rows;

	(void)state;
	for (size_t i = 0; i < count; i++)
		assert_ptr_equal(vn_row_find(rows, count, sizeof *rows,
					     (struct vn_str){rows[i], strlen(rows[i])}),
				 &rows[i]);
	for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
		assert_null(vn_row_find(rows, count, sizeof *rows, absent[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_stands_before_a_message),
		cmocka_unit_test(test_str),
		cmocka_unit_test(test_buf),
		cmocka_unit_test(test_buf_limit),
		cmocka_unit_test(test_drop_large),
		cmocka_unit_test(test_arena),
		cmocka_unit_test(test_arena_sizes),
		cmocka_unit_test(test_arena_copy),
		cmocka_unit_test(test_err),
		cmocka_unit_test(rows_are_found_by_their_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
