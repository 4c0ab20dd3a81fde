#include "confidence/revision.h"

#include <stdlib.h>

/* Where the edits of words and those of capitals begin and end among the edits. */
struct ranges {
	size_t words, recase, end;
};

static struct ranges ranges_of(const struct vn_unit *unit)
{
	struct vn_edits words = unit->layers[VN_LAYER_WORDS], recase = unit->layers[VN_LAYER_CASE];

	/* Capitals come right behind words; a layer without edits is found by the other. */
	if (!recase.count)
		recase.first = words.first + words.count;
	if (!words.count)
		words.first = recase.first;
	return (struct ranges){words.first, recase.first, recase.first + recase.count};
}

/* Where byte AT of the text that recase was given stands now; *NEXT walks recase's edits. Edits of
 * recase lie inside words, so an edge of an edit of a word is never inside one. */
static size_t moved(const struct vn_unit *unit, const struct ranges *r, size_t at, size_t *next)
{
	while (*next < r->end && unit->edits[*next].end <= at)
		++*next;
	if (*next < r->end && unit->edits[*next].begin < at)
		return unit->edits[*next].out_end;
	if (*next == r->recase)
		return at;
	return unit->edits[*next - 1].out_end + (at - unit->edits[*next - 1].end);
}

static enum vn_status add(struct vn_revisions *out, const struct vn_revision *change,
			  struct vn_err *err)
{
	enum vn_status status = vn_grow(&out->list, out->count, &out->cap, sizeof *change, err);
	if (!status)
		out->list[out->count++] = *change;
	return status;
}

/* Puts CHANGE behind the others, or joins it to the last one. *ITEM walks the items. */
static enum vn_status place(struct vn_revisions *out, const struct vn_unit *unit,
			    struct vn_revision *change, size_t *item, struct vn_err *err)
{
	struct vn_revision *last = out->count ? &out->list[out->count - 1] : NULL;
	size_t end;

	while (*item < unit->item_count && unit->items[*item].end <= change->begin)
		++*item;
	change->item = end = *item;
	while (end < unit->item_count && unit->items[end].begin < change->end)
		end++;
	change->item_count = end - change->item;
	if (!last || (last->end < change->begin &&
		      (!change->item_count || last->item + last->item_count <= change->item)))
		return add(out, change, err);
	if (change->end > last->end)
		last->end = change->end;
	if (end > last->item + last->item_count)
		last->item_count = end - last->item;
	if (!last->count)
		last->first = change->first;
	last->count += change->count;
	if (!last->recase_count)
		last->recase = change->recase;
	last->recase_count += change->recase_count;
	return VN_OK;
}

enum vn_status vn_revisions_find(struct vn_revisions *out, const struct vn_unit *unit,
				 struct vn_err *err)
{
	struct ranges r = ranges_of(unit);
	size_t i = r.words, j = r.recase, begins = r.recase, ends = r.recase, item = 0;
	enum vn_status status = VN_OK;

	out->count = 0;
	while (!status && (i < r.recase || j < r.end)) {
		struct vn_revision change = {.first = i, .recase = j};
		const struct vn_edit *edit = &unit->edits[j < r.end ? j : i];
		if (j == r.end || (i < r.recase && unit->edits[i].out_begin <= edit->begin)) {
			edit = &unit->edits[i++];
			change.count = 1;
			change.begin = moved(unit, &r, edit->out_begin, &begins);
			change.end = moved(unit, &r, edit->out_end, &ends);
		} else {
			change.recase_count = 1;
			change.begin = edit->out_begin;
			change.end = edit->out_end;
			j++;
		}
		status = place(out, unit, &change, &item, err);
	}
	return status;
}

void vn_revisions_fini(struct vn_revisions *changes)
{
	free(changes->list);
	*changes = (struct vn_revisions){0};
}

/* Undoes the edits [FIRST, FIRST + COUNT) of one stage in TEXT, which begins at byte BEGIN of the
 * text that the stage gave back. */
static enum vn_status take_back(const struct vn_unit *unit, size_t first, size_t count,
				struct vn_str text, size_t begin, struct vn_buf *out,
				struct vn_err *err)
{
	enum vn_status status = VN_OK;
	size_t from = 0;

	out->len = 0;
	for (size_t i = first; !status && i < first + count; i++) {
		const struct vn_edit *edit = &unit->edits[i];
		size_t at = edit->out_begin - begin;
		status = vn_buf_add(out, text.ptr + from, at - from, err);
		if (!status)
			status = vn_buf_add(out, edit->before.ptr, edit->before.len, err);
		from = edit->out_end - begin;
	}
	return status ? status : vn_buf_add(out, text.ptr + from, text.len - from, err);
}

enum vn_status vn_revision_before(const struct vn_unit *unit, const struct vn_revision *change,
				  struct vn_buf *out, struct vn_err *err)
{
	struct vn_str now = {unit->text.ptr + change->begin, change->end - change->begin};
	struct vn_buf middle = {0};
	size_t begin = change->begin;
	enum vn_status status =
		take_back(unit, change->recase, change->recase_count, now, begin, &middle, err);

	/* Its first edit says where it began before recase. */
	if (change->recase_count) {
		const struct vn_edit *edit = &unit->edits[change->recase];
		begin = edit->begin - (edit->out_begin - change->begin);
	} else if (change->count) {
		begin = unit->edits[change->first].out_begin;
	}
	if (!status)
		status = take_back(unit, change->first, change->count, vn_buf_str(&middle), begin,
				   out, err);
	vn_buf_fini(&middle);
	return status;
}
