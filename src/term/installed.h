/* Where the files of vnfix are: beside the tool as it was built or installed. */
#ifndef VN_TERM_INSTALLED_H
#define VN_TERM_INSTALLED_H

#include "base/buf.h"

#include <stdbool.h>

/* Longest path that is looked at, with its NUL. Nothing is allocated on the way: want of memory
 * must not lead to another file. */
#define VN_INSTALLED_CAP 4608

/* Whether there is a file FOLDER/TAIL, FOLDER being absolute; its path goes to PATH,
 * VN_INSTALLED_CAP bytes. One that cannot be looked at is there: opening it will tell what is
 * wrong. */
bool vn_installed_in(char *path, struct vn_str folder, const char *tail);

/* Looks for BUILT below the tool's folder, if that is where the build puts it; then for INSTALLED
 * below that folder. */
bool vn_installed_beside(char *path, const char *built, const char *installed);

#endif
