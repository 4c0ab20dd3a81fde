#include "change/beside.h"

#include "change/deal.h"

/* What is worked on. */
struct work {
	struct vn_splices *splices;
	const struct vn_unit *unit;
	const struct vn_reading *reading;
	struct vn_buf text, bytes; /* scratch */
	struct vn_err *err;
};

/* Changes [first, last) of the splices. */
struct items {
	size_t first, last;
};

/* The first change that ends behind byte AT of the text, or stands there. */
static size_t first_item(const struct vn_splices *splices, size_t at)
{
	size_t low = 0, high = splices->count;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const struct vn_net *net = &splices->items[mid].net;
		if (net->end > at || net->begin == at)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

/* Whether NET changes something of bytes [begin, end) of the text. What is put in between two
 * places belongs to the one before, unless there is NONE. */
static bool touches(const struct vn_net *net, size_t begin, size_t end, bool none)
{
	if (net->begin == net->end)
		return (net->begin > begin || (none && net->begin == begin)) && net->begin <= end;
	return net->begin < end && net->end > begin;
}

/* The changes that touch bytes [begin, end) of the text; false if none does. */
static bool find_items(const struct vn_splices *splices, size_t begin, size_t end, bool none,
		       struct items *out)
{
	size_t first = first_item(splices, begin), last;

	while (first < splices->count && !touches(&splices->items[first].net, begin, end, none) &&
	       splices->items[first].net.begin <= end)
		first++;
	last = first;
	while (last < splices->count && touches(&splices->items[last].net, begin, end, none))
		last++;
	*out = (struct items){first, last};
	return last > first;
}

/* The source bytes of ITEMS. */
static void find_of(const struct vn_splices *splices, struct items items, struct vn_splice *beside)
{
	beside->of_begin = UINT64_MAX;
	beside->of_end = 0;
	for (size_t i = items.first; i < items.last; i++) {
		const struct vn_splice *item = &splices->items[i];
		if (item->begin < beside->of_begin)
			beside->of_begin = item->begin;
		if (item->end > beside->of_end)
			beside->of_end = item->end;
	}
}

/* Whether one of ITEMS that is written with its mark-up holds bytes [begin, end) of the source:
 * then that has seen to them. */
static bool is_inside(const struct vn_splices *splices, struct items items, uint64_t begin,
		      uint64_t end)
{
	for (size_t i = items.first; i < items.last; i++)
		if (splices->items[i].begin <= begin && splices->items[i].end >= end &&
		    splices->items[i].begin < splices->items[i].end)
			return true;
	return false;
}

/* Adds BESIDE, for ITEMS, with w->bytes in place of its span. */
static enum vn_status add(struct work *w, struct items items, struct vn_splice *beside)
{
	const struct vn_reading *reading = w->reading;
	struct vn_splices *splices = w->splices;
	struct vn_str bytes = vn_buf_str(&w->bytes);
	enum vn_status status;

	if (is_inside(splices, items, beside->begin, beside->end))
		return VN_OK;
	find_of(splices, items, beside);
	beside->before = vn_part(reading->bytes, (size_t)(beside->begin - reading->offset),
				 (size_t)(beside->end - reading->offset));
	if (vn_str_eq(beside->before, bytes))
		return VN_OK;
	beside->after = vn_arena_copy(&splices->arena, bytes.ptr, bytes.len);
	if (!beside->after.ptr)
		return vn_err_nomem(w->err);
	status = vn_grow(&splices->beside, splices->beside_count, &splices->beside_cap,
			 sizeof *beside, w->err);
	if (!status)
		splices->beside[splices->beside_count++] = *beside;
	return status;
}

/* w->text becomes bytes [begin, end) of the text as ITEMS, which lie within, made it. */
static enum vn_status new_text(struct work *w, struct items items, size_t begin, size_t end)
{
	struct vn_str old = w->reading->text, new = vn_buf_str(&w->unit->text);
	struct vn_buf *out = &w->text;
	enum vn_status status = VN_OK;

	out->len = 0;
	for (size_t i = items.first; !status && i < items.last; i++) {
		const struct vn_net *net = &w->splices->items[i].net;
		status = vn_buf_add(out, old.ptr + begin, net->begin - begin, w->err);
		if (!status)
			status = vn_buf_add(out, new.ptr + net->out_begin,
					    net->out_end - net->out_begin, w->err);
		begin = net->end;
	}
	return status ? status : vn_buf_add(out, old.ptr + begin, end - begin, w->err);
}

static size_t letters(struct vn_str text)
{
	size_t count = 0;
	for (size_t i = 0; i < text.len; i++)
		count += ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
	return count;
}

/* w->bytes becomes echoes [from, to) of a group, whose text became w->text, as the source writes
 * it. */
static enum vn_status write_echoes(struct work *w, size_t from, size_t to)
{
	const struct vn_echo *echoes = &w->reading->marks->echoes[from];
	struct vn_str text = vn_buf_str(&w->text);
	size_t count = to - from, used = 0, blanks = 0;
	struct vn_run *runs = vn_arena_alloc(&w->splices->arena, 2 * count * sizeof *runs);

	w->bytes.len = 0;
	if (!runs)
		return vn_err_nomem(w->err);
	for (size_t i = 0; i < count; i++) {
		runs[used++] = echoes[i].run;
		if (i + 1 < count && echoes[i].run.end < echoes[i + 1].run.begin)
			runs[used++] = (struct vn_run){echoes[i].run.end, echoes[i + 1].run.begin,
						       echoes[i].run.to, echoes[i + 1].run.from,
						       VN_RUN_JOINT};
	}
	for (size_t i = 0; i < text.len; i++)
		blanks += text.ptr[i] == ' ';
	if (echoes->flows && (count == 1 || blanks != count - 1))
		return w->reading->source->encode(echoes->run.style, text, &w->bytes, w->err);
	return vn_deal(w->reading, runs, runs[0].begin, runs[used - 1].end, text, &w->bytes,
		       w->err);
}

/* Whether ECHO has the very bytes of the text: then a change is one of the same bytes there. */
static bool is_copy(const struct vn_reading *reading, const struct vn_run *run)
{
	return run->to - run->from == run->end - run->begin &&
	       memcmp(reading->bytes.ptr + (run->from - reading->offset),
		      reading->text.ptr + run->begin, run->end - run->begin) == 0;
}

/* ITEMS within RUN, which is a copy, one by one. */
static enum vn_status add_copies(struct work *w, struct items items, const struct vn_run *run)
{
	struct vn_str text = vn_buf_str(&w->unit->text);
	enum vn_status status = VN_OK;

	for (size_t i = items.first; !status && i < items.last; i++) {
		const struct vn_net *net = &w->splices->items[i].net;
		struct vn_splice beside = {.begin = run->from + (net->begin - run->begin),
					   .end = run->from + (net->end - run->begin),
					   .style = run->style,
					   .echo = true};
		w->bytes.len = 0;
		status = w->reading->source->encode(
			run->style, vn_part(text, net->out_begin, net->out_end), &w->bytes, w->err);
		if (!status)
			status = add(w, (struct items){i, i + 1}, &beside);
	}
	return status;
}

/* The echoes from *K on that one change, or several that meet in one echo, touch; *K goes behind
 * them. */
static enum vn_status add_echoes(struct work *w, size_t *k)
{
	const struct vn_marks *marks = w->reading->marks;
	const struct vn_echo *echo = &marks->echoes[*k];
	struct vn_splice *changes = w->splices->items;
	size_t from = (*k)++, begin = echo->run.begin, end = echo->run.end;
	bool none = from == 0 || echo[-1].group != echo->group || echo[-1].run.end != begin;
	struct vn_splice beside = {.begin = echo->run.from};
	struct items items;
	enum vn_status status;

	if (!find_items(w->splices, begin, end, none, &items))
		return VN_OK;
	while (*k < marks->echo_count && marks->echoes[*k].group == echo->group &&
	       changes[items.last - 1].net.end > marks->echoes[*k].run.begin) {
		end = marks->echoes[(*k)++].run.end;
		find_items(w->splices, begin, end, none, &items);
	}
	/* Of a change that goes beyond, these are no echo. */
	if (changes[items.first].net.begin < begin || changes[items.last - 1].net.end > end)
		return VN_OK;
	beside.end = marks->echoes[*k - 1].run.to;
	if (*k - from == 1 && echo->flows && is_copy(w->reading, &echo->run))
		return add_copies(w, items, &echo->run);
	status = new_text(w, items, begin, end);
	if (!status && echo->even &&
	    letters(vn_part(w->reading->text, begin, end)) != letters(vn_buf_str(&w->text)))
		return VN_OK;
	if (!status)
		status = write_echoes(w, from, *k);
	if (!status)
		status = add(w, items, &beside);
	/* They are said again where no other text can take their place. */
	for (size_t i = items.first; i < items.last; i++)
		changes[i].inner = true;
	return status;
}

static enum vn_status add_extra(struct work *w, const struct vn_extra *extra)
{
	struct vn_splice beside = {.begin = extra->from, .end = extra->to};
	const char *copied = w->reading->bytes.ptr + (extra->copy_from - w->reading->offset);
	struct items items;
	enum vn_status status;

	if (!find_items(w->splices, extra->begin, extra->end, true, &items))
		return VN_OK;
	w->bytes.len = 0;
	status = vn_buf_add(&w->bytes, extra->bytes.ptr, extra->bytes.len, w->err);
	if (!status)
		status = vn_buf_add(&w->bytes, copied, (size_t)(extra->copy_to - extra->copy_from),
				    w->err);
	if (!status)
		status = vn_buf_add(&w->bytes, extra->tail.ptr, extra->tail.len, w->err);
	return status ? status : add(w, items, &beside);
}

enum vn_status vn_beside_list(struct vn_splices *splices, const struct vn_unit *unit,
			      const struct vn_reading *reading, struct vn_err *err)
{
	struct work w = {.splices = splices, .unit = unit, .reading = reading, .err = err};
	const struct vn_marks *marks = reading->marks;
	uint64_t stop = reading->offset + reading->bytes.len;
	enum vn_status status = VN_OK;

	splices->beside_count = 0;
	for (size_t k = 0; !status && splices->count > 0 && k < marks->echo_count;) {
		if (marks->echoes[k].run.to > stop)
			break;
		status = add_echoes(&w, &k);
	}
	for (size_t k = 0; !status && splices->count > 0 && k < marks->extra_count; k++)
		if (marks->extras[k].to <= stop)
			status = add_extra(&w, &marks->extras[k]);
	vn_buf_fini(&w.text);
	vn_buf_fini(&w.bytes);
	return status;
}
