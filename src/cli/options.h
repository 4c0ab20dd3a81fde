/* The command line, read once into a plain struct. */
#ifndef VN_CLI_OPTIONS_H
#define VN_CLI_OPTIONS_H

#include "cli/exit.h"
#include "format/format.h"
#include "stage.h"

enum vn_action { VN_ACT_RUN, VN_ACT_HELP, VN_ACT_VERSION, VN_ACT_STAGES };

/* What the user asked for. Strings are argv's. */
struct vn_cli {
	enum vn_action action; /* the first one asked for; VN_ACT_RUN by default */
	struct vn_options options;
	uint32_t only;	    /* bits of the stages of --only; 0: not given */
	const char *output; /* NULL or "-": standard output */
	struct vn_format format;
	bool force; /* the output may replace a file */
	bool stats;

	/* What is told of the changes, and what is done with them; src/cli/reports.h. */
	const char *report; /* NULL: none */
	const char *html;   /* NULL: none */
	const char *undo;   /* a report: put its inputs back; NULL: no */
	const char *apply;  /* a list of decisions: carry them out; NULL: no */
	bool diff, check, dry_run, suggest_only;
	bool no_provenance; /* reports do not tell version, model and time */
	const char *model;  /* NULL: search for it */
	char **files;	    /* FILE arguments; "-" is standard input */
	int file_count;	    /* 0: standard input */
};

/* Names of the regimes, indexed by enum vn_regime, for --assume and --stats; NULL ends them. */
extern const char *const vn_regime_names[VN_REGIME_COUNT + 1];

/* Fills CLI from the command line, which may be permuted. VN_EXIT_USAGE after saying why. */
enum vn_exit vn_cli_parse(struct vn_cli *cli, int argc, char **argv);

/* Writes all options, by group, in at most 80 columns. */
void vn_cli_help(FILE *out);

#endif
