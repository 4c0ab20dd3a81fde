/* Posteriors: those of hand-made graphs and of small lattices, by the definition. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "decode/posterior.h"
#include "decode/search.h"
#include "small_model.h"

#include <math.h>

#define ONE ((double)VN_PROB_ONE)

/* Three ways from node 0 to the end, one a blind alley; twice the costs at temperature 2 are the
 * same costs at 1. */
static void posteriors_go_by_cost(void **state)
{
	static const struct vn_back backs[] = {
		{0, 1, 0, 256}, {0, 2, 1, 512}, {0, 3, 2, 0},
		{1, 4, 3, 0},	{2, 4, 4, 0},	{2, 5, 5, 256},
	};
	static const uint32_t ends[] = {4, 5};
	static const struct vn_graph graph = {6, ends, 2};
	const double a = exp(-1), b = exp(-2), c = exp(-3), all = a + b + c;
	const double expected[] = {a / all, (b + c) / all, 0, a / all, b / all, c / all};

	(void)state;
	for (int twice = 1; twice <= 2; twice++) {
		struct vn_posterior p = {0};
		for (size_t i = 0; i < sizeof backs / sizeof *backs; i++) {
			struct vn_back back = backs[i];
			back.cost *= twice;
			assert_int_equal(vn_posterior_add(&p, back, NULL), VN_OK);
		}
		assert_int_equal(vn_posterior_compute(&p, &graph, 6, 256 * twice, NULL), VN_OK);
		for (size_t i = 0; i < 6; i++)
			assert_true(fabs(p.probs[i] / ONE - expected[i]) < 0.005);
		vn_posterior_fini(&p);
	}
}

/* Ten thousand steps with two ways each: the posteriors do not drift. */
static void long_texts_keep_their_posteriors(void **state)
{
	struct vn_posterior p = {0};
	const double expected = 1 / (1 + exp(-1));
	const uint32_t end = 10000;
	const struct vn_graph graph = {end + 1, &end, 1};

	(void)state;
	for (uint32_t i = 0; i < end; i++) {
		assert_int_equal(vn_posterior_add(&p, (struct vn_back){i, i + 1, 2 * i, 100}, NULL),
				 VN_OK);
		assert_int_equal(
			vn_posterior_add(&p, (struct vn_back){i, i + 1, 2 * i + 1, 356}, NULL),
			VN_OK);
	}
	assert_int_equal(vn_posterior_compute(&p, &graph, 2 * end, 256, NULL), VN_OK);
	for (uint32_t i = 0; i < end; i++)
		assert_true(fabs(p.probs[2 * i] / (double)(p.probs[2 * i] + p.probs[2 * i + 1]) -
				 expected) < 0.002);
	vn_posterior_fini(&p);
}

/* A lattice built and searched. */
struct searched {
	struct vn_model *model;
	struct vn_unit unit;
	struct vn_candidate_cache *cache;
	struct vn_lattice lattice;
	struct vn_search *search;
	struct vn_path path;
	struct vn_damage_model with;
};

static void search(struct searched *s, const char *text)
{
	struct vn_lattice_input input = {.damage_count = 1};
	struct vn_search_mode mode = {.temperature = 256};
	struct vn_score_state state;
	bool start = true;

	*s = (struct searched){.model = small_model_open()};
	assert_non_null(s->model);
	vn_unit_init(&s->unit);
	assert_int_equal(vn_unit_begin(&s->unit, text, strlen(text), NULL), VN_OK);
	assert_int_equal(vn_candidate_cache_open(&s->cache, s->model, NULL), VN_OK);
	assert_int_equal(vn_search_open(&s->search, &s->model->scorer, NULL), VN_OK);
	assert_true(vn_damage_in(&s->with, &vn_damages[VN_DAMAGE_ENG], s->model));
	input.model = s->model;
	input.damages = &s->with;
	input.cache = s->cache;
	input.unit = &s->unit;
	state = vn_lm_start(&s->model->lm);
	assert_int_equal(vn_lattice_build(&s->lattice, &input, 0, &start, NULL), VN_OK);
	assert_int_equal(vn_search_run(s->search, &s->lattice, mode, &state, &s->path, NULL),
			 VN_OK);
}

static void finish(struct searched *s)
{
	vn_search_close(s->search);
	vn_lattice_fini(&s->lattice);
	vn_candidate_cache_close(s->cache);
	vn_unit_fini(&s->unit);
	vn_model_close(s->model);
}

static void posteriors_of_a_position_add_up(void **state)
{
	struct searched s;
	size_t doubted = 0;

	(void)state;
	search(&s, "Uy ban nhan dan tinh ban hanh ké hoach d6i m6i sang tao, xa ban.\n");
	assert_true(s.path.count > 10);
	for (size_t k = 0; k < s.path.count; k++) {
		struct vn_step_posterior posterior;
		vn_prob others = 0;
		vn_search_posterior(s.search, &s.lattice, &s.path.steps[k], &posterior);
		assert_true(fabs((posterior.own + posterior.rivals) / ONE - 1) < 0.01);
		assert_true(posterior.count <= VN_ALTERNATIVES_MAX);
		for (size_t i = 0; i < posterior.count; i++) {
			assert_true(!i || posterior.others[i].prob <= posterior.others[i - 1].prob);
			assert_int_not_equal(posterior.others[i].choice->word,
					     s.path.steps[k].choice->word);
			others += posterior.others[i].prob;
		}
		assert_true(others <= posterior.rivals);
		doubted += posterior.count > 0;
	}
	assert_true(doubted > 0);
	finish(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(posteriors_go_by_cost),
		cmocka_unit_test(long_texts_keep_their_posteriors),
		cmocka_unit_test(posteriors_of_a_position_add_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
