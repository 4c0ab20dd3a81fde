/* The memory of a document: who votes, and how loud. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/cost.h"
#include "decode/memory.h"
#include "with_model.h"

#include <math.h>
#include <stdlib.h>

enum { KINH = VN_WORD_FIRST, MON, PHU };

/* Notes COUNT words that were read as READ, from byte AT on, ten bytes each. */
static void note(struct vn_memory *memory, size_t at, int count, uint64_t read, uint16_t word,
		 uint8_t weight)
{
	for (int i = 0; i < count; i++) {
		struct vn_memory_token token = {.begin = (uint32_t)at + 10 * (uint32_t)i,
						.length = 4,
						.read = read,
						.beside = read,
						.word = word,
						.weight = weight};
		assert_int_equal(vn_memory_note(memory, &token, NULL), VN_OK);
	}
}

/* What the memory says for two candidates of equal cost at the word that begins at byte AT. */
static void votes_for(struct vn_memory *memory, size_t at, uint64_t read, vn_cost *bonus)
{
	struct vn_candidate list[2] = {{.word = KINH}, {.word = MON}};
	struct vn_candidates found = {list, 2, VN_COST_MAX};
	/* Equal but for how frequent the words are: made even. */
	list[0].cost = 4096 - model->lm.unigrams[KINH].cost;
	list[1].cost = 4096 - model->lm.unigrams[MON].cost;
	assert_int_equal(vn_memory_move(memory, at, NULL), VN_OK);
	for (uint32_t i = 0; i < found.count; i++)
		found.sum = vn_cost_add(
			found.sum, list[i].cost + vn_score_alone(&model->scorer, list[i].word));
	vn_memory_votes(memory, model, &found, vn_memory_at(memory, at), read, bonus);
}

static void an_empty_memory_says_nothing(void **state)
{
	struct vn_memory memory = {0};
	vn_cost bonus[2];
	votes_for(&memory, 0, 7, bonus);
	assert_int_equal(bonus[0], 0);
	assert_int_equal(bonus[1], 0);
	vn_memory_fini(&memory);
}

static void sure_places_speak_for_their_word(void **state)
{
	struct vn_memory memory = {0};
	vn_cost few[2], many[2], faint[2];

	note(&memory, 0, 2, 7, KINH, VN_MEMORY_SURE);
	note(&memory, 100, 1, 8, PHU, VN_MEMORY_SURE);
	votes_for(&memory, 50, 7, few);
	assert_true(few[0] > 0 && few[1] < 0);
	vn_memory_reset(&memory);
	note(&memory, 0, 20, 7, KINH, VN_MEMORY_SURE);
	votes_for(&memory, 0, 7, many);
	assert_true(many[0] > few[0] && many[1] < few[1]);
	vn_memory_reset(&memory);
	note(&memory, 0, 2, 7, KINH, VN_MEMORY_SURE / 4);
	note(&memory, 100, 1, 8, PHU, VN_MEMORY_SURE);
	votes_for(&memory, 50, 7, faint);
	assert_true(faint[0] > 0 && faint[0] < few[0]);
	vn_memory_fini(&memory);
}

static void a_place_has_no_vote_for_itself(void **state)
{
	struct vn_memory memory = {0};
	vn_cost bonus[2];

	note(&memory, 0, 1, 7, KINH, VN_MEMORY_SURE);
	votes_for(&memory, 0, 7, bonus);
	assert_int_equal(bonus[0], 0);
	assert_int_equal(bonus[1], 0);
	vn_memory_fini(&memory);
}

static void a_common_neighbour_adds_weight(void **state)
{
	struct vn_memory memory = {0};
	vn_cost alone[2], beside[2];

	note(&memory, 0, 1, 3, PHU, VN_MEMORY_SURE);
	note(&memory, 10, 1, 7, KINH, VN_MEMORY_SURE);
	note(&memory, 20, 1, 4, PHU, VN_MEMORY_SURE);
	note(&memory, 30, 1, 7, MON, 0);
	votes_for(&memory, 30, 7, alone);
	vn_memory_reset(&memory);
	note(&memory, 0, 1, 3, PHU, VN_MEMORY_SURE);
	note(&memory, 10, 1, 7, KINH, VN_MEMORY_SURE);
	note(&memory, 20, 1, 3, PHU, VN_MEMORY_SURE);
	note(&memory, 30, 1, 7, MON, 0);
	votes_for(&memory, 30, 7, beside);
	assert_true(alone[0] > 0 && beside[0] > alone[0]);
	vn_memory_fini(&memory);
}

static void far_places_are_forgotten(void **state)
{
	struct vn_memory memory = {0};
	vn_cost near[2], far[2];

	note(&memory, 0, 3, 7, KINH, VN_MEMORY_SURE);
	note(&memory, 1000, 500, 8, PHU, VN_MEMORY_SURE);
	note(&memory, 9000, 1, 7, MON, 0);
	votes_for(&memory, 9000, 7, near);
	vn_memory_reset(&memory);
	note(&memory, 0, 3, 7, KINH, VN_MEMORY_SURE);
	note(&memory, 1000, 3000, 8, PHU, VN_MEMORY_SURE);
	note(&memory, 90000, 1, 7, MON, 0);
	votes_for(&memory, 90000, 7, far);
	assert_true(near[0] > 0);
	assert_int_equal(far[0], 0);
	vn_memory_fini(&memory);
}

/* What two rings of reach and weight hold, by the definition. */
static const struct {
	int reach, weight;
} rings[] = {{200, 6}, {600, 10}};

#define NOTES 12000 /* so many that those behind are given back */

/* The votes for WORD around note AT, those of AT itself left out; BESIDE -1 or 1: of notes whose
 * neighbour on that side was read as AT's. */
static double votes_of(const struct vn_memory_token *notes, int at, uint32_t word, int beside)
{
	double votes = 0;
	for (int i = 0; i < NOTES; i++) {
		int side = i + beside, own = at + beside;
		uint64_t read = side < 0 || side >= NOTES ? 0 : notes[side].read;
		uint64_t wanted = own < 0 || own >= NOTES ? 0 : notes[own].read;
		if (i == at || notes[i].read != notes[at].read || notes[i].word != word ||
		    (beside && read != wanted))
			continue;
		for (int k = 0; k < 2; k++)
			if (i >= at - rings[k].reach && i < at + rings[k].reach)
				votes += rings[k].weight * (double)notes[i].weight;
	}
	return votes;
}

/* Of two words that are equal but for the document. */
static double bonus_of(double votes, double all, double prior, double weight)
{
	return all > 0 ? weight * log((16 * prior + 2 * votes) / (16 * prior + all)) : 0;
}

static void votes_are_those_of_the_definition(void **state)
{
	static struct vn_memory_token notes[NOTES];
	const struct vn_weights *w = &model->weights;
	struct vn_memory memory = {0};
	unsigned seed = 7;

	(void)state;
	for (int i = 0; i < NOTES; i++) {
		int32_t letter = (int32_t)('a' + (seed >> 16) % 9);
		seed = seed * 1103515245 + 12345;
		notes[i] =
			(struct vn_memory_token){.begin = 10 * (size_t)i,
						 .length = 4,
						 .read = vn_memory_read(&letter, 1),
						 .beside = vn_memory_read(&letter, 1),
						 .word = (seed >> 20) % 2 ? KINH : MON,
						 .weight = (seed >> 21) % 5 * VN_MEMORY_SURE / 4};
		assert_int_equal(vn_memory_note(&memory, &notes[i], NULL), VN_OK);
	}
	for (int at = 0; at < NOTES; at += 20 + at % 7) {
		vn_cost bonus[2];
		double votes[2], beside[2];
		votes_for(&memory, notes[at].begin, notes[at].read, bonus);
		for (int i = 0; i < 2; i++) {
			votes[i] = votes_of(notes, at, i ? MON : KINH, 0);
			beside[i] = votes_of(notes, at, i ? MON : KINH, -1) +
				    votes_of(notes, at, i ? MON : KINH, 1);
		}
		for (int i = 0; i < 2; i++) {
			double want =
				bonus_of(votes[i], votes[0] + votes[1], w->vote_prior, w->vote) +
				bonus_of(beside[i], beside[0] + beside[1], w->neighbour_prior,
					 w->neighbour);
			assert_true(fabs(bonus[i] - want) <= 5);
		}
	}
	assert_true(memory.count < NOTES / 2);
	vn_memory_fini(&memory);
}

/* What was read otherwise votes too where it is the same but for marks, beside the same neighbour.
 */
static void a_name_votes_whatever_its_marks(void **state)
{
	struct vn_memory_token
		first = {.read = 5, .beside = 5, .word = PHU, .weight = VN_MEMORY_SURE},
		name = {.read = 7, .beside = 9, .word = KINH, .weight = VN_MEMORY_SURE};
	struct vn_memory memory = {0};
	vn_cost bonus[2];

	(void)state;
	for (size_t at = 0; at < 80; at += 20) {
		first.begin = at;
		first.length = 4;
		name.begin = at + 5;
		name.length = 4;
		if (at == 60) {
			name.read = 8;
			name.word = MON;
		}
		assert_int_equal(vn_memory_note(&memory, &first, NULL), VN_OK);
		assert_int_equal(vn_memory_note(&memory, &name, NULL), VN_OK);
	}
	votes_for(&memory, name.begin, name.read, bonus);
	assert_true(bonus[0] > 0 && bonus[0] > bonus[1]);
	vn_memory_fini(&memory);
}

/* A name in capitals and in small letters, with marks and without, is one beside its neighbour. */
static void marks_and_case_are_not_plain(void **state)
{
	static const int32_t forms[][3] = {{'l', 0xe0, 'm'}, {'L', 0xc2, 'M'}, {'l', 'a', 'm'}};
	static const int32_t others[][3] = {{'l', 'e', 'm'}, {0x111, 'a', 'm'}};
	uint64_t plain = vn_memory_plain(forms[0], 3);

	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		assert_true(vn_memory_plain(forms[i], 3) == plain);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_true(vn_memory_plain(others[i], 3) != plain);
	assert_true(vn_memory_plain((const int32_t[]){0x110, 'A', 'M'}, 3) ==
		    vn_memory_plain((const int32_t[]){'d', 'a', 'm'}, 3));
}

/* Vectors of two words, the readings, and of their neighbours: what stands around adds up to the
 * same wherever the memory comes from, and is told against what was expected. */
static void words_around_say_the_same_from_everywhere(void **state)
{
	enum { COUNT = 60, GAP = 1, REACH = 7 };
	static int8_t neighbours[PHU + 1][VN_VECTOR_DIMS], readings[PHU + 1][VN_VECTOR_DIMS];
	static const size_t places[] = {0, 1, 2, 5, 30, 31, 29, 28, 59, 58, 40, 39, 45, 3};
	struct vn_vectors kept = model->vectors;
	struct vn_memory memory = {0};
	struct vn_candidate list[2] = {{.word = KINH}, {.word = MON}};
	struct vn_candidates found = {list, 2, VN_COST_MAX};

	(void)state;
	model->vectors =
		(struct vn_vectors){PHU + 1, REACH, GAP, 1 << 24, neighbours[0], readings[0]};
	neighbours[PHU][0] = 3;
	neighbours[MON][0] = -2;
	readings[KINH][0] = 100;
	readings[MON][0] = -100;
	for (uint32_t i = 0; i < 2; i++) {
		list[i].cost = (uint16_t)(4096 - model->lm.unigrams[list[i].word].cost);
		found.sum = vn_cost_add(found.sum, 4096);
	}
	for (int i = 0; i < COUNT; i++)
		note(&memory, 10 * (size_t)i, 1, 7, i % 3 ? PHU : MON,
		     (uint32_t)(i % 5) * VN_MEMORY_SURE / 4);
	for (size_t k = 0; k < sizeof places / sizeof *places; k++) {
		vn_cost bonus[2] = {0}, want = 0;
		for (int i = 0; i < COUNT; i++) {
			int far = abs(i - (int)places[k]);
			if (far > GAP && far <= REACH)
				want += (i % 5) * VN_MEMORY_SURE / 4 * (i % 3 ? 3 : -2);
		}
		want = want / VN_MEMORY_SURE * 100 / 16 * model->weights.around / 256;
		vn_memory_at(&memory, 10 * places[k]);
		vn_memory_around(&memory, model, &found, bonus);
		assert_true(abs(bonus[0] - bonus[1] - 2 * want) <= 4);
		assert_true(want > 0 ? bonus[0] >= 0 && bonus[0] < want + 90
				     : bonus[1] >= 0 && bonus[1] < 90 - want);
	}
	model->vectors = kept;
	vn_memory_fini(&memory);
}

/* The same where tokens were given back meanwhile, and the place has the index of an older one. */
static void words_around_are_those_of_now(void **state)
{
	enum { COUNT = 10000, FROM = 6000, REACH = 7, RING = 600, GONE = FROM - RING - 1 };
	static int8_t neighbours[PHU + 1][VN_VECTOR_DIMS], readings[PHU + 1][VN_VECTOR_DIMS];
	struct vn_vectors kept = model->vectors;
	struct vn_memory memory = {0};
	struct vn_candidate list[2] = {{.word = KINH, .cost = 100}, {.word = MON, .cost = 100}};
	struct vn_candidates found = {list, 2, 0};
	vn_cost bonus[2] = {0}, again[2] = {0};

	(void)state;
	model->vectors =
		(struct vn_vectors){PHU + 1, REACH, 1, 1 << 24, neighbours[0], readings[0]};
	neighbours[PHU][0] = 3;
	neighbours[MON][0] = -2;
	readings[KINH][0] = 100;
	readings[MON][0] = -100;
	note(&memory, 0, FROM / 2, 7, MON, VN_MEMORY_SURE);
	note(&memory, 5 * FROM, COUNT - FROM / 2, 7, PHU, VN_MEMORY_SURE);
	vn_memory_at(&memory, 10 * (FROM - GONE));
	vn_memory_around(&memory, model, &found, bonus);
	assert_true(bonus[0] < bonus[1]);
	assert_int_equal(vn_memory_move(&memory, 10 * FROM, NULL), VN_OK);
	assert_int_equal(memory.count, COUNT - GONE);
	bonus[0] = bonus[1] = 0;
	vn_memory_at(&memory, 10 * FROM);
	assert_int_equal(memory.cursor, FROM - GONE);
	vn_memory_around(&memory, model, &found, bonus);
	memory.around.at = SIZE_MAX; /* added up anew */
	vn_memory_around(&memory, model, &found, again);
	assert_int_equal(bonus[0], again[0]);
	assert_true(bonus[0] > bonus[1]);
	model->vectors = kept;
	vn_memory_fini(&memory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_memory_says_nothing),
		cmocka_unit_test(sure_places_speak_for_their_word),
		cmocka_unit_test(a_place_has_no_vote_for_itself),
		cmocka_unit_test(a_common_neighbour_adds_weight),
		cmocka_unit_test(far_places_are_forgotten),
		cmocka_unit_test(votes_are_those_of_the_definition),
		cmocka_unit_test(a_name_votes_whatever_its_marks),
		cmocka_unit_test(marks_and_case_are_not_plain),
		cmocka_unit_test(words_around_say_the_same_from_everywhere),
		cmocka_unit_test(words_around_are_those_of_now),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
