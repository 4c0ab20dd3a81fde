/* --undo and --apply: documents put back, or settled as an archivist decided. */
#ifndef VN_CLI_UNDO_H
#define VN_CLI_UNDO_H

#include "cli/options.h"

/* Carries out CLI's undo or apply over all documents of that file, or those named as FILE
 * arguments, the last one first. Goes on after a failure. */
enum vn_exit vn_undo_run(const struct vn_cli *cli);

#endif
