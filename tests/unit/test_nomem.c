/*
 * Memory that runs out: each allocation of a piece of work fails once. The work then says so
 * (VN_ENOMEM) and gives back what it had; a sanitizer tells when it does not. The linker puts what
 * is here in the place of malloc() and its kin (--wrap, meson.build).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "change/readings.h"
#include "files/tree.h"
#include "files/walk.h"
#include "format/format.h"
#include "load/load.h"
#include "pipeline.h"
#include "report/ndjson.h"
#include "report/reader.h"
#include "report/repeats.h"
#include "report/undo.h"
#include "small_model.h"
#include "user/user.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct {
	bool armed;
	long at, seen; /* the allocation numbered AT, from 1, of SEEN so far; 0: none */
} plan;

static bool fails(void)
{
	if (!plan.armed || ++plan.seen != plan.at)
		return false;
	errno = ENOMEM;
	return true;
}

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_malloc(size_t size)
{
	return fails() ? NULL : __real_malloc(size);
}

void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size)
{
	return fails() ? NULL : __real_calloc(count, size);
}

void *__real_realloc(void *old, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_realloc(void *old, size_t size)
{
	return fails() ? NULL : __real_realloc(old, size);
}

char *__real_strdup(const char *text);
char *__wrap_strdup(const char *text);
char *__wrap_strdup(const char *text)
{
	return fails() ? NULL : __real_strdup(text);
}

static struct vn_model *model;
static char table[SMALL_MODEL_PATH], list[SMALL_MODEL_PATH], log_name[SMALL_MODEL_PATH];

static const char text[] = "Uy ban nhan dan tinh d6i m6i, Dak Lak | 12/KH\n"
			   "Ủy ban\tnhân dân Tramy | Ủy ban (x)\n"
			   "Uy ban nhan dan tinh d6i m6i, Dak Lak | 12/KH\n";

static enum vn_status read_text(struct vn_pipeline *pipeline, struct vn_err *err)
{
	enum vn_status status =
		vn_pipeline_feed(pipeline, text, sizeof text - 1, vn_sink_nowhere, NULL, err);
	return status ? status : vn_pipeline_finish(pipeline, vn_sink_nowhere, NULL, err);
}

/* What the user knows better, and a text read with it. */
static enum vn_status with_user(struct vn_err *err)
{
	const char *tables[] = {table}, *lists[] = {list}, *patterns[] = {"\\d+/KH", "\\(.*?\\)"};
	struct vn_user_config config = {lists, 1, tables, 1, patterns, 2, vn_load_text};
	struct vn_options options = {.assume = &vn_damages[VN_DAMAGE_ENG]};
	struct vn_pipeline *pipeline = NULL;
	struct vn_model *wider = NULL;
	struct vn_user *user = NULL;
	enum vn_status status = vn_stages_mask(&options.skip, "repair", err);

	if (!status)
		status = vn_user_open(&user, &config, err);
	if (!status)
		status = vn_user_model(&wider, user, model, err);
	options.user = user;
	if (!status)
		status = vn_pipeline_open(&pipeline, &options, wider ? wider : model, err);
	if (!status)
		status = read_text(pipeline, err);
	vn_pipeline_close(pipeline);
	vn_model_close(wider);
	vn_user_close(user);
	return status;
}

/* The text in a format. */
static enum vn_status formatted(enum vn_format_kind kind, struct vn_err *err)
{
	const struct vn_format format = {kind, VN_DOUBT};
	struct vn_options options = {.assume = &vn_damages[VN_DAMAGE_ENG], .min_confidence = 9000};
	struct vn_pipeline *pipeline = NULL;
	enum vn_status status = vn_stages_mask(&options.skip, "repair", err);

	if (!status)
		status = vn_pipeline_open(&pipeline, &options, model, err);
	if (!status) {
		vn_pipeline_write(pipeline, vn_format_writer(&format), &format);
		status = read_text(pipeline, err);
	}
	vn_pipeline_close(pipeline);
	return status;
}

static enum vn_status marked(struct vn_err *err)
{
	return formatted(VN_FORMAT_MARK, err);
}

static enum vn_status listed(struct vn_err *err)
{
	return formatted(VN_FORMAT_TOKENS, err);
}

/* An audit of the text: records and counts. */
static enum vn_status audit_text(struct vn_audit *audit, struct vn_pipeline *pipeline,
				 struct vn_err *err)
{
	const struct vn_audit_document document = {.name = "a\xff", .output = "b"};
	struct vn_audit_end how = {VN_OK, NULL};
	enum vn_status status = vn_audit_begin(audit, &document, err), ended;

	vn_pipeline_observe(pipeline, vn_audit_see, audit);
	if (!status)
		status = read_text(pipeline, err);
	how.status = status;
	ended = vn_audit_end(audit, &how, status ? NULL : err);
	return status ? status : ended;
}

static enum vn_status to_buf(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	return vn_buf_add(self, bytes, len, err);
}

static enum vn_status audited(struct vn_err *err)
{
	struct vn_options options = {.assume = &vn_damages[VN_DAMAGE_ENG]};
	struct vn_audit audit = {.doubt = VN_DOUBT};
	struct vn_repeats_part part = {0};
	struct vn_repeats *repeats = NULL;
	struct vn_buf table_out = {0};
	struct vn_pipeline *pipeline = NULL;
	uint64_t left_out;
	enum vn_status status = vn_stages_mask(&options.skip, "repair", err);

	vn_audit_add(&audit, vn_repeats_part(&part));
	if (!status)
		status = vn_repeats_open(&repeats, err);
	if (!status)
		status = vn_pipeline_open(&pipeline, &options, model, err);
	if (!status)
		status = audit_text(&audit, pipeline, err);
	if (!status)
		status = vn_repeats_take(repeats, vn_buf_str(&part.piece.buf), "a\xff", err);
	if (!status)
		status = vn_repeats_write(repeats, to_buf, &table_out, &left_out, err);
	if (!status)
		assert_true(memmem(table_out.ptr, table_out.len, "\t2\t", 3) &&
			    memmem(table_out.ptr, table_out.len, "Uy ban nhan dan", 15));
	vn_buf_fini(&table_out);
	vn_pipeline_close(pipeline);
	vn_audit_fini(&audit);
	vn_repeats_part_fini(&part);
	vn_repeats_close(repeats);
	return status;
}

/* A report read back. */
static enum vn_status indexed(struct vn_err *err)
{
	struct vn_reader reader = {0};
	struct vn_index index = {0};
	enum vn_status status = vn_reader_open(&reader, log_name, err);

	if (!status)
		status = vn_index_read(&index, &reader, err);
	if (!status)
		assert_int_equal(index.count, 2);
	vn_index_fini(&index);
	vn_reader_close(&reader);
	return status;
}

/* Where a text goes that is to be a file. */
static enum vn_status to_file(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	return write(*(int *)self, bytes, len) == (ssize_t)len ? VN_OK : VN_EOUTPUT;
}

/* The text in the file "page", repaired, and what was done in the report "record". */
static enum vn_status record_page(struct vn_report *report, struct vn_err *err)
{
	const struct vn_audit_document document = {.name = "page", .output = "page"};
	struct vn_options options = {.assume = &vn_damages[VN_DAMAGE_ENG]};
	struct vn_audit audit = {.doubt = VN_SURE};
	struct vn_audit_end how = {VN_OK, NULL};
	struct vn_recorder recorder = {0};
	struct vn_pipeline *pipeline = NULL;
	int fd = open("page", O_WRONLY | O_CREAT | O_TRUNC, 0600);
	enum vn_status status = vn_stages_mask(&options.skip, "repair", err);

	assert_true(fd >= 0);
	vn_audit_add(&audit, vn_recorder_part(&recorder));
	if (!status)
		status = vn_pipeline_open(&pipeline, &options, model, err);
	if (!status)
		status = vn_audit_begin(&audit, &document, err);
	if (!status) {
		vn_pipeline_observe(pipeline, vn_audit_see, &audit);
		status = vn_pipeline_feed(pipeline, text, sizeof text - 1, to_file, &fd, err);
	}
	if (!status)
		status = vn_pipeline_finish(pipeline, to_file, &fd, err);
	if (!status)
		status = vn_audit_end(&audit, &how, err);
	if (!status)
		status = vn_recorder_append(&recorder, report, err);
	if (!status)
		status = vn_report_saved(report, "page", audit.sha_out, err);
	close(fd);
	vn_pipeline_close(pipeline);
	vn_audit_fini(&audit);
	vn_recorder_fini(&recorder);
	return status;
}

/* A report that is written. */
static enum vn_status recorded(struct vn_err *err)
{
	static const struct vn_report_setting settings[] = {{"tone", "keep"}};
	static const struct vn_report_about about = {.version = "9",
						     .model = "0123",
						     .time = "1970-01-01T00:00:00Z",
						     .folder = "/x\xff",
						     .settings = settings,
						     .setting_count = 1};
	struct vn_report *report = NULL;
	enum vn_status status, closed;

	unlink("record");
	status = vn_report_open(&report, "record", &about, err);
	if (status)
		return status;
	status = record_page(report, err);
	closed = vn_report_close(report, status ? NULL : err);
	return status ? status : closed;
}

/* A decision on each change of the report is a list. */
static void decide(void)
{
	assert_int_equal(system("sed 's/\"type\":\"change\"/&,\"verdict\":\"no\"/' record >list"),
			 0);
}

/* The one document of a report or list, gone through by ACT. */
static enum vn_status go_back(const char *name, struct vn_report *account,
			      enum vn_status (*act)(struct vn_reader *, const struct vn_entry *,
						    const struct vn_undo_how *,
						    enum vn_undo_result *, struct vn_err *),
			      struct vn_err *err)
{
	const char *const page = "page";
	struct vn_reader reader = {0};
	struct vn_index index = {0};
	struct vn_roots roots = {0};
	struct vn_undo_how how = {.roots = &roots, .report = account};
	enum vn_undo_result result = VN_UNDO_NOTHING;
	enum vn_status status = vn_roots_init(&roots, &page, 1, err);

	if (!status)
		status = vn_reader_open(&reader, name, err);
	if (!status)
		status = vn_index_read(&index, &reader, err);
	if (!status)
		status = act(&reader, &index.entries[0], &how, &result, err);
	if (!status)
		assert_int_equal(result, VN_UNDO_DONE);
	vn_roots_fini(&roots);
	vn_index_fini(&index);
	vn_reader_close(&reader);
	return status;
}

static char *page_before; /* as the report tells of it */
static size_t page_len;

static void put_page(void)
{
	FILE *file = fopen("page", "w");
	assert_non_null(file);
	assert_int_equal(fwrite(page_before, 1, page_len, file), page_len);
	fclose(file);
}

static enum vn_status undone(struct vn_err *err)
{
	put_page();
	return go_back("record", NULL, vn_undo, err);
}

static enum vn_status applied(struct vn_err *err)
{
	static const struct vn_report_about about = {.mode = VN_AUDIT_CHANGE};
	struct vn_report *account = NULL;
	enum vn_status status, closed;

	put_page();
	unlink("account");
	status = vn_report_open(&account, "account", &about, err);
	if (status)
		return status;
	status = go_back("list", account, vn_apply, err);
	closed = vn_report_close(account, status ? NULL : err);
	return status ? status : closed;
}

static enum vn_status meet(void *self, const struct vn_walk_entry *entry, bool *enter,
			   struct vn_err *err)
{
	++*(size_t *)self;
	return VN_OK;
}

/* Everything below a folder, a file below another one that is made, and one found by a link. */
static enum vn_status walked(struct vn_err *err)
{
	int root = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC), folder = -1, error = 0;
	size_t met = 0;
	const char *last;
	char *name = NULL;
	enum vn_status status = vn_walk("tree", meet, &met, err);

	if (!status)
		status = vn_tree_open(&folder, &last, root, "tree/a/b/file", 0700, &error, err);
	if (!status) {
		close(folder);
		assert_int_equal(met, 4);
		status = vn_tree_find(&folder, &name, root, "tree/link", &error, err);
	}
	if (!status) {
		close(folder);
		assert_string_equal(name, "file");
		free(name);
	}
	close(root);
	return status;
}

/* A file below a folder that is named, and one that is named itself, written through a link. */
static enum vn_status placed(struct vn_err *err)
{
	static const char *const names[] = {"tree/a", "./tree/link"}, *const files[] = {
									      "tree/a/b/file",
									      "tree/link"};
	struct vn_save_how how = {.replace = true};
	struct vn_roots roots = {0};
	struct vn_save save = {0};
	int error = 0;
	enum vn_status status = vn_roots_init(&roots, names, 2, err);

	for (size_t i = 0; !status && i < 2; i++) {
		struct vn_site site = {.folder = -1};
		status = vn_roots_find(&roots, files[i], &site, &error, err);
		if (!status)
			status = vn_save_open(&save, site.folder, site.name, &how, err);
		if (!status)
			status = vn_save_finish(&save, err);
		vn_site_fini(&site);
	}
	vn_roots_fini(&roots);
	return status;
}

/* WORK with each of its allocations failing. Those of jansson only where it writes: it reads a line
 * twice before it gives up. */
static void starve(enum vn_status (*work)(struct vn_err *err))
{
	struct vn_err err;
	long calls;

	plan.at = plan.seen = 0;
	plan.armed = true;
	assert_int_equal(work(&err), VN_OK);
	plan.armed = false;
	calls = plan.seen;
	assert_true(calls > 0);
	for (long at = 1; at <= calls; at++) {
		enum vn_status status;
		plan.at = at;
		plan.seen = 0;
		plan.armed = true;
		status = work(&err);
		plan.armed = false;
		assert_int_equal(status, VN_ENOMEM);
	}
}

static void user_words(void **state)
{
	starve(with_user);
}

static void marks(void **state)
{
	starve(marked);
}

static void tokens(void **state)
{
	starve(listed);
}

static void repeats(void **state)
{
	starve(audited);
}

static void reports(void **state)
{
	starve(indexed);
}

static void trees(void **state)
{
	assert_int_equal(
		system("mkdir -p tree/a/b; echo x >tree/a/b/file; ln -s a/b/file tree/link"), 0);
	starve(walked);
	starve(placed);
}

static void *malloc_of_jansson(size_t size)
{
	return __real_malloc(size);
}

static void records(void **state)
{
	json_set_alloc_funcs(__wrap_malloc, free);
	starve(recorded);
	json_set_alloc_funcs(malloc_of_jansson, free);
}

/* The record of a change in the report has PATTERN. */
static void assert_recorded(const char *pattern)
{
	char command[200];
	snprintf(command, sizeof command, "grep -q '^{\"type\":\"change\".*%s' record", pattern);
	assert_int_equal(system(command), 0);
}

static void the_way_back(void **state)
{
	FILE *file;

	assert_int_equal(recorded(NULL), VN_OK);
	assert_recorded("\"alternatives\":\\[{\"text\":\"[^\"]*\",\"confidence\":0");
	assert_recorded("\"causes\":\\[{\"stage\":\"");
	assert_int_equal(system("! grep -q '\"format\"' record"), 0);
	decide();
	file = fopen("page", "r");
	page_before = malloc(4096);
	assert_true(file && page_before);
	page_len = fread(page_before, 1, 4096, file);
	fclose(file);
	starve(undone);
	starve(applied);
	free(page_before);
}

static int enter(void)
{
	static char folder[] = "/tmp/vnfix-test-XXXXXX";
	return mkdtemp(folder) ? chdir(folder) : -1;
}

static int setup(void **state)
{
	static const char rows[] = "ok\tcount\tbefore\tafter\nx\t1\tTramy\tTrà My\n\t2\ta\tb\n",
			  words[] = "Đắk Lắk\nKơ-nía/x\n*sai\nTramy\n",
			  report[] = "{\"type\":\"header\",\"schema\":\"vnfix-report/1\","
				     "\"mode\":\"change\",\"folder\":\"/x\"}\n"
				     "{\"type\":\"begin\",\"file\":\"a\",\"output\":\"b\"}\n"
				     "{\"type\":\"end\",\"file\":\"a\",\"error\":\"x\"}\nbroken\n"
				     "{\"type\":\"begin\",\"file\":\"c\"}\n"
				     "{\"type\":\"end\",\"file\":\"c\",\"error\":\"x\"}\n";

	model = small_model_open();
	return enter() || !model || !small_file(table, rows, sizeof rows - 1) ||
	       !small_file(list, words, sizeof words - 1) ||
	       !small_file(log_name, report, sizeof report - 1);
}

static int teardown(void **state)
{
	vn_model_close(model);
	return unlink(table) | unlink(list) | unlink(log_name) | system("rm -r \"$PWD\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(user_words), cmocka_unit_test(marks),
		cmocka_unit_test(tokens),     cmocka_unit_test(repeats),
		cmocka_unit_test(reports),    cmocka_unit_test(trees),
		cmocka_unit_test(records),    cmocka_unit_test(the_way_back),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
