/* A channel moved to what a few corrected pages show. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "load/load.h"
#include "mkmodel/scanner.h"
#include "mkmodel/commands.h"
#include "small_model.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Adds the lines of two texts, TIMES over. */
static void add(struct vn_pairs *pairs, const char *truth, const char *read, int times)
{
	char a[SMALL_MODEL_PATH], b[SMALL_MODEL_PATH];

	assert_true(small_file(a, truth, strlen(truth)));
	assert_true(small_file(b, read, strlen(read)));
	for (int i = 0; i < times; i++)
		assert_int_equal(vn_pairs_add(pairs, a, b, 1, false, NULL), VN_OK);
	unlink(a);
	unlink(b);
}

static int32_t cost_of(const struct vn_buf *channel, const uint32_t *printed, const uint32_t *read)
{
	const struct vn_file_segment *s = (const void *)channel->ptr;
	for (size_t i = 0; i < channel->len / sizeof *s; i++)
		if (memcmp(s[i].printed, printed, sizeof s[i].printed) == 0 &&
		    memcmp(s[i].read, read, sizeof s[i].read) == 0)
			return s[i].cost;
	return INT32_MAX;
}

static int32_t cost(const struct vn_buf *channel, uint32_t printed, uint32_t read)
{
	return cost_of(channel, (uint32_t[2]){printed}, (uint32_t[3]){read});
}

/* The channel of an engine that loses marks, and now and then reads ô as 6. */
static struct vn_buf base(void)
{
	struct vn_pairs pairs = {0};
	struct vn_buf out = {0};

	add(&pairs, "tô môn hông\nđô thị tốt\n", "to mon hong\ndo thi tot\n", 40);
	add(&pairs, "tô môn\n", "t6 mon\n", 10);
	assert_int_equal(vn_align_learn(&pairs, 6, &out, NULL, NULL), VN_OK);
	vn_pairs_fini(&pairs);
	return out;
}

static struct vn_buf adapted(const struct vn_buf *from, double k)
{
	struct vn_pairs pairs = {0};
	struct vn_buf out = {0};

	add(&pairs, "tô môn\nhông tôm\n", "t6 m6n\nh6ng t6rn\n", 20);
	assert_int_equal(vn_scanner_learn(&pairs, 4, k, from, &out, NULL), VN_OK);
	vn_pairs_fini(&pairs);
	return out;
}

static void what_the_pages_show_becomes_likelier(void **state)
{
	struct vn_buf before = base(), weak = adapted(&before, 10000),
		      strong = adapted(&before, 10);

	(void)state;
	assert_true(cost(&strong, 0xf4 /* ô */, '6') < cost(&before, 0xf4, '6'));
	assert_true(cost(&strong, 0xf4, 'o') > cost(&before, 0xf4, 'o'));
	assert_true(cost(&strong, 0xf4, '6') < cost(&strong, 0xf4, 'o'));
	/* The larger the prior, the less it moves. */
	assert_true(cost(&weak, 0xf4, '6') > cost(&strong, 0xf4, '6'));
	assert_true(cost(&weak, 0xf4, 'o') < cost(&strong, 0xf4, 'o'));
	/* What the pages do not show stays as it was. */
	assert_int_equal(cost(&strong, 0x111 /* đ */, 'd'), cost(&before, 0x111, 'd'));
	/* A misreading that the engine had never shown. */
	assert_int_equal(cost_of(&before, (uint32_t[2]){'m'}, (uint32_t[3]){'r', 'n'}), INT32_MAX);
	assert_true(cost_of(&strong, (uint32_t[2]){'m'}, (uint32_t[3]){'r', 'n'}) < 4 * 256);
	vn_buf_fini(&before);
	vn_buf_fini(&weak);
	vn_buf_fini(&strong);
}

/* Of each printed side the probabilities add up to what they did, or a little less. */
static void nothing_is_won(void **state)
{
	struct vn_buf before = base(), after = adapted(&before, 50);
	const struct vn_file_segment *s = (const void *)after.ptr;
	double sum = 0, was = 0;

	(void)state;
	for (size_t i = 0; i < after.len / sizeof *s; i++) {
		assert_true(s[i].cost >= 0);
		if (i > 0)
			assert_true(memcmp(s[i - 1].read, s[i].read, sizeof s->read) != 0 ||
				    s[i - 1].cost <= s[i].cost);
		sum += s[i].printed[0] == 0xf4 && !s[i].printed[1] ? exp(s[i].cost / -256.0) : 0;
	}
	s = (const void *)before.ptr;
	for (size_t i = 0; i < before.len / sizeof *s; i++)
		was += s[i].printed[0] == 0xf4 && !s[i].printed[1] ? exp(s[i].cost / -256.0) : 0;
	assert_true(sum <= was * 1.01);
	assert_true(sum > was * 0.9);
	vn_buf_fini(&before);
	vn_buf_fini(&after);
}

static void no_pages_change_nothing(void **state)
{
	struct vn_buf before = base(), after = {0};
	struct vn_pairs none = {0};

	(void)state;
	assert_int_equal(vn_scanner_learn(&none, 4, 30, &before, &after, NULL), VN_OK);
	assert_int_equal(after.len, before.len);
	assert_memory_equal(after.ptr, before.ptr, after.len);
	vn_buf_fini(&before);
	vn_buf_fini(&after);
}

/* The command: a whole model, with all else as it was. */
static void a_model_is_adapted(void **state)
{
	char model[SMALL_MODEL_PATH], out[SMALL_MODEL_PATH], truth[SMALL_MODEL_PATH],
		read[SMALL_MODEL_PATH], pages[2 * SMALL_MODEL_PATH + 8];
	char words[][8] = {"adapt", "-c", "eng", "-k", "5", "-m", "-o"};
	char *argv[] = {words[0], words[1], words[2], words[3], words[4], words[5],
			model,	  words[6], out,      pages,	NULL};
	struct vn_model *before = NULL, *after = NULL;
	int32_t c = 'o';

	(void)state;
	assert_true(small_model_write(model));
	assert_true(small_file(out, "", 0));
	assert_true(small_file(truth, "tô\nmô\nlô\n", strlen("tô\nmô\nlô\n")));
	assert_true(small_file(read, "to\nmo\nlo\n", 9));
	snprintf(pages, sizeof pages, "%s,%s:9", truth, read);
	assert_int_equal(vn_command_adapt(10, argv, NULL), VN_OK);
	assert_int_equal(vn_model_open(&before, model, NULL), VN_OK);
	assert_int_equal(vn_model_open(&after, out, NULL), VN_OK);
	assert_int_equal(after->lm.word_count, before->lm.word_count);
	assert_non_null(strstr(vn_model_info(after), "eng adapted to 3 lines"));
	assert_true(vn_channel_origins(vn_model_channel(after, "eng"), &c, 1).count >=
		    vn_channel_origins(vn_model_channel(before, "eng"), &c, 1).count);
	assert_int_equal(
		memcmp(vn_model_channel(before, "vie")->origins,
		       vn_model_channel(after, "vie")->origins,
		       vn_model_channel(before, "vie")->origin_count * sizeof(struct vn_origin)),
		0);
	vn_model_close(before);
	vn_model_close(after);
	strcpy(words[2], "nix");
	assert_int_equal(vn_command_adapt(10, argv, NULL), VN_EUSAGE);
	strcpy(words[2], "eng");
	strcpy(words[4], "0");
	assert_int_equal(vn_command_adapt(10, argv, NULL), VN_EUSAGE);
	assert_int_equal(vn_command_adapt(5, argv, NULL), VN_EUSAGE);
	unlink(model);
	unlink(out);
	unlink(truth);
	unlink(read);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_pages_show_becomes_likelier),
		cmocka_unit_test(nothing_is_won),
		cmocka_unit_test(no_pages_change_nothing),
		cmocka_unit_test(a_model_is_adapted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
