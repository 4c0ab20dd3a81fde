#include "damage/mixture.h"

#include "base/cost.h"
#include "damage/damage.h"

#define LINE	 256		/* one line in the counts */
#define PRIOR	 2		/* lines that the priors of all kinds together count as */
#define ONCE	 (LINE * 3 / 4) /* a kind that was seen once is none of the document yet */
#define LASTING	 192 /* of 256: the next line is of the same kind whatever the document is */
#define SEEN_MAX (4096 * LINE) /* lines that are remembered; older ones fade */
#define NEVER	 (1 << 24)     /* of a kind that is not allowed */

/* What is likely in a document: cost of each kind, and of going from kind to kind. */
struct chain {
	vn_cost share[VN_DAMAGE_COUNT], stay[VN_DAMAGE_COUNT], go[VN_DAMAGE_COUNT];
};

/* By the lines SEEN so far. */
static struct chain chain_of(const uint32_t *seen, const bool *allowed)
{
	struct chain chain;
	uint64_t all = 0, own[VN_DAMAGE_COUNT];

	for (int k = 0; k < VN_DAMAGE_COUNT; k++) {
		uint64_t prior = (uint64_t)PRIOR * LINE * vn_damages[k].share / 1000;
		own[k] = allowed[k] ? prior + (seen[k] > ONCE ? seen[k] - ONCE : 0) : 0;
		all += own[k];
	}
	for (int k = 0; k < VN_DAMAGE_COUNT; k++) {
		if (!own[k]) {
			chain.share[k] = chain.stay[k] = chain.go[k] = NEVER;
			continue;
		}
		chain.share[k] = vn_cost_log(all) - vn_cost_log(own[k]);
		chain.go[k] = vn_cost_log(256) - vn_cost_log(256 - LASTING) + chain.share[k];
		chain.stay[k] = vn_cost_add(vn_cost_log(256) - vn_cost_log(LASTING), chain.go[k]);
	}
	return chain;
}

/* Costs of each kind after a step, from those before it. */
static void step(const struct chain *chain, const vn_cost *from, vn_cost *to)
{
	vn_cost any = NEVER;

	for (int k = 0; k < VN_DAMAGE_COUNT; k++)
		any = vn_cost_add(any, from[k]);
	for (int k = 0; k < VN_DAMAGE_COUNT; k++) {
		/* stay holds the way over go to the same kind; counting it twice costs nothing. */
		vn_cost stay = from[k] + chain->stay[k], go = any + chain->go[k];
		to[k] = chain->go[k] >= NEVER ? NEVER : vn_cost_add(stay, go);
	}
}

/* Brings the least of the costs to 0, so that sums stay small. */
static void level(vn_cost *cost)
{
	vn_cost least = NEVER;

	for (int k = 0; k < VN_DAMAGE_COUNT; k++)
		least = cost[k] < least ? cost[k] : least;
	for (int k = 0; k < VN_DAMAGE_COUNT; k++)
		cost[k] = cost[k] >= NEVER ? NEVER : cost[k] - least;
}

static void look(const struct vn_line *line, vn_cost *cost)
{
	for (int k = 0; k < VN_DAMAGE_COUNT; k++)
		if (cost[k] < NEVER)
			cost[k] += line->cost[k];
	level(cost);
}

/* The share of each kind, 1/VN_PROBABLE, from costs. */
static void shares_of(const vn_cost *cost, uint64_t *share)
{
	uint64_t sum = 0;

	for (int k = 0; k < VN_DAMAGE_COUNT; k++) {
		share[k] = cost[k] < NEVER ? vn_cost_probability(cost[k]) : 0;
		sum += share[k];
	}
	for (int k = 0; k < VN_DAMAGE_COUNT; k++)
		share[k] = (share[k] << 30) / (sum ? sum : 1);
}

/* The kind to take: text that is left alone where that is likelier than all else together. */
static uint8_t choose(const uint64_t *share)
{
	uint64_t alone = 0;
	int best[2] = {-1, -1};
	bool leave;

	for (int k = 0; k < VN_DAMAGE_COUNT; k++) {
		bool left = !vn_damages[k].channel;
		alone += left ? share[k] : 0;
		if (share[k] && (best[left] < 0 || share[k] > share[best[left]]))
			best[left] = k;
	}
	leave = best[false] < 0 || (best[true] >= 0 && alone * 2 > VN_PROBABLE);
	return (uint8_t)(best[leave] < 0 ? VN_DAMAGE_CLEAN : best[leave]);
}

/* Adds a line to the counts. */
static void count_line(const struct vn_line *line, const uint64_t *share, uint32_t *seen)
{
	for (int k = 0; k < VN_DAMAGE_COUNT; k++)
		seen[k] += (uint32_t)((share[k] * LINE * line->words / VN_LINE_WORDS) >> 30);
}

/* One way there and back over all lines; SEEN becomes what they add. FORWARD[i] stays what the
 * lines up to i say. */
static void there_and_back(const struct chain *chain, const struct vn_mixture *mixture,
			   struct vn_line *lines, size_t count, vn_cost *forward, uint32_t *seen)
{
	vn_cost back[VN_DAMAGE_COUNT] = {0};

	for (size_t i = 0; i < count; i++) {
		vn_cost *at = forward + i * VN_DAMAGE_COUNT;
		if (i)
			step(chain, at - VN_DAMAGE_COUNT, at);
		else if (mixture->begun)
			step(chain, mixture->now, at);
		else
			memcpy(at, chain->share, sizeof chain->share);
		look(&lines[i], at);
	}
	for (size_t i = count; i-- > 0;) {
		vn_cost both[VN_DAMAGE_COUNT], any = NEVER;
		uint64_t share[VN_DAMAGE_COUNT];
		for (int k = 0; k < VN_DAMAGE_COUNT; k++) {
			vn_cost ahead = forward[i * VN_DAMAGE_COUNT + (size_t)k];
			both[k] = ahead >= NEVER ? NEVER : ahead + back[k];
		}
		level(both);
		shares_of(both, share);
		lines[i].kind = choose(share);
		count_line(&lines[i], share, seen);
		for (int k = 0; k < VN_DAMAGE_COUNT; k++) {
			back[k] += lines[i].cost[k];
			any = vn_cost_add(any, back[k] + chain->go[k]);
		}
		for (int k = 0; k < VN_DAMAGE_COUNT; k++)
			back[k] = chain->go[k] >= NEVER
					  ? NEVER
					  : vn_cost_add(back[k] + chain->stay[k], any);
		level(back);
	}
}

/* The kind of a line that looks like KIND in a document with the lines SEEN: where it has more of
 * the kind whose channel does the same and more, that. An engine without Vietnamese reads many a
 * heading in capitals as if its marks were stripped. */
static uint8_t among(uint8_t kind, const uint32_t *seen)
{
	enum vn_damage_kind wider = vn_damages[kind].instead;

	return vn_damages[kind].channel && vn_damages[wider].channel && seen[wider] > seen[kind]
		       ? (uint8_t)wider
		       : kind;
}

void vn_mixture_take(struct vn_mixture *mixture, const bool *allowed, struct vn_line *lines,
		     size_t count, vn_cost *forward)
{
	uint32_t seen[VN_DAMAGE_COUNT], all = 0;
	int fade = 0;

	if (!count)
		return;
	/* The first round finds out what is likely here, the second one uses it. */
	memcpy(seen, mixture->seen, sizeof seen);
	for (int round = count > 1 ? 0 : 1; round < 2; round++) {
		struct chain chain = chain_of(seen, allowed);
		memcpy(seen, mixture->seen, sizeof seen);
		there_and_back(&chain, mixture, lines, count, forward, seen);
	}
	for (size_t i = 0; i < count; i++)
		lines[i].kind = among(lines[i].kind, seen);
	for (int k = 0; k < VN_DAMAGE_COUNT; k++)
		all += seen[k];
	while (all >> fade > SEEN_MAX)
		fade++;
	for (int k = 0; k < VN_DAMAGE_COUNT; k++)
		mixture->seen[k] = seen[k] >> fade;
	memcpy(mixture->now, forward + (count - 1) * VN_DAMAGE_COUNT, sizeof mixture->now);
	mixture->begun = true;
}
