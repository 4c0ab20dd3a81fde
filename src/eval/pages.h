/* Pages in folders: which there are and where their files lie. */
#ifndef VN_EVAL_PAGES_H
#define VN_EVAL_PAGES_H

#include "base/arena.h"
#include "base/buf.h"

#define VN_TRUTH_SUFFIX ".truth.txt"
#define VN_READ_SUFFIX	".ocr.txt"

/* Ids or names, in byte order but for those of vn_page_list_add(). All zero is a valid empty list.
 */
struct vn_page_list {
	struct vn_arena arena; /* the ids */
	const char **ids;
	size_t count, cap;
};

/* Frees everything and zeroes the struct. Takes a zeroed one too. */
void vn_page_list_fini(struct vn_page_list *list);

/* Appends NAME, which is copied. */
VN_CHECKED enum vn_status vn_page_list_add(struct vn_page_list *list, const char *name,
					   struct vn_err *err);

/* Lists the ids of the files <id>.truth.txt in FOLDER, hidden ones left out, that match GLOB (a
 * shell pattern without backslash escapes). VN_EINPUT when FOLDER cannot be read. */
VN_CHECKED enum vn_status vn_page_list_read(struct vn_page_list *list, const char *folder,
					    const char *glob, struct vn_err *err);

/* Lists the files in FOLDER and below whose name from there on matches GLOB, in which * matches /
 * as well. Links to files are followed, those to folders are not; hidden files and folders are left
 * out. VN_EINPUT when FOLDER, or anything else there, cannot be read. */
VN_CHECKED enum vn_status vn_page_list_walk(struct vn_page_list *list, const char *folder,
					    const char *glob, struct vn_err *err);

/* Replaces OUT by FOLDER/ID SUFFIX with a NUL at the end. */
VN_CHECKED enum vn_status vn_page_path(struct vn_buf *out, const char *folder, const char *id,
				       const char *suffix, struct vn_err *err);

#endif
