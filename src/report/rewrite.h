/* A document rewritten from the records of a report, in bounded memory. */
#ifndef VN_REPORT_REWRITE_H
#define VN_REPORT_REWRITE_H

#include "report/reader.h"

enum vn_rewrite_way {
	VN_REWRITE_BACK,   /* from the output: every change is taken back */
	VN_REWRITE_REJECT, /* from the output: the rejected ones are, and texts given instead put */
	VN_REWRITE_ACCEPT, /* from the input: the accepted ones are made, and texts given instead */
	VN_REWRITE_KEEP,   /* from the input: all but the rejected ones are, and texts instead */
};

/* Is told of each change that is carried out, its spans and texts as they are from FD to SINK,
 * before SINK gets it. */
struct vn_rewrite_witness {
	void *self;
	enum vn_status (*change)(void *self, const struct vn_change *change, struct vn_err *err);
};

/* Whether FD, LEN bytes long, holds what rewriting ENTRY that WAY leads to: taken back, its changes
 * lead to what ENTRY tells that it would have been made from. False also where that cannot be
 * found out. */
bool vn_rewrite_was(struct vn_reader *reader, const struct vn_entry *entry, enum vn_rewrite_way way,
		    int fd, uint64_t len);

/* SHA-256 of LEN bytes of FD from OFFSET on. VN_EINPUT when there are fewer. */
VN_CHECKED enum vn_status vn_rewrite_digest(int fd, uint64_t offset, uint64_t len,
					    uint8_t sha[VN_SHA256], struct vn_err *err);

/* What is rewritten, and how. */
struct vn_rewrite {
	enum vn_rewrite_way way;
	int fd;		 /* the document is in there */
	uint64_t offset; /* and begins at this byte */
	uint64_t len;	 /* of the text of a PDF, if FD holds that */
	vn_sink sink;	 /* gets what comes out */
	void *self;
	const struct vn_rewrite_witness *witness; /* NULL: nobody is told */

	/* Of what was handed over. */
	uint64_t touched; /* changes that were carried out */
	uint8_t sha[VN_SHA256];
};

/*
 * Carries REWRITE out on the document of ENTRY.
 * Lines that are damaged are passed over by VN_REWRITE_BACK alone, where the digest tells whether
 * one mattered.
 * VN_EINPUT when records are missing, out of order or do not fit the bytes: SINK may have been
 * given a part then.
 */
VN_CHECKED enum vn_status vn_rewrite(struct vn_reader *reader, const struct vn_entry *entry,
				     struct vn_rewrite *rewrite, struct vn_err *err);

#endif
