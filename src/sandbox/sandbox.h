/*
 * Least privilege: what a run does not need once its files are known is given up, for this process
 * and for good. Landlock (Linux 5.13) leaves the files that were allowed, and what is open already;
 * seccomp refuses, with EPERM, what no run ever does: sockets, programs, other processes, mounts.
 * So text that takes hold of a fault in a parser gets no further than the text itself.
 *
 * Neither is there everywhere, and neither is needed for a right result: what is missing is told,
 * and the run goes on. Only threads that are made later are confined with the caller, who should
 * have no other. The library (vnfix.h) never does this, for its process is not its own.
 */
#ifndef VN_SANDBOX_SANDBOX_H
#define VN_SANDBOX_SANDBOX_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* What is about to be left open. All zero is a valid closed one. */
struct vn_sandbox {
	bool open;
	int ruleset;	     /* of Landlock; -1: none */
	const char *lacking; /* why there is none; NULL */
	char *last;	     /* the folder that was allowed last; NULL */
	int last_right;
	size_t rules;
};

enum vn_right {
	VN_RIGHT_READ,	 /* to be read; a folder with all that is below */
	VN_RIGHT_CHANGE, /* and to be written; in a folder files may be made and removed */
};

/* What kernel and build offer. */
struct vn_sandbox_able {
	int landlock; /* version of its interface; 0: none */
	bool seccomp;
};
struct vn_sandbox_able vn_sandbox_able(void);

/* Begins. What fails here and below is kept in LACKING. */
void vn_sandbox_open(struct vn_sandbox *sandbox);
void vn_sandbox_close(struct vn_sandbox *sandbox);

/* Allows the file or folder PATH, through links. One that is not there is nothing, and a pipe needs
 * no leave. */
void vn_sandbox_allow(struct vn_sandbox *sandbox, const char *path, enum vn_right right);

/* Allows the folder in which PATH stands, or where PATH is a link, that in which its target does:
 * a file is replaced by a new one beside it. Of a device only itself. */
void vn_sandbox_allow_beside(struct vn_sandbox *sandbox, const char *path, enum vn_right right);

/* Gives up all else. Returns NULL, or one line on what is still open, never freed, to be translated
 * by the caller. */
const char *vn_sandbox_enter(struct vn_sandbox *sandbox);

#endif
