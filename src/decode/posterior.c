#include "decode/posterior.h"

#include <stdlib.h>

/* exp(-1) and exp(-1/256), to 17 digits. */
#define EXP_WHOLE 0.36787944117144233
#define EXP_PART  0.99610136947011749

/* ln(1 + y), 0 <= y <= 1, as 2 artanh(y / (2 + y)): products and sums only, so that all machines
 * round alike. */
static double log_1p(double y)
{
	double z = y / (2 + y), square = z * z, power = z, sum = 0;
	for (int k = 1; k < 30; k += 2) {
		double term = power / k;
		sum += term;
		power *= square;
	}
	return 2 * sum;
}

void vn_posterior_init(struct vn_posterior *p)
{
	double power = 1;

	*p = (struct vn_posterior){0};
	for (int k = 0; k < VN_POSTERIOR_STEPS; k++) {
		double gain = 4096 * log_1p(power);
		p->gain[k] = (int16_t)(gain + 0.5);
		if (k < 256)
			p->part[k] = (uint32_t)(power * 2147483648.0);
		power *= EXP_PART;
	}
	power = (double)VN_SHARE_ONE;
	for (size_t k = 0; k < sizeof p->whole / sizeof *p->whole; k++) {
		p->whole[k] = (vn_share)power;
		power *= EXP_WHOLE;
	}
}

enum vn_status vn_posterior_tables(void **data, const struct vn_model *model, struct vn_err *err)
{
	struct vn_posterior *tables = malloc(sizeof *tables);

	(void)model;
	if (!tables)
		return vn_err_nomem(err);
	vn_posterior_init(tables);
	*data = tables;
	return VN_OK;
}

void vn_posterior_fini(struct vn_posterior *p)
{
	free(p->backs);
	free(p->before);
	free(p->after);
	free(p->shares);
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

vn_share vn_share_of(const struct vn_posterior *p, vn_cost cost)
{
	if (cost >= VN_SHARE_COSTS)
		return 0;
	return p->whole[cost / 256] * (p->part[cost % 256] >> 8) >> 23;
}

vn_cost vn_share_cost(const struct vn_posterior *p, vn_share share)
{
	vn_cost low = 0, high = VN_SHARE_COSTS;
	while (low < high) {
		vn_cost mid = low + (high - low) / 2;
		if (vn_share_of(p, mid) <= share)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

int64_t vn_fine_either(const struct vn_posterior *p, int64_t a, int64_t b)
{
	int64_t less = a < b ? a : b, gap = (a < b ? b - a : a - b) / VN_FINE;
	return gap < VN_POSTERIOR_STEPS ? less - p->gain[gap] : less;
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
		free(p->shares);
		p->slot_cap = 0;
		p->shares = malloc(slots * sizeof *p->shares);
		if (!p->shares)
			return vn_err_nomem(err);
		p->slot_cap = slots;
	}
	for (size_t i = 0; i < nodes; i++)
		p->before[i] = p->after[i] = VN_FINE_NEVER;
	memset(p->shares, 0, slots * sizeof *p->shares);
	return VN_OK;
}

enum vn_status vn_posterior_share(struct vn_posterior *p, const struct vn_graph *graph,
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
			p->after[t->from] = vn_fine_either(
				p, p->after[t->from], p->after[t->to] + (t->cost * factor >> 8));
	}
	p->before[0] = 0;
	for (size_t i = 0; i < p->count; i++) {
		const struct vn_back *t = &p->backs[i];
		int64_t cost, through;
		if (p->after[t->to] >= VN_FINE_NEVER)
			continue;
		cost = p->before[t->from] + (t->cost * factor >> 8);
		p->before[t->to] = vn_fine_either(p, p->before[t->to], cost);
		through = (cost + p->after[t->to] - p->after[0]) / VN_FINE;
		if (through < VN_SHARE_COSTS)
			p->shares[t->slot] += vn_share_of(p, through > 0 ? (vn_cost)through : 0);
	}
	return VN_OK;
}
