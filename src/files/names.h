/* Names of files: lists of them, and globs that choose among them. */
#ifndef VN_FILES_NAMES_H
#define VN_FILES_NAMES_H

#include "base/buf.h"

/* Longest name a list may hold, in bytes. Longer ones open on no file system; a list that has one
 * is something else. */
#define VN_NAME_MAX (64 * 1024)

/* Is given one name of a list, ended by NUL; it lives during the call. A status other than VN_OK
 * ends the reading and is passed on. */
typedef enum vn_status (*vn_name_visit)(void *self, const char *name, struct vn_err *err);

/* Reads names from FD, each ended by END ('\n' or NUL); the end of the last may be missing. Empty
 * ones are passed over; every other byte belongs to the name, a CR too. VN_EINPUT: FD cannot be
 * read, a name is longer than VN_NAME_MAX, or holds NUL where END is a line end. */
VN_CHECKED enum vn_status vn_names_read(int fd, char end, vn_name_visit visit, void *self,
					struct vn_err *err);

/* What is taken: fits one of INCLUDE, or there is none, and fits none of EXCLUDE. */
struct vn_globs {
	const char *const *include, *const *exclude;
	size_t include_count, exclude_count;
};

/*
 * Whether the file PATH is taken. A glob fits if it matches the whole path or the last component
 * of it, as by fnmatch(3) byte by byte: * also matches slashes. A leading "./" of the path is no
 * part of it. Of FOLDER, only the exclusion is asked: what is excluded is not entered.
 */
bool vn_globs_take(const struct vn_globs *globs, const char *path, bool folder);

#endif
