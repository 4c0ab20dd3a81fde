/* The command line of vnfix-eval. */
#ifndef VN_EVAL_OPTIONS_H
#define VN_EVAL_OPTIONS_H

#include "eval/score.h"

/* What the user asked for. Texts belong to the command line; NULL where not given. */
struct vn_eval_request {
	const char *command, *output_dir, *suffix, *glob, *bare, *harm, *csv, *html, *fields;
	char **operands;
	int operand_count;
	unsigned flags; /* enum vn_canon_flags */
	enum vn_alignment alignment;
	bool json, confidence, kinds, intervals, force;
	size_t top;
};

/* Reads the command line into REQUEST, prints help and complaints. Returns -1 to go on, else the
 * exit code. */
int vn_eval_parse(struct vn_eval_request *request, int argc, char **argv);

/* Ends standard output: CODE, or VN_EXIT_OUTPUT when not all of it could be written. */
int vn_eval_close_stdout(int code);

#endif
