/*
 * Outputs that appear whole or not at all. A regular file is written beside its final name, gets
 * the mode, owner, extended attributes and access lists of what it replaces, is synced, and takes
 * the name by one rename; then the folder is synced. Until that rename the name holds what it held.
 * All names are used relative to the open folder: a parent that is moved meanwhile changes nothing.
 *
 * The order, which a crash at any point respects: content, metadata, name of the temporary file,
 * sync, backup, rename, sync of the folder. Where the file system can (O_TMPFILE) the new file
 * has no name at all until it is finished, so that even SIGKILL leaves nothing behind in that time.
 * Where it can (RENAME_EXCHANGE), the old file changes places with the new one and is looked at
 * once more before it goes: what somebody has written to it until then puts it back.
 *
 * Different handles may be used from different threads at the same time. Messages name the
 * cause, never the file: the caller knows which one it is and how to print its name safely.
 */
#ifndef VN_FILES_SAVE_H
#define VN_FILES_SAVE_H

#include "base/err.h"
#include "files/sweep.h"
#include "files/temp.h"

#include <pthread.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <time.h>

/*
 * Is told of every temporary name, so that a handler of signals can remove it. born() is called
 * before NAME may exist in FOLDER and returns a number for it (-1: not watched); made() after,
 * with the outcome; gone() when the name is no more. hold() begins a time in which the name may
 * hold what is not to be removed, and made() ends it. NAME lives until gone() or a made() that says
 * no, and FOLDER is open. Between born() or hold() and made() the calling thread makes system calls
 * only, and few.
 */
struct vn_save_watch {
	void *self;
	int (*born)(void *self, int folder, const char *name);
	void (*made)(void *self, int slot, bool made);
	void (*hold)(void *self, int slot);
	void (*gone)(void *self, int slot);
};

enum vn_save_backup {
	VN_BACKUP_NONE,
	VN_BACKUP_SIMPLE,   /* NAME + suffix; an older one of that name is replaced */
	VN_BACKUP_NUMBERED, /* NAME.~N~, N the first free number from 1 on */
};

/* How to save. All zero: only a new file, mode by the umask, no backup. Copied; what it points to
 * must outlive the output. */
struct vn_save_how {
	bool replace; /* an existing regular file may be replaced */
	bool plain;   /* refuse a symbolic link (ELOOP) instead of following it, and a device or
		       * pipe (VN_IO_DEVICE, VN_IO_FIFO) instead of writing to it */
	enum vn_save_backup backup; /* of a replaced file, before the rename, which is no gap: a
				     * hard link, or a copy where links are refused */
	const char *suffix;	    /* of VN_BACKUP_SIMPLE, without a slash; NULL: "~" */
	mode_t mode;		    /* of a new file, before the umask; 0: 0666 */
	const struct vn_save_watch *watch; /* NULL: nobody */
	struct vn_sweep *sweep; /* frees the folder from leftovers first; NULL: nobody does */
};

/* A temporary name in the folder of an output. */
struct vn_save_temp {
	char name[VN_TEMP_CAP]; /* "": none */
	int slot;		/* of the watch */
};

/* An output. All zero is a valid closed one. Members are read-only for the caller. */
struct vn_save {
	bool open;
	bool direct;	  /* a device, pipe or descriptor: what is written is gone */
	bool replaces;	  /* OLD is what will be replaced */
	struct stat old;  /* st_nlink > 1: its other names will keep the old content; warn */
	uint64_t written; /* bytes so far */
	int error;	  /* errno of the last failure, 0: none; kept when closed */
	bool placed;	  /* the name holds the new content; kept when closed */

	/* Not for the caller. */
	int fd, folder;
	int held;    /* keeps the lock while fd is closed and the name not yet taken; -1: none */
	bool locked; /* fd is */
	char *name;  /* in folder */
	struct vn_save_temp temp;
	struct vn_save_how how;
};

/* What errno value ERROR of an output means: one line, never freed. Beside strerror(): EEXIST,
 * ESTALE (the target was changed by somebody else meanwhile), ETXTBSY (somebody has it open for
 * writing), ENOTUNIQ (it was changed while it was replaced, and so was the new one: both are
 * there), ELOOP (a link that is not followed), EXDEV (leads out of the tree), and those of
 * files/io.h. */
const char *vn_save_error_text(int error);

/* VN_ENOMEM or VN_EOUTPUT; VN_OK for 0. */
enum vn_status vn_save_status(int error);

/* Writes to a descriptor that is open already; it becomes SAVE's. */
void vn_save_from_fd(struct vn_save *save, int fd);

/*
 * Opens PATH, relative to FOLDER (a descriptor, O_PATH will do, or AT_FDCWD; not kept), for
 * writing. Links are followed and stay. Devices and pipes are written directly; a FIFO must have a
 * reader. Refused: an existing file unless HOW->replace (EEXIST), one that the caller may not read
 * and write (EACCES), folders and sockets, a link to nothing. HOW may be NULL. On failure
 * (VN_EOUTPUT, VN_ENOMEM) SAVE is closed, with its error set, and nothing is left behind.
 */
VN_CHECKED enum vn_status vn_save_open(struct vn_save *save, int folder, const char *path,
				       const struct vn_save_how *how, struct vn_err *err);

/* Whether the file of ST is the one that SAVE will replace, by device and inode. */
bool vn_save_is(const struct vn_save *save, const struct stat *st);

/* Whether the target is still, by size, time of change, mode and owner, what ST says: compare with
 * the fstat() made before its content was read. False when it is another file. */
bool vn_save_unchanged(const struct vn_save *save, const struct stat *st);

/* Writes all LEN bytes or fails with VN_EOUTPUT. */
VN_CHECKED enum vn_status vn_save_write(struct vn_save *save, const void *bytes, size_t len,
					struct vn_err *err);

/*
 * Ends the output: a file is synced, takes its name, and the folder is synced. Closed afterwards.
 * VN_OK: every byte is on the disk, and so is the name. On failure nothing but the old content is
 * left, unless SAVE->placed: then the name holds the new one, but its folder could not be synced,
 * or the old file is left beside it. A target that was changed since it was opened is not replaced
 * (ESTALE), nor is one that has appeared (EEXIST), nor, as far as the system tells, one that
 * somebody has open for writing (ETXTBSY).
 */
VN_CHECKED enum vn_status vn_save_finish(struct vn_save *save, struct vn_err *err);

/* Gives the output up: what stood under the name still stands. Takes a closed one too. */
void vn_save_abort(struct vn_save *save);

/*
 * Group commit: finished outputs wait until there are VN_GROUP_FILES of them, or VN_GROUP_BYTES
 * bytes, or the first has waited VN_GROUP_SECONDS; then all are synced at once (syncfs, once for
 * each file system, or each file where that fails or is not to be relied on), then renamed in
 * the order in which they were added, then their folders are synced. So the order in which
 * names change is that of adding, if one thread adds; commits of several threads may overlap.
 * A crash leaves each file old or new.
 */
#define VN_GROUP_FILES	 64
#define VN_GROUP_BYTES	 (8 << 20)
#define VN_GROUP_SECONDS 1

/*
 * Told once for every output that was added: END is it, closed, with error (0: whole and on the
 * disk), placed, and written. Called without a lock, by the thread whose call commits, so perhaps
 * by several at once.
 */
typedef void vn_save_done(void *self, void *tag, const struct vn_save *end);

/* Called likewise before a commit changes anything: what must be on the disk before. Returns 0, or
 * an errno value with which all outputs of the commit fail. */
typedef int vn_save_before(void *self);

struct vn_save_group {
	pthread_mutex_t lock;
	vn_save_before *before; /* NULL after init */
	vn_save_done *done;
	void *self;
	bool each;	/* fsync every file */
	size_t count;	/* waiting */
	uint64_t bytes; /* of those */
	time_t since;	/* when the first came, seconds of CLOCK_MONOTONIC */
	struct vn_save_item {
		struct vn_save save;
		void *tag;
	} items[VN_GROUP_FILES];
};

/* DONE may be NULL: then nobody hears of failures. */
void vn_save_group_init(struct vn_save_group *group, vn_save_done *done, void *self);

/* Takes SAVE, all written, over: it is closed then, whatever happens. Any number of threads. The
 * group holds two descriptors for each waiting output. */
void vn_save_group_add(struct vn_save_group *group, struct vn_save *save, void *tag);

/* Commits what waits. Commits that run in other threads may go on. */
void vn_save_group_flush(struct vn_save_group *group);

/* Aborts what waits, without a word to DONE. Takes a zeroed one too. */
void vn_save_group_fini(struct vn_save_group *group);

#endif
