#include "batch/reports.h"

#include "change/readings.h"
#include "term/visible.h"
#include "damage/damage.h"
#include "model/model.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char *const tone_names[] = {
	[VN_TONE_KEEP] = "keep", [VN_TONE_OLD] = "old", [VN_TONE_NEW] = "new"};

/* The names of the stages that are left out, parted by commas. */
static void skipped(uint32_t mask, char *out, size_t size)
{
	size_t used = 0;
	out[0] = 0;
	for (unsigned i = 0; vn_stages()[i] && used < size; i++)
		if (mask & UINT32_C(1) << i)
			used += (size_t)snprintf(out + used, size - used, "%s%s", used ? "," : "",
						 vn_stages()[i]->name);
}

/* What reports tell of where they come from. Strings are NULL where nothing is told. */
struct origin {
	const char *version, *model, *time;
	char *folder; /* the current one, its own */
	char digest[17];
};

static void find_origin(struct origin *origin, const struct vn_plan *plan)
{
	bool whole;

	*origin = (struct origin){0};
	if (!plan->reports.version)
		return;
	origin->version = plan->reports.version;
	origin->time = plan->reports.time;
	origin->folder = getcwd(NULL, 0);
	if (plan->job.model) {
		vn_model_digest(plan->job.model, origin->digest, &whole);
		origin->model = origin->digest;
	}
}

/* WORDS with line ends between them, and a NUL. */
static enum vn_status join(struct vn_buf *out, const struct vn_words *words, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < words->count; i++) {
		if (i)
			status = vn_buf_add(out, "\n", 1, err);
		if (!status)
			status = vn_buf_add(out, words->item[i], strlen(words->item[i]), err);
	}
	return status ? status : vn_buf_add(out, "", 1, err);
}

/* What the user knows better, as settings: those that are said. */
static enum vn_status add_known(const struct vn_plan *plan, struct vn_buf known[3],
				struct vn_report_setting *settings, size_t *count,
				struct vn_err *err)
{
	static const char *const names[3] = {"dict", "protect", "rules"};
	const struct vn_words *words[3] = {&plan->reports.dicts, &plan->reports.protects,
					   &plan->reports.rules};
	enum vn_status status = VN_OK;

	for (size_t i = 0; !status && i < 3; i++) {
		if (!words[i]->count)
			continue;
		status = join(&known[i], words[i], err);
		settings[(*count)++] = (struct vn_report_setting){names[i], known[i].ptr};
	}
	return status;
}

static enum vn_exit open_report(struct vn_reports *reports, const struct origin *origin)
{
	const struct vn_plan *plan = reports->plan;
	char skip[256], enough[16];
	struct vn_report_setting settings[9] = {
		{"from", plan->job.options.from ? plan->job.options.from : "auto"},
		{"to", plan->job.options.to.name ? plan->job.options.to.name : "auto"},
		{"assume", plan->job.options.assume ? plan->job.options.assume->name : "auto"},
		{"tone", tone_names[plan->job.options.tone]},
		{"min_confidence", enough},
		{"skip", skip},
	};
	struct vn_report_about about = {.version = origin->version,
					.model = origin->model,
					.time = origin->time,
					.folder = origin->folder,
					.mode = reports->mode,
					.settings = settings,
					.setting_count = 6};
	struct vn_buf known[3] = {{0}};
	struct vn_err err;
	enum vn_status status;

	snprintf(enough, sizeof enough, "%d.%04d", plan->job.options.min_confidence / VN_SURE,
		 plan->job.options.min_confidence % VN_SURE);
	skipped(plan->job.options.skip, skip, sizeof skip);
	status = add_known(plan, known, settings, &about.setting_count, &err);
	if (!status)
		status = vn_report_open(&reports->report, plan->reports.report, &about, &err);
	if (status)
		vn_tell(reports->says, plan->reports.report, err.text);
	for (size_t i = 0; i < 3; i++)
		vn_buf_fini(&known[i]);
	return vn_exit_code(status);
}

static enum vn_exit open_repeats(struct vn_reports *reports)
{
	struct vn_err err;
	enum vn_status status = vn_repeats_open(&reports->repeats, &err);

	if (status)
		vn_tell(reports->says, reports->says->hints.repeats, err.text);
	return vn_exit_code(status);
}

static enum vn_exit open_page(struct vn_reports *reports, const struct origin *origin)
{
	const struct vn_plan *plan = reports->plan;
	struct vn_page_about about = {.version = origin->version,
				      .model = origin->model,
				      .time = origin->time,
				      .folder = origin->folder,
				      .mode = reports->mode};
	struct vn_save_how how = {.replace = plan->target.existing == VN_EXISTING_OVERWRITE,
				  .watch = plan->target.watch};
	struct vn_err err;
	int error;
	enum vn_status status =
		vn_page_open(&reports->page, plan->reports.html, &how, &about, &error, &err);

	if (status && error == EEXIST)
		vn_tell_hint(reports->says, plan->reports.html, "exists already",
			     reports->says->hints.replace);
	else if (status)
		vn_tell(reports->says, plan->reports.html, err.text);
	return vn_exit_code(status);
}

/* Whether PATH, a report to be, is one of the inputs. */
static bool is_input(const struct vn_plan *plan, const char *path)
{
	struct stat st, other;

	if (stat(path, &st) < 0)
		return false;
	for (size_t i = 0; i < plan->inputs.file_count; i++)
		if (stat(plan->inputs.files[i], &other) == 0 && st.st_dev == other.st_dev &&
		    st.st_ino == other.st_ino)
			return true;
	return false;
}

enum vn_exit vn_reports_open(struct vn_reports *reports, const struct vn_plan *plan,
			     struct vn_store *store, const struct vn_says *says)
{
	const char *both[] = {plan->reports.report, plan->reports.html};
	enum vn_exit code = VN_EXIT_DONE;
	struct origin origin;

	*reports = (struct vn_reports){
		.plan = plan, .says = says, .store = store, .lock = PTHREAD_MUTEX_INITIALIZER};
	vn_shelf_init(&reports->shelf, store);
	reports->mode = vn_plan_look_only(plan)	     ? VN_AUDIT_LOOK
			: plan->reports.suggest_only ? VN_AUDIT_SUGGEST
						     : VN_AUDIT_CHANGE;
	reports->wanted =
		reports->mode != VN_AUDIT_CHANGE || plan->reports.report || plan->reports.html;
	for (size_t i = 0; i < 2; i++)
		if (both[i] && is_input(plan, both[i])) {
			vn_tell(reports->says, both[i], "is an input too; nothing done");
			return VN_EXIT_OUTPUT;
		}
	if (plan->reports.candidates)
		code = open_repeats(reports);
	if (code || (!plan->reports.report && !plan->reports.html))
		return code;
	find_origin(&origin, plan);
	if (plan->reports.html)
		code = open_page(reports, &origin);
	if (!code && plan->reports.report)
		code = open_report(reports, &origin);
	free(origin.folder);
	if (code) {
		vn_page_abort(reports->page);
		reports->page = NULL;
		vn_repeats_close(reports->repeats);
		reports->repeats = NULL;
	}
	return code;
}

static enum vn_exit close_page(struct vn_reports *reports)
{
	struct vn_err err;
	enum vn_status status = reports->page ? vn_page_finish(reports->page, &err) : VN_OK;

	if (status)
		vn_tell(reports->says, reports->plan->reports.html, err.text);
	return vn_exit_code(status);
}

enum vn_exit vn_reports_close(struct vn_reports *reports, enum vn_exit code, uint64_t changed)
{
	struct vn_err err;
	enum vn_status status, closed;

	if (!reports->plan)
		return code;
	status = vn_reports_saved(reports, &err);
	closed = vn_report_close(reports->report, status ? NULL : &err);
	status = status ? status : closed;
	if (status)
		vn_tell(reports->says, reports->plan->reports.report, err.text);
	code = vn_exit_worse(code, vn_exit_code(status));
	code = vn_exit_worse(code, close_page(reports));
	if (reports->wanted && reports->plan->reports.check && changed)
		code = vn_exit_worse(code, VN_EXIT_CHANGES);
	vn_repeats_close(reports->repeats);
	vn_shelf_fini(&reports->shelf);
	pthread_mutex_destroy(&reports->lock);
	free(reports->saved);
	*reports = (struct vn_reports){0};
	return code;
}

static enum vn_status put(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	return vn_save_write(self, bytes, len, err);
}

enum vn_exit vn_reports_table(struct vn_reports *reports, struct vn_save *out)
{
	uint64_t left_out = 0;
	struct vn_err err;
	enum vn_status status;

	if (!reports->repeats || out->error)
		return VN_EXIT_DONE;
	status = vn_repeats_write(reports->repeats, put, out, &left_out, &err);
	if (status && !out->error)
		vn_tell(reports->says, reports->says->hints.repeats, err.text);
	if (left_out)
		vn_tellf(reports->says, reports->says->hints.repeats,
			 "too many different changes; not counted: %" PRIu64, left_out);
	return out->error ? VN_EXIT_DONE : vn_exit_code(status);
}

enum vn_status vn_reports_sync(struct vn_reports *reports, struct vn_err *err)
{
	return reports->report ? vn_report_sync(reports->report, err) : VN_OK;
}

/* A piece on its way from the shelf to the report. */
struct piece {
	struct vn_shelf *shelf;
	const struct vn_slip *slip;
};

static enum vn_status from_shelf(void *self, vn_sink sink, void *to, struct vn_err *err)
{
	const struct piece *piece = self;
	return vn_shelf_give(piece->shelf, piece->slip, sink, to, err);
}

static enum vn_status to_page(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	return vn_page_take(self, bytes, len, err);
}

static enum vn_status to_buf(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	return vn_buf_add(self, bytes, len, err);
}

static enum vn_status tell_page(struct vn_reports *reports, const struct vn_slip *slip,
				struct vn_err *err)
{
	enum vn_status status = vn_shelf_give(&reports->shelf, slip, to_page, reports->page, err);
	if (status)
		vn_page_lacks(reports->page);
	return status;
}

static enum vn_status tell_repeats(struct vn_reports *reports, const struct vn_slip *slip,
				   const char *name, struct vn_err *err)
{
	struct vn_buf bytes = {0};
	enum vn_status status = vn_shelf_give(&reports->shelf, slip, to_buf, &bytes, err);

	if (!status)
		status = vn_repeats_take(reports->repeats, vn_buf_str(&bytes), name, err);
	vn_buf_fini(&bytes);
	return status;
}

enum vn_status vn_reports_tell(struct vn_reports *reports, struct vn_told *told, const char *name,
			       struct vn_err *err)
{
	struct piece piece = {&reports->shelf, &told->report};
	enum vn_status status = VN_OK;

	if (told->report.lies)
		status = vn_report_append(reports->report, from_shelf, &piece, err);
	if (reports->page && (status || told->torn))
		vn_page_lacks(reports->page);
	if (!status && told->page.lies)
		status = tell_page(reports, &told->page, err);
	if (!status && told->pictures.lies && vn_page_has_room(reports->page, told->pictures.len))
		status = tell_page(reports, &told->pictures, err);
	if (!status && told->repeats.lies)
		status = tell_repeats(reports, &told->repeats, name, err);
	vn_reports_drop(reports, told);
	return status;
}

void vn_reports_drop(struct vn_reports *reports, struct vn_told *told)
{
	vn_shelf_drop(&reports->shelf, &told->report);
	vn_shelf_drop(&reports->shelf, &told->page);
	vn_shelf_drop(&reports->shelf, &told->pictures);
	vn_shelf_drop(&reports->shelf, &told->repeats);
}

enum vn_status vn_reports_note(struct vn_reports *reports, uint64_t number, const char *name,
			       const uint8_t sha_out[VN_SHA256], struct vn_err *err)
{
	struct vn_saved one = {.number = number, .name = name};
	enum vn_status status;

	if (!reports->report)
		return VN_OK;
	memcpy(one.sha_out, sha_out, VN_SHA256);
	pthread_mutex_lock(&reports->lock);
	status = vn_grow(&reports->saved, reports->saved_count, &reports->saved_cap, sizeof one,
			 err);
	if (!status)
		reports->saved[reports->saved_count++] = one;
	pthread_mutex_unlock(&reports->lock);
	return status;
}

static int by_number(const void *a, const void *b)
{
	const struct vn_saved *x = a, *y = b;
	return (x->number > y->number) - (x->number < y->number);
}

enum vn_status vn_reports_saved(struct vn_reports *reports, struct vn_err *err)
{
	enum vn_status status = VN_OK;

	pthread_mutex_lock(&reports->lock);
	/* No list, no files: qsort() does not take NULL. */
	if (reports->saved_count)
		qsort(reports->saved, reports->saved_count, sizeof *reports->saved, by_number);
	for (size_t i = 0; !status && i < reports->saved_count; i++)
		status = vn_report_saved(reports->report, reports->saved[i].name,
					 reports->saved[i].sha_out, err);
	reports->saved_count = 0;
	pthread_mutex_unlock(&reports->lock);
	return status;
}

/* Writes a line to the output of the document: its name as a terminal may have it, and TEXT. */
static enum vn_status line(struct vn_reporter *reporter, const char *text, struct vn_err *err)
{
	const char *name = reporter->audit.document.name;
	struct vn_buf out = {0};
	enum vn_status status = vn_visible(&out, (struct vn_str){name, strlen(name)});

	if (!status)
		status = vn_buf_add(&out, text, strlen(text), err);
	if (!status)
		status = vn_buf_add(&out, "\n", 1, err);
	if (!status)
		status = reporter->sink(reporter->self, out.ptr, out.len, err);
	vn_buf_fini(&out);
	return status;
}

/* --check names the documents that would change, --dry-run counts. */
static enum vn_status say_end(void *self, const struct vn_audit *audit,
			      const struct vn_audit_end *how, struct vn_err *err)
{
	struct vn_reporter *reporter = self;
	const struct vn_audit_counts *counts = &audit->counts;
	char text[128];

	if (how->status)
		return VN_OK;
	snprintf(text, sizeof text,
		 ": changes %" PRIu64 ", codes and numbers touched %" PRIu64 ", doubtful %" PRIu64,
		 counts->changes, counts->by_kind[VN_KIND_NUMBER], counts->doubtful);
	if (reporter->reports->plan->reports.dry_run)
		return line(reporter, text, err);
	return counts->changes ? line(reporter, "", err) : VN_OK;
}

void vn_reporter_open(struct vn_reporter *reporter, struct vn_reports *reports,
		      struct vn_pipeline *pipeline, vn_sink sink, void *self)
{
	const struct vn_plan *plan = reports->plan;
	struct vn_audit_part say = {.self = reporter, .end = say_end};

	*reporter = (struct vn_reporter){.reports = reports, .sink = sink, .self = self};
	reporter->audit.mode = reports->mode;
	reporter->audit.doubt = VN_DOUBT;
	reporter->diff =
		(struct vn_diff){.sink = sink, .self = self, .colour = plan->reports.colour};
	if (!reports->wanted)
		return;
	reporter->recorder.spool.store = reporter->repeats.piece.store = reports->store;
	vn_page_part_init(&reporter->page, reports->store);
	if (reports->report)
		vn_audit_add(&reporter->audit, vn_recorder_part(&reporter->recorder));
	if (reports->page)
		vn_audit_add(&reporter->audit, vn_page_part(&reporter->page));
	if (reports->repeats)
		vn_audit_add(&reporter->audit, vn_repeats_part(&reporter->repeats));
	if (plan->reports.diff)
		vn_audit_add(&reporter->audit, vn_diff_part(&reporter->diff));
	if (!plan->reports.detect &&
	    (plan->reports.dry_run || (plan->reports.check && !plan->reports.diff)))
		vn_audit_add(&reporter->audit, say);
	vn_pipeline_observe(pipeline, vn_audit_see, &reporter->audit);
}

void vn_reporter_close(struct vn_reporter *reporter)
{
	vn_audit_fini(&reporter->audit);
	vn_recorder_fini(&reporter->recorder);
	vn_page_part_fini(&reporter->page);
	vn_repeats_part_fini(&reporter->repeats);
	vn_diff_fini(&reporter->diff);
	*reporter = (struct vn_reporter){0};
}

enum vn_status vn_reporter_pass(void *self, const char *bytes, size_t len, struct vn_err *err)
{
	struct vn_reporter *reporter = self;
	struct vn_str text = {bytes, len};

	if (reporter->reports->mode == VN_AUDIT_LOOK)
		return VN_OK;
	if (reporter->reports->mode == VN_AUDIT_SUGGEST)
		text = vn_audit_text(&reporter->audit);
	return reporter->sink(reporter->self, text.ptr, text.len, err);
}

enum vn_status vn_reporter_begin(struct vn_reporter *reporter,
				 const struct vn_audit_document *document, struct vn_err *err)
{
	return reporter->reports->wanted ? vn_audit_begin(&reporter->audit, document, err) : VN_OK;
}

/* Puts what the parts have collected on the shelf. */
static enum vn_status lay_down(struct vn_reporter *reporter, struct vn_told *told,
			       struct vn_err *err)
{
	struct vn_reports *reports = reporter->reports;
	enum vn_status status = VN_OK;

	if (reports->report)
		status = vn_shelf_put(&reports->shelf, &reporter->recorder.spool, &told->report,
				      err);
	if (!status && reports->page)
		status = vn_shelf_put(&reports->shelf, &reporter->page.piece, &told->page, err);
	if (!status && reports->page && vn_spool_len(&reporter->page.pictures.islands))
		status = vn_shelf_put(&reports->shelf, &reporter->page.pictures.islands,
				      &told->pictures, err);
	if (!status && reports->repeats)
		status = vn_shelf_put(&reports->shelf, &reporter->repeats.piece, &told->repeats,
				      err);
	return status;
}

enum vn_status vn_reporter_end(struct vn_reporter *reporter, const struct vn_audit_end *how,
			       struct vn_told *told, struct vn_err *err)
{
	enum vn_status status;

	if (!reporter->reports->wanted)
		return VN_OK;
	status = vn_audit_end(&reporter->audit, how, err);
	if (!status)
		status = lay_down(reporter, told, err);
	told->torn = status != VN_OK;
	return status;
}

bool vn_reporter_digests(const struct vn_reporter *reporter)
{
	const struct vn_reports *reports = reporter->reports;

	/* Marks and tokens are put out instead of the text that the audit sees. */
	return reports->wanted && reports->mode != VN_AUDIT_LOOK &&
	       reports->plan->job.format.kind == VN_FORMAT_TEXT;
}

bool vn_reporter_changed(const struct vn_reporter *reporter)
{
	return reporter->reports->wanted && reporter->audit.counts.changes > 0;
}
