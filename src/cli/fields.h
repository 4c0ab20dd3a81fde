/* The command "vnfix fields". */
#ifndef VN_CLI_FIELDS_H
#define VN_CLI_FIELDS_H

#include "term/exit.h"

/* Carries it out; ARGV begins with "fields". */
enum vn_exit vn_fields_main(int argc, char **argv);

#endif
