/*
 * What a batch is to do: a plain value that says it all. The command line fills one, and so can
 * a service or a binding: all zero but a model repairs standard input to standard output. Strings,
 * lists and what is pointed to are borrowed while the batch runs.
 */
#ifndef VN_BATCH_PLAN_H
#define VN_BATCH_PLAN_H

#include "batch/charsets.h"
#include "format/format.h"
#include "stage.h"

struct vn_model;
struct vn_save_watch;

/* An output whose name is taken. */
enum vn_existing { VN_EXISTING_FAIL, VN_EXISTING_SKIP, VN_EXISTING_OVERWRITE };

/* An input that fails, in a run that writes a file for each input. */
enum vn_on_error { VN_ON_ERROR_SKIP, VN_ON_ERROR_COPY, VN_ON_ERROR_ABORT };

/* Strings in an order that means something. */
struct vn_words {
	const char **item;
	size_t count;
};

/* What is read. */
struct vn_plan_inputs {
	const char *const *files;    /* names; "-" is standard input */
	size_t file_count;	     /* 0 and no lists: standard input */
	struct vn_words lists;	     /* of files that hold names, one a line; "-": standard input */
	struct vn_words lists0;	     /* likewise, names end in NUL */
	bool null;		     /* names in LISTS end in NUL too */
	bool recursive;		     /* go into folders */
	bool here;		     /* into the current one, if nothing is named */
	struct vn_words include;     /* globs; none: all */
	struct vn_words exclude;     /* globs */
	uint32_t shard, shard_count; /* shard 1 to shard_count; 0: all */
};

/* What is done with each. */
struct vn_plan_job {
	struct vn_options options;    /* with what the user knows */
	const struct vn_model *model; /* NULL: no stage needs one (vn_pipeline_needs_model()) */
	struct vn_format format;
	bool text;	  /* what looks like no text is text too */
	uint32_t timeout; /* seconds a document may take; 0: any */
	enum vn_on_error on_error;
};

/* Where it goes. */
struct vn_plan_target {
	const char *output;	   /* NULL or "-": standard output */
	const char *output_dir;	   /* a file for each input, below this folder; NULL: not */
	bool in_place;		   /* each file is replaced by its new text */
	const char *backup;	   /* suffix of the copies of the old files; NULL: none kept */
	enum vn_existing existing; /* for output and output_dir */
	const struct vn_save_watch *watch; /* is told of unfinished files; NULL: nobody */
};

/* What is told of the changes, and what of them is done. */
struct vn_plan_reports {
	const char *report; /* a log to go on with; NULL: none */
	const char *html;   /* a page; NULL: none */
	bool diff, check, dry_run, suggest_only;
	enum vn_detect detect; /* tell of charsets, in place of the text; with dry_run */
	bool candidates;       /* write a table of the repeated changes instead of the text */
	bool colour;	       /* of the diff */
	const char *temporary; /* folder for what waits; NULL: /tmp */

	/* For the heads of reports. */
	const char *version; /* of the program; NULL: nothing is told of where the run comes from */
	const char *time;    /* when it began, RFC 3339; NULL: not told */
	struct vn_words dicts, protects, rules; /* names of what options.user was made of */
};

struct vn_plan {
	struct vn_plan_inputs inputs;
	struct vn_plan_job job;
	struct vn_plan_target target;
	struct vn_plan_reports reports;
	uint32_t jobs;	    /* threads; 0: as many as there are cores */
	const char *resume; /* log of an earlier run: what it tells to be done is left out; NULL */
	int loudness;	    /* -1: errors only; 0; 1: a line for each file */
	bool sandbox;	    /* the process gives up what the run does not need (sandbox/sandbox.h):
			     * for one that does nothing else afterwards, and has one thread */
};

/* Whether the run writes no text: what would change goes to the output instead. */
static inline bool vn_plan_look_only(const struct vn_plan *plan)
{
	const struct vn_plan_reports *reports = &plan->reports;
	return reports->diff || reports->check || reports->dry_run || reports->candidates;
}

/* Whether each input has an output file of its own. */
static inline bool vn_plan_file_by_file(const struct vn_plan *plan)
{
	return (plan->target.in_place || plan->target.output_dir) && !vn_plan_look_only(plan);
}

/* Whether inputs are named, by themselves or in lists. */
static inline bool vn_plan_names_inputs(const struct vn_plan *plan)
{
	const struct vn_plan_inputs *inputs = &plan->inputs;
	return inputs->file_count || inputs->lists.count || inputs->lists0.count;
}

/* Whether there are inputs other than standard input: those that are named, or a folder. */
static inline bool vn_plan_has_inputs(const struct vn_plan *plan)
{
	return vn_plan_names_inputs(plan) || plan->inputs.here;
}

#endif
