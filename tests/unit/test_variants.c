/* Older and regional spellings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "lang/vi/syllable.h"
#include "lang/vi/variants.h"

#include <string.h>

static struct vn_str str(const char *s)
{
	return (struct vn_str){s, strlen(s)};
}

static void test_find(void **state)
{
	(void)state;
	assert_string_equal(vn_variant_usual(str("tầu")), "tàu");
	assert_string_equal(vn_variant_usual(str("bịnh")), "bệnh");
	assert_null(vn_variant_usual(str("")));
	assert_null(vn_variant_usual(str("tầ")));
	assert_null(vn_variant_usual(str("tầuu")));
	assert_null(vn_variant_usual(str("tàu")));
	/* no more is read than the text has */
	assert_string_equal(vn_variant_usual((struct vn_str){"qui tắc", 3}), "quy");
}

/* The search needs the order, and what is usual is no variant of something else. */
static void test_table(void **state)
{
	struct vn_syllable syllable;

	(void)state;
	assert_true(vn_variant_count > 50);
	for (size_t i = 0; i < vn_variant_count; i++) {
		const struct vn_variant *v = &vn_variants[i];
		assert_true(i == 0 || strcmp(v[-1].text, v->text) < 0);
		assert_ptr_equal(vn_variant_usual(str(v->text)), v->usual);
		assert_null(vn_variant_usual(str(v->usual)));
		assert_true(vn_syllable_parse(str(v->text), &syllable));
		assert_true(vn_syllable_parse(str(v->usual), &syllable));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_table),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
