#include "pipeline.h"

#include "change/readings.h"
#include "change/transcode.h"
#include "text/chars.h"

#include <stdio.h>
#include <stdlib.h>

/* The whole path of the data. To add a stage: one folder, one line here, one in stage.h. */
static const struct vn_stage *const stages[] = {
	&vn_stage_recode,    /* text from before Unicode, and mojibake */
	&vn_stage_user,	     /* marks what the user protects and replaces */
	&vn_stage_kinds,     /* what each line is; marks what is no Vietnamese */
	&vn_stage_normalize, /* one spelling per letter: NFC, look-alikes, misplaced tone marks */
	&vn_stage_protect,   /* numbers, codes, addresses: spans the later stages leave alone */
	&vn_stage_repair,    /* dict/rules: codes, heading numerals, the letterhead */
	&vn_stage_replace,   /* the tables of the user */
	&vn_stage_restore,   /* the search: channel x lexicon x n-gram model, beam search */
	&vn_stage_signs,     /* full stops, commas and quotes that specks made or changed */
	&vn_stage_recase,    /* capitals, from the letter shapes and the neighbours */
	&vn_stage_trust,     /* how sure each word is */
	NULL,
};

#define STAGE_COUNT (sizeof stages / sizeof *stages - 1)

struct vn_pipeline {
	struct vn_document doc;
	void *data[STAGE_COUNT];
	struct vn_unit unit;
	struct vn_intake intake;
	struct vn_splices splices;
	struct vn_buf spliced; /* the unit as a source with mark-up writes it */
	uint64_t written;      /* bytes of the output */
	bool open_line;	       /* the input so far does not end in a line end */
	vn_sink sink;	       /* of the call that is running */
	void *sink_self;
	vn_observer observer;
	void *observer_self;
	vn_writer writer;
	const void *writer_self;
};

static bool runs(const struct vn_options *options, size_t stage)
{
	return !(options->skip & (UINT32_C(1) << stage));
}

static bool is_sole(const struct vn_options *options)
{
	size_t count = 0;

	for (size_t i = 0; i < STAGE_COUNT; i++)
		count += runs(options, i);
	return count == 1;
}

/* What the lines of the input are counted in. */
static struct vn_str lines_of(const struct vn_reading *reading)
{
	if (reading->source->plain)
		return reading->text;
	return reading->narrow ? reading->narrow->bytes : reading->bytes;
}

/* Adds what the input itself shows: lines, and bytes that are no UTF-8. */
static void count_input(struct vn_stats *stats, const struct vn_reading *reading)
{
	struct vn_str text = lines_of(reading);
	const char *at = text.ptr, *end = text.ptr + text.len;

	stats->bytes_in += reading->bytes.len;
	for (; (at = memchr(at, '\n', (size_t)(end - at))); at++)
		stats->lines++;
	for (size_t i = 0; i < text.len;) {
		if ((text.ptr[i] & 0x80) == 0) {
			i++;
		} else if (vn_utf8_lone(text, i)) {
			i++;
			stats->invalid_bytes++;
		} else {
			stats->invalid_bytes += vn_utf8_next(text, &i) < 0;
		}
	}
}

/* The charset to write, if the document has to be written in another than it was read in. */
static const struct vn_output *written_in(const struct vn_pipeline *p,
					  const struct vn_reading *reading)
{
	static const struct vn_output utf8 = {0};
	const struct vn_options *options = p->doc.options;
	bool wide = reading->source == &vn_source_utf16;

	if (p->writer)
		return NULL;
	if (options->to.name && (wide || options->to.charset || options->to.wide))
		return &options->to;
	return wide && !options->to.name && !options->keep_bytes ? &utf8 : NULL;
}

/* Tells the observer and the writer of the unit that went through all stages. */
static enum vn_status deliver(struct vn_pipeline *p, struct vn_finished *done, struct vn_err *err)
{
	const struct vn_output *to = written_in(p, &done->reading);
	bool mapped = done->reading.source->open != NULL || to;
	enum vn_status status = VN_OK;

	if (mapped || p->observer || p->writer)
		status = vn_splices_list(&p->splices, done->unit, &done->reading, p->written, err);
	if (!status && to)
		status = vn_splices_transcode(&p->splices, done->unit, &done->reading, to,
					      p->doc.stats.lines + 1, p->doc.sole, err);
	if (!status && mapped) {
		p->spliced.len = 0;
		status = vn_splices_apply(&p->splices, &done->reading, &p->spliced, err);
		done->output = vn_buf_str(&p->spliced);
	}
	if (!status && p->observer)
		status = p->observer(p->observer_self, done, err);
	if (!status && p->writer)
		status = p->writer(p->writer_self, done, p->sink, p->sink_self, err);
	else if (!status)
		status = p->sink(p->sink_self, done->output.ptr, done->output.len, err);
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

/* Whether a unit ends within a line. */
static bool ends_open(const struct vn_reading *reading)
{
	struct vn_str text = lines_of(reading);
	return text.len > 0 && text.ptr[text.len - 1] != '\n';
}

/* What the engine that read the document said of its words. */
static enum vn_status take_ratings(struct vn_unit *unit, const struct vn_reading *reading,
				   struct vn_err *err)
{
	const struct vn_marks *marks = reading->marks;
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < marks->word_count; i++) {
		const struct vn_element *word = &marks->words[i];
		if (word->end > reading->text.len)
			break;
		if (word->rating)
			status = vn_unit_rate(unit, word->begin, word->end,
					      (uint8_t)(word->rating - 1), err);
	}
	return status;
}

/* One unit through all stages; SELF is the pipeline. */
static enum vn_status run_unit(void *self, const struct vn_reading *reading, struct vn_err *err)
{
	struct vn_pipeline *p = self;
	struct vn_finished done = {&p->unit, *reading, &p->splices, {0}};
	struct vn_str text = reading->text;
	enum vn_status status = vn_unit_begin(&p->unit, text.ptr, text.len, err);

	if (!status)
		status = vn_unit_gaps(&p->unit, reading->map, err);
	if (!status)
		status = take_ratings(&p->unit, reading, err);
	for (size_t i = 0; !status && stages[i]; i++)
		if (runs(p->doc.options, i))
			status = run_stage(p, i, err);
	if (!status)
		status = vn_watch_ask(&p->doc.watch, err);
	done.output = vn_buf_str(&p->unit.text);
	if (!status)
		status = deliver(p, &done, err);
	if (status)
		return status;
	count_input(&p->doc.stats, reading);
	p->doc.stats.units += text.len > 0;
	p->doc.stats.doubtful += vn_items_doubtful(&p->unit, VN_DOUBT);
	p->doc.stats.bytes_out += done.output.len;
	p->doc.stats.edits += p->unit.edit_count;
	p->written += done.output.len;
	p->open_line = ends_open(reading);
	return VN_OK;
}

const struct vn_stage *const *vn_stages(void)
{
	return stages;
}

static bool is_called(struct vn_str name, const char *by)
{
	return by && vn_str_eq(name, (struct vn_str){by, strlen(by)});
}

/* Index of the stage called NAME, STAGE_COUNT if there is none. */
static size_t find_stage(struct vn_str name)
{
	size_t i = 0;
	while (stages[i] && !is_called(name, stages[i]->name) && !is_called(name, stages[i]->alias))
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
	p->intake.take = run_unit;
	p->intake.take_self = p;
	p->doc.options = options;
	p->doc.model = model;
	vn_pipeline_reset(p);
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
	vn_intake_fini(&p->intake);
	vn_unit_fini(&p->unit);
	vn_splices_fini(&p->splices);
	vn_buf_fini(&p->spliced);
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

void vn_pipeline_aide(struct vn_pipeline *p, const struct vn_aide *aide)
{
	p->doc.aide = aide;
}

/* Tells where a failure was. Of a wrong byte the source has told. */
static enum vn_status located(const struct vn_pipeline *p, enum vn_status status,
			      struct vn_err *err)
{
	return status == VN_EINPUT ? status : vn_err_at(err, status, p->intake.piece.base);
}

enum vn_status vn_pipeline_feed(struct vn_pipeline *p, const char *bytes, size_t len, vn_sink sink,
				void *self, struct vn_err *err)
{
	p->sink = sink;
	p->sink_self = self;
	return located(p, vn_intake_feed(&p->intake, bytes, len, err), err);
}

enum vn_status vn_pipeline_finish(struct vn_pipeline *p, vn_sink sink, void *self,
				  struct vn_err *err)
{
	enum vn_status status;

	p->sink = sink;
	p->sink_self = self;
	status = vn_intake_finish(&p->intake, err);
	p->doc.stats.lines += !status && p->open_line;
	return located(p, status, err);
}

void vn_pipeline_reset_as(struct vn_pipeline *p, const struct vn_source *source)
{
	const struct vn_options *options = p->doc.options;
	const struct vn_model *model = p->doc.model;
	const struct vn_aide *aide = p->doc.aide;
	const struct vn_watch watch = {.stop = p->doc.watch.stop, .self = p->doc.watch.self};

	p->doc = (struct vn_document){.options = options,
				      .model = model,
				      .sole = is_sole(options),
				      .damage = options->assume,
				      .watch = watch,
				      .aide = aide,
				      .line_kind = VN_DAMAGE_COUNT};
	p->intake.how = options->how;
	vn_intake_begin(&p->intake, source, options->by_line);
	p->written = 0;
	p->open_line = false;
}

void vn_pipeline_reset(struct vn_pipeline *p)
{
	const struct vn_options *options = p->doc.options;
	bool probe = options->probe && !options->by_line;

	vn_pipeline_reset_as(p, options->source ? options->source : probe ? NULL : &vn_source_text);
}

const struct vn_source *vn_pipeline_source(const struct vn_pipeline *p)
{
	return p->intake.source;
}

bool vn_pipeline_wide(const struct vn_pipeline *p)
{
	return p->intake.source == &vn_source_utf16 || p->intake.wide.order != VN_WIDE_NO;
}

const struct vn_err *vn_pipeline_fault(const struct vn_pipeline *p)
{
	return &p->intake.piece.fault;
}

const struct vn_document *vn_pipeline_document(const struct vn_pipeline *p)
{
	return &p->doc;
}

const struct vn_stats *vn_pipeline_stats(const struct vn_pipeline *p)
{
	return &p->doc.stats;
}
