/* What an earlier run has done, by its log. */
#ifndef VN_BATCH_RESUME_H
#define VN_BATCH_RESUME_H

#include "batch/says.h"
#include "report/reader.h"
#include "term/exit.h"

/* All zero is a valid one that knows of nothing. Read only while threads work. */
struct vn_resume {
	struct vn_report_done done;
};

/* Reads the log PATH; one that is not there is an empty one. Tells why it fails. */
enum vn_exit vn_resume_open(struct vn_resume *resume, const char *path, const struct vn_says *says);
void vn_resume_close(struct vn_resume *resume);

/* The entry of a document that was done: INPUT's text, put into OUTPUT. NULL: there is none. */
const struct vn_entry *vn_resume_find(const struct vn_resume *resume, const char *input,
				      const char *output);

/* Whether the regular file FD, of SIZE bytes, has this content; -1: a file that cannot be read has
 * not. FD is closed. BYTES is room for CAP bytes. */
bool vn_resume_same(int fd, off_t size, const struct vn_record_side *side, char *bytes, size_t cap);

#endif
