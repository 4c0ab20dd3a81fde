/* Documents rewritten from records: what comes out, what is told of it, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "report/rewrite.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* Records of a file f. */
#define BEGIN "{\"type\":\"begin\",\"file\":\"f\"}\n"
#define END                                                                                        \
	"{\"type\":\"end\",\"file\":\"f\",\"status\":\"failed\",\"in\":" SIDE ",\"out\":" SIDE "}" \
	"\n"
#define SIDE                                                                                       \
	"{\"bytes\":0,\"sha256\":"                                                                 \
	"\"0000000000000000000000000000000000000000000000000000000000000000\"}"
#define CHANGE(in, out, before, after, more)                                                       \
	"{\"type\":\"change\",\"file\":\"f\",\"in\":[" in "],\"out\":[" out                        \
	"],\"before\":\"" before "\",\"after\":\"" after "\"" more "}\n"
#define BESIDE(of, in, out, before, after)                                                         \
	"{\"type\":\"beside\",\"file\":\"f\",\"echo\":true,\"of\":[" of "],\"in\":[" in            \
	"],\"out\":[" out "],\"before\":\"" before "\",\"after\":\"" after "\"}\n"
#define YES	",\"verdict\":\"yes\""
#define NO	",\"verdict\":\"no\""
#define INSTEAD ",\"verdict\":\"instead\",\"instead\":\"<&\""

/* A file without a name that holds BYTES. */
static int file_of(struct vn_str bytes)
{
	char name[] = "/tmp/vnfix-test-XXXXXX";
	int fd = mkstemp(name);
	assert_true(fd >= 0);
	unlink(name);
	assert_int_equal(write(fd, bytes.ptr, bytes.len), bytes.len);
	return fd;
}

/* A reader of RECORDS. */
static struct vn_reader reader_of(struct vn_str records)
{
	return (struct vn_reader){.open = true, .fd = file_of(records)};
}

struct heard {
	struct vn_buf out, told;
	int calls_left; /* of the sink, before it fails */
};

static enum vn_status sink(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	struct heard *heard = self;
	if (heard->calls_left-- == 0)
		return vn_err_set(err, VN_EOUTPUT, "full");
	return vn_buf_add(&heard->out, bytes, len, err);
}

static enum vn_status witness(void *self, const struct vn_change *c, struct vn_err *err)
{
	struct heard *heard = self;
	char line[200];
	int len = snprintf(line, sizeof line, "%d-%d>%d-%d %d:%d %.*s>%.*s %s;", (int)c->begin,
			   (int)c->end, (int)c->out_begin, (int)c->out_end, (int)c->line,
			   (int)c->column, (int)c->before.len, c->before.ptr, (int)c->after.len,
			   c->after.ptr, c->causes[0].rule);
	return vn_buf_add(&heard->told, line, (size_t)len, err);
}

/* What stands in a file from OFFSET on, rewritten. */
struct rewriting {
	enum vn_rewrite_way way;
	const char *records, *from;
	const char *to; /* what comes out; NULL: it is refused */
	/* What is told of the changes, or NULL for whatever that is; or a part of the message. */
	const char *says;
	uint64_t touched;
	uint64_t offset;
	const struct vn_source *source;
	int len; /* of the document, where it is not all from OFFSET on */
};

static void check(const struct rewriting *r)
{
	size_t len = r->len ? (size_t)r->len : strlen(r->from) - (size_t)r->offset;
	struct vn_reader reader = reader_of((struct vn_str){r->records, strlen(r->records)});
	struct vn_entry entry = {
		.source = r->source ? r->source : &vn_source_text, .in.end = 999, .out.end = 999};
	struct heard heard = {.calls_left = -1};
	struct vn_rewrite_witness told = {&heard, witness};
	struct vn_rewrite job = {.way = r->way,
				 .fd = file_of((struct vn_str){r->from, strlen(r->from)}),
				 .offset = r->offset,
				 .sink = sink,
				 .self = &heard,
				 .witness = &told};
	struct vn_err err = {0};
	enum vn_status status;

	*(r->way == VN_REWRITE_ACCEPT ? &entry.in.end : &entry.out.end) = len;
	status = vn_rewrite(&reader, &entry, &job, &err);
	assert_int_equal(status, r->to ? VN_OK : VN_EINPUT);
	assert_int_equal(vn_buf_add(&heard.out, "", 1, NULL), VN_OK);
	assert_int_equal(vn_buf_add(&heard.told, "", 1, NULL), VN_OK);
	if (r->to) {
		assert_string_equal(heard.out.ptr, r->to);
		assert_string_equal(heard.told.ptr, r->says ? r->says : heard.told.ptr);
		assert_int_equal(job.touched, r->says ? r->touched : job.touched);
	} else if (!strstr(err.text, r->says)) {
		fail_msg("%s: not '%s'", err.text, r->says);
	}
	vn_buf_fini(&heard.out);
	vn_buf_fini(&heard.told);
	close(job.fd);
	vn_reader_close(&reader);
}

static void rewritten(void **state)
{
	static const struct rewriting cases[] = {
		{VN_REWRITE_ACCEPT, BEGIN END, "abc", "abc", ""},
		{VN_REWRITE_ACCEPT,
		 BEGIN CHANGE("0,2", "0,3", "ab", "xyz", YES) CHANGE("3,4", "4,5", "d", "D", "")
			 CHANGE("5,6", "6,6", "e", "", YES) END,
		 "abcd\nef", "xyzcd\nf", "0-2>0-3 1:1 ab>xyz accepted;5-6>6-6 2:1 e> accepted;", 2},
		/* Next to each other, up to the end, and behind it; columns are code points. */
		{VN_REWRITE_ACCEPT,
		 BEGIN CHANGE("3,4", "3,4", "a", "b", YES) CHANGE("4,5", "4,5", "c", "d", YES)
			 CHANGE("5,5", "5,6", "", "e", YES) END,
		 "ộac", "ộbde",
		 "3-4>3-4 1:2 a>b accepted;4-5>4-5 1:3 c>d accepted;5-5>5-6 1:4 >e accepted;", 3},
		/* What was decided in the output. */
		{VN_REWRITE_REJECT,
		 BEGIN CHANGE("0,1", "0,2", "a", "xy", NO) CHANGE("1,2", "2,3", "b", "B", YES)
			 CHANGE("2,3", "3,4", "c", "C", "") CHANGE("3,4", "4,5", "d", "D", INSTEAD)
				 END,
		 "xyBCD.", "aBC<&.", "0-2>0-1 1:1 xy>a rejected;4-5>3-5 1:5 D><& instead;", 2},
		{VN_REWRITE_ACCEPT, BEGIN CHANGE("0,1", "0,1", "d", "D", INSTEAD) END, "d",
		 "&lt;&amp;", "0-1>0-9 1:1 d>&lt;&amp; instead;", 1, 0, &vn_source_hocr},
		/* All the way back, past lines that cannot be read; the document is not the first.
		 */
		{VN_REWRITE_BACK,
		 BEGIN "???\n" CHANGE("0,1", "0,2", "a", "xy", NO)
			 CHANGE("1,2", "2,3", "b", "B", YES) "\n" END,
		 "...xyB.", "ab.", "0-2>0-1 1:1 xy>a rejected;2-3>1-2 1:3 B>b accepted;", 2, 3},
		{VN_REWRITE_BACK, BEGIN CHANGE("0,1", "0,1", "a", "x", "") END, "x more", "a",
		 "0-1>0-1 1:1 x>a undecided;", 1, 0, NULL, 1},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		check(&cases[i]);
}

static void check_bytes(enum vn_rewrite_way way, const char *records, const char *from,
			const char *to)
{
	check(&(struct rewriting){way, records, from, to, NULL});
}

/* What says a text of two changes again, TEXT, follows both: it changes as soon as one of them
 * stays, whichever that is. */
static void said_again(void **state)
{
#define TWO(a, b) BEGIN CHANGE("0,1", "0,1", "a", "A", a) CHANGE("1,2", "1,2", "b", "B", b)
#define AGAIN	  BESIDE("0,2", "3,5", "3,5", "ab", "AB") END
	static const struct {
		const char *records, *accept, *reject, *keep;
	} cases[] = {
		{TWO(YES, YES) AGAIN, "AB AB", "AB AB", "AB AB"},
		{TWO(YES, NO) AGAIN, "Ab AB", "Ab AB", "Ab AB"},
		{TWO(NO, YES) AGAIN, "aB AB", "aB AB", "aB AB"},
		{TWO(YES, "") AGAIN, "Ab AB", "AB AB", "AB AB"},
		{TWO("", YES) AGAIN, "aB AB", "AB AB", "AB AB"},
		{TWO(NO, NO) AGAIN, "ab ab", "ab ab", "ab ab"},
		{TWO(NO, "") AGAIN, "ab ab", "aB AB", "aB AB"},
		{TWO("", NO) AGAIN, "ab ab", "Ab AB", "Ab AB"},
		{TWO("", "") AGAIN, "ab ab", "AB AB", "AB AB"},
		{TWO(NO, INSTEAD) AGAIN, "a<& AB", "a<& AB", "a<& AB"},
		{TWO(INSTEAD, INSTEAD) AGAIN, "<&<& AB", "<&<& AB", "<&<& AB"},
		/* Of one alone: a change before it, one behind it, a text instead. */
		{TWO(NO, YES) BESIDE("1,2", "3,5", "3,5", "ab", "AB") END, "aB AB", "aB AB",
		 "aB AB"},
		{TWO(NO, YES) BESIDE("0,1", "3,5", "3,5", "ab", "AB") END, "aB ab", "aB ab",
		 "aB ab"},
		{TWO(NO, INSTEAD) BESIDE("1,2", "3,5", "3,5", "ab", "AB") END, "a<& <&", "a<& <&",
		 "a<& <&"},
		{TWO(NO, NO) BESIDE("2,2", "3,5", "3,5", "ab", "AB") END, "ab ab", "ab AB",
		 "ab AB"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *records = cases[i].records;
		check_bytes(VN_REWRITE_ACCEPT, records, "ab ab", cases[i].accept);
		check_bytes(VN_REWRITE_REJECT, records, "AB AB", cases[i].reject);
		check_bytes(VN_REWRITE_KEEP, records, "ab ab", cases[i].keep);
		check_bytes(VN_REWRITE_BACK, records, "AB AB", "ab ab");
	}
}

static void refused(void **state)
{
	static const char fit[] = "does not fit", damaged[] = "is damaged";
	static const struct rewriting cases[] = {
		{VN_REWRITE_ACCEPT, BEGIN, "abc", NULL, damaged},
		{VN_REWRITE_ACCEPT, BEGIN BEGIN END, "abc", NULL, damaged},
		{VN_REWRITE_ACCEPT, BEGIN "???\n" END, "abc", NULL, damaged},
		{VN_REWRITE_REJECT, BEGIN "???\n" END, "abc", NULL, damaged},
		/* Over each other, behind the end, over the end. */
		{VN_REWRITE_ACCEPT,
		 BEGIN CHANGE("0,2", "0,2", "ab", "xy", YES) CHANGE("1,2", "1,2", "b", "y", YES)
			 END,
		 "abc", NULL, fit},
		{VN_REWRITE_ACCEPT, BEGIN CHANGE("4,4", "4,5", "", "e", YES) END, "abc", NULL, fit},
		{VN_REWRITE_ACCEPT, BEGIN CHANGE("2,4", "2,3", "cd", "e", YES) END, "abcd", NULL,
		 fit, 0, 0, NULL, 3},
		{VN_REWRITE_ACCEPT, BEGIN CHANGE("1,2", "1,2", "x", "y", YES) END, "abc", NULL,
		 "byte 1 is not"},
		{VN_REWRITE_ACCEPT, BEGIN END, "abc", NULL, "is shorter", 0, 0, NULL, 4},
		{VN_REWRITE_BACK,
		 BEGIN "{\"type\":\"change\",\"file\":\"f\",\"in\":[0,1],\"before\":\"a\","
		       "\"after\":\"x\"}\n" END,
		 "x", NULL, fit},
		/* A text among mark-up. */
		{VN_REWRITE_ACCEPT,
		 BEGIN CHANGE("0,1", "0,1", "d", "D", INSTEAD ",\"inner\":true") END, "d", NULL,
		 "among its mark-up"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		check(&cases[i]);
}

/* FROM is three times LEN bytes, of which RECORDS take out the second. */
static void long_one(const struct vn_buf *from, struct vn_str records, size_t len)
{
	struct vn_reader reader = reader_of(records);
	struct vn_entry entry = {.source = &vn_source_text, .in.end = 3 * len};
	struct heard heard = {.calls_left = -1};
	struct vn_rewrite job = {.way = VN_REWRITE_ACCEPT,
				 .fd = file_of((struct vn_str){from->ptr, 3 * len}),
				 .sink = sink,
				 .self = &heard};
	uint8_t sha[VN_SHA256];

	assert_int_equal(vn_rewrite(&reader, &entry, &job, NULL), VN_OK);
	assert_int_equal(heard.out.len, 2 * len);
	assert_memory_equal(heard.out.ptr, from->ptr, 2 * len);
	assert_int_equal(vn_rewrite_digest(job.fd, len, 2 * len, sha, NULL), VN_OK);
	assert_memory_equal(sha, job.sha, VN_SHA256);
	assert_int_equal(vn_rewrite_digest(job.fd, len, 2 * len + 1, sha, NULL), VN_EINPUT);
	/* The last byte of the text that should stand there. */
	assert_int_equal(pwrite(job.fd, "!", 1, (off_t)(2 * len - 1)), 1);
	assert_int_equal(vn_rewrite(&reader, &entry, &job, NULL), VN_EINPUT);
	vn_buf_fini(&heard.out);
	close(job.fd);
	vn_reader_close(&reader);
}

/* More than is read at a time: of the document, and of the text that must stand there. */
static void long_ones(void **state)
{
	static const size_t lens[] = {65535, 65536, 65537, 200000};
	(void)state;
	for (size_t i = 0; i < COUNT(lens); i++) {
		size_t len = lens[i];
		struct vn_buf from = {0}, records = {0};
		char *text = malloc(len + 1), head[200];
		assert_non_null(text);
		for (size_t k = 0; k < len; k++)
			text[k] = (char)('a' + k % 23);
		text[len] = 0;
		assert_false(vn_buf_add(&from, text, len, NULL) ||
			     vn_buf_add(&from, text, len, NULL) ||
			     vn_buf_add(&from, text, len, NULL));
		snprintf(head, sizeof head,
			 BEGIN "{\"type\":\"change\",\"file\":\"f\",\"in\":[%zu,%zu],\"verdict\":"
			       "\"yes\",\"after\":\"\",\"before\":\"",
			 len, 2 * len);
		assert_false(vn_buf_add(&records, head, strlen(head), NULL) ||
			     vn_buf_add(&records, text, len, NULL) ||
			     vn_buf_add(&records, "\"}\n" END, sizeof "\"}\n" END - 1, NULL));
		long_one(&from, vn_buf_str(&records), len);
		vn_buf_fini(&from);
		vn_buf_fini(&records);
		free(text);
	}
}

/* The sink fails at its first call, at its second ...; each failure ends it. */
static void full_sinks(void **state)
{
	static const char records[] = BEGIN CHANGE("1,2", "1,2", "b", "B", YES) END;
	enum vn_status status = VN_EOUTPUT;
	int calls;
	(void)state;
	for (calls = 0; status; calls++) {
		struct vn_reader reader = reader_of((struct vn_str){records, sizeof records - 1});
		struct vn_entry entry = {.source = &vn_source_text, .in.end = 3};
		struct heard heard = {.calls_left = calls};
		struct vn_rewrite job = {.way = VN_REWRITE_ACCEPT,
					 .fd = file_of(VN_STR("abc")),
					 .sink = sink,
					 .self = &heard};
		status = vn_rewrite(&reader, &entry, &job, NULL);
		assert_int_equal(heard.out.len, calls);
		close(job.fd);
		vn_reader_close(&reader);
		vn_buf_fini(&heard.out);
		assert_true(calls <= 3);
	}
	assert_int_equal(calls, 4);
}

/* Whether a file is what decisions lead to, as its digest and length tell. */
static void found_again(void **state)
{
	static const char records[] = BEGIN CHANGE("0,1", "0,2", "a", "xy", YES)
		CHANGE("2,3", "3,4", "c", "C", "") CHANGE("3,4", "4,5", "d", "D", INSTEAD) END;
	static const struct {
		const char *text;
		bool was;
	} cases[] = {
		{"xybc<&e", true},   {"abcde", false},	 {"xybc<&", false},
		{"xybc<&e.", false}, {"xybC<&e", false}, {"xybcDe", false},
		{"", false},	     {"xy", false},	 {"xzbc<&e", false},
	};
	struct vn_entry entry = {.source = &vn_source_text, .in.end = 5};
	struct sha256_ctx ctx;
	(void)state;
	sha256_init(&ctx);
	sha256_update(&ctx, 5, (const uint8_t *)"abcde");
	sha256_digest(&ctx, VN_SHA256, entry.in.sha);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct vn_reader reader = reader_of((struct vn_str){records, sizeof records - 1});
		struct vn_str text = {cases[i].text, strlen(cases[i].text)};
		int fd = file_of(text);
		assert_int_equal(vn_rewrite_was(&reader, &entry, VN_REWRITE_ACCEPT, fd, text.len),
				 cases[i].was);
		entry.in.end++;
		assert_false(vn_rewrite_was(&reader, &entry, VN_REWRITE_ACCEPT, fd, text.len));
		entry.in.end--;
		close(fd);
		vn_reader_close(&reader);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rewritten),  cmocka_unit_test(said_again),
		cmocka_unit_test(refused),    cmocka_unit_test(long_ones),
		cmocka_unit_test(full_sinks), cmocka_unit_test(found_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
