#include "confidence/around.h"

#include "damage/damage.h"
#include "decode/evidence.h"
#include "lang/vi/letters.h"
#include "text/chars.h"
#include "text/line.h"

/* Of 44 lines of 28 right documents of short lines that were changed 30 stand at this, and of 194
 * stripped ones of others, one line in ten, that were mended 8. doc/experiments.md, "Kinds of
 * lines". */
#define SURE (VN_SURE / 10 * 9)

#define FAR    40		    /* items on each side of the line that are looked at */
#define KEPT   16		    /* words with their marks for each that lost them */
#define MENDED (VN_SURE / 100 * 97) /* a change that says so by itself that marks were lost */

/* Words that were read with their marks, and such that lost them. */
struct marks {
	uint32_t kept, lost;
};

/* Whether the item, which stands as it was read, has marks that its line was not to lose. English
 * engines read some that are those of French as well. */
static bool keeps_marks(const struct vn_unit *unit, const struct vn_item *item)
{
	bool any = !item->token_count ||
		   vn_damages[unit->tokens[item->token].evidence->damage].own_words;

	for (size_t at = item->begin; at < item->end;) {
		int32_t c = vn_utf8_next(vn_buf_str(&unit->text), &at);
		if (c > 127 && (any ? vn_is_letter(c) : vn_letter_is_ours(c)))
			return true;
	}
	return false;
}

static void look_at(const struct vn_unit *unit, size_t k, struct marks *marks)
{
	const struct vn_item *item = &unit->items[k];
	const struct vn_token *token = item->token_count ? &unit->tokens[item->token] : NULL;

	if (!token || (!token->changed && !token->flagged))
		marks->kept += keeps_marks(unit, item);
	else if (!token->flagged && !vn_damages[token->evidence->damage].own_words)
		marks->lost += item->confidence >= MENDED;
}

/* Looks at the lines before and behind that of the item, and at the other words of its OWN line
 * if asked to. */
static struct marks look_around(const struct vn_unit *unit, size_t item, bool own)
{
	size_t left = item, right = item;
	struct marks marks = {0};

	for (; left > 0 && vn_unit_item_goes_on(unit, left - 1); left--)
		if (own)
			look_at(unit, left - 1, &marks);
	for (; right + 1 < unit->item_count && vn_unit_item_goes_on(unit, right); right++)
		if (own)
			look_at(unit, right + 1, &marks);
	for (size_t k = left > FAR ? left - FAR : 0; k < left; k++)
		look_at(unit, k, &marks);
	for (size_t k = right + 1; k < unit->item_count && k - right <= FAR; k++)
		look_at(unit, k, &marks);
	return marks;
}

/* Whether a colon ends the item and a number follows it. */
static bool is_label(const struct vn_unit *unit, size_t item)
{
	const struct vn_item *i = &unit->items[item];

	return unit->text.ptr[i->end - 1] == ':' && item + 1 < unit->item_count &&
	       vn_unit_item_goes_on(unit, item) && vn_is_digit(unit->text.ptr[i[1].begin]);
}

vn_confidence vn_around_needs(const struct vn_unit *unit, size_t item)
{
	const struct vn_item *i = &unit->items[item];
	struct marks marks;
	bool label;

	if (i->token_count != 1 || !unit->tokens[i->token].changed || i->confidence >= SURE ||
	    vn_damages[unit->tokens[i->token].evidence->damage].own_words ||
	    !vn_line_is_short(vn_buf_str(&unit->text), i->begin))
		return 0;
	label = is_label(unit, item);
	marks = look_around(unit, item, label);
	return marks.kept > marks.lost * KEPT || (label && !marks.lost) ? SURE : 0;
}
