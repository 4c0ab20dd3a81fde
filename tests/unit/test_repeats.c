/* The table of repeats: what is counted, how it is shown, and what is left out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "report/repeats.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define HEAD	 "ok\tcount\tbefore\tafter\tconfidence\texample\tfiles\tnames\n"
#define TEN	 "aaaaaaaaa "
#define FIFTY	 TEN TEN TEN TEN TEN

/* Stands before the C library's: writes some of the bytes, and is interrupted now and then. */
ssize_t pwrite(int fd, const void *bytes, size_t len, off_t at)
{
	static unsigned calls;

	if (++calls % 7 == 0) {
		errno = EINTR;
		return -1;
	}
	return syscall(SYS_pwrite64, fd, bytes, len > 100000 ? 100000 : len, at);
}

/* A table in the making, and the worker that reads for it. */
struct bench {
	struct vn_repeats *repeats;
	struct vn_repeats_part part;
	uint64_t left_out;
};

static void bench_open(struct bench *b)
{
	*b = (struct bench){0};
	assert_int_equal(vn_repeats_open(&b->repeats, NULL), VN_OK);
}

static void bench_close(struct bench *b)
{
	vn_repeats_part_fini(&b->part);
	vn_repeats_close(b->repeats);
}

/* A change of LEN bytes at AT of a unit's text. */
struct seen {
	size_t at, len;
	struct vn_str after;
	vn_confidence confidence;
	bool doubt;
};

static void begin(struct bench *b)
{
	struct vn_audit audit = {0};
	struct vn_audit_part part = vn_repeats_part(&b->part);
	assert_int_equal(part.begin(part.self, &audit, NULL), VN_OK);
}

static void see(struct bench *b, struct vn_str text, const struct seen *seen, size_t count)
{
	struct vn_audit_part part = vn_repeats_part(&b->part);
	struct vn_change *changes = calloc(count + 1, sizeof *changes);
	struct vn_audit audit = {.text = text, .changes = {.items = changes, .count = count}};

	assert_non_null(changes);
	for (size_t i = 0; i < count; i++)
		changes[i] = (struct vn_change){.read = {text.ptr + seen[i].at, seen[i].len},
						.text = seen[i].after,
						.at = seen[i].at,
						.doubt = seen[i].doubt,
						.confidence = seen[i].confidence};
	assert_int_equal(part.unit(part.self, &audit, NULL), VN_OK);
	free(changes);
}

static enum vn_status to_buf(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	return vn_buf_add(self, bytes, len, err);
}

/* The end of the document NAME, as it turned out. */
static void end(struct bench *b, const char *name, enum vn_status how)
{
	struct vn_audit_part part = vn_repeats_part(&b->part);
	struct vn_audit audit = {0};
	struct vn_audit_end told = {how, NULL};
	struct vn_buf piece = {0};

	assert_int_equal(part.end(part.self, &audit, &told, NULL), VN_OK);
	assert_int_equal(vn_spool_give(&b->part.piece, to_buf, &piece, NULL), VN_OK);
	assert_int_equal(piece.len > 0, how == VN_OK);
	assert_int_equal(vn_repeats_take(b->repeats, vn_buf_str(&piece), name, NULL), VN_OK);
	vn_buf_fini(&piece);
}

/* The document NAME with one unit. */
static void document(struct bench *b, const char *name, struct vn_str text, const struct seen *seen,
		     size_t count)
{
	begin(b);
	see(b, text, seen, count);
	end(b, name, VN_OK);
}

static struct vn_buf table_of(struct bench *b)
{
	struct vn_buf table = {0};
	assert_int_equal(vn_repeats_write(b->repeats, to_buf, &table, &b->left_out, NULL), VN_OK);
	assert_int_equal(vn_buf_add(&table, "", 1, NULL), VN_OK);
	return table;
}

/* The table, which ends the bench, is the head and ROWS. */
static void expect(struct bench *b, const char *rows)
{
	struct vn_buf table = table_of(b);
	assert_memory_equal(table.ptr, HEAD, sizeof HEAD - 1);
	assert_string_equal(table.ptr + sizeof HEAD - 1, rows);
	assert_int_equal(b->left_out, 0);
	vn_buf_fini(&table);
	bench_close(b);
}

/* TEXT, where [at, at + len) becomes "x" twice, has an example. */
static void shows(struct vn_str text, size_t at, size_t len, const char *before,
		  const char *example)
{
	const struct seen seen[] = {{at, len, VN_STR("x"), 5000, false},
				    {at, len, VN_STR("x"), 5000, false}};
	struct bench b;
	char row[400];

	bench_open(&b);
	document(&b, "f", text, seen, COUNT(seen));
	snprintf(row, sizeof row, "\t2\t\"%s\"\t\"x\"\t0.500\t\"%s\"\t1\t\"f\"\n", before, example);
	expect(&b, row);
}

/* The line, 60 bytes each way, in whole characters, without what would end a field. */
static void examples(void **state)
{
	(void)state;
	shows(VN_STR("a"), 0, 1, "a", "[a]");
	shows(VN_STR("no\none a two\nno"), 7, 1, "a", "one [a] two");
	shows(VN_STR("\na\n"), 1, 1, "a", "[a]");
	shows(VN_STR("\t a \x7f\x1f!"), 2, 1, "a", "  [a]   !");
	shows(VN_STR("\xff"
		     "a\xc3"),
	      1, 1, "a", "\xef\xbf\xbd[a]\xef\xbf\xbd");
	shows(VN_STR("1" FIFTY TEN "b" TEN FIFTY "2"), 61, 1, "b", FIFTY TEN "[b]" TEN FIFTY);
	/* A letter of two and one of three bytes across the end; a letter that just fits. */
	shows(VN_STR("\xc3\xa0" FIFTY "aaaaaaaaabaaaaaaaaa" FIFTY "\xe1\xba\xa1"), 61, 1, "b",
	      FIFTY "aaaaaaaaa[b]aaaaaaaaa" FIFTY);
	shows(VN_STR("\xc3\xa0" FIFTY "aaaaaaaabaaaaaaa" FIFTY "\xe1\xba\xa1!"), 60, 1, "b",
	      "\xc3\xa0" FIFTY "aaaaaaaa[b]aaaaaaa" FIFTY "\xe1\xba\xa1");
	shows(VN_STR("a\xe1\xba\xa1t\xe1\xba\xa1"), 1, 4, "\xe1\xba\xa1t",
	      "a[\xe1\xba\xa1t]\xe1\xba\xa1");
	shows(VN_STR("\"a"), 0, 2, "\"\"a", "[\"\"a]");
}

/* What can be no line of rules, or says nothing of other places, is not counted. */
static void what_counts(void **state)
{
	static char longest[VN_REPEATS_BYTES + 1];
	static const struct {
		struct vn_str before, after;
		bool doubt, counts;
	} cases[] = {
		{VN_STR("a"), VN_STR("b"), false, true},
		{VN_STR("a"), VN_STR("b"), true, false},
		{VN_STR("1"), VN_STR(""), false, true},
		{VN_STR("\xe1\xba\xa1"), VN_STR("a"), false, true},
		{VN_STR("., "), VN_STR("a"), false, false},
		{VN_STR(""), VN_STR("a"), false, false},
		{VN_STR("a b"), VN_STR("c d"), false, true},
		{VN_STR("a\tb"), VN_STR("c"), false, false},
		{VN_STR("a"), VN_STR("c\n"), false, false},
		{VN_STR("a\x1f"), VN_STR("c"), false, false},
		{VN_STR("a\xff"), VN_STR("c"), false, false},
		{{longest, VN_REPEATS_BYTES}, VN_STR("a"), false, true},
		{{longest, VN_REPEATS_BYTES + 1}, VN_STR("a"), false, false},
		{VN_STR("a"), {longest, VN_REPEATS_BYTES}, false, true},
		{VN_STR("a"), {longest, VN_REPEATS_BYTES + 1}, false, false},
	};
	(void)state;
	memset(longest, 'l', sizeof longest);
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct seen one = {0, cases[i].before.len, cases[i].after, 0, cases[i].doubt};
		const struct seen seen[] = {one, one};
		struct vn_buf table;
		struct bench b;
		bench_open(&b);
		document(&b, "f", cases[i].before, seen, COUNT(seen));
		table = table_of(&b);
		assert_int_equal(strlen(table.ptr) > sizeof HEAD - 1, cases[i].counts);
		vn_buf_fini(&table);
		bench_close(&b);
	}
}

/* The most frequent first, then by what was read, then by what it became; once is not often. */
static void order(void **state)
{
	static const struct vn_str text = VN_STR("b ab a c d");
	static const struct seen seen[] = {
		{0, 1, VN_STR("y"), 9999, false}, {0, 1, VN_STR("x"), 9990, false},
		{0, 1, VN_STR("xx"), 1, false},	  {2, 2, VN_STR("x"), 10000, false},
		{5, 1, VN_STR("x"), 0, false},	  {7, 1, VN_STR("x"), 9999, false},
	};
	struct bench b;
	(void)state;
	bench_open(&b);
	document(&b, "1", text, seen, COUNT(seen));
	document(&b, "2", text, seen, COUNT(seen));
	document(&b, "3", text, seen + 5, 1);
	document(&b, "3", text, (struct seen[]){{9, 1, VN_STR("x"), 0, false}}, 1);
	expect(&b, "\t3\t\"c\"\t\"x\"\t0.999\t\"b ab a [c] d\"\t3\t\"1 2 3\"\n"
		   "\t2\t\"a\"\t\"x\"\t0.000\t\"b ab [a] c d\"\t2\t\"1 2\"\n"
		   "\t2\t\"ab\"\t\"x\"\t1.000\t\"b [ab] a c d\"\t2\t\"1 2\"\n"
		   "\t2\t\"b\"\t\"x\"\t0.999\t\"[b] ab a c d\"\t2\t\"1 2\"\n"
		   "\t2\t\"b\"\t\"xx\"\t0.000\t\"[b] ab a c d\"\t2\t\"1 2\"\n"
		   "\t2\t\"b\"\t\"y\"\t0.999\t\"[b] ab a c d\"\t2\t\"1 2\"\n");
}

/* Three names are told; units of one document are one file; a failed document counts nothing. */
static void files(void **state)
{
	static const struct seen one[] = {{0, 1, VN_STR("x"), 5000, false}};
	static const char *const names[] = {"1", "2\n", "3", "4"};
	struct bench b;
	(void)state;
	for (size_t count = 1; count <= COUNT(names); count++) {
		char row[200];
		bench_open(&b);
		begin(&b);
		see(&b, VN_STR("a failed"), one, 1);
		end(&b, "failed", VN_EINPUT);
		begin(&b);
		see(&b, VN_STR("a first"), one, 1);
		see(&b, VN_STR("a second"), one, 1);
		end(&b, names[0], VN_OK);
		for (size_t i = 1; i < count; i++)
			document(&b, names[i], VN_STR("a"), one, 1);
		snprintf(row, sizeof row,
			 "\t%zu\t\"a\"\t\"x\"\t0.500\t\"[a] first\"\t%zu\t\"%s\"\n", count + 1,
			 count, (const char *[]){"1", "1 2 ", "1 2  3", "1 2  3 …"}[count - 1]);
		expect(&b, row);
	}
}

/* More than the index has at first, and more than are counted at all. */
static void many(void **state)
{
	static const size_t most = VN_REPEATS_MOST;
	size_t size = (most + 3) * 8;
	char *text = malloc(size);
	struct seen *seen = calloc(most + 3, sizeof *seen);
	struct vn_buf table;
	struct bench b;
	size_t rows = 0;
	(void)state;
	assert_true(text && seen);
	for (size_t i = 0; i < most + 3; i++) {
		char word[9];
		snprintf(word, sizeof word, "%08zu", i);
		memcpy(text + 8 * i, word, 8);
		seen[i] = (struct seen){8 * i, 8, VN_STR("x"), 0, false};
	}
	bench_open(&b);
	document(&b, "1", (struct vn_str){text, size}, seen, most);
	document(&b, "2", (struct vn_str){text, size}, seen, most + 3);
	document(&b, "3", (struct vn_str){text, size}, seen + 2, most);
	table = table_of(&b);
	for (const char *at = table.ptr; (at = strchr(at, '\n')); at++)
		rows++;
	assert_int_equal(rows, 1 + most);
	assert_int_equal(b.left_out, 3 + 2);
	vn_buf_fini(&table);
	bench_close(&b);
	free(text);
	free(seen);
}

/* A piece that is cut anywhere gives what is whole in it. */
static void cut_pieces(void **state)
{
	static const struct seen seen[] = {{0, 2, VN_STR("xyz"), 1, false},
					   {3, 2, VN_STR("w"), 1, false}};
	struct bench b;
	size_t one;
	(void)state;
	bench_open(&b);
	begin(&b);
	see(&b, VN_STR("ab cd"), seen, 1);
	end(&b, "f", VN_OK);
	one = b.part.piece.buf.len;
	begin(&b);
	see(&b, VN_STR("ab cd"), seen, 2);
	end(&b, "f", VN_OK);
	for (size_t len = 0; len <= b.part.piece.buf.len; len++) {
		char *piece = malloc(len + 1); /* an exact end, for a sanitizer to see */
		struct vn_repeats *repeats = NULL;
		struct vn_buf table = {0};
		uint64_t left_out;
		assert_non_null(piece);
		piece = realloc(piece, len ? len : 1);
		assert_non_null(piece);
		memcpy(piece, b.part.piece.buf.ptr, len);
		assert_int_equal(vn_repeats_open(&repeats, NULL), VN_OK);
		for (int round = 0; round < 2; round++)
			assert_int_equal(
				vn_repeats_take(repeats, (struct vn_str){piece, len}, "g", NULL),
				VN_OK);
		assert_int_equal(vn_repeats_write(repeats, to_buf, &table, &left_out, NULL), VN_OK);
		assert_int_equal(memmem(table.ptr, table.len, "\"ab\"", 4) != NULL, len >= one);
		assert_int_equal(memmem(table.ptr, table.len, "\"cd\"", 4) != NULL,
				 len == b.part.piece.buf.len);
		vn_buf_fini(&table);
		vn_repeats_close(repeats);
		free(piece);
	}
	bench_close(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(examples), cmocka_unit_test(what_counts),
		cmocka_unit_test(order),    cmocka_unit_test(files),
		cmocka_unit_test(many),	    cmocka_unit_test(cut_pieces),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
