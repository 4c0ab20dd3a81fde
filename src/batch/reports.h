/* What is told of a run beside its text: --report, --html, --diff, --check, --dry-run,
 * --suggest-only. */
#ifndef VN_BATCH_REPORTS_H
#define VN_BATCH_REPORTS_H

#include "batch/diff.h"
#include "batch/plan.h"
#include "batch/says.h"
#include "html/page.h"
#include "pipeline.h"
#include "report/ndjson.h"
#include "report/repeats.h"
#include "report/shelf.h"
#include "term/exit.h"

/* A file whose output has its name: what the report says of it when that is due. */
struct vn_saved {
	uint64_t number;  /* of the input */
	const char *name; /* the caller's */
	uint8_t sha_out[VN_SHA256];
};

/* Shared by all workers. All zero is a valid closed one that nobody asked for. */
struct vn_reports {
	const struct vn_plan *plan;
	const struct vn_says *says;
	bool wanted; /* any of the options was given */
	enum vn_audit_mode mode;
	struct vn_store *store;	    /* the caller's; for what is kept until its turn */
	struct vn_report *report;   /* NULL: not asked for */
	struct vn_page *page;	    /* NULL: not asked for */
	struct vn_repeats *repeats; /* NULL: not asked for */
	struct vn_shelf shelf;	    /* what is told of documents whose turn it is not */

	pthread_mutex_t lock;	/* of what follows */
	struct vn_saved *saved; /* files not told in the report yet */
	size_t saved_count, saved_cap;
};

/* What is told of one document, on the shelf. All zero is a valid one that tells nothing. */
struct vn_told {
	struct vn_slip report, page, pictures, repeats;
	bool torn; /* not all could be laid down */
};

/* Opens what PLAN asks for. STORE, the caller's, must outlive it; NULL: what waits does so in
 * memory. Tells why it fails. */
enum vn_exit vn_reports_open(struct vn_reports *reports, const struct vn_plan *plan,
			     struct vn_store *store, const struct vn_says *says);

/* Closes all. Takes a zeroed one. CODE is how the run went; the answer is how it goes with that,
 * VN_EXIT_CHANGES if --check was asked and CHANGED documents would change. */
enum vn_exit vn_reports_close(struct vn_reports *reports, enum vn_exit code, uint64_t changed);

/* Writes the table of --candidates, if it was asked for, to OUT. To be called when all documents
 * are done. What cannot be written is noted in OUT. */
VN_CHECKED enum vn_exit vn_reports_table(struct vn_reports *reports, struct vn_save *out);

/* Puts the report on the disk: before outputs take their names. Safe in any thread. */
VN_CHECKED enum vn_status vn_reports_sync(struct vn_reports *reports, struct vn_err *err);

/* Tells what is told of the document NAME, to all that were asked for; TOLD is empty then. One
 * thread at a time, in the order of the documents: so equal runs give equal reports. */
VN_CHECKED enum vn_status vn_reports_tell(struct vn_reports *reports, struct vn_told *told,
					  const char *name, struct vn_err *err);

/* The same for a document that is not to be told. Safe in any thread. */
void vn_reports_drop(struct vn_reports *reports, struct vn_told *told);

/* Notes that the output of the input NAME stands under its name. Safe in any thread. NAME lives
 * until the report says so, which is when vn_reports_saved() is called, at the latest when it is
 * closed: the place does not hang on when the file was ready. */
VN_CHECKED enum vn_status vn_reports_note(struct vn_reports *reports, uint64_t number,
					  const char *name, const uint8_t sha_out[VN_SHA256],
					  struct vn_err *err);
VN_CHECKED enum vn_status vn_reports_saved(struct vn_reports *reports, struct vn_err *err);

/* One worker's. All zero is a valid closed one. */
struct vn_reporter {
	struct vn_reports *reports;
	vn_sink sink; /* where the output of the document goes */
	void *self;
	struct vn_audit audit;
	struct vn_recorder recorder;
	struct vn_page_part page;
	struct vn_diff diff;
	struct vn_repeats_part repeats;
};

/*
 * Makes a reporter and, if anything is asked for, hangs it into PIPELINE as the observer. What
 * the run puts out for a document goes to SINK: the text, what --diff, --check and --dry-run say.
 * The pipeline's text must be given to vn_reporter_pass() with the reporter as SELF.
 */
void vn_reporter_open(struct vn_reporter *reporter, struct vn_reports *reports,
		      struct vn_pipeline *pipeline, vn_sink sink, void *self);
void vn_reporter_close(struct vn_reporter *reporter);

/* The sink for the pipeline. */
enum vn_status vn_reporter_pass(void *self, const char *bytes, size_t len, struct vn_err *err);

/* Before and after each document. PAPER's strings live until the end. The end leaves what is to be
 * told in TOLD. It is told before the output takes its name, and when one of them fails the output
 * must not take it. */
VN_CHECKED enum vn_status vn_reporter_begin(struct vn_reporter *reporter,
					    const struct vn_audit_document *document,
					    struct vn_err *err);
VN_CHECKED enum vn_status vn_reporter_end(struct vn_reporter *reporter,
					  const struct vn_audit_end *how, struct vn_told *told,
					  struct vn_err *err);

/* Whether the audit makes digests of the very bytes that are read and put out. */
bool vn_reporter_digests(const struct vn_reporter *reporter);

/* Whether the document that ended was changed, or would be. False where nothing was asked for. */
bool vn_reporter_changed(const struct vn_reporter *reporter);

#endif
