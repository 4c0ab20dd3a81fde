#include "change/readings.h"

#include "text/chars.h"

/* Whether the reading is in the list: the same word over the same bytes. */
static bool known(const struct vn_readings *r, const struct vn_token *token,
		  const struct vn_alternative *alternative)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->list[i].token->begin == token->begin &&
		    vn_str_eq(r->list[i].alternative->text, alternative->text))
			return true;
	return false;
}

static void add(struct vn_readings *r, const struct vn_token *token,
		const struct vn_alternative *alternative)
{
	size_t at = r->count;

	while (at > 0 && r->list[at - 1].alternative->confidence < alternative->confidence)
		at--;
	if (at == VN_ALTERNATIVES_MAX)
		return;
	if (r->count < VN_ALTERNATIVES_MAX)
		r->count++;
	memmove(&r->list[at + 1], &r->list[at], (r->count - at - 1) * sizeof *r->list);
	r->list[at] = (struct vn_reading_of){token, alternative};
}

void vn_readings_find(struct vn_readings *out, const struct vn_unit *unit,
		      const struct vn_item *item)
{
	out->count = 0;
	for (uint32_t i = 0; i < item->token_count; i++) {
		const struct vn_token *token = &unit->tokens[item->token + i];
		struct vn_str now = {unit->text.ptr + token->begin, token->end - token->begin};
		for (uint8_t k = 0; k < token->alternative_count; k++)
			if (!vn_str_eq(token->alternatives[k].text, now) &&
			    !known(out, token, &token->alternatives[k]))
				add(out, token, &token->alternatives[k]);
	}
}

bool vn_item_doubtful(const struct vn_unit *unit, const struct vn_item *item, vn_confidence below)
{
	struct vn_readings readings;

	if (item->flagged)
		return true;
	if (item->confidence >= below)
		return false;
	if (vn_text_has_letter(
		    (struct vn_str){unit->text.ptr + item->begin, item->end - item->begin}))
		return true;
	vn_readings_find(&readings, unit, item);
	return readings.count > 0;
}

uint64_t vn_items_doubtful(const struct vn_unit *unit, vn_confidence below)
{
	uint64_t count = 0;
	for (size_t i = 0; i < unit->item_count; i++)
		count += vn_item_doubtful(unit, &unit->items[i], below);
	return count;
}
