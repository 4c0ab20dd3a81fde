/* All files below a folder. */
#ifndef VN_FILES_WALK_H
#define VN_FILES_WALK_H

#include "base/err.h"

#include <stdbool.h>
#include <sys/stat.h>

/* What a walk meets. Lives during the call only. */
struct vn_walk_entry {
	const char *path; /* ROOT, a slash and the rest: to be opened, and to be told */
	const char *rest; /* within PATH: the part below ROOT */
	const char *name; /* within PATH: the last component */
	struct stat st;	  /* what it is; of a link, the link. Undefined if ERROR */
	int error; /* errno value: it could not be looked at, or the folder not read; else 0 */
};

/* Is shown everything below the root but for "." and "..", a folder before what is in it, otherwise
 * in no order. For a folder, *ENTER is true and may be set to false. A status other than VN_OK ends
 * the walk and is passed on. */
typedef enum vn_status (*vn_walk_visit)(void *self, const struct vn_walk_entry *entry, bool *enter,
					struct vn_err *err);

/* Walks everything below ROOT, a folder or a link to one. Links within are shown, not followed,
 * so a walk ends. One folder is open at a time, however deep. What cannot be read is shown
 * with its error, ROOT too (REST is empty then). Fails with VN_ENOMEM or what VISIT says. */
VN_CHECKED enum vn_status vn_walk(const char *root, vn_walk_visit visit, void *self,
				  struct vn_err *err);

#endif
