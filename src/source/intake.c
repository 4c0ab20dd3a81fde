#include "source/intake.h"

#include "text/chars.h"

#define WIDE_BYTES   4		 /* that tell whether XML is in UTF-16 */
#define MARKS	     64		 /* bytes of combining marks that a cut steps back over */
#define FEED_BYTES   (64 * 1024) /* that a source is given at once */
#define MARKUP_BYTES (VN_UNIT_BYTES * UINT64_C(32)) /* of a source in one unit */
#define HELD_BYTES   (96 * 1024 * 1024)		    /* that a source may want to keep together */

/* Of a single tag or comment. An XML parser keeps one until it has all of it, and begins anew with
 * each piece that comes: without a bound the time for it would grow with its square. */
#define TAG_BYTES (4 * 1024 * 1024)

void vn_intake_fini(struct vn_intake *in)
{
	if (in->reader)
		in->source->close(in->reader);
	vn_buf_fini(&in->head);
	vn_wide_fini(&in->wide);
	vn_piece_fini(&in->piece);
	*in = (struct vn_intake){0};
}

void vn_intake_begin(struct vn_intake *in, const struct vn_source *source, bool by_line)
{
	if (in->reader)
		in->source->close(in->reader);
	in->reader = NULL;
	in->source = source;
	in->by_line = by_line;
	in->head.len = 0;
	vn_piece_reset(&in->piece);
	vn_wide_begin(&in->wide);
}

/* Gives LEN bytes of text, in source bytes up to byte END of the document, as a unit. */
static enum vn_status give(struct vn_intake *in, size_t len, uint64_t end, struct vn_err *err)
{
	struct vn_piece *piece = &in->piece;
	struct vn_str bytes = vn_buf_str(&piece->bytes);
	struct vn_str text = in->reader ? vn_buf_str(&piece->text) : bytes;
	const struct vn_reading narrow = {.source = in->source,
					  .bytes = {bytes.ptr, (size_t)(end - piece->base)},
					  .offset = piece->base,
					  .text = {text.ptr, len},
					  .map = &piece->map,
					  .marks = &piece->marks};
	struct vn_reading reading = narrow;
	enum vn_status status = VN_OK;

	if (in->wide.order)
		status = vn_wide_reading(&in->wide, &reading, &narrow, err);
	if (!status)
		status = in->take(in->take_self, &reading, err);
	if (!status)
		vn_piece_drop(piece, in->reader ? len : 0, end);
	return status;
}

/* Whether the bytes at AT belong to the character before them: inside a code point, or one of
 * the combining marks U+0300 to U+036F. Two bytes are looked at. */
static bool joins(const char *at)
{
	unsigned char c = (unsigned char)at[0], next = (unsigned char)at[1];
	return (c & 0xc0) == 0x80 || c == 0xcc || (c == 0xcd && next < 0xb0);
}

/* Where to cut a unit that is full: after the last line end, else the last blank, else between
 * two characters, else (binary data, heaps of marks) between two code points or anywhere. LEN + 1
 * bytes are readable, and a unit is longer than MARKS. */
static size_t cut(const char *bytes, size_t len)
{
	const char *end = memrchr(bytes, '\n', len);
	size_t at;
	if (end)
		return (size_t)(end - bytes) + 1;
	for (at = len; at > 0; at--)
		if (bytes[at - 1] == ' ' || bytes[at - 1] == '\t')
			return at;
	for (at = len - 1; at > len - MARKS; at--)
		if (!joins(bytes + at))
			return at;
	for (at = len; at > len - VN_UTF8_MAX; at--)
		if ((bytes[at] & 0xc0) != 0x80)
			return at;
	return len;
}

/* Plain text: the bytes are cut into units as they come. */
static enum vn_status feed_text(struct vn_intake *in, const char *bytes, size_t len,
				struct vn_err *err)
{
	struct vn_buf *pending = &in->piece.bytes;
	enum vn_status status = VN_OK;

	while (!status && len > 0) {
		/* A unit is cut when one byte more than fits has come, never earlier or later:
		 * the cuts depend on the text, not on how it was fed. */
		size_t room = VN_UNIT_BYTES + 1 - pending->len, unit = 0;
		size_t part = len < room ? len : room;
		const char *end = in->by_line ? memchr(bytes, '\n', part) : NULL;
		if (end)
			part = (size_t)(end - bytes) + 1;
		status = vn_buf_add(pending, bytes, part, err);
		bytes += part;
		len -= part;
		if (!status && pending->len > VN_UNIT_BYTES) {
			unit = cut(pending->ptr, VN_UNIT_BYTES);
			status = give(in, unit, in->piece.base + unit, err);
		}
		if (!status && end && pending->len > 0)
			status = give(in, pending->len, in->piece.base + pending->len, err);
	}
	return status;
}

/* How much of the text that a source gave is a unit by now; 0: none. Depends on text and map alone,
 * not on how the bytes were fed. */
static size_t whole(const struct vn_intake *in)
{
	const struct vn_piece *piece = &in->piece;
	const struct vn_buf *text = &piece->text;
	const char *end = in->by_line && text->len ? memchr(text->ptr, '\n', text->len) : NULL;
	size_t at = end ? (size_t)(end - text->ptr) + 1 : 0;

	if (text->len > VN_UNIT_BYTES && (!end || at > VN_UNIT_BYTES))
		at = cut(text->ptr, VN_UNIT_BYTES);
	else if (!end && piece->last - piece->base > MARKUP_BYTES)
		at = vn_text_map_before(&piece->map, piece->base + MARKUP_BYTES);
	at = at ? vn_piece_boundary(piece, at) : 0;
	/* How much mark-up stands behind the last word depends on how it was fed. */
	return at == text->len && !(in->by_line && in->source->records) ? 0 : at;
}

/* Mark-up without a word in it need not wait. */
static enum vn_status pass_markup(struct vn_intake *in, struct vn_err *err)
{
	struct vn_piece *piece = &in->piece;
	uint64_t read = piece->base + piece->bytes.len, end = vn_piece_free(piece);

	if (read - piece->reach > TAG_BYTES)
		return vn_err_set(err, VN_ELIMIT, "a tag or comment of more than %d MiB",
				  TAG_BYTES >> 20);
	if (piece->bytes.len > HELD_BYTES)
		return vn_err_set(err, VN_ELIMIT, "an element of more than %d MiB",
				  HELD_BYTES >> 20);
	if (piece->text.len > 0 || end == piece->base ||
	    (!(in->by_line && in->source->records) && end - piece->base < FEED_BYTES))
		return VN_OK;
	return give(in, 0, end, err);
}

/* A source with mark-up: its text is cut into units. */
static enum vn_status feed_source(struct vn_intake *in, const char *bytes, size_t len, bool last,
				  struct vn_err *err)
{
	enum vn_status status = VN_OK;

	do {
		size_t part = len < FEED_BYTES ? len : FEED_BYTES, text;
		const char *end = in->by_line && part ? memchr(bytes, '\n', part) : NULL;
		if (end) /* a record without text is passed on alone, however it was fed */
			part = (size_t)(end - bytes) + 1;
		status = vn_buf_add(&in->piece.bytes, bytes, part, err);
		if (!status)
			status = in->source->feed(in->reader, bytes, part, last && part == len,
						  &in->piece, err);
		while (!status && (text = whole(in)) > 0)
			status = give(in, text, vn_piece_cut(&in->piece, text), err);
		if (!status)
			status = pass_markup(in, err);
		bytes += part;
		len -= part;
	} while (!status && len > 0);
	return status;
}

/* The source with the next bytes, in UTF-8. */
static enum vn_status feed_narrow(struct vn_intake *in, struct vn_str bytes, bool last,
				  struct vn_err *err)
{
	enum vn_status status = VN_OK;

	if (in->source->open && !in->reader)
		status = in->source->open(&in->reader, &in->how, err);
	if (!status)
		in->piece.joins = in->source->group != NULL;
	in->piece.by_line = in->by_line;
	in->piece.wide = in->wide.order != VN_WIDE_NO;
	if (status)
		return status;
	return in->reader ? feed_source(in, bytes.ptr, bytes.len, last, err)
			  : feed_text(in, bytes.ptr, bytes.len, err);
}

static enum vn_status feed(struct vn_intake *in, const char *bytes, size_t len, bool last,
			   struct vn_err *err)
{
	struct vn_str next = {bytes, len};
	enum vn_status status = VN_OK;

	/* The first bytes of XML tell whether it is in UTF-16. */
	if (in->source->xml && !in->reader) {
		if (in->head.ptr != bytes)
			status = vn_buf_add(&in->head, bytes, len, err);
		next = vn_buf_str(&in->head);
		if (status || (next.len < WIDE_BYTES && !last))
			return status;
		in->wide.order = vn_wide_probe(next);
	}
	if (!in->wide.order)
		return feed_narrow(in, next, last, err);
	status = vn_wide_decode(&in->wide, next, last, err);
	return status ? status : feed_narrow(in, vn_buf_str(&in->wide.narrow), last, err);
}

/* What a document that begins with HEAD is; NULL: more bytes must come. */
static const struct vn_source *source_of(struct vn_intake *in, struct vn_str head, bool ended,
					 struct vn_err *err)
{
	const struct vn_source *source = NULL;
	struct vn_wide_input *wide = &in->wide;

	wide->order = vn_wide_probe(head);
	if (wide->order && !vn_wide_decode(wide, head, false, err)) {
		source = vn_source_probe(vn_buf_str(&wide->narrow), ended);
		if (!source || source->xml) {
			vn_wide_begin(wide);
			return source;
		}
	}
	vn_wide_begin(wide);
	return vn_source_probe(head, ended);
}

/* Keeps the begin of the document until it shows what it is. */
static enum vn_status probe(struct vn_intake *in, const char *bytes, size_t len, bool ended,
			    struct vn_err *err)
{
	enum vn_status status = vn_buf_add(&in->head, bytes, len, err);
	struct vn_str head = vn_buf_str(&in->head);

	if (status)
		return status;
	ended |= head.len >= VN_PROBE_BYTES;
	head.len = head.len < VN_PROBE_BYTES ? head.len : VN_PROBE_BYTES;
	in->source = source_of(in, head, ended, err);
	return in->source ? feed(in, in->head.ptr, in->head.len, false, err) : VN_OK;
}

enum vn_status vn_intake_feed(struct vn_intake *in, const char *bytes, size_t len,
			      struct vn_err *err)
{
	if (len == 0)
		return VN_OK;
	return in->source ? feed(in, bytes, len, false, err) : probe(in, bytes, len, false, err);
}

enum vn_status vn_intake_finish(struct vn_intake *in, struct vn_err *err)
{
	struct vn_piece *piece = &in->piece;
	enum vn_status status = VN_OK;

	if (!in->source)
		status = probe(in, "", 0, true, err);
	if (!status)
		status = feed(in, "", 0, true, err);
	if (status || piece->bytes.len == 0)
		return status;
	return give(in, in->reader ? piece->text.len : piece->bytes.len,
		    piece->base + piece->bytes.len, err);
}
