/*
 * What a run did to a document, in bytes of its source: the list that reports, undo and the review
 * page speak of, and by which documents with mark-up are written.
 */
#ifndef VN_CHANGE_SPLICE_H
#define VN_CHANGE_SPLICE_H

#include "change/compose.h"
#include "source/reading.h"

/* Bytes [begin, end) of the source became [out_begin, out_end) of the output, counted from the
 * begin of the document. Views are of the unit, its source or the list: valid until the next unit.
 */
struct vn_splice {
	uint64_t begin, end, out_begin, out_end;
	struct vn_str before, after; /* the bytes there */
	bool inner;    /* mark-up stands within: no other text can take its place without the map */
	uint8_t style; /* in which the source writes text there */
	struct vn_net net; /* the same in bytes of the running text */
	/* Beside a change: of the source bytes that hold the changes for whose sake it is there. */
	uint64_t of_begin, of_end;
	bool echo; /* and says the text of that one change, and nothing else, in STYLE */
};

/* The splices of one unit; they do not overlap. All zero is a valid empty list. */
struct vn_splices {
	struct vn_splice *items; /* the changes, in order of text */
	size_t count, cap;
	struct vn_splice *beside; /* what had to be done beside them; no text of its own */
	size_t beside_count, beside_cap;
	struct vn_splice **order; /* both, in order of source */
	size_t order_count, order_cap;
	uint64_t in, out;	     /* where the unit begins in source and output */
	struct vn_composed composed; /* the edits of each net: vn_net.first */
	struct vn_arena arena;
};

void vn_splices_fini(struct vn_splices *splices);

/*
 * Lists the net changes of UNIT, which was read as READING says and is written from byte OUT of the
 * output on. What was changed and changed back is not among them. Also makes sure that text read
 * and text written are alike outside the splices: VN_EUSAGE if not, which is a fault of this
 * program.
 */
VN_CHECKED enum vn_status vn_splices_list(struct vn_splices *splices, const struct vn_unit *unit,
					  const struct vn_reading *reading, uint64_t out,
					  struct vn_err *err);

/* Puts changes and what is beside them in the order of the source, and finds their places in the
 * output. VN_ENOMEM, or VN_EUSAGE if two overlap. */
VN_CHECKED enum vn_status vn_splices_order(struct vn_splices *splices, struct vn_err *err);

/* Appends the source bytes of READING to OUT, spliced. */
VN_CHECKED enum vn_status vn_splices_apply(const struct vn_splices *splices,
					   const struct vn_reading *reading, struct vn_buf *out,
					   struct vn_err *err);

/* Where byte AT of the source, which no splice holds, stands in the output. O(log n). */
uint64_t vn_splices_out(const struct vn_splices *splices, uint64_t at);

#endif
