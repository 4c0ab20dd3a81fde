#include "decode/nbest.h"

#include <stdlib.h>

#define NEVER (INT64_MAX / 4)
#define NONE  UINT32_MAX

/* The rest of a path, from some node to an end. */
struct rest {
	uint32_t node;
	uint32_t back; /* by which it leaves the node; NONE at an end */
	uint32_t next; /* the rest behind that step */
	int64_t cost;
};

struct finder {
	const struct vn_posterior *p;
	int64_t *from_start;  /* by node: least cost of a path to it */
	uint32_t *into;	      /* back-pointers, by the node they lead to */
	uint32_t *first_into; /* by node: where its own begin in into; nodes + 1 of them */
	struct rest *rests;
	size_t rest_count, rest_cap;
	uint32_t *heap; /* indexes of rests, the cheapest whole path on top */
	size_t heap_count, heap_cap;
	struct vn_err *err;
};

static void fini(struct finder *f)
{
	free(f->from_start);
	free(f->into);
	free(f->first_into);
	free(f->rests);
	free(f->heap);
}

/* Least costs to all nodes, and the back-pointers into each. */
static enum vn_status survey(struct finder *f, size_t nodes, uint32_t start)
{
	const struct vn_posterior *p = f->p;

	f->from_start = malloc(nodes * sizeof *f->from_start);
	f->into = malloc((p->count + 1) * sizeof *f->into);
	f->first_into = calloc(nodes + 2, sizeof *f->first_into);
	if (!f->from_start || !f->into || !f->first_into)
		return vn_err_nomem(f->err);
	for (size_t i = 0; i < nodes; i++)
		f->from_start[i] = i == start ? 0 : NEVER;
	for (size_t i = 0; i < p->count; i++) {
		const struct vn_back *t = &p->backs[i];
		int64_t cost = f->from_start[t->from] + t->cost;
		if (f->from_start[t->from] < NEVER && cost < f->from_start[t->to])
			f->from_start[t->to] = cost;
		f->first_into[t->to + 2]++;
	}
	/* Counted two further on, so that filling in makes them what they are to be. */
	for (size_t i = 2; i < nodes + 2; i++)
		f->first_into[i] += f->first_into[i - 1];
	for (size_t i = 0; i < p->count; i++)
		f->into[f->first_into[p->backs[i].to + 1]++] = (uint32_t)i;
	return VN_OK;
}

/* Whether the path with rest A goes before that with rest B. */
static bool before(const struct finder *f, uint32_t a, uint32_t b)
{
	int64_t x = f->rests[a].cost + f->from_start[f->rests[a].node];
	int64_t y = f->rests[b].cost + f->from_start[f->rests[b].node];
	return x != y ? x < y : a < b;
}

static enum vn_status push(struct finder *f, struct rest rest)
{
	size_t at = f->heap_count;
	uint32_t index = (uint32_t)f->rest_count;
	enum vn_status status = VN_OK;

	if (f->from_start[rest.node] >= NEVER)
		return VN_OK;
	status = vn_grow(&f->rests, f->rest_count, &f->rest_cap, sizeof rest, f->err);
	if (!status)
		status = vn_grow(&f->heap, f->heap_count, &f->heap_cap, sizeof *f->heap, f->err);
	if (status)
		return status;
	f->rests[f->rest_count++] = rest;
	f->heap_count++;
	for (; at > 0 && before(f, index, f->heap[(at - 1) / 2]); at = (at - 1) / 2)
		f->heap[at] = f->heap[(at - 1) / 2];
	f->heap[at] = index;
	return VN_OK;
}

/* Takes the cheapest off the heap, which is not empty. */
static uint32_t pop(struct finder *f)
{
	uint32_t top = f->heap[0], last = f->heap[--f->heap_count];
	size_t at = 0, child;

	while ((child = 2 * at + 1) < f->heap_count) {
		if (child + 1 < f->heap_count && before(f, f->heap[child + 1], f->heap[child]))
			child++;
		if (!before(f, f->heap[child], last))
			break;
		f->heap[at] = f->heap[child];
		at = child;
	}
	f->heap[at] = last;
	return top;
}

/* Writes down the path that the rest INDEX, from the start, is. */
static enum vn_status write(const struct finder *f, uint32_t index, struct vn_arena *arena,
			    struct vn_nbest_path *path)
{
	size_t count = 0;
	uint32_t *backs;

	for (uint32_t i = index; f->rests[i].back != NONE; i = f->rests[i].next)
		count++;
	backs = vn_arena_alloc(arena, (count + 1) * sizeof *backs);
	if (!backs)
		return vn_err_nomem(f->err);
	*path = (struct vn_nbest_path){f->rests[index].cost, backs, count};
	for (uint32_t i = index; f->rests[i].back != NONE; i = f->rests[i].next)
		*backs++ = f->rests[i].back;
	return VN_OK;
}

/* Takes the cheapest rest one step further back, by all steps into its node. */
static enum vn_status go_back(struct finder *f, uint32_t index)
{
	const struct rest rest = f->rests[index];
	enum vn_status status = VN_OK;

	for (uint32_t i = f->first_into[rest.node]; !status && i < f->first_into[rest.node + 1];
	     i++) {
		const struct vn_back *t = &f->p->backs[f->into[i]];
		status = push(f, (struct rest){t->from, f->into[i], index, rest.cost + t->cost});
	}
	return status;
}

enum vn_status vn_nbest(const struct vn_posterior *p, const struct vn_graph *graph,
			struct vn_arena *arena, struct vn_nbest *out, struct vn_err *err)
{
	struct finder f = {.p = p, .err = err};
	enum vn_status status = survey(&f, graph->nodes, graph->start);

	out->found = 0;
	for (size_t i = 0; !status && i < graph->end_count; i++)
		status = push(&f, (struct rest){graph->ends[i], NONE, NONE, 0});
	while (!status && f.heap_count && out->found < out->most) {
		uint32_t index = pop(&f);
		if (f.rests[index].node == graph->start)
			status = write(&f, index, arena, &out->paths[out->found++]);
		else
			status = go_back(&f, index);
	}
	fini(&f);
	return status;
}

enum vn_status vn_necks_find(const struct vn_posterior *p, const struct vn_graph *graph,
			     struct vn_arena *arena, struct vn_necks *out, struct vn_err *err)
{
	const uint32_t *position = graph->position, length = graph->length;
	bool *alive = vn_arena_alloc(arena, graph->nodes * sizeof *alive);
	/* Of each position: nodes there, and steps over it less steps over the one before. */
	uint32_t *nodes = vn_arena_alloc(arena, (length + 1) * sizeof *nodes);
	int32_t *over = vn_arena_alloc(arena, (length + 2) * sizeof *over), steps = 0;
	struct vn_neck *list = vn_arena_alloc(arena, (length + 1) * sizeof *list);

	if (!alive || !nodes || !over || !list)
		return vn_err_nomem(err);
	for (size_t i = 0; i < graph->end_count; i++)
		alive[graph->ends[i]] = true;
	for (size_t i = p->count; i > 0; i--) {
		const struct vn_back *t = &p->backs[i - 1];
		if (!alive[t->to])
			continue;
		alive[t->from] = true;
		over[position[t->from] + 1]++;
		over[position[t->to]]--;
	}
	for (size_t i = 0; i < graph->nodes; i++)
		if (alive[i]) {
			nodes[position[i]]++;
			list[position[i]].node = (uint32_t)i;
		}
	*out = (struct vn_necks){list, 0};
	for (uint32_t at = 0; at <= length; at++) {
		steps += over[at];
		if (nodes[at] == 1 && steps == 0)
			list[out->count++] = (struct vn_neck){at, list[at].node};
	}
	return VN_OK;
}
