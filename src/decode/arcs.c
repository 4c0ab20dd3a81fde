#include "decode/arcs.h"

#include "damage/misspelt.h"
#include "decode/twice.h"
#include "lang/vi/letters.h"
#include "model/words.h"
#include "text/chars.h"

#define CHOICE_WIDTH  (11 * 256) /* choices this much dearer than the cheapest are left out */
#define FAR_WIDTH     (15 * 256) /* and where they are looked for far */
#define SPLIT_MAX     40	 /* letters of a run that is looked at as several words */
#define SPLIT_RUNS    24	 /* such runs in one lattice: a text of nothing else is no text */
#define SYLLABLE_READ 9		 /* letters of one word in such a run */
/* Fees: what each was measured to bring is in doc/experiments.md. */
#define SHOWN	    (8 * 256)  /* channel costs above this are no confusion that pages showed */
#define NAME_FEE    (5 * 256)  /* a name changes in a way that no page showed */
#define VARIANT_FEE (3 * 256)  /* an older spelling stays, and counts as the usual one */
#define LABEL_FEE   (4 * 256)  /* a vowel in the place of a letter that names something */
#define BESIDE_FEE  (3 * 256)  /* another word in place of one that is read twice in a row */
#define TWICE_FEE   (5 * 256)  /* and of one of four that are two said twice */
#define ALIKE_FEE   (4 * 256)  /* a letter that was taken for what looks like it */
#define ACCENT_FEE  (12 * 256) /* a foreign word loses the accents it was read with */
#define NEXT_WORD   64	       /* bytes */
#define ACRONYM	    16	       /* 1/16 nat: what is rarer in capitals is none */

static enum vn_status add_arc(struct vn_builder *b, struct vn_arc arc)
{
	struct vn_lattice *l = b->lattice;
	enum vn_status status = vn_grow(&l->arcs, l->arc_count, &l->arc_cap, sizeof arc, b->err);

	if (status)
		return status;
	l->arcs[l->arc_count++] = arc;
	return VN_OK;
}

enum vn_status vn_arc_keep(struct vn_builder *b, size_t from, size_t to, uint32_t word,
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

vn_cost vn_arc_literal(const struct vn_builder *b, const int32_t *c, int count)
{
	vn_cost cost = 0;
	for (int i = 0; i < count; i++) {
		vn_cost one = vn_channel_literal(b->with->channel, c[i]);
		cost += one == VN_COST_MAX ? b->weights->literal_fee : one;
	}
	return cost;
}

/* What it costs that COUNT letters from byte FROM are WORD where the order of a list says else. */
static vn_cost unexpected(const struct vn_builder *b, size_t from, int count, uint32_t word)
{
	return b->expected && count == 1 && from == b->chunk.begin && word != b->expected
		       ? b->weights->clause
		       : 0;
}

static bool is_syllable(const struct vn_builder *b, uint32_t word)
{
	return b->in->model->word_flags[word] & VN_WORD_SYLLABLE;
}

/* What is settled needs no better costs than the first reading's. */
static struct vn_candidate_cache *cache_of(const struct vn_builder *b)
{
	return b->in->adapted && !b->only ? b->in->adapted : b->in->cache;
}

/* Whether C, which is SELF to the n-gram model, may be part of a name that was read right: a
 * syllable with a capital within a line, by an engine that reads mostly right. */
static bool is_name(const struct vn_builder *b, const int32_t *c, int count, uint32_t self)
{
	return b->damage->own_words && b->chunk.left != VN_CASE_START && self >= VN_WORD_FIRST &&
	       is_syllable(b, self) && vn_case_of(c, count) == VN_CASE_TITLE;
}

/* Whether the next word of the line behind byte TO, if it is near, is in capitals. */
static bool capitals_behind(const struct vn_builder *b, size_t to)
{
	struct vn_str text = vn_buf_str(&b->in->unit->text);
	int letters = 0;

	text.len = text.len - to < NEXT_WORD ? text.len : to + NEXT_WORD;
	while (to < text.len && text.ptr[to] != '\n' && letters < 2) {
		int32_t c = vn_utf8_next(text, &to);
		if (vn_is_letter(c) && !vn_is_upper(c))
			return false;
		letters += vn_is_letter(c);
	}
	return letters > 1;
}

/* Whether COUNT letters C, up to byte TO, stand in capitals where their neighbours do not. */
static bool stands_out(const struct vn_builder *b, const int32_t *c, int count, size_t to)
{
	return vn_case_of(c, count) == VN_CASE_UPPER && b->chunk.left != VN_CASE_UPPER &&
	       (b->chunk.left != VN_CASE_START || !capitals_behind(b, to));
}

/* What it costs that WORD, read as COUNT letters C up to byte TO, is foreign where stripped text
 * has a syllable: nothing where it is an acronym among small letters (VAT), as it was typed. */
static vn_cost foreign(const struct vn_builder *b, uint32_t word, const int32_t *c, int count,
		       size_t to)
{
	if (!b->marked || is_syllable(b, word))
		return 0;
	if (word != VN_WORD_UNKNOWN && stands_out(b, c, count, to) &&
	    b->in->model->cases[word].cost[VN_CASE_LOWER][VN_CASE_UPPER] <= ACRONYM)
		return 0;
	return b->with->foreign;
}

/* Whether C, which is SELF to the n-gram model, is nothing that anybody writes. */
static bool has_no_sense(const struct vn_builder *b, uint32_t self, const int32_t *c, int count)
{
	enum vn_sense sense = is_syllable(b, self) ? VN_SENSE_WORD : vn_sense_of(c, count);

	return sense == VN_SENSE_BROKEN || (sense == VN_SENSE_ODD && self == VN_WORD_UNKNOWN);
}

/* Whether C, up to byte TO, is a capital by itself that names a point, a class or a choice: behind
 * small letters, or alone in brackets. A typist who left out marks wrote it as it is. */
static bool is_label(const struct vn_builder *b, const int32_t *c, int count, size_t to)
{
	struct vn_str text = vn_buf_str(&b->in->unit->text);

	return (b->with->foreign || b->damage->own_words) && count == 1 && vn_is_upper(*c) &&
	       (b->chunk.left == VN_CASE_LOWER ||
		(b->chunk.left == VN_CASE_UNSAID && to < text.len && text.ptr[to] == ')'));
}

/* What speaks against other words than C, from byte FROM to TO, because it was read twice, where
 * that tells how it was printed: by an engine that reads most words right, or with marks that no
 * other has. A typist leaves marks out always. */
static vn_cost against_others(const struct vn_builder *b, const int32_t *c, int count, size_t from,
			      size_t to)
{
	bool ours = b->damage->own_words;
	enum vn_twice how;

	for (int k = 0; k < count && !ours; k++)
		ours = vn_letter_is_ours(c[k]);
	if (!ours && b->with->foreign)
		return 0;
	how = vn_twice(vn_buf_str(&b->in->unit->text), from, to);
	if (how == VN_ONCE || (!ours && how != VN_ALIKE))
		return 0;
	return how == VN_BESIDE ? BESIDE_FEE : TWICE_FEE;
}

/* The foreign word that C, SELF to the n-gram model, is without its marks: García, Garcia. Engines
 * read marks that were not printed into syllables, but seldom into such words, and the model knows
 * names the way most people type them. VN_WORD_UNKNOWN where there is none. */
static uint32_t without_accents(const struct vn_builder *b, uint32_t self, const int32_t *c,
				int count)
{
	int32_t plain[VN_READ_LETTERS];
	bool marked = false;
	uint32_t word;

	if (is_syllable(b, self) || count > VN_READ_LETTERS)
		return VN_WORD_UNKNOWN;
	for (int k = 0; k < count; k++) {
		plain[k] = vn_letter_without_marks(c[k]);
		marked |= plain[k] != vn_lower(c[k]);
	}
	word = marked ? vn_model_lookup(b->in->model, plain, count) : VN_WORD_UNKNOWN;
	return is_syllable(b, word) ? VN_WORD_UNKNOWN : word;
}

/* How far readings of SELF are looked for. Near by only, if it is a word of a text of which so
 * little is damaged that every change of it costs a fee. Far in a second reading by what the first
 * has taught, which looks at no more than that left in doubt; but not for the pieces of a run,
 * which are many. */
static enum vn_candidate_reach reach_of(const struct vn_builder *b, uint32_t self)
{
	if (b->damage->near && b->with->reluctance > 0 && self >= VN_WORD_FIRST)
		return VN_CANDIDATES_NEAR;
	return b->in->adapted && !b->only && !b->native ? VN_CANDIDATES_FAR
							: VN_CANDIDATES_AS_USUAL;
}

/* vn_arc_choices() of C, which is SELF to the n-gram model. */
static enum vn_status choices(struct vn_builder *b, size_t from, size_t to, const int32_t *c,
			      int count, uint32_t self, vn_cost fee, vn_cost *best)
{
	struct vn_arc arc = {.from = (uint32_t)(from - b->lattice->begin),
			     .to = (uint32_t)(to - b->lattice->begin),
			     .cost = fee,
			     .damage = b->damage_index,
			     .left = b->chunk.left};
	struct vn_choice kept[VN_CANDIDATES_MAX];
	struct vn_candidates found;
	bool named = is_name(b, c, count, self), label = is_label(b, c, count, to);
	enum vn_candidate_reach reach = reach_of(b, self);
	vn_cost width = reach == VN_CANDIDATES_FAR ? FAR_WIDTH : CHOICE_WIDTH;
	bool broken = b->with->reluctance && has_no_sense(b, self, c, count);
	uint32_t bare = without_accents(b, self, c, count);
	vn_cost floor = VN_COST_MAX, other;
	const struct vn_memory_token *own = NULL;
	uint64_t read = 0;
	vn_cost bonus[VN_CANDIDATES_MAX];
	enum vn_status status;

	*best = VN_COST_MAX;
	b->marked = false;
	other = (label ? LABEL_FEE : 0) + against_others(b, c, count, from, to);
	if (b->memory) {
		read = vn_memory_read(c, count);
		own = vn_memory_at(b->memory, from);
	}
	status = vn_candidates_get(cache_of(b), b->with->channel, reach, c, count, &found, b->err);
	if (status || !found.count)
		return status;
	for (uint32_t i = 0; b->with->foreign && !b->marked && i < found.count; i++)
		b->marked = is_syllable(b, found.list[i].word);
	if (b->memory)
		vn_memory_votes(b->memory, b->in->model, &found, own, read, bonus);
	/* What an engine read right is not guessed by what else the text speaks of. */
	if (b->memory && !b->only && !b->damage->own_words)
		vn_memory_around(b->memory, b->in->model, &found, bonus);
	for (uint32_t i = 0; i < found.count; i++) {
		const struct vn_candidate *cand = &found.list[i];
		struct vn_choice choice = {cand->word, 0, cand};
		uint32_t at = arc.choice_count;
		vn_cost fees;
		if ((b->only && cand->word != b->only) ||
		    (b->native && !is_syllable(b, cand->word)))
			continue;
		if (cand->cost < *best)
			*best = cand->cost;
		fees = unexpected(b, from, count, cand->word) +
		       foreign(b, cand->word, c, count, to) - (b->memory ? bonus[i] : 0);
		if (cand->word != self)
			fees += other +
				(broken && is_syllable(b, cand->word) ? 0 : b->with->reluctance);
		if (named && cand->cost > SHOWN)
			fees += NAME_FEE;
		if (cand->word == bare && bare >= VN_WORD_FIRST)
			fees += ACCENT_FEE;
		/* Its case only makes it dearer. */
		if (floor != VN_COST_MAX && cand->cost + fees > floor + width)
			continue;
		vn_candidate_case(b->in->model, cand, arc.left, b->weights->case_search,
				  &choice.cost);
		choice.cost += fees;
		if (choice.cost < floor)
			floor = choice.cost;
		else if (choice.cost > floor + width)
			continue;
		for (; at > 0 && kept[at - 1].cost > choice.cost; at--)
			kept[at] = kept[at - 1];
		kept[at] = choice;
		arc.choice_count++;
	}
	if (!arc.choice_count)
		return VN_OK;
	while (arc.choice_count > 1 && kept[arc.choice_count - 1].cost > floor + width)
		arc.choice_count--;
	arc.choices = vn_arena_alloc(&b->lattice->arena, arc.choice_count * sizeof *kept);
	if (!arc.choices)
		return vn_err_nomem(b->err);
	memcpy(arc.choices, kept, arc.choice_count * sizeof *kept);
	return add_arc(b, arc);
}

enum vn_status vn_arc_choices(struct vn_builder *b, size_t from, size_t to, const int32_t *c,
			      int count, vn_cost fee, vn_cost *best)
{
	return choices(b, from, to, c, count, vn_model_lookup(b->in->model, c, count), fee, best);
}

/* A number with one capital behind it, as roads, houses and clauses have: 1A, 12B. */
static bool numbered_letter(const struct vn_chunk *ch, int i, int j)
{
	for (int k = i; k < j - 1; k++)
		if (!vn_is_digit(ch->c[k]))
			return false;
	return j - i > 1 && vn_is_upper(ch->c[j - 1]);
}

/* Whether [i, j) is a digit that is no number, since a sign stands beside it: $6. */
static bool signed_digit(const struct vn_builder *b, int i, int j)
{
	const struct vn_chunk *ch = &b->chunk;
	const struct vn_span *span =
		vn_unit_protected(b->in->unit, ch->begin + ch->at[i], ch->begin + ch->at[j]);

	return j - i == 2 && span && span->kind == VN_PROTECT_SIGNED;
}

bool vn_arc_may_change(const struct vn_builder *b, int i, int j)
{
	bool letter = false, digit = false;
	for (int k = i; k < j; k++) {
		letter |= vn_is_letter(b->chunk.c[k]);
		digit |= vn_is_digit(b->chunk.c[k]);
	}
	if (!letter)
		return digit ? b->damage->digits && signed_digit(b, i, j)
			     : i == 0 && (j == b->chunk.count || b->expected);
	if (numbered_letter(&b->chunk, i, j))
		return false;
	return !digit || b->damage->digits;
}

/* Channel cost of COUNT code points printed as they were read, in a word. */
static vn_cost as_word(const struct vn_builder *b, const int32_t *c, int count)
{
	vn_cost cost = vn_arc_literal(b, c, count);

	for (int k = 0; k < count; k++)
		cost += vn_is_letter(c[k])  ? 0
			: vn_is_digit(c[k]) ? b->weights->digit_fee
					    : b->weights->sign_fee;
	return cost;
}

/* What it costs that code points [i, j), which no list knows, stand as they were read, where their
 * letters cost COST: so much a letter, but no more than they would as a word of another language or
 * of no prose, which stand in any text. */
static vn_cost unlisted(const struct vn_builder *b, int i, int j, vn_cost cost)
{
	int32_t spelt[VN_KINDS_READ];
	vn_cost by_kind[VN_KINDS_MAX], least = cost + b->with->spell * (j - i);
	int count = vn_charkinds_spell(b->chunk.c + i, j - i, spelt);

	if (!count || !b->in->model->kinds.count || j - i > VN_KINDS_READ)
		return least;
	vn_charkinds_cost(&b->in->model->kinds, spelt, count, by_kind);
	for (int k = 0; k < VN_DAMAGE_COUNT; k++) {
		int look = vn_damages[k].channel || !vn_damages[k].look
				   ? -1
				   : vn_charkinds_find(&b->in->model->kinds, vn_damages[k].look);
		if (look >= 0 && by_kind[look] + b->weights->island < least)
			least = by_kind[look] + b->weights->island;
	}
	return least;
}

/* An older or regional spelling stands for the word that it spells, whose neighbours the n-gram
 * model knows. */
static enum vn_status keep_variant(struct vn_builder *b, int i, int j)
{
	const struct vn_chunk *ch = &b->chunk;
	uint32_t usual = vn_chunk_usual(b->in->model, ch->c + i, j - i);

	if (usual == VN_WORD_UNKNOWN)
		return VN_OK;
	return vn_arc_keep(b, ch->begin + ch->at[i], ch->begin + ch->at[j], usual,
			   as_word(b, ch->c + i, j - i) + VARIANT_FEE);
}

/* What looks like another letter, or two like one, in any print: no channel has to have shown it.
 */
struct alike {
	char read[3], printed;
};
static const struct alike alike[] = {{"ii", 'u'}, {"rn", 'm'}, {"cl", 'd'}, {"0", 'o'}, {"1", 'l'},
				     {"1", 'i'},  {"b", 'h'},  {"l", 'i'},  {"e", 'c'}, {"q", 'g'}};

/* C of COUNT letters with what LOOKS stand at K as it was printed, if they do. Returns the letters
 * written to OUT; 0: they do not. */
static int as_printed(const struct alike *looks, const int32_t *c, int count, int k, int32_t *out)
{
	int size = looks->read[1] ? 2 : 1;

	if (vn_lower(c[k]) != looks->read[0] ||
	    (size == 2 && (k + 1 == count || c[k + 1] != looks->read[1])))
		return 0;
	memcpy(out, c, (size_t)count * sizeof *c);
	out[k] = vn_is_upper(c[k]) ? vn_upper(looks->printed) : looks->printed;
	memmove(out + k + 1, out + k + size, (size_t)(count - k - size) * sizeof *c);
	return count - size + 1;
}

/* Readings of [i, j), SELF to the n-gram model, where that is nothing that anybody writes and the
 * engine reads mostly right, as if a letter of it had been taken for what looks like it. */
static enum vn_status add_alike(struct vn_builder *b, int i, int j, uint32_t self)
{
	const int32_t *c = b->chunk.c + i;
	size_t from = b->chunk.begin + b->chunk.at[i], to = b->chunk.begin + b->chunk.at[j];
	enum vn_status status = VN_OK;
	int32_t printed[VN_READ_LETTERS];
	int count = j - i;
	vn_cost best;

	if (!b->damage->own_words || count > VN_READ_LETTERS || !has_no_sense(b, self, c, count))
		return VN_OK;
	for (size_t n = 0; n < sizeof alike / sizeof *alike; n++)
		for (int k = 0; !status && k < count; k++) {
			int letters = as_printed(&alike[n], c, count, k, printed);
			if (letters)
				status = vn_arc_choices(b, from, to, printed, letters, ALIKE_FEE,
							&best);
		}
	return status;
}

enum vn_status vn_arc_word(struct vn_builder *b, int i, int j, bool keep, vn_cost *best)
{
	const struct vn_chunk *ch = &b->chunk;
	size_t from = ch->begin + ch->at[i], to = ch->begin + ch->at[j];
	enum vn_status status = VN_OK;
	bool changes = vn_arc_may_change(b, i, j);
	uint32_t self = changes || b->damage->own_words
				? vn_model_lookup(b->in->model, ch->c + i, j - i)
				: VN_WORD_UNKNOWN;

	*best = VN_COST_MAX;
	b->marked = false;
	if (j - i <= VN_READ_LETTERS && changes)
		status = choices(b, from, to, ch->c + i, j - i, self, 0, best);
	if (!status && keep) {
		uint32_t id = changes ? self : vn_chunk_kept(b->in->model, ch->c + i, j - i);
		vn_cost cost = as_word(b, ch->c + i, j - i);
		cost += unexpected(b, from, j - i, id);
		if (id >= VN_WORD_UNKNOWN)
			cost += foreign(b, id, ch->c + i, j - i, to);
		if (id == VN_WORD_UNKNOWN)
			cost = unlisted(b, i, j, cost);
		status = vn_arc_keep(b, from, to, id, cost);
		if (!status && b->damage->own_words)
			status = keep_variant(b, i, j);
		if (!status)
			status = add_alike(b, i, j, self);
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

static struct run run_of(const struct vn_builder *b, int i, int j)
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
 * what a word costs after others half its cost alone is counted. */
static void weigh_piece(struct vn_builder *b, struct run *run, int from, int to)
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
static enum vn_status pieces_from(struct vn_builder *b, struct run *run, int from)
{
	const struct vn_chunk *ch = &b->chunk;
	int left = run->end - from, least = b->damage->shortest;
	int most = left < SYLLABLE_READ ? left : SYLLABLE_READ;
	enum vn_status status = VN_OK;
	vn_cost best;

	while (most >= least && !vn_arc_may_change(b, from, from + most))
		most--;
	if (most >= least)
		status = vn_candidates_ahead(cache_of(b), b->with->channel, ch->c + from, least,
					     most, b->err);
	for (int to = from + least; !status && to <= from + most; to++) {
		size_t arcs = b->lattice->arc_count;
		if (left == run->end - run->begin && to == run->end)
			continue;
		if (vn_arc_may_change(b, from, to))
			status = vn_arc_choices(
				b, ch->begin + ch->at[from], ch->begin + ch->at[to], ch->c + from,
				to - from, from > run->begin ? b->weights->split_fee : 0, &best);
		if (!status && b->lattice->arc_count > arcs)
			weigh_piece(b, run, from, to);
	}
	return status;
}

enum vn_status vn_arc_pieces(struct vn_builder *b, int i, int j)
{
	enum vn_status status = VN_OK;
	struct run run;

	if (!b->damage->joins || b->split_runs++ >= SPLIT_RUNS || j - i < 3 || j - i > SPLIT_MAX ||
	    !vn_arc_may_change(b, i, j))
		return VN_OK;
	run = run_of(b, i, j);
	b->native = true;
	for (int from = i; !status && from < j; from++)
		if (run.told[from - i] <= run.allowed[from - i])
			status = pieces_from(b, &run, from);
	b->native = false;
	return status;
}
