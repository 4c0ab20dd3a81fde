#include "change/items.h"

void vn_items_begin(struct vn_items *walk, const struct vn_unit *unit,
		    const struct vn_reading *reading, const struct vn_splices *splices)
{
	*walk = (struct vn_items){unit, reading, splices, 0, 0};
}

/* Byte AT of the running text written, which lies in no splice and behind K of them, in the one
 * that was read. */
static size_t read_at(const struct vn_items *walk, size_t k, size_t at)
{
	const struct vn_net *before = k ? &walk->splices->items[k - 1].net : NULL;
	return before ? before->end + (at - before->out_end) : at;
}

void vn_items_span(struct vn_items *walk, size_t from, size_t to, struct vn_item_span *span)
{
	const struct vn_splice *splices = walk->splices->items, *first = NULL, *last = NULL;
	size_t count = walk->splices->count, k, begin, end;

	while (walk->splice < count && splices[walk->splice].net.out_end <= from)
		walk->splice++;
	k = walk->splice;
	if (k < count && splices[k].net.out_begin <= from)
		first = &splices[k];
	begin = first ? first->net.begin : read_at(walk, k, from);
	while (k < count && splices[k].net.out_begin < to)
		k++;
	if (k && splices[k - 1].net.out_end >= to)
		last = &splices[k - 1];
	end = last ? last->net.end : read_at(walk, k, to);

	span->item = NULL;
	span->read = (struct vn_str){walk->reading->text.ptr + begin, end - begin};
	span->text = (struct vn_str){walk->unit->text.ptr + from, to - from};
	vn_reading_span(walk->reading, begin, end, &span->begin, &span->end);
	/* A splice may begin or end with mark-up beside the text. */
	if (first)
		span->begin = first->begin;
	if (last)
		span->end = last->end;
	span->out_begin = first ? first->out_begin : vn_splices_out(walk->splices, span->begin);
	span->out_end = last ? last->out_end : vn_splices_out(walk->splices, span->end);
}

bool vn_items_next(struct vn_items *walk, struct vn_item_span *span)
{
	const struct vn_item *item;

	if (walk->item == walk->unit->item_count)
		return false;
	item = &walk->unit->items[walk->item++];
	vn_items_span(walk, item->begin, item->end, span);
	span->item = item;
	return true;
}
