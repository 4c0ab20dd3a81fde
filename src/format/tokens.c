#include "format/format.h"
#include "format/readings.h"
#include "change/compose.h"

#include <stdio.h>

/* What a unit was, on the way to the list of its tokens. */
struct listing {
	const struct vn_unit *unit;
	struct vn_composed composed;
	struct vn_str read; /* the unit as it was read */
	struct vn_buf out;
	size_t net; /* the first net change that ends behind the tokens so far */
	struct vn_err *err;
};

/* The bytes of the unit's input where ITEM stands. Changes that touch it are in as a whole. */
static struct vn_str as_read(struct listing *l, const struct vn_item *item)
{
	const struct vn_net *nets = l->composed.nets;
	size_t count = l->composed.count, begin, end, k;

	while (l->net < count && nets[l->net].out_end <= item->begin)
		l->net++;
	k = l->net;
	if (k < count && nets[k].out_begin <= item->begin)
		begin = nets[k].begin;
	else
		begin = k ? nets[k - 1].end + (item->begin - nets[k - 1].out_end) : item->begin;
	while (k < count && nets[k].out_begin < item->end)
		k++;
	if (k && nets[k - 1].out_end >= item->end)
		end = nets[k - 1].end;
	else
		end = k ? nets[k - 1].end + (item->end - nets[k - 1].out_end) : item->end;
	return (struct vn_str){l->read.ptr + begin, end - begin};
}

static enum vn_status add_probability(struct listing *l, char before, vn_confidence p)
{
	char text[16];
	int len = snprintf(text, sizeof text, "%c%d.%04d", before, p / VN_SURE, p % VN_SURE);
	return vn_buf_add(&l->out, text, (size_t)len, l->err);
}

static enum vn_status one(struct listing *l, const struct vn_item *item)
{
	static const char set[] = ":,\\";
	struct vn_str text = {l->unit->text.ptr + item->begin, item->end - item->begin};
	struct vn_readings readings;
	enum vn_status status = vn_buf_add(&l->out, text.ptr, text.len, l->err);

	if (!status)
		status = add_probability(l, '\t', item->confidence);
	if (!status)
		status = vn_buf_add(&l->out, "\t", 1, l->err);
	if (!status)
		status = vn_escape(&l->out, as_read(l, item), "", false, l->err);
	if (!status)
		status = vn_buf_add(&l->out, "\t", 1, l->err);
	vn_readings_find(&readings, l->unit, item);
	for (size_t k = 0; !status && k < readings.count; k++) {
		if (k)
			status = vn_buf_add(&l->out, ",", 1, l->err);
		if (!status)
			status = vn_reading_add(&l->out, &readings, k, l->unit, item, set, false,
						l->err);
		if (!status)
			status = add_probability(l, ':', readings.list[k].alternative->confidence);
	}
	return status ? status : vn_buf_add(&l->out, "\n", 1, l->err);
}

/* An empty line for each line end in [FROM, TO) of the text. */
static enum vn_status line_ends(struct listing *l, size_t from, size_t to)
{
	enum vn_status status = VN_OK;
	for (; !status && from < to; from++)
		if (l->unit->text.ptr[from] == '\n')
			status = vn_buf_add(&l->out, "\n", 1, l->err);
	return status;
}

enum vn_status vn_format_tokens(const void *self, const struct vn_finished *finished, vn_sink sink,
				void *sink_self, struct vn_err *err)
{
	const struct vn_unit *unit = finished->unit;
	struct listing l = {.unit = unit, .read = finished->reading.text, .err = err};
	enum vn_status status = vn_compose(&l.composed, unit, err);
	size_t at = 0;

	(void)self;
	for (size_t i = 0; !status && i < unit->item_count; i++) {
		status = line_ends(&l, at, unit->items[i].begin);
		if (!status)
			status = one(&l, &unit->items[i]);
		at = unit->items[i].end;
	}
	if (!status)
		status = line_ends(&l, at, unit->text.len);
	if (!status)
		status = sink(sink_self, vn_buf_str(&l.out).ptr, l.out.len, err);
	vn_composed_fini(&l.composed);
	vn_buf_fini(&l.out);
	return status;
}
