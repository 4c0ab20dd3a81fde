#include "decode/stack.h"

/* The hypothesis among the first of LIST that has the future of H, or NULL. */
static struct vn_hypothesis *find_same(const struct vn_stack *stack, struct vn_hypothesis *list,
				       const struct vn_hypothesis *h)
{
	for (uint32_t i = 0; i < stack->count; i++)
		if (list[i].key == h->key && vn_score_state_eq(&list[i].state, &h->state))
			return &list[i];
	return NULL;
}

uint32_t vn_stack_offer(struct vn_stack *stack, struct vn_hypothesis *pool,
			const struct vn_hypothesis *h, uint32_t *nodes)
{
	struct vn_hypothesis *list = pool + stack->first, *same;
	uint32_t at = 0;

	if (h->cost > stack->most)
		return VN_NO_NODE;
	if (h->cost < stack->most - stack->beam.width)
		stack->most = h->cost + stack->beam.width;
	same = find_same(stack, list, h);
	if (same) {
		uint32_t node = same->node;
		if (h->cost < same->cost)
			*same = *h;
		return same->node = node;
	}
	if (stack->count < stack->beam.room) {
		at = stack->count++;
	} else {
		for (uint32_t i = 1; i < stack->count; i++)
			if (list[i].cost > list[at].cost)
				at = i;
		if (h->cost >= list[at].cost)
			return VN_NO_NODE;
	}
	list[at] = *h;
	return list[at].node = (*nodes)++;
}

/* The order in which hypotheses of a stack are extended. */
static bool cheaper(const struct vn_hypothesis *x, const struct vn_hypothesis *y)
{
	if (x->cost != y->cost)
		return x->cost < y->cost;
	return x->key != y->key ? x->key < y->key : x->arc < y->arc;
}

void vn_stack_select(struct vn_stack *stack, struct vn_hypothesis *pool)
{
	struct vn_hypothesis *list = pool + stack->first;
	uint32_t kept = 0;

	if (stack->sorted) {
		if (stack->count > stack->beam.kept)
			stack->count = stack->beam.kept;
		return;
	}
	for (uint32_t i = 0; i < stack->count; i++) {
		struct vn_hypothesis h = list[i];
		uint32_t at = kept;
		if (h.cost > stack->most)
			continue;
		if (kept < stack->beam.kept)
			kept++;
		else if (!cheaper(&h, &list[--at]))
			continue;
		for (; at > 0 && cheaper(&h, &list[at - 1]); at--)
			list[at] = list[at - 1];
		list[at] = h;
	}
	stack->count = kept;
}
