/* Learning a channel from pairs of lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "mkmodel/align.h"
#include "model/channel.h"
#include "model/letters.h"
#include "small_model.h"
#include "text/chars.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Adds the lines of two texts. */
static enum vn_status add(struct vn_pairs *pairs, const char *truth, const char *read)
{
	char a[SMALL_MODEL_PATH], b[SMALL_MODEL_PATH];
	enum vn_status status;
	assert_true(small_file(a, truth, strlen(truth)));
	assert_true(small_file(b, read, strlen(read)));
	status = vn_pairs_add(pairs, a, b, 1, false, NULL);
	unlink(a);
	unlink(b);
	return status;
}

/* Fifty pairs: an engine that reads a hook above o as 6, sees no other mark, and takes "m" for
 * "rn". The letter with a tilde, ỗ, never occurs. */
static void add_engine(struct vn_pairs *pairs)
{
	static const char *const truth[] = {"đổi mới", "tổ một", "cổng làng", "phố mỏ", "hồ lớn"};
	static const char *const read[] = {"d6i rnoi", "t6 rnot", "c6ng lang", "pho rno", "ho lon"};
	char a[256], b[256];

	for (int i = 0; i < 50; i++) {
		snprintf(a, sizeof a, "%s %s\n", truth[i % 5], truth[(i / 5 + i) % 5]);
		snprintf(b, sizeof b, "%s %s\n", read[i % 5], read[(i / 5 + i) % 5]);
		assert_int_equal(add(pairs, a, b), VN_OK);
	}
}

static struct vn_buf learn(void)
{
	struct vn_pairs pairs = {0};
	struct vn_buf out = {0};
	add_engine(&pairs);
	assert_int_equal(pairs.count, 50);
	assert_int_equal(vn_align_learn(&pairs, 6, &out, NULL, NULL), VN_OK);
	assert_int_equal(out.len % sizeof(struct vn_file_segment), 0);
	vn_pairs_fini(&pairs);
	vn_pairs_fini(&pairs);
	return out;
}

/* Cost of printed code points read as READ (up to 3, 0-terminated), VN_COST_MAX if none. */
static int32_t cost_of(const struct vn_buf *channel, const uint32_t *printed, const uint32_t *read)
{
	const struct vn_file_segment *s = (const void *)channel->ptr;
	for (size_t i = 0; i < channel->len / sizeof *s; i++)
		if (memcmp(s[i].printed, printed, sizeof s[i].printed) == 0 &&
		    memcmp(s[i].read, read, sizeof s[i].read) == 0)
			return s[i].cost;
	return VN_COST_MAX;
}

static int32_t cost(const struct vn_buf *channel, uint32_t printed, uint32_t read)
{
	return cost_of(channel, (uint32_t[2]){printed}, (uint32_t[3]){read});
}

static void confusions_are_learned(void **state)
{
	struct vn_buf channel = learn();

	(void)state;
	assert_true(cost(&channel, 0x1ed5 /* ổ */, '6') < 256);
	assert_true(cost(&channel, 0x1ed5, '6') < cost(&channel, 0x1ed5, 'o'));
	assert_true(cost(&channel, 0x1ed3 /* ồ */, 'o') < cost(&channel, 0x1ed3, '6'));
	assert_true(cost(&channel, 0x111 /* đ */, 'd') < 256);
	assert_true(cost(&channel, 'n', 'n') < 64);
	assert_true(cost_of(&channel, (uint32_t[2]){'m'}, (uint32_t[3]){'r', 'n'}) < 256);
	assert_int_equal(cost(&channel, 'l', 'x'), VN_COST_MAX);
	vn_buf_fini(&channel);
}

/* A letter never seen is taken to suffer as its kin do; one of other kin is not. */
static void kin_stand_in(void **state)
{
	struct vn_buf channel = learn();

	(void)state;
	assert_true(cost(&channel, 0x1ed7 /* ỗ */, '6') < 4 * 256);
	assert_true(cost(&channel, 0x1ed7, 'o') < 4 * 256);
	assert_true(cost(&channel, 0x1ed7, '6') < cost(&channel, 0x1ef1 /* ự */, '6'));
	vn_buf_fini(&channel);
}

static void check_order(const struct vn_buf *channel)
{
	const struct vn_file_segment *s = (const void *)channel->ptr;
	for (size_t i = 1; i < channel->len / sizeof *s; i++) {
		int k = 0, order = 0;
		for (; k < 3 && !order; k++)
			order = (s[i - 1].read[k] > s[i].read[k]) -
				(s[i - 1].read[k] < s[i].read[k]);
		assert_true(order <= 0);
		if (!order)
			assert_true(s[i - 1].cost <= s[i].cost);
	}
}

/* Shapes and costs that the file format allows. */
static void check_records(const struct vn_buf *channel)
{
	const struct vn_file_segment *s = (const void *)channel->ptr;
	for (size_t i = 0; i < channel->len / sizeof *s; i++) {
		assert_true(s[i].cost >= 0 && s[i].cost <= VN_MODEL_COST);
		assert_true(s[i].read[0] || s[i].printed[0]);
		assert_true(s[i].read[0] || !s[i].read[1]);
		assert_true(s[i].read[1] || !s[i].read[2]);
		assert_true(s[i].printed[0] || !s[i].printed[1]);
	}
}

/* What a letter may become has a probability of one or less in all. */
static void check_mass(const struct vn_buf *channel, double most)
{
	const struct vn_file_segment *s = (const void *)channel->ptr;
	size_t count = channel->len / sizeof *s;
	for (size_t i = 0; i < count; i++) {
		double mass = 0;
		for (size_t k = 0; k < count; k++)
			if (memcmp(s[i].printed, s[k].printed, sizeof s[i].printed) == 0)
				mass += exp(s[k].cost / -256.0);
		assert_true(mass <= most);
	}
}

static void records_are_as_the_format_says(void **state)
{
	struct vn_buf channel = learn();

	(void)state;
	assert_true(channel.len > 0);
	check_order(&channel);
	check_records(&channel);
	check_mass(&channel, 1.01);
	vn_buf_fini(&channel);
}

static void learning_twice_gives_the_same_bytes(void **state)
{
	struct vn_buf one = learn(), two = learn();

	(void)state;
	assert_true(vn_str_eq(vn_buf_str(&one), vn_buf_str(&two)));
	vn_buf_fini(&one);
	vn_buf_fini(&two);
}

static void marks_stripped_by_rule(void **state)
{
	struct vn_buf channel = {0};

	(void)state;
	assert_int_equal(vn_align_bare(&channel, NULL), VN_OK);
	check_order(&channel);
	check_records(&channel);
	check_mass(&channel, 1.01);
	assert_true(cost(&channel, 0x1ed5, 'o') < 64);
	assert_true(cost(&channel, 0x110, 'D') < 64);
	assert_true(cost(&channel, 'o', 'o') < 64);
	assert_true(cost(&channel, 0x1ed5, 0x1ed5) < VN_COST_MAX);
	assert_int_equal(cost(&channel, 'o', 0x1ed5), VN_COST_MAX);
	assert_int_equal(cost(&channel, 'o', 'O'), VN_COST_MAX);
	vn_buf_fini(&channel);
}

/* Every Vietnamese letter can come from its bare form. */
static void every_letter_can_be_restored(void **state)
{
	struct vn_buf bytes = {0};
	struct vn_channel channel;

	(void)state;
	assert_int_equal(vn_align_bare(&bytes, NULL), VN_OK);
	assert_int_equal(vn_channel_init(&channel, "bare\0\0\0", (const void *)bytes.ptr,
					 (uint32_t)(bytes.len / sizeof(struct vn_file_segment)),
					 NULL),
			 VN_OK);
	for (int32_t c = 0xc0; c < 0x1efa; c++) {
		uint32_t found = 0;
		if (!vn_letter_code(c))
			continue;
		for (int32_t base = 'a'; base <= 'z'; base++) {
			struct vn_origins from = vn_channel_origins(&channel, &base, 1);
			for (uint32_t i = 0; i < from.count; i++)
				found += from.list[i].code[0] == vn_letter_code(c) &&
					 !from.list[i].upper;
		}
		assert_int_equal(found, 1);
	}
	vn_channel_fini(&channel);
	vn_buf_fini(&bytes);
}

static void pairs_of_lines(void **state)
{
	struct vn_pairs pairs = {0};
	static const int32_t printed[] = {'a', ' ', 0x1ed5};

	(void)state;
	assert_int_equal(add(&pairs, " a\t \fổ  \n\nb\nc\n", "a o\nx\n\nc"), VN_OK);
	assert_int_equal(pairs.count, 2);
	assert_int_equal(pairs.pair[0].printed_len, 3);
	assert_memory_equal(pairs.pair[0].printed, printed, sizeof printed);
	assert_int_equal(pairs.pair[0].read_len, 3);
	assert_int_equal(pairs.pair[1].printed[0], 'c');
	assert_int_equal(add(&pairs, "a\nb\n", "a\n"), VN_EINPUT);
	assert_int_equal(vn_pairs_add(&pairs, "/dev/null/a", "/dev/null/b", 1, false, NULL),
			 VN_EINPUT);
	assert_int_equal(vn_pairs_add_dir(&pairs, "/nonexistent", "*", 1, false, NULL), VN_EINPUT);
	vn_pairs_fini(&pairs);
}

/* Lines too long, too different or of one sign: no record, no failure. */
static void hostile_pairs(void **state)
{
	struct vn_pairs pairs = {0};
	struct vn_buf out = {0};
	char *line = malloc(5002);

	(void)state;
	assert_non_null(line);
	memset(line, 'a', 5000);
	memcpy(line + 5000, "\n", 2);
	assert_int_equal(add(&pairs, line, line), VN_OK);
	assert_int_equal(add(&pairs, line, "b\n"), VN_OK);
	assert_int_equal(add(&pairs, "x\n", "y\n"), VN_OK);
	assert_int_equal(add(&pairs, "\xff\n", "y\n"), VN_OK);
	assert_int_equal(vn_align_learn(&pairs, 3, &out, NULL, NULL), VN_OK);
	check_records(&out);
	vn_buf_fini(&out);
	vn_pairs_fini(&pairs);
	free(line);
}

static void nothing_to_learn_from(void **state)
{
	struct vn_pairs pairs = {0};
	struct vn_buf out = {0};

	(void)state;
	assert_int_equal(vn_align_learn(&pairs, 3, &out, NULL, NULL), VN_OK);
	assert_int_equal(out.len, 0);
	vn_buf_fini(&out);
}

/* A truth of another edition: letters count, case and signs are taken as read, lines whose tokens
 * do not match are left out. */
static void another_edition(void **state)
{
	char a[SMALL_MODEL_PATH], b[SMALL_MODEL_PATH];
	struct vn_pairs pairs = {0};
	static const char truth[] = "Luật đất đai (2024)\nhai ba bốn\ntheo Điều 5,\n";
	static const char read[] = "LUẬT đat Đai 2024;\nhai ba\nTheo điêu 5\n";
	static const char *const want[] = {"LUẬT đất Đai 2024;", "Theo điều 5"};

	assert_true(small_file(a, truth, strlen(truth)));
	assert_true(small_file(b, read, strlen(read)));
	assert_int_equal(vn_pairs_add(&pairs, a, b, 1, true, NULL), VN_OK);
	assert_int_equal(pairs.count, 2);
	for (size_t k = 0; k < 2; k++) {
		char text[128];
		size_t len = 0;
		for (uint32_t i = 0; i < pairs.pair[k].printed_len; i++)
			len += vn_utf8_put(text + len, pairs.pair[k].printed[i]);
		text[len] = 0;
		assert_string_equal(text, want[k]);
	}
	vn_pairs_fini(&pairs);
	unlink(a);
	unlink(b);
}

/* The difference for P read as R behind BEFORE; 0 when there is none. */
static int32_t difference(const struct vn_buf *contexts, uint32_t r, uint32_t p, uint32_t before)
{
	const struct vn_file_context *c = (const void *)contexts->ptr;
	for (size_t i = 0; i < contexts->len / sizeof *c; i++)
		if (c[i].read[0] == r && !c[i].read[1] && c[i].printed[0] == p &&
		    !c[i].printed[1] && c[i].before == before)
			return c[i].difference;
	return 0;
}

/* An engine that reads ô as 6 behind t and as o behind b. */
static void neighbours_are_learned(void **state)
{
	struct vn_buf out = {0}, contexts = {0};
	struct vn_pairs pairs = {0};
	const struct vn_file_context *c;

	(void)state;
	for (int i = 0; i < 40; i++)
		assert_int_equal(add(&pairs, "tôn bôn Tô bô ton bon\n", "t6n bon T6 bo ton bon\n"),
				 VN_OK);
	assert_int_equal(vn_align_learn(&pairs, 6, &out, &contexts, NULL), VN_OK);
	assert_int_equal(contexts.len % sizeof *c, 0);
	/* (79.7 + 60 / 2) / (80 + 60) against one half, and 60 / (80 + 60). */
	assert_in_range(-difference(&contexts, '6', 0xf4, 't'), 100, 125);
	assert_in_range(-difference(&contexts, 'o', 0xf4, 'b'), 100, 125);
	assert_in_range(difference(&contexts, VN_CONTEXT_OTHER, 0xf4, 't'), 200, 230);
	assert_int_equal(difference(&contexts, 'n', 'n', 'o'), 0); /* the same everywhere */
	c = (const void *)contexts.ptr;
	for (size_t i = 1; i < contexts.len / sizeof *c; i++)
		assert_true(c[i - 1].read[0] < c[i].read[0] || c[i - 1].read[1] < c[i].read[1] ||
			    c[i - 1].printed[0] <= c[i].printed[0]);
	vn_pairs_fini(&pairs);
	vn_buf_fini(&out);
	vn_buf_fini(&contexts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(confusions_are_learned),
		cmocka_unit_test(kin_stand_in),
		cmocka_unit_test(records_are_as_the_format_says),
		cmocka_unit_test(learning_twice_gives_the_same_bytes),
		cmocka_unit_test(marks_stripped_by_rule),
		cmocka_unit_test(every_letter_can_be_restored),
		cmocka_unit_test(pairs_of_lines),
		cmocka_unit_test(another_edition),
		cmocka_unit_test(hostile_pairs),
		cmocka_unit_test(nothing_to_learn_from),
		cmocka_unit_test(neighbours_are_learned),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
