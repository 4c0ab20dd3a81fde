/* The small model, open for all tests of a program: cmocka_run_group_tests(tests, setup, teardown).
 * Included after cmocka. */
#ifndef VN_TEST_WITH_MODEL_H
#define VN_TEST_WITH_MODEL_H

#include "small_model.h"

static struct vn_model *model;

static int setup(void **state)
{
	(void)state;
	model = small_model_open();
	return model == NULL;
}

static int teardown(void **state)
{
	(void)state;
	vn_model_close(model);
	return 0;
}

#endif
