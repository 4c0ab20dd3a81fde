/* Letter codes and the trie of the lexicon. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "model/trie.h"
#include "text/chars.h"
#include "lang/vi/letters.h"

#include <stdlib.h>

/* Every letter of the alphabet and a-z has a code of its own; nothing else has one. */
static void codes_tell_letters_apart(void **state)
{
	int owner[VN_LETTER_CODES] = {0}, count = 0;

	(void)state;
	for (int32_t c = 0; c < 0x3000; c++) {
		uint8_t code = vn_letter_code(c);
		bool letter = (c >= 'a' && c <= 'z') || (vn_grapheme_of(c) && !vn_is_upper(c));
		assert_int_equal(code != 0, letter);
		if (!code)
			continue;
		assert_true(code < VN_LETTER_CODES);
		assert_int_equal(owner[code], 0);
		owner[code] = c;
		count++;
	}
	assert_int_equal(count, 26 + 89 - 22); /* a-z and the letters with marks */
	assert_int_equal(vn_letter_code(-1), 0);
	assert_int_equal(vn_letter_code(0x10ffff), 0);
}

static struct vn_trie_word word(const char *text, uint32_t id)
{
	struct vn_trie_word out = {.id = id};
	struct vn_str s = {text, strlen(text)};
	for (size_t at = 0; at < s.len;)
		out.code[out.length++] = vn_letter_code(vn_utf8_next(s, &at));
	return out;
}

/* The node that TEXT leads to, or 0. */
static uint32_t walk(const struct vn_trie *trie, const char *text)
{
	struct vn_trie_word path = word(text, 0);
	uint32_t node = VN_TRIE_ROOT;
	for (int i = 0; i < path.length; i++) {
		node = vn_trie_child(trie, node, path.code[i]);
		if (!node)
			return 0;
	}
	return node;
}

static void words_are_found_and_nothing_else(void **state)
{
	static const char *const texts[] = {"đổi", "đồi", "đ", "do", "doanh",
					    "ưng", "ừng", "z", "a"};
	struct vn_trie_word words[9];
	struct vn_trie trie;

	(void)state;
	for (uint32_t i = 0; i < 9; i++)
		words[i] = word(texts[i], 100 + i);
	assert_int_equal(vn_trie_build(&trie, words, 9, NULL), VN_OK);
	for (uint32_t i = 0; i < 9; i++) {
		uint32_t node = walk(&trie, texts[i]);
		assert_int_not_equal(node, 0);
		assert_int_equal(trie.nodes[node].word, 100 + i);
	}
	assert_int_equal(trie.nodes[walk(&trie, "doa")].word, 0);
	assert_int_equal(walk(&trie, "doanhh"), 0);
	assert_int_equal(walk(&trie, "đô"), 0);
	assert_int_equal(walk(&trie, "b"), 0);
	vn_trie_fini(&trie);
}

/* No child, whatever the code: every one of the 128 is asked. */
static void children_are_those_put_in(void **state)
{
	struct vn_trie_word words[VN_LETTER_CODES];
	struct vn_trie trie;
	size_t count = 0;

	(void)state;
	for (int c = 1; c < VN_LETTER_CODES; c += 3)
		words[count++] =
			(struct vn_trie_word){.code = {(uint8_t)c}, .length = 1, .id = (uint32_t)c};
	assert_int_equal(vn_trie_build(&trie, words, count, NULL), VN_OK);
	for (int c = 0; c < VN_LETTER_CODES; c++) {
		uint32_t node = vn_trie_child(&trie, VN_TRIE_ROOT, (uint8_t)c);
		assert_int_equal(node != 0, c % 3 == 1);
		if (node)
			assert_int_equal(trie.nodes[node].word, c);
	}
	vn_trie_fini(&trie);
}

static void edges(void **state)
{
	struct vn_trie_word longest = {.length = sizeof longest.code, .id = 6};
	struct vn_trie trie;
	uint32_t node = VN_TRIE_ROOT;

	(void)state;
	assert_int_equal(vn_trie_build(&trie, NULL, 0, NULL), VN_OK);
	for (int c = 0; c < VN_LETTER_CODES; c++)
		assert_int_equal(vn_trie_child(&trie, VN_TRIE_ROOT, (uint8_t)c), 0);
	vn_trie_fini(&trie);
	vn_trie_fini(&trie);
	memset(longest.code, VN_LETTER_CODES - 1, sizeof longest.code);
	assert_int_equal(vn_trie_build(&trie, &longest, 1, NULL), VN_OK);
	for (size_t i = 0; i < sizeof longest.code; i++) {
		node = vn_trie_child(&trie, node, VN_LETTER_CODES - 1);
		assert_int_not_equal(node, 0);
	}
	assert_int_equal(trie.nodes[node].word, 6);
	vn_trie_fini(&trie);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_tell_letters_apart),
		cmocka_unit_test(words_are_found_and_nothing_else),
		cmocka_unit_test(children_are_those_put_in),
		cmocka_unit_test(edges),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
