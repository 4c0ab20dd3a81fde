/* The search over lattices made by hand, with a scorer made by hand: its best path, its list of the
 * next best, and its margins against all paths there are, counted one by one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "decode/search.h"

#include <math.h>
#include <stdlib.h>

#define WORDS  8
#define FIRST  100 /* id of the first word */
#define LENGTH 5   /* of a lattice, bytes */
#define MOST   40  /* paths asked for */

static uint32_t seed = 1;

static uint32_t any(uint32_t below)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % below;
}

/* A scorer that knows pairs of words alone. */
static vn_cost pair_cost(uint32_t left, uint32_t word)
{
	return (vn_cost)((left * 31 + word * 17) * 2654435761u >> 24);
}

static struct vn_score_state pairs_start(const void *self)
{
	(void)self;
	return (struct vn_score_state){.word = {VN_WORD_BOUND}, .length = 1};
}

static vn_cost pairs_score(const void *self, const struct vn_score_state *state, uint32_t word,
			   struct vn_score_state *out)
{
	vn_cost cost = pair_cost(state->word[0], word);
	(void)self;
	*out = (struct vn_score_state){.word = {(uint16_t)word}, .length = 1, .matched = 2};
	return cost;
}

/* Of every other word the state is left to pairs_after(). */
static void pairs_all(const void *self, const struct vn_score_state *state,
		      struct vn_score_query *queries, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		struct vn_score_query *q = &queries[i];
		q->cost = pairs_score(self, state, q->word, &q->after);
		q->seen = i % 2;
		if (!q->seen)
			memset(&q->after, 0xff, sizeof q->after);
	}
}

static struct vn_score_state pairs_after(const void *self, uint32_t word)
{
	(void)self;
	return (struct vn_score_state){.word = {(uint16_t)word}, .length = 1, .matched = 2};
}

static vn_cost pairs_alone(const void *self, uint32_t word)
{
	(void)self;
	return (vn_cost)word;
}

static const struct vn_scorer pairs = {NULL,	  pairs_start, pairs_score,
				       pairs_all, pairs_after, pairs_alone};

/* Two damages, so wide that nothing is dropped: the n-grams count once in the one and twice in the
 * other. */
static const struct vn_damage rows[2] = {
	{.beam = {VN_BEAM_ROOM, VN_BEAM_ROOM, VN_BEAM_WIDTH}},
	{.beam = {VN_BEAM_ROOM, VN_BEAM_ROOM, VN_BEAM_WIDTH - 1}},
};
static const struct vn_damage_model damages[2] = {{.damage = &rows[0], .lm = 256},
						  {.damage = &rows[1], .lm = 512}};

struct made {
	struct vn_lattice lattice;
	struct vn_arc arcs[3 * LENGTH];
	struct vn_choice choices[3 * LENGTH][3];
};

/* A lattice with arcs of one and two bytes from everywhere, some without a word. */
static void make(struct made *m)
{
	*m = (struct made){.lattice = {.damages = damages, .damage_count = 2, .length = LENGTH}};
	m->lattice.arcs = m->arcs;
	m->lattice.arc_cap = sizeof m->arcs / sizeof *m->arcs;
	for (uint32_t from = 0; from < LENGTH; from++)
		for (uint32_t to = from + 1; to <= from + 2 && to <= LENGTH; to++) {
			size_t a = m->lattice.arc_count++;
			struct vn_arc *arc = &m->arcs[a];
			*arc = (struct vn_arc){.from = from,
					       .to = to,
					       .cost = (vn_cost)any(200),
					       .damage = (uint8_t)any(2),
					       .choices = m->choices[a],
					       .choice_count = any(4)};
			for (uint32_t c = 0; c < arc->choice_count; c++)
				m->choices[a][c] = (struct vn_choice){
					FIRST + any(WORDS), c ? m->choices[a][c - 1].cost + 50 : 0,
					NULL};
		}
}

static vn_cost step_cost(const struct vn_step *step, uint32_t left)
{
	vn_cost cost = step->arc->cost;
	if (step->choice)
		cost += step->choice->cost +
			pair_cost(left, step->choice->word) * damages[step->arc->damage].lm / 256;
	return cost;
}

static vn_cost path_cost(const struct vn_path *path)
{
	vn_cost cost = 0;
	uint32_t left = VN_WORD_BOUND;
	for (size_t k = 0; k < path->count; k++) {
		cost += step_cost(&path->steps[k], left);
		if (path->steps[k].choice)
			left = path->steps[k].choice->word;
	}
	return cost;
}

/* Each step tells what its neighbours cost it. */
static void check_contexts(const struct vn_path *path)
{
	uint32_t left = VN_WORD_BOUND;
	for (size_t k = 0; k < path->count; k++) {
		const struct vn_step *step = &path->steps[k];
		vn_cost own = step->arc->cost + (step->choice ? step->choice->cost : 0);
		assert_int_equal(step->context, step_cost(step, left) - own);
		if (step->choice)
			left = step->choice->word;
	}
}

/* Costs of all paths. */
struct all {
	vn_cost cost[100000];
	size_t count;
};

static void walk(const struct made *m, uint32_t at, uint32_t left, vn_cost cost, struct all *all)
{
	if (at == LENGTH) {
		assert_true(all->count < sizeof all->cost / sizeof *all->cost);
		all->cost[all->count++] = cost;
	}
	for (size_t a = 0; a < m->lattice.arc_count; a++) {
		const struct vn_arc *arc = &m->arcs[a];
		struct vn_step step = {.arc = arc};
		if (arc->from != at)
			continue;
		if (!arc->choice_count)
			walk(m, arc->to, left, cost + step_cost(&step, left), all);
		for (uint32_t c = 0; c < arc->choice_count; c++) {
			step.choice = &arc->choices[c];
			walk(m, arc->to, step.choice->word, cost + step_cost(&step, left), all);
		}
	}
}

static int by_cost(const void *a, const void *b)
{
	const vn_cost *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static bool same_path(const struct vn_path *a, const struct vn_path *b)
{
	if (a->count != b->count)
		return false;
	for (size_t k = 0; k < a->count; k++)
		if (a->steps[k].arc != b->steps[k].arc || a->steps[k].choice != b->steps[k].choice)
			return false;
	return true;
}

/* Necks divide the text: every path goes through each, and the best paths between them make the
 * best path. */
static void check_necks(const struct vn_search *search, const struct made *m,
			const struct vn_path_list *all)
{
	struct vn_arena arena = {0};
	struct vn_path path;
	struct vn_necks necks;
	int64_t cost, sum = 0;

	assert_int_equal(vn_search_necks(search, &m->lattice, &arena, &necks, NULL), VN_OK);
	assert_true(necks.count > 0);
	assert_int_equal(necks.list[0].position, 0);
	for (size_t i = 0; i < all->found; i++)
		for (size_t n = 0, k = 0, at = 0; n < necks.count; n++) {
			while (at < necks.list[n].position)
				at = all->paths[i].steps[k++].arc->to;
			assert_int_equal(at, necks.list[n].position);
		}
	for (size_t n = 0; n < necks.count; n++) {
		struct vn_path_list list = {&path, &cost, 1, 0};
		const struct vn_neck *to = n + 1 < necks.count ? &necks.list[n + 1] : NULL;
		if (!to && necks.list[n].position == LENGTH)
			continue;
		assert_int_equal(vn_search_nbest(search, &m->lattice, &necks.list[n], to, &arena,
						 &list, NULL),
				 VN_OK);
		assert_int_equal(list.found, 1);
		sum += cost;
	}
	assert_int_equal(sum, all->costs[0]);
	vn_arena_fini(&arena);
}

/* The list holds what counting all paths finds: whole paths, each once, in order. */
static void check_list(const struct vn_search *search, const struct made *m, const struct all *all,
		       const struct vn_path *best)
{
	struct vn_arena arena = {0};
	struct vn_path paths[MOST];
	int64_t costs[MOST];
	struct vn_path_list list = {paths, costs, MOST, 0};

	assert_int_equal(vn_search_nbest(search, &m->lattice, NULL, NULL, &arena, &list, NULL),
			 VN_OK);
	assert_int_equal(list.found, all->count < MOST ? all->count : MOST);
	assert_int_equal(path_cost(&paths[0]), path_cost(best));
	for (size_t i = 0; i < list.found; i++) {
		uint32_t at = 0;
		assert_int_equal(costs[i], all->cost[i]);
		assert_int_equal(path_cost(&paths[i]), costs[i]);
		check_contexts(&paths[i]);
		for (size_t k = 0; k < paths[i].count; k++) {
			assert_int_equal(paths[i].steps[k].arc->from, at);
			at = paths[i].steps[k].arc->to;
		}
		assert_int_equal(at, LENGTH);
		for (size_t k = 0; k < i; k++)
			assert_false(same_path(&paths[i], &paths[k]));
	}
	check_necks(search, m, &list);
	vn_arena_fini(&arena);
}

/* By how much the path beats itself with another word in one place. */
static void check_margins(const struct vn_search *search, const struct vn_path *best)
{
	const struct vn_score_state start = pairs_start(NULL);

	for (size_t k = 0; k < best->count; k++) {
		struct vn_step changed[LENGTH];
		struct vn_path other = {changed, best->count};
		struct vn_choice choice = {FIRST + any(WORDS), 0, NULL};
		vn_cost cost = (vn_cost)any(300);
		if (!best->steps[k].choice)
			continue;
		memcpy(changed, best->steps, best->count * sizeof *changed);
		choice.cost = cost - changed[k].arc->cost;
		changed[k].choice = &choice;
		assert_int_equal(vn_search_margin(search, &start, best, k, choice.word, cost),
				 path_cost(&other) - path_cost(best));
	}
}

/* What weighs the paths from byte AT on that go through the step OF, and what all weigh. */
struct weights {
	const struct vn_step *of;
	double own, all;
};

static bool is_like(const struct vn_step *step, const struct vn_step *of)
{
	return step->arc->from == of->arc->from && step->arc->to == of->arc->to &&
	       !step->choice == !of->choice &&
	       (!step->choice || step->choice->word == of->choice->word);
}

static void weigh(const struct made *m, uint32_t at, uint32_t left, vn_cost cost, bool through,
		  struct weights *w)
{
	if (at == LENGTH) {
		w->all += exp(cost / -256.0);
		w->own += through ? exp(cost / -256.0) : 0;
	}
	for (size_t a = 0; a < m->lattice.arc_count; a++) {
		const struct vn_arc *arc = &m->arcs[a];
		struct vn_step step = {.arc = arc};
		if (arc->from != at)
			continue;
		for (uint32_t c = 0; c < arc->choice_count + !arc->choice_count; c++) {
			step.choice = arc->choice_count ? &arc->choices[c] : NULL;
			weigh(m, arc->to, step.choice ? step.choice->word : left,
			      cost + step_cost(&step, left), through || is_like(&step, w->of), w);
		}
	}
}

static double share(const struct made *m, const struct vn_step *of)
{
	struct weights w = {.of = of};
	weigh(m, 0, VN_WORD_BOUND, 0, false, &w);
	return w.own / w.all;
}

/* A step is as sure as the paths that have it weigh, and so is what else its span may be. */
static void check_doubts(const struct vn_search *search, const struct made *m,
			 const struct vn_path *best)
{
	const double one = (double)VN_PROB_ONE;

	for (size_t k = 0; k < best->count; k++) {
		struct vn_step step = best->steps[k];
		struct vn_step_posterior posterior;
		double own = share(m, &step);
		vn_search_posterior(search, &m->lattice, &step, &posterior);
		assert_true(fabs((double)posterior.own / one - own) < 0.01);
		assert_true(fabs((double)posterior.rivals / one - (1 - own)) < 0.01);
		for (size_t i = 0; i < posterior.count; i++) {
			step.choice = posterior.others[i].choice;
			assert_true((double)posterior.others[i].prob / one <
				    share(m, &step) + 0.01);
			assert_true(!i || posterior.others[i].prob <= posterior.others[i - 1].prob);
		}
	}
}

static void the_best_paths_are_found(void **state)
{
	static struct all all;
	struct vn_search *search = NULL;

	(void)state;
	assert_int_equal(vn_search_open(&search, &pairs, NULL), VN_OK);
	for (int round = 0; round < 300; round++) {
		struct vn_score_state before = pairs_start(NULL);
		struct vn_search_mode mode = {.temperature = 256};
		struct vn_path best;
		struct made m;
		make(&m);
		all.count = 0;
		walk(&m, 0, VN_WORD_BOUND, 0, &all);
		qsort(all.cost, all.count, sizeof *all.cost, by_cost);
		assert_int_equal(vn_search_run(search, &m.lattice, mode, &before, &best, NULL),
				 VN_OK);
		assert_int_equal(path_cost(&best), all.cost[0]);
		check_contexts(&best);
		check_list(search, &m, &all, &best);
		check_margins(search, &best);
		check_doubts(search, &m, &best);
	}
	vn_search_close(search);
	vn_search_close(NULL);
}

/* Nothing in, nothing out; and no list where no posteriors were asked for. */
static void there_may_be_no_paths(void **state)
{
	struct vn_score_state before = pairs_start(NULL);
	struct vn_arena arena = {0};
	struct vn_search *search = NULL;
	struct vn_path best, paths[2];
	struct made m, empty = {.lattice = {.damages = damages, .damage_count = 2}};
	int64_t costs[2];
	struct vn_path_list list = {paths, costs, 2, 1};

	(void)state;
	make(&m);
	assert_int_equal(vn_search_open(&search, &pairs, NULL), VN_OK);
	assert_int_equal(vn_search_run(search, &empty.lattice, (struct vn_search_mode){256},
				       &before, &best, NULL),
			 VN_OK);
	assert_int_equal(best.count, 0);
	assert_int_equal(vn_search_nbest(search, &empty.lattice, NULL, NULL, &arena, &list, NULL),
			 VN_OK);
	assert_int_equal(list.found, 0);
	list.found = 1;
	assert_int_equal(
		vn_search_run(search, &m.lattice, (struct vn_search_mode){0}, &before, &best, NULL),
		VN_OK);
	assert_true(best.count > 0);
	assert_int_equal(vn_search_nbest(search, &m.lattice, NULL, NULL, &arena, &list, NULL),
			 VN_OK);
	assert_int_equal(list.found, 0);
	/* A lattice without a way to its end. */
	m.lattice.length++;
	assert_int_equal(
		vn_search_run(search, &m.lattice, (struct vn_search_mode){0}, &before, &best, NULL),
		VN_EUSAGE);
	vn_search_close(search);
	vn_arena_fini(&arena);
}

/* What the second word costs: little, where the first was the dearer of the two. */
static vn_cost late_score(const void *self, const struct vn_score_state *state, uint32_t word,
			  struct vn_score_state *out)
{
	vn_cost cost = word == FIRST + 2 && state->word[0] == FIRST ? 12 * 256 : 0;

	(void)self;
	*out = (struct vn_score_state){.word = {(uint16_t)word}, .length = 1, .matched = 2};
	return cost;
}

static void late_all(const void *self, const struct vn_score_state *state,
		     struct vn_score_query *queries, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		queries[i].cost = late_score(self, state, queries[i].word, &queries[i].after);
		queries[i].seen = true;
	}
}

/* A reading that costs nine nats more than another, and gains twelve by the word behind it, is
 * dropped by a beam of eight; a broad search follows it. */
static void a_broad_search_follows_more(void **state)
{
	static const struct vn_scorer late = {NULL,	pairs_start, late_score,
					      late_all, pairs_after, pairs_alone};
	static const struct vn_damage row = {.beam = {14, 36, 8 * 256}};
	static const struct vn_damage_model damage = {.damage = &row, .lm = 256};
	struct vn_choice one[] = {{FIRST, 0, NULL}, {FIRST + 1, 9 * 256, NULL}},
			 two[] = {{FIRST + 2, 0, NULL}};
	struct vn_arc arcs[] = {{.from = 0, .to = 1, .choices = one, .choice_count = 2},
				{.from = 1, .to = 2, .choices = two, .choice_count = 1}};
	struct vn_lattice lattice = {
		.arcs = arcs, .arc_count = 2, .length = 2, .damages = &damage, .damage_count = 1};
	struct vn_search *search = NULL;
	struct vn_path best;

	(void)state;
	assert_int_equal(vn_search_open(&search, &late, NULL), VN_OK);
	for (int broad = 0; broad < 2; broad++) {
		struct vn_score_state before = pairs_start(NULL);
		struct vn_search_mode mode = {.broad = broad};
		assert_int_equal(vn_search_run(search, &lattice, mode, &before, &best, NULL),
				 VN_OK);
		assert_int_equal(best.count, 2);
		assert_int_equal(best.steps[0].choice->word, broad ? FIRST + 1 : FIRST);
	}
	vn_search_close(search);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_best_paths_are_found),
		cmocka_unit_test(there_may_be_no_paths),
		cmocka_unit_test(a_broad_search_follows_more),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
