/*
 * What killed runs have left behind: temporary names (temp.h) are looked for in the folders to
 * which a run is about to write, and those that are certainly leftovers are removed. One goes if it
 *
 * - has the name of a temporary file, and is a regular file of this user;
 * - is not locked, as the file of a living run is;
 * - is the very file its name was made for, and has no second name. Or else, on a file system of
 *   another machine, where a lock may not be seen, and under a name that tells of no file: if
 * nothing has happened to it for a day.
 *
 * What a replacement that was cut short has left of the old file (see vn_part_replace()) does not
 * fit its name. It goes if the new file stands in the same folder, both have changed places and not
 * been touched since, and nobody has written to the old one after the new one was ready, or has it
 * open for that. Else it may hold what stands nowhere else, and stays.
 */
#ifndef VN_FILES_SWEEP_H
#define VN_FILES_SWEEP_H

#include <pthread.h>
#include <stdint.h>

/* The folders a run has looked at. For any number of threads. */
struct vn_sweep {
	pthread_mutex_t lock;
	void *seen;	  /* tree of folders */
	uint64_t removed; /* so far; read it when no thread sweeps any more */
};

void vn_sweep_init(struct vn_sweep *sweep);

/* Removes the leftovers in FOLDER (a descriptor, O_PATH will do), unless this was done before. What
 * cannot be looked at, or proven, stays. Keeps errno. */
void vn_sweep_folder(struct vn_sweep *sweep, int folder);

void vn_sweep_fini(struct vn_sweep *sweep);

#endif
