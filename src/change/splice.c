#include "change/splice.h"

#include "change/beside.h"
#include "change/deal.h"
#include "source/group.h"
#include "source/wide.h"

#include <stdlib.h>

void vn_splices_fini(struct vn_splices *splices)
{
	free(splices->items);
	free(splices->beside);
	free(splices->order);
	vn_composed_fini(&splices->composed);
	vn_arena_fini(&splices->arena);
	*splices = (struct vn_splices){0};
}

static bool has_inner(const struct vn_reading *reading, const struct vn_net *net)
{
	const struct vn_run *runs = reading->map->runs;

	for (size_t i = vn_text_map_find(reading->map, net->begin);
	     i < reading->map->count && runs[i].begin < net->end; i++)
		if (runs[i].end < net->end && runs[i].to != runs[i + 1].from)
			return true;
	return false;
}

/* The first run that NET has something of, or stands beside. */
static const struct vn_run *run_of(const struct vn_reading *reading, const struct vn_net *net)
{
	const struct vn_text_map *map = reading->map;
	size_t run = vn_text_map_find(map, net->begin);

	if (net->begin == net->end && run > 0 &&
	    (run == map->count || !vn_run_is_text(map->runs[run].kind) ||
	     (map->runs[run].begin == net->begin && vn_run_is_text(map->runs[run - 1].kind))))
		run--;
	return &map->runs[run];
}

/* Words FIRST to END, of which the text of NET, which became AFTER, lies in, written anew. */
static enum vn_status regroup(struct vn_splice *splice, const struct vn_reading *reading,
			      struct vn_str after, size_t first, size_t end, struct vn_buf *bytes,
			      struct vn_err *err)
{
	const struct vn_element *words = &reading->marks->words[first];
	const struct vn_element *last = &reading->marks->words[end - 1];
	const struct vn_reading *narrow = reading->narrow;
	struct vn_buf text = {0}, made = {0};
	enum vn_status status;

	status = vn_buf_add(&text, reading->text.ptr + words->begin,
			    splice->net.begin - words->begin, err);
	if (!status)
		status = vn_buf_add(&text, after.ptr, after.len, err);
	if (!status)
		status = vn_buf_add(&text, reading->text.ptr + splice->net.end,
				    last->end - splice->net.end, err);
	/* Elements are taken apart in UTF-8. */
	if (!status && narrow)
		status = vn_group(narrow, &narrow->marks->words[first], end - first,
				  vn_buf_str(&text), &made, err);
	else if (!status)
		status = vn_group(reading, words, end - first, vn_buf_str(&text), bytes, err);
	if (!status && narrow)
		status = vn_wide_encode(reading->big, vn_buf_str(&made), bytes, err);
	vn_buf_fini(&text);
	vn_buf_fini(&made);
	splice->begin = words->from;
	splice->end = last->to;
	splice->inner = true;
	return status;
}

/* Finds what of the source becomes what for the net of SPLICE, whose text became AFTER. */
static enum vn_status write_after(struct vn_splices *splices, const struct vn_reading *reading,
				  struct vn_splice *splice, struct vn_str after, struct vn_err *err)
{
	const struct vn_net *net = &splice->net;
	struct vn_buf bytes = {0};
	enum vn_status status;
	size_t first, end;

	vn_reading_span(reading, net->begin, net->end, &splice->begin, &splice->end);
	splice->after = after;
	if (!reading->map->count)
		return VN_OK;
	splice->inner = has_inner(reading, net);
	splice->style = run_of(reading, net)->style;
	if (vn_deal_regroups(reading, net->begin, net->end, after, &first, &end))
		status = regroup(splice, reading, after, first, end, &bytes, err);
	else
		status = vn_deal(reading, run_of(reading, net), net->begin, net->end, after, &bytes,
				 err);
	if (!status) {
		splice->after = vn_arena_copy(&splices->arena, vn_buf_str(&bytes).ptr, bytes.len);
		if (!splice->after.ptr)
			status = vn_err_nomem(err);
	}
	vn_buf_fini(&bytes);
	return status;
}

static enum vn_status add(struct vn_splices *splices, const struct vn_unit *unit,
			  const struct vn_reading *reading, const struct vn_net *net,
			  struct vn_str after, struct vn_err *err)
{
	struct vn_splice splice = {.net = *net};
	enum vn_status status =
		vn_grow(&splices->items, splices->count, &splices->cap, sizeof splice, err);

	if (!status && vn_unit_has_gap(unit, net->out_begin, net->out_end))
		status = vn_err_set(err, VN_EUSAGE, "a change goes over a gap of the source");
	if (!status)
		status = write_after(splices, reading, &splice, after, err);
	if (status)
		return status;
	splice.before = vn_part(reading->bytes, (size_t)(splice.begin - reading->offset),
				(size_t)(splice.end - reading->offset));
	splices->items[splices->count++] = splice;
	return VN_OK;
}

static enum vn_status changed_unseen(const struct vn_reading *reading, size_t at,
				     struct vn_err *err)
{
	return vn_err_set(err, VN_EUSAGE, "text changed without a record before byte %llu",
			  (unsigned long long)(reading->offset + at));
}

/* Whether the changes A and B reach into the same words, and one of them makes these anew. */
struct neighbours {
	const struct vn_reading *reading;
	struct vn_str text; /* the finished one */
};

static bool share_words(const void *self, const struct vn_net *a, const struct vn_net *b)
{
	const struct neighbours *n = self;
	struct vn_str x = vn_part(n->text, a->out_begin, a->out_end);
	struct vn_str y = vn_part(n->text, b->out_begin, b->out_end);
	const struct vn_element *words = n->reading->marks->words;
	size_t first, end;

	if (vn_deal_regroups(n->reading, a->begin, a->end, x, &first, &end) &&
	    words[end - 1].end >= b->begin)
		return true;
	return vn_deal_regroups(n->reading, b->begin, b->end, y, &first, &end) &&
	       words[first].begin <= a->end;
}

static int by_position(const void *a, const void *b)
{
	const struct vn_splice *x = *(struct vn_splice *const *)a,
			       *y = *(struct vn_splice *const *)b;
	if (x->begin != y->begin)
		return (x->begin > y->begin) - (x->begin < y->begin);
	return (x->end > y->end) - (x->end < y->end);
}

enum vn_status vn_splices_order(struct vn_splices *splices, struct vn_err *err)
{
	size_t count = splices->count + splices->beside_count;
	uint64_t shift = splices->out - splices->in; /* wraps around where output is shorter */
	bool sorted = true;

	splices->order_count = 0;
	while (splices->order_cap < count)
		if (vn_grow(&splices->order, splices->order_cap, &splices->order_cap,
			    sizeof(struct vn_splice *), err))
			return VN_ENOMEM;
	for (size_t i = 0; i < count; i++) {
		struct vn_splice *splice = i < splices->count
						   ? &splices->items[i]
						   : &splices->beside[i - splices->count];
		sorted &= i == 0 || splice->begin >= splices->order[i - 1]->end;
		splices->order[i] = splice;
	}
	if (!sorted)
		qsort(splices->order, count, sizeof *splices->order, by_position);
	for (size_t i = 0; i < count; i++) {
		struct vn_splice *splice = splices->order[i];
		if (i > 0 && splice->begin < splices->order[i - 1]->end)
			return vn_err_set(err, VN_EUSAGE, "two changes of byte %llu",
					  (unsigned long long)splice->begin);
		splice->out_begin = splice->begin + shift;
		splice->out_end = splice->out_begin + splice->after.len;
		shift = splice->out_end - splice->end;
	}
	splices->order_count = count;
	return VN_OK;
}

/* The changes alone, in order of text. */
static enum vn_status list_changes(struct vn_splices *splices, const struct vn_unit *unit,
				   const struct vn_reading *reading, struct vn_err *err)
{
	struct vn_str text = vn_buf_str(&unit->text);
	size_t in_done = 0, out_done = 0;
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < splices->composed.count; i++) {
		const struct vn_net *net = &splices->composed.nets[i];
		struct vn_str after = vn_part(text, net->out_begin, net->out_end);
		if (net->begin < in_done || net->out_begin < out_done ||
		    !vn_str_eq(vn_part(reading->text, in_done, net->begin),
			       vn_part(text, out_done, net->out_begin)))
			return changed_unseen(reading, net->begin, err);
		if (!vn_str_eq(vn_part(reading->text, net->begin, net->end), after)) {
			status = add(splices, unit, reading, net, after, err);
			in_done = net->end;
			out_done = net->out_end;
		}
	}
	if (!status && !vn_str_eq(vn_part(reading->text, in_done, reading->text.len),
				  vn_part(text, out_done, text.len)))
		return changed_unseen(reading, reading->text.len, err);
	return status;
}

enum vn_status vn_splices_list(struct vn_splices *splices, const struct vn_unit *unit,
			       const struct vn_reading *reading, uint64_t out, struct vn_err *err)
{
	const struct neighbours neighbours = {reading, vn_buf_str(&unit->text)};
	enum vn_status status;

	splices->count = splices->beside_count = splices->order_count = 0;
	splices->in = reading->offset;
	splices->out = out;
	vn_arena_reset(&splices->arena);
	status = vn_compose(&splices->composed, unit, err);
	if (!status)
		vn_compose_widen(&splices->composed, unit);
	if (!status && reading->source->group)
		vn_compose_gather(&splices->composed, share_words, &neighbours);
	if (!status)
		status = list_changes(splices, unit, reading, err);
	if (!status && reading->map->count)
		status = vn_beside_list(splices, unit, reading, err);
	return status ? status : vn_splices_order(splices, err);
}

enum vn_status vn_splices_apply(const struct vn_splices *splices, const struct vn_reading *reading,
				struct vn_buf *out, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	size_t from = 0;

	for (size_t i = 0; !status && i < splices->order_count; i++) {
		const struct vn_splice *splice = splices->order[i];
		size_t begin = (size_t)(splice->begin - reading->offset);
		status = vn_buf_add(out, reading->bytes.ptr + from, begin - from, err);
		if (!status)
			status = vn_buf_add(out, splice->after.ptr, splice->after.len, err);
		from = (size_t)(splice->end - reading->offset);
	}
	return status ? status
		      : vn_buf_add(out, reading->bytes.ptr + from, reading->bytes.len - from, err);
}

uint64_t vn_splices_out(const struct vn_splices *splices, uint64_t at)
{
	size_t low = 0, high = splices->order_count;
	const struct vn_splice *before;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (splices->order[mid]->end > at)
			high = mid;
		else
			low = mid + 1;
	}
	before = low ? splices->order[low - 1] : NULL;
	return before ? before->out_end + (at - before->end) : splices->out + (at - splices->in);
}
