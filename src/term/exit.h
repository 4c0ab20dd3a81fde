/* Exit codes: published in the manual, never renumbered. */
#ifndef VN_TERM_EXIT_H
#define VN_TERM_EXIT_H

#include "base/err.h"

#include <stdio.h>

enum vn_exit {
	VN_EXIT_DONE = 0,
	VN_EXIT_CHANGES = 1, /* of --check */
	VN_EXIT_USAGE = 2,
	VN_EXIT_INPUT = 3,
	VN_EXIT_OUTPUT = 4,
	VN_EXIT_LIMIT = 5,
	VN_EXIT_MODEL = 6,
	VN_EXIT_INTERNAL = 70,
};

/* The code for a status of the core. VN_EUSAGE is a fault of this program by then: what the user
 * typed has been checked. */
enum vn_exit vn_exit_code(enum vn_status status);

/* The worse of two codes, for a run that goes on after a failure. */
enum vn_exit vn_exit_worse(enum vn_exit a, enum vn_exit b);

/* Writes the table of codes for --help. */
void vn_exit_help(FILE *out);

#endif
