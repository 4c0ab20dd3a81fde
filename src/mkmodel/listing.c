#include "mkmodel/listing.h"

#include <math.h>
#include <stdlib.h>

#define AHEAD	    16	  /* lookups between asking for a bucket and reading it */
#define TEXT	    1e8	  /* words in which RAW is expected */
#define ROUNDS	    12	  /* until shares in text change by few per cent */
#define LEAST_SHARE 1e-12 /* of an n-gram in text */
#define LEAST_MASS  1e-4  /* that a context leaves to other words */

/* The word of an n-gram that stands K places before its last. */
static uint16_t word_of(const struct vn_ngram *gram, int k)
{
	return k == 4 ? gram->word4 : (uint16_t)(gram->key >> (48 - 16 * k));
}

static uint64_t hash_of(const struct vn_ngram *gram, int order)
{
	uint64_t hash = VN_HASH_SEED;

	for (int k = 0; k < order; k++)
		hash = vn_hash_step(hash, word_of(gram, k));
	return hash;
}

static double probability(const struct vn_ngram *gram)
{
	return exp(-(double)gram->cost);
}

/* Words as n-grams of order 1. */
static enum vn_status list_words(struct vn_ngrams *m, const struct vn_lm *lm, struct vn_err *err)
{
	m->gram[0] = calloc(lm->word_count + 1, sizeof **m->gram);
	if (!m->gram[0])
		return vn_err_nomem(err);
	m->count[0] = lm->word_count;
	for (uint32_t id = 0; id < lm->word_count; id++)
		m->gram[0][id] = (struct vn_ngram){.key = (uint64_t)id << 48,
						   .cost = (float)lm->unigrams[id].cost / 256,
						   .backoff = (float)lm->unigrams[id].backoff / 256,
						   .children = id != VN_WORD_NONE &&
							       lm->unigrams[id].backoff != 0};
	return VN_OK;
}

/* One order of the listing while it is made. */
struct making {
	const struct vn_lm *lm;
	struct vn_ngrams *out;
	int order;
	size_t cap;    /* of its list */
	size_t *start; /* by n-gram two orders down: the first of those that it is the suffix of */
	uint32_t *may; /* contexts that may stand before the last word of one suffix */
	uint64_t *hashes; /* of that suffix behind each */
};

/* Adds the n-gram of suffix and context that SLOT is of. */
static enum vn_status add(struct making *m, size_t suffix, uint32_t context, uint32_t slot,
			  struct vn_err *err)
{
	int k = m->order - 1;
	uint32_t code = slot >> VN_PROB_BITS & ((1 << VN_BACKOFF_BITS) - 1);
	uint16_t first = word_of(&m->out->gram[k - 1][context], k - 1);
	enum vn_status status =
		vn_grow(&m->out->gram[k], m->out->count[k], &m->cap, sizeof **m->out->gram, err);

	if (status)
		return status;
	m->out->gram[k][m->out->count[k]++] = (struct vn_ngram){
		.key = m->out->gram[k - 1][suffix].key |
		       (k < 4 ? (uint64_t)first << (48 - 16 * k) : 0),
		.word4 = k < 4 ? 0 : first,
		.suffix = (uint32_t)suffix,
		.context = context,
		.cost = (float)m->lm->header->cost[k - 1][slot & ((1 << VN_PROB_BITS) - 1)] / 256,
		.backoff = (float)m->lm->header->backoff[k - 1][code] / 256,
		.children = code != 0};
	return VN_OK;
}

/* Looks for all n-grams that end in one of the order below. They come sorted, as those are. */
static enum vn_status extend(struct making *m, size_t suffix, struct vn_err *err)
{
	const struct vn_ngram *shorter = m->out->gram[m->order - 2];
	uint64_t hash = hash_of(&shorter[suffix], m->order - 1);
	size_t from = 0, to = m->out->count[0], count = 0;
	enum vn_status status = VN_OK;

	if (m->order > 2) {
		from = m->start[shorter[suffix].context];
		to = m->start[shorter[suffix].context + 1];
	}
	for (size_t i = from; i < to; i++)
		if (shorter[i].children) {
			m->may[count] = (uint32_t)i;
			m->hashes[count++] = vn_hash_step(hash, word_of(&shorter[i], m->order - 2));
		}
	for (size_t i = 0; !status && i < count; i++) {
		uint32_t slot;
		if (i + AHEAD < count)
			vn_lm_prefetch(m->lm, m->hashes[i + AHEAD]);
		slot = vn_lm_slot(m->lm, m->hashes[i]);
		if (slot)
			status = add(m, suffix, m->may[i], slot, err);
	}
	return status;
}

/* Where in the order below those begin that have the same suffix. */
static void find_starts(struct making *m)
{
	const struct vn_ngram *shorter = m->out->gram[m->order - 2];
	size_t n = m->out->count[m->order - 3], at = 0;

	for (size_t i = 0; i <= n; i++) {
		while (at < m->out->count[m->order - 2] && shorter[at].suffix < i)
			at++;
		m->start[i] = at;
	}
}

static enum vn_status list_order(struct vn_ngrams *out, const struct vn_lm *lm, int order,
				 struct vn_err *err)
{
	size_t starts = order > 2 ? out->count[order - 3] + 1 : 1;
	struct making m = {.lm = lm,
			   .out = out,
			   .order = order,
			   .start = malloc(starts * sizeof *m.start),
			   .may = malloc(lm->word_count * sizeof *m.may),
			   .hashes = malloc(lm->word_count * sizeof *m.hashes)};
	enum vn_status status = m.start && m.may && m.hashes ? VN_OK : vn_err_nomem(err);

	if (!status && order > 2)
		find_starts(&m);
	for (size_t i = order == 2; !status && i < out->count[order - 2]; i++)
		status = extend(&m, i, err);
	free(m.start);
	free(m.may);
	free(m.hashes);
	return status;
}

/* What an n-gram's word has behind what is left of its context when no longer n-gram applies. */
static double backed_off(const struct vn_ngram *longer, const struct vn_ngrams *m, int order)
{
	const struct vn_ngram *context = &m->gram[order - 1][longer->context];

	return (double)context->score *
	       exp(-(double)context->backoff - (double)m->gram[order - 1][longer->suffix].cost);
}

/*
 * The shares in text (SCORE) of the n-grams of one order, from those of the order above: an n-gram
 * is met where a longer one ends in it, and behind the rest of its context. Costs of lower orders
 * cannot be taken for it: Kneser-Ney makes them of other counts.
 */
static enum vn_status share_order(struct vn_ngrams *m, int order, struct vn_err *err)
{
	struct vn_ngram *grams = m->gram[order - 1];
	size_t n = m->count[order - 1], contexts = order > 1 ? m->count[order - 2] : 1;
	double *rest = calloc(contexts, sizeof *rest), *share = calloc(n + 1, sizeof *share);

	if (!rest || !share) {
		free(rest);
		free(share);
		return vn_err_nomem(err);
	}
	for (size_t i = 0; i < contexts; i++)
		rest[i] = order > 1 ? (double)m->gram[order - 2][i].score : 1;
	for (size_t i = 0; i < n; i++)
		rest[order > 1 ? grams[i].suffix : 0] -=
			(double)grams[i].score * (1 - exp(-(double)grams[i].backoff));
	for (size_t i = 0; i < m->count[order]; i++) {
		const struct vn_ngram *longer = &m->gram[order][i];
		share[longer->suffix] += (double)longer->score - backed_off(longer, m, order);
	}
	for (size_t i = order == 1; i < n; i++) {
		share[i] += probability(&grams[i]) * rest[order > 1 ? grams[i].context : 0];
		grams[i].score = (float)fmax(share[i], LEAST_SHARE);
	}
	free(rest);
	free(share);
	return VN_OK;
}

/* The shares of an order as those of their contexts make them. */
static void chain_order(struct vn_ngrams *m, int order)
{
	for (size_t i = 0; i < m->count[order - 1]; i++) {
		struct vn_ngram *gram = &m->gram[order - 1][i];
		gram->score = (float)(m->gram[order - 2][gram->context].score * probability(gram));
	}
}

/* SCORE becomes the share of an n-gram in text that the model would write, RAW its count. */
static enum vn_status share_all(struct vn_ngrams *m, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t w = 1; w < m->count[0]; w++)
		m->gram[0][w].score = (float)probability(&m->gram[0][w]);
	for (int order = 2; order < m->order; order++)
		chain_order(m, order);
	for (int round = 0; !status && round < ROUNDS; round++) {
		chain_order(m, m->order);
		for (int order = m->order - 1; !status && order >= 1; order--)
			status = share_order(m, order, err);
	}
	for (int k = 0; !status && k < m->order; k++)
		for (size_t i = 0; i < m->count[k]; i++)
			m->gram[k][i].raw = (uint32_t)fmax(1, TEXT * (double)m->gram[k][i].score);
	return status;
}

/* The place of the slot that HASH was found in. */
static size_t place_of(const struct vn_lm *lm, uint64_t hash)
{
	uint64_t count = lm->header->bucket_count, b = vn_hash_bucket(hash, count);
	uint32_t slot = vn_lm_slot(lm, hash);

	for (size_t i = b * VN_BUCKET_SLOTS; i < (b + 1) * VN_BUCKET_SLOTS; i++)
		if (lm->buckets[i] == slot)
			return i;
	for (size_t i = vn_hash_other(hash, count) * VN_BUCKET_SLOTS;; i++)
		if (lm->buckets[i] == slot)
			return i;
}

/* How likely an n-gram is, the slot left out of account. */
static float likelihood(const struct vn_ngrams *m, int order, size_t i)
{
	const struct vn_ngram *gram = &m->gram[order - 1][i], *shorter = m->gram[order - 2];

	return (float)(shorter[gram->context].score * probability(&shorter[gram->suffix]));
}

/* Who of those that share a slot is the likeliest: BEST by slot. Then the others are known by
 * having less. */
static enum vn_status find_owners(const struct vn_ngrams *m, const struct vn_lm *lm, float **best,
				  struct vn_err *err)
{
	*best = calloc(lm->header->bucket_count * VN_BUCKET_SLOTS, sizeof **best);
	if (!*best)
		return vn_err_nomem(err);
	for (int order = 2; order <= m->order; order++)
		for (size_t i = 0; i < m->count[order - 1]; i++) {
			size_t at = place_of(lm, hash_of(&m->gram[order - 1][i], order));
			(*best)[at] = fmaxf((*best)[at], likelihood(m, order, i));
		}
	return VN_OK;
}

/* What a context gives to the words that are listed behind it, and what these have in the order
 * below. */
struct sums {
	double high, low;
};

static struct sums *sum_up(struct vn_ngrams *m, int order)
{
	struct sums *sums = calloc(m->count[order - 2] + 1, sizeof *sums);

	for (size_t i = 0; sums && i < m->count[order - 1]; i++) {
		const struct vn_ngram *gram = &m->gram[order - 1][i];
		sums[gram->context].high += probability(gram);
		sums[gram->context].low += probability(&m->gram[order - 2][gram->suffix]);
	}
	/* The table rounds costs; what back-offs say is left counts, not what the sum would leave.
	 */
	for (size_t i = 0; sums && i < m->count[order - 2]; i++) {
		struct vn_ngram *context = &m->gram[order - 2][i];
		context->excess =
			(float)(exp(-(double)context->backoff) * fmax(1 - sums[i].low, LEAST_MASS) -
				(1 - sums[i].high));
	}
	return sums;
}

/* The relative entropy of the model without an n-gram, times what the share of its context in text
 * is not in. */
static double divergence(const struct vn_ngram *gram, const struct vn_ngram *context,
			 const struct vn_ngram *suffix, const struct sums *sums)
{
	double p = probability(gram), lower = probability(suffix);
	double down = fmax(1 - sums->low, LEAST_MASS), up = exp(-(double)context->backoff) * down;
	double backoff = -log((up + p) / (down + lower)); /* without it */

	return p * (backoff + (double)suffix->cost - (double)gram->cost) +
	       up * (backoff - (double)context->backoff);
}

/* From shares to losses, the highest order first, which needs the shares of the order below. */
static enum vn_status score_all(struct vn_ngrams *m, const struct vn_lm *lm, const float *best,
				struct vn_err *err)
{
	for (int order = m->order; order >= 2; order--) {
		struct sums *sums = sum_up(m, order);
		if (!sums)
			return vn_err_nomem(err);
		for (size_t i = 0; i < m->count[order - 1]; i++) {
			struct vn_ngram *gram = &m->gram[order - 1][i];
			const struct vn_ngram *context = &m->gram[order - 2][gram->context];
			bool owner =
				likelihood(m, order, i) >= best[place_of(lm, hash_of(gram, order))];
			gram->score = owner ? (float)(context->score *
						      divergence(gram, context,
								 &m->gram[order - 2][gram->suffix],
								 &sums[gram->context]))
					    : -INFINITY;
		}
		free(sums);
	}
	return VN_OK;
}

enum vn_status vn_listing_make(struct vn_ngrams *out, const struct vn_lm *lm, struct vn_err *err)
{
	struct vn_ngrams m = {.order = (int)lm->order};
	float *best = NULL;
	enum vn_status status;

	if (lm->header->layout != VN_LAYOUT_OTHER)
		return vn_err_set(err, VN_EMODEL, "a model of version 1");
	status = list_words(&m, lm, err);
	for (int order = 2; !status && order <= m.order; order++)
		status = list_order(&m, lm, order, err);
	if (!status)
		status = share_all(&m, err);
	if (!status)
		status = find_owners(&m, lm, &best, err);
	if (!status)
		status = score_all(&m, lm, best, err);
	free(best);
	if (status)
		vn_ngrams_fini(&m);
	else
		*out = m;
	return status;
}
