#include "damage/adapt.h"

#include "base/cost.h"
#include "model/hash.h"
#include "model/letters.h"
#include "text/chars.h"

#include <stdlib.h>

#define PAIR_BITS 15	     /* of the table that counts equal pairs */
#define PAIR_MOST 4	     /* sightings of one pair that count */
#define SAME_FEE  (9 * 256)  /* a letter that stands for itself where no page showed it */
#define COUNT_MAX (1u << 28) /* of one origin: sums stay in 64 bits */

struct vn_adapt {
	const struct vn_channel *base;
	uint32_t *group; /* by origin: its printed side */
	uint32_t *count; /* by origin, 1/VN_ADAPT_WHOLE */
	uint64_t *sum;	 /* of count, by group */
	uint64_t *mass;	 /* of the base's probabilities, by group, 1/VN_PROBABLE */
	uint32_t group_count;
	uint8_t *pairs; /* sightings by hash of a pair; a collision only costs a sighting */
};

/* The least cost whose probability is not above P / VN_PROBABLE: 256 times -ln. */
static int32_t cost_of(uint64_t p)
{
	int32_t cost = 0;
	for (int b = 12; b >= 0; b--)
		if (vn_cost_probability(cost + (1 << b)) >= p)
			cost += 1 << b;
	return cost;
}

static uint32_t key_of(const struct vn_origin *o)
{
	return o->code[0] | (uint32_t)o->code[1] << 8 | (uint32_t)o->upper << 16;
}

struct member {
	uint32_t key, origin;
};

static int by_key(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->origin > y->origin) - (x->origin < y->origin);
}

/* Numbers the printed sides and sums what the base says of each. */
static enum vn_status group_origins(struct vn_adapt *adapt, struct vn_err *err)
{
	uint32_t n = adapt->base->origin_count, group = 0;
	struct member *members = calloc(n + 1, sizeof *members);

	if (!members)
		return vn_err_nomem(err);
	for (uint32_t i = 0; i < n; i++)
		members[i] = (struct member){key_of(&adapt->base->origins[i]), i};
	qsort(members, n, sizeof *members, by_key);
	for (uint32_t i = 0; i < n; i++) {
		group += i && members[i].key != members[i - 1].key;
		adapt->group[members[i].origin] = group;
		adapt->mass[group] +=
			vn_cost_probability(adapt->base->origins[members[i].origin].cost);
	}
	adapt->group_count = n ? group + 1 : 0;
	free(members);
	return VN_OK;
}

enum vn_status vn_adapt_open(struct vn_adapt **out, const struct vn_channel *base,
			     struct vn_err *err)
{
	struct vn_adapt *adapt = calloc(1, sizeof *adapt);
	size_t n = (size_t)base->origin_count + 1;
	enum vn_status status;

	if (!adapt)
		return vn_err_nomem(err);
	adapt->base = base;
	adapt->group = calloc(n, sizeof *adapt->group);
	adapt->count = calloc(n, sizeof *adapt->count);
	adapt->sum = calloc(n, sizeof *adapt->sum);
	adapt->mass = calloc(n, sizeof *adapt->mass);
	adapt->pairs = calloc((size_t)1 << PAIR_BITS, 1);
	if (adapt->group && adapt->count && adapt->sum && adapt->mass && adapt->pairs)
		status = group_origins(adapt, err);
	else
		status = vn_err_nomem(err);
	if (status)
		vn_adapt_close(adapt);
	else
		*out = adapt;
	return status;
}

void vn_adapt_close(struct vn_adapt *adapt)
{
	if (!adapt)
		return;
	free(adapt->group);
	free(adapt->count);
	free(adapt->sum);
	free(adapt->mass);
	free(adapt->pairs);
	free(adapt);
}

void vn_adapt_reset(struct vn_adapt *adapt)
{
	memset(adapt->count, 0, adapt->base->origin_count * sizeof *adapt->count);
	memset(adapt->sum, 0, adapt->group_count * sizeof *adapt->sum);
	memset(adapt->pairs, 0, (size_t)1 << PAIR_BITS);
}

/* A printed letter as origins have it. */
struct letter {
	uint8_t code;
	bool upper;
};

#define NO_ORIGIN UINT32_MAX

/* The cheapest way to a cell: from where, and by which origin. */
struct cell {
	vn_cost cost;
	uint32_t origin;
	uint8_t back_printed, back_read;
};

/* Origins of a read segment that stand somewhere in the printed word: no letter, any one, any two
 * neighbours. */
struct fitting {
	const struct vn_origin *list[2 * VN_ADAPT_PRINTED];
	uint32_t count;
};

/* An alignment under way; cell [i][j]: I letters printed, J code points read. */
struct grid {
	struct cell cell[VN_ADAPT_PRINTED + 1][VN_ADAPT_READ + 1];
	struct letter letter[VN_ADAPT_PRINTED];
	struct fitting fitting[VN_ADAPT_READ + 1][4]; /* by place and length of the segment; of no
 letters at the first place alone */
	int n, m;
};

static void reach(struct grid *g, int i, int j, int a, int b, vn_cost cost, uint32_t origin)
{
	struct cell *to = &g->cell[i + a][j + b];
	vn_cost sum = g->cell[i][j].cost + cost;
	if (sum < to->cost)
		*to = (struct cell){sum, origin, (uint8_t)a, (uint8_t)b};
}

/* The printed letters of an origin that stand at I, or -1 when others do. */
static int fits(const struct grid *g, int i, const struct vn_origin *o)
{
	int a = 0;
	for (; a < 2 && o->code[a]; a++)
		if (i + a >= g->n || g->letter[i + a].code != o->code[a] ||
		    g->letter[i + a].upper != (o->upper >> a & 1))
			return -1;
	return a;
}

/* Finds what fits of the B letters read at J. Most origins begin with a letter that the word does
 * not have: HAS are the codes of those that it has, the capitals in the second half. */
static void find_fitting(const struct vn_channel *base, struct grid *g, const int32_t *read, int j,
			 int b, const bool has[2 * VN_LETTER_CODES])
{
	struct vn_origins origins = vn_channel_origins(base, read + j, b);
	struct fitting *f = &g->fitting[j][b];

	f->count = 0;
	for (uint32_t k = 0; k < origins.count; k++) {
		const struct vn_origin *o = &origins.list[k];
		int i = 0;
		if (o->code[0] && !has[o->code[0] + (o->upper & 1) * VN_LETTER_CODES])
			continue;
		while (i < g->n && fits(g, i, o) < 0)
			i++;
		if (i < g->n && f->count < sizeof f->list / sizeof *f->list)
			f->list[f->count++] = o;
	}
}

/* All ways on from cell [i][j]. */
static void leave(const struct vn_channel *base, struct grid *g, const int32_t *read, int i, int j)
{
	for (int b = 0; b <= 3 && j + b <= g->m; b++) {
		const struct fitting *f = &g->fitting[b ? j : 0][b];
		for (uint32_t k = 0; k < f->count; k++) {
			int a = fits(g, i, f->list[k]);
			if (a >= 0 && a + b > 0)
				reach(g, i, j, a, b, f->list[k]->cost,
				      (uint32_t)(f->list[k] - base->origins));
		}
	}
	if (i < g->n && j < g->m) {
		int32_t small = vn_lower(read[j]);
		if (g->letter[i].code == vn_letter_code(small) &&
		    g->letter[i].upper == (small != read[j]))
			reach(g, i, j, 1, 1, SAME_FEE, NO_ORIGIN);
	}
}

/* Fills the grid; false when the pair has no alignment. */
static bool align(const struct vn_channel *base, struct grid *g, const int32_t *read)
{
	bool has[2 * VN_LETTER_CODES] = {false};

	for (int i = 0; i < g->n; i++)
		has[g->letter[i].code + g->letter[i].upper * VN_LETTER_CODES] = true;
	find_fitting(base, g, read, 0, 0, has);
	for (int j = 0; j <= g->m; j++)
		for (int b = 1; b <= 3 && j + b <= g->m; b++)
			find_fitting(base, g, read, j, b, has);
	for (int i = 0; i <= g->n; i++)
		for (int j = 0; j <= g->m; j++)
			g->cell[i][j] = (struct cell){.cost = VN_COST_MAX, .origin = NO_ORIGIN};
	g->cell[0][0].cost = 0;
	for (int i = 0; i <= g->n; i++)
		for (int j = 0; j <= g->m; j++)
			if (g->cell[i][j].cost != VN_COST_MAX)
				leave(base, g, read, i, j);
	return g->cell[g->n][g->m].cost != VN_COST_MAX;
}

/* Whether this pair was seen less often than counts. */
static bool fresh(struct vn_adapt *adapt, const struct grid *g, const int32_t *read)
{
	uint64_t hash = VN_HASH_SEED;
	uint8_t *seen;
	for (int i = 0; i < g->n; i++)
		hash = vn_hash_step(hash, g->letter[i].code | (uint32_t)g->letter[i].upper << 8);
	for (int j = 0; j < g->m; j++)
		hash = vn_hash_step(hash, (uint32_t)read[j]);
	seen = &adapt->pairs[hash >> 20 & (((uint32_t)1 << PAIR_BITS) - 1)];
	if (*seen == PAIR_MOST)
		return false;
	++*seen;
	return true;
}

bool vn_adapt_note(struct vn_adapt *adapt, const int32_t *read, int read_count,
		   const int32_t *printed, int printed_count, uint32_t weight)
{
	struct grid g;

	if (read_count < 1 || read_count > VN_ADAPT_READ || printed_count < 1 ||
	    printed_count > VN_ADAPT_PRINTED || !weight)
		return false;
	g.n = printed_count;
	g.m = read_count;
	for (int i = 0; i < printed_count; i++) {
		int32_t small = vn_lower(printed[i]);
		g.letter[i] = (struct letter){vn_letter_code(small), small != printed[i]};
		if (!g.letter[i].code)
			return false;
	}
	if (!fresh(adapt, &g, read) || !align(adapt->base, &g, read))
		return false;
	for (int i = g.n, j = g.m; i || j;) {
		const struct cell *c = &g.cell[i][j];
		if (c->origin != NO_ORIGIN && adapt->count[c->origin] < COUNT_MAX) {
			adapt->count[c->origin] += weight;
			adapt->sum[adapt->group[c->origin]] += weight;
		}
		i -= c->back_printed;
		j -= c->back_read;
	}
	return true;
}

/* The cost of origin I: the base's share of its printed side, moved by the counts. */
static int32_t adapted(const struct vn_adapt *adapt, uint32_t i, uint32_t k)
{
	uint64_t mass = adapt->mass[adapt->group[i]], sum = adapt->sum[adapt->group[i]];
	uint64_t prior = vn_cost_probability(adapt->base->origins[i].cost) * k * VN_ADAPT_WHOLE;
	uint64_t p = (mass * adapt->count[i] + prior) / (sum + (uint64_t)k * VN_ADAPT_WHOLE);
	return cost_of(p ? p : 1);
}

/* Brings COUNT origins, nearly sorted, into the order of their costs. */
static void sort(struct vn_origin *list, uint32_t count)
{
	for (uint32_t i = 1; i < count; i++) {
		struct vn_origin o = list[i];
		uint32_t at = i;
		for (; at > 0 && list[at - 1].cost > o.cost; at--)
			list[at] = list[at - 1];
		list[at] = o;
	}
}

enum vn_status vn_adapt_channel(const struct vn_adapt *adapt, uint32_t k, struct vn_channel *out,
				struct vn_err *err)
{
	struct vn_channel channel;
	enum vn_status status = vn_channel_copy(&channel, adapt->base, err);

	if (status)
		return status;
	for (uint32_t i = 0; i < channel.origin_count; i++)
		if (adapt->sum[adapt->group[i]])
			channel.origins[i].cost = adapted(adapt, i, k);
	for (uint32_t i = 0; i < channel.size; i++)
		sort(channel.origins + channel.reads[i].first, channel.reads[i].count);
	*out = channel;
	return VN_OK;
}
