/* The candidate search against its definition: plain_search.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "decode/candidates.h"
#include "plain_search.h"
#include "small_model.h"

#include <stdlib.h>

#define CHANNELS 8
#define WORDS	 40
#define RECORDS	 1000

struct fixture {
	struct vn_model *model;
	struct vn_candidate_cache *cache;
	struct plain *plain;
	uint32_t seed;
};

static int setup(void **state)
{
	static struct fixture f;
	*state = &f;
	f.seed = 1;
	f.model = small_model_open();
	f.plain = malloc(sizeof *f.plain);
	return !f.model || !f.plain || vn_candidate_cache_open(&f.cache, f.model, NULL);
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	vn_candidate_cache_close(f->cache);
	vn_model_close(f->model);
	free(f->plain);
	return 0;
}

static uint32_t any(struct fixture *f, uint32_t below)
{
	f->seed = f->seed * 1664525 + 1013904223;
	return (f->seed >> 8) % below;
}

/* Letters that words of the small model have, capitals, and signs: few, so that they meet. */
static int32_t any_letter(struct fixture *f, bool printed)
{
	static const int32_t letters[] = {'a',	 'n',	 'h',	 't',	 'c',	 'i',	'o', 'g',
					  0x111, 0x1ed1, 0x1ea1, 0x1edb, 0x1b0,	 0xe2,	'b', 'u',
					  'A',	 'N',	 'H',	 0x110,	 0x1ed0, 'T',	'B', 'x',
					  '6',	 '.',	 0xe9,	 '$',	 ' ',	 0x4e00};
	return letters[any(f, printed ? 24 : 30)];
}

static int in_file_order(const void *a, const void *b)
{
	const struct vn_file_segment *x = a, *y = b;
	for (int i = 0; i < 3; i++)
		if (x->read[i] != y->read[i])
			return x->read[i] < y->read[i] ? -1 : 1;
	return (x->cost > y->cost) - (x->cost < y->cost);
}

/* A channel of segments of any letters, often equal in cost; every other one knows neighbours. */
static void any_channel(struct fixture *f, struct vn_channel *out, bool contexts)
{
	static struct vn_file_segment segments[RECORDS];
	static struct vn_file_context around[RECORDS];

	for (int i = 0; i < RECORDS; i++) {
		struct vn_file_segment *s = &segments[i];
		struct vn_file_context *c = &around[i];
		uint32_t read = any(f, 8), printed = any(f, 4);
		*s = (struct vn_file_segment){.cost = (int32_t)(any(f, 60) * 50)};
		for (uint32_t k = 0; k < (read < 1 ? 0 : read < 6 ? 1 : read - 4); k++)
			s->read[k] = (uint32_t)any_letter(f, false);
		for (uint32_t k = 0; k < (printed < 1 ? 0 : printed < 3 ? 1 : 2); k++)
			s->printed[k] = (uint32_t)any_letter(f, true);
		*c = (struct vn_file_context){.before = (uint32_t)any_letter(f, false),
					      .difference = (int32_t)any(f, 1000) - 500};
		memcpy(c->read, s->read, sizeof c->read);
		memcpy(c->printed, s->printed, sizeof c->printed);
	}
	qsort(segments, RECORDS, sizeof *segments, in_file_order);
	assert_int_equal(vn_channel_init(out, "eng\0\0\0\0", segments, RECORDS, NULL), VN_OK);
	if (contexts)
		assert_int_equal(vn_channel_contexts(out, around, RECORDS, NULL), VN_OK);
}

static void compare_within(struct fixture *f, enum vn_candidate_reach reach, const int32_t *read,
			   int count)
{
	struct vn_candidates found;

	plain_search(f->plain, reach, read, count);
	assert_int_equal(vn_candidates_get(f->cache, vn_model_channel(f->model, "eng"), reach, read,
					   count, &found, NULL),
			 VN_OK);
	assert_int_equal(found.count, f->plain->count);
	for (uint32_t i = 0; i < found.count; i++) {
		assert_int_equal(found.list[i].word, f->plain->list[i].word);
		assert_int_equal(found.list[i].cost, f->plain->list[i].cost);
		assert_memory_equal(found.list[i].by_case, f->plain->list[i].by_case,
				    sizeof found.list[i].by_case);
	}
}

/* Each of the three by turns first: none is taken for another. */
static void compare(struct fixture *f, const int32_t *read, int count)
{
	uint32_t first = any(f, 3);

	for (uint32_t i = 0; i < 3; i++)
		compare_within(f, (enum vn_candidate_reach)((first + i) % 3), read, count);
}

/* What is found ahead is what a search of its own finds. */
static void compare_all(struct fixture *f, const int32_t *read, int count)
{
	const struct vn_channel *base = vn_model_channel(f->model, "eng");
	int least = 1 + (int)any(f, (uint32_t)count);

	if (any(f, 2))
		compare(f, read, least + (int)any(f, (uint32_t)(count - least + 1)));
	assert_int_equal(vn_candidates_ahead(f->cache, base, read, least, count, NULL), VN_OK);
	for (int n = least; n <= count; n++)
		compare(f, read, n);
}

static void any_words_in_any_channel(void **state)
{
	struct fixture *f = *state;

	for (int n = 0; n < CHANNELS; n++) {
		struct vn_channel channel;
		any_channel(f, &channel, n % 2);
		vn_candidate_cache_channel(f->cache, vn_model_channel(f->model, "eng"), &channel);
		f->plain->model = f->model;
		f->plain->channel = &channel;
		for (int w = 0; w < WORDS; w++) {
			int32_t read[VN_READ_LETTERS];
			int count = 1 + (int)any(f, w % 10 ? 9 : VN_READ_LETTERS);
			for (int i = 0; i < count; i++)
				read[i] = any_letter(f, false);
			if (w % 4)
				compare(f, read, count);
			else
				compare_all(f, read, count);
		}
		vn_candidate_cache_channel(f->cache, vn_model_channel(f->model, "eng"), NULL);
		vn_channel_fini(&channel);
	}
}

/* The words that the model's own channel was made for, and what looks like them. */
static void words_in_the_channel_of_the_model(void **state)
{
	struct fixture *f = *state;
	struct vn_str text = small_model_text();
	int32_t read[VN_READ_LETTERS];
	int count = 0;

	/* A test that failed may have left another one. */
	vn_candidate_cache_channel(f->cache, vn_model_channel(f->model, "eng"), NULL);
	f->plain->model = f->model;
	f->plain->channel = vn_model_channel(f->model, "eng");
	for (size_t at = 0; at < text.len / 4;) {
		int32_t c = vn_utf8_next(text, &at);
		if (vn_is_space(c) || count == VN_READ_LETTERS) {
			if (count)
				compare(f, read, count);
			count = 0;
		} else {
			read[count++] = any(f, 8) ? c : any_letter(f, false);
		}
	}
}

/* What was asked before is not searched again; what is a letter longer, or of another channel, is
 * something else. */
static void answers_are_kept(void **state)
{
	struct fixture *f = *state;
	const struct vn_channel *eng = vn_model_channel(f->model, "eng"),
				*bare = vn_model_channel(f->model, "bare");
	static const int32_t read[] = {'b', 'a', 'n', 'h'};
	struct vn_candidates first[3], again, other;
	int32_t copy[4];

	vn_candidate_cache_channel(f->cache, eng, NULL);
	for (int len = 2; len <= 4; len++)
		assert_int_equal(vn_candidates_get(f->cache, eng, VN_CANDIDATES_AS_USUAL, read, len,
						   &first[len - 2], NULL),
				 VN_OK);
	/* So many others that the table grows. */
	for (int i = 0; i < 3000; i++) {
		int32_t c[] = {'a' + i % 20, 'a' + i / 20 % 20, 'a' + i / 400};
		assert_int_equal(vn_candidates_get(f->cache, eng, VN_CANDIDATES_AS_USUAL, c, 3,
						   &other, NULL),
				 VN_OK);
	}
	memcpy(copy, read, sizeof copy);
	for (int len = 2; len <= 4; len++) {
		assert_int_equal(vn_candidates_get(f->cache, eng, VN_CANDIDATES_AS_USUAL, copy, len,
						   &again, NULL),
				 VN_OK);
		assert_ptr_equal(again.list, first[len - 2].list);
		assert_int_equal(again.count, first[len - 2].count);
		assert_int_equal(vn_candidates_get(f->cache, bare, VN_CANDIDATES_AS_USUAL, copy,
						   len, &other, NULL),
				 VN_OK);
		assert_ptr_not_equal(other.list, first[len - 2].list);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_words_in_any_channel),
		cmocka_unit_test(words_in_the_channel_of_the_model),
		cmocka_unit_test(answers_are_kept),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
