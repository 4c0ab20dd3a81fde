/* What vnfix says about itself. */
#ifndef VN_CLI_ABOUT_H
#define VN_CLI_ABOUT_H

#include "cli/options.h"

/* Writes to standard output what CLI's action asks for: help, version or list of stages. */
enum vn_exit vn_about(const struct vn_cli *cli);

/* Writes a few lines of help to standard error. */
void vn_about_short(void);

#endif
