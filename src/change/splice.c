#include "change/splice.h"

#include <stdlib.h>

void vn_splices_fini(struct vn_splices *splices)
{
	free(splices->items);
	vn_composed_fini(&splices->composed);
	vn_arena_fini(&splices->arena);
	*splices = (struct vn_splices){0};
}

static struct vn_str part(struct vn_str text, size_t begin, size_t end)
{
	return (struct vn_str){text.ptr + begin, end - begin};
}

static size_t letters(struct vn_str text)
{
	size_t count = 0;
	for (size_t i = 0; i < text.len; i++)
		count += ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
	return count;
}

/* Moves *AT over COUNT code points. */
static void pass(struct vn_str text, size_t *at, size_t count)
{
	while (count > 0 && *at < text.len) {
		++*at;
		if (*at == text.len || ((unsigned char)text.ptr[*at] & 0xc0) != 0x80)
			count--;
	}
}

/* AFTER as the source writes it in place of the text of NET. Where mark-up stands within the word,
 * it stays, and the letters are dealt out among the runs as they were. */
static enum vn_status encode(const struct vn_reading *reading, const struct vn_net *net,
			     struct vn_str after, struct vn_buf *out, struct vn_err *err)
{
	const struct vn_text_map *map = reading->map;
	size_t before = letters(part(reading->text, net->begin, net->end)), now = letters(after);
	size_t run = vn_text_map_find(map, net->begin), at = 0, seen = 0, given = 0;
	enum vn_status status = VN_OK;

	if (net->begin == net->end && run > 0 &&
	    (run == map->count || map->runs[run].kind == VN_RUN_GAP))
		run--;
	for (bool last = false; !status && !last; run++) {
		const struct vn_run *r = &map->runs[run];
		size_t begin = r->begin > net->begin ? r->begin : net->begin, stop = at;
		size_t end = r->end < net->end ? r->end : net->end;
		last = r->end >= net->end;
		if (!last)
			seen += letters(part(reading->text, begin, end));
		pass(after, &stop, last ? now : before ? seen * now / before - given : 0);
		given += letters(part(after, at, stop));
		status = reading->source->encode(r->style, part(after, at, stop), out, err);
		at = stop;
		if (!status && !last)
			status = vn_buf_add(out, reading->bytes.ptr + (r->to - reading->offset),
					    (size_t)(r[1].from - r->to), err);
	}
	return status;
}

static bool has_inner(const struct vn_reading *reading, const struct vn_net *net)
{
	const struct vn_run *runs = reading->map->runs;

	for (size_t i = vn_text_map_find(reading->map, net->begin);
	     i < reading->map->count && runs[i].begin < net->end; i++)
		if (runs[i].style != 0 ||
		    (runs[i].end < net->end && runs[i].to != runs[i + 1].from))
			return true;
	return false;
}

/* The bytes that are written for NET, whose text became AFTER. */
static enum vn_status write_after(struct vn_splices *splices, const struct vn_reading *reading,
				  const struct vn_net *net, struct vn_str after, struct vn_str *out,
				  struct vn_err *err)
{
	struct vn_buf bytes = {0};
	enum vn_status status;

	*out = after;
	if (!reading->map->count)
		return VN_OK;
	status = encode(reading, net, after, &bytes, err);
	if (!status) {
		*out = vn_arena_copy(&splices->arena, vn_buf_str(&bytes).ptr, bytes.len);
		if (!out->ptr)
			status = vn_err_nomem(err);
	}
	vn_buf_fini(&bytes);
	return status;
}

static enum vn_status add(struct vn_splices *splices, const struct vn_unit *unit,
			  const struct vn_reading *reading, const struct vn_net *net,
			  struct vn_str after, uint64_t *shift, struct vn_err *err)
{
	struct vn_splice splice = {.net = *net};
	enum vn_status status =
		vn_grow(&splices->items, splices->count, &splices->cap, sizeof splice, err);

	if (!status && vn_unit_has_gap(unit, net->out_begin, net->out_end))
		status = vn_err_set(err, VN_EUSAGE, "a change goes over a gap of the source");
	if (!status)
		status = write_after(splices, reading, net, after, &splice.after, err);
	if (status)
		return status;
	vn_reading_span(reading, net->begin, net->end, &splice.begin, &splice.end);
	splice.before = part(reading->bytes, (size_t)(splice.begin - reading->offset),
			     (size_t)(splice.end - reading->offset));
	splice.inner = has_inner(reading, net);
	splice.out_begin = splice.begin + *shift;
	splice.out_end = splice.out_begin + splice.after.len;
	*shift = splice.out_end - splice.end;
	splices->items[splices->count++] = splice;
	return VN_OK;
}

static enum vn_status changed_unseen(const struct vn_reading *reading, size_t at,
				     struct vn_err *err)
{
	return vn_err_set(err, VN_EUSAGE, "text changed without a record before byte %llu",
			  (unsigned long long)(reading->offset + at));
}

enum vn_status vn_splices_list(struct vn_splices *splices, const struct vn_unit *unit,
			       const struct vn_reading *reading, uint64_t out, struct vn_err *err)
{
	struct vn_str text = vn_buf_str(&unit->text);
	uint64_t shift = out - reading->offset; /* wraps around where output is shorter */
	size_t in_done = 0, out_done = 0;
	enum vn_status status;

	splices->count = 0;
	vn_arena_reset(&splices->arena);
	status = vn_compose(&splices->composed, unit, err);
	if (!status)
		vn_compose_widen(&splices->composed, unit);
	for (size_t i = 0; !status && i < splices->composed.count; i++) {
		const struct vn_net *net = &splices->composed.nets[i];
		struct vn_str after = part(text, net->out_begin, net->out_end);
		if (net->begin < in_done || net->out_begin < out_done ||
		    !vn_str_eq(part(reading->text, in_done, net->begin),
			       part(text, out_done, net->out_begin)))
			return changed_unseen(reading, net->begin, err);
		if (!vn_str_eq(part(reading->text, net->begin, net->end), after)) {
			status = add(splices, unit, reading, net, after, &shift, err);
			in_done = net->end;
			out_done = net->out_end;
		}
	}
	if (!status && !vn_str_eq(part(reading->text, in_done, reading->text.len),
				  part(text, out_done, text.len)))
		return changed_unseen(reading, reading->text.len, err);
	return status;
}

enum vn_status vn_splices_apply(const struct vn_splices *splices, const struct vn_reading *reading,
				struct vn_buf *out, struct vn_err *err)
{
	enum vn_status status = VN_OK;
	size_t from = 0;

	for (size_t i = 0; !status && i < splices->count; i++) {
		const struct vn_splice *splice = &splices->items[i];
		size_t begin = (size_t)(splice->begin - reading->offset);
		status = vn_buf_add(out, reading->bytes.ptr + from, begin - from, err);
		if (!status)
			status = vn_buf_add(out, splice->after.ptr, splice->after.len, err);
		from = (size_t)(splice->end - reading->offset);
	}
	return status ? status
		      : vn_buf_add(out, reading->bytes.ptr + from, reading->bytes.len - from, err);
}
