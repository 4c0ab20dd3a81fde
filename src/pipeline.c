#include "pipeline.h"

#include "text/chars.h"

#include <stdlib.h>

/* The whole path of the data. To add a stage: one folder, one line here, one in stage.h. */
static const struct vn_stage *const stages[] = {
	&vn_stage_normalize, /* one spelling per letter: NFC, look-alikes, misplaced tone marks */
	&vn_stage_protect, /* numbers, codes, addresses: spans the later stages leave alone */
	&vn_stage_repair, /* dict/rules: codes, heading numerals, the letterhead */
	&vn_stage_restore, /* the lattice: channel x lexicon x n-gram model, beam search */
	&vn_stage_recase, /* capitals, from the letter shapes and the neighbours */
	NULL,
};

#define STAGE_COUNT (sizeof stages / sizeof *stages - 1)

struct vn_pipeline {
	struct vn_document doc;
	void *data[STAGE_COUNT];
	struct vn_unit unit;
	struct vn_buf pending; /* bytes read but not yet a unit */
	uint64_t offset; /* where pending begins in the input */
	vn_observer observer;
	void *observer_self;
};

static bool runs(const struct vn_options *options, size_t stage)
{
	return !(options->skip & (UINT32_C(1) << stage));
}

/* One unit through all stages. */
static enum vn_status run_unit(struct vn_pipeline *p, const char *bytes, size_t len, vn_sink sink,
			       void *self, struct vn_err *err)
{
	enum vn_status status = vn_unit_begin(&p->unit, bytes, len, err);

	for (size_t i = 0; !status && stages[i]; i++) {
		if (!runs(p->doc.options, i))
			continue;
		p->unit.stage = stages[i]->name;
		status = stages[i]->run(p->data[i], &p->doc, &p->unit, err);
		if (!status)
			status = vn_unit_commit(&p->unit, err);
	}
	if (!status && p->observer)
		status = p->observer(p->observer_self, &p->unit, p->offset, err);
	if (!status)
		status = sink(self, p->unit.text.ptr, p->unit.text.len, err);
	p->doc.stats.units++;
	p->doc.stats.bytes_in += len;
	p->doc.stats.bytes_out += p->unit.text.len;
	p->doc.stats.edits += p->unit.edit_count;
	p->offset += len;
	return status;
}

/* Where to cut a full unit: after the last line end, else the last blank, else a code point. */
static size_t cut(const char *bytes, size_t len)
{
	size_t at;
	for (at = len; at > 0; at--)
		if (bytes[at - 1] == '\n')
			return at;
	for (at = len; at > 0; at--)
		if (bytes[at - 1] == ' ' || bytes[at - 1] == '\t')
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
	struct vn_pipeline *p = calloc(1, sizeof *p);
	enum vn_status status = VN_OK;

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

enum vn_status vn_pipeline_feed(struct vn_pipeline *p, const char *bytes, size_t len, vn_sink sink,
				void *self, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	while (!status && len > 0) {
		/* One byte beyond the unit is kept so that a cut never looks past the end. */
		size_t room = VN_UNIT_BYTES + 1 - p->pending.len;
		size_t part = len < room ? len : room;
		status = vn_buf_add(&p->pending, bytes, part, err);
		bytes += part;
		len -= part;
		if (!status && p->pending.len > VN_UNIT_BYTES) {
			size_t end = cut(p->pending.ptr, VN_UNIT_BYTES);
			status = run_unit(p, p->pending.ptr, end, sink, self, err);
			p->pending.len -= end;
			memmove(p->pending.ptr, p->pending.ptr + end, p->pending.len);
		}
	}
	return status;
}

enum vn_status vn_pipeline_finish(struct vn_pipeline *p, vn_sink sink, void *self,
				  struct vn_err *err)
{
	size_t len = p->pending.len;
	p->pending.len = 0;
	return len ? run_unit(p, p->pending.ptr, len, sink, self, err) : VN_OK;
}

void vn_pipeline_reset(struct vn_pipeline *p)
{
	const struct vn_options *options = p->doc.options;
	const struct vn_model *model = p->doc.model;
	p->doc = (struct vn_document){.options = options, .model = model,
				      .regime = options->regime};
	p->pending.len = 0;
	p->offset = 0;
}

const struct vn_stats *vn_pipeline_stats(const struct vn_pipeline *p)
{
	return &p->doc.stats;
}
