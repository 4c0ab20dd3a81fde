#include "source/arrange.h"

#include <stdlib.h>

/* Where a part was, and where it goes: NOW is the new place of byte BEGIN. */
struct move {
	size_t begin, end, now;
};

/* What the text becomes, beside the old one. */
struct work {
	struct vn_piece *piece;
	struct move *moves; /* by their old places */
	size_t count;
	size_t begin; /* byte from which on the text is put in order */
	struct vn_buf text;
	struct vn_text_map map;
	struct vn_element *words;
	size_t word_count;
	struct vn_err *err;
};

/* The empty line before a part. It stands for nothing of the file. */
static enum vn_status add_gap(struct work *w)
{
	static const struct vn_str line = {"\n\n", 2};
	const struct vn_run *last = &w->map.runs[w->map.count - 1];
	const struct vn_run run = {w->begin + w->text.len,
				   w->begin + w->text.len + line.len,
				   last->to,
				   last->to,
				   VN_RUN_GAP,
				   0};
	enum vn_status status = vn_text_map_add(&w->map, &run, w->err);

	return status ? status : vn_buf_add(&w->text, line.ptr, line.len, w->err);
}

/* The last part that begins at byte AT of the old text or before; NULL: none does. */
static struct move *move_of(const struct work *w, size_t at)
{
	size_t low = 0, high = w->count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (w->moves[mid].begin > at)
			high = mid;
		else
			low = mid + 1;
	}
	return low ? &w->moves[low - 1] : NULL;
}

/* Adds the text of a part with what belongs to it. */
static enum vn_status add_part(struct work *w, const struct vn_column_box *part)
{
	const struct vn_text_map *map = &w->piece->map;
	const struct vn_marks *marks = &w->piece->marks;
	const size_t begin = (size_t)part->begin, end = (size_t)part->end;
	size_t now = w->begin + w->text.len;
	enum vn_status status =
		vn_buf_add(&w->text, w->piece->text.ptr + begin, end - begin, w->err);

	for (size_t i = vn_text_map_find(map, begin);
	     !status && i < map->count && map->runs[i].begin < end; i++) {
		struct vn_run run = map->runs[i];
		run.begin += now - begin;
		run.end += now - begin;
		status = vn_text_map_add(&w->map, &run, w->err);
	}
	for (size_t i = vn_marks_find(marks, begin);
	     i < marks->word_count && marks->words[i].begin < end; i++) {
		struct vn_element word = marks->words[i];
		word.begin += now - begin;
		word.end += now - begin;
		w->words[w->word_count++] = word;
	}
	move_of(w, begin)->now = now;
	return status;
}

/* Where byte AT of the old text stands now. */
static size_t moved(const struct work *w, size_t at)
{
	const struct move *move = move_of(w, at);
	return move && at <= move->end ? move->now + (at - move->begin) : at;
}

static int by_begin(const void *a, const void *b)
{
	const struct move *x = a, *y = b;
	return (x->begin > y->begin) - (x->begin < y->begin);
}

/* What lies in the text, wherever it is listed. */
static void move_marks(const struct work *w)
{
	struct vn_marks *marks = &w->piece->marks;

	for (size_t i = 0; i < marks->echo_count; i++) {
		struct vn_run *run = &marks->echoes[i].run;
		size_t len = run->end - run->begin;
		run->begin = moved(w, run->begin);
		run->end = run->begin + len;
	}
	for (size_t i = 0; i < marks->extra_count; i++) {
		struct vn_extra *extra = &marks->extras[i];
		size_t len = extra->end - extra->begin;
		if (extra->end == SIZE_MAX)
			continue;
		extra->begin = moved(w, extra->begin);
		extra->end = extra->begin + len;
	}
}

/* Puts what was made in the place of the old. */
static enum vn_status replace(struct work *w)
{
	struct vn_piece *piece = w->piece;
	struct vn_marks *marks = &piece->marks;
	size_t first = vn_marks_find(marks, w->begin);
	enum vn_status status = VN_OK;

	piece->map.count = vn_text_map_find(&piece->map, w->begin);
	for (size_t i = 0; !status && i < w->map.count; i++)
		status = vn_text_map_add(&piece->map, &w->map.runs[i], w->err);
	piece->text.len = w->begin;
	if (!status)
		status = vn_buf_add(&piece->text, w->text.ptr, w->text.len, w->err);
	if (w->word_count)
		memcpy(marks->words + first, w->words, w->word_count * sizeof *w->words);
	marks->word_count = first + w->word_count;
	move_marks(w);
	return status;
}

enum vn_status vn_arrange(struct vn_piece *piece, const struct vn_column_box *parts, size_t count,
			  struct vn_err *err)
{
	struct work w = {.piece = piece, .count = count, .begin = SIZE_MAX, .err = err};
	enum vn_status status = VN_OK;

	w.moves = calloc(count, sizeof *w.moves);
	w.words = calloc(piece->marks.word_count + 1, sizeof *w.words);
	if (!w.moves || !w.words)
		status = vn_err_nomem(err);
	for (size_t i = 0; !status && i < count; i++) {
		w.moves[i] = (struct move){(size_t)parts[i].begin, (size_t)parts[i].end, 0};
		w.begin = w.moves[i].begin < w.begin ? w.moves[i].begin : w.begin;
	}
	if (!status)
		qsort(w.moves, count, sizeof *w.moves, by_begin);
	for (size_t i = 0; !status && i < count; i++) {
		if (i > 0)
			status = add_gap(&w);
		if (!status)
			status = add_part(&w, &parts[i]);
	}
	if (!status)
		status = replace(&w);
	free(w.moves);
	free(w.words);
	vn_buf_fini(&w.text);
	vn_text_map_fini(&w.map);
	return status;
}
