/* Folders that are made on demand beneath a root, and never outside of it. */
#ifndef VN_FILES_TREE_H
#define VN_FILES_TREE_H

#include "base/err.h"

#include <sys/stat.h>

/*
 * Opens the folder of the file PATH, relative to ROOT (an open folder, O_PATH will do), making
 * what is missing of it with MODE (before the umask). Sets *FOLDER, the caller's to close, and
 * *NAME, the last component, within PATH, which is not looked at. Refused are an absolute path, a
 * "..", an empty name (*ERROR EXDEV), and any link among the folders (ELOOP), also one that is put
 * there meanwhile. On failure (VN_EOUTPUT, VN_ENOMEM) *ERROR is the errno value and *FOLDER and
 * *NAME are untouched; folders that were made stay.
 */
VN_CHECKED enum vn_status vn_tree_open(int *folder, const char **name, int root, const char *path,
				       mode_t mode, int *error, struct vn_err *err);

/*
 * Finds the file PATH, relative to ROOT (an open folder, or AT_FDCWD), through links as long as
 * they lead to what is beneath it; nothing is made. Sets *FOLDER to the open folder of the file and
 * *NAME to its name there, both the caller's; under that name there is no link, nothing perhaps.
 * Refused are an absolute path, a "..", a link that leads out of ROOT (EXDEV; without openat2()
 * every link among the folders), and a link to nothing; on failure all but *ERROR is untouched.
 */
VN_CHECKED enum vn_status vn_tree_find(int *folder, char **name, int root, const char *path,
				       int *error, struct vn_err *err);

/* Fills ST with what stands at PATH below ROOT, a link perhaps; makes nothing, and follows no link
 * either. 0, or -1 with errno. */
int vn_tree_stat(int root, const char *path, struct stat *st);

/* Opens the regular file PATH below ROOT for reading, likewise; *ST is its stat. Returns the
 * descriptor, or -1 with errno. */
int vn_tree_read(int root, const char *path, struct stat *st);

#endif
