#include "confidence/name.h"

#include "damage/damage.h"
#include "decode/evidence.h"
#include "lang/vi/families.h"
#include "lang/vi/letters.h"
#include "lang/vi/syllable.h"
#include "text/chars.h"
#include "text/line.h"

#define NAME_MOST 5 /* words */

/* What is wrong as often as all that the posterior has not seen: of 46 given names of development
 * texts that were 0.7 to 0.9 sure 23 were right, of 41 up to 0.98 sure 33. */
#define UNHEARD (3 * 128)

#define SURE	   (VN_SURE / 4 * 3)
#define SURE_ALONE (VN_SURE / 8 * 5)
#define SURE_TITLE (VN_SURE / 10 * 8)

/* Of 5 words of names that pages of a Vietnamese engine had read, beside others with their marks,
 * and that were less sure than this 1 was right. */
#define SURE_BESIDE (VN_SURE / 10 * 7)

#define TITLE_MOST 4  /* letters: PGS. */
#define ODDLY	   16 /* what a capital of a name may cost more than a small letter, 1/16 nat */

#define STROKE (4 * 256) /* a stroke behind a name may be its last letter */

/* Takes the signs off the end of WORD; *LAST is the first of them, or 0. False when it is no word
 * in capitals. */
static bool core_of(struct vn_str *word, int32_t *last)
{
	size_t end = 0;

	*last = 0;
	for (size_t at = 0; at < word->len && !*last;) {
		int32_t c = vn_utf8_next(*word, &at);
		if (vn_is_upper(c))
			end = at;
		else if (vn_is_letter(c) || vn_is_digit(c) || c < 0)
			return false;
		else
			*last = c;
	}
	word->len = end;
	return end > 0;
}

/* Whether the item is all capitals and goes on with the next one. */
static bool leads(const struct vn_unit *unit, size_t item)
{
	struct vn_str word = vn_unit_item_text(unit, item);
	int32_t last;

	return core_of(&word, &last) && !last && vn_unit_item_goes_on(unit, item);
}

/* Whether WORD, which ends in the sign LAST, has an I for it as another reading. */
static bool lacks_letter(struct vn_str word, int32_t last)
{
	char longer[VN_SYLLABLE_BYTES];
	struct vn_syllable parts;

	if ((last != '!' && last != '|' && last != ']') || word.len >= sizeof longer)
		return false;
	memcpy(longer, word.ptr, word.len);
	longer[word.len] = 'I';
	return vn_syllable_parse((struct vn_str){longer, word.len + 1}, &parts);
}

/* Whether the letters of the item were changed where its marks were lost. */
static bool was_guessed(const struct vn_unit *unit, size_t item)
{
	const struct vn_item *i = &unit->items[item];
	const struct vn_token *token = &unit->tokens[i->token];

	return i->token_count == 1 && token->changed &&
	       !vn_damages[token->evidence->damage].own_words;
}

vn_cost vn_name_doubt(const struct vn_unit *unit, size_t item)
{
	struct vn_str word = vn_unit_item_text(unit, item), next, first;
	size_t begin = item;
	int32_t last, none;

	if (!was_guessed(unit, item) || !core_of(&word, &last))
		return 0;
	if (!last && item + 1 < unit->item_count && vn_unit_item_goes_on(unit, item)) {
		next = vn_unit_item_text(unit, item + 1);
		if (core_of(&next, &none))
			return 0;
	}
	while (begin > 0 && item - begin < NAME_MOST && leads(unit, begin - 1))
		begin--;
	first = vn_unit_item_text(unit, begin);
	if (begin == item || item - begin >= NAME_MOST || !vn_is_family(first))
		return 0;
	return UNHEARD + (lacks_letter(word, last) ? STROKE : 0);
}

/* Whether the item is letters of which the first alone is a capital, and signs behind them. */
static bool is_title(const struct vn_unit *unit, size_t item)
{
	struct vn_str word = vn_unit_item_text(unit, item);
	bool first = true, ended = false;

	for (size_t at = 0; at < word.len; first = false) {
		int32_t c = vn_utf8_next(word, &at);
		bool letter = c >= 0 && vn_is_letter(c);
		if (c < 0 || vn_is_digit(c) || vn_is_upper(c) != first || (ended && letter))
			return false;
		ended = !letter;
	}
	return !first;
}

/* The letters of the item before, if that is on the same line and shortens what a name follows
 * (TS., PGS.TS., Q., Tp.); 0: it does not. */
static size_t title_before(const struct vn_unit *unit, size_t item)
{
	struct vn_str word;
	size_t letters = 0, all = 0;
	int32_t c = 0;

	if (item == 0 || !vn_unit_item_goes_on(unit, item - 1))
		return 0;
	word = vn_unit_item_text(unit, item - 1);
	for (size_t at = 0; at < word.len;) {
		c = vn_utf8_next(word, &at);
		if (c == '.' && letters && letters <= TITLE_MOST)
			letters = 0;
		else if (c < 0 || !vn_is_letter(c) || (!letters++ && !vn_is_upper(c)))
			return 0;
		else
			all++;
	}
	return c == '.' ? all : 0;
}

/* Whether the item and the next are words of one name: of one line, and no sign between them. */
static bool goes_on(const struct vn_unit *unit, size_t item)
{
	struct vn_str word = vn_unit_item_text(unit, item);
	int32_t last = 0;

	if (item + 1 >= unit->item_count || !vn_unit_item_goes_on(unit, item))
		return false;
	for (size_t at = 0; at < word.len;)
		last = vn_utf8_next(word, &at);
	return last > 0 && vn_is_letter(last) && is_title(unit, item) && is_title(unit, item + 1);
}

/* Whether the item, a word of a name, stands as it was read, with a mark that English engines have
 * not. */
static bool has_own_marks(const struct vn_unit *unit, size_t item)
{
	struct vn_str word = vn_unit_item_text(unit, item);
	bool own = false;

	for (size_t at = 0; at < word.len;) {
		int32_t c = vn_utf8_next(word, &at);
		own = own || (c >= 0 && vn_letter_is_ours(c));
	}
	return own && is_title(unit, item) && !unit->tokens[unit->items[item].token].changed;
}

/* Whether the item is a word of a name another word of which was read with its marks. */
static bool beside_marks(const struct vn_unit *unit, size_t item)
{
	return unit->tokens[unit->items[item].token].changed && is_title(unit, item) &&
	       ((goes_on(unit, item) && has_own_marks(unit, item + 1)) ||
		(item && goes_on(unit, item - 1) && has_own_marks(unit, item - 1)));
}

/* Whether the item is a word that is written small even behind one with a capital, as no name is.
 */
static bool is_no_name(const struct vn_model *model, const struct vn_unit *unit, size_t item)
{
	uint32_t word = unit->tokens[unit->items[item].token].evidence->word;
	const uint8_t *cost = model->cases[word].cost[VN_CASE_TITLE];

	return cost[VN_CASE_TITLE] > cost[VN_CASE_LOWER] + ODDLY;
}

vn_confidence vn_name_needs(const struct vn_model *model, const struct vn_unit *unit, size_t item)
{
	if (!vn_name_doubt(unit, item)) {
		size_t title = was_guessed(unit, item) && is_title(unit, item) &&
					       !goes_on(unit, item) &&
					       vn_line_is_short(vn_buf_str(&unit->text),
								unit->items[item].begin)
				       ? title_before(unit, item)
				       : 0;
		/* One letter may be that of a choice: A. Không. */
		if (title > 1 && is_no_name(model, unit, item))
			return VN_SURE;
		if (title)
			return SURE_TITLE;
		return beside_marks(unit, item) ? SURE_BESIDE : 0;
	}
	return unit->tokens[unit->items[item].token].alternative_count ? SURE : SURE_ALONE;
}
