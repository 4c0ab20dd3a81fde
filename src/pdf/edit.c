#include "pdf/edit.h"

#include <math.h>
#include <stdlib.h>

#define WIDER 40 /* times as wide as its first string a word may be that became of several */

void vn_pdf_edits_fini(struct vn_pdf_edits *edits)
{
	free(edits->items);
	vn_arena_fini(&edits->arena);
	*edits = (struct vn_pdf_edits){0};
}

static double advance_of(const struct vn_pdf_layer *layer, size_t begin, size_t end)
{
	double sum = 0;

	for (size_t i = begin; i < end; i++)
		sum += layer->cells[i].advance;
	return sum;
}

/* From the begin of cell FIRST to the end of the cell before END, which stand in different runs, in
 * units of text of the first; OTHERWISE if they do not stand on one line. */
static double width_of(const struct vn_pdf_layer *layer, size_t first, size_t end, double otherwise)
{
	const struct vn_pdf_run *a = &layer->runs[vn_pdf_run_of(layer, first)];
	const struct vn_pdf_run *b = &layer->runs[vn_pdf_run_of(layer, end - 1)];
	double before = advance_of(layer, a->cell, first);
	double behind = advance_of(layer, b->cell, end);
	double x = b->x + b->dx * behind - a->x - a->dx * before;
	double y = b->y + b->dy * behind - a->y - a->dy * before;
	double unit = a->dx * a->dx + a->dy * a->dy;
	double along = (x * a->dx + y * a->dy) / unit, across = (x * a->dy - y * a->dx) / unit;

	if (!(unit > 0) || !(along > otherwise) || !(along < WIDER * otherwise) ||
	    !(fabs(across) < along / 4))
		return otherwise;
	return along;
}

/* The text of cells [first, end) once ONE is done: blanks between words are single. */
static struct vn_str text_of(struct vn_pdf_edits *edits, const struct vn_pdf_layer *layer,
			     const struct vn_pdf_revision *one, struct vn_str now, size_t first,
			     size_t end)
{
	const struct vn_pdf_cell *head = &layer->cells[first], *tail = &layer->cells[end - 1];
	size_t before = head->text < one->begin ? one->begin - head->text : 0;
	size_t behind = tail->text + tail->len > one->end ? tail->text + tail->len - one->end : 0;
	size_t len = one->to_end - one->to;
	char *text = vn_arena_alloc(&edits->arena, before + len + behind + 1);

	if (!text)
		return (struct vn_str){0};
	memcpy(text, layer->text.ptr + one->begin - before, before);
	memcpy(text + before, now.ptr + one->to, len);
	memcpy(text + before + len, layer->text.ptr + one->end, behind);
	return (struct vn_str){text, before + len + behind};
}

static enum vn_status deal(struct vn_pdf_edits *edits, const struct vn_pdf_layer *layer,
			   const struct vn_pdf_revision *one, struct vn_str now, struct vn_err *err)
{
	size_t first = vn_pdf_cell_behind(layer, one->begin),
	       end = vn_pdf_cell_behind(layer, one->end - 1) + 1;
	enum vn_status status = VN_OK;
	struct vn_str text;

	if (first >= layer->cell_count || end > layer->cell_count || first >= end)
		return vn_err_set(err, VN_EUSAGE, "a word of a PDF that stands nowhere");
	text = text_of(edits, layer, one, now, first, end);
	if (!text.ptr)
		return vn_err_nomem(err);
	for (size_t at = first, run = vn_pdf_run_of(layer, at); !status && at < end; run++) {
		size_t stop = layer->runs[run].cell + layer->runs[run].count;
		struct vn_pdf_edit edit = {.run = run, .begin = at};
		if (!layer->runs[run].count)
			continue;
		edit.end = stop < end ? stop : end;
		edit.advance = edit.width = advance_of(layer, at, edit.end);
		if (at == first) {
			edit.text = text;
			if (stop < end)
				edit.width = width_of(layer, first, end, edit.advance);
		}
		at = edit.end;
		status = vn_grow(&edits->items, edits->count, &edits->cap, sizeof edit, err);
		if (!status)
			edits->items[edits->count++] = edit;
	}
	return status;
}

enum vn_status vn_pdf_edits_list(struct vn_pdf_edits *edits, const struct vn_pdf_layer *layer,
				 const struct vn_pdf_revisions *list, struct vn_str now,
				 struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < list->count; i++)
		status = deal(edits, layer, &list->items[i], now, err);
	return status;
}
