/* The command line, read once into a plain struct. */
#ifndef VN_CLI_OPTIONS_H
#define VN_CLI_OPTIONS_H

#include "term/exit.h"
#include "format/format.h"
#include "stage.h"

struct vn_settings;
struct vn_setting;

enum vn_action {
	VN_ACT_RUN,
	VN_ACT_HELP,
	VN_ACT_VERSION,
	VN_ACT_STAGES,
	VN_ACT_FORMATS,
	VN_ACT_CONFIG
};

/* An output whose name is taken. */
enum vn_existing { VN_EXISTING_FAIL, VN_EXISTING_SKIP, VN_EXISTING_OVERWRITE };

/* An input that fails, in a run that writes a file for each input. */
enum vn_on_error { VN_ON_ERROR_SKIP, VN_ON_ERROR_COPY, VN_ON_ERROR_ABORT };

enum vn_progress_mode { VN_PROGRESS_AUTO, VN_PROGRESS_PLAIN, VN_PROGRESS_JSON, VN_PROGRESS_NONE };

/* Arguments of an option that may be given again, in their order. */
struct vn_words {
	const char **item; /* the strings are argv's */
	size_t count;
};

/* What the user asked for. Strings are argv's, or of the settings. */
struct vn_cli {
	struct vn_settings *settings;	  /* what it is made of; cli/config.h */
	const struct vn_setting *setting; /* that is being read; for messages */
	const char *config;		  /* NULL: the usual files */
	bool no_config;

	enum vn_action action; /* the first one asked for; VN_ACT_RUN by default */
	struct vn_options options;
	uint32_t only;	   /* bits of the stages of --only; 0: not given */
	const char *model; /* NULL: search for it */

	struct vn_words dicts;	  /* --dict */
	struct vn_words protects; /* --protect: patterns */
	struct vn_words rules;	  /* --rules: tables */

	char **files;		     /* FILE arguments; "-" is standard input */
	int file_count;		     /* 0 and no lists: standard input */
	struct vn_words lists;	     /* --files-from */
	struct vn_words lists0;	     /* --files0-from */
	bool null;		     /* names in --files-from end in NUL */
	bool recursive;		     /* go into folders */
	bool here;		     /* into the current one, if nothing is named */
	bool text;		     /* files with NUL are text too */
	struct vn_words include;     /* globs; none: all */
	struct vn_words exclude;     /* globs */
	uint32_t shard, shard_count; /* shard 1 to shard_count; 0: all */

	const char *output;	   /* NULL or "-": standard output */
	const char *output_dir;	   /* NULL: not given */
	bool in_place;		   /* each file is replaced by its new text */
	const char *backup;	   /* suffix of the copies of the old files; NULL: none kept */
	enum vn_existing existing; /* for output and output_dir */
	enum vn_on_error on_error;
	struct vn_format format;
	const char *resume; /* log of an earlier run; NULL: none */

	uint32_t jobs;	  /* threads; 0: as many as there are cores */
	uint32_t timeout; /* seconds a file may take; 0: any */

	enum vn_progress_mode progress;
	int loudness; /* -1: errors only; 0; 1: a line for each file */
	bool stats;

	/* What is told of the changes, and what is done with them; src/batch/reports.h. */
	const char *report; /* NULL: none */
	const char *html;   /* NULL: none */
	const char *undo;   /* a report: put its inputs back; NULL: no */
	const char *apply;  /* a list of decisions: carry them out; NULL: no */
	bool diff, check, dry_run, suggest_only;
	bool candidates;    /* write a table of the repeated changes instead of the text */
	const char *table;  /* to this file; NULL: to the output */
	bool no_provenance; /* reports do not tell version, model and time */
};

/* Whether the run writes no text: what would change goes to the output instead. */
static inline bool vn_cli_look_only(const struct vn_cli *cli)
{
	return cli->diff || cli->check || cli->dry_run || cli->candidates;
}

/* Whether each input has an output file of its own. */
static inline bool vn_cli_file_by_file(const struct vn_cli *cli)
{
	return (cli->in_place || cli->output_dir) && !vn_cli_look_only(cli);
}

/* Whether inputs are named on the command line or in lists. */
static inline bool vn_cli_names_inputs(const struct vn_cli *cli)
{
	return cli->file_count || cli->lists.count || cli->lists0.count;
}

/* Whether there are inputs other than standard input: those that are named, or a folder. */
static inline bool vn_cli_has_inputs(const struct vn_cli *cli)
{
	return vn_cli_names_inputs(cli) || cli->here;
}

/* Fills CLI from config files and the command line, which may be permuted. On failure after saying
 * why; vn_cli_fini() is called in any case. */
enum vn_exit vn_cli_parse(struct vn_cli *cli, int argc, char **argv);

/* Frees the word lists and settings. Takes a zeroed one too. */
void vn_cli_fini(struct vn_cli *cli);

/* Writes all options, by group, in at most 80 columns. */
void vn_cli_help(FILE *out);

#endif
