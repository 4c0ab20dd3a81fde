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

#define STAGE_COUNT (sizeof stages / sizeof *stages - 1)
#define MARKS	    64 /* bytes of combining marks that a cut steps back over */

struct vn_pipeline {
	struct vn_document doc;
	void *data[STAGE_COUNT];
	struct vn_unit unit;
	struct vn_buf pending; /* bytes read but not yet a unit */
	uint64_t offset;       /* where pending begins in the input */
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

/* One unit through all stages. */
static enum vn_status run_unit(struct vn_pipeline *p, size_t len, vn_sink sink, void *self,
			       struct vn_err *err)
{
	enum vn_status status = vn_unit_begin(&p->unit, p->pending.ptr, len, err);

	for (size_t i = 0; !status && stages[i]; i++) {
		if (!runs(p->doc.options, i))
			continue;
		p->unit.stage = stages[i]->name;
		status = vn_watch_ask(&p->doc.watch, err);
		if (!status)
			status = stages[i]->run(p->data[i], &p->doc, &p->unit, err);
		if (!status)
			status = vn_unit_commit(&p->unit, err);
	}
	if (!status)
		status = vn_watch_ask(&p->doc.watch, err);
	if (!status && p->observer)
		status = p->observer(p->observer_self, &p->unit, p->offset, err);
	if (!status)
		status = p->writer ? p->writer(p->writer_self, &p->unit, sink, self, err)
				   : sink(self, p->unit.text.ptr, p->unit.text.len, err);
	if (status)
		return status;
	count_input(&p->doc.stats, (struct vn_str){p->pending.ptr, len});
	p->doc.stats.units++;
	p->doc.stats.bytes_out += p->unit.text.len;
	p->doc.stats.edits += p->unit.edit_count;
	p->offset += len;
	p->pending.len -= len;
	memmove(p->pending.ptr, p->pending.ptr + len, p->pending.len);
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
	enum vn_status status = VN_OK;

	if (!model && vn_pipeline_needs_model(options))
		return vn_err_set(err, VN_EMODEL, "no model, and a stage that runs needs one");
	p = calloc(1, sizeof *p);
	if (!p)
		return vn_err_nomem(err);
	vn_unit_init(&p->unit);
	p->doc.options = options;
	p->doc.model = model;
	vn_pipeline_reset(p);
	for (size_t i = 0; !status && stages[i]; i++)
		if (runs(options, i) && stages[i]->open)
			status = stages[i]->open(&p->data[i], model, err);
	if (status) {
		vn_pipeline_close(p);
		return status;
	}
	*out = p;
	return VN_OK;
}

void vn_pipeline_close(struct vn_pipeline *p)
{
	if (!p)
		return;
	for (size_t i = 0; stages[i]; i++)
		if (stages[i]->close)
			stages[i]->close(p->data[i]);
	vn_unit_fini(&p->unit);
	vn_buf_fini(&p->pending);
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

enum vn_status vn_pipeline_feed(struct vn_pipeline *p, const char *bytes, size_t len, vn_sink sink,
				void *self, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	while (!status && len > 0) {
		/* A unit is cut when one byte more than fits has come, never earlier or later:
		 * the cuts depend on the text, not on how it was fed. */
		size_t room = VN_UNIT_BYTES + 1 - p->pending.len;
		size_t part = len < room ? len : room;
		const char *end = p->doc.options->by_line ? memchr(bytes, '\n', part) : NULL;
		if (end)
			part = (size_t)(end - bytes) + 1;
		status = vn_buf_add(&p->pending, bytes, part, err);
		bytes += part;
		len -= part;
		if (!status && p->pending.len > VN_UNIT_BYTES)
			status = run_unit(p, cut(p->pending.ptr, VN_UNIT_BYTES), sink, self, err);
		if (!status && end && p->pending.len > 0)
			status = run_unit(p, p->pending.len, sink, self, err);
	}
	return status;
}

enum vn_status vn_pipeline_finish(struct vn_pipeline *p, vn_sink sink, void *self,
				  struct vn_err *err)
{
	size_t len = p->pending.len;
	bool open_line = len > 0 && p->pending.ptr[len - 1] != '\n';
	enum vn_status status = len ? run_unit(p, len, sink, self, err) : VN_OK;

	if (!status && open_line)
		p->doc.stats.lines++;
	return status;
}

void vn_pipeline_reset(struct vn_pipeline *p)
{
	const struct vn_options *options = p->doc.options;
	const struct vn_model *model = p->doc.model;
	const struct vn_watch watch = {.stop = p->doc.watch.stop, .self = p->doc.watch.self};

	p->doc = (struct vn_document){
		.options = options, .model = model, .regime = options->regime, .watch = watch};
	p->pending.len = 0;
	p->offset = 0;
}

const struct vn_document *vn_pipeline_document(const struct vn_pipeline *p)
{
	return &p->doc;
}

const struct vn_stats *vn_pipeline_stats(const struct vn_pipeline *p)
{
	return &p->doc.stats;
}
