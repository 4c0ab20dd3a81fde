#include "decode/posterior.h"

#include <stdlib.h>

void vn_posterior_fini(struct vn_posterior *p)
{
	free(p->backs);
	free(p->before);
	free(p->after);
	free(p->probs);
	*p = (struct vn_posterior){0};
}

void vn_posterior_reset(struct vn_posterior *p)
{
	p->count = 0;
}

enum vn_status vn_posterior_add(struct vn_posterior *p, struct vn_back back, struct vn_err *err)
{
	enum vn_status status = vn_grow(&p->backs, p->count, &p->cap, sizeof back, err);

	if (status)
		return status;
	p->backs[p->count++] = back;
	return VN_OK;
}

static enum vn_status reserve(struct vn_posterior *p, size_t nodes, size_t slots,
			      struct vn_err *err)
{
	if (nodes > p->node_cap) {
		free(p->before);
		free(p->after);
		p->node_cap = 0;
		p->before = malloc(nodes * sizeof *p->before);
		p->after = malloc(nodes * sizeof *p->after);
		if (!p->before || !p->after)
			return vn_err_nomem(err);
		p->node_cap = nodes;
	}
	if (slots > p->slot_cap) {
		free(p->probs);
		p->slot_cap = 0;
		p->probs = malloc(slots * sizeof *p->probs);
		if (!p->probs)
			return vn_err_nomem(err);
		p->slot_cap = slots;
	}
	for (size_t i = 0; i < nodes; i++)
		p->before[i] = p->after[i] = VN_FINE_NEVER;
	memset(p->probs, 0, slots * sizeof *p->probs);
	return VN_OK;
}

enum vn_status vn_posterior_compute(struct vn_posterior *p, const struct vn_graph *graph,
				    size_t slots, int temperature, struct vn_err *err)
{
	int64_t factor = VN_FINE * 256 * 256 / temperature; /* of a cost, 1/256 */
	enum vn_status status = reserve(p, graph->nodes, slots, err);

	if (status)
		return status;
	for (size_t i = 0; i < graph->end_count; i++)
		p->after[graph->ends[i]] = 0;
	for (size_t i = p->count; i-- > 0;) {
		const struct vn_back *t = &p->backs[i];
		if (p->after[t->to] < VN_FINE_NEVER)
			p->after[t->from] = vn_fine_add(p->after[t->from],
							p->after[t->to] + (t->cost * factor >> 8));
	}
	p->before[0] = 0;
	for (size_t i = 0; i < p->count; i++) {
		const struct vn_back *t = &p->backs[i];
		vn_fine cost, through;
		if (p->after[t->to] >= VN_FINE_NEVER)
			continue;
		cost = p->before[t->from] + (t->cost * factor >> 8);
		p->before[t->to] = vn_fine_add(p->before[t->to], cost);
		through = (cost + p->after[t->to] - p->after[0]) / VN_FINE;
		if (through < VN_PROB_COSTS)
			p->probs[t->slot] += vn_prob_of(through > 0 ? (vn_cost)through : 0);
	}
	return VN_OK;
}
