#include "decode/lattice.h"

#include "damage/noise.h"
#include "decode/arcs.h"
#include "decode/signs.h"
#include "decode/torn.h"
#include "lang/vi/letters.h"
#include "model/words.h"
#include "text/chars.h"

#include <stdlib.h>

#define CHUNKS_SOFT 256 /* chunks after which a sentence end closes the lattice */
#define CHUNKS_HARD 768
#define REACH	    2	/* signs beside a piece that may belong to its letters */
#define BRACKETED   400 /* bytes that may stand between a bracket and its partner */

#define POOR_LETTER 300 /* cost a letter from which a token is looked at as two */
#define POOR_TOKEN  (6 * 256)

void vn_lattice_fini(struct vn_lattice *lattice)
{
	vn_arena_fini(&lattice->arena);
	free(lattice->arcs);
	*lattice = (struct vn_lattice){0};
}

static bool is_vowel(int32_t c)
{
	return (c < 128 || vn_is_letter(c)) && vn_letter_may_be_vowel(vn_lower(c));
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

/* Signs [i, j) kept as they are. BEHIND the words of a chunk they may end a sentence. */
static enum vn_status add_signs(struct vn_builder *b, int i, int j, bool behind)
{
	const struct vn_chunk *ch = &b->chunk;
	vn_cost cost = vn_arc_literal(b, ch->c + i, j - i);

	for (int k = i; k < j; k++)
		cost += vn_sign_fee(ch->c[k]);
	return vn_arc_keep(b, ch->begin + ch->at[i], ch->begin + ch->at[j],
			   vn_chunk_signs(ch, i, j, behind), cost);
}

/* Whether a letter may be lost to the sign at I: a question mark; another between letters; or a
 * dash behind small letters without a vowel. */
static bool is_hole(const struct vn_chunk *ch, int i)
{
	int32_t sign = ch->c[i];
	int j = i + 1, vowels = 0;

	while (i > 0 && ch->c[i - 1] == sign)
		i--;
	while (j < ch->count && ch->c[j] == sign)
		j++;
	if (sign == '?')
		return true;
	if ((sign != '-' && sign != '.') || i == 0 || j - i > 3 || !vn_is_letter(ch->c[i - 1]))
		return false;
	if (j < ch->count && vn_is_letter(ch->c[j]))
		return true;
	for (int k = 0; k < i; k++)
		vowels += !vn_is_letter(ch->c[k]) || vn_is_upper(ch->c[k]) || is_vowel(ch->c[k]);
	return sign == '-' && !vowels;
}

/* Whether the code point at I is part of a run that may be a word. An ampersand between capitals is
 * one in print: KH&CN. */
static bool in_run(const struct vn_builder *b, int i)
{
	const struct vn_chunk *ch = &b->chunk;

	if (ch->c[i] == '&' && i > 0 && i + 1 < ch->count && vn_is_upper(ch->c[i - 1]) &&
	    vn_is_upper(ch->c[i + 1]))
		return false;
	return vn_chunk_core(ch->c[i]) || vn_sign_of_word(ch->c[i]) ||
	       (b->damage->holes && is_hole(ch, i));
}

/* Whether the sign at I is a bracket whose partner is there too: before any other bracket, and
 * before an empty line. Print has brackets in pairs, and what becomes a bracket by misreading has
 * none. */
static bool is_paired(const struct vn_builder *b, int i)
{
	struct vn_str text = vn_buf_str(&b->in->unit->text);
	size_t begin = b->chunk.begin + b->chunk.at[i], at = begin;
	bool opens = b->chunk.c[i] == '(';

	if (!opens && b->chunk.c[i] != ')')
		return false;
	while (opens ? ++at < text.len && at - begin < BRACKETED
		     : at-- > 0 && begin - at < BRACKETED) {
		if (text.ptr[at] == '(' || text.ptr[at] == ')')
			return (text.ptr[at] == '(') != opens;
		if (text.ptr[at] == '\n' && at > 0 && text.ptr[at - 1] == '\n')
			return false;
	}
	return false;
}

/* How far a piece may reach over signs at I in direction STEP. */
static int reach(const struct vn_builder *b, int i, int step, int low, int high)
{
	int n = 0;
	while (b->damage->signs && n < REACH && i >= low && i < high &&
	       !vn_chunk_core(b->chunk.c[i]) && b->chunk.c[i] != '&' && !is_paired(b, i) &&
	       vn_channel_sign(b->with->channel, b->chunk.c[i])) {
		n++;
		i += step;
	}
	return n;
}

/* The piece [i, j), the one sign behind it and the next piece as one word: a mark of the letter
 * taken for a full stop. */
static enum vn_status add_joined(struct vn_builder *b, int i, int j, int high)
{
	vn_cost best;
	int end = j + 1;
	while (end < high && in_run(b, end))
		end++;
	if (!vn_arc_may_change(b, i, j) || !vn_arc_may_change(b, j + 1, end))
		return VN_OK;
	return vn_arc_word(b, i, end, false, &best);
}

/* The word that the first reading found for code points [i, j) without any doubt; 0: none. */
static uint32_t settled(const struct vn_builder *b, int i, int j)
{
	const struct vn_chunk *ch = &b->chunk;
	const struct vn_memory_token *own =
		b->memory ? vn_memory_at(b->memory, ch->begin + ch->at[i]) : NULL;

	return own && own->settled && own->begin + own->length == ch->begin + ch->at[j] ? own->word
											: 0;
}

/* All readings of code points [low, high) that hold no protected byte. */
static enum vn_status add_open(struct vn_builder *b, int low, int high, bool final, bool *poor)
{
	const struct vn_chunk *ch = &b->chunk;
	enum vn_status status = VN_OK;
	int gap = low, gap_reach = 0, i = low;

	while (!status && i < high) {
		int j = i, left, right;
		vn_cost best = VN_COST_MAX, one;
		if (!in_run(b, i)) {
			i++;
			continue;
		}
		while (j < high && in_run(b, j))
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
				status = vn_arc_word(b, i - p, j + q, p == 0 && q == 0, &one);
				if (one < best)
					best = one;
			}
		if (!status && !b->only && b->damage->signs && j + 1 < high &&
		    vn_chunk_core(ch->c[j + 1]) && vn_sign_of_mark(ch->c[j]))
			status = add_joined(b, i, j, high);
		if (!status && !b->only && best > POOR_TOKEN && best / (j - i) > POOR_LETTER) {
			*poor = true;
			status = vn_arc_pieces(b, i, j);
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
static enum vn_status add_plain(struct vn_builder *b, int i, int j, uint32_t word)
{
	const struct vn_chunk *ch = &b->chunk;
	enum vn_status status = VN_OK;

	if (i > 0)
		status = add_signs(b, 0, i, false);
	if (!status)
		status = vn_arc_keep(b, ch->begin + ch->at[i], ch->begin + ch->at[j], word, 0);
	if (!status && j < ch->count)
		status = add_signs(b, j, ch->count, true);
	return status;
}

/* The first span that overlaps [begin, end) and is kept whatever the engine is like. */
static const struct vn_span *kept_span(const struct vn_builder *b, size_t begin, size_t end)
{
	const struct vn_span *span = vn_unit_protected(b->in->unit, begin, end);
	while (span && span->kind == VN_PROTECT_SIGNED && b->damage->signs)
		span = vn_unit_protected(b->in->unit, span->end, end);
	return span;
}

/* Whether the chunk is a speck: a sign that says nothing of its neighbours. */
static bool is_speck(const struct vn_builder *b)
{
	size_t begin = b->chunk.begin, end = begin + b->chunk.bytes;

	return b->damage->specks && vn_noise(vn_buf_str(&b->in->unit->text), 0, &begin, &end) &&
	       !vn_unit_protected(b->in->unit, begin, end);
}

/* The same of a word without signs, of which no more is looked at. */
static enum vn_status add_bare(struct vn_builder *b, size_t *at, const struct vn_plain *plain)
{
	b->chunk.begin = *at;
	b->chunk.bytes = plain->bytes;
	b->chunk.count = plain->end;
	b->passed = true;
	b->last_poor = false;
	*at += plain->bytes;
	return vn_arc_keep(b, b->chunk.begin, *at, plain->word, 0);
}

/* A chunk with protected spans: these as they are, the rest read as usual. Text that is left alone
 * says nothing to its neighbours. */
static enum vn_status add_chunk(struct vn_builder *b, bool *poor)
{
	const struct vn_chunk *ch = &b->chunk;
	enum vn_status status = VN_OK;
	int i = 0;

	if (!b->with->channel)
		return vn_arc_keep(b, ch->begin, ch->begin + ch->bytes, 0, 0);
	if (!ch->count)
		return vn_arc_keep(b, ch->begin, ch->begin + ch->bytes, VN_WORD_UNKNOWN, 0);
	if (is_speck(b))
		return vn_arc_keep(b, ch->begin, ch->begin + ch->bytes, 0, 0);
	while (!status && i < ch->count) {
		size_t at = ch->begin + ch->at[i];
		const struct vn_span *span = kept_span(b, at, ch->begin + ch->bytes);
		int j = i;
		if (span && span->begin <= at) {
			while (j < ch->count && ch->begin + ch->at[j] < span->end)
				j++;
			status = vn_arc_keep(b, at, ch->begin + ch->at[j],
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
static enum vn_status add_merge(struct vn_builder *b)
{
	const struct vn_chunk *x = &b->last, *y = &b->chunk;
	int32_t c[VN_READ_LETTERS];
	int n = 0, end = y->count;
	size_t at = x->begin;
	vn_cost best;

	if (b->passed)
		vn_chunk_take(&b->last, vn_buf_str(&b->in->unit->text), &at);
	while (end > 0 && !vn_chunk_core(y->c[end - 1]))
		end--;
	if (!end || x->count + 1 + end > 9)
		return VN_OK;
	if (kept_span(b, x->begin, y->begin + y->bytes) ||
	    vn_unit_has_gap(b->in->unit, x->begin, y->begin))
		return VN_OK;
	for (int i = 0; i < x->count; i++) {
		if (!vn_chunk_core(x->c[i]) && !vn_channel_sign(b->with->channel, x->c[i]))
			return VN_OK;
		c[n++] = x->c[i];
	}
	c[n++] = ' ';
	for (int i = 0; i < end; i++)
		c[n++] = y->c[i];
	return vn_arc_choices(b, x->begin, y->begin + y->at[end], c, n, 0, &best);
}

/* Whether a chunk begins with a bracket or a quotation mark. */
static bool opens(const struct vn_chunk *ch)
{
	int32_t c = ch->count ? ch->c[0] : 0;
	return c == '(' || c == '[' || c == '"' || c == 0x201c || c == 0x2018;
}

/* Lists go a) b) c) d) đ) e): what was read for a c may be anything round, and neither stripped
 * text nor an engine without Vietnamese tells the two kinds of d apart. */
static void expect_clause(struct vn_builder *b)
{
	const struct vn_chunk *ch = &b->chunk;
	int32_t *last = &b->lattice->clause, letter = vn_lower(ch->c[0]);
	bool known = vn_is_letter(letter);

	if (ch->count != 2 || ch->c[1] != ')' || b->damage->gated)
		return;
	if ((*last == 'b' ? vn_sign_like_c(letter) : vn_sign_of_c(letter)) && b->damage->letters)
		letter = 'c';
	else if (*last == 'd' && letter == 'd')
		letter = 0x111;
	else if (!known)
		return;
	if (!known || letter == 'd' || letter != vn_lower(ch->c[0]))
		b->expected = vn_model_lookup(b->in->model, &letter, 1);
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
static void enter(struct vn_builder *b, size_t at)
{
	if (b->in->stretches) {
		while (b->stretch + 1 < b->in->stretch_count &&
		       b->in->stretches[b->stretch].end <= at)
			b->stretch++;
		b->damage_index = b->in->stretches[b->stretch].damage;
	}
	b->with = &b->in->damages[b->damage_index];
	b->damage = b->with->damage;
	b->memory = b->damage->twice ? b->in->memory : NULL;
}

static bool has_letter(const struct vn_chunk *ch)
{
	for (int i = 0; i < ch->count; i++)
		if (vn_is_letter(ch->c[i]))
			return true;
	return false;
}

/* The case pattern that the chunk at hand is for the next one; LEFT is what it had itself. Text
 * that is left alone says nothing. */
static enum vn_case shape_behind(const struct vn_builder *b, enum vn_case left)
{
	enum vn_case own;

	if (!b->with->channel)
		return left;
	own = vn_chunk_shape(&b->chunk);
	return own == VN_CASE_START || has_letter(&b->chunk) ? own : VN_CASE_UNSAID;
}

static bool before(const struct vn_arc *x, const struct vn_arc *y)
{
	return x->from != y->from ? x->from < y->from : x->to < y->to;
}

/* Sorts the arcs, which are nearly so: none is further from its place than the arcs of a chunk or
 * two. Equal ones keep their order. */
static void sort(struct vn_lattice *lattice)
{
	for (size_t i = 1; i < lattice->arc_count; i++) {
		struct vn_arc arc = lattice->arcs[i];
		size_t at = i;
		for (; at > 0 && before(&arc, &lattice->arcs[at - 1]); at--)
			lattice->arcs[at] = lattice->arcs[at - 1];
		lattice->arcs[at] = arc;
	}
}

/* Whether CH is a consonant as may have been torn off a word (ĐỊ NH), in one letter or two. */
static bool is_scrap(const struct vn_chunk *ch)
{
	int32_t last = ch->count == 2 ? vn_lower(ch->c[1]) : 0;

	if (ch->count > 2 || (last && last != 'h' && last != 'g' && last != 'r'))
		return false;
	for (int i = 0; i < ch->count; i++)
		if (!vn_is_letter(ch->c[i]) || is_vowel(ch->c[i]))
			return false;
	return ch->count > 0;
}

/* Whether the last chunk and this one, either of which may be POOR, are looked at as one word. */
static bool may_be_torn(const struct vn_builder *b, bool poor)
{
	bool scraps = b->with->channel && !b->damage->gated &&
		      (is_scrap(&b->chunk) || (!b->passed && is_scrap(&b->last)));

	return b->have_last && (poor || b->last_poor || scraps);
}

/* The chunk at *AT, which is looked at in full; FIRST: of its line. PLAIN is what the gate says. */
static enum vn_status add_read(struct vn_builder *b, const struct vn_plain *plain, size_t *at,
			       bool first)
{
	enum vn_case left = b->chunk.left;
	enum vn_status status;
	bool poor = false;

	if (b->passed)
		b->last.begin = b->chunk.begin;
	else
		b->last = b->chunk;
	vn_chunk_take(&b->chunk, vn_buf_str(&b->in->unit->text), at);
	b->expected = 0;
	if (first && b->with->channel)
		expect_clause(b);
	if (left != VN_CASE_START && opens(&b->chunk))
		b->chunk.left = VN_CASE_UNSAID;
	if (plain && plain->word)
		status = add_plain(b, plain->begin, plain->end, plain->word);
	else
		status = add_chunk(b, &poor);
	if (!status && may_be_torn(b, poor))
		status = add_merge(b);
	b->passed = false;
	if (!status && b->damage->torn)
		status = vn_torn_add(b);
	b->last_poor = poor;
	return status;
}

/* Whether a lattice ends behind the last of CHUNKS chunks, which take BYTES and leave the case
 * pattern LEFT. */
static bool is_over(int chunks, size_t bytes, enum vn_case left)
{
	return (left == VN_CASE_START && chunks >= CHUNKS_SOFT) || chunks >= CHUNKS_HARD ||
	       bytes > VN_CHUNK_BYTES;
}

/* Whether all readings of the chunk, of a gated damage, end with a boundary: its last signs, which
 * are nobody's letters, say one. */
static bool ends_sentence(const struct vn_builder *b)
{
	const struct vn_chunk *ch = &b->chunk;
	bool bound = false;
	int k = ch->count;

	while (k > 0 && !vn_chunk_core(ch->c[k - 1]) && !vn_sign_of_word(ch->c[k - 1]))
		bound |= vn_sign_word(ch->c[--k], false) == VN_WORD_BOUND;
	return bound && !vn_unit_protected(b->in->unit, ch->begin, ch->begin + ch->bytes);
}

bool vn_lattice_pass(const struct vn_lattice_input *input, size_t *at, bool *start)
{
	struct vn_builder b = {.in = input};
	struct vn_str text = vn_buf_str(&input->unit->text);
	enum vn_case left = *start ? VN_CASE_START : VN_CASE_LOWER;
	size_t now = *at;
	int chunks = 0;

	b.stretch = find_stretch(input, now);
	do {
		int breaks;
		vn_chunk_blanks(text, &now, &breaks);
		if (breaks > 1)
			left = VN_CASE_START;
		if (now == text.len)
			break;
		enter(&b, now);
		if (b.with->channel && !b.damage->gated)
			return false;
		vn_chunk_take(&b.chunk, text, &now);
		left = shape_behind(&b, left);
	} while (!is_over(++chunks, now - *at, left));
	if (now < text.len && !(b.with->channel && ends_sentence(&b)))
		return false;
	*at = now;
	*start = left == VN_CASE_START;
	return true;
}

enum vn_status vn_lattice_build(struct vn_lattice *lattice, const struct vn_lattice_input *input,
				size_t begin, bool *start, struct vn_err *err)
{
	struct vn_builder b = {
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
		bool one = vn_chunk_blanks(text, &at, &breaks);
		const struct vn_plain *plain;
		uint8_t damage;
		if (at > blank)
			status = vn_arc_keep(&b, blank, at, breaks > 1 ? VN_WORD_BOUND : 0, 0);
		if (breaks > 1)
			left = VN_CASE_START;
		if (status || at == text.len)
			break;
		damage = b.damage_index;
		enter(&b, at);
		b.have_last = one && b.chunk.count && chunks && damage == b.damage_index;
		b.chunk.left = left;
		plain = input->gate && chunks < input->gate->count && b.damage->gated
				? &input->gate->chunk[chunks]
				: NULL;
		if (plain && plain->word && plain->bytes && b.with->channel && !b.last_poor &&
		    !b.damage->torn) {
			status = add_bare(&b, &at, plain);
			left = (enum vn_case)plain->shape;
		} else {
			status = add_read(&b, plain, &at, blank == 0 || breaks);
			left = shape_behind(&b, left);
		}
		chunks++;
		if (is_over(chunks, at - begin, left))
			break;
	}
	lattice->length = (uint32_t)(at - begin);
	*start = left == VN_CASE_START;
	sort(lattice);
	return status;
}
