/* Capitals: a chain over the settled words, by letter shapes, the word's habits and its neighbour.
 * Lines of capitals stay such. */
#include "base/cost.h"
#include "damage/damage.h"
#include "decode/evidence.h"
#include "lang/vi/letters.h"
#include "model/open.h"
#include "stage.h"
#include "text/chars.h"
#include "user/user.h"

#include <stdlib.h>

static vn_cost habit_of(const struct vn_model *model, const struct vn_token *token, int left,
			int own)
{
	const struct vn_evidence *e = token->evidence;
	const struct vn_file_case *habit = &model->cases[e->word];
	vn_cost cost = habit->cost[e->start ? VN_CASE_START : left][own];

	if (e->opens && habit->cost[VN_CASE_START][own] < cost)
		cost = habit->cost[VN_CASE_START][own];
	return model->weights.case_chain * cost;
}

/* Cost of a token's own pattern; a token that is not open has one only. */
static vn_cost own_cost(const struct vn_token *token, int own)
{
	if (!token->open)
		return own == token->evidence->shape ? 0 : VN_COST_MAX;
	return token->evidence->by_case[own] == VN_CANDIDATE_NEVER ? VN_COST_MAX
								   : token->evidence->by_case[own];
}

/* The cheapest chain of patterns (Viterbi); SHAPE receives one a token. */
static enum vn_status best_chain(const struct vn_model *model, const struct vn_token *tokens,
				 size_t count, uint8_t *shape, struct vn_err *err)
{
	uint8_t(*from)[3] = malloc((count + 1) * sizeof *from);
	int64_t cost[3] = {0, 1 << 20, 1 << 20}, next[3];
	int best = 0;

	if (!from)
		return vn_err_nomem(err);
	for (size_t i = 0; i < count; i++) {
		for (int own = 0; own < 3; own++) {
			vn_cost here = own_cost(&tokens[i], own);
			next[own] = INT64_MAX / 2;
			from[i][own] = 0;
			if (here == VN_COST_MAX)
				continue;
			for (int left = 0; left < 3; left++) {
				int64_t sum =
					cost[left] + here + habit_of(model, &tokens[i], left, own);
				if (sum < next[own]) {
					next[own] = sum;
					from[i][own] = (uint8_t)left;
				}
			}
		}
		memcpy(cost, next, sizeof cost);
	}
	for (int own = 1; own < 3; own++)
		if (cost[own] < cost[best])
			best = own;
	for (size_t i = count; i-- > 0;) {
		shape[i] = (uint8_t)best;
		best = from[i][best];
	}
	free(from);
	return VN_OK;
}

/* Fine cost of TOKEN in the pattern OWN behind LEFT; never that of a pattern it cannot have. */
static int64_t fine_cost(const struct vn_model *model, const struct vn_token *token, int left,
			 int own)
{
	return VN_FINE * ((int64_t)own_cost(token, own) + habit_of(model, token, left, own));
}

/* Adds TOKEN to the fine costs FROM of each pattern of the words on its left. Only differences
 * between patterns count: behind a token that has one pattern they begin anew. */
static void step(const struct vn_model *model, const struct vn_token *token, const int64_t from[3],
		 int64_t to[3])
{
	to[0] = to[1] = to[2] = VN_FINE_NEVER;
	if (!token->open) {
		to[token->evidence->shape] = 0;
		return;
	}
	for (int own = 0; own < 3; own++)
		for (int left = 0; left < 3 && own_cost(token, own) != VN_COST_MAX; left++)
			if (from[left] < VN_FINE_NEVER)
				to[own] = vn_fine_add(
					to[own], from[left] + fine_cost(model, token, left, own));
}

/* The same to the left: FROM are the costs of what follows each pattern of TOKEN. */
static void step_back(const struct vn_model *model, const struct vn_token *token,
		      const int64_t from[3], int64_t to[3])
{
	for (int left = 0; left < 3; left++)
		to[left] = token->open ? VN_FINE_NEVER
				       : fine_cost(model, token, left, token->evidence->shape);
	for (int own = 0; own < 3 && token->open; own++)
		for (int left = 0; left < 3 && own_cost(token, own) != VN_COST_MAX; left++)
			to[left] = vn_fine_add(to[left],
					       from[own] + fine_cost(model, token, left, own));
}

/* How much rarer a pattern is than the usual one behind LEFT. */
static vn_cost oddness(const struct vn_model *model, const struct vn_token *token, int left,
		       int own)
{
	vn_cost cost = habit_of(model, token, left, own), usual = cost;
	for (int s = 0; s < 3; s++)
		if (habit_of(model, token, left, s) < usual)
			usual = habit_of(model, token, left, s);
	return cost - usual;
}

/* What speaks against other patterns than SHAPE, by forward-backward over the chain. */
static enum vn_status find_rivals(const struct vn_model *model, struct vn_token *tokens,
				  size_t count, const uint8_t *shape, struct vn_err *err)
{
	int64_t(*before)[3] = malloc((count + 1) * sizeof *before);
	int64_t after[3] = {0, 0, 0}, next[3];
	struct vn_evidence *e;

	if (!before)
		return vn_err_nomem(err);
	before[0][0] = 0;
	before[0][1] = before[0][2] = VN_FINE * (int64_t)(1 << 20);
	for (size_t i = 0; i < count; i++)
		step(model, &tokens[i], before[i], before[i + 1]);
	for (size_t i = count; i-- > 0;) {
		int64_t own = before[i + 1][shape[i]] + after[shape[i]], rivals = VN_FINE_NEVER;
		for (int s = 0; s < 3 && tokens[i].open; s++)
			if (s != shape[i])
				rivals = vn_fine_add(rivals, before[i + 1][s] + after[s]);
		rivals = (rivals - vn_fine_add(own, rivals)) / VN_FINE;
		e = tokens[i].evidence;
		e->case_sure = rivals < VN_PROB_COSTS ? (vn_cost)rivals : VN_PROB_COSTS;
		e->case_odd = oddness(model, &tokens[i], i ? shape[i - 1] : 0, shape[i]);
		if (i && tokens[i - 1].open) {
			step_back(model, &tokens[i], after, next);
			memcpy(after, next, sizeof after);
		}
	}
	free(before);
	return VN_OK;
}

/* Writes a token in its new pattern. */
static enum vn_status rewrite(struct vn_unit *unit, const struct vn_token *token, uint8_t shape,
			      struct vn_buf *out, struct vn_err *err)
{
	struct vn_str text = {unit->text.ptr + token->begin, token->end - token->begin};
	size_t at = 0;
	enum vn_status status = VN_OK;

	out->len = 0;
	while (!status && at < text.len) {
		char bytes[VN_UTF8_MAX];
		bool capital = shape == VN_CASE_UPPER || (shape == VN_CASE_TITLE && at == 0);
		int32_t c = vn_utf8_next(text, &at);
		if (c < 0)
			return VN_OK;
		status = vn_buf_add(out, bytes,
				    vn_utf8_put(bytes, capital ? vn_upper(c) : vn_lower(c)), err);
	}
	if (status)
		return status;
	return vn_unit_replace(unit, token->begin, token->end, vn_buf_str(out), "case", err);
}

/* How many small letters TEXT has. */
static size_t small_letters(struct vn_str text)
{
	size_t small = 0;

	for (size_t at = 0; at < text.len;) {
		int32_t c = vn_utf8_next(text, &at);
		small += c >= 0 && vn_is_letter(c) && !vn_is_upper(c);
	}
	return small;
}

/* What was read for TOKEN; *EDIT is the first edit of words that does not end before it. */
static struct vn_str read_as(const struct vn_unit *unit, const struct vn_token *token, size_t *edit)
{
	const struct vn_edits *words = &unit->layers[VN_LAYER_WORDS];

	while (*edit < words->first + words->count && unit->edits[*edit].out_end <= token->begin)
		++*edit;
	if (*edit < words->first + words->count && unit->edits[*edit].out_begin < token->end)
		return vn_edit_before(&unit->edits[*edit]);
	return (struct vn_str){unit->text.ptr + token->begin, token->end - token->begin};
}

/* How many capitals TOKEN was read in; 0 where one of its letters was small, or where it is one
 * beside something else (S6, S&). */
static size_t capitals_of(const struct vn_unit *unit, const struct vn_token *token, size_t *edit)
{
	struct vn_str text = read_as(unit, token, edit);
	size_t letters = 0, others = 0;

	for (size_t at = 0; at < text.len;) {
		int32_t c = vn_utf8_next(text, &at);
		if (c < 0 || !vn_is_letter(c)) {
			others++;
			continue;
		}
		if (!vn_is_upper(c))
			return 0;
		letters++;
	}
	return letters > 1 || !others ? letters : 0;
}

/* Lets the tokens [first, last) of a LINE that was read in capitals have no other pattern, those of
 * one letter too; *EDIT as above. In an item of a list abbreviations are no such line (- SO KH&CN).
 */
static void hold_line(struct vn_unit *unit, const struct vn_model *model, struct vn_str line,
		      size_t first, size_t last, size_t *edit)
{
	size_t from = *edit, words = 0, small = 0;
	bool item = false;

	for (size_t i = first; i < last; i++) {
		const struct vn_token *t = &unit->tokens[i];
		size_t letters = capitals_of(unit, t, edit);
		item |= t->evidence->opens;
		if (!letters)
			continue;
		words += letters > 1 &&
			 (!item || (model->word_flags[t->evidence->word] & VN_WORD_SYLLABLE));
		small += small_letters(
			(struct vn_str){unit->text.ptr + t->begin, t->end - t->begin});
	}
	if (words < 2 || small_letters(line) != small)
		return;
	for (size_t i = first; i < last; i++) {
		struct vn_token *t = &unit->tokens[i];
		uint16_t *by_case = t->evidence->by_case, least = by_case[0];
		if (!t->open || !capitals_of(unit, t, &from))
			continue;
		for (int k = 1; k < 3; k++)
			least = by_case[k] < least ? by_case[k] : least;
		by_case[VN_CASE_LOWER] = by_case[VN_CASE_TITLE] = VN_CANDIDATE_NEVER;
		by_case[VN_CASE_UPPER] = least;
	}
}

/* A line of capitals stays one, whatever a word's habit: KQ NĂM 2025. */
static void hold_capitals(struct vn_unit *unit, const struct vn_model *model)
{
	size_t edit = unit->layers[VN_LAYER_WORDS].first, first = 0, last;

	for (size_t begin = 0, end; first < unit->token_count; begin = end + 1, first = last) {
		const char *stop = memchr(unit->text.ptr + begin, '\n', unit->text.len - begin);
		end = stop ? (size_t)(stop - unit->text.ptr) : unit->text.len;
		for (last = first; last < unit->token_count && unit->tokens[last].begin < end;)
			last++;
		if (last > first)
			hold_line(unit, model, (struct vn_str){unit->text.ptr + begin, end - begin},
				  first, last, &edit);
	}
}

/* Whether TEXT has a capital behind a small letter, and a letter with marks: bỊ, XâY; units (mA)
 * and names (iPhone) have none. */
static bool is_mixed(struct vn_str text)
{
	bool small = false, mixed = false, marked = false;

	for (size_t at = 0; at < text.len;) {
		int32_t c = vn_utf8_next(text, &at);
		if (c < 0 || !vn_is_letter(c))
			return false;
		mixed |= small && vn_is_upper(c);
		small |= !vn_is_upper(c);
		marked |= c > 127;
	}
	return mixed && marked;
}

static struct vn_str text_of(const struct vn_unit *unit, const struct vn_token *token)
{
	return (struct vn_str){unit->text.ptr + token->begin, token->end - token->begin};
}

/* Whether TEXT is two capitals, one of them with marks. */
static bool is_pair(struct vn_str text)
{
	int letters = 0;
	bool marked = false;

	for (size_t at = 0; at < text.len; letters++) {
		int32_t c = vn_utf8_next(text, &at);
		if (c < 0 || !vn_is_upper(c))
			return false;
		marked |= c > 127;
	}
	return letters == 2 && marked;
}

/* What token K, beside token I, says of its pattern: 0 on another line, -1 in capitals, else 1. */
static int neighbour(const struct vn_unit *unit, size_t i, size_t k)
{
	const struct vn_token *left = &unit->tokens[i < k ? i : k], *right = left + 1;

	if (right->begin > left->end &&
	    memchr(unit->text.ptr + left->end, '\n', right->begin - left->end))
		return 0;
	return small_letters(text_of(unit, &unit->tokens[k])) ? 1 : -1;
}

/* Whether token I is a pair of capitals (BỘ) in a line, and none beside it is in capitals. */
static bool is_lone_pair(const struct vn_unit *unit, size_t i)
{
	int before = i > 0 ? neighbour(unit, i, i - 1) : 0;
	int behind = i + 1 < unit->token_count ? neighbour(unit, i, i + 1) : 0;

	return is_pair(text_of(unit, &unit->tokens[i])) && before >= 0 && behind >= 0 &&
	       before + behind > 0;
}

/* Whether the capital C differs from its small letter in size alone. */
static bool has_one_shape(int32_t c)
{
	return memchr("COSUVWXZ", c < 128 ? c : 0, 8) != NULL;
}

/* Lets syllables that a Vietnamese engine read in small letters and capitals, or in two capitals
 * among small letters, be in another pattern: marks make a small letter as high as a capital. On
 * pages with their truth 11 of 11 and 16 of 16 were. */
static void open_mixed(struct vn_unit *unit, const struct vn_model *model)
{
	for (size_t i = 0; i < unit->token_count; i++) {
		struct vn_token *t = &unit->tokens[i];
		struct vn_str text = text_of(unit, t);
		struct vn_evidence *e = t->evidence;
		bool mixed;
		size_t at = 0;
		int32_t first;
		if (t->open || !vn_damages[e->damage].own_words ||
		    !(model->word_flags[e->word] & VN_WORD_SYLLABLE))
			continue;
		mixed = is_mixed(text);
		if (!mixed && !is_lone_pair(unit, i))
			continue;
		first = vn_utf8_next(text, &at);
		t->open = true;
		e->by_case[VN_CASE_LOWER] = !vn_is_upper(first) || (!mixed && has_one_shape(first))
						    ? 0
						    : VN_CANDIDATE_NEVER;
		e->by_case[VN_CASE_TITLE] = vn_is_upper(first) ? 0 : VN_CANDIDATE_NEVER;
		e->by_case[VN_CASE_UPPER] = vn_is_upper(first) && mixed ? 0 : VN_CANDIDATE_NEVER;
		e->shape = VN_CASE_START; /* none of the three: it is written anew */
	}
}

/* Whether a sentence may begin at AT: behind a bracket, a quote, or the dash of an item. */
static bool may_open(struct vn_str text, size_t at)
{
	if (at > 0 && (text.ptr[at - 1] == '(' || text.ptr[at - 1] == '"'))
		return true;
	if (at < 2 || text.ptr[at - 1] != ' ' ||
	    (text.ptr[at - 2] != '-' && text.ptr[at - 2] != '+'))
		return false;
	for (at -= 2; at > 0 && text.ptr[at - 1] == ' ';)
		at--;
	return at == 0 || text.ptr[at - 1] == '\n';
}

/* Whether token I is the first word of its line: at most signs stand before it. */
static bool is_first(const struct vn_unit *unit, size_t i)
{
	while (i > 0 && neighbour(unit, i, i - 1)) {
		if (vn_text_has_letter(text_of(unit, &unit->tokens[i - 1])))
			return false;
		i--;
	}
	return true;
}

/* Whether the letters of TEXT behind the first have one shape, whatever their size: SO, Vu. */
static bool has_one_shape_behind(struct vn_str text)
{
	size_t at = 0;
	int32_t c;

	vn_utf8_next(text, &at);
	if (at >= text.len)
		return false;
	while (at < text.len) {
		c = vn_utf8_next(text, &at);
		if (c < 0 || (c != '0' && !has_one_shape(vn_upper(vn_letter_without_marks(c)))))
			return false;
	}
	return true;
}

/* Whether token I, the first of its line, is not one of a line of capitals: the next syllable of
 * the line has small letters, or none follows the dash of an item (- SO KH&CN). */
static bool among_small(const struct vn_unit *unit, const struct vn_model *model, size_t i)
{
	for (size_t k = i + 1; k < unit->token_count; k++) {
		int says = neighbour(unit, k - 1, k);
		if (!says)
			break;
		if (says > 0)
			return true;
		if (model->word_flags[unit->tokens[k].evidence->word] & VN_WORD_SYLLABLE)
			return false;
	}
	return unit->tokens[i].evidence->opens;
}

/* Whether only capitals, two at least, stand in the line before the one that byte AT is of. */
static bool below_capitals(struct vn_str text, size_t at)
{
	size_t capitals = 0, end;

	while (at > 0 && text.ptr[at - 1] != '\n')
		at--;
	while (at > 0 && (text.ptr[at - 1] == '\n' || text.ptr[at - 1] == ' '))
		at--;
	for (end = at; at > 0 && text.ptr[at - 1] != '\n';)
		at--;
	text.len = end;
	while (at < text.len) {
		int32_t c = vn_utf8_next(text, &at);
		if (c >= 0 && vn_is_letter(c) && !vn_is_upper(c))
			return false;
		capitals += c >= 0 && vn_is_upper(c);
	}
	return capitals > 1;
}

/* The first word of a line is in capitals by itself only where its letters say so, and what a
 * document is about begins with a capital below its type: QUYẾT ĐỊNH, Về việc (104 of 104). */
static void look_at_firsts(struct vn_unit *unit, const struct vn_model *model)
{
	struct vn_str text = vn_buf_str(&unit->text);
	size_t edit = unit->layers[VN_LAYER_WORDS].first;

	for (size_t i = 0; i < unit->token_count; i++) {
		struct vn_token *t = &unit->tokens[i];
		uint16_t *by_case = t->evidence->by_case;
		if (!t->open || by_case[VN_CASE_TITLE] == VN_CANDIDATE_NEVER || !is_first(unit, i))
			continue;
		if (has_one_shape_behind(read_as(unit, t, &edit)) && among_small(unit, model, i))
			by_case[VN_CASE_UPPER] = VN_CANDIDATE_NEVER;
		if (vn_str_eq(vn_model_word(model, t->evidence->word), VN_STR("về")) &&
		    below_capitals(text, t->begin))
			by_case[VN_CASE_LOWER] = VN_CANDIDATE_NEVER;
	}
}

static enum vn_status recase_run(void *data, struct vn_document *doc, struct vn_unit *unit,
				 struct vn_err *err)
{
	struct vn_buf out = {0};
	uint8_t *shape;
	enum vn_status status;

	(void)data;
	if (!unit->token_count)
		return VN_OK;
	shape = malloc(unit->token_count);
	if (!shape)
		return vn_err_nomem(err);
	open_mixed(unit, doc->model);
	for (size_t i = 0; i < unit->token_count; i++)
		unit->tokens[i].evidence->opens =
			may_open(vn_buf_str(&unit->text), unit->tokens[i].begin);
	hold_capitals(unit, doc->model);
	look_at_firsts(unit, doc->model);
	status = best_chain(doc->model, unit->tokens, unit->token_count, shape, err);
	if (!status)
		status = find_rivals(doc->model, unit->tokens, unit->token_count, shape, err);
	if (!status && doc->options->user)
		vn_user_shapes(doc->options->user, unit, shape);
	for (size_t i = 0; !status && i < unit->token_count; i++)
		if (unit->tokens[i].open && shape[i] != unit->tokens[i].evidence->shape)
			status = rewrite(unit, &unit->tokens[i], shape[i], &out, err);
	vn_buf_fini(&out);
	free(shape);
	return status;
}

const struct vn_stage vn_stage_recase = {
	.name = "recase",
	.summary = "capitals, from the letter shapes and the neighbours",
	.needs_model = 1,
	.layer = VN_LAYER_CASE,
	.run = recase_run,
};
