/* A document for the page: its changes, and its lines in pieces of text and changes. */
#include "html/add.h"
#include "text/chars.h"

#include <stdlib.h>

#include <nettle/base64.h>

/* Bytes as the page shows them: those that are no UTF-8 as U+FFFD. NULL when memory is out. */
static json_t *shown(struct vn_str bytes, bool *exact)
{
	static const char unknown[] = "\xef\xbf\xbd";
	struct vn_buf out = {0};
	enum vn_status status = VN_OK;
	json_t *text = NULL;

	*exact = true;
	for (size_t at = 0; !status && at < bytes.len;) {
		size_t from = at;
		if (vn_utf8_next(bytes, &at) >= 0) {
			status = vn_buf_add(&out, bytes.ptr + from, at - from, NULL);
		} else {
			status = vn_buf_add(&out, unknown, sizeof unknown - 1, NULL);
			*exact = false;
		}
	}
	if (!status)
		text = json_stringn(out.ptr ? out.ptr : "", out.len);
	vn_buf_fini(&out);
	return text;
}

json_t *vn_page_bytes(struct vn_str bytes)
{
	size_t len = BASE64_ENCODE_RAW_LENGTH(bytes.len);
	bool exact;
	json_t *text = shown(bytes, &exact);
	char *raw;

	if (exact || !text)
		return text;
	raw = malloc(len);
	if (!raw) {
		json_decref(text);
		return NULL;
	}
	base64_encode_raw(raw, bytes.len, (const uint8_t *)bytes.ptr);
	text = json_pack("[o,s#]", text, raw, (int)len);
	free(raw);
	return text;
}

json_t *vn_page_name(const char *name)
{
	return vn_page_bytes((struct vn_str){name, strlen(name)});
}

/* Appends VALUE, which is taken over, as an element of the array in OUT. */
static enum vn_status add_element(struct vn_spool *out, bool first, json_t *value,
				  struct vn_err *err)
{
	enum vn_status status = value ? VN_OK : vn_err_nomem(err);
	if (!status && !first)
		status = vn_spool_add(out, ",", 1, err);
	if (!status)
		status = vn_json_line(value, true, out, err);
	json_decref(value);
	return status;
}

static json_t *causes_of(const struct vn_change *change)
{
	json_t *list = json_array();
	for (size_t i = 0; list && i < change->cause_count; i++)
		if (json_array_append_new(list, json_pack("s++", change->causes[i].stage, ": ",
							  change->causes[i].rule))) {
			json_decref(list);
			return NULL;
		}
	return list;
}

static json_t *others_of(const struct vn_change *change)
{
	json_t *list = json_array();
	for (size_t i = 0; list && i < change->alternative_count; i++)
		if (json_array_append_new(
			    list, json_pack("[o,i]", vn_page_bytes(change->alternatives[i].text),
					    (int)change->alternatives[i].confidence))) {
			json_decref(list);
			return NULL;
		}
	return list;
}

/* The bytes of the source behind a change, where they are not those of the text: what the list of
 * decisions needs beside what is shown. */
static bool add_source(json_t *list, const struct vn_change *change)
{
	if (vn_str_eq(change->read, change->before) && vn_str_eq(change->text, change->after) &&
	    !change->inner && !change->style)
		return true;
	return json_array_append_new(list, vn_page_bytes(change->before)) == 0 &&
	       json_array_append_new(list, vn_page_bytes(change->after)) == 0 &&
	       json_array_append_new(list, json_boolean(change->inner)) == 0 &&
	       json_array_append_new(list, json_integer(change->style)) == 0;
}

/* [of, of end, in, in end, out, out end, before, after, whether it is an echo, style] of what
 * changes brought with them: nothing of it is shown. */
static json_t *beside_of(const struct vn_splice *beside)
{
	return json_pack("[I,I,I,I,I,I,o,o,b,i]", (json_int_t)beside->of_begin,
			 (json_int_t)beside->of_end, (json_int_t)beside->begin,
			 (json_int_t)beside->end, (json_int_t)beside->out_begin,
			 (json_int_t)beside->out_end, vn_page_bytes(beside->before),
			 vn_page_bytes(beside->after), (int)beside->echo, (int)beside->style);
}

/* [line, in, in end, out, out end, before, after or null for a doubt, kind, name, doubtful,
 * confidence in 1/10,000, causes, alternatives, PLACE]: what page.js calls its fields. What
 * add_source() adds follows. PLACE is taken over.
 */
static json_t *change_of(const struct vn_change *change, json_t *place)
{
	json_t *list = json_pack(
		"[I,I,I,I,I,o,o,s,b,b,i,o,o,o]", (json_int_t)change->line,
		(json_int_t)change->begin, (json_int_t)change->end, (json_int_t)change->out_begin,
		(json_int_t)change->out_end, vn_page_bytes(change->read),
		change->doubt ? json_null() : vn_page_bytes(change->text),
		vn_kind_names[change->kind], (int)change->name, (int)change->doubtful,
		(int)change->confidence, causes_of(change), others_of(change), place);

	if (list && !add_source(list, change)) {
		json_decref(list);
		return NULL;
	}
	return list;
}

/* Where CHANGE stands on a picture that the document holds. */
static json_t *place_within(struct vn_page_part *part, const struct vn_pictures *pictures,
			    const struct vn_change *change)
{
	struct vn_picture_place place;

	if (!pictures->place(pictures->self, change->begin, change->end, &place))
		return json_null();
	if (vn_page_want(&part->pictures, place.picture, change->doubtful, NULL) != VN_OK)
		return NULL;
	return json_pack("[I,i,i,i,i,i]", (json_int_t)place.picture, (int)place.left,
			 (int)place.top, (int)place.right, (int)place.bottom, place.runs);
}

/* [page, left, top, right, bottom] of the picture that CHANGE stands on, and how words run there if
 * the document holds it; or null where there is none. NULL when memory is out. */
static json_t *place_of(struct vn_page_part *part, const struct vn_audit *audit,
			const struct vn_change *change)
{
	struct vn_place box = {0};
	size_t page;

	if (audit->pictures)
		return place_within(part, audit->pictures, change);
	if (part->placed &&
	    vn_places_find(&part->places, change->begin, &box, &page, NULL) != VN_OK)
		return NULL;
	return box.known ? json_pack("[I,i,i,i,i]", (json_int_t)page, (int)box.left, (int)box.top,
				     (int)box.right, (int)box.bottom)
			 : json_null();
}

/* Whether documents of this kind may name pictures of their pages. */
static bool has_places(const struct vn_audit *audit)
{
	const char *format = vn_audit_format(audit);
	return format && !audit->whole &&
	       (strcmp(format, "hocr") == 0 || strcmp(format, "alto") == 0 ||
		strcmp(format, "page") == 0);
}

/* The rows of a unit: [line, piece, ...], a piece being a text or the index of a change. */
struct rows {
	struct vn_page_part *part;
	json_t *row; /* the one that is being filled; NULL: none */
	struct vn_err *err;
};

static enum vn_status end_row(struct rows *rows)
{
	json_t *row = rows->row;
	rows->row = NULL;
	return add_element(&rows->part->text, rows->part->row_count++ == 0, row, rows->err);
}

/* Adds a piece to the row, and begins one if there is none. */
static enum vn_status add_piece(struct rows *rows, json_t *piece)
{
	if (!rows->row)
		rows->row = json_pack("[I]", (json_int_t)rows->part->line);
	return json_array_append_new(rows->row, piece) ? vn_err_nomem(rows->err) : VN_OK;
}

/* Text without changes: each line feed ends a row. */
static enum vn_status add_plain(struct rows *rows, struct vn_str text)
{
	const char *end = text.ptr + text.len;
	enum vn_status status = VN_OK;
	bool exact;

	while (!status && text.ptr < end) {
		const char *stop = memchr(text.ptr, '\n', (size_t)(end - text.ptr));
		text.len = (size_t)((stop ? stop : end) - text.ptr);
		if (stop && text.len && text.ptr[text.len - 1] == '\r')
			text.len--;
		status = add_piece(rows, shown(text, &exact));
		if (stop && !status)
			status = end_row(rows);
		rows->part->line += stop != NULL;
		text.ptr = stop ? stop + 1 : end;
	}
	return status;
}

static uint64_t lines_in(struct vn_str text)
{
	uint64_t lines = 0;
	for (size_t i = 0; i < text.len; i++)
		lines += text.ptr[i] == '\n';
	return lines;
}

static enum vn_status begin(void *self, const struct vn_audit *audit, struct vn_err *err)
{
	struct vn_page_part *part = self;
	(void)audit;
	vn_spool_reset(&part->changes);
	vn_spool_reset(&part->text);
	vn_spool_reset(&part->beside);
	vn_spool_reset(&part->piece);
	part->change_count = part->row_count = part->beside_count = 0;
	part->line = 1;
	vn_page_pictures_begin(&part->pictures);
	return vn_places_begin(&part->places, err);
}

static int by_place(const void *a, const void *b)
{
	const struct vn_page_place *x = a, *y = b;
	return (x->at > y->at) - (x->at < y->at);
}

/* The changes of a unit, which are listed as they stand in the document, as its text is read. */
static enum vn_status put_in_order(struct vn_page_part *part, const struct vn_changes *changes,
				   struct vn_err *err)
{
	enum vn_status status =
		vn_room(&part->order, changes->count, &part->order_cap, sizeof *part->order, err);
	bool sorted = true;

	for (size_t i = 0; !status && i < changes->count; i++) {
		part->order[i] = (struct vn_page_place){changes->items[i].at, i};
		sorted &= i == 0 || part->order[i - 1].at <= part->order[i].at;
	}
	if (!status && !sorted)
		qsort(part->order, changes->count, sizeof *part->order, by_place);
	return status;
}

static enum vn_status unit(void *self, const struct vn_audit *audit, struct vn_err *err)
{
	struct vn_page_part *part = self;
	struct rows rows = {part, NULL, err};
	enum vn_status status = put_in_order(part, &audit->changes, err);
	uint64_t first = part->change_count;
	size_t at = 0;

	part->placed = has_places(audit);
	if (!status && part->placed)
		status = vn_places_add(&part->places, audit->input, err);
	for (size_t i = 0; !status && i < audit->changes.count; i++) {
		status = add_element(&part->changes, part->change_count == 0,
				     change_of(&audit->changes.items[i],
					       place_of(part, audit, &audit->changes.items[i])),
				     err);
		part->change_count++;
	}
	for (size_t i = 0; !status && i < audit->changes.count; i++) {
		size_t number = part->order[i].change, from = part->order[i].at;
		const struct vn_change *change = &audit->changes.items[number];
		status = add_plain(&rows, (struct vn_str){audit->text.ptr + at, from - at});
		if (!status)
			status = add_piece(&rows, json_integer((json_int_t)(first + number)));
		part->line += lines_in(change->read);
		at = from + change->read.len;
	}
	if (!status)
		status = add_plain(&rows,
				   (struct vn_str){audit->text.ptr + at, audit->text.len - at});
	if (!status && rows.row)
		status = end_row(&rows);
	for (size_t i = 0; !status && i < audit->changes.beside_count; i++)
		status = add_element(&part->beside, part->beside_count++ == 0,
				     beside_of(&audit->changes.beside[i]), err);
	json_decref(rows.row);
	return status;
}

static json_t *side_of(uint64_t bytes, const uint8_t sha[VN_SHA256])
{
	char hex[65];
	vn_json_hex(sha, hex);
	return json_pack("{s:I,s:s}", "bytes", (json_int_t)bytes, "sha256", hex);
}

/* Of an archive: its text, which the changes are bytes of. */
static enum vn_status add_texts(json_t *about, const struct vn_audit *audit, struct vn_err *err)
{
	enum vn_status status =
		vn_json_set(about, "text_in", side_of(audit->text_in, audit->sha_text_in), err);

	return status ? status
		      : vn_json_set(about, "text_out",
				    side_of(audit->text_out, audit->sha_text_out), err);
}

static enum vn_status end(void *self, const struct vn_audit *audit, const struct vn_audit_end *how,
			  struct vn_err *err)
{
	struct vn_page_part *part = self;
	const struct vn_audit_document *document = &audit->document;
	bool written = audit->mode != VN_AUDIT_LOOK && document->output;
	json_t *about = json_pack(
		"{s:o,s:s?,s:o,s:I,s:b,s:I,s:I,s:O,s:o,s:o}", "file", vn_page_name(document->name),
		"format", vn_audit_format(audit), "output",
		written ? vn_page_name(document->output) : json_null(), "offset",
		(json_int_t)(written ? document->output_offset : 0), "failed", how->status != VN_OK,
		"rows", (json_int_t)part->row_count, "doubtful", (json_int_t)audit->counts.doubtful,
		"pages", part->places.pages, "in", side_of(audit->bytes_in, audit->sha_in), "out",
		side_of(audit->bytes_out, audit->sha_out));
	enum vn_status status = VN_OK;

	if (about && audit->pictures) {
		status = vn_json_set(about, "pictures", json_true(), err);
		if (!status)
			status = vn_page_draw(&part->pictures, audit->pictures, err);
	}
	if (!status && about && audit->packed)
		status = add_texts(about, audit, err);
	if (!status)
		status = about ? vn_page_piece(&part->piece, about, &part->changes, &part->beside,
					       &part->text, err)
			       : vn_err_nomem(err);

	json_decref(about);
	vn_spool_reset(&part->changes);
	vn_spool_reset(&part->beside);
	vn_spool_reset(&part->text);
	return status;
}

void vn_page_part_init(struct vn_page_part *part, struct vn_store *store)
{
	part->changes.store = part->text.store = store;
	part->beside.store = part->piece.store = store;
	part->pictures.islands.store = store;
}

void vn_page_part_fini(struct vn_page_part *part)
{
	vn_spool_fini(&part->changes);
	vn_spool_fini(&part->beside);
	vn_spool_fini(&part->text);
	vn_spool_fini(&part->piece);
	free(part->order);
	vn_places_fini(&part->places);
	vn_page_pictures_fini(&part->pictures);
}

struct vn_audit_part vn_page_part(struct vn_page_part *part)
{
	return (struct vn_audit_part){.self = part, .begin = begin, .unit = unit, .end = end};
}
