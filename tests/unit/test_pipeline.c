/* The unit loop: where a document is cut, that the cuts depend on the text alone, that nothing is
 * lost and every change can be undone. Runs the stages that need no model. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "pipeline.h"

#include <stdlib.h>

/* Decomposed letters, a misplaced tone mark, a look-alike: normalise has something to do. */
#define SAMPLE                                                                                     \
	"To\xcc\x81"                                                                               \
	"an thu\xcc\x89y \xc3\x90i\xe1\xbb\x81u 57-NQ/TW\tt\xc3\xb3"                               \
	"an\n"

struct seen {
	struct vn_buf out;  /* all text that came out */
	struct vn_buf back; /* all units undone */
	size_t units, largest;
	uint64_t ends[64];     /* where the first units end in the input */
	enum vn_status refuse; /* what the sink answers */
};

static enum vn_status sink(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	struct seen *seen = self;
	return seen->refuse ? vn_err_set(err, seen->refuse, "refused")
			    : vn_buf_add(&seen->out, bytes, len, err);
}

static enum vn_status observe(void *self, const struct vn_finished *finished, struct vn_err *err)
{
	const struct vn_unit *unit = finished->unit;
	uint64_t offset = finished->reading.offset;
	struct seen *seen = self;
	size_t before = seen->back.len;
	enum vn_status status = vn_unit_undo(unit, &seen->back, err);
	size_t len = seen->back.len - before;

	assert_int_equal(offset, before);
	if (seen->units < 64)
		seen->ends[seen->units] = offset + len;
	seen->units++;
	if (len > seen->largest)
		seen->largest = len;
	return status;
}

/* All stages that need no model. */
static struct vn_options modest(void)
{
	struct vn_options options = {0};
	for (size_t i = 0; vn_stages()[i]; i++)
		if (vn_stages()[i]->needs_model)
			options.skip |= UINT32_C(1) << i;
	return options;
}

/* Runs TEXT through a pipeline in pieces of CHUNK bytes. */
static void run(struct seen *seen, struct vn_str text, size_t chunk, struct vn_stats *stats)
{
	struct vn_options options = modest();
	struct vn_pipeline *pipeline = NULL;

	seen->out.len = seen->back.len = seen->units = seen->largest = 0;
	assert_int_equal(vn_pipeline_open(&pipeline, &options, NULL, NULL), VN_OK);
	vn_pipeline_observe(pipeline, observe, seen);
	for (size_t at = 0; at < text.len; at += chunk) {
		size_t len = text.len - at < chunk ? text.len - at : chunk;
		assert_int_equal(vn_pipeline_feed(pipeline, text.ptr + at, len, sink, seen, NULL),
				 VN_OK);
	}
	assert_int_equal(vn_pipeline_finish(pipeline, sink, seen, NULL), VN_OK);
	if (stats)
		*stats = *vn_pipeline_stats(pipeline);
	vn_pipeline_close(pipeline);
	assert_int_equal(seen->back.len, text.len);
	assert_memory_equal(vn_buf_str(&seen->back).ptr, text.ptr, text.len);
	assert_true(seen->largest <= VN_UNIT_BYTES);
}

static void forget(struct seen *seen)
{
	vn_buf_fini(&seen->out);
	vn_buf_fini(&seen->back);
}

/* LEN bytes of PIECE over and over; the last one may be cut. */
static char *repeated(struct vn_str piece, size_t len)
{
	char *text = malloc(len);
	assert_non_null(text);
	for (size_t i = 0; i < len; i++)
		text[i] = piece.ptr[i % piece.len];
	return text;
}

static void an_empty_document_is_empty(void **state)
{
	struct seen seen = {0};
	struct vn_stats stats;
	run(&seen, VN_STR(""), 1, &stats);
	assert_int_equal(seen.units, 0);
	assert_int_equal(stats.lines, 0);
	forget(&seen);
}

static void any_chunking_gives_the_same_bytes(void **state)
{
	static const size_t chunks[] = {1,    2,     3,	    7,	   63,	    64,		  65,
					4095, 65535, 65536, 65537, 1 << 18, (1 << 18) + 1};
	size_t len = 2 * VN_UNIT_BYTES + 12345;
	char *text = repeated(VN_STR(SAMPLE), len);
	struct seen whole = {0}, parts = {0};

	run(&whole, (struct vn_str){text, len}, len, NULL);
	assert_true(whole.units >= 3);
	for (size_t i = 0; i < sizeof chunks / sizeof *chunks; i++) {
		run(&parts, (struct vn_str){text, len}, chunks[i], NULL);
		assert_int_equal(parts.out.len, whole.out.len);
		assert_memory_equal(parts.out.ptr, whole.out.ptr, whole.out.len);
		assert_int_equal(parts.units, whole.units);
	}
	forget(&whole);
	forget(&parts);
	free(text);
}

static void cuts_at_line_ends(void **state)
{
	size_t len = 3 * VN_UNIT_BYTES;
	char *text = repeated(VN_STR(SAMPLE), len);
	struct seen seen = {0};

	run(&seen, (struct vn_str){text, len}, 5000, NULL);
	assert_true(seen.units > 3);
	for (size_t i = 0; i + 1 < seen.units; i++)
		assert_int_equal(text[seen.ends[i] - 1], '\n');
	forget(&seen);
	free(text);
}

static void cuts_a_long_line_at_a_blank_else_between_characters(void **state)
{
	size_t len = 2 * VN_UNIT_BYTES;
	struct seen seen = {0};
	char *text = repeated(VN_STR("nh\xc3\xa2n d\xc3\xa2n "), len);

	run(&seen, (struct vn_str){text, len}, len, NULL);
	assert_int_equal(text[seen.ends[0] - 1], ' ');
	free(text);
	/* e, circumflex, acute: 1 + 2 + 2 bytes */
	text = repeated(VN_STR("e\xcc\x82\xcc\x81"), len);
	run(&seen, (struct vn_str){text, len}, len, NULL);
	assert_int_equal(text[seen.ends[0]], 'e');
	free(text);
	text = repeated(VN_STR("\xe1\xbb\x87"), len);
	run(&seen, (struct vn_str){text, len}, len, NULL);
	assert_int_equal(text[seen.ends[0]], '\xe1');
	free(text);
	forget(&seen);
}

static void one_line_of_8_mb_stays_in_small_units(void **state)
{
	size_t len = 8 << 20;
	struct seen seen = {0};
	struct vn_stats stats;
	char *text = repeated(VN_STR("a"), len);

	run(&seen, (struct vn_str){text, len}, 65536, &stats);
	assert_int_equal(stats.lines, 1);
	assert_int_equal(stats.bytes_in, len);
	assert_true(seen.units >= len / VN_UNIT_BYTES);
	assert_true(seen.units <= len / VN_UNIT_BYTES + 2);
	assert_memory_equal(seen.out.ptr, text, len);
	free(text);
	forget(&seen);
}

static void no_text_is_cut_into_crumbs(void **state)
{
	/* A line end and a blank at the very front must not cost a pass each over the rest. */
	size_t len = 4 * VN_UNIT_BYTES;
	struct seen seen = {0};
	char *text = repeated(VN_STR("a"), len);

	text[0] = '\n';
	text[1] = ' ';
	text[VN_UNIT_BYTES + 3] = '\n';
	run(&seen, (struct vn_str){text, len}, 65536, NULL);
	assert_true(seen.units <= 8);
	free(text);
	forget(&seen);
}

static void odd_bytes_survive(void **state)
{
	static const char odd[] =
		"\0a\0\n\xff\xfe\xc3 \xe1\xbb\n\xed\xa0\x80\xf5\x80\x80\x80\r\n\f";
	struct vn_str piece = {odd, sizeof odd - 1};
	size_t len = VN_UNIT_BYTES * 2 + 77;
	struct seen seen = {0};
	struct vn_stats stats;
	char *text;

	run(&seen, piece, 1, &stats);
	assert_int_equal(seen.out.len, piece.len);
	assert_memory_equal(seen.out.ptr, piece.ptr, piece.len);
	/* ff, fe, c3, e1 bb, ed a0 80 (a surrogate), f5 80 80 80 (beyond Unicode) */
	assert_int_equal(stats.invalid_bytes, 12);
	assert_int_equal(stats.lines, 4);
	text = repeated(piece, len);
	run(&seen, (struct vn_str){text, len}, 4096, NULL);
	free(text);
	/* Continuation bytes only: nowhere is a good place to cut. */
	text = repeated(VN_STR("\x80"), len);
	run(&seen, (struct vn_str){text, len}, 4096, &stats);
	assert_int_equal(stats.invalid_bytes, len);
	assert_memory_equal(seen.out.ptr, text, len);
	free(text);
	/* Marks only. */
	text = repeated(VN_STR("\xcc\x81"), len);
	run(&seen, (struct vn_str){text, len}, 4096, NULL);
	free(text);
	forget(&seen);
}

static void a_refusing_sink_stops_the_run(void **state)
{
	struct vn_options options = modest();
	struct vn_pipeline *pipeline = NULL;
	struct seen seen = {.refuse = VN_EOUTPUT};
	struct vn_err err;

	assert_int_equal(vn_pipeline_open(&pipeline, &options, NULL, NULL), VN_OK);
	assert_int_equal(vn_pipeline_feed(pipeline, "a\n", 2, sink, &seen, &err), VN_OK);
	assert_int_equal(vn_pipeline_finish(pipeline, sink, &seen, &err), VN_EOUTPUT);
	assert_string_equal(err.text, "refused");
	assert_int_equal(vn_pipeline_stats(pipeline)->bytes_in, 0);
	/* The next document is none the worse for it. */
	vn_pipeline_reset(pipeline);
	seen.refuse = VN_OK;
	assert_int_equal(vn_pipeline_feed(pipeline, "b\n", 2, sink, &seen, &err), VN_OK);
	assert_int_equal(vn_pipeline_finish(pipeline, sink, &seen, &err), VN_OK);
	assert_int_equal(seen.out.len, 2);
	assert_memory_equal(seen.out.ptr, "b\n", 2);
	vn_pipeline_close(pipeline);
	forget(&seen);
}

static void a_missing_model_is_said(void **state)
{
	struct vn_options options = {0};
	struct vn_pipeline *pipeline = NULL;
	struct vn_err err;

	assert_true(vn_pipeline_needs_model(&options));
	assert_int_equal(vn_pipeline_open(&pipeline, &options, NULL, &err), VN_EMODEL);
	assert_null(pipeline);
}

static void no_stage_means_no_change(void **state)
{
	struct vn_options options = {.skip = UINT32_MAX};
	struct vn_pipeline *pipeline = NULL;
	struct seen seen = {0};

	assert_int_equal(vn_pipeline_open(&pipeline, &options, NULL, NULL), VN_OK);
	assert_int_equal(vn_pipeline_feed(pipeline, SAMPLE, sizeof SAMPLE, sink, &seen, NULL),
			 VN_OK);
	assert_int_equal(vn_pipeline_finish(pipeline, sink, &seen, NULL), VN_OK);
	assert_int_equal(seen.out.len, sizeof SAMPLE);
	assert_memory_equal(seen.out.ptr, SAMPLE, sizeof SAMPLE);
	assert_int_equal(vn_pipeline_stats(pipeline)->edits, 0);
	vn_pipeline_close(pipeline);
	forget(&seen);
}

static void stages_are_found_by_name(void **state)
{
	struct vn_err err;
	uint32_t mask = 0;

	assert_int_equal(vn_stages_mask(&mask, "normalise", &err), VN_OK);
	assert_int_equal(mask, 8);
	assert_int_equal(vn_stages_mask(&mask, "protect,normalize", &err), VN_OK);
	assert_int_equal(mask, 24);
	assert_int_equal(vn_stages_mask(&mask, "repair,norm", &err), VN_EUSAGE);
	assert_non_null(strstr(err.text, "'norm'"));
	assert_non_null(strstr(err.text, "normalise, protect"));
	assert_int_equal(vn_stages_mask(&mask, "", &err), VN_EUSAGE);
	assert_int_equal(vn_stages_mask(&mask, "repair,", &err), VN_EUSAGE);
	assert_int_equal(mask, 24);
}

static void by_line_every_line_goes_on_at_once(void **state)
{
	struct vn_options options = modest();
	struct vn_pipeline *pipeline = NULL;
	struct seen seen = {0};

	options.by_line = true;
	assert_int_equal(vn_pipeline_open(&pipeline, &options, NULL, NULL), VN_OK);
	vn_pipeline_observe(pipeline, observe, &seen);
	assert_int_equal(vn_pipeline_feed(pipeline, "a b\nc\n\nd", 8, sink, &seen, NULL), VN_OK);
	assert_int_equal(seen.units, 3);
	assert_int_equal(seen.out.len, 7);
	assert_int_equal(vn_pipeline_finish(pipeline, sink, &seen, NULL), VN_OK);
	assert_int_equal(seen.out.len, 8);
	assert_memory_equal(seen.out.ptr, "a b\nc\n\nd", 8);
	vn_pipeline_close(pipeline);
	forget(&seen);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_document_is_empty),
		cmocka_unit_test(any_chunking_gives_the_same_bytes),
		cmocka_unit_test(by_line_every_line_goes_on_at_once),
		cmocka_unit_test(cuts_at_line_ends),
		cmocka_unit_test(cuts_a_long_line_at_a_blank_else_between_characters),
		cmocka_unit_test(one_line_of_8_mb_stays_in_small_units),
		cmocka_unit_test(no_text_is_cut_into_crumbs),
		cmocka_unit_test(odd_bytes_survive),
		cmocka_unit_test(a_refusing_sink_stops_the_run),
		cmocka_unit_test(a_missing_model_is_said),
		cmocka_unit_test(no_stage_means_no_change),
		cmocka_unit_test(stages_are_found_by_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
