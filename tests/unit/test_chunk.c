/* Chunks: what stands between blanks, whatever the bytes are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "decode/chunk.h"
#include "model/words.h"
#include "text/chars.h"
#include "with_model.h"

#include <stdlib.h>

static struct vn_chunk take(const char *text)
{
	struct vn_chunk chunk = {0};
	size_t at = 0;
	vn_chunk_take(&chunk, (struct vn_str){text, strlen(text)}, &at);
	assert_int_equal(at, chunk.bytes);
	return chunk;
}

static void a_chunk_is_decoded(void **state)
{
	struct vn_chunk chunk = take("(đổi), mới");

	(void)state;
	assert_int_equal(chunk.bytes, strlen("(đổi),"));
	assert_int_equal(chunk.count, 6);
	assert_int_equal(chunk.c[1], 0x111);
	assert_int_equal(chunk.at[1], 1);
	assert_int_equal(chunk.at[2], 3);
	assert_int_equal(chunk.at[6], chunk.bytes);
}

/* What is no UTF-8, or too long, has no code points and stays as it is; a run without blanks ends
 * somewhere. */
static void strange_chunks_have_no_letters(void **state)
{
	char *text = malloc(VN_CHUNK_BYTES + 100);
	struct vn_chunk chunk = take("a\xff"
				     "b c");

	(void)state;
	assert_non_null(text);
	assert_int_equal(chunk.count, 0);
	assert_int_equal(chunk.bytes, 3);
	memset(text, 'a', VN_CHUNK_BYTES + 99);
	text[VN_CHUNK_BYTES + 99] = 0;
	assert_int_equal(take(text).count, 0);
	assert_int_equal(take(text).bytes, VN_CHUNK_BYTES);
	text[VN_CHUNK_MAX] = 0;
	assert_int_equal(take(text).count, VN_CHUNK_MAX);
	free(text);
}

static void blanks_are_counted(void **state)
{
	static const struct {
		const char *text;
		bool single;
		int breaks;
		size_t bytes;
	} cases[] = {
		{"a", false, 0, 0},    {" a", true, 0, 1},	  {"\t", false, 0, 1},
		{"  a", false, 0, 2},  {"\n", false, 1, 1},	  {" \r\n\n a", false, 2, 5},
		{"\f a", false, 2, 2}, {"\xc2\xa0", false, 0, 2},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct vn_str text = {cases[i].text, strlen(cases[i].text)};
		size_t at = 0;
		int breaks;
		assert_int_equal(vn_chunk_blanks(text, &at, &breaks), cases[i].single);
		assert_int_equal(breaks, cases[i].breaks);
		assert_int_equal(at, cases[i].bytes);
	}
}

static void the_neighbour_sees_a_shape(void **state)
{
	static const struct {
		const char *text;
		enum vn_case shape;
	} cases[] = {
		{"tỉnh", VN_CASE_LOWER},  {"(Tỉnh", VN_CASE_TITLE}, {"TỈNH,", VN_CASE_UPPER},
		{"tỉnh.", VN_CASE_START}, {"TỈNH:", VN_CASE_START}, {"12", VN_CASE_LOWER},
		{"Đ", VN_CASE_TITLE},	  {"--", VN_CASE_LOWER},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct vn_chunk chunk = take(cases[i].text);
		assert_int_equal(vn_chunk_shape(&chunk), cases[i].shape);
	}
}

/* Words are found in any case and with the tone mark in either place. */
static void words_are_found(void **state)
{
	static const char *const same[][2] = {
		{"TỈNH", "tỉnh"}, {"hoà", "hòa"}, {"Uỷ", "ủy"}, {"Ủy", "ủy"}};

	(void)state;
	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		struct vn_chunk chunk = take(same[i][0]);
		uint32_t id = vn_model_lookup(model, chunk.c, chunk.count);
		assert_true(id >= VN_WORD_FIRST);
		assert_int_equal(
			id, vn_model_find(model, (struct vn_str){same[i][1], strlen(same[i][1])}));
		assert_int_equal(vn_chunk_kept(model, chunk.c, chunk.count), id);
	}
}

static void what_is_kept_has_an_id(void **state)
{
	static const struct {
		const char *text;
		uint32_t word;
	} cases[] = {
		{"12", VN_WORD_NUMBER},
		{"1.234,5", VN_WORD_NUMBER},
		{"57-NQ/TW", VN_WORD_CODE},
		{"A4", VN_WORD_CODE},
		{"...", 0},
		{"qwzx", VN_WORD_UNKNOWN},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct vn_chunk chunk = take(cases[i].text);
		assert_int_equal(vn_chunk_kept(model, chunk.c, chunk.count), cases[i].word);
	}
}

/* Only behind a word does a full stop end a sentence; a hyphen counts between blanks only. */
static void signs_say_something(void **state)
{
	static const struct {
		const char *text;
		bool behind;
		uint32_t word;
	} cases[] = {
		{".", true, VN_WORD_BOUND},  {".", false, 0},
		{",", true, VN_WORD_COMMA},  {"(", false, VN_WORD_COMMA},
		{").", true, VN_WORD_BOUND}, {"'", true, 0},
		{"-", true, VN_WORD_COMMA},  {"-", false, 0},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct vn_chunk chunk = take(cases[i].text);
		assert_int_equal(vn_chunk_signs(&chunk, 0, chunk.count, cases[i].behind),
				 cases[i].word);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_chunk_is_decoded),
		cmocka_unit_test(strange_chunks_have_no_letters),
		cmocka_unit_test(blanks_are_counted),
		cmocka_unit_test(the_neighbour_sees_a_shape),
		cmocka_unit_test(words_are_found),
		cmocka_unit_test(what_is_kept_has_an_id),
		cmocka_unit_test(signs_say_something),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
