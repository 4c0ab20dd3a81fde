/* The report as a file: what is written is read back; torn and foreign files; undo and decisions.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "files/io.h"
#include "finished.h"
#include "report/json.h"
#include "report/ndjson.h"
#include "report/shelf.h"
#include "report/undo.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static int enter(void **state)
{
	char *folder = strdup("/tmp/vnfix-test-XXXXXX");
	*state = folder;
	return folder && mkdtemp(folder) ? chdir(folder) : -1;
}

static int leave(void **state)
{
	char *folder = *state, command[128];
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	free(folder);
	return chdir("/") || system(command);
}

static void write_file(const char *name, struct vn_str bytes)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes.ptr, bytes.len), bytes.len);
	close(fd);
}

static void holds(const char *name, struct vn_str bytes)
{
	struct vn_buf buf = {0};
	assert_int_equal(vn_in_whole(&buf, name, NULL), VN_OK);
	assert_true(vn_str_eq(vn_buf_str(&buf), bytes));
	vn_buf_fini(&buf);
}

static struct vn_report *open_report(enum vn_audit_mode mode)
{
	struct vn_report_setting settings[] = {{"tone", "keep"}};
	struct vn_report_about about = {.version = "9",
					.model = "0123",
					.mode = mode,
					.settings = settings,
					.setting_count = COUNT(settings)};
	struct vn_report *report = NULL;
	assert_int_equal(vn_report_open(&report, "log", &about, NULL), VN_OK);
	return report;
}

/* Shows the audit a unit that is done. */
static void see(struct vn_audit *audit, const struct vn_unit *unit, struct vn_str input)
{
	struct vn_splices splices = {0};
	struct vn_finished done;

	assert_int_equal(finish_text(&done, unit, input, audit->position.in, audit->position.out,
				     &splices, NULL),
			 VN_OK);
	assert_int_equal(vn_audit_see(audit, &done, NULL), VN_OK);
	vn_splices_fini(&splices);
}

/* Reviews INPUT as the file NAME, its first two bytes and its last one replaced; an input without
 * changes where it is shorter than 4 bytes. Writes the output. */
static void work(enum vn_audit_mode mode, const char *name, const char *output, struct vn_str input,
		 struct vn_str after)
{
	struct vn_report *report = open_report(mode);
	struct vn_recorder recorder = {0};
	struct vn_audit audit = {.mode = mode, .doubt = 5000};
	struct vn_audit_document document = {.name = name, .output = output};
	struct vn_audit_end how = {VN_OK, NULL};
	struct vn_unit unit;

	vn_unit_init(&unit);
	vn_audit_add(&audit, vn_recorder_part(&recorder));
	assert_int_equal(vn_audit_begin(&audit, &document, NULL), VN_OK);
	assert_int_equal(vn_unit_begin(&unit, input.ptr, input.len, NULL), VN_OK);
	unit.stage = "one";
	if (input.len >= 4) {
		assert_int_equal(vn_unit_replace(&unit, 0, 2, after, "rule", NULL), VN_OK);
		assert_int_equal(
			vn_unit_replace(&unit, input.len - 1, input.len, VN_STR("Z"), "rule", NULL),
			VN_OK);
	}
	assert_int_equal(vn_unit_commit(&unit, NULL), VN_OK);
	see(&audit, &unit, input);
	assert_int_equal(vn_audit_end(&audit, &how, NULL), VN_OK);
	assert_int_equal(vn_recorder_append(&recorder, report, NULL), VN_OK);
	if (output) {
		write_file(output, vn_audit_text(&audit));
		assert_int_equal(vn_report_saved(report, name, audit.sha_out, NULL), VN_OK);
	}
	vn_unit_fini(&unit);
	vn_audit_fini(&audit);
	assert_int_equal(vn_report_close(report, NULL), VN_OK);
	vn_recorder_fini(&recorder);
}

static void open_index(struct vn_reader *reader, struct vn_index *index)
{
	*reader = (struct vn_reader){0};
	*index = (struct vn_index){0};
	assert_int_equal(vn_reader_open(reader, "log", NULL), VN_OK);
	assert_int_equal(vn_index_read(index, reader, NULL), VN_OK);
}

static void close_index(struct vn_reader *reader, struct vn_index *index)
{
	vn_reader_close(reader);
	vn_index_fini(index);
}

/* Undoes entry I of the log. */
static enum vn_status undo(size_t i, enum vn_undo_result *result)
{
	struct vn_undo_how how = {0};
	struct vn_reader reader;
	struct vn_index index;
	enum vn_status status;

	open_index(&reader, &index);
	assert_true(i < index.count);
	status = vn_undo(&reader, &index.entries[i], &how, result, NULL);
	close_index(&reader, &index);
	return status;
}

static const struct vn_str texts[] = {
	{"", 0},
	{"ab", 2},
	{"abcdef\n", 7},
	{"a\0\xff\xfe\"<\\\n", 8},
	{"\xe1\xbb\x99t\r\n\xff", 7}, /* the first edit cuts a letter in two */
};

static void test_undo(void **state)
{
	static const struct vn_str afters[] = {{"", 0}, {"\xff\0<", 3}, {"b\xe1\xbb\x99", 4}};
	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++)
		for (size_t k = 0; k < COUNT(afters); k++) {
			enum vn_undo_result result;
			unlink("log");
			write_file("a", texts[i]);
			work(VN_AUDIT_CHANGE, "a", "a", texts[i], afters[k]); /* in place */
			assert_int_equal(undo(0, &result), VN_OK);
			assert_int_equal(result, texts[i].len < 4 ? VN_UNDO_ALREADY : VN_UNDO_DONE);
			holds("a", texts[i]);
			assert_int_equal(undo(0, &result), VN_OK);
			assert_int_equal(result, VN_UNDO_ALREADY);
		}
}

/* Two runs in place on one file: undone from the last to the first. */
static void test_twice(void **state)
{
	enum vn_undo_result result;
	(void)state;
	write_file("a", VN_STR("abcd"));
	work(VN_AUDIT_CHANGE, "a", "a", VN_STR("abcd"), VN_STR("XY"));
	work(VN_AUDIT_CHANGE, "a", "a", VN_STR("XYcZ"), VN_STR("12345"));
	holds("a", VN_STR("12345cZ"));
	assert_int_equal(undo(0, &result), VN_EINPUT); /* not what the first run wrote */
	assert_int_equal(undo(1, &result), VN_OK);
	assert_int_equal(undo(0, &result), VN_OK);
	holds("a", VN_STR("abcd"));
}

/* Nothing is touched when either file is not what it should be. */
static void test_refused(void **state)
{
	enum vn_undo_result result;
	(void)state;
	work(VN_AUDIT_CHANGE, "a", "b", VN_STR("abcd"), VN_STR("XY"));
	assert_int_equal(undo(0, &result), VN_OK); /* the input is gone: it comes back */
	holds("a", VN_STR("abcd"));
	holds("b", VN_STR("XYcZ"));
	write_file("a", VN_STR("mine"));
	assert_int_equal(undo(0, &result), VN_EOUTPUT);
	holds("a", VN_STR("mine"));
	unlink("a");
	write_file("b", VN_STR("XYcz"));
	assert_int_equal(undo(0, &result), VN_EINPUT);
	write_file("b", VN_STR("XYcZ and more"));
	assert_int_equal(undo(0, &result), VN_OK); /* the document itself still stands */
	holds("a", VN_STR("abcd"));
	unlink("a");
	unlink("b");
	assert_int_equal(undo(0, &result), VN_EINPUT);
	assert_int_equal(access("a", F_OK), -1);
}

static void test_suggested(void **state)
{
	enum vn_undo_result result;
	(void)state;
	work(VN_AUDIT_SUGGEST, "a", "b", VN_STR("abcd"), VN_STR("XY"));
	holds("b", VN_STR("abcd"));
	assert_int_equal(undo(0, &result), VN_OK);
	assert_int_equal(result, VN_UNDO_NOTHING);
	assert_int_equal(access("a", F_OK), -1);
}

/* A killed run leaves half a line; the next one goes on behind it. */
static void test_torn(void **state)
{
	struct vn_reader reader;
	struct vn_index index;
	struct vn_buf log = {0};
	(void)state;
	work(VN_AUDIT_CHANGE, "a", "a", VN_STR("abcd"), VN_STR("XY"));
	assert_int_equal(vn_in_whole(&log, "log", NULL), VN_OK);
	for (size_t len = log.len - 1; len > 200; len -= 7) {
		write_file("log", (struct vn_str){log.ptr, len});
		work(VN_AUDIT_CHANGE, "b", "b", VN_STR("abcd"), VN_STR("XY"));
		open_index(&reader, &index);
		/* The line, and the document that it leaves without an end. */
		assert_true(index.count > 0 && index.broken <= 2);
		assert_int_equal(index.stops, index.broken);
		assert_string_equal(index.entries[index.count - 1].file, "b");
		assert_true(index.entries[index.count - 1].saved);
		close_index(&reader, &index);
	}
	vn_buf_fini(&log);
}

static void test_foreign(void **state)
{
	struct vn_report_about about = {0};
	struct vn_report *report = NULL;
	struct vn_reader reader = {0};
	struct vn_index index = {0};
	(void)state;
	write_file("log", VN_STR("a text that somebody needs\n"));
	assert_int_equal(vn_report_open(&report, "log", &about, NULL), VN_EOUTPUT);
	holds("log", VN_STR("a text that somebody needs\n"));
	assert_int_equal(vn_reader_open(&reader, "log", NULL), VN_OK);
	assert_int_equal(vn_index_read(&index, &reader, NULL), VN_EINPUT);
	close_index(&reader, &index);
	write_file("log", VN_STR("{\"type\":\"header\",\"schema\":\"vnfix-report/2\"}\n"));
	assert_int_equal(vn_reader_open(&reader, "log", NULL), VN_OK);
	assert_int_equal(vn_index_read(&index, &reader, NULL), VN_EINPUT);
	close_index(&reader, &index);
}

static void test_done(void **state)
{
	struct vn_report_done done;
	(void)state;
	work(VN_AUDIT_CHANGE, "b", "b2", VN_STR("abcd"), VN_STR("XY"));
	work(VN_AUDIT_CHANGE, "a", NULL, VN_STR("abcd"), VN_STR("XY"));
	work(VN_AUDIT_LOOK, "c", NULL, VN_STR("abcd"), VN_STR("XY"));
	work(VN_AUDIT_CHANGE, "b", "b3", VN_STR("abcde"), VN_STR("XY"));
	assert_int_equal(vn_report_done_open(&done, "log", NULL), VN_OK);
	assert_null(vn_report_done_find(&done, "c"));
	assert_null(vn_report_done_find(&done, ""));
	assert_false(vn_report_done_find(&done, "a")->saved);
	assert_true(vn_report_done_find(&done, "b")->saved);
	assert_int_equal(vn_report_done_find(&done, "b")->in.end, 5); /* the later one */
	assert_string_equal(vn_report_done_find(&done, "b")->output, "b3");
	vn_report_done_close(&done);
}

/* Decisions, as the page of --html hands them out. */
#define LIST                                                                                       \
	"{\"type\":\"header\",\"schema\":\"vnfix-report/1\",\"mode\":\"%s\"}\n"                    \
	"{\"type\":\"begin\",\"file\":\"a\",\"output\":\"%s\"}\n"                                  \
	"{\"type\":\"change\",\"file\":\"a\",\"in\":[0,2],\"out\":[0,3],\"before\":\"ab\","        \
	"\"after\":\"xyz\",\"verdict\":\"%s\",\"instead\":\"12345\"}\n"                            \
	"{\"type\":\"change\",\"file\":\"a\",\"in\":[3,4],\"out\":[4,5],\"before\":\"d\","         \
	"\"after\":\"D\",\"verdict\":\"%s\"}\n"                                                    \
	"{\"type\":\"end\",\"file\":\"a\",\"status\":\"done\",\"changes\":%d,"                     \
	"\"in\":{\"bytes\":4,\"sha256\":\"%s\"},"                                                  \
	"\"out\":{\"bytes\":5,\"sha256\":\"%s\"}}\n"

static void hex_of(struct vn_str text, char hex[65])
{
	struct sha256_ctx ctx;
	uint8_t sha[VN_SHA256];
	sha256_init(&ctx);
	sha256_update(&ctx, text.len, (const uint8_t *)text.ptr);
	sha256_digest(&ctx, VN_SHA256, sha);
	vn_json_hex(sha, hex);
}

/* A list of two decisions about the file a, whose output has the name OUTPUT. */
struct decided {
	const char *mode, *output, *first, *second;
	int told; /* changes, as the end has it */
};

static enum vn_status apply_list(const struct decided *d, enum vn_undo_result *result)
{
	struct vn_undo_how how = {0};
	struct vn_reader reader;
	struct vn_index index;
	enum vn_status status;
	char list[2000], in[65], out[65];

	hex_of(VN_STR("abcd"), in);
	hex_of(VN_STR("xyzcD"), out);
	snprintf(list, sizeof list, LIST, d->mode, d->output, d->first, d->second, d->told, in,
		 out);
	write_file("log", (struct vn_str){list, strlen(list)});
	open_index(&reader, &index);
	assert_int_equal(index.count, 1);
	status = vn_apply(&reader, &index.entries[0], &how, result, NULL);
	close_index(&reader, &index);
	return status;
}

static enum vn_status apply(const char *output, const char *first, const char *second,
			    enum vn_undo_result *result)
{
	struct decided d = {"change", output, first, second, 2};
	return apply_list(&d, result);
}

/* In the output; and once more, which is nothing to do. The input stays as it is. */
static void test_apply(void **state)
{
	enum vn_undo_result result;
	(void)state;
	write_file("a", VN_STR("abcd"));
	write_file("b", VN_STR("xyzcD"));
	for (int round = 0; round < 3; round++) {
		assert_int_equal(apply("b", "yes", "no", &result), VN_OK);
		assert_int_equal(result, round ? VN_UNDO_NOTHING : VN_UNDO_DONE);
		holds("b", VN_STR("xyzcd"));
	}
	assert_int_equal(apply("b", "no", "no", &result), VN_EINPUT); /* others were carried out */
	holds("b", VN_STR("xyzcd"));
	write_file("b", VN_STR("xyzcd."));
	assert_int_equal(apply("b", "yes", "no", &result), VN_EINPUT); /* somebody has edited it */
	holds("b", VN_STR("xyzcd."));
	unlink("b");
	assert_int_equal(apply("b", "yes", "no", &result), VN_EINPUT);
	assert_int_equal(access("b", F_OK), -1);
	write_file("b", VN_STR("xyzcD"));
	assert_int_equal(apply("b", "instead", "", &result), VN_OK);
	holds("b", VN_STR("12345cD"));
	assert_int_equal(apply("b", "instead", "", &result), VN_OK);
	assert_int_equal(result, VN_UNDO_NOTHING);
	holds("a", VN_STR("abcd"));
}

/* In the input, where that is the output, or has none. */
static void test_apply_to_input(void **state)
{
	struct decided look = {"look", "a", "instead", "yes", 2};
	enum vn_undo_result result;
	(void)state;
	write_file("a", VN_STR("abcd"));
	assert_int_equal(apply("a", "", "yes", &result), VN_OK);
	holds("a", VN_STR("abcD"));
	assert_int_equal(apply("a", "", "yes", &result), VN_OK);
	assert_int_equal(result, VN_UNDO_NOTHING);
	assert_int_equal(apply("a", "yes", "yes", &result), VN_EINPUT); /* it was changed */
	holds("a", VN_STR("abcD"));
	write_file("a", VN_STR("abcd"));
	assert_int_equal(apply("a", "no", "", &result), VN_OK);
	assert_int_equal(result, VN_UNDO_NOTHING);
	assert_int_equal(apply_list(&look, &result), VN_OK);
	holds("a", VN_STR("12345cD"));
}

/* What was suggested: the output has the text as it was read. */
static void test_apply_suggested(void **state)
{
	struct decided d = {"suggest", "b", "yes", "", 2};
	enum vn_undo_result result;
	(void)state;
	write_file("a", VN_STR("abcd"));
	write_file("b", VN_STR("abcd"));
	for (int round = 0; round < 2; round++) {
		assert_int_equal(apply_list(&d, &result), VN_OK);
		holds("b", VN_STR("xyzcd"));
		holds("a", VN_STR("abcd"));
	}
}

/* A decision that cannot be read is no reason to carry the others out. */
static void test_apply_damaged(void **state)
{
	struct decided d = {"change", "b", "yes", "no", 3};
	enum vn_undo_result result;
	(void)state;
	write_file("b", VN_STR("xyzcD"));
	assert_int_equal(apply("b", "yas", "no", &result), VN_EINPUT);
	assert_int_equal(apply("b", "no", "instead", &result), VN_EINPUT); /* instead of what? */
	assert_int_equal(apply_list(&d, &result), VN_EINPUT);
	d = (struct decided){"look", "b", "yes", "no", 2};
	assert_int_equal(apply_list(&d, &result), VN_EINPUT);
	holds("b", VN_STR("xyzcD"));
}

/* Every byte of a report damaged in turn: what is restored is right, and what is not is told. */
static void test_damaged(void **state)
{
	struct vn_buf log = {0};
	(void)state;
	work(VN_AUDIT_CHANGE, "a", "a", VN_STR("abcd"), VN_STR("XY"));
	work(VN_AUDIT_CHANGE, "b", "b", VN_STR("efgh"), VN_STR("XY"));
	assert_int_equal(vn_in_whole(&log, "log", NULL), VN_OK);
	for (size_t at = 0; at < log.len; at++) {
		struct vn_reader reader = {0};
		struct vn_index index = {0};
		/* Often only looked at, which is faster: digests are compared all the same. */
		struct vn_undo_how how = {.dry = at % 16 != 0};
		enum vn_undo_result result;
		bool told;
		size_t done = 0;
		write_file("a", VN_STR("XYcZ"));
		write_file("b", VN_STR("XYgZ"));
		log.ptr[at] ^= 1;
		write_file("log", vn_buf_str(&log));
		log.ptr[at] ^= 1;
		assert_int_equal(vn_reader_open(&reader, "log", NULL), VN_OK);
		told = vn_index_read(&index, &reader, NULL) != VN_OK;
		told |= index.broken > 0;
		for (size_t i = index.count; i > 0; i--) {
			if (vn_undo(&reader, &index.entries[i - 1], &how, &result, NULL))
				told = true;
			else
				done += result == VN_UNDO_DONE;
		}
		assert_true(told || done == 2);
		assert_true(done > 0 || index.count == 0);
		if (done == 2 && !how.dry) {
			holds("a", VN_STR("abcd"));
			holds("b", VN_STR("efgh"));
		}
		close_index(&reader, &index);
	}
	vn_buf_fini(&log);
}

/* A report that ends anywhere: what it has no end of is told. */
static void test_cut(void **state)
{
	struct vn_buf log = {0};
	(void)state;
	work(VN_AUDIT_CHANGE, "a", "a", VN_STR("abcd"), VN_STR("XY"));
	assert_int_equal(vn_in_whole(&log, "log", NULL), VN_OK);
	for (size_t len = 1; len < log.len; len++) {
		struct vn_reader reader = {0};
		struct vn_index index = {0};
		enum vn_status status;
		write_file("log", (struct vn_str){log.ptr, len});
		assert_int_equal(vn_reader_open(&reader, "log", NULL), VN_OK);
		status = vn_index_read(&index, &reader, NULL);
		/* Whole lines, but for the last line end. */
		assert_true(status || index.broken || !index.count || index.entries[0].ended);
		assert_int_equal(index.stops, index.broken);
		close_index(&reader, &index);
	}
	vn_buf_fini(&log);
}

/* Names that lead elsewhere are followed only where the user has named them. */
static enum vn_status find(const char *name, const char *root, const char *text)
{
	const char *names[] = {root};
	struct vn_roots roots;
	struct vn_site site;
	enum vn_status status;
	int error = 0, fd;

	assert_int_equal(vn_roots_init(&roots, names, root != NULL, NULL), VN_OK);
	status = vn_roots_find(&roots, name, &site, &error, NULL);
	if (!status) {
		char bytes[8] = "";
		fd = openat(site.folder, site.name, site.links ? O_RDONLY : O_RDONLY | O_NOFOLLOW);
		assert_true(fd >= 0 && read(fd, bytes, sizeof bytes - 1) >= 0);
		assert_string_equal(bytes, text);
		close(fd);
		vn_site_fini(&site);
	} else {
		assert_int_equal(status, VN_EOUTPUT);
		assert_int_equal(error, strncmp(name, "absent", 6) == 0 ? ENOENT : EXDEV);
	}
	vn_roots_fini(&roots);
	return status;
}

static void test_roots(void **state)
{
	static const char *const outside[] = {"../out",	    "/etc/passwd", "in/../../out",
					      "in/far/out", "in/leads",	   "in/whole"};
	char whole[200];
	(void)state;
	assert_int_equal(mkdir("w", 0777) | mkdir("w/in", 0777) | mkdir("w/in/deep", 0777), 0);
	write_file("out", VN_STR("out"));
	write_file("w/in/a", VN_STR("a"));
	assert_int_equal(chdir("w"), 0);
	assert_non_null(getcwd(whole, sizeof whole - 10));
	assert_int_equal(symlink("../..", "in/far") | symlink("../../out", "in/leads") |
				 symlink("../a", "in/deep/near") | symlink("in/deep", "short") |
				 symlink("/etc/passwd", "in/whole"),
			 0);
	for (size_t i = 0; i < COUNT(outside); i++) {
		assert_int_equal(find(outside[i], NULL, ""), VN_EOUTPUT);
		assert_int_equal(find(outside[i], "other", ""), VN_EOUTPUT);
	}
	assert_int_equal(find("in/a", NULL, "a"), VN_OK);
	assert_int_equal(find("./in//a", NULL, "a"), VN_OK);
	assert_int_equal(find("in/deep/near", NULL, "a"), VN_OK);
	assert_int_equal(find("short/near", NULL, "a"), VN_OK);
	/* The file itself, a folder above it, however they are spelled. */
	assert_int_equal(find("../out", "../out", "out"), VN_OK);
	assert_int_equal(find("../out", "..", "out"), VN_OK);
	assert_int_equal(find("../out", "/", "out"), VN_OK);
	assert_int_equal(find("in/leads", "./in/leads", "out"), VN_OK);
	assert_int_equal(find("in/leads", "in", ""), VN_EOUTPUT);
	assert_int_equal(find("in/far/out", "in/far/", "out"), VN_OK);
	assert_int_equal(find("absent/a", "absent", ""), VN_EOUTPUT);
	strcat(whole, "/in/a");
	assert_int_equal(find(whole, NULL, ""), VN_EOUTPUT);
	assert_int_equal(find(whole, "in", "a"), VN_OK);
	assert_int_equal(find(whole, "i", ""), VN_EOUTPUT);
}

/* More records than the memory of a spool: they come out in order. */
static void test_spool(void **state)
{
	struct vn_report *report = open_report(VN_AUDIT_CHANGE);
	struct vn_store store;
	struct vn_recorder recorder = {.spool = {.store = &store}};
	struct vn_audit audit = {.mode = VN_AUDIT_CHANGE};
	struct vn_audit_document document = {.name = "a"};
	struct vn_audit_end how = {VN_OK, NULL};
	struct vn_reader reader;
	struct vn_index index;
	struct vn_unit unit;
	char text[1000];
	(void)state;
	memset(text, 'a', sizeof text);
	vn_store_open(&store, NULL);
	vn_unit_init(&unit);
	vn_audit_add(&audit, vn_recorder_part(&recorder));
	assert_int_equal(vn_audit_begin(&audit, &document, NULL), VN_OK);
	for (int i = 0; i < 6000; i++) {
		assert_int_equal(vn_unit_begin(&unit, text, sizeof text, NULL), VN_OK);
		unit.stage = "one";
		assert_int_equal(vn_unit_replace(&unit, 0, 999, VN_STR("b"), "r", NULL), VN_OK);
		assert_int_equal(vn_unit_commit(&unit, NULL), VN_OK);
		see(&audit, &unit, (struct vn_str){text, sizeof text});
	}
	assert_true(recorder.spool.in_store > 0);
	assert_int_equal(vn_audit_end(&audit, &how, NULL), VN_OK);
	assert_int_equal(vn_recorder_append(&recorder, report, NULL), VN_OK);
	assert_int_equal(vn_report_close(report, NULL), VN_OK);
	open_index(&reader, &index);
	assert_int_equal(index.count, 1);
	assert_int_equal(index.broken, 0);
	assert_int_equal(index.entries[0].in.end, 6000 * 1000);
	assert_int_equal(index.entries[0].out.end, 6000 * 2);
	close_index(&reader, &index);
	vn_unit_fini(&unit);
	vn_audit_fini(&audit);
	vn_recorder_fini(&recorder);
	vn_store_close(&store);
}

static enum vn_status to_buf(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	return vn_buf_add(self, bytes, len, err);
}

/* Pieces come back whole, in any order, from memory and from the file; an empty shelf is new. */
static void test_shelf(void **state)
{
	static char bytes[3 * 1024 * 1024];
	struct vn_store store;
	struct vn_shelf shelf;
	struct vn_slip slips[4] = {{0}};
	(void)state;
	vn_store_open(&store, NULL);
	vn_shelf_init(&shelf, &store);
	for (size_t i = 0; i < 4; i++) {
		struct vn_spool spool = {.store = &store};
		memset(bytes, 'a' + (int)i, sizeof bytes);
		for (size_t half = 0; half < 2; half++)
			assert_int_equal(vn_spool_add(&spool, bytes, sizeof bytes - i, NULL),
					 VN_OK);
		assert_int_equal(vn_shelf_put(&shelf, &spool, &slips[i], NULL), VN_OK);
		vn_spool_fini(&spool);
	}
	assert_true(shelf.data.in_store > 0);
	assert_int_equal(store.taken, shelf.data.in_store);
	for (size_t i = 4; i-- > 0;) {
		struct vn_buf got = {0};
		assert_int_equal(vn_shelf_give(&shelf, &slips[i], to_buf, &got, NULL), VN_OK);
		memset(bytes, 'a' + (int)i, sizeof bytes);
		assert_int_equal(got.len, 2 * (sizeof bytes - i));
		assert_memory_equal(got.ptr, bytes, got.len / 2);
		assert_memory_equal(got.ptr + got.len / 2, bytes, got.len / 2);
		vn_buf_fini(&got);
		vn_shelf_drop(&shelf, &slips[i]);
		vn_shelf_drop(&shelf, &slips[i]);
		assert_int_equal(shelf.count, i);
	}
	assert_int_equal(store.taken, 0);
	assert_int_equal(store.end, 0);
	assert_int_equal(vn_spool_len(&shelf.data), 0);
	vn_shelf_fini(&shelf);
	vn_store_close(&store);
}

/* Without a file nothing is lost that fits into memory, and the rest is told. */
static void test_no_store(void **state)
{
	static char bytes[VN_SPOOL_MEMORY];
	struct vn_store store = {
		.folder = "/mnt", .fd = -1, .error = ENOSPC, .lock = PTHREAD_MUTEX_INITIALIZER};
	struct vn_spool spool = {.store = &store};
	struct vn_err err;
	(void)state;
	assert_int_equal(vn_spool_add(&spool, bytes, sizeof bytes, &err), VN_OK);
	assert_int_equal(vn_spool_add(&spool, bytes, 1, &err), VN_EOUTPUT);
	assert_non_null(strstr(err.text, "temporary file in /mnt: "));
	assert_int_equal(vn_spool_len(&spool), sizeof bytes);
	vn_spool_fini(&spool);
	vn_store_close(&store);
}

/* All that a record may tell, as it is written. */
static void test_records(void **state)
{
	static const char want[] =
		"{\"type\":\"begin\",\"file\":\"f\",\"output\":\"o\",\"output_offset\":3}\n"
		"{\"type\":\"change\",\"file\":\"f\",\"line\":2,\"column\":3,\"in\":[1,2],\"out\":["
		"4,6],"
		"\"before\":\"a\",\"after\":\"bc\",\"read\":\"x\",\"text\":\"y\",\"inner\":true,"
		"\"kind\":\"letters\",\"name\":true,\"confidence\":0.9,"
		"\"causes\":[{\"stage\":\"s\",\"rule\":\"r\"},{\"stage\":\"t\",\"rule\":\"q\"}],"
		"\"alternatives\":[{\"text\":\"d\",\"confidence\":0.05},"
		"{\"text_base64\":\"/w==\",\"confidence\":0.01}]}\n"
		"{\"type\":\"doubt\",\"file\":\"f\",\"line\":4,\"column\":5,\"in\":[3,4],\"out\":["
		"7,8],"
		"\"before\":\"c\",\"confidence\":0.5}\n"
		"{\"type\":\"end\",\"file\":\"f\",\"status\":\"failed\",\"error\":\"e\","
		"\"changes\":1,"
		"\"doubts\":2,\"in\":{\"bytes\":9,";
	struct vn_alternative others[] = {{VN_STR("d"), 500}, {VN_STR("\xff"), 100}};
	struct vn_change changes[] = {{.begin = 1,
				       .end = 2,
				       .out_begin = 4,
				       .out_end = 6,
				       .line = 2,
				       .column = 3,
				       .before = VN_STR("a"),
				       .after = VN_STR("bc"),
				       .read = VN_STR("x"),
				       .text = VN_STR("y"),
				       .inner = true,
				       .name = true,
				       .kind = VN_KIND_LETTERS,
				       .confidence = 9000,
				       .causes = {{"s", "r"}, {"t", "q"}},
				       .cause_count = 2,
				       .alternatives = others,
				       .alternative_count = 2},
				      {.begin = 3,
				       .end = 4,
				       .out_begin = 7,
				       .out_end = 8,
				       .line = 4,
				       .column = 5,
				       .before = VN_STR("c"),
				       .after = VN_STR("c"),
				       .read = VN_STR("c"),
				       .text = VN_STR("c"),
				       .doubt = true,
				       .confidence = 5000}};
	struct vn_audit audit = {.document = {"f", "o", 3},
				 .bytes_in = 9,
				 .counts = {.changes = 1, .doubts = 2},
				 .changes = {.items = changes, .count = 2}};
	const struct vn_audit_end how = {VN_EINPUT, "e"};
	struct vn_recorder recorder = {0};
	struct vn_audit_part part = vn_recorder_part(&recorder);
	(void)state;
	assert_int_equal(part.begin(part.self, &audit, NULL), VN_OK);
	assert_int_equal(part.unit(part.self, &audit, NULL), VN_OK);
	assert_int_equal(part.end(part.self, &audit, &how, NULL), VN_OK);
	assert_true(recorder.spool.buf.len > sizeof want);
	assert_memory_equal(recorder.spool.buf.ptr, want, sizeof want - 1);
	/* What was only suggested stands nowhere in an output. */
	audit.mode = VN_AUDIT_SUGGEST;
	assert_int_equal(part.begin(part.self, &audit, NULL), VN_OK);
	assert_int_equal(part.unit(part.self, &audit, NULL), VN_OK);
	assert_null(memmem(recorder.spool.buf.ptr, recorder.spool.buf.len, "\"out\"", 5));
	vn_recorder_fini(&recorder);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, enter, leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_undo),
		TEST(test_twice),
		TEST(test_refused),
		TEST(test_suggested),
		TEST(test_torn),
		TEST(test_foreign),
		TEST(test_done),
		TEST(test_apply),
		TEST(test_spool),
		TEST(test_apply_to_input),
		TEST(test_apply_suggested),
		TEST(test_apply_damaged),
		TEST(test_damaged),
		TEST(test_cut),
		TEST(test_roots),
		TEST(test_shelf),
		TEST(test_records),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
