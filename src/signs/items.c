#include "signs/items.h"

#include "text/chars.h"

#define RECEIVERS 14 /* lines that their list may have */
#define NEAR	  40 /* words, among which a list shows how its items end */
#define SKIPPED	  6  /* ranks to the next letter at most: i) behind a) is no letter but a number */

/* What the line that begins with word K is labelled with. */
static enum vn_label label_of(const struct vn_gaps *gaps, size_t k)
{
	const struct vn_gap_word *word = &gaps->words[k];
	const char *text = gaps->unit->text.ptr;
	size_t at = word->begin;
	int32_t c = vn_utf8_next(vn_buf_str(&gaps->unit->text), &at);

	if (c == '-' || c == 0x2013 || c == 0x2014)
		return VN_LABEL_DASH;
	if (word->begin != word->core || word->core_end == word->end)
		return VN_LABEL_NONE;
	if (vn_is_letter(c) && at == word->core_end && at + 1 == word->end && text[at] == ')')
		return VN_LABEL_LETTER;
	return vn_is_digit(c) ? VN_LABEL_OTHER : VN_LABEL_NONE;
}

/* Where a letter stands in the order of lists: đ) comes behind d). */
static int32_t rank(int32_t letter)
{
	int32_t small = vn_lower(letter);

	return small == 0x111 ? 2 * 'd' + 1 : 2 * small;
}

static bool says(const struct vn_gaps *gaps, size_t k, const char *word)
{
	const struct vn_gap_word *w = &gaps->words[k];

	return vn_str_eq((struct vn_str){gaps->unit->text.ptr + w->begin, w->end - w->begin},
			 (struct vn_str){word, strlen(word)});
}

void vn_items_take(struct vn_items *items, const struct vn_gaps *gaps, size_t k)
{
	enum vn_label label;

	if (k > 0 && !gaps->words[k].breaks)
		return;
	if (items->receivers > 0)
		items->receivers--;
	label = label_of(gaps, k);
	items->wrapped = !label && gaps->words[k].breaks == 1;
	if (!items->wrapped)
		items->label = label;
	if (label == VN_LABEL_LETTER)
		items->letter = gaps->words[k].first;
	if (k + 1 < gaps->count && says(gaps, k, "Nơi") && says(gaps, k + 1, "nhận:"))
		*items = (struct vn_items){.receivers = RECEIVERS};
}

/* Whether a semicolon ends a line near the one that word K ends. */
static bool has_semicolon(const struct vn_gaps *gaps, size_t k)
{
	size_t stop = gaps->count - k > NEAR ? k + NEAR : gaps->count - 1;

	for (size_t i = k > NEAR ? k - NEAR : 0; i < stop; i++) {
		const struct vn_gap_word *word = &gaps->words[i];
		if (word[1].breaks && word->end > word->core_end &&
		    gaps->unit->text.ptr[word->end - 1] == ';')
			return true;
	}
	return false;
}

bool vn_items_end(const struct vn_items *items, const struct vn_gaps *gaps, size_t k)
{
	const struct vn_gap_word *next = &gaps->words[k + 1];
	int32_t ahead;

	if (k + 1 >= gaps->count || next->breaks != 1 || label_of(gaps, k + 1) != items->label)
		return false;
	if (items->label == VN_LABEL_DASH)
		return items->receivers;
	ahead = rank(next->first) - rank(items->letter);
	return items->label == VN_LABEL_LETTER && ahead > 0 && ahead <= SKIPPED &&
	       (items->wrapped || has_semicolon(gaps, k));
}
