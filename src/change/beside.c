#include "change/beside.h"

#include "change/deal.h"

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

/* The changes [*first, *last) that touch bytes [begin, end) of the text; false if none does. */
static bool find_items(const struct vn_splices *splices, size_t begin, size_t end, bool none,
		       size_t *first, size_t *last)
{
	*first = first_item(splices, begin);
	while (*first < splices->count && !touches(&splices->items[*first].net, begin, end, none) &&
	       splices->items[*first].net.begin <= end)
		++*first;
	*last = *first;
	while (*last < splices->count && touches(&splices->items[*last].net, begin, end, none))
		++*last;
	return *last > *first;
}

/* The source bytes of the changes [first, last). */
static void find_of(const struct vn_splices *splices, size_t first, size_t last,
		    struct vn_splice *beside)
{
	beside->of_begin = UINT64_MAX;
	beside->of_end = 0;
	for (size_t i = first; i < last; i++) {
		const struct vn_splice *item = &splices->items[i];
		if (item->begin < beside->of_begin)
			beside->of_begin = item->begin;
		if (item->end > beside->of_end)
			beside->of_end = item->end;
	}
}

/* Whether a change that is written with its mark-up holds bytes [begin, end) of the source: then
 * that has seen to them. */
static bool is_inside(const struct vn_splices *splices, size_t first, size_t last, uint64_t begin,
		      uint64_t end)
{
	for (size_t i = first; i < last; i++)
		if (splices->items[i].begin <= begin && splices->items[i].end >= end &&
		    splices->items[i].begin < splices->items[i].end)
			return true;
	return false;
}

/* Adds BESIDE with BYTES in place of its span, for the changes [first, last). */
static enum vn_status add(struct vn_splices *splices, const struct vn_reading *reading,
			  struct vn_splice *beside, struct vn_str bytes, size_t first, size_t last,
			  struct vn_err *err)
{
	enum vn_status status;

	if (is_inside(splices, first, last, beside->begin, beside->end))
		return VN_OK;
	find_of(splices, first, last, beside);
	beside->before = vn_part(reading->bytes, (size_t)(beside->begin - reading->offset),
				 (size_t)(beside->end - reading->offset));
	if (vn_str_eq(beside->before, bytes))
		return VN_OK;
	beside->after = vn_arena_copy(&splices->arena, bytes.ptr, bytes.len);
	if (!beside->after.ptr)
		return vn_err_nomem(err);
	status = vn_grow(&splices->beside, splices->beside_count, &splices->beside_cap,
			 sizeof *beside, err);
	if (!status)
		splices->beside[splices->beside_count++] = *beside;
	return status;
}

/* Bytes [begin, end) of the text as it became by the changes [first, last), which lie within. */
static enum vn_status new_text(const struct vn_splices *splices, const struct vn_unit *unit,
			       const struct vn_reading *reading, size_t begin, size_t end,
			       size_t first, size_t last, struct vn_buf *out, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t i = first; !status && i < last; i++) {
		const struct vn_net *net = &splices->items[i].net;
		status = vn_buf_add(out, reading->text.ptr + begin, net->begin - begin, err);
		if (!status)
			status = vn_buf_add(out, unit->text.ptr + net->out_begin,
					    net->out_end - net->out_begin, err);
		begin = net->end;
	}
	return status ? status : vn_buf_add(out, reading->text.ptr + begin, end - begin, err);
}

static size_t letters(struct vn_str text)
{
	size_t count = 0;
	for (size_t i = 0; i < text.len; i++)
		count += ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
	return count;
}

/* Echoes [from, to) of a group, whose text became TEXT, as the source writes it. */
static enum vn_status write_echoes(struct vn_splices *splices, const struct vn_reading *reading,
				   size_t from, size_t to, struct vn_str text, struct vn_buf *out,
				   struct vn_err *err)
{
	const struct vn_echo *echoes = &reading->marks->echoes[from];
	size_t count = to - from, used = 0, blanks = 0;
	struct vn_run *runs = vn_arena_alloc(&splices->arena, 2 * count * sizeof *runs);

	if (!runs)
		return vn_err_nomem(err);
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
		return reading->source->encode(echoes->run.style, text, out, err);
	return vn_deal(reading, runs, runs[0].begin, runs[used - 1].end, text, out, err);
}

/* Whether ECHO has the very bytes of the text: then a change is one of the same bytes there. */
static bool is_copy(const struct vn_reading *reading, const struct vn_run *run)
{
	return run->to - run->from == run->end - run->begin &&
	       memcmp(reading->bytes.ptr + (run->from - reading->offset),
		      reading->text.ptr + run->begin, run->end - run->begin) == 0;
}

/* The changes [first, last) within RUN, which is a copy, one by one. */
static enum vn_status add_copies(struct vn_splices *splices, const struct vn_unit *unit,
				 const struct vn_reading *reading, const struct vn_run *run,
				 size_t first, size_t last, struct vn_err *err)
{
	struct vn_buf bytes = {0};
	enum vn_status status = VN_OK;

	for (size_t i = first; !status && i < last; i++) {
		const struct vn_net *net = &splices->items[i].net;
		struct vn_splice beside = {.begin = run->from + (net->begin - run->begin),
					   .end = run->from + (net->end - run->begin),
					   .style = run->style,
					   .echo = true};
		bytes.len = 0;
		status = reading->source->encode(
			run->style, vn_part(vn_buf_str(&unit->text), net->out_begin, net->out_end),
			&bytes, err);
		if (!status)
			status = add(splices, reading, &beside, vn_buf_str(&bytes), i, i + 1, err);
	}
	vn_buf_fini(&bytes);
	return status;
}

/* Changes that are said again where no other text can take its place. */
static void set_inner(struct vn_splices *splices, size_t first, size_t last)
{
	for (; first < last; first++)
		splices->items[first].inner = true;
}

/* The echoes from *K on that one change, or several that meet in one echo, touch; *K goes behind
 * them. */
static enum vn_status add_echoes(struct vn_splices *splices, const struct vn_unit *unit,
				 const struct vn_reading *reading, size_t *k, struct vn_buf *space,
				 struct vn_err *err)
{
	const struct vn_marks *marks = reading->marks;
	const struct vn_echo *echo = &marks->echoes[*k];
	size_t from = (*k)++, first, last, begin = echo->run.begin, end = echo->run.end;
	bool none = from == 0 || echo[-1].group != echo->group || echo[-1].run.end != begin;
	struct vn_splice beside = {.begin = echo->run.from};
	enum vn_status status;

	if (!find_items(splices, begin, end, none, &first, &last))
		return VN_OK;
	while (*k < marks->echo_count && marks->echoes[*k].group == echo->group &&
	       splices->items[last - 1].net.end > marks->echoes[*k].run.begin) {
		end = marks->echoes[(*k)++].run.end;
		find_items(splices, begin, end, none, &first, &last);
	}
	/* Of a change that goes beyond, these are no echo. */
	if (splices->items[first].net.begin < begin || splices->items[last - 1].net.end > end)
		return VN_OK;
	beside.end = marks->echoes[*k - 1].run.to;
	if (*k - from == 1 && echo->flows && is_copy(reading, &echo->run))
		return add_copies(splices, unit, reading, &echo->run, first, last, err);
	space->len = 0;
	status = new_text(splices, unit, reading, begin, end, first, last, space, err);
	if (!status && echo->even &&
	    letters(vn_part(reading->text, begin, end)) != letters(vn_buf_str(space)))
		return VN_OK;
	if (!status) {
		struct vn_buf bytes = {0};
		status = write_echoes(splices, reading, from, *k, vn_buf_str(space), &bytes, err);
		if (!status)
			status = add(splices, reading, &beside, vn_buf_str(&bytes), first, last,
				     err);
		vn_buf_fini(&bytes);
		set_inner(splices, first, last);
	}
	return status;
}

enum vn_status vn_beside_write(const struct vn_reading *reading, const struct vn_extra *extra,
			       struct vn_buf *out, struct vn_err *err)
{
	enum vn_status status = vn_buf_add(out, extra->bytes.ptr, extra->bytes.len, err);
	if (!status)
		status = vn_buf_add(out, reading->bytes.ptr + (extra->copy_from - reading->offset),
				    (size_t)(extra->copy_to - extra->copy_from), err);
	return status ? status : vn_buf_add(out, extra->tail.ptr, extra->tail.len, err);
}

static enum vn_status add_extra(struct vn_splices *splices, const struct vn_reading *reading,
				const struct vn_extra *extra, struct vn_buf *space,
				struct vn_err *err)
{
	struct vn_splice beside = {.begin = extra->from, .end = extra->to};
	size_t first, last;
	enum vn_status status;

	if (!find_items(splices, extra->begin, extra->end, true, &first, &last))
		return VN_OK;
	space->len = 0;
	status = vn_beside_write(reading, extra, space, err);
	return status ? status
		      : add(splices, reading, &beside, vn_buf_str(space), first, last, err);
}

enum vn_status vn_beside_list(struct vn_splices *splices, const struct vn_unit *unit,
			      const struct vn_reading *reading, struct vn_err *err)
{
	const struct vn_marks *marks = reading->marks;
	uint64_t stop = reading->offset + reading->bytes.len;
	struct vn_buf space = {0};
	enum vn_status status = VN_OK;

	splices->beside_count = 0;
	for (size_t k = 0; !status && splices->count > 0 && k < marks->echo_count;) {
		if (marks->echoes[k].run.to > stop)
			break;
		status = add_echoes(splices, unit, reading, &k, &space, err);
	}
	for (size_t k = 0; !status && splices->count > 0 && k < marks->extra_count; k++)
		if (marks->extras[k].to <= stop)
			status = add_extra(splices, reading, &marks->extras[k], &space, err);
	vn_buf_fini(&space);
	return status;
}
