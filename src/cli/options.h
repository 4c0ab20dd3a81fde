/* The command line, read once into a plain struct. */
#ifndef VN_CLI_OPTIONS_H
#define VN_CLI_OPTIONS_H

#include "batch/plan.h"
#include "term/exit.h"

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

enum vn_progress_mode { VN_PROGRESS_AUTO, VN_PROGRESS_PLAIN, VN_PROGRESS_JSON, VN_PROGRESS_NONE };

/* What the user asked for. Strings are argv's, or of the settings. */
struct vn_cli {
	struct vn_settings *settings;	  /* what it is made of; cli/config.h */
	const struct vn_setting *setting; /* that is being read; for messages */
	const char *config;		  /* NULL: the usual files */
	bool no_config;

	enum vn_action action; /* the first one asked for; VN_ACT_RUN by default */
	struct vn_plan plan;   /* what a run does; says nothing yet of model, user and terminal */
	uint32_t only;	       /* bits of the stages of --only; 0: not given */
	const char *model;     /* NULL: search for it */
	const char *table;     /* of --candidates: to this file; NULL: to the output */
	bool sure;	       /* asks for confidences: --min-confidence was given, not 0 */
	bool no_provenance;    /* reports do not tell version, model and time */
	const char *undo;      /* a report: put its inputs back; NULL: no */
	const char *apply;     /* a list of decisions: carry them out; NULL: no */

	enum vn_progress_mode progress;
	bool stats;
	bool no_sandbox;
};

/* Fills CLI from config files and the command line, which may be permuted. On failure after saying
 * why; vn_cli_fini() is called in any case. */
enum vn_exit vn_cli_parse(struct vn_cli *cli, int argc, char **argv);

/* Frees the word lists and settings. Takes a zeroed one too. */
void vn_cli_fini(struct vn_cli *cli);

/* Writes all options, by group, in at most 80 columns. */
void vn_cli_help(FILE *out);

#endif
