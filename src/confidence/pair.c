#include "confidence/pair.h"

#include "damage/damage.h"
#include "decode/evidence.h"
#include "lang/vi/letters.h"
#include "text/chars.h"
#include "text/line.h"

/* Of 22 pairs of stripped development texts that had come to differ and of which a word was less
 * sure 14 were wrong. */
#define SURE (VN_SURE / 10 * 9)

/* The next letter of the item, small; 0 behind the last. */
static int32_t next_letter(const struct vn_unit *unit, size_t item, size_t *at)
{
	struct vn_str text = {unit->text.ptr, unit->items[item].end};

	while (*at < text.len) {
		int32_t c = vn_utf8_next(text, at);
		if (vn_is_letter(c))
			return vn_lower(c);
	}
	return 0;
}

/* Whether the item was read with marks, which it has still. */
static bool has_own_marks(const struct vn_unit *unit, size_t item)
{
	const struct vn_item *i = &unit->items[item];

	return vn_text_beyond_ascii(vn_unit_item_text(unit, item)) &&
	       (!i->token_count || !unit->tokens[i->token].changed);
}

/* How the item LEFT and the next one, of one line, compare. */
enum pair { OTHERS, MARKS_DIFFER, EQUAL };

static enum pair compare(const struct vn_unit *unit, size_t left)
{
	size_t at = unit->items[left].begin, other = unit->items[left + 1].begin;
	bool differ = false;

	if (!vn_unit_item_goes_on(unit, left) || has_own_marks(unit, left) ||
	    has_own_marks(unit, left + 1))
		return OTHERS;
	for (;;) {
		int32_t a = next_letter(unit, left, &at), b = next_letter(unit, left + 1, &other);
		if (vn_letter_without_marks(a) != vn_letter_without_marks(b))
			return OTHERS;
		if (!a)
			return differ ? MARKS_DIFFER : EQUAL;
		differ |= a != b;
	}
}

/* Whether the items LEFT and the next one are a pair whose marks MAY_BE_EQUAL or differ. */
static bool is_pair(const struct vn_unit *unit, size_t left, bool may_be_equal)
{
	enum pair how = left + 1 < unit->item_count ? compare(unit, left) : OTHERS;

	return how == MARKS_DIFFER || (may_be_equal && how == EQUAL);
}

vn_confidence vn_pair_needs(const struct vn_unit *unit, size_t item)
{
	const struct vn_item *i = &unit->items[item];
	const struct vn_token *token = &unit->tokens[i->token];
	const struct vn_damage *damage;
	vn_confidence least = VN_SURE;

	if (i->token_count != 1 || !token->changed)
		return 0;
	damage = &vn_damages[token->evidence->damage];
	if (damage->own_words || damage->digits)
		return 0;
	if (item > 0 && is_pair(unit, item - 1, damage->letters))
		least = i[-1].confidence;
	if (is_pair(unit, item, damage->letters) && i[1].confidence < least)
		least = i[1].confidence;
	/* The line is asked last, since few words are of a pair. */
	if (least == VN_SURE ||
	    (!damage->letters && !vn_line_is_short(vn_buf_str(&unit->text), i->begin)))
		return 0;
	/* Both stand or fall together. */
	return least < SURE ? VN_SURE : SURE;
}
