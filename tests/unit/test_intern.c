/* Strings to numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "mkmodel/intern.h"

#include <stdio.h>

static uint32_t add(struct vn_intern *table, struct vn_str s)
{
	uint32_t id = UINT32_MAX;
	assert_int_equal(vn_intern_add(table, s, &id, NULL), VN_OK);
	return id;
}

static void ids_follow_first_sight(void **state)
{
	struct vn_intern table = {0};

	(void)state;
	assert_int_equal(add(&table, VN_STR("một")), 0);
	assert_int_equal(add(&table, VN_STR("hai")), 1);
	assert_int_equal(add(&table, VN_STR("một")), 0);
	assert_int_equal(add(&table, VN_STR("")), 2);
	assert_int_equal(table.count, 3);
	assert_int_equal(add(&table, VN_STR("hai")), 1);
	assert_int_equal(add(&table, VN_STR("")), 2);
	vn_intern_fini(&table);
	vn_intern_fini(&table);
}

/* The bytes are copied and NUL is one of them. */
static void strings_are_the_tables_own(void **state)
{
	struct vn_intern table = {0};
	char bytes[] = "a\0b";

	(void)state;
	assert_int_equal(add(&table, (struct vn_str){bytes, 3}), 0);
	assert_int_equal(add(&table, (struct vn_str){bytes, 1}), 1);
	bytes[0] = 'x';
	assert_int_equal(add(&table, VN_STR("a\0b")), 0);
	assert_memory_equal(table.strings[0].ptr, "a\0b", 3);
	vn_intern_fini(&table);
}

static void many_strings(void **state)
{
	struct vn_intern table = {0};
	char name[16];

	(void)state;
	for (int round = 0; round < 2; round++)
		for (uint32_t i = 0; i < 20000; i++) {
			int len = snprintf(name, sizeof name, "w%u", i * 7919u);
			assert_int_equal(add(&table, (struct vn_str){name, (size_t)len}), i);
		}
	assert_int_equal(table.count, 20000);
	assert_memory_equal(table.strings[19999].ptr, name, table.strings[19999].len);
	vn_intern_fini(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_follow_first_sight),
		cmocka_unit_test(strings_are_the_tables_own),
		cmocka_unit_test(many_strings),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
