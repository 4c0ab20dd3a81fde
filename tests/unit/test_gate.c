/* The gate: right words are plain where their neighbours bear them out, all others are read anew.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "decode/gate.h"
#include "model/words.h"
#include "with_model.h"

/* Marks the chunks of TEXT, with the bytes [FROM, TO) protected. */
static void mark(struct vn_gate *gate, const char *text, size_t from, size_t to)
{
	struct vn_unit unit;

	vn_unit_init(&unit);
	assert_int_equal(vn_unit_begin(&unit, text, strlen(text), NULL), VN_OK);
	if (from < to)
		assert_int_equal(vn_unit_protect(&unit, from, to, VN_PROTECT_USER, NULL), VN_OK);
	gate->state = vn_score_start(&model->scorer);
	vn_gate_mark(gate, model, &unit, 0);
	vn_unit_fini(&unit);
}

static void sentences_of_the_training_text_are_plain(void **state)
{
	static const char text[] = "Quyết định này có hiệu lực thi hành kể từ ngày ký.";
	static struct vn_gate gate;
	int plain = 0;

	(void)state;
	mark(&gate, text, 0, 0);
	assert_int_equal(gate.count, 12);
	for (int i = 0; i < gate.count; i++)
		plain += gate.chunk[i].word != 0;
	assert_true(plain >= 9);
	assert_int_equal(gate.chunk[6].word, vn_model_find(model, VN_STR("thi")));
	assert_int_equal(gate.chunk[6].begin, 0);
	assert_int_equal(gate.chunk[6].end, 3);
}

/* A word that stands nowhere so is not, and neither is the one before it, which it does not fit. */
static void strange_words_are_not(void **state)
{
	static struct vn_gate gate;

	(void)state;
	mark(&gate, "Quyết định này có hiệu lực nhà hành kể từ ngày ký.", 0, 0);
	assert_int_equal(gate.chunk[6].word, 0);
	assert_int_equal(gate.chunk[7].word, 0);
	mark(&gate, "Quyết định này có hiệu lực qwzx hành kể từ ngày ký.", 0, 0);
	assert_int_equal(gate.chunk[6].word, 0);
	mark(&gate, "Quyết định này có hiệu lực 12 hành kể từ ngày ký.", 0, 0);
	assert_int_equal(gate.chunk[6].word, 0);
}

static void protected_words_are_not(void **state)
{
	static const char text[] = "Quyết định này có hiệu lực thi hành kể từ ngày ký.";
	static struct vn_gate gate;
	size_t at = (size_t)(strstr(text, "thi ") - text);

	(void)state;
	mark(&gate, text, at, at + 3);
	assert_int_equal(gate.chunk[6].word, 0);
	assert_int_not_equal(gate.chunk[7].word, 0);
}

/* What is remembered of a chunk is what a first look at it says, also of one that is too long to be
 * remembered, one that ends at a no-break space, and one that is no UTF-8. */
static void words_are_remembered(void **state)
{
	static const char text[] = "Quyết định (này) có\u00a0hiệu lực \"thi hành... kể\xff từ "
				   "ngày ký.,;:!?.,;:!?.,;:!? ngày ký, NGÀY KÝ";
	static struct vn_gate fresh, used;

	(void)state;
	mark(&used, text, 0, 0);
	mark(&used, text, 0, 0);
	mark(&fresh, text, 0, 0);
	assert_int_equal(used.count, 16);
	assert_int_equal(used.count, fresh.count);
	assert_memory_equal(used.chunk, fresh.chunk, sizeof fresh.chunk);
	assert_true(vn_score_state_eq(&used.state, &fresh.state));
}

/* No text is too long, and what is not looked at is not plain. */
static void long_texts_fit(void **state)
{
	static struct vn_gate gate;
	static char text[4 * VN_GATE_CHUNKS + 1];

	(void)state;
	for (size_t i = 0; i + 1 < sizeof text; i++)
		text[i] = i % 2 ? ' ' : 'a';
	mark(&gate, text, 0, 0);
	assert_int_equal(gate.count, VN_GATE_CHUNKS);
	mark(&gate, "", 0, 0);
	assert_int_equal(gate.count, 0);
	mark(&gate, " \n ", 0, 0);
	assert_int_equal(gate.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sentences_of_the_training_text_are_plain),
		cmocka_unit_test(strange_words_are_not),
		cmocka_unit_test(protected_words_are_not),
		cmocka_unit_test(words_are_remembered),
		cmocka_unit_test(long_texts_fit),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
