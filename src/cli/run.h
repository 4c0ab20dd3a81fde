/* The work itself: every input through the pipeline, in order. */
#ifndef VN_CLI_RUN_H
#define VN_CLI_RUN_H

#include "cli/options.h"

enum vn_exit vn_run(const struct vn_cli *cli);

#endif
