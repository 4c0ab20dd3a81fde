#include "mkmodel/vectors.h"

#include "lang/vi/letters.h"
#include "mkmodel/intern.h"
#include "model/vectors.h"
#include "model/words.h"
#include "text/chars.h"

#include <math.h>
#include <stdlib.h>

#define GAP	 3    /* words next to a place that are the n-grams' */
#define BLOCK	 4096 /* words that are predicted before their neighbours learn from it */
#define ALIKE	 64   /* readings that compete, at most */
#define RATE	 0.05F
#define SCALE	 0.1F  /* of a neighbour in a sum */
#define LITTLE	 1e-3F /* errors below teach nothing */
#define FREQUENT 1e-3  /* share of the text from which on words begin with smaller vectors */

/* Four at once: equal on every machine, since nothing is added up in another order. */
typedef float quad __attribute__((vector_size(16)));
#define QUADS (VN_VECTOR_DIMS / 4)
struct vector {
	quad q[QUADS];
};

struct learner {
	uint32_t words;
	size_t reach;
	uint16_t *text; /* the stream without what are no words */
	size_t length;
	float *alone;			    /* [id]: log of its count */
	uint32_t *key;			    /* [id]: number of what it is without marks */
	uint32_t *first;		    /* [key]: where its words begin in ALIKE */
	uint16_t *alike;		    /* all ids, by key */
	struct vector *near, *near_squares; /* [id]: as a neighbour, and its squared gradients
					       (Duchi et al. 2011) */
	struct vector *self, *self_squares; /* the same as a reading */
	/* Of the block at hand, whose neighbours begin at word LOW of the text: */
	size_t low;
	struct vector *sums;   /* [i]: of the neighbours before LOW + i */
	struct vector *pushes; /* [i]: gradient of neighbour LOW + i less that of the one before */
};

static void learner_fini(struct learner *l)
{
	free(l->text);
	free(l->alone);
	free(l->key);
	free(l->first);
	free(l->alike);
	free(l->near);
	free(l->near_squares);
	free(l->self);
	free(l->self_squares);
	free(l->sums);
	free(l->pushes);
}

/* Numbers the words of STREAM by what they are without marks; *KEYS becomes how many there are. */
static enum vn_status find_keys(struct learner *l, const struct vn_stream *stream, uint32_t *keys,
				struct vn_err *err)
{
	struct vn_intern table = {0};
	enum vn_status status = VN_OK;

	for (uint32_t id = VN_WORD_FIRST; !status && id < l->words; id++) {
		char plain[VN_WORD_BYTES];
		struct vn_str word = {plain, 0};
		for (size_t at = 0; at < stream->words[id].len;)
			word.len += vn_utf8_put(
				plain + word.len,
				vn_letter_without_marks(vn_utf8_next(stream->words[id], &at)));
		status = vn_intern_add(&table, word, &l->key[id], err);
	}
	*keys = (uint32_t)table.count;
	vn_intern_fini(&table);
	return status;
}

/* Lists the words of each key. */
static void list_alike(struct learner *l, uint32_t keys)
{
	for (uint32_t id = VN_WORD_FIRST; id < l->words; id++)
		l->first[l->key[id] + 1]++;
	for (uint32_t k = 0; k < keys; k++)
		l->first[k + 1] += l->first[k];
	/* From behind, each key's place moves to its beginning. */
	for (uint32_t id = l->words; id-- > VN_WORD_FIRST;)
		l->alike[--l->first[l->key[id] + 1]] = (uint16_t)id;
	memmove(l->first, l->first + 1, keys * sizeof *l->first);
	l->first[keys] = l->words - VN_WORD_FIRST;
}

/* A number from -1 to 1 that looks like chance. */
static float noise(uint32_t x)
{
	x = (x ^ x >> 16) * UINT32_C(0x7feb352d);
	x = (x ^ x >> 15) * UINT32_C(0x846ca68b);
	return (float)((x ^ x >> 16) >> 8) / 8388608 - 1;
}

/* Takes the words of STREAM, counts them, and gives them vectors to begin with. */
static void take_text(struct learner *l, const struct vn_stream *stream)
{
	for (size_t i = 0; i < stream->length; i++)
		if (stream->ids[i] >= VN_WORD_FIRST) {
			l->text[l->length++] = stream->ids[i];
			l->alone[stream->ids[i]]++;
		}
	for (uint32_t id = VN_WORD_FIRST; id < l->words; id++) {
		double share = l->alone[id] / (double)(l->length + 1);
		float size = 0.5F * (float)(share > FREQUENT ? sqrt(FREQUENT / share) : 1);
		for (uint32_t d = 0; d < VN_VECTOR_DIMS; d++)
			l->near[id].q[d / 4][d % 4] = size * noise(id * VN_VECTOR_DIMS + d);
		l->alone[id] = logf(l->alone[id] + 0.5F);
	}
}

static enum vn_status learner_init(struct learner *l, const struct vn_stream *stream,
				   struct vn_err *err)
{
	size_t n = stream->word_count, block = BLOCK + 2 * l->reach + 2;
	enum vn_status status;
	uint32_t keys;

	l->words = stream->word_count;
	l->text = malloc((stream->length + 1) * sizeof *l->text);
	l->alone = calloc(n, sizeof *l->alone);
	l->key = calloc(n, sizeof *l->key);
	l->first = calloc(n + 2, sizeof *l->first);
	l->alike = calloc(n, sizeof *l->alike);
	l->near = calloc(n, sizeof *l->near);
	l->near_squares = calloc(n, sizeof *l->near);
	l->self = calloc(n, sizeof *l->self);
	l->self_squares = calloc(n, sizeof *l->self);
	l->sums = calloc(block, sizeof *l->sums);
	l->pushes = calloc(block, sizeof *l->pushes);
	if (!l->text || !l->alone || !l->key || !l->first || !l->alike || !l->near ||
	    !l->near_squares || !l->self || !l->self_squares || !l->sums || !l->pushes)
		return vn_err_nomem(err);
	status = find_keys(l, stream, &keys, err);
	if (status)
		return status;
	list_alike(l, keys);
	take_text(l, stream);
	return VN_OK;
}

/* Moves VECTOR along GRADIENT, the less the more it was moved (SQUARES). */
static void move(struct vector *vector, struct vector *squares, const struct vector *gradient)
{
	for (int k = 0; k < QUADS; k++) {
		quad g = gradient->q[k], h = squares->q[k] + g * g;
		squares->q[k] = h;
		for (int i = 0; i < 4; i++)
			vector->q[k][i] += RATE * g[i] / sqrtf(h[i] + 1e-2F);
	}
}

static float dot(const struct vector *a, const struct vector *b)
{
	quad sum = {0};

	for (int k = 0; k < QUADS; k++)
		sum += a->q[k] * b->q[k];
	return sum[0] + sum[1] + sum[2] + sum[3];
}

/* The shares of COUNT readings LIST beside neighbours that add up to AROUND. */
static void predict(const struct learner *l, const uint16_t *list, uint32_t count,
		    const struct vector *around, float *share)
{
	float best = -INFINITY, sum = 0;

	for (uint32_t k = 0; k < count; k++) {
		share[k] = l->alone[list[k]] + dot(&l->self[list[k]], around);
		best = fmaxf(best, share[k]);
	}
	for (uint32_t k = 0; k < count; k++)
		sum += share[k] = expf(share[k] - best);
	for (uint32_t k = 0; k < count; k++)
		share[k] /= sum;
}

/* Learns from the word AT of the block's WORDS, neighbours and all. */
static void learn_word(struct learner *l, size_t at, size_t words)
{
	uint16_t word = l->text[l->low + at];
	uint32_t key = l->key[word], count = l->first[key + 1] - l->first[key];
	const uint16_t *list = l->alike + l->first[key];
	size_t begin = at > l->reach ? at - l->reach : 0;
	size_t end = words - at > l->reach + 1 ? at + l->reach + 1 : words;
	size_t left = at - begin > GAP ? at - GAP : begin;
	size_t right = end - at > GAP + 1 ? at + GAP + 1 : end;
	const struct vector *sums = l->sums;
	struct vector *pushes = l->pushes;
	struct vector around, push = {0};
	float share[ALIKE];

	if (count < 2 || count > ALIKE)
		return;
	for (int k = 0; k < QUADS; k++)
		around.q[k] = SCALE * (sums[end].q[k] - sums[right].q[k] + sums[left].q[k] -
				       sums[begin].q[k]);
	predict(l, list, count, &around, share);
	for (uint32_t k = 0; k < count; k++) {
		struct vector *self = &l->self[list[k]], gradient;
		float error = (float)(list[k] == word) - share[k];
		if (fabsf(error) < LITTLE)
			continue;
		for (int i = 0; i < QUADS; i++) {
			push.q[i] += SCALE * error * self->q[i];
			gradient.q[i] = error * around.q[i];
		}
		move(self, &l->self_squares[list[k]], &gradient);
	}
	for (int k = 0; k < QUADS; k++) {
		pushes[begin].q[k] += push.q[k];
		pushes[left].q[k] -= push.q[k];
		pushes[right].q[k] += push.q[k];
		pushes[end].q[k] -= push.q[k];
	}
}

/* Learns from the words [BEGIN, END) of the text. */
static void learn_block(struct learner *l, size_t begin, size_t end)
{
	size_t high = l->length - end > l->reach ? end + l->reach : l->length;
	struct vector push = {0};

	l->low = begin > l->reach ? begin - l->reach : 0;
	for (size_t i = 0; i < high - l->low; i++) {
		const struct vector *near = &l->near[l->text[l->low + i]];
		for (int k = 0; k < QUADS; k++)
			l->sums[i + 1].q[k] = l->sums[i].q[k] + near->q[k];
		l->pushes[i + 1] = l->pushes[0] = (struct vector){0};
	}
	for (size_t at = begin; at < end; at++)
		learn_word(l, at - l->low, high - l->low);
	for (size_t i = 0; i < high - l->low; i++) {
		uint16_t word = l->text[l->low + i];
		for (int k = 0; k < QUADS; k++)
			push.q[k] += l->pushes[i].q[k];
		move(&l->near[word], &l->near_squares[word], &push);
	}
}

/* Learns from all blocks, each once, those that follow each other far apart: neighbouring ones are
 * of one matter. */
static void learn_text(struct learner *l)
{
	size_t blocks = (l->length + BLOCK - 1) / BLOCK, step = blocks * 3 / 8 + 1, at = 0;

	for (size_t a = step, b = blocks; b;) { /* until they have no common divisor */
		size_t rest = a % b;
		a = b;
		b = rest;
		if (!b && a > 1) {
			a = ++step;
			b = blocks;
		}
	}
	for (size_t i = 0; i < blocks; i++, at = (at + step) % blocks)
		learn_block(l, at * BLOCK, at + 1 < blocks ? (at + 1) * BLOCK : l->length);
}

/* Adds the vectors LIST as they are stored; 127 is what is MOST. */
static enum vn_status add_vectors(struct vn_buf *out, const struct vector *list, uint32_t words,
				  float most, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (uint32_t id = 0; !status && id < words; id++) {
		int8_t stored[VN_VECTOR_DIMS];
		for (int d = 0; d < VN_VECTOR_DIMS; d++)
			stored[d] = (int8_t)lrintf(list[id].q[d / 4][d % 4] / most * 127);
		status = vn_buf_add(out, stored, sizeof stored, err);
	}
	return status;
}

/* The largest of the numbers in LIST, or a little. */
static float most_of(const struct vector *list, uint32_t words)
{
	float most = 1e-3F;

	for (uint32_t id = 0; id < words; id++)
		for (int d = 0; d < VN_VECTOR_DIMS; d++)
			most = fmaxf(most, fabsf(list[id].q[d / 4][d % 4]));
	return most;
}

enum vn_status vn_vectors_learn(struct vn_buf *out, const struct vn_stream *stream, uint32_t reach,
				struct vn_err *err)
{
	struct vn_file_vectors header = {
		.count = stream->word_count, .dims = VN_VECTOR_DIMS, .reach = reach, .gap = GAP};
	struct learner l = {.reach = reach};
	enum vn_status status = learner_init(&l, stream, err);
	float near, self, unit;

	if (status) {
		learner_fini(&l);
		return status;
	}
	learn_text(&l);
	near = most_of(l.near, l.words);
	self = most_of(l.self, l.words);
	unit = 4294967296.0F * 256 * SCALE * near * self / (127 * 127 * VN_VECTOR_WHOLE);
	/* Vectors that hardly moved say nothing, but a unit of 0 is refused. */
	header.unit = unit < 1		      ? 1
		      : unit < VN_VECTOR_UNIT ? (uint32_t)lrintf(unit)
					      : VN_VECTOR_UNIT;
	status = vn_buf_add(out, &header, sizeof header, err);
	if (!status)
		status = add_vectors(out, l.near, l.words, near, err);
	if (!status)
		status = add_vectors(out, l.self, l.words, self, err);
	learner_fini(&l);
	return status;
}
