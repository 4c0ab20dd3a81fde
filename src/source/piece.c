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
	*piece = (struct vn_piece){0};
}

void vn_piece_reset(struct vn_piece *piece)
{
	struct vn_buf bytes = piece->bytes, text = piece->text;
	struct vn_text_map map = piece->map;

	bytes.len = text.len = map.count = 0;
	*piece = (struct vn_piece){.bytes = bytes, .text = text, .map = map};
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

/* The gap up to byte TO. */
static enum vn_status add_edge(struct vn_piece *piece, uint64_t to, struct vn_err *err)
{
	struct vn_run run = {.from = piece->last, .to = to, .kind = VN_RUN_GAP};
	struct vn_str text = edges[piece->edge];

	piece->edge = VN_EDGE_NONE;
	return text.len ? add_run(piece, text, run, err) : VN_OK;
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
	return status ? status : add_run(piece, text, run, err);
}

enum vn_status vn_piece_end(struct vn_piece *piece, struct vn_err *err)
{
	return add_edge(piece, piece->last, err);
}

uint64_t vn_piece_cut(const struct vn_piece *piece, size_t len)
{
	return len == piece->text.len ? piece->reach : vn_text_map_source(&piece->map, len);
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
	vn_text_map_drop(&piece->map, len);
	drop(&piece->text, len);
	drop(&piece->bytes, (size_t)(at - piece->base));
	piece->base = at;
	if (piece->last < at)
		piece->last = at;
}
