#include "decode/search.h"

#include "decode/stack.h"

#include <stdlib.h>

#define WAYS_WORK 8 /* ways on from a stack that are one unit of work for the watch */

/* What a broad search follows beyond the beam. */
#define BROAD_KEPT  10
#define BROAD_WIDTH (2 * 256)

/* Of an arc: where an older one ends tells how far back those are that cross a place. */
struct number {
	uint32_t slot;	/* of its first choice, or of itself */
	uint32_t reach; /* how far this arc and those before it go */
};

struct vn_search {
	const struct vn_scorer *scorer;
	const struct vn_damage_model *damages; /* the lattice's, in this run */
	uint32_t room;			       /* hypotheses of a stack, at most */
	struct vn_watch *watch;		       /* of this run */
	struct vn_hypothesis *pool;
	size_t pool_count, pool_cap;
	struct vn_stack *stacks;
	size_t stack_count, stack_cap;
	uint32_t *stack_index; /* by byte position: index of the stack + 1 */
	size_t position_cap;
	struct vn_step *steps;
	size_t step_cap;
	int temperature; /* of the posteriors; 0: this run notes no back-pointers */
	struct vn_posterior posterior;
	bool broad;	       /* this run */
	uint32_t nodes;	       /* hypotheses made */
	struct number *number; /* by arc */
	size_t number_cap;
	struct vn_score_query asked[VN_CANDIDATES_MAX]; /* by choice of the arc at hand */
};

enum vn_status vn_search_open(struct vn_search **out, const struct vn_scorer *scorer,
			      struct vn_err *err)
{
	struct vn_search *s = calloc(1, sizeof *s);
	if (!s)
		return vn_err_nomem(err);
	s->scorer = scorer;
	*out = s;
	return VN_OK;
}

void vn_search_close(struct vn_search *s)
{
	if (!s)
		return;
	free(s->pool);
	free(s->stacks);
	free(s->stack_index);
	free(s->steps);
	free(s->number);
	vn_posterior_fini(&s->posterior);
	free(s);
}

static uint64_t key_of(const struct vn_score_state *state)
{
	uint64_t key = state->length;
	for (int i = 0; i < state->length; i++)
		key = key << 15 ^ state->word[i] ^ key >> 49;
	return key;
}

/* The beam of an arc of the damage BY, in this run. */
static struct vn_beam beam_of(const struct vn_search *s, const struct vn_damage_model *by)
{
	struct vn_beam beam = by->damage->beam;

	if (s->broad) {
		beam.kept += BROAD_KEPT;
		beam.width += BROAD_WIDTH;
	}
	return beam;
}

/* The stack at a byte position, made when new, for an arc of the damage BY. NULL: out of memory. */
static struct vn_stack *stack_at(struct vn_search *s, uint32_t position,
				 const struct vn_damage_model *by)
{
	struct vn_beam beam = beam_of(s, by);
	struct vn_stack *stack;

	if (!s->stack_index[position]) {
		if (vn_grow(&s->stacks, s->stack_count, &s->stack_cap, sizeof *stack, NULL) ||
		    vn_room(&s->pool, s->pool_count + s->room, &s->pool_cap, sizeof *s->pool, NULL))
			return NULL;
		s->stacks[s->stack_count++] = (struct vn_stack){
			.first = (uint32_t)s->pool_count, .most = VN_COST_MAX, .beam = beam};
		s->pool_count += s->room;
		s->stack_index[position] = (uint32_t)s->stack_count;
	}
	stack = &s->stacks[s->stack_index[position] - 1];
	if (beam.width > stack->beam.width) {
		if (stack->count)
			stack->most += beam.width - stack->beam.width;
		stack->beam = beam;
	}
	return stack;
}

/* A cost of the n-gram model, 0 or more, as the search counts it in an arc. */
static vn_cost weigh(const struct vn_damage_model *with, vn_cost cost)
{
	return (vn_cost)((uint64_t)(uint32_t)cost * (uint32_t)with->lm / 256);
}

static bool at_boundary(const struct vn_score_state *state, uint32_t word)
{
	return word == VN_WORD_BOUND && state->length == 1 && state->word[0] == VN_WORD_BOUND;
}

/* Notes how NODE, of the hypothesis H, was reached from FROM by a choice that has the number SLOT.
 */
static inline enum vn_status note(struct vn_search *s, uint32_t node, const struct vn_hypothesis *h,
				  const struct vn_hypothesis *from, uint32_t slot,
				  struct vn_err *err)
{
	if (!s->temperature || node == VN_NO_NODE)
		return VN_OK;
	return vn_posterior_add(
		&s->posterior, (struct vn_back){from->node, node, slot, h->cost - from->cost}, err);
}

/* The number of the first choice of an arc. */
static uint32_t slot_of(const struct vn_search *s, uint32_t arc_index)
{
	return s->temperature ? s->number[arc_index].slot : 0;
}

/* Takes the hypotheses of a stack, which are in order and have different futures, over an arc
 * without choices, which says nothing to the scorer. Where nothing else ends there they need no
 * comparing. */
static enum vn_status pass_on(struct vn_search *s, const struct vn_arc *arc, uint32_t arc_index,
			      const struct vn_stack *from, struct vn_stack *to, struct vn_err *err)
{
	uint32_t slot = slot_of(s, arc_index);
	enum vn_status status = VN_OK;

	to->sorted = !to->count && from->count && from->count <= to->beam.room;
	if (to->sorted)
		to->most = s->pool[from->first].cost + arc->cost + to->beam.width;
	for (uint32_t i = 0; !status && i < from->count; i++) {
		const struct vn_hypothesis *h = &s->pool[from->first + i];
		struct vn_hypothesis next = *h;
		next.cost += arc->cost;
		next.previous = from->first + i;
		next.arc = arc_index;
		next.choice = 0;
		if (!to->sorted) {
			status = note(s, vn_stack_offer(to, s->pool, &next, &s->nodes), &next, h,
				      slot, err);
		} else if (next.cost <= to->most) {
			next.node = s->nodes++;
			s->pool[to->first + to->count++] = next;
			status = note(s, next.node, &next, h, slot, err);
		}
	}
	return status;
}

static enum vn_status extend(struct vn_search *s, const struct vn_arc *arc, uint32_t arc_index,
			     const struct vn_stack *from, struct vn_stack *to, struct vn_err *err)
{
	const struct vn_damage_model *with = &s->damages[arc->damage];
	uint32_t slot = slot_of(s, arc_index);
	uint64_t ways = (uint64_t)from->count * (arc->choice_count + 1);
	enum vn_status status = vn_watch_work(s->watch, ways / WAYS_WORK + 1, err);

	if (!status && !arc->choice_count)
		return pass_on(s, arc, arc_index, from, to, err);
	to->sorted = false;
	for (uint32_t c = 0; c < arc->choice_count; c++)
		s->asked[c].word = arc->choices[c].word;
	for (uint32_t i = 0; !status && i < from->count; i++) {
		const struct vn_hypothesis *h = &s->pool[from->first + i];
		struct vn_hypothesis next = {.previous = from->first + i, .arc = arc_index};
		vn_cost base = h->cost + arc->cost;
		uint32_t count = arc->choice_count;
		while (count && base + arc->choices[count - 1].cost > to->most)
			count--;
		vn_score_all(s->scorer, &h->state, s->asked, count);
		for (uint32_t c = 0; !status && c < count; c++) {
			const struct vn_choice *choice = &arc->choices[c];
			const struct vn_score_query *answer = &s->asked[c];
			next.cost = base + choice->cost;
			if (next.cost > to->most)
				break;
			/* A paragraph's end after a full stop is one boundary, not two. */
			if (at_boundary(&h->state, choice->word)) {
				next.state = h->state;
			} else {
				next.cost += weigh(with, answer->cost);
				if (next.cost > to->most)
					continue;
				next.state = answer->seen ? answer->after
							  : vn_score_after(s->scorer, choice->word);
			}
			next.choice = c;
			next.key = key_of(&next.state);
			status = note(s, vn_stack_offer(to, s->pool, &next, &s->nodes), &next, h,
				      slot + c, err);
		}
	}
	return status;
}

/* Extends every stack over its arcs, left to right. */
static enum vn_status sweep(struct vn_search *s, const struct vn_lattice *lattice,
			    struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t a = 0; !status && a < lattice->arc_count;) {
		uint32_t position = lattice->arcs[a].from;
		uint32_t index = s->stack_index[position];
		size_t end = a;
		while (end < lattice->arc_count && lattice->arcs[end].from == position)
			end++;
		if (index)
			vn_stack_select(&s->stacks[index - 1], s->pool);
		for (; !status && a < end; a++) {
			struct vn_stack *to;
			if (!index)
				continue;
			to = stack_at(s, lattice->arcs[a].to, &s->damages[lattice->arcs[a].damage]);
			if (!to)
				return vn_err_nomem(err);
			status = extend(s, &lattice->arcs[a], (uint32_t)a, &s->stacks[index - 1],
					to, err);
		}
	}
	return status;
}

/* Walks back from the best last hypothesis. */
static enum vn_status trace(struct vn_search *s, const struct vn_lattice *lattice,
			    struct vn_score_state *state, struct vn_path *path, struct vn_err *err)
{
	uint32_t index = s->stack_index[lattice->length], best;
	const struct vn_stack *last;
	size_t count = 0, at;
	enum vn_status status;

	if (!index)
		return vn_err_set(err, VN_EUSAGE, "the lattice has no path");
	last = &s->stacks[index - 1];
	best = last->first;
	for (uint32_t i = 1; i < last->count; i++)
		if (s->pool[last->first + i].cost < s->pool[best].cost)
			best = last->first + i;
	*state = s->pool[best].state;
	for (uint32_t i = best; i != 0; i = s->pool[i].previous)
		count++;
	status = vn_room(&s->steps, count, &s->step_cap, sizeof *s->steps, err);
	if (status)
		return status;
	at = count;
	for (uint32_t i = best; i != 0; i = s->pool[i].previous) {
		const struct vn_hypothesis *h = &s->pool[i];
		const struct vn_arc *arc = &lattice->arcs[h->arc];
		struct vn_step *step = &s->steps[--at];
		*step = (struct vn_step){.arc = arc, .matched = h->state.matched};
		step->context = h->cost - s->pool[h->previous].cost - arc->cost;
		if (arc->choice_count) {
			step->choice = &arc->choices[h->choice];
			step->context -= step->choice->cost;
		}
	}
	*path = (struct vn_path){s->steps, count};
	return VN_OK;
}

/* Numbers the choices of all arcs. *SLOTS becomes their number. */
static enum vn_status number(struct vn_search *s, const struct vn_lattice *lattice, size_t *slots,
			     struct vn_err *err)
{
	enum vn_status status =
		vn_room(&s->number, lattice->arc_count, &s->number_cap, sizeof *s->number, err);
	uint32_t reach = 0;

	*slots = 0;
	if (status)
		return status;
	for (size_t a = 0; a < lattice->arc_count; a++) {
		const struct vn_arc *arc = &lattice->arcs[a];
		reach = arc->to > reach ? arc->to : reach;
		s->number[a] = (struct number){(uint32_t)*slots, reach};
		*slots += arc->choice_count ? arc->choice_count : 1;
	}
	return VN_OK;
}

/* What the search made, with the nodes of the hypotheses that end with the text in ENDS. */
static struct vn_graph graph_of(const struct vn_search *s, const struct vn_lattice *lattice,
				uint32_t ends[VN_BEAM_ROOM])
{
	const struct vn_stack *last = &s->stacks[s->stack_index[lattice->length] - 1];

	for (uint32_t i = 0; i < last->count; i++)
		ends[i] = s->pool[last->first + i].node;
	return (struct vn_graph){s->nodes, ends, last->count, 0, NULL, 0};
}

/* The posteriors of all slots. */
static enum vn_status weigh_paths(struct vn_search *s, const struct vn_lattice *lattice,
				  size_t slots, struct vn_err *err)
{
	uint32_t ends[VN_BEAM_ROOM];
	struct vn_graph graph = graph_of(s, lattice, ends);

	return vn_posterior_compute(&s->posterior, &graph, slots, s->temperature, err);
}

enum vn_status vn_search_run(struct vn_search *s, const struct vn_lattice *lattice,
			     struct vn_search_mode mode, struct vn_score_state *state,
			     struct vn_path *path, struct vn_err *err)
{
	struct vn_hypothesis first = {.state = *state, .key = key_of(state)};
	enum vn_status status = VN_OK;
	size_t slots = 0;

	s->damages = lattice->damages;
	s->room = 0;
	for (uint32_t i = 0; i < lattice->damage_count; i++)
		if (s->damages[i].damage->beam.room > s->room)
			s->room = s->damages[i].damage->beam.room;
	s->temperature = mode.temperature;
	s->broad = mode.broad;
	s->watch = mode.watch;
	*path = (struct vn_path){NULL, 0};
	if (!lattice->arc_count)
		return VN_OK;
	status = vn_room(&s->stack_index, lattice->length + 1, &s->position_cap,
			 sizeof *s->stack_index, err);
	if (status)
		return status;
	memset(s->stack_index, 0, (lattice->length + 1) * sizeof *s->stack_index);
	s->pool_count = s->stack_count = 0;
	s->nodes = 1;
	vn_posterior_reset(&s->posterior);
	if (s->temperature)
		status = number(s, lattice, &slots, err);
	if (status)
		return status;
	if (!stack_at(s, 0, &s->damages[lattice->arcs[0].damage]))
		return vn_err_nomem(err);
	/* Index 0 of the pool is the start, so 0 ends every walk back. */
	s->pool[0] = first;
	s->stacks[0].count = 1;
	s->stacks[0].most = s->stacks[0].beam.width;
	status = sweep(s, lattice, err);
	if (!status)
		status = trace(s, lattice, state, path, err);
	if (!status && s->temperature)
		status = weigh_paths(s, lattice, slots, err);
	return status;
}

/* The arc that SLOT is a choice of. */
static size_t arc_of(const struct vn_search *s, const struct vn_lattice *lattice, uint32_t slot)
{
	size_t low = 0, high = lattice->arc_count;
	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;
		if (s->number[mid].slot <= slot)
			low = mid;
		else
			high = mid;
	}
	return low;
}

/* The step that BACK is. */
static struct vn_step step_of(const struct vn_search *s, const struct vn_lattice *lattice,
			      const struct vn_back *back)
{
	size_t a = arc_of(s, lattice, back->slot);
	const struct vn_arc *arc = &lattice->arcs[a];
	struct vn_step step = {.arc = arc, .context = back->cost - arc->cost};

	if (arc->choice_count) {
		step.choice = &arc->choices[back->slot - s->number[a].slot];
		step.context -= step.choice->cost;
	}
	return step;
}

enum vn_status vn_search_necks(const struct vn_search *s, const struct vn_lattice *lattice,
			       struct vn_arena *arena, struct vn_necks *out, struct vn_err *err)
{
	const struct vn_posterior *p = &s->posterior;
	uint32_t ends[VN_BEAM_ROOM], *position;
	struct vn_graph graph;

	*out = (struct vn_necks){0};
	if (!s->temperature || !lattice->arc_count)
		return VN_OK;
	graph = graph_of(s, lattice, ends);
	position = vn_arena_alloc(arena, graph.nodes * sizeof *position);
	if (!position)
		return vn_err_nomem(err);
	for (size_t i = 0; i < p->count; i++)
		position[p->backs[i].to] = lattice->arcs[arc_of(s, lattice, p->backs[i].slot)].to;
	graph.position = position;
	graph.length = lattice->length;
	return vn_necks_find(p, &graph, arena, out, err);
}

enum vn_status vn_search_nbest(const struct vn_search *s, const struct vn_lattice *lattice,
			       const struct vn_neck *from, const struct vn_neck *to,
			       struct vn_arena *arena, struct vn_path_list *out, struct vn_err *err)
{
	struct vn_nbest best = {.most = out->most};
	uint32_t ends[VN_BEAM_ROOM];
	struct vn_graph graph;
	enum vn_status status;

	out->found = 0;
	if (!s->temperature || !lattice->arc_count)
		return VN_OK;
	graph = graph_of(s, lattice, ends);
	if (from)
		graph.start = from->node;
	if (to)
		graph.ends = &to->node;
	if (to)
		graph.end_count = 1;
	best.paths = vn_arena_alloc(arena, (best.most + 1) * sizeof *best.paths);
	if (!best.paths)
		return vn_err_nomem(err);
	status = vn_nbest(&s->posterior, &graph, arena, &best, err);
	for (size_t i = 0; !status && i < best.found; i++) {
		const struct vn_nbest_path *path = &best.paths[i];
		struct vn_step *steps = vn_arena_alloc(arena, (path->count + 1) * sizeof *steps);
		if (!steps)
			return vn_err_nomem(err);
		for (size_t k = 0; k < path->count; k++)
			steps[k] = step_of(s, lattice, &s->posterior.backs[path->backs[k]]);
		out->paths[i] = (struct vn_path){steps, path->count};
		out->costs[i] = path->cost;
		out->found++;
	}
	return status;
}

/* Keeps OTHER among the likeliest readings. */
static void keep_rival(struct vn_step_posterior *posterior, const struct vn_choice *choice,
		       vn_prob prob)
{
	size_t at = posterior->count;

	for (size_t i = 0; i < posterior->count; i++)
		if (posterior->others[i].choice->word == choice->word) {
			prob += posterior->others[i].prob;
			choice = posterior->others[i].choice;
			at = i;
		}
	if (at == VN_ALTERNATIVES_MAX && posterior->others[--at].prob >= prob)
		return;
	if (at == posterior->count)
		posterior->count++;
	for (; at > 0 && posterior->others[at - 1].prob < prob; at--)
		posterior->others[at] = posterior->others[at - 1];
	posterior->others[at] = (struct vn_rival){choice, prob};
}

void vn_search_posterior(const struct vn_search *s, const struct vn_lattice *lattice,
			 const struct vn_step *step, struct vn_step_posterior *posterior)
{
	const struct vn_arc *arc = step->arc;
	size_t a = (size_t)(arc - lattice->arcs);

	*posterior = (struct vn_step_posterior){0};
	if (!s->temperature)
		return;
	/* Every path crosses the first byte of the step by one arc. */
	while (a > 0 && s->number[a - 1].reach > arc->from)
		a--;
	for (; a < lattice->arc_count && lattice->arcs[a].from <= arc->from; a++) {
		const struct vn_arc *other = &lattice->arcs[a];
		bool same = other->from == arc->from && other->to == arc->to;
		const vn_prob *probs = s->posterior.probs + s->number[a].slot;
		if (other->to <= arc->from)
			continue;
		if (!other->choice_count)
			*(same && !step->choice ? &posterior->own : &posterior->rivals) += probs[0];
		for (uint32_t c = 0; c < other->choice_count; c++) {
			if (same && step->choice && other->choices[c].word == step->choice->word) {
				posterior->own += probs[c];
				continue;
			}
			posterior->rivals += probs[c];
			if (same && probs[c] && other->choices[c].word >= VN_WORD_FIRST)
				keep_rival(posterior, &other->choices[c], probs[c]);
		}
	}
}

vn_cost vn_search_margin(const struct vn_search *s, const struct vn_score_state *state,
			 const struct vn_path *path, size_t k, uint32_t word, vn_cost cost)
{
	struct vn_score_state with = *state, without;
	vn_cost margin = cost - path->steps[k].choice->cost - path->steps[k].arc->cost;
	const struct vn_damage_model *by = &s->damages[path->steps[k].arc->damage];
	size_t begin = k, words = 0;

	while (begin > 0 && words < VN_SCORE_WORDS)
		words += path->steps[--begin].choice != NULL;
	if (begin > 0)
		with.length = 0;
	for (size_t i = begin; i < k; i++)
		if (path->steps[i].choice)
			vn_score(s->scorer, &with, path->steps[i].choice->word, &with);
	margin -= weigh(by, vn_score(s->scorer, &with, path->steps[k].choice->word, &without));
	margin += weigh(by, vn_score(s->scorer, &with, word, &with));
	for (size_t i = k + 1, after = 0; i < path->count && after < VN_SCORE_WORDS; i++) {
		uint32_t next;
		if (!path->steps[i].choice)
			continue;
		next = path->steps[i].choice->word;
		by = &s->damages[path->steps[i].arc->damage];
		margin -= weigh(by, vn_score(s->scorer, &without, next, &without));
		margin += weigh(by, vn_score(s->scorer, &with, next, &with));
		after++;
		if (vn_score_state_eq(&with, &without))
			break;
	}
	return margin;
}
