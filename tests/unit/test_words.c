/* From text to the tokens of the n-gram model: one definition for training and search. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "model/words.h"
#include "text/chars.h"

#include <stdio.h>

struct heard {
	char text[512]; /* tokens parted by blanks: words as they are, kinds as signs */
	size_t len;
	int calls, refuse_at; /* the sink refuses call number refuse_at, 0: never */
};

/* . boundary, : comma, # number, * code, ? a word too long; T' and U' mark the case pattern. */
static enum vn_status hear(void *self, const struct vn_lm_token *token, struct vn_err *err)
{
	static const char *const kind[] = {"0", ".", ",", "#", "*", "?"};
	static const char *const shape[] = {"", "T'", "U'"};
	struct heard *h = self;

	if (++h->calls == h->refuse_at)
		return vn_err_set(err, VN_EOUTPUT, "refused");
	if (token->id == VN_WORD_FIRST && token->len)
		h->len += (size_t)snprintf(h->text + h->len, sizeof h->text - h->len, "%s%s%.*s",
					   h->len ? " " : "", shape[token->shape], (int)token->len,
					   token->text);
	else
		h->len += (size_t)snprintf(h->text + h->len, sizeof h->text - h->len, "%s%s",
					   h->len ? " " : "",
					   kind[token->id == VN_WORD_FIRST ? 5 : token->id]);
	return VN_OK;
}

static void lines_fall_into_tokens(void **state)
{
	static const struct {
		const char *line, *tokens;
	} cases[] = {
		{"", ""},
		{" \t\r\n", ""},
		{"đổi mới", "đổi mới"},
		{"ĐỔI Mới", "U'đổi T'mới"},
		{"Ở", "T'ở"},
		{"eMail", "email"},
		{"xã, huyện.", "xã , huyện ."},
		{"gồm: một;", "gồm . một ."},
		{"thế nào?! Rồi", "thế nào . T'rồi"},
		{"kinh tế - xã hội", "kinh tế , xã hội"},
		{"kinh tế – xã hội", "kinh tế , xã hội"},
		{"kinh tế-xã hội", "kinh tế xã hội"},
		{"và/hoặc", "và , hoặc"},
		{"(sau đây", ", sau đây"},
		{"tỉnh).", "tỉnh ."},
		{"“Số”", "T'số"},
		{"ngày 19 tháng 6", "ngày # tháng #"},
		{"19/6/2015;", "# ."},
		{"57-NQ/TW", "*"},
		{"d6i", "*"},
		{"a.b", "a b"},
		{"+ = *", ""},
		{"\xff\xfe", ""},
		{"một\xffhai", "một hai"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct heard heard = {.text = ""};
		struct vn_str line = {cases[i].line, strlen(cases[i].line)};
		assert_int_equal(vn_lm_tokens(line, hear, &heard, NULL), VN_OK);
		assert_string_equal(heard.text, cases[i].tokens);
	}
}

static void bytes_that_are_no_text_do_no_harm(void **state)
{
	struct heard heard = {.text = ""};
	(void)state;
	assert_int_equal(vn_lm_tokens(VN_STR("m\0t hai"), hear, &heard, NULL), VN_OK);
	assert_string_equal(heard.text, "m t hai");
}

static void a_word_too_long_has_no_text(void **state)
{
	char line[VN_WORD_LETTERS + 2];
	struct heard heard = {.text = ""};

	(void)state;
	memset(line, 'a', sizeof line);
	assert_int_equal(
		vn_lm_tokens((struct vn_str){line, VN_WORD_LETTERS + 1}, hear, &heard, NULL),
		VN_OK);
	assert_string_equal(heard.text, "?");
	heard = (struct heard){.text = ""};
	assert_int_equal(vn_lm_tokens((struct vn_str){line, VN_WORD_LETTERS}, hear, &heard, NULL),
			 VN_OK);
	assert_int_equal(heard.len, VN_WORD_LETTERS);
}

/* Whatever the line, every word fits the token's text. */
static void the_longest_letters_fit(void **state)
{
	char line[VN_WORD_LETTERS * 4];
	size_t len = 0;
	struct heard heard = {.text = ""};

	(void)state;
	for (int i = 0; i < VN_WORD_LETTERS; i++)
		len += vn_utf8_put(line + len, 0x20000);
	assert_int_equal(vn_lm_tokens((struct vn_str){line, len}, hear, &heard, NULL), VN_OK);
	assert_int_equal(heard.len, len);
	assert_true(len <= VN_WORD_BYTES);
}

static void a_refusal_ends_the_line(void **state)
{
	(void)state;
	for (int at = 1; at <= 4; at++) {
		struct heard heard = {.refuse_at = at};
		assert_int_equal(vn_lm_tokens(VN_STR("(một/hai."), hear, &heard, NULL), VN_EOUTPUT);
		assert_int_equal(heard.calls, at);
	}
}

static void signs_say_what_they_part(void **state)
{
	(void)state;
	for (const char *at = ".;:!?"; *at; at++)
		assert_int_equal(vn_sign_word(*at, false), VN_WORD_BOUND);
	for (const char *at = ",()/"; *at; at++)
		assert_int_equal(vn_sign_word(*at, false), VN_WORD_COMMA);
	assert_int_equal(vn_sign_word('-', true), VN_WORD_COMMA);
	assert_int_equal(vn_sign_word('-', false), 0);
	assert_int_equal(vn_sign_word(0x2014, true), VN_WORD_COMMA);
	assert_int_equal(vn_sign_word('"', true), 0);
	assert_int_equal(vn_sign_word('a', true), 0);
	assert_int_equal(vn_sign_word(-1, true), 0);
}

static void case_patterns(void **state)
{
	static const struct {
		int32_t letters[4];
		int count;
		enum vn_case shape;
	} cases[] = {
		{{'a', 'b'}, 2, VN_CASE_LOWER},
		{{'A', 'b'}, 2, VN_CASE_TITLE},
		{{'A', 'B'}, 2, VN_CASE_UPPER},
		{{'a', 'B'}, 2, VN_CASE_LOWER},
		{{'A'}, 1, VN_CASE_TITLE},
		{{0x110, 0x1ed4, 'I'}, 3, VN_CASE_UPPER},
		{{0x111, 0x1ed4, 'I'}, 3, VN_CASE_LOWER},
		{{'A', '6', 'B'}, 3, VN_CASE_UPPER},
		{{'A', 'B', 'c'}, 3, VN_CASE_TITLE},
		{{0}, 0, VN_CASE_LOWER},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(vn_case_of(cases[i].letters, cases[i].count), cases[i].shape);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_fall_into_tokens),
		cmocka_unit_test(bytes_that_are_no_text_do_no_harm),
		cmocka_unit_test(a_word_too_long_has_no_text),
		cmocka_unit_test(the_longest_letters_fit),
		cmocka_unit_test(a_refusal_ends_the_line),
		cmocka_unit_test(signs_say_what_they_part),
		cmocka_unit_test(case_patterns),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
