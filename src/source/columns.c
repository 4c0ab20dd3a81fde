/*
 * A recursive X-Y cut: a page is cut into bands where nothing stands across, bands that go on in
 * the same columns are taken together, and these are cut into columns; then each of them again.
 */
#include "source/columns.h"

#include <stdlib.h>

#define BOXES 1024 /* on a page that are cut: the time for it grows with their square */

static size_t lines_in(const struct vn_column_box *b)
{
	return b->lines ? b->lines : 1;
}

/* Neighbours may overlap by a part of a line. */
static double slack(const struct vn_column_box *b)
{
	return (b->box.bottom - b->box.top) / (double)lines_in(b) / 4;
}

static int compare(double x, double y)
{
	return (x > y) - (x < y);
}

static int by_number(const void *a, const void *b)
{
	const struct vn_column_box *x = a, *y = b;
	if (x->rank != y->rank)
		return (x->rank > y->rank) - (x->rank < y->rank);
	return (x->number > y->number) - (x->number < y->number);
}

static int by_top(const void *a, const void *b)
{
	const struct vn_column_box *x = a, *y = b;
	int order = compare(x->box.top, y->box.top);
	return order ? order : by_number(a, b);
}

static int by_left(const void *a, const void *b)
{
	const struct vn_column_box *x = a, *y = b;
	int order = compare(x->box.left, y->box.left);
	return order ? order : by_number(a, b);
}

static int by_cell(const void *a, const void *b)
{
	const struct vn_column_box *x = a, *y = b;
	if (x->row != y->row)
		return (x->row > y->row) - (x->row < y->row);
	return x->col != y->col ? (x->col > y->col) - (x->col < y->col) : by_number(a, b);
}

/* How many of BOXES, in order of their tops, or lefts if COLUMNS, stand before the first gap. */
static size_t before_gap(const struct vn_column_box *boxes, size_t count, bool columns)
{
	double end = 0;

	for (size_t i = 0; i < count; i++) {
		const struct vn_column_box *b = &boxes[i];
		double from = (columns ? b->box.left : b->box.top) + slack(b);
		double to = (columns ? b->box.right : b->box.bottom) - slack(b);
		if (i > 0 && from >= end)
			return i;
		end = i == 0 || to > end ? to : end;
	}
	return count;
}

/* How many columns stand apart among BOXES, which are put in order of their lefts. */
static size_t count_columns(struct vn_column_box *boxes, size_t count)
{
	size_t columns = 0;

	qsort(boxes, count, sizeof *boxes, by_left);
	for (size_t at = 0; at < count; columns++)
		at += before_gap(boxes + at, count - at, true);
	return columns;
}

/* Ranges of boxes that are still to be cut. */
struct work {
	struct vn_column_box *boxes, *scratch;
	struct range {
		size_t begin, end;
	} * ranges;
	size_t count, cap;
	struct vn_err *err;
};

static enum vn_status push(struct work *w, size_t begin, size_t end)
{
	enum vn_status status;

	if (end - begin < 2)
		return VN_OK;
	status = vn_grow(&w->ranges, w->count, &w->cap, sizeof *w->ranges, w->err);
	if (!status)
		w->ranges[w->count++] = (struct range){begin, end};
	return status;
}

/* The columns of a range that has some, to be cut each. */
static enum vn_status cut_columns(struct work *w, size_t begin, size_t end)
{
	enum vn_status status = VN_OK;

	qsort(w->boxes + begin, end - begin, sizeof *w->boxes, by_left);
	while (!status && begin < end) {
		size_t len = before_gap(w->boxes + begin, end - begin, true);
		status = push(w, begin, begin + len);
		begin += len;
	}
	return status;
}

/* How many columns bands [begin, end), in order of their tops, have together. */
static size_t columns_of(struct work *w, size_t begin, size_t end)
{
	memcpy(w->scratch, w->boxes + begin, (end - begin) * sizeof *w->boxes);
	return count_columns(w->scratch, end - begin);
}

/* Whether boxes [begin, end) are cells, which are read row by row. */
static bool are_cells(struct work *w, size_t begin, size_t end)
{
	bool table = w->boxes[begin].table != 0;

	for (size_t i = begin; i < end; i++) {
		if (w->boxes[i].table != w->boxes[begin].table)
			return false;
		if (!table && lines_in(&w->boxes[i]) > 1)
			return false;
	}
	return table || columns_of(w, begin, end) > 2;
}

/* Cuts a range into bands; those with the same columns stay together, unless they are of a table.
 */
static enum vn_status cut(struct work *w, size_t begin, size_t end)
{
	bool cells = are_cells(w, begin, end);
	size_t first = before_gap(w->boxes + begin, end - begin, false), stop;
	enum vn_status status = VN_OK;

	if (first == end - begin) {
		/* What stands side by side, and what overlaps. */
		if (columns_of(w, begin, end) > 1)
			return cut_columns(w, begin, end);
		qsort(w->boxes + begin, end - begin, sizeof *w->boxes, by_number);
		return VN_OK;
	}
	for (size_t at = begin; !status && at < end; at = stop) {
		stop = at + before_gap(w->boxes + at, end - at, false);
		while (!cells && stop < end) {
			size_t next = stop + before_gap(w->boxes + stop, end - stop, false);
			if (columns_of(w, at, next) < 2)
				break;
			stop = next;
		}
		if (at == begin && stop == end)
			return cut_columns(w, begin, end);
		status = push(w, at, stop);
	}
	return status;
}

/* Boxes of one rank. */
static enum vn_status sort_places(struct work *w, size_t begin, size_t end)
{
	bool roles = true;
	enum vn_status status;

	if (end - begin > BOXES)
		return VN_OK;
	for (size_t i = begin; i < end; i++) {
		if (!w->boxes[i].boxed)
			return VN_OK;
		roles &= w->boxes[i].row > 0 && w->boxes[i].table == w->boxes[begin].table;
	}
	if (roles) {
		qsort(w->boxes + begin, end - begin, sizeof *w->boxes, by_cell);
		return VN_OK;
	}
	status = push(w, begin, end);
	while (!status && w->count) {
		struct range range = w->ranges[--w->count];
		qsort(w->boxes + range.begin, range.end - range.begin, sizeof *w->boxes, by_top);
		status = cut(w, range.begin, range.end);
	}
	return status;
}

enum vn_status vn_columns_sort(struct vn_column_box *boxes, size_t count, bool places,
			       struct vn_err *err)
{
	struct work w = {.boxes = boxes, .err = err};
	enum vn_status status = VN_OK;

	if (count < 2)
		return VN_OK;
	qsort(boxes, count, sizeof *boxes, by_number);
	if (!places)
		return VN_OK;
	w.scratch = calloc(count, sizeof *w.scratch);
	if (!w.scratch)
		return vn_err_nomem(err);
	for (size_t at = 0, end; !status && at < count; at = end) {
		for (end = at + 1; end < count && boxes[end].rank == boxes[at].rank;)
			end++;
		status = sort_places(&w, at, end);
	}
	free(w.scratch);
	free(w.ranges);
	return status;
}
