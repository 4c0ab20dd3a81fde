#include "mkmodel/align.h"

#include "lang/vi/letters.h"

#include "mkmodel/context.h"
#include "mkmodel/round.h"

#include "text/chars.h"

#include <math.h>
#include <stdlib.h>
#include <utf8proc.h>

#define PRINTED_MAX 2
#define READ_MAX    3
#define BAND	    14 /* code points a line's two sides may drift apart */

/* The letter without its marks: é, ê, ế all give e; đ gives d. */
static int32_t base_of(int32_t c)
{
	utf8proc_int32_t parts[8];
	if (c == 0x111)
		return 'd';
	if (c == 0x110)
		return 'D';
	if (utf8proc_decompose_char(c, parts, 8, UTF8PROC_DECOMPOSE, NULL) > 0)
		return parts[0];
	return c;
}

/* Where a new segment starts in the first round: likeness of the letters. */
static double prior(const int32_t *printed, int a, const int32_t *read, int b)
{
	double p = 1;
	if (a == 0)
		return 1e-4;
	if (b == 0)
		return 1e-4;
	for (int i = 0; i < a || i < b; i++) {
		if (i >= a || i >= b)
			p *= 2e-3;
		else if (printed[i] == read[i])
			p *= 0.4;
		else if (base_of(printed[i]) == base_of(read[i]))
			p *= 0.3;
		else if ((printed[i] == ' ') != (read[i] == ' '))
			p *= 1e-5;
		else if (vn_lower(base_of(printed[i])) == vn_lower(base_of(read[i])))
			p *= 0.05;
		else
			p *= 2e-3;
	}
	return a == 2 || b > 1 ? p * 0.05 : p;
}

/* Segment shapes (printed, read) that a channel may hold. */
static const struct shape {
	int a, b;
} shapes[] = {{1, 1}, {1, 2}, {1, 3}, {2, 1}, {2, 2}, {2, 3}, {1, 0}, {0, 1}};
#define SHAPES (sizeof shapes / sizeof *shapes)

#define FLOOR                                                                                      \
	1e-6 /* probability of a one-letter change never seen, so that every line has a path */
#define NARROW                                                                                     \
	1e-7	/* cells whose share of all paths is below this are left out of later rounds       \
		 */
#define SCALE 8 /* each segment's probability is scaled by this, to keep long lines in range */

static void lines_fini(struct vn_cells *l)
{
	free(l->forward);
	free(l->backward);
	free(l->p);
	*l = (struct vn_cells){0};
}

void vn_round_fini(struct vn_round *r, const struct vn_pairs *pairs)
{
	lines_fini(&r->lines);
	for (size_t k = 0; r->window && k < pairs->count; k++)
		free(r->window[k]);
	free(r->window);
	free(r->table.slot);
	*r = (struct vn_round){0};
}

static enum vn_status reserve(struct vn_cells *l, size_t cells, struct vn_err *err)
{
	if (cells <= l->cap)
		return VN_OK;
	lines_fini(l);
	l->forward = malloc(cells * sizeof *l->forward);
	l->backward = malloc(cells * sizeof *l->backward);
	l->p = malloc(cells * SHAPES * sizeof *l->p);
	if (!l->forward || !l->backward || !l->p)
		return vn_err_nomem(err);
	l->cap = cells;
	return VN_OK;
}

static double probability(const struct vn_round *r, const struct vn_pair *pair, size_t i, size_t j,
			  struct shape s)
{
	const struct vn_segment *seg;
	double least = s.a <= 1 && s.b <= 1 ? FLOOR : 0;

	if (r->first && !r->base)
		return prior(pair->printed + i, s.a, pair->read + j, s.b);
	seg = vn_segments_find(&r->table, vn_segment_pack(pair->read + j, s.b),
			       vn_segment_pack(pair->printed + i, s.a));
	if (r->first && seg->p <= 0)
		least = r->base_share * prior(pair->printed + i, s.a, pair->read + j, s.b);
	return seg->p > least ? seg->p : least;
}

/* The widest window of a line: BAND to both sides. */
static struct vn_window *open_window(const struct vn_pair *pair)
{
	struct vn_window *w = malloc(((size_t)pair->printed_len + 1) * sizeof *w);
	size_t m = pair->read_len;

	for (size_t i = 0; w && i <= pair->printed_len; i++) {
		w[i].low = (uint16_t)(i > BAND ? i - BAND : 0);
		w[i].high = (uint16_t)(i + BAND < m ? i + BAND : m);
	}
	return w;
}

/* Narrows the window to the cells that some path worth counting goes through, and one more. */
static void narrow(const struct vn_cells *l, struct vn_window *w, const struct vn_pair *pair,
		   double total)
{
	size_t width = (size_t)pair->read_len + 1;

	for (size_t i = 0; i <= pair->printed_len; i++) {
		size_t low = w[i].low, high = w[i].high;
		while (low < high &&
		       l->forward[i * width + low] * l->backward[i * width + low] < NARROW * total)
			low++;
		while (high > low && l->forward[i * width + high] * l->backward[i * width + high] <
					     NARROW * total)
			high--;
		w[i].low = (uint16_t)(low > w[i].low ? low - 1 : low);
		w[i].high = (uint16_t)(high < w[i].high ? high + 1 : high);
	}
}

/* Empties the buffers and fills forward sums; the segments' probabilities stay in lines.p for the
 * way back. */
static void forward(struct vn_round *r, const struct vn_pair *pair, const struct vn_window *w)
{
	size_t n = pair->printed_len, m = pair->read_len, width = m + 1;
	struct vn_cells *l = &r->lines;

	for (size_t i = 0; i <= n; i++) {
		size_t from = i * width + w[i].low, count = (size_t)w[i].high - w[i].low + 1;
		memset(l->forward + from, 0, count * sizeof *l->forward);
		memset(l->backward + from, 0, count * sizeof *l->backward);
		memset(l->p + from * SHAPES, 0, count * SHAPES * sizeof *l->p);
	}
	l->forward[0] = 1;
	for (size_t i = 0; i <= n; i++)
		for (size_t j = w[i].low; j <= w[i].high; j++) {
			size_t cell = i * width + j;
			if (l->forward[cell] < 1e-280)
				continue;
			for (size_t s = 0; s < SHAPES; s++) {
				size_t a = (size_t)shapes[s].a, b = (size_t)shapes[s].b;
				double p;
				if (i + a > n || j + b < w[i + a].low || j + b > w[i + a].high)
					continue;
				p = SCALE * probability(r, pair, i, j, shapes[s]);
				l->p[cell * SHAPES + s] = p;
				l->forward[cell + a * width + b] += l->forward[cell] * p;
			}
		}
}

/* Adds the expected count of a segment; in the first round unlikely ones stay out. */
static enum vn_status add(struct vn_round *r, const struct vn_pair *pair, size_t i, size_t j,
			  struct shape s, double posterior, struct vn_err *err)
{
	uint64_t read = vn_segment_pack(pair->read + j, s.b);
	uint64_t printed = vn_segment_pack(pair->printed + i, s.a);
	double count = posterior * pair->weight;
	enum vn_status status;

	if (posterior < 1e-3)
		return VN_OK;
	status = vn_segments_add(&r->table, read, printed, count, err);
	if (!status && r->beside)
		status = vn_context_add(r->beside, read, printed, j ? pair->read[j - 1] : ' ',
					count, err);
	return status;
}

/* Backward sums and expected counts. */
static enum vn_status backward(struct vn_round *r, const struct vn_pair *pair, struct vn_window *w,
			       struct vn_err *err)
{
	size_t n = pair->printed_len, m = pair->read_len, width = m + 1;
	struct vn_cells *l = &r->lines;
	double total = l->forward[(n + 1) * width - 1];
	enum vn_status status = VN_OK;

	if (!(total > 0) || !isfinite(total))
		return VN_OK;
	l->backward[(n + 1) * width - 1] = 1;
	for (size_t i = n + 1; i-- > 0;)
		for (size_t j = (size_t)w[i].high + 1; j-- > w[i].low;) {
			size_t cell = i * width + j;
			for (size_t s = 0; !status && s < SHAPES; s++) {
				double p = l->p[cell * SHAPES + s], after;
				if (p <= 0)
					continue;
				after = p * l->backward[cell + (size_t)shapes[s].a * width +
							(size_t)shapes[s].b];
				l->backward[cell] += after;
				status = add(r, pair, i, j, shapes[s],
					     l->forward[cell] * after / total, err);
			}
		}
	r->loss -= log(total);
	narrow(l, w, pair, total);
	return status;
}

enum vn_status vn_round_expect(struct vn_round *r, const struct vn_pairs *pairs, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	for (size_t k = 0; !status && k < pairs->count; k++) {
		const struct vn_pair *pair = &pairs->pair[k];
		size_t n = pair->printed_len, m = pair->read_len;
		if ((n > m ? n - m : m - n) > BAND || n + m > 2000)
			continue;
		if (!r->window[k] && !(r->window[k] = open_window(pair)))
			return vn_err_nomem(err);
		status = reserve(&r->lines, (n + 1) * (m + 1), err);
		if (!status) {
			forward(r, pair, r->window[k]);
			status = backward(r, pair, r->window[k], err);
		}
	}
	return status;
}

/* Counts to probabilities: P(read | printed) times the share of the printed side's length among
 * all segments, so that one long segment and two short ones compete fairly. */
static enum vn_status maximise(struct vn_round *r, struct vn_err *err)
{
	struct vn_segments sums = {0};
	double of_length[PRINTED_MAX + 1] = {0}, all = 0;
	enum vn_status status = vn_segments_grow(&sums, err);

	for (size_t i = 0; !status && i < r->table.size; i++) {
		const struct vn_segment *seg = &r->table.slot[i];
		struct vn_segment *sum;
		if (seg->count <= 0)
			continue;
		if ((status = vn_segments_grow(&sums, err)) != VN_OK)
			break;
		sum = vn_segments_find(&sums, 1, seg->printed);
		sums.used += !sum->read;
		sum->read = 1;
		sum->printed = seg->printed;
		sum->count += seg->count;
		of_length[!seg->printed ? 0 : seg->printed >> 21 ? 2 : 1] += seg->count;
		all += seg->count;
	}
	for (size_t i = 0; !status && i < r->table.size; i++) {
		struct vn_segment *seg = &r->table.slot[i];
		double length = of_length[!seg->printed ? 0 : seg->printed >> 21 ? 2 : 1];
		seg->p = 0;
		/* A little of each count is held back, more of the rare ones: what was seen once
		 * in a long segment is mostly chance. */
		if (seg->count > 0) {
			double held = seg->printed >> 21 ? 0.6 : 0.2;
			double sum = vn_segments_find(&sums, 1, seg->printed)->count;
			double kept = seg->count > held ? seg->count - held : 0.1 * seg->count;
			seg->p = kept / (sum + 1) * length / all;
		}
		seg->last = seg->count;
		seg->count = 0;
	}
	free(sums.slot);
	return status;
}

static int by_read(const void *a, const void *b)
{
	const struct vn_file_segment *x = a, *y = b;
	for (int i = 0; i < READ_MAX; i++)
		if (x->read[i] != y->read[i])
			return x->read[i] < y->read[i] ? -1 : 1;
	if (x->cost != y->cost)
		return x->cost < y->cost ? -1 : 1;
	for (int i = 0; i < PRINTED_MAX; i++)
		if (x->printed[i] != y->printed[i])
			return x->printed[i] < y->printed[i] ? -1 : 1;
	return 0;
}

struct vn_file_segment vn_segment_record(uint64_t read, uint64_t printed, double p)
{
	struct vn_file_segment record = {.cost = (int32_t)lround(-256 * log(p))};
	for (int i = 0; i < READ_MAX; i++)
		record.read[i] = (uint32_t)(read >> (21 * i)) & 0x1fffff;
	for (int i = 0; i < PRINTED_MAX; i++)
		record.printed[i] = (uint32_t)(printed >> (21 * i)) & 0x1fffff;
	return record;
}

void vn_segment_sort(struct vn_buf *out)
{
	if (out->len)
		qsort(out->ptr, out->len / sizeof(struct vn_file_segment),
		      sizeof(struct vn_file_segment), by_read);
}

/* Segments seen less often than this do not go into the file by themselves. */
#define LEAST_COUNT 0.9

/* Kinds of letters that are damaged alike, from near to far: same base and hat, same base, all. */
enum kin { KIN_HAT, KIN_BASE, KIN_ALL, KINS };

/* How many sightings the kin of each kind are worth. */
static const double kin_weight[KINS] = {3, 1, 0.3};

/* The key of a marked letter's kin; 0: the letter has no marks and stands alone. */
static uint64_t kin_key(int32_t c, enum kin kin)
{
	utf8proc_int32_t parts[8];
	int32_t base = base_of(c), hat = 0;
	int n;

	if (base == c || !vn_is_letter(c) || vn_lower(base) == 'd')
		return 0;
	n = (int)utf8proc_decompose_char(c, parts, 8, UTF8PROC_DECOMPOSE, NULL);
	for (int i = 1; i < n; i++)
		if (parts[i] == 0x302 || parts[i] == 0x306 || parts[i] == 0x31b)
			hat = parts[i];
	switch (kin) {
	case KIN_HAT:
		return (uint64_t)base << 24 | (uint64_t)hat << 3 | 1;
	case KIN_BASE:
		return (uint64_t)base << 24 | 2;
	default:
		return vn_is_upper(base) ? 3 : 4;
	}
}

/* The marked letters of Vietnamese. */
static size_t marked_letters(int32_t *out)
{
	size_t n = 0;
	for (int32_t c = 0xc0; c < 0x1efa; c++) {
		bool vietnamese = c >= 0x1ea0 || c == 0x102 || c == 0x103 || c == 0x128 ||
				  c == 0x129 || c == 0x168 || c == 0x169 || c == 0x1a0 ||
				  c == 0x1a1 || c == 0x1af || c == 0x1b0 ||
				  (c <= 0xff && c != 0xd7 && c != 0xf7);
		if (vietnamese && kin_key(c, KIN_ALL))
			out[n++] = c;
	}
	return n;
}

/* Sums of counts by (read side, kin) in POOL and by kin alone in SUMS. */
static enum vn_status pool_counts(const struct vn_segments *t, struct vn_segments *pool,
				  struct vn_segments *sums, struct vn_err *err)
{
	for (size_t i = 0; i < t->size; i++) {
		const struct vn_segment *seg = &t->slot[i];
		if (seg->last <= 0 || seg->printed >> 21)
			continue;
		for (int k = 0; k < KINS; k++) {
			uint64_t key = kin_key((int32_t)seg->printed, (enum kin)k);
			struct vn_segment *sum;
			if (!key)
				break;
			if (vn_segments_grow(pool, err))
				return VN_ENOMEM;
			sum = vn_segments_find(pool, seg->read, key);
			pool->used += !sum->printed;
			sum->read = seg->read;
			sum->printed = key;
			sum->count += seg->last;
			sum = vn_segments_find(sums, 1, key);
			sum->read = 1;
			sum->printed = key;
			sum->count += seg->last;
		}
	}
	return VN_OK;
}

/* The share of READ among all that the kin of letter C became, each kind of kin by its weight. */
static double kin_share(const struct vn_segments *pool, const struct vn_segments *sums,
			uint64_t read, int32_t c, double *weight)
{
	double share = 0;
	*weight = 0;
	for (int k = 0; k < KINS; k++) {
		uint64_t key = kin_key(c, (enum kin)k);
		const struct vn_segment *sum = vn_segments_find(sums, 1, key);
		*weight += kin_weight[k];
		if (sum->count > 0)
			share += kin_weight[k] * vn_segments_find(pool, read, key)->count /
				 sum->count;
	}
	return share;
}

/* Records of one marked letter: its own counts, smoothed by those of its kin. */
static enum vn_status add_marked(const struct vn_segments *t, const struct vn_segments *pool,
				 const struct vn_segments *sums, int32_t c, struct vn_buf *out,
				 struct vn_err *err)
{
	double own = 0, weight;
	enum vn_status status = VN_OK;

	for (size_t i = 0; i < t->size; i++)
		if (t->slot[i].printed == (uint64_t)c)
			own += t->slot[i].last;
	for (size_t i = 0; !status && i < pool->size; i++) {
		const struct vn_segment *kin = &pool->slot[i];
		double share, p, seen;
		if (!kin->printed || kin->printed != kin_key(c, KIN_ALL))
			continue;
		share = kin_share(pool, sums, kin->read, c, &weight);
		seen = vn_segments_find(t, kin->read, (uint64_t)c)->last;
		p = ((seen > 0.2 ? seen - 0.2 : 0) + share) / (own + weight);
		if (p > 2e-5) {
			struct vn_file_segment record =
				vn_segment_record(kin->read, (uint64_t)c, p);
			status = vn_buf_add(out, &record, sizeof record, err);
		}
	}
	return status;
}

/* All records: marked letters with their kin's help, the rest by their own counts. */
static enum vn_status add_records(const struct vn_segments *t, struct vn_buf *out,
				  struct vn_err *err)
{
	struct vn_segments pool = {0}, sums = {0};
	int32_t marked[512];
	size_t count = marked_letters(marked);
	enum vn_status status = vn_segments_grow(&pool, err);

	if (!status)
		status = vn_segments_grow(&sums, err);
	if (!status)
		status = pool_counts(t, &pool, &sums, err);
	for (size_t i = 0; !status && i < count; i++)
		status = add_marked(t, &pool, &sums, marked[i], out, err);
	for (size_t i = 0; !status && i < t->size; i++) {
		const struct vn_segment *seg = &t->slot[i];
		struct vn_file_segment record;
		if (seg->last < LEAST_COUNT || seg->p <= 1e-7 ||
		    (!(seg->printed >> 21) && kin_key((int32_t)seg->printed, KIN_ALL)))
			continue;
		record = vn_segment_record(seg->read, seg->printed, seg->p);
		status = vn_buf_add(out, &record, sizeof record, err);
	}
	free(pool.slot);
	free(sums.slot);
	return status;
}

enum vn_status vn_align_learn(const struct vn_pairs *pairs, int rounds, struct vn_buf *out,
			      struct vn_buf *contexts, struct vn_err *err)
{
	struct vn_contexts beside = {0};
	struct vn_round r = {.window = calloc(pairs->count + 1, sizeof *r.window)};
	enum vn_status status = r.window ? vn_segments_grow(&r.table, err) : vn_err_nomem(err);

	for (int k = 0; !status && k < rounds; k++) {
		r.first = k == 0;
		r.beside = contexts && k == rounds - 1 ? &beside : NULL;
		r.loss = 0;
		status = vn_round_expect(&r, pairs, err);
		if (!status)
			status = maximise(&r, err);
	}
	if (!status)
		status = add_records(&r.table, out, err);
	if (!status)
		vn_segment_sort(out);
	if (!status && contexts)
		status = vn_context_records(&beside, out, contexts, err);
	vn_contexts_fini(&beside);
	vn_round_fini(&r, pairs);
	return status;
}

enum vn_status vn_align_bare(struct vn_buf *out, struct vn_err *err)
{
	/* A bare vowel is a little more often one that lost its marks than the n-grams say: names
	 * of the document at hand are rarer in the training text than their bare look-alikes. */
	static const char vowels[] = VN_BARE_VOWELS;
	enum vn_status status = VN_OK;
	/* Latin letters with marks: Latin-1 Supplement to Latin Extended Additional. */
	for (int32_t c = 'A'; !status && c < 0x1f00; c++) {
		int32_t base = base_of(c);
		struct vn_file_segment record;
		if (base < 'A' || base > 'z' || !vn_is_letter(c) || !vn_is_letter(base))
			continue;
		record = vn_segment_record((uint64_t)base, (uint64_t)c,
					   base != c			 ? 0.97
					   : strchr(vowels, vn_lower(c)) ? 0.85
									 : 0.999);
		status = vn_buf_add(out, &record, sizeof record, err);
		if (!status && base != c) {
			record = vn_segment_record((uint64_t)c, (uint64_t)c, 0.03);
			status = vn_buf_add(out, &record, sizeof record, err);
		}
	}
	if (!status)
		vn_segment_sort(out);
	return status;
}
