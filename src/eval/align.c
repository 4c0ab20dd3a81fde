#include "eval/align.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define WORD_BITS  64
#define FIRST_BAND 32 /* half width of the first band tried; one or two words of a column */
#define TRACE_MAX  ((size_t)64 << 20) /* bytes */
#define PIECES_MAX 64		      /* pieces that wait: each halves the text, 2^31 at most */

void vn_aligner_fini(struct vn_aligner *work)
{
	free(work->pattern);
	free(work->columns);
	free(work->trace);
	free(work->halves);
	free(work->pairs);
	*work = (struct vn_aligner){0};
}

/* Makes *BYTES hold at least SIZE; the content is lost. */
static enum vn_status room(void *bytes, size_t *cap, size_t size, struct vn_err *err)
{
	void **base = bytes, *ptr;
	size_t more = *cap > SIZE_MAX / 2 || *cap * 2 < size ? size : *cap * 2;
	if (size <= *cap)
		return VN_OK;
	ptr = malloc(more);
	if (!ptr)
		return vn_err_nomem(err);
	free(*base);
	*base = ptr;
	*cap = more;
	return VN_OK;
}

/* Where each symbol of the first sequence stands: a hash table from symbols to numbers, and for
 * each number its positions in ascending order. */
struct pattern {
	struct vn_seq seq;
	uint32_t mask;	  /* slots - 1 */
	uint32_t *slots;  /* number + 1 of the symbol, 0 where empty */
	int32_t *symbols; /* by number */
	uint32_t *start;  /* by number, one more at the end: first index into places */
	uint32_t *cursor; /* by number: first index not yet left behind by the band */
	uint32_t *places; /* positions */
	uint32_t count;	  /* numbers in use */
};

/* The slot of SYMBOL, or the empty one where it would go. Knuth's multiplicative hash. */
static uint32_t *slot_of(const struct pattern *pat, int32_t symbol)
{
	uint32_t at = ((uint32_t)symbol * 2654435761u) >> 7 & pat->mask;
	while (pat->slots[at] && pat->symbols[pat->slots[at] - 1] != symbol)
		at = (at + 1) & pat->mask;
	return &pat->slots[at];
}

static void number_symbols(struct pattern *pat)
{
	memset(pat->slots, 0, ((size_t)pat->mask + 1) * sizeof *pat->slots);
	memset(pat->start, 0, (pat->seq.len + 1) * sizeof *pat->start);
	for (size_t i = 0; i < pat->seq.len; i++) {
		uint32_t *slot = slot_of(pat, pat->seq.ptr[i]);
		if (!*slot) {
			pat->symbols[pat->count] = pat->seq.ptr[i];
			*slot = ++pat->count;
		}
		pat->start[*slot]++;
	}
}

/* Counting sort of the positions by symbol. */
static void list_places(struct pattern *pat)
{
	for (uint32_t n = 0; n < pat->count; n++) {
		pat->start[n + 1] += pat->start[n];
		pat->cursor[n] = pat->start[n];
	}
	for (size_t i = 0; i < pat->seq.len; i++) {
		uint32_t n = *slot_of(pat, pat->seq.ptr[i]) - 1;
		pat->places[pat->cursor[n]++] = (uint32_t)i;
	}
}

static enum vn_status pattern_make(struct vn_aligner *work, struct vn_seq seq, struct pattern *pat,
				   struct vn_err *err)
{
	size_t slots = 16;
	uint32_t *words;
	enum vn_status status;

	if (seq.len > INT32_MAX)
		return vn_err_set(err, VN_ELIMIT, "a line is too long to compare");
	while (slots < 2 * seq.len)
		slots *= 2;
	status = room(&work->pattern, &work->pattern_cap, (slots + 4 * seq.len + 1) * sizeof *words,
		      err);
	if (status)
		return status;
	words = work->pattern;
	*pat = (struct pattern){.seq = seq, .mask = (uint32_t)(slots - 1), .slots = words};
	pat->symbols = (int32_t *)(words + slots);
	pat->start = words + slots + seq.len;
	pat->cursor = pat->start + seq.len + 1;
	pat->places = pat->cursor + seq.len;
	number_symbols(pat);
	list_places(pat);
	return VN_OK;
}

/* Two bits a cell of the matrix that suffice to walk back: the cell equals its upper left
 * neighbour, the cell is one more than its upper neighbour. */
struct trace_word {
	uint64_t same_as_diagonal, above_plus_one;
};

/* The columns of the matrix, one after the other, cut to a band of HALF rows to either side of
 * the diagonal. Rows stand for the pattern, columns for the text. */
struct band {
	struct pattern *pat;
	size_t half;
	size_t words;		  /* of a whole column */
	uint64_t *plus, *minus;	  /* rows that are one more, one less than the row above */
	uint64_t *equal;	  /* rows whose symbol is the column's; zero between columns */
	struct trace_word *trace; /* NULL: distance only */
	size_t stride;		  /* words a column has in trace */
};

static size_t first_word(const struct band *band, size_t column)
{
	return column > band->half ? (column - band->half - 1) / WORD_BITS : 0;
}

static size_t last_word(const struct band *band, size_t column)
{
	size_t last = (column + band->half - 1) / WORD_BITS;
	return last < band->words ? last : band->words - 1;
}

/* Sets (or clears) the bits of SYMBOL in the words [first, last] of band->equal. */
static void mark_equal(struct band *band, int32_t symbol, size_t first, size_t last, bool set)
{
	struct pattern *pat = band->pat;
	uint32_t n = *slot_of(pat, symbol), at, end;
	if (!n--)
		return;
	end = pat->start[n + 1];
	at = pat->cursor[n];
	while (at < end && pat->places[at] / WORD_BITS < first)
		at++;
	pat->cursor[n] = at;
	for (; at < end && pat->places[at] / WORD_BITS <= last; at++) {
		uint32_t place = pat->places[at];
		uint64_t bit = (uint64_t)1 << place % WORD_BITS;
		band->equal[place / WORD_BITS] = set ? band->equal[place / WORD_BITS] | bit : 0;
	}
}

/* Moves word W of the column to the next column. CARRY: how the row above the word changes, and
 * the answer how its last row does. DIAGONAL: rows equal to their upper left neighbour. */
static int step_word(struct band *band, size_t w, int carry, uint64_t *diagonal)
{
	uint64_t plus = band->plus[w], minus = band->minus[w];
	uint64_t equal = band->equal[w] | (carry < 0);
	uint64_t same = (((equal & plus) + plus) ^ plus) | equal | minus;
	uint64_t up = minus | ~(same | plus), down = plus & same;
	int out = (int)(up >> (WORD_BITS - 1)) - (int)(down >> (WORD_BITS - 1));

	up = up << 1 | (carry > 0);
	down = down << 1 | (carry < 0);
	band->plus[w] = down | ~(same | up);
	band->minus[w] = up & same;
	*diagonal = same;
	return out;
}

static int step_column(struct band *band, size_t column, int32_t symbol)
{
	size_t first = first_word(band, column), last = last_word(band, column);
	int carry = 1; /* above the band: an upper bound, and true in the first row */

	mark_equal(band, symbol, first, last, true);
	for (size_t w = first; w <= last; w++) {
		uint64_t same;
		carry = step_word(band, w, carry, &same);
		if (band->trace)
			band->trace[(column - 1) * band->stride + w - first] =
				(struct trace_word){same, band->plus[w]};
	}
	mark_equal(band, symbol, first, last, false);
	return carry;
}

/* Moves the band over TEXT. The answer is the value (or an upper bound of it) in the last row of
 * the last word of the last column, which is *LAST; that row may lie below the matrix. */
static size_t run_columns(struct band *band, struct vn_seq text, size_t *last)
{
	size_t score;

	*last = last_word(band, 1);
	score = (*last + 1) * WORD_BITS;
	memset(band->plus, 0xff, band->words * sizeof *band->plus);
	memset(band->minus, 0, band->words * sizeof *band->minus);
	memcpy(band->pat->cursor, band->pat->start, band->pat->count * sizeof *band->pat->cursor);
	for (size_t column = 1; column <= text.len; column++) {
		size_t now = last_word(band, column);
		score += (now - *last) * WORD_BITS;
		*last = now;
		score += (size_t)step_column(band, column, text.ptr[column - 1]);
	}
	return score;
}

/* The distance if it is at most band->half, else an upper bound of it. */
static size_t run_band(struct band *band, struct vn_seq text)
{
	size_t rows = band->pat->seq.len, last;
	size_t score = run_columns(band, text, &last);
	uint64_t beyond;

	if (rows % WORD_BITS == 0)
		return score;
	beyond = ~(uint64_t)0 << rows % WORD_BITS; /* rows of the last word below the matrix */
	score += (size_t)__builtin_popcountll(band->minus[last] & beyond);
	return score - (size_t)__builtin_popcountll(band->plus[last] & beyond);
}

static enum vn_status band_make(struct vn_aligner *work, struct pattern *pat, struct band *band,
				struct vn_err *err)
{
	size_t words = (pat->seq.len + WORD_BITS - 1) / WORD_BITS;
	enum vn_status status =
		room(&work->columns, &work->columns_cap, 3 * words * sizeof *band->plus, err);
	if (status)
		return status;
	*band = (struct band){.pat = pat, .words = words, .plus = work->columns};
	band->minus = band->plus + words;
	band->equal = band->minus + words;
	memset(band->equal, 0, words * sizeof *band->equal);
	return VN_OK;
}

/* Widens the band until the distance lies in it. Both sequences hold something. */
static size_t find_distance(struct band *band, struct vn_seq text)
{
	size_t rows = band->pat->seq.len, columns = text.len;
	size_t most = rows > columns ? rows : columns;
	size_t apart = rows > columns ? rows - columns : columns - rows;
	size_t distance;

	band->half = apart > FIRST_BAND ? apart : FIRST_BAND;
	for (;;) {
		distance = run_band(band, text);
		if (distance <= band->half || band->half >= most)
			return distance;
		band->half *= 2;
	}
}

enum vn_status vn_distance(struct vn_aligner *work, struct vn_seq a, struct vn_seq b,
			   size_t *distance, struct vn_err *err)
{
	struct pattern pat;
	struct band band;
	enum vn_status status;

	while (a.len && b.len && a.ptr[a.len - 1] == b.ptr[b.len - 1])
		a.len--, b.len--;
	while (a.len && b.len && *a.ptr == *b.ptr)
		a.ptr++, b.ptr++, a.len--, b.len--;
	if (!a.len || !b.len) {
		*distance = a.len + b.len;
		return VN_OK;
	}
	status = pattern_make(work, a, &pat, err);
	if (!status)
		status = band_make(work, &pat, &band, err);
	if (!status)
		*distance = find_distance(&band, b);
	return status;
}

static size_t trace_stride(const struct band *band)
{
	size_t stride = 2 * (band->half / WORD_BITS) + 3;
	return stride < band->words ? stride : band->words;
}

static bool trace_fits(const struct vn_aligner *work, const struct band *band, struct vn_seq text)
{
	size_t most = work->trace_max ? work->trace_max : TRACE_MAX;
	return text.len <= most / sizeof *band->trace / trace_stride(band);
}

/* Runs the band once more and keeps every column. Within a band that holds the distance every
 * cell of every cheapest path is exact, and no other cell can look like one of them. */
static enum vn_status keep_trace(struct vn_aligner *work, struct band *band, struct vn_seq text,
				 struct vn_err *err)
{
	size_t stride = trace_stride(band);
	enum vn_status status;

	status = room(&work->trace, &work->trace_cap, text.len * stride * sizeof *band->trace, err);
	if (status)
		return status;
	band->trace = work->trace;
	band->stride = stride;
	run_band(band, text);
	return VN_OK;
}

/* The cheapest step that ends in row I, column J (1-based, not both 0). */
static struct vn_pair step_back(const struct band *band, struct vn_seq b, size_t i, size_t j)
{
	struct vn_seq a = band->pat->seq;
	struct trace_word word;
	uint64_t bit;

	if (!i)
		return (struct vn_pair){VN_GAP, b.ptr[j - 1]};
	if (!j)
		return (struct vn_pair){a.ptr[i - 1], VN_GAP};
	if (a.ptr[i - 1] == b.ptr[j - 1])
		return (struct vn_pair){a.ptr[i - 1], b.ptr[j - 1]};
	bit = (uint64_t)1 << (i - 1) % WORD_BITS;
	word = band->trace[(j - 1) * band->stride + (i - 1) / WORD_BITS - first_word(band, j)];
	if (!(word.same_as_diagonal & bit))
		return (struct vn_pair){a.ptr[i - 1], b.ptr[j - 1]};
	if (word.above_plus_one & bit)
		return (struct vn_pair){a.ptr[i - 1], VN_GAP};
	return (struct vn_pair){VN_GAP, b.ptr[j - 1]};
}

/* A part of the matrix that is still to be aligned. */
struct piece {
	struct vn_seq a, b;
};

/* An alignment that is written from its end. */
struct tail {
	struct vn_pair *pairs;
	size_t at;
	struct piece wait[PIECES_MAX]; /* the last one comes next */
	size_t waiting;
};

/* Walks back through a piece, whose trace the band has unless a side is empty. */
static void write_back(struct tail *tail, const struct band *band, const struct piece *piece)
{
	for (size_t i = piece->a.len, j = piece->b.len; i || j;) {
		struct vn_pair pair = step_back(band, piece->b, i, j);
		tail->pairs[--tail->at] = pair;
		i -= pair.a != VN_GAP;
		j -= pair.b != VN_GAP;
	}
}

static void reverse(struct vn_seq seq, int32_t *out)
{
	for (size_t i = 0; i < seq.len; i++)
		out[i] = seq.ptr[seq.len - 1 - i];
}

#define NEVER UINT32_MAX
/* Runs the band over TEXT and adds to VALUES[i] the value in row i of the last column; it becomes
 * NEVER where that row is outside of the band. BACKWARD: to VALUES[rows - i]. */
static void add_column(struct band *band, struct vn_seq text, bool backward, uint32_t *values)
{
	size_t rows = band->pat->seq.len, first = first_word(band, text.len), last;
	size_t value = run_columns(band, text, &last), top = (last + 1) * WORD_BITS;
	size_t bottom = first ? first * WORD_BITS + 1 : 0;

	for (size_t i = 0; i <= rows; i++)
		if (i < bottom || i > top)
			values[backward ? rows - i : i] = NEVER;
	for (size_t i = top + 1; i-- > bottom;) {
		uint32_t *out = i <= rows ? &values[backward ? rows - i : i] : NULL;
		if (out && *out != NEVER)
			*out += (uint32_t)value;
		if (i == 0)
			break;
		value += band->minus[(i - 1) / WORD_BITS] >> (i - 1) % WORD_BITS & 1;
		value -= band->plus[(i - 1) / WORD_BITS] >> (i - 1) % WORD_BITS & 1;
	}
}

/* Cuts the piece, whose distance is at most HALF, in two where a cheapest path crosses the middle
 * of its text (Hirschberg 1975). */
static enum vn_status cut(struct vn_aligner *work, struct tail *tail, const struct piece *piece,
			  size_t half, struct vn_err *err)
{
	struct vn_seq a = piece->a, b = piece->b;
	struct vn_seq front = {b.ptr, b.len / 2}, back = {b.ptr + front.len, b.len - front.len};
	size_t row = 0, cells = 2 * a.len + 1 + back.len;
	struct pattern pat;
	struct band band;
	uint32_t *values;
	int32_t *turned;
	enum vn_status status = room(&work->halves, &work->halves_cap, cells * sizeof *values, err);

	for (int side = 0; !status && side < 2; side++) {
		values = work->halves;
		turned = (int32_t *)(values + a.len + 1);
		if (side == 0)
			memset(values, 0, (a.len + 1) * sizeof *values);
		else
			reverse(a, turned), reverse(back, turned + a.len);
		status = pattern_make(work, side ? (struct vn_seq){turned, a.len} : a, &pat, err);
		if (!status)
			status = band_make(work, &pat, &band, err);
		if (status)
			return status;
		band.half = half;
		add_column(&band, side ? (struct vn_seq){turned + a.len, back.len} : front, side,
			   values);
	}
	if (status)
		return status;
	for (size_t i = 1; i <= a.len; i++)
		if (values[i] < values[row])
			row = i;
	tail->wait[tail->waiting++] = (struct piece){{a.ptr, row}, front};
	tail->wait[tail->waiting++] = (struct piece){{a.ptr + row, a.len - row}, back};
	return VN_OK;
}

/* Aligns a piece, or cuts it in two when its trace is too large. */
static enum vn_status align_piece(struct vn_aligner *work, struct tail *tail, struct piece piece,
				  struct vn_err *err)
{
	struct vn_seq *a = &piece.a, *b = &piece.b;
	struct pattern pat;
	struct band band;
	enum vn_status status;

	for (; a->len && b->len && a->ptr[a->len - 1] == b->ptr[b->len - 1]; a->len--, b->len--)
		tail->pairs[--tail->at] = (struct vn_pair){a->ptr[a->len - 1], b->ptr[b->len - 1]};
	pat = (struct pattern){.seq = *a};
	band = (struct band){.pat = &pat};
	if (a->len && b->len) {
		status = pattern_make(work, *a, &pat, err);
		if (!status)
			status = band_make(work, &pat, &band, err);
		if (status)
			return status;
		band.half = find_distance(&band, *b);
		if (b->len > 1 && !trace_fits(work, &band, *b))
			return cut(work, tail, &piece, band.half, err);
		status = keep_trace(work, &band, *b, err);
		if (status)
			return status;
	}
	write_back(tail, &band, &piece);
	return VN_OK;
}

enum vn_status vn_align(struct vn_aligner *work, struct vn_seq a, struct vn_seq b,
			const struct vn_pair **pairs, size_t *count, struct vn_err *err)
{
	size_t total = a.len + b.len;
	struct tail tail = {.at = total, .wait = {{a, b}}, .waiting = 1};
	enum vn_status status;

	if (a.len > INT32_MAX || b.len > INT32_MAX)
		return vn_err_set(err, VN_ELIMIT, "a line is too long to compare");
	status = room(&work->pairs, &work->pairs_cap, (total + 1) * sizeof **pairs, err);
	tail.pairs = work->pairs;
	while (!status && tail.waiting)
		status = align_piece(work, &tail, tail.wait[--tail.waiting], err);
	if (status)
		return status;
	*pairs = work->pairs + tail.at;
	*count = total - tail.at;
	return VN_OK;
}
