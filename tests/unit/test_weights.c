/* Weights in a model file: what is written is read, what is damaged is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "mkmodel/commands.h"
#include "load/load.h"
#include "small_model.h"

#include <unistd.h>

static void defaults_are_in_range(void **state)
{
	struct vn_weights weights;
	size_t count;
	const struct vn_weight_info *table = vn_weight_table(&count);

	(void)state;
	assert_true(vn_weights_read(&weights, (struct vn_str){"", 0}));
	for (size_t k = 0; k < count; k++) {
		assert_int_equal(*vn_weight_at(&weights, k), table[k].initial);
		assert_true(table[k].least <= table[k].initial);
		assert_true(table[k].initial <= table[k].most);
		assert_in_range(strlen(table[k].name), 1, VN_WEIGHT_NAME);
		for (size_t j = 0; j < k; j++)
			assert_string_not_equal(table[j].name, table[k].name);
	}
}

static void what_is_written_is_read(void **state)
{
	struct vn_weights weights, again;
	struct vn_buf section = {0};
	size_t count;
	const struct vn_weight_info *table = vn_weight_table(&count);

	(void)state;
	for (size_t k = 0; k < count; k++)
		*vn_weight_at(&weights, k) = k % 2 ? table[k].least : table[k].most;
	assert_int_equal(vn_weights_write(&section, &weights, NULL), VN_OK);
	assert_int_equal(section.len, count * sizeof(struct vn_file_weight));
	assert_true(vn_weights_read(&again, vn_buf_str(&section)));
	assert_memory_equal(&weights, &again, sizeof weights);
	vn_buf_fini(&section);
}

/* Opens and verifies a small model that has LEN bytes of weights. */
static void expect(const void *section, size_t len, enum vn_status opened, enum vn_status verified)
{
	char path[SMALL_MODEL_PATH], name[] = "verify";
	char *argv[] = {name, path, NULL};
	struct vn_sections sections = {0};
	struct vn_model *model = NULL;

	assert_true(small_sections(&sections));
	assert_int_equal(
		vn_buf_add(vn_sections_get(&sections, VN_SECTION_WGHT), section, len, NULL), VN_OK);
	assert_true(small_file(path, "", 0));
	assert_int_equal(vn_sections_write(&sections, path, NULL), VN_OK);
	assert_int_equal(vn_model_open(&model, path, NULL), opened);
	vn_model_close(model);
	assert_int_equal(vn_command_verify(2, argv, NULL), verified);
	vn_sections_fini(&sections);
	unlink(path);
}

static void hostile_weights_are_refused(void **state)
{
	static const struct vn_file_weight good[] = {{"lm", 200}, {"temperature", 300}};
	static const struct vn_file_weight high[] = {{"lm", 1025}}, low[] = {{"temperature", 0}},
					   negative[] = {{"spell_fee", INT32_MIN}},
					   strange[] = {{"no_such", 1}},
					   twice[] = {{"lm", 200}, {"lm", 201}},
					   both[] = {{"twin", 200}, {"neighbour", 200}},
					   full[] = {{"abcdefghijklmnop", 1}},
					   dirty[] = {{"lm\0x", 200}}, empty[] = {{"", 1}};

	(void)state;
	expect(good, sizeof good, VN_OK, VN_OK);
	expect(good, sizeof good - 1, VN_EMODEL, VN_EMODEL);
	expect(good, 3, VN_EMODEL, VN_EMODEL);
	expect(high, sizeof high, VN_EMODEL, VN_EMODEL);
	expect(low, sizeof low, VN_EMODEL, VN_EMODEL);
	expect(negative, sizeof negative, VN_EMODEL, VN_EMODEL);
	/* A later version's weights are passed over, but a sound model has none. */
	expect(strange, sizeof strange, VN_OK, VN_EMODEL);
	expect(twice, sizeof twice, VN_OK, VN_EMODEL);
	expect(both, sizeof both, VN_OK, VN_EMODEL);
	expect(full, sizeof full, VN_OK, VN_EMODEL);
	expect(dirty, sizeof dirty, VN_OK, VN_EMODEL);
	expect(empty, sizeof empty, VN_OK, VN_EMODEL);
}

/* Models made before a weight had its name keep what they say of it. */
static void older_names_are_read(void **state)
{
	static const struct vn_file_weight old[] = {{"twin", 1000}, {"t_stop_lower", -5}};
	struct vn_weights weights;

	(void)state;
	assert_true(vn_weights_read(&weights, (struct vn_str){(const char *)old, sizeof old}));
	assert_int_equal(weights.neighbour, 1000);
	assert_int_equal(weights.trust[VN_TRUST_full_stop_low], -5);
	expect(old, sizeof old, VN_OK, VN_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults_are_in_range),
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(hostile_weights_are_refused),
		cmocka_unit_test(older_names_are_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
