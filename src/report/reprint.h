/* The text layer of a PDF that decisions are carried out in: taken out, and put back. */
#ifndef VN_REPORT_REPRINT_H
#define VN_REPORT_REPRINT_H

#include "base/sink.h"
#include "pdf/module.h"
#include "report/audit.h"

/* All zero but the descriptor, -1, is a valid closed one. */
struct vn_reprint {
	struct vn_buf bytes; /* the file */
	const struct vn_pdf_module *module;
	struct vn_pdf *read; /* as it was read, before anything was put behind it */
	struct vn_pdf *pdf;  /* as it is; NULL: the same */
	int fd;		     /* the text that was read, in memory */
	uint64_t len;	     /* of that */
	struct vn_buf text;  /* what that becomes */
};

/* Takes the text out of FD, a PDF of LEN bytes, of which the first READ are those that were read.
 * Close in any case. */
VN_CHECKED enum vn_status vn_reprint_open(struct vn_reprint *reprint, int fd, uint64_t len,
					  uint64_t read, struct vn_err *err);

/* The sink for the text, SELF being the reprint. */
enum vn_status vn_reprint_take(void *self, const char *bytes, size_t len, struct vn_err *err);

/* Gives SINK the file with the text that was taken, all its old bytes first, and SHA the digest. */
VN_CHECKED enum vn_status vn_reprint_finish(struct vn_reprint *reprint, vn_sink sink, void *self,
					    uint8_t sha[VN_SHA256], struct vn_err *err);
void vn_reprint_close(struct vn_reprint *reprint);

#endif
