#include "pipeline.h"

#include "text/chars.h"

#include <stdio.h>
#include <stdlib.h>

/* The whole path of the data. To add a stage: one folder, one line here, one in stage.h. */
static const struct vn_stage *const stages[] = {
	&vn_stage_user,	     /* marks what the user protects and replaces */
	&vn_stage_normalize, /* one spelling per letter: NFC, look-alikes, misplaced tone marks */
	&vn_stage_protect,   /* numbers, codes, addresses: spans the later stages leave alone */
	&vn_stage_repair,    /* dict/rules: codes, heading numerals, the letterhead */
	&vn_stage_replace,   /* the tables of the user */
	&vn_stage_restore,   /* the lattice: channel x lexicon x n-gram model, beam search */
	&vn_stage_recase,    /* capitals, from the letter shapes and the neighbours */
	&vn_stage_trust,     /* how sure each word is */
	NULL,
};

#define STAGE_COUNT  (sizeof stages / sizeof *stages - 1)
#define MARKS	     64			/* bytes of combining marks that a cut steps back over */
#define FEED_BYTES   (64 * 1024)	/* that a source is given at once */
#define MARKUP_BYTES (32 * 1024 * 1024) /* of a source in one unit; and of a single tag */

struct vn_pipeline {
	struct vn_document doc;
	void *data[STAGE_COUNT];
	struct vn_unit unit;
	const struct vn_source *source; /* of the document; NULL: not known yet */
	void *source_self;		/* its reader; NULL for plain text */
	struct vn_buf head;		/* of the document, while its source is not known */
	struct vn_piece piece;		/* read but not yet a unit; plain text has bytes alone */
	struct vn_splices splices;
	struct vn_buf spliced; /* the unit as a source with mark-up writes it */
	uint64_t written;      /* bytes of the output */
	vn_observer observer;
	void *observer_self;
	vn_writer writer;
	const void *writer_self;
};

static bool runs(const struct vn_options *options, size_t stage)
{
	return !(options->skip & (UINT32_C(1) << stage));
}

/* Adds what the input itself shows: lines, and bytes that are no UTF-8. */
static void count_input(struct vn_stats *stats, struct vn_str text)
{
	const char *at = text.ptr, *end = text.ptr + text.len;

	stats->bytes_in += text.len;
	for (; (at = memchr(at, '\n', (size_t)(end - at))); at++)
		stats->lines++;
	for (size_t i = 0; i < text.len;)
		if ((text.ptr[i] & 0x80) == 0)
			i++;
		else if (vn_utf8_next(text, &i) < 0)
			stats->invalid_bytes++;
}

/* Tells the observer and the writer of the unit that went through all stages. */
static enum vn_status deliver(struct vn_pipeline *p, struct vn_finished *done, vn_sink sink,
			      void *self, struct vn_err *err)
{
	bool mapped = p->source_self != NULL;
	enum vn_status status = VN_OK;

	if (mapped || p->observer || p->writer)
		status = vn_splices_list(&p->splices, done->unit, &done->reading, p->written, err);
	if (!status && mapped) {
		p->spliced.len = 0;
		status = vn_splices_apply(&p->splices, &done->reading, &p->spliced, err);
		done->output = vn_buf_str(&p->spliced);
	}
	if (!status && p->observer)
		status = p->observer(p->observer_self, done, err);
	if (!status)
		status = p->writer ? p->writer(p->writer_self, done, sink, self, err)
				   : sink(self, done->output.ptr, done->output.len, err);
	return status;
}

/* The unit through stage I. Its data is made when it first has something to do: a pipeline that
 * waits for its first document costs next to nothing. */
static enum vn_status run_stage(struct vn_pipeline *p, size_t i, struct vn_err *err)
{
	const struct vn_stage *stage = stages[i];
	enum vn_status status = vn_watch_ask(&p->doc.watch, err);

	vn_unit_stage(&p->unit, stage->name, stage->layer);
	if (!status && stage->open && !p->data[i])
		status = stage->open(&p->data[i], p->doc.model, err);
	if (!status)
		status = stage->run(p->data[i], &p->doc, &p->unit, err);
	return status ? status : vn_unit_commit(&p->unit, err);
}

/* One unit through all stages: LEN bytes of text, in source bytes up to byte END of the document.
 */
static enum vn_status run_unit(struct vn_pipeline *p, size_t len, uint64_t end, vn_sink sink,
			       void *self, struct vn_err *err)
{
	struct vn_piece *piece = &p->piece;
	struct vn_reading reading = {
		p->source,
		{vn_buf_str(&piece->bytes).ptr, (size_t)(end - piece->base)},
		piece->base,
		{vn_buf_str(p->source_self ? &piece->text : &piece->bytes).ptr, len},
		&piece->map};
	struct vn_finished done = {&p->unit, reading, &p->splices, {0}};
	enum vn_status status = vn_unit_begin(&p->unit, reading.text.ptr, len, err);

	if (!status)
		status = vn_unit_gaps(&p->unit, &piece->map, err);
	for (size_t i = 0; !status && stages[i]; i++)
		if (runs(p->doc.options, i))
			status = run_stage(p, i, err);
	if (!status)
		status = vn_watch_ask(&p->doc.watch, err);
	done.output = vn_buf_str(&p->unit.text);
	if (!status)
		status = deliver(p, &done, sink, self, err);
	if (status)
		return status;
	count_input(&p->doc.stats, reading.bytes);
	p->doc.stats.units += len > 0;
	p->doc.stats.bytes_out += done.output.len;
	p->doc.stats.edits += p->unit.edit_count;
	p->written += done.output.len;
	vn_piece_drop(piece, p->source_self ? len : 0, end);
	return VN_OK;
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

const struct vn_stage *const *vn_stages(void)
{
	return stages;
}

/* Index of the stage called NAME, STAGE_COUNT if there is none. */
static size_t find_stage(struct vn_str name)
{
	size_t i = 0;
	if (vn_str_eq(name, VN_STR("normalize")))
		name = VN_STR("normalise");
	while (stages[i] &&
	       !vn_str_eq(name, (struct vn_str){stages[i]->name, strlen(stages[i]->name)}))
		i++;
	return i;
}

static enum vn_status unknown_stage(struct vn_str name, struct vn_err *err)
{
	char known[VN_ERR_TEXT] = "";
	size_t used = 0;

	for (size_t i = 0; stages[i] && used < sizeof known; i++)
		used += (size_t)snprintf(known + used, sizeof known - used, "%s%s", i ? ", " : "",
					 stages[i]->name);
	return vn_err_set(err, VN_EUSAGE, "no stage '%.*s'; there are: %s",
			  name.len < 40 ? (int)name.len : 40, name.ptr, known);
}

enum vn_status vn_stages_mask(uint32_t *mask, const char *names, struct vn_err *err)
{
	uint32_t found = 0;

	for (;;) {
		struct vn_str name = {names, strcspn(names, ",")};
		size_t stage = find_stage(name);
		if (!stages[stage])
			return unknown_stage(name, err);
		found |= UINT32_C(1) << stage;
		names += name.len;
		if (!*names++)
			break;
	}
	*mask |= found;
	return VN_OK;
}

bool vn_pipeline_needs_model(const struct vn_options *options)
{
	for (size_t i = 0; stages[i]; i++)
		if (stages[i]->needs_model && runs(options, i))
			return true;
	return false;
}

enum vn_status vn_pipeline_open(struct vn_pipeline **out, const struct vn_options *options,
				const struct vn_model *model, struct vn_err *err)
{
	struct vn_pipeline *p;

	if (!model && vn_pipeline_needs_model(options))
		return vn_err_set(err, VN_EMODEL, "no model, and a stage that runs needs one");
	p = calloc(1, sizeof *p);
	if (!p)
		return vn_err_nomem(err);
	vn_unit_init(&p->unit);
	p->doc.options = options;
	p->doc.model = model;
	vn_pipeline_reset(p);
	*out = p;
	return VN_OK;
}

static void end_source(struct vn_pipeline *p)
{
	if (p->source_self)
		p->source->close(p->source_self);
	p->source_self = NULL;
	p->source = NULL;
}

void vn_pipeline_close(struct vn_pipeline *p)
{
	if (!p)
		return;
	for (size_t i = 0; stages[i]; i++)
		if (stages[i]->close)
			stages[i]->close(p->data[i]);
	end_source(p);
	vn_unit_fini(&p->unit);
	vn_piece_fini(&p->piece);
	vn_splices_fini(&p->splices);
	vn_buf_fini(&p->spliced);
	vn_buf_fini(&p->head);
	free(p);
}

void vn_pipeline_observe(struct vn_pipeline *p, vn_observer observer, void *self)
{
	p->observer = observer;
	p->observer_self = self;
}

void vn_pipeline_write(struct vn_pipeline *p, vn_writer writer, const void *self)
{
	p->writer = writer;
	p->writer_self = self;
}

void vn_pipeline_watch(struct vn_pipeline *p, bool (*stop)(void *self), void *self)
{
	p->doc.watch = (struct vn_watch){.stop = stop, .self = self};
}

/* The next LEN bytes of plain text as a unit. */
static enum vn_status take_text(struct vn_pipeline *p, size_t len, vn_sink sink, void *self,
				struct vn_err *err)
{
	return run_unit(p, len, p->piece.base + len, sink, self, err);
}

/* Plain text: the bytes are cut into units as they come. */
static enum vn_status feed_text(struct vn_pipeline *p, const char *bytes, size_t len, vn_sink sink,
				void *self, struct vn_err *err)
{
	struct vn_buf *pending = &p->piece.bytes;
	enum vn_status status = VN_OK;

	while (!status && len > 0) {
		/* A unit is cut when one byte more than fits has come, never earlier or later:
		 * the cuts depend on the text, not on how it was fed. */
		size_t room = VN_UNIT_BYTES + 1 - pending->len;
		size_t part = len < room ? len : room;
		const char *end = p->doc.options->by_line ? memchr(bytes, '\n', part) : NULL;
		if (end)
			part = (size_t)(end - bytes) + 1;
		status = vn_buf_add(pending, bytes, part, err);
		bytes += part;
		len -= part;
		if (!status && pending->len > VN_UNIT_BYTES)
			status = take_text(p, cut(pending->ptr, VN_UNIT_BYTES), sink, self, err);
		if (!status && end && pending->len > 0)
			status = take_text(p, pending->len, sink, self, err);
	}
	return status;
}

/* How much of the text that a source gave is a unit by now; 0: none. Depends on text and map alone,
 * not on how the bytes were fed. */
static size_t whole(const struct vn_pipeline *p)
{
	const struct vn_piece *piece = &p->piece;
	const struct vn_buf *text = &piece->text;
	const char *end =
		p->doc.options->by_line && text->len ? memchr(text->ptr, '\n', text->len) : NULL;
	size_t at = end ? (size_t)(end - text->ptr) + 1 : 0;

	if (text->len > VN_UNIT_BYTES && (!end || at > VN_UNIT_BYTES))
		at = cut(text->ptr, VN_UNIT_BYTES);
	else if (!end && piece->last - piece->base > MARKUP_BYTES)
		at = vn_text_map_before(&piece->map, piece->base + MARKUP_BYTES);
	return vn_text_map_boundary(&piece->map, at);
}

/* Mark-up without a word in it need not wait. */
static enum vn_status pass_markup(struct vn_pipeline *p, vn_sink sink, void *self,
				  struct vn_err *err)
{
	struct vn_piece *piece = &p->piece;
	uint64_t read = piece->base + piece->bytes.len;

	if (read - piece->reach > MARKUP_BYTES)
		return vn_err_set(err, VN_ELIMIT, "a tag or comment of more than %d MiB",
				  MARKUP_BYTES >> 20);
	if (piece->text.len > 0 || piece->reach - piece->base < FEED_BYTES)
		return VN_OK;
	return run_unit(p, 0, piece->reach, sink, self, err);
}

/* A source with mark-up: its text is cut into units. */
static enum vn_status feed_source(struct vn_pipeline *p, const char *bytes, size_t len, bool last,
				  vn_sink sink, void *self, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	do {
		size_t part = len < FEED_BYTES ? len : FEED_BYTES, text;
		status = vn_buf_add(&p->piece.bytes, bytes, part, err);
		if (!status)
			status = p->source->feed(p->source_self, bytes, part, last && part == len,
						 &p->piece, err);
		while (!status && (text = whole(p)) > 0)
			status = run_unit(p, text, vn_piece_cut(&p->piece, text), sink, self, err);
		if (!status)
			status = pass_markup(p, sink, self, err);
		bytes += part;
		len -= part;
	} while (!status && len > 0);
	return status;
}

static enum vn_status feed(struct vn_pipeline *p, const char *bytes, size_t len, bool last,
			   vn_sink sink, void *self, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	if (p->source->open && !p->source_self)
		status = p->source->open(&p->source_self, err);
	if (status)
		return status;
	return p->source_self ? feed_source(p, bytes, len, last, sink, self, err)
			      : feed_text(p, bytes, len, sink, self, err);
}

/* Keeps the begin of the document until it shows what it is. */
static enum vn_status probe(struct vn_pipeline *p, const char *bytes, size_t len, bool ended,
			    vn_sink sink, void *self, struct vn_err *err)
{
	enum vn_status status = vn_buf_add(&p->head, bytes, len, err);
	struct vn_str head = vn_buf_str(&p->head);

	if (status)
		return status;
	ended |= head.len >= VN_PROBE_BYTES;
	head.len = head.len < VN_PROBE_BYTES ? head.len : VN_PROBE_BYTES;
	p->source = vn_source_probe(head, ended);
	return p->source ? feed(p, p->head.ptr, p->head.len, false, sink, self, err) : VN_OK;
}

/* Tells where a failure was. Of a wrong byte the source has told. */
static enum vn_status located(const struct vn_pipeline *p, enum vn_status status,
			      struct vn_err *err)
{
	return status == VN_EINPUT ? status : vn_err_at(err, status, p->piece.base);
}

enum vn_status vn_pipeline_feed(struct vn_pipeline *p, const char *bytes, size_t len, vn_sink sink,
				void *self, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	if (len > 0)
		status = p->source ? feed(p, bytes, len, false, sink, self, err)
				   : probe(p, bytes, len, false, sink, self, err);
	return located(p, status, err);
}

/* The rest of the document. */
static enum vn_status finish(struct vn_pipeline *p, vn_sink sink, void *self, struct vn_err *err)
{
	struct vn_piece *piece = &p->piece;
	enum vn_status status = VN_OK;
	bool open_line;

	if (!p->source)
		status = probe(p, "", 0, true, sink, self, err);
	if (!status)
		status = feed(p, "", 0, true, sink, self, err);
	if (status)
		return status;
	open_line = piece->bytes.len > 0 && piece->bytes.ptr[piece->bytes.len - 1] != '\n';
	if (piece->bytes.len > 0)
		status = run_unit(p, p->source_self ? piece->text.len : piece->bytes.len,
				  piece->base + piece->bytes.len, sink, self, err);
	if (!status && open_line)
		p->doc.stats.lines++;
	return status;
}

enum vn_status vn_pipeline_finish(struct vn_pipeline *p, vn_sink sink, void *self,
				  struct vn_err *err)
{
	return located(p, finish(p, sink, self, err), err);
}

void vn_pipeline_reset(struct vn_pipeline *p)
{
	const struct vn_options *options = p->doc.options;
	const struct vn_model *model = p->doc.model;
	const struct vn_watch watch = {.stop = p->doc.watch.stop, .self = p->doc.watch.self};

	p->doc = (struct vn_document){
		.options = options, .model = model, .damage = options->assume, .watch = watch};
	end_source(p);
	if (options->source || !options->probe || options->by_line)
		p->source = options->source ? options->source : &vn_source_text;
	vn_piece_reset(&p->piece);
	p->head.len = 0;
	p->written = 0;
}

const struct vn_source *vn_pipeline_source(const struct vn_pipeline *p)
{
	return p->source;
}

const struct vn_document *vn_pipeline_document(const struct vn_pipeline *p)
{
	return &p->doc;
}

const struct vn_stats *vn_pipeline_stats(const struct vn_pipeline *p)
{
	return &p->doc.stats;
}
