/* Word vectors: the section, what neighbours say, and how they are learned. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "mkmodel/vectors.h"
#include "model/vectors.h"
#include "small_model.h"

#include <stdlib.h>

enum { WORDS = 9, REACH = 5 };

/* A section of WORDS words: neighbour i is i in each place, reading i is 1 in place i and -2 in
 * the next one. */
static struct {
	struct vn_file_vectors header;
	int8_t neighbours[WORDS][VN_VECTOR_DIMS], readings[WORDS][VN_VECTOR_DIMS];
} section;

static int setup(void **state)
{
	(void)state;
	section.header = (struct vn_file_vectors){
		.count = WORDS, .dims = VN_VECTOR_DIMS, .reach = REACH, .gap = 1, .unit = 1 << 20};
	for (int i = 0; i < WORDS; i++) {
		memset(section.neighbours[i], i, VN_VECTOR_DIMS);
		section.readings[i][i] = 1;
		section.readings[i][i + 1] = -2;
	}
	return 0;
}

static bool read_section(struct vn_vectors *out, size_t len, uint32_t words)
{
	return vn_vectors_read(out, (struct vn_str){(const char *)&section, len}, words);
}

static void damaged_sections_are_refused(void **state)
{
	const struct vn_file_vectors good = section.header;
	const struct vn_file_vectors bad[] = {
		{0, VN_VECTOR_DIMS, REACH, 1, 1, {0}},
		{WORDS - 1, VN_VECTOR_DIMS, REACH, 1, 1, {0}},
		{WORDS, VN_VECTOR_DIMS / 2, REACH, 1, 1, {0}},
		{WORDS, VN_VECTOR_DIMS, VN_VECTOR_REACH + 1, 1, 1, {0}},
		{WORDS, VN_VECTOR_DIMS, REACH, REACH, 1, {0}},
		{WORDS, VN_VECTOR_DIMS, REACH, 1, 0, {0}},
		{WORDS, VN_VECTOR_DIMS, REACH, 1, (1 << 24) + 1, {0}},
	};
	struct vn_vectors vectors;

	(void)state;
	assert_true(read_section(&vectors, 0, WORDS));
	assert_int_equal(vectors.count, 0);
	assert_true(read_section(&vectors, sizeof section, WORDS));
	assert_int_equal(vectors.count, WORDS);
	assert_false(read_section(&vectors, sizeof section, WORDS - 1));
	assert_false(read_section(&vectors, sizeof section - 1, WORDS));
	assert_false(read_section(&vectors, sizeof good - 1, WORDS));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		section.header = bad[i];
		assert_false(read_section(&vectors, sizeof section, WORDS));
	}
	section.header = good;
}

/* Neighbours 3 and 4, the second half as sure, are 3 + 4 / 2 = 5 in each place; a reading has a one
 * and a -2 among the places, so they say -5. */
static void neighbours_say_what_the_format_says(void **state)
{
	struct vn_vector_sum sum = {{0}}, none = {{0}};
	struct vn_vector_whole around;
	struct vn_vectors vectors;

	(void)state;
	assert_true(read_section(&vectors, sizeof section, WORDS));
	vn_vectors_add(&vectors, 3, VN_VECTOR_WHOLE, &sum);
	vn_vectors_add(&vectors, 4, VN_VECTOR_WHOLE / 2, &sum);
	vn_vectors_add(&vectors, WORDS, VN_VECTOR_WHOLE, &sum); /* the user's: it has none */
	vectors.unit = 1 << 24;
	around = vn_vectors_whole(&sum);
	assert_int_equal(vn_vectors_say(&vectors, &around, 2), 0);
	around.of[2] = 5000;
	assert_int_equal(vn_vectors_say(&vectors, &around, 2), (5000 - 10) / 16);
	assert_int_equal(vn_vectors_say(&vectors, &around, 1), (5 - 10000) / 16);
	around.of[2] = 32000;
	assert_int_equal(vn_vectors_say(&vectors, &around, 1), -(64000 - 5) / 16);
	section.readings[8][8] = 127;
	around.of[8] = INT16_MAX;
	assert_int_equal(vn_vectors_say(&vectors, &around, 8), VN_VECTOR_MOST);
	around.of[8] = -INT16_MAX;
	assert_int_equal(vn_vectors_say(&vectors, &around, 8), -VN_VECTOR_MOST);
	assert_int_equal(vn_vectors_say(&vectors, &around, WORDS), 0);
	vn_vectors_add(&vectors, 4, -VN_VECTOR_WHOLE / 2, &sum);
	vn_vectors_add(&vectors, 3, -VN_VECTOR_WHOLE, &sum);
	assert_memory_equal(&sum, &none, sizeof sum);
}

/* Two matters, and a word of each that is the other's without its marks. The three words on either
 * side of it are of both. */
static const char *const lines[] = {
	"vườn cây quả lá hoa gốc rồi thì là bưởi có mà nên rễ cành đất mùa hạt",
	"sân trận đội bóng lưới phạt rồi thì là buổi có mà nên thắng thua giải cúp sút",
};

static void learned_vectors_tell_matters_apart(void **state)
{
	struct vn_buf text = {0}, learned = {0}, again = {0};
	struct vn_stream stream;
	struct vn_vectors vectors;
	struct vn_vector_sum sums[2] = {{{0}}};
	struct vn_vector_whole garden, pitch;
	uint32_t fruit = 0, times = 0;

	(void)state;
	for (int i = 0; i < 400; i++) {
		const char *line = lines[i * 7 % 5 % 2];
		assert_int_equal(vn_buf_add(&text, line, strlen(line), NULL), VN_OK);
		assert_int_equal(vn_buf_add(&text, "\n", 1, NULL), VN_OK);
	}
	assert_true(small_stream(&stream, vn_buf_str(&text), 3));
	assert_int_equal(vn_vectors_learn(&learned, &stream, 9, NULL), VN_OK);
	assert_int_equal(vn_vectors_learn(&again, &stream, 9, NULL), VN_OK);
	assert_int_equal(learned.len, again.len);
	assert_memory_equal(learned.ptr, again.ptr, learned.len);
	assert_true(vn_vectors_read(&vectors, vn_buf_str(&learned), stream.word_count));
	assert_int_equal(vectors.count, stream.word_count);
	assert_int_equal(vectors.reach, 9);
	for (uint32_t id = VN_WORD_FIRST; id < stream.word_count; id++) {
		const char *one = stream.words[id].ptr;
		size_t len = stream.words[id].len;
		if (len == strlen("bưởi") && memcmp(one, "bưởi", len) == 0)
			fruit = id;
		if (len == strlen("buổi") && memcmp(one, "buổi", len) == 0)
			times = id;
		if (len == strlen("rễ") && memcmp(one, "rễ", len) == 0)
			for (int k = 0; k < 5; k++)
				vn_vectors_add(&vectors, id, VN_VECTOR_WHOLE, &sums[0]);
		if (len == strlen("lưới") && memcmp(one, "lưới", len) == 0)
			for (int k = 0; k < 5; k++)
				vn_vectors_add(&vectors, id, VN_VECTOR_WHOLE, &sums[1]);
	}
	assert_true(fruit && times);
	garden = vn_vectors_whole(&sums[0]);
	pitch = vn_vectors_whole(&sums[1]);
	assert_true(vn_vectors_say(&vectors, &garden, fruit) >
		    vn_vectors_say(&vectors, &garden, times) + 64);
	assert_true(vn_vectors_say(&vectors, &pitch, times) >
		    vn_vectors_say(&vectors, &pitch, fruit) + 64);
	vn_buf_fini(&text);
	vn_buf_fini(&learned);
	vn_buf_fini(&again);
	vn_stream_fini(&stream);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(damaged_sections_are_refused),
		cmocka_unit_test(neighbours_say_what_the_format_says),
		cmocka_unit_test(learned_vectors_tell_matters_apart),
	};
	return cmocka_run_group_tests(tests, setup, NULL);
}
