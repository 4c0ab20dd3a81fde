/* The files that users write: lines of UTF-8 text, made by editors and by spreadsheets. */
#ifndef VN_USER_LINES_H
#define VN_USER_LINES_H

#include "base/buf.h"

#define VN_USER_LINE  4096		 /* bytes of the longest line */
#define VN_USER_BYTES (64 * 1024 * 1024) /* of the largest file */

/* Appends the file PATH, of at most MOST bytes, to OUT. Given by whoever can open files, so that
 * this folder need not. */
typedef enum vn_status (*vn_user_load)(struct vn_buf *out, const char *path, size_t most,
				       struct vn_err *err);

/* A file, read whole. Free with vn_lines_close(). */
struct vn_lines {
	const char *name; /* for messages; borrowed */
	struct vn_buf bytes;
	size_t at;
	size_t number; /* of the line last taken, from 1 */
};

/* Reads PATH by LOAD. VN_EMODEL, naming it, if it cannot be read. */
VN_CHECKED enum vn_status vn_lines_open(struct vn_lines *lines, const char *path, vn_user_load load,
					struct vn_err *err);
void vn_lines_close(struct vn_lines *lines);

/* Takes the next line, without its end (LF or CR LF) and without a byte order mark; *MORE is false
 * behind the last one. VN_EMODEL for a line that is too long, is no UTF-8 or holds NUL. */
VN_CHECKED enum vn_status vn_lines_next(struct vn_lines *lines, struct vn_str *line, bool *more,
					struct vn_err *err);

/* Fills ERR with TEXT after the name of the file and the number of the line: VN_EMODEL. */
enum vn_status vn_lines_fail(const struct vn_lines *lines, const char *text, struct vn_err *err);

/* LINE in composed (NFC) or, if not COMPOSED, decomposed (NFD) form into OUT, emptied first. LINE
 * is UTF-8. */
VN_CHECKED enum vn_status vn_user_form(struct vn_buf *out, struct vn_str line, bool composed,
				       struct vn_err *err);

#endif
