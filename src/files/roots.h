/*
 * Where names that somebody else wrote down may lead: a report or a list of decisions can name any
 * file of this machine. They are followed below the current folder, and to what the user names.
 */
#ifndef VN_FILES_ROOTS_H
#define VN_FILES_ROOTS_H

#include "base/err.h"

#include <stdbool.h>

/* What the user has named: files, and folders with all that is below them. All zero is a valid
 * one, without any. */
struct vn_roots {
	char *here; /* the current folder, without links; NULL if nothing is named */
	struct vn_root {
		const char *name; /* as it was given; borrowed */
		char *path;	  /* from "/" on, without ".", ".." and doubled slashes */
	} * items;
	size_t count;
};

/* Takes COUNT NAMES, which must outlive it. VN_EINPUT where the current folder has no name any
 * more. On failure ROOTS is empty. */
VN_CHECKED enum vn_status vn_roots_init(struct vn_roots *roots, const char *const *names,
					size_t count, struct vn_err *err);
void vn_roots_fini(struct vn_roots *roots);

/* Whether the root number I is NAME or a folder above it, however the two are spelled; links are
 * not looked at. False when memory is out. */
bool vn_roots_has(const struct vn_roots *roots, size_t i, const char *name);

/* A file that may be written. Name and folder are its own. */
struct vn_site {
	int folder; /* open, or AT_FDCWD */
	char *name; /* in it */
	bool links; /* may be a link, which is followed: it was named itself. Else it is none */
};

/*
 * Finds the file NAME for writing; it need not be there, but its folder has to. On failure SITE is
 * untouched, and *ERROR the errno value. EXDEV (VN_EOUTPUT): the name is absolute, has a
 * "..", or a link on its way leads out of the current folder, and neither it nor a folder above
 * it was named; or a link leads out of the folder that was.
 */
VN_CHECKED enum vn_status vn_roots_find(const struct vn_roots *roots, const char *name,
					struct vn_site *site, int *error, struct vn_err *err);
void vn_site_fini(struct vn_site *site);

#endif
