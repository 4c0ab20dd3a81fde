#include "decode/torn.h"

#define TEAR 128 /* cost of a blank in a word, where words are torn */

/* One more piece behind the others; the first go where there is no room. */
static void append(struct vn_torn *t, size_t begin, const int32_t *c, int count)
{
	int drop = 0;

	while (drop < t->count && (t->count - drop == VN_TORN_PIECES ||
				   t->letters - t->piece[drop].first + count > VN_TORN_LETTERS))
		drop++;
	if (drop) {
		int gone = drop < t->count ? t->piece[drop].first : t->letters;
		memmove(t->c, t->c + gone, (size_t)(t->letters - gone) * sizeof *t->c);
		t->letters -= gone;
		t->count -= drop;
		for (int k = 0; k < t->count; k++) {
			t->piece[k] = t->piece[k + drop];
			t->piece[k].first -= gone;
		}
	}
	t->piece[t->count].begin = begin;
	t->piece[t->count++].first = t->letters;
	memcpy(t->c + t->letters, c, (size_t)count * sizeof *c);
	t->letters += count;
}

enum vn_status vn_torn_add(struct vn_builder *b)
{
	const struct vn_chunk *ch = &b->chunk;
	struct vn_torn *t = &b->torn;
	enum vn_status status = VN_OK;
	vn_cost best;
	int i, j;

	if (!b->have_last || vn_unit_protected(b->in->unit, ch->begin, ch->begin + ch->bytes) ||
	    vn_unit_has_gap(b->in->unit, b->last.begin, ch->begin))
		t->count = t->letters = 0;
	if (!vn_chunk_letters(ch, &i, &j) || j - i > VN_TORN_LETTERS) {
		t->count = t->letters = 0;
		return VN_OK;
	}
	if (i > 0)
		t->count = t->letters = 0;
	append(t, ch->begin + ch->at[i], ch->c + i, j - i);
	for (int k = t->count - 2; !status && k >= 0; k--)
		status = vn_arc_choices(b, t->piece[k].begin, ch->begin + ch->at[j],
					t->c + t->piece[k].first, t->letters - t->piece[k].first,
					TEAR * (t->count - 1 - k), &best);
	if (j < ch->count)
		t->count = t->letters = 0;
	return status;
}
