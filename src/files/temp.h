/*
 * Temporary names: ".vnfix-", 8 digits by chance and 16 that are the inode of the file that the
 * name is made for, all hexadecimal. The inode is 0 where it is not known before, and for a second
 * name or a copy of a file that is still in its place; it is that of no file where the file could
 * not be locked: then nobody can tell whether it is still in use.
 *
 * A file that is written is locked (flock(), shared) from before it has its name to after it has
 * lost it. So what is not locked and fits its name has been left by a process that is dead.
 */
#ifndef VN_FILES_TEMP_H
#define VN_FILES_TEMP_H

#include <stdbool.h>
#include <sys/stat.h>

#define VN_TEMP_CAP 32 /* bytes of such a name, with its NUL */

/* Whether NAME, without folders, is one. */
bool vn_temp_is(const char *name);

/*
 * Whether the file ST under NAME is what the name was made for. When it is not, it is the old file
 * of a replacement that was cut short (see vn_part_replace()), and may hold what somebody has
 * written to it meanwhile and what stands nowhere else: not to be removed.
 */
bool vn_temp_fits(const char *name, const struct stat *st);

/* The inode that NAME, a temporary one, tells; 0: none. */
ino_t vn_temp_inode(const char *name);

#endif
