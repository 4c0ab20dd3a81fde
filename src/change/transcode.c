#include "change/transcode.h"

#include "text/chars.h"

/* The walk over a unit, piece by piece. */
struct walk {
	struct vn_splices *splices;
	const struct vn_unit *unit;
	const struct vn_reading *reading;
	const struct vn_output *to;
	struct vn_str text; /* the finished one */
	size_t net;	    /* the next of the composed ones */
	uint64_t line;	    /* that the piece begins in */
	uint64_t from;	    /* byte of the source behind the last piece */
	struct vn_buf bytes;
};

/* A letter, or a byte that is none of UTF-8, that there are no bytes for. */
static enum vn_status lacks(const struct walk *w, struct vn_str text, size_t at, struct vn_err *err)
{
	uint64_t line = w->line;
	size_t end = at;
	int32_t c = vn_utf8_next(text, &end);

	for (size_t i = 0; i < at; i++)
		line += text.ptr[i] == '\n';
	if (c < 0)
		return vn_err_set(err, VN_EINPUT, "line %llu: a byte that is no UTF-8 (%02X)",
				  (unsigned long long)line, (unsigned char)text.ptr[at]);
	return vn_err_set(err, VN_EINPUT, "line %llu: %s has no '%.*s' (U+%04X)",
			  (unsigned long long)line, w->to->name, (int)(end - at), text.ptr + at,
			  (unsigned)c);
}

/* Where the piece of TEXT that has byte AT ends. No sequence of a charset holds a blank. */
static size_t piece_end(struct vn_str text, size_t at, bool lines)
{
	if (lines) {
		const char *end = memchr(text.ptr + at, '\n', text.len - at);
		return end ? (size_t)(end - text.ptr) + 1 : text.len;
	}
	bool blank = vn_blank_byte(text.ptr[at]);
	while (at < text.len && vn_blank_byte(text.ptr[at]) == blank)
		at++;
	return at;
}

/* The next piece with all changes that reach into it, as one. */
static struct vn_net next_piece(struct walk *w, size_t in, size_t out, bool lines)
{
	const struct vn_composed *c = &w->splices->composed;
	struct vn_net piece = {in, in, out, out, VN_NO_EDIT, VN_NO_EDIT};
	size_t shift = in - out; /* wraps around */

	if (out < w->text.len)
		piece.out_end = piece_end(w->text, out, lines);
	for (; w->net < c->count &&
	       (c->nets[w->net].out_begin < piece.out_end || piece.out_end == w->text.len);
	     w->net++) {
		const struct vn_net *net = &c->nets[w->net];
		if (piece.first == VN_NO_EDIT)
			piece.first = net->first;
		else
			c->next[piece.last] = net->first;
		piece.last = net->last;
		shift = net->end - net->out_end;
		if (net->out_end > piece.out_end)
			piece.out_end = piece_end(w->text, net->out_end - 1, lines);
	}
	piece.end = piece.out_end + shift;
	return piece;
}

/* Whether the bytes of PIECE in the source are its text in the charset to write, in any spelling.
 */
static bool stands(const struct walk *w, const struct vn_net *piece)
{
	struct vn_str bytes = {w->reading->text.ptr + piece->begin, piece->end - piece->begin};
	struct vn_str text = {w->text.ptr + piece->out_begin, piece->out_end - piece->out_begin};
	size_t at = 0, out = 0;

	if (!w->to->charset || w->reading->map->count)
		return false;
	while (at < bytes.len && out < text.len)
		if (vn_charset_next(w->to->charset, bytes, &at) != vn_utf8_next(text, &out))
			return false;
	return at == bytes.len && out == text.len;
}

static enum vn_status add(struct walk *w, const struct vn_net *piece, struct vn_err *err)
{
	struct vn_splices *s = w->splices;
	struct vn_splice splice = {.net = *piece, .inner = true};
	enum vn_status status = vn_grow(&s->items, s->count, &s->cap, sizeof splice, err);

	if (status)
		return status;
	splice.after = vn_arena_copy(&s->arena, w->bytes.ptr, w->bytes.len);
	if (!splice.after.ptr)
		return vn_err_nomem(err);
	splice.begin = w->from;
	splice.end = w->reading->map->count ? vn_text_map_source(w->reading->map, piece->end)
					    : w->reading->offset + piece->end;
	if (piece->end == w->reading->text.len)
		splice.end = w->reading->offset + w->reading->bytes.len;
	splice.before = (struct vn_str){w->reading->bytes.ptr + (splice.begin - w->reading->offset),
					(size_t)(splice.end - splice.begin)};
	w->from = splice.end;
	if (!vn_str_eq(splice.before, splice.after))
		s->items[s->count++] = splice;
	return VN_OK;
}

/* Writes PIECE. What stands in the file as the charset has it stays, however that spells it. */
static enum vn_status write_piece(struct walk *w, const struct vn_net *piece, struct vn_err *err)
{
	struct vn_str text = {w->text.ptr + piece->out_begin, piece->out_end - piece->out_begin};
	enum vn_status status = VN_OK;
	size_t done = text.len;

	w->bytes.len = 0;
	if (w->to->mark && w->from == 0)
		status = vn_output_unit(w->to, 0xfeff, &w->bytes, err);
	if (!status && stands(w, piece))
		status = vn_buf_add(&w->bytes, w->reading->text.ptr + piece->begin,
				    piece->end - piece->begin, err);
	else if (!status)
		status = vn_output_encode(w->to, text, &w->bytes, &done, err);
	if (!status && done < text.len)
		return lacks(w, text, done, err);
	for (size_t i = 0; i < text.len; i++)
		w->line += text.ptr[i] == '\n';
	return status ? status : add(w, piece, err);
}

enum vn_status vn_splices_transcode(struct vn_splices *splices, const struct vn_unit *unit,
				    const struct vn_reading *reading, const struct vn_output *to,
				    uint64_t line, bool by_line, struct vn_err *err)
{
	struct walk w = {.splices = splices,
			 .unit = unit,
			 .reading = reading,
			 .to = to,
			 .text = vn_buf_str(&unit->text),
			 .line = line,
			 .from = reading->offset};
	bool lines = by_line || reading->map->count > 0 || to->wide;
	struct vn_net piece = {.first = VN_NO_EDIT, .last = VN_NO_EDIT};
	enum vn_status status = VN_OK;

	if (reading->source->open && !reading->source->plain)
		return vn_err_set(err, VN_EINPUT,
				  "is %s: only plain text can be written in another charset",
				  reading->source->name);
	splices->count = 0;
	do {
		piece = next_piece(&w, piece.end, piece.out_end, lines);
		status = write_piece(&w, &piece, err);
	} while (!status && (piece.out_end < w.text.len || w.net < splices->composed.count));
	vn_buf_fini(&w.bytes);
	return status ? status : vn_splices_order(splices, err);
}
