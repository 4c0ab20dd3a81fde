#include "source/piece.h"

static const struct vn_str edges[] = {
	[VN_EDGE_NONE] = {"", 0},      [VN_EDGE_WORD] = {" ", 1},    [VN_EDGE_LINE] = {"\n", 1},
	[VN_EDGE_BLOCK] = {"\n\n", 2}, [VN_EDGE_PAGE] = {"\n\f", 2},
};

void vn_piece_fini(struct vn_piece *piece)
{
	vn_buf_fini(&piece->bytes);
	vn_buf_fini(&piece->text);
	vn_text_map_fini(&piece->map);
	vn_marks_fini(&piece->marks);
	*piece = (struct vn_piece){0};
}

void vn_piece_reset(struct vn_piece *piece)
{
	struct vn_buf bytes = piece->bytes, text = piece->text;
	struct vn_text_map map = piece->map;
	struct vn_marks marks = piece->marks;

	bytes.len = text.len = map.count = 0;
	vn_marks_reset(&marks);
	*piece = (struct vn_piece){.bytes = bytes, .text = text, .map = map, .marks = marks};
}

void vn_piece_edge(struct vn_piece *piece, enum vn_edge edge)
{
	/* The first word of a document has nothing before it. */
	if (piece->begun && edge > piece->edge)
		piece->edge = edge;
}

static enum vn_status add_run(struct vn_piece *piece, struct vn_str text, struct vn_run run,
			      struct vn_err *err)
{
	enum vn_status status;

	run.begin = piece->text.len;
	run.end = run.begin + text.len;
	status = vn_text_map_add(&piece->map, &run, err);
	if (!status)
		status = vn_buf_add(&piece->text, text.ptr, text.len, err);
	piece->last = run.to;
	return status;
}

/* Whether the word that begins now may become one with the last one. */
static bool joins(const struct vn_piece *piece)
{
	const struct vn_marks *marks = &piece->marks;

	return piece->joins && piece->edge == VN_EDGE_WORD && piece->word && !piece->word_begun &&
	       marks->word_count > 0 && marks->words[marks->word_count - 1].end == piece->text.len;
}

/* The gap up to byte TO. */
static enum vn_status add_edge(struct vn_piece *piece, uint64_t to, struct vn_err *err)
{
	struct vn_run run = {.from = piece->last, .to = to, .kind = VN_RUN_GAP};
	struct vn_str text = edges[piece->edge];

	if (joins(piece))
		run.kind = VN_RUN_JOINT;
	piece->edge = VN_EDGE_NONE;
	return text.len ? add_run(piece, text, run, err) : VN_OK;
}

/* Text begins in the hold and the word that are open. */
static enum vn_status begin_text(struct vn_piece *piece, struct vn_err *err)
{
	struct vn_marks *marks = &piece->marks;
	enum vn_status status = VN_OK;

	if (piece->word && !piece->word_begun) {
		piece->word_begun = true;
		piece->word_begin = piece->text.len;
	}
	if (piece->held && !piece->held_begun) {
		piece->held_begun = true;
		status = vn_grow(&marks->holds, marks->hold_count, &marks->hold_cap,
				 sizeof *marks->holds, err);
		if (!status)
			marks->holds[marks->hold_count++] =
				(struct vn_hold){piece->text.len, SIZE_MAX, piece->held_from, 0};
	}
	return status;
}

enum vn_status vn_piece_add(struct vn_piece *piece, struct vn_str text, uint64_t from, uint64_t to,
			    uint8_t style, struct vn_err *err)
{
	const char *bytes = piece->bytes.ptr + (from - piece->base);
	bool same = to - from == text.len && memcmp(bytes, text.ptr, text.len) == 0;
	struct vn_run run = {.from = from, .to = to, .style = style};
	enum vn_status status;

	if (text.len == 0)
		return VN_OK;
	run.kind = same ? VN_RUN_COPIED : VN_RUN_DECODED;
	status = add_edge(piece, from, err);
	piece->begun = true;
	if (!status)
		status = begin_text(piece, err);
	return status ? status : add_run(piece, text, run, err);
}

void vn_piece_hold(struct vn_piece *piece, uint64_t from)
{
	if (piece->held++)
		return;
	piece->held_from = from;
	piece->held_begun = false;
}

void vn_piece_release(struct vn_piece *piece, uint64_t to)
{
	struct vn_marks *marks = &piece->marks;
	struct vn_hold *last;

	if (!piece->held || --piece->held)
		return;
	if (piece->held_begun) {
		last = &marks->holds[marks->hold_count - 1];
		last->end = piece->text.len;
		last->to = to;
	}
	piece->held_begun = false;
}

void vn_piece_word(struct vn_piece *piece, uint64_t from)
{
	vn_piece_hold(piece, from);
	piece->word = true;
	piece->word_begun = false;
	piece->word_from = from;
	piece->word_rating = 0;
}

void vn_piece_rate(struct vn_piece *piece, double sure)
{
	if (piece->word && sure >= 0 && sure <= 100)
		piece->word_rating = (uint8_t)(sure + 1.5);
}

enum vn_status vn_piece_word_end(struct vn_piece *piece, uint64_t to, struct vn_err *err)
{
	const struct vn_element word = {piece->word_begin, piece->text.len, piece->word_from, to,
					piece->word_rating};
	bool begun = piece->word && piece->word_begun;

	if (piece->word)
		vn_piece_release(piece, to);
	piece->word = piece->word_begun = false;
	return begun ? vn_marks_word(&piece->marks, word, err) : VN_OK;
}

void vn_piece_join(struct vn_piece *piece)
{
	piece->edge = VN_EDGE_NONE;
}

enum vn_status vn_piece_end(struct vn_piece *piece, struct vn_err *err)
{
	return add_edge(piece, piece->last, err);
}

size_t vn_piece_boundary(const struct vn_piece *piece, size_t at)
{
	const struct vn_hold *hold;

	at = vn_text_map_boundary(&piece->map, at);
	while ((hold = vn_marks_held(&piece->marks, at))) {
		if (hold->end == SIZE_MAX)
			return 0;
		at = vn_text_map_boundary(&piece->map, hold->end);
	}
	return at;
}

uint64_t vn_piece_free(const struct vn_piece *piece)
{
	return piece->held && piece->held_from < piece->reach ? piece->held_from : piece->reach;
}

/* The hold that begins at byte AT of the text. */
static const struct vn_hold *hold_at(const struct vn_piece *piece, size_t at)
{
	const struct vn_hold *hold = vn_marks_held(&piece->marks, at + 1);
	return hold && hold->begin == at ? hold : NULL;
}

uint64_t vn_piece_cut(const struct vn_piece *piece, size_t len)
{
	const struct vn_hold *hold;
	uint64_t at;

	if (len == piece->text.len)
		return vn_piece_free(piece);
	hold = hold_at(piece, len);
	if (hold)
		return hold->from;
	at = vn_text_map_source(&piece->map, len);
	/* What says held text again may stand behind the last of it. */
	hold = vn_marks_held_to(&piece->marks, len);
	return hold && hold->to > at ? hold->to : at;
}

/* Takes the first LEN bytes out of BUF, which has no bytes to point at while it is empty. */
static void drop(struct vn_buf *buf, size_t len)
{
	if (!len)
		return;
	buf->len -= len;
	memmove(buf->ptr, buf->ptr + len, buf->len);
}

void vn_piece_drop(struct vn_piece *piece, size_t len, uint64_t at)
{
	piece->dropped += len;
	vn_text_map_drop(&piece->map, len);
	vn_marks_drop(&piece->marks, len, at);
	if (piece->word_begun)
		piece->word_begin -= len;
	drop(&piece->text, len);
	drop(&piece->bytes, (size_t)(at - piece->base));
	piece->base = at;
	if (piece->last < at)
		piece->last = at;
}
