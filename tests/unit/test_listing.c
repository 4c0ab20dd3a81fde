/* The n-grams of a model, found again without the text, and a smaller model made of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "mkmodel/commands.h"
#include "mkmodel/listing.h"
#include "mkmodel/vectors.h"
#include "ngram_cost.h"
#include "small_model.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

struct fixture {
	struct vn_stream stream;
	struct vn_ngrams made; /* what went into the model */
	struct vn_model *model;
	struct vn_ngrams listed;
};

static int setup(void **state)
{
	static const uint32_t min_raw[VN_LM_ORDER] = {0, 1, 2, 2, 2};
	static struct fixture f;
	*state = &f;
	f.model = small_model_open();
	return !f.model || !small_stream(&f.stream, small_model_text(), 3) ||
	       vn_ngrams_count(&f.made, &f.stream, VN_LM_ORDER, min_raw, NULL) ||
	       vn_ngrams_prune(&f.made, 100000, NULL) ||
	       vn_listing_make(&f.listed, &f.model->lm, NULL);
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	vn_model_close(f->model);
	vn_ngrams_fini(&f->made);
	vn_ngrams_fini(&f->listed);
	vn_stream_fini(&f->stream);
	return 0;
}

static size_t total_of(const struct vn_ngrams *m)
{
	size_t total = 0;
	for (int k = 2; k <= m->order; k++)
		total += m->count[k - 1];
	return total;
}

/* The words of an n-gram, last one first. */
static void words_of(const struct vn_ngram *gram, uint16_t words[VN_LM_ORDER])
{
	for (int k = 0; k < 4; k++)
		words[k] = (uint16_t)(gram->key >> (48 - 16 * k));
	words[4] = gram->word4;
}

/* All that went in is there, in order, with its parts; a few may be there that only look like it.
 */
static void ngrams_are_those_that_went_in(void **state)
{
	const struct fixture *f = *state;

	for (int order = 2; order <= VN_LM_ORDER; order++) {
		const struct vn_ngram *gram = f->listed.gram[order - 1];
		size_t count = f->listed.count[order - 1], lost = 0;
		for (size_t i = 0; i < f->made.count[order - 1]; i++) {
			uint16_t words[VN_LM_ORDER];
			const struct vn_ngram *found;
			words_of(&f->made.gram[order - 1][i], words);
			found = ngram_find(&f->listed, words, order);
			assert_non_null(found);
			assert_true(fabs((double)found->cost -
					 (double)f->made.gram[order - 1][i].cost) < 0.5);
			lost += found->score < 0;
		}
		assert_true(count - f->made.count[order - 1] <= 2);
		assert_true(lost <= 2);
		for (size_t i = 0; i < count; i++) {
			uint16_t words[VN_LM_ORDER];
			assert_true(!i || gram[i - 1].key < gram[i].key ||
				    (gram[i - 1].key == gram[i].key &&
				     gram[i - 1].word4 < gram[i].word4));
			words_of(&gram[i], words);
			assert_ptr_equal(ngram_find(&f->listed, words, order - 1),
					 &f->listed.gram[order - 2][gram[i].suffix]);
			assert_ptr_equal(ngram_find(&f->listed, words + 1, order - 1),
					 &f->listed.gram[order - 2][gram[i].context]);
		}
	}
}

/* All words together are the text; an n-gram is not expected oftener than its parts. */
static void shares_are_those_of_text(void **state)
{
	const struct fixture *f = *state;
	double words = 0;

	for (size_t w = VN_WORD_BOUND; w < f->listed.count[0]; w++)
		words += f->listed.gram[0][w].raw;
	assert_true(words > 0.9e8 && words < 1.5e8);
	for (int order = 2; order <= VN_LM_ORDER; order++)
		for (size_t i = 0; i < f->listed.count[order - 1]; i++) {
			const struct vn_ngram *gram = &f->listed.gram[order - 1][i];
			assert_true(gram->raw <=
				    1.1 * f->listed.gram[order - 2][gram->context].raw);
			assert_true(gram->raw <= 1.5 * f->listed.gram[order - 2][gram->suffix].raw);
		}
}

/* The probabilities of all words after the LEN words WORDS, nearest first. */
static double mass_after(const struct vn_ngrams *m, const uint16_t *words, int len)
{
	uint16_t all[VN_LM_ORDER];
	double mass = 0;

	memcpy(all + 1, words, (size_t)len * sizeof *words);
	for (size_t w = VN_WORD_BOUND; w < m->count[0]; w++) {
		all[0] = (uint16_t)w;
		mass += exp(-ngram_cost(m, all, len + 1));
	}
	return mass;
}

/* What is pruned leaves its share to the others: contexts are worth as much as before. */
static void pruning_keeps_the_mass(void **state)
{
	const struct fixture *f = *state;
	struct vn_ngrams whole, part;
	size_t limit = total_of(&f->made) / 3;

	assert_int_equal(vn_listing_make(&whole, &f->model->lm, NULL), VN_OK);
	assert_int_equal(vn_listing_make(&part, &f->model->lm, NULL), VN_OK);
	assert_int_equal(vn_ngrams_prune(&part, limit, NULL), VN_OK);
	assert_true(total_of(&part) <= limit && total_of(&part) > limit * 3 / 4);
	for (size_t i = 0; i < whole.count[1]; i += 7) {
		uint16_t words[VN_LM_ORDER];
		words_of(&whole.gram[1][i], words);
		assert_true(fabs(mass_after(&whole, words, 2) - mass_after(&part, words, 2)) <
			    0.03);
	}
	vn_ngrams_fini(&whole);
	vn_ngrams_fini(&part);
}

/* vnfix-mkmodel prune with -s SIZE, from the model at FROM to the one at TO. */
static enum vn_status prune(const char *size, const char *from, const char *to)
{
	const char *argv[] = {"prune", "-s", size, "-o", to, from, NULL};
	struct vn_err err;

	return vn_command_prune(6, (char **)argv, &err);
}

/* Whatever fits stays; the file is whole and the same each time. */
static void a_model_that_fits_keeps_its_words(void **state)
{
	char from[SMALL_MODEL_PATH], one[SMALL_MODEL_PATH], two[SMALL_MODEL_PATH];
	const char *verify[] = {"verify", one, NULL};
	struct vn_sections a = {0}, b = {0};
	struct vn_err err;

	(void)state;
	assert_true(small_model_write(from));
	assert_true(small_file(one, "", 0) && small_file(two, "", 0));
	assert_int_equal(prune("1", from, one), VN_OK);
	assert_int_equal(prune("1", from, two), VN_OK);
	assert_int_equal(vn_command_verify(2, (char **)verify, &err), VN_OK);
	assert_int_equal(vn_sections_read(&a, one, &err), VN_OK);
	assert_int_equal(vn_sections_read(&b, two, &err), VN_OK);
	assert_int_equal(a.count, b.count);
	for (size_t i = 0; i < a.count; i++)
		assert_true(vn_str_eq(vn_buf_str(&a.bytes[i]), vn_buf_str(&b.bytes[i])));
	assert_int_equal(prune("0", from, one), VN_EUSAGE);
	assert_int_equal(prune("1", "/dev/null/none", one), VN_EMODEL);
	vn_sections_fini(&a);
	vn_sections_fini(&b);
	unlink(from);
	unlink(one);
	unlink(two);
}

/* Bytes of the vectors of the model at PATH. */
static size_t vectors_at(const char *path)
{
	struct vn_sections sections = {0};
	size_t bytes = 0;

	assert_int_equal(vn_sections_read(&sections, path, NULL), VN_OK);
	for (size_t i = 0; i < sections.count; i++)
		if (sections.id[i] == VN_SECTION_VECT)
			bytes = sections.bytes[i].len;
	vn_sections_fini(&sections);
	return bytes;
}

/* Vectors stay where they are small beside the model, and go where they are much of it: those of
 * 1,200 words are a seventh of a MiB. */
static void vectors_stay_where_they_are_little(void **state)
{
	static const uint32_t min_raw[VN_LM_ORDER] = {0, 1, 2, 2, 2};
	char from[SMALL_MODEL_PATH], to[SMALL_MODEL_PATH], word[8];
	struct vn_buf text = {0};
	struct vn_sections many = {0};
	struct vn_stream stream;
	struct vn_ngrams ngrams;

	(void)state;
	assert_true(small_model_write(from) && small_file(to, "", 0));
	assert_true(vectors_at(from) > 0);
	assert_int_equal(prune("1", from, to), VN_OK);
	assert_int_equal(vectors_at(to), vectors_at(from));
	for (int i = 0; i < 1200; i++) {
		snprintf(word, sizeof word, "w%c%c%c ", 'a' + i / 100, 'a' + i / 10 % 10,
			 'a' + i % 10);
		assert_int_equal(vn_buf_add(&text, word, strlen(word), NULL), VN_OK);
	}
	assert_true(small_sections(&many) && small_stream(&stream, vn_buf_str(&text), 3));
	assert_int_equal(vn_ngrams_count(&ngrams, &stream, VN_LM_ORDER, min_raw, NULL), VN_OK);
	assert_int_equal(vn_sections_add_words(&many, &stream, NULL), VN_OK);
	assert_int_equal(vn_sections_add_ngrams(&many, &ngrams, NULL), VN_OK);
	assert_int_equal(
		vn_vectors_learn(vn_sections_get(&many, VN_SECTION_VECT), &stream, 4, NULL), VN_OK);
	assert_int_equal(vn_sections_write(&many, from, NULL), VN_OK);
	assert_true(vectors_at(from) > 1048576 / 8);
	assert_int_equal(prune("1", from, to), VN_OK);
	assert_int_equal(vectors_at(to), 0);
	assert_int_equal(prune("2", from, to), VN_OK);
	assert_int_equal(vectors_at(to), vectors_at(from));
	vn_buf_fini(&text);
	vn_sections_fini(&many);
	vn_stream_fini(&stream);
	vn_ngrams_fini(&ngrams);
	unlink(from);
	unlink(to);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ngrams_are_those_that_went_in),
		cmocka_unit_test(shares_are_those_of_text),
		cmocka_unit_test(pruning_keeps_the_mass),
		cmocka_unit_test(a_model_that_fits_keeps_its_words),
		cmocka_unit_test(vectors_stay_where_they_are_little),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
