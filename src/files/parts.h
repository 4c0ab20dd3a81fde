/* The parts of an output; save.h is the face of them. All return 0, or -1 with errno set. */
#ifndef VN_FILES_PARTS_H
#define VN_FILES_PARTS_H

#include "files/save.h"

/* Opens the folder and finds the name that PATH leads to, through links; tells whether there is
 * something to replace. */
int vn_part_locate(struct vn_save *save, int folder, const char *path);

/* Opens a new file for SAVE in its folder, without a name if that can be; never wider than what
 * it replaces. */
int vn_part_create(struct vn_save *save);

/* Makes something under a fresh temporary name: MAKE(save, name, source) returns 0 or a descriptor,
 * or -1 with errno, where EEXIST leads to another try. SOURCE is the file that gets the name, or
 * -1. Returns what MAKE did; TEMP is watched. */
int vn_part_temp(struct vn_save_temp *temp, const struct vn_save *save,
		 int (*make)(const struct vn_save *save, const char *name, int source), int source);

/* Removes the temporary name, if there is one. Keeps errno. */
void vn_part_temp_drop(struct vn_save_temp *temp, const struct vn_save *save);

/* From now on the temporary name may hold what nobody else may remove, until it is free again:
 * THERE tells whether it is still one. remove() is for the time between. All keep errno. */
void vn_part_temp_hold(struct vn_save_temp *temp, const struct vn_save *save);
int vn_part_temp_remove(const struct vn_save_temp *temp, const struct vn_save *save);
void vn_part_temp_free(struct vn_save_temp *temp, const struct vn_save *save, bool there);

/* The temporary name is no more: it has been renamed. */
void vn_part_temp_gone(struct vn_save_temp *temp, const struct vn_save *save);

/* Keeps the lock on the temporary file when its descriptor is closed, if it can be: by one that
 * only reads, or it would seem to be written by somebody. Until release(), which keeps errno. */
void vn_part_hold(struct vn_save *save);
void vn_part_release(struct vn_save *save);

/* Gives the new file FD what OLD (its stat ST, -1 when it cannot be read) has: owner, extended
 * attributes, access lists, mode, and the times if KEEP_TIMES. Never widens who may read: what
 * cannot be kept of owner or lists narrows the mode. */
int vn_part_metadata(int fd, int old, const struct stat *st, bool keep_times);

/* Keeps a backup of what SAVE replaces, as its how says. */
int vn_part_backup(struct vn_save *save);

/* Gives what stands under TEMP the first free name for a numbered backup of SAVE; the temporary
 * name may be left. */
int vn_part_keep(struct vn_save_temp *temp, const struct vn_save *save);

/* Takes the name from the file that has it, and that must be unchanged, after a backup if one is
 * wanted. ENOENT: it has vanished, and the temporary name is as before. Other errors as save.h has
 * them. */
int vn_part_replace(struct vn_save *save);

/* Whether somebody has the file FD, opened for reading only, open for writing. False also where
 * that cannot be known: a foreign file, some file systems. */
bool vn_part_is_written(int fd);

/* The steps of an end, in this order. Only the last may fail after the name has changed. */
int vn_part_stage(struct vn_save *save); /* metadata, temporary name */
int vn_part_sync(struct vn_save *save);	 /* content */
int vn_part_place(struct vn_save *save); /* close, backup, rename or exchange */
int vn_part_sync_folder(int folder);	 /* name; also 0 where folders cannot be synced */

/* Notes errno as the error of SAVE. */
void vn_part_failed(struct vn_save *save);

/* Frees and closes; removes the temporary name. Keeps error, placed and written. */
void vn_part_shut(struct vn_save *save);

#endif
