#include "confidence/revision.h"

static struct vn_revision_ranges ranges_of(const struct vn_unit *unit)
{
	struct vn_edits words = unit->layers[VN_LAYER_WORDS], signs = unit->layers[VN_LAYER_SIGNS],
			recase = unit->layers[VN_LAYER_CASE];

	/* A layer without edits is found by its neighbours. */
	if (!signs.count)
		signs.first = words.count ? words.first + words.count : recase.first;
	if (!recase.count)
		recase.first = signs.first + signs.count;
	if (!words.count)
		words.first = signs.first;
	return (struct vn_revision_ranges){words.first, signs.first, recase.first,
					   recase.first + recase.count};
}

/* Where byte AT of the text that the stage of the edits before END was given stands behind it;
 * *NEXT, at first the first of them, walks them. The edits of a stage lie inside words or between
 * them, so an edge of an edit of a stage before is never inside one. */
static size_t moved(const struct vn_unit *unit, size_t first, size_t end, size_t at, size_t *next)
{
	while (*next < end && unit->edits[*next].end <= at)
		++*next;
	if (*next < end && unit->edits[*next].begin < at)
		return unit->edits[*next].out_end;
	if (*next == first)
		return at;
	return unit->edits[*next - 1].out_end + (at - unit->edits[*next - 1].end);
}

/* Where byte AT of the text with its words stands once its signs are done. */
static size_t with_signs(const struct vn_unit *unit, const struct vn_revision_ranges *r, size_t at,
			 struct vn_revision_walk *walk)
{
	return moved(unit, r->signs, r->recase, at, &walk->signs);
}

/* Where it stands in the finished text. */
static size_t finished(const struct vn_unit *unit, const struct vn_revision_ranges *r, size_t at,
		       struct vn_revision_walk *walk)
{
	return moved(unit, r->recase, r->end, with_signs(unit, r, at, walk), &walk->recase);
}

/* The next edit by itself. False: there is none. */
static bool next_edit(struct vn_revisions *c, struct vn_revision *out)
{
	const struct vn_unit *unit = c->unit;
	const struct vn_revision_ranges *r = &c->ranges;
	const struct vn_edit *edit;

	if (c->word == r->signs && c->capital == r->end)
		return false;
	*out = (struct vn_revision){.first = c->word, .recase = c->capital};
	edit = &unit->edits[c->capital < r->end ? c->capital : c->word];
	if (c->capital == r->end ||
	    (c->word < r->signs &&
	     with_signs(unit, r, unit->edits[c->word].out_begin, &c->here) <= edit->begin)) {
		edit = &unit->edits[c->word++];
		out->count = 1;
		out->begin = finished(unit, r, edit->out_begin, &c->begins);
		out->end = finished(unit, r, edit->out_end, &c->ends);
	} else {
		out->recase_count = 1;
		out->begin = edit->out_begin;
		out->end = edit->out_end;
		c->capital++;
	}
	return true;
}

/* Finds the items of CHANGE. Returns the end of the last. */
static size_t find_items(struct vn_revisions *c, struct vn_revision *change)
{
	const struct vn_unit *unit = c->unit;
	size_t end;

	while (c->item < unit->item_count && unit->items[c->item].end <= change->begin)
		c->item++;
	change->item = end = c->item;
	while (end < unit->item_count && unit->items[end].begin < change->end)
		end++;
	change->item_count = end - change->item;
	return end;
}

/* Joins CHANGE, whose items end at END, to LAST if they touch or share an item. Whether it did. */
static bool join(struct vn_revision *last, const struct vn_revision *change, size_t end)
{
	if (last->end < change->begin &&
	    (!change->item_count || last->item + last->item_count <= change->item))
		return false;
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
	return true;
}

static bool is_any(const struct vn_revision *change)
{
	return change->count + change->recase_count > 0;
}

void vn_revisions_begin(struct vn_revisions *changes, const struct vn_unit *unit)
{
	struct vn_revision_ranges r = ranges_of(unit);
	struct vn_revision_walk walk = {r.signs, r.recase};

	*changes = (struct vn_revisions){.unit = unit,
					 .ranges = r,
					 .here = walk,
					 .begins = walk,
					 .ends = walk,
					 .word = r.words,
					 .capital = r.recase};
}

bool vn_revisions_next(struct vn_revisions *changes, struct vn_revision *out)
{
	struct vn_revision change;

	*out = changes->last;
	while (next_edit(changes, &change)) {
		size_t end = find_items(changes, &change);
		if (is_any(out) && join(out, &change, end))
			continue;
		changes->last = change;
		if (is_any(out))
			return true;
		*out = change;
	}
	changes->last = (struct vn_revision){0};
	return is_any(out);
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
		struct vn_str before = vn_edit_before(edit);
		size_t at = edit->out_begin - begin;
		status = vn_buf_add(out, text.ptr + from, at - from, err);
		if (!status)
			status = vn_buf_add(out, before.ptr, before.len, err);
		from = edit->out_end - begin;
	}
	return status ? status : vn_buf_add(out, text.ptr + from, text.len - from, err);
}

/* The first of the edits [low, high) that lies behind byte AT: begins behind it in the text that
 * their stage gave back or, with GIVEN, ends behind it in the one the stage was given. */
static size_t first_behind(const struct vn_unit *unit, size_t low, size_t high, size_t at,
			   bool given)
{
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if ((given ? unit->edits[mid].end : unit->edits[mid].out_begin) > at)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

/* Where CHANGE begins in the text before recase. */
static size_t begin_of(const struct vn_unit *unit, const struct vn_revision_ranges *r,
		       const struct vn_revision *change)
{
	const struct vn_edit *edit = &unit->edits[change->recase];
	struct vn_revision_walk walk;

	/* Its first edit says so. */
	if (change->recase_count)
		return edit->begin - (edit->out_begin - change->begin);
	if (!change->count)
		return change->begin;
	edit = &unit->edits[change->first];
	walk.signs = first_behind(unit, r->signs, r->recase, edit->out_begin, true);
	return with_signs(unit, r, edit->out_begin, &walk);
}

enum vn_status vn_revision_before(const struct vn_unit *unit, const struct vn_revision *change,
				  struct vn_buf *out, struct vn_err *err)
{
	struct vn_str now = {unit->text.ptr + change->begin, change->end - change->begin};
	struct vn_revision_ranges r = ranges_of(unit);
	struct vn_buf words = {0}, read = {0};
	size_t begin = begin_of(unit, &r, change), first, last;
	enum vn_status status = take_back(unit, change->recase, change->recase_count, now,
					  change->begin, &words, err);

	/* The signs inside it. */
	first = first_behind(unit, r.signs, r.recase, begin, false);
	/* One that took signs away behind what a word lost stands where the change begins. */
	while (change->count && first > r.signs && unit->edits[first - 1].out_begin == begin &&
	       unit->edits[first - 1].begin >= unit->edits[change->first].out_begin)
		first--;
	last = first;
	while (last < r.recase && unit->edits[last].out_end < begin + words.len)
		last++;
	if (!status)
		status =
			take_back(unit, first, last - first, vn_buf_str(&words), begin, &read, err);
	if (first > r.signs)
		begin = unit->edits[first - 1].end + (begin - unit->edits[first - 1].out_end);
	if (!status)
		status = take_back(unit, change->first, change->count, vn_buf_str(&read), begin,
				   out, err);
	vn_buf_fini(&words);
	vn_buf_fini(&read);
	return status;
}
