#include "signs/words.h"

#include "damage/damage.h"
#include "decode/evidence.h"
#include "lang/vi/syllable.h"
#include "model/words.h"
#include "text/chars.h"

#include <stdlib.h>

#define BEFORE 5 /* ids before a sign that count: more than the n-gram model remembers */
#define BEHIND 3

void vn_gaps_fini(struct vn_gaps *gaps)
{
	free(gaps->words);
	free(gaps->ids);
	*gaps = (struct vn_gaps){0};
}

void vn_gaps_drop(struct vn_gaps *gaps)
{
	vn_drop_large(&gaps->words, &gaps->cap, sizeof *gaps->words);
	vn_drop_large(&gaps->ids, &gaps->id_cap, sizeof *gaps->ids);
	gaps->count = gaps->id_count = 0;
}

static enum vn_status add_id(struct vn_gaps *gaps, uint32_t id, struct vn_err *err)
{
	enum vn_status status =
		vn_grow(&gaps->ids, gaps->id_count, &gaps->id_cap, sizeof *gaps->ids, err);
	if (!status)
		gaps->ids[gaps->id_count++] = (uint16_t)id;
	return status;
}

/* The id of a word in lower case, wherever its tone mark stands. */
static uint32_t find(const struct vn_model *model, struct vn_str text)
{
	char old[VN_SYLLABLE_BYTES];
	uint32_t id = vn_model_find(model, text);
	size_t len = id == VN_WORD_UNKNOWN ? vn_syllable_retone(text, VN_TONE_OLD, old) : 0;

	return len ? vn_model_find(model, (struct vn_str){old, len}) : id;
}

/* Sink of vn_lm_tokens(). */
static enum vn_status take(void *self, const struct vn_lm_token *token, struct vn_err *err)
{
	struct vn_gaps *gaps = self;
	struct vn_gap_word *word = &gaps->words[gaps->count];

	if (token->id < VN_WORD_FIRST)
		return add_id(gaps, token->id, err);
	if (gaps->id_count == word->ids)
		word->shape = token->shape;
	return add_id(gaps, find(gaps->model, (struct vn_str){token->text, token->len}), err);
}

/* Where the letters and digits of the word begin and end. */
static void find_core(struct vn_gap_word *word, struct vn_str text)
{
	word->core = word->core_end = word->begin;
	for (size_t at = word->begin; at < word->end;) {
		size_t here = at;
		int32_t c = vn_utf8_next(text, &at);
		if (c < 0 || !(vn_is_letter(c) || vn_is_digit(c)))
			continue;
		if (!word->first) {
			word->first = c;
			word->core = here;
		}
		word->core_end = at;
	}
}

static bool is_damaged(const struct vn_token *token)
{
	return vn_damages[token->evidence->damage].specks;
}

bool vn_gaps_damaged(const struct vn_unit *unit)
{
	for (size_t i = 0; i < unit->token_count; i++)
		if (is_damaged(&unit->tokens[i]))
			return true;
	return false;
}

/* What the word's tokens say of it; *TOKEN walks them. One without
 * any is read as the one before it, the first as the one behind it. */
static void look_at_tokens(struct vn_gap_word *word, const struct vn_unit *unit, size_t *token,
			   bool *damaged)
{
	while (*token < unit->token_count && unit->tokens[*token].end <= word->begin)
		++*token;
	word->token = *token;
	for (size_t i = *token; i < unit->token_count && unit->tokens[i].begin < word->end; i++) {
		*damaged = is_damaged(&unit->tokens[i]);
		word->token_count++;
	}
	word->damaged = *damaged;
}

/* Adds the word [begin, end) of the text. */
static enum vn_status add(struct vn_gaps *gaps, struct vn_gap_word word, size_t *token,
			  bool *damaged, struct vn_err *err)
{
	struct vn_str text = vn_buf_str(&gaps->unit->text);
	enum vn_status status = vn_grow(&gaps->words, gaps->count, &gaps->cap, sizeof word, err);

	if (status)
		return status;
	word.ids = gaps->id_count;
	find_core(&word, text);
	look_at_tokens(&word, gaps->unit, token, damaged);
	gaps->words[gaps->count] = word;
	status = vn_lm_tokens((struct vn_str){text.ptr + word.begin, word.end - word.begin}, take,
			      gaps, err);
	if (status)
		return status;
	word.shape = gaps->words[gaps->count].shape;
	if (gaps->id_count > word.ids && gaps->ids[gaps->id_count - 1] <= VN_WORD_COMMA &&
	    word.core_end < word.end)
		word.tail = gaps->ids[--gaps->id_count];
	word.id_count = (uint32_t)(gaps->id_count - word.ids);
	word.known = word.id_count == 1 && gaps->ids[word.ids] >= VN_WORD_FIRST &&
		     gaps->model->word_flags[gaps->ids[word.ids]] & VN_WORD_SYLLABLE;
	word.number = word.id_count == 1 && (gaps->ids[word.ids] == VN_WORD_NUMBER ||
					     gaps->ids[word.ids] == VN_WORD_CODE);
	if (word.tail)
		status = add_id(gaps, word.tail, err);
	gaps->words[gaps->count++] = word;
	return status;
}

enum vn_status vn_gaps_read(struct vn_gaps *gaps, const struct vn_model *model,
			    const struct vn_unit *unit, struct vn_err *err)
{
	struct vn_str text = vn_buf_str(&unit->text);
	enum vn_status status = VN_OK;
	size_t token = 0, begin = 0;
	bool damaged = unit->token_count && is_damaged(&unit->tokens[0]);
	unsigned breaks = 2;

	gaps->model = model;
	gaps->unit = unit;
	gaps->count = gaps->id_count = 0;
	for (size_t at = 0; !status && at <= text.len;) {
		size_t here = at;
		int32_t c = at < text.len ? vn_utf8_next(text, &at) : '\n';
		if (c < 0 || !vn_is_space(c))
			continue;
		if (here > begin) {
			struct vn_gap_word word = {.begin = begin, .end = here};
			word.breaks = (uint8_t)(breaks < 2 ? breaks : 2);
			status = add(gaps, word, &token, &damaged, err);
			breaks = 0;
		}
		breaks += c == '\n' ? 1 : c == '\f' ? 2 : 0;
		begin = at;
		if (here == text.len)
			break;
	}
	return status;
}

/* What is known before the sign behind word K. */
static struct vn_score_state state_before(const struct vn_gaps *gaps, size_t k)
{
	const struct vn_scorer *scorer = &gaps->model->scorer;
	struct vn_score_state state = vn_score_start(scorer);
	size_t end = gaps->words[k].ids + gaps->words[k].id_count, at = end;

	while (at > 0 && end - at < BEFORE && gaps->ids[at - 1] != VN_WORD_BOUND)
		at--;
	for (; at < end; at++)
		vn_score(scorer, &state, gaps->ids[at], &state);
	return state;
}

static vn_cost case_cost(const struct vn_gaps *gaps, size_t k, uint32_t says)
{
	const struct vn_gap_word *word = &gaps->words[k], *next = word + 1;
	uint32_t id = next->id_count ? gaps->ids[next->ids] : VN_WORD_NONE;

	if (id < VN_WORD_UNKNOWN)
		return 0;
	return 16 * gaps->model->cases[id]
			    .cost[says == VN_WORD_BOUND ? VN_CASE_START : word->shape][next->shape];
}

vn_cost vn_gaps_cost(const struct vn_gaps *gaps, size_t k, uint32_t says)
{
	const struct vn_scorer *scorer = &gaps->model->scorer;
	struct vn_score_state state = state_before(gaps, k);
	size_t at = gaps->words[k + 1].ids;
	vn_cost cost = case_cost(gaps, k, says);

	if (says)
		cost += vn_score(scorer, &state, says, &state);
	for (size_t end = at + BEHIND; at < end && at < gaps->id_count; at++)
		cost += vn_score(scorer, &state, gaps->ids[at], &state);
	return cost;
}
