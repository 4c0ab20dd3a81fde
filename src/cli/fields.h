/* The command "vnfix fields". */
#ifndef VN_CLI_FIELDS_H
#define VN_CLI_FIELDS_H

#include "term/exit.h"

#include <stdbool.h>

/* Carries it out; ARGV begins with "fields". */
enum vn_exit vn_fields_main(int argc, char **argv);

/* Its options, for completions; the last has no name. */
struct vn_fields_option {
	char letter; /* 0: none */
	const char *name;
	bool takes;	    /* something behind it */
	bool file;	    /* the name of a file */
	const char *values; /* or one of these, blanks between; NULL: anything */
};
extern const struct vn_fields_option vn_fields_options[];

#endif
