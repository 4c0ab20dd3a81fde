#include "mkmodel/ngrams.h"

#include <math.h>
#include <stdlib.h>

/* One token of the text with the words to its left, sorted so that n-grams that end alike lie
 * together: one sort serves the counts of all orders and the Kneser-Ney continuation counts. */
struct record {
	uint32_t key_high, key_low; /* the key of vn_ngram */
	uint16_t word4;
	uint16_t weight;
};

static uint64_t key_of(const struct record *r)
{
	return (uint64_t)r->key_high << 32 | r->key_low;
}

/* Word K of a record, 0 = the token itself, 1 = its left neighbour. */
static uint16_t word_of(const struct record *r, int k)
{
	return k == 4 ? r->word4 : (uint16_t)(key_of(r) >> (48 - 16 * k));
}

static size_t fill(struct record *out, const struct vn_stream *s)
{
	size_t n = 0;
	for (size_t i = 1; i < s->length; i++) {
		uint16_t w[VN_LM_ORDER] = {s->ids[i]};
		for (size_t k = 1; k < VN_LM_ORDER && k <= i; k++) {
			w[k] = s->ids[i - k];
			if (w[k] == VN_WORD_BOUND)
				break;
		}
		out[n].key_high = (uint32_t)w[0] << 16 | w[1];
		out[n].key_low = (uint32_t)w[2] << 16 | w[3];
		out[n].word4 = w[4];
		out[n++].weight = s->weights[i];
	}
	return n;
}

/* Stable radix sort by 16-bit digits, last word first. */
static enum vn_status sort(struct record **records, size_t n, struct vn_err *err)
{
	struct record *from = *records, *to = malloc((n + 1) * sizeof *to), *swap;
	size_t *start = malloc(65537 * sizeof *start);

	if (!to || !start) {
		free(to);
		free(start);
		return vn_err_nomem(err);
	}
	for (int k = VN_LM_ORDER - 1; k >= 0; k--) {
		memset(start, 0, 65537 * sizeof *start);
		for (size_t i = 0; i < n; i++)
			start[word_of(&from[i], k) + 1]++;
		for (int d = 0; d < 65536; d++)
			start[d + 1] += start[d];
		for (size_t i = 0; i < n; i++)
			to[start[word_of(&from[i], k)]++] = from[i];
		swap = from;
		from = to;
		to = swap;
	}
	free(to);
	free(start);
	*records = from;
	return VN_OK;
}

/* An n-gram as the scan over the sorted records finishes it. */
typedef enum vn_status (*visit)(void *self, int order, const struct record *last, uint32_t raw,
				uint32_t count, struct vn_err *err);

static enum vn_status scan(const struct record *records, size_t n, int order, visit visitor,
			   void *self, struct vn_err *err)
{
	uint32_t raw[VN_LM_ORDER + 1] = {0}, sum[VN_LM_ORDER + 1] = {0},
				   left[VN_LM_ORDER + 2] = {0};
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < n; i++) {
		int same = 0;
		for (int k = 1; k <= order; k++) {
			raw[k]++;
			sum[k] += records[i].weight;
		}
		if (i + 1 < n)
			while (same < order &&
			       word_of(&records[i], same) == word_of(&records[i + 1], same))
				same++;
		for (int k = order; !status && k > same; k--) {
			uint16_t first = word_of(&records[i], k - 1);
			/* Nothing stands before a boundary that opens an n-gram, so it has no
			 * neighbours to count; a boundary by itself has. */
			bool whole = k == order || (k > 1 && first == VN_WORD_BOUND);
			if (first != VN_WORD_NONE) {
				status = visitor(self, k, &records[i], raw[k],
						 whole ? sum[k] : left[k], err);
				left[k - 1]++;
			}
			raw[k] = sum[k] = left[k] = 0;
		}
	}
	return status;
}

/* What the first scan gathers. */
struct counting {
	struct vn_ngrams *out;
	size_t cap[VN_LM_ORDER];
	const uint32_t *min_raw;
	uint64_t of_count[VN_LM_ORDER][5]; /* [order - 1][c]: n-grams with count c, 1 to 4 */
};

static enum vn_status collect(void *self, int order, const struct record *last, uint32_t raw,
			      uint32_t count, struct vn_err *err)
{
	struct counting *c = self;
	int k = order - 1;
	uint64_t mask = order >= 4 ? ~UINT64_C(0) : ~UINT64_C(0) << (64 - 16 * order);
	enum vn_status status;
	struct vn_ngram *gram;

	if (count >= 1 && count <= 4)
		c->of_count[k][count]++;
	if (order == 1) {
		c->out->gram[0][word_of(last, 0)].count = count;
		c->out->gram[0][word_of(last, 0)].raw = raw;
		return VN_OK;
	}
	if (raw < c->min_raw[k] || (order > 2 && raw < 2))
		return VN_OK;
	status = vn_grow(&c->out->gram[k], c->out->count[k], &c->cap[k], sizeof *gram, err);
	if (status)
		return status;
	gram = &c->out->gram[k][c->out->count[k]++];
	*gram = (struct vn_ngram){.key = key_of(last) & mask, .raw = raw, .count = count};
	if (order == VN_LM_ORDER)
		gram->word4 = last->word4;
	return VN_OK;
}

/* The key of a context: the n-gram without its last word. */
static uint64_t context_key(uint64_t key, uint16_t word4)
{
	return key << 16 | word4;
}

/* Index of the n-gram of order K with KEY (K at most 4), or UINT32_MAX. */
static uint32_t find(const struct vn_ngrams *m, int order, uint64_t key)
{
	const struct vn_ngram *gram = m->gram[order - 1];
	size_t low = 0, high = m->count[order - 1];

	if (order == 1)
		return (uint32_t)(key >> 48);
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (gram[mid].key < key)
			low = mid + 1;
		else
			high = mid;
	}
	return low < m->count[order - 1] && gram[low].key == key ? (uint32_t)low : UINT32_MAX;
}

/* Joins every n-gram to its context and its suffix. Orders are closed under both, because an
 * n-gram is seen no more often than its parts; a part held back by MIN_RAW drops the n-gram. */
static void link_orders(struct vn_ngrams *m)
{
	for (int k = 2; k <= m->order; k++) {
		struct vn_ngram *gram = m->gram[k - 1];
		size_t kept = 0, suffix = 0;
		uint64_t mask = ~UINT64_C(0) << (64 - 16 * (k - 1));
		for (size_t i = 0; i < m->count[k - 1]; i++) {
			uint64_t short_key = gram[i].key & mask;
			uint32_t context =
				find(m, k - 1, context_key(gram[i].key, gram[i].word4) & mask);
			if (k == 2) {
				suffix = (size_t)(gram[i].key >> 48);
			} else {
				while (suffix < m->count[k - 2] &&
				       m->gram[k - 2][suffix].key < short_key)
					suffix++;
				if (suffix == m->count[k - 2] ||
				    m->gram[k - 2][suffix].key != short_key)
					continue;
			}
			if (context == UINT32_MAX)
				continue;
			gram[i].suffix = (uint32_t)suffix;
			gram[i].context = context;
			gram[kept++] = gram[i];
		}
		m->count[k - 1] = kept;
	}
}

/* Sums over all n-grams, held or not, that continue one context. */
struct context {
	uint64_t sum;
	uint32_t with[3]; /* distinct words after it with count 1, 2, 3 and more */
};

struct summing {
	const struct vn_ngrams *m;
	struct context *of[VN_LM_ORDER]; /* [order - 1][index] */
	uint32_t *hash[VN_LM_ORDER];	 /* index + 1 by key, for orders 2 to 4 */
	size_t hash_mask[VN_LM_ORDER];
};

static size_t slot(uint64_t key, size_t mask)
{
	key *= UINT64_C(0x9e3779b97f4a7c15);
	return (size_t)(key ^ key >> 32) & mask;
}

static enum vn_status sum_context(void *self, int order, const struct record *last, uint32_t raw,
				  uint32_t count, struct vn_err *err)
{
	struct summing *s = self;
	int k = order - 1; /* order of the context */
	uint64_t key;
	struct context *c;
	uint32_t index;

	if (k == 0) {
		c = &s->of[0][0];
		c->sum += count;
		c->with[count < 3 ? count - 1 : 2]++;
		return VN_OK;
	}
	key = context_key(key_of(last), last->word4);
	if (k < 4)
		key &= ~UINT64_C(0) << (64 - 16 * k);
	if (k == 1) {
		index = (uint32_t)(key >> 48);
	} else {
		size_t at = slot(key, s->hash_mask[k - 1]);
		while ((index = s->hash[k - 1][at]) != 0 && s->m->gram[k - 1][index - 1].key != key)
			at = (at + 1) & s->hash_mask[k - 1];
		if (!index)
			return VN_OK;
		index--;
	}
	c = &s->of[k][index];
	c->sum += count;
	c->with[count < 3 ? count - 1 : 2]++;
	return VN_OK;
}

static void summing_fini(struct summing *s)
{
	for (int k = 0; k < VN_LM_ORDER; k++) {
		free(s->of[k]);
		free(s->hash[k]);
	}
}

/* Tables for the sums: of[k] is indexed by the n-grams of order k; of[0] is the empty context. */
static enum vn_status summing_init(struct summing *s, const struct vn_ngrams *m, struct vn_err *err)
{
	s->m = m;
	for (int k = 0; k < m->order; k++) {
		size_t n = k == 0 ? 1 : m->count[k - 1];
		s->of[k] = calloc(n + 1, sizeof **s->of);
		if (!s->of[k])
			return vn_err_nomem(err);
	}
	for (int k = 1; k < m->order - 1; k++) {
		size_t size = 1024;
		while (size < m->count[k] * 2)
			size *= 2;
		s->hash[k] = calloc(size, sizeof **s->hash);
		if (!s->hash[k])
			return vn_err_nomem(err);
		s->hash_mask[k] = size - 1;
		for (size_t i = 0; i < m->count[k]; i++) {
			size_t at = slot(m->gram[k][i].key, s->hash_mask[k]);
			while (s->hash[k][at])
				at = (at + 1) & s->hash_mask[k];
			s->hash[k][at] = (uint32_t)i + 1;
		}
	}
	return VN_OK;
}

/* Discounts for counts 1, 2, 3+: Chen and Goodman 1998, equation 26. */
static void discounts(const uint64_t of_count[5], double d[3])
{
	double n1 = (double)of_count[1], n2 = (double)of_count[2], n3 = (double)of_count[3],
	       n4 = (double)of_count[4], y = n1 > 0 ? n1 / (n1 + 2 * n2) : 0.5;
	d[0] = n1 > 0 ? 1 - 2 * y * n2 / n1 : 0.5;
	d[1] = n2 > 0 ? 2 - 3 * y * n3 / n2 : 1.0;
	d[2] = n3 > 0 ? 3 - 4 * y * n4 / n3 : 1.5;
	for (int i = 0; i < 3; i++)
		if (!(d[i] >= 0.05 && d[i] <= i + 1))
			d[i] = 0.5 * (i + 1);
}

/* Probabilities from the counts, lower orders first. */
static void estimate(struct vn_ngrams *m, const struct counting *c, const struct summing *s)
{
	for (int k = 1; k <= m->order; k++) {
		double d[3];
		discounts(c->of_count[k - 1], d);
		for (size_t i = 0; i < m->count[k - 1]; i++) {
			struct vn_ngram *gram = &m->gram[k - 1][i];
			const struct context *h = &s->of[k - 1][k == 1 ? 0 : gram->context];
			double sum = (double)h->sum, lower, gamma, p;
			gamma = sum <= 0 ? 1
					 : (d[0] * h->with[0] + d[1] * h->with[1] +
					    d[2] * h->with[2]) /
						   sum;
			lower = k == 1 ? 1.0 / (double)(m->count[0] - VN_WORD_BOUND)
				       : exp(-(double)m->gram[k - 2][gram->suffix].cost);
			p = gamma * lower;
			if (gram->count)
				p += (gram->count - d[gram->count < 3 ? gram->count - 1 : 2]) / sum;
			if (k == 1 && i < VN_WORD_BOUND)
				p = 1e-9;
			gram->cost = (float)-log(p);
			gram->score = (float)(gram->raw * -log(gamma * lower / p));
		}
	}
}

/* Back-off weights from what is kept: (1 - sum p(w|h) + excess) / (1 - sum p(w|h')). */
static enum vn_status normalise(struct vn_ngrams *m, struct vn_err *err)
{
	for (int k = 2; k <= m->order; k++) {
		size_t n = m->count[k - 2];
		double *high = calloc(n + 1, sizeof *high), *low = calloc(n + 1, sizeof *low);
		if (!high || !low) {
			free(high);
			free(low);
			return vn_err_nomem(err);
		}
		for (size_t i = 0; i < n; i++)
			m->gram[k - 2][i].children = 0;
		for (size_t i = 0; i < m->count[k - 1]; i++) {
			const struct vn_ngram *gram = &m->gram[k - 1][i];
			high[gram->context] += exp(-(double)gram->cost);
			low[gram->context] += exp(-(double)m->gram[k - 2][gram->suffix].cost);
			m->gram[k - 2][gram->context].children++;
		}
		for (size_t i = 0; i < n; i++) {
			struct vn_ngram *gram = &m->gram[k - 2][i];
			double up = 1 - high[i] + (double)gram->excess, down = 1 - low[i];
			gram->backoff = 0;
			if (gram->children)
				gram->backoff = (float)-log(fmax(up, 1e-4) / fmax(down, 1e-4));
		}
		free(high);
		free(low);
	}
	return VN_OK;
}

enum vn_status vn_ngrams_count(struct vn_ngrams *out, const struct vn_stream *stream, int order,
			       const uint32_t min_raw[VN_LM_ORDER], struct vn_err *err)
{
	struct vn_ngrams m = {.order = order};
	struct counting c = {.out = &m, .min_raw = min_raw};
	struct summing s = {0};
	struct record *records = malloc((stream->length + 1) * sizeof *records);
	enum vn_status status = VN_OK;
	size_t n;

	m.gram[0] = calloc(stream->word_count + 1, sizeof **m.gram);
	if (!records || !m.gram[0]) {
		free(records);
		free(m.gram[0]);
		return vn_err_nomem(err);
	}
	m.count[0] = stream->word_count;
	n = fill(records, stream);
	status = sort(&records, n, err);
	if (!status)
		status = scan(records, n, order, collect, &c, err);
	if (!status) {
		link_orders(&m);
		status = summing_init(&s, &m, err);
	}
	if (!status)
		status = scan(records, n, order, sum_context, &s, err);
	free(records);
	if (!status)
		estimate(&m, &c, &s);
	summing_fini(&s);
	if (!status)
		status = normalise(&m, err);
	if (status)
		vn_ngrams_fini(&m);
	else
		*out = m;
	return status;
}

static int by_score(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;
	return (x < y) - (x > y);
}

/* The score that LIMIT n-grams reach. */
static enum vn_status threshold(const struct vn_ngrams *m, size_t limit, float *out,
				struct vn_err *err)
{
	size_t total = 0, n = 0;
	float *scores;

	for (int k = 2; k <= m->order; k++)
		total += m->count[k - 1];
	*out = -1;
	if (total <= limit || !limit)
		return VN_OK;
	scores = malloc(total * sizeof *scores);
	if (!scores)
		return vn_err_nomem(err);
	for (int k = 2; k <= m->order; k++)
		for (size_t i = 0; i < m->count[k - 1]; i++)
			scores[n++] = m->gram[k - 1][i].score;
	qsort(scores, total, sizeof *scores, by_score);
	*out = scores[limit];
	free(scores);
	return VN_OK;
}

enum vn_status vn_ngrams_prune(struct vn_ngrams *m, size_t limit, struct vn_err *err)
{
	uint32_t *moved = NULL;
	enum vn_status status;
	float least;

	/* A part is worth as much as the best n-gram that needs it. */
	for (int k = m->order; k > 2; k--)
		for (size_t i = 0; i < m->count[k - 1]; i++) {
			const struct vn_ngram *gram = &m->gram[k - 1][i];
			struct vn_ngram *below = m->gram[k - 2];
			if (below[gram->suffix].score < gram->score)
				below[gram->suffix].score = gram->score;
			if (below[gram->context].score < gram->score)
				below[gram->context].score = gram->score;
		}
	status = threshold(m, limit, &least, err);
	for (int k = 2; !status && k <= m->order; k++) {
		uint32_t *next = malloc((m->count[k - 1] + 1) * sizeof *next);
		size_t kept = 0;
		if (!next) {
			status = vn_err_nomem(err);
			break;
		}
		for (size_t i = 0; i < m->count[k - 1]; i++) {
			struct vn_ngram gram = m->gram[k - 1][i];
			if (gram.score <= least)
				continue;
			if (moved) {
				gram.suffix = moved[gram.suffix];
				gram.context = moved[gram.context];
			}
			next[i] = (uint32_t)kept;
			m->gram[k - 1][kept++] = gram;
		}
		m->count[k - 1] = kept;
		free(moved);
		moved = next;
	}
	free(moved);
	return status ? status : normalise(m, err);
}

void vn_ngrams_fini(struct vn_ngrams *m)
{
	for (int k = 0; k < VN_LM_ORDER; k++)
		free(m->gram[k]);
	*m = (struct vn_ngrams){0};
}
