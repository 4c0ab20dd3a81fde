#include "decode/lattice.h"

#include "decode/signs.h"
#include "lang/vi/letters.h"
#include "text/chars.h"

#include <stdlib.h>

#define CHUNKS_SOFT 256 /* chunks after which a sentence end closes the lattice */
#define CHUNKS_HARD 768
#define REACH	    2 /* signs beside a piece that may belong to its letters */

#define CHOICE_WIDTH  (11 * 256)
#define POOR_LETTER   300 /* cost a letter from which a token is looked at as two */
#define POOR_TOKEN    (6 * 256)
#define SPLIT_MAX     40 /* letters of a run that is looked at as several words */
#define SPLIT_RUNS    24 /* such runs in one lattice: a text of nothing else is no text */
#define SYLLABLE_READ 9	 /* letters of one word in such a run */

struct builder {
	struct vn_lattice *lattice;
	const struct vn_lattice_input *in;
	const struct vn_weights *weights;
	const struct vn_damage_model *with; /* what the chunk at hand is read with */
	const struct vn_damage *damage;	    /* its row */
	uint8_t damage_index;
	size_t stretch;		     /* where it was found */
	struct vn_chunk chunk, last; /* the one at hand and the one before it on the line */
	bool have_last;		     /* one blank, no line end between the two, and one damage */
	bool last_poor;		     /* nothing good was found for the last chunk */
	uint32_t expected;	     /* word of a list item's letter; 0: no such chunk */
	bool marked;		     /* stripped: a syllable explains the last span */
	uint32_t only;		     /* the one word to be looked at; 0: all */
	int split_runs;		     /* runs of letters looked at as several words */
	struct vn_err *err;
};

void vn_lattice_fini(struct vn_lattice *lattice)
{
	vn_arena_fini(&lattice->arena);
	free(lattice->arcs);
	*lattice = (struct vn_lattice){0};
}

static enum vn_status add_arc(struct builder *b, struct vn_arc arc)
{
	struct vn_lattice *l = b->lattice;
	enum vn_status status = vn_grow(&l->arcs, l->arc_count, &l->arc_cap, sizeof arc, b->err);

	if (status)
		return status;
	l->arcs[l->arc_count++] = arc;
	return VN_OK;
}

/* An arc that keeps the text; WORD 0: transparent to the n-gram model. */
static enum vn_status add_kept(struct builder *b, size_t from, size_t to, uint32_t word,
			       vn_cost cost)
{
	struct vn_arc arc = {.from = (uint32_t)(from - b->lattice->begin),
			     .to = (uint32_t)(to - b->lattice->begin),
			     .cost = cost,
			     .identity = true,
			     .damage = b->damage_index,
			     .left = b->chunk.left};
	if (word) {
		arc.choices = vn_arena_alloc(&b->lattice->arena, sizeof *arc.choices);
		if (!arc.choices)
			return vn_err_nomem(b->err);
		arc.choices[0] = (struct vn_choice){.word = word};
		arc.choice_count = 1;
	}
	return add_arc(b, arc);
}

/* Channel cost of COUNT code points printed as they were read. */
static vn_cost literal(const struct builder *b, const int32_t *c, int count)
{
	vn_cost cost = 0;
	for (int i = 0; i < count; i++) {
		vn_cost one = vn_channel_literal(b->with->channel, c[i]);
		cost += one == VN_COST_MAX ? b->weights->literal_fee : one;
	}
	return cost;
}

/* What it costs that COUNT letters from byte FROM are WORD where the order of a list says else. */
static vn_cost unexpected(const struct builder *b, size_t from, int count, uint32_t word)
{
	return b->expected && count == 1 && from == b->chunk.begin && word != b->expected
		       ? b->weights->clause
		       : 0;
}

static bool is_syllable(const struct builder *b, uint32_t word)
{
	return b->in->model->word_flags[word] & VN_WORD_SYLLABLE;
}

/* What is settled needs no better costs than the first reading's. */
static struct vn_candidate_cache *cache_of(const struct builder *b)
{
	return b->in->adapted && !b->only ? b->in->adapted : b->in->cache;
}

/* The choices of a span from its candidates. *BEST becomes the least channel cost. */
static enum vn_status add_choices(struct builder *b, size_t from, size_t to, const int32_t *c,
				  int count, vn_cost fee, vn_cost *best)
{
	struct vn_arc arc = {.from = (uint32_t)(from - b->lattice->begin),
			     .to = (uint32_t)(to - b->lattice->begin),
			     .cost = fee,
			     .damage = b->damage_index,
			     .left = b->chunk.left};
	struct vn_candidates found;
	uint32_t self = vn_chunk_word(b->in->model, c, count);
	vn_cost floor = VN_COST_MAX;
	const struct vn_memory_token *own = NULL;
	uint64_t read = 0;
	vn_cost bonus[VN_CANDIDATES_MAX];
	enum vn_status status;

	*best = VN_COST_MAX;
	b->marked = false;
	if (b->in->memory) {
		read = vn_memory_read(c, count);
		own = vn_memory_at(b->in->memory, from);
	}
	status = vn_candidates_get(cache_of(b), b->with->channel, c, count, &found, b->err);
	if (status || !found.count)
		return status;
	for (uint32_t i = 0; b->with->foreign && i < found.count; i++)
		b->marked |= is_syllable(b, found.list[i].word);
	if (b->in->memory)
		vn_memory_hear(b->in->memory, b->in->model, &found, own, read, bonus);
	arc.choices = vn_arena_alloc(&b->lattice->arena, found.count * sizeof *arc.choices);
	if (!arc.choices)
		return vn_err_nomem(b->err);
	for (uint32_t i = 0; i < found.count; i++) {
		const struct vn_candidate *cand = &found.list[i];
		struct vn_choice choice = {cand->word, 0, cand};
		uint32_t at = arc.choice_count;
		if (b->only && cand->word != b->only)
			continue;
		vn_candidate_case(b->in->model, cand, arc.left, b->weights->case_search,
				  &choice.cost);
		if (cand->word != self)
			choice.cost += b->with->reluctance;
		choice.cost += unexpected(b, from, count, cand->word);
		if (b->marked && !is_syllable(b, cand->word))
			choice.cost += b->with->foreign;
		if (cand->cost < *best)
			*best = cand->cost;
		if (b->in->memory)
			choice.cost -= bonus[i];
		if (choice.cost < floor)
			floor = choice.cost;
		for (; at > 0 && arc.choices[at - 1].cost > choice.cost; at--)
			arc.choices[at] = arc.choices[at - 1];
		arc.choices[at] = choice;
		arc.choice_count++;
	}
	if (!arc.choice_count)
		return VN_OK;
	while (arc.choice_count > 1 &&
	       arc.choices[arc.choice_count - 1].cost > floor + CHOICE_WIDTH)
		arc.choice_count--;
	return add_arc(b, arc);
}

static bool is_vowel(int32_t c)
{
	return c > 127 ? vn_is_letter(c)
		       : c > 0 && strchr(VN_BARE_VOWELS, (char)vn_lower(c)) != NULL;
}

/* Where the number begins that is glued to the end of the word [i, j): two digits or more behind a
 * vowel's word (ngay01), or one behind its last consonant (Khoan2), where no letter is left to be
 * misread. J when there is none. */
static int glued_number(const struct vn_chunk *ch, int i, int j)
{
	int k = j;
	bool vowel = false;

	while (k > i && vn_is_digit(ch->c[k - 1]))
		k--;
	for (int n = i; n < k; n++)
		vowel |= is_vowel(ch->c[n]);
	if (k == j || !vowel || !vn_is_letter(ch->c[k - 1]))
		return j;
	return j - k > 1 || !is_vowel(ch->c[k - 1]) ? k : j;
}

/* A number with one capital behind it, as roads, houses and clauses have: 1A, 12B. */
static bool numbered_letter(const struct vn_chunk *ch, int i, int j)
{
	for (int k = i; k < j - 1; k++)
		if (!vn_is_digit(ch->c[k]))
			return false;
	return j - i > 1 && vn_is_upper(ch->c[j - 1]);
}

/* Whether a span may be anything but what was read: words may, and signs that stand alone. Digits
 * without a letter are a number, and a digit in a word is meant too where no letter becomes one. */
static bool may_change(const struct builder *b, int i, int j)
{
	bool letter = false, digit = false;
	for (int k = i; k < j; k++) {
		letter |= vn_is_letter(b->chunk.c[k]);
		digit |= vn_is_digit(b->chunk.c[k]);
	}
	if (!letter)
		return !digit && i == 0 && (j == b->chunk.count || b->expected);
	if (numbered_letter(&b->chunk, i, j))
		return false;
	return !digit || b->damage->digits;
}

/* Channel cost of COUNT code points printed as they were read, in a word. */
static vn_cost as_word(const struct builder *b, const int32_t *c, int count)
{
	vn_cost cost = literal(b, c, count);

	for (int k = 0; k < count; k++)
		cost += vn_is_letter(c[k])  ? 0
			: vn_is_digit(c[k]) ? b->weights->digit_fee
					    : b->weights->sign_fee;
	return cost;
}

/* Readings of code points [i, j) of the chunk as one word. */
static enum vn_status add_word(struct builder *b, int i, int j, bool keep, vn_cost *best)
{
	const struct vn_chunk *ch = &b->chunk;
	size_t from = ch->begin + ch->at[i], to = ch->begin + ch->at[j];
	enum vn_status status = VN_OK;

	*best = VN_COST_MAX;
	b->marked = false;
	if (j - i <= VN_READ_LETTERS && may_change(b, i, j))
		status = add_choices(b, from, to, ch->c + i, j - i, 0, best);
	if (!status && keep) {
		uint32_t id = may_change(b, i, j) ? vn_chunk_word(b->in->model, ch->c + i, j - i)
						  : vn_chunk_kept(b->in->model, ch->c + i, j - i);
		vn_cost cost = as_word(b, ch->c + i, j - i);
		cost += unexpected(b, from, j - i, id);
		if (b->marked && id >= VN_WORD_UNKNOWN && !is_syllable(b, id))
			cost += b->with->foreign;
		if (id == VN_WORD_UNKNOWN)
			cost += b->with->spell * (j - i);
		status = add_kept(b, from, to, id, cost);
	}
	return status;
}

/* A run of letters on its way to being several words. Place k is before its letter k. Words that
 * cost more, up to some place, than the run kept as it stands and the width of the beam cannot win:
 * so letters that are no words end soon, and only their share of the work is done. */
struct run {
	int begin, end;			/* code points of the chunk */
	vn_cost told[SPLIT_MAX + 1];	/* about the least cost of words up to a place */
	vn_cost allowed[SPLIT_MAX + 1]; /* the most it may be */
};

static struct run run_of(const struct builder *b, int i, int j)
{
	struct run run = {.begin = i, .end = j};

	for (int k = 1; k <= j - i; k++) {
		run.told[k] = VN_COST_MAX;
		run.allowed[k] =
			run.allowed[k - 1] + as_word(b, b->chunk.c + i + k - 1, 1) + b->with->spell;
	}
	for (int k = 0; k <= j - i; k++)
		run.allowed[k] += b->damage->beam.width;
	return run;
}

/* Learns what the last arc says of the place behind it; choices that cost too much go again. Of
 * what a word costs after others half its cost alone is counted, as for the rank of candidates. */
static void weigh_piece(struct builder *b, struct run *run, int from, int to)
{
	struct vn_arc *arc = &b->lattice->arcs[b->lattice->arc_count - 1];
	vn_cost before = run->told[from - run->begin] + arc->cost;
	vn_cost *told = &run->told[to - run->begin], least = VN_COST_MAX;
	uint32_t kept = 0;

	for (uint32_t k = 0; k < arc->choice_count; k++) {
		vn_cost rare = b->in->model->lm.unigrams[arc->choices[k].word].cost / 2;
		vn_cost sum = before + arc->choices[k].cost + rare;
		if (sum <= run->allowed[to - run->begin])
			kept = k + 1;
		if (sum < least)
			least = sum;
	}
	if (least < *told)
		*told = least;
	arc->choice_count = kept;
	if (!kept)
		b->lattice->arc_count--;
}

/* The arcs of words that begin at FROM in RUN. */
static enum vn_status add_pieces(struct builder *b, struct run *run, int from)
{
	const struct vn_chunk *ch = &b->chunk;
	int left = run->end - from, least = b->damage->shortest;
	int most = left < SYLLABLE_READ ? left : SYLLABLE_READ;
	enum vn_status status = VN_OK;
	vn_cost best;

	while (most >= least && !may_change(b, from, from + most))
		most--;
	if (most >= least)
		status = vn_candidates_ahead(cache_of(b), b->with->channel, ch->c + from, least,
					     most, b->err);
	for (int to = from + least; !status && to <= from + most; to++) {
		size_t arcs = b->lattice->arc_count;
		if (left == run->end - run->begin && to == run->end)
			continue;
		if (may_change(b, from, to))
			status = add_choices(b, ch->begin + ch->at[from], ch->begin + ch->at[to],
					     ch->c + from, to - from,
					     from > run->begin ? b->weights->split_fee : 0, &best);
		if (!status && b->lattice->arc_count > arcs)
			weigh_piece(b, run, from, to);
	}
	return status;
}

/* Several words in one run of letters, where one word explains it badly: arcs between all places in
 * it, each as long as a syllable may be. */
static enum vn_status add_splits(struct builder *b, int i, int j)
{
	enum vn_status status = VN_OK;
	struct run run;

	if (!b->damage->joins || b->split_runs++ >= SPLIT_RUNS || j - i < 3 || j - i > SPLIT_MAX ||
	    !may_change(b, i, j))
		return VN_OK;
	run = run_of(b, i, j);
	for (int from = i; !status && from < j; from++)
		if (run.told[from - i] <= run.allowed[from - i])
			status = add_pieces(b, &run, from);
	return status;
}

/* Signs [i, j) kept as they are. BEHIND the words of a chunk they may end a sentence. */
static enum vn_status add_signs(struct builder *b, int i, int j, bool behind)
{
	const struct vn_chunk *ch = &b->chunk;
	vn_cost cost = literal(b, ch->c + i, j - i);

	for (int k = i; k < j; k++)
		cost += vn_sign_fee(ch->c[k]);
	return add_kept(b, ch->begin + ch->at[i], ch->begin + ch->at[j],
			vn_chunk_signs(ch, i, j, behind), cost);
}

/* How far a piece may reach over signs at I in direction STEP. */
static int reach(const struct builder *b, int i, int step, int low, int high)
{
	int n = 0;
	while (b->damage->signs && n < REACH && i >= low && i < high &&
	       !vn_chunk_core(b->chunk.c[i]) && vn_channel_glyph(b->with->channel, b->chunk.c[i])) {
		n++;
		i += step;
	}
	return n;
}

/* The piece [i, j), the one sign behind it and the next piece as one word: a mark of the letter
 * taken for a stop. */
static enum vn_status add_joined(struct builder *b, int i, int j, int high)
{
	vn_cost best;
	int end = j + 1;
	while (end < high && (vn_chunk_core(b->chunk.c[end]) || vn_sign_of_word(b->chunk.c[end])))
		end++;
	if (!may_change(b, i, j) || !may_change(b, j + 1, end))
		return VN_OK;
	return add_word(b, i, end, false, &best);
}

/* The word that the first reading found for code points [i, j) without any doubt; 0: none. */
static uint32_t settled(const struct builder *b, int i, int j)
{
	const struct vn_chunk *ch = &b->chunk;
	const struct vn_memory_token *own =
		b->in->memory ? vn_memory_at(b->in->memory, ch->begin + ch->at[i]) : NULL;

	return own && own->settled && own->end == ch->begin + ch->at[j] ? own->word : 0;
}

/* All readings of code points [low, high) that hold no protected byte. */
static enum vn_status add_open(struct builder *b, int low, int high, bool final, bool *poor)
{
	const struct vn_chunk *ch = &b->chunk;
	enum vn_status status = VN_OK;
	int gap = low, gap_reach = 0, i = low;

	while (!status && i < high) {
		int j = i, left, right;
		vn_cost best = VN_COST_MAX, one;
		if (!vn_chunk_core(ch->c[i]) && !vn_sign_of_word(ch->c[i])) {
			i++;
			continue;
		}
		while (j < high && (vn_chunk_core(ch->c[j]) || vn_sign_of_word(ch->c[j])))
			j++;
		j = glued_number(ch, i, j);
		b->only = settled(b, i, j);
		left = b->only ? 0 : reach(b, i - 1, -1, gap, high);
		right = b->only ? 0 : reach(b, j, 1, low, high);
		/* A sign between two pieces is neither's alone: add_joined() takes all three. */
		if (left && i - left > low && vn_chunk_core(ch->c[i - left - 1]))
			left--;
		if (right && j + right < high && vn_chunk_core(ch->c[j + right]))
			right--;
		for (int p = 0; !status && p <= gap_reach; p++)
			for (int q = 0; !status && q <= left; q++)
				if (gap + p < i - q)
					status = add_signs(b, gap + p, i - q, false);
		for (int p = 0; !status && p <= left; p++)
			for (int q = 0; !status && q <= right; q++) {
				status = add_word(b, i - p, j + q, p == 0 && q == 0, &one);
				if (one < best)
					best = one;
			}
		if (!status && !b->only && b->damage->signs && j + 1 < high &&
		    vn_chunk_core(ch->c[j + 1]) && vn_sign_of_mark(ch->c[j]))
			status = add_joined(b, i, j, high);
		if (!status && !b->only && best > POOR_TOKEN && best / (j - i) > POOR_LETTER) {
			*poor = true;
			status = add_splits(b, i, j);
		}
		b->only = 0;
		gap = j;
		gap_reach = right;
		i = j;
	}
	for (int p = 0; !status && p <= gap_reach; p++)
		if (gap + p < high)
			status = add_signs(b, gap + p, high, final);
	return status;
}

/* A chunk that is one word with signs around it, as it is. */
static enum vn_status add_plain(struct builder *b, int i, int j, uint32_t word)
{
	const struct vn_chunk *ch = &b->chunk;
	enum vn_status status = VN_OK;

	if (i > 0)
		status = add_signs(b, 0, i, false);
	if (!status)
		status = add_kept(b, ch->begin + ch->at[i], ch->begin + ch->at[j], word, 0);
	if (!status && j < ch->count)
		status = add_signs(b, j, ch->count, true);
	return status;
}

/* A chunk with protected spans: these as they are, the rest read as usual. */
static enum vn_status add_chunk(struct builder *b, bool *poor)
{
	const struct vn_chunk *ch = &b->chunk;
	enum vn_status status = VN_OK;
	int i = 0;

	if (!ch->count)
		return add_kept(b, ch->begin, ch->begin + ch->bytes, VN_WORD_UNKNOWN, 0);
	while (!status && i < ch->count) {
		size_t at = ch->begin + ch->at[i];
		const struct vn_span *span =
			vn_unit_protected(b->in->unit, at, ch->begin + ch->bytes);
		int j = i;
		if (span && span->begin <= at) {
			while (j < ch->count && ch->begin + ch->at[j] < span->end)
				j++;
			status = add_kept(b, at, ch->begin + ch->at[j],
					  vn_chunk_kept(b->in->model, ch->c + i, j - i), 0);
		} else {
			while (j < ch->count && (!span || ch->begin + ch->at[j] < span->begin))
				j++;
			status = add_open(b, i, j, j == ch->count, poor);
		}
		i = j;
	}
	return status;
}

/* The last chunk and this one as one word that the engine cut in two. */
static enum vn_status add_merge(struct builder *b)
{
	const struct vn_chunk *x = &b->last, *y = &b->chunk;
	int32_t c[VN_READ_LETTERS];
	int n = 0, end = y->count;
	vn_cost best;

	while (end > 0 && !vn_chunk_core(y->c[end - 1]))
		end--;
	if (!end || x->count + 1 + end > 9)
		return VN_OK;
	if (vn_unit_protected(b->in->unit, x->begin, y->begin + y->bytes) ||
	    vn_unit_has_gap(b->in->unit, x->begin, y->begin))
		return VN_OK;
	for (int i = 0; i < x->count; i++) {
		if (!vn_chunk_core(x->c[i]) && !vn_channel_glyph(b->with->channel, x->c[i]))
			return VN_OK;
		c[n++] = x->c[i];
	}
	c[n++] = ' ';
	for (int i = 0; i < end; i++)
		c[n++] = y->c[i];
	return add_choices(b, x->begin, y->begin + y->at[end], c, n, 0, &best);
}

/* Whether a chunk begins with a bracket or a quotation mark. */
static bool opens(const struct vn_chunk *ch)
{
	int32_t c = ch->count ? ch->c[0] : 0;
	return c == '(' || c == '[' || c == '"' || c == 0x201c || c == 0x2018;
}

/* Lists go a) b) c) d) đ) e): what was read for a c may be anything round, and neither stripped
 * text nor an engine without Vietnamese tells the two kinds of d apart. */
static void expect_clause(struct builder *b)
{
	const struct vn_chunk *ch = &b->chunk;
	int32_t *last = &b->lattice->clause, letter = vn_lower(ch->c[0]);
	bool known = vn_is_letter(letter);

	if (ch->count != 2 || ch->c[1] != ')' || b->damage->gated)
		return;
	if (*last == 'b' && vn_sign_like_c(letter) && b->damage->letters)
		letter = 'c';
	else if (*last == 'd' && letter == 'd')
		letter = 0x111;
	else if (!known)
		return;
	if (!known || letter == 'd' || letter != vn_lower(ch->c[0]))
		b->expected = vn_chunk_word(b->in->model, &letter, 1);
	*last = letter;
}

/* The first stretch that ends behind byte AT. */
static size_t find_stretch(const struct vn_lattice_input *in, size_t at)
{
	size_t low = 0, high = in->stretch_count;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (in->stretches[mid].end <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* From now on the damage is that of byte AT, which never falls. */
static void enter(struct builder *b, size_t at)
{
	if (b->in->stretches) {
		while (b->stretch + 1 < b->in->stretch_count &&
		       b->in->stretches[b->stretch].end <= at)
			b->stretch++;
		b->damage_index = b->in->stretches[b->stretch].damage;
	}
	b->with = &b->in->damages[b->damage_index];
	b->damage = b->with->damage;
}

static bool has_letter(const struct vn_chunk *ch)
{
	for (int i = 0; i < ch->count; i++)
		if (vn_is_letter(ch->c[i]))
			return true;
	return false;
}

static int by_from(const void *a, const void *b)
{
	const struct vn_arc *x = a, *y = b;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return (x->to > y->to) - (x->to < y->to);
}

enum vn_status vn_lattice_build(struct vn_lattice *lattice, const struct vn_lattice_input *input,
				size_t begin, bool *start, struct vn_err *err)
{
	struct builder b = {
		.lattice = lattice, .in = input, .weights = &input->model->weights, .err = err};
	struct vn_str text = vn_buf_str(&input->unit->text);
	enum vn_status status = VN_OK;
	enum vn_case left = *start ? VN_CASE_START : VN_CASE_LOWER;
	size_t at = begin;
	int chunks = 0;

	vn_arena_reset(&lattice->arena);
	lattice->arc_count = 0;
	lattice->begin = begin;
	lattice->damages = input->damages;
	lattice->damage_count = input->damage_count;
	b.stretch = find_stretch(input, begin);
	enter(&b, begin);
	while (!status && at < text.len) {
		size_t blank = at;
		int breaks;
		bool one = vn_chunk_blanks(text, &at, &breaks), poor = false;
		const struct vn_plain *plain;
		uint8_t damage;
		if (at > blank)
			status = add_kept(&b, blank, at, breaks > 1 ? VN_WORD_BOUND : 0, 0);
		if (breaks > 1)
			left = VN_CASE_START;
		if (status || at == text.len)
			break;
		damage = b.damage_index;
		enter(&b, at);
		b.have_last = one && b.chunk.count && chunks && damage == b.damage_index;
		b.last = b.chunk;
		b.chunk.left = left;
		vn_chunk_take(&b.chunk, text, &at);
		b.expected = 0;
		if (breaks || blank == 0)
			expect_clause(&b);
		if (left != VN_CASE_START && opens(&b.chunk))
			b.chunk.left = VN_CASE_UNSAID;
		plain = input->gate && chunks < input->gate->count ? &input->gate->chunk[chunks]
								   : NULL;
		if (plain && plain->word && b.damage->gated)
			status = add_plain(&b, plain->begin, plain->end, plain->word);
		else
			status = add_chunk(&b, &poor);
		if (!status && b.have_last && (poor || b.last_poor))
			status = add_merge(&b);
		b.last_poor = poor;
		left = vn_chunk_shape(&b.chunk);
		if (left != VN_CASE_START && !has_letter(&b.chunk))
			left = VN_CASE_UNSAID;
		chunks++;
		if ((left == VN_CASE_START && chunks >= CHUNKS_SOFT) || chunks >= CHUNKS_HARD ||
		    at - begin > VN_CHUNK_BYTES)
			break;
	}
	lattice->length = (uint32_t)(at - begin);
	*start = left == VN_CASE_START;
	if (lattice->arc_count)
		qsort(lattice->arcs, lattice->arc_count, sizeof *lattice->arcs, by_from);
	return status;
}
