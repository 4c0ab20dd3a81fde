/* The whole path with the small model: damaged text comes back, all else stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "pipeline.h"
#include "text/chars.h"
#include "with_model.h"

#include <malloc.h>
#include <stdlib.h>

struct seen {
	struct vn_buf out, back;  /* what came out, and all units undone */
	size_t edits, bad;	  /* edits of all units, and those of a shape no edit may have */
	uint64_t without_channel; /* units that the model had none for */
};

static enum vn_status sink(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	return vn_buf_add(&((struct seen *)self)->out, bytes, len, err);
}

static enum vn_status observe(void *self, const struct vn_finished *finished, struct vn_err *err)
{
	const struct vn_unit *unit = finished->unit;
	struct seen *seen = self;
	for (size_t i = 0; i < unit->edit_count; i++) {
		const struct vn_edit *e = &unit->edits[i];
		seen->bad += !e->stage || !e->rule || e->begin > e->end ||
			     e->out_begin > e->out_end ||
			     vn_str_eq(vn_edit_before(e), vn_edit_after(e));
	}
	seen->edits += unit->edit_count;
	return vn_unit_undo(unit, &seen->back, err);
}

static void forget(struct seen *seen)
{
	vn_buf_fini(&seen->out);
	vn_buf_fini(&seen->back);
}

/* How many bytes of TEXT are in SET. */
static size_t count_of(struct vn_str text, const char *set)
{
	size_t count = 0;
	for (size_t i = 0; i < text.len; i++)
		count += text.ptr[i] && strchr(set, text.ptr[i]);
	return count;
}

/* Runs TEXT through all stages; whatever it is, undoing the edits gives it back and its lines are
 * still there. */
static struct seen run_with(struct vn_str text, const struct vn_options *options)
{
	struct vn_pipeline *pipeline = NULL;
	struct seen seen = {{0}};

	assert_int_equal(vn_pipeline_open(&pipeline, options, model, NULL), VN_OK);
	vn_pipeline_observe(pipeline, observe, &seen);
	assert_int_equal(vn_pipeline_feed(pipeline, text.ptr, text.len, sink, &seen, NULL), VN_OK);
	assert_int_equal(vn_pipeline_finish(pipeline, sink, &seen, NULL), VN_OK);
	assert_int_equal(vn_pipeline_stats(pipeline)->bytes_in, text.len);
	assert_int_equal(vn_pipeline_stats(pipeline)->bytes_out, seen.out.len);
	assert_int_equal(vn_pipeline_stats(pipeline)->edits, seen.edits);
	seen.without_channel = vn_pipeline_stats(pipeline)->without_channel;
	vn_pipeline_close(pipeline);
	assert_int_equal(seen.bad, 0);
	assert_int_equal(seen.back.len, text.len);
	assert_memory_equal(vn_buf_str(&seen.back).ptr, text.ptr, text.len);
	assert_int_equal(count_of(vn_buf_str(&seen.out), "\n\r\t\f"), count_of(text, "\n\r\t\f"));
	return seen;
}

static struct seen run(struct vn_str text, const struct vn_damage *assume)
{
	struct vn_options options = {.assume = assume};
	return run_with(text, &options);
}

static void expect_with(const char *in, const struct vn_options *options, const char *out)
{
	struct seen seen = run_with((struct vn_str){in, strlen(in)}, options);
	assert_int_equal(vn_buf_add(&seen.out, "", 1, NULL), VN_OK);
	assert_string_equal(seen.out.ptr, out);
	forget(&seen);
}

static void expect(const char *in, const struct vn_damage *assume, const char *out)
{
	struct vn_options options = {.assume = assume};
	expect_with(in, &options, out);
}

static void damaged_sentences_come_back(void **state)
{
	(void)state;
	expect("Uy ban nhan dan tinh ban hanh ké hoach d6i m6i sang tao va chuyén d6i s6.\n",
	       &vn_damages[VN_DAMAGE_ENG],
	       "Ủy ban nhân dân tỉnh ban hành kế hoạch đổi mới sáng tạo và chuyển đổi số.\n");
	expect("Can cu Luat To chuc chinh quyen dia phuong ngay 19 thang 6 nam 2015;\n",
	       &vn_damages[VN_DAMAGE_BARE],
	       "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;\n");
	expect("Quyết định này có hiệu lực thi hánh kể từ ngày ký.\n", &vn_damages[VN_DAMAGE_VIE],
	       "Quyết định này có hiệu lực thi hành kể từ ngày ký.\n");
}

/* Blanks go where a word was torn, and digits, signs and line ends part what stands there. */
static void torn_words_are_put_together(void **state)
{
	const struct vn_damage *torn = &vn_damages[VN_DAMAGE_TORN];

	(void)state;
	expect("Nhi ệm v ụ v à gi ải pháp: ho àn thi ện thể ch ế\n", torn,
	       "Nhiệm vụ và giải pháp: hoàn thiện thể chế\n");
	expect("trước ng ày 15 th áng 12.\n", torn, "trước ngày 15 tháng 12.\n");
	expect("báo cáo kết qu\nả thực hiện\n", torn, "báo cáo kết qu\nả thực hiện\n");
	expect("kế hoạch n  ăm 2024\n", torn, "kế hoạch n  ăm 2024\n");
}

/* What one sign stands for comes back, and a question stays one. */
static void holes_are_filled(void **state)
{
	const struct vn_damage *hole = &vn_damages[VN_DAMAGE_HOLE];

	(void)state;
	expect("Nhi?m v? và gi?i pháp: hoàn thi?n th? ch?\n", hole,
	       "Nhiệm vụ và giải pháp: hoàn thiện thể chế\n");
	expect("H?i ??ng nhân dân t?nh\n", hole, "Hội đồng nhân dân tỉnh\n");
	expect("kế hoạch năm 2024?\n", hole, "kế hoạch năm 2024?\n");
	expect("Nhi?m v? và gi?i pháp: 12?\n", &vn_damages[VN_DAMAGE_VIE],
	       "Nhi?m v? và gi?i pháp: 12?\n");
}

/* Two at the start of a line once claimed the same blank, which ended the run. */
static void specks_in_a_row_are_taken_out(void **state)
{
	(void)state;
	expect("` ' Uy ban nhan dan tinh\n~  ` \n' Uy ban \\ ' ^\n", &vn_damages[VN_DAMAGE_ENG],
	       "Ủy ban nhân dân tỉnh\n\nỦy ban\n");
}

static void the_damage_is_found(void **state)
{
	(void)state;
	expect("So Noi vu huong dan cac co quan, don vi thuc hien quyet dinh nay.\n"
	       "Cac don vi bao cao ket qua thuc hien truoc ngay 15 thang 12.\n",
	       NULL,
	       "Sở Nội vụ hướng dẫn các cơ quan, đơn vị thực hiện quyết định này.\n"
	       "Các đơn vị báo cáo kết quả thực hiện trước ngày 15 tháng 12.\n");
}

/* The very text the model was made from has nothing to mend. */
static void right_text_stays(void **state)
{
	struct seen seen = run(small_model_text(), NULL);
	(void)state;
	assert_int_equal(seen.edits, 0);
	assert_true(vn_str_eq(vn_buf_str(&seen.out), small_model_text()));
	forget(&seen);
}

static void blanks_and_line_ends_stay(void **state)
{
	(void)state;
	expect("\n\n  Cac\tdon vi \f bao cao\r\n\r\n   ket qua  \n", &vn_damages[VN_DAMAGE_BARE],
	       "\n\n  Các\tđơn vị \f báo cáo\r\n\r\n   kết quả  \n");
	expect("", &vn_damages[VN_DAMAGE_ENG], "");
	expect("\n", &vn_damages[VN_DAMAGE_ENG], "\n");
	expect(" \t ", &vn_damages[VN_DAMAGE_ENG], " \t ");
}

/* The tokens of TEXT that hold a digit and no letter, each with a blank behind it. */
static void numbers_of(struct vn_str text, struct vn_buf *out)
{
	size_t begin = 0, at = 0;
	bool digit = false, letter = false;

	while (at < text.len) {
		size_t here = at;
		int32_t c = vn_utf8_next(text, &at);
		digit |= vn_is_digit(c);
		letter |= vn_is_letter(c);
		if (!vn_is_space(c))
			continue;
		if (digit && !letter)
			assert_int_equal(vn_buf_add(out, text.ptr + begin, here + 1 - begin, NULL),
					 VN_OK);
		digit = letter = false;
		begin = at;
	}
}

/* Read as any kind of damage, whatever stands beside them. */
static void numbers_never_change(void **state)
{
	static const char text[] =
		"ngay 15 thang 12 nam 2024 d6i 6 m6i 06 t6 16:30 ngay 12/3/2015 chi 1.000.000 "
		"dat 15% con 0,5 tu 3-4 theo (1) va 5) voi [7] la 8. ma 0 uy 1 ban 0 \n"
		"1 2 3 6 66 666 0 00 000 12 - 13 . 14 , 15 6: 6; 6? “6” ‘9’ 6’ 6ˆ ~6 $6 §6 6* |6| "
		"\n";
	struct vn_buf before = {0};

	(void)state;
	numbers_of((struct vn_str){text, sizeof text - 1}, &before);
	for (int d = 0; d <= VN_DAMAGE_COUNT; d++) {
		struct seen seen = run((struct vn_str){text, sizeof text - 1},
				       d < VN_DAMAGE_COUNT ? &vn_damages[d] : NULL);
		struct vn_buf after = {0};
		numbers_of(vn_buf_str(&seen.out), &after);
		assert_int_equal(after.len, before.len);
		assert_memory_equal(after.ptr, before.ptr, before.len);
		vn_buf_fini(&after);
		forget(&seen);
	}
	vn_buf_fini(&before);
}

/* Addresses and codes: what no stage may take for words. */
static void addresses_stay(void **state)
{
	(void)state;
	expect("bao cao vanphong@tinh.gov.vn ket qua https://tinh.gov.vn/ke-hoach?id=12 bao cao\n",
	       &vn_damages[VN_DAMAGE_BARE],
	       "báo cáo vanphong@tinh.gov.vn kết quả https://tinh.gov.vn/ke-hoach?id=12 báo cáo\n");
}

/* run() checks that undoing gives the bytes back and that no line is lost. */
static void any_bytes_survive(void **state)
{
#define T(s)                                                                                       \
	{                                                                                          \
		s, sizeof(s) - 1                                                                   \
	}
	static const struct vn_str texts[] = {
		T("Uy ban\0nhan\0\0dan\n"),
		T("Uy\xff ban \xc3 nhan \xe1\xbb dan\xf0\x9f\n\x80\x80 ke hoach"),
		T("\xef\xbb\xbfUy ban nhan dan\n"),
		T("\xed\xa0\x80 \xf4\x90\x80\x80 \xc0\x80 d6i m6i\n"),
		T("o\xcc\x81\xcc\x81\xcc\x81\xcc\x81 \xcc\x81 \xcc\x81\n"),
		T("\0\0\0\0"),
	};
	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		for (int d = 0; d <= VN_DAMAGE_COUNT; d++) {
			struct seen seen =
				run(texts[i], d < VN_DAMAGE_COUNT ? &vn_damages[d] : NULL);
			size_t zeros = 0;
			for (size_t k = 0; k < seen.out.len; k++)
				zeros += seen.out.ptr[k] == 0;
			for (size_t k = 0; k < texts[i].len; k++)
				zeros -= texts[i].ptr[k] == 0;
			assert_int_equal(zeros, 0);
			forget(&seen);
		}
}

/* A model that has no channel for the damage: what another channel can do, or nothing, and a count
 * of it for the user. */
static void a_channel_may_be_missing(void **state)
{
	static const struct {
		const char *lacking;
		enum vn_damage_kind assume;
		bool changes;
	} cases[] = {{"bare", VN_DAMAGE_BARE, true},
		     {"eng", VN_DAMAGE_ENG, false},
		     {"vie", VN_DAMAGE_VIE, false}};
	const struct vn_str text = VN_STR("Cac don vi bao cao ket qua.\n");
	struct vn_model *whole = model;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct seen seen;
		model = small_model_lacking(cases[i].lacking);
		assert_non_null(model);
		seen = run(text, &vn_damages[cases[i].assume]);
		assert_int_equal(seen.without_channel, 1);
		assert_int_equal(!vn_str_eq(vn_buf_str(&seen.out), text), cases[i].changes);
		forget(&seen);
		vn_model_close(model);
	}
	model = whole;
}

/* The same bytes every time, and from a pipeline that has seen another document. */
static void the_same_text_comes_out_the_same(void **state)
{
	static const char text[] = "Hoi dong nhan dan tinh thong qua nghi quyet vé phat trién kinh "
				   "té, xa h6i.\nTH6NG QUA\n";
	struct vn_str in = {text, sizeof text - 1};
	struct vn_options options = {.assume = &vn_damages[VN_DAMAGE_ENG]};
	struct vn_pipeline *pipeline = NULL;
	struct seen first = run(in, &vn_damages[VN_DAMAGE_ENG]), again = {{0}};

	(void)state;
	assert_int_equal(vn_pipeline_open(&pipeline, &options, model, NULL), VN_OK);
	for (int round = 0; round < 3; round++) {
		again.out.len = 0;
		assert_int_equal(vn_pipeline_feed(pipeline, in.ptr, in.len, sink, &again, NULL),
				 VN_OK);
		assert_int_equal(vn_pipeline_finish(pipeline, sink, &again, NULL), VN_OK);
		vn_pipeline_reset(pipeline);
		assert_true(vn_str_eq(vn_buf_str(&again.out), vn_buf_str(&first.out)));
	}
	vn_pipeline_close(pipeline);
	forget(&first);
	forget(&again);
}

/* One token of 300 KiB, of letters, of digits, of signs and of letters with signs between. */
static void very_long_tokens(void **state)
{
	static const char *const pieces[] = {"a", "6", ".", "d6i.", "ổ", "-", "\xcc\x81", "$6"};
	size_t len = 300 * 1024;
	char *text = malloc(len);

	(void)state;
	assert_non_null(text);
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct seen seen;
		for (size_t k = 0; k < len; k++)
			text[k] = pieces[i][k % strlen(pieces[i])];
		seen = run((struct vn_str){text, len}, &vn_damages[VN_DAMAGE_ENG]);
		forget(&seen);
	}
	free(text);
}

static void unknown_words_stay(void **state)
{
	(void)state;
	expect("email website internet\n", &vn_damages[VN_DAMAGE_BARE], "email website internet\n");
	expect("Xyzzyqwfp brtklm 漢字 Привет\n", &vn_damages[VN_DAMAGE_ENG],
	       "Xyzzyqwfp brtklm 漢字 Привет\n");
}

/* Vietnamese that only its tone placement tells apart from the model's. */
static void tone_placement_is_the_documents(void **state)
{
	(void)state;
	expect("Cộng hoà xã hội chủ nghĩa.\n", &vn_damages[VN_DAMAGE_VIE],
	       "Cộng hoà xã hội chủ nghĩa.\n");
	expect("Cộng hòa xã hội chủ nghĩa.\n", &vn_damages[VN_DAMAGE_VIE],
	       "Cộng hòa xã hội chủ nghĩa.\n");
}

/* New words take the style that was asked for, or the one that the document has more often. */
static void tone_placement_of_new_words(void **state)
{
	static const struct {
		enum vn_tone tone;
		const char *in, *out;
	} cases[] = {
		{VN_TONE_KEEP, "Cong hoa xa hoi.\n", "Cộng hòa xã hội.\n"},
		{VN_TONE_OLD, "Cong hoa xa hoi.\n", "Cộng hòa xã hội.\n"},
		{VN_TONE_NEW, "Cong hoa xa hoi.\n", "Cộng hoà xã hội.\n"},
		{VN_TONE_NEW, "CONG HOA xa hoi.\n", "CỘNG HOÀ xã hội.\n"},
		{VN_TONE_KEEP, "hoà\nCong hoa xa hoi.\n", "hoà\nCộng hoà xã hội.\n"},
		{VN_TONE_KEEP, "hoà hòa\nCong hoa xa hoi.\n", "hoà hòa\nCộng hòa xã hội.\n"},
		{VN_TONE_KEEP, "hòa\nCong hoa xa hoi.\n", "hòa\nCộng hòa xã hội.\n"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct vn_options options = {.assume = &vn_damages[VN_DAMAGE_BARE],
					     .tone = cases[i].tone};
		expect_with(cases[i].in, &options, cases[i].out);
	}
}

/* What is told of each word: where it stands, how sure it is, and readings worth telling. */
struct told {
	size_t tokens, others, changed;
};

static enum vn_status look_at_tokens(void *self, const struct vn_finished *finished,
				     struct vn_err *err)
{
	const struct vn_unit *unit = finished->unit;
	struct told *told = self;
	size_t end = 0;
	(void)err;
	for (size_t i = 0; i < unit->token_count; i++) {
		const struct vn_token *token = &unit->tokens[i];
		vn_confidence before = VN_SURE;
		assert_true(token->begin >= end && token->end > token->begin);
		assert_true(token->confidence <= VN_SURE && token->evidence);
		end = token->end;
		for (size_t k = 0; k < token->alternative_count; k++) {
			/* One in a hundred, and in order. */
			assert_true(token->alternatives[k].confidence >= VN_SURE / 100);
			assert_true(token->alternatives[k].confidence <= before);
			before = token->alternatives[k].confidence;
		}
		told->others += token->alternative_count;
		told->changed += token->changed;
	}
	assert_true(end <= unit->text.len);
	told->tokens += unit->token_count;
	return VN_OK;
}

static void words_are_told_of(void **state)
{
	static const char text[] = "Uy ban nhan dan tinh ban hanh ke hoach doi moi.\n"
				   "dan hoi. va do. ban. co.\n";
	struct vn_options options = {.assume = &vn_damages[VN_DAMAGE_BARE]};
	struct vn_pipeline *pipeline = NULL;
	struct seen seen = {{0}};
	struct told told = {0};
	(void)state;
	assert_int_equal(vn_pipeline_open(&pipeline, &options, model, NULL), VN_OK);
	vn_pipeline_observe(pipeline, look_at_tokens, &told);
	assert_int_equal(vn_pipeline_feed(pipeline, text, sizeof text - 1, sink, &seen, NULL),
			 VN_OK);
	assert_int_equal(vn_pipeline_finish(pipeline, sink, &seen, NULL), VN_OK);
	assert_int_equal(vn_pipeline_stats(pipeline)->tokens, 17);
	assert_int_equal(told.tokens, 17);
	assert_true(told.changed >= 9 && told.changed < 17);
	assert_true(told.others > 0);
	vn_pipeline_close(pipeline);
	forget(&seen);
}

/* Sums up how sure a pipeline was of its changes. */
static enum vn_status add_confidence(void *self, const struct vn_finished *finished,
				     struct vn_err *err)
{
	const struct vn_unit *unit = finished->unit;
	(void)err;
	for (size_t i = 0; i < unit->edit_count; i++)
		if (strcmp(unit->edits[i].stage, "restore") == 0)
			*(int64_t *)self += unit->edits[i].confidence;
	return VN_OK;
}

/* How sure a pipeline was of its changes to LAST, having read FIRST before it (empty: nothing). */
static int64_t confidence_behind(struct vn_str first, struct vn_str last)
{
	struct vn_options options = {.assume = &vn_damages[VN_DAMAGE_ENG]};
	struct vn_pipeline *pipeline = NULL;
	struct seen seen = {{0}};
	int64_t sum = 0;

	assert_int_equal(vn_pipeline_open(&pipeline, &options, model, NULL), VN_OK);
	if (first.len) {
		assert_int_equal(
			vn_pipeline_feed(pipeline, first.ptr, first.len, sink, &seen, NULL), VN_OK);
		assert_int_equal(vn_pipeline_finish(pipeline, sink, &seen, NULL), VN_OK);
		vn_pipeline_reset(pipeline);
	}
	vn_pipeline_observe(pipeline, add_confidence, &sum);
	assert_int_equal(vn_pipeline_feed(pipeline, last.ptr, last.len, sink, &seen, NULL), VN_OK);
	assert_int_equal(vn_pipeline_finish(pipeline, sink, &seen, NULL), VN_OK);
	vn_pipeline_close(pipeline);
	forget(&seen);
	return sum;
}

/* The channel learns within a document, and forgets with it. */
static void no_document_teaches_the_next(void **state)
{
	const struct vn_str
		short_text = VN_STR("chuyén d6i s6\n"),
		long_text = VN_STR(
			"d6i m6i sang tao va chuyén d6i s6 theo ké hoach d6i m6i va chuyén d6i s6\n"
			"chuyén d6i s6\n");
	int64_t alone = confidence_behind((struct vn_str){0}, short_text);

	(void)state;
	assert_true(alone > 0);
	assert_int_equal(confidence_behind(long_text, short_text), alone);
}

/* Whoever waits for a document: says stop when it is asked for the LAST time. */
struct waiter {
	uint64_t asked, last;
};

static bool stop(void *self)
{
	struct waiter *waiter = self;
	return ++waiter->asked == waiter->last;
}

/* Words of random letters, which the search finds nothing for. */
static struct vn_str random_words(char *text, size_t len)
{
	uint32_t seed = 1;
	for (size_t i = 0; i < len; i++) {
		seed = seed * 1664525 + 1013904223;
		text[i] = i % 9 == 8 ? ' ' : (char)('a' + (seed >> 16) % 26);
	}
	return (struct vn_str){text, len};
}

static enum vn_status feed(struct vn_pipeline *pipeline, struct vn_str in, struct vn_buf *out,
			   struct vn_err *err)
{
	struct seen seen = {{0}};
	enum vn_status status = vn_pipeline_feed(pipeline, in.ptr, in.len, sink, &seen, err);
	if (!status)
		status = vn_pipeline_finish(pipeline, sink, &seen, err);
	*out = seen.out;
	return status;
}

/* Reads IN, asked to stop the LAST time that WAITER is asked, and once more in peace. */
static void read_twice(struct vn_str in, struct waiter *waiter, enum vn_status expected,
		       struct vn_str right)
{
	struct vn_options options = {.assume = &vn_damages[VN_DAMAGE_ENG]};
	struct vn_pipeline *pipeline = NULL;
	struct vn_buf out = {0};
	struct vn_err err = {0};

	assert_int_equal(vn_pipeline_open(&pipeline, &options, model, NULL), VN_OK);
	vn_pipeline_watch(pipeline, stop, waiter);
	assert_int_equal(feed(pipeline, in, &out, &err), expected);
	assert_int_equal(err.status, expected);
	assert_int_equal(out.len, expected ? 0 : right.len);
	vn_buf_fini(&out);
	vn_pipeline_reset(pipeline);
	vn_pipeline_watch(pipeline, NULL, NULL);
	assert_int_equal(feed(pipeline, in, &out, NULL), VN_OK);
	assert_true(vn_str_eq(vn_buf_str(&out), right));
	vn_buf_fini(&out);
	vn_pipeline_close(pipeline);
}

/* Programs that serve many have a pipeline for each thread, or for each request. */
static void a_pipeline_that_waits_takes_little(void **state)
{
#ifdef __GLIBC__
	const struct vn_options options = {0};
	struct vn_pipeline *pipeline = NULL;
	size_t before = mallinfo2().uordblks + mallinfo2().hblkhd, after;

	assert_int_equal(vn_pipeline_open(&pipeline, &options, model, NULL), VN_OK);
	after = mallinfo2().uordblks + mallinfo2().hblkhd;
	assert_true(after < before + 8192);
	vn_pipeline_close(pipeline);
#endif
}

/* One unit is left in the middle, wherever it is asked for, and the pipeline works on as if nothing
 * had been. */
static void a_unit_can_be_stopped(void **state)
{
	char text[20000];
	struct vn_str in = random_words(text, sizeof text);
	struct seen seen = run(in, &vn_damages[VN_DAMAGE_ENG]);
	struct waiter waiter = {0};
	uint64_t all, last = 1;

	(void)state;
	read_twice(in, &waiter, VN_OK, vn_buf_str(&seen.out));
	all = waiter.asked;
	assert_true(all > 50);
	for (; last <= all; last += last < 4 || last > all - 4 ? 1 : all / 6) {
		waiter = (struct waiter){.last = last};
		read_twice(in, &waiter, VN_ELIMIT, vn_buf_str(&seen.out));
		assert_int_equal(waiter.asked, last);
	}
	waiter = (struct waiter){.last = all + 1};
	read_twice(in, &waiter, VN_OK, vn_buf_str(&seen.out));
	assert_int_equal(waiter.asked, all);
	forget(&seen);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(damaged_sentences_come_back),
		cmocka_unit_test(torn_words_are_put_together),
		cmocka_unit_test(holes_are_filled),
		cmocka_unit_test(specks_in_a_row_are_taken_out),
		cmocka_unit_test(the_damage_is_found),
		cmocka_unit_test(right_text_stays),
		cmocka_unit_test(blanks_and_line_ends_stay),
		cmocka_unit_test(numbers_never_change),
		cmocka_unit_test(addresses_stay),
		cmocka_unit_test(any_bytes_survive),
		cmocka_unit_test(a_channel_may_be_missing),
		cmocka_unit_test(the_same_text_comes_out_the_same),
		cmocka_unit_test(very_long_tokens),
		cmocka_unit_test(unknown_words_stay),
		cmocka_unit_test(tone_placement_is_the_documents),
		cmocka_unit_test(tone_placement_of_new_words),
		cmocka_unit_test(words_are_told_of),
		cmocka_unit_test(no_document_teaches_the_next),
		cmocka_unit_test(a_pipeline_that_waits_takes_little),
		cmocka_unit_test(a_unit_can_be_stopped),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
