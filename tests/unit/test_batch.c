/* A batch without a command line: a plan filled by hand, what is told collected. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "batch/run.h"
#include "pipeline.h"

#include "folder.h"

#include <pthread.h>
#include <sys/stat.h>

/* "tiếng" with its marks apart, as some editors save it, and as it should be. */
#define APART "tie\xcc\x82\xcc\x81ng\n"
#define WHOLE "tiếng\n"

/* Everything that was told, in its order. */
struct heard {
	pthread_mutex_t lock;
	char text[2048]; /* "SUBJECT: TEXT" a line */
	uint64_t files, bytes, bytes_read, files_done, failed;
	int begun, ended;
};

static void hear(void *self, const char *subject, const char *text)
{
	struct heard *heard = self;
	size_t used;

	pthread_mutex_lock(&heard->lock);
	used = strlen(heard->text);
	snprintf(heard->text + used, sizeof heard->text - used, "%s: %s\n", subject ? subject : "",
		 text);
	pthread_mutex_unlock(&heard->lock);
}

static void hear_begin(void *self, uint64_t files, uint64_t bytes)
{
	struct heard *heard = self;

	heard->files = files;
	heard->bytes = bytes;
	heard->begun++;
}

static void hear_advance(void *self, uint64_t bytes, bool file, bool failed)
{
	struct heard *heard = self;

	pthread_mutex_lock(&heard->lock);
	heard->bytes_read += bytes;
	heard->files_done += file;
	heard->failed += failed;
	pthread_mutex_unlock(&heard->lock);
}

static void hear_end(void *self)
{
	struct heard *heard = self;
	heard->ended++;
}

/* A plan that puts letters together, for which no model is needed: on two threads. */
static struct vn_plan plan_for(const char *const *files, size_t count)
{
	struct vn_plan plan = {
		.inputs = {.files = files, .file_count = count},
		.job.options.probe = true,
		.jobs = 2,
	};
	uint32_t normalise = 0;

	assert_int_equal(vn_stages_mask(&normalise, "normalise", NULL), VN_OK);
	plan.job.options.skip = ~normalise;
	assert_false(vn_pipeline_needs_model(&plan.job.options));
	return plan;
}

static struct vn_batch_result run(const struct vn_plan *plan, struct heard *heard)
{
	struct vn_says says = {heard, hear, hear_begin, hear_advance, hear_end, NULL, {0}};
	struct vn_batch_result result;

	*heard = (struct heard){.lock = PTHREAD_MUTEX_INITIALIZER};
	assert_int_equal(vn_batch_run(plan, &says, &result, NULL), VN_OK);
	return result;
}

/* Whether the file NAME has TEXT in it somewhere. */
static bool tells(const char *name, const char *text)
{
	struct vn_buf buf = {0};
	bool found;

	assert_int_equal(vn_in_whole(&buf, name, NULL), VN_OK);
	found = memmem(buf.ptr, buf.len, text, strlen(text)) != NULL;
	vn_buf_fini(&buf);
	return found;
}

static void test_in_place(void **state)
{
	const char *files[] = {"apart", "none", "whole", "also-none", "apart-too"};
	struct vn_plan plan = plan_for(files, 5);
	struct vn_batch_result result;
	struct heard heard;

	plan.target.in_place = true;
	plan.target.backup = "~";
	plan.reports.report = "log";
	plan.loudness = 1;
	put("apart", APART, 0644);
	put("whole", WHOLE, 0644);
	put("apart-too", APART, 0600);
	result = run(&plan, &heard);
	assert_int_equal(result.code, VN_EXIT_INPUT);
	assert_true(result.begun);
	assert_int_equal(result.files, 5);
	assert_int_equal(result.summary.outcomes[VN_OUTCOME_CHANGED], 2);
	assert_int_equal(result.summary.outcomes[VN_OUTCOME_UNCHANGED], 1);
	assert_int_equal(result.summary.reasons[VN_REASON_UNREADABLE], 2);
	assert_int_equal(result.totals.files, 3);
	assert_int_equal(result.changed, 2);
	/* In the order of the inputs, whichever thread was first. */
	assert_string_equal(heard.text, "apart: changed, edits: 1\n"
					"none: No such file or directory\n"
					"whole: unchanged\n"
					"also-none: No such file or directory\n"
					"apart-too: changed, edits: 1\n");
	assert_int_equal(heard.begun, 1);
	assert_int_equal(heard.ended, 1);
	assert_int_equal(heard.files, 5);
	assert_int_equal(heard.bytes, heard.bytes_read);
	assert_int_equal(heard.files_done, 5);
	assert_int_equal(heard.failed, 2);
	assert_holds("apart", WHOLE);
	assert_holds("apart~", APART);
	assert_holds("apart-too", WHOLE);
	assert_int_equal(mode_of("apart-too"), 0600);
	assert_true(tells("log", "\"file\":\"apart-too\""));
	assert_true(tells("log", "\"type\":\"saved\""));
	assert_int_equal(entries(), 6);
	for (const char **name = (const char *[]){"apart", "apart~", "whole", "apart-too",
						  "apart-too~", "log", NULL};
	     *name; name++)
		assert_int_equal(unlink(*name), 0);
}

static void test_output_dir(void **state)
{
	const char *files[] = {"in"};
	const char *globs[] = {"*.txt"};
	struct vn_plan plan = plan_for(files, 1);
	struct vn_batch_result result;
	struct heard heard;

	plan.inputs.recursive = true;
	plan.inputs.include = (struct vn_words){globs, 1};
	plan.target.output_dir = "out";
	plan.reports.report = plan.resume = "log";
	assert_int_equal(mkdir("in", 0777), 0);
	put("in/a.txt", APART, 0644);
	put("in/b.txt", WHOLE, 0644);
	put("in/c.pdf", "%PDF-1.4\n", 0644);
	result = run(&plan, &heard);
	assert_int_equal(result.code, VN_EXIT_DONE);
	assert_int_equal(result.files, 2);
	assert_string_equal(heard.text, "");
	assert_holds("in/a.txt", APART);
	assert_holds("out/in/a.txt", WHOLE);
	assert_holds("out/in/b.txt", WHOLE);
	/* Once more: the log tells that all is done. */
	result = run(&plan, &heard);
	assert_int_equal(result.code, VN_EXIT_DONE);
	assert_int_equal(result.summary.reasons[VN_REASON_BEFORE], 2);
	/* Without the log, names are taken. */
	plan.resume = NULL;
	result = run(&plan, &heard);
	assert_int_equal(result.code, VN_EXIT_OUTPUT);
	assert_int_equal(result.summary.reasons[VN_REASON_EXISTS], 2);
	assert_string_equal(heard.text, "in/a.txt: its output exists already\n"
					"in/b.txt: its output exists already\n");
	for (const char **name = (const char *[]){"in/a.txt", "in/b.txt", "in/c.pdf", "log",
						  "out/in/a.txt", "out/in/b.txt", NULL};
	     *name; name++)
		assert_int_equal(unlink(*name), 0);
	assert_int_equal(rmdir("out/in"), 0);
	assert_int_equal(rmdir("out"), 0);
	assert_int_equal(rmdir("in"), 0);
}

static void keep_text(void *self, const char *subject, const char *text)
{
	assert_null(subject);
	*(const char **)self = text;
}

/* That a message could not be made is one of its own, for which no memory is needed. */
static void test_lost(void **state)
{
	const char *told = NULL;
	const struct vn_says says = {.self = &told, .say = keep_text}, nobody = {0};

	vn_tell_lost(&nobody);
	vn_tell_lost(&says);
	assert_non_null(strstr(told, "out of memory"));
}

/* All texts to one file, in their order; nothing is told to anybody. */
static void test_joined(void **state)
{
	const char *files[] = {"b", "a"};
	struct vn_plan plan = plan_for(files, 2);
	struct vn_says nobody = {0};
	struct vn_batch_result result;

	plan.target.output = "out";
	put("a", APART, 0644);
	put("b", "1\n" APART, 0644);
	assert_int_equal(vn_batch_run(&plan, &nobody, &result, NULL), VN_OK);
	assert_int_equal(result.code, VN_EXIT_DONE);
	assert_holds("out", "1\n" WHOLE WHOLE);
	assert_int_equal(vn_batch_run(&plan, &nobody, &result, NULL), VN_OK);
	assert_int_equal(result.code, VN_EXIT_OUTPUT);
	assert_int_equal(unlink("a") + unlink("b") + unlink("out"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_in_place),
		cmocka_unit_test(test_output_dir),
		cmocka_unit_test(test_lost),
		cmocka_unit_test(test_joined),
	};
	return cmocka_run_group_tests(tests, enter, leave);
}
