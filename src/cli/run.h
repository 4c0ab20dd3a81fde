/* A run: the plan that the command line has made, with model, user and terminal, carried out. */
#ifndef VN_CLI_RUN_H
#define VN_CLI_RUN_H

#include "cli/options.h"

/* The time of a run, RFC 3339, as told in reports. */
#define VN_TIME_CAP 32

/* The plan of CLI with what depends on the surroundings: colours, version and time (kept in TIME),
 * who watches unfinished files. Model and user are still missing. */
struct vn_plan vn_run_plan(const struct vn_cli *cli, char time[VN_TIME_CAP]);

enum vn_exit vn_run(const struct vn_cli *cli);

#endif
