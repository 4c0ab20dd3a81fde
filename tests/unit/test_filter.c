/* A command as a filter: what vnfix-eval --run does with it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "eval/run.h"

#include <signal.h>
#include <stdlib.h>

#define MUCH ((size_t)3 << 20) /* more than any pipe holds */

static enum vn_status run(const char *command, struct vn_str in, struct vn_buf *out,
			  struct vn_err *err)
{
	double seconds = 0;
	return vn_run_filter(command, in, out, &seconds, err);
}

/* Both pipes are full at the same time; a careless parent waits for ever. */
static void test_much(void **state)
{
	struct vn_buf out = {0};
	char *bytes = malloc(MUCH);

	(void)state;
	assert_non_null(bytes);
	for (size_t i = 0; i < MUCH; i++)
		bytes[i] = (char)(i * 7);
	assert_int_equal(run("cat", (struct vn_str){bytes, MUCH}, &out, NULL), VN_OK);
	assert_int_equal(out.len, MUCH);
	assert_memory_equal(out.ptr, bytes, MUCH);
	assert_int_equal(run("printf x", (struct vn_str){bytes, MUCH}, &out, NULL), VN_OK);
	assert_int_equal(out.len, 1);
	assert_int_equal(run("cat; printf y", VN_STR(""), &out, NULL), VN_OK);
	assert_memory_equal(out.ptr, "y", 1);
	free(bytes);
	vn_buf_fini(&out);
}

static void test_failures(void **state)
{
	struct vn_buf out = {0};
	struct vn_err err;

	(void)state;
	assert_int_equal(run("exit 3", VN_STR("a"), &out, &err), VN_EINPUT);
	assert_string_equal(err.text, "'exit 3' exited with 3");
	assert_int_equal(run("kill -9 $$", VN_STR("a"), &out, &err), VN_EINPUT);
	assert_string_equal(err.text, "'kill -9 $$' was killed by signal 9");
	assert_int_equal(run("/no/such/command 2>&-", VN_STR("a"), &out, &err), VN_EINPUT);
	vn_buf_fini(&out);
}

/* The command gets SIGPIPE as usual, although this process ignores it: yes ends with head. */
static void test_sigpipe(void **state)
{
	struct vn_buf out = {0};

	(void)state;
	assert_int_equal(run("yes | head -n 1", VN_STR(""), &out, NULL), VN_OK);
	assert_int_equal(out.len, 2);
	vn_buf_fini(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_much),
		cmocka_unit_test(test_failures),
		cmocka_unit_test(test_sigpipe),
	};
	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
