/* The text of an archive that decisions are carried out in: taken out, and put back. */
#ifndef VN_REPORT_REPACK_H
#define VN_REPORT_REPACK_H

#include "base/sink.h"
#include "package/package.h"
#include "report/audit.h"

/* All zero but the descriptor, -1, is a valid closed one. */
struct vn_repack {
	struct vn_buf bytes; /* the archive */
	struct vn_package package;
	int fd;		    /* its text, in memory */
	struct vn_buf text; /* what that becomes */
	struct vn_buf out;  /* the archive anew */
	struct vn_zip_splices splices;
	struct vn_audit_packed packed; /* for the report of it; whole from the finish on */
};

/* Takes the text out of FD, an archive of LEN bytes. Close in any case. */
VN_CHECKED enum vn_status vn_repack_open(struct vn_repack *repack, int fd, uint64_t len,
					 struct vn_err *err);

/* The sink for the text, SELF being the repack. */
enum vn_status vn_repack_take(void *self, const char *bytes, size_t len, struct vn_err *err);

/* Puts the text that was taken into the archive, gives that to SINK, and its digest to SHA. */
VN_CHECKED enum vn_status vn_repack_finish(struct vn_repack *repack, vn_sink sink, void *self,
					   uint8_t sha[VN_SHA256], struct vn_err *err);
void vn_repack_close(struct vn_repack *repack);

#endif
