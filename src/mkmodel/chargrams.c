#include "mkmodel/chargrams.h"

#include "model/hash.h"
#include "text/chars.h"

#include <math.h>
#include <stdlib.h>

#define UNIFORM	   (1.0f / 512) /* of a character that a kind never showed */
#define LEAST_SEEN 3		/* in all, of an n-gram that enters the table */
#define ROOM	   4 / 3	/* slots for each n-gram */

void vn_chargrams_fini(struct vn_chargrams *g)
{
	free(g->slots);
	free(g->contexts);
	*g = (struct vn_chargrams){0};
}

enum vn_status vn_chargrams_kind(struct vn_chargrams *g, const char *name, uint32_t *out,
				 struct vn_err *err)
{
	uint32_t k = 0;

	while (k < g->kind_count && strcmp(g->name[k], name) != 0)
		k++;
	if (!*name || strlen(name) >= VN_KINDS_NAME || k == VN_KINDS_MAX)
		return vn_err_set(err, VN_EUSAGE, "kinds: no room for '%s'", name);
	if (k == g->kind_count) {
		memcpy(g->name[k], name, strlen(name));
		g->kind_count++;
	}
	*out = k;
	return VN_OK;
}

/* The slot of HASH in a table of SIZE: its own, or an empty one. */
static struct vn_chargram *slot_of(struct vn_chargram *slots, size_t size, uint64_t hash)
{
	size_t at = (size_t)vn_hash_bucket(hash, size);
	while (slots[at].order && slots[at].hash != hash)
		at = at + 1 == size ? 0 : at + 1;
	return &slots[at];
}

/* Makes room for one more in the table. */
static enum vn_status grow(struct vn_chargram **slots, size_t count, size_t *size,
			   struct vn_err *err)
{
	size_t more = *size ? *size * 2 : 1 << 16;
	struct vn_chargram *wide;

	if (count + count / 4 < *size)
		return VN_OK;
	wide = calloc(more, sizeof *wide);
	if (!wide)
		return vn_err_nomem(err);
	for (size_t i = 0; i < *size; i++)
		if ((*slots)[i].order)
			*slot_of(wide, more, (*slots)[i].hash) = (*slots)[i];
	free(*slots);
	*slots = wide;
	*size = more;
	return VN_OK;
}

/* One more sighting of the n-gram, and of its context. */
static enum vn_status see(struct vn_chargrams *g, uint32_t kind, const struct vn_chargram *gram,
			  uint32_t weight, struct vn_err *err)
{
	enum vn_status status = grow(&g->slots, g->count, &g->size, err);
	struct vn_chargram *own, *context;

	if (!status)
		status = grow(&g->contexts, g->context_count, &g->context_size, err);
	if (status)
		return status;
	own = slot_of(g->slots, g->size, gram->hash);
	context = slot_of(g->contexts, g->context_size, gram->context);
	g->count += !own->order;
	g->context_count += !context->order;
	if (!own->order)
		*own = *gram;
	context->order = gram->order;
	context->hash = gram->context;
	context->count[kind].types += !own->count[kind].seen;
	context->count[kind].seen += weight;
	own->count[kind].seen += weight;
	return VN_OK;
}

/* The n-grams of one word: COUNT characters, the blanks around it among them. */
static enum vn_status add_word(struct vn_chargrams *g, uint32_t kind, const int32_t *c, int count,
			       uint32_t weight, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (int i = 1; i < count; i++) {
		struct vn_chargram gram = {.hash = VN_HASH_SEED};
		uint64_t before = VN_HASH_SEED;
		g->seen[kind] += weight;
		for (int n = 1; !status && n <= VN_KINDS_ORDER && n <= i + 1; n++) {
			gram.shorter = gram.hash;
			gram.hash = vn_hash_step(gram.hash, (uint32_t)c[i - n + 1]);
			if (n > 1)
				before = vn_hash_step(before, (uint32_t)c[i - n + 1]);
			gram.context = before;
			gram.order = (uint8_t)n;
			status = see(g, kind, &gram, weight, err);
		}
	}
	return status;
}

enum vn_status vn_chargrams_add(struct vn_chargrams *g, uint32_t kind, struct vn_str text,
				uint32_t weight, struct vn_err *err)
{
	int32_t c[VN_KINDS_READ], spelt[VN_KINDS_READ + 2] = {VN_KINDS_BLANK};
	enum vn_status status = VN_OK;
	size_t at = 0;
	int count = 0;

	while (!status && at < text.len) {
		int32_t one = vn_utf8_next(text, &at);
		bool blank = vn_is_space(one);
		if (!blank && count < VN_KINDS_READ)
			c[count++] = one;
		if (!blank && at < text.len)
			continue;
		count = vn_charkinds_spell(c, count, spelt + 1);
		spelt[count + 1] = VN_KINDS_BLANK;
		if (count)
			status = add_word(g, kind, spelt, count + 2, weight, err);
		count = 0;
	}
	return status;
}

/* What the shorter n-gram says of the last character of GRAM. */
static const float *shorter_of(const struct vn_chargrams *g, const struct vn_chargram *gram)
{
	static const float uniform[VN_KINDS_MAX] = {
		UNIFORM, UNIFORM, UNIFORM, UNIFORM, UNIFORM, UNIFORM, UNIFORM, UNIFORM,
		UNIFORM, UNIFORM, UNIFORM, UNIFORM, UNIFORM, UNIFORM, UNIFORM, UNIFORM};
	return gram->order == 1 ? uniform : slot_of(g->slots, g->size, gram->shorter)->p;
}

static void smooth(const struct vn_chargrams *g, struct vn_chargram *gram)
{
	const struct vn_chargram *context = slot_of(g->contexts, g->context_size, gram->context);
	const float *less = shorter_of(g, gram);

	for (uint32_t k = 0; k < g->kind_count; k++) {
		float types = (float)context->count[k].types, all = (float)context->count[k].seen;
		gram->p[k] =
			all > 0 ? ((float)gram->count[k].seen + types * less[k]) / (all + types)
				: less[k];
	}
}

/* How much is lost where the table lacks GRAM: over all kinds, sightings in a million characters
 * times the greatest error of a cost. */
static float worth(const struct vn_chargrams *g, const struct vn_chargram *gram)
{
	const float *less = shorter_of(g, gram);
	float most = 0, share = 0;
	uint64_t seen = 0;

	for (uint32_t k = 0; k < g->kind_count; k++) {
		float apart = fabsf(logf(gram->p[k] / less[k]));
		most = apart > most ? apart : most;
		seen += gram->count[k].seen;
		share += (float)gram->count[k].seen * 1e6f / ((float)g->seen[k] + 1);
	}
	return gram->order == 1 ? 1e9f : seen < LEAST_SEEN ? 0 : share * most;
}

struct choice {
	float worth;
	const struct vn_chargram *gram;
};

static int by_worth(const void *a, const void *b)
{
	const struct choice *x = a, *y = b;
	if (x->worth != y->worth)
		return x->worth > y->worth ? -1 : 1;
	return (x->gram->hash > y->gram->hash) - (x->gram->hash < y->gram->hash);
}

/* The n-grams worth most, at most *COUNT of them; *OUT to be freed. */
static enum vn_status choose(struct vn_chargrams *g, struct choice **out, size_t *count,
			     struct vn_err *err)
{
	struct choice *all = malloc((g->count + 1) * sizeof *all);
	size_t n = 0;

	if (!all)
		return vn_err_nomem(err);
	for (int order = 1; order <= VN_KINDS_ORDER; order++)
		for (size_t i = 0; i < g->size; i++)
			if (g->slots[i].order == order)
				smooth(g, &g->slots[i]);
	for (size_t i = 0; i < g->size; i++) {
		struct choice one = {0, &g->slots[i]};
		if (!one.gram->order)
			continue;
		one.worth = worth(g, one.gram);
		if (one.worth > 0)
			all[n++] = one;
	}
	qsort(all, n, sizeof *all, by_worth);
	*count = n < *count ? n : *count;
	*out = all;
	return VN_OK;
}

static uint8_t cost_of(float p)
{
	float cost = -16 * logf(p) + 0.5f;
	return cost < UINT8_MAX ? (uint8_t)cost : UINT8_MAX;
}

/* Puts GRAM into its slot; false when there is none near. */
static bool place(const struct vn_chargrams *g, const struct vn_chargram *gram, uint32_t *prints,
		  uint8_t *costs, uint32_t slots)
{
	uint64_t at = vn_hash_bucket(gram->hash, slots);

	for (int step = 0; step < VN_KINDS_PROBES; step++) {
		if (!prints[at]) {
			prints[at] = vn_kinds_print(gram->hash);
			for (uint32_t k = 0; k < g->kind_count; k++)
				costs[at * g->kind_count + k] = cost_of(gram->p[k]);
			return true;
		}
		if (++at == slots)
			at = 0;
	}
	return false;
}

enum vn_status vn_chargrams_write(struct vn_chargrams *g, size_t most, struct vn_buf *section,
				  struct vn_err *err)
{
	struct vn_file_kinds header = {.count = g->kind_count, .order = VN_KINDS_ORDER};
	struct choice *list = NULL;
	uint32_t *prints = NULL;
	uint8_t *costs = NULL;
	size_t count = most;
	enum vn_status status = choose(g, &list, &count, err);

	if (status)
		return status;
	header.slots = (uint32_t)(count * ROOM + 1);
	memcpy(header.name, g->name, sizeof header.name);
	prints = calloc(header.slots, sizeof *prints);
	costs = calloc(header.slots, g->kind_count);
	if (!prints || !costs)
		status = vn_err_nomem(err);
	for (size_t i = 0; !status && i < count; i++)
		if (!place(g, list[i].gram, prints, costs, header.slots))
			status = vn_err_set(err, VN_EUSAGE, "kinds: a run of full slots");
	if (!status)
		status = vn_buf_add(section, &header, sizeof header, err);
	if (!status)
		status = vn_buf_add(section, prints, header.slots * sizeof *prints, err);
	if (!status)
		status = vn_buf_add(section, costs, (size_t)header.slots * g->kind_count, err);
	free(list);
	free(prints);
	free(costs);
	return status;
}
