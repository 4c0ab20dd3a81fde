#include "change/items.h"
#include "format/format.h"
#include "format/readings.h"

#include <stdio.h>

/* What a unit was, on the way to the list of its tokens. */
struct listing {
	const struct vn_unit *unit;
	struct vn_buf out;
	struct vn_err *err;
};

static enum vn_status add_probability(struct listing *l, char before, vn_confidence p)
{
	char text[16];
	int len = snprintf(text, sizeof text, "%c%d.%04d", before, p / VN_SURE, p % VN_SURE);
	return vn_buf_add(&l->out, text, (size_t)len, l->err);
}

static enum vn_status one(struct listing *l, const struct vn_item_span *span)
{
	static const struct vn_escapes none = {"", false}, escapes = {":,\\", false};
	const struct vn_item *item = span->item;
	struct vn_readings readings;
	enum vn_status status = vn_buf_add(&l->out, span->text.ptr, span->text.len, l->err);

	if (!status)
		status = add_probability(l, '\t', item->confidence);
	if (!status)
		status = vn_buf_add(&l->out, "\t", 1, l->err);
	if (!status)
		status = vn_escape(&l->out, span->read, &none, l->err);
	if (!status)
		status = vn_buf_add(&l->out, "\t", 1, l->err);
	vn_readings_find(&readings, l->unit, item);
	for (size_t k = 0; !status && k < readings.count; k++) {
		if (k)
			status = vn_buf_add(&l->out, ",", 1, l->err);
		if (!status)
			status = vn_reading_add(&l->out, &readings.list[k], l->unit, item, &escapes,
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
	struct listing l = {.unit = unit, .err = err};
	struct vn_items items;
	struct vn_item_span span;
	enum vn_status status = VN_OK;
	size_t at = 0;

	(void)self;
	vn_items_begin(&items, unit, &finished->reading, finished->splices);
	while (!status && vn_items_next(&items, &span)) {
		status = line_ends(&l, at, span.item->begin);
		if (!status)
			status = one(&l, &span);
		at = span.item->end;
	}
	if (!status)
		status = line_ends(&l, at, unit->text.len);
	if (!status)
		status = sink(sink_self, vn_buf_str(&l.out).ptr, l.out.len, err);
	vn_buf_fini(&l.out);
	return status;
}
