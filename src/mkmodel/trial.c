#include "mkmodel/trial.h"

#include "files/io.h"
#include "confidence/trust.h"
#include "eval/lines.h"
#include "eval/pages.h"
#include "eval/score.h"
#include "pipeline.h"

#include <stdlib.h>

void vn_trial_fini(struct vn_trial *trial)
{
	for (size_t i = 0; i < trial->count; i++) {
		vn_buf_fini(&trial->pages[i].truth);
		vn_buf_fini(&trial->pages[i].read);
	}
	free(trial->pages);
	*trial = (struct vn_trial){0};
}

/* A new empty page; NULL: out of memory. */
static struct vn_trial_page *new_page(struct vn_trial *trial, bool checked)
{
	if (vn_grow(&trial->pages, trial->count, &trial->cap, sizeof *trial->pages, NULL))
		return NULL;
	trial->pages[trial->count] = (struct vn_trial_page){.checked = checked};
	return &trial->pages[trial->count++];
}

static enum vn_status add_right(struct vn_trial *trial, const char *file, bool strip, bool checked,
				struct vn_err *err)
{
	struct vn_trial_page *page = new_page(trial, checked);
	enum vn_status status;

	if (!page)
		return vn_err_nomem(err);
	status = vn_err_name(err, vn_in_whole(&page->truth, file, err), file);
	if (status)
		return status;
	if (strip)
		return vn_strip_marks(&page->read, vn_buf_str(&page->truth), err);
	return vn_buf_add(&page->read, page->truth.ptr, page->truth.len, err);
}

static enum vn_status add_page(struct vn_trial *trial, const char *folder, const char *id,
			       bool checked, struct vn_err *err)
{
	struct vn_trial_page *page = new_page(trial, checked);
	struct vn_buf path = {0};
	enum vn_status status;

	if (!page)
		return vn_err_nomem(err);
	status = vn_page_path(&path, folder, id, VN_TRUTH_SUFFIX, err);
	if (!status)
		status = vn_err_name(err, vn_in_whole(&page->truth, path.ptr, err), path.ptr);
	if (!status)
		status = vn_page_path(&path, folder, id, VN_READ_SUFFIX, err);
	if (!status)
		status = vn_err_name(err, vn_in_whole(&page->read, path.ptr, err), path.ptr);
	vn_buf_fini(&path);
	return status;
}

enum vn_status vn_trial_add(struct vn_trial *trial, const char *source, bool checked,
			    struct vn_err *err)
{
	const char *split = strchr(source, '=');
	struct vn_page_list list = {0};
	struct vn_buf folder = {0};
	enum vn_status status;

	if (strncmp(source, "bare:", 5) == 0)
		return add_right(trial, source + 5, true, checked, err);
	if (strncmp(source, "clean:", 6) == 0)
		return add_right(trial, source + 6, false, checked, err);
	if (!split)
		return vn_err_set(err, VN_EUSAGE,
				  "tune: %s is neither DIR=GLOB nor bare:FILE nor clean:FILE",
				  source);
	status = vn_buf_add(&folder, source, (size_t)(split - source), err);
	if (!status)
		status = vn_buf_add(&folder, "", 1, err);
	if (!status)
		status = vn_page_list_read(&list, folder.ptr, split + 1, err);
	for (size_t i = 0; !status && i < list.count; i++)
		status = add_page(trial, folder.ptr, list.ids[i], checked, err);
	vn_page_list_fini(&list);
	vn_buf_fini(&folder);
	return status;
}

static enum vn_status collect(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	return vn_buf_add(self, bytes, len, err);
}

/* Runs PAGE; its text to OUT. */
static enum vn_status run_page(struct vn_pipeline *pipeline, const struct vn_trial_page *page,
			       struct vn_buf *out, struct vn_err *err)
{
	struct vn_str read = vn_buf_str(&page->read);
	enum vn_status status;

	out->len = 0;
	vn_pipeline_reset(pipeline);
	status = vn_pipeline_feed(pipeline, read.ptr, read.len, collect, out, err);
	return status ? status : vn_pipeline_finish(pipeline, collect, out, err);
}

/* The damage that the most units were taken for; NULL: none was read. */
static const struct vn_damage *damage_of(const struct vn_stats *stats)
{
	int best = 0;
	for (int d = 1; d < VN_DAMAGE_COUNT; d++)
		if (stats->damage_units[d] > stats->damage_units[best])
			best = d;
	return stats->damage_units[best] ? &vn_damages[best] : NULL;
}

static enum vn_status score_page(struct vn_pipeline *pipeline, struct vn_trial_page *page,
				 struct vn_buf *out, struct vn_trial_score *score,
				 struct vn_err *err)
{
	struct vn_tally tally;
	struct vn_counts counts;
	enum vn_damage_kind kind;
	enum vn_status status = run_page(pipeline, page, out, err);

	if (status)
		return status;
	vn_tally_init(&tally, 0);
	status = vn_tally_page(&tally, vn_buf_str(&page->truth), vn_buf_str(&page->read),
			       vn_buf_str(out), err);
	counts = vn_tally_total(&tally);
	if (!page->damage)
		page->damage = damage_of(vn_pipeline_stats(pipeline));
	kind = page->damage ? page->damage->kind : VN_DAMAGE_COUNT;
	score->errors[page->checked][kind] += counts.word_errors_after;
	score->words[page->checked][kind] += counts.words;
	vn_tally_fini(&tally);
	return status;
}

enum vn_status vn_trial_run(struct vn_trial *trial, const struct vn_model *model,
			    struct vn_trial_score *score, struct vn_err *err)
{
	const struct vn_options options = {0};
	struct vn_pipeline *pipeline = NULL;
	struct vn_buf out = {0};
	enum vn_status status = vn_pipeline_open(&pipeline, &options, model, err);

	*score = (struct vn_trial_score){0};
	for (size_t i = 0; !status && i < trial->count; i++)
		status = score_page(pipeline, &trial->pages[i], &out, score, err);
	vn_buf_fini(&out);
	vn_pipeline_close(pipeline);
	return status;
}

/* A token of the output of a page. */
struct seen {
	size_t line;
	struct vn_item item; /* its bytes in the page's output */
	int32_t evidence[VN_TRUST_COUNT];
};

/* What is gathered of a page. */
struct gathering {
	struct vn_pipeline *pipeline;
	struct vn_trial_evidence *out;
	struct vn_buf seen;  /* struct seen */
	size_t line, offset; /* of the output before the unit at hand */
	size_t counted;	     /* bytes of it whose line ends are in line */
	struct vn_codes truth, read, text, want, got, owner;
	struct vn_vocab tokens;
	struct vn_aligner aligner;
};

static enum vn_status see(void *self, const struct vn_unit *unit, const struct vn_item *item,
			  const int32_t *evidence, struct vn_err *err)
{
	struct gathering *g = self;
	struct seen seen = {.item = *item};

	for (; g->counted < item->begin; g->counted++)
		g->line += unit->text.ptr[g->counted] == '\n';
	seen.line = g->line;
	seen.item.begin += g->offset;
	seen.item.end += g->offset;
	memcpy(seen.evidence, evidence, sizeof seen.evidence);
	return vn_buf_add(&g->seen, (const char *)&seen, sizeof seen, err);
}

static enum vn_status observe(void *self, const struct vn_finished *finished, struct vn_err *err)
{
	const struct vn_unit *unit = finished->unit;
	struct gathering *g = self;
	enum vn_status status;

	g->counted = 0;
	status = vn_trust_show(vn_pipeline_document(g->pipeline), unit, see, g, err);
	for (; g->counted < unit->text.len; g->counted++)
		g->line += unit->text.ptr[g->counted] == '\n';
	g->offset += unit->text.len;
	return status;
}

/* Canonical tokens of SEEN; their owner is the number K. */
static enum vn_status add_tokens(struct gathering *g, struct vn_str text, size_t k,
				 struct vn_err *err)
{
	enum vn_status status = vn_codes_decode(&g->text, text, err);

	if (!status)
		status = vn_canon(&g->text, 0, err);
	if (!status)
		status = vn_tokens_add(&g->tokens, &g->got, vn_codes_seq(&g->text), err);
	while (!status && g->owner.len < g->got.len)
		status = vn_codes_add(&g->owner, (int32_t)k, err);
	return status;
}

static enum vn_status add_row(struct gathering *g, const struct seen *seen, struct vn_seq token,
			      bool right, struct vn_err *err)
{
	struct vn_trial_evidence *out = g->out;
	struct vn_sure sure = {seen->item.confidence / (double)VN_SURE, right};
	struct vn_confidence *all = &out->sure;
	enum vn_status status =
		vn_buf_add(&out->values, (const char *)seen->evidence, sizeof seen->evidence, err);

	if (!status)
		status = vn_buf_add(&out->right, (const char *)&right, sizeof right, err);
	if (status || !vn_has_letter(token))
		return status;
	status = vn_grow(&all->items, all->count, &all->cap, sizeof sure, err);
	if (!status)
		all->items[all->count++] = sure;
	return status;
}

/* Aligns a line: the tokens seen from *AT on that stand in line LINE with those of the truth. */
static enum vn_status match_line(struct gathering *g, struct vn_str output, size_t line, size_t *at,
				 bool scored, struct vn_err *err)
{
	const struct seen *seen = (const void *)g->seen.ptr;
	size_t count = g->seen.len / sizeof *seen, pairs_count = 0, next = 0;
	const struct vn_pair *pairs;
	enum vn_status status = VN_OK;

	g->want.len = g->got.len = g->owner.len = 0;
	for (; !status && *at < count && seen[*at].line == line; ++*at) {
		const struct vn_item *item = &seen[*at].item;
		status = add_tokens(
			g, (struct vn_str){output.ptr + item->begin, item->end - item->begin}, *at,
			err);
	}
	if (status || !scored)
		return status;
	status = vn_canon(&g->truth, 0, err);
	if (!status)
		status = vn_tokens_add(&g->tokens, &g->want, vn_codes_seq(&g->truth), err);
	if (!status)
		status = vn_align(&g->aligner, vn_codes_seq(&g->want), vn_codes_seq(&g->got),
				  &pairs, &pairs_count, err);
	for (size_t i = 0; !status && i < pairs_count; i++) {
		if (pairs[i].b == VN_GAP)
			continue;
		status = add_row(g, &seen[g->owner.ptr[next++]],
				 vn_vocab_get(&g->tokens, pairs[i].b), pairs[i].a == pairs[i].b,
				 err);
	}
	return status;
}

static enum vn_status match_page(struct gathering *g, const struct vn_trial_page *page,
				 struct vn_str output, struct vn_err *err)
{
	struct vn_str truth = vn_lines_of(vn_buf_str(&page->truth)),
		      read = vn_lines_of(vn_buf_str(&page->read)), t, r;
	enum vn_status status = VN_OK;
	size_t at = 0;

	for (size_t line = 0; !status && vn_line_next(&truth, &t); line++) {
		if (!vn_line_next(&read, &r))
			return vn_err_set(err, VN_EINPUT, "tune: a page has other line counts");
		status = vn_codes_decode(&g->truth, t, err);
		if (!status)
			status = vn_codes_decode(&g->read, r, err);
		if (!status)
			status = match_line(g, output, line, &at,
					    vn_line_is_scored(t, vn_codes_seq(&g->truth),
							      vn_codes_seq(&g->read)),
					    err);
	}
	return status;
}

enum vn_status vn_trial_gather(const struct vn_trial *trial, const struct vn_model *model,
			       bool checked, struct vn_trial_evidence *out, struct vn_err *err)
{
	const struct vn_options options = {0};
	struct gathering g = {.out = out};
	struct vn_buf text = {0};
	enum vn_status status = vn_pipeline_open(&g.pipeline, &options, model, err);

	vn_confidence_init(&out->sure, 0);
	if (!status)
		vn_pipeline_observe(g.pipeline, observe, &g);
	for (size_t i = 0; !status && i < trial->count; i++) {
		if (trial->pages[i].checked != checked)
			continue;
		g.line = g.offset = g.seen.len = 0;
		status = run_page(g.pipeline, &trial->pages[i], &text, err);
		if (!status)
			status = match_page(&g, &trial->pages[i], vn_buf_str(&text), err);
	}
	vn_pipeline_close(g.pipeline);
	vn_buf_fini(&text);
	vn_buf_fini(&g.seen);
	vn_codes_fini(&g.truth);
	vn_codes_fini(&g.read);
	vn_codes_fini(&g.text);
	vn_codes_fini(&g.want);
	vn_codes_fini(&g.got);
	vn_codes_fini(&g.owner);
	vn_vocab_fini(&g.tokens);
	vn_aligner_fini(&g.aligner);
	return status;
}

void vn_trial_evidence_fini(struct vn_trial_evidence *evidence)
{
	vn_buf_fini(&evidence->values);
	vn_buf_fini(&evidence->right);
	vn_confidence_fini(&evidence->sure);
}
