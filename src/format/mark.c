#include "format/format.h"
#include "format/readings.h"

#define OPEN  "\xe2\x9f\xa6"
#define CLOSE "\xe2\x9f\xa7"

/* Text outside of marks: an opening bracket is doubled. */
static enum vn_status plain(struct vn_buf *out, const char *text, size_t len, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	while (!status && len) {
		const char *found = memmem(text, len, OPEN, 3);
		size_t part = found ? (size_t)(found - text) + 3 : len;
		status = vn_buf_add(out, text, part, err);
		if (!status && found)
			status = vn_buf_add(out, OPEN, 3, err);
		text += part;
		len -= part;
	}
	return status;
}

static enum vn_status mark(struct vn_buf *out, const struct vn_unit *unit,
			   const struct vn_item *item, struct vn_err *err)
{
	static const struct vn_escapes escapes = {"?|\\", true};
	struct vn_str text = {unit->text.ptr + item->begin, item->end - item->begin};
	struct vn_readings readings;
	enum vn_status status = vn_buf_add(out, OPEN, 3, err);

	vn_readings_find(&readings, unit, item);
	if (!status)
		status = vn_escape(out, text, &escapes, err);
	if (!status)
		status = vn_buf_add(out, "?", 1, err);
	for (size_t k = 0; !status && k < readings.count; k++) {
		if (k)
			status = vn_buf_add(out, "|", 1, err);
		if (!status)
			status = vn_reading_add(out, &readings.list[k], unit, item, &escapes, err);
	}
	return status ? status : vn_buf_add(out, CLOSE, 3, err);
}

enum vn_status vn_format_mark(const void *self, const struct vn_finished *finished, vn_sink sink,
			      void *sink_self, struct vn_err *err)
{
	const struct vn_unit *unit = finished->unit;
	const struct vn_format *format = self;
	const char *text = vn_buf_str(&unit->text).ptr;
	struct vn_buf out = {0};
	enum vn_status status = VN_OK;
	size_t at = 0;

	for (size_t i = 0; !status && i < unit->item_count; i++) {
		const struct vn_item *item = &unit->items[i];
		if (!vn_item_doubtful(unit, item, format->doubt))
			continue;
		status = plain(&out, text + at, item->begin - at, err);
		if (!status)
			status = mark(&out, unit, item, err);
		at = item->end;
	}
	if (!status)
		status = plain(&out, text + at, unit->text.len - at, err);
	if (!status)
		status = sink(sink_self, vn_buf_str(&out).ptr, out.len, err);
	vn_buf_fini(&out);
	return status;
}
